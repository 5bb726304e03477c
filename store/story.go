package store

import (
	"context"
	"fmt"
	"slices"

	"nameyard/reseller"
	"nameyard/zone"
)

// Story is what the database has of some orders and some rows of a name, each list oldest first.
type Story struct {
	Orders     []reseller.Order
	Steps      []reseller.OrderStep
	Entries    []reseller.Entry
	Invoices   []reseller.Invoice
	Mails      []reseller.Mail
	Deliveries []reseller.Delivery
	Audit      []reseller.AuditRecord
	Zones      []SavedZone
}

// SavedZone is a version of what a name publishes.
type SavedZone struct {
	Kind zone.Kind
	zone.Revision
}

// maxStory bounds each list of a story: the newest are kept.
const maxStory = 1000

// NameStory reads the story of a name: of all rows that ever had it.
func (s *Store) NameStory(ctx context.Context, name reseller.Name) (Story, error) {
	ids, err := s.ids(ctx, "SELECT id FROM "+s.byEachAccount("domains", "domains_account_id_name")+" WHERE name = ?", name.String())
	if err != nil {
		return Story{}, fmt.Errorf("story of %s: %w", name, err)
	}
	orders, err := s.ids(ctx, "SELECT id FROM orders WHERE domain_id IN ? ORDER BY id DESC LIMIT ?", append(ids, nobody), maxStory)
	if err != nil {
		return Story{}, fmt.Errorf("story of %s: %w", name, err)
	}
	st, err := s.story(ctx, orders, ids, name.String())
	if err != nil {
		return Story{}, fmt.Errorf("story of %s: %w", name, err)
	}
	return st, nil
}

// OrderStory reads the story of an order.
func (s *Store) OrderStory(ctx context.Context, order int64) (Story, error) {
	st, err := s.story(ctx, []int64{order}, nil, "")
	if err != nil {
		return Story{}, fmt.Errorf("story of order %d: %w", order, err)
	}
	return st, nil
}

func (s *Store) ids(ctx context.Context, query string, args ...any) ([]int64, error) {
	var ids []int64
	err := s.reads.WithContext(ctx).Raw(query, args...).Scan(&ids).Error
	return ids, translate(err)
}

// nobody is an id that no row has, so that no list of ids is empty. 0 is what rows have that belong to none.
const nobody = -1

// story reads what belongs to orders, and to rows of a name beyond their orders.
func (s *Store) story(ctx context.Context, orders, domains []int64, object string) (st Story, err error) {
	orders, domains = append(orders, nobody), append(domains, nobody)
	if st.Orders, err = storyOf(ctx, s, orderRow.toOrder, "id IN ?", orders); err != nil {
		return st, err
	}
	if st.Steps, err = s.OrderSteps(ctx, orders); err != nil {
		return st, err
	}
	if st.Entries, err = readEntries(ctx, s.scans, "order_id IN ? ORDER BY id DESC LIMIT ?", orders, maxStory); err != nil {
		return st, err
	}
	if st.Invoices, err = storyOf(ctx, s, invoiceRow.toInvoice, "order_id IN ? OR domain_id IN ?", orders, domains); err != nil {
		return st, err
	}
	invoices, rows := []int64{nobody}, slices.Clone(domains) // rows of the name: what belongs to an order or an invoice names its row, too
	for _, i := range st.Invoices {
		invoices, rows = append(invoices, i.ID), append(rows, i.DomainID)
	}
	for _, o := range st.Orders {
		rows = append(rows, o.DomainID)
	}
	if st.Mails, err = storyOf(ctx, s, mailRow.toMail, "domain_id IN ? AND (domain_id IN ? OR invoice_id IN ?)", rows, domains, invoices); err != nil {
		return st, err
	}
	st.Deliveries, err = storyOf(ctx, s, deliveryRow.toDelivery,
		"endpoint_id IN (SELECT id FROM webhook_endpoints) AND event_id IN (SELECT id FROM outbox WHERE domain_id IN ? AND (order_id IN ? OR domain_id IN ?))", rows, orders, domains)
	if err != nil {
		return st, err
	}
	if st.Zones, err = s.savedZones(ctx, domains); err != nil {
		return st, err
	}
	return st, s.addAudit(ctx, &st, object)
}

// savedZones reads who saved which version of records and forwards of some rows of a name: the newest, oldest first.
func (s *Store) savedZones(ctx context.Context, domains []int64) ([]SavedZone, error) {
	rows, err := rowsOf[zoneVersionRow](s.reads).Select("kind, version, saved_at, saved_by, request_id").Where("domain_id IN ?", domains).
		Order("saved_at DESC, version DESC").Limit(maxStory).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	slices.Reverse(rows)
	saved := make([]SavedZone, len(rows))
	for i, r := range rows {
		saved[i] = SavedZone{zone.Kind(r.Kind), zone.Revision{Version: r.Version, SavedAt: r.SavedAt.UTC(), SavedBy: r.SavedBy, RequestID: r.RequestID}}
	}
	return saved, nil
}

// addAudit adds what the audit log has of a name, of the orders and of the requests that placed them.
func (s *Store) addAudit(ctx context.Context, st *Story, object string) error {
	numbers, requests := []string{"0"}, []string{}
	for _, o := range st.Orders {
		numbers = append(numbers, fmt.Sprint(o.ID))
		requests = append(requests, o.By.RequestID)
	}
	ids, err := s.auditOf(ctx, numbers, requests, object)
	if err != nil || len(ids) == 0 {
		return err
	}
	st.Audit, err = storyOf(ctx, s, func(r auditRow) (reseller.AuditRecord, error) { return r.toRecord(), nil }, "id IN ?", ids)
	return err
}

// storyOf reads the newest rows that a condition chooses, oldest first.
func storyOf[R, T any](ctx context.Context, s *Store, read func(R) (T, error), where string, args ...any) ([]T, error) {
	var rows []R
	err := s.reads.WithContext(ctx).Where(where, args...).Order("id DESC").Limit(maxStory).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	list := make([]T, len(rows))
	for i, r := range rows {
		if list[len(rows)-1-i], err = read(r); err != nil {
			return nil, err
		}
	}
	return list, nil
}
