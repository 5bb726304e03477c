package apiphp

import (
	"strconv"

	"nameyard/actions"
	"nameyard/server/form"
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

// decodeSaveForwards pairs prefix and forwardto up by key. A target whose prefix is absent is refused: an empty prefix is
// the catch-all, and nobody should get one by a slip.
func decodeSaveForwards(p *Params) actions.SaveEmailForwarding {
	r := actions.SaveEmailForwarding{Name: p.name()}
	prefixes, targets := p.set("prefix"), p.set("forwardto")
	paired := 0
	for _, e := range prefixes.Entries() {
		f := zone.Forward{Prefix: p.Scalar(e.Value, "prefix["+e.Key+"]")}
		if target, ok := targets.Get(e.Key); ok {
			f.ForwardTo = p.Scalar(target, "forwardto["+e.Key+"]")
			paired++
		}
		r.Forwards = append(r.Forwards, f)
	}
	if paired < targets.Len() {
		p.Fail(form.Invalid("prefix", "forwardto has rows without a prefix of the same key; send * as prefix for a catch-all"))
	}
	return r
}
