package rest

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
)

// order is an order on the wire.
type order struct {
	ID         int64   `json:"id"`
	Kind       string  `json:"kind"`
	Status     string  `json:"status"` // in_progress, pending, done, refused, superseded
	DomainID   int64   `json:"domain_id"`
	DomainName string  `json:"domain_name"`
	Years      *int    `json:"years"`
	Net        amount  `json:"net"`
	Tax        amount  `json:"tax"`
	TotalCost  amount  `json:"total_cost"`
	Currency   string  `json:"currency"`
	Code       *string `json:"code"`
	Reason     *string `json:"reason"`
	CreatedAt  *string `json:"created_at"`
	EndedAt    *string `json:"ended_at"`
}

func orderOf(o reseller.Order) order {
	w := order{
		ID: o.ID, Kind: string(o.Kind), Status: string(o.State.Status()), DomainID: o.DomainID, DomainName: o.Name.String(),
		Net: amountOf(o.Charge.Net, o.Charge.Currency), Tax: amountOf(o.Charge.Tax, o.Charge.Currency),
		TotalCost: amountOf(o.Charge.Total(), o.Charge.Currency), Currency: o.Charge.Currency,
		CreatedAt: instant(o.CreatedAt), EndedAt: instant(o.EndedAt),
	}
	if o.Desired.Years > 0 {
		w.Years = &o.Desired.Years
	}
	if o.Code != "" {
		w.Code = &o.Code
	}
	if o.Reason != "" {
		w.Reason = &o.Reason
	}
	return w
}

func (req *request) orderStatus(ctx context.Context) (reply, error) {
	o, err := req.api.actions.OrderStatus(ctx, req.call, actions.OrderByID{ID: req.id()})
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, orderOf(o))
}

func (req *request) orders(ctx context.Context) (reply, error) {
	p, err := req.page()
	if err != nil {
		return reply{}, err
	}
	r := actions.ListOrders{
		Page: p, Status: reseller.OrderStatus(req.Query.Get("status")), Kind: reseller.OrderKind(req.Query.Get("kind")), Name: req.Query.Get("name"),
	}
	if r.Placed, err = req.between(); err != nil {
		return reply{}, err
	}
	found, err := req.api.actions.ListOrders(ctx, req.call, r)
	if err != nil {
		return reply{}, err
	}
	return req.results(each(found.Rows, orderOf), found.Next)
}

// orderFor places an order for the domain of the path and answers with it.
func (req *request) orderFor(ctx context.Context, place func(reseller.Name) (actions.Ordered, error)) (reply, error) {
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	placed, err := place(name)
	req.placed = placed.Order
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, orderOf(placed.Order))
}

// renewed is the answer to a renewal or restore: the order, and until when the name is paid now.
type renewed struct {
	order
	ExpirationDate *string `json:"expiration_date"`
}

func (req *request) renew(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.RenewDomain{Years: int(b.number("years", 1))}
	r.CurrentExpiry = b.instant("current_expiration_date")
	if err := b.end(); err != nil {
		return reply{}, err
	}
	var err error
	if r.Name, err = req.name(ctx); err != nil {
		return reply{}, err
	}
	placed, err := req.api.actions.RenewDomain(ctx, req.call, r)
	return req.paidThrough(ctx, placed, err)
}

func (req *request) restore(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	placed, err := req.api.actions.RestoreDomain(ctx, req.call, actions.RestoreDomain{Name: name})
	return req.paidThrough(ctx, placed, err)
}

func (req *request) paidThrough(ctx context.Context, placed actions.Ordered, err error) (reply, error) {
	req.placed = placed.Order
	if err != nil {
		return reply{}, err
	}
	d, err := req.live(ctx)
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, renewed{orderOf(placed.Order), instant(d.PaidThrough)})
}

func (req *request) deleteRegistration(ctx context.Context) (reply, error) {
	b := req.body()
	noRefund := b.flagOr("no_refund", false)
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return req.orderFor(ctx, func(name reseller.Name) (actions.Ordered, error) {
		return req.api.actions.RequestDelete(ctx, req.call, actions.RequestDelete{Name: name, NoRefund: noRefund})
	})
}

func (req *request) release(ctx context.Context) (reply, error) {
	b := req.body()
	tag := b.need("tag")
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return req.orderFor(ctx, func(name reseller.Name) (actions.Ordered, error) {
		return req.api.actions.ReleaseDomain(ctx, req.call, actions.ReleaseDomain{Name: name, Tag: tag})
	})
}

func (req *request) authCode(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	code, err := req.api.actions.GetEPPCode(ctx, req.call, actions.GetEPPCode{Name: name})
	req.placed = code.Order
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, struct {
		AuthCode   string  `json:"auth_code"`
		ValidUntil *string `json:"valid_until,omitempty"` // where the TLD's rules let codes live for a time
	}{code.Code, instant(code.Until)})
}
