package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"nameyard/reseller"
)

type renewalAhead struct {
	ID          int64
	Name        string
	TLD         string `gorm:"column:tld"`
	PaidThrough *time.Time
	InvoiceID   *int64
	Currency    *string
	Net         *int64
	Tax         *int64
	LineItems   *string
}

// aheadOf is the condition of names of an account that are to be renewed automatically, invoiced or not, and its arguments. It goes by the index alone.
func aheadOf(account int64, invoiced bool) (where string, args []any) {
	return "d.account_id = ? AND d.auto_renew = ? AND d.state = ? AND d.invoiced = ?", []any{account, true, string(reseller.DomainActive), invoiced}
}

// within is the condition that a name is in a span, and its arguments. Others are all spans.
func within(span reseller.RenewalSpan, others []reseller.RenewalSpan) (where string, args []any) {
	where, args = "d.paid_through <= ?", []any{micro(span.Until)}
	if !span.From.IsZero() {
		where, args = where+" AND d.paid_through >= ?", append(args, micro(span.From))
	}
	if len(span.TLDs) > 0 {
		return where + " AND d.tld IN ?", append(args, span.TLDs)
	}
	var rest []string
	for _, other := range others {
		rest = append(rest, other.TLDs...)
	}
	if len(rest) > 0 {
		where, args = where+" AND d.tld NOT IN ?", append(args, rest)
	}
	return where, args
}

// busyKinds are those of orders beside which no name is renewed: it is being renewed, with its money held already, or it leaves.
var busyKinds = append([]string{string(reseller.OrderRenew)}, departures...)

// notBusy is the condition that nothing keeps a name from being renewed, and its arguments. It counts, because of NOT EXISTS MariaDB would make a table first
// of all orders that are under way, by reading every order that there is.
func notBusy() (where string, args []any) {
	return `(SELECT COUNT(*) FROM orders o WHERE o.domain_id = d.id AND o.kind IN ? AND o.state IN ?) = 0
		AND (SELECT COUNT(*) FROM deletions x WHERE x.domain_id = d.id AND x.back = ?) = 0`, []any{busyKinds, unfinishedStates, false}
}

// NothingUnderWay reports whether nothing keeps a name from being renewed: it is not being renewed right now, nor leaving.
func (s *Store) NothingUnderWay(ctx context.Context, domain int64) (bool, error) {
	free, args := notBusy()
	var n int64
	err := s.reads.WithContext(ctx).Raw("SELECT COUNT(*) FROM domains d WHERE d.id = ? AND "+free, append([]any{domain}, args...)...).Scan(&n).Error
	if err != nil {
		return false, fmt.Errorf("look at what is under way of a name: %w", translate(err))
	}
	return n > 0, nil
}

// RenewalsAhead lists the names of an account that are to be renewed automatically and are in one of the spans, and those with an unpaid invoice if they
// are asked for: of each of these parts the soonest, at most limit. One whose renewal is under way has its money held already and is left out; so is one
// that is leaving, and one whose invoice was cancelled, because nothing will renew it. Those with an unpaid invoice have its price and
// years, the others none.
func (s *Store) RenewalsAhead(ctx context.Context, account int64, between reseller.RenewalsBetween, limit int) ([]reseller.ForecastRenewal, error) {
	// One statement: a name that is invoiced meanwhile is neither listed twice nor left out.
	const soonest = " ORDER BY d.paid_through, d.id LIMIT ?"
	free, freeArgs := notBusy()
	var parts []string
	var args []any
	for _, span := range between.Spans {
		ahead, aheadArgs := aheadOf(account, false)
		in, inArgs := within(span, between.Spans)
		parts = append(parts, `SELECT d.id, d.name, d.tld, d.paid_through, NULL AS invoice_id, NULL AS currency, NULL AS net, NULL AS tax, NULL AS line_items
			FROM domains d WHERE `+ahead+" AND "+in+" AND "+free+soonest)
		args = slices.Concat(args, aheadArgs, inArgs, freeArgs, []any{limit})
	}
	if between.Invoiced {
		ahead, aheadArgs := aheadOf(account, true)
		parts = append(parts, `SELECT d.id, d.name, d.tld, d.paid_through, i.id AS invoice_id, i.currency, i.net, i.tax, i.line_items
			FROM domains d JOIN invoices i ON i.domain_id = d.id AND i.status = ? AND i.term = d.paid_through WHERE `+ahead+" AND "+free+soonest)
		args = slices.Concat(args, []any{string(reseller.InvoiceUnpaid)}, aheadArgs, freeArgs, []any{limit})
	}
	for i, part := range parts {
		parts[i] = fmt.Sprintf("SELECT * FROM (%s) part%d", part, i)
	}
	var rows []renewalAhead
	if err := s.reads.WithContext(ctx).Raw(strings.Join(parts, " UNION ALL "), args...).Scan(&rows).Error; err != nil {
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

// RenewalSums adds up what RenewalsAhead would list in all, by the day that names are paid through and TLD; a day in which one of some moments, soonest
// first, lies is divided there. It counts those without an invoice by the index alone, and takes those away that are being renewed or are leaving:
// of these there are few. One statement: no name is in both counts. It is not prepared: MariaDB takes twice to three times as long for it then.
func (s *Store) RenewalSums(ctx context.Context, account int64, between reseller.RenewalsBetween, moments []time.Time) ([]reseller.RenewalSum, error) {
	ahead, aheadArgs := aheadOf(account, false)
	in, inArgs := inAny(between.Spans)
	ahead, aheadArgs = ahead+" AND "+in, append(aheadArgs, inArgs...)
	part, at := partOf("d.paid_through", moments)
	// The day comes first: most names differ in it, so that SQLite, which sorts them, seldom looks further.
	group := s.dayOf("d.paid_through") + " AS day, d.tld AS tld, " + part + " AS part"
	by := " GROUP BY 1, 2"
	if len(moments) > 0 {
		by += ", 3"
	}
	statement := `SELECT tld, ` + s.dateText("day") + ` AS day, part, NULL AS currency, SUM(n) AS n, NULL AS net, NULL AS tax FROM (
			SELECT ` + group + `, COUNT(*) AS n FROM domains d WHERE ` + ahead + by + `
			UNION ALL
			SELECT ` + group + `, -COUNT(*) AS n FROM (
				SELECT domain_id FROM orders WHERE account_id = ? AND state IN ? AND kind IN ? UNION SELECT domain_id FROM deletions WHERE back = ?
			) busy ` + s.then() + ` domains d ON d.id = busy.domain_id WHERE ` + ahead + by + `
		) counted GROUP BY tld, day, part HAVING SUM(n) > 0`
	args := slices.Concat(at, aheadArgs, at, []any{account, unfinishedStates, busyKinds, false}, aheadArgs)
	if between.Invoiced {
		invoiced, invoicedArgs := aheadOf(account, true)
		free, freeArgs := notBusy()
		statement += ` UNION ALL
			SELECT d.tld AS tld, ` + s.dateText(s.dayOf("d.paid_through")) + ` AS day, 0 AS part, i.currency AS currency, COUNT(*) AS n, SUM(i.net) AS net, SUM(i.tax) AS tax
			FROM domains d JOIN invoices i ON i.domain_id = d.id AND i.status = ? AND i.term = d.paid_through
			WHERE ` + invoiced + " AND " + free + ` GROUP BY 1, 2, 4`
		args = slices.Concat(args, []any{string(reseller.InvoiceUnpaid)}, invoicedArgs, freeArgs)
	}
	var rows []renewalSum
	if err := s.scans.WithContext(ctx).Raw(statement, args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("add up renewals ahead: %w", translate(err))
	}
	return each(rows, func(r renewalSum) (reseller.RenewalSum, error) { return r.toSum(moments) })
}

// inAny is the condition that a name is in one of some spans, and its arguments. The databases find the end of a range of the index only where it
// stands by itself.
func inAny(spans []reseller.RenewalSpan) (where string, args []any) {
	if len(spans) == 1 {
		return within(spans[0], nil)
	}
	var parts []string
	var last time.Time
	for _, span := range spans {
		in, inArgs := within(span, spans)
		parts, args = append(parts, in), append(args, inArgs...)
		if span.Until.After(last) {
			last = span.Until
		}
	}
	return "d.paid_through <= ? AND (" + strings.Join(parts, " OR ") + ")", slices.Concat([]any{micro(last)}, args)
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

// dayOf gives SQL for the day of a column of instants. MariaDB groups by a number sooner than by a date, and much sooner than by its text.
func (s *Store) dayOf(column string) string {
	if s.dialect == mysqlDialect {
		return "TO_DAYS(" + column + ")"
	}
	return "substr(" + column + ", 1, 10)"
}

// dateText gives SQL for the text of what dayOf gives, as time.DateOnly has it.
func (s *Store) dateText(day string) string {
	if s.dialect == mysqlDialect {
		return "CAST(FROM_DAYS(" + day + ") AS CHAR)"
	}
	return day
}
