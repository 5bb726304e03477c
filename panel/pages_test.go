package panel_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/panel/session"
	"nameyard/reseller"
)

// shown are the pages that the browser looks at: a name for pictures, and the path. Every page of the panel has a row, and one for each
// form that it can take.
func shown(w *world) map[reseller.UserRole][][2]string {
	return map[reseller.UserRole][][2]string{
		reseller.UserOwner: {
			{"overview", "/panel/"},
			{"domains", "/panel/domains/"},
			{"domains-found", "/panel/domains/?q=" + "expires:%3C400d+renew:on"},
			{"domains-none", "/panel/domains/?q=nothing"},
			{"domains-wrong", "/panel/domains/?q=owner:me"},
			{"domain", fmt.Sprintf("/panel/domains/%d/", w.ours.ID)},
			{"not-found", "/panel/nothing/"},
		},
		reseller.UserStaff: {
			{"accounts", "/operator/"},
		},
		"nobody": {
			{"sign-in", "/panel/sign-in/"},
			{"link-over", "/panel/sign-in/link/?token=none"},
			{"staff-sign-in", "/operator/sign-in/"},
		},
	}
}

// Each page in a real browser: in both languages, light and dark, wide and narrow. Nothing on the console, no request that leaves, no
// violation of WCAG, nothing cut off.
func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	w.fill()
	b := newBrowser(t, w.url)
	for _, language := range []string{"en", "sv"} {
		for role, pages := range shown(w) {
			if role != "nobody" {
				invited := w.invite(string(role)+"-"+language+"@example.com", role, language)
				b.signIn(session.Side(invited.User) + "/sign-in/link/?token=" + invited.Secret)
			} else {
				b.signOut()
			}
			for _, p := range pages {
				b.visit(p[1])
				b.clean(p[1])
				for _, scheme := range []string{"light", "dark"} {
					for _, width := range []int64{1280, 390} {
						where := fmt.Sprintf("%s-%s-%s-%d", p[0], language, scheme, width)
						b.look(scheme, width)
						b.fits(where)
						b.judge(where)
						b.shoot(where)
					}
				}
				b.clean(p[1])
			}
		}
	}
}

// Every GET route is looked at.
func TestEveryPageIsLookedAt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	var paths []string
	for _, pages := range shown(w) {
		for _, p := range pages {
			path, _, _ := strings.Cut(p[1], "?")
			paths = append(paths, path)
		}
	}
	for _, route := range w.routes {
		at := w.at(route, w.ours, w.Account)
		if route.Method == http.MethodGet && !route.Streams && !slices.Contains(paths, at) && at != "/operator/sign-in/link/" {
			t.Errorf("no row of shown looks at %s", at)
		}
	}
}

// fill gives the account names of several kinds.
func (w *world) fill() {
	w.Helper()
	for _, name := range []string{"xn--bcher-kva.se", "a-rather-long-name-that-does-not-fit-everywhere-it-is-written.com", "short.nu"} {
		w.Register(name)
	}
}
