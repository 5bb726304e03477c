package orders

import (
	"time"

	"nameyard/reseller"
)

// Request is what a caller wants done.
type Request struct {
	Caller   reseller.Caller
	By       reseller.Actor // who asks, where it is not the caller: the operator
	Kind     reseller.OrderKind
	Name     reseller.Name
	Domain   *reseller.Domain // the row it starts from; nil for register and transfer
	Adopt    *reseller.Domain // a row of the account that never held a name and becomes the name's; nil = a new one
	Subject  string           // for changes: what of the domain it sets: "nameservers", "lock", "host:ns1.example.com"
	Desired  reseller.Desired
	AuthCode string // that came in, for transfers
	// ZoneFile has the DNS records that a new name begins with, as they were checked; "" = none. It does not make requests differ.
	ZoneFile string
	// Most is the highest charge that the caller agrees to, tax included, in minor units of the account's currency; nil = what it costs
	// when it is placed. It does not make requests differ: a repeat is answered from its order, whatever the price is by then.
	Most *int64
	// Promise is what the deletion was said to come to; nil = whatever it comes to. It does not make requests differ.
	Promise *reseller.DeletionPromise
	// Params are what the caller sent, where Desired was made from more than that. Equal requests have equal ones.
	Params any
	// Guarded holds the order against the domain row as it was read: Desired, or Check, depends on more than its term. If the
	// row has changed since, a change is refused with ErrConflict, and a purchase looks at the row anew.
	Guarded bool
	// Unattended says that no caller waits: the registrar orders by itself. Such a request repeats nothing, and what it orders
	// counts as answered.
	Unattended bool
	Key        string                // idempotency key, optional
	AnswerBy   time.Time             // wall time until which to wait for the end; zero = do not wait
	refund     *reseller.GraceRefund // that a deletion is to bring
	placedAt   time.Time             // of a deletion that nobody waits for any more; zero = its caller does
	// Check refuses what only a request that is no repeat must fulfil. It sees the domain that the order will start from.
	Check func(reseller.Domain) error
}

// actor is who the order is placed by.
func (r Request) actor() reseller.Actor {
	if r.By.Name != "" {
		return r.By
	}
	return r.Caller.Actor()
}

// byCaller reports whether a reseller asks, and not the registrar by itself.
func (r Request) byCaller() bool { return !r.Caller.Itself() }

// hashed is what makes two requests equal.
func (r Request) hashed() any {
	if r.Params != nil {
		return r.Params
	}
	return r.Desired
}

// Result is how an order stands when its caller is answered.
type Result struct {
	Order  reseller.Order
	Secret string // an auth code that the registry set; shown to the caller and not kept
}
