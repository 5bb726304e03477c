package form

import (
	"strconv"
	"unicode/utf8"

	"nameyard/server/phpvalue"
	"nameyard/zone"
)

// Records reads the rows of a set of DNS records. The record id of the client is not looked at: the set is saved as a whole. What a
// row means, and which are left out, is for zone.CheckRecords to say.
func (p *Params) Records(set phpvalue.Value, param string) []zone.Row {
	rows := make([]zone.Row, 0, set.Len())
	for i, e := range set.Entries() {
		place := param + "[" + strconv.Itoa(i) + "]"
		if e.Value.Kind() != phpvalue.KindArray {
			p.Fail(Invalid(place, "row %d of %s is not an array of hostname, type, address and priority", i+1, param))
			break
		}
		part := func(name string) zone.Part {
			v, ok := p.Pick(e.Value.Entries(), place+"["+name+"]", name)
			if v.Kind() == phpvalue.KindArray || !utf8.ValidString(v.Text()) || v.Kind() == phpvalue.KindBool && name != "priority" && name != "ttl" {
				p.Fail(Invalid(place+"["+name+"]", "row %d of %s: %s must be text in UTF-8", i+1, param, name))
			}
			if v.Kind() == phpvalue.KindBool { // "" or "1" as text
				return zone.Sent(strconv.FormatBool(v.Text() == "1"))
			}
			return zone.Part{Text: v.Text(), Sent: ok}
		}
		rows = append(rows, zone.Row{Hostname: part("hostname"), Type: part("type"), Address: part("address"), Priority: part("priority"), TTL: part("ttl")})
		if p.Err() != nil {
			break
		}
	}
	return rows
}

// Forwards pairs the prefixes and targets of e-mail forwards up by their keys. A target whose prefix is absent, or null or false in
// its place, is refused: an empty prefix is the catch-all, and nobody should get one by a slip.
func (p *Params) Forwards(prefixes, targets phpvalue.Value) []zone.Forward {
	var forwards []zone.Forward
	paired := 0
	for _, e := range prefixes.Entries() {
		f := zone.Forward{Prefix: p.Scalar(e.Value, "prefix["+e.Key+"]")}
		if target, ok := targets.Get(e.Key); ok {
			f.ForwardTo = p.Scalar(target, "forwardto["+e.Key+"]")
			paired++
		}
		if kind := e.Value.Kind(); f.ForwardTo != "" && (kind == phpvalue.KindNull || kind == phpvalue.KindBool) {
			p.Fail(Invalid("prefix["+e.Key+"]", "prefix[%s] is no text; send * as prefix for a catch-all", e.Key))
		}
		forwards = append(forwards, f)
	}
	if paired < targets.Len() {
		p.Fail(Invalid("prefix", "forwardto has rows without a prefix of the same key; send * as prefix for a catch-all"))
	}
	return forwards
}
