package account

import (
	"strings"
	"testing"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/words"
	"nameyard/reseller"
)

// Names that can be bought are shown with the account's tax, as the page has them on which they are bought, and the head of the column says so.
func TestPricesOfNamesAreWithTheAccountsTax(t *testing.T) {
	t.Parallel()
	pages, err := page.New(Templates)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		ratePPM    int64
		head, says string
	}{
		{0, "First year What", "free 9.99 USD"},
		{250_000, "First year, with tax What", "free 12.49 USD"}, // 2.4975 of tax
	} {
		d := findData{Asked: []actions.Availability{
			{Name: "free.com", Status: "available", Price: &reseller.Money{Minor: 9_99, Currency: "USD"}}, {Name: "taken.com", Status: "registered"},
		}}
		if err := addTax(c.ratePPM, d.Asked, d.Others); err != nil {
			t.Fatal(err)
		}
		got, err := pages.Write("account/find", "content", page.View{Language: words.English, Account: reseller.Account{TaxRatePPM: c.ratePPM}, Data: d})
		if err != nil {
			t.Fatal(err)
		}
		if text := plain(string(got)); !strings.Contains(text, c.head) || !strings.Contains(text, c.says) {
			t.Errorf("%d: %s", c.ratePPM, text)
		}
	}
}
