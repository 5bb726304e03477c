package v2

import (
	"slices"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
	"nameyard/zone"
)

func decodeGetDNS(p *Params) actions.GetDNS { return actions.GetDNS{Name: p.name()} }

// recordAnswer is a DNS record. recid is the place in the list, from 1: the set is saved as a whole, and nothing reads it back.
type recordAnswer struct {
	Hostname string `json:"hostname"`
	Type     string `json:"type"`
	Address  string `json:"address"`
	Priority string `json:"priority"`
	RecordID string `json:"recid"`
}

func encodeRecords(records []zone.Record) any {
	list := make([]recordAnswer, len(records))
	for i, r := range records {
		list[i] = recordAnswer{Hostname: r.Hostname, Type: r.Type, Address: r.Address, RecordID: strconv.Itoa(i + 1)}
		if r.Priority != nil {
			list[i].Priority = strconv.Itoa(*r.Priority)
		}
	}
	return list
}

// decodeSaveDNS reads dnsrecords[i][…], the whole set. What a row means, and which are left out, is for
// zone.CheckRecords to say.
func decodeSaveDNS(p *Params) actions.SaveDNS {
	const name = "dnsrecords"
	r := actions.SaveDNS{Name: p.name()}
	for i, row := range p.set(name).Entries() {
		field := name + "[" + strconv.Itoa(i) + "]"
		if row.Value.Kind() != phpvalue.KindArray {
			p.Fail(form.Invalid(field, "row %d of %s is not an array of hostname, type, address and priority", i+1, name))
			break
		}
		read := func(column string) string {
			v, _ := p.Pick(row.Value.Entries(), field+"["+column+"]", column)
			return p.Scalar(v, field+"["+column+"]")
		}
		r.Records = append(r.Records, zone.Record{
			Hostname: read("hostname"), Type: read("type"), Address: read("address"), Priority: zone.ParsePriority(read("priority")),
		})
	}
	return r
}

// set gives a parameter that holds a whole set. It must be there, so that nothing is cleared by accident: a form cannot send
// an array without elements, so clients clear a set with one row of empty values; in JSON [] clears.
func (p *Params) set(name string) phpvalue.Value {
	v, ok := p.Find(name)
	if !ok || v.Kind() != phpvalue.KindArray && strings.TrimSpace(v.Text()) == "" {
		p.Fail(form.Missing(name))
		return phpvalue.List()
	}
	return p.array(name)
}

func decodeGetForwards(p *Params) actions.GetEmailForwarding {
	return actions.GetEmailForwarding{Name: p.name()}
}

// forwardAnswer is one e-mail forward.
type forwardAnswer struct {
	Prefix    string `json:"prefix"`
	ForwardTo string `json:"forwardto"`
}

func encodeForwards(forwards []zone.Forward) any {
	list := make([]forwardAnswer, len(forwards))
	for i, f := range forwards {
		list[i] = forwardAnswer(f)
	}
	return list
}

// decodeSaveForwards pairs prefix and forwardto up by key. A target whose prefix is absent is refused: an empty prefix is
// the catch-all, and nobody should get one by a slip.
func decodeSaveForwards(p *Params) actions.SaveEmailForwarding {
	r := actions.SaveEmailForwarding{Name: p.name()}
	prefixes, targets := p.set("prefix"), p.set("forwardto")
	for _, e := range prefixes.Entries() {
		f := zone.Forward{Prefix: p.Scalar(e.Value, "prefix["+e.Key+"]")}
		if target, ok := targets.Get(e.Key); ok {
			f.ForwardTo = p.Scalar(target, "forwardto["+e.Key+"]")
		}
		r.Forwards = append(r.Forwards, f)
	}
	lone := func(e phpvalue.Entry) bool {
		_, paired := prefixes.Get(e.Key)
		return !paired
	}
	if slices.ContainsFunc(targets.Entries(), lone) {
		p.Fail(form.Invalid("prefix", "forwardto has rows without a prefix of the same key; send * as prefix for a catch-all"))
	}
	return r
}
