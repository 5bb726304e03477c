package rest

import (
	"encoding/json"

	"nameyard/actions"
	"nameyard/reseller"
)

// dnssec is on the wire how a name is signed, and what its registry has.
type dnssec struct {
	Enabled bool              `json:"enabled"`
	State   string            `json:"state"`
	DS      []reseller.DS     `json:"ds"`
	Keys    []reseller.DNSKey `json:"keys"`
}

// dnssecOf shows what there is; nil for a name that is not signed, unless it could be here.
func dnssecOf(d reseller.Domain, could bool) *dnssec {
	state := d.DNSSEC()
	if state == reseller.DNSSECOff && !could {
		return nil
	}
	return &dnssec{state.Enabled(), string(state), list(d.SecDNS.DS), list(d.SecDNS.Keys)}
}

// dnssec reads how a name is to be signed; nil if that is not there. What a client got may come back: what it cannot change is
// ignored.
func (b *body) dnssec() *actions.DNSSECWish {
	const name = "dnssec"
	var text json.RawMessage
	if !b.get(name, &text, `an object such as {"enabled": false}`) {
		return nil
	}
	inner := newBody(name+".", text)
	inner.ignore("state")
	w := &actions.DNSSECWish{Enabled: inner.flag("enabled")}
	for _, row := range inner.optionalRows("ds", `a list of {"key_tag", "algorithm", "digest_type", "digest"}`, &w.Records) {
		w.DS = append(w.DS, reseller.DSRow{
			KeyTag: row.digits("key_tag"), Algorithm: row.digits("algorithm"), DigestType: row.digits("digest_type"), Digest: row.text("digest"),
		})
		b.fail(row.end())
	}
	for _, row := range inner.optionalRows("keys", `a list of {"flags", "protocol", "algorithm", "public_key"}`, &w.Records) {
		w.Keys = append(w.Keys, reseller.KeyRow{
			Flags: row.digits("flags"), Protocol: row.digits("protocol"), Algorithm: row.digits("algorithm"), PublicKey: row.text("public_key"),
		})
		b.fail(row.end())
	}
	b.fail(inner.end())
	return w
}

// optionalRows is rows for a list that may be left out; there is set if it is not.
func (b *body) optionalRows(name, want string, there *bool) []*body {
	b.read[name] = true
	if part, given := b.parts[name]; !given || string(part) == "null" {
		return nil
	}
	*there = true
	return b.rows(name, want)
}

// digits reads a whole number, or one as text; "" if it is not there.
func (b *body) digits(name string) string {
	if part := b.parts[name]; len(part) > 0 && part[0] == '"' {
		return b.text(name)
	}
	var number json.Number
	b.get(name, &number, "a whole number")
	return number.String()
}
