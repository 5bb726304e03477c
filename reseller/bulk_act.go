package reseller

import "time"

// BulkAct is an act on many names of an account that somebody has confirmed: what it did is found again by it.
type BulkAct struct {
	ID        int64
	AccountID int64
	Act       string // which one, by the word that its pages have
	Form      string // hash of what was confirmed, hexadecimal: one form is one act
	Confirmed string // the form, encoded, until the act has ended; "" = it cannot be carried on without it
	Names     int    // how many were confirmed
	Asked     string // what all of them get, such as name servers with blanks between; "" = the act says all, or each gets its own
	By        string // who began it: the name of an Actor
	Result    string // what became of the names so far, as its pages read it
	CreatedAt time.Time
	LeaseEnd  time.Time // wall time until which it may be carried out
	EndedAt   time.Time // zero = it is being carried out, or has stopped
}

// Ended reports whether the act has come to its end. Its orders may still be under way.
func (b BulkAct) Ended() bool { return !b.EndedAt.IsZero() }

// Stopped reports whether the act will not come to its end by itself, because its server has ended before.
func (b BulkAct) Stopped(wall time.Time) bool { return !b.Ended() && b.LeaseEnd.Before(wall) }

// bulkActCarriesOn is for how long an act that has stopped can be carried on, business time: well within the time for which its orders are known by
// their keys. Later what it has done already would be taken for refused, and what somebody has changed since would be changed back.
const bulkActCarriesOn = 12 * time.Hour

// CarriesOn reports whether an act that has stopped is carried on by its form.
func (b BulkAct) CarriesOn(wall, now time.Time) bool {
	return b.Stopped(wall) && now.Before(b.CreatedAt.Add(bulkActCarriesOn))
}
