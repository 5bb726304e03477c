package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
)

const (
	unpaidPage = 200
	// unpaidAlarm is how long before the end of the grace the operator hears that the deletion has not succeeded.
	unpaidAlarm = 2 * 24 * time.Hour
)

// deleteUnpaid deletes names that their registry has renewed by itself and that nobody has paid for.
func deleteUnpaid(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		var all error
		for days, tlds := range autorenewGraces(d.Routes.Rules()) {
			until := d.Clock.Now().Add(-reseller.KeptUnpaid(days))
			for after := int64(0); ctx.Err() == nil; {
				page, err := d.Books.OverdueDomains(ctx, tlds, until, after, unpaidPage)
				if err != nil {
					return errors.Join(all, err)
				}
				all = errors.Join(all, inParallel(ctx, d.Log, page, func(domain reseller.Domain) error {
					if err := deleteOne(ctx, d, domain, domain.PaidThrough.Add(reseller.Days(days))); err != nil {
						return fmt.Errorf("delete %s, which is not paid for: %w", domain.Name, err)
					}
					return nil
				}))
				if len(page) < unpaidPage {
					break
				}
				after = page[len(page)-1].ID
			}
		}
		return all
	}
}

// unpaidDue is when the next name that is not paid for has to be deleted.
func unpaidDue(d Deps) func(context.Context) (time.Time, error) {
	return func(ctx context.Context) (next time.Time, err error) {
		now := d.Clock.Now()
		for days, tlds := range autorenewGraces(d.Routes.Rules()) {
			wait := reseller.KeptUnpaid(days)
			first, err := d.Books.NextPaidThrough(ctx, tlds, now.Add(-wait))
			if err != nil {
				return next, err
			}
			if !first.IsZero() {
				next = earlier(next, first.Add(wait+time.Second)) // strictly past its time
			}
		}
		return next, nil
	}
}

// autorenewGraces groups the TLDs whose registry renews by itself by how many days the year can be given back.
func autorenewGraces(rules reseller.TLDs) map[int][]string {
	graces := map[int][]string{}
	for _, name := range rules.Names() {
		if r := rules[name]; r.RegistryAutorenews && r.AutorenewGraceDays > 0 {
			graces[r.AutorenewGraceDays] = append(graces[r.AutorenewGraceDays], name)
		}
	}
	return graces
}

// deleteOne orders the next step of a deletion, once the registry's year is there to be given back.
func deleteOne(ctx context.Context, d Deps, domain reseller.Domain, graceEnds time.Time) error {
	if !reseller.PastExpiry(domain.RegistryExpiry, domain.PaidThrough) {
		return nil // the registry has not renewed it: the lifecycle job will see why
	}
	now := d.Clock.Now()
	if domain.Dispute.Stands() {
		return keep(ctx, d, domain, graceEnds, "it is held for a dispute; the registry's year is yours to pay, or its account's", nil)
	}
	against, err := beingPaid(ctx, d, domain)
	if against == "" && err == nil {
		against, err = notUnpaid(ctx, d, domain)
	}
	if against != "" || err != nil {
		return keep(ctx, d, domain, graceEnds, against, err)
	}
	const words = "the renewal was not paid for"
	if err := d.Books.AddEvent(ctx, reseller.DomainEvent(reseller.EventDeletingUnpaid, domain, words, now)); err != nil {
		return err
	}
	result, err := d.Orders.DeleteUnpaid(ctx, domain, d.Clock.Wall().Add(payWait))
	if err == nil && result.Order.State == reseller.OrderDone {
		return nil
	}
	reason := result.Order.Reason
	if err != nil {
		reason = reseller.AsError(err).Words
	}
	return late(ctx, d, domain, graceEnds, reason, err)
}

// beingPaid gives what speaks against deleting a name whose renewal or restoration has not ended: its money is held, and its registry
// may decide about it for weeks.
func beingPaid(ctx context.Context, d Deps, domain reseller.Domain) (against string, err error) {
	if err = d.Books.MayDepart(ctx, domain.ID); errors.Is(err, reseller.ErrConflict) {
		return "a renewal or restoration of the name has not ended", nil
	}
	return "", err
}

// keep leaves a name alone that must not be deleted as unpaid, and tells the operator at once: only a person can find out what it is.
// A look at the registry that failed is tried again at the next run.
func keep(ctx context.Context, d Deps, domain reseller.Domain, graceEnds time.Time, against string, failed error) error {
	if failed != nil {
		return late(ctx, d, domain, graceEnds, reseller.AsError(failed).Words, failed)
	}
	d.Log.Error("a name seems not to be paid for, and is not deleted", "name", domain.Name.String(), "reason", against)
	return d.Books.AddEvent(ctx, reseller.DomainEvent(reseller.EventUnpaidKept, domain, against, d.Clock.Now()))
}

// late tells the operator of a deletion that has not succeeded, once the grace is about to end.
func late(ctx context.Context, d Deps, domain reseller.Domain, graceEnds time.Time, reason string, err error) error {
	now := d.Clock.Now()
	if !now.Before(graceEnds.Add(-unpaidAlarm)) {
		d.Log.Error("a name that nobody paid for is still registered, and its grace ends", "name", domain.Name.String(), "ends", graceEnds, "reason", reason)
		err = errors.Join(err, d.Books.AddEvent(ctx, reseller.DomainEvent(reseller.EventUnpaidKept, domain, reason, now)))
	}
	return err
}
