package reseller

import (
	"fmt"
	"strings"
)

// Delegations are the names that use a host as one of their name servers, as an account may know them.
type Delegations struct {
	Names  []string // of the account, in alphabetical order, the first ones of Own
	Own    int64    // how many the account has
	Others int64    // how many other accounts have
}

// None reports whether no name uses the host.
func (d Delegations) None() bool { return d.Own+d.Others == 0 }

// String writes the names: "a.com, b.se, 3 more names of this account and 2 names of other accounts".
func (d Delegations) String() string {
	parts := append([]string{}, d.Names...)
	if more := d.Own - int64(len(d.Names)); more > 0 {
		parts = append(parts, counted(more, "1 more name of this account", "%d more names of this account"))
	}
	if d.Others > 0 {
		parts = append(parts, counted(d.Others, "1 name of another account", "%d names of other accounts"))
	}
	last := len(parts) - 1
	if last < 1 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}

func counted(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, n)
}
