package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// RecordAudit writes an audit record of a decision whose effects are recorded elsewhere, such as the operator's word on an
// order.
func (s *Store) RecordAudit(ctx context.Context, by reseller.Actor, account int64, action, object, detail string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error { return s.record(tx, by, account, action, object, detail) })
	if err != nil {
		return fmt.Errorf("record %s of %s: %w", action, object, err)
	}
	return nil
}
