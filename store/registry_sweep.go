package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type registrySweepRow struct {
	Connector string `gorm:"primaryKey"`
	AfterID   int64
	BegunAt   time.Time
	EndedAt   *time.Time
}

func (registrySweepRow) TableName() string { return "registry_sweeps" }

// heldStates are those of reseller.DomainState.Held.
var heldStates = []string{string(reseller.DomainActive), string(reseller.DomainRedemption), string(reseller.DomainPendingDelete)}

// RegistrySweep tells how far the comparison of a connector's names has come.
func (s *Store) RegistrySweep(ctx context.Context, connector string) (reseller.RegistrySweep, error) {
	rows, err := rowsOf[registrySweepRow](s.reads).Where("connector = ?", connector).Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return reseller.RegistrySweep{Connector: connector}, translate(err)
	}
	r := rows[0]
	return reseller.RegistrySweep{Connector: connector, After: r.AfterID, BegunAt: r.BegunAt.UTC(), EndedAt: zeroTime(r.EndedAt)}, nil
}

// SaveRegistrySweep keeps how far it has come. ErrConflict or ErrDuplicate if another server has got on with it since before was read.
func (s *Store) SaveRegistrySweep(ctx context.Context, before, now reseller.RegistrySweep) error {
	row := registrySweepRow{now.Connector, now.After, micro(now.BegunAt), nullTime(now.EndedAt)}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if before.BegunAt.IsZero() {
			return tx.Create(&row).Error
		}
		return expectOneRow(tx.Model(&registrySweepRow{}).Where("connector = ? AND begun_at = ? AND after_id = ?", before.Connector, micro(before.BegunAt), before.After).
			Select("after_id", "begun_at", "ended_at").Updates(&row))
	})
	if err != nil {
		return fmt.Errorf("note how far registry %s is compared: %w", now.Connector, err)
	}
	return nil
}

// SweepDomains lists names that accounts have at a connector, of one TLD or of all (""), by id, after one, at most limit. A name with an
// unfinished order is not among them: what it has is about to change.
func (s *Store) SweepDomains(ctx context.Context, connector, tld string, after int64, limit int) ([]reseller.Domain, error) {
	// COALESCE keeps both engines from the index by connector, which would have all names there sorted for each page.
	rows, err := rowsOf[domainRow](s.scans).Where(`id > ? AND COALESCE(connector, '') = ? AND (? = '' OR tld = ?) AND live_name IS NOT NULL AND state IN ?
		AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.domain_id = domains.id AND orders.due_at IS NOT NULL)`, after, connector, tld, tld, heldStates).
		Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list names to compare: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// SweptDomain records how a name compares with its registry: apply makes the row what the registry shows of it, nil leaves it, and the
// findings take the place of earlier ones that no longer hold. ErrConflict if the row is not as it was read any more, or an order for the
// name is unfinished: what the registry showed may be that order's. Code restoring before a restored database has been compared with the registries: what
// the name was given since the backup could not be told from it afterwards.
func (s *Store) SweptDomain(ctx context.Context, was reseller.Domain, by reseller.Actor, apply func(*reseller.Domain), findings []reseller.RegistryFinding) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.changeable(tx); err != nil {
			return err
		}
		before, after, err := s.changeDomain(tx, was.ID, func(d *reseller.Domain) error {
			switch {
			case d.Version != was.Version:
				return reseller.ErrConflict
			case apply == nil:
				return errUnchanged
			}
			apply(d)
			return nil
		})
		if err != nil && !errors.Is(err, errUnchanged) {
			return err
		}
		if err := noOrderLeft(tx, was.ID); err != nil {
			return err
		}
		if err == nil {
			if err := s.cancelTermInvoices(tx, before, after); err != nil {
				return err
			}
			if err := s.tellState(tx, before, after); err != nil {
				return err
			}
			if err := s.recordSettings(tx, by, "domain.registry_sweep", before, after); err != nil {
				return err
			}
		}
		return s.noteFindings(tx, was.ID, findings)
	})
	if err != nil {
		return fmt.Errorf("note how %s compares with its registry: %w", was.Name, err)
	}
	return nil
}
