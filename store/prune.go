package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// eventsKept is how long events are kept.
const eventsKept = 400 * 24 * time.Hour

// pruned are the tables whose old rows nobody needs, with how long rows are kept (business time) and what must hold of a row
// before it may go. Money, invoices, orders, names and their records are never here; the audit log has pruneAudit, zones have
// pruneZones and pruneZoneBytes, hosts of ALIAS records pruneAliasTargets, sessions of users pruneSessions, and drafts of transfers pruneDrafts.
// TestEveryTableHasARule holds docs/operating.md against it.
var pruned = []struct {
	table string
	keep  time.Duration
	over  string
}{
	// An event's once_key keeps it from being told twice; after more than a year its term is over.
	{"outbox", eventsKept, "seq IS NOT NULL"},
	{"mails", 400 * 24 * time.Hour, "next_try IS NULL"},
	{"bulk_acts", 90 * 24 * time.Hour, "1 = 1"},
	{"registry_messages", 400 * 24 * time.Hour, "1 = 1"},
	{"tries", dayKept, "1 = 1"},
	{"webhook_deliveries", 30 * 24 * time.Hour, "(next_try IS NULL OR endpoint_id NOT IN (" + liveEndpoints + "))"},
}

// pruneAtOnce is how many rows one transaction deletes, and pruneRounds how many of these one call makes of a table.
const (
	pruneAtOnce = 1000
	pruneRounds = 200
)

// Prune deletes rows that are past their time, oldest first, and tells how many of each table.
func (s *Store) Prune(ctx context.Context) (map[string]int64, error) {
	gone := map[string]int64{}
	for _, p := range pruned {
		before := micro(s.clock.Now().Add(-p.keep))
		last := int64(0)
		for range pruneRounds {
			n, next, err := s.prunePage(ctx, p.table, p.over, before, last)
			gone[p.table] += n
			if err != nil {
				return gone, fmt.Errorf("prune %s: %w", p.table, err)
			}
			if last = next; next == 0 {
				break
			}
		}
	}
	for _, p := range []struct {
		table string
		prune func(context.Context) (int64, error)
	}{
		{"audit", s.pruneAudit}, {"zone_history", s.pruneZones}, {"zone_bytes", s.pruneZoneBytes}, {"user_sessions", s.pruneSessions}, {"domains", s.pruneDrafts},
		{"alias_targets", s.pruneAliasTargets}, {"forward_targets", s.pruneTargets}, {"grace_refunds", s.pruneGraceRefunds},
	} {
		n, err := p.prune(ctx)
		gone[p.table] = n
		if err != nil {
			return gone, fmt.Errorf("prune %s: %w", p.table, err)
		}
	}
	ended := micro(s.clock.Wall().Add(-endedKept))
	for table, over := range endedAccess {
		var err error
		if gone[table], err = s.pruneEnded(ctx, table, over, ended); err != nil {
			return gone, err
		}
	}
	return gone, nil
}

// prunePage looks at the oldest rows of a table after an id, deletes those that may go, and gives the last id that it looked at; 0 once there
// are no old rows after it. Ids grow with time, so that one that is not old ends the search; one that is old and may not go does not.
func (s *Store) prunePage(ctx context.Context, table, over string, before time.Time, after int64) (gone, last int64, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var rows []struct {
			ID            int64
			Old, OverWith bool
		}
		gone, last = 0, 0
		err := tx.Raw("SELECT id, created_at < ? AS old, "+over+" AS over_with FROM "+table+" WHERE id > ? ORDER BY id LIMIT ?", before, after, pruneAtOnce).Scan(&rows).Error
		if err != nil {
			return err
		}
		var ids []int64
		for _, r := range rows {
			if r.Old && r.OverWith {
				ids = append(ids, r.ID)
			}
		}
		if len(rows) == pruneAtOnce && rows[len(rows)-1].Old {
			last = rows[len(rows)-1].ID
		}
		if gone = int64(len(ids)); gone == 0 {
			return nil
		}
		return tx.Exec("DELETE FROM "+table+" WHERE id IN ?", ids).Error
	})
	return gone, last, err
}
