package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// PublishAhead has the zone of a name published that is being bought, until a time at most. It changes nothing if that is so already, or if
// the name is not being bought any more.
func (s *Store) PublishAhead(ctx context.Context, domain int64, until time.Time) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row, err := rowsOf[domainRow](tx).Select("state", "ahead_until").Where("id = ?", domain).Take(ctx)
		if err != nil {
			return err
		}
		if state := reseller.DomainState(row.State); !state.Live() || state.Held() || !zeroTime(row.AheadUntil).Before(micro(until)) {
			return nil
		}
		_, _, err = s.changeDomain(tx, domain, func(d *reseller.Domain) error {
			d.AheadUntil = until
			return nil
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("publish the zone of domain %d ahead: %w", domain, translate(err))
	}
	return nil
}
