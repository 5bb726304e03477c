package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type orderCmd struct {
	List    orderListCmd    `cmd:"" help:"List orders, newest first."`
	Show    orderShowCmd    `cmd:"" help:"Show one order."`
	Resolve orderResolveCmd `cmd:"" help:"Decide an order whose outcome the registry does not tell."`
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
}

func viewOrder(o reseller.Order, emails map[int64]string) orderView {
	return orderView{
		ID: o.ID, Account: emails[o.AccountID], Domain: o.Name.String(), Kind: string(o.Kind), State: string(o.State),
		Currency: o.Charge.Currency, Total: amount(o.Charge.Total(), o.Charge.Currency), Code: o.Code, Reason: o.Reason,
		ClTRID: o.ClTRID(), Attempt: o.Attempt, CreatedAt: o.CreatedAt, SentAt: optional(o.SentAt), DueAt: optional(o.DueAt),
		EndedAt: optional(o.EndedAt), Wish: o.Desired,
	}
}

type orderListCmd struct {
	Unfinished bool `help:"Only orders that have not ended."`
	Limit      int  `default:"100" help:"How many at most (${default})."`
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
			views[i] = viewOrder(o, emails)
		}
		return table(p.out, views, "ID AT ACCOUNT KIND DOMAIN STATE TOTAL REASON", func(v orderView) []any {
			return []any{v.ID, v.CreatedAt, v.Account, v.Kind, v.Domain, v.State, v.Total + " " + v.Currency, v.Reason}
		})
	})
}

type orderShowCmd struct {
	ID int64 `arg:"" help:"Number of the order."`
}

// Run shows an order.
func (c *orderShowCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		o, err := operator.Orders{Store: d.Store}.Find(ctx, c.ID)
		if err != nil {
			return err
		}
		return p.printOrder(ctx, d, o)
	})
}

func (p *program) printOrder(ctx context.Context, d *app.Database, o reseller.Order) error {
	emails, err := operator.Accounts{Store: d.Store}.Emails(ctx)
	if err != nil {
		return err
	}
	v := viewOrder(o, emails)
	return fields(p.out, v, "order", v.ID, "account", v.Account, "kind", v.Kind, "domain", v.Domain, "state", v.State,
		"total", v.Total+" "+v.Currency, "code", v.Code, "reason", v.Reason, "transaction", v.ClTRID, "attempts", v.Attempt,
		"opened", v.CreatedAt, "sent", v.SentAt, "next look", v.DueAt, "ended", v.EndedAt)
}

type orderResolveCmd struct {
	ID      int64  `arg:"" help:"Number of the order."`
	Outcome string `arg:"" enum:"done,refused" help:"done: the registry carried it out. refused: it did not and will not; the hold is released."`
	Reason  string `required:"" help:"Why, for the audit record and the account."`
	Against bool   `name:"against-the-registry" help:"Decide though the registry shows otherwise or cannot be asked."`
	appFlags
}

// Run ends an order by the operator's decision.
func (c *orderResolveCmd) Run(ctx context.Context, p *program) error {
	r := operator.Resolution{Order: c.ID, Done: c.Outcome == "done", Reason: c.Reason, AgainstRegistry: c.Against}
	if err := r.Check(); err != nil {
		return err
	}
	return p.withApp(ctx, c.appFlags, func(a *app.App) error {
		o, err := operator.Orders{Store: a.Store, Orders: a.Orders}.Resolve(ctx, r)
		if err != nil {
			return err
		}
		return p.printOrder(ctx, a.Database, o)
	})
}
