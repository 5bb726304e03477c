package store

import (
	"context"
	"fmt"
	"slices"
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

// RenewalsAhead lists the names of an account that are to be renewed automatically and are paid through from a time on, if it is not
// zero, and at most until another, soonest first, at most limit. One whose renewal is under way has its money held already and is left out; so is one
// whose invoice was cancelled, because nothing will renew it. Those with an unpaid invoice have its price and years, the
// others none.
func (s *Store) RenewalsAhead(ctx context.Context, account int64, from, until time.Time, limit int) ([]reseller.ForecastRenewal, error) {
	// One statement: a name that is invoiced meanwhile is neither listed twice nor left out.
	var since string
	var begin []any
	if !from.IsZero() {
		since, begin = " AND d.paid_through >= ?", []any{micro(from)}
	}
	ahead := `d.account_id = ? AND d.auto_renew = ? AND d.state = ? AND d.invoiced = ? AND d.paid_through <= ?` + since + `
		AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.domain_id = d.id AND o.kind = ? AND o.live_key IS NOT NULL)
		ORDER BY d.paid_through, d.id LIMIT ?`
	chosen := func(invoiced bool) []any {
		return slices.Concat([]any{account, true, string(reseller.DomainActive), invoiced, micro(until)}, begin, []any{string(reseller.OrderRenew), limit})
	}
	args := slices.Concat(chosen(false), []any{string(reseller.InvoiceUnpaid)}, chosen(true), []any{limit})
	var rows []renewalAhead
	err := s.reads.WithContext(ctx).Raw(`SELECT * FROM (
			SELECT d.id, d.name, d.tld, d.paid_through, d.invoiced, NULL AS invoice_id, NULL AS currency, NULL AS net, NULL AS tax, NULL AS line_items
			FROM domains d WHERE `+ahead+`
		) uninvoiced UNION ALL SELECT * FROM (
			SELECT d.id, d.name, d.tld, d.paid_through, d.invoiced, i.id AS invoice_id, i.currency, i.net, i.tax, i.line_items
			FROM domains d JOIN invoices i ON i.domain_id = d.id AND i.status = ? AND i.term = d.paid_through WHERE `+ahead+`
		) invoiced ORDER BY paid_through, id LIMIT ?`, args...).Scan(&rows).Error
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

// RenewalSums adds up what RenewalsAhead would list in all, by day and TLD; a day in which one of some moments, soonest first, lies is divided
// there. It counts those without an invoice by the index alone, and takes
// those away whose renewal is under way: of these there are few. One statement: no name is in both counts.
func (s *Store) RenewalSums(ctx context.Context, account int64, until time.Time, moments []time.Time) ([]reseller.RenewalSum, error) {
	const ahead = "d.account_id = ? AND d.paid_through <= ? AND d.auto_renew = ? AND d.state = ? AND d.invoiced = ?"
	chosen := func(invoiced bool) []any {
		return []any{account, micro(until), true, string(reseller.DomainActive), invoiced}
	}
	renews := []any{string(reseller.OrderRenew)}
	part, at := partOf("d.paid_through", moments)
	args := slices.Concat(at, chosen(false), at, chosen(false), renews, []any{string(reseller.InvoiceUnpaid)}, chosen(true), renews)
	day := s.dayOf("d.paid_through") + " AS day"
	var rows []renewalSum
	err := s.reads.WithContext(ctx).Raw(`SELECT tld, `+s.dateText("day")+` AS day, part, NULL AS currency, SUM(n) AS n, NULL AS net, NULL AS tax FROM (
			SELECT d.tld AS tld, `+day+`, `+part+` AS part, COUNT(*) AS n FROM domains d WHERE `+ahead+` GROUP BY 1, 2, 3
			UNION ALL
			SELECT d.tld AS tld, `+day+`, `+part+` AS part, -COUNT(DISTINCT d.id) AS n FROM orders o `+s.then()+` domains d ON d.id = o.domain_id
				WHERE `+ahead+` AND o.live_key > '' AND o.kind = ? GROUP BY 1, 2, 3
		) counted GROUP BY tld, day, part HAVING SUM(n) > 0
		UNION ALL
		SELECT d.tld AS tld, `+s.dateText(s.dayOf("d.paid_through"))+` AS day, 0 AS part, i.currency AS currency, COUNT(*) AS n, SUM(i.net) AS net, SUM(i.tax) AS tax
		FROM domains d JOIN invoices i ON i.domain_id = d.id AND i.status = ? AND i.term = d.paid_through
		WHERE `+ahead+` AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.domain_id = d.id AND o.kind = ? AND o.live_key IS NOT NULL)
		GROUP BY 1, 2, 4`, args...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("add up renewals ahead: %w", translate(err))
	}
	return each(rows, func(r renewalSum) (reseller.RenewalSum, error) { return r.toSum(moments) })
}

// partOf gives SQL for how many of some moments are not after a column of instants, and its arguments.
func partOf(column string, moments []time.Time) (part string, args []any) {
	part = "0"
	for _, m := range moments {
		part, args = part+" + ("+column+" >= ?)", append(args, micro(m))
	}
	return part, args
}

type renewalSum struct {
	TLD      string `gorm:"column:tld"`
	Day      string
	Part     int // how many of the moments are not after their ends
	N        int
	Currency *string
	Net      *int64
	Tax      *int64
}

func (r renewalSum) toSum(moments []time.Time) (reseller.RenewalSum, error) {
	day, err := time.Parse(time.DateOnly, r.Day)
	if err != nil {
		return reseller.RenewalSum{}, fmt.Errorf("the day of renewals: %w", err)
	}
	since := day
	if r.Part > 0 && moments[r.Part-1].After(day) {
		since = moments[r.Part-1]
	}
	return reseller.RenewalSum{
		TLD: r.TLD, Day: day, Since: since, Count: r.N, Charge: reseller.Charge{Currency: zeroText(r.Currency), Net: zeroID(r.Net), Tax: zeroID(r.Tax)},
	}, nil
}

// then joins a table that is read after the one before it: of orders, few are under way, and of names, many are active. SQLite knows nothing
// of how many rows there are, and would begin with the names.
func (s *Store) then() string {
	if s.dialect == mysqlDialect {
		return "STRAIGHT_JOIN"
	}
	return "CROSS JOIN"
}

// dayOf gives SQL for the day of a column of instants. MariaDB groups by a date three times as fast as by its text.
func (s *Store) dayOf(column string) string {
	if s.dialect == mysqlDialect {
		return "CAST(" + column + " AS DATE)"
	}
	return "substr(" + column + ", 1, 10)"
}

// dateText gives SQL for the text of what dayOf gives, as time.DateOnly has it.
func (s *Store) dateText(day string) string {
	if s.dialect == mysqlDialect {
		return "CAST(" + day + " AS CHAR)"
	}
	return day
}
