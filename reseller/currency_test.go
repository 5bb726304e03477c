package reseller_test

import (
	"testing"

	"nameyard/reseller"
)

func TestCurrenciesAreTheOnesInUse(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"SEK": true, "EUR": true, "USD": true, "JPY": true, "KWD": true, "BYN": true, "MRU": true, "SLE": true,
		"XXX": false, "XTS": false, "DEM": false, "sek": false, "ABC": false, "": false, "SEKK": false,
	} {
		if got := reseller.KnownCurrency(code); got != want {
			t.Errorf("%q is known: %v, want %v", code, got, want)
		}
	}
}
