package reseller

import "time"

// DomainFilter chooses domain rows of one account, for lists. The zero value of a field does not choose.
type DomainFilter struct {
	States     []DomainState
	Removed    bool      // names that were taken out of the account's view; false: only those in it
	Locked     *bool     // locked, or not
	Unverified bool      // only those whose registry wants their holder verified
	Held       bool      // only those on hold, out of the zone
	PaidBefore time.Time // paid through at most until this instant
	PaidAfter  time.Time // paid through beyond this instant
	Search     string    // part of the name, in lower-case ACE
	Names      []string  // one of these, in lower-case ACE
	TLD        string    // under this TLD, in ACE
	AutoRenew  *bool     // renewed automatically, or not
	Nameserver string    // has this host among its name servers, or one under it, in lower-case ACE

	RegisteredBefore time.Time // registered at most at this instant
	RegisteredAfter  time.Time // registered beyond this instant

	Sort       DomainSort // "" = in the order of their ids
	Descending bool       // the other way round; of a Sort alone
}

// DomainSort is an order of names that an index of the database has.
type DomainSort string

// The orders. Names that have no date come last.
const (
	SortByName         DomainSort = "name"
	SortByExpiry       DomainSort = "expires" // paid-through date
	SortByRegistration DomainSort = "registered"
)

// DomainSorts are all orders.
var DomainSorts = []DomainSort{SortByName, SortByExpiry, SortByRegistration}

// KeyedRequest is a request that carried an idempotency key. Keys belong to an account.
type KeyedRequest struct {
	AccountID  int64
	Key        string
	ParamsHash string    // keyed hash of what was asked for
	Holder     string    // who carries it out until LeaseEnd
	LeaseEnd   time.Time // wall time
	Answer     []byte    // what repeats are answered, without secrets; nil while it is being carried out
	CreatedAt  time.Time // business time
	Form       bool      // it is a form of the panel, which is counted apart from programs' requests
}
