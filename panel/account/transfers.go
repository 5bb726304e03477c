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

// transferData is what the page of one transfer shows.
type transferData struct {
	Order reseller.Order
	Again transferInData // what asking for the name again costs; without a name where that cannot be asked for
}

// transfer shows a transfer with what can be done about it: another code, or to take it back.
func (p Pages) transfer(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d, err := p.transferData(ctx, v)
	return showTransfer(d, page.Form{}), err
}

// transferData reads what the page of a transfer shows. A name that cannot be asked for again has the reason in place of a price.
func (p Pages) transferData(ctx context.Context, v *visit.Visit) (d transferData, err error) {
	d.Order, err = p.transferOrder(ctx, v)
	if err != nil || d.Order.State != reseller.OrderRefused || !v.May(reseller.RightSpend) {
		return d, err
	}
	d.Again, err = p.quotedTransfer(ctx, v, d.Order.Name)
	if reseller.IsKind(err, reseller.KindInvalid) {
		d.Again, err = transferInData{Wrong: spelled(v, err)}, nil
	}
	return d, err
}

func showTransfer(d transferData, form page.Form) visit.Answer {
	return visit.Show("account/transfer", d.Order.Name.Unicode(), d).With(form)
}

// transferOrder finds the order of a transfer by its number. An order of another kind is none.
func (p Pages) transferOrder(ctx context.Context, v *visit.Visit) (reseller.Order, error) {
	o, err := p.Actions.OrderStatus(ctx, v.Call(), actions.OrderByID{ID: v.ID("id")})
	if err == nil && o.Kind != reseller.OrderTransfer {
		err = visit.NotFound()
	}
	return o, err
}

// retryTransfer asks for a name again, with another code, at the price that was shown, or less.
func (p Pages) retryTransfer(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d, err := p.transferData(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	_, most := agreedTerm(v.Form.Get("term"))
	placed, err := p.Actions.RetryTransfer(ctx, v.Call(), actions.RetryTransfer{Name: d.Order.Name, AuthCode: v.Field("code"), Most: &most})
	if placed.Order.ID != 0 || broken(err) {
		return ordered(placed, err)
	}
	form := v.Typed()
	status := notMoved(v, reseller.AsError(err), &d.Again, &form)
	a := showTransfer(d, form)
	a.Status = status
	return a, nil
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
