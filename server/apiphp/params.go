package apiphp

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"nameyard/reseller"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
)

// Params are the parameters of a request. Names match without regard to case, unknown ones are never looked at. The first
// thing that is wrong is kept; decoders go on and need not check after each parameter.
type Params struct {
	entries []phpvalue.Entry
	split   func(whole string) (reseller.Name, error) // of whole names; set by Run
	err     error
}

// Credentials are what a request says it comes from.
type Credentials struct {
	Email string // account
	Token string
}

// Credentials gives token and authemail; the older generation of clients calls the latter email.
func (p *Params) Credentials() (Credentials, error) {
	c := Credentials{Token: p.required("token")}
	if _, newer := p.find("authemail"); newer {
		c.Email = p.required("authemail")
	} else if c.Email = p.text("email"); c.Email == "" {
		p.fail(form.Missing("authemail"))
	}
	return c, p.err
}

// Action gives the name of the action as it was sent.
func (p *Params) Action() (string, error) {
	name := p.required("action")
	return name, p.err
}

func (p *Params) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// find gives a parameter by its name and its aliases. JSON's null counts as absent, as PHP clients leave it out. Several
// with unequal values are refused: which one was meant cannot be known.
func (p *Params) find(names ...string) (found phpvalue.Value, ok bool) {
	for i := range p.entries {
		e := &p.entries[i]
		if e.Value.Kind() == phpvalue.KindNull || !anyFold(e.Key, names) {
			continue
		}
		if ok && !same(found, e.Value) {
			p.fail(form.Ambiguous(names[0], "parameter %s is given more than once, under one name or several, with different values; nothing was done", names[0]))
			return found, true
		}
		found, ok = e.Value, true
	}
	return found, ok
}

func same(a, b phpvalue.Value) bool {
	if a.Kind() != phpvalue.KindArray && b.Kind() != phpvalue.KindArray {
		return a.Text() == b.Text()
	}
	return a.Equal(b)
}

// anyFold reports whether a key is one of the names, which are lower case, without regard to the case of ASCII letters.
func anyFold(key string, names []string) bool {
	for _, name := range names {
		if len(key) == len(name) && equalFold(key, name) {
			return true
		}
	}
	return false
}

func equalFold(key, lower string) bool {
	for i := range len(lower) {
		c := key[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// text gives a parameter as text, "" if it is absent.
func (p *Params) text(names ...string) string {
	v, _ := p.find(names...)
	return p.scalar(v, names[0])
}

// scalar gives a value as text. An array, bytes that are not UTF-8 and NUL are refused.
func (p *Params) scalar(v phpvalue.Value, field string) string {
	text := v.Text()
	switch {
	case v.Kind() == phpvalue.KindArray:
		p.fail(form.Invalid(field, "parameter %s must be one value, not an array", field))
		return ""
	case !utf8.ValidString(text):
		p.fail(form.Invalid(field, "parameter %s is not valid UTF-8", field))
		return ""
	case strings.IndexByte(text, 0) >= 0:
		p.fail(form.Invalid(field, "parameter %s holds a NUL byte", field))
		return ""
	}
	return text
}

// first gives the first parameter of a list that is there and not empty: different spellings of one fact, the more exact
// one first. Clients send several of them in different forms.
func (p *Params) first(names ...string) string {
	for _, name := range names {
		if text := p.text(name); strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// required gives a parameter that must be there and not be empty.
func (p *Params) required(names ...string) string {
	text := p.text(names...)
	if text == "" {
		p.fail(form.Missing(names[0]))
	}
	return text
}

// years gives a period. It must be there.
func (p *Params) years(name string) int {
	text := strings.TrimSpace(p.text(name))
	if text == "" {
		p.fail(form.Missing(name))
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		p.fail(form.Invalid(name, "parameter %s must be a whole number of years, not %q", name, text))
	}
	return n
}

// whole gives a number that is not negative; 0 if it is absent or empty.
func (p *Params) whole(name string) int64 {
	text := strings.TrimSpace(p.text(name))
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		p.fail(form.Invalid(name, "parameter %s must be a whole number, not %q", name, text))
	}
	return n
}

// The words that clients send for yes and no.
var (
	yes = []string{"1", "true", "on", "yes"}
	no  = []string{"0", "false", "off", "no"}
)

// flag gives a switch: absent if it is not there, off if it is empty, as PHP takes it.
func (p *Params) flag(name string, absent bool) bool {
	v, ok := p.find(name)
	if !ok {
		return absent
	}
	if v.Kind() == phpvalue.KindBool {
		return v.Text() == "1"
	}
	text := strings.TrimSpace(p.scalar(v, name))
	switch {
	case text == "" || anyFold(text, no):
		return false
	case anyFold(text, yes):
		return true
	}
	p.fail(form.Invalid(name, "parameter %s must be 1 or 0, not %q", name, text))
	return false
}

// key gives the idempotency key, a parameter of ours.
func (p *Params) key() string {
	const name = "idempotencykey"
	v, ok := p.find(name)
	if !ok {
		return ""
	}
	key := p.scalar(v, name)
	printable := func(c rune) bool { return c > ' ' && c <= '~' }
	if key == "" || len(key) > 255 || strings.IndexFunc(key, func(c rune) bool { return !printable(c) }) >= 0 {
		p.fail(form.Invalid(name, "parameter %s must be 1 to 255 printable ASCII characters without blanks", name))
	}
	return key
}
