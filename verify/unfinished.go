package verify

import (
	"time"

	"nameyard/reseller"
)

// Times within which an unfinished order is looked at again, and after which it must have ended. Business time, but for leases.
const (
	day         = 24 * time.Hour
	waitsAtMost = 2 * day   // an order is looked at hourly or more often
	leaseAtMost = time.Hour // a lease is kept by signs of life, seconds apart
	usuallyDone = day       // what has no effect within a day is refused
)

// openAtMost is how long an order of a kind can be open for reasons of the registry's; other kinds have a week,
// but for changes and renewals that their registry has accepted: it decides when it decides.
var openAtMost = map[reseller.OrderKind]time.Duration{
	reseller.OrderRegister: 30 * day, // a registry that decides by hand
	reseller.OrderTransfer: 60 * day, // a losing registrar that must consent on paper
}

// mayTake is how long an order can be open. It has no end where only the registry, or the operator, can end it: of that the operator
// hears elsewhere.
func (v *verification) mayTake(o reseller.Order) (most time.Duration, ends bool) {
	if most, ends = openAtMost[o.Kind]; !ends {
		most, ends = 7*day, o.State != reseller.OrderPending
	}
	return most, ends && !o.Waits()
}

// awaitedSince is when the end of an order could come first: a registry that has no command to renew adds its year at the expiry.
func (v *verification) awaitedSince(o reseller.Order) time.Time {
	if o.Kind == reseller.OrderRenew && o.State == reseller.OrderPending && v.renewAlone[o.Name.TLD()] && o.FrozenExpiry.After(o.CreatedAt) {
		return o.FrozenExpiry
	}
	return o.CreatedAt
}

// waiting checks that somebody will look at an unfinished order, and that it is not open for ever (I4).
func (v *verification) waiting(o reseller.Order) {
	v.checked("I4", 1)
	switch {
	case o.DueAt.IsZero():
		v.breach("I4", "%s is %s, and has no time at which anybody looks at it", title(o), o.State)
	case o.DueAt.Sub(v.business) > waitsAtMost:
		v.breach("I4", "%s is %s, and nobody looks at it before %s", title(o), o.State, o.DueAt.Format(time.DateTime))
	}
	if o.LeaseEnd.Sub(v.wall) > leaseAtMost {
		v.breach("I4", "%s is %s, and its lease lasts until %s: nobody else takes it on before", title(o), o.State, o.LeaseEnd.Format(time.DateTime))
	}
	most, ends := v.mayTake(o)
	switch age := v.business.Sub(v.awaitedSince(o)); {
	case !o.DueAt.IsZero() && v.business.Sub(o.DueAt) > usuallyDone:
		v.warn("I4", "%s is %s since %s, and nobody has looked at it since %s: is a server running?", title(o), o.State, o.CreatedAt.Format(time.DateOnly),
			o.DueAt.Format(time.DateTime))
	case age > most && ends:
		v.breach("I4", "%s is %s since %s, longer than the %d days that such an order may take", title(o), o.State, o.CreatedAt.Format(time.DateOnly), most/day)
	case age > usuallyDone && !(o.Kind == reseller.OrderTransfer && o.State == reseller.OrderPending):
		v.warn("I4", "%s is %s since %s", title(o), o.State, o.CreatedAt.Format(time.DateTime))
	}
}
