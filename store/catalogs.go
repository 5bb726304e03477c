package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// SpreadZones notes over how many catalogs names are spread, for those of live names that are in none yet, and gives the number that each
// of them has for good. Names that nobody has are left out.
func (s *Store) SpreadZones(ctx context.Context, names []string, catalogs int) (map[string]int, error) {
	counts := make(map[string]int, len(names))
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("UPDATE zone_serials SET catalogs = ? WHERE "+unplaced+" AND name IN ?", catalogs, names).Error; err != nil {
			return err
		}
		// A name without a row has the serial of when it came (serialOf), and a row that says 0 leaves it so.
		err := tx.Exec(`INSERT INTO zone_serials (name, serial, changed_at, catalogs) SELECT d.name, 0, d.created_at, ? FROM domains d
			WHERE d.live_name IN ? AND NOT EXISTS (SELECT 1 FROM zone_serials z WHERE z.name = d.name)`, catalogs, names).Error
		if err != nil {
			return err
		}
		var rows []struct {
			Name     string
			Catalogs int
		}
		err = tx.Raw("SELECT name, catalogs FROM zone_serials WHERE name IN ?", names).Scan(&rows).Error
		for _, r := range rows {
			counts[r.Name] = r.Catalogs
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("note the catalogs of zones: %w", err)
	}
	return counts, nil
}

// CatalogCounts lists the numbers of catalogs by which zones have their places, those of names that have gone as well.
func (s *Store) CatalogCounts(ctx context.Context) ([]int, error) {
	var counts []int
	err := s.scans.WithContext(ctx).Raw("SELECT DISTINCT catalogs FROM zone_serials WHERE catalogs > 0 ORDER BY catalogs").Scan(&counts).Error
	if err != nil {
		return nil, fmt.Errorf("list the numbers of catalogs: %w", translate(err))
	}
	return counts, nil
}
