package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

// invoices is the operator's work on invoices with all that it takes.
func invoices(a *app.App) operator.Invoices {
	return operator.Invoices{Store: a.Store, Clock: a.Clock, Orders: a.Orders, Printer: a.Invoices}
}

// invoiceAsk are the flags of what is done to an invoice and cannot be undone.
type invoiceAsk struct {
	Yes bool `env:"NAMEYARD_INVOICE_YES" help:"Do not ask."`
	dryRun
}

// total is what an invoice comes to, without the sign of a credit note.
func total(i reseller.Invoice) reseller.Money {
	sum := i.Charge.Total()
	return reseller.Money{Minor: max(sum, -sum), Currency: i.Charge.Currency}
}

type invoicePrintCmd struct {
	appFlags
	Number string `arg:"" help:"Number (2026-00000001), or the id of one that has none yet."`
	Format string `env:"NAMEYARD_INVOICE_FORMAT" enum:"html,pdf" default:"pdf" help:"html or pdf (${default})."`
	To     string `env:"NAMEYARD_INVOICE_TO" required:"" placeholder:"FILE" help:"File to write; it must not exist."`
}

// Run prints an invoice into a file.
func (c *invoicePrintCmd) Run(ctx context.Context, p *program) error {
	return p.withApp(ctx, c.appFlags, func(a *app.App) error {
		document, err := invoices(a).Print(ctx, c.Number, c.Format)
		if err != nil {
			return err
		}
		file, err := os.OpenFile(c.To, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return refused("cannot write the invoice: %v", err)
		}
		_, err = file.Write(document)
		if err := errors.Join(err, file.Close()); err != nil {
			return fmt.Errorf("write the invoice: %w", err)
		}
		return fields(p.out, map[string]any{"file": c.To, "bytes": len(document)}, "written", c.To)
	})
}

type invoicePayCmd struct {
	appFlags
	Number string `arg:"" help:"Number (2026-00000001), or the id of one that has none yet."`
	invoiceAsk
}

// Run has an unpaid invoice paid from credit.
func (c *invoicePayCmd) Run(ctx context.Context, p *program) error {
	return p.withApp(ctx, c.appFlags, func(a *app.App) error {
		due, err := invoices(a).Find(ctx, c.Number)
		if err != nil {
			return err
		}
		if err := p.meantHere(ctx, c.Yes, "Invoice %s is paid: %s of the account's credit are spent, and the name is renewed.", c.Number, total(due)); err != nil {
			return err
		}
		paid, err := invoices(a).Pay(ctx, c.Number)
		if err != nil {
			return err
		}
		return p.showInvoice(ctx, a.Database, paid)
	})
}

type invoiceCancelCmd struct {
	Number string `arg:"" help:"Number (2026-00000001), or the id of one that has none yet."`
	Reason string `env:"NAMEYARD_INVOICE_REASON" default:"cancelled by the operator" help:"What the account reads (${default})."`
	invoiceAsk
}

// Run cancels an unpaid invoice.
func (c *invoiceCancelCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		u := operator.Invoices{Store: d.Store}
		due, err := u.Find(ctx, c.Number)
		if err != nil {
			return err
		}
		if err := p.meantHere(ctx, c.Yes, "Invoice %s over %s is cancelled for good; its name is not renewed by it.", c.Number, total(due)); err != nil {
			return err
		}
		cancelled, err := u.Cancel(ctx, c.Number, c.Reason)
		if err != nil {
			return err
		}
		return p.showInvoice(ctx, d, cancelled)
	})
}

type invoiceCreditCmd struct {
	Number string `arg:"" help:"Number (2026-00000001), or the id of one that has none yet."`
	Line   []int  `env:"NAMEYARD_INVOICE_LINE" placeholder:"I" help:"Credit only this line, counted from 1; repeat it for more. An invoice is credited once."`
	Reason string `required:"" help:"Why: it stands on the credit note, and in the mail that the account gets."`
	invoiceAsk
}

// Run credits a paid invoice and shows the credit note.
func (c *invoiceCreditCmd) Run(ctx context.Context, p *program) error {
	credit := operator.InvoiceCredit{Number: c.Number, Lines: c.Line, Reason: c.Reason}
	if err := credit.Check(); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		u := operator.Invoices{Store: d.Store, Clock: d.Clock}
		foreseen, err := u.Credit(reseller.Rehearse(ctx), credit)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stderr, "A credit note for invoice %s is made, and %s go back into the account's credit. The account is told: %s.\n",
			c.Number, total(foreseen), c.Reason)
		if err := p.meant(ctx, c.Yes); err != nil {
			return err
		}
		note, err := u.Credit(ctx, credit)
		if err != nil {
			return err
		}
		return p.showInvoice(ctx, d, note)
	})
}
