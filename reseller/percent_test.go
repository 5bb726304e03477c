package reseller_test

import (
	"testing"

	"nameyard/reseller"
)

// TestTaxRatesAreReadExactly: per cent is read and written without rounding.
func TestTaxRatesAreReadExactly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"25": 250_000, "25%": 250_000, "8.1 %": 81_000, "0": 0, "100": 1_000_000, "7.6543": 76_543, "5.": 50_000} {
		got, ok := reseller.ParsePercent(text)
		if !ok || got != want {
			t.Errorf("%q is %d ppm, %v, want %d", text, got, ok, want)
		}
	}
	for _, wrong := range []string{"", "%", "-1", "+1", "100.1", "1.23456", ".5", "1e2", "1,5", "lots"} {
		if got, ok := reseller.ParsePercent(wrong); ok {
			t.Errorf("%q was taken for %d ppm", wrong, got)
		}
	}
	for ppm, want := range map[int64]string{250_000: "25", 81_000: "8.1", 0: "0", 76_543: "7.6543", 1_000_000: "100"} {
		if got := reseller.Percent(ppm); got != want {
			t.Errorf("%d ppm is written %q, want %q", ppm, got, want)
		}
	}
}
