package account

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"strconv"
	"time"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// movement is a line of the ledger. Of an order it has the kind and the name beside its note.
type movement struct {
	reseller.LedgerLine
	What    reseller.OrderKind // kind of the order; "" = that of the entry says enough
	Name    string             // in ACE; "" = the note says all
	Crowded bool               // others of the page fell on its day
}

// movements finds the orders' kinds and names in the notes of their entries, which say them in one language.
func movements(v *visit.Visit, lines []reseller.LedgerLine) []movement {
	list := make([]movement, len(lines))
	crowded := crowdedDays(v, lines, func(l reseller.LedgerLine) time.Time { return l.At })
	for i, l := range lines {
		list[i].LedgerLine, list[i].Crowded = l, crowded[i]
		list[i].What, list[i].Name, _ = l.About()
	}
	return list
}

// crowdedDays reports of each row whether others fell on the same day, as the reader counts days: their times tell them apart.
func crowdedDays[T any](v *visit.Visit, rows []T, at func(T) time.Time) []bool {
	of := map[string]int{}
	for _, row := range rows {
		of[v.Times().Date(at(row))]++
	}
	crowded := make([]bool, len(rows))
	for i, row := range rows {
		crowded[i] = of[v.Times().Date(at(row))] > 1
	}
	return crowded
}

// ledgerFields are what movements are searched by.
var ledgerFields = []string{"q", "kind", "since", "until"}

// ledgerOf is the search for movements in the query of a page. What is wrong with its dates is in the form.
func ledgerOf(v *visit.Visit) (actions.Ledger, page.Form) {
	form := searched(v, ledgerFields...)
	return actions.Ledger{
		Page: asked(v), Newest: true, Name: form.Values["q"], Kind: reseller.EntryKind(form.Values["kind"]), Posted: days(v, form.Errors),
	}, form
}

// moves fills in the movements that a search finds, and what they come to.
func (p Pages) moves(ctx context.Context, v *visit.Visit, r actions.Ledger, form *page.Form, d *creditPage) error {
	if form.Wrong() {
		return nil
	}
	found, err := p.Actions.Ledger(ctx, v.Call(), r)
	if err == nil && d.Filtered && len(found.Rows) > 0 {
		d.Sum, err = p.Actions.SumLedger(ctx, v.Call(), r)
	}
	if err != nil && !told(v, err, form, map[reseller.Path]string{reseller.PathName: "q", reseller.PathKind: "kind"}) {
		return err
	}
	d.Lines, d.Paging, d.Running = movements(v, found.Rows), pagingOf(v, found.Next), r.Whole()
	return nil
}

// monthLink is some days of a list, as a link to them.
type monthLink struct {
	Words string // "2026-11"
	Query string
	Here  bool // they are what the page shows
}

// monthsLinked is how many months have a link, this one among them.
const monthsLinked = 6

// lastMonths are the last months as the reader counts days, with what else the query of the page chooses.
func lastMonths(v *visit.Visit) (months []monthLink) {
	today, err := time.Parse(time.DateOnly, v.Times().Date(v.Now))
	if err != nil {
		return nil // the date has just been written so
	}
	for i := range monthsLinked {
		first := time.Date(today.Year(), today.Month()-time.Month(i), 1, 0, 0, 0, 0, time.UTC)
		since, until := first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly)
		query := chosenOf(v)
		here := query.Get("since") == since && query.Get("until") == until
		query.Set("since", since)
		query.Set("until", until)
		months = append(months, monthLink{first.Format("2006-01"), "?" + query.Encode(), here})
	}
	return months
}

// chosenOf is what the query of a page chooses, without its place in the list.
func chosenOf(v *visit.Visit) url.Values {
	query := url.Values(maps.Clone(v.Query))
	query.Del("after")
	return query
}

// movedRow is a movement as files have it: with the keys of the REST API.
type movedRow struct {
	ID             int64        `json:"id"`
	Kind           string       `json:"kind"`
	At             string       `json:"at"`
	Available      json.Number  `json:"available"`
	Held           json.Number  `json:"held"`
	AvailableAfter *json.Number `json:"available_after"` // null where movements between are left out
	HeldAfter      *json.Number `json:"held_after"`
	Currency       string       `json:"currency"`
	OrderID        *int64       `json:"order_id"`
	DomainName     string       `json:"domain_name"`
	Reference      string       `json:"reference"`
	Note           string       `json:"note"`
}

func movedRowOf(l reseller.LedgerLine, currency string, whole bool) movedRow {
	row := movedRow{
		ID: l.ID, Kind: string(l.Kind), At: instantText(l.At), Available: decimal(l.Available, currency), Held: decimal(l.Held, currency),
		Currency: currency, Reference: l.Ref, Note: l.Note,
	}
	_, row.DomainName, _ = l.About()
	if whole {
		available, held := decimal(l.AvailableAfter, currency), decimal(l.HeldAfter, currency)
		row.AvailableAfter, row.HeldAfter = &available, &held
	}
	if l.OrderID != 0 {
		row.OrderID = &l.OrderID
	}
	return row
}

// decimal is an amount in minor units as files have it.
func decimal(minor int64, currency string) json.Number {
	return json.Number(reseller.Money{Minor: minor, Currency: currency}.Decimal())
}

// orEmpty is what a pointer points at, as text; nothing for nil.
func orEmpty[T any](value *T, text func(T) string) string {
	if value == nil {
		return ""
	}
	return text(*value)
}

func (r movedRow) cells() []string {
	return []string{
		strconv.FormatInt(r.ID, 10), r.At, r.Kind, orEmpty(r.OrderID, func(id int64) string { return strconv.FormatInt(id, 10) }), r.DomainName, r.Reference, r.Note,
		r.Available.String(), r.Held.String(), orEmpty(r.AvailableAfter, json.Number.String), orEmpty(r.HeldAfter, json.Number.String), r.Currency,
	}
}

// exportMovements gives all movements that a search finds as a file, newest first.
func (p Pages) exportMovements(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	r, form := ledgerOf(v)
	r.Page = actions.Page{}
	if err := wrongDates(form); err != nil {
		return visit.Answer{}, err
	}
	if _, err := p.Actions.Ledger(ctx, v.Call(), actions.Ledger{Name: r.Name, Kind: r.Kind, Page: actions.Page{Limit: 1}}); err != nil { // what is wrong with it is said on a page
		return visit.Answer{}, err
	}
	columns := []string{"id", "at", "kind", "order_id", "domain_name", "reference", "note", "available", "held", "available_after", "held_after", "currency"}
	return sheet[movedRow]{"movements", columns, movedRow.cells, func(do func(movedRow) error) error {
		read := func(ctx context.Context) (actions.Paged[reseller.LedgerLine], error) {
			return p.Actions.Ledger(ctx, v.Call(), r)
		}
		return eachOf(ctx, &r.Page, read, func(l reseller.LedgerLine) error { return do(movedRowOf(l, v.Account.Currency, r.Whole())) })
	}}.download(v), nil
}

// wrongDates is the error of a file for which a date was typed wrong.
func wrongDates(form page.Form) error {
	for _, field := range []string{"since", "until"} {
		if words := form.Errors[field]; words != "" {
			return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "%s", words)
		}
	}
	return nil
}
