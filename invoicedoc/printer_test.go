package invoicedoc_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"nameyard/invoicedoc"
	"nameyard/reseller"
)

// ledger has one account and its invoices, whose ids count from 1.
type ledger struct {
	account  reseller.Account
	invoices []reseller.Invoice
}

func (l ledger) Account(_ context.Context, id int64) (reseller.Account, error) {
	if id != l.account.ID {
		return reseller.Account{}, reseller.ErrNotFound
	}
	return l.account, nil
}

func (l ledger) Invoices(_ context.Context, _, after int64, limit int, _ ...reseller.InvoiceStatus) ([]reseller.Invoice, error) {
	rest := l.invoices[min(int(after), len(l.invoices)):]
	return rest[:min(limit, len(rest))], nil
}

// A mail's attachment and an API's answer come from one printer, so that both name the invoice that a credit note credits.
func TestPrintedCreditNoteNamesTheInvoiceThatItCredits(t *testing.T) {
	t.Parallel()
	invoice := renewal("en").Invoice
	invoice.ID, invoice.AccountID = 1, 7
	note := reseller.CreditNoteOf(invoice, "automatic renewal was switched off", march)
	note.ID, note.AccountID, note.Number = 2, 7, "2027-00000013"
	printer := invoicedoc.Printer{Store: ledger{reseller.Account{ID: 7, Name: "Åse", Language: "en"}, []reseller.Invoice{invoice, note}}, Seller: renewal("en").Seller}

	page, mediaType, err := printer.Print(t.Context(), note, "html")
	if err != nil || !strings.HasPrefix(mediaType, "text/html") {
		t.Fatalf("%s, %v", mediaType, err)
	}
	for _, words := range []string{"Credit note 2027-00000013", "Credits invoice", invoice.Number, "Åse", "Smörgås"} {
		if !strings.Contains(string(page), words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	note.Buyer = reseller.Buyer{Name: "Who it was", VATNumber: "SE556012579001"}
	if page, _, err := printer.Print(t.Context(), note, "html"); err != nil || !strings.Contains(string(page), "Who it was") || strings.Contains(string(page), "Åse") {
		t.Errorf("a note that has its buyer shows another, %v:\n%s", err, page)
	}
	if document, mediaType, err := printer.Print(t.Context(), note, "pdf"); err != nil || mediaType != "application/pdf" || !strings.HasPrefix(string(document), "%PDF") {
		t.Errorf("%d bytes of %s, %v", len(document), mediaType, err)
	}
}

func TestWhatCannotBePrintedRightIsNotPrinted(t *testing.T) {
	t.Parallel()
	invoice := renewal("en").Invoice
	invoice.ID, invoice.AccountID = 1, 7
	printer := invoicedoc.Printer{Store: ledger{reseller.Account{ID: 7}, []reseller.Invoice{invoice}}}
	if _, _, err := printer.Print(t.Context(), invoice, "docx"); !reseller.IsKind(err, reseller.KindInvalid) {
		t.Errorf("another format gives %v", err)
	}
	ofNobody := invoice
	ofNobody.AccountID = 8
	if _, _, err := printer.Print(t.Context(), ofNobody, "html"); !errors.Is(err, reseller.ErrNotFound) {
		t.Errorf("an invoice of no account gives %v", err)
	}
	note := reseller.CreditNoteOf(invoice, "", march)
	note.AccountID, note.Credits = 7, 3
	if _, _, err := printer.Print(t.Context(), note, "html"); err == nil {
		t.Error("a credit note for an invoice that is not there was printed")
	}
}
