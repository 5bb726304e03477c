package store

import (
	"context"
	"strings"

	"nameyard/reseller"
)

const (
	fewRecords = 10_000 // of a part of time: all their numbers are looked at
	passedSoon = 30_000 // records that are passed by before a part of time sooner than many numbers are looked at
)

// timed is a search for records of a part of time.
type timed struct {
	from        string // their table, to be read by an index that has their times
	between     reseller.Between
	oldestFirst bool
	rare        bool // few can be chosen, whenever they are of
}

// doneBetween limits a search to records of the audit log of a part of time.
func (s *Store) doneBetween(ctx context.Context, chosen *search, q reseller.AuditSearch) (some bool, err error) {
	some, _, err = s.createdBetween(ctx, chosen, timed{from: s.by("audit", "audit_created_at"), between: q.Done, oldestFirst: q.OldestFirst, rare: fewAre(q)})
	return some, err
}

// createdBetween limits a search to records of a part of time. some is false if there are none, and few true if they are found by their numbers. A list goes by the
// numbers of records, and these rise with time, but for transactions that commit late and clocks that differ, so that the times alone do not say where a part of time
// begins: every record before it would be looked at. So the search is limited by number, too, where that is worth it, and by numbers between which all
// records of that time are, however their clock went.
func (s *Store) createdBetween(ctx context.Context, chosen *search, t timed) (some, few bool, err error) {
	var created search
	created.between("created_at", t.between)
	if len(created.where) == 0 {
		return true, false, nil
	}
	n, first, last, err := s.numbersOf(ctx, t.from, created, fewRecords+1)
	if err != nil || n == 0 {
		return false, false, err
	}
	chosen.between("created_at", t.between)
	if n <= fewRecords {
		chosen.add("id BETWEEN ? AND ?", first, last)
		return true, true, nil
	}
	return true, false, s.passBy(ctx, chosen, created, t)
}

// passBy limits a search, where many records stand before the part of time on the way to it, to the numbers from which that is on.
func (s *Store) passBy(ctx context.Context, chosen *search, created search, t timed) error {
	limit, passed := "id <= ?", reseller.Between{Since: t.between.Until}
	if t.oldestFirst {
		limit, passed = "id >= ?", reseller.Between{Until: t.between.Since}
	}
	if t.rare {
		return nil
	}
	var before search
	before.between("created_at", passed)
	if len(before.where) == 0 {
		return nil
	}
	n, _, _, err := s.numbersOf(ctx, t.from, before, passedSoon+1)
	if err != nil || n <= passedSoon {
		return err
	}
	_, first, last, err := s.numbersOf(ctx, t.from, created, -1)
	if t.oldestFirst {
		last = first
	}
	chosen.add(limit, last)
	return err
}

// numbersOf counts records of a part of time, up to a number unless that is less than 0, and finds the first and the last number of them. It reads an index alone.
func (s *Store) numbersOf(ctx context.Context, from string, created search, most int) (n, first, last int64, err error) {
	from, args := from+" WHERE "+strings.Join(created.where, " AND "), created.args
	if most >= 0 {
		from, args = "(SELECT id FROM "+from+" LIMIT ?) some", append(args, most)
	}
	err = scanRow(s.reads.WithContext(ctx).Raw("SELECT COUNT(*), COALESCE(MIN(id), 0), COALESCE(MAX(id), 0) FROM "+from, args...), &n, &first, &last)
	return n, first, last, err
}
