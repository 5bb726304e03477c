package store

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// Snapshot is the database at one moment, read-only: what verify reads. It occupies one connection until Close. Use it
// from one goroutine.
type Snapshot struct {
	tx   *gorm.DB
	live *gorm.DB // the database as it goes on
}

// Snapshot opens a consistent view of everything committed by now.
func (s *Store) Snapshot(ctx context.Context) (*Snapshot, error) {
	opts := &sql.TxOptions{ReadOnly: true}
	if s.dialect == mysqlDialect {
		opts.Isolation = sql.LevelRepeatableRead
	}
	snap := &Snapshot{s.scans.WithContext(ctx).Begin(opts), s.reads}
	if err := snap.tx.Error; err != nil {
		return nil, fmt.Errorf("open a snapshot: %w", err)
	}
	// Both engines fix the view at the first read, not at BEGIN.
	var n int64
	if err := snap.tx.Raw("SELECT COUNT(*) FROM leases").Row().Scan(&n); err != nil {
		snap.Close()
		return nil, fmt.Errorf("open a snapshot: %w", err)
	}
	return snap, nil
}

// Close ends the snapshot.
func (s *Snapshot) Close() { s.tx.Rollback() }

// Balances lists balance rows by account id, after one, at most limit.
func (s *Snapshot) Balances(ctx context.Context, afterAccount int64, limit int) ([]reseller.Balance, error) {
	rows, err := gorm.G[balanceRow](s.tx).Where("account_id > ?", afterAccount).Order("account_id").Limit(limit).Find(ctx)
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
	rows, err := gorm.G[invoiceRow](s.tx).Where("order_id BETWEEN ? AND ?", from, to).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read invoices: %w", err)
	}
	return each(rows, invoiceRow.toInvoice)
}

// LooseInvoices counts the invoices and credit notes that no order paid, and lists those of them that should not be: paid
// ones, unpaid ones of no term or with a credit note, numbered ones that were cancelled without one equal credit note, and
// credit notes of anything but a cancelled invoice.
func (s *Snapshot) LooseInvoices(ctx context.Context, limit int) (count int64, wrong []reseller.Invoice, err error) {
	count, err = gorm.G[invoiceRow](s.tx).Where("order_id IS NULL").Count(ctx, "*")
	if err != nil {
		return 0, nil, fmt.Errorf("count invoices without an order: %w", err)
	}
	const notes = "(SELECT COUNT(*) FROM invoices n WHERE n.order_id IS NULL AND n.credits = i.id AND n.net = -i.net AND n.tax = -i.tax)"
	rows, err := gorm.G[invoiceRow](s.tx).Raw(`SELECT i.* FROM invoices i WHERE i.order_id IS NULL AND (
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

// LastNumbers maps the highest invoice number of each year to how many invoices of that year are numbered.
func (s *Snapshot) LastNumbers(ctx context.Context) (map[string]int64, error) {
	var rows []struct {
		Last    string
		Written int64
	}
	err := s.tx.WithContext(ctx).Raw("SELECT MAX(number) AS last, COUNT(*) AS written FROM invoices WHERE number IS NOT NULL GROUP BY year").
		Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read invoice numbers: %w", err)
	}
	last := map[string]int64{}
	for _, r := range rows {
		last[r.Last] = r.Written
	}
	return last, nil
}

// Orders lists orders by id, after one, at most limit.
func (s *Snapshot) Orders(ctx context.Context, after int64, limit int) ([]reseller.Order, error) {
	return s.listOrders(gorm.G[orderRow](s.tx).Where("id > ?", after).Order("id").Limit(limit).Find(ctx))
}

// OrdersByClTRIDBase finds orders by the bases of their client transaction ids.
func (s *Snapshot) OrdersByClTRIDBase(ctx context.Context, bases []string) ([]reseller.Order, error) {
	if len(bases) == 0 {
		return nil, nil
	}
	return s.listOrders(gorm.G[orderRow](s.tx).Where("tr_base IN ?", bases).Find(ctx))
}

// OpenedSince tells which transaction bases belong to orders that exist by now. Ask it of those not in the snapshot.
func (s *Snapshot) OpenedSince(ctx context.Context, bases []string) ([]string, error) {
	var newer []string
	for _, base := range bases {
		rows, err := gorm.G[orderRow](s.live).Select("tr_base").Where("tr_base = ?", base).Find(ctx)
		if err != nil {
			return nil, fmt.Errorf("look for newer orders: %w", err)
		}
		known, err := gorm.G[orderRow](s.tx).Where("tr_base = ?", base).Count(ctx, "*")
		if err != nil {
			return nil, fmt.Errorf("look for newer orders: %w", err)
		}
		if len(rows) > 0 && known == 0 {
			newer = append(newer, base)
		}
	}
	return newer, nil
}

// Domains lists domain rows by id, after one, at most limit.
func (s *Snapshot) Domains(ctx context.Context, after int64, limit int) ([]reseller.Domain, error) {
	rows, err := gorm.G[domainRow](s.tx).Where("id > ?", after).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read domains: %w", err)
	}
	return each(rows, domainRow.toDomain)
}

// StrayKeys lists orders that have ended and keep their live key, and unfinished purchases without one.
func (s *Snapshot) StrayKeys(ctx context.Context, limit int) ([]reseller.Order, error) {
	return s.reportOrders(ctx, `SELECT * FROM orders WHERE state IN ('done', 'refused', 'superseded') AND live_key IS NOT NULL
		OR state NOT IN ('done', 'refused', 'superseded') AND live_key IS NULL AND kind IN ('register', 'transfer', 'renew', 'restore')
		ORDER BY id LIMIT ?`, limit)
}

// DoubleCharges lists done orders that charged, without a refund, what an earlier one had charged already: the same
// registration or transfer of a domain row, or the same term of it. After a restoration a term may come again: a deletion
// gives years back.
func (s *Snapshot) DoubleCharges(ctx context.Context, limit int) ([]reseller.Order, error) {
	return s.reportOrders(ctx, `SELECT o.* FROM orders o
		JOIN (SELECT domain_id, kind, paid_from, MIN(id) AS first_id, COUNT(*) AS times FROM orders
			WHERE state = 'done' AND kind IN ('register', 'transfer', 'renew') AND net + tax > 0
			AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.order_id = orders.id AND r.kind = 'refund')
			GROUP BY domain_id, kind, paid_from HAVING COUNT(*) > 1) twice
		ON o.domain_id = twice.domain_id AND o.kind = twice.kind AND o.id > twice.first_id
			AND (o.paid_from = twice.paid_from OR o.paid_from IS NULL AND twice.paid_from IS NULL)
		WHERE o.state = 'done' AND o.net + o.tax > 0
			AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.order_id = o.id AND r.kind = 'refund')
			AND EXISTS (SELECT 1 FROM orders p WHERE p.domain_id = o.domain_id AND p.kind = o.kind AND p.id < o.id
				AND (p.paid_from = o.paid_from OR o.paid_from IS NULL) AND p.state = 'done' AND p.net + p.tax > 0
				AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.order_id = p.id AND r.kind = 'refund')
				AND (o.kind <> 'renew' OR NOT EXISTS (SELECT 1 FROM orders b
					WHERE b.domain_id = o.domain_id AND b.kind = 'restore' AND b.state = 'done' AND b.id > p.id AND b.id < o.id)))
		ORDER BY o.id LIMIT ?`, limit)
}

// LostDomains lists done registrations and transfers whose domain row is missing, still pending, or refused.
func (s *Snapshot) LostDomains(ctx context.Context, limit int) ([]reseller.Order, error) {
	return s.reportOrders(ctx, `SELECT o.* FROM orders o LEFT JOIN domains d ON d.id = o.domain_id
		WHERE o.state = 'done' AND o.kind IN ('register', 'transfer')
			AND (d.id IS NULL OR d.state IN ('pending_register', 'pending_transfer', 'refused'))
		ORDER BY o.id LIMIT ?`, limit)
}

func (s *Snapshot) reportOrders(ctx context.Context, query string, limit int) ([]reseller.Order, error) {
	return s.listOrders(gorm.G[orderRow](s.tx).Raw(query, limit).Find(ctx))
}

func (s *Snapshot) listOrders(rows []orderRow, err error) ([]reseller.Order, error) {
	if err != nil {
		return nil, fmt.Errorf("read orders: %w", err)
	}
	return each(rows, orderRow.toOrder)
}
