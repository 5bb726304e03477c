package orders

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// Change places an order that changes a domain at its registry and costs nothing. Changes to one domain run one at a
// time, in order; a newer one takes the place of an unfinished one of its slot, and an equal one joins it. Change waits for
// the end until AnswerBy. As with Buy, how the order ended is in the Result: see Verdict.
func (d *Desk) Change(ctx context.Context, r Request) (Result, error) {
	hash, err := d.key.HashParams(r.Wish)
	if err != nil {
		return Result{}, err
	}
	if r.Key != "" {
		if earlier, err := d.byKey(ctx, r, hash); earlier != nil || err != nil {
			return d.waitIf(ctx, earlier, r, err)
		}
	}
	o := d.newOrder(r, hash)
	o, joined, err := d.store.OpenChange(ctx, reseller.Opening{
		Order: o, LiveKey: changeKey(o.DomainID), Holder: d.holder, Exclusive: kinds[r.Kind].exclusive, Settle: d.set.Settle,
	})
	switch {
	case errors.Is(err, reseller.ErrDuplicate) && r.Key != "":
		earlier, err := d.byKey(ctx, r, hash)
		return d.waitIf(ctx, earlier, r, err)
	case errors.Is(err, reseller.ErrConflict):
		return Result{}, reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress,
			"%s cannot be changed now: another order for it is in progress or it has left this account; nothing was done", r.Name)
	case err != nil:
		return Result{}, err
	}
	if !joined && o.State == reseller.OrderSending {
		d.launch(o, "")
	}
	return d.wait(ctx, o, r.AnswerBy)
}

func (d *Desk) waitIf(ctx context.Context, o *reseller.Order, r Request, err error) (Result, error) {
	if err != nil || o == nil {
		return Result{}, err
	}
	return d.wait(ctx, *o, r.AnswerBy)
}

// Verdict turns an order into the error that its caller should see: nil if it is done.
func Verdict(o reseller.Order) error {
	var e *reseller.Error
	switch {
	case o.State == reseller.OrderDone:
		return nil
	case o.State == reseller.OrderRefused:
		e = reseller.Errorf(reseller.KindRefused, o.Code, "%s", o.Reason)
	case o.State == reseller.OrderSuperseded:
		e = reseller.Errorf(reseller.KindConflict, reseller.CodeSuperseded, "order %d was not carried out: %s", o.ID, o.Reason)
	default:
		e = reseller.Errorf(reseller.KindPending, reseller.CodePending, "in progress as order %d, do not order again", o.ID)
	}
	e.Order = o.ID
	return e
}

// nextChange sends the next queued change of a domain on its way, if the line is free.
func (d *Desk) nextChange(ctx context.Context, domain int64) {
	o, ok, err := d.store.NextChange(ctx, domain, changeKey(domain), d.holder, d.leaseEnd(), d.set.Settle)
	if err != nil {
		d.log.Error("cannot take the next change of a domain; reconcile will", "domain", domain, "err", err)
		return
	}
	if ok {
		d.launch(o, "")
	}
}
