package account

import (
	"context"
	"fmt"
	"net/http"
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
	Rows   []bulkRow
	Good   int   // how many can be ordered
	Total  int64 // of those, tax included
	Credit reseller.Money
	Cap    *reseller.SpendCap // that leaves least today; nil = none
	More   bool               // the search finds more names than one act may be about
	Costly bool               // nothing was ordered: some cost more than was shown
}

// Covered reports whether the credit covers all that can be ordered.
func (d bulkData) Covered() bool { return d.Total <= d.Credit.Minor }

// Missing is what the credit lacks for all that can be ordered.
func (d bulkData) Missing() reseller.Money {
	return reseller.Money{Minor: d.Total - d.Credit.Minor, Currency: d.Credit.Currency}
}

// WithinCap reports whether the spend cap allows all that can be ordered today.
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

// Confirmed is what a press of the button confirms: each name that can be ordered, with its date and price.
func (d bulkData) Confirmed() string {
	var names []string
	for _, r := range d.Rows {
		if !r.Why.Any() {
			names = append(names, fmt.Sprintf("%d:%s:%d", r.Domain.ID, r.Domain.PaidThrough.UTC().Format(time.DateOnly), r.Quoted.Charge.Total()))
		}
	}
	return strings.Join(names, " ")
}

// bulkRow is one name of a preview.
type bulkRow struct {
	Domain reseller.Domain
	Quoted actions.Quoted
	Why    visit.Told // it will be refused; zero = it can be ordered
	Order  int64      // which stands in the way; 0 = none does
	Shown  int64      // what it cost on the page that the form was sent from, tax included
	// Costlier says that it costs more than Shown by now.
	Costlier bool
}

// previewRenewals shows what renewing the chosen names, or all that a search finds, would cost. Nothing is ordered.
func (p Pages) previewRenewals(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	names, more, err := p.chosen(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	d, err := p.renewals(ctx, v, names)
	d.More = more
	return showRenewals(v, d), err
}

func showRenewals(v *visit.Visit, d bulkData) visit.Answer {
	return visit.Show("account/renewals", v.Say("bulk.title"), d).With(page.Form{})
}

// renewals finds what a year more of each name would cost.
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
			d.Good, d.Total, d.Credit, d.Cap = d.Good+1, d.Total+q.Charge.Total(), q.Credit, q.Cap
		}
		d.Rows = append(d.Rows, row)
	}
	return d, nil
}

// orderRenewals orders what the preview has shown: one order for each name, none of which is waited for. Each has a key made of the form's
// and the name's id, and the date and the price that were shown, so that sending the form again orders nothing twice. If a name costs more
// by now, nothing is ordered and the preview comes again with the prices of now.
func (p Pages) orderRenewals(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d, err := p.renewalsNow(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	if d.Costly {
		a := showRenewals(v, d)
		a.Status = http.StatusConflict
		return a, nil
	}
	return p.each(ctx, v, "renew", func(ctx context.Context, call actions.Call, name reseller.Name, shown string) (reseller.Order, error) {
		paid, total, _ := strings.Cut(shown, ":")
		o, err := p.Actions.RenewDomain(ctx, call, renewal(name, "1", paid, total)) // the price may change just now
		return o.Order, err
	})
}

// renewalsNow is the preview of the form's names with the prices of now, beside those that it showed. What has been renewed since, or is
// being renewed, was ordered at its price.
func (p Pages) renewalsNow(ctx context.Context, v *visit.Visit) (bulkData, error) {
	chosen := namesIn(v.Form["renew"])
	ids, _ := idsOf(chosen)
	live, err := p.Actions.LiveDomains(ctx, v.Call(), ids)
	if err != nil {
		return bulkData{}, err
	}
	var names []reseller.Domain
	var shown []actions.RenewDomain
	for _, text := range chosen[:min(len(chosen), bulkMost)] {
		id, more, _ := strings.Cut(text, ":")
		n, _ := strconv.ParseInt(id, 10, 64) // 0 is no name's
		d, is := live[n]
		if !is {
			continue // the page of the progress says so
		}
		paid, total, _ := strings.Cut(more, ":")
		names, shown = append(names, d), append(shown, renewal(d.Name, "1", paid, total))
	}
	d, err := p.renewals(ctx, v, names)
	if err != nil {
		return bulkData{}, err
	}
	for i := range d.Rows {
		row := &d.Rows[i]
		row.Shown = *shown[i].Most
		same := row.Domain.PaidThrough.Format(time.DateOnly) == shown[i].CurrentExpiry.Format(time.DateOnly)
		row.Costlier = row.Why == visit.Told{} && same && row.Quoted.Charge.Total() > row.Shown
		d.Costly = d.Costly || row.Costlier
	}
	return d, nil
}
