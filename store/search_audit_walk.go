package store

import (
	"context"
	"strings"

	"nameyard/reseller"
)

const (
	newRecords      = 10_000 // records of the log, or orders, that are read at a time and before anything rarer is asked: most pages are among them
	recordsForALook = 200    // that are read in the time of a look for those of one actor
)

// auditWalk reads the records that a search has chosen one after the other and finds those of who has the parts in the name, however many those are.
type auditWalk struct {
	from   string
	chosen search
	parts  []string // in small letters
	page   reseller.Page
	found  []int64
}

// auditWalk is about to begin at the page.
func (s *Store) auditWalk(q reseller.AuditSearch, chosen search) *auditWalk {
	return &auditWalk{from: s.auditBy(q), chosen: chosen, parts: strings.Split(strings.ToLower(q.Actor), "*"), page: q.Page}
}

// on reads some more records, and reports whether the page is found: it is full, or there are no more.
func (w *auditWalk) on(ctx context.Context, s *Store, some int) (done bool, err error) {
	for read := 0; read < some; read += newRecords {
		where, order, args := w.chosen.page(w.page)
		var rows []struct {
			ID    int64
			Actor string
		}
		if err := s.reads.WithContext(ctx).Raw("SELECT id, actor FROM "+w.from+" WHERE "+where+" ORDER BY "+order+" LIMIT ?", append(args, newRecords)...).Scan(&rows).Error; err != nil {
			return false, err
		}
		for _, r := range rows {
			if hasParts(strings.ToLower(r.Actor), w.parts) {
				w.found = append(w.found, r.ID)
			}
			if len(w.found) == w.page.Limit {
				return true, nil
			}
			w.page.Before, w.page.After = r.ID, r.ID
		}
		if len(rows) < newRecords {
			return true, nil
		}
	}
	return false, nil
}
