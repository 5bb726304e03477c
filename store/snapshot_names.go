package store

import (
	"context"
	"fmt"
	"strings"

	"nameyard/reseller"
)

// LiveNames lists the names that accounts have or are getting, in bytewise order, after one, at most limit.
func (s *Snapshot) LiveNames(ctx context.Context, after string, limit int) ([]string, error) {
	var names []string
	err := s.tx.WithContext(ctx).Raw("SELECT live_name FROM domains WHERE live_name > ? ORDER BY live_name LIMIT ?", after, limit).Scan(&names).Error
	if err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	return names, nil
}

// LiveDomains lists the rows of those names in the same order: after one, through another, at most limit. They come under the
// name that they hold; that it is their own is for Contradictions to find.
func (s *Snapshot) LiveDomains(ctx context.Context, after, through string, limit int) ([]reseller.Domain, error) {
	rows, err := rowsOf[domainRow](s.tx).Where("live_name > ? AND live_name <= ?", after, through).Order("live_name").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read domains: %w", err)
	}
	for i := range rows {
		r := &rows[i]
		if r.Name = *r.LiveName; !strings.HasSuffix(r.Name, "."+r.TLD) {
			_, r.TLD, _ = strings.Cut(r.Name, ".")
		}
	}
	return each(rows, domainRow.toDomain)
}

// ClosedDomains lists rows that stand for no name any more by id, after one, at most limit, without what was set at the
// registry.
func (s *Snapshot) ClosedDomains(ctx context.Context, after int64, limit int) ([]reseller.Domain, error) {
	rows, err := rowsOf[domainRow](s.tx).Select("id", "account_id", "name", "tld", "state", "registered_at", "registry_expiry", "paid_through", "reason", "created_at", "closed_at").
		Where("id > ? AND live_name IS NULL", after).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read domains: %w", err)
	}
	return each(rows, domainRow.toDomain)
}

// DomainsByID finds rows by their ids, without what was set at the registry.
func (s *Snapshot) DomainsByID(ctx context.Context, ids []int64) ([]reseller.Domain, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := rowsOf[domainRow](s.tx).Select("id", "account_id", "name", "tld", "state", "paid_through", "auto_renew", "invoiced", "created_at").
		Where("id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read domains: %w", err)
	}
	return each(rows, domainRow.toDomain)
}
