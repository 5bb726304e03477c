package notices

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"nameyard/reseller"
)

// mailWriter makes the mail of an event of what begin has put into it; false if there is none to be written.
type mailWriter func(s *Service, ctx context.Context, e reseller.Event, draft *mail) (bool, error)

// operatorMails says which event leads to which mail to the operator.
var operatorMails = map[string]mailWriter{
	reseller.EventUnpaidKept:      (*Service).unpaidKept,
	reseller.EventRenewalsStopped: (*Service).renewalsStoppedByUs,
}

// mailWriters says which event leads to which mail to its account. An event that is not here leads to none.
var mailWriters = map[string]mailWriter{
	"register.done":                     told("registered"),
	"register.refused":                  told("registration_failed"),
	"transfer.done":                     told("transferred"),
	"transfer.refused":                  told("transfer_failed"),
	"renew.done":                        told("renewed"),
	"renew.refused":                     (*Service).renewalRefused,
	"restore.done":                      told("restored"),
	"delete.done":                       (*Service).deletion,
	"release.done":                      told("gone"),
	reseller.EventTransferStarted:       told("transfer_started"),
	reseller.EventTransferAwayRequested: told("transfer_requested"),
	reseller.EventTransferredAway:       told("gone"),
	reseller.EventWrongAuthCode:         told("wrong_auth_code"),
	reseller.EventInvoiceCreated:        (*Service).invoiceWritten,
	reseller.EventInvoiceCancelled:      (*Service).invoiceCancelled,
	reseller.EventInvoiceCredited:       (*Service).invoiceCredited,
	reseller.EventRenewalFailed:         (*Service).renewalFailed,
	reseller.EventDeletingUnpaid:        told("deleting_unpaid"),
	reseller.EventRenewalsStopped:       (*Service).renewalsStopped,
	reseller.EventPricesPlanned:         (*Service).pricesPlanned,
	reseller.EventPricesCancelled:       (*Service).pricesCancelled,
	reseller.EventRedemptionStarted:     (*Service).deletion,
	reseller.EventDeleted:               (*Service).deletion,
	reseller.EventVerificationNeeded:    (*Service).verificationNeeded,
	reseller.EventVerified:              told("verified"),
	reseller.EventHoldSet:               told("hold_set"),
	reseller.EventHoldLifted:            told("hold_lifted"),
	reseller.EventWebhookDisabled:       told("webhook_disabled"),
	reseller.EventForwardsIdle:          (*Service).forwardsIdle,
	reseller.EventSpendCapReached:       (*Service).spendCapReached,
	reseller.EventCreditBelow:           (*Service).creditBelow,
	reseller.EventPaymentPaid:           (*Service).cardCharged,
	reseller.EventPaymentDeclined:       told("card_declined"),
	reseller.EventTopUpPaused:           told("top_up_paused"),
}

// Tells reports whether events of a kind may lead to a mail.
func Tells(event string) bool { return mailWriters[event] != nil }

// told is a mail that says what the event and the name's row say.
func told(kind string) mailWriter {
	return func(_ *Service, _ context.Context, _ reseller.Event, draft *mail) (bool, error) {
		draft.kind = kind
		return true, nil
	}
}

// forwardsIdle tells of e-mail forwards that have no effect.
func (s *Service) forwardsIdle(_ context.Context, e reseller.Event, draft *mail) (bool, error) {
	draft.kind, draft.facts.Count, draft.facts.More = "forwards_idle", e.Detail.Count, e.Detail.Count-len(e.Detail.Forwards)
	for _, f := range e.Detail.Forwards {
		draft.facts.Findings = append(draft.facts.Findings, oneLine(f))
	}
	return true, nil
}

// invoiceWritten tells of a renewal invoice: what it asks for, when it is due, and whether the credit covers it.
func (s *Service) invoiceWritten(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	i, err := s.numbered(ctx, e.AccountID, e.Detail.Invoice)
	if errors.Is(err, reseller.ErrNotFound) || err == nil && i.Status == reseller.InvoiceCancelled {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	b, err := s.Store.Balance(ctx, e.AccountID)
	if err != nil {
		return false, err
	}
	draft.kind, draft.cause, draft.invoice = "renewal_invoice", invoiceCause(i.ID), i.ID
	f := &draft.facts
	f.Invoice, f.Due, f.Paid = i.Number, i.Due, i.Status == reseller.InvoicePaid
	f.Amount = reseller.Money{Minor: i.Charge.Total(), Currency: i.Charge.Currency}
	f.Tax = reseller.Money{Minor: i.Charge.Tax, Currency: i.Charge.Currency}
	f.Available = reseller.Money{Minor: b.Available, Currency: b.Currency}
	f.Missing = reseller.Money{Minor: max(i.Charge.Total()-b.Available, 0), Currency: b.Currency}
	f.PaidThrough, f.Renewed, f.Expired = i.Term, reseller.AddYears(i.Term, i.Years()), !i.Term.After(i.CreatedAt)
	return true, nil
}

// numbered reads an invoice or credit note of an account after those without a number have theirs, so that a mail can name it.
func (s *Service) numbered(ctx context.Context, account, id int64) (reseller.Invoice, error) {
	if _, err := s.Store.NumberInvoices(ctx, 1000); err != nil {
		return reseller.Invoice{}, err
	}
	return s.Store.Invoice(ctx, account, strconv.FormatInt(id, 10))
}

func invoiceCause(id int64) string { return fmt.Sprintf("invoice:%d", id) }

// invoiceCancelled tells of the end of an invoice, if its account has heard of it, and attaches the credit note of a numbered one.
func (s *Service) invoiceCancelled(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	known, err := s.Store.KnownCauses(ctx, []string{invoiceCause(e.Detail.Invoice)})
	if err != nil || !known[invoiceCause(e.Detail.Invoice)] {
		return false, err
	}
	i, err := s.Store.Invoice(ctx, e.AccountID, strconv.FormatInt(e.Detail.Invoice, 10))
	if err != nil {
		return false, err
	}
	draft.kind, draft.facts.Invoice = "invoice_cancelled", i.Number
	if e.Detail.Note == 0 { // it had no number, or a server of before has cancelled it
		return true, nil
	}
	note, err := s.numbered(ctx, e.AccountID, e.Detail.Note)
	draft.invoice, draft.facts.Note = note.ID, note.Number
	return err == nil, err
}

// invoiceCredited tells of a credit note over a paid invoice, and attaches it.
func (s *Service) invoiceCredited(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	note, err := s.numbered(ctx, e.AccountID, e.Detail.Invoice)
	if err != nil {
		return false, err
	}
	credited, err := s.Store.Invoice(ctx, e.AccountID, strconv.FormatInt(note.Credits, 10))
	if err != nil {
		return false, err
	}
	draft.kind, draft.cause, draft.invoice = "invoice_credited", invoiceCause(note.ID), note.ID
	f := &draft.facts
	f.Invoice, f.Credited = note.Number, credited.Number
	f.Amount = reseller.Money{Minor: -note.Charge.Total(), Currency: note.Charge.Currency}
	f.Tax = reseller.Money{Minor: -note.Charge.Tax, Currency: note.Charge.Currency}
	return true, nil
}

// renewalFailed tells why a name was not renewed, once for each term and reason.
func (s *Service) renewalFailed(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	if e.Detail.Code == reseller.CodeFunds {
		set, err := s.Store.TopUp(ctx, e.AccountID)
		if err != nil {
			return false, err
		}
		if set.State == reseller.TopUpOn && e.Detail.Currency != "" {
			draft.facts.TopUpBelow = reseller.Money{Minor: set.Below, Currency: e.Detail.Currency}
		}
	}
	draft.kind, draft.cause = "renewal_failed", fmt.Sprintf("renewal_failed:%d:%s:%s", e.DomainID, e.Detail.Term, e.Detail.Code)
	draft.facts.Code = e.Detail.Code
	return true, nil
}

// renewalRefused is renewalFailed for what a registry refused. Who renews a name by hand has the refusal as the answer.
func (s *Service) renewalRefused(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	e.Detail.Term = draft.facts.PaidThrough.UTC().Format(time.DateOnly)
	wanted, err := s.renewalFailed(ctx, e, draft)
	return wanted && draft.facts.AutoRenew, err
}

// deletion tells that a name has been deleted, and what it costs to have it back while that is possible.
func (s *Service) deletion(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	term := draft.facts.PaidThrough.UTC().Format(time.DateOnly)
	if draft.facts.state != reseller.DomainRedemption {
		draft.kind, draft.cause = "deleted", fmt.Sprintf("deleted:%d:%s", e.DomainID, term)
		return draft.facts.state == reseller.DomainDeleted, nil
	}
	draft.kind, draft.cause = "redemption", fmt.Sprintf("redemption:%d:%s", e.DomainID, term)
	if days := s.Rules[draft.facts.tld].RestorableDays(); days > 0 {
		draft.facts.RestorableUntil = e.At.Add(reseller.Days(days))
	}
	account, err := s.Store.Account(ctx, e.AccountID)
	if err != nil {
		return false, err
	}
	price, err := s.Store.Price(ctx, account, draft.facts.tld, reseller.OpRestore, 1)
	if errors.Is(err, reseller.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	charge, err := reseller.ChargeOf(price.Price, account.TaxRatePPM)
	draft.facts.Price = reseller.Money{Minor: charge.Total(), Currency: charge.Currency}
	return true, err
}

// unpaidKept goes to the operator.
func (s *Service) unpaidKept(_ context.Context, _ reseller.Event, draft *mail) (bool, error) {
	draft.kind, draft.account = "operator_unpaid_kept", 0
	return true, nil
}

// renewalsStopped tells an account that its names will be lost, which and when.
func (s *Service) renewalsStopped(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	names, all, err := s.Store.NamesByEnd(ctx, e.AccountID, false, listed)
	if err != nil {
		return false, err
	}
	for _, d := range names {
		draft.facts.Renewals = append(draft.facts.Renewals, Renewal{Domain: d.Name.BothForms(), PaidThrough: d.PaidThrough})
	}
	draft.kind, draft.facts.Count, draft.facts.More = "renewals_stopped", e.Detail.Count, all-len(names)
	return true, nil
}

// renewalsStoppedByUs tells the operator the same, and whose names they are.
func (s *Service) renewalsStoppedByUs(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	account, err := s.Store.Account(ctx, e.AccountID)
	if err != nil {
		return false, err
	}
	if _, err := s.renewalsStopped(ctx, e, draft); err != nil {
		return false, err
	}
	draft.kind, draft.account, draft.facts.Account = "operator_renewals_stopped", 0, account.Email
	draft.cause += ":operator"
	return true, nil
}
