package reseller_test

import (
	"testing"

	"nameyard/reseller"
)

var comWithTax = reseller.Charge{Currency: "SEK", Net: 9900, Tax: 2475}

func TestPostingsSumToZero(t *testing.T) {
	t.Parallel()
	for name, postings := range map[string][]reseller.Posting{
		"hold":           reseller.HoldPostings(42, comWithTax),
		"release":        reseller.ReleasePostings(42, comWithTax),
		"settle":         reseller.SettlePostings(42, comWithTax),
		"settle, no tax": reseller.SettlePostings(42, reseller.Charge{Currency: "SEK", Net: 9900}),
		"refund":         reseller.RefundPostings(42, comWithTax),
		"refund, no tax": reseller.RefundPostings(42, reseller.Charge{Currency: "SEK", Net: 9900}),
	} {
		sum := int64(0)
		for _, p := range postings {
			if p.Amount == 0 || p.Currency != "SEK" {
				t.Errorf("%s posts %+v", name, p)
			}
			sum += p.Amount
		}
		if sum != 0 {
			t.Errorf("%s sums to %d", name, sum)
		}
	}
}

func TestAnOrderThatIsDoneAndRefundedLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	sums := map[string]int64{}
	post := func(postings []reseller.Posting) {
		for _, p := range postings {
			sums[p.Account] += p.Amount
		}
	}
	post(reseller.HoldPostings(42, comWithTax))
	if sums["acct:42:available"] != -12375 || sums["acct:42:held"] != 12375 {
		t.Fatalf("after the hold: %v", sums)
	}
	post(reseller.SettlePostings(42, comWithTax))
	if sums["acct:42:held"] != 0 || sums[reseller.HouseSales] != 9900 || sums[reseller.HouseTax] != 2475 {
		t.Fatalf("after the sale: %v", sums)
	}
	post(reseller.RefundPostings(42, comWithTax))
	for account, sum := range sums {
		if sum != 0 {
			t.Errorf("%s keeps %d", account, sum)
		}
	}
}

func TestReleaseUndoesAHold(t *testing.T) {
	t.Parallel()
	sums := map[string]int64{}
	for _, p := range append(reseller.HoldPostings(7, comWithTax), reseller.ReleasePostings(7, comWithTax)...) {
		sums[p.Account] += p.Amount
	}
	if sums[reseller.Available(7)] != 0 || sums[reseller.Held(7)] != 0 {
		t.Errorf("left: %v", sums)
	}
}

func TestInvoiceOfADoneOrderIsPaidAndItsCreditNoteCancelsIt(t *testing.T) {
	t.Parallel()
	order := reseller.Order{
		ID: 9, AccountID: 42, Kind: reseller.OrderRenew, Name: mustName(t, "exampledomain", "com"),
		Desired: reseller.Desired{Years: 2}, Charge: comWithTax, EndedAt: day("2026-11-23"),
	}
	invoice := reseller.InvoiceOf(order)
	if invoice.Status != reseller.InvoicePaid || invoice.Charge != comWithTax || invoice.OrderID != 9 || !invoice.PaidAt.Equal(order.EndedAt) {
		t.Errorf("invoice: %+v", invoice)
	}
	want := reseller.InvoiceLine{Domain: "exampledomain.com", Operation: reseller.OpRenew, Years: 2, Net: 9900, Tax: 2475}
	if len(invoice.Lines) != 1 || invoice.Lines[0] != want {
		t.Errorf("lines: %+v", invoice.Lines)
	}
	invoice.ID = 77
	note := reseller.CreditNoteOf(invoice, "deleted", day("2026-11-25"))
	if note.Credits != 77 || note.Charge.Total()+invoice.Charge.Total() != 0 || note.Lines[0].Net != -9900 || note.Lines[0].Tax != -2475 {
		t.Errorf("credit note: %+v", note)
	}
	if invoice.Lines[0].Net != 9900 {
		t.Error("the credit note changed the invoice")
	}
}

func TestNotesOfOrdersAreReadBack(t *testing.T) {
	t.Parallel()
	name, err := reseller.ParseName("bücher", "se")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		note  string
		order int64
		kind  reseller.OrderKind
		name  string
		ok    bool
	}{
		{reseller.OrderNote(reseller.OrderRenew, name.String()), 7, reseller.OrderRenew, "xn--bcher-kva.se", true},
		{reseller.RefundNote(name), 7, "", "xn--bcher-kva.se", true},
		{"credit note for 2026-00000001", 7, "", "", false},
		{"renew xn--bcher-kva.se", 0, "", "", false}, // the operator's words
		{"invented xn--bcher-kva.se", 7, "", "", false},
		{"", 7, "", "", false},
	} {
		kind, about, ok := reseller.Entry{OrderID: c.order, Note: c.note}.About()
		if ok != c.ok || kind != c.kind || about != c.name {
			t.Errorf("%q of order %d is about %q %q, %v", c.note, c.order, kind, about, ok)
		}
	}
}
