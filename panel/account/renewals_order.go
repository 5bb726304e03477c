package account

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// orderRenewals orders the ticked names of a preview: one order for each, none of which is waited for. Each has a key made of the form's
// and the name's id, and the date and the price that were shown, so that sending the form again orders nothing twice: it leads to the act that
// it has begun. If a name costs more by now, or the sum that was shown is that of other names, nothing is ordered and the preview comes again
// with what is ticked and the prices of now; so it does when that is asked for.
func (p Pages) orderRenewals(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := readRenewals(v)
	if begun, err := p.begun(ctx, v, actRenew); err != nil || begun {
		if err != nil {
			return visit.Answer{}, err
		}
		return p.renewTicked(ctx, v, form)
	}
	d, err := p.renewalsNow(ctx, v, form)
	if err != nil {
		return visit.Answer{}, err
	}
	switch asked := v.Form.Get("count"); {
	case asked == "covered":
		d.keep(d.Affordable())
		return showRenewals(v, d, http.StatusOK), nil
	case asked != "":
		return showRenewals(v, d, http.StatusOK), nil
	case d.Costly:
		return showRenewals(v, d, http.StatusConflict), nil
	case !form.counted(v.Form.Get("sum")):
		d.Uncounted = true
		return showRenewals(v, d, http.StatusConflict), nil
	}
	return p.renewTicked(ctx, v, form)
}

// renewTicked orders the ticked names of a form, each from the date and at the price that were shown.
func (p Pages) renewTicked(ctx context.Context, v *visit.Visit, form offered) (visit.Answer, error) {
	return p.each(ctx, v, actRenew, form.ticked(), func(ctx context.Context, call actions.Call, name reseller.Name, shown string) (reseller.Order, error) {
		paid, total, _ := strings.Cut(shown, ":")
		o, err := p.Actions.RenewDomain(ctx, call, renewal(name, "1", paid, total)) // the price may change just now
		return o.Order, err
	})
}

// offeredRow is a name of a preview as its form was shown.
type offeredRow struct {
	text  string // the name's number, its date and its price
	id    int64
	paid  string // date through which it was paid for
	total int64  // price, tax included
	on    bool   // it is ticked
}

type offered []offeredRow

// readRenewals reads the names of a form that could be ordered when it was shown, and which are ticked.
func readRenewals(v *visit.Visit) (rows offered) {
	ticked := namesIn(v.Form["on"])
	chosen := namesIn(unpackOffered(v.Form["renew"]))
	for _, text := range chosen[:min(len(chosen), bulkMost)] {
		id, paid, total := offeredParts(text)
		row := offeredRow{text: text, on: slices.Contains(ticked, id)}
		row.id, _ = strconv.ParseInt(id, 10, 64)       // 0 is no name's
		row.total, _ = strconv.ParseInt(total, 10, 64) // who was shown no price agrees to none
		row.paid = paid
		rows = append(rows, row)
	}
	return rows
}

// ticked are the ticked rows as the form has them, those that are paid for the shortest first: where the credit runs out, what is lost the soonest is renewed.
func (o offered) ticked() (texts []string) {
	for _, row := range bySoonest(o) {
		if row.on {
			texts = append(texts, row.text)
		}
	}
	return texts
}

// sum is what a press of the button confirms, by what was shown of each ticked name.
func (o offered) sum() string {
	total := int64(0)
	for _, row := range o {
		if row.on {
			total += row.total
		}
	}
	return sumOf(len(o.ticked()), total)
}

// renewalsNow is the preview of the form's names with the prices of now, beside those that it showed. What has been renewed since, or is
// being renewed, cannot be ordered by the form again.
func (p Pages) renewalsNow(ctx context.Context, v *visit.Visit, form offered) (bulkData, error) {
	shown := map[int64]offeredRow{}
	var ids []int64
	for _, row := range form {
		shown[row.id], ids = row, append(ids, row.id)
	}
	refused, _ := idsOf(namesIn(v.Form["refused"]))
	live, err := p.Actions.LiveDomains(ctx, v.Call(), append(ids, refused...))
	if err != nil {
		return bulkData{}, err
	}
	var names []reseller.Domain
	for _, id := range append(ids, refused...) {
		if d, is := live[id]; is { // of what has left the page of the progress says so
			names = append(names, d)
		}
	}
	d, err := p.renewals(ctx, v, names)
	if err != nil {
		return bulkData{}, err
	}
	if live, err = p.Actions.LiveDomains(ctx, v.Call(), append(ids, refused...)); err != nil { // an order in the way may have ended meanwhile
		return bulkData{}, err
	}
	for i := range d.Rows {
		row := &d.Rows[i]
		if now, is := live[row.Domain.ID]; is {
			row.Domain = now
		}
		seen, was := shown[row.Domain.ID]
		row.Seen, row.Shown = seen.text, seen.total
		if row.Moved = was && row.Order == 0 && seen.moved(row.paid()); row.Moved {
			row.Why = visit.Told{Says: v.Say("bulk.moved")}
		}
		if seen.on && (row.Moved || row.Order != 0) {
			d.LeftOut++
		}
		d.tick(row, seen.on)
		row.Costlier = row.On && row.Quoted.Charge.Total() > row.Shown
		d.Costly = d.Costly || row.Costlier
	}
	return d, nil
}
