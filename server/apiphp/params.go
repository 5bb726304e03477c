package apiphp

import (
	"strconv"
	"strings"

	"nameyard/reseller"
	"nameyard/server/form"
)

// Params are the parameters of a request.
type Params struct {
	form.Params
	split func(whole string) (reseller.Name, error) // of whole names; set by Run
}

// Credentials are what a request says it comes from.
type Credentials struct {
	Email string // account
	Token string
}

// Credentials gives token and authemail; the older generation of clients calls the latter email.
func (p *Params) Credentials() (Credentials, error) {
	c := Credentials{Token: p.Required("token")}
	if _, newer := p.Find("authemail"); newer {
		c.Email = p.Required("authemail")
	} else if c.Email = p.Text("email"); c.Email == "" {
		p.Fail(form.Missing("authemail"))
	}
	return c, p.Err()
}

// misspelled are actions as a documentation of the field spells them, in lower case.
var misspelled = map[string]string{"relasedomain": "ReleaseDomain"}

// Action gives the name of the action as it was sent.
func (p *Params) Action() (string, error) {
	name := strings.TrimSpace(p.Required("action"))
	if meant, known := misspelled[strings.ToLower(name)]; known {
		name = meant
	}
	return name, p.Err()
}

// first gives the first parameter of a list that is there and not empty: different spellings of one fact, the more exact
// one first. Clients send several of them in different forms.
func (p *Params) first(names ...string) string {
	for _, name := range names {
		if text := p.Text(name); strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// whole gives a number that is not negative; 0 if it is absent or empty.
func (p *Params) whole(name string) int64 {
	text := strings.TrimSpace(p.Text(name))
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		p.Fail(form.Invalid(name, "parameter %s must be a whole number, not %q", name, text))
	}
	return n
}

// flag gives a switch: absent if it is not there.
func (p *Params) flag(name string, absent bool) bool {
	v, ok := p.Find(name)
	if !ok {
		return absent
	}
	return p.Flag(v, name)
}
