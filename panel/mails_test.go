package panel_test

import (
	"slices"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/notices"
	"nameyard/reseller"
)

// What mails link to is there for those who get them.
func TestMailsLinkToPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	order := w.stick("lost.com")
	owner, staff := w.signIn("anna@example.com", reseller.UserOwner, "en"), w.signIn("staff@example.net", reseller.UserStaff, "en")
	var without []string
	for _, kind := range notices.Kinds {
		page := notices.PageOf(kind, w.ours.ID, order.ID)
		switch {
		case page == "":
			without = append(without, kind)
		case strings.HasPrefix(kind, "operator_"):
			staff.must(page)
		default:
			owner.must(page)
		}
	}
	if want := []string{"gone", "deleted", "forward_target", "invitation", "sign_in_link", "password_reset", "password_none", "password_changed", "passkey_made"}; !slices.Equal(without, want) {
		t.Errorf("no page is there for mails %q, want %q", without, want)
	}
	if page := notices.PageOf("renewed", 0, 0); page != "" {
		t.Errorf("a mail about no name links to %s", page)
	}
}
