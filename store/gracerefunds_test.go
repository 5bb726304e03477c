package store_test

import (
	"testing"
	"time"

	"nameyard/reseller"
)

// What was counted against the limit of a month is deleted when nobody looks at that month any more.
func TestCountedRefundsOfOldMonthsAreDeleted(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10_000), "name")
		deletion := h.change(d, "delete", "d")
		deletion.Order.Kind = reseller.OrderDelete
		deletion.Refund = &reseller.GraceRefund{Account: d.AccountID, Month: noon, Limit: reseller.RefundLimit{Names: 5}}
		_, _, err := h.OpenChange(h.ctx, deletion)
		ok(t, err)
		h.clock.pass(90 * 24 * time.Hour)
		equal(t, "within three months", must[map[string]int64](t)(h.Prune(h.ctx))["grace_refunds"], 0)
		h.clock.pass(62 * 24 * time.Hour)
		equal(t, "afterwards", must[map[string]int64](t)(h.Prune(h.ctx))["grace_refunds"], 1)
	})
}
