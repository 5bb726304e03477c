package store

import (
	"context"
	"fmt"
	"time"

	"nameyard/reseller"
)

// SigningDomains lists live names that our name servers sign and that are in one of some states, in keyset pages after an id.
func (s *Store) SigningDomains(ctx context.Context, in []reseller.DNSSECState, after int64, limit int) ([]reseller.Domain, error) {
	rows, err := rowsOf[domainRow](s.reads).Where("signing IN ? AND live_name IS NOT NULL AND id > ?", in, after).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list signed names: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// UnsignedWithKeys lists active names that our name servers do not sign and whose registry has DNSSEC data, in keyset pages after an id.
func (s *Store) UnsignedWithKeys(ctx context.Context, after int64, limit int) ([]reseller.Domain, error) {
	rows, err := rowsOf[domainRow](s.scans).Where("signing IS NULL AND sec_dns IS NOT NULL AND state = ? AND id > ?", string(reseller.DomainActive), after).
		Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list names that others sign: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// signingLate are the names among those that our name servers sign whose registry has not had their keys, or still has them, since a time or
// longer. Its arguments are the three states, the time and the state of the name.
const signingLate = "signing IN (?, ?, ?) AND signing_at <= ? AND state = ?"

func lateSince(since time.Time) []any {
	return []any{string(reseller.DNSSECSigning), string(reseller.DNSSECPublishing), string(reseller.DNSSECWithdrawing), micro(since), string(reseller.DomainActive)}
}

// NamesSigning counts the live names that our name servers sign, by state, and the active ones among them whose registry has not had their
// keys since a time or longer.
func (s *Store) NamesSigning(ctx context.Context, since time.Time) (by map[reseller.DNSSECState]int64, late int64, err error) {
	var rows []struct {
		Signing string
		Names   int64
		Late    int64
	}
	err = s.reads.WithContext(ctx).Raw(`SELECT signing, COUNT(*) AS names, SUM(CASE WHEN `+signingLate+` THEN 1 ELSE 0 END) AS late
		FROM domains WHERE signing IS NOT NULL AND live_name IS NOT NULL GROUP BY signing`, lateSince(since)...).Scan(&rows).Error
	if err != nil {
		return nil, 0, fmt.Errorf("count signed names: %w", translate(err))
	}
	by = map[reseller.DNSSECState]int64{}
	for _, r := range rows {
		by[reseller.DNSSECState(r.Signing)] = r.Names
		late += r.Late
	}
	return by, late, nil
}

// NamesSigningLate lists the first of the names that NamesSigning counts as late, those first that are longest.
func (s *Store) NamesSigningLate(ctx context.Context, since time.Time, limit int) ([]reseller.Name, error) {
	rows, err := rowsOf[domainRow](s.reads).Where("live_name IS NOT NULL AND "+signingLate, lateSince(since)...).Order("signing_at, id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list names that are signed late: %w", translate(err))
	}
	var names []reseller.Name
	for _, r := range rows {
		names = append(names, reseller.NameOf(r.Name, r.TLD))
	}
	return names, nil
}
