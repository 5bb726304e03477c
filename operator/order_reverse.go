package operator

import (
	"context"
	"errors"
	"strings"

	"nameyard/reseller"
)

// Reversal asks for a wrong resolution to be taken back.
type Reversal struct {
	Order  int64
	Reason string // for the audit record and the credit note
}

// Check reports what is wrong with the request.
func (r Reversal) Check() error { return checkReason(r.Reason) }

// Reversed is what became of a Reversal.
type Reversed struct {
	Order reseller.Order
	// Document is the credit note of a charge that went back, or the invoice of one that was made after all; empty where nothing is charged.
	Document reseller.Invoice
}

// Reverse takes back how a registration, transfer, renewal or restoration has ended, once and in one transaction. One that the operator
// resolved as done and that the registry does not show: its charge goes back by a credit note, and the name's row is put right. One
// that ended as refused and that the registry shows: it is charged and done after all. The account hears of both. The errors of what
// cannot be taken back say what to do instead.
func (u Orders) Reverse(ctx context.Context, r Reversal) (done Reversed, err error) {
	o, err := u.reversible(ctx, r)
	if err != nil {
		return done, err
	}
	done.Order = o
	invoices := Invoices{Store: u.Store}
	if err := invoices.number(ctx); err != nil {
		return done, err
	}
	reason := strings.TrimSpace(r.Reason)
	if o.State == reseller.OrderRefused {
		err = u.confirm(ctx, o, reason, &done)
	} else {
		err = u.takeBack(ctx, o, reason, &done)
	}
	if err != nil {
		return done, err
	}
	return done, invoices.number(ctx)
}

// reversible finds an order whose end can be taken back.
func (u Orders) reversible(ctx context.Context, r Reversal) (o reseller.Order, err error) {
	if err := r.Check(); err != nil {
		return o, err
	}
	if o, err = u.Find(ctx, r.Order); err != nil {
		return o, err
	}
	switch {
	case o.State.Live():
		err = refused("order %d is %s, so there is nothing to take back", o.ID, o.State)
	case !o.Kind.Additive():
		err = refused("order %d is a change (%s) that costs nothing; save what is right for %s once more, which sends it to the registry", o.ID, o.Kind, o.Name)
	case o.State == reseller.OrderSuperseded:
		err = refused("a newer order took the place of order %d; nothing was done", o.ID)
	case !o.ReversedAt.IsZero():
		err = refused("order %d was taken back before; nothing was done", o.ID)
	}
	return o, err
}

func (u Orders) takeBack(ctx context.Context, o reseller.Order, reason string, done *Reversed) (err error) {
	done.Document, err = u.Orders.Reverse(ctx, o, reason)
	switch {
	case errors.Is(err, reseller.ErrDuplicate):
		return refused("the charge of order %d has gone back before; nothing was done", o.ID)
	case errors.Is(err, reseller.ErrConflict):
		return refused("order %d cannot be taken back: it was not resolved as done by the operator, its name is not as the order left it, or something else was "+
			"ordered for it since; nothing was done: to give its money back, use %s", o.ID, HintCreditInvoice)
	}
	return err
}

func (u Orders) confirm(ctx context.Context, o reseller.Order, reason string, done *Reversed) error {
	confirmed, err := u.Orders.Confirm(ctx, o, reason)
	switch {
	case errors.Is(err, reseller.ErrFunds):
		return reseller.Errorf(reseller.KindFunds, reseller.CodeFunds, "the credit of the account does not cover %s; nothing was done: %s",
			reseller.Money{Minor: o.Charge.Total(), Currency: o.Charge.Currency}, HintAddCredit)
	case errors.Is(err, reseller.ErrDuplicate), errors.Is(err, reseller.ErrConflict):
		return refused("order %d cannot be charged after all: its name is in an account, is not as the refusal left it, or something else was ordered for it since; "+
			"nothing was done", o.ID)
	case err != nil:
		return err
	}
	done.Order = confirmed
	if done.Document, err = u.Store.InvoiceOfOrder(ctx, o.ID); errors.Is(err, reseller.ErrNotFound) {
		err = nil
	}
	return err
}
