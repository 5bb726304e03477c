package store

import (
	"context"
	"fmt"
)

// CountBuyers counts the open accounts that buy in some currencies, those of a price group alone for another than "".
func (s *Store) CountBuyers(ctx context.Context, group string, currencies []string) (n int64, err error) {
	query, args := "SELECT COUNT(*) FROM accounts WHERE closed_at IS NULL AND currency IN ?", []any{currencies}
	if group != "" {
		query, args = query+" AND price_group = ?", append(args, group)
	}
	if err = scanRow(s.reads.WithContext(ctx).Raw(query, args...), &n); err != nil {
		return 0, fmt.Errorf("count accounts that buy: %w", translate(err))
	}
	return n, nil
}
