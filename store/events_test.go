package store_test

import (
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
)

// happen writes n events of an account.
func (h *house) happen(account int64, n int) {
	h.t.Helper()
	for i := range n {
		ok(h.t, h.AddEvent(h.ctx, reseller.Event{AccountID: account, Kind: "test.happened", Detail: reseller.EventDetail{Years: i}, At: h.clock.Now()}))
	}
}

// seqs gives the numbers of an account's events after one.
func (h *house) seqs(account, after int64) []int64 {
	h.t.Helper()
	var all []int64
	for _, e := range must[[]reseller.Event](h.t)(h.Events(h.ctx, account, after, 1000)) {
		all = append(all, e.Seq)
	}
	return all
}

func TestEventsAreNumberedInOrderAndReadAfterACursor(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 0)
		h.happen(a.ID, 2)
		h.happen(b.ID, 1)
		equal(t, "events without numbers that are read", len(h.seqs(0, 0)), 0)
		equal(t, "numbered", must[int](t)(h.NumberEvents(h.ctx, 2)), 2)
		h.happen(a.ID, 1)
		equal(t, "numbered", must[int](t)(h.NumberEvents(h.ctx, 1000)), 2)
		equal(t, "numbered again", must[int](t)(h.NumberEvents(h.ctx, 1000)), 0)
		equal(t, "of the first account", fmt.Sprint(h.seqs(a.ID, 0)), "[1 2 4]")
		equal(t, "of the second", fmt.Sprint(h.seqs(b.ID, 0)), "[3]")
		equal(t, "after a cursor", fmt.Sprint(h.seqs(a.ID, 2)), "[4]")
		equal(t, "of all", fmt.Sprint(h.seqs(0, 1)), "[2 3 4]")
	})
}

func TestNumberIsNotGivenAgainAfterItsEventWasDeleted(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		h.happen(a.ID, 2)
		must[int](t)(h.NumberEvents(h.ctx, 100))
		ok(t, h.SaveNotices(h.ctx, reseller.Notices{Reader: "notices", To: 2}))
		h.clock.pass(500 * 24 * time.Hour)
		must[map[string]int64](t)(h.Prune(h.ctx))
		equal(t, "events left", len(h.seqs(0, 0)), 0)
		h.happen(a.ID, 1)
		must[int](t)(h.NumberEvents(h.ctx, 100))
		equal(t, "the next number", fmt.Sprint(h.seqs(0, 0)), "[3]")
	})
}

func TestServersThatNumberEventsAtOnceLeaveNoGap(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		servers := []*house{h, another(t, h.url, h.clock), another(t, h.url, h.clock)}
		for _, err := range atOnce(2*len(servers), func(i int) error {
			s := servers[i/2]
			for n := range 20 {
				if i%2 == 0 {
					if err := s.AddEvent(h.ctx, reseller.Event{AccountID: a.ID, Kind: "test.happened", At: noon}); err != nil {
						return err
					}
					continue
				}
				if _, err := s.NumberEvents(h.ctx, 1+n%3); err != nil {
					return err
				}
			}
			return nil
		}) {
			ok(t, err)
		}
		must[int](t)(h.NumberEvents(h.ctx, 1000))
		for i, seq := range h.seqs(0, 0) {
			if seq != int64(i+1) {
				t.Fatalf("event %d has number %d", i+1, seq)
			}
		}
		equal(t, "events", len(h.seqs(0, 0)), 60)
	})
}

func TestAcknowledgementGoesForwardAndNotBeyondWhatHappened(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 0)
		h.happen(a.ID, 3)
		h.happen(b.ID, 1)
		must[int](t)(h.NumberEvents(h.ctx, 1000))
		for _, step := range []struct {
			upTo, want int64
			refused    bool
		}{{2, 2, false}, {2, 2, false}, {1, 2, false}, {4, 2, true}, {3, 3, false}} {
			err := h.AcknowledgeEvents(h.ctx, a.ID, step.upTo)
			if step.refused != reseller.IsKind(err, reseller.KindInvalid) || !step.refused && err != nil {
				t.Errorf("acknowledging %d says %v", step.upTo, err)
			}
			equal(t, "acknowledged", must[int64](t)(h.Acknowledged(h.ctx, a.ID)), step.want)
		}
		equal(t, "acknowledged by the other", must[int64](t)(h.Acknowledged(h.ctx, b.ID)), 0)
		for _, err := range atOnce(8, func(int) error { return h.AcknowledgeEvents(h.ctx, b.ID, 4) }) {
			ok(t, err)
		}
		equal(t, "acknowledged by the other", must[int64](t)(h.Acknowledged(h.ctx, b.ID)), 4)
	})
}

// paidUntil are renewals of names that are paid through a time at most, and the invoiced ones.
func paidUntil(until time.Time) reseller.RenewalsBetween {
	return reseller.RenewalsBetween{Spans: []reseller.RenewalSpan{{Until: until}}, Invoiced: true}
}

func TestRenewalsAheadAreTheOnesThatSomebodyWillPayFor(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 100*10000), h.account("b@example.com", 100*10000)
		automatic := func(sld string, of reseller.Account) reseller.Domain {
			d := h.domain(of, sld)
			return must[reseller.Domain](t)(h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
				d.AutoRenew = true
				return nil
			}))
		}
		plain, invoiced, cancelled, underWay := automatic("plain", a), automatic("invoiced", a), automatic("cancelled", a), automatic("underway", a)
		h.domain(a, "manual")
		automatic("foreign", b)
		charge := reseller.Charge{Currency: "SEK", Net: 7000, Tax: 1750}
		must[reseller.Invoice](t)(h.IssueInvoice(h.ctx, invoiced, reseller.RenewalInvoiceOf(invoiced, 2, charge, noon)))
		i := must[reseller.Invoice](t)(h.IssueInvoice(h.ctx, cancelled, reseller.RenewalInvoiceOf(cancelled, 1, charge, noon)))
		must[reseller.Invoice](t)(h.CancelInvoice(h.ctx, i.ID, reseller.Operator, "test"))
		must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.renewal(underWay)))

		for _, d := range []reseller.Domain{plain, underWay} {
			equal(t, "nothing is under way of "+d.Name.String(), must[bool](t)(h.NothingUnderWay(h.ctx, d.ID)), d.ID == plain.ID)
		}
		early := must[[]reseller.ForecastRenewal](t)(h.RenewalsAhead(h.ctx, a.ID, paidUntil(plain.PaidThrough.AddDate(0, 0, -1)), 100))
		if len(early) != 1 || early[0].Name != invoiced.Name {
			t.Errorf("before their time, and invoiced: %+v", early)
		}
		ahead := must[[]reseller.ForecastRenewal](t)(h.RenewalsAhead(h.ctx, a.ID, paidUntil(plain.PaidThrough), 100))
		if len(ahead) != 2 {
			t.Fatalf("renewals ahead: %+v", ahead)
		}
		equal(t, "the first", ahead[0].Name.String(), "plain.com")
		equal(t, "the first is priced", ahead[0].Priced(), false)
		equal(t, "the second", ahead[1].Name.String(), "invoiced.com")
		equal(t, "its price", ahead[1].Charge, charge)
		equal(t, "its years", ahead[1].Years, 2)
		automatic("more", a)
		equal(t, "at most one of each part", len(must[[]reseller.ForecastRenewal](t)(h.RenewalsAhead(h.ctx, a.ID, paidUntil(plain.PaidThrough), 1))), 2)
	})
}
