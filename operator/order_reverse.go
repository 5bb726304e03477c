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
func (r Reversal) Check() error {
	if strings.TrimSpace(r.Reason) == "" {
		return invalid(PathReason, "%s is empty", PathReason)
	}
	return nil
}

// Reverse takes back a registration that the operator resolved as done and that the registry does not have: its charge goes back by
// a credit note, and the name's row is closed, once and in one transaction. The account hears of the credit note. Nothing else can
// be taken back; the errors say what to do instead.
func (u Orders) Reverse(ctx context.Context, r Reversal) (note reseller.Invoice, err error) {
	if err := r.Check(); err != nil {
		return note, err
	}
	o, err := u.Find(ctx, r.Order)
	if err != nil {
		return note, err
	}
	switch {
	case o.State.Live():
		return note, refused("order %d is %s, so there is nothing to take back", o.ID, o.State)
	case o.State != reseller.OrderDone:
		return note, refused("order %d ended as %s and charged nothing; if the registry did it after all, take the name in with an import", o.ID, o.State)
	case o.Kind != reseller.OrderRegister:
		return note, refused("order %d is a %s of %s, and only a registration can be taken back; to give its money back, use %s", o.ID, o.Kind, o.Name, HintCreditInvoice)
	}
	invoices := Invoices{Store: u.Store}
	if err := invoices.number(ctx); err != nil {
		return note, err
	}
	note, err = u.Orders.Reverse(ctx, o, strings.TrimSpace(r.Reason))
	switch {
	case errors.Is(err, reseller.ErrDuplicate):
		return note, refused("the charge of order %d has gone back before; nothing was done", o.ID)
	case errors.Is(err, reseller.ErrConflict):
		return note, refused("order %d cannot be taken back: it was not resolved as done by the operator, its name is not active any more, or something else was "+
			"ordered for it since; nothing was done", o.ID)
	case err != nil:
		return note, err
	}
	return note, invoices.number(ctx)
}
