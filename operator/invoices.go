package operator

import (
	"context"
	"errors"
	"slices"
	"time"

	"nameyard/orders"
	"nameyard/reseller"
	"nameyard/store"
)

// InvoicePrinter prints invoices (invoicedoc.Printer).
type InvoicePrinter interface {
	// Print gives the document in a format, and its media type.
	Print(ctx context.Context, i reseller.Invoice, format string) (document []byte, mediaType string, err error)
}

// Invoices are invoices and credit notes.
type Invoices struct {
	Store   *store.Store
	Clock   reseller.Clock  // for Pay, and for a dry run of Credit
	Orders  *orders.Service // pays
	Printer InvoicePrinter  // prints
}

// InvoiceChoice chooses invoices and credit notes. What is not set chooses all.
type InvoiceChoice struct {
	Account string // e-mail address
	Domain  string // a name, or a pattern with *
	Status  reseller.InvoiceStatus
	Made    reseller.Between
	reseller.Page
}

// List lists invoices and credit notes, newest first.
func (u Invoices) List(ctx context.Context, c InvoiceChoice) ([]reseller.Invoice, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	var bad reseller.Faults
	if c.Status != "" && !slices.Contains(reseller.InvoiceStatuses, c.Status) {
		bad.Add(invalid(PathStatus, "%s is %q, it must be unpaid, paid or cancelled", PathStatus, c.Status))
	}
	q := reseller.InvoiceSearch{Status: c.Status, Made: c.Made, Page: c.Page}
	if q.Account, q.Domain = (Accounts{Store: u.Store}).chosen(ctx, &bad, c.Account, c.Domain); bad.Err() != nil {
		return nil, bad.Err()
	}
	return u.Store.SearchInvoices(ctx, q)
}

// Find finds an invoice by its number, or by the id of one that has none yet.
func (u Invoices) Find(ctx context.Context, number string) (reseller.Invoice, error) {
	i, err := u.Store.Invoice(ctx, 0, number)
	if errors.Is(err, reseller.ErrNotFound) {
		err = notFound("there is no invoice %s; %s shows them", number, HintListInvoices)
	}
	return i, err
}

// payWait is how long Pay waits for the registry, wall time.
const payWait = time.Minute

// Pay has an unpaid renewal invoice paid from credit now, by a renewal order, as the auto-renew job would. It waits for the
// order's end, for a minute at most. In a dry run it gives the invoice as it would be.
func (u Invoices) Pay(ctx context.Context, number string) (reseller.Invoice, error) {
	i, err := u.Find(ctx, number)
	if err != nil {
		return i, err
	}
	if i.Status != reseller.InvoiceUnpaid {
		return i, refused("invoice %s is %s; nothing was done", number, i.Status)
	}
	result, err := u.Orders.PayInvoice(ctx, i, u.Clock.Wall().Add(payWait))
	if err == nil && reseller.Rehearsing(ctx) {
		i.Status = reseller.InvoicePaid
		return i, nil
	}
	if err == nil {
		err = orders.Verdict(result.Order)
	}
	if err != nil {
		return i, err
	}
	return u.Find(ctx, number)
}

// Cancel cancels an unpaid invoice; a numbered one gets a credit note. A paid one is credited instead. The account reads the
// reason.
func (u Invoices) Cancel(ctx context.Context, number, reason string) (reseller.Invoice, error) {
	i, err := u.Find(ctx, number)
	if err != nil {
		return i, err
	}
	cancelled, err := u.Store.CancelInvoice(ctx, i.ID, reseller.OperatorIn(ctx), reason)
	if errors.Is(err, reseller.ErrConflict) {
		return i, refused("invoice %s is %s, and only an unpaid one can be cancelled; to give the money of a paid one back, use %s", number, i.Status, HintCreditInvoice)
	}
	return cancelled, err
}

// Print gives an invoice as a document, in one of the printer's formats: "html" or "pdf".
func (u Invoices) Print(ctx context.Context, number, format string) ([]byte, error) {
	i, err := u.Find(ctx, number)
	if err != nil {
		return nil, err
	}
	document, _, err := u.Printer.Print(ctx, i, format)
	return document, err
}
