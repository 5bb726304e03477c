package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

func TestFiguresCountWhatWaitsAndWhatIsHeld(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		empty := must[store.Figures](t)(h.Figures(h.ctx))
		equal(t, "of nothing", fmt.Sprintf("%+v", empty), "{Unfinished:[] Held:map[] Mails:{Count:0 Failing:0 Oldest:0001-01-01 00:00:00 +0000 UTC} Posts:{Count:0 Failing:0 Oldest:0001-01-01 00:00:00 +0000 UTC}}")

		a := h.account("a@example.com", 100000)
		first := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "first"))))
		h.clock.pass(time.Hour)
		must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "second"))))
		ok(t, h.AddMails(h.ctx, []reseller.Mail{{Cause: "one", AccountID: a.ID, Kind: "registered", To: "a@example.com"}}))

		got := must[store.Figures](t)(h.Figures(h.ctx))
		equal(t, "unfinished orders", len(got.Unfinished), 1)
		equal(t, "of them", fmt.Sprint(got.Unfinished[0]), fmt.Sprint(store.UnfinishedOrders{
			Kind: reseller.OrderRegister, State: reseller.OrderSending, Count: 2, Oldest: first.CreatedAt,
		}))
		equal(t, "held", got.Held[a.Currency], 2*first.Charge.Total())
		equal(t, "mails", got.Mails.Count, 1)
		equal(t, "of them failing", got.Mails.Failing, 0)
		equal(t, "the first since", got.Mails.Oldest, h.clock.Wall().Truncate(time.Microsecond))
	})
}

func TestTheOverviewCountsWhatThereIs(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		today := h.clock.Now()
		empty := must[store.OverviewFigures](t)(h.OverviewFigures(h.ctx, today))
		equal(t, "of nothing", fmt.Sprintf("%+v", empty), "{Accounts:0 Disabled:0 Orders:0 Unpaid:0 Credit:[]}")
		a, b := h.account("a@example.com", 100000), h.account("b@example.com", 50000)
		h.clock.pass(-time.Hour)
		before := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "yesterday"))))
		h.clock.pass(time.Hour)
		now := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(b, name(t, "today"))))
		got := must[store.OverviewFigures](t)(h.OverviewFigures(h.ctx, today))
		held := before.Charge.Total() + now.Charge.Total()
		equal(t, "of two accounts", fmt.Sprintf("%+v", got), fmt.Sprintf("{Accounts:2 Disabled:0 Orders:1 Unpaid:0 Credit:[{Currency:%s Available:%d Held:%d}]}", a.Currency, 150000-held, held))
	})
}

func TestTheLastReportTakesThePlaceOfTheOneBefore(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		_, err := h.LastReport(h.ctx, reseller.ReportVerify)
		equal(t, "there is none", errors.Is(err, reseller.ErrNotFound), true)
		at := h.clock.Wall().Truncate(time.Microsecond).UTC()
		ok(t, h.KeepReport(h.ctx, reseller.Report{Name: reseller.ReportVerify, At: at, Took: time.Second, Server: "a", JSON: []byte(`{}`)}))
		next := reseller.Report{Name: reseller.ReportVerify, At: at.Add(time.Hour), Took: 2 * time.Second, Server: "b", JSON: []byte(`{"invariants":[]}`)}
		ok(t, h.KeepReport(h.ctx, next))
		equal(t, "the last", fmt.Sprintf("%+v", must[reseller.Report](t)(h.LastReport(h.ctx, reseller.ReportVerify))), fmt.Sprintf("%+v", next))
	})
}
