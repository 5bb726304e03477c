package reseller

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Money is an amount in minor units (cents, öre) of one ISO 4217 currency. There are no floats anywhere near it.
type Money struct {
	Minor    int64
	Currency string
}

// MaxAmount bounds amounts and balances, in minor units: far from what 64 bits hold, so that no sum leaves them.
const MaxAmount = 1_000_000_000_000_000

// minorDigits lists the currencies whose minor unit is not 1/100 (ISO 4217).
var minorDigits = map[string]int{
	"BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KMF": 0, "KRW": 0,
	"KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0,
	"XOF": 0, "XPF": 0,
}

// CurrencyDigits is the number of decimals of a currency: 2 unless ISO 4217 says otherwise.
func CurrencyDigits(currency string) int {
	if d, ok := minorDigits[currency]; ok {
		return d
	}
	return 2
}

// ValidCurrency reports whether s has the form of an ISO 4217 code: three capital letters.
func ValidCurrency(s string) bool {
	if len(s) != 3 {
		return false
	}
	for _, c := range s {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}

// ParseMoney reads a decimal amount such as "100", "100.5" or "-12.34" exactly. More decimals than the currency has,
// signs other than a leading minus, exponents, separators and overflow are errors.
func ParseMoney(s, currency string) (Money, error) { return parseMoney(s, s, currency) }

// parseMoney is ParseMoney, with errors that quote an amount as it was typed.
func parseMoney(s, typed, currency string) (Money, error) {
	if !ValidCurrency(currency) {
		return Money{}, fmt.Errorf("currency %q is not a three-letter ISO 4217 code", currency)
	}
	digits := CurrencyDigits(currency)
	text, negative := strings.CutPrefix(strings.TrimSpace(s), "-")
	whole, fraction, dotted := strings.Cut(text, ".")
	if whole == "" || (dotted && fraction == "") || !AllDigits(whole) || !AllDigits(fraction) {
		return Money{}, fmt.Errorf("amount %q is not a decimal number such as 100.00", typed)
	}
	if len(fraction) > digits {
		return Money{}, fmt.Errorf("amount %q has more decimals than %s has (%d)", typed, currency, digits)
	}
	minor, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", digits-len(fraction)), 10, 64)
	if err != nil {
		return Money{}, fmt.Errorf("amount %q is too large", typed)
	}
	if negative {
		minor = -minor
	}
	return Money{minor, currency}, nil
}

// AllDigits reports whether a text has nothing but ASCII digits; it may be empty.
func AllDigits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// Decimal writes the amount with the currency's decimals and no currency: "150.50".
func (m Money) Decimal() string {
	sign := ""
	n := uint64(m.Minor)
	if m.Minor < 0 {
		sign, n = "-", -n
	}
	d := CurrencyDigits(m.Currency)
	text := fmt.Sprintf("%0*d", d+1, n)
	if d == 0 {
		return sign + text
	}
	return sign + text[:len(text)-d] + "." + text[len(text)-d:]
}

// String writes amount and currency: "150.50 USD".
func (m Money) String() string { return m.Decimal() + " " + m.Currency }

// Add adds two amounts of one currency. It fails on a currency mix and on overflow.
func (m Money) Add(o Money) (Money, error) {
	if m.Currency != o.Currency {
		return Money{}, fmt.Errorf("cannot add %s to %s", o.Currency, m.Currency)
	}
	sum := m.Minor + o.Minor
	if (o.Minor > 0 && sum < m.Minor) || (o.Minor < 0 && sum > m.Minor) {
		return Money{}, fmt.Errorf("amount overflows: %s + %s", m, o)
	}
	return Money{sum, m.Currency}, nil
}

// Tax is the tax on a net amount at a rate in parts per million (250000 = 25 %), rounded half up, for m >= 0.
func (m Money) Tax(ratePPM int64) (Money, error) {
	if m.Minor < 0 || ratePPM < 0 {
		return Money{}, fmt.Errorf("tax on %s at %d ppm: negative", m, ratePPM)
	}
	hi, lo := bits.Mul64(uint64(m.Minor), uint64(ratePPM))
	lo, carry := bits.Add64(lo, 500_000, 0)
	hi += carry
	if hi >= 1_000_000 {
		return Money{}, fmt.Errorf("tax on %s overflows", m)
	}
	quotient, _ := bits.Div64(hi, lo, 1_000_000)
	if quotient > math.MaxInt64 {
		return Money{}, fmt.Errorf("tax on %s overflows", m)
	}
	return Money{int64(quotient), m.Currency}, nil
}
