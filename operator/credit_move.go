package operator

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"nameyard/reseller"
)

// money checks what is asked for, and reads its amount.
func (m CreditMove) money(account reseller.Account) (reseller.Money, error) {
	var bad reseller.Faults
	switch {
	case !slices.Contains(reseller.CreditKinds, m.Kind):
		bad.Add(invalid(PathKind, "%s is %q, it must be payment, refund or correction", PathKind, m.Kind))
	case m.Kind == reseller.CreditRefund && m.Take:
		bad.Add(invalid(PathKind, "a refund adds credit: to take one back, book a correction"))
	case m.Kind != reseller.CreditRefund && m.About != "":
		bad.Add(invalid(PathAbout, "only a refund names an invoice or an order"))
	}
	if m.Kind != reseller.CreditPayment && m.Note == "" {
		bad.Add(invalid(PathNote, "%s is empty: a refund and a correction say why", PathNote))
	}
	money, err := reseller.ReadMoney(m.Amount, account.Currency)
	switch {
	case err != nil:
		bad.Add(invalid(PathAmount, "%v", err))
	case money.Minor <= 0:
		bad.Add(invalid(PathAmount, "the amount is %s, it must be more than zero, also where credit is taken", m.Amount))
	case money.Minor > reseller.MaxAmount:
		bad.Add(invalid(PathAmount, "the amount is too large: %s at most", reseller.Money{Minor: reseller.MaxAmount, Currency: account.Currency}))
	}
	return money, bad.Err()
}

// refunded is the order whose charge a refund gives back, or a part of it, and what it refunds as its note has it: an invoice or an order of the account. Whether
// as much of the charge is left is asked when it is booked.
func (u Credit) refunded(ctx context.Context, account reseller.Account, m CreditMove) (order int64, about string, err error) {
	if m.About == "" {
		return 0, "", nil
	}
	none := invalid(PathAbout, "%s has no invoice and no order %.40q", account.Email, m.About)
	invoice, err := u.Store.Invoice(ctx, account.ID, m.About)
	if err == nil && invoice.Number == m.About {
		return invoice.OrderID, "invoice " + invoice.Number, u.refundable(ctx, invoice)
	}
	if err != nil && !errors.Is(err, reseller.ErrNotFound) {
		return 0, "", err
	}
	id, err := strconv.ParseInt(m.About, 10, 64)
	if err != nil {
		return 0, "", none
	}
	o, err := u.Store.Order(ctx, id)
	if errors.Is(err, reseller.ErrNotFound) || err == nil && o.AccountID != account.ID {
		return 0, "", none
	}
	return id, "order " + strconv.FormatInt(id, 10), err
}

// refundable refuses to give for an invoice what was not paid, or has gone back.
func (u Credit) refundable(ctx context.Context, i reseller.Invoice) error {
	if i.Status != reseller.InvoicePaid || i.Credits != 0 {
		return invalid(PathAbout, "%s is no invoice that was paid", i.Number)
	}
	note, err := u.Store.CreditNoteOf(ctx, i)
	switch {
	case err == nil:
		return invalid(PathAbout, "invoice %s was credited already, by credit note %s", i.Number, note.Number)
	case !errors.Is(err, reseller.ErrNotFound):
		return err
	}
	return nil
}

// sameMove finds the entry that a reference has posted, and refuses one that has posted something else: a payment under it would vanish.
func (u Credit) sameMove(ctx context.Context, account reseller.Account, m CreditMove, refunds int64, asked reseller.Money) (reseller.Entry, error) {
	entry, err := u.Store.EntryByRef(ctx, account.ID, m.Ref)
	if err != nil {
		return entry, err
	}
	if m.Take {
		asked.Minor = -asked.Minor
	}
	was, _ := entry.Moved()
	switch {
	case was != asked.Minor:
		return entry, refused("reference %.60q has posted %s already, not %s; nothing was changed", m.Ref, reseller.Money{Minor: was, Currency: account.Currency}, asked)
	case entry.Kind != m.Kind.Entry(m.Take):
		return entry, refused("reference %.60q has posted a %s already, not a %s; nothing was changed", m.Ref, entry.Kind, m.Kind.Entry(m.Take))
	case entry.Refunds != refunds:
		return entry, refused("reference %.60q has posted a refund of something else already; nothing was changed", m.Ref)
	}
	return entry, nil
}
