package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"nameyard/reseller"
	"nameyard/server/form"
)

// body is a JSON object being read: that of a request, or one in a list of it. The first thing wrong with it is kept; end tells it. A
// key that is null counts as not there.
type body struct {
	place string // what stands before its keys in errors: "records[2]."
	parts map[string]json.RawMessage
	read  map[string]bool
	err   error
}

// body takes the request's body apart. No body at all is an empty object.
func (req *request) body() *body {
	if len(bytes.TrimSpace(req.Body)) == 0 {
		return newBody("", []byte("{}"))
	}
	return newBody("", req.Body)
}

func newBody(place string, text []byte) *body {
	b := &body{place: place, parts: map[string]json.RawMessage{}, read: map[string]bool{}}
	d := json.NewDecoder(bytes.NewReader(text))
	switch first, err := d.Token(); {
	case err != nil:
		b.fail(broken(err))
		return b
	case first != json.Delim('{'):
		b.fail(b.noObject(first))
		return b
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			b.fail(broken(err))
			return b
		}
		var part json.RawMessage
		if err := d.Decode(&part); err != nil {
			b.fail(broken(err))
			return b
		}
		name := fmt.Sprint(key)
		if _, twice := b.parts[name]; twice {
			b.fail(form.Ambiguous(b.named(name), "%s is there twice", b.named(name)))
			return b
		}
		b.parts[name] = part
	}
	if _, err := d.Token(); err != nil {
		b.fail(broken(err))
	} else if _, err := d.Token(); err != io.EOF { // the decoder gives it as it is
		b.fail(reseller.Invalid("", "there is something behind the JSON object"))
	} else if place == "" {
		b.fail(form.CheckJSONText(text))
	}
	return b
}

func (b *body) noObject(first json.Token) error {
	if b.place == "" {
		is := "a single value"
		if first == json.Delim('[') {
			is = "a list"
		}
		return reseller.Invalid("", "the body is %s and must be a JSON object, {\"…\": …}; /api/docs shows the one of each call", is)
	}
	row := strings.TrimSuffix(b.place, ".")
	return form.Invalid(row, "%s is not a JSON object", row)
}

// named gives what errors call a key.
func (b *body) named(key string) string { return b.place + form.Clip(key, 60) }

func broken(err error) error {
	return reseller.Invalid("", "the body is not valid JSON; nothing was done").Because(err)
}

func (b *body) fail(err error) {
	if b.err == nil && err != nil {
		b.err = err
	}
}

// get decodes one part into target and reports whether it was there.
func (b *body) get(name string, target any, want string) bool {
	b.read[name] = true
	part, there := b.parts[name]
	if !there || string(part) == "null" {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(part))
	d.DisallowUnknownFields()
	if err := d.Decode(target); err != nil {
		b.fail(form.Invalid(b.named(name), "%s must be %s", b.named(name), want).Because(err))
		return false
	}
	return true
}

// text reads a text; "" if it is not there.
func (b *body) text(name string) string {
	var value string
	b.get(name, &value, "a text in quotes")
	return value
}

// need reads a text that must be there.
func (b *body) need(name string) string {
	value := b.text(name)
	if value == "" {
		b.fail(form.Missing(b.named(name)))
	}
	return value
}

// flag reads true or false; nil if it is not there.
func (b *body) flag(name string) *bool {
	var value bool
	if !b.get(name, &value, "true or false") {
		return nil
	}
	return &value
}

// flagOr reads true or false, with what it is if it is not there.
func (b *body) flagOr(name string, otherwise bool) bool {
	if value := b.flag(name); value != nil {
		return *value
	}
	return otherwise
}

// number reads a whole number, with what it is if it is not there.
func (b *body) number(name string, otherwise int64) int64 {
	var value json.Number
	if !b.get(name, &value, "a whole number") {
		return otherwise
	}
	n, err := strconv.ParseInt(value.String(), 10, 64)
	if err != nil || b.parts[name][0] == '"' {
		b.fail(form.Invalid(b.named(name), "%s must be a whole number", b.named(name)))
	}
	return n
}

// texts reads a list of texts; nil if it is not there. None of them may be null or empty: what a program forgot to fill in would silently
// not be done.
func (b *body) texts(name string) []string {
	var read []*string
	if !b.get(name, &read, "a list of texts") {
		return nil
	}
	list := make([]string, len(read))
	for i, text := range read {
		if text == nil || strings.TrimSpace(*text) == "" {
			at := fmt.Sprintf("%s[%d]", b.named(name), i)
			b.fail(form.Invalid(at, "%s is empty; leave it out, or fill it in", at))
			return nil
		}
		list[i] = *text
	}
	return list
}

// ignore lets keys pass that a client sends back as it got them.
func (b *body) ignore(names ...string) {
	for _, name := range names {
		b.read[name] = true
	}
}

// ignoreKeysOf lets all keys of objects pass that a client has got from here and sends back.
func (b *body) ignoreKeysOf(objects ...any) {
	for _, object := range objects {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(object)) {
			if key, _, _ := strings.Cut(field.Tag.Get("json"), ","); key != "" {
				b.ignore(key)
			}
		}
	}
}

// end tells what is wrong with the body: besides what was read of it, keys that mean nothing here. They are refused, because a
// misspelt one would silently not be done.
func (b *body) end() error {
	if b.err != nil {
		return b.err
	}
	var unknown []string
	for name := range b.parts {
		if !b.read[name] {
			unknown = append(unknown, b.named(name))
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	slices.Sort(unknown)
	return form.Invalid(unknown[0], "there is no parameter %q here", unknown[0])
}
