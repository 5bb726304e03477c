package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type registryFiguresRow struct {
	Connector string `gorm:"primaryKey"`
	Holder    string `gorm:"primaryKey"`
	TakenAt   time.Time
	Figures   string
}

func (registryFiguresRow) TableName() string { return "registry_figures" }

// figuresKept is how long figures of a server that writes no new ones are kept, wall time.
const figuresKept = 10 * time.Minute

// SaveRegistryFigures keeps what a server has seen of its connectors, in place of what it had seen before, and forgets servers that are
// gone.
func (s *Store) SaveRegistryFigures(ctx context.Context, holder string, figures []reseller.RegistryFigures) error {
	now := micro(s.clock.Wall())
	var rows []registryFiguresRow
	for _, f := range figures {
		rows = append(rows, registryFiguresRow{f.Connector, holder, now, pack(f)})
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("DELETE FROM registry_figures WHERE holder = ? OR taken_at < ?", holder, now.Add(-figuresKept)).Error; err != nil || len(rows) == 0 {
			return err
		}
		return tx.Create(&rows).Error
	})
	if err != nil {
		return fmt.Errorf("keep the figures of registries: %w", err)
	}
	return nil
}

// RegistryFigures lists what the servers that work now have seen of their connectors.
func (s *Store) RegistryFigures(ctx context.Context) ([]reseller.RegistryFigures, error) {
	rows, err := rowsOf[registryFiguresRow](s.reads).Where("taken_at >= ?", micro(s.clock.Wall().Add(-figuresKept))).Order("connector, holder").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the figures of registries: %w", translate(err))
	}
	return each(rows, func(r registryFiguresRow) (reseller.RegistryFigures, error) {
		f, err := unpack[reseller.RegistryFigures](r.Figures, "figures")
		f.Connector, f.Holder, f.At = r.Connector, r.Holder, r.TakenAt.UTC()
		return f, err
	})
}

// RegistryQueue counts the unfinished orders for names that are at a connector, to which new names of some TLDs go, and what those in a currency
// may cost there.
func (s *Store) RegistryQueue(ctx context.Context, connector string, tlds []string, currency string) (reseller.RegistryQueue, error) {
	q := reseller.RegistryQueue{Currency: currency}
	err := scanRow(s.reads.WithContext(ctx).Raw(`SELECT COUNT(*) AS orders, COALESCE(SUM(CASE WHEN code = ? THEN 1 ELSE 0 END), 0) AS no_funds,
		COALESCE(SUM(CASE WHEN currency = ? AND state <> ? THEN cost_limit ELSE 0 END), 0) AS cost_limit FROM `+s.by("orders", "orders_due_at_id")+` WHERE due_at IS NOT NULL AND `+atConnector,
		reseller.CodeRegistryWaits, currency, string(reseller.OrderPending), connector, tlds), &q.Orders, &q.NoFunds, &q.CostLimit)
	if err != nil {
		return q, fmt.Errorf("count the orders that wait for a registry: %w", translate(err))
	}
	return q, nil
}
