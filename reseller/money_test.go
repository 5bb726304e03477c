package reseller_test

import (
	"math"
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestParseMoneyReadsDecimalsExactly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, currency string
		minor          int64
	}{
		{"100", "USD", 10000},
		{"100.5", "USD", 10050},
		{"12.99", "USD", 1299},
		{"0.01", "USD", 1},
		{"0", "USD", 0},
		{"-12.34", "USD", -1234},
		{" 7.00 ", "SEK", 700},
		{"100", "JPY", 100},
		{"1.234", "KWD", 1234},
		{"92233720368547758.07", "USD", math.MaxInt64},
	} {
		got, err := reseller.ParseMoney(c.text, c.currency)
		if err != nil || got.Minor != c.minor || got.Currency != c.currency {
			t.Errorf("%q %s = %d %v, want %d", c.text, c.currency, got.Minor, err, c.minor)
		}
	}
}

func TestParseMoneyRefusesWhatIsNotAPlainDecimal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, currency, reason string }{
		{"", "USD", "not a decimal number"},
		{".", "USD", "not a decimal number"},
		{".5", "USD", "not a decimal number"},
		{"5.", "USD", "not a decimal number"},
		{"+5", "USD", "not a decimal number"},
		{"--5", "USD", "not a decimal number"},
		{"1e3", "USD", "not a decimal number"},
		{"1,000.00", "USD", "not a decimal number"},
		{"1 000", "USD", "not a decimal number"},
		{"1.2.3", "USD", "not a decimal number"},
		{"NaN", "USD", "not a decimal number"},
		{"١٢", "USD", "not a decimal number"},
		{"1.234", "USD", "more decimals than USD has (2)"},
		{"1.5", "JPY", "more decimals than JPY has (0)"},
		{"92233720368547758.08", "USD", "too large"},
		{"5", "usd", "not a three-letter ISO 4217 code"},
		{"5", "US", "not a three-letter ISO 4217 code"},
		{"5", "", "not a three-letter ISO 4217 code"},
	} {
		if got, err := reseller.ParseMoney(c.text, c.currency); err == nil || !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%q %s = %v, %v; want an error with %q", c.text, c.currency, got, err, c.reason)
		}
	}
}

func TestDecimalWritesTheDecimalsOfTheCurrency(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		minor    int64
		currency string
		want     string
	}{
		{15050, "USD", "150.50"},
		{1, "USD", "0.01"},
		{0, "SEK", "0.00"},
		{-5, "USD", "-0.05"},
		{-1234, "USD", "-12.34"},
		{100, "JPY", "100"},
		{-7, "JPY", "-7"},
		{5, "KWD", "0.005"},
		{math.MaxInt64, "USD", "92233720368547758.07"},
		{math.MinInt64, "USD", "-92233720368547758.08"},
	} {
		if got := (reseller.Money{Minor: c.minor, Currency: c.currency}).Decimal(); got != c.want {
			t.Errorf("%d %s = %q, want %q", c.minor, c.currency, got, c.want)
		}
	}
	if got := (reseller.Money{Minor: 15050, Currency: "USD"}).String(); got != "150.50 USD" {
		t.Errorf("String = %q", got)
	}
}

func FuzzMoneyRoundTrips(f *testing.F) {
	for _, minor := range []int64{0, 1, -1, 99, 100, math.MaxInt64, math.MinInt64 + 1} {
		f.Add(minor, "USD")
	}
	f.Fuzz(func(t *testing.T, minor int64, currency string) {
		if !reseller.ValidCurrency(currency) || minor == math.MinInt64 {
			t.Skip()
		}
		m := reseller.Money{Minor: minor, Currency: currency}
		if got, err := reseller.ParseMoney(m.Decimal(), currency); err != nil || got != m {
			t.Fatalf("%v came back as %v, %v", m, got, err)
		}
	})
}

func TestAddKeepsCurrenciesApartAndSeesOverflow(t *testing.T) {
	t.Parallel()
	usd := func(n int64) reseller.Money { return reseller.Money{Minor: n, Currency: "USD"} }
	if sum, err := usd(150).Add(usd(-50)); err != nil || sum != usd(100) {
		t.Errorf("sum = %v, %v", sum, err)
	}
	for _, c := range []struct{ a, b reseller.Money }{
		{usd(1), reseller.Money{Minor: 1, Currency: "SEK"}},
		{usd(math.MaxInt64), usd(1)},
		{usd(math.MinInt64), usd(-1)},
	} {
		if sum, err := c.a.Add(c.b); err == nil {
			t.Errorf("%v + %v = %v, want an error", c.a, c.b, sum)
		}
	}
}

func TestTaxRoundsHalfUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ net, ppm, want int64 }{
		{10000, 250_000, 2500},
		{1299, 250_000, 325}, // 324.75
		{2, 250_000, 1},      // 0.5 goes up
		{1, 250_000, 0},      // 0.25
		{1299, 0, 0},
		{0, 250_000, 0},
		{999, 77_000, 77}, // 76.923
		{math.MaxInt64, 1_000_000, math.MaxInt64},
	} {
		got, err := reseller.Money{Minor: c.net, Currency: "SEK"}.Tax(c.ppm)
		if err != nil || got.Minor != c.want {
			t.Errorf("tax on %d at %d = %d, %v; want %d", c.net, c.ppm, got.Minor, err, c.want)
		}
	}
}

func TestTaxRefusesNegativesAndOverflow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ net, ppm int64 }{{-1, 250_000}, {1, -1}, {math.MaxInt64, 1_000_001}, {math.MaxInt64, math.MaxInt64}} {
		if got, err := (reseller.Money{Minor: c.net, Currency: "SEK"}).Tax(c.ppm); err == nil {
			t.Errorf("tax on %d at %d = %v, want an error", c.net, c.ppm, got)
		}
	}
}

func TestChargeFreezesPriceAndTax(t *testing.T) {
	t.Parallel()
	charge, err := reseller.ChargeOf(reseller.Price{TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: 1299}, 250_000)
	if err != nil || charge != (reseller.Charge{Currency: "USD", Net: 1299, Tax: 325}) || charge.Total() != 1624 {
		t.Errorf("charge = %+v, %v", charge, err)
	}
	if _, err := reseller.ChargeOf(reseller.Price{Currency: "USD", Net: math.MaxInt64}, 500_000); err == nil {
		t.Error("a total that overflows was accepted")
	}
	if _, err := reseller.ChargeOf(reseller.Price{Currency: "USD", Net: 100}, -1); err == nil {
		t.Error("a negative tax rate was accepted")
	}
}

// People write a comma before the decimals, and blanks between thousands, which programs do not. What may mean two amounts is none.
func TestReadMoneyReadsWhatPeopleType(t *testing.T) {
	t.Parallel()
	for text, minor := range map[string]int64{"12,5": 1250, "12.50": 1250, " 1 068,00 ": 106800, "1\u00a0068.5": 106850, "1 234 567": 123456700, "100": 10000} {
		if got, err := reseller.ReadMoney(text, "SEK"); err != nil || got.Minor != minor {
			t.Errorf("%q = %d %v, want %d", text, got.Minor, err, minor)
		}
	}
	for text, reason := range map[string]string{
		"1,234.5": "a comma and a full stop", "1.234,5": "a comma and a full stop", "1,234": `"1,234" is none in SEK: a comma stands before the decimals, 2 at most`, "1.234": "more decimals", "1 2 3": "not a decimal number", "12,5 000": "nothing between thousands",
		"1,234,567": `"1,234,567" is none in SEK`, "": "not a decimal number",
		"1'250": "not a decimal number", "1,00,000": "nothing between thousands", "-": "not a decimal number", "١٢": "not a decimal number",
	} {
		if got, err := reseller.ReadMoney(text, "SEK"); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%q = %v, %v; want an error with %q", text, got, err, reason)
		}
	}
	if _, err := reseller.ReadMoney("1,200", "JPY"); err == nil || !strings.Contains(err.Error(), `"1,200" is none in JPY: a comma stands before the decimals, 0 at most`) {
		t.Errorf("1,200 JPY: %v", err)
	}
}

// With three decimals a comma before three digits may stand between thousands, as a thousand times the amount shows.
func TestReadMoneyDoesNotGuessThousandsWhereThereAreThreeDecimals(t *testing.T) {
	t.Parallel()
	for text, minor := range map[string]int64{
		"1.250": 1250, "-1.250": -1250, "1250": 1250000, "1 250": 1250000, "1 250,500": 1250500, "1250,500": 1250500, "0,250": 250, "1,25": 1250, "1,2": 1200,
	} {
		if got, err := reseller.ReadMoney(text, "KWD"); err != nil || got.Minor != minor {
			t.Errorf("%q = %d %v, want %d", text, got.Minor, err, minor)
		}
	}
	for text, reason := range map[string]string{
		"1,250": "may mean two amounts: write 1250 or 1.250", " 12,500 ": "write 12500 or 12.500", "-125,000": "write -125000 or -125.000", "1,2345": `"1,2345" is none in KWD`, "1.2345": `"1.2345" has more decimals`,
		"1,250,000": "nothing between thousands",
	} {
		if got, err := reseller.ReadMoney(text, "KWD"); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%q = %v, %v; want an error with %q", text, got, err, reason)
		}
	}
}
