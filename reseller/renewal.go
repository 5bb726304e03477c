package reseller

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// RenewalOpens is when a name that renews itself is invoiced and charged, by its TLD's rules: when the renewal window of the time that it is
// paid through opens. All that renews names or looks ahead to it goes by this.
func (t TLD) RenewalOpens(paidThrough time.Time) time.Time {
	return paidThrough.Add(-Days(t.RenewWindowDays))
}

// RenewedAt is until when names are paid whose renewal window opens at a time.
func (t TLD) RenewedAt(opens time.Time) time.Time { return opens.Add(Days(t.RenewWindowDays)) }

// RenewalCharged is when a name that renews itself and is not invoiced yet is charged, seen from now: at once if its window is open.
func (t TLD) RenewalCharged(paidThrough, now time.Time) time.Time {
	if opens := t.RenewalOpens(paidThrough); opens.After(now) {
		return opens
	}
	return now
}

// RenewalWindow is a renewal window and the TLDs that have it.
type RenewalWindow struct {
	Days int
	TLDs []string
}

// RenewalWindows are the windows that TLDs have, the shortest first.
func (t TLDs) RenewalWindows() []RenewalWindow {
	windows := map[int][]string{}
	for _, name := range t.Names() {
		days := t[name].RenewWindowDays
		windows[days] = append(windows[days], name)
	}
	var all []RenewalWindow
	for _, days := range slices.Sorted(maps.Keys(windows)) {
		all = append(all, RenewalWindow{days, windows[days]})
	}
	return all
}

// RenewalSpan is some TLDs, with a time in which names are paid through there.
type RenewalSpan struct {
	TLDs  []string // none: all that no other span has
	From  time.Time
	Until time.Time
}

// RenewalsBetween are renewals that are charged in a time: those of the spans whose next terms are not invoiced, and, where it begins now, those
// that are.
type RenewalsBetween struct {
	Spans    []RenewalSpan // of different TLDs
	Invoiced bool
}

// RenewalsBetween says which names are charged from a time on, now if it is zero, and at most until another. The window that most TLDs have
// stands for those without rules, too.
func (t TLDs) RenewalsBetween(from, until time.Time) RenewalsBetween {
	windows := t.RenewalWindows()
	slices.SortStableFunc(windows, func(a, b RenewalWindow) int { return cmp.Compare(len(b.TLDs), len(a.TLDs)) })
	if len(windows) == 0 {
		windows = []RenewalWindow{{}}
	}
	windows[0].TLDs = nil
	between := RenewalsBetween{Invoiced: from.IsZero()}
	for _, w := range windows {
		span := RenewalSpan{TLDs: w.TLDs, Until: until.Add(Days(w.Days))}
		if !from.IsZero() {
			span.From = from.Add(Days(w.Days))
		}
		between.Spans = append(between.Spans, span)
	}
	return between
}
