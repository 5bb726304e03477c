package stripe

import (
	"slices"
	"strings"

	"nameyard/payments"
	"nameyard/reseller"
)

// Currencies whose amounts Stripe counts otherwise than ISO 4217 (docs.stripe.com/currencies).
var (
	whole = []string{"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
	// wholeInHundredths have no decimals, and are written with two that must be zero.
	wholeInHundredths = []string{"ISK", "UGX"}
	thousandths       = []string{"BHD", "JOD", "KWD", "OMR", "TND"} // the last digit must be zero
)

// least is the smallest amount of a charge in currencies for which Stripe names one (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). Of others Stripe
// refuses the charge.
var least = map[string]string{
	"USD": "0.50", "AED": "2.00", "AUD": "0.50", "BRL": "0.50", "CAD": "0.50", "CHF": "0.50", "CZK": "15.00", "DKK": "2.50", "EUR": "0.50", "GBP": "0.30", "HKD": "4.00",
	"HUF": "175.00", "INR": "0.50", "JPY": "50", "MXN": "10.00", "MYR": "2.00", "NOK": "3.00", "NZD": "0.50", "PLN": "2.00", "RON": "2.00", "SEK": "3.00", "SGD": "0.50", "THB": "10.00",
}

// largest is the largest amount of a charge in Stripe's units: eight digits.
const largest = 99_999_999

// digits is the number of decimals with which Stripe counts a currency.
func digits(currency string) int {
	switch {
	case slices.Contains(whole, currency):
		return 0
	case slices.Contains(thousandths, currency):
		return 3
	}
	return 2
}

func power(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// theirs is an amount in Stripe's units. false: Stripe has no such amount.
func theirs(m reseller.Money) (int64, bool) {
	ours, its := reseller.CurrencyDigits(m.Currency), digits(m.Currency)
	amount := m.Minor
	if its >= ours {
		amount *= power(its - ours)
	} else if amount%power(ours-its) != 0 {
		return 0, false
	} else {
		amount /= power(ours - its)
	}
	exact := !slices.Contains(thousandths, m.Currency) || amount%10 == 0
	exact = exact && (!slices.Contains(wholeInHundredths, m.Currency) || amount%100 == 0)
	return amount, exact
}

// ourMoney is an amount of Stripe's in our units. One that has no whole number of ours is given as no currency's, so that it equals nothing.
func ourMoney(amount int64, currency string) reseller.Money {
	currency = strings.ToUpper(currency)
	ours, its := reseller.CurrencyDigits(currency), digits(currency)
	if ours >= its {
		return reseller.Money{Minor: amount * power(ours-its), Currency: currency}
	}
	if amount%power(its-ours) != 0 {
		return reseller.Money{Minor: amount, Currency: "XXX"}
	}
	return reseller.Money{Minor: amount / power(its-ours), Currency: currency}
}

// Takes gives why Stripe would not take an amount.
func (p *Provider) Takes(m reseller.Money) error {
	if text, named := least[m.Currency]; named {
		if min, err := reseller.ParseMoney(text, m.Currency); err == nil && m.Minor < min.Minor {
			return badAmount("%s is less than a card payment may be, %s", m, min)
		}
	}
	amount, exact := theirs(m)
	switch {
	case m.Minor <= 0, amount > largest:
		return badAmount("%s cannot be paid by card", m)
	case !exact:
		return badAmount("%s cannot be paid by card: the amount must be rounded", m)
	}
	return nil
}

func badAmount(format string, args ...any) error {
	return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, format, args...)
}

var _ payments.Provider = (*Provider)(nil)
