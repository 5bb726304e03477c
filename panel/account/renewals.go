package account

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// bulkData is the preview of many renewals: what each costs, and what will be refused and why.
type bulkData struct {
	Rows      []bulkRow
	Good      int   // how many are ticked
	Total     int64 // of those, tax included
	Credit    reseller.Money
	Cap       *reseller.SpendCap // that leaves least today; nil = none
	Costly    bool               // nothing was ordered: some cost more than was shown
	Uncounted bool               // nothing was ordered: other names are ticked than the sum was shown of
	LeftOut   int                // how many of those that the form has ticked have been renewed since, or are being renewed
	batch
}

// Covered reports whether the credit covers all that is ticked.
func (d bulkData) Covered() bool { return d.Total <= d.Credit.Minor }

// datesShown is how many names have their new dates beside them; where there are more, one sentence says it of all.
const datesShown = 100

// Dated reports whether names have their new dates beside them.
func (d bulkData) Dated() bool { return len(d.Rows) <= datesShown }

// Left is what is left of the credit after all that is ticked, minor units.
func (d bulkData) Left() int64 { return d.Credit.Minor - d.Total }

// Missing is what the credit lacks for all that is ticked.
func (d bulkData) Missing() reseller.Money {
	return reseller.Money{Minor: d.Total - d.Credit.Minor, Currency: d.Credit.Currency}
}

// WithinCap reports whether the spend cap allows all that is ticked today.
func (d bulkData) WithinCap() bool { return d.Cap == nil || d.Cap.Allows(d.Total) }

// Groups are the names that are refused for the same reason, then those that cost more than was shown, then those that cost the same.
func (d bulkData) Groups() [][]bulkRow {
	type likeness struct {
		why          visit.Told
		tld          string
		total, shown int64
	}
	return grouped(d.Rows, func(r bulkRow) likeness {
		switch {
		case r.Why.Any():
			return likeness{why: r.Why}
		case r.Costlier:
			return likeness{tld: r.Domain.Name.TLD(), total: r.Quoted.Charge.Total(), shown: r.Shown}
		}
		return likeness{tld: r.Domain.Name.TLD(), total: r.Quoted.Charge.Total()}
	}, func(r bulkRow) int {
		switch {
		case r.Why.Any():
			return 0
		case r.Costlier:
			return 1
		}
		return 2
	})
}

// Offered are all names that can be ordered, ticked or not, each with its date and price; and those that could be when the form was first
// shown, with the date and the price of then: however often it is sent again, none is renewed from two dates.
func (d bulkData) Offered() string {
	var names []string
	for _, r := range d.Rows {
		switch {
		case !r.Why.Any():
			names = append(names, fmt.Sprintf("%d:%s:%d", r.Domain.ID, r.paid(), r.Quoted.Charge.Total()))
		case r.Seen != "":
			names = append(names, r.Seen)
		}
	}
	return packOffered(names)
}

// Refused are the numbers of the names that could not be ordered from the start.
func (d bulkData) Refused() string {
	var names []string
	for _, r := range d.Rows {
		if r.Why.Any() && r.Seen == "" {
			names = append(names, strconv.FormatInt(r.Domain.ID, 10))
		}
	}
	return strings.Join(names, " ")
}

// Sum is what a press of the button confirms of all that is ticked: how many names for how much.
func (d bulkData) Sum() string { return sumOf(d.Good, d.Total) }

func sumOf(names int, total int64) string { return fmt.Sprintf("%d:%d", names, total) }

// tick says whether a row is to be ordered, and counts it.
func (d *bulkData) tick(r *bulkRow, on bool) {
	if on = on && !r.Why.Any(); on == r.On {
		return
	}
	r.On = on
	if total := r.Quoted.Charge.Total(); on {
		d.Good, d.Total = d.Good+1, d.Total+total
	} else {
		d.Good, d.Total = d.Good-1, d.Total-total
	}
}

// Affordable are the ticked rows that credit and spend cap cover, the soonest to expire first: none is left out for one that expires later.
func (d bulkData) Affordable() (rows []int) {
	left := d.Credit.Minor
	if d.Cap != nil {
		left = min(left, d.Cap.Left().Minor)
	}
	var ticked []int
	for i, r := range d.Rows {
		if r.On {
			ticked = append(ticked, i)
		}
	}
	slices.SortStableFunc(ticked, func(a, b int) int { return d.Rows[a].Domain.PaidThrough.Compare(d.Rows[b].Domain.PaidThrough) })
	for _, i := range ticked {
		if left -= d.Rows[i].Quoted.Charge.Total(); left < 0 {
			break
		}
		rows = append(rows, i)
	}
	return rows
}

// keep takes all names off the list but some.
func (d *bulkData) keep(rows []int) {
	for i := range d.Rows {
		d.tick(&d.Rows[i], slices.Contains(rows, i))
	}
}

// bulkRow is one name of a preview.
type bulkRow struct {
	Domain reseller.Domain
	Quoted actions.Quoted
	On     bool       // it is ticked: it is to be ordered
	Why    visit.Told // it will be refused; zero = it can be ordered
	Order  int64      // which stands in the way; 0 = none does
	Seen   string     // what the form that was sent has of it: see offeredRow; "" = it was not offered there
	Shown  int64      // what it cost on the page that the form was sent from, tax included
	Moved  bool       // it will be refused because it is paid through another date than that page has shown
	// Costlier says that it costs more than Shown by now.
	Costlier bool
}

// NewDate is the date through which it will be paid for; zero where it will be refused.
func (r bulkRow) NewDate() time.Time {
	if r.Why.Any() || r.Domain.PaidThrough.IsZero() {
		return time.Time{}
	}
	return reseller.AddYears(r.Domain.PaidThrough, max(r.Quoted.Years, 1))
}

// paid is the date through which a name is paid for, as forms have it.
func (r bulkRow) paid() string { return r.Domain.PaidThrough.UTC().Format(time.DateOnly) }

// previewRenewals shows what renewing the chosen names, or all that a search finds, would cost. Nothing is ordered.
func (p Pages) previewRenewals(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	names, of, err := p.chosen(ctx, v, true)
	if err != nil {
		return visit.Answer{}, err
	}
	d, err := p.renewals(ctx, v, names)
	d.batch = of
	for i := range d.Rows {
		d.tick(&d.Rows[i], true)
	}
	return showRenewals(v, d, http.StatusOK), err
}

// showRenewals shows the preview; the script gets its sum alone.
func showRenewals(v *visit.Visit, d bulkData, status int) visit.Answer {
	a := visit.Show("account/renewals", v.Say("bulk.title"), d).With(page.Form{}).Part("sum")
	a.Status = status
	return a
}

// renewals finds what a year more of each name would cost. None is ticked.
func (p Pages) renewals(ctx context.Context, v *visit.Visit, names []reseller.Domain) (bulkData, error) {
	d := bulkData{Credit: reseller.Money{Currency: v.Account.Currency}}
	chosen := make([]reseller.Name, len(names))
	for i, name := range names {
		chosen[i] = name.Name
	}
	quotes, err := p.Actions.QuoteRenewals(ctx, v.Call(), chosen, 1)
	if err != nil {
		return d, err
	}
	for i, q := range quotes {
		row := bulkRow{Domain: names[i], Quoted: q}
		if q.Obstacle != nil {
			row.Why, row.Order = withoutName(v, spelled(v, q.Obstacle), names[i].Name), q.Obstacle.Order
			if row.Order != 0 { // said once of all that are: the reason has the number of each
				row.Why = visit.Told{Says: v.Say("bulk.under_way")}
			}
		} else {
			d.Credit, d.Cap = q.Credit, q.Cap
		}
		d.Rows = append(d.Rows, row)
	}
	return d, nil
}
