//go:build control_lostrecord

package actions

import (
	"context"

	"nameyard/reseller"
	"nameyard/zone"
)

// patchRecords is broken on purpose: the records are read before the save, and what another saves in between is lost.
// Caught by: TestWritersOfSingleRecordsLoseNone
func (s *Service) patchRecords(ctx context.Context, d reseller.Domain, save zone.Save, patch func([]zone.Record) ([]zone.Record, error)) error {
	have, err := s.store.Records(ctx, d.ID)
	if err == nil {
		save.Records, err = patch(have)
	}
	if err != nil {
		return err
	}
	return s.saveZone(ctx, d, save)
}
