package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type findingRow struct {
	ID        int64
	RestoreID int64
	Mark      string
	Kind      string
	AccountID int64
	Name      string
	Detail    string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

func (findingRow) TableName() string { return "restore_findings" }

// Recover puts on record what the registry did after a backup: the order under the registry's transaction id, which charges
// nothing in the currency of its account, the domain row, and the finding for the report. An order without an account falls
// to the lost-and-found account. It gives the row's id, 0 if it had been recorded before.
func (s *Store) Recover(ctx context.Context, r reseller.Recovery) (int64, error) {
	var domain int64
	err := s.tx(ctx, func(tx *gorm.DB) error {
		domain = 0
		if there, err := findingIsThere(tx, r.Finding); err != nil || there {
			return err
		}
		o, id, err := s.recoverDomain(tx, r)
		if err != nil {
			return err
		}
		var account accountRow
		if err := tx.Take(&account, o.AccountID).Error; err != nil {
			return err
		}
		o.Charge.Currency = account.Currency
		row := fromOrder(o)
		row.DomainID, domain = id, id
		if taken, err := exists(tx, &orderRow{}, "tr_base = ?", row.ClTRIDBase); err != nil {
			return err
		} else if taken {
			row.ClTRIDBase = againBase(row.ClTRIDBase)
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return s.addFinding(tx, r.Finding, o.AccountID)
	})
	if err != nil {
		return 0, fmt.Errorf("put %s of %s on record: %w", r.Order.Kind, r.Order.Name, err)
	}
	return domain, nil
}

// recoverDomain writes or changes the domain row of a recovery.
func (s *Store) recoverDomain(tx *gorm.DB, r reseller.Recovery) (reseller.Order, int64, error) {
	o := r.Order
	if r.Domain == nil {
		before, after, err := s.changeDomain(tx, o.DomainID, func(d *reseller.Domain) error { r.Apply(d); return nil })
		if err != nil {
			return o, 0, err
		}
		o.AccountID = after.AccountID
		return o, o.DomainID, s.cancelTermInvoices(tx, before, after)
	}
	account, err := s.lostAndFound(tx)
	if err != nil {
		return o, 0, err
	}
	d := *r.Domain
	d.AccountID, o.AccountID = account, account
	row := fromDomain(d)
	row.ID = 0
	err = s.openRow(tx, &row)
	return o, row.ID, err
}

// lostAndFound gives the id of the account for names that nobody has, and makes it if it is not there.
func (s *Store) lostAndFound(tx *gorm.DB) (int64, error) {
	var row accountRow
	err := tx.Where("email = ?", reseller.LostAndFound).Take(&row).Error
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return row.ID, err
	}
	a := reseller.Account{Email: reseller.LostAndFound, Name: "Lost and found", Currency: "USD", Language: "en", Disabled: true}
	row = fromAccount(a)
	row.CreatedAt = micro(s.clock.Now())
	if err := tx.Create(&row).Error; err != nil {
		return 0, err
	}
	if err := tx.Create(&balanceRow{AccountID: row.ID, Currency: row.Currency}).Error; err != nil {
		return 0, err
	}
	return row.ID, s.record(tx, reseller.Actor{Name: "restore"}, row.ID, "account.add", row.Email, "for names that a restore found at a registry and in no account", made(accountFacts(a))...)
}

// NoteFinding writes one line of the report of a restore; one that is there already is left as it is.
func (s *Store) NoteFinding(ctx context.Context, f reseller.Finding) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if there, err := findingIsThere(tx, f); err != nil || there {
			return err
		}
		return s.addFinding(tx, f, f.AccountID)
	})
	if err != nil {
		return fmt.Errorf("note that %s was found %s: %w", f.Name, f.Kind, err)
	}
	return nil
}

func findingIsThere(tx *gorm.DB, f reseller.Finding) (bool, error) {
	var n int64
	err := tx.Model(&findingRow{}).Where("restore_id = ? AND mark = ?", f.RestoreID, f.Mark).Count(&n).Error
	return n > 0, err
}

// addFinding writes a finding and its audit record.
func (s *Store) addFinding(tx *gorm.DB, f reseller.Finding, account int64) error {
	row := findingRow{
		RestoreID: f.RestoreID, Mark: f.Mark, Kind: string(f.Kind), AccountID: account, Name: f.Name, Detail: clip(f.Detail, 1000),
		CreatedAt: micro(s.clock.Now()),
	}
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	return s.record(tx, reseller.Actor{Name: "job after-restore"}, account, "restore."+string(f.Kind), f.Name, f.Detail)
}

// Findings lists what a restore found, oldest first, after a number of them, at most limit.
func (s *Store) Findings(ctx context.Context, restore int64, after, limit int) ([]reseller.Finding, error) {
	rows, err := rowsOf[findingRow](s.scans).Where("restore_id = ?", restore).Order("id").Offset(after).Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list findings: %w", translate(err))
	}
	return each(rows, func(r findingRow) (reseller.Finding, error) {
		return reseller.Finding{
			RestoreID: r.RestoreID, Mark: r.Mark, Kind: reseller.FindingKind(r.Kind), AccountID: r.AccountID, Name: r.Name, Detail: r.Detail,
			At: r.CreatedAt.UTC(),
		}, nil
	})
}

// LiveDomains lists live rows of all accounts by id, after one, at most limit.
func (s *Store) LiveDomains(ctx context.Context, after int64, limit int) ([]reseller.Domain, error) {
	rows, err := rowsOf[domainRow](s.scans).Where("id > ? AND live_name IS NOT NULL", after).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list live domains: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// UnfinishedOrders lists orders that have not ended by id, after one, at most limit.
func (s *Store) UnfinishedOrders(ctx context.Context, after int64, limit int) ([]reseller.Order, error) {
	rows, err := rowsOf[orderRow](s.scans).Where("id > ? AND state NOT IN ?", after, []string{
		string(reseller.OrderDone), string(reseller.OrderRefused), string(reseller.OrderSuperseded),
	}).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list unfinished orders: %w", translate(err))
	}
	return each(rows, orderRow.toOrder)
}

// againBase is the transaction base of an order that a recovery writes where another order that was not carried out has it already.
func againBase(base string) string { return base + "R" }

// KnownBases tells which transaction bases belong to orders that were carried out, or may be yet. Whatever a registry did under another one
// nobody here accounts for.
func (s *Store) KnownBases(ctx context.Context, bases []string) (map[string]bool, error) {
	known := map[string]bool{}
	if len(bases) == 0 {
		return known, nil
	}
	asked := map[string]string{}
	for _, base := range bases {
		asked[base], asked[againBase(base)] = base, base
	}
	var found []string
	err := s.scans.WithContext(ctx).Model(&orderRow{}).Where("tr_base IN ? AND state NOT IN ?", slices.Collect(maps.Keys(asked)), []string{
		string(reseller.OrderRefused), string(reseller.OrderSuperseded),
	}).Pluck("tr_base", &found).Error
	if err != nil {
		return nil, fmt.Errorf("look for transaction ids: %w", translate(err))
	}
	for _, base := range found {
		known[asked[base]] = true
	}
	return known, nil
}
