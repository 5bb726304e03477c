package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
)

// endedKept is how long tokens and webhooks are kept once they have ended, wall time.
const endedKept = 400 * 24 * time.Hour

// endedAccess says for each of their tables which rows ended before an instant.
var endedAccess = map[string]string{
	"tokens":            "(revoked_at < ? OR expires_at < ?)",
	"webhook_endpoints": "removed_at < ?",
}

// pruneEnded deletes the rows of a table that ended before an instant, a thousand at a time.
func (s *Store) pruneEnded(ctx context.Context, table, over string, before time.Time) (gone int64, err error) {
	args := make([]any, strings.Count(over, "?"))
	for i := range args {
		args[i] = before
	}
	for range pruneRounds {
		var ids []int64
		err := s.tx(ctx, func(tx *gorm.DB) error {
			if err := tx.Table(table).Where(over, args...).Order("id").Limit(pruneAtOnce).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
				return err
			}
			return tx.Exec("DELETE FROM "+table+" WHERE id IN ?", ids).Error
		})
		if err != nil {
			return gone, fmt.Errorf("prune %s: %w", table, err)
		}
		if gone += int64(len(ids)); len(ids) < pruneAtOnce {
			break
		}
	}
	return gone, nil
}
