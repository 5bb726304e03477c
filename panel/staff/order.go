package staff

import (
	"context"
	"fmt"
	"net/http"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// orderData is what the page of an order shows.
type orderData struct {
	orderLine
	Who   string // placed it
	Asked []reseller.Asked
	Story []chapter
	// Plan is what the decision that is asked for comes to; nil until one is.
	Plan *decisionPlan
	// Registry is where the order waits for something that the operator does there; nil = it does not.
	Registry *operator.RegistryState
	// Reversible is set of a purchase that has ended and has not been taken back: its end may have been told wrongly.
	Reversible bool
}

// decisionPlan is what an order's end would come to.
type decisionPlan struct {
	Done         bool
	State        reseller.OrderState
	Held         int64 // minor units, in the order's currency: what is charged, or goes back
	Before       reseller.Domain
	After        reseller.Domain
	AgainstWords string // why the registry or the server contradicts; who confirms it, confirms it against these words
	Moved        bool   // it comes to something else than what was confirmed, and nothing was done
}

// Tag stands for the plan as it is shown: what is confirmed is this and nothing else.
func (p decisionPlan) Tag() string {
	return reseller.Tag([]any{p.Done, p.State, p.Held, p.AgainstWords, p.Before.State, p.Before.PaidThrough, p.After.State, p.After.PaidThrough})
}

// order tells all that happened to an order, and what may be done.
func (p Pages) order(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showOrder(ctx, v, page.Form{}, nil)
}

func (p Pages) showOrder(ctx context.Context, v *visit.Visit, form page.Form, plan *decisionPlan) (visit.Answer, error) {
	o, err := p.Orders.Find(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	account, err := p.Accounts.ByID(ctx, o.AccountID)
	if err != nil {
		return visit.Answer{}, err
	}
	connectors, err := p.Registries.Of(ctx, o)
	if err != nil {
		return visit.Answer{}, err
	}
	d := orderData{orderLine: p.lineOf(v, o, map[int64]string{account.ID: account.Email}), Plan: plan}
	d.Connector = connectors[o.ID]
	d.Reversible = o.ReversedAt.IsZero() && (o.State == reseller.OrderDone || o.State == reseller.OrderRefused) && o.Kind.Additive()
	if d.Asked, err = p.Orders.Asked(ctx, o); err != nil {
		return visit.Answer{}, err
	}
	story, err := p.Stories.OfOrder(ctx, o.ID)
	if err != nil {
		return visit.Answer{}, err
	}
	if d.Story, err = p.told(ctx, v, story); err != nil {
		return visit.Answer{}, err
	}
	if d.Needs == reseller.NeedsPayment || d.Needs == reseller.NeedsResume {
		at, err := p.Registries.At(ctx, o)
		if err != nil {
			return visit.Answer{}, err
		}
		d.Registry = &at
	}
	if d.Who, err = p.who(ctx, v, o.By.Name); err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("staff/order", v.Say("staff.order_n", fmt.Sprint(o.ID)), d).With(form), nil
}

// askAgain looks now at what became of an order at its registry.
func (p Pages) askAgain(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	_, err := p.Orders.AskAgain(v.Operating(ctx), v.ID("id"))
	return p.decided(ctx, v, v.Typed(), err)
}

// decide ends an order whose outcome the registry does not tell. First it says what that comes to; what is confirmed is done, if it still comes to
// the same.
func (p Pages) decide(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("reason", "outcome")
	r := operator.Resolution{Order: v.ID("id"), Done: v.Field("outcome") == "done", Reason: v.Field("reason")}
	plan, err := p.plan(ctx, v, r)
	if tell(v, &form, err, beside("reason")) {
		return p.showOrder(ctx, v, form, nil)
	}
	if err != nil {
		return visit.Answer{}, err
	}
	if v.Field("confirmed") != "yes" {
		return p.showOrder(ctx, v, form, plan)
	}
	if plan.Tag() != v.Form.Get("seen") {
		plan.Moved = true
		a, err := p.showOrder(ctx, v, form, plan)
		a.Status = http.StatusConflict
		return a, err
	}
	r.AgainstRegistry = plan.AgainstWords != ""
	_, err = p.Orders.Resolve(v.Operating(ctx), r)
	return p.decided(ctx, v, form, err)
}

// plan foresees a decision. What the registry or the server's own work holds against it is part of the plan.
func (p Pages) plan(ctx context.Context, v *visit.Visit, r operator.Resolution) (*decisionPlan, error) {
	seen, err := p.Orders.Foresee(ctx, r)
	plan := &decisionPlan{Done: r.Done}
	if against := err; err != nil && !reseller.IsKind(err, reseller.KindInvalid) && beside("reason")(reseller.AsError(err)) != "" {
		plan.AgainstWords = v.Told(against, pageOf).String()
		r.AgainstRegistry = true
		if seen, err = p.Orders.Foresee(ctx, r); err != nil {
			return nil, against // nothing can be decided here
		}
	}
	if err != nil {
		return nil, err
	}
	plan.State, plan.Held, plan.Before, plan.After = seen.Order.State, seen.Order.Charge.Total(), seen.Before, seen.After
	return plan, nil
}

// reverse takes back how a purchase has ended.
func (p Pages) reverse(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("why")
	_, err := p.Orders.Reverse(v.Operating(ctx), operator.Reversal{Order: v.ID("id"), Reason: v.Field("why")})
	if tell(v, &form, err, beside("why")) {
		return p.showOrder(ctx, v, form, nil)
	}
	return p.decided(ctx, v, form, err)
}

// decided answers a decision that was made.
func (p Pages) decided(ctx context.Context, v *visit.Visit, form page.Form, err error) (visit.Answer, error) {
	if tell(v, &form, err, beside("reason")) {
		return p.showOrder(ctx, v, form, nil)
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Go(fmt.Sprintf("/operator/orders/%d/", v.ID("id"))), nil
}
