package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"nameyard/app"
	"nameyard/operator"
)

// invoices is the operator's work on invoices with all that it takes.
func invoices(a *app.App) operator.Invoices {
	return operator.Invoices{Store: a.Store, Clock: a.Clock, Orders: a.Orders, Printer: a.Invoices}
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
}

// Run has an unpaid invoice paid from credit.
func (c *invoicePayCmd) Run(ctx context.Context, p *program) error {
	return p.withApp(ctx, c.appFlags, func(a *app.App) error {
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
}

// Run cancels an unpaid invoice.
func (c *invoiceCancelCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		cancelled, err := operator.Invoices{Store: d.Store}.Cancel(ctx, c.Number, c.Reason)
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
}

// Run credits a paid invoice and shows the credit note.
func (c *invoiceCreditCmd) Run(ctx context.Context, p *program) error {
	credit := operator.InvoiceCredit{Number: c.Number, Lines: c.Line, Reason: c.Reason}
	if err := credit.Check(); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		note, err := operator.Invoices{Store: d.Store}.Credit(ctx, credit)
		if err != nil {
			return err
		}
		return p.showInvoice(ctx, d, note)
	})
}
