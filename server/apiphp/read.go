package apiphp

import (
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
