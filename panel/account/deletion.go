package account

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// deletionData is what the page shows on which a name is deleted.
type deletionData struct {
	Domain  reseller.Domain
	Rules   reseller.TLD
	Foresee actions.ForeseenDeletion
	Restore *reseller.Money // what having it back would cost, tax included; nil = it cannot be had back, or at no price that is known
	Wrong   visit.Told      // why it cannot be deleted
	Changed bool            // what follows is not any more what was shown
	Step    *deletionStep   // it has begun, and has not come to the name itself
}

// deletionStep is a step that a deletion takes first, or that kept it from ending.
type deletionStep struct {
	Order int64
	Open  bool // it goes on by itself
	Says  visit.Told
}

// deletion shows what deleting a name would come to. Nothing is done.
func (p Pages) deletion(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showDeletion(ctx, v, page.Form{}, false)
}

func (p Pages) showDeletion(ctx context.Context, v *visit.Visit, form page.Form, changed bool) (visit.Answer, error) {
	shown, err := p.liveShown(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	d := deletionData{Domain: shown.Domain, Rules: shown.Rules, Changed: changed}
	if d.Foresee, err = p.Actions.ForeseeDelete(ctx, v.Call(), actions.RequestDelete{Name: d.Domain.Name}); err != nil {
		return visit.Answer{}, err
	}
	if d.Foresee.Obstacle != nil {
		d.Wrong = spelled(v, d.Foresee.Obstacle)
	}
	if shown.Rules.RestorableDays() > 0 {
		q, err := p.Actions.Quote(ctx, v.Call(), actions.Quote{Operation: reseller.OpRestore, Name: d.Domain.Name})
		if err != nil && !reseller.IsKind(err, reseller.KindInvalid) {
			return visit.Answer{}, err
		}
		if err == nil {
			d.Restore = &reseller.Money{Minor: q.Charge.Total(), Currency: q.Charge.Currency}
		}
	}
	a := visit.Show("account/deletion", v.Say("deletion.title", d.Domain.Name.Unicode()), d).With(form)
	if changed {
		a.Status = http.StatusConflict
	}
	return a, nil
}

// deleted tells how a deletion stands whose order is not the name's own yet; that one's page says it itself.
func (p Pages) deleted(ctx context.Context, v *visit.Visit, placed actions.Ordered, told error) (visit.Answer, error) {
	if placed.Order.ID == 0 || placed.Order.Kind == reseller.OrderDelete || told == nil {
		return ordered(placed, told)
	}
	shown, err := p.liveShown(ctx, v)
	if err != nil {
		return ordered(placed, told)
	}
	d := deletionData{Domain: shown.Domain, Step: &deletionStep{Order: placed.Order.ID, Open: reseller.IsKind(told, reseller.KindPending), Says: spelled(v, told)}}
	a := visit.Show("account/deletion", v.Say("deletion.title", d.Domain.Name.Unicode()), d)
	if a.Status = http.StatusConflict; d.Step.Open {
		a.Status = http.StatusAccepted
	}
	return a, nil
}

// promised reads what the page said that a deletion comes to. A page that said nothing promises nothing.
func promised(text string) *reseller.DeletionPromise {
	refund, at, ok := strings.Cut(text, ":")
	back, err := strconv.ParseInt(refund, 10, 64)
	if !ok || err != nil {
		return nil
	}
	return &reseller.DeletionPromise{Refund: back, AtOnce: at == "true"}
}

// deleteDomain deletes a name whose name was typed once more. Its refund may be given up only where the page has said so.
func (p Pages) deleteDomain(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	form := v.Typed("name")
	if typed, err := p.Actions.WholeName(v.Field("name")); err != nil || typed != name {
		form.Errors["name"] = v.Say("deletion.not_it", name.Unicode())
		return p.showDeletion(ctx, v, form, false)
	}
	placed, err := p.Actions.RequestDelete(ctx, v.Call(), actions.RequestDelete{
		Name: name, NoRefund: v.Form.Get("refund") == "none", Promise: promised(v.Form.Get("shown")),
	})
	if placed.Order.ID != 0 || broken(err) {
		return p.deleted(ctx, v, placed, err)
	}
	if reseller.AsError(err).Code == reseller.CodePriceChanged {
		return p.showDeletion(ctx, v, form, true)
	}
	form.Tell("name", spelled(v, err))
	return p.showDeletion(ctx, v, form, false)
}
