package store_test

import (
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

func TestFiguresCountWhatWaitsAndWhatIsHeld(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		empty := must[store.Figures](t)(h.Figures(h.ctx))
		equal(t, "of nothing", fmt.Sprintf("%+v", empty), "{Unfinished:[] Held:map[] Mails:{Count:0 Oldest:0001-01-01 00:00:00 +0000 UTC} Posts:{Count:0 Oldest:0001-01-01 00:00:00 +0000 UTC}}")

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
		equal(t, "the first since", got.Mails.Oldest, h.clock.Wall().Truncate(time.Microsecond))
	})
}
