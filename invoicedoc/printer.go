package invoicedoc

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"nameyard/reseller"
)

// Reads is what a Printer looks up (the store).
type Reads interface {
	Account(ctx context.Context, id int64) (reseller.Account, error)
	Invoices(ctx context.Context, account, after int64, limit int, in ...reseller.InvoiceStatus) ([]reseller.Invoice, error)
}

// Printer prints an invoice with all that belongs on it: seller, buyer, and the number of the invoice that a credit note
// credits.
type Printer struct {
	Store  Reads
	Seller reseller.Seller
}

// renderers are the formats.
var renderers = map[string]interface {
	ContentType() string
	Render(w io.Writer, d reseller.InvoiceDocument) error
}{"html": HTML{}, "pdf": PDF{}}

// Print gives the document in a format, "html" or "pdf", and its media type.
func (p Printer) Print(ctx context.Context, i reseller.Invoice, format string) (document []byte, mediaType string, err error) {
	renderer, ok := renderers[format]
	if !ok {
		return nil, "", reseller.Invalid(reseller.PathFormat, "format is %q, must be one of %s", format, strings.Join(slices.Sorted(maps.Keys(renderers)), ", "))
	}
	all := reseller.InvoiceDocument{Seller: p.Seller, Invoice: i}
	account, err := p.Store.Account(ctx, i.AccountID)
	if err != nil {
		return nil, "", err
	}
	all.Language, all.Buyer = account.Language, cmp.Or(i.Buyer, account.Buyer())
	if i.Credits != 0 {
		credited, err := p.Store.Invoices(ctx, i.AccountID, i.Credits-1, 1)
		if err != nil {
			return nil, "", err
		}
		if len(credited) == 0 || credited[0].ID != i.Credits {
			return nil, "", fmt.Errorf("credit note %d credits invoice %d, which is not there", i.ID, i.Credits)
		}
		all.Credited = credited[0].Number
	}
	var body bytes.Buffer
	if err := renderer.Render(&body, all); err != nil {
		return nil, "", fmt.Errorf("print invoice %d: %w", i.ID, err)
	}
	return body.Bytes(), renderer.ContentType(), nil
}
