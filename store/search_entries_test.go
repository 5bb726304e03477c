package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"nameyard/reseller"
)

// Entries of a part of time are all from the first that was posted since its beginning to the last before its end, also where the clock went
// back between them: as a look at each of them finds.
func TestEntriesOfAPartOfTimeAreFoundAsByALookAtEachOfThem(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 0)
		begun := h.clock.Now().Truncate(time.Microsecond)
		for i, day := range []int{0, 1, 3, 2, 2, 5, 4, 9} {
			h.clock.pass(begun.Add(reseller.Days(day)).Sub(h.clock.Now()))
			for _, account := range []reseller.Account{a, b} {
				ok(t, h.MoveCredit(h.ctx, account, int64(i+1), fmt.Sprintf("deposit-%d-%d", i, account.ID), ""))
			}
		}
		every := must[[]reseller.Entry](t)(h.SearchEntries(h.ctx, reseller.EntrySearch{Account: a.ID, Page: reseller.Page{Limit: 100, OldestFirst: true}}))
		equal(t, "entries", len(every), 8)
		moments := []time.Time{{}, begun.Add(-time.Second)}
		for day := range 11 {
			moments = append(moments, begun.Add(reseller.Days(day)), begun.Add(reseller.Days(day)+time.Microsecond))
		}
		for _, since := range moments {
			for _, until := range moments {
				between := reseller.Between{Since: since, Until: until}
				found := must[[]reseller.Entry](t)(h.SearchEntries(h.ctx, reseller.EntrySearch{Account: a.ID, Posted: between, Page: reseller.Page{Limit: 100, OldestFirst: true}}))
				equal(t, fmt.Sprintf("from %s until %s", since, until), fmt.Sprint(idsOfEntries(found)), fmt.Sprint(idsOfEntries(within(every, between))))
			}
		}
	})
}

// within are the entries from the first since the beginning of a part of time to the last before its end.
func within(every []reseller.Entry, b reseller.Between) []reseller.Entry {
	if !b.Since.IsZero() {
		first := slices.IndexFunc(every, func(e reseller.Entry) bool { return !e.At.Before(b.Since) })
		if first < 0 {
			return nil
		}
		every = every[first:]
	}
	for !b.Until.IsZero() && len(every) > 0 && !every[len(every)-1].At.Before(b.Until) {
		every = every[:len(every)-1]
	}
	return every
}

func idsOfEntries(entries []reseller.Entry) []int64 {
	ids := make([]int64, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	return ids
}
