package reseller_test

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestTokensAreKnownByTheirPrefixAndChecksum(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 100 {
		token := reseller.NewToken()
		if seen[token] || len(token) != 53 || !strings.HasPrefix(token, "nyd_") || !reseller.LooksLikeToken(token) {
			t.Fatalf("a new token is %q", token)
		}
		seen[token] = true
		for i := range token {
			other := byte('A')
			if token[i] == other {
				other = 'B'
			}
			if changed := token[:i] + string(other) + token[i+1:]; reseller.LooksLikeToken(changed) {
				t.Errorf("%q looks like a token, and is %q with another letter", changed, token)
			}
		}
	}
	for _, other := range []string{"", "nyd_", "AaLc8eNZWsZtWlT9LtT7NUha", "nyd_" + strings.Repeat("0", 48), "nyd_" + strings.Repeat("0", 50)} {
		if reseller.LooksLikeToken(other) {
			t.Errorf("%q looks like a token", other)
		}
	}
}
