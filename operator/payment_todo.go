package operator

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"nameyard/reseller"
)

// of says what is left to do for a payment, with the command and its exact reference.
func (u Payments) of(ctx context.Context, p reseller.Payment, a reseller.Account) (PaymentOf, error) {
	o := PaymentOf{Payment: p, Account: a}
	var err error
	if o.Needs, err = u.Store.PaymentNeeds(ctx, p.ID); err != nil {
		return o, err
	}
	if o.Left, err = u.Store.PaymentDismissals(ctx, p.ID); err != nil {
		return o, err
	}
	on := a
	if !o.Needs.PutRight && o.Needs.CreditedOn != 0 && o.Needs.CreditedOn != a.ID {
		if on, err = u.account(ctx, o.Needs.CreditedOn); err != nil {
			return o, err
		}
	}
	o.Todo, o.Command = todo(o, on)
	if need, _ := o.Needs.Need(); need != "" && !o.Needs.Undecided {
		o.Dismiss = o.dismissal()
	}
	return o, nil
}

// todo is what is left to do for a payment; on is the account that has its credit.
func todo(o PaymentOf, on reseller.Account) (words, command string) {
	n := o.Needs
	switch {
	case n.Credit > 0:
		return "it was received and is not credited: refund it at the provider, or credit it", o.move(o.Account, "add", n.Credit, n.Ref)
	case n.Take > 0:
		return "the provider has refunded it: take the amount from the account, or dismiss it if the credit is meant to stay", o.move(on, "take", n.Take, n.Ref) + " --note=refunded"
	case n.Disputed > 0 && n.Ref == "":
		return "the bank of the card takes it back, and it is not credited: answer at the provider", ""
	case n.Undecided && len(o.Disputes) > 1:
		return fmt.Sprintf("dispute %s of %d is not decided: answer at the provider; if it is lost, take its amount from the account", n.Dispute, len(o.Disputes)), o.move(on, "take", n.Disputed, n.Ref) + " --note=disputed"
	case n.Undecided:
		return "the bank of the card takes it back: answer at the provider; if the dispute is lost, take the amount from the account", o.move(on, "take", n.Disputed, n.Ref) + " --note=disputed"
	case n.Disputed > 0 && len(o.Disputes) > 1:
		return fmt.Sprintf("dispute %s of %d is lost: take its amount from the account, or dismiss it if the credit is meant to stay", n.Dispute, len(o.Disputes)), o.move(on, "take", n.Disputed, n.Ref) + " --note=disputed"
	case n.Disputed > 0:
		return "the dispute is lost: take the amount from the account, or dismiss it if the credit is meant to stay", o.move(on, "take", n.Disputed, n.Ref) + " --note=disputed"
	case n.Correct > 0:
		return "less of it is on the account than should be, as after a refund that has failed or a dispute that was won: credit the rest", o.move(on, "add", n.Correct, n.Ref) + " --note=corrected"
	case n.Correct < 0:
		return "more of it is on the account than should be: take the rest", o.move(on, "take", -n.Correct, n.Ref) + " --note=corrected"
	case n.Elsewhere != 0:
		return fmt.Sprintf("its reference was entered for another account, %s: take it from there, credit %s with what the provider has of it (%s), without this reference, then dismiss it",
			on.Email, o.Account.Email, reseller.Money{Minor: o.Received.Minor - o.Returned(), Currency: o.Received.Currency}), o.dismissal()
	}
	return "", ""
}

// dismissal is the command that dismisses what is left to do.
func (o PaymentOf) dismissal() string {
	return fmt.Sprintf("nameyard payment dismiss %d %s --reason=TEXT", o.ID, o.left().Decimal())
}

// left is what is left to do, as an amount.
func (o PaymentOf) left() reseller.Money {
	_, minor := o.Needs.Need()
	return reseller.Money{Minor: max(minor, -minor), Currency: o.Received.Currency}
}

// move is the command that moves credit of an account under a reference.
func (o PaymentOf) move(a reseller.Account, which string, minor int64, ref string) string {
	whose := a.Email
	if whose == "" {
		whose = "EMAIL"
	}
	amount := "AMOUNT" // in the account's currency, where another one was received
	if a.Currency == o.Received.Currency || a.Currency == "" {
		amount = reseller.Money{Minor: minor, Currency: o.Received.Currency}.Decimal()
	}
	return fmt.Sprintf("nameyard credit %s %s %s --ref %s", which, whose, amount, ref)
}

// Dismissal dismisses what is left to do about a card payment.
type Dismissal struct {
	ID     int64
	Reason string // for the audit record and the list
	Seen   string // what was shown to be left (PaymentNeeds.String); "" = Amount says
	Amount string // what was shown to be left, in the currency that was received; "" = Seen says
}

// Dismiss notes that what is left to do about a card payment is not to be done: a refund that is meant to leave the credit, what was put right in another way. What goes back of it later is
// told again. It is audited. A dispute that the bank has not decided cannot be dismissed.
func (u Payments) Dismiss(ctx context.Context, d Dismissal) (PaymentOf, error) {
	if err := checkReason(d.Reason); err != nil {
		return PaymentOf{}, err
	}
	now, err := u.Find(ctx, d.ID)
	if err != nil {
		return now, err
	}
	need, _ := now.Needs.Need()
	switch {
	case need == "":
		return now, refused("nothing is left to do about card payment %d; nothing was changed", d.ID)
	case now.Needs.Undecided:
		return now, refused("the dispute of card payment %d is not decided yet; nothing was changed: answer at the provider", d.ID)
	case d.Amount == "" && d.Seen != now.Needs.String():
		return now, errPaymentMoved(d.ID)
	case d.Amount != "" && d.Amount != now.left().Decimal():
		return now, refused("what is left to do about card payment %d is %s, not %.40q; nothing was changed: look again", d.ID, now.left(), d.Amount)
	}
	err = u.Store.DismissPayment(ctx, d.ID, now.Needs, strings.TrimSpace(d.Reason), reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrConflict) {
		return now, errPaymentMoved(d.ID)
	}
	if err != nil {
		return now, err
	}
	return u.Find(ctx, d.ID)
}

func errPaymentMoved(id int64) error {
	return refused("what is left to do about card payment %d has changed meanwhile; nothing was changed: look again", id)
}
