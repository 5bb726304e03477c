package reseller_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"nameyard/reseller"
)

const priceHeader = "tld,currency,operation,years,net,cost\n"

func TestParsePricesReadsAmountsInMinorUnits(t *testing.T) {
	t.Parallel()
	got, err := reseller.ParsePrices("p.csv", strings.NewReader("\uFEFF"+priceHeader+
		"# what the gTLD costs\n"+
		"com,USD,register,1,12.99,11.69\n"+
		".CO.UK, USD ,renew, 2,18,\n"+
		"\n"+
		"se,JPY,transfer,1,0,0\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []reseller.Price{
		{TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: 1299, Cost: 1169},
		{TLD: "co.uk", Currency: "USD", Operation: reseller.OpRenew, Years: 2, Net: 1800},
		{TLD: "se", Currency: "JPY", Operation: reseller.OpTransfer, Years: 1},
	}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("line %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestParsePricesTellsFileLineAndReason(t *testing.T) {
	t.Parallel()
	for line, reason := range map[string]string{
		"c m,USD,register,1,1,1":     `tld is "c m", must be a TLD such as com or co.uk`,
		",USD,register,1,1,1":        `tld is "", must be a TLD such as com or co.uk`,
		"com,usd,register,1,1,1":     `currency is "usd", must be three capital letters (ISO 4217)`,
		"com,USD,buy,1,1,1":          `operation is "buy", must be register, renew, transfer or restore`,
		"com,USD,Register,1,1,1":     `operation is "Register", must be register, renew, transfer or restore`,
		"com,USD,register,0,1,1":     `years is "0", must be a whole number from 1 to 99`,
		"com,USD,register,one,1,1":   `years is "one", must be a whole number from 1 to 99`,
		"com,USD,register,100,1,1":   `years is "100", must be a whole number from 1 to 99`,
		"com,USD,transfer,2,1,1":     "years is 2, but a transfer has one price: years must be 1",
		"com,USD,restore,2,1,1":      "years is 2, but a restore has one price: years must be 1",
		"com,USD,register,1,,1":      `net: amount "" is not a decimal number such as 100.00`,
		"com,USD,register,1,1.999,1": `net: amount "1.999" has more decimals than USD has (2)`,
		"com,JPY,register,1,1.5,1":   `net: amount "1.5" has more decimals than JPY has (0)`,
		"com,USD,register,1,-1,1":    "net is -1.00, must not be negative",
		"com,USD,register,1,1,-0.01": "cost is -0.01, must not be negative",
		"com,USD,register,1,1,$1":    `cost: amount "$1" is not a decimal number such as 100.00`,
		"com,USD,register,1,1":       "wrong number of fields",
		`"com,USD,register,1,1,1`:    `extraneous or missing " in quoted-field`,
	} {
		_, err := reseller.ParsePrices("p.csv", strings.NewReader(priceHeader+line+"\n"))
		if err == nil || !strings.HasPrefix(err.Error(), "p.csv:") || !strings.HasSuffix(err.Error(), ": "+reason) {
			t.Errorf("%s: %v, want %s", line, err, reason)
		}
	}
}

func TestParsePricesTellsAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	prices, err := reseller.ParsePrices("p.csv", strings.NewReader(priceHeader+
		"com,USD,register,1,12.99,\n"+
		"com,USD,register,1,13.99,\n"+
		"com,USD,register\n"+
		"com,USD,renew,1,x,\n"))
	if prices != nil {
		t.Errorf("prices in spite of faults: %v", prices)
	}
	wantLines(t, err,
		"p.csv:3: register of .com for years = 1 in USD is priced in line 2 already",
		"p.csv:4: wrong number of fields",
		`p.csv:5: net: amount "x" is not a decimal number such as 100.00`,
	)
}

func TestParsePricesWantsItsFirstLine(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"", "com,USD,register,1,1,1\n", "tld;currency;operation;years;net\n"} {
		_, err := reseller.ParsePrices("p.csv", strings.NewReader(file))
		wantLines(t, err, "p.csv:1: the first line must be tld,currency,operation,years,net,cost")
	}
}

func TestParsePricesTellsOfAFileThatBreaksOff(t *testing.T) {
	t.Parallel()
	if _, err := reseller.ParsePrices("p.csv", &failing{text: priceHeader}); !errors.Is(err, errDisk) {
		t.Errorf("error: %v", err)
	}
}

// failing gives its text and then an error.
type failing struct{ text string }

func (f *failing) Read(p []byte) (int, error) {
	if f.text == "" {
		return 0, errDisk
	}
	n := copy(p, f.text)
	f.text = f.text[n:]
	return n, nil
}

func TestDemoPricesSellEveryTLDInUSD(t *testing.T) {
	t.Parallel()
	file, err := os.Open("../demo/prices.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	prices, err := reseller.ParsePrices("prices.csv", file)
	if err != nil {
		t.Fatal(err)
	}
	net := map[reseller.Price]int64{}
	for _, p := range prices {
		if p.Cost > p.Net || (p.Net > 0 && p.Cost == 0) {
			t.Errorf("%+v: the registry may charge more than the customer pays", p)
		}
		net[reseller.Price{TLD: p.TLD, Currency: p.Currency, Operation: p.Operation, Years: p.Years}] = p.Net
	}
	tlds, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	price := func(tld string, op reseller.Operation, years int) int64 {
		n, ok := net[reseller.Price{TLD: tld, Currency: "USD", Operation: op, Years: years}]
		if !ok {
			t.Errorf("no price for %s of .%s for %d years", op, tld, years)
		}
		return n
	}
	for _, tld := range tlds.Names() {
		for years := 1; years <= 10; years++ {
			if price(tld, reseller.OpRegister, years) != int64(years)*price(tld, reseller.OpRegister, 1) {
				t.Errorf(".%s: %d years are not %d times one", tld, years, years)
			}
			price(tld, reseller.OpRenew, years)
		}
		if price(tld, reseller.OpRestore, 1) == 0 || (price(tld, reseller.OpTransfer, 1) == 0) != (tlds[tld].TransferYears == 0) {
			t.Errorf(".%s: a restore is free, or a transfer does not match what it adds", tld)
		}
	}
	for tld, want := range map[string]int64{"com": 1299, "net": 1499, "org": 1399, "io": 3999, "dev": 1499, "app": 1499, "co": 2499} {
		for _, op := range []reseller.Operation{reseller.OpRegister, reseller.OpRenew, reseller.OpTransfer} {
			if got := price(tld, op, 1); got != want {
				t.Errorf("%s of .%s costs %d, the documentation says %d", op, tld, got, want)
			}
		}
	}
}
