package v2

import (
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
)

func decodeGetDNS(p *Params) actions.GetDNS { return actions.GetDNS{Name: p.name()} }

// recordAnswer is a DNS record. recid is the place in the list, from 1: the set is saved as a whole, and nothing reads it back.
type recordAnswer struct {
	Hostname string `json:"hostname"`
	Type     string `json:"type"`
	Address  string `json:"address"`
	Priority string `json:"priority"`
	RecordID string `json:"recid"`
	TTL      string `json:"ttl,omitempty"`
}

func encodeRecords(all actions.DNSRecords) any {
	list := make([]recordAnswer, len(all.Records))
	for i, r := range all.Records {
		list[i] = recordAnswer{Hostname: r.Hostname, Type: r.Type, Address: r.Address, RecordID: strconv.Itoa(i + 1)}
		if r.Priority != nil {
			list[i].Priority = strconv.Itoa(*r.Priority)
		}
		if r.TTL != 0 {
			list[i].TTL = strconv.Itoa(r.TTL)
		}
	}
	return list
}

// decodeSaveDNS reads dnsrecords[i][…], the whole set.
func decodeSaveDNS(p *Params) actions.SaveDNS {
	const name = "dnsrecords"
	return actions.SaveDNS{Name: p.name(), Rows: p.Records(p.set(name), name), KeepTTLs: true}
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
	Pending   string `json:"pending,omitempty"` // targets that have not agreed to mail yet
	Refused   string `json:"refused,omitempty"` // targets that do not want any
	Warning   string `json:"warning,omitempty"` // why no forward of the name has an effect: the answer is a list, and has no other place for it
}

func encodeForwards(e actions.EmailForwards) any {
	forwards := e.Forwards
	list := make([]forwardAnswer, len(forwards))
	for i, f := range forwards {
		pending, refused := e.Silent(f)
		list[i] = forwardAnswer{f.Prefix, f.ForwardTo, strings.Join(pending, ","), strings.Join(refused, ","), e.Idle}
	}
	return list
}

func decodeSaveForwards(p *Params) actions.SaveEmailForwarding {
	return actions.SaveEmailForwarding{Name: p.name(), Forwards: p.Forwards(p.set("prefix"), p.set("forwardto"))}
}
