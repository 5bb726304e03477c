package panel

import (
	"mime"
	"net/http"
	"net/url"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// How many bytes a form may have.
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
	if kind, _, err := mime.ParseMediaType(r.HTTP.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return url.Values{}, nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "the form cannot be read; nothing was done").Because(err)
	}
	return form, checkKey(form.Get(visit.KeyField))
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
