package epp

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"slices"
	"strings"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// card is a contact object: what is written on it never changes, so that it can be shared by names. Whoever changes is given
// another one (RFC 5733 §3.2.5 would change every name that has it).
type card struct {
	reseller.Contact
	Private bool   // kept from the public (disclose flag 0)
	Number  string // identification number (.se, .nu)
	VAT     string
}

// id derives the object's id from who we are and what is written on it: making a contact twice makes one.
func (c card) id(clientID string) string {
	body, _ := json.Marshal(c) // strings and a bool always can be
	sum := sha256.Sum256(append([]byte(clientID+"\x00"), body...))
	return "NY" + base32.StdEncoding.EncodeToString(sum[:])[:14]
}

// lacks names what a contact object must have and this one has not (RFC 5733 §4).
func (c card) lacks() string {
	for _, part := range []struct{ name, value string }{
		{"name or company", c.Name() + c.Company}, {"city", c.City}, {"country", c.Country}, {"email", c.Email},
	} {
		if part.value == "" {
			return part.name
		}
	}
	return ""
}

// ensureContact makes sure that a contact is at the registry and gives its id.
func (c *Connector) ensureContact(ctx context.Context, role reseller.Role, who card) (string, error) {
	if missing := who.lacks(); missing != "" {
		return "", registry.Refuse(registry.CodeParameterMissing, "the registry asks for a %s of the %s contact", missing, role)
	}
	id := who.id(c.set.ClientID)
	if c.known.has("contact " + id) {
		return id, nil
	}
	_, err := c.do(ctx, command{reads: true, write: func(w *wire.Writer, s *session) { // made twice, it is there once
		w.In("create", func() {
			w.Object("contact:create", wire.NSContact, func() { c.writeContact(w, id, who) })
		})
		writeExtensions(w, swedishContact(s, who), c.parameters("contact", "", map[string]string{fieldNumber: who.Number, fieldVAT: who.VAT}))
	}})
	if err != nil && !registry.RefusedWith(err, registry.CodeExists) {
		return "", before("making a contact", err)
	}
	c.known.add("contact " + id)
	return id, nil
}

func (c *Connector) writeContact(w *wire.Writer, id string, who card) {
	kind := c.postalType(who)
	w.Text("contact:id", id)
	w.In("contact:postalInfo", func() {
		w.Text("contact:name", firstOf(who.Name(), who.Company))
		w.Optional("contact:org", who.Company)
		w.In("contact:addr", func() {
			w.Optional("contact:street", who.Address1)
			w.Optional("contact:street", who.Address2)
			w.Text("contact:city", who.City)
			w.Optional("contact:sp", who.State)
			w.Optional("contact:pc", who.Postcode)
			w.Text("contact:cc", who.Country)
		})
	}, wire.Attr{Name: "type", Value: kind})
	writePhone(w, who.Phone)
	w.Text("contact:email", who.Email)
	w.In("contact:authInfo", func() { w.Text("contact:pw", rand.Text()) })
	if who.Private {
		w.In("contact:disclose", func() {
			for _, part := range []string{"contact:name", "contact:org", "contact:addr"} {
				w.Empty(part, wire.Attr{Name: "type", Value: kind})
			}
			w.Empty("contact:voice")
			w.Empty("contact:email")
		}, wire.Attr{Name: "flag", Value: "0"})
	}
}

func writePhone(w *wire.Writer, phone string) {
	number, extension, extended := strings.Cut(phone, "x")
	switch {
	case phone == "":
	case extended:
		w.Text("contact:voice", number, wire.Attr{Name: "x", Value: extension})
	default:
		w.Text("contact:voice", number)
	}
}

// postalType is "int" only where all is ASCII, as RFC 5733 §2.3 wants it.
func (c *Connector) postalType(who card) string {
	if c.set.Profile.PostalType != "" {
		return c.set.Profile.PostalType
	}
	for _, text := range []string{who.FirstName, who.LastName, who.Company, who.Address1, who.Address2, who.City, who.State, who.Postcode} {
		if strings.ContainsFunc(text, func(r rune) bool { return r > '~' }) {
			return "loc"
		}
	}
	return "int"
}

// readCard reads a contact object (RFC 5733 §3.1.2).
func (c *Connector) readCard(ctx context.Context, id string) (card, error) {
	answer, err := c.do(ctx, command{reads: true, write: func(w *wire.Writer, _ *session) {
		w.In("info", func() {
			w.Object("contact:info", wire.NSContact, func() { w.Text("contact:id", id) })
		})
	}})
	if err != nil {
		return card{}, err
	}
	data := answer.found(wire.NSContact, "infData")
	if data.Kid(wire.NSContact, "id").Value() != id {
		return card{}, unknown("reading contact "+id, errOtherCommand)
	}
	who := cardOf(data)
	extra := answer.extra(wire.NSIIS, "infData")
	who.Number, who.VAT = extra.Kid(wire.NSIIS, "orgno").Value(), extra.Kid(wire.NSIIS, "vatno").Value()
	return who, nil
}

func cardOf(data *wire.Node) card {
	text := func(n *wire.Node, name string) string { return n.Kid(wire.NSContact, name).Value() }
	postal := data.Kid(wire.NSContact, "postalInfo")
	for _, p := range data.All(wire.NSContact, "postalInfo") {
		if p.Attr("type") == "loc" {
			postal = p
		}
	}
	addr := postal.Kid(wire.NSContact, "addr")
	who := card{Contact: reseller.Contact{
		Company: text(postal, "org"), City: text(addr, "city"), State: text(addr, "sp"), Postcode: text(addr, "pc"), Country: text(addr, "cc"),
		Email: text(data, "email"), Phone: phoneOf(data.Kid(wire.NSContact, "voice")),
	}}
	if name := text(postal, "name"); name != who.Company {
		who.FirstName, who.LastName = splitName(name)
	}
	streets := addr.Values(wire.NSContact, "street")
	if len(streets) > 0 {
		who.Address1 = streets[0]
		who.Address2 = strings.Join(streets[1:], ", ")
	}
	disclose := data.Kid(wire.NSContact, "disclose")
	who.Private = disclose != nil && slices.Contains([]string{"0", "false"}, disclose.Attr("flag"))
	return who
}

func phoneOf(voice *wire.Node) string {
	if extension := voice.Attr("x"); extension != "" {
		return voice.Value() + "x" + extension
	}
	return voice.Value()
}

// splitName guesses first and last name.
func splitName(whole string) (first, last string) {
	if cut := strings.LastIndexByte(whole, ' '); cut > 0 {
		return whole[:cut], whole[cut+1:]
	}
	return "", whole
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
