package account

import (
	"strings"
	"testing"

	"nameyard/panel/page"
	"nameyard/panel/words"
	"nameyard/reseller"
)

// The lines of a SEPA credit transfer in a QR code are those of EPC069-12 v3.1; what is no such transfer has none.
func TestSEPAQRCodeHasTheLinesOfTheGuideline(t *testing.T) {
	t.Parallel()
	to := reseller.BankAccount{Holder: "Würzburger  Domains GmbH", IBAN: "DE02120300000000202051", BIC: "BYLADEM1001"}
	euros := func(minor int64) reseller.Money { return reseller.Money{Minor: minor, Currency: "EUR"} }
	want := "BCD\n002\n1\nSCT\nBYLADEM1001\nWürzburger Domains GmbH\nDE02120300000000202051\nEUR12.30\n\n\nshop@example.com"
	if got := sepaText(to, euros(1230), "shop@example.com"); got != want {
		t.Errorf("the lines are %q, want %q", got, want)
	}
	noBIC := to
	noBIC.BIC = ""
	if got := sepaText(noBIC, euros(1), "x"); !strings.HasPrefix(got, "BCD\n002\n1\nSCT\n\nWürz") || !strings.Contains(got, "\nEUR0.01\n") {
		t.Errorf("without a BIC: %q", got)
	}
	noIBAN, noHolder := to, to
	noIBAN.IBAN, noHolder.Holder = "", " "
	for what, text := range map[string]string{
		"another currency":   sepaText(to, reseller.Money{Minor: 1230, Currency: "SEK"}, "x"),
		"nothing":            sepaText(to, euros(0), "x"),
		"too much":           sepaText(to, euros(mostSEPA+1), "x"),
		"no account":         sepaText(noIBAN, euros(1230), "x"),
		"nobody":             sepaText(noHolder, euros(1230), "x"),
		"a long reference":   sepaText(to, euros(1230), strings.Repeat("x", remittance+1)),
		"more than 331 byte": sepaText(to, euros(1230), strings.Repeat("Ж", remittance)),
	} {
		if text != "" {
			t.Errorf("%s: %q", what, text)
		}
	}
	if code, err := sepaCode(to, euros(mostSEPA), strings.Repeat("x", remittance)); err != nil || code == nil || code.Size > 69+8 {
		t.Errorf("the longest is no code of version 13 at most: %v, %v", code, err)
	}
}

func TestPayingInInEurosHasAQRCodeAndTheAccountInWords(t *testing.T) {
	t.Parallel()
	pages, err := page.New(Templates)
	if err != nil {
		t.Fatal(err)
	}
	bank := reseller.BankAccount{Holder: "Domains GmbH", IBAN: "DE02120300000000202051", BIC: "BYLADEM1001"}
	code, err := sepaCode(bank, reseller.Money{Minor: 25_000, Currency: "EUR"}, "shop@example.com")
	if err != nil {
		t.Fatal(err)
	}
	for _, read := range []words.Language{words.English, words.Swedish} {
		body, err := pages.Write("account/pay", "content", page.View{
			Language: read, Account: reseller.Account{Email: "shop@example.com", Currency: "EUR"}, Form: page.Form{Values: map[string]string{"amount": "250"}},
			Data: payPage{Amount: 25_000, Reference: "shop@example.com", Bank: bank, QR: code},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"DE02 1203 0000 0000 2020 51", "BYLADEM1001", "Domains GmbH", "<strong>shop@example.com</strong>", `d="M`} {
			if !strings.Contains(string(body), part) {
				t.Errorf("in %s it lacks %s", read, part)
			}
		}
	}
}
