package invoicedoc_test

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"nameyard/invoicedoc"
	"nameyard/reseller"
)

var march = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

// renewal is the document of an invoice for a year of räksmörgås.se.
func renewal(lang string) reseller.InvoiceDocument {
	return reseller.InvoiceDocument{
		Seller: reseller.Seller{Name: "Smörgås & Co <AB>", Address: []string{"Storgatan 1", "753 10 Uppsala"}, VATNumber: "SE556012579001", Email: "faktura@example.com"},
		Buyer:  reseller.Buyer{Name: "Åse Öberg Hosting", Email: "ase@example.com"}, Language: lang,
		Invoice: reseller.Invoice{
			ID: 7, Number: "2027-00000012", Status: reseller.InvoiceUnpaid, Term: march, CreatedAt: march.AddDate(0, 0, -30), Due: march,
			Charge: reseller.Charge{Currency: "SEK", Net: 1_234_500, Tax: 308_625},
			Lines: []reseller.InvoiceLine{{
				Domain: "xn--rksmrgs-5wao1o.se", Operation: reseller.OpRenew, Years: 2, Net: 1_234_500, Tax: 308_625,
			}},
		},
	}
}

func creditNote() reseller.InvoiceDocument {
	p := renewal("en")
	p.Invoice = reseller.CreditNoteOf(p.Invoice, "automatic renewal was switched off", march)
	p.Invoice.Number, p.Credited = "2027-00000013", "2027-00000012"
	return p
}

// abroad is an untaxed invoice to a business in another member state.
func abroad() reseller.InvoiceDocument {
	p := renewal("en")
	p.Buyer.VATNumber, p.Buyer.Address = "DE123456789", "Hauptstr. 1\n10115 Berlin"
	p.Invoice.Charge.Tax, p.Invoice.Lines[0].Tax = 0, 0
	return p
}

// The words about who owes the tax, and the rate, stand where they are true alone.
func TestTaxIsSaidWhereItHolds(t *testing.T) {
	t.Parallel()
	for says, change := range map[string]func(*reseller.InvoiceDocument){
		"VAT 25 %":       func(p *reseller.InvoiceDocument) { p.Buyer.TaxRatePPM = 250_000 },
		"Reverse charge": func(p *reseller.InvoiceDocument) { *p = abroad() },
		"": func(p *reseller.InvoiceDocument) {
			*p = abroad()
			p.Buyer.VATNumber = "SE556012579001"
		},
		"Tax": func(p *reseller.InvoiceDocument) { p.Buyer.TaxRatePPM = 240_000 }, // another rate than the invoice was taxed by
		"VAT no. CHE-1": func(p *reseller.InvoiceDocument) {
			*p = abroad()
			p.Buyer.VATNumber = "CHE-123.456.788"
		},
	} {
		p := renewal("en")
		change(&p)
		var page bytes.Buffer
		if err := (invoicedoc.HTML{}).Render(&page, p); err != nil {
			t.Fatal(err)
		}
		for _, words := range []string{"25 %", "24 %", "Reverse charge"} {
			if wanted := strings.Contains(says, words); strings.Contains(page.String(), words) != wanted {
				t.Errorf("%q: it says %q: %t", says, words, !wanted)
			}
		}
		if !strings.Contains(page.String(), strings.TrimPrefix(says, "VAT 25 %")) {
			t.Errorf("it does not say %q", says)
		}
	}
	note := creditNote()
	note.Buyer.TaxRatePPM = 250_000
	var page bytes.Buffer
	if err := (invoicedoc.HTML{}).Render(&page, note); err != nil || !strings.Contains(page.String(), "Tax 25 %") {
		t.Errorf("a credit note does not say its rate: %v", err)
	}
}

// What each document must say, in either format.
var says = []struct {
	title    string
	document reseller.InvoiceDocument
	words    []string
}{
	{"an unpaid invoice in English", renewal("en"), []string{
		"Invoice 2027-00000012", "Smörgås & Co <AB>", "Storgatan 1", "VAT no. SE556012579001", "Åse Öberg Hosting", "unpaid", "2027-03-01",
		"2027-03-01 – 2029-03-01", "Renewal of räksmörgås.se (xn--rksmrgs-5wao1o.se)", "12,345.00", "3,086.25", "15,431.25 SEK",
	}},
	{"the same in Swedish", renewal("sv"), []string{
		"Faktura 2027-00000012", "Förnyelse av räksmörgås.se (xn--rksmrgs-5wao1o.se)", "obetald", "Moms", "12 345,00", "15 431,25 SEK", "Momsreg.nr",
	}},
	{"across a border of the EU", abroad(), []string{"Åse Öberg Hosting", "Hauptstr. 1", "10115 Berlin", "VAT no. DE123456789", "Reverse charge", "Article 196"}},
	{"a language that there is none of, in English", renewal("km"), []string{"Invoice 2027-00000012"}},
	{"a credit note", creditNote(), []string{
		"Credit note 2027-00000013", "Credits invoice", "2027-00000012", "-15,431.25 SEK", "automatic renewal was switched off",
	}},
}

func TestHTMLSaysWhatTheInvoiceSays(t *testing.T) {
	t.Parallel()
	for _, c := range says {
		var page bytes.Buffer
		if err := (invoicedoc.HTML{}).Render(&page, c.document); err != nil {
			t.Fatal(err)
		}
		for _, words := range c.words {
			escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "+", "&#43;").Replace(words)
			if !strings.Contains(page.String(), escaped) {
				t.Errorf("%s: the page does not say %q", c.title, words)
			}
		}
		if strings.Contains(page.String(), "<AB>") {
			t.Errorf("%s: a name got through as markup", c.title)
		}
	}
}

func TestPDFSaysWhatTheInvoiceSays(t *testing.T) {
	t.Parallel()
	for _, c := range says {
		text := readBack(t, c.document)
		for _, words := range c.words {
			if !strings.Contains(text, words) {
				t.Errorf("%s: the document does not say %q; it says:\n%s", c.title, words, text)
			}
		}
	}
}

func TestLongInvoiceTakesSeveralPages(t *testing.T) {
	t.Parallel()
	p := renewal("en")
	for range 100 {
		p.Invoice.Lines = append(p.Invoice.Lines, p.Invoice.Lines[0])
	}
	text := readBack(t, p)
	if n := strings.Count(text, "Renewal of"); n != 101 {
		t.Errorf("the document has %d lines, want 101", n)
	}
	if !strings.Contains(text, "3/3") {
		t.Error("the pages are not numbered")
	}
}

// readBack prints a PDF and reads its text with a reader that is not ours.
func readBack(t *testing.T, p reseller.InvoiceDocument) string {
	t.Helper()
	text := readWith(t, p, "-layout")
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\f' }), "\n")
}

// readWith prints a PDF and has it read in one of the reader's ways.
func readWith(t *testing.T, p reseller.InvoiceDocument, way string) string {
	t.Helper()
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		missing := t.Skip
		if os.Getenv("CI") != "" {
			missing = t.Fatal
		}
		missing("pdftotext is missing: install poppler-utils")
	}
	var document bytes.Buffer
	if err := (invoicedoc.PDF{}).Render(&document, p); err != nil {
		t.Fatal(err)
	}
	read := exec.CommandContext(t.Context(), reader, way, "-", "-")
	read.Stdin = &document
	text, err := read.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(text)
}
