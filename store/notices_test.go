package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
)

func mailOf(cause string) reseller.Mail {
	return reseller.Mail{Cause: cause, AccountID: 1, Kind: "renewed", To: "a@example.com", Subject: "Förnyad", Text: "text\n", HTML: "<p>", Term: noon, Expires: noon.Add(time.Hour)}
}

func TestMailIsWrittenOnceForEachCause(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		for _, err := range atOnce(8, func(int) error {
			return h.AddMails(h.ctx, []reseller.Mail{mailOf("event:1"), mailOf("event:2")})
		}) {
			ok(t, err)
		}
		ok(t, h.AddMails(h.ctx, []reseller.Mail{mailOf("event:2"), mailOf("event:3")}))
		mails := must[[]reseller.Mail](t)(h.SearchMails(h.ctx, reseller.MailSearch{Page: reseller.Page{Limit: 100}}))
		equal(t, "mails", len(mails), 3)
		m := must[reseller.Mail](t)(h.Mail(h.ctx, mails[2].ID))
		want := mailOf("event:1")
		want.ID, want.State, want.CreatedAt, want.QueuedAt, want.NextTry = m.ID, reseller.MailWaiting, m.CreatedAt, m.QueuedAt, m.CreatedAt
		want.Term, want.Expires = noon.Truncate(time.Microsecond), noon.Add(time.Hour).Truncate(time.Microsecond)
		equal(t, "the mail", m, want)
		known := must[map[string]bool](t)(h.KnownCauses(h.ctx, []string{"event:1", "event:9"}))
		equal(t, "what is known", fmt.Sprint(known["event:1"], known["event:9"]), "true false")
	})
}

func TestNoticesAndTheirCursorMoveTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		for i := range 10 {
			from, to := int64(3*i), int64(3*i+3)
			errs := atOnce(3, func(n int) error {
				return h.SaveNotices(h.ctx, reseller.Notices{Reader: "notices", From: from, To: to, Mails: []reseller.Mail{mailOf(fmt.Sprintf("by:%d:%d", i, n))}})
			})
			saved := 0
			for _, err := range errs {
				switch {
				case err == nil:
					saved++
				case !errors.Is(err, reseller.ErrConflict):
					t.Fatal(err)
				}
			}
			equal(t, "servers that wrote", saved, 1)
			equal(t, "the cursor", must[reseller.Reading](t)(h.EventCursor(h.ctx, "notices")).Seq, to)
		}
		equal(t, "mails", len(must[[]reseller.Mail](t)(h.SearchMails(h.ctx, reseller.MailSearch{Page: reseller.Page{Limit: 100}}))), 10)
	})
}

func TestMailIsClaimedByOneAndItsEndIsRecordedByWhoHasIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ok(t, h.AddMails(h.ctx, []reseller.Mail{mailOf("event:1")}))
		m := must[[]reseller.Mail](t)(h.DueMails(h.ctx, 10))[0]
		until := h.clock.Wall().Add(5 * time.Minute)
		claimed, lost := 0, 0
		for _, err := range atOnce(6, func(int) error { _, err := h.ClaimMail(h.ctx, m, until); return err }) {
			switch {
			case err == nil:
				claimed++
			case errors.Is(err, reseller.ErrConflict):
				lost++
			}
		}
		equal(t, "claims", fmt.Sprint(claimed, lost), "1 5")
		equal(t, "due while it is claimed", len(must[[]reseller.Mail](t)(h.DueMails(h.ctx, 10))), 0)
		h.clock.pass(6 * time.Minute)
		first := m
		first.Attempts, first.NextTry = 1, until
		second := must[reseller.Mail](t)(h.ClaimMail(h.ctx, must[[]reseller.Mail](t)(h.DueMails(h.ctx, 10))[0], h.clock.Wall().Add(time.Minute)))
		first.State = reseller.MailSent
		if err := h.MarkMail(h.ctx, first); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("the first attempt, which took too long, ends with %v", err)
		}
		second.State, second.Problem = reseller.MailWaiting, "550 no"
		second.NextTry = h.clock.Wall().Add(time.Hour)
		ok(t, h.MarkMail(h.ctx, second))
		h.clock.pass(time.Hour)
		third := must[reseller.Mail](t)(h.ClaimMail(h.ctx, must[[]reseller.Mail](t)(h.DueMails(h.ctx, 10))[0], h.clock.Wall().Add(time.Minute)))
		third.State, third.Problem = reseller.MailSent, ""
		ok(t, h.MarkMail(h.ctx, third))
		if err := h.MarkMail(h.ctx, third); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("a mail that was sent is marked again: %v", err)
		}
		end := must[reseller.Mail](t)(h.Mail(h.ctx, m.ID))
		equal(t, "the end", fmt.Sprint(end.State, end.Attempts, end.NextTry.IsZero(), end.SentAt.IsZero(), end.Problem), "sent3 true false")
	})
}

func TestNamesThatExpireAreReadInPagesByDate(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100*10000)
		for i := range 7 {
			d := h.domain(a, fmt.Sprintf("n%d", i))
			must[reseller.Domain](t)(h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
				d.PaidThrough = noon.AddDate(0, 0, i/2) // two on each day
				if i == 6 {
					d.State = reseller.DomainRedemption
				}
				return nil
			}))
		}
		names, after := "", reseller.Domain{}
		for {
			page := must[[]reseller.Domain](t)(h.Expiring(h.ctx, noon.AddDate(0, 0, -1), noon.AddDate(0, 0, 3), after, 2))
			for _, d := range page {
				names += d.Name.SLD() + " "
				after = d
			}
			if len(page) < 2 {
				break
			}
		}
		equal(t, "names", names, "n0 n1 n2 n3 n4 n5 ")
		equal(t, "beyond a day", len(must[[]reseller.Domain](t)(h.Expiring(h.ctx, noon.AddDate(0, 0, 1), noon.AddDate(0, 0, 2), reseller.Domain{}, 10))), 2)
	})
}

func TestLowCreditIsNotedByOneServer(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		before := must[reseller.LowCredit](t)(h.LowCredit(h.ctx, a.ID))
		for i := range 2 {
			now := reseller.LowCredit{AccountID: a.ID, Low: i == 0, ToldAt: noon.AddDate(0, 0, i).Truncate(time.Microsecond)}
			noted := 0
			for n, err := range atOnce(4, func(n int) error {
				return h.SaveLowCredit(h.ctx, before, now, mailOf(fmt.Sprintf("low:%d:%d", i, n)))
			}) {
				switch {
				case err == nil:
					noted++
				case !errors.Is(err, reseller.ErrConflict) && !errors.Is(err, reseller.ErrDuplicate):
					t.Fatal(n, err)
				}
			}
			equal(t, "servers that noted it", noted, 1)
			before = must[reseller.LowCredit](t)(h.LowCredit(h.ctx, a.ID))
			equal(t, "what is noted", before, now)
			told := must[time.Time](t)(h.FirstLowCredit(h.ctx, noon.AddDate(0, 0, -1)))
			equal(t, "an account is told again", told.Equal(now.ToldAt), now.Low)
			equal(t, "accounts to look at", len(must[[]int64](t)(h.AccountsWithRenewals(h.ctx, noon))), 1-i)
		}
		equal(t, "mails", len(must[[]reseller.Mail](t)(h.SearchMails(h.ctx, reseller.MailSearch{Page: reseller.Page{Limit: 100}}))), 2)
	})
}

func TestTransferThatTheRegistryDecidesLaterIsToldOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10000)
		opening := h.registration(a, name(t, "moving"))
		opening.Order.Kind = reseller.OrderTransfer
		opening.Domain.State = reseller.DomainPendingTransfer
		o := must[reseller.Order](t)(h.OpenPurchase(h.ctx, opening))
		for range 2 {
			o = must[reseller.Order](t)(h.MoveOrder(h.ctx, reseller.Move{Order: o, To: reseller.OrderPending, LiveKey: opening.LiveKey, DueAt: noon}))
		}
		must[int](t)(h.NumberEvents(h.ctx, 100))
		events := must[[]reseller.Event](t)(h.Events(h.ctx, a.ID, 0, 100))
		if len(events) != 1 || events[0].Kind != reseller.EventTransferStarted || events[0].Detail.Name != "moving.com" {
			t.Errorf("events: %+v", events)
		}
	})
}
