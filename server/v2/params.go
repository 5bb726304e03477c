package v2

import (
	"errors"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nameyard/reseller"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
)

// Request is a request without its transport.
type Request struct {
	Method      string
	Domain      string // in the path, decoded; "" = none
	Query       string // raw; read for GET and HEAD only, so that nothing secret needs to be in a URL
	ContentType string
	Body        []byte
}

// Params are the parameters of a request. Names match without regard to case, unknown ones are never looked at. The first
// thing that is wrong is kept; decoders go on and need not check after each parameter.
type Params struct {
	domain  string // from the path
	entries []phpvalue.Entry
	split   func(whole string) (reseller.Name, error)
	err     error
}

// read takes the parameters out of query and body. A GET may have a content type of a form and no body, and a body too.
func (r Request) read() ([]phpvalue.Entry, error) {
	var entries []phpvalue.Entry
	if (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.Query != "" {
		query, err := phpvalue.ParseForm([]byte(r.Query))
		if err != nil {
			return nil, reseller.Invalid("", "the query cannot be read: %s", err).Because(err)
		}
		entries = query.Entries()
	}
	body, err := r.readBody()
	return slices.Concat(entries, body.Entries()), err
}

func (r Request) readBody() (phpvalue.Value, error) {
	if len(r.Body) == 0 {
		return phpvalue.List(), nil
	}
	kind, err := mediaType(r.ContentType)
	if err != nil {
		return phpvalue.Value{}, err
	}
	read := phpvalue.ParseForm
	if kind == jsonType {
		read = phpvalue.ParseJSON
	}
	root, err := read(r.Body)
	var refusal *phpvalue.Error
	if errors.As(err, &refusal) {
		return root, reseller.Invalid("", "the body cannot be read as %s: %s", kind, refusal)
	}
	return root, err
}

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

// mediaType tells how to read a body. Without a content type it is a form.
func mediaType(header string) (string, error) {
	if header == "" {
		return formType, nil
	}
	kind, params, err := mime.ParseMediaType(header)
	charset := params["charset"]
	switch {
	case err != nil || kind != formType && kind != jsonType:
		return "", reseller.Invalid("", "this Content-Type is not accepted: send %s or %s", formType, jsonType)
	case charset != "" && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "us-ascii"):
		return "", reseller.Invalid("", "charset %q is not accepted: send UTF-8", charset)
	}
	return kind, nil
}

func (p *Params) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// find gives a parameter by its name or an alias. JSON's null counts as absent. Several with unequal values are refused:
// which one was meant cannot be known.
func (p *Params) find(names ...string) (found phpvalue.Value, ok bool) {
	return p.pick(p.entries, names[0], names...)
}

// pick is find among some entries; field is what an error calls the parameter.
func (p *Params) pick(entries []phpvalue.Entry, field string, names ...string) (found phpvalue.Value, ok bool) {
	for _, e := range entries {
		if e.Value.Kind() == phpvalue.KindNull || !slices.Contains(names, strings.ToLower(e.Key)) {
			continue
		}
		if ok && !same(found, e.Value) {
			p.fail(form.Ambiguous(field, "parameter %s is given more than once, under one name or several, with different values; nothing was done", field))
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
	case !utf8.ValidString(text), strings.IndexByte(text, 0) >= 0:
		p.fail(form.Invalid(field, "parameter %s is not UTF-8 text", field))
		return ""
	}
	return text
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
	text := strings.TrimSpace(p.required(name))
	n, err := strconv.Atoi(text)
	if text != "" && err != nil {
		p.fail(form.Invalid(name, "parameter %s must be a whole number of years, not %q", name, text))
	}
	return n
}

// The words that clients send for yes and no.
var (
	yes = []string{"1", "true", "on", "yes"}
	no  = []string{"0", "false", "off", "no"}
)

// flag reads a switch that is there: empty and false are off.
func (p *Params) flag(v phpvalue.Value, field string) bool {
	if v.Kind() == phpvalue.KindBool {
		return v.Text() == "1"
	}
	text := strings.ToLower(strings.TrimSpace(p.scalar(v, field)))
	switch {
	case text == "" || slices.Contains(no, text):
		return false
	case slices.Contains(yes, text):
		return true
	}
	p.fail(form.Invalid(field, "parameter %s must be 1 or 0, not %q", field, text))
	return false
}

// array gives a parameter that is a list or a map. Clients of other languages than PHP send it as a text in JSON; nothing, an
// empty text and an array without elements are all the same.
func (p *Params) array(names ...string) phpvalue.Value {
	v, _ := p.find(names...)
	if v.Kind() == phpvalue.KindArray || v.IsEmpty() {
		return v
	}
	text := p.scalar(v, names[0])
	if p.err != nil {
		return phpvalue.List()
	}
	root, err := phpvalue.ParseJSON([]byte(`{"v":` + text + `}`))
	inner, _ := root.Get("v")
	if err != nil || inner.Kind() != phpvalue.KindArray || root.Len() != 1 {
		p.fail(form.Invalid(names[0], "parameter %s must be an array: %s[…]=…", names[0], names[0]))
		return phpvalue.List()
	}
	return inner
}

// name gives the name that a request is about: in the path or as the parameter domain, which may repeat the path.
func (p *Params) name() reseller.Name {
	given := strings.TrimSpace(p.text("domain"))
	whole := p.domain
	if whole == "" {
		whole = given
	}
	if whole == "" || p.err != nil {
		p.fail(form.Missing("domain"))
		return reseller.Name{}
	}
	name, err := p.split(whole)
	if err != nil {
		p.fail(err)
		return name
	}
	if given != "" && given != whole {
		if again, err := p.split(given); err != nil || again != name {
			p.fail(form.Ambiguous("domain", "parameter domain says %q and the path says %s; nothing was done", given, name))
		}
	}
	return name
}

// key gives the idempotency key, a parameter of ours.
func (p *Params) key() string {
	const name = "idempotencykey"
	v, ok := p.find(name)
	if !ok {
		return ""
	}
	key := p.scalar(v, name)
	odd := func(c rune) bool { return c <= ' ' || c > '~' }
	if key == "" || len(key) > 255 || strings.IndexFunc(key, odd) >= 0 {
		p.fail(form.Invalid(name, "parameter %s must be 1 to 255 printable ASCII characters without blanks", name))
	}
	return key
}
