package mail_test

import (
	"slices"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/reseller"
)

// An account is told of forwards without effect whichever save makes them so, once until that is mended.
func TestForwardsWithoutEffectAreToldOnce(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		h := newHouse(t, engine)
		told := func(what string, want int) {
			t.Helper()
			_, err := h.Store.NumberEvents(t.Context(), 100)
			h.Must(err)
			h.Must(h.Jobs.Run(t.Context(), jobs.NoticesOfEvents))
			mails, err := h.Store.SearchMails(t.Context(), reseller.MailSearch{Account: h.Account.ID, Page: reseller.Page{Limit: 100}})
			h.Must(err)
			mails = slices.DeleteFunc(mails, func(m reseller.Mail) bool { return m.Kind != "forwards_idle" })
			if len(mails) != want {
				t.Fatalf("%s: %d mails, want %d", what, len(mails), want)
			}
			if want > 0 && (!strings.Contains(mails[0].Text, "  info@own.com → a@dest.example,b@dest.example\n") || !strings.Contains(mails[0].Text, "(MX mail.own.com)")) {
				t.Errorf("%s:\n%s", what, mails[0].Text)
			}
		}
		h.Must(h.Jobs.Run(t.Context(), jobs.NoticesOfEvents)) // what happens from now on is news
		h.forward("own.com", "info=a@dest.example,b@dest.example")
		told("forwards alone", 0)
		h.records("own.com", "@ MX mail.own.com")
		told("an MX comes later", 1)
		h.records("own.com", "@ MX mail.own.com", "www A 192.0.2.1")
		h.forward("own.com", "info=a@dest.example,b@dest.example", "more=c@dest.example")
		told("further saves", 1)
		h.records("own.com", "@ MX mx.example.net", "@ MX mail.own.com")
		told("ours is among them", 1)
		h.records("own.com", "@ MX mail.own.com")
		told("and is not any more", 2)
		d := h.Domain("own.com")
		change := func(on bool) {
			_, err := h.Store.ChangeDomain(t.Context(), d.ID, reseller.Operator, "test", func(d *reseller.Domain) error { d.EmailForwarding = on; return nil })
			h.Must(err)
		}
		change(false)
		told("switched off", 2)
		change(true)
		told("and on", 3)
		h.records("first.com", "@ MX mail.first.com")
		h.forward("first.com", "info=a@dest.example")
		_, err := h.Store.NumberEvents(t.Context(), 100)
		h.Must(err)
		h.Must(h.Jobs.Run(t.Context(), jobs.NoticesOfEvents))
		mails, err := h.Store.SearchMails(t.Context(), reseller.MailSearch{Account: h.Account.ID, Page: reseller.Page{Limit: 1}})
		h.Must(err)
		if mails[0].Kind != "forwards_idle" || !strings.Contains(mails[0].Subject, "first.com") {
			t.Errorf("the MX came first: %+v", mails[0])
		}
	})
}
