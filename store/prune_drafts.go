package store

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// draftsKept is how long a draft waits for the auth code of its transfer.
const draftsKept = 90 * 24 * time.Hour

// pruneDrafts deletes drafts of transfers that nobody went on with, and tells how many. One that an order was ever opened for is no
// draft for verify, and stays.
func (s *Store) pruneDrafts(ctx context.Context) (gone int64, err error) {
	before := micro(s.clock.Now().Add(-draftsKept))
	for range pruneRounds {
		var deleted int64
		err := s.tx(ctx, func(tx *gorm.DB) error {
			var ids []int64
			err := tx.Raw(`SELECT d.id FROM domains d WHERE d.state = 'draft' AND d.created_at < ? AND d.live_name IS NULL
				AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.domain_id = d.id)
				AND NOT EXISTS (SELECT 1 FROM zone_documents z WHERE z.domain_id = d.id) ORDER BY d.id LIMIT ?`, before, pruneAtOnce).Scan(&ids).Error
			if deleted = 0; err != nil || len(ids) == 0 {
				return err
			}
			// A transfer that begins at this moment has taken its row out of this state.
			result := tx.Exec("DELETE FROM domains WHERE id IN ? AND state = 'draft'", ids)
			deleted = result.RowsAffected
			return result.Error
		})
		if err != nil {
			return gone, err
		}
		if gone += deleted; deleted < pruneAtOnce {
			break
		}
	}
	return gone, nil
}
