package verify

import (
	"slices"
	"strings"
	"time"

	"nameyard/reseller"
)

// paid checks a row's paid-through date against what was bought for it (I12): it begins with the expiry that a registration, a
// transfer, a restoration or an import came with, or with the date of the account that gave the name, and each renewal goes on
// from there. What cannot be told is left open: a registration or transfer at a registry without a log.
func (v *verification) paid(b *batch, h *history, d reseller.Domain, bought []reseller.Order) {
	key := owned{d.AccountID, d.Name.String()}
	restored, afterRestore := v.records.restored[key]
	dates := []time.Time{}
	if at, imported := v.records.imported[key]; imported && gainOf(bought) == nil {
		dates = append(dates, at)
	}
	for _, o := range bought {
		if o.Kind != reseller.OrderRenew {
			dates = v.begins(h, o, dates)
			continue
		}
		v.checked("I12", 1)
		if len(dates) > 0 && !afterRestore && !onOneOf(o.PaidFrom, dates) {
			b.suspectf("I12", h, d, "was renewed from %s by order %d, and paid through %s then", o.PaidFrom.Format(time.DateOnly), o.ID, listed(dates))
		}
		dates = []time.Time{reseller.AddYears(o.PaidFrom, o.Desired.Years)}
	}
	if len(dates) == 0 && !d.PaidThrough.IsZero() {
		return
	}
	dates = h.without(d, bought, dates)
	v.checked("I12", 1)
	if d.PaidThrough.IsZero() || !onOneOf(d.PaidThrough, dates) && !(afterRestore && reseller.SameExpiry(d.PaidThrough, restored)) {
		b.suspectf("I12", h, d, "is paid through %s, and was charged through %s", d.PaidThrough.Format(time.DateOnly), listed(dates))
	}
}

// without gives the dates of a row that was paid through some, after a deletion with which the registry took years back. One that is
// gone at once keeps its date.
func (h *history) without(d reseller.Domain, bought []reseller.Order, dates []time.Time) []time.Time {
	if d.State == reseller.DomainActive || len(h.taken) == 0 || len(dates) == 0 {
		return dates
	}
	last := h.taken[len(h.taken)-1]
	for _, t := range h.taken {
		if !d.ClosedAt.IsZero() && !t.at.After(d.ClosedAt) {
			last = t
		}
	}
	switch {
	case len(bought) > 0 && last.at.Before(bought[len(bought)-1].EndedAt) || !last.expires.Before(dates[0]):
		return dates
	case stateOf(d.State) == closed:
		return append(dates, last.expires)
	}
	return []time.Time{last.expires}
}

// begins gives the dates from which a row is paid by what is not a renewal; was are those that it was paid through before.
func (v *verification) begins(h *history, o reseller.Order, was []time.Time) []time.Time {
	if o.BetweenAccounts() {
		if m := v.moves[moveOf(o.Name.String(), o.EndedAt)]; m != nil && m.given {
			return []time.Time{m.paid}
		}
		return nil
	}
	dates := h.expiries(o)
	if o.Kind == reseller.OrderRestore && strings.HasPrefix(o.Reason, foundAfterRestore) {
		for _, paid := range was { // put on record without a charge, it takes nothing away that was paid
			if !slices.ContainsFunc(dates, paid.Before) {
				dates = append(dates, paid)
			}
		}
	}
	return dates
}

func onOneOf(at time.Time, dates []time.Time) bool {
	return slices.ContainsFunc(dates, func(d time.Time) bool { return reseller.SameExpiry(at, d) })
}

func listed(dates []time.Time) string {
	var words []string
	for _, d := range dates {
		words = append(words, d.Format(time.DateOnly))
	}
	if len(words) == 0 {
		return "no date"
	}
	return strings.Join(words, " or ")
}
