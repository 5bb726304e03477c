package sandbox

import (
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// charge is what its sponsor paid for a name and gets back if the name is deleted before a time (RFC 3915 §3.1).
type charge struct {
	registry.Credit
	Until time.Time `json:"until"`
	From  time.Time `json:"from"` // the expiry before it
}

func (c charge) runs(now time.Time) bool { return now.Before(c.Until) }

// charge notes what a name cost, if it can be taken back. What is over and has nothing running before it is forgotten.
func (d *domain) charge(now time.Time, c charge) {
	first := slices.IndexFunc(d.Charges, func(c charge) bool { return c.runs(now) })
	if first < 0 {
		first = len(d.Charges)
	}
	kept := slices.Clone(d.Charges[first:])
	if c.runs(now) || len(kept) > 0 {
		kept = append(kept, c)
	}
	d.Charges = kept
}

func anyCharge(charge) bool { return true }

func autorenewals(c charge) bool { return c.ClTRID == "" }

// takeBack gives the charges of a sort back whose grace still runs, and takes their years from the name. Where the periods overlap
// each is given back by itself. It is never nil.
func (d *domain) takeBack(now time.Time, which func(charge) bool) []registry.Credit {
	credits, left := []registry.Credit{}, []charge(nil)
	expires := time.Time{} // without the years that are given back; zero = none are yet
	for _, c := range d.Charges {
		switch back := c.runs(now) && which(c); {
		case back && expires.IsZero():
			credits, expires = append(credits, c.Credit), c.From
		case back:
			credits = append(credits, c.Credit)
		case !expires.IsZero():
			expires = reseller.AddYears(expires, c.Years)
			left = append(left, c)
		default:
			left = append(left, c)
		}
	}
	if d.Charges = left; !expires.IsZero() {
		d.Expires = expires
	}
	return credits
}
