package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"nameyard/reseller"
)

// Orders lists orders by id, after one, at most limit, with what they ask for in years only, and whether without a refund.
func (s *Snapshot) Orders(ctx context.Context, after int64, limit int) ([]reseller.Order, error) {
	return s.readOrders(ctx, "id > ? ORDER BY id LIMIT ?", after, limit)
}

// OrdersByClTRIDBase finds orders by the bases of their client transaction ids.
func (s *Snapshot) OrdersByClTRIDBase(ctx context.Context, bases []string) ([]reseller.Order, error) {
	if len(bases) == 0 {
		return nil, nil
	}
	return s.readOrders(ctx, "tr_base IN ?", bases)
}

// Purchases lists what was bought for some domain rows: done registrations, transfers, renewals and restorations, in the order
// of their ids. What was taken back is left out, but for what brought the name.
func (s *Snapshot) Purchases(ctx context.Context, domains []int64) ([]reseller.Order, error) {
	if len(domains) == 0 {
		return nil, nil
	}
	return s.readOrders(ctx, "domain_id IN ? AND state = 'done' AND (kind IN ('register', 'transfer') OR kind IN ('renew', 'restore') AND reversed_at IS NULL) ORDER BY id", domains)
}

// readOrders reads orders by a condition, scanned by hand, because verify reads all of them more than once.
func (s *Snapshot) readOrders(ctx context.Context, where string, args ...any) ([]reseller.Order, error) {
	rows, err := s.tx.WithContext(ctx).Raw(`SELECT id, account_id, domain_id, kind, name, tld, state, wish, frozen_expiry, paid_from, currency, net, tax,
		tr_base, attempt, lease_end, code, reason, created_at, due_at, ended_at, recheck_at, reversed_at FROM orders WHERE `+where, args...).Rows()
	if err != nil {
		return nil, fmt.Errorf("read orders: %w", err)
	}
	defer rows.Close()
	var orders []reseller.Order
	for rows.Next() {
		var r orderRow
		err := rows.Scan(&r.ID, &r.AccountID, &r.DomainID, &r.Kind, &r.Name, &r.TLD, &r.State, &r.Wish, &r.FrozenExpiry, &r.PaidFrom, &r.Currency, &r.Net, &r.Tax,
			&r.ClTRIDBase, &r.Attempt, &r.LeaseEnd, &r.Code, &r.Reason, &r.CreatedAt, &r.DueAt, &r.EndedAt, &r.RecheckAt, &r.ReversedAt)
		if err != nil {
			return nil, fmt.Errorf("read an order: %w", err)
		}
		wish, err := unpack[struct {
			Years    int
			NoRefund bool `json:"no_refund"`
		}](r.Wish, "wish")
		if err != nil {
			return nil, fmt.Errorf("order %d: %w", r.ID, err)
		}
		r.Wish = ""
		o, err := r.toOrder()
		if err != nil {
			return nil, err
		}
		o.Desired.Years, o.Desired.NoRefund = wish.Years, wish.NoRefund
		orders = append(orders, o)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read orders: %w", err)
	}
	return orders, nil
}

// OpenedSince tells which transaction bases belong to orders that exist by now and did not in the snapshot.
func (s *Snapshot) OpenedSince(ctx context.Context, bases []string) ([]string, error) {
	if len(bases) == 0 {
		return nil, nil
	}
	var known, now []string
	err := errors.Join(
		s.tx.WithContext(ctx).Model(&orderRow{}).Where("tr_base IN ?", bases).Pluck("tr_base", &known).Error,
		s.live.WithContext(ctx).Model(&orderRow{}).Where("tr_base IN ?", bases).Pluck("tr_base", &now).Error,
	)
	if err != nil {
		return nil, fmt.Errorf("look for newer orders: %w", err)
	}
	return slices.DeleteFunc(now, func(base string) bool { return slices.Contains(known, base) }), nil
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
	rows, err := rowsOf[orderRow](s.tx).Raw(query, limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read orders: %w", err)
	}
	return each(rows, orderRow.toOrder)
}
