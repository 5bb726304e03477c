package account

import (
	"context"
	"fmt"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// limitsPage is what the page shows on which an account bounds and watches its spending.
type limitsPage struct {
	actions.MoneyGuards
	Seen  string // tag of what is shown, or was when the form was shown first
	Saved bool
}

// limits shows the spend cap of the account, and when it is told of its credit.
func (p Pages) limits(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showLimits(ctx, v, page.Form{Values: map[string]string{}})
}

func (p Pages) showLimits(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	g, err := p.Actions.MoneyGuards(ctx, v.Call(), struct{}{})
	if err != nil {
		return visit.Answer{}, err
	}
	for field, now := range map[string]*int64{"cap": g.Today.Cap, "floor": g.Floor} {
		if _, typed := form.Values[field]; !typed {
			form.Values[field] = shownLimit(now, v.Account.Currency)
		}
	}
	return visit.Show("account/limits", v.Say("limits.title"), limitsPage{g, tagOf(g.GuardSet(), form), v.Query.Has("saved")}).With(form), nil
}

// limitFields are the fields of the forms by the paths of errors.
var limitFields = map[reseller.Path]string{reseller.PathSpendCap: "cap"}

// setSpendCap sets what may be spent in a day.
func (p Pages) setSpendCap(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("cap", "seen")
	most := typedLimit(v, &form, "cap")
	return p.saveLimit(ctx, v, form, func() error {
		return p.Actions.SetSpendCap(ctx, v.Call(), actions.SetSpendCap{Most: most, IfMatch: seen(v)})
	})
}

// setFloor sets when the account is told of its credit.
func (p Pages) setFloor(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("floor", "seen")
	floor := typedLimit(v, &form, "floor")
	return p.saveLimit(ctx, v, form, func() error {
		return p.Actions.SetCreditFloor(ctx, v.Call(), actions.SetCreditFloor{Floor: floor, IfMatch: seen(v)})
	})
}

func (p Pages) saveLimit(ctx context.Context, v *visit.Visit, form page.Form, save func() error) (visit.Answer, error) {
	if !form.Wrong() {
		err := save()
		if err == nil {
			return visit.Go("/panel/credit/limits/?saved="), nil
		}
		if !moved(v, err, &form) && !told(v, err, &form, limitFields) {
			return visit.Answer{}, err
		}
	}
	return p.showLimits(ctx, v, form)
}

// setTokenCap sets what a token may spend in a day.
func (p Pages) setTokenCap(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	t, err := p.Actions.ShowToken(ctx, v.Call(), actions.TokenByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	form := v.Typed("cap", "seen_cap")
	most := typedLimit(v, &form, "cap")
	if !form.Wrong() {
		_, err := p.Actions.SetTokenCap(ctx, v.Call(), actions.SetTokenCap{ID: t.ID, Most: most, IfMatch: actions.IfMatch{v.Form.Get("seen_cap")}})
		if err == nil {
			return visit.Go(fmt.Sprintf("/panel/tokens/%d/?saved=", t.ID)), nil
		}
		switch {
		case moved(v, err, &form): // beside what was typed, the page shows what is there now
			delete(form.Values, "seen_cap")
			t, err = p.Actions.ShowToken(ctx, v.Call(), actions.TokenByID{ID: t.ID})
		case told(v, err, &form, limitFields):
			err = nil
		}
		if err != nil {
			return visit.Answer{}, err
		}
	}
	return p.showToken(ctx, v, t, asItIs(t), form)
}
