package app

import (
	"cmp"
	"context"
	"net/netip"
	"strconv"

	"nameyard/actions"
	"nameyard/notices"
	"nameyard/reseller"
	"nameyard/webhooks"
)

// Mail says how notices are written and sent.
type Mail struct {
	Mailer    notices.Mailer // takes them away; nil = they are written and kept
	Templates string         // folder of mail texts that go before the built-in ones; "" = none
	Operator  string         // address that hears of what needs the operator; "" = only the log does
	Skip      []string       // kinds of notices that are not sent
	Panel     notices.Addresses
}

// notices makes what writes and sends notices.
func (a *App) notices(m Mail, business actions.Operator) (*notices.Service, error) {
	texts, err := notices.LoadTemplates(m.Templates)
	if err != nil {
		return nil, err
	}
	if m.Mailer != nil {
		m.Mailer = countedMailer{m.Mailer, a.metrics.notSent}
	}
	return notices.New(notices.Config{
		Store: a.Store, Forecasts: a.Orders, Rules: a.Routes.Rules(), Templates: texts, Mailer: m.Mailer, House: business.Name, Seller: business.Seller,
		Invoices: invoiceFiles{a}, Operator: m.Operator, Skip: m.Skip, Clock: a.Clock, Log: a.Log,
		Links: a.targetLinks(), Panel: m.Panel, Key: a.Key,
	}), nil
}

// countedMailer counts attempts at which a mail was not taken.
type countedMailer struct {
	notices.Mailer
	notSent func()
}

// Open begins a session that counts.
func (m countedMailer) Open(ctx context.Context) (notices.Session, error) {
	session, err := m.Mailer.Open(ctx)
	if err != nil {
		m.notSent()
		return nil, err
	}
	return countedSession{session, m.notSent}, nil
}

type countedSession struct {
	notices.Session
	notSent func()
}

// Send hands a mail over.
func (s countedSession) Send(ctx context.Context, m notices.Message) error {
	err := s.Session.Send(ctx, m)
	if err != nil {
		s.notSent()
	}
	return err
}

// invoiceFiles prints the invoices that go with mails.
type invoiceFiles struct{ *App }

// InvoiceFile prints an invoice as PDF.
func (f invoiceFiles) InvoiceFile(ctx context.Context, id int64) (notices.Attachment, error) {
	i, err := f.Store.Invoice(ctx, 0, strconv.FormatInt(id, 10))
	if err != nil {
		return notices.Attachment{}, err
	}
	body, mediaType, err := f.Invoices.Print(ctx, i, "pdf")
	return notices.Attachment{Name: cmp.Or(i.Number, "invoice") + ".pdf", Type: mediaType, Body: body}, err
}

// WebhookPolicy is where webhooks may go: those of a sandbox may go to this machine, too.
func (d *Database) WebhookPolicy(p webhooks.Policy) webhooks.Policy {
	if d.HasSandbox {
		p.PlainHTTP = true
		p.Allow = append(p.Allow[:len(p.Allow):len(p.Allow)], netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"))
	}
	return p
}

// WebhookDeliverer makes what posts events.
func (d *Database) WebhookDeliverer(p webhooks.Policy, key *reseller.SecretKey, version string) *webhooks.Deliverer {
	return webhooks.New(webhooks.Config{
		Store: d.Store, Key: key, Policy: d.WebhookPolicy(p), Clock: d.Clock, Log: d.Log, Agent: "Nameyard/" + version,
	})
}
