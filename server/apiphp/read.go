package apiphp

import (
	"bytes"
	"errors"
	"mime"
	"strings"

	"nameyard/reseller"
	"nameyard/server/phpvalue"
)

// Path is where the API answers; below any prefix, as add-ons of billing systems do.
const Path = "/api.php"

// Inside reports whether a URL path belongs to the API: …/api.php, or …/domainsResellerAPI/index.php. The answer to both is
// at Path.
func Inside(path string) (place string, ok bool) {
	return Path, strings.HasSuffix(path, Path) || strings.HasSuffix(path, "/domainsResellerAPI/index.php")
}

const formType = "application/x-www-form-urlencoded"

// Read reads the parameters of a body. Without a content type it is taken for a form, as PHP clients send it. Refusals are
// *reseller.Error of KindInvalid; none of them shows a value.
func Read(contentType string, body []byte) (*Params, error) {
	var root phpvalue.Value
	kind, params, err := mediaType(contentType)
	if err != nil {
		return nil, err
	}
	switch kind {
	case formType:
		root, err = phpvalue.ParseForm(body)
	case "multipart/form-data":
		root, err = phpvalue.ParseMultipart(bytes.NewReader(body), params["boundary"])
	case "application/json":
		root, err = phpvalue.ParseJSON(body)
	default:
		return nil, reseller.Invalid("", "content type %q is not accepted: send %s, multipart/form-data or application/json", kind, formType)
	}
	var refusal *phpvalue.Error
	if errors.As(err, &refusal) {
		return nil, reseller.Invalid("", "the body cannot be read as %s: %s", kind, refusal)
	}
	return &Params{entries: root.Entries()}, err
}

// mediaType reads a content type. The usual one takes the short way.
func mediaType(header string) (kind string, params map[string]string, err error) {
	if header == formType || header == "" {
		return formType, nil, nil
	}
	kind, params, err = mime.ParseMediaType(header)
	if err != nil {
		return "", nil, reseller.Invalid("", "the Content-Type header cannot be read; send %s", formType)
	}
	if charset := params["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "us-ascii") {
		return "", nil, reseller.Invalid("", "charset %q is not accepted: send UTF-8", charset)
	}
	return kind, params, nil
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
