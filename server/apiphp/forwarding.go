package apiphp

import (
	"strconv"
	"strings"

	"nameyard/actions"
)

func decodeGetForwards(p *Params) actions.GetEmailForwarding {
	return actions.GetEmailForwarding{Name: p.name()}
}

// encodeForwards writes the rows with their places as keys, from "1", and the result behind them, as the protocol has it. What else there is to
// say stands in each row: clients take every other key of the answer for a row.
func encodeForwards(e actions.EmailForwards) *object {
	o := start()
	for i, f := range e.Forwards {
		o.open(strconv.Itoa(i + 1))
		o.text("prefix", f.Prefix)
		o.text("forwardto", f.ForwardTo)
		pending, refused := e.Silent(f)
		if len(pending) > 0 {
			o.text("pending", strings.Join(pending, ","))
		}
		if len(refused) > 0 {
			o.text("refused", strings.Join(refused, ","))
		}
		if e.Idle != "" {
			o.text("warning", e.Idle)
		}
		o.close()
	}
	o.text("result", "success")
	return o
}

func decodeSaveForwards(p *Params) actions.SaveEmailForwarding {
	return actions.SaveEmailForwarding{Name: p.name(), Forwards: p.Forwards(p.set("prefix"), p.set("forwardto"))}
}

// encodeSavedForwards says why forwards have no effect that have none.
func encodeSavedForwards(e actions.EmailForwards) *object {
	return warned(success(), e.Notice)
}
