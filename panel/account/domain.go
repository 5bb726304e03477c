package account

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// standing is a name with how it stands, and what will happen to it by itself.
type standing struct {
	actions.ShownDomain
	Says       string                   // key of the sentence on its state
	Next       reseller.ForecastRenewal // by itself; zero = none
	Restorable time.Time                // until when a deleted name can be restored, which may be past; zero = it cannot, or nobody knows
}

// domainData is what the page of a name shows.
type domainData struct {
	standing
	Steps  []reseller.Step
	Renew  []actions.Quoted // what can be ordered, one for each number of years
	Back   *actions.Quoted  // what a restore costs; nil = there is none to order
	Order  reseller.Order   // that was placed here; zero = none
	Code   string           // an auth code, shown this once
	Wrong  visit.Told       // why nothing was done
	Costly bool             // nothing was ordered: it costs more than was shown
	Locked bool             // the TLD has a lock, and it is on

	Failed reseller.Order // that was to bring the name; zero = none, or it did
	Onward *page.Link     // where one goes on from it; nil = nowhere

	Elsewhere bool // its name servers are others', who do not answer with its records here
}

// domain shows one name.
func (p Pages) domain(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d, err := p.domainData(ctx, v)
	if err != nil {
		return p.removed(ctx, v, err)
	}
	if d.Says == saysNeverCame {
		if err := p.neverCame(ctx, v, &d); err != nil {
			return visit.Answer{}, err
		}
	}
	if id, err := strconv.ParseInt(v.Query.Get("order"), 10, 64); err == nil {
		if d.Order, err = p.Actions.OrderStatus(ctx, v.Call(), actions.OrderByID{ID: id}); err != nil || d.Order.DomainID != d.Domain.ID {
			d.Order = reseller.Order{} // somebody has changed the address
		}
	}
	return showDomain(d), nil
}

func showDomain(d domainData) visit.Answer {
	return visit.Show("account/domain", d.Domain.Name.Unicode(), d).With(page.Form{})
}

// domainData reads what the page of a name shows.
func (p Pages) domainData(ctx context.Context, v *visit.Visit) (domainData, error) {
	shown, err := p.Actions.ShowDomain(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
	if err != nil {
		return domainData{}, err
	}
	stands, err := p.stands(ctx, v, shown)
	if err != nil {
		return domainData{}, err
	}
	d := domainData{
		standing: stands, Steps: ahead(shown, stands.Next.ChargedAt, v.Now), Elsewhere: p.Actions.Elsewhere(shown.Domain), Locked: shown.Domain.Locked && shown.Rules.Lock,
	}
	switch {
	case !v.May(reseller.RightSpend):
		return d, nil
	case d.Says == saysTooLate:
		return d, nil
	case shown.Domain.State == reseller.DomainRedemption:
		d.Back, err = p.restoration(ctx, v, shown.Domain.Name)
		return d, err
	case shown.Domain.State != reseller.DomainActive:
		return d, nil
	}
	for _, years := range shown.Rules.RenewYears {
		q, err := p.Actions.Quote(ctx, v.Call(), actions.Quote{Operation: reseller.OpRenew, Name: shown.Domain.Name, Years: years})
		if err != nil && !reseller.IsKind(err, reseller.KindInvalid) { // no price for so many years
			return d, err
		}
		if err == nil && q.Obstacle == nil {
			d.Renew = append(d.Renew, q)
		}
	}
	return d, nil
}

// saysTooLate is the sentence on a deleted name whose time to be restored is over, though its registry has not told yet.
const saysTooLate = "domain.restore_over"

// Tag is the state that is shown beside the name.
func (s standing) Tag() string {
	if s.Says == saysTooLate {
		return string(reseller.DomainPendingDelete)
	}
	return s.Status
}

// stands finds how a name stands.
func (p Pages) stands(ctx context.Context, v *visit.Visit, shown actions.ShownDomain) (standing, error) {
	next, err := p.Actions.RenewalAhead(ctx, v.Call(), shown.Domain)
	s := standing{shown, says(shown, next), next, restorableUntil(shown)}
	switch {
	case s.Restorable.IsZero():
	case s.Restorable.After(v.Now):
		s.Says = "domain.restorable"
	default:
		s.Says = saysTooLate
	}
	return s, err
}

// ahead is what happens to a name by itself, be it deleted or not; it is renewed at charged, zero = never.
func ahead(shown actions.ShownDomain, charged, now time.Time) []reseller.Step {
	if shown.Domain.State == reseller.DomainActive {
		return shown.Domain.Ahead(shown.Rules, charged, now)
	}
	return shown.Domain.AheadDeleted(shown.Rules, shown.Deleted, now)
}

// restorableUntil is until when a deleted name can be restored; zero = it cannot, or nobody knows.
func restorableUntil(shown actions.ShownDomain) time.Time {
	if shown.Domain.State != reseller.DomainRedemption || shown.Deleted.IsZero() {
		return time.Time{}
	}
	return shown.Deleted.Add(reseller.Days(shown.Rules.RestorableDays()))
}

// restoration quotes a restore; nil if the name has no price for one, or one is under way.
func (p Pages) restoration(ctx context.Context, v *visit.Visit, name reseller.Name) (*actions.Quoted, error) {
	q, err := p.Actions.Quote(ctx, v.Call(), actions.Quote{Operation: reseller.OpRestore, Name: name})
	if reseller.IsKind(err, reseller.KindInvalid) || err == nil && q.Obstacle != nil {
		return nil, nil
	}
	return &q, err
}

// says is the sentence on the state of a name.
func says(d actions.ShownDomain, next reseller.ForecastRenewal) string {
	switch d.Status {
	case "active":
		switch {
		case next.InvoiceID != 0:
			return "domain.renews_unpaid"
		case next.Priced():
			return "domain.renews"
		case next.DomainID != 0:
			return "domain.renews_unpriced"
		}
		return "domain.active"
	case "expired", "pending", "redemption", "pending_delete", "draft":
		return "domain." + d.Status
	}
	if d.Domain.State == reseller.DomainRefused {
		return saysNeverCame
	}
	return "domain.gone"
}

// saysNeverCame is the sentence on a name whose registration or transfer failed; saysNoTransfer that on one whose transfer did.
const saysNeverCame, saysNoTransfer = "domain.never_came", "domain.no_transfer"

// neverCame finds the order that was to bring a name and failed, and where one goes on from it.
func (p Pages) neverCame(ctx context.Context, v *visit.Visit, d *domainData) error {
	found, err := p.Actions.ListOrders(ctx, v.Call(), actions.ListOrders{Name: d.Domain.Name.String(), Page: actions.Page{Limit: pageRows}})
	for _, o := range found.Rows {
		if o.DomainID != d.Domain.ID || o.Kind != reseller.OrderTransfer && o.Kind != reseller.OrderRegister {
			continue
		}
		if d.Failed = o; o.Kind == reseller.OrderTransfer {
			d.Says = saysNoTransfer
		}
		d.Onward, err = p.afterOrder(ctx, v, o)
		return err
	}
	return err
}

// Stands is the key of the words with which the sentence on the state of a name begins: whether it works; "" = the sentence says it all.
func (s standing) Stands() string {
	switch {
	case s.Status != "active":
		return ""
	case s.Domain.Holds.Stand():
		return "domain.is_held"
	case s.Domain.Verification.Needed():
		return "domain.is_unverified"
	}
	return "domain.is_active"
}

// changed answers a change of a name. Once there is an order, its page says how it stands; what was refused before that is said beside
// the name, and nothing was done.
func (p Pages) changed(ctx context.Context, v *visit.Visit, o reseller.Order, err error) (visit.Answer, error) {
	at := "/panel/domains/" + strconv.FormatInt(v.ID("id"), 10) + "/"
	switch e := reseller.AsError(err); {
	case o.ID != 0:
		return visit.Go(at + "?order=" + strconv.FormatInt(o.ID, 10)), nil
	case err == nil:
		return visit.Go(at), nil
	case e.Kind == reseller.KindInternal || e.Kind == reseller.KindUnavailable || e.Kind == reseller.KindNotFound:
		return visit.Answer{}, err
	default:
		d, err := p.domainData(ctx, v)
		if err != nil {
			return visit.Answer{}, err
		}
		form := page.Form{}
		if d.Costly = e.Code == reseller.CodePriceChanged; !d.Costly && !placedBefore(e, &form) {
			d.Wrong = spelled(v, e)
		}
		a := showDomain(d).With(form)
		a.Status = http.StatusConflict
		return a, nil
	}
}
