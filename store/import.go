package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// ImportDomain writes the row of a name that the registry has for us and that no account had: what the registry shows, in an
// account, without an order and without a charge. The audit record says where it came from. ErrDuplicate if the name is in
// an account.
func (s *Store) ImportDomain(ctx context.Context, d reseller.Domain, by reseller.Actor, source string) (reseller.Domain, error) {
	row := fromDomain(d)
	row.Version = 1
	err := s.txKeyed(ctx, func(tx *gorm.DB) (bool, error) {
		return exists(tx, &row, "live_name = ? AND account_id = ? AND created_at = ?", row.Name, row.AccountID, row.CreatedAt)
	}, func(tx *gorm.DB) error {
		row.ID = 0
		if err := s.mustBeOpen(tx, row.AccountID); err != nil {
			return err
		}
		if err := addName(tx, &row); err != nil {
			return err
		}
		return s.record(tx, by, d.AccountID, "domain.import", d.Name.String(),
			fmt.Sprintf("paid_through=%s auto_renew=%t from %s", d.PaidThrough.Format(time.DateOnly), d.AutoRenew, source), made(domainFacts(d))...)
	})
	if err != nil {
		return reseller.Domain{}, fmt.Errorf("import %s: %w", d.Name, err)
	}
	return row.toDomain()
}
