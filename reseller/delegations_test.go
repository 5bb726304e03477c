package reseller_test

import (
	"testing"

	"nameyard/reseller"
)

func TestDelegationsNameTheAccountsOwnAndCountTheOthers(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]reseller.Delegations{
		"":                          {},
		"a.com":                     {Names: []string{"a.com"}, Own: 1},
		"a.com and b.se":            {Names: []string{"a.com", "b.se"}, Own: 2},
		"1 name of another account": {Others: 1},
		"a.com, b.se and 1 more name of this account":                        {Names: []string{"a.com", "b.se"}, Own: 3},
		"a.com, 2 more names of this account and 12 names of other accounts": {Names: []string{"a.com"}, Own: 3, Others: 12},
	} {
		if got := d.String(); got != want || d.None() != (want == "") {
			t.Errorf("%+v is %q, none %t; want %q", d, got, d.None(), want)
		}
	}
}
