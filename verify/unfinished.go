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

// openAtMost is how long an order of a kind can be open for reasons of the registry's; other kinds have a week.
var openAtMost = map[reseller.OrderKind]time.Duration{
	reseller.OrderRegister: 30 * day, // a registry that decides by hand
	reseller.OrderTransfer: 60 * day, // a losing registrar that must consent on paper
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
	most, known := openAtMost[o.Kind]
	if !known {
		most = 7 * day
	}
	switch age := v.business.Sub(o.CreatedAt); {
	case !o.DueAt.IsZero() && v.business.Sub(o.DueAt) > usuallyDone:
		v.warn("I4", "%s is %s since %s, and nobody has looked at it since %s: is a server running?", title(o), o.State, o.CreatedAt.Format(time.DateOnly),
			o.DueAt.Format(time.DateTime))
	case age > most:
		v.breach("I4", "%s is %s since %s, longer than the %d days that such an order may take", title(o), o.State, o.CreatedAt.Format(time.DateOnly), most/day)
	case age > usuallyDone && !(o.Kind == reseller.OrderTransfer && o.State == reseller.OrderPending):
		v.warn("I4", "%s is %s since %s", title(o), o.State, o.CreatedAt.Format(time.DateTime))
	}
}
