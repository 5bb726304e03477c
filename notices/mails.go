package notices

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"nameyard/events"
	"nameyard/reseller"
)

// reader is this package among the readers of events.
const reader = "notices"

// mail is a mail before it is written out.
type mail struct {
	kind    string // which template
	cause   string
	account int64
	domain  int64
	invoice int64
	term    time.Time // see reseller.Mail
	expires time.Time
	to      string // who gets it; "" = its account, or the operator
	// language is that of who gets it, a person of the account or of the operator; "" = the account's, and then its name is not for others.
	language string
	facts    Facts
}

// WriteMails writes the mails that new events lead to.
func (s *Service) WriteMails(ctx context.Context) error {
	return events.Read(ctx, s.Store, reader, s.Clock.Now(), func(ctx context.Context, page events.Page) error {
		mails, err := s.mailsOf(ctx, page.News)
		if err != nil {
			return err
		}
		return s.Store.SaveNotices(ctx, reseller.Notices{Reader: reader, From: page.From, To: page.To, Mails: mails})
	})
}

func (s *Service) mailsOf(ctx context.Context, news []reseller.Event) ([]reseller.Mail, error) {
	var mails []reseller.Mail
	for _, e := range news {
		for _, write := range []mailWriter{mailWriters[e.Kind], operatorMails[e.Kind]} {
			if write == nil {
				continue
			}
			m, ok, err := s.mailOf(ctx, e, write)
			if err != nil {
				return nil, fmt.Errorf("notice of event %d (%s): %w", e.ID, e.Kind, err)
			}
			if ok {
				mails = append(mails, m)
			}
		}
	}
	return mails, nil
}

// mailOf writes one mail of an event; ok is false if there is none to be written.
func (s *Service) mailOf(ctx context.Context, e reseller.Event, write mailWriter) (m reseller.Mail, ok bool, err error) {
	draft, err := s.begin(ctx, e)
	if err != nil {
		return m, false, err
	}
	if wanted, err := write(s, ctx, e, draft); err != nil || !wanted {
		return m, false, err
	}
	return s.write(ctx, *draft)
}

// begin makes a mail with what an event says: of its name as it was then.
func (s *Service) begin(ctx context.Context, e reseller.Event) (*mail, error) {
	draft := &mail{cause: fmt.Sprintf("event:%d", e.ID), account: e.AccountID, domain: e.DomainID, facts: Facts{
		Domain: e.Detail.Name, Order: e.OrderID, Years: e.Detail.Years, Reason: oneLine(e.Detail.Reason), At: e.At,
		Amount: reseller.Money{Minor: e.Detail.Total, Currency: e.Detail.Currency},
	}}
	if e.DomainID == 0 {
		return draft, nil
	}
	d, err := s.Store.DomainByID(ctx, e.DomainID)
	if errors.Is(err, reseller.ErrNotFound) {
		return draft, nil
	}
	if err != nil {
		return nil, err
	}
	if e.Detail.State != "" { // the row may have changed since; events of older releases do not say
		d.State, d.PaidThrough, d.AutoRenew = e.Detail.State, e.Detail.PaidThrough, e.Detail.AutoRenew
	}
	s.describe(draft, d)
	return draft, nil
}

// describe puts what a domain row says into a mail.
func (s *Service) describe(draft *mail, d reseller.Domain) {
	draft.domain = d.ID
	draft.facts.Domain = d.Name.BothForms()
	draft.facts.PaidThrough, draft.facts.AutoRenew, draft.facts.state = d.PaidThrough, d.AutoRenew, d.State
	draft.facts.tld = d.Name.TLD()
	if until := s.Rules[d.Name.TLD()].Grace(); until > 0 && !d.PaidThrough.IsZero() {
		draft.facts.RenewableUntil = d.PaidThrough.Add(until)
	}
}

// write writes a mail out for its account, in its language. ok is false where nobody is to get it.
func (s *Service) write(ctx context.Context, draft mail) (m reseller.Mail, ok bool, err error) {
	language, to := "en", s.Operator
	if draft.account != 0 {
		account, err := s.Store.Account(ctx, draft.account)
		if errors.Is(err, reseller.ErrNotFound) {
			return m, false, nil
		}
		if err != nil {
			return m, false, err
		}
		language, to = account.Language, account.Email
		draft.facts.Account, draft.facts.Disabled = oneLine(account.Name), account.Disabled || account.Closed()
	}
	switch {
	case draft.language != "":
		to, language = draft.to, draft.language
	case draft.to != "":
		to, draft.facts.Account = draft.to, "" // it is none of their accounts
	}
	// The daily mail is skipped by holding nothing back for it (wish). What is held already is told in one.
	if to == "" || draft.kind != Digest && slices.Contains(s.Skip, draft.kind) {
		return m, false, nil
	}
	held, wanted, err := s.wish(ctx, draft)
	if err != nil || !wanted {
		return m, false, err
	}
	draft.facts.Address, draft.facts.VAT = s.Seller.Address, s.Seller.VATNumber
	draft.facts.House, draft.facts.lang, draft.facts.Link = s.House, language, s.linkTo(draft)
	page, err := s.Templates.Render(language, draft.kind, draft.facts)
	if err != nil {
		return m, false, err
	}
	return reseller.Mail{
		Cause: draft.cause, AccountID: draft.account, DomainID: draft.domain, InvoiceID: draft.invoice, Kind: draft.kind, To: to,
		Subject: page.Subject, Text: page.Text, HTML: page.HTML, Term: draft.term, Expires: draft.expires, HeldUntil: held,
	}, true, nil
}
