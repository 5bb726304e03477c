package staff

import (
	"context"
	"fmt"

	"nameyard/operator"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// moveCredit adds credit to an account or takes it. The reference of the payment posts once, so a second press moves nothing.
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
	if form.Wrong() {
		return p.showAccount(ctx, v, a, form)
	}
	_, err = p.Credit.Move(v.Operating(ctx), operator.CreditMove{
		Email: a.Email, Amount: v.Field("amount"), Take: v.Field("direction") == "take", Ref: v.Field("ref"), Note: v.Field("note"),
	})
	if wrong := shownBeside(v, err, "amount", fields{reseller.KindConflict: "ref"}); wrong != nil {
		form.Errors = wrong
		return p.showAccount(ctx, v, a, form)
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Go(fmt.Sprintf("/operator/accounts/%d/", a.ID)), nil
}
