package notices

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"nameyard/reseller"
)

const (
	// reader is this package among the readers of events.
	reader = "notices"
	// eventsAtOnce is how many events one step takes up.
	eventsAtOnce = 200
)

// mail is a mail before it is written out.
type mail struct {
	kind    string // which template
	cause   string
	account int64
	domain  int64
	invoice int64
	term    time.Time // see reseller.Mail
	expires time.Time
	facts   Facts
}

// mailWriters says which event leads to which mail. An event that is not here leads to none.
var mailWriters = map[string]func(o *Service, ctx context.Context, e reseller.Event, l *mail) (bool, error){
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
	reseller.EventInvoiceCreated:        (*Service).invoiceWritten,
	reseller.EventInvoiceCancelled:      (*Service).invoiceCancelled,
	reseller.EventRenewalFailed:         (*Service).renewalFailed,
	reseller.EventDeletingUnpaid:        told("deleting_unpaid"),
	reseller.EventUnpaidKept:            (*Service).unpaidKept,
	reseller.EventRedemptionStarted:     (*Service).deletion,
	reseller.EventDeleted:               (*Service).deletion,
	reseller.EventWebhookDisabled:       told("webhook_disabled"),
}

// told is a letter that says what the event and the name's row say.
func told(kind string) func(*Service, context.Context, reseller.Event, *mail) (bool, error) {
	return func(_ *Service, _ context.Context, _ reseller.Event, l *mail) (bool, error) {
		l.kind = kind
		return true, nil
	}
}

// WriteMails writes the mails that new events lead to.
func (o *Service) WriteMails(ctx context.Context) error {
	last, err := o.Store.EventCursor(ctx, reader)
	if err != nil {
		return err
	}
	from, since := last.Seq, last.NewsSince(o.Clock.Now())
	for ctx.Err() == nil {
		events, err := o.Store.Events(ctx, 0, from, eventsAtOnce)
		if err != nil || len(events) == 0 && !last.At.IsZero() {
			return err
		}
		to := from
		if len(events) > 0 {
			to = events[len(events)-1].Seq
		}
		mails, err := o.mailsOf(ctx, events, since)
		if err != nil {
			return err
		}
		err = o.Store.SaveNotices(ctx, reseller.Notices{Reader: reader, From: from, To: to, Mails: mails})
		if errors.Is(err, reseller.ErrConflict) {
			return nil // another server writes them
		}
		if err != nil {
			return err
		}
		if from = to; len(events) == 0 {
			return nil // it is noted that there was nothing yet
		}
	}
	return ctx.Err()
}

func (o *Service) mailsOf(ctx context.Context, events []reseller.Event, since time.Time) ([]reseller.Mail, error) {
	var mails []reseller.Mail
	for _, e := range events {
		write := mailWriters[e.Kind]
		if write == nil || e.At.Before(since) {
			continue
		}
		l, err := o.begin(ctx, e)
		if err != nil {
			return nil, err
		}
		wanted, err := write(o, ctx, e, l)
		if err != nil {
			return nil, fmt.Errorf("notice of event %d (%s): %w", e.ID, e.Kind, err)
		}
		if !wanted {
			continue
		}
		m, ok, err := o.write(ctx, *l)
		if err != nil {
			return nil, err
		}
		if ok {
			mails = append(mails, m)
		}
	}
	return mails, nil
}

// begin makes a letter with what an event and the name's row say.
func (o *Service) begin(ctx context.Context, e reseller.Event) (*mail, error) {
	l := &mail{cause: fmt.Sprintf("event:%d", e.ID), account: e.AccountID, domain: e.DomainID, facts: Facts{
		Domain: e.Detail.Name, Order: e.OrderID, Years: e.Detail.Years, Reason: oneLine(e.Detail.Reason), At: e.At,
		Amount: reseller.Money{Minor: e.Detail.Total, Currency: e.Detail.Currency},
	}}
	if e.DomainID == 0 {
		return l, nil
	}
	d, err := o.Store.DomainByID(ctx, e.DomainID)
	if errors.Is(err, reseller.ErrNotFound) {
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	o.describe(l, d)
	return l, nil
}

// describe puts what a domain row says into a letter.
func (o *Service) describe(l *mail, d reseller.Domain) {
	l.domain = d.ID
	l.facts.Domain = shown(d.Name)
	l.facts.PaidThrough, l.facts.AutoRenew, l.facts.state = d.PaidThrough, d.AutoRenew, d.State
	l.facts.tld = d.Name.TLD()
	if until := renewableFor(o.Rules[d.Name.TLD()]); until > 0 && !d.PaidThrough.IsZero() {
		l.facts.RenewableUntil = d.PaidThrough.Add(until)
	}
}

// shown is a name as people read it, with its ACE form if that differs.
func shown(n reseller.Name) string {
	if n.Unicode() == n.String() {
		return n.String()
	}
	return n.Unicode() + " (" + n.String() + ")"
}

// renewableFor is how long after its paid time a name can still be renewed.
func renewableFor(rules reseller.TLD) time.Duration {
	if rules.RegistryAutorenews {
		return reseller.KeptUnpaid(rules.AutorenewGraceDays)
	}
	return reseller.Days(rules.ExpiredDays + rules.DeactivatedDays)
}

// write writes a letter out for its account, in its language. ok is false where nobody is to get it.
func (o *Service) write(ctx context.Context, l mail) (m reseller.Mail, ok bool, err error) {
	language, to := "en", o.Operator
	if l.account != 0 {
		account, err := o.Store.Account(ctx, l.account)
		if errors.Is(err, reseller.ErrNotFound) {
			return m, false, nil
		}
		if err != nil {
			return m, false, err
		}
		language, to = account.Language, account.Email
		l.facts.Account = oneLine(account.Name)
	}
	if to == "" || slices.Contains(o.Skip, l.kind) {
		return m, false, nil
	}
	l.facts.House, l.facts.lang = o.House, language
	page, err := o.Templates.Render(language, l.kind, l.facts)
	if err != nil {
		return m, false, err
	}
	return reseller.Mail{
		Cause: l.cause, AccountID: l.account, DomainID: l.domain, InvoiceID: l.invoice, Kind: l.kind, To: to,
		Subject: page.Subject, Text: page.Text, HTML: page.HTML, Term: l.term, Expires: l.expires,
	}, true, nil
}

// invoiceWritten tells of a renewal invoice: what it asks for, when it is due, and whether the credit covers it.
func (o *Service) invoiceWritten(ctx context.Context, e reseller.Event, l *mail) (bool, error) {
	if _, err := o.Store.NumberInvoices(ctx, 1000); err != nil { // so that the mail can name it
		return false, err
	}
	i, err := o.Store.Invoice(ctx, e.AccountID, strconv.FormatInt(e.Detail.Invoice, 10))
	if errors.Is(err, reseller.ErrNotFound) || err == nil && i.Status == reseller.InvoiceCancelled {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	b, err := o.Store.Balance(ctx, e.AccountID)
	if err != nil {
		return false, err
	}
	l.kind, l.cause, l.invoice = "renewal_invoice", invoiceCause(i.ID), i.ID
	f := &l.facts
	f.Invoice, f.Due, f.Paid = i.Number, i.Due, i.Status == reseller.InvoicePaid
	f.Amount = reseller.Money{Minor: i.Charge.Total(), Currency: i.Charge.Currency}
	f.Tax = reseller.Money{Minor: i.Charge.Tax, Currency: i.Charge.Currency}
	f.Available = reseller.Money{Minor: b.Available, Currency: b.Currency}
	f.Missing = reseller.Money{Minor: max(i.Charge.Total()-b.Available, 0), Currency: b.Currency}
	f.PaidThrough, f.Renewed = i.Term, reseller.AddYears(i.Term, i.Years())
	return true, nil
}

func invoiceCause(id int64) string { return fmt.Sprintf("invoice:%d", id) }

// invoiceCancelled tells of the end of an invoice, if its account has heard of it.
func (o *Service) invoiceCancelled(ctx context.Context, e reseller.Event, l *mail) (bool, error) {
	known, err := o.Store.KnownCauses(ctx, []string{invoiceCause(e.Detail.Invoice)})
	if err != nil || !known[invoiceCause(e.Detail.Invoice)] {
		return false, err
	}
	i, err := o.Store.Invoice(ctx, e.AccountID, strconv.FormatInt(e.Detail.Invoice, 10))
	if err != nil {
		return false, err
	}
	l.kind, l.facts.Invoice = "invoice_cancelled", i.Number
	return true, nil
}

// renewalFailed tells why a name was not renewed, once for each term and reason.
func (o *Service) renewalFailed(_ context.Context, e reseller.Event, l *mail) (bool, error) {
	l.kind, l.cause = "renewal_failed", fmt.Sprintf("renewal_failed:%d:%s:%s", e.DomainID, e.Detail.Term, e.Detail.Code)
	l.facts.Code = e.Detail.Code
	return true, nil
}

// renewalRefused is renewalFailed for what a registry refused. Of a name that is renewed by hand its caller heard.
func (o *Service) renewalRefused(ctx context.Context, e reseller.Event, l *mail) (bool, error) {
	e.Detail.Term = l.facts.PaidThrough.UTC().Format(time.DateOnly)
	wanted, err := o.renewalFailed(ctx, e, l)
	return wanted && l.facts.AutoRenew, err
}

// deletion tells that a name has been deleted, and what it costs to have it back while that is possible.
func (o *Service) deletion(ctx context.Context, e reseller.Event, l *mail) (bool, error) {
	term := l.facts.PaidThrough.UTC().Format(time.DateOnly)
	if l.facts.state != reseller.DomainRedemption {
		l.kind, l.cause = "deleted", fmt.Sprintf("deleted:%d:%s", e.DomainID, term)
		return l.facts.state == reseller.DomainDeleted, nil
	}
	l.kind, l.cause = "redemption", fmt.Sprintf("redemption:%d:%s", e.DomainID, term)
	if days := o.Rules[l.facts.tld].RedemptionDays; days > 0 {
		l.facts.RestorableUntil = e.At.Add(reseller.Days(days))
	}
	account, err := o.Store.Account(ctx, e.AccountID)
	if err != nil {
		return false, err
	}
	price, err := o.Store.Price(ctx, l.facts.tld, account.Currency, reseller.OpRestore, 1)
	if errors.Is(err, reseller.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	charge, err := reseller.ChargeOf(price, account.TaxRatePPM)
	l.facts.Price = reseller.Money{Minor: charge.Total(), Currency: charge.Currency}
	return true, err
}

// unpaidKept goes to the operator.
func (o *Service) unpaidKept(_ context.Context, _ reseller.Event, l *mail) (bool, error) {
	l.kind, l.account = "operator_unpaid_kept", 0
	return true, nil
}
