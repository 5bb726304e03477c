package staff

import (
	"context"
	"fmt"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// paymentsData is what the page of card payments shows.
type paymentsData struct {
	listing
	Rows   []operator.PaymentOf
	States []reseller.PaymentState // to choose from
	Paused []operator.TopUpOf      // automatic top-ups, on the first page of all payments
}

// payments lists card payments, newest first.
func (p Pages) payments(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showPayments(ctx, v, page.Form{Errors: map[string]string{}})
}

func (p Pages) showPayments(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	l, place := listed(v, "account", "state", "needs")
	d := paymentsData{listing: l, States: reseller.PaymentStates}
	found, err := p.Payments.List(ctx, operator.PaymentChoice{
		Account: l.Has("account"), State: reseller.PaymentState(l.Has("state")), NeedsYou: l.Has("needs") != "", Page: place,
	})
	if !tell(v, &form, err, beside("account").of(reseller.KindNotFound, "account").about(map[reseller.Path]string{operator.PathState: "state"})) && err != nil {
		return visit.Answer{}, err
	}
	if l.Has("account") == "" && l.Has("state") == "" && !l.Later {
		if d.Paused, err = p.Payments.TopUps(ctx, true); err != nil {
			return visit.Answer{}, err
		}
	}
	d.Rows = shown(&d.listing, found, func(o operator.PaymentOf) int64 { return o.ID })
	return visit.Show("staff/payments", v.Say("staff.payments"), d).With(form), nil
}

// dismissPayment dismisses what is left to do about a card payment, as it was shown.
func (p Pages) dismissPayment(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("reason")
	_, err := p.Payments.Dismiss(v.Operating(ctx), operator.Dismissal{ID: v.ID("id"), Reason: v.Field("reason"), Seen: v.Field("seen")})
	if tell(v, &form, err, beside("reason")) {
		return p.showPayments(ctx, v, form)
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Go("/operator/payments/?needs=you"), nil
}

// removeCard removes the saved card of an account.
func (p Pages) removeCard(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	if _, err := p.Payments.RemoveCard(v.Operating(ctx), a.Email); err != nil {
		return visit.Answer{}, err
	}
	return visit.Go(fmt.Sprintf("/operator/accounts/%d/", a.ID)), nil
}
