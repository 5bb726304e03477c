package verify

import (
	"fmt"

	"nameyard/reseller"
)

// money is an amount as people read it: "-100.00 SEK".
func money(minor int64, currency string) reseller.Money {
	return reseller.Money{Minor: minor, Currency: currency}
}

// parts is a charge by its parts: "80.00 SEK and 20.00 SEK tax".
func parts(c reseller.Charge) string {
	return fmt.Sprintf("%s and %s tax", money(c.Net, c.Currency), money(c.Tax, c.Currency))
}
