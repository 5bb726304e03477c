package account

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// bulkMost is how many names one bulk act is about at most.
const bulkMost = 500

// bulkData is the preview of many renewals: what each costs, and what will be refused and why.
type bulkData struct {
	Rows   []bulkRow
	Good   int   // how many can be ordered
	Total  int64 // of those, tax included
	Credit reseller.Money
	More   bool // the search finds more names than one act may be about
}

// Covered reports whether the credit covers all that can be ordered.
func (d bulkData) Covered() bool { return d.Total <= d.Credit.Minor }

// bulkRow is one name of a preview.
type bulkRow struct {
	Domain reseller.Domain
	Quoted actions.Quoted
	Why    string // it will be refused; "" = it can be ordered
}

// previewRenewals shows what renewing the chosen names, or all that a search finds, would cost. Nothing is ordered.
func (p Pages) previewRenewals(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	names, more, err := p.chosen(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	d := bulkData{More: more, Credit: reseller.Money{Currency: v.Account.Currency}}
	for _, name := range names {
		q, err := p.Actions.Quote(ctx, v.Call(), actions.Quote{Operation: reseller.OpRenew, Name: name.Name, Years: 1})
		row := bulkRow{Domain: name, Quoted: q}
		switch {
		case reseller.IsKind(err, reseller.KindInvalid):
			row.Why = reseller.AsError(err).Words
		case err != nil:
			return visit.Answer{}, err
		case q.Obstacle != nil:
			row.Why = q.Obstacle.Words
		default:
			d.Good, d.Total, d.Credit = d.Good+1, d.Total+q.Charge.Total(), q.Credit
		}
		d.Rows = append(d.Rows, row)
	}
	return visit.Show("account/renewals", v.Say("bulk.title"), d).With(page.Form{}), nil
}

// chosen are the names whose ids the address has, or those of its search.
func (p Pages) chosen(ctx context.Context, v *visit.Visit) (names []reseller.Domain, more bool, err error) {
	if v.Query.Has("q") {
		r, wrong := search(v, v.Query.Get("q"))
		if wrong != "" {
			return nil, false, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "%s", wrong)
		}
		r.Limit = bulkMost
		found, err := p.Actions.ListDomains(ctx, v.Call(), r)
		for _, l := range found.Rows {
			names = append(names, l.Domain)
		}
		return names, found.Next != 0, err
	}
	ids := v.Query["id"]
	more = len(ids) > bulkMost
	for _, text := range ids[:min(len(ids), bulkMost)] {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			continue
		}
		d, err := p.Actions.LiveDomain(ctx, v.Call(), actions.DomainByID{ID: id})
		if err != nil {
			return nil, more, err
		}
		names = append(names, d)
	}
	return names, more, nil
}

// orderRenewals orders what the preview has shown: one order for each name, none of which is waited for. Each has a key made of the form's
// and the name's id, and the date that was shown, so that sending the form again orders nothing twice.
func (p Pages) orderRenewals(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.each(ctx, v, "renew", func(call actions.Call, name reseller.Name, paid string) (reseller.Order, error) {
		o, err := p.Actions.RenewDomain(ctx, call, renewal(name, "1", paid))
		return o.Order, err
	})
}

// each does something to each name of a field of the form, which has the number of the name and perhaps more after a colon. No order is
// waited for, and each has a key made of the form's and the name's number. The page of the progress tells the rest.
func (p Pages) each(ctx context.Context, v *visit.Visit, field string, do func(call actions.Call, name reseller.Name, more string) (reseller.Order, error)) (visit.Answer, error) {
	state, set, chosen := url.Values{}, 0, v.Form[field]
	for _, text := range chosen[:min(len(chosen), bulkMost)] {
		id, more, _ := strings.Cut(text, ":")
		var o reseller.Order
		name, err := p.liveByID(ctx, v, id)
		if err == nil {
			call := v.Call()
			call.Key, call.AnswerBy = call.Key+"-"+id, v.Arrived // not waited for
			o, err = do(call, name, more)
		}
		switch {
		case o.ID != 0:
			state.Add("order", strconv.FormatInt(o.ID, 10))
		case err != nil:
			state.Add("no", id+":"+string(reseller.AsError(err).Kind))
		default:
			set++
		}
	}
	if set > 0 {
		state.Set("set", strconv.Itoa(set))
	}
	return visit.Go("/panel/domains/progress/?" + state.Encode()), nil
}

// liveByID is the name of a number, if it is in the account.
func (p Pages) liveByID(ctx context.Context, v *visit.Visit, id string) (reseller.Name, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return reseller.Name{}, visit.NotFound()
	}
	d, err := p.Actions.LiveDomain(ctx, v.Call(), actions.DomainByID{ID: n})
	return d.Name, err
}
