package main

import (
	"context"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/reseller"
)

type orderCmd struct {
	List    orderListCmd    `cmd:"" help:"List orders, newest first."`
	Show    orderShowCmd    `cmd:"" help:"Show one order."`
	Resolve orderResolveCmd `cmd:"" help:"Decide an order whose outcome the registry does not tell."`
	Reverse orderReverseCmd `cmd:"" help:"Take back a registration that was resolved as done and that the registry does not have."`
}

// orderView is an order as it is printed.
type orderView struct {
	ID        int64            `json:"id"`
	Account   string           `json:"account"`
	Domain    string           `json:"domain"`
	Kind      string           `json:"kind"`
	State     string           `json:"state"`
	Currency  string           `json:"currency"`
	Total     string           `json:"total"`
	Code      string           `json:"code,omitempty"`
	Reason    string           `json:"reason,omitempty"`
	ClTRID    string           `json:"cltrid"`
	Attempt   int              `json:"attempt"`
	CreatedAt time.Time        `json:"created_at"`
	SentAt    *time.Time       `json:"sent_at"`
	DueAt     *time.Time       `json:"due_at"` // when reconcile looks at it again
	EndedAt   *time.Time       `json:"ended_at"`
	Wish      reseller.Desired `json:"wish"`

	Needs      string     `json:"needs"`       // what the operator may do; empty: nothing
	WorksUntil *time.Time `json:"works_until"` // until when the server goes on by itself; null: no such time is known
}

func viewOrder(o reseller.Order, emails map[int64]string, look orders.Outlook) orderView {
	v := orderView{
		ID: o.ID, Account: emails[o.AccountID], Domain: o.Name.String(), Kind: string(o.Kind), State: string(o.State),
		Currency: o.Charge.Currency, Total: amount(o.Charge.Total(), o.Charge.Currency), Code: o.Code, Reason: o.Reason,
		ClTRID: o.ClTRID(), Attempt: o.Attempt, CreatedAt: o.CreatedAt, SentAt: optional(o.SentAt), DueAt: optional(o.DueAt),
		EndedAt: optional(o.EndedAt), Wish: o.Desired, WorksUntil: optional(look.WorksUntil),
	}
	if look.NeedsOperator {
		v.Needs = fmt.Sprintf("order resolve %d done|refused", o.ID)
	}
	return v
}

// next is who has the next move, in a table.
func (v orderView) next() string {
	if v.WorksUntil != nil {
		return "works until " + v.WorksUntil.Format(time.RFC3339)
	}
	return v.Needs
}

// orderTimes are the settings that say how long the server goes on with an order.
type orderTimes struct {
	SettleTime span `placeholder:"10m" help:"How long a command without an answer may still take effect."`
}

func (t orderTimes) outlook(d *app.Database, o reseller.Order) orders.Outlook {
	return orders.Settings{Settle: t.SettleTime.duration()}.Outlook(o, d.Clock.Now())
}

type orderListCmd struct {
	Unfinished bool `help:"Only orders that have not ended."`
	Limit      int  `default:"100" help:"How many at most (${default})."`
	orderTimes
}

// Run lists orders.
func (c *orderListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		list, err := operator.Orders{Store: d.Store}.List(ctx, c.Unfinished, c.Limit)
		if err != nil {
			return err
		}
		emails, err := operator.Accounts{Store: d.Store}.Emails(ctx)
		if err != nil {
			return err
		}
		views := make([]orderView, len(list))
		for i, o := range list {
			views[i] = viewOrder(o, emails, c.outlook(d, o))
		}
		return table(p.out, views, "ID AT ACCOUNT KIND DOMAIN STATE TOTAL NEXT REASON", func(v orderView) []any {
			return []any{v.ID, v.CreatedAt, v.Account, v.Kind, v.Domain, v.State, v.Total + " " + v.Currency, v.next(), v.Reason}
		})
	})
}

type orderShowCmd struct {
	ID int64 `arg:"" help:"Number of the order."`
	orderTimes
}

// Run shows an order.
func (c *orderShowCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		o, err := operator.Orders{Store: d.Store}.Find(ctx, c.ID)
		if err != nil {
			return err
		}
		return p.printOrder(ctx, d, o, c.orderTimes)
	})
}

func (p *program) printOrder(ctx context.Context, d *app.Database, o reseller.Order, times orderTimes) error {
	emails, err := operator.Accounts{Store: d.Store}.Emails(ctx)
	if err != nil {
		return err
	}
	v := viewOrder(o, emails, times.outlook(d, o))
	return fields(p.out, v, "order", v.ID, "account", v.Account, "kind", v.Kind, "domain", v.Domain, "state", v.State,
		"total", v.Total+" "+v.Currency, "code", v.Code, "reason", v.Reason, "transaction", v.ClTRID, "attempts", v.Attempt,
		"opened", v.CreatedAt, "sent", v.SentAt, "next look", v.DueAt, "works until", v.WorksUntil, "needs", v.Needs,
		"ended", v.EndedAt)
}
