package phpvalue

import (
	"cmp"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"
)

// ParseMultipart reads the fields of a multipart/form-data body with the rules
// of [ParseForm] for names and limits; boundary is the parameter of the
// Content-Type. Files are refused. Every refusal is an *Error without an
// offset; it unwraps to the error of body, if that is what ended it. The size
// of the body is for the caller to limit.
func ParseMultipart(body io.Reader, boundary string) (Value, error) {
	if boundary == "" {
		return Value{}, failAt(-1, "the Content-Type has no boundary")
	}
	source := &watched{body: body}
	parts := multipart.NewReader(source, boundary)
	var f form
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF { // a wrapped io.EOF is a body that was cut off
			return f.root.value(), nil
		}
		if err == nil {
			err = f.addPart(part)
		}
		if err != nil {
			return Value{}, source.blame(err)
		}
	}
}

// watched remembers why a body could not be read to its end: the multipart
// reader may see only a line that is cut off.
type watched struct {
	body   io.Reader
	failed error
}

// Read reads from the body.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.body.Read(p)
	if err != nil && err != io.EOF { // io.Reader ends with exactly io.EOF
		w.failed = err
	}
	return n, err
}

// blame gives the refusal for a failure while parts were read.
func (w *watched) blame(err error) error {
	var refusal *Error
	if w.failed == nil && errors.As(err, &refusal) {
		return refusal
	}
	return &Error{Offset: -1, Reason: "the multipart body is damaged or cut off", cause: cmp.Or(w.failed, err)}
}

func (f *form) addPart(part *multipart.Part) error {
	kind, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil || !strings.EqualFold(kind, "form-data") {
		return failAt(-1, "part %d has no Content-Disposition of form-data", f.count+1)
	}
	name := params["name"]
	if _, isFile := params["filename"]; isFile {
		return failAt(-1, "%q is a file; files are not accepted", cutName(name))
	}
	text, err := io.ReadAll(part)
	if err != nil {
		return err
	}
	return f.add(-1, name, string(text))
}
