package reseller

import "time"

// DomainFilter chooses domain rows of one account, for lists. The zero value of a field does not choose.
type DomainFilter struct {
	States     []DomainState
	Removed    bool      // names that were taken out of the account's view; false: only those in it
	Locked     bool      // only locked ones
	Unverified bool      // only those whose registry wants their holder verified
	PaidBefore time.Time // paid through at most until this instant
	PaidAfter  time.Time // paid through beyond this instant
	Search     string    // part of the name, in lower-case ACE
	Names      []string  // one of these, in lower-case ACE
	TLD        string    // under this TLD, in ACE
	AutoRenew  *bool     // renewed automatically, or not
}

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
