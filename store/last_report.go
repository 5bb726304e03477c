package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

type lastReportRow struct {
	Name       string `gorm:"primaryKey"`
	MadeAt     time.Time
	TookMicros int64
	Server     string
	Report     string
}

func (lastReportRow) TableName() string { return "last_reports" }

// KeepReport keeps a report in place of the one of its name before.
func (s *Store) KeepReport(ctx context.Context, r reseller.Report) error {
	row := lastReportRow{string(r.Name), micro(r.At), r.Took.Microseconds(), clip(r.Server, 255), string(r.JSON)}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "name"}}, DoUpdates: clause.AssignmentColumns([]string{"made_at", "took_micros", "server", "report"})}).Create(&row).Error
	})
	if err != nil {
		return fmt.Errorf("keep the report of %s: %w", r.Name, err)
	}
	return nil
}

// LastReport reads the last report of a name. ErrNotFound if there is none.
func (s *Store) LastReport(ctx context.Context, name reseller.ReportName) (reseller.Report, error) {
	row, err := rowsOf[lastReportRow](s.reads).Where("name = ?", string(name)).Take(ctx)
	if err != nil {
		return reseller.Report{}, fmt.Errorf("the last report of %s: %w", name, translate(err))
	}
	return reseller.Report{
		Name: name, At: row.MadeAt.UTC(), Took: time.Duration(row.TookMicros) * time.Microsecond, Server: row.Server, JSON: []byte(row.Report),
	}, nil
}
