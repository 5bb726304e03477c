package eppserver

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

func number(n int) string { return strconv.Itoa(n) }

// missing refuses a command that lacks what its schema asks for.
func missing(what string) error {
	return registry.Refuse(registry.CodeParameterMissing, "Required parameter missing: %s", what)
}

// writeChecked writes one answer of a check.
func writeChecked(w *wire.Writer, prefix, element, name string, free bool, reason string) {
	avail := "0"
	if free {
		avail = "1"
	}
	w.In(prefix+":cd", func() {
		w.Text(prefix+":"+element, name, wire.Attr{Name: "avail", Value: avail})
		w.Optional(prefix+":reason", reason)
	})
}

// absent turns "does not exist" into true.
func absent(err error) (bool, error) {
	if registry.RefusedWith(err, registry.CodeNoObject) {
		return true, nil
	}
	return false, err
}

func (cmd command) checkContacts(ctx context.Context) (reply, error) {
	ids := cmd.object.Values(wire.NSContact, "id")
	free := map[string]bool{}
	for _, id := range ids {
		_, err := cmd.registry().Contact(ctx, id)
		if free[id], err = absent(err); err != nil {
			return reply{}, err
		}
	}
	return reply{data: func(w *wire.Writer) {
		w.Object("contact:chkData", wire.NSContact, func() {
			for _, id := range ids {
				reason := ""
				if !free[id] {
					reason = "In use"
				}
				writeChecked(w, "contact", "id", id, free[id], reason)
			}
		})
	}}, nil
}

// fieldEID is the field of a contact whose holder has been identified electronically, or not: "true" or "false" (.se and .nu).
const fieldEID = "eid_verified"

// createContact makes a contact object (RFC 5733 §3.2.1).
func (cmd command) createContact(ctx context.Context) (reply, error) {
	id := cmd.object.Kid(wire.NSContact, "id").Value()
	if len(id) < 3 || len(id) > 16 {
		return reply{}, registry.Refuse(codeSyntax, "Command syntax error: a contact id has 3 to 16 characters")
	}
	o := sandbox.ContactObject{ID: id, Sponsor: cmd.registrar}
	readContact(cmd.object, &o)
	if err := complete(o.Contact); err != nil {
		return reply{}, err
	}
	if extra := cmd.ext.Kid(wire.NSIIS, "create"); extra != nil {
		o.Fields = map[string]string{"id_number": extra.Kid(wire.NSIIS, "orgno").Value()}
		if vat := extra.Kid(wire.NSIIS, "vatno").Value(); vat != "" {
			o.Fields["vat_number"] = vat
		}
		if eid := extra.Kid(wire.NSIIS, "eid"); eid != nil {
			o.Fields[fieldEID] = eid.Attr("verified")
		}
	}
	o, err := cmd.registry().CreateContact(ctx, o)
	return reply{data: func(w *wire.Writer) {
		w.Object("contact:creData", wire.NSContact, func() {
			w.Text("contact:id", o.ID)
			w.Text("contact:crDate", wire.Time(o.Created))
		})
	}}, err
}

func complete(c reseller.Contact) error {
	for _, part := range []struct{ what, value string }{
		{"contact:name", c.Name() + c.Company}, {"contact:city", c.City}, {"contact:cc", c.Country}, {"contact:email", c.Email},
	} {
		if part.value == "" {
			return missing(part.what)
		}
	}
	return nil
}

// readContact takes over what is given of a contact.
func readContact(n *wire.Node, o *sandbox.ContactObject) {
	set := func(to *string, from *wire.Node) {
		if from != nil {
			*to = from.Value()
		}
	}
	c := &o.Contact
	for _, postal := range n.All(wire.NSContact, "postalInfo") {
		set(&c.Company, postal.Kid(wire.NSContact, "org"))
		if name := postal.Kid(wire.NSContact, "name"); name != nil {
			c.FirstName, c.LastName = "", name.Value()
		}
		if addr := postal.Kid(wire.NSContact, "addr"); addr != nil {
			streets := append(addr.Values(wire.NSContact, "street"), "", "")
			c.Address1, c.Address2 = streets[0], streets[1]
			c.City, c.State = addr.Kid(wire.NSContact, "city").Value(), addr.Kid(wire.NSContact, "sp").Value()
			c.Postcode, c.Country = addr.Kid(wire.NSContact, "pc").Value(), addr.Kid(wire.NSContact, "cc").Value()
		}
	}
	if voice := n.Kid(wire.NSContact, "voice"); voice != nil {
		if c.Phone = voice.Value(); voice.Attr("x") != "" {
			c.Phone += "x" + voice.Attr("x")
		}
	}
	set(&c.Email, n.Kid(wire.NSContact, "email"))
	if disclose := n.Kid(wire.NSContact, "disclose"); disclose != nil {
		o.Private = slices.Contains([]string{"0", "false"}, disclose.Attr("flag"))
	}
}

// contactInfo shows a contact object to its registrar (RFC 5733 §3.1.2).
func (cmd command) contactInfo(ctx context.Context) (reply, error) {
	o, err := cmd.contact(ctx)
	if err != nil {
		return reply{}, err
	}
	answer := reply{data: func(w *wire.Writer) { writeContact(w, o) }}
	if o.Fields["id_number"] != "" && cmd.speaks(wire.NSIIS) {
		answer.extra = append(answer.extra, func(w *wire.Writer) {
			w.Object("iis:infData", wire.NSIIS, func() {
				w.Text("iis:orgno", o.Fields["id_number"])
				w.Optional("iis:vatno", o.Fields["vat_number"])
				if eid := o.Fields[fieldEID]; eid != "" {
					w.Empty("iis:eid", wire.Attr{Name: "verified", Value: eid})
				}
			})
		})
	}
	return answer, nil
}

// contact is the object that a command names, if it is the registrar's.
func (cmd command) contact(ctx context.Context) (sandbox.ContactObject, error) {
	o, err := cmd.registry().Contact(ctx, cmd.object.Kid(wire.NSContact, "id").Value())
	if err == nil && o.Sponsor != cmd.registrar {
		err = registry.Refuse(registry.CodeAuthorization, "Authorization error: contact %s is another registrar's", o.ID)
	}
	return o, err
}

func writeContact(w *wire.Writer, o sandbox.ContactObject) {
	c, kind := o.Contact, "loc"
	w.Object("contact:infData", wire.NSContact, func() {
		w.Text("contact:id", o.ID)
		w.Text("contact:roid", roid("C", o.ID))
		w.Empty("contact:status", wire.Attr{Name: "s", Value: "ok"})
		w.In("contact:postalInfo", func() {
			w.Text("contact:name", or(c.Name(), c.Company))
			w.Optional("contact:org", c.Company)
			w.In("contact:addr", func() {
				w.Optional("contact:street", c.Address1)
				w.Optional("contact:street", c.Address2)
				w.Text("contact:city", or(c.City, "-"))
				w.Optional("contact:sp", c.State)
				w.Optional("contact:pc", c.Postcode)
				w.Text("contact:cc", or(c.Country, "ZZ"))
			})
		}, wire.Attr{Name: "type", Value: kind})
		if number, extension, extended := strings.Cut(c.Phone, "x"); extended {
			w.Text("contact:voice", number, wire.Attr{Name: "x", Value: extension})
		} else {
			w.Optional("contact:voice", number)
		}
		w.Text("contact:email", or(c.Email, "-"))
		w.Text("contact:clID", o.Sponsor)
		w.Text("contact:crID", o.Sponsor)
		w.Text("contact:crDate", wire.Time(o.Created))
		if !o.Updated.IsZero() {
			w.Text("contact:upID", o.Sponsor)
			w.Text("contact:upDate", wire.Time(o.Updated))
		}
		if o.Private {
			w.In("contact:disclose", func() {
				for _, part := range []string{"contact:name", "contact:org", "contact:addr"} {
					w.Empty(part, wire.Attr{Name: "type", Value: kind})
				}
				w.Empty("contact:voice")
				w.Empty("contact:email")
			}, wire.Attr{Name: "flag", Value: "0"})
		}
	})
}

// updateContact changes a contact object that no name has yet (RFC 5733 §3.2.5).
func (cmd command) updateContact(ctx context.Context) (reply, error) {
	if cmd.changesNothing() {
		return reply{}, errNoChange
	}
	o, err := cmd.contact(ctx)
	if err != nil {
		return reply{}, err
	}
	readContact(cmd.object.Kid(wire.NSContact, "chg"), &o)
	if err := complete(o.Contact); err != nil {
		return reply{}, err
	}
	return reply{}, cmd.registry().UpdateContact(ctx, o)
}

func (cmd command) deleteContact(ctx context.Context) (reply, error) {
	o, err := cmd.contact(ctx)
	if err != nil {
		return reply{}, err
	}
	return reply{}, cmd.registry().DeleteContact(ctx, o.ID)
}

// handleOf gives the id of a name's contact. One that did not come over the wire gets an object of its own.
func (cmd command) handleOf(ctx context.Context, reg registry.Registration, role reseller.Role) (string, error) {
	if id := reg.Handles[role]; id != "" {
		return id, nil
	}
	o := sandbox.ContactObject{Sponsor: reg.Sponsor, Contact: reg.Contacts[role].Contact, Private: reg.Privacy}
	if o.Contact == (reseller.Contact{}) {
		return "", nil
	}
	body, err := json.Marshal(o)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(body)
	o.ID = "SB" + strings.ToUpper(hex.EncodeToString(sum[:7]))
	_, err = cmd.registry().CreateContact(ctx, o)
	if registry.RefusedWith(err, registry.CodeExists) {
		err = nil
	}
	return o.ID, err
}

// roid makes a repository object id of an object's kind and name (RFC 5730 §2.8).
func roid(kind, name string) string {
	sum := sha256.Sum256([]byte(kind + name))
	return kind + hex.EncodeToString(sum[:8]) + "-SANDBX"
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
