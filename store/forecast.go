package store

import (
	"context"
	"fmt"
	"time"

	"nameyard/reseller"
)

type renewalAhead struct {
	ID          int64
	Name        string
	TLD         string `gorm:"column:tld"`
	PaidThrough *time.Time
	Invoiced    bool
	InvoiceID   *int64
	Currency    *string
	Net         *int64
	Tax         *int64
	LineItems   *string
}

// RenewalsAhead lists the names of an account that are to be renewed automatically and are paid through at most until a
// time, soonest first, at most limit. One whose renewal is under way has its money held already and is left out; so is one
// whose invoice was cancelled, because nothing will renew it. Those with an unpaid invoice have its price and years, the
// others none.
func (s *Store) RenewalsAhead(ctx context.Context, account int64, until time.Time, limit int) ([]reseller.ForecastRenewal, error) {
	var rows []renewalAhead
	err := s.reads.WithContext(ctx).Raw(`SELECT d.id, d.name, d.tld, d.paid_through, d.invoiced,
			i.id AS invoice_id, i.currency, i.net, i.tax, i.line_items
		FROM domains d LEFT JOIN invoices i ON i.domain_id = d.id AND i.status = ? AND i.term = d.paid_through
		WHERE d.account_id = ? AND d.paid_through <= ? AND d.auto_renew = ? AND d.state = ?
			AND (d.invoiced = ? OR i.id IS NOT NULL)
			AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.domain_id = d.id AND o.kind = ? AND o.live_key IS NOT NULL)
		ORDER BY d.paid_through, d.id LIMIT ?`,
		string(reseller.InvoiceUnpaid), account, micro(until), true, string(reseller.DomainActive), false, string(reseller.OrderRenew), limit).
		Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list renewals ahead: %w", translate(err))
	}
	return each(rows, renewalAhead.toRenewal)
}

func (r renewalAhead) toRenewal() (reseller.ForecastRenewal, error) {
	f := reseller.ForecastRenewal{
		Name: reseller.NameOf(r.Name, r.TLD), DomainID: r.ID, PaidThrough: zeroTime(r.PaidThrough), InvoiceID: zeroID(r.InvoiceID),
	}
	if r.InvoiceID == nil {
		return f, nil
	}
	f.Charge = reseller.Charge{Currency: zeroText(r.Currency), Net: zeroID(r.Net), Tax: zeroID(r.Tax)}
	lines, err := unpack[[]reseller.InvoiceLine](zeroText(r.LineItems), "invoice lines")
	if len(lines) > 0 {
		f.Years = lines[0].Years
	}
	return f, err
}
