package notices_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/notices"
	"nameyard/reseller"
)

// Every kind of notices to accounts says what may be chosen of it, and the other kinds are nobody's choice.
func TestEveryNoticeToAccountsHasItsChoice(t *testing.T) {
	t.Parallel()
	var chosen []string
	for _, k := range reseller.NoticeKinds {
		chosen = append(chosen, k.Kind)
	}
	for _, kind := range notices.Kinds {
		people := []string{notices.Invitation, notices.SignInLink, notices.ResetLink, "password_none", "password_changed", "passkey_made", "forward_target", notices.Digest}
		if want := !strings.HasPrefix(kind, "operator_") && !slices.Contains(people, kind); slices.Contains(chosen, kind) != want {
			t.Errorf("%s: may be chosen %t, want %t", kind, !want, want)
		}
		if want := !strings.HasPrefix(kind, "operator_"); slices.Contains(reseller.MailKinds(true), kind) != want {
			t.Errorf("%s: listed for accounts %t, want %t", kind, !want, want)
		}
	}
}

// What costs a name or money is told at once, whatever stands in the table; an account is told of the rest as it has chosen.
func TestAccountsHearAsTheyHaveChosen(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(7, noon.AddDate(1, 0, 0))
	d.AutoRenew = true
	for _, k := range reseller.NoticeKinds {
		w.chosen = append(w.chosen, reseller.NoticeChoice{Kind: k.Kind, Way: reseller.NoticeOff})
	}
	happens := func(kind string) reseller.Mail {
		t.Helper()
		before := len(w.mails)
		w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: kind}.Of(*d))
		return w.last(before)
	}
	if m := happens("renew.refused"); m.Kind != "renewal_failed" || !m.HeldUntil.IsZero() {
		t.Errorf("what must be told: %+v", m)
	}
	if m := happens("register.done"); m.Kind != "" {
		t.Errorf("what is switched off: %+v", m)
	}
	if m := happens("transfer.refused"); m.Kind != "transfer_failed" || !m.HeldUntil.IsZero() {
		t.Errorf("what cannot be switched off: %+v", m)
	}
	for i := range w.chosen {
		w.chosen[i].Way = reseller.NoticeDaily
	}
	if m := happens("transfer.refused"); m.Kind != "transfer_failed" || !m.HeldUntil.Equal(time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)) {
		t.Errorf("what waits for the daily mail: %+v", m)
	}
	if m := happens(reseller.EventTransferAwayRequested); m.Kind != "transfer_requested" || !m.HeldUntil.IsZero() {
		t.Errorf("what must be told at once: %+v", m)
	}
	w.service.Skip = []string{notices.Digest}
	if m := happens("register.done"); m.Kind != "registered" || !m.HeldUntil.IsZero() {
		t.Errorf("where the operator sends no daily mails: %+v", m)
	}
}
