package recovery

import (
	"context"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// payGivenYears counts as paid the years that a registry without a log gave on our command since the backup, and says so:
// their charge is gone with the ledger, and the same year must never be sold twice.
func (c *comparison) payGivenYears(was reseller.Domain, info registry.Registration, next *reseller.Domain) []string {
	years := c.givenYears(was, info)
	if years == 0 {
		return nil
	}
	next.PaidThrough = reseller.AddYears(was.PaidThrough, years)
	return []string{fmt.Sprintf("paid through %s instead of %s: the registry gave %d years after the backup, which were not charged again",
		next.PaidThrough.Format(time.DateOnly), was.PaidThrough.Format(time.DateOnly), years)}
}

// givenYears is how many years the registry gave on our command since the backup, where it keeps no log: those beyond our
// expiry, less those that it has added by itself. A year is the registry's own only if it says so, or if nothing of ours
// has changed the name since the backup; in doubt it was paid for.
func (c *comparison) givenYears(d reseller.Domain, info registry.Registration) int {
	years := 0
	for years < 100 && !reseller.PastExpiry(reseller.AddYears(d.RegistryExpiry, years+1), info.Expires) {
		years++
	}
	own := 0
	for own < years && !reseller.AddYears(d.RegistryExpiry, own).After(c.Clock.Now()) {
		own++
	}
	if info.Has(registry.StatusAutoRenewPeriod) || info.Updated.Before(c.restore.BusinessAt) {
		return years - own
	}
	return years
}

// closeCounted ends a renewal of the backup whose years are among those that have been counted as paid: decided later, it would
// charge them. It comes before the row is written, so that an interrupted run is taken on with both.
func (c *comparison) closeCounted(ctx context.Context, next reseller.Domain) error {
	o, there := c.unclear[next.ID]
	if !there || reseller.PastExpiry(reseller.AddYears(o.PaidFrom, o.Desired.Years), next.PaidThrough) {
		return nil
	}
	return c.Orders.CloseRestored(ctx, o, "the books were restored from a backup in which this was unfinished; the years that the registry has given were counted as paid, "+
		"these with them; nothing was charged")
}

// unpaid reports a name that its registry has renewed by itself and that is not paid for in the restored books. If its
// renewal came after the backup, the registry needed no command for it and so has no evidence.
func (c *comparison) unpaid(ctx context.Context, d reseller.Domain) error {
	if d.State != reseller.DomainActive || !reseller.PastExpiry(d.RegistryExpiry, d.PaidThrough) || d.PaidThrough.After(c.Clock.Now()) {
		return nil
	}
	return c.note(ctx, reseller.FoundUnpaid, "unpaid:"+d.Name.String(), d.AccountID, d.Name.String(), fmt.Sprintf(
		"the registry renewed it by itself on %s and the books show no payment; if it was paid after the backup, that charge is gone from the ledger as well: renew it again or it is deleted when the grace ends",
		d.PaidThrough.Format(time.DateOnly)))
}
