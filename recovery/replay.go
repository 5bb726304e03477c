package recovery

import (
	"context"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// replay puts on record what the registry's log says was done for a live row after the backup. again is true if the name was
// lost and registered anew meanwhile: the row is closed then, and unknownNames takes on.
func (c *comparison) replay(ctx context.Context, d *reseller.Domain) (again bool, err error) {
	for _, e := range c.lost[d.Name.String()] {
		base, err := c.unknownBase(ctx, e)
		if err != nil {
			return false, err
		}
		if base == "" {
			continue
		}
		if gains(e) {
			return true, c.close(ctx, *d)
		}
		if err := c.step(ctx, d, e, base); err != nil {
			return false, err
		}
	}
	return false, nil
}

// close ends the row of a name that was lost between two registrations of ours.
func (c *comparison) close(ctx context.Context, d reseller.Domain) error {
	return c.write(ctx, d, c.left(d, registry.Look{Gone: true}), []string{"lost and registered anew after the backup"})
}

// step takes a row through one effect: renewals and restorations become orders without a charge. Other effects show in what
// the registry now has.
func (c *comparison) step(ctx context.Context, d *reseller.Domain, e registry.Effect, base string) error {
	o := c.orderOf(*d, e, base)
	var kind reseller.FindingKind
	var detail string
	next := *d
	next.RegistryExpiry = e.Expires
	switch e.Command {
	case "renew":
		o.Kind, o.PaidFrom, o.FrozenExpiry = reseller.OrderRenew, d.PaidThrough, reseller.AddYears(e.Expires, -e.Years)
		if reseller.SameExpiry(reseller.AddYears(d.RegistryExpiry, e.Years), e.Expires) {
			o.FrozenExpiry = d.RegistryExpiry
		}
		o.Desired.Years = e.Years + ownYears(d.PaidThrough, o.FrozenExpiry)
		next.PaidThrough = reseller.AddYears(d.PaidThrough, o.Desired.Years)
		kind, detail = reseller.FoundRenewed, fmt.Sprintf("the registry renewed it for %d years on %s; the ledger does not know of it: paid through %s now, and nothing was charged",
			o.Desired.Years, e.At.Format(time.DateOnly), next.PaidThrough.Format(time.DateOnly))
	case "restore":
		o.Kind, next.State = reseller.OrderRestore, reseller.DomainActive
		if e.Expires.After(next.PaidThrough) {
			next.PaidThrough = e.Expires // its price covers the year that comes with it
		}
		kind, detail = reseller.FoundEffect, fmt.Sprintf("the registry restored it on %s; the ledger does not know of it: paid through %s now, and nothing was charged",
			e.At.Format(time.DateOnly), next.PaidThrough.Format(time.DateOnly))
	default:
		return nil
	}
	return c.record(ctx, d, reseller.Recovery{
		Order: o, Finding: c.finding(kind, "effect:"+base, d.AccountID, e.Name, detail),
		Apply: func(row *reseller.Domain) {
			row.RegistryExpiry, row.PaidThrough, row.State = next.RegistryExpiry, next.PaidThrough, next.State
		},
	})
}

// ownYears is how many years the registry had added by itself beyond what was paid for.
func ownYears(paid, expiry time.Time) int {
	years := 0
	for !reseller.PastExpiry(reseller.AddYears(paid, years+1), expiry) {
		years++
	}
	return years
}

// record writes a recovery and makes d the row as it is then.
func (c *comparison) record(ctx context.Context, d *reseller.Domain, r reseller.Recovery) error {
	id, err := c.Books.Recover(ctx, r)
	if err != nil || id == 0 {
		return err
	}
	fresh, err := c.Books.DomainByID(ctx, id)
	if err == nil {
		*d = fresh
	}
	return err
}

// orderOf is the done order behind an effect, without a charge: a zero in the currency of the account that gets it.
func (c *comparison) orderOf(d reseller.Domain, e registry.Effect, base string) reseller.Order {
	return reseller.Order{
		AccountID: d.AccountID, DomainID: d.ID, Name: d.Name, State: reseller.OrderDone, Desired: reseller.Desired{Years: e.Years},
		ClTRIDBase: base, Attempt: 1, Answer: reseller.AnsweredFinal,
		Reason: "found at the registry after a restore; not charged", CreatedAt: e.At, SentAt: e.At, EndedAt: c.Clock.Now(),
	}
}
