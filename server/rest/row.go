package rest

import (
	"bytes"
	"encoding/json"
	"strconv"

	"nameyard/reseller"
	"nameyard/server/form"
	"nameyard/zone"
)

// rows takes a list of objects apart, which must be there. Each names its own keys in errors, as in records[2].type; want says in words
// what the list holds.
func (b *body) rows(name, want string) []*body {
	var list []json.RawMessage
	if !b.get(name, &list, want) {
		b.fail(form.Missing(name))
		return nil
	}
	rows := make([]*body, len(list))
	for i, text := range list {
		rows[i] = newBody(b.place+name+"["+strconv.Itoa(i)+"].", text)
	}
	return rows
}

// object takes an object in an object apart, so that errors name what is in it; nil if it is not there or none.
func (b *body) object(name, want string) *body {
	var text json.RawMessage
	if !b.get(name, &text, want) {
		return nil
	}
	if !bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		b.fail(form.Invalid(b.named(name), "%s must be %s", b.named(name), want))
		return nil
	}
	return newBody(b.named(name)+".", text)
}

// must fails if a key is not there; an empty value is one.
func (b *body) must(name, instead string) {
	if part, there := b.parts[name]; !there || string(part) == "null" {
		b.fail(form.Named(b.named(name), reseller.Errorf(reseller.KindInvalid, reseller.CodeMissingParameter, "%s is missing: %s", b.named(name), instead)))
	}
}

// part reads a text of a record.
func (b *body) part(name string) (p zone.Part) {
	p.Sent = b.get(name, &p.Text, "a text in quotes")
	return p
}

// numeral reads a number of a record, or one as text.
func (b *body) numeral(name string) zone.Part {
	if part := b.parts[name]; len(part) > 0 && part[0] == '"' {
		return b.part(name)
	}
	var number json.Number
	sent := b.get(name, &number, "a whole number")
	return zone.Part{Text: number.String(), Sent: sent}
}
