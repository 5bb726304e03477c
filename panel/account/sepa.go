package account

import (
	"strings"
	"unicode/utf8"

	"nameyard/panel/qr"
	"nameyard/reseller"
)

// The bounds of the EPC's guideline for QR codes of credit transfers (EPC069-12 v3.1).
const (
	mostSEPA     = 99_999_999_999 // cents
	remittance   = 140            // characters
	payloadBytes = 331
)

// sepaText is what a banking app reads from a QR code to fill in a SEPA credit transfer (EPC069-12 v3.1, version 002); "" where there is no
// such transfer: it is in euros, of 0.01 to 999,999,999.99, to an account with an IBAN.
func sepaText(to reseller.BankAccount, amount reseller.Money, reference string) string {
	holder, reference := oneLine(to.Holder), oneLine(reference)
	switch {
	case amount.Currency != "EUR", amount.Minor < 1, amount.Minor > mostSEPA, to.IBAN == "", holder == "":
		return ""
	case utf8.RuneCountInString(holder) > reseller.MaxHolder, utf8.RuneCountInString(reference) > remittance:
		return ""
	}
	const utf8Set, purpose, structured = "1", "", ""
	text := strings.Join([]string{"BCD", "002", utf8Set, "SCT", to.BIC, holder, to.IBAN, "EUR" + amount.Decimal(), purpose, structured, reference}, "\n")
	if len(text) > payloadBytes {
		return ""
	}
	return text
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// sepaCode draws sepaText; nil where there is none.
func sepaCode(to reseller.BankAccount, amount reseller.Money, reference string) (*qr.Code, error) {
	text := sepaText(to, amount, reference)
	if text == "" {
		return nil, nil
	}
	code, err := qr.Draw(text)
	return &code, err
}
