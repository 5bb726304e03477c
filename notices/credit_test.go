package notices_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// needs sets what the account's renewals need and what it has.
func (w *fixture) needs(total, available int64, count int) {
	f := reseller.Forecast{AccountID: 7, Until: w.clock.Now().AddDate(0, 0, 30), Currency: "SEK", Total: total, Available: available, Count: count}
	for i := range min(count, 1000) {
		f.Renewals = append(f.Renewals, reseller.ForecastRenewal{
			Name: reseller.NameOf(fmt.Sprintf("n%d.se", i), "se"), PaidThrough: noon.AddDate(0, 0, 30+i%30), ChargedAt: noon.AddDate(0, 0, i%30), Years: 1,
			Charge: reseller.Charge{Currency: "SEK", Net: total / int64(count)},
		})
	}
	w.forecast = f
}

func (w *fixture) credit(after time.Duration) {
	w.t.Helper()
	w.clock.Move(after)
	w.must(w.service.Credit(w.t.Context()))
}

func TestAccountHearsThatItsCreditWillNotDo(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.needs(312_00, 120_00, 14)
	w.forecast.FirstLost = w.forecast.Renewals[5]
	w.forecast.FirstLost.DomainID = 5
	w.credit(0)
	m := w.last(0)
	if m.Subject != "14 renewals in the next 30 days need 312.00 SEK, you have 120.00 SEK" {
		t.Errorf("subject %q", m.Subject)
	}
	for _, words := range []string{"pay in at least 192.00 SEK", "cannot be paid is that of n5.se, for 22.28 SEK, on 2026-03-06. Those after it that cost less are paid", "2026-03-01  n0.se ", "2026-03-14  n13.se", "22.28 SEK"} {
		if !strings.Contains(m.Text, words) {
			t.Errorf("the mail does not say %q:\n%s", words, m.Text)
		}
	}
}

func TestOneRenewalIsNotSeveral(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.needs(12_00, 2_00, 1)
	w.credit(0)
	if m := w.last(0); m.Subject != "1 renewal in the next 30 days needs 12.00 SEK, you have 2.00 SEK" {
		t.Errorf("subject %q", m.Subject)
	}
}

func TestLowCreditIsToldWhenItBecomesTrueAndWeekly(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	step := func(situation string, after time.Duration, available int64, want int) {
		t.Helper()
		w.needs(312_00, available, 14)
		w.credit(after)
		if len(w.mails) != want {
			t.Errorf("%s: %d mails, want %d", situation, len(w.mails), want)
		}
	}
	step("enough", 0, 400_00, 0)
	step("low", time.Hour, 120_00, 1)
	step("an hour later", time.Hour, 120_00, 1)
	step("six days later", 6*day, 120_00, 1)
	if next, err := w.service.NextCredit(t.Context()); err != nil || !next.Equal(w.low.ToldAt.Add(7*day)) {
		t.Errorf("told again %s, %v", next, err)
	}
	step("a week after the mail", day, 120_00, 2)
	step("topped up", day, 400_00, 2)
	step("low again at once", time.Hour, 120_00, 3)
	step("enough for a moment", time.Hour, 400_00, 3)
	step("low on the same day", time.Hour, 120_00, 3)
	step("and still the day after", day, 120_00, 4)
}

func TestLongForecastListsTheFirstHundred(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.needs(2500_00, 0, 250)
	w.credit(0)
	if m := w.last(0); strings.Count(m.Text, "10.00 SEK\n") < 100 || !strings.Contains(m.Text, "and 150 more") || strings.Contains(m.Text, "n100.se") {
		t.Errorf("the mail is\n%s", m.Text)
	}
}
