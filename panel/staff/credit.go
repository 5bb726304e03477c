package staff

import (
	"context"
	"fmt"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// creditTaken is what taking credit would come to, before it is confirmed.
type creditTaken struct {
	Minor int64 // minor units of the account's currency
	After int64 // what is available then
}

// moveCredit adds credit to an account, or takes it once that is confirmed. The reference of the payment posts once: a second press moves nothing, and is told so.
func (p Pages) moveCredit(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	form := v.Typed("amount", "ref", "note", "direction")
	for _, needed := range []string{"amount", "ref", "note"} {
		if v.Field(needed) == "" {
			form.Errors[needed] = v.Say("staff.needs." + needed)
		}
	}
	m := operator.CreditMove{Email: a.Email, Amount: v.Field("amount"), Take: v.Field("direction") == "take", Ref: v.Field("ref"), Note: v.Field("note")}
	acting, asks := visit.Trying(v.Operating(ctx), form), m.Take && v.Field("confirmed") != "yes"
	if asks {
		acting = reseller.Rehearse(acting)
	}
	moved, err := p.Credit.Move(acting, m)
	if tell(v, &form, err, beside("amount").of(reseller.KindConflict, "ref")) || form.Wrong() {
		return p.showAccount(ctx, v, a, form)
	}
	switch {
	case err != nil:
		return visit.Answer{}, err
	case !moved.Posted:
		return p.showMove(ctx, v, a, form, func(d *accountData) { d.Earlier = &moved.Earlier })
	case asks:
		return p.showMove(ctx, v, a, form, func(d *accountData) { d.Taking = &creditTaken{d.Available - moved.Available, moved.Available} })
	}
	return visit.Go(fmt.Sprintf("/operator/accounts/%d/", a.ID)), nil
}

// showMove shows an account with what became of a form that moves credit, or would.
func (p Pages) showMove(ctx context.Context, v *visit.Visit, a reseller.Account, form page.Form, tell func(*accountData)) (visit.Answer, error) {
	d, err := p.accountData(ctx, v, a)
	if err != nil {
		return visit.Answer{}, err
	}
	tell(&d)
	return visit.Show("staff/account", a.Name, d).With(form), nil
}
