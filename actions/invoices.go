package actions

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"nameyard/reseller"
)

// InvoiceRenderer prints an invoice in one format (package invoicedoc).
type InvoiceRenderer interface {
	ContentType() string
	Render(w io.Writer, p reseller.InvoiceDocument) error
}

// GetInvoices asks for one page of invoices and credit notes.
type GetInvoices struct {
	Page
	Status reseller.InvoiceStatus // empty = any
}

// GetInvoices lists the account's invoices and credit notes, oldest first. An extension of the WHMCS add-on's protocol.
func (s *Service) GetInvoices(ctx context.Context, call Call, r GetInvoices) ([]reseller.Invoice, error) {
	switch r.Status {
	case "":
		return s.store.Invoices(ctx, call.Caller.Account.ID, r.After, r.limit())
	case reseller.InvoiceUnpaid, reseller.InvoicePaid, reseller.InvoiceCancelled:
		return s.store.Invoices(ctx, call.Caller.Account.ID, r.After, r.limit(), r.Status)
	}
	return nil, reseller.Invalid(reseller.PathStatus, "status is %q, must be unpaid, paid or cancelled", r.Status)
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
	renderer, ok := s.renderers[r.Format]
	if !ok {
		return PrintedInvoice{}, reseller.Invalid(reseller.PathFormat, "format is %q, must be one of %s", r.Format,
			strings.Join(slices.Sorted(maps.Keys(s.renderers)), ", "))
	}
	document := reseller.InvoiceDocument{Seller: s.operator.Seller, Buyer: call.Caller.Account, Invoice: i}
	if i.Credits != 0 {
		credited, err := s.store.Invoices(ctx, i.AccountID, i.Credits-1, 1)
		if err != nil {
			return PrintedInvoice{}, err
		}
		document.Credited = credited[0].Number
	}
	var printed bytes.Buffer
	if err := renderer.Render(&printed, document); err != nil {
		return PrintedInvoice{}, err
	}
	return PrintedInvoice{i, renderer.ContentType(), printed.Bytes()}, nil
}
