package store

import (
	"context"
	"fmt"
	"strings"

	"nameyard/reseller"
)

// Balances lists balance rows by account id, after one, at most limit.
func (s *Snapshot) Balances(ctx context.Context, afterAccount int64, limit int) ([]reseller.Balance, error) {
	rows, err := rowsOf[balanceRow](s.tx).Where("account_id > ?", afterAccount).Order("account_id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read balances: %w", err)
	}
	return each(rows, func(r balanceRow) (reseller.Balance, error) { return reseller.Balance(r), nil })
}

// Entries lists the whole ledger by id, after an entry, at most limit.
func (s *Snapshot) Entries(ctx context.Context, after int64, limit int) ([]reseller.Entry, error) {
	return readEntries(ctx, s.tx, "id > ? ORDER BY id LIMIT ?", after, limit)
}

// OrderEntries lists the entries of the orders with ids from one to another, both included.
func (s *Snapshot) OrderEntries(ctx context.Context, from, to int64) ([]reseller.Entry, error) {
	return readEntries(ctx, s.tx, "order_id BETWEEN ? AND ?", from, to)
}

// OrderInvoices lists the invoices and credit notes of the orders with ids from one to another, both included.
func (s *Snapshot) OrderInvoices(ctx context.Context, from, to int64) ([]reseller.Invoice, error) {
	rows, err := rowsOf[invoiceRow](s.tx).Where("order_id BETWEEN ? AND ?", from, to).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read invoices: %w", err)
	}
	return each(rows, invoiceRow.toInvoice)
}

// LooseInvoices counts the invoices and credit notes that no order paid, and lists those of them that should not be: paid
// ones, unpaid ones of no term or with a credit note, numbered ones that were cancelled without one equal credit note, and
// credit notes of anything but a cancelled invoice.
func (s *Snapshot) LooseInvoices(ctx context.Context, limit int) (count int64, wrong []reseller.Invoice, err error) {
	count, err = rowsOf[invoiceRow](s.tx).Where("order_id IS NULL").Count(ctx, "*")
	if err != nil {
		return 0, nil, fmt.Errorf("count invoices without an order: %w", err)
	}
	const notes = "(SELECT COUNT(*) FROM invoices n WHERE n.order_id IS NULL AND n.credits = i.id AND n.net = -i.net AND n.tax = -i.tax)"
	rows, err := rowsOf[invoiceRow](s.tx).Raw(`SELECT i.* FROM invoices i WHERE i.order_id IS NULL AND (
			i.credits = 0 AND (i.status = 'paid'
				OR i.status = 'unpaid' AND (i.term_key IS NULL OR `+notes+` > 0)
				OR i.status = 'cancelled' AND `+notes+` <> CASE WHEN i.number IS NULL THEN 0 ELSE 1 END)
			OR i.credits <> 0 AND NOT EXISTS (SELECT 1 FROM invoices c WHERE c.id = i.credits AND c.status = 'cancelled'
				AND c.account_id = i.account_id AND c.net = -i.net AND c.tax = -i.tax))
		ORDER BY i.id LIMIT ?`, limit).Find(ctx)
	if err != nil {
		return 0, nil, fmt.Errorf("read invoices without an order: %w", err)
	}
	wrong, err = each(rows, invoiceRow.toInvoice)
	return count, wrong, err
}

// NumberedInvoices lists invoices and credit notes that have a number, in the order of their numbers as texts, after one, at
// most limit, without their lines.
func (s *Snapshot) NumberedInvoices(ctx context.Context, after string, limit int) ([]reseller.Invoice, error) {
	rows, err := rowsOf[invoiceRow](s.tx).Select("id", "number", "account_id", "created_at").Where("number > ?", after).Order("number").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read invoice numbers: %w", err)
	}
	return each(rows, invoiceRow.toInvoice)
}

// UnpaidInvoices lists invoices that wait to be paid by id, after one, at most limit. Those that do not hold the place of their
// own term come with a term of zero.
func (s *Snapshot) UnpaidInvoices(ctx context.Context, after int64, limit int) ([]reseller.Invoice, error) {
	rows, err := rowsOf[invoiceRow](s.tx).Where("status = 'unpaid' AND id > ?", after).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read unpaid invoices: %w", err)
	}
	for i, r := range rows {
		if r.Term != nil && zeroText(r.TermKey) != termKey(r.DomainID, *r.Term) {
			rows[i].Term = nil
		}
	}
	return each(rows, invoiceRow.toInvoice)
}

// AuditRecords lists records of some actions by id, after one, at most limit.
func (s *Snapshot) AuditRecords(ctx context.Context, actions []string, after int64, limit int) ([]reseller.AuditRecord, error) {
	rows, err := rowsOf[auditRow](s.tx).Where("id > ? AND action IN ?", after, actions).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	return each(rows, func(r auditRow) (reseller.AuditRecord, error) { return r.toRecord(), nil })
}

// AuditLinks lists the links of a chain of the audit log with their records, after a number, at most limit.
func (s *Snapshot) AuditLinks(ctx context.Context, chain string, after int64, limit int) ([]reseller.AuditLink, error) {
	links, err := rowsOf[auditLinkRow](s.tx).Where("chain = ? AND seq > ?", chain, after).Order("seq").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the chain of the audit log: %w", err)
	}
	ids := make([]int64, len(links))
	for i, l := range links {
		ids[i] = l.RecordID
	}
	rows, err := rowsOf[auditRow](s.tx).Where("id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	records := make(map[int64]reseller.AuditRecord, len(rows))
	for _, r := range rows {
		records[r.ID] = r.toRecord()
	}
	return each(links, func(l auditLinkRow) (reseller.AuditLink, error) {
		return reseller.AuditLink{Chain: l.Chain, Seq: l.Seq, Hash: l.Hash, Record: records[l.RecordID]}, nil
	})
}

// UnchainedAudit counts the records of the audit log that are in no chain yet, and gives the oldest of them.
func (s *Snapshot) UnchainedAudit(ctx context.Context) (count int64, oldest reseller.AuditRecord, err error) {
	count, err = rowsOf[auditRow](s.tx).Where(unlinked).Count(ctx, "*")
	if err == nil && count > 0 {
		var r auditRow
		r, err = rowsOf[auditRow](s.tx).Where(unlinked).Order("created_at").Take(ctx)
		oldest = r.toRecord()
	}
	if err != nil {
		return 0, oldest, fmt.Errorf("read what of the audit log is not chained: %w", err)
	}
	return count, oldest, nil
}

// PlannedPrices lists the changes of prices that are still to apply.
func (s *Snapshot) PlannedPrices(ctx context.Context) ([]reseller.PlannedPrice, error) {
	planned, err := plannedOnes(s.tx.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("read planned prices: %w", err)
	}
	return planned, nil
}

// Prices lists the price list, and after it those of groups and the accounts' own.
func (s *Snapshot) Prices(ctx context.Context) ([]reseller.Price, error) {
	var all []listedRow
	for _, table := range []listTable{everybodysTable, groupsTable, accountsTable} {
		var rows []listedRow
		err := s.tx.WithContext(ctx).Table(table.name).Select(table.owner + priceColumns).Order(strings.TrimPrefix(table.key+", "+priceOrder, ", ")).Find(&rows).Error
		if err != nil {
			return nil, fmt.Errorf("read prices: %w", err)
		}
		all = append(all, rows...)
	}
	return each(all, listedRow.toPrice)
}

// PriceGroupsOf tells which price group each account is in that is in one.
func (s *Snapshot) PriceGroupsOf(ctx context.Context) (map[int64]string, error) {
	rows, err := rowsOf[accountRow](s.tx).Where("price_group IS NOT NULL").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read price groups: %w", err)
	}
	groups := map[int64]string{}
	for _, r := range rows {
		groups[r.ID] = *r.PriceGroup
	}
	return groups, nil
}
