package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// midnight is the first one after noon.
var midnight = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

var applies = reseller.Actor{Name: "job prices"}

// renewing is the price of renewing a .com name for a year, of an account's own or, for 0, of the price list.
func renewing(account, net int64) reseller.Price {
	return reseller.Price{Owner: reseller.OwnList(account), TLD: "com", Currency: "SEK", Operation: reseller.OpRenew, Years: 1, Net: net}
}

func goes(account int64, from time.Time) reseller.PlannedPrice {
	return reseller.PlannedPrice{Price: renewing(account, 0), From: from, Removed: true}
}

// paid is what an account pays for the renewal; 0 if it is not sold.
func (h *house) paid(a reseller.Account) int64 {
	h.t.Helper()
	p, err := h.Price(h.ctx, must[reseller.Account](h.t)(h.Account(h.ctx, a.ID)), "com", reseller.OpRenew, 1)
	if errors.Is(err, reseller.ErrNotFound) {
		return 0
	}
	ok(h.t, err)
	return p.Net
}

// applied applies what is due and gives how many prices that was.
func (h *house) applied() int {
	h.t.Helper()
	return must[int](h.t)(h.ApplyPlannedPrices(h.ctx, applies))
}

func (h *house) plan(from time.Time, prices ...reseller.Price) {
	h.t.Helper()
	var planned []reseller.PlannedPrice
	for _, p := range prices {
		planned = append(planned, reseller.PlannedPrice{Price: p, From: from})
	}
	ok(h.t, h.PlanPrices(h.ctx, planned, reseller.Actor{Name: "operator anna"}))
}

func TestPlannedPricesApplyAtTheirTimeAndInOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 0)
		ok(t, h.SetPrices(h.ctx, []reseller.Price{renewing(0, 100), renewing(b.ID, 90)}, reseller.Operator))
		day := midnight
		h.plan(day, renewing(0, 120), renewing(b.ID, 95))
		h.plan(day.AddDate(0, 0, 1), renewing(0, 130))
		ok(t, h.PlanPrices(h.ctx, []reseller.PlannedPrice{goes(b.ID, day.AddDate(0, 0, 2)), goes(0, day.AddDate(0, 0, 3))}, reseller.Operator))
		equal(t, "next", must[time.Time](t)(h.NextPlannedPrices(h.ctx)), day)

		h.clock.pass(day.Sub(h.clock.Now()) - time.Microsecond)
		equal(t, "applied before the time", h.applied(), 0)
		equal(t, "a pays before the time", h.paid(a), 100)
		h.clock.pass(time.Microsecond)
		equal(t, "applied at the time", h.applied(), 2)
		equal(t, "a pays", h.paid(a), 120)
		equal(t, "b pays", h.paid(b), 95)

		// Nobody was there for two times: the later one stands.
		ok(t, h.SetPrices(h.ctx, []reseller.Price{renewing(0, 125)}, reseller.Operator))
		h.clock.pass(50 * time.Hour)
		equal(t, "applied late", h.applied(), 2)
		equal(t, "a pays the last", h.paid(a), 130)
		equal(t, "b pays the list's", h.paid(b), 130)
		h.clock.pass(24 * time.Hour)
		equal(t, "applied at the end", h.applied(), 1)
		equal(t, "a pays when it is not sold", h.paid(a), 0)
		equal(t, "next of none", must[time.Time](t)(h.NextPlannedPrices(h.ctx)), time.Time{})
		h.records(t, "price.set", "renew 1 years: net 120, cost 0 SEK, was net 100, cost 0; planned by operator anna",
			"renew 1 years: net 95, cost 0 SEK, was net 90, cost 0; planned by operator anna")
		h.records(t, "price.remove", "renew 1 years: net 95, cost 0 SEK; planned by operator")
	})
}

// records looks for records of the job with these details.
func (h *house) records(t *testing.T, action string, details ...string) {
	t.Helper()
	found := must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, reseller.AuditSearch{Actor: applies.Name, Page: reseller.Page{Limit: 100}}))
	for _, want := range details {
		if !slices.ContainsFunc(found, func(r reseller.AuditRecord) bool { return r.Action == action && r.Detail == want }) {
			t.Errorf("no record of %s says %q, but %+v", action, want, found)
		}
	}
}

// However many servers apply what is due, it applies once: what the operator sets afterwards stays.
func TestPlannedPricesApplyOnceWhoeverApplies(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		ok(t, h.SetPrices(h.ctx, []reseller.Price{renewing(0, 100)}, reseller.Operator))
		h.plan(midnight, renewing(0, 120), renewing(a.ID, 110))
		h.clock.pass(24 * time.Hour)
		other := another(t, h.url, h.clock)
		applied := make([]int, 6)
		for i, err := range atOnce(len(applied), func(i int) (err error) {
			applied[i], err = []*house{h, other}[i%2].ApplyPlannedPrices(h.ctx, applies)
			return err
		}) {
			if err != nil && !errors.Is(err, reseller.ErrConflict) {
				t.Errorf("server %d: %v", i, err)
			}
		}
		sum := 0
		for _, n := range applied {
			sum += n
		}
		equal(t, "applied by all together", sum, 2)
		ok(t, h.SetPrices(h.ctx, []reseller.Price{renewing(a.ID, 105)}, reseller.Operator))
		equal(t, "applied again", h.applied(), 0)
		equal(t, "the account pays", h.paid(a), 105)
	})
}

// A server that dies in the midst of it leaves all as it was; the next one does it.
func TestPlannedPricesApplyWholeOrNotAtAll(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		h.plan(midnight, renewing(0, 120), renewing(a.ID, 110))
		h.clock.pass(24 * time.Hour)
		if n, err := h.ApplyPlannedPrices(reseller.Rehearse(h.ctx), applies); err != nil || n != 2 {
			t.Errorf("rolled back at its end: %d, %v", n, err)
		}
		ended, end := context.WithCancel(h.ctx)
		end()
		if _, err := h.ApplyPlannedPrices(ended, applies); err == nil {
			t.Error("a run that was ended says that it was done")
		}
		equal(t, "the account pays", h.paid(a), 0)
		equal(t, "planned", len(must[[]reseller.PlannedPrice](t)(h.PlannedPrices(h.ctx, reseller.OwnList(a.ID), ""))), 2)
		equal(t, "applied", h.applied(), 2)
		equal(t, "the account pays", h.paid(a), 110)
	})
}

func TestPlannedPricesAreReplacedAndCancelled(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		day := midnight
		h.plan(day, renewing(0, 120), renewing(a.ID, 110))
		h.plan(day, renewing(0, 121))
		h.plan(day.Add(time.Hour), renewing(0, 140))
		ours := must[[]reseller.PlannedPrice](t)(h.PlannedPrices(h.ctx, reseller.OwnList(a.ID), "SEK"))
		equal(t, "planned of both lists", len(ours), 3)
		equal(t, "the first of them", ours[0], reseller.PlannedPrice{Price: renewing(0, 121), From: day, By: "operator anna", At: h.clock.Now().Truncate(time.Microsecond)})
		equal(t, "planned in EUR", len(must[[]reseller.PlannedPrice](t)(h.PlannedPrices(h.ctx, reseller.OwnList(a.ID), "EUR"))), 0)
		equal(t, "planned of the price list", len(must[[]reseller.PlannedPrice](t)(h.PlannedPrices(h.ctx, reseller.ListOwner{}, ""))), 2)

		like := reseller.PlannedPrice{Price: reseller.Price{TLD: "com"}, From: day}
		gone := must[[]reseller.PlannedPrice](t)(h.CancelPlannedPrices(h.ctx, like, "", reseller.Operator))
		equal(t, "cancelled", len(gone), 1)
		_, err := h.CancelPlannedPrices(h.ctx, like, "", reseller.Operator)
		if !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("cancelled again: %v", err)
		}
		h.clock.pass(24 * time.Hour)
		equal(t, "applied", h.applied(), 2)
		equal(t, "the account pays", h.paid(a), 110)
		huge := renewing(0, reseller.MaxAmount+1)
		if err := h.PlanPrices(h.ctx, []reseller.PlannedPrice{{Price: huge, From: day}}, reseller.Operator); err == nil || !strings.Contains(err.Error(), "too large") {
			t.Errorf("a price beyond every sum: %v", err)
		}
	})
}

// Accounts hear of prices that they will pay: once for what was planned together, and not of the list's where their own stay.
func TestAccountsAreToldOfPlannedPricesThatTheyWillPay(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		plain, own, closed := h.account("plain@example.com", 0), h.account("own@example.com", 0), h.account("closed@example.com", 0)
		abroad := must[reseller.Account](t)(h.AddAccount(h.ctx, reseller.Account{Email: "abroad@example.com", Name: "Abroad", Currency: "EUR", Language: "en"}, reseller.Operator))
		must[reseller.Account](t)(h.CloseAccount(h.ctx, closed.ID, reseller.Operator))
		ok(t, h.SetPrices(h.ctx, []reseller.Price{renewing(0, 100), renewing(own.ID, 90)}, reseller.Operator))
		told := func() string {
			must[int](t)(h.NumberEvents(h.ctx, 100))
			var words []string
			for _, a := range []reseller.Account{plain, own, closed, abroad} {
				for _, e := range must[[]reseller.Event](t)(h.Events(h.ctx, a.ID, 0, 100)) {
					if e.Kind == reseller.EventPricesPlanned {
						words = append(words, fmt.Sprint(a.Name, " ", e.Detail.Count))
					}
				}
			}
			return strings.Join(words, ", ")
		}
		restoring := renewing(0, 700)
		restoring.Operation = reseller.OpRestore
		h.plan(midnight, renewing(0, 120), restoring)
		equal(t, "told of the list", told(), plain.Name+" 2, "+own.Name+" 1")
		h.plan(midnight, renewing(0, 120), restoring)
		equal(t, "told of what is planned just so already", told(), plain.Name+" 2, "+own.Name+" 1")
		h.plan(midnight.Add(time.Hour), renewing(own.ID, 90), renewing(0, 120))
		equal(t, "told of what stays as it is", told(), plain.Name+" 2, "+own.Name+" 1")
		h.plan(midnight, renewing(own.ID, 95))
		equal(t, "told of an own price", told(), plain.Name+" 2, "+own.Name+" 1, "+own.Name+" 1")
	})
}

// Whoever would have paid a planned price hears once that it does not come, however often it is cancelled; of several cancelled together in one event.
func TestAccountsAreToldOfPlannedPricesThatDoNotCome(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		plain, own := h.account("plain@example.com", 0), h.account("own@example.com", 0)
		ok(t, h.SetPrices(h.ctx, []reseller.Price{renewing(0, 100), renewing(own.ID, 90)}, reseller.Operator))
		h.plan(midnight, renewing(0, 120))
		h.plan(midnight.AddDate(0, 0, 1), renewing(0, 130))
		like := reseller.PlannedPrice{Price: reseller.Price{TLD: "com"}}
		must[[]reseller.PlannedPrice](t)(h.CancelPlannedPrices(h.ctx, like, "", reseller.Operator))
		if _, err := h.CancelPlannedPrices(h.ctx, like, "", reseller.Operator); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("cancelled again: %v", err)
		}
		must[int](t)(h.NumberEvents(h.ctx, 100))
		told := func(a reseller.Account) (all []reseller.EventDetail) {
			for _, e := range must[[]reseller.Event](t)(h.Events(h.ctx, a.ID, 0, 100)) {
				if e.Kind == reseller.EventPricesCancelled {
					all = append(all, e.Detail)
				}
			}
			return all
		}
		equal(t, "told of a list that it does not pay", len(told(own)), 0)
		heard := told(plain)
		if len(heard) != 1 || heard[0].Count != 2 || len(heard[0].Cancelled) != 2 {
			t.Fatalf("told of the list: %+v", heard)
		}
		first := heard[0].Cancelled[0]
		if first.TLD != "com" || first.Operation != reseller.OpRenew || first.Years != 1 || !first.From.Equal(midnight) || *first.Net != 120 || !first.Planned.Equal(h.clock.Now().Truncate(time.Microsecond)) {
			t.Errorf("the first that does not come is %+v", first)
		}
	})
}
