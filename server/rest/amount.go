package rest

import "nameyard/reseller"

// amount is money as a JSON number, written from an integer: 25.98 is never a float here.
type amount struct {
	of reseller.Money
}

func amountOf(minor int64, currency string) amount {
	return amount{reseller.Money{Minor: minor, Currency: currency}}
}

// MarshalJSON writes the decimals of the currency.
func (a amount) MarshalJSON() ([]byte, error) { return []byte(a.of.Decimal()), nil }
