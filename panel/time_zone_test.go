package panel_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// A person chooses a time zone: instants are shown in it, with UTC as title, dates by rule stay, and nobody else sees a difference.
func TestTimesAreShownInTheZoneOfWhoReadsThem(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		anna, bert := w.signIn("anna@example.com", reseller.UserReadOnly, "en"), w.signIn("bert@example.com", reseller.UserOwner, "en")
		anna.shows("/panel/you/", "UTC", "It is 2026-03-10 12:00 UTC there now.")
		if a := anna.post("/panel/you/time-zone/", url.Values{"zone": {"Pyongyan"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "“Pyongyan” is no time zone") || !strings.Contains(a.body, `value="Pyongyan"`) {
			t.Errorf("a zone that is none: %d\n%s", a.status, seen(a.body))
		}
		anna.goes("/panel/you/time-zone/", url.Values{"zone": {" auckland "}})
		anna.shows("/panel/you/?zone=", "Saved.", "It is 2026-03-11 01:00 NZDT there now.")
		order := "/panel/orders/1/"
		placed, err := w.Store.Order(w.Context(), 1)
		w.Must(err)
		there, err := time.LoadLocation("Pacific/Auckland")
		w.Must(err)
		for _, c := range []struct {
			who  *person
			zone *time.Location
		}{{anna, there}, {bert, time.UTC}} {
			body := c.who.must(order)
			shown := `title="` + placed.CreatedAt.Format("2006-01-02 15:04:05 UTC") + `">` + placed.CreatedAt.In(c.zone).Format("2006-01-02 15:04:05 MST") + `</time>`
			if !strings.Contains(body, shown) {
				t.Errorf("%s does not read %s", c.who.user.Email, shown)
			}
			if day := `<time datetime="` + w.ours.PaidThrough.Format(time.DateOnly) + `" title="` + w.ours.PaidThrough.Format("2006-01-02 15:04:05 UTC"); !strings.Contains(c.who.must("/panel/domains/"), day) {
				t.Errorf("%s does not read %s", c.who.user.Email, day)
			}
		}
		records, err := w.Store.SearchAudit(w.Context(), reseller.AuditSearch{Actor: "user anna@example.com", Page: reseller.Page{Limit: 1}})
		w.Must(err)
		if r := records[0]; r.Action != "user.time_zone" || r.Told() != "time zone none → Pacific/Auckland" {
			t.Errorf("the audit log has %+v", r)
		}
		if csv := anna.must("/panel/domains/export/"); !strings.Contains(csv, w.ours.PaidThrough.Format(time.DateOnly)) {
			t.Errorf("a download is not in UTC:\n%s", csv)
		}
	})
}

// A list that is limited to a day has what stands there with that day; the list of invoices, whose dates are dates by rule, in UTC.
func TestADayOfAListIsTheOneThatItShows(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		ops := w.signIn("ops@example.com", reseller.UserStaff, "en")
		w.Clock.Move(11*time.Hour + 30*time.Minute) // 23:30 UTC: tomorrow in Stockholm
		p, ops = w.again(p), w.again(ops)
		p.goes("/panel/you/time-zone/", url.Values{"zone": {"Europe/Stockholm"}})
		ops.goes("/operator/you/time-zone/", url.Values{"zone": {"Europe/Stockholm"}})
		w.Register("late.com")
		p.finds("/panel/orders/?since=2026-03-11", []string{"late.com", "2026-03-11"}, "ours.com")
		p.finds("/panel/orders/?until=2026-03-10", []string{"ours.com"}, "late.com")
		p.finds("/panel/credit/?since=2026-03-11&until=2026-03-11", []string{"late.com", "2026-03-11"}, "ours.com")
		p.finds("/panel/invoices/?since=2026-03-10&until=2026-03-10", []string{"2026-03-10"}, "2026-03-11")
		ops.finds("/operator/audit/?since=2026-03-11", []string{"2026-03-11 00:30 CET", "ops@example.com", "time zone: none → Europe/Stockholm"}, "2026-03-10 12:")
	})
}

// again is a person who signs in once more.
func (w *world) again(p *person) *person {
	w.Helper()
	link, err := w.users().Link(w.Context(), p.user.Email)
	w.Must(err)
	side := "/panel"
	if p.user.Staff() {
		side = "/operator"
	}
	p.goes(side+"/sign-in/link/", url.Values{"token": {link.Secret}})
	return p
}
