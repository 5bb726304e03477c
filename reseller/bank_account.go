package reseller

import (
	"strings"
)

// BankAccount is where the operator is paid.
type BankAccount struct {
	Holder string // as the bank knows it
	IBAN   string // ISO 13616, without blanks
	BIC    string // ISO 9362; "" = not needed
}

// Spaced is the IBAN in groups of four, as it is printed.
func (b BankAccount) Spaced() string {
	var groups []string
	for i := 0; i < len(b.IBAN); i += 4 {
		groups = append(groups, b.IBAN[i:min(i+4, len(b.IBAN))])
	}
	return strings.Join(groups, " ")
}

// MaxHolder is how many characters the holder's name has at most in a SEPA credit transfer.
const MaxHolder = 70

// ParseIBAN reads an international bank account number with or without blanks: country, check digits that fit (ISO 7064, mod 97-10) and up
// to 30 letters and digits.
func ParseIBAN(text string) (string, bool) {
	iban := strings.ToUpper(strings.Join(strings.Fields(text), ""))
	if len(iban) < 15 || len(iban) > 34 || !isLetter(iban[0]) || !isLetter(iban[1]) || !AllDigits(iban[2:4]) {
		return "", false
	}
	rest := 0
	for _, c := range []byte(iban[4:] + iban[:4]) {
		switch {
		case isLetter(c):
			rest = (rest*100 + int(c-'A') + 10) % 97
		case c >= '0' && c <= '9':
			rest = (rest*10 + int(c-'0')) % 97
		default:
			return "", false
		}
	}
	return iban, rest == 1
}

// ParseBIC reads a business identifier code: 8 or 11 letters and digits, of which the first six are letters.
func ParseBIC(text string) (string, bool) {
	bic := strings.ToUpper(strings.TrimSpace(text))
	if len(bic) != 8 && len(bic) != 11 {
		return "", false
	}
	for i, c := range []byte(bic) {
		if !isLetter(c) && (i < 6 || c < '0' || c > '9') {
			return "", false
		}
	}
	return bic, true
}

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }
