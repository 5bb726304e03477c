package reseller

import (
	"cmp"
	"strings"
	"time"
)

// PriceGroup is a list of prices that some accounts pay: those that are in it, where they have no price of their own.
type PriceGroup struct {
	Name      string // for good; see CheckPriceGroup
	CreatedAt time.Time
	Accounts  int // how many open accounts are in it
	Prices    int // how many prices it has
}

// GroupRemains is what keeps a price group from being removed.
type GroupRemains struct {
	Accounts []string // e-mail addresses of the open accounts in it
	Planned  int      // how many changes of its prices are planned
}

// Empty reports whether nothing does.
func (r GroupRemains) Empty() bool { return len(r.Accounts) == 0 && r.Planned == 0 }

// GroupMove is a move of an account from one price group to another, or none, "", as records of it say.
func GroupMove(from, to string) string {
	return strings.Join([]string{cmp.Or(to, NoPriceGroup) + ",", "was", cmp.Or(from, NoPriceGroup)}, " ")
}

// GroupMovedTo reads what GroupMove wrote: the group that the account was moved to, "" for none.
func GroupMovedTo(detail string) string {
	to, _, _ := strings.Cut(detail, ",")
	if to == NoPriceGroup {
		return ""
	}
	return to
}

// maxGroupName bounds the name of a price group.
const maxGroupName = 32

// NoPriceGroup is what stands in place of a name where an account is in no price group. No group is called so.
const NoPriceGroup = "none"

// CheckPriceGroup reports what is wrong with the name of a price group: it is 1 to 32 small letters, digits and hyphens, beginning with a letter.
func CheckPriceGroup(name string) error {
	ok := name != "" && name != NoPriceGroup && len(name) <= maxGroupName && name[0] >= 'a' && name[0] <= 'z'
	for _, c := range []byte(name) {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')
	}
	if ok {
		return nil
	}
	return Invalid(PathPriceGroup, "%s is %.40q, it must be 1 to 32 small letters, digits and hyphens, beginning with a letter, and not \"none\"", PathPriceGroup, name)
}

// PathPriceGroup is the part of a request that names a price group.
const PathPriceGroup Path = "price_group"
