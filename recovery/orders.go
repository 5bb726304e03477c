package recovery

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// ordersPage is how many orders are read at once.
const ordersPage = 200

// settled gives errWaits while what was sent right before the restore may still take effect.
func (c *comparison) settled(context.Context) error {
	if !c.underWay() {
		return nil
	}
	c.Log.Info("after a restore: what was sent right before it may still take effect")
	return errWaits
}

// orders ends what was unfinished in the backup: all that is, as none is placed before the restore is lifted. errWaits if some must be looked at again.
func (c *comparison) orders(ctx context.Context) error {
	waiting := 0
	for after := int64(0); ; {
		page, err := c.Books.UnfinishedOrders(ctx, after, ordersPage)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		for _, o := range page {
			after = o.ID
			waits, err := c.order(ctx, o)
			if err != nil {
				return err
			}
			if waits {
				waiting++
			}
		}
	}
	if waiting > 0 {
		c.Log.Info("after a restore: orders of the backup may still take effect", "orders", waiting)
		return errWaits
	}
	return nil
}

// order ends one order as far as its registry tells. It waits while it may still take effect, or while a worker has it. The
// finding comes after the end: should the database fail between the two, only the order itself tells what became of it.
func (c *comparison) order(ctx context.Context, o reseller.Order) (waits bool, err error) {
	ctx, stop := context.WithTimeout(ctx, registryTime)
	defer stop()
	if c.boughtByAnother(o) {
		return c.giveUp(ctx, o)
	}
	end, err := c.Orders.Recover(ctx, o, c.told(o), c.restoredAt())
	if errors.Is(err, reseller.ErrConflict) {
		return true, nil // a worker has it, or had it when the backup was made
	}
	if err != nil {
		return false, err
	}
	until := c.restoredAt()
	if o.SentAt.After(until) {
		until = o.SentAt
	}
	if end.State == reseller.OrderUnknown && end.Reason == o.Reason && c.Clock.Now().Before(until.Add(slack)) {
		return true, nil
	}
	if end.State.Live() && end.Kind == reseller.OrderRenew && end.Code == reseller.CodeNeedsOperator {
		c.unclear[end.DomainID] = end
	}
	detail := fmt.Sprintf("order %d (%s) was %s in the backup and is %s: %s", o.ID, o.Kind, o.State, end.State, end.Reason)
	if end.State.Live() {
		detail += "; it stays open, see \"nameyard order list --unfinished\""
	}
	return false, c.note(ctx, reseller.FoundOrder, fmt.Sprintf("order:%d", o.ID), o.AccountID, o.Name.String(), detail)
}

// restoredAt is the business time of the restore, which ends what the server before it may have sent.
func (c *comparison) restoredAt() time.Time {
	return c.Clock.Now().Add(c.restore.StartedAt.Sub(c.Clock.Wall()))
}

// boughtByAnother reports whether a registry's log says that the name of an order came to us after the backup by an order that the books do not
// have, and not by this one: it may be another account's.
func (c *comparison) boughtByAnother(o reseller.Order) bool {
	if o.Kind != reseller.OrderRegister && o.Kind != reseller.OrderTransfer || c.told(o) != nil {
		return false
	}
	return slices.ContainsFunc(c.lost[o.Name.String()], func(e registry.Effect) bool {
		base := reseller.ClTRIDBaseOf(e.ClTRID)
		return gains(e) && base != "" && base != o.ClTRIDBase
	})
}

// giveUp ends an order whose name another one bought; the name goes to the lost-and-found account.
func (c *comparison) giveUp(ctx context.Context, o reseller.Order) (waits bool, err error) {
	const why = "the books were restored from a backup in which this was unfinished; the name came by another order since; nothing was charged"
	err = c.Orders.CloseRestored(ctx, o, why)
	if errors.Is(err, reseller.ErrConflict) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return false, c.note(ctx, reseller.FoundOrder, fmt.Sprintf("order:%d", o.ID), o.AccountID, o.Name.String(),
		fmt.Sprintf("order %d (%s) was %s in the backup and is refused: %s", o.ID, o.Kind, o.State, why))
}
