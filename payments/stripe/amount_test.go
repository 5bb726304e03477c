package stripe

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestAmountsAreAsStripeCountsThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		currency string
		minor    int64
		theirs   int64 // 0 = it takes no such amount
	}{
		{"EUR", 1050, 1050}, {"JPY", 500, 500}, {"ISK", 5, 500}, {"UGX", 7000, 700_000}, {"KWD", 5120, 5120}, {"KWD", 5124, 0}, {"MGA", 500_00, 500}, {"MGA", 500_50, 0},
		{"SEK", 299, 0}, {"SEK", 300, 300}, {"JPY", 49, 0}, {"EUR", 99_999_999, 99_999_999}, {"EUR", 100_000_000, 0}, {"EUR", 0, 0}, {"EUR", -500, 0},
	} {
		m := reseller.Money{Minor: c.minor, Currency: c.currency}
		got, exact := theirs(m)
		taken := new(Provider).Takes(m) == nil
		if taken != (c.theirs != 0) || taken && (!exact || got != c.theirs) {
			t.Errorf("%s is %d (exact %t), taken %t; want %d", m, got, exact, taken, c.theirs)
		}
		if back := ourMoney(got, strings.ToLower(c.currency)); taken && back != m {
			t.Errorf("%s comes back as %s", m, back)
		}
	}
	if odd := ourMoney(550, "isk"); odd.Currency == "ISK" {
		t.Errorf("five and a half crowns of Iceland are %s", odd)
	}
}

func TestKeysAndAddressesThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, c := range []Config{
		{Key: ""}, {Key: "pk_live_x"}, {Key: "sk_livex"}, {Key: "sk_live_a b"}, {Key: "sk_prod_x"}, {Key: "sk_live_x", Secrets: []string{"sk_live_x"}},
		{Key: "sk_live_x", URL: "http://api.example"}, {Key: "sk_live_x", URL: "https://u:p@api.example"}, {Key: "sk_live_x", URL: "api.example"},
	} {
		if _, err := New(c); err == nil || c.Key != "" && strings.Contains(err.Error(), c.Key) {
			t.Errorf("%+v gives %v", c, err)
		}
	}
	for key, live := range map[string]bool{"sk_live_x": true, "rk_live_x": true, "sk_test_x": false, "rk_test_x": false} {
		p, err := New(Config{Key: key, URL: "http://127.0.0.1:1"})
		if err != nil || p.Live() != live {
			t.Errorf("%s: %v, %v", key, p, err)
		}
	}
}
