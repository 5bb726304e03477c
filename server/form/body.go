package form

import (
	"bytes"
	"errors"
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

// MediaType reads a Content-Type header as PHP does: the type ends at the first blank, comma or semicolon, and of the parameters only
// the boundary of a multipart body counts. Without a header a body is taken for a form, as PHP clients send it.
//
// A charset is not looked at, whatever its spelling: what is no UTF-8 is refused where it is read. Only those are refused in which
// the bytes of a readable text mean another one.
func MediaType(header string) (kind string, params map[string]string, err error) {
	if header == URLEncoded || header == "" {
		return URLEncoded, nil, nil
	}
	kind, rest := strings.TrimSpace(header), ""
	if end := strings.IndexAny(kind, ",; \t"); end >= 0 {
		kind, rest = kind[:end], kind[end:]
	}
	kind = strings.ToLower(kind)
	if main, sub, _ := strings.Cut(kind, "/"); main == "" || sub == "" {
		return "", nil, reseller.Invalid("", "the Content-Type header cannot be read; send %s", URLEncoded)
	}
	charset := strings.ToLower(parameter(rest, "charset"))
	for _, other := range []string{"utf-7", "utf7", "utf-16", "utf16", "utf-32", "utf32"} {
		if strings.HasPrefix(charset, other) {
			return "", nil, reseller.Invalid("", "charset %q is not accepted: send UTF-8", charset)
		}
	}
	return kind, map[string]string{"boundary": parameter(rest, "boundary")}, nil
}

// parameter gives the value of a header's parameter, "" if there is none. Broken parameters beside it do no harm.
func parameter(header, name string) string {
	at := indexFold(header, name)
	if at < 0 {
		return ""
	}
	_, value, _ := strings.Cut(header[at:], "=")
	value = strings.TrimLeft(value, " \t")
	if quoted, ok := strings.CutPrefix(value, `"`); ok {
		value, _, _ = strings.Cut(quoted, `"`)
		return value
	}
	if end := strings.IndexAny(value, ",;"); end >= 0 {
		value = value[:end]
	}
	return strings.TrimSpace(value)
}

// indexFold is strings.Index whatever the case. Lower case of what is no UTF-8 has another length, so the header is not made that.
func indexFold(text, part string) int {
	for at := 0; at+len(part) <= len(text); at++ {
		if strings.EqualFold(text[at:at+len(part)], part) {
			return at
		}
	}
	return -1
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

// CheckJSONText refuses a text that is known to be JSON and that a JSON parser would change: bytes that are no UTF-8, and halves of
// surrogate pairs, become other letters without a word.
func CheckJSONText(text []byte) error {
	if err := phpvalue.CheckText(text); err != nil {
		return reseller.Invalid("", "the body cannot be read: %s; nothing was done", err).Because(err)
	}
	return nil
}
