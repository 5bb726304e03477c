package reseller

import (
	"cmp"
	"strings"
)

// ListOwner says whose list a price is on: that of a price group, an account's own, or, the zero value, the price list, which everybody
// pays. At most one of its fields is set.
type ListOwner struct {
	Group   string // name of a price group
	Account int64
}

// OwnList is the list of an account's own prices, or for 0 the price list.
func OwnList(account int64) ListOwner { return ListOwner{Account: account} }

// GroupList is the list of a price group, or for "" the price list.
func GroupList(group string) ListOwner { return ListOwner{Group: group} }

// Everybody reports whether it is the price list.
func (o ListOwner) Everybody() bool { return o == ListOwner{} }

// rank orders the lists of an account: a price on a later one is paid in place of that on an earlier one.
func (o ListOwner) rank() int {
	switch {
	case o.Account != 0:
		return 2
	case o.Group != "":
		return 1
	}
	return 0
}

// Compare orders the price list before those of groups, and them before accounts' own.
func (o ListOwner) Compare(other ListOwner) int {
	return cmp.Or(cmp.Compare(o.rank(), other.rank()), strings.Compare(o.Group, other.Group), cmp.Compare(o.Account, other.Account))
}

// Recorded is what records of prices for a TLD are about, beside their account: the TLD, or "gold/se" for one of a group.
func (o ListOwner) Recorded(tld string) string {
	if o.Group != "" {
		return o.Group + "/" + tld
	}
	return tld
}

// RecordedOwner reads of a record whose prices it is about, and for which TLD.
func RecordedOwner(r AuditRecord) (owner ListOwner, tld string) {
	if group, tld, of := strings.Cut(r.Object, "/"); of {
		return GroupList(group), tld
	}
	return OwnList(r.Account), r.Object
}
