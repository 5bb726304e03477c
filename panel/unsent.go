package panel

import (
	"net/http"
	"net/url"
	"strings"

	"nameyard/panel/session"
	"nameyard/panel/visit"
)

// What became of a form that was sent after its sign-in had ended, as a cookie tells the pages that follow, up to the first that its sender sees signed in again.
const (
	unsentNot  = "not"  // it was not looked at
	unsentPart = "part" // the sign-in ended while it was carried out
)

// unsentKept is how long that is told, in seconds.
const unsentKept = 3600

// unsentCookie is the cookie that says so on a side.
func unsentCookie(r *http.Request, v *visit.Visit, what string) *http.Cookie {
	c := session.Kept(r, "unsent-"+strings.TrimPrefix(v.Side, "/"), what)
	c.MaxAge = unsentKept
	if what == "" {
		c.MaxAge = -1
	}
	return c
}

// unsent is the message of what became of such a form; "" = there was none.
func unsent(r *http.Request, v *visit.Visit) string {
	cookie, err := r.Cookie(unsentCookie(r, v, unsentNot).Name)
	if err != nil || cookie.Value != unsentNot && cookie.Value != unsentPart {
		return ""
	}
	return "unsent." + cookie.Value
}

// formStoodOn is the page on which a form was sent, as its browser says, to come back to. A browser that does not say so comes back to the nearest page above.
func (p *Panel) formStoodOn(r *http.Request, v *visit.Visit) string {
	said := r.Header.Get("HX-Current-URL")
	if said == "" {
		said = r.Referer()
	}
	at, err := url.Parse(said)
	if err != nil || at.Host != r.Host || !strings.HasPrefix(at.Path, v.Side+"/") || !p.hasPage(at.Path) {
		return p.backTo(http.MethodPost, v)
	}
	at.Scheme, at.Host, at.User, at.Fragment = "", "", nil, ""
	return at.String()
}
