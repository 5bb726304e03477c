package apiphp

import (
	"bytes"
	"strings"

	"nameyard/reseller"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
)

// Path is where the API answers; below any prefix, as add-ons of billing systems do.
const Path = "/api.php"

// Inside reports whether a URL path belongs to the API: …/api.php, …/domainsResellerAPI/index.php, or /index.php, which one
// module of the field ships. The answer to all of them is at Path.
func Inside(path string) (place string, ok bool) {
	const script = "index.php"
	return Path, strings.HasSuffix(path, Path) || strings.HasSuffix(path, "/domainsResellerAPI/"+script) || strings.TrimLeft(path, "/") == script
}

// Read reads the parameters of a body. Without a content type it is taken for a form, as PHP clients send it. Refusals are
// *reseller.Error of KindInvalid; none of them shows a value.
func Read(contentType string, body []byte) (*Params, error) {
	kind, params, err := form.MediaType(contentType)
	if err != nil {
		return nil, err
	}
	switch kind {
	case form.URLEncoded, form.Multipart, form.JSON:
	default:
		return nil, reseller.Invalid("", "content type %q is not accepted: send %s, %s or %s", kind, form.URLEncoded, form.Multipart, form.JSON)
	}
	root, err := form.Parse(kind, params, body)
	if err != nil {
		return nil, err
	}
	return &Params{Params: form.NewParams(root.Entries())}, nil
}

// CredentialsIn gives the credentials in the beginning of a body, if it is a form and has them. The whole body may say otherwise.
func CredentialsIn(contentType string, beginning []byte) (Credentials, bool) {
	kind, _, err := form.MediaType(contentType)
	whole := bytes.LastIndexByte(beginning, '&') // of what is behind it, a part may be missing
	if err != nil || kind != form.URLEncoded || whole < 0 {
		return Credentials{}, false
	}
	p, err := Read(contentType, beginning[:whole])
	if err != nil {
		return Credentials{}, false
	}
	c, err := p.Credentials()
	return c, err == nil
}

// HoldsCredentials reports whether the query of a URL has parameters that belong into the body: they would end up in logs.
// What cannot be read as a query counts as holding some.
func HoldsCredentials(rawQuery string) bool {
	if rawQuery == "" {
		return false
	}
	root, err := phpvalue.ParseForm([]byte(rawQuery))
	if err != nil {
		return true
	}
	for _, name := range []string{"token", "authemail", "email"} {
		if len(root.Fold(name)) > 0 {
			return true
		}
	}
	return false
}
