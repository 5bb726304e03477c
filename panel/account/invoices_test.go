package account

import (
	"strings"
	"testing"
	"time"

	"nameyard/panel/page"
	"nameyard/panel/words"
	"nameyard/reseller"
)

// An unpaid invoice leads to its name, and says what the credit lacks for it, where that is paid in, and when it is tried again.
func TestAnUnpaidInvoiceSaysWhatPaysIt(t *testing.T) {
	t.Parallel()
	pages, err := page.New(Templates)
	if err != nil {
		t.Fatal(err)
	}
	const short, covered = `The credit lacks 2.50 USD for it. <a href="/panel/credit/pay/?amount=2.50">`, "The credit covers it"
	for available, says := range map[int64][2]string{1000: {short, covered}, 1250: {covered, "/panel/credit/pay/"}} {
		d := invoicesPage{UpTo: map[int64]int64{3: 1250}, Balance: reseller.Balance{Currency: "USD", Available: available}, Rows: []reseller.Invoice{{
			ID: 3, DomainID: 7, Status: reseller.InvoiceUnpaid, Charge: reseller.Charge{Currency: "USD", Net: 1000, Tax: 250},
			Lines: []reseller.InvoiceLine{{Domain: "ours.com", Operation: reseller.OpRenew, Years: 1}}, TryAt: time.Date(2027, 3, 2, 9, 0, 0, 0, time.UTC),
		}}}
		body, err := pages.Write("account/invoices", "content", page.View{Language: words.English, Data: d})
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(body), "\u00a0", " ")
		for _, want := range []string{says[0], `<a href="/panel/domains/7/">`, "Tried again on 2 March 2027"} {
			if !strings.Contains(text, want) {
				t.Errorf("with %d it does not say %s: %s", available, want, body)
			}
		}
		if strings.Contains(text, says[1]) {
			t.Errorf("with %d it says %s", available, says[1])
		}
	}
}
