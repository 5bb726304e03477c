package words

import (
	"testing"
	"time"

	"nameyard/reseller"
)

// Who acts is said by name: tokens as they are called, people by their address, the server's own parts as such.
func TestActorsAreCalledByName(t *testing.T) {
	tokens := map[int64]string{1: "WHMCS"}
	for _, c := range []struct{ actor, en, sv string }{
		{"token 1", "token WHMCS", "nyckeln WHMCS"},
		{"token 2", "token 2", "nyckeln 2"},
		{"token of old", "token of old", "nyckeln of old"},
		{"user anna@example.com", "anna@example.com", "anna@example.com"},
		{"operator", "the operator", "operatören"},
		{"operator anna@ns1", "anna@ns1 at the command line", "anna@ns1 på kommandoraden"},
		{"job renew", "job renew", "jobbet renew"},
		{"server", "the server", "servern"},
		{"nobody", "somebody who had not signed in", "någon som inte var inloggad"},
		{"payment provider", "the payment provider", "betaltjänsten"},
		{"the move between accounts", "the move between accounts", "flytten mellan konton"},
		{"restore", "the restore of a backup", "återställningen av en säkerhetskopia"},
		{"user", "user", "user"},
		{"Importer 3", "Importer 3", "Importer 3"},
		{"", "", ""},
	} {
		if en, sv := English.Who(c.actor, tokens), Swedish.Who(c.actor, tokens); en != c.en || sv != c.sv {
			t.Errorf("%q: %q, %q", c.actor, en, sv)
		}
	}
	for face, want := range map[string]string{"": "", "action": "over the action API", "rest": "over the REST API", "v2": "over the API version 2", "panel": "in the panel", "fax": "fax"} {
		if got := English.Face(face); got != want {
			t.Errorf("%q: %q", face, got)
		}
	}
}

func TestLedgerAccountsAreCalledByName(t *testing.T) {
	emails := map[int64]string{42: "shop@example.com"}
	for _, c := range []struct{ account, en, sv string }{
		{reseller.Available(42), "credit of shop@example.com", "saldo för shop@example.com"},
		{reseller.Held(42), "held for shop@example.com", "reserverat för shop@example.com"},
		{reseller.HouseDeposits, "payments in", "inbetalningar"},
		{reseller.HouseSales, "sales", "försäljning"},
		{reseller.HouseTax, "tax", "moms"},
		{"house:new", "house:new", "house:new"},
	} {
		p := reseller.Posting{Account: c.account}
		if en, sv := English.LedgerAccount(p, emails), Swedish.LedgerAccount(p, emails); en != c.en || sv != c.sv {
			t.Errorf("%s: %q, %q", c.account, en, sv)
		}
	}
}

func TestLengthsOfTimeAreWrittenAsTheLanguageHasThem(t *testing.T) {
	for d, want := range map[time.Duration][2]string{
		0:                                     {"<\u00a00.1\u00a0ms", "<\u00a00,1\u00a0ms"},
		200 * time.Microsecond:                {"0.2\u00a0ms", "0,2\u00a0ms"},
		35 * time.Millisecond:                 {"35\u00a0ms", "35\u00a0ms"},
		1270 * time.Millisecond:               {"1,270\u00a0ms", "1\u202f270\u00a0ms"},
		1270*time.Millisecond + 1:             {"1.3\u00a0s", "1,3\u00a0s"},
		30 * time.Second:                      {"30\u00a0s", "30\u00a0s"},
		90 * time.Second:                      {"90\u00a0s", "90\u00a0s"},
		10 * time.Minute:                      {"10\u00a0min", "10\u00a0min"},
		10*time.Minute + 300*time.Millisecond: {"10\u00a0min", "10\u00a0min"},
		24 * time.Hour:                        {"24\u00a0h", "24\u00a0h"},
	} {
		if en, sv := English.Lasting(d), Swedish.Lasting(d); en != want[0] || sv != want[1] {
			t.Errorf("%s: %q, %q", d, en, sv)
		}
	}
}
