package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// deletionRow is a deletion that is under way.
type deletionRow struct {
	DomainID  int64 `gorm:"primaryKey;autoIncrement:false"`
	AccountID int64
	PaidFrom  time.Time
	Had       string
	Placed    string
	Back      bool
	Tries     int
	Fence     int64
	DueAt     time.Time
	LeaseEnd  *time.Time
}

func (deletionRow) TableName() string { return "deletions" }

func fromDeletion(d reseller.Deletion) deletionRow {
	return deletionRow{
		DomainID: d.DomainID, AccountID: d.AccountID, PaidFrom: micro(d.PaidFrom), Had: pack(d.Had), Placed: pack(d.Placed), Back: d.Back, Tries: d.Tries,
		Fence: d.Fence, DueAt: micro(d.DueAt), LeaseEnd: nullTime(d.LeaseEnd),
	}
}

func (r deletionRow) toDeletion() (d reseller.Deletion, err error) {
	d = reseller.Deletion{
		DomainID: r.DomainID, AccountID: r.AccountID, PaidFrom: r.PaidFrom.UTC(), Back: r.Back, Tries: r.Tries, Fence: r.Fence, DueAt: r.DueAt.UTC(), LeaseEnd: zeroTime(r.LeaseEnd),
	}
	if d.Had, err = unpack[reseller.Delegation](r.Had, "delegation"); err != nil {
		return d, err
	}
	d.Placed, err = unpack[reseller.DeletionPlaced](r.Placed, "request for a deletion")
	return d, err
}

// Deletion gives the deletion of a name that is under way. ErrNotFound if there is none.
func (s *Store) Deletion(ctx context.Context, domain int64) (reseller.Deletion, error) {
	row, err := rowsOf[deletionRow](s.reads).Where("domain_id = ?", domain).Take(ctx)
	if err != nil {
		return reseller.Deletion{}, fmt.Errorf("deletion: %w", translate(err))
	}
	return row.toDeletion()
}

// SaveDeletion writes a deletion as its worker has it, a new one if its fence is 0, and raises the fence. Code restoring before a
// restored database has been compared with the registries; ErrConflict if somebody else has written it since it was read, or began one.
func (s *Store) SaveDeletion(ctx context.Context, d reseller.Deletion) (reseller.Deletion, error) {
	row := fromDeletion(d)
	row.Fence++
	saved := func(tx *gorm.DB) (bool, error) {
		return exists(tx, &deletionRow{}, "domain_id = ? AND fence = ? AND due_at = ?", row.DomainID, row.Fence, row.DueAt)
	}
	err := s.txKeyed(ctx, saved, func(tx *gorm.DB) error {
		if err := s.workable(tx); err != nil {
			return err
		}
		if d.Fence == 0 {
			return tx.Create(&row).Error
		}
		return expectOneRow(tx.Model(&deletionRow{}).Where("domain_id = ? AND fence = ?", d.DomainID, d.Fence).
			Select("account_id", "paid_from", "had", "placed", "back", "tries", "fence", "due_at", "lease_end").Updates(&row))
	})
	if err != nil {
		return reseller.Deletion{}, fmt.Errorf("note the deletion of domain %d: %w", d.DomainID, err)
	}
	d.Fence = row.Fence
	return d, nil
}

// EndDeletion forgets a deletion that has come to its end. ErrConflict if somebody else has written it since it was read.
func (s *Store) EndDeletion(ctx context.Context, d reseller.Deletion) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		return expectOneRow(tx.Where("domain_id = ? AND fence = ?", d.DomainID, d.Fence).Delete(&deletionRow{}))
	})
}

// DueDeletions lists deletions that nobody works on, of names that have not gone.
func (s *Store) DueDeletions(ctx context.Context, limit int) ([]reseller.Deletion, error) {
	rows, err := rowsOf[deletionRow](s.reads).Where(`due_at <= ? AND (lease_end IS NULL OR lease_end < ?)
		AND EXISTS (SELECT 1 FROM domains d WHERE d.id = deletions.domain_id AND d.state = ?)`, micro(s.clock.Now()), micro(s.clock.Wall()), reseller.DomainActive).
		Order("due_at, domain_id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list due deletions: %w", translate(err))
	}
	return each(rows, deletionRow.toDeletion)
}

// callOffDeletion turns back a deletion of a name whose account gives it name servers or hosts meanwhile.
func callOffDeletion(tx *gorm.DB, o reseller.Order) error {
	switch o.Kind {
	case reseller.OrderNameservers, reseller.OrderHostCreate, reseller.OrderHostModify, reseller.OrderHostDelete:
		if !o.Desired.OfDeletion() {
			return tx.Exec("UPDATE deletions SET back = ?, fence = fence + 1 WHERE domain_id = ? AND back = ?", true, o.DomainID, false).Error
		}
	}
	return nil
}

// callOffDeletions turns back all deletions of a restored database: whoever asked may have changed their mind since.
func callOffDeletions(tx *gorm.DB) error {
	return tx.Exec("UPDATE deletions SET back = ?, fence = fence + 1, lease_end = NULL WHERE back = ?", true, false).Error
}

// keepDeletion has the deletion of a name that goes into redemption wait there, called off: what was taken away comes back with a restoration. It ends
// with a name that cannot be had back.
func keepDeletion(tx *gorm.DB, before, after reseller.Domain) error {
	switch {
	case before.State == after.State || !before.State.Held():
		return nil
	case after.State == reseller.DomainRedemption:
		return tx.Exec("UPDATE deletions SET back = ?, tries = 0, fence = fence + 1, lease_end = NULL WHERE domain_id = ?", true, after.ID).Error
	case after.State != reseller.DomainActive:
		return tx.Where("domain_id = ?", after.ID).Delete(&deletionRow{}).Error
	}
	return nil
}

// noDeletion gives ErrConflict while a name is being taken apart.
func noDeletion(tx *gorm.DB, domain int64) error {
	under, err := exists(tx, &deletionRow{}, "domain_id = ?", domain)
	if err == nil && under {
		err = reseller.ErrConflict
	}
	return err
}
