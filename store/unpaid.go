package store

import (
	"context"
	"fmt"

	"nameyard/reseller"
)

// CountUnpaid counts the unpaid invoices of an account.
func (s *Store) CountUnpaid(ctx context.Context, account int64) (int64, error) {
	n, err := rowsOf[invoiceRow](s.scans).Where("account_id = ? AND status = ?", account, string(reseller.InvoiceUnpaid)).Count(ctx, "*")
	if err != nil {
		return 0, fmt.Errorf("count unpaid invoices: %w", translate(err))
	}
	return n, nil
}

// UnpaidUpTo gives for unpaid invoices of an account what credit it takes until each is paid, minor units: they are paid in the order of DueInvoices.
// Renewals that are under way have their money held, and are not in it.
func (s *Store) UnpaidUpTo(ctx context.Context, account int64, ids []int64) (map[int64]int64, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	free, args := notBusy()
	var rows []struct{ ID, UpTo int64 }
	err := s.scans.WithContext(ctx).Raw(`SELECT id, up_to FROM (
			SELECT i.id AS id, SUM(i.net + i.tax) OVER (ORDER BY i.term, i.domain_id, i.id) AS up_to
			FROM invoices i JOIN domains d ON d.id = i.domain_id WHERE i.account_id = ? AND i.status = ? AND `+free+`
		) unpaid WHERE id IN ?`, append(append([]any{account, string(reseller.InvoiceUnpaid)}, args...), ids)...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("add up unpaid invoices: %w", translate(err))
	}
	sums := make(map[int64]int64, len(rows))
	for _, row := range rows {
		sums[row.ID] = row.UpTo
	}
	return sums, nil
}
