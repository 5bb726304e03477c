package actions

import (
	"context"
	"errors"
	"slices"

	"nameyard/reseller"
)

// InvoicePrinter prints invoices (invoicedoc.Printer).
type InvoicePrinter interface {
	// Print gives the document in a format, and its media type. A format that it does not know is an error of PathFormat.
	Print(ctx context.Context, i reseller.Invoice, format string) (document []byte, mediaType string, err error)
}

// GetInvoices asks for one page of invoices and credit notes.
type GetInvoices struct {
	Page
	Newest bool                   // newest first
	Status reseller.InvoiceStatus // empty = any
	Domain string                 // of which a line is: a name, or a pattern in which * stands for any text; empty = any
	Made   reseller.Between       // business time
}

// GetInvoices lists the account's invoices and credit notes. An extension of the WHMCS add-on's protocol.
func (s *Service) GetInvoices(ctx context.Context, call Call, r GetInvoices) (Paged[reseller.Invoice], error) {
	var bad reseller.Faults
	if r.Status != "" && !slices.Contains(reseller.InvoiceStatuses, r.Status) {
		bad.Add(reseller.Invalid(reseller.PathStatus, "status is %q, must be unpaid, paid or cancelled", string(r.Status)))
	}
	of, err := reseller.ParseNamePattern(r.Domain)
	if bad.Add(err); bad.Err() != nil {
		return Paged[reseller.Invoice]{}, bad.Err()
	}
	found, err := s.store.SearchInvoices(ctx, reseller.InvoiceSearch{
		Account: call.Caller.Account.ID, Status: r.Status, Domain: of, Made: r.Made, Page: r.keyset(r.Newest),
	})
	return paged(found, r.limit(), func(i reseller.Invoice) int64 { return i.ID }), err
}

// CountUnpaid counts the account's unpaid invoices.
func (s *Service) CountUnpaid(ctx context.Context, call Call, _ struct{}) (int64, error) {
	return s.store.CountUnpaid(ctx, call.Caller.Account.ID)
}

// UnpaidUpTo gives for unpaid invoices of the account, by their ids, what credit it takes until each is paid, minor units: it and those that are
// paid before it. Those whose renewals are under way are missing.
func (s *Service) UnpaidUpTo(ctx context.Context, call Call, ids []int64) (map[int64]int64, error) {
	return s.store.UnpaidUpTo(ctx, call.Caller.Account.ID, ids)
}

// GetInvoice asks for an invoice or credit note of the account.
type GetInvoice struct {
	Number string // its number, or its id
	Format string // "html" or "pdf" to have it printed; empty = only its content
}

// PrintedInvoice is an invoice with its printed form, if that was asked for.
type PrintedInvoice struct {
	Invoice     reseller.Invoice
	ContentType string
	Document    []byte
}

// GetInvoice gives one invoice or credit note. Another account's does not exist. An extension of the WHMCS add-on's protocol.
func (s *Service) GetInvoice(ctx context.Context, call Call, r GetInvoice) (PrintedInvoice, error) {
	i, err := s.store.Invoice(ctx, call.Caller.Account.ID, r.Number)
	if errors.Is(err, reseller.ErrNotFound) {
		err = reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no invoice %s in this account", r.Number).In(reseller.PathNumber)
	}
	if err != nil || r.Format == "" {
		return PrintedInvoice{Invoice: i}, err
	}
	document, mediaType, err := s.invoices.Print(ctx, i, r.Format)
	return PrintedInvoice{i, mediaType, document}, err
}
