package v2

import (
	"net/http"
	"slices"
	"strings"

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

// Params are the parameters of a request.
type Params struct {
	form.Params
	domain string // from the path
	split  func(whole string) (reseller.Name, error)
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
	kind, params, err := form.MediaType(r.ContentType)
	switch {
	case err != nil:
		return phpvalue.Value{}, err
	case kind != form.URLEncoded && kind != form.JSON && kind != form.Multipart:
		return phpvalue.Value{}, reseller.Invalid("", "this Content-Type is not accepted: send %s or %s", form.URLEncoded, form.JSON)
	}
	return form.Parse(kind, params, r.Body)
}

// array gives a parameter that is a list or a map. Clients of other languages than PHP send it as a text in JSON; nothing, an
// empty text and an array without elements are all the same.
func (p *Params) array(names ...string) phpvalue.Value {
	v, _ := p.Find(names...)
	if v.Kind() == phpvalue.KindArray || v.IsEmpty() {
		return v
	}
	text := p.Scalar(v, names[0])
	if p.Err() != nil {
		return phpvalue.List()
	}
	root, err := phpvalue.ParseJSON([]byte(`{"v":` + text + `}`))
	inner, _ := root.Get("v")
	if err != nil || inner.Kind() != phpvalue.KindArray || root.Len() != 1 {
		p.Fail(form.Invalid(names[0], "parameter %s must be an array: %s[…]=…", names[0], names[0]))
		return phpvalue.List()
	}
	return inner
}

// name gives the name that a request is about: in the path or as the parameter domain, which may repeat the path.
func (p *Params) name() reseller.Name {
	given := strings.TrimSpace(p.Text("domain"))
	whole := p.domain
	if whole == "" {
		whole = given
	}
	if whole == "" || p.Err() != nil {
		p.Fail(form.Missing("domain"))
		return reseller.Name{}
	}
	name, err := p.split(whole)
	if err != nil {
		p.Fail(err)
		return name
	}
	if given != "" && given != whole {
		if again, err := p.split(given); err != nil || again != name {
			p.Fail(form.Ambiguous("domain", "parameter domain says %q and the path says %s; nothing was done", given, name))
		}
	}
	return name
}
