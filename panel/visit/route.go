package visit

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"nameyard/reseller"
)

// Route is one page, or one change.
type Route struct {
	Method string         // GET shows, POST changes
	Path   string         // in Echo's syntax, with a slash at the end: "/panel/domains/:id/"
	Needs  reseller.Right // what who is signed in must be allowed to do; Open = nobody must be signed in
	Do     Handler
	// Fresh says that it is dangerous: who asks for it must have proved who it is in the last ten minutes, and is asked to otherwise. A form that was sent is
	// not lost by that: it is carried out with the proof.
	Fresh bool
	// First says that it makes something to sign in by, which who has nothing yet may do without a fresh proof (Visit.MustProve).
	First bool
	// Once says that it answers with what is shown this once, such as a secret: each form of it that was shown is carried out once, however often it is sent.
	Once bool
	// Whoever says that it does no harm to be done for whoever is signed in by now, though its form was shown to another.
	Whoever bool
	// Wants are the fields that a form of it always has, as browsers send it, parted by blanks: without them it would empty a field, or switch something off, that
	// nobody has touched. "to=on|off" is one that has one of these values.
	Wants string
	// Streams says that the answer is written by and by, for as long as its browser reads.
	Streams bool
}

// Lacks refuses a form that is not one of the route's pages.
func (r Route) Lacks(form url.Values) error {
	for want := range strings.FieldsSeq(r.Wants) {
		field, values, bound := strings.Cut(want, "=")
		if !form.Has(field) || bound && !slices.Contains(strings.Split(values, "|"), form.Get(field)) {
			return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "the form was sent without its field %q, or with a value that it does not have there; nothing was done", field)
		}
	}
	return nil
}

// What routes may need beside the rights of roles.
const (
	Open     reseller.Right = "open"      // nothing: it is there before anybody has signed in
	SignedIn reseller.Right = "signed in" // that somebody is signed in, as whoever it be
)

// Handler answers one request to a route.
type Handler func(context.Context, *Visit) (Answer, error)
