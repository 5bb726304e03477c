package reseller

import (
	"errors"
	"time"
)

// RefundLimit is how many registrations of an account are refunded in a month for a deletion in the add grace: so many names, or so
// many per cent of what the account registered in that month and kept, whichever is more. By ICANN's AGP Limits Policy a registry
// pays a registrar back for no more than 50 names or 10 per cent; what goes beyond is the house's to pay.
type RefundLimit struct {
	Names   int
	Percent int
}

// PolicyLimit has the numbers of ICANN's AGP Limits Policy.
var PolicyLimit = RefundLimit{Names: 50, Percent: 10}

// Allows reports whether one more is refunded, after some were in the month and of so many registrations.
func (l RefundLimit) Allows(refunded, registered int) bool {
	return refunded < l.Names || (refunded+1)*100 <= (registered-refunded-1)*l.Percent
}

// GraceRefund is the refund of a registration that a deletion is to bring, counted against its account's limit.
type GraceRefund struct {
	Account int64     // that was charged
	Month   time.Time // of the deletion: its first instant, UTC
	Limit   RefundLimit
}

// ErrRefundLimit says that the account's limit of refunds in the month is reached.
var ErrRefundLimit = errors.New("the limit of refunds in the add grace is reached")

// MonthOf is the first instant of a time's month, UTC.
func MonthOf(t time.Time) time.Time {
	t = t.UTC()
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}
