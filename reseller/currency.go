package reseller

import (
	"sync"
	"time"

	"golang.org/x/text/currency"
)

// newCurrencies are in use and younger than the kept data.
var newCurrencies = []string{"MRU", "SLE", "STN", "VED", "VES", "XCG", "ZWG"}

// currencies are the ones of ISO 4217 that are legal tender somewhere.
var currencies = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for _, c := range newCurrencies {
		known[c] = true
	}
	for list := currency.Query(currency.Date(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))); list.Next(); {
		known[list.Unit().String()] = true
	}
	return known
})

// KnownCurrency reports whether s is a currency of ISO 4217 that is in use, in capital letters.
func KnownCurrency(s string) bool { return currencies()[s] }
