//go:build !control_lostrecord

package actions

import (
	"context"

	"nameyard/reseller"
	"nameyard/zone"
)

// patchRecords saves what a patch makes of the records as they are when they are saved: nobody else saves in between.
func (s *Service) patchRecords(ctx context.Context, d reseller.Domain, save zone.Save, patch func([]zone.Record) ([]zone.Record, error)) error {
	save.Patch = patch
	return s.saveZone(ctx, d, save)
}
