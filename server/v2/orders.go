package v2

import (
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
)

// decodeRegister reads an order of a new name. Auto-renew starts off in this protocol.
func decodeRegister(p *Params) actions.RegisterDomain {
	a := p.addons()
	return actions.RegisterDomain{
		Name: p.name(), Years: p.Years("regperiod"), Nameservers: p.nameservers(), Contacts: p.contacts(), Fields: p.fields(),
		Privacy: a.privacy, DNSManagement: a.dns, EmailForwarding: a.email,
	}
}

// decodeTransfer reads an order of a transfer. The period says nothing about its price and need not be there.
func decodeTransfer(p *Params) actions.TransferDomain {
	a := p.addons()
	return actions.TransferDomain{
		Name: p.name(), AuthCode: p.Text("eppcode"), Nameservers: p.nameservers(), Contacts: p.contacts(), Fields: p.fields(),
		DNSManagement: a.dns, EmailForwarding: a.email,
	}
}

func decodeRenew(p *Params) actions.RenewDomain {
	return actions.RenewDomain{Name: p.name(), Years: p.Years("regperiod")}
}

func decodeRelease(p *Params) actions.ReleaseDomain {
	return actions.ReleaseDomain{Name: p.name(), Tag: p.Text("transfertag", "newtag")}
}

func decodeDelete(p *Params) actions.RequestDelete {
	return actions.RequestDelete{Name: p.name(), NoRefund: p.noRefund()}
}

// noRefund reads whether a deletion is wanted that brings no refund.
func (p *Params) noRefund() bool {
	v, ok := p.Find("norefund")
	return ok && p.Flag(v, "norefund")
}

func decodeEPPCode(p *Params) actions.GetEPPCode { return actions.GetEPPCode{Name: p.name()} }

func encodeEPPCode(r actions.EPPCode) any {
	return struct {
		EPPCode    string `json:"eppcode"`
		ValidUntil string `json:"validUntil,omitempty"` // where the TLD's rules let codes live for a time
	}{r.Code, instantOrNone(r.Until)}
}

func instantOrNone(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return instant(t)
}

// addons are the services that come with a name.
type addons struct{ dns, email, privacy bool }

// addons reads addons[…]. DNS management and e-mail forwarding cost nothing here and are on unless they are switched off.
func (p *Params) addons() addons {
	given := p.array("addons").Entries()
	read := func(name string, absent bool) bool {
		field := "addons[" + name + "]"
		v, ok := p.Pick(given, field, name)
		if !ok {
			return absent
		}
		return p.Flag(v, field)
	}
	return addons{read("dnsmanagement", true), read("emailforwarding", true), read("idprotection", false)}
}

// maxPlaces is how many name servers a request may have; every TLD takes fewer.
const maxPlaces = 13

// nameservers reads name servers: nameservers as a list or with the keys ns1 and so on, or ns1 or nameserver1 and so on
// beside the other parameters. The place of an empty one is kept, so that errors name the right parameter.
func (p *Params) nameservers() []string {
	var list []string
	put := func(place int, v phpvalue.Value) {
		field := "ns" + strconv.Itoa(place+1)
		host := p.Scalar(v, field)
		if host == "" {
			return
		}
		for len(list) <= place {
			list = append(list, "")
		}
		if list[place] != "" && !strings.EqualFold(list[place], host) {
			p.Fail(form.Ambiguous(field, "name server %d is given under two names with different values; nothing was done", place+1))
		}
		list[place] = host
	}
	for _, e := range p.array("nameservers").Entries() {
		if place, err := strconv.Atoi(e.Key); err == nil && place >= 0 && place < maxPlaces {
			put(place, e.Value)
		} else if place, ok := namedPlace(e.Key); ok {
			put(place, e.Value)
		}
	}
	for _, e := range p.Entries() {
		if place, ok := namedPlace(e.Key); ok {
			put(place, e.Value)
		}
	}
	return list
}

// namedPlace gives which name server a key such as ns2 or nameserver2 means, from 0.
func namedPlace(key string) (int, bool) {
	digits := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(key), "nameserver"), "ns")
	n, err := strconv.Atoi(digits)
	return n - 1, err == nil && len(digits) < len(key) && n >= 1 && n <= maxPlaces
}

// fields reads domainfields: base64(serialize(array)), or an array, of names and values or of values by position.
func (p *Params) fields() actions.Fields {
	const name = "domainfields"
	return p.Fields(p.serialised(name), name)
}

// serialised reads a parameter that may be base64(serialize(array)); nothing in it gives no elements.
func (p *Params) serialised(name string) phpvalue.Value {
	v, _ := p.Find(name)
	text := strings.TrimSpace(v.Text())
	if text == "" || strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		return p.array(name)
	}
	return p.Serialised(v.Text(), name)
}
