package reseller_test

import (
	"testing"

	"nameyard/reseller"
)

func TestInvoiceIsPaidByTheOrderThatBuysJustThat(t *testing.T) {
	t.Parallel()
	o := renewal(t)
	d := reseller.Domain{ID: 3, AccountID: 42, Name: o.Name, PaidThrough: o.PaidFrom}
	invoice := reseller.RenewalInvoiceOf(d, 2, o.Charge, day("2027-02-08"))
	if !invoice.PaidBy(o) || !invoice.Due.Equal(d.PaidThrough) || !invoice.TryAt.Equal(day("2027-02-08")) {
		t.Errorf("the invoice: %+v", invoice)
	}
	if late := reseller.RenewalInvoiceOf(d, 2, o.Charge, d.PaidThrough.AddDate(0, 0, 11)); !late.Due.Equal(late.CreatedAt) || !late.Term.Equal(d.PaidThrough) {
		t.Errorf("an invoice after the name expired is due on %s, and made on %s", late.Due, late.CreatedAt)
	}
	for what, change := range map[string]func(i *reseller.Invoice, o *reseller.Order){
		"it is paid":             func(i *reseller.Invoice, _ *reseller.Order) { i.Status = reseller.InvoicePaid },
		"another domain":         func(_ *reseller.Invoice, o *reseller.Order) { o.DomainID = 4 },
		"another term":           func(_ *reseller.Invoice, o *reseller.Order) { o.PaidFrom = day("2028-03-10") },
		"other years":            func(_ *reseller.Invoice, o *reseller.Order) { o.Desired.Years = 1 },
		"another price":          func(_ *reseller.Invoice, o *reseller.Order) { o.Charge.Net = 1 },
		"another currency":       func(_ *reseller.Invoice, o *reseller.Order) { o.Charge.Currency = "EUR" },
		"it has no lines at all": func(i *reseller.Invoice, _ *reseller.Order) { i.Lines = nil },
	} {
		other, by := invoice, o
		change(&other, &by)
		if other.PaidBy(by) {
			t.Errorf("%s, and the order pays it", what)
		}
	}
}

// An invoice and its credit note make nothing together, line by line.
func TestCreditNoteTakesBackTheWholeInvoice(t *testing.T) {
	t.Parallel()
	invoice := reseller.InvoiceOf(renewal(t))
	invoice.ID = 11
	note := reseller.CreditNoteOf(invoice, "deleted", day("2027-02-22"))
	if note.Credits != 11 || note.Reason != "deleted" || note.Status != reseller.InvoicePaid || note.Charge.Total() != -invoice.Charge.Total() {
		t.Errorf("the note: %+v", note)
	}
	if len(note.Lines) != 1 || note.Lines[0].Net != -200 || note.Lines[0].Tax != -50 || invoice.Lines[0].Net != 200 {
		t.Errorf("its lines: %+v, and the invoice's: %+v", note.Lines, invoice.Lines)
	}
}

func TestForecastSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		total, available, missing int64
		enough                    bool
	}{{100, 99, 1, false}, {100, 100, 0, true}, {100, 200, 0, true}, {0, 0, 0, true}} {
		f := reseller.Forecast{Total: c.total, Available: c.available}
		if f.Missing() != c.missing || f.Enough() != c.enough {
			t.Errorf("%+v: missing %d, enough %t", f, f.Missing(), f.Enough())
		}
	}
	if (reseller.ForecastRenewal{}).Priced() || !(reseller.ForecastRenewal{Charge: reseller.Charge{Currency: "SEK"}}).Priced() {
		t.Error("a renewal has a price where it has none, or the other way round")
	}
}

func TestEveryOperationHasANoun(t *testing.T) {
	t.Parallel()
	for _, op := range reseller.Operations {
		if op.Noun() == "" {
			t.Errorf("%s has none", op)
		}
	}
}

func TestLinesOfAnInvoiceAreTakenByTheirPlaces(t *testing.T) {
	t.Parallel()
	i := reseller.Invoice{Charge: reseller.Charge{Currency: "SEK", Net: 600, Tax: 60}, Lines: []reseller.InvoiceLine{
		{Domain: "a.se", Net: 100, Tax: 10}, {Domain: "b.se", Net: 200, Tax: 20}, {Domain: "c.se", Net: 300, Tax: 30},
	}}
	if all, err := i.OnlyLines(nil); err != nil || len(all.Lines) != 3 || all.Charge != i.Charge {
		t.Errorf("all: %+v, %v", all, err)
	}
	some, err := i.OnlyLines([]int{3, 1})
	if err != nil || len(some.Lines) != 2 || some.Lines[0].Domain != "c.se" || some.Charge != (reseller.Charge{Currency: "SEK", Net: 400, Tax: 40}) || len(i.Lines) != 3 {
		t.Errorf("the third and the first: %+v, %v", some, err)
	}
	for _, places := range [][]int{{0}, {4}, {-1}, {2, 2}} {
		if _, err := i.OnlyLines(places); err == nil {
			t.Errorf("lines %v are no error", places)
		}
	}
}
