package account

import (
	"context"
	"fmt"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// transfersPage is what the page of transfers shows: lists that are turned over each by itself.
type transfersPage struct {
	Out    []actions.TransferRequest
	Coming []reseller.Order
	Failed []reseller.Order // that may be tried again with another code
	Past   []placed
	Pages  map[string]paging // by the list's name
}

// transfers lists names on their way here and away, what waits first.
func (p Pages) transfers(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d := transfersPage{Pages: map[string]paging{}}
	out, err := p.Actions.TransferRequests(ctx, v.Call(), askedOf(v, "out"))
	if err != nil {
		return visit.Answer{}, err
	}
	d.Out, d.Pages["out"] = out.Rows, pagingIn(v, "out", out.Next)
	stages := map[actions.TransferStage][]reseller.Order{}
	for _, stage := range []actions.TransferStage{actions.TransferComing, actions.TransferFailed, actions.TransferPast} {
		list := string(stage)
		found, err := p.Actions.ListTransfers(ctx, v.Call(), actions.ListTransfers{Stage: stage, Page: askedOf(v, list)})
		if err != nil {
			return visit.Answer{}, err
		}
		stages[stage], d.Pages[list] = found.Rows, pagingIn(v, list, found.Next)
	}
	d.Coming, d.Failed = stages[actions.TransferComing], stages[actions.TransferFailed]
	d.Past, err = p.placedBy(ctx, v, stages[actions.TransferPast])
	return visit.Show("account/transfers", v.Say("transfers.title"), d), err
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
	if placed.Order.ID == 0 && told(v, err, &form, map[reseller.Path]string{reseller.PathAuthCode: "code"}) {
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
