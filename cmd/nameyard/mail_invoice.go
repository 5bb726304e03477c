package main

import (
	"bytes"
	"cmp"
	"context"
	"strconv"

	"nameyard/invoicedoc"
	"nameyard/notices"
	"nameyard/reseller"
	"nameyard/store"
)

// invoiceFiles prints the invoices that go with mails.
type invoiceFiles struct {
	store  *store.Store
	seller reseller.Seller
}

// InvoiceFile prints an invoice as PDF.
func (f invoiceFiles) InvoiceFile(ctx context.Context, id int64) (notices.Attachment, error) {
	i, err := f.store.Invoice(ctx, 0, strconv.FormatInt(id, 10))
	if err != nil {
		return notices.Attachment{}, err
	}
	buyer, err := f.store.Account(ctx, i.AccountID)
	if err != nil {
		return notices.Attachment{}, err
	}
	var document bytes.Buffer
	if err := (invoicedoc.PDF{}).Render(&document, reseller.InvoiceDocument{Seller: f.seller, Buyer: buyer, Invoice: i}); err != nil {
		return notices.Attachment{}, err
	}
	return notices.Attachment{Name: cmp.Or(i.Number, "invoice") + ".pdf", Type: invoicedoc.PDF{}.ContentType(), Body: document.Bytes()}, nil
}
