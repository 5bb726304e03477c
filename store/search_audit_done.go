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

// doneBetween limits a search to records of a part of time. It is false if there are none. A list goes by the numbers of records, and these rise with time, but for
// transactions that commit late and clocks that differ, so that the times alone do not say where a part of time begins: every record before it would be looked
// at. So the search is limited by number, too, where that is worth it, and by numbers between which all records of that time are, however their clock went.
func (s *Store) doneBetween(ctx context.Context, chosen *search, q reseller.AuditSearch) (bool, error) {
	var done search
	done.between("created_at", q.Done)
	if len(done.where) == 0 {
		return true, nil
	}
	n, first, last, err := s.numbersOf(ctx, done, fewRecords+1)
	if err != nil || n == 0 {
		return false, err
	}
	chosen.between("created_at", q.Done)
	if n <= fewRecords {
		chosen.add("id BETWEEN ? AND ?", first, last)
		return true, nil
	}
	return true, s.passBy(ctx, chosen, done, q)
}

// passBy limits a search, where many records stand before the part of time on the way to it, to the numbers from which that is on.
func (s *Store) passBy(ctx context.Context, chosen *search, done search, q reseller.AuditSearch) error {
	limit, passed := "id <= ?", reseller.Between{Since: q.Done.Until}
	if q.OldestFirst {
		limit, passed = "id >= ?", reseller.Between{Until: q.Done.Since}
	}
	if fewAre(q) {
		return nil
	}
	var before search
	before.between("created_at", passed)
	if len(before.where) == 0 {
		return nil
	}
	n, _, _, err := s.numbersOf(ctx, before, passedSoon+1)
	if err != nil || n <= passedSoon {
		return err
	}
	_, first, last, err := s.numbersOf(ctx, done, -1)
	if q.OldestFirst {
		last = first
	}
	chosen.add(limit, last)
	return err
}

// numbersOf counts records of a part of time, up to a number unless that is less than 0, and finds the first and the last number of them. It reads an index alone.
func (s *Store) numbersOf(ctx context.Context, done search, most int) (n, first, last int64, err error) {
	from, args := s.by("audit", "audit_created_at")+" WHERE "+strings.Join(done.where, " AND "), done.args
	if most >= 0 {
		from, args = "(SELECT id FROM "+from+" LIMIT ?) some", append(args, most)
	}
	err = scanRow(s.reads.WithContext(ctx).Raw("SELECT COUNT(*), COALESCE(MIN(id), 0), COALESCE(MAX(id), 0) FROM "+from, args...), &n, &first, &last)
	return n, first, last, err
}
