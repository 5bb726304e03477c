package store

import (
	"context"
	"fmt"
	"slices"

	"nameyard/reseller"
	"nameyard/zone"
)

// NameHistory lists what happened to a name of an account, newest first: of all rows that the account ever had of it, and nothing of other accounts'.
// Each list is read from its place on by the index that has the name, so that a page costs what is on record of the name, and not of the account.
func (s *Store) NameHistory(ctx context.Context, q reseller.HistorySearch) ([]reseller.Happening, error) {
	ids, err := s.ids(ctx, "SELECT id FROM "+s.by("domains", "domains_account_id_name")+" WHERE account_id = ? AND name = ?", q.Account, q.Name.String())
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", q.Name, err)
	}
	h := nameHistory{s, q, append(ids, nobody)}
	var all []reseller.Happening
	for _, read := range []func(context.Context) ([]reseller.Happening, error){h.orders, h.invoices, h.mails, h.zones, h.audit} {
		some, err := read(ctx)
		if err != nil {
			return nil, fmt.Errorf("history of %s: %w", q.Name, translate(err))
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, reseller.CompareHappenings)
	return all[:min(len(all), q.Limit)], nil
}

// nameHistory reads the lists of a history.
type nameHistory struct {
	s       *Store
	q       reseller.HistorySearch
	domains []int64
}

// from is a search for rows of a kind from the place of the page on; at and id are the columns by which they are in order.
func (h nameHistory) from(kind reseller.HappeningKind, at, id string) (chosen search, order string) {
	if p := h.q.After; !p.IsZero() {
		chosen.add("("+at+" < ? OR "+at+" = ? AND "+id+" < ?)", micro(p.At), micro(p.At), p.Passed(kind))
	}
	return chosen, at + " DESC, " + id + " DESC"
}

// happened reads rows of a table by an index that has the name.
func happened[R any](ctx context.Context, h nameHistory, kind reseller.HappeningKind, from string, without []string, told func(R) (reseller.Happening, error), where string, args ...any) ([]reseller.Happening, error) {
	chosen, order := h.from(kind, "created_at", "id")
	chosen.add(where, args...)
	chosen.account(h.q.Account)
	condition, _, all := chosen.page(reseller.Page{})
	var rows []R
	err := h.s.reads.WithContext(ctx).Table(from).Omit(without...).Where(condition, all...).Order(order).Limit(h.q.Limit).Find(&rows).Error
	if err != nil {
		return nil, err
	}
	return each(rows, told)
}

func (h nameHistory) orders(ctx context.Context) ([]reseller.Happening, error) {
	return happened(ctx, h, reseller.HappenedOrder, h.s.by("orders", "orders_domain_id_state"), nil, func(r orderRow) (reseller.Happening, error) {
		o, err := r.toOrder()
		return reseller.Happening{At: o.CreatedAt, Kind: reseller.HappenedOrder, ID: o.ID, Order: o}, err
	}, "domain_id IN ?", h.domains)
}

func (h nameHistory) invoices(ctx context.Context) ([]reseller.Happening, error) {
	return happened(ctx, h, reseller.HappenedInvoice, h.s.by("invoices", "invoices_domain_id_status"), nil, func(r invoiceRow) (reseller.Happening, error) {
		i, err := r.toInvoice()
		return reseller.Happening{At: i.CreatedAt, Kind: reseller.HappenedInvoice, ID: i.ID, Invoice: i}, err
	}, "domain_id IN ?", h.domains)
}

func (h nameHistory) mails(ctx context.Context) ([]reseller.Happening, error) {
	return happened(ctx, h, reseller.HappenedMail, h.s.by("mails", "mails_domain_id"), []string{"body_text", "body_html"}, func(r mailRow) (reseller.Happening, error) {
		m, err := r.toMail()
		return reseller.Happening{At: m.CreatedAt, Kind: reseller.HappenedMail, ID: m.ID, Mail: m}, err
	}, "domain_id IN ?", h.domains)
}

func (h nameHistory) audit(ctx context.Context) ([]reseller.Happening, error) {
	return happened(ctx, h, reseller.HappenedAudit, h.s.by("audit", "audit_object_id"), nil, func(r auditRow) (reseller.Happening, error) {
		record := r.toRecord()
		return reseller.Happening{At: record.At, Kind: reseller.HappenedAudit, ID: record.ID, Audit: record}, nil
	}, "object = ? AND action IN ?", h.q.Name.String(), reseller.AuditAbout(reseller.AuditOfNames))
}

func (h nameHistory) zones(ctx context.Context) ([]reseller.Happening, error) {
	chosen, order := h.from(reseller.HappenedZone, "saved_at", "version")
	chosen.add("domain_id IN ? AND kind IN ?", h.domains, []string{string(zone.DNS), string(zone.Mail)})
	condition, _, args := chosen.page(reseller.Page{})
	rows, err := rowsOf[zoneVersionRow](h.s.reads).Select("kind, version, saved_at, saved_by, request_id").Where(condition, args...).Order(order).Limit(h.q.Limit).Find(ctx)
	if err != nil {
		return nil, err
	}
	return each(rows, func(r zoneVersionRow) (reseller.Happening, error) {
		return reseller.Happening{
			At: r.SavedAt.UTC(), Kind: reseller.HappenedZone, ID: r.Version, Zone: reseller.ZoneSaved{Kind: r.Kind, By: r.SavedBy, RequestID: r.RequestID},
		}, nil
	})
}
