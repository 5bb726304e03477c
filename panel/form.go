package panel

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// How many bytes a form may have, with the files in it.
const (
	maxForm     = 1 << 20
	maxOpenForm = 16 << 10 // of a route that is open to strangers: what browsers say of passkeys, passwords and links is smaller
)

// readForm reads the form of a POST; signedIn says that its sender is known. Other requests have none, and neither has a body of another type.
func readForm(r Request, route visit.Route, signedIn bool) (url.Values, error) {
	if r.HTTP.Method != http.MethodPost {
		return url.Values{}, nil
	}
	most := int64(maxForm)
	if route.Needs == visit.Open {
		most = maxOpenForm
	}
	body, err := r.Body(most, signedIn)
	if err != nil {
		return nil, err
	}
	kind, params, err := mime.ParseMediaType(r.HTTP.Header.Get("Content-Type"))
	form := url.Values{}
	switch {
	case err != nil:
		return form, nil
	case kind == "application/x-www-form-urlencoded":
		form, err = url.ParseQuery(string(body))
	case kind == "multipart/form-data" && route.Needs != visit.Open:
		form, err = readParts(body, params["boundary"])
	}
	if err != nil {
		return nil, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "the form cannot be read; nothing was done").Because(err)
	}
	if err := checkKey(form.Get(visit.KeyField)); err != nil {
		return nil, err
	}
	return form, nil
}

// shownTo refuses a form that was shown to another than who is signed in by now: in another tab of the browser somebody has signed in meanwhile, with whose account, and on
// whose money, it would be carried out. To sign in again as oneself makes no difference. A form that does not say to whom it was shown is none of ours.
func shownTo(v *visit.Visit, route visit.Route) error {
	if route.Method != http.MethodPost || route.Needs == visit.Open || route.Whoever {
		return nil
	}
	if user, _ := page.ReadWhose(v.Form.Get(page.WhoseField)); user == v.User.ID {
		return nil
	}
	return reseller.Errorf(reseller.KindConflict, codeWhose, "the form was shown to somebody else")
}

// readParts reads a form that may have files: what is in a file is the value of its field, "" where none was chosen. Of a file that is too large it reads as much
// as shows that (visit.MaxFile).
func readParts(body []byte, boundary string) (url.Values, error) {
	form, parts := url.Values{}, multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return form, nil
		}
		if err != nil {
			return nil, err
		}
		var from io.Reader = part
		if part.FileName() != "" {
			from = io.LimitReader(part, visit.MaxFile+1)
		}
		value, err := io.ReadAll(from)
		if err != nil {
			return nil, err
		}
		form.Add(part.FormName(), string(value))
	}
}

// maxKey is how long the key of a form may be: orders have room for the number of a name behind it.
const maxKey = 64

// checkKey refuses what no page of ours has made as the key of its form.
func checkKey(key string) error {
	if len(key) > maxKey {
		return reseller.Invalid(reseller.PathIdempotencyKey, "the key has %d characters and may have %d", len(key), maxKey)
	}
	return actions.CheckKey(key)
}
