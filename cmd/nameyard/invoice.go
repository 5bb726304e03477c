package main

import (
	"context"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type invoiceCmd struct {
	List   invoiceListCmd   `cmd:"" help:"List invoices and credit notes, newest first."`
	Show   invoiceShowCmd   `cmd:"" help:"Show one invoice or credit note."`
	Print  invoicePrintCmd  `cmd:"" help:"Print one invoice or credit note as HTML or PDF."`
	Pay    invoicePayCmd    `cmd:"" changes:"" help:"Have an unpaid renewal invoice paid from credit now: the name is renewed."`
	Cancel invoiceCancelCmd `cmd:"" changes:"" help:"Cancel an unpaid invoice; a numbered one gets a credit note."`
	Credit invoiceCreditCmd `cmd:"" changes:"" help:"Credit a paid invoice: a numbered credit note, and its amount back in the account's credit. The name keeps what was bought."`
}

// invoiceView is an invoice as it is printed. Amounts are decimals in the currency.
type invoiceView struct {
	ID       int64             `json:"id"`
	Number   string            `json:"number"` // empty until it has one
	Account  string            `json:"account"`
	Order    int64             `json:"order"`             // that paid it, 0 while there is none
	Term     *time.Time        `json:"term,omitempty"`    // where the invoiced renewal term begins
	Credits  int64             `json:"credits,omitempty"` // the invoice that a credit note credits
	Status   string            `json:"status"`
	Currency string            `json:"currency"`
	Net      string            `json:"net"`
	Tax      string            `json:"tax"`
	Total    string            `json:"total"`
	At       time.Time         `json:"at"`
	Due      time.Time         `json:"due"`
	PaidAt   *time.Time        `json:"paid_at"`
	Reason   string            `json:"reason,omitempty"`
	Lines    []invoiceLineView `json:"lines"`
}

type invoiceLineView struct {
	Domain    string `json:"domain"`
	Operation string `json:"operation"`
	Years     int    `json:"years"`
	Net       string `json:"net"`
	Tax       string `json:"tax"`
}

func viewInvoice(i reseller.Invoice, emails map[int64]string) invoiceView {
	c := i.Charge
	v := invoiceView{
		ID: i.ID, Number: i.Number, Account: emails[i.AccountID], Order: i.OrderID, Credits: i.Credits, Status: string(i.Status),
		Currency: c.Currency, Net: amount(c.Net, c.Currency), Tax: amount(c.Tax, c.Currency), Total: amount(c.Total(), c.Currency),
		At: i.CreatedAt, Due: i.Due, PaidAt: optional(i.PaidAt), Term: optional(i.Term), Reason: i.Reason, Lines: []invoiceLineView{},
	}
	for _, l := range i.Lines {
		v.Lines = append(v.Lines, invoiceLineView{l.Domain, string(l.Operation), l.Years, amount(l.Net, c.Currency), amount(l.Tax, c.Currency)})
	}
	return v
}

// what is sold, in a few words.
func (v invoiceView) what() string {
	if len(v.Lines) == 0 {
		return ""
	}
	l := v.Lines[0]
	text := fmt.Sprintf("%s %s", l.Operation, l.Domain)
	if more := len(v.Lines) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

type invoiceListCmd struct {
	Account string `env:"NAMEYARD_INVOICE_ACCOUNT" placeholder:"EMAIL" help:"Only this account's."`
	Domain  string `env:"NAMEYARD_LIST_DOMAIN" placeholder:"PATTERN" help:"Only those for this name, or for names that a pattern fits: *.se"`
	Status  string `env:"NAMEYARD_LIST_STATUS" help:"Only those that are unpaid, paid or cancelled."`
	Unpaid  bool   `env:"NAMEYARD_INVOICE_UNPAID" help:"Only those that are not paid."`
	timeFlags
	pageFlags
}

// Run lists invoices.
func (c *invoiceListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		emails, err := operator.Accounts{Store: d.Store}.Emails(ctx)
		if err != nil {
			return err
		}
		choice := operator.InvoiceChoice{Account: c.Account, Domain: c.Domain, Status: reseller.InvoiceStatus(c.Status), Made: c.between()}
		if c.Unpaid {
			choice.Status = reseller.InvoiceUnpaid
		}
		return listing[reseller.Invoice]{
			get: func(page reseller.Page) ([]reseller.Invoice, error) {
				choice.Page = page
				return operator.Invoices{Store: d.Store}.List(ctx, choice)
			},
			id: func(i reseller.Invoice) int64 { return i.ID }, view: func(i reseller.Invoice) any { return viewInvoice(i, emails) },
			columns: "ID NUMBER ACCOUNT STATUS TOTAL DUE FOR",
			row: func(i reseller.Invoice) []any {
				v := viewInvoice(i, emails)
				return []any{v.ID, v.Number, v.Account, v.Status, v.Total + " " + v.Currency, v.Due, v.what()}
			},
		}.print(p, c.pageFlags)
	})
}

type invoiceShowCmd struct {
	Number string `arg:"" help:"Number (2026-00000001), or the id of one that has none yet."`
}

// Run shows an invoice.
func (c *invoiceShowCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		found, err := operator.Invoices{Store: d.Store}.Find(ctx, c.Number)
		if err != nil {
			return err
		}
		return p.showInvoice(ctx, d, found)
	})
}

// showInvoice prints an invoice with its account.
func (p *program) showInvoice(ctx context.Context, d *app.Database, i reseller.Invoice) error {
	emails, err := operator.Accounts{Store: d.Store}.Emails(ctx)
	if err != nil {
		return err
	}
	return printInvoice(p.out, viewInvoice(i, emails))
}

func printInvoice(o output, v invoiceView) error {
	kind := "invoice"
	if v.Credits != 0 {
		kind = fmt.Sprintf("credit note for invoice %d", v.Credits)
	}
	pairs := []any{kind, v.Number, "id", v.ID, "account", v.Account, "status", v.Status, "order", v.Order, "made", v.At, "due", v.Due, "paid", v.PaidAt}
	for _, l := range v.Lines {
		pairs = append(pairs, "line", fmt.Sprintf("%s %s, %d years: %s + %s tax", l.Operation, l.Domain, l.Years, l.Net, l.Tax))
	}
	if v.Term != nil {
		pairs = append(pairs, "term from", v.Term)
	}
	if v.Reason != "" {
		pairs = append(pairs, "reason", v.Reason)
	}
	return fields(o, v, append(pairs, "total", v.Total+" "+v.Currency)...)
}
