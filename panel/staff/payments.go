package staff

import (
	"context"

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
}

// payments lists card payments, newest first.
func (p Pages) payments(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	l, place := listed(v, "account", "state", "needs")
	d := paymentsData{listing: l, States: reseller.PaymentStates}
	found, err := p.Payments.List(ctx, operator.PaymentChoice{
		Account: l.Has("account"), State: reseller.PaymentState(l.Has("state")), NeedsYou: l.Has("needs") != "", Page: place,
	})
	form := page.Form{Errors: shownBeside(v, err, "account", nil)}
	if err != nil && !form.Wrong() {
		return visit.Answer{}, err
	}
	d.Rows = shown(&d.listing, found, func(o operator.PaymentOf) int64 { return o.ID })
	return visit.Show("staff/payments", v.Say("staff.payments"), d).With(form), nil
}
