package reseller_test

import (
	"testing"

	"nameyard/reseller"
)

func TestBankAccounts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"DE02 1203 0000 0000 2020 51": "DE02120300000000202051", "gb82west12345698765432": "GB82WEST12345698765432", "SE4550000000058398257466": "SE4550000000058398257466",
		"DE03120300000000202051": "", "DE02120300000000202015": "", "": "", "DE02": "", "0202120300000000202051": "", "DE02-1203-0000-0000-2020": "",
	} {
		if got, ok := reseller.ParseIBAN(text); ok != (want != "") || ok && got != want {
			t.Errorf("%q is read as %q, %v", text, got, ok)
		}
	}
	for text, good := range map[string]bool{"BYLADEM1001": true, "byladem1": true, "BYLADEM": false, "BYL4DEM1001": false, "BYLADEM10-1": false} {
		if _, ok := reseller.ParseBIC(text); ok != good {
			t.Errorf("BIC %q: %v", text, ok)
		}
	}
	if got := (reseller.BankAccount{IBAN: "DE02120300000000202051"}).Spaced(); got != "DE02 1203 0000 0000 2020 51" {
		t.Errorf("spaced it is %q", got)
	}
}
