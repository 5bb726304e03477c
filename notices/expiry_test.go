package notices_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

const day = 24 * time.Hour

// TestNoticesOfTenThousandNamesFallIntoTheirWindows is T86: 450 days over 10,000 names, with renewals, names that
// leave, auto-renew that is switched, and times without a server.
func TestNoticesOfTenThousandNamesFallIntoTheirWindows(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.accounts[7] = reseller.Account{ID: 7, Email: "shop@example.com", Language: "en"}
	dice := rand.New(rand.NewPCG(2026, 3))
	const names, days = 10_000, 450
	for i := range names {
		d := w.held(7, noon.Add(time.Duration(dice.IntN(365*24))*time.Hour))
		d.AutoRenew = i%2 == 0
	}
	running := make([]bool, days)
	for i := range running { // every seventh week the server is down for 1 to 6 days
		running[i] = i%49 >= dice.IntN(6)+1
	}
	type term struct {
		d    int64
		paid time.Time
	}
	ends := map[term]time.Time{} // when a term stopped being one that expires: renewed, or the name left
	terms := map[term]bool{}
	for i := range days {
		for _, d := range w.domains {
			if d.State != reseller.DomainActive {
				continue
			}
			terms[term{d.ID, d.PaidThrough}] = true
			switch left := d.PaidThrough.Sub(w.clock.Now()); {
			case left < 40*day && left > -6*day && dice.IntN(60) == 0:
				ends[term{d.ID, d.PaidThrough}] = w.clock.Now()
				d.PaidThrough = reseller.AddYears(d.PaidThrough, 1)
			case dice.IntN(5000) == 0:
				ends[term{d.ID, d.PaidThrough}] = w.clock.Now()
				d.State = reseller.DomainTransferredAway
			case dice.IntN(1000) == 0:
				d.AutoRenew = !d.AutoRenew
			}
		}
		if running[i] {
			w.must(w.service.Expiring(t.Context()))
			w.must(w.service.Deliver(t.Context()))
		}
		w.clock.Move(day)
	}
	sent := map[term][3]bool{}
	late, afterEnd := 0, 0
	for _, m := range w.mails {
		if m.State != reseller.MailSent {
			t.Fatalf("mail %s is %s: %s", m.Cause, m.State, m.Problem)
		}
		k := term{m.DomainID, m.Term}
		left := m.Term.Sub(m.CreatedAt)
		got := sent[k]
		switch {
		case left > 26*day && left <= 30*day && !got[0]:
			got[0] = true
		case left > 4*day && left <= 7*day && !got[1]:
			got[1] = true
		case left > -5*day && left <= -3*day && !got[2]:
			got[2] = true
		default:
			late++
			t.Logf("%s went out %s before the end", m.Cause, left)
		}
		sent[k] = got
		if end := ends[k]; !end.IsZero() && m.CreatedAt.After(end) {
			afterEnd++
		}
	}
	// Every window in which a server ran while the term was still open has its notice.
	missed, windows := 0, 0
	for k := range terms {
		end := ends[k]
		for n, span := range [][2]time.Duration{{-30 * day, -26 * day}, {-7 * day, -4 * day}, {3 * day, 5 * day}} {
			open := false
			for i, on := range running {
				now := noon.Add(time.Duration(i) * day)
				open = open || on && !now.Before(k.paid.Add(span[0])) && now.Before(k.paid.Add(span[1])) && (end.IsZero() || now.Before(end))
			}
			if open {
				windows++
				if !sent[k][n] {
					missed++
				}
			}
		}
	}
	t.Logf("%d names, %d terms, %d windows, %d notices: %d outside a window, %d after the end, %d missed", names, len(terms), windows, len(w.mails), late, afterEnd, missed)
	if late+afterEnd+missed > 0 || windows < 15_000 || len(w.mails) != windows {
		t.Errorf("%d outside a window, %d after the end, %d missed; %d notices for %d windows", late, afterEnd, missed, len(w.mails), windows)
	}
}

func TestNoticeSaysWhetherTheNameIsRenewedByItself(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		auto       bool
		days       int
		kind, says string
	}{
		{false, 30, "expires_soon", "Automatic renewal is off"},
		{true, 30, "expires_soon", "Automatic renewal is on: the renewal is to be paid"},
		{false, 7, "expires_soon", "in 7 days"},
		{true, -3, "expired", "could not be renewed so far"},
		{false, -3, "expired", "renew it now.\nIt can be renewed until 2026-04-07"},
	} {
		w := newFixture(t)
		w.held(7, noon.AddDate(0, 0, c.days)).AutoRenew = c.auto
		w.must(w.service.Expiring(t.Context()))
		if m := w.last(0); m.Kind != c.kind || !strings.Contains(m.Text, c.says) {
			t.Errorf("%d days before, auto-renew %t: %s says %s", c.days, c.auto, m.Kind, m.Text)
		}
	}
}

func TestNoticeIsNotDueTheDayBeforeNorAfterItsWindow(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	for _, days := range []int{31, 26, 25, 8, 4, 3, 0, -2, -5, -6} {
		w.held(7, noon.AddDate(0, 0, days))
	}
	w.must(w.service.Expiring(t.Context()))
	for _, m := range w.mails {
		t.Errorf("%s: %s", m.Cause, m.Subject)
	}
	next, err := w.service.NextWindow(t.Context())
	w.must(err)
	if want := noon.AddDate(0, 0, 1); !next.Equal(want) {
		t.Errorf("the next notice falls due %s, want %s", next, want)
	}
}

func TestNoticeThatWaitsForTheMailServerIsNotSentOnceItIsUntrue(t *testing.T) {
	t.Parallel()
	for situation, change := range map[string]func(w *fixture, d *reseller.Domain){
		"renewed":  func(_ *fixture, d *reseller.Domain) { d.PaidThrough = reseller.AddYears(d.PaidThrough, 1) },
		"left":     func(_ *fixture, d *reseller.Domain) { d.State = reseller.DomainTransferredAway },
		"too late": func(w *fixture, _ *reseller.Domain) { w.clock.Move(5 * day) },
	} {
		w := newFixture(t)
		d := w.held(7, noon.AddDate(0, 0, 30))
		w.mailer.away = errDied
		w.must(w.service.Expiring(t.Context()))
		if err := w.service.Deliver(t.Context()); err == nil {
			t.Error("a mail server that is away is not told of")
		}
		w.mailer.away = nil
		w.clock.Move(time.Hour)
		change(w, d)
		w.must(w.service.Deliver(t.Context()))
		if m := w.last(0); m.State != reseller.MailMoot || len(w.mailer.took) != 0 {
			t.Errorf("%s: the mail is %s, %d were sent", situation, m.State, len(w.mailer.took))
		}
	}
}

// What is said of a name that has expired is what is so: whether credit is missing, and who can still do something.
func TestExpiredNameIsToldWhyAndWhatHelps(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		auto, disabled bool
		balance        int64
		says           string
	}{
		{true, false, 5_000, "75.00 SEK is missing"},
		{true, true, 5_000, "75.00 SEK is missing"}, // a disabled account's names are renewed all the same
		{true, false, 20_000, "tried again every day"},
		{false, false, 0, "renew it now"},
		{false, true, 0, "Your account is disabled: tell us"},
	} {
		w := newFixture(t)
		a := w.accounts[7]
		a.Disabled = c.disabled
		w.accounts[7], w.balance = a, c.balance
		d := w.held(7, noon.Add(-3*day))
		d.AutoRenew = c.auto
		if c.auto {
			i := reseller.RenewalInvoiceOf(*d, 1, reseller.Charge{Currency: "SEK", Net: 10_000, Tax: 2_500}, noon)
			i.ID = 5
			w.invoices[5] = i
		}
		w.must(w.service.Expiring(t.Context()))
		m := w.last(0)
		if m.Kind != "expired" || !strings.Contains(m.Text, c.says) {
			t.Errorf("%+v: %s says\n%s", c, m.Kind, m.Text)
		}
	}
}
