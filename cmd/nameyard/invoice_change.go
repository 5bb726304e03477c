package main

import (
	"nameyard/app"

	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"nameyard/actions"
	"nameyard/orders"
	"nameyard/reseller"
)

type invoicePrintCmd struct {
	appFlags
	Number string `arg:"" help:"Number (2026-00000001), or the id of one that has none yet."`
	Format string `env:"NAMEYARD_INVOICE_FORMAT" enum:"html,pdf" default:"pdf" help:"html or pdf (${default})."`
	To     string `env:"NAMEYARD_INVOICE_TO" required:"" placeholder:"FILE" help:"File to write; it must not exist."`
}

// Run prints an invoice into a file.
func (c *invoicePrintCmd) Run(ctx context.Context, p *program) error {
	return p.withApp(ctx, c.appFlags, func(h *app.App) error {
		i, err := (&database{h.Database}).invoice(ctx, c.Number)
		if err != nil {
			return err
		}
		buyer, err := h.Store.Account(ctx, i.AccountID)
		if err != nil {
			return err
		}
		printed, err := h.Actions.GetInvoice(ctx, actions.Call{Caller: reseller.Caller{Account: buyer}}, actions.GetInvoice{Number: c.Number, Format: c.Format})
		if err != nil {
			return err
		}
		file, err := os.OpenFile(c.To, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return refused("cannot write the invoice: %v", err)
		}
		_, err = file.Write(printed.Document)
		if err := errors.Join(err, file.Close()); err != nil {
			return fmt.Errorf("write the invoice: %w", err)
		}
		return fields(p.out, map[string]any{"file": c.To, "bytes": len(printed.Document)}, "written", c.To)
	})
}

// payWait is how long "invoice pay" waits for the registry, wall time.
const payWait = time.Minute

type invoicePayCmd struct {
	appFlags
	Number string `arg:"" help:"Number (2026-00000001), or the id of one that has none yet."`
}

// Run has an unpaid invoice paid from credit, by a renewal order, as the auto-renew job would.
func (c *invoicePayCmd) Run(ctx context.Context, p *program) error {
	return p.withApp(ctx, c.appFlags, func(h *app.App) error {
		i, err := (&database{h.Database}).invoice(ctx, c.Number)
		if err != nil {
			return err
		}
		if i.Status != reseller.InvoiceUnpaid {
			return refused("invoice %s is %s; nothing was done", c.Number, i.Status)
		}
		result, err := h.Orders.PayInvoice(ctx, i, h.Clock.Wall().Add(payWait))
		if err == nil {
			err = orders.Verdict(result.Order)
		}
		if err != nil {
			return err
		}
		return c.show(ctx, p, h)
	})
}

func (c *invoicePayCmd) show(ctx context.Context, p *program, h *app.App) error {
	paid, err := (&database{h.Database}).invoice(ctx, c.Number)
	if err != nil {
		return err
	}
	emails, err := (&database{h.Database}).emails(ctx)
	if err != nil {
		return err
	}
	return printInvoice(p.out, viewInvoice(paid, emails))
}

type invoiceCancelCmd struct {
	Number string `arg:"" help:"Number (2026-00000001), or the id of one that has none yet."`
	Reason string `env:"NAMEYARD_INVOICE_REASON" default:"cancelled by the operator" help:"What the account reads (${default})."`
}

// Run cancels an unpaid invoice. A paid one stands: money goes back only when a registry takes a charge back.
func (c *invoiceCancelCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *database) error {
		i, err := d.invoice(ctx, c.Number)
		if err != nil {
			return err
		}
		cancelled, err := d.Store.CancelInvoice(ctx, i.ID, reseller.Operator, c.Reason)
		if errors.Is(err, reseller.ErrConflict) {
			return refused("invoice %s is %s, and only an unpaid one can be cancelled; to give money back, use \"nameyard credit add\"", c.Number, i.Status)
		}
		if err != nil {
			return err
		}
		emails, err := d.emails(ctx)
		if err != nil {
			return err
		}
		return printInvoice(p.out, viewInvoice(cancelled, emails))
	})
}
