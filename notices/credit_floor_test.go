package notices_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

func TestCreditBelowTheAccountsOwnFloorIsToldOnceForEachFall(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	a := w.accounts[7]
	a.CreditFloor = new(int64(500_00))
	w.accounts[7] = a
	w.needs(0, 0, 0)
	step := func(situation string, after time.Duration, available int64, want int) {
		t.Helper()
		w.balance = available
		w.credit(after)
		w.must(w.service.WriteMails(t.Context()))
		if len(w.mails) != want {
			t.Errorf("%s: %d mails, want %d", situation, len(w.mails), want)
		}
	}
	step("as much as the floor", 0, 500_00, 0)
	step("below", time.Hour, 499_99, 1)
	if m := w.last(0); m.Subject != "Your credit is 499.99 SEK, less than 500.00 SEK" || m.Kind != "credit_below" {
		t.Errorf("%s: %s", m.Kind, m.Subject)
	}
	step("a month later", 30*day, 10_00, 1)
	step("topped up", time.Hour, 600_00, 1)
	step("below again", time.Hour, 400_00, 2)
	step("enough for a moment", time.Hour, 600_00, 2)
	step("below on the same day", time.Hour, 400_00, 2)
	step("and still the day after", day, 400_00, 3)
	a.CreditFloor = new(int64(0))
	w.accounts[7] = a
	step("another floor", time.Hour, 400_00, 3)
}

func TestReachedSpendCapIsTold(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	most := reseller.Money{Minor: 100_00, Currency: "SEK"}
	for token, words := range map[string]string{"WHMCS": `the token "WHMCS" may spend 100.00 SEK in a day`, "": "the account may spend 100.00 SEK in a day"} {
		e := reseller.SpendCap{Token: token, Budget: 1, Most: most}.Reached(7, w.clock.Now())
		e.ID, e.Seq = int64(len(w.events)+1), int64(len(w.events)+1)
		w.events = append(w.events, e)
		w.must(w.service.WriteMails(t.Context()))
		if m := w.last(0); m.Kind != "spend_cap_reached" || !strings.Contains(m.Text, words) || !strings.Contains(m.Text, "goes on     2026-03-02 00:00 UTC") {
			t.Errorf("the mail is\n%s", m.Text)
		}
	}
}
