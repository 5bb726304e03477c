package rest

import (
	"net/http"
	"time"

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
		ID: o.ID, Kind: string(o.Kind), Status: string(o.State), DomainID: o.DomainID, DomainName: o.Name.String(),
		Net: amountOf(o.Charge.Net, o.Charge.Currency), Tax: amountOf(o.Charge.Tax, o.Charge.Currency),
		TotalCost: amountOf(o.Charge.Total(), o.Charge.Currency), Currency: o.Charge.Currency,
		CreatedAt: instant(o.CreatedAt), EndedAt: instant(o.EndedAt),
	}
	switch o.State {
	case reseller.OrderQueued, reseller.OrderSending, reseller.OrderUnknown:
		w.Status = "in_progress"
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

func (v *request) orderStatus() (reply, error) {
	o, err := v.face.actions.OrderStatus(v.ctx, v.call, actions.OrderByID{ID: v.id()})
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, orderOf(o))
}

// orderFor places an order for the domain of the path and answers with it.
func (v *request) orderFor(place func(reseller.Name) (actions.Ordered, error)) (reply, error) {
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	placed, err := place(name)
	v.placed = placed.Order
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

func (v *request) renew() (reply, error) {
	b := v.body()
	r := actions.RenewDomain{Years: int(b.number("years", 1))}
	if text := b.text("current_expiration_date"); text != "" {
		r.CurrentExpiry = date(b, "current_expiration_date", text)
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	var err error
	if r.Name, err = v.name(); err != nil {
		return reply{}, err
	}
	placed, err := v.face.actions.RenewDomain(v.ctx, v.call, r)
	return v.paidThrough(placed, err)
}

// date reads a day, alone or as the beginning of an RFC 3339 time.
func date(b *body, name, text string) time.Time {
	for _, form := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(form, text); err == nil {
			return t.UTC()
		}
	}
	b.fail(reseller.Invalid(name, "%s is not a date such as 2027-03-10", clip(text, 40)))
	return time.Time{}
}

func (v *request) restore() (reply, error) {
	if err := v.body().end(); err != nil {
		return reply{}, err
	}
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	placed, err := v.face.actions.RestoreDomain(v.ctx, v.call, actions.RestoreDomain{Name: name})
	return v.paidThrough(placed, err)
}

func (v *request) paidThrough(placed actions.Ordered, err error) (reply, error) {
	v.placed = placed.Order
	if err != nil {
		return reply{}, err
	}
	d, err := v.live()
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, renewed{orderOf(placed.Order), instant(d.PaidThrough)})
}

func (v *request) deleteRegistration() (reply, error) {
	if err := v.body().end(); err != nil {
		return reply{}, err
	}
	return v.orderFor(func(name reseller.Name) (actions.Ordered, error) {
		return v.face.actions.RequestDelete(v.ctx, v.call, actions.RequestDelete{Name: name})
	})
}

func (v *request) release() (reply, error) {
	b := v.body()
	tag := b.need("tag")
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return v.orderFor(func(name reseller.Name) (actions.Ordered, error) {
		return v.face.actions.ReleaseDomain(v.ctx, v.call, actions.ReleaseDomain{Name: name, Tag: tag})
	})
}

func (v *request) authCode() (reply, error) {
	if err := v.body().end(); err != nil {
		return reply{}, err
	}
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	code, err := v.face.actions.GetEPPCode(v.ctx, v.call, actions.GetEPPCode{Name: name})
	v.placed = code.Order
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, struct {
		AuthCode string `json:"auth_code"`
	}{code.Code})
}
