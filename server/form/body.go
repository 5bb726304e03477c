package form

import (
	"bytes"
	"errors"
	"mime"
	"strings"

	"nameyard/reseller"
	"nameyard/server/phpvalue"
)

// The content types that Parse reads.
const (
	URLEncoded = "application/x-www-form-urlencoded"
	Multipart  = "multipart/form-data"
	JSON       = "application/json"
)

// MediaType reads a Content-Type header. Without one a body is taken for a form, as PHP clients send it; the usual one takes
// the short way.
func MediaType(header string) (kind string, params map[string]string, err error) {
	if header == URLEncoded || header == "" {
		return URLEncoded, nil, nil
	}
	kind, params, err = mime.ParseMediaType(header)
	if err != nil {
		return "", nil, reseller.Invalid("", "the Content-Type header cannot be read; send %s", URLEncoded)
	}
	if charset := params["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "us-ascii") {
		return "", nil, reseller.Invalid("", "charset %q is not accepted: send UTF-8", charset)
	}
	return kind, params, nil
}

// Parse reads a body of one of the content types above; params are those of MediaType. Refusals show no value.
func Parse(kind string, params map[string]string, body []byte) (root phpvalue.Value, err error) {
	switch kind {
	case Multipart:
		root, err = phpvalue.ParseMultipart(bytes.NewReader(body), params["boundary"])
	case JSON:
		root, err = phpvalue.ParseJSON(body)
	default:
		root, err = phpvalue.ParseForm(body)
	}
	var refusal *phpvalue.Error
	if errors.As(err, &refusal) {
		return root, reseller.Invalid("", "the body cannot be read as %s: %s", kind, refusal)
	}
	return root, err
}
