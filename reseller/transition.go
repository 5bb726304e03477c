package reseller

import (
	"errors"
	"time"
)

// Errors of the store's transitions. Nothing was written when one of them comes back.
var (
	// ErrNotFound says that there is no such row.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that a guard did not hold: somebody else was there first. Re-read and decide again.
	ErrConflict = errors.New("changed meanwhile")
	// ErrDuplicate says that a unique key is taken.
	ErrDuplicate = errors.New("duplicate key")
	// ErrFunds says that the guarded debit found too little credit.
	ErrFunds = errors.New("insufficient funds")
)

// Opening is what the store writes before a registry hears of an order.
type Opening struct {
	Order    Order
	LiveKey  string  // unique among unfinished orders
	Domain   *Domain // the row of a name to be, for register and transfer: new, or one without a name (ID, Version); nil = Order.DomainID exists
	ZoneFile string  // the DNS records that a name to be begins with; "" = none, or those that the row has
	AuthCode []byte  // sealed
	Holder   string  // who carries it until Order.LeaseEnd
	// Exclusive changes (release, delete) are not superseded: another unequal one is refused with ErrConflict.
	Exclusive bool
	// Version guards an order that was made from the domain row as it was then; 0 = the row does not matter.
	Version int64
	// Refund is the refund in the add grace that a deletion is to bring; nil = none.
	Refund *GraceRefund
	// ByCaller says that a reseller asked for the order, and no job: what costs nothing is limited by the day.
	ByCaller bool
	// Token asked for the order; the zero token where a person did. What callers spend is limited by the day.
	Token Token
	// Settle is how long an unanswered command may still take effect.
	Settle time.Duration
}

// Move takes an unfinished order from one state to another that is unfinished too. It is guarded by the order's fence, so
// that a carrier whose lease has passed to another can write nothing.
type Move struct {
	Order    Order
	To       OrderState
	LiveKey  string // "" = none
	Code     string
	Reason   string
	DueAt    time.Time
	LeaseEnd time.Time // zero = nobody carries it now
	Send     bool      // a new attempt begins
	Reply    Reply     // of the registry to what was sent last, if this goes by it
}

// Ending is the outcome of an order.
type Ending struct {
	Order   Order
	To      OrderState // done, refused or superseded
	Code    string     // stable code of a refusal
	Reason  string
	Reply   Reply         // as in Move
	Apply   func(*Domain) // what it changes on the domain row; nil = nothing. May run more than once
	Refunds []Refund      // what the registry took back with it
}

// Reversal takes back how an order has ended.
type Reversal struct {
	Order  Order
	Apply  func(*Domain) // puts the domain row right; nil = nothing. May run more than once
	Reason string
}

// Tries is a counter of what may be tried only so often in an hour.
type Tries struct {
	Of   string // what is counted: at most 300 characters of ASCII
	Most int
}

// DomainMove moves a name between two accounts of ours, without the registry: the giver's row is closed, the taker's opens,
// and the taker's transfer order is recorded as done, in one transaction.
type DomainMove struct {
	From    Domain  // the live row, as it was read: its version is the guard
	Order   Order   // the taker's order; its account gets the name
	Into    *Domain // a row of the taker's that never held a name and becomes its row; nil = a new one
	Changes []Order // what the taker ordered with it: queued behind the move, in this order
	// WithZone has the name's records and forwards go with it, because our name servers answer for the name: nothing goes dark.
	// They stay switched on then, whatever the taker ordered.
	WithZone bool
}
