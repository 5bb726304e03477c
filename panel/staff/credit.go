package staff

import (
	"context"
	"fmt"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// creditMoved is what a form that moves credit would come to, before it is confirmed.
type creditMoved struct {
	Kind  reseller.CreditKind
	Take  bool
	Minor int64 // minor units of the account's currency, more than zero
	After int64 // what is available then
}

// moveFields are the fields of the form that moves credit.
var moveFields = []string{"kind", "amount", "ref", "about", "note", "direction"}

// moveCredit adds credit to an account or takes it, once what it comes to was shown. A reference posts once: a second press moves nothing, and is told so.
func (p Pages) moveCredit(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	form := v.Typed(moveFields...)
	m := operator.CreditMove{
		Email: a.Email, Kind: reseller.CreditKind(v.Field("kind")), Amount: v.Field("amount"), Take: v.Field("direction") == "take", Ref: moveRef(v), About: v.Field("about"), Note: v.Field("note"),
	}
	needs := []string{"amount", "note"}
	if m.Kind == reseller.CreditPayment || m.Kind == "" {
		needs = []string{"amount", "ref", "note"}
	}
	for _, needed := range needs {
		if v.Field(needed) == "" {
			form.Errors[needed] = v.Say("staff.needs." + needed)
		}
	}
	acting, asks := visit.Trying(v.Operating(ctx), form), v.Field("confirmed") != "yes"
	if asks {
		acting = reseller.Rehearse(acting)
	}
	moved, err := p.Credit.Move(acting, m)
	at := beside("amount").of(reseller.KindConflict, "ref").about(map[reseller.Path]string{operator.PathKind: "kind", operator.PathAbout: "about", operator.PathNote: "note"})
	if tell(v, &form, err, at) || form.Wrong() {
		return p.showAccount(ctx, v, a, form)
	}
	switch {
	case err != nil:
		return visit.Answer{}, err
	case !moved.Posted:
		return p.showMove(ctx, v, a, form, func(d *accountData) { d.Earlier = &moved.Earlier })
	case asks:
		return p.showMove(ctx, v, a, form, func(d *accountData) {
			d.Moving = &creditMoved{m.Kind, m.Take, max(d.Available-moved.Available, moved.Available-d.Available), moved.Available}
		})
	}
	return visit.Go(fmt.Sprintf("/operator/accounts/%d/", a.ID)), nil
}

// moveRef is the reference under which a form is booked: the one that was typed. Without one it is the form's own, so that a form which is sent twice is booked once.
func moveRef(v *visit.Visit) string {
	if typed := v.Field("ref"); typed != "" || v.Form.Get(visit.KeyField) == "" {
		return typed
	}
	kind := v.Field("kind")
	if kind != string(reseller.CreditRefund) && kind != string(reseller.CreditCorrection) {
		return ""
	}
	return kind + "-" + reseller.Tag([]string{v.Path, v.Form.Get(visit.KeyField)})[:12]
}

// showMove shows an account with what became of a form that moves credit, or would.
func (p Pages) showMove(ctx context.Context, v *visit.Visit, a reseller.Account, form page.Form, tell func(*accountData)) (visit.Answer, error) {
	d, err := p.accountData(ctx, v, a)
	if err != nil {
		return visit.Answer{}, err
	}
	d.CreditKinds = reseller.CreditKinds
	tell(&d)
	return visit.Show("staff/account", a.Name, d).With(form), nil
}
