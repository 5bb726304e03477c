package apiphp

import (
	"strconv"

	"nameyard/actions"
	"nameyard/zone"
)

func decodeGetForwards(p *Params) actions.GetEmailForwarding {
	return actions.GetEmailForwarding{Name: p.name()}
}

// encodeForwards writes the rows with their places as keys, from "1", and the result behind them, as the protocol has it.
func encodeForwards(forwards []zone.Forward) *object {
	o := start()
	for i, f := range forwards {
		o.open(strconv.Itoa(i + 1))
		o.text("prefix", f.Prefix)
		o.text("forwardto", f.ForwardTo)
		o.close()
	}
	o.text("result", "success")
	return o
}

func decodeSaveForwards(p *Params) actions.SaveEmailForwarding {
	return actions.SaveEmailForwarding{Name: p.name(), Forwards: p.Forwards(p.set("prefix"), p.set("forwardto"))}
}
