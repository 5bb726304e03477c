package reseller_test

import (
	"net/netip"
	"testing"
	"time"

	"nameyard/reseller"
)

func TestTokenWithoutScopesAllowsEverything(t *testing.T) {
	t.Parallel()
	for _, scope := range reseller.Scopes {
		if !(reseller.Token{}).Allows(scope) {
			t.Errorf("%s is not allowed", scope)
		}
	}
}

func TestTokenAllowsItsScopesOnly(t *testing.T) {
	t.Parallel()
	token := reseller.Token{Scopes: []reseller.Scope{reseller.ScopeRead, reseller.ScopeManage}}
	want := map[reseller.Scope]bool{reseller.ScopeRead: true, reseller.ScopeManage: true}
	for _, scope := range reseller.Scopes {
		if token.Allows(scope) != want[scope] {
			t.Errorf("%s allowed: %t", scope, token.Allows(scope))
		}
	}
}

func TestTokenIsUsableInItsTimeAndFromItsAddresses(t *testing.T) {
	t.Parallel()
	noon := day("2026-11-23").Add(12 * time.Hour)
	office := []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::/32")}
	for _, c := range []struct {
		situation string
		token     reseller.Token
		from      string
		want      bool
	}{
		{"plain", reseller.Token{}, "203.0.113.9", true},
		{"not expired yet", reseller.Token{ExpiresAt: noon.Add(time.Second)}, "203.0.113.9", true},
		{"expires this very instant", reseller.Token{ExpiresAt: noon}, "203.0.113.9", false},
		{"expired", reseller.Token{ExpiresAt: noon.Add(-time.Hour)}, "203.0.113.9", false},
		{"revoked", reseller.Token{RevokedAt: noon.Add(-time.Hour)}, "203.0.113.9", false},
		{"from the office", reseller.Token{CIDRs: office}, "192.0.2.77", true},
		{"from the office over IPv6", reseller.Token{CIDRs: office}, "2001:db8::5", true},
		{"IPv4 written as IPv6", reseller.Token{CIDRs: office}, "::ffff:192.0.2.77", true},
		{"from elsewhere", reseller.Token{CIDRs: office}, "192.0.3.1", false},
	} {
		if got := c.token.Usable(noon, netip.MustParseAddr(c.from)); got != c.want {
			t.Errorf("%s: usable %t", c.situation, got)
		}
	}
}

func TestScopesAreReadByTheirNamesOfTodayAndOfOnce(t *testing.T) {
	t.Parallel()
	for _, scope := range reseller.Scopes {
		if got, ok := reseller.ParseScope(string(scope)); !ok || got != scope {
			t.Errorf("%s is read as %q, %t", scope, got, ok)
		}
	}
	if got, ok := reseller.ParseScope("part"); !ok || got != reseller.ScopeRelease {
		t.Errorf("part is read as %q, %t", got, ok)
	}
	for _, word := range []string{"", "Release", "everything"} {
		if got, ok := reseller.ParseScope(word); ok {
			t.Errorf("%q is read as %q", word, got)
		}
	}
}
