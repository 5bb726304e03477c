package account

import (
	"context"
	"fmt"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// transfersPage is what the page of transfers shows.
type transfersPage struct {
	Out    []actions.TransferRequest
	Coming []reseller.Order // under way
	Failed []reseller.Order // that may be tried again with another code
	Past   []placed
}

// transfers lists names on their way here and away.
func (p Pages) transfers(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	var d transfersPage
	var err error
	if d.Out, err = p.Actions.TransferRequests(ctx, v.Call(), struct{}{}); err != nil {
		return visit.Answer{}, err
	}
	failed, err := p.failedNames(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	found, err := p.Actions.ListOrders(ctx, v.Call(), actions.ListOrders{Kind: reseller.OrderTransfer, Page: actions.Page{Limit: 4 * pageRows}})
	if err != nil {
		return visit.Answer{}, err
	}
	var past []reseller.Order
	for _, o := range found.Rows {
		switch {
		case o.State.Live():
			d.Coming = append(d.Coming, o)
		case o.State == reseller.OrderRefused && failed[o.DomainID]:
			d.Failed = append(d.Failed, o)
			failed[o.DomainID] = false // older attempts are the past
		default:
			past = append(past, o)
		}
	}
	d.Past, err = p.placedBy(ctx, v, past[:min(len(past), pageRows)])
	return visit.Show("account/transfers", v.Say("transfers.title"), d), err
}

// failedNames are the names whose last order failed, by their ids.
func (p Pages) failedNames(ctx context.Context, v *visit.Visit) (map[int64]bool, error) {
	found, err := p.Actions.ListDomains(ctx, v.Call(), actions.ListDomains{Status: "failed"})
	failed := map[int64]bool{}
	for _, l := range found.Rows {
		failed[l.Domain.ID] = true
	}
	return failed, err
}

// transfer shows a transfer with what can be done about it: another code, or to take it back.
func (p Pages) transfer(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showTransfer(ctx, v, page.Form{})
}

func (p Pages) showTransfer(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	o, err := p.transferOrder(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("account/transfer", o.Name.Unicode(), o).With(form), nil
}

// transferOrder finds the order of a transfer by its number. An order of another kind is none.
func (p Pages) transferOrder(ctx context.Context, v *visit.Visit) (reseller.Order, error) {
	o, err := p.Actions.OrderStatus(ctx, v.Call(), actions.OrderByID{ID: v.ID("id")})
	if err == nil && o.Kind != reseller.OrderTransfer {
		err = visit.NotFound()
	}
	return o, err
}

// retryTransfer asks for a name again, with another code.
func (p Pages) retryTransfer(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed()
	if v.Field("code") == "" {
		form.Errors["code"] = v.Say("transfers.no_code")
		return p.showTransfer(ctx, v, form)
	}
	o, err := p.transferOrder(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	placed, err := p.Actions.RetryTransfer(ctx, v.Call(), actions.RetryTransfer{Name: o.Name, AuthCode: v.Field("code")})
	if placed.Order.ID == 0 && told(err, &form, map[reseller.Path]string{reseller.PathAuthCode: "code"}) {
		return p.showTransfer(ctx, v, form)
	}
	return ordered(placed, err)
}

// ordered answers what was placed as an order: its page says how it stands, be it done, refused or under way. Without an order the error is told.
func ordered(o actions.Ordered, err error) (visit.Answer, error) {
	if o.Order.ID != 0 {
		return visit.Go(fmt.Sprintf("/panel/orders/%d/", o.Order.ID)), nil
	}
	return visit.Answer{}, err
}

// cancelTransfer takes a transfer back.
func (p Pages) cancelTransfer(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	o, err := p.transferOrder(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	return ordered(p.Actions.CancelTransfer(ctx, v.Call(), actions.TransferDecision{Name: o.Name}))
}

// approveTransfer lets a name go to who asks for it.
func (p Pages) approveTransfer(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.decideTransfer(ctx, v, p.Actions.ApproveTransferAway)
}

// rejectTransfer keeps a name that somebody asks for.
func (p Pages) rejectTransfer(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.decideTransfer(ctx, v, p.Actions.RejectTransferAway)
}

func (p Pages) decideTransfer(ctx context.Context, v *visit.Visit, do func(context.Context, actions.Call, actions.TransferDecision) (actions.Ordered, error)) (visit.Answer, error) {
	shown, err := p.Actions.ShowDomain(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	return ordered(do(ctx, v.Call(), actions.TransferDecision{Name: shown.Domain.Name}))
}
