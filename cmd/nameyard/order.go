package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/reseller"
)

type orderCmd struct {
	List    orderListCmd    `cmd:"" help:"List orders, newest first."`
	Show    orderShowCmd    `cmd:"" help:"Show one order."`
	Story   orderStoryCmd   `cmd:"" help:"Tell all that happened to an order: attempts, postings, invoices, mails, webhooks, who did what."`
	Ask     orderAskCmd     `cmd:"" changes:"" help:"Look now at what became of an order at its registry, without waiting until the server does."`
	Resolve orderResolveCmd `cmd:"" changes:"" help:"Decide an order whose outcome the registry does not tell."`
	Reverse orderReverseCmd `cmd:"" changes:"" help:"Take back a purchase that was resolved as done and never was, or charge one that was refused and is there."`
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
	SvTRID    string           `json:"svtrid,omitempty"`  // the registry's
	TookMS    int64            `json:"took_ms,omitempty"` // until the registry had answered the last sending
	Attempt   int              `json:"attempt"`
	CreatedAt time.Time        `json:"created_at"`
	SentAt    *time.Time       `json:"sent_at"`
	DueAt     *time.Time       `json:"due_at"` // when reconcile looks at it again
	EndedAt   *time.Time       `json:"ended_at"`
	TakenBack *time.Time       `json:"reversed_at,omitempty"`
	Wish      reseller.Desired `json:"wish"`
	PlacedBy  placedView       `json:"placed_by"`

	Needs      string     `json:"needs"`       // what the operator may do; empty: nothing
	WorksUntil *time.Time `json:"works_until"` // until when the server goes on by itself; null: no such time is known
}

func viewOrder(o reseller.Order, emails map[int64]string, look orders.Outlook) orderView {
	v := orderView{
		ID: o.ID, Account: emails[o.AccountID], Domain: o.Name.String(), Kind: string(o.Kind), State: string(o.State),
		Currency: o.Charge.Currency, Total: amount(o.Charge.Total(), o.Charge.Currency), Code: o.Code, Reason: o.Reason,
		ClTRID: o.ClTRID(), SvTRID: o.Reply.SvTRID, TookMS: o.Reply.Took.Milliseconds(), Attempt: o.Attempt, CreatedAt: o.CreatedAt, SentAt: optional(o.SentAt), DueAt: optional(o.DueAt),
		EndedAt: optional(o.EndedAt), TakenBack: optional(o.ReversedAt), Wish: o.Desired, PlacedBy: viewActor(o.By), WorksUntil: optional(look.WorksUntil),
	}
	switch look.Needs {
	case reseller.NeedsResume:
		v.Needs = "registry resume"
	case reseller.NeedsPayment:
		v.Needs = "pay the registry"
	case reseller.NeedsDecision:
		v.Needs = fmt.Sprintf("order resolve %d done|refused", o.ID)
	}
	return v
}

// placedView is who placed an order; empty texts are not known, or there is none.
type placedView struct {
	Actor     string `json:"actor"`
	Face      string `json:"face"` // the API: action, rest or v2
	Address   string `json:"address"`
	RequestID string `json:"request_id"`
}

func viewActor(a reseller.Actor) placedView {
	v := placedView{Actor: a.Name, Face: a.Face, RequestID: a.RequestID}
	if a.Address.IsValid() {
		v.Address = a.Address.String()
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
	Account    string `env:"NAMEYARD_LIST_ACCOUNT" placeholder:"EMAIL" help:"Only this account's."`
	Name       string `env:"NAMEYARD_LIST_NAME" placeholder:"PATTERN" help:"Only of this name, or of names that a pattern fits: *.se"`
	Kind       string `env:"NAMEYARD_LIST_KIND" help:"Only of this kind: register, transfer, renew, restore, delete, nameservers …"`
	State      string `env:"NAMEYARD_LIST_STATE" help:"Only in this state: queued, sending, unknown, pending, done, refused or superseded."`
	Code       string `env:"NAMEYARD_LIST_CODE" help:"Only those that were refused, or wait, with this code: insufficient_funds, registry_paused …"`
	Unfinished bool   `help:"Only orders that have not ended."`
	NeedsYou   bool   `env:"NAMEYARD_LIST_NEEDS_YOU" help:"Only those that the server does not end by itself."`
	timeFlags
	pageFlags
	orderTimes
}

// Run lists orders.
func (c *orderListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		emails, err := operator.Accounts{Store: d.Store}.Emails(ctx)
		if err != nil {
			return err
		}
		choice := operator.OrderChoice{
			Account: c.Account, Name: c.Name, Kind: reseller.OrderKind(c.Kind), State: reseller.OrderState(c.State), Code: c.Code,
			Unfinished: c.Unfinished || c.NeedsYou, Placed: c.between(),
		}
		if c.NeedsYou {
			choice.Keep = func(o reseller.Order) bool { return c.outlook(d, o).NeedsOperator() }
		}
		view := func(o reseller.Order) orderView { return viewOrder(o, emails, c.outlook(d, o)) }
		return listing[reseller.Order]{
			get: func(page reseller.Page) ([]reseller.Order, error) {
				choice.Page = page
				return operator.Orders{Store: d.Store}.List(ctx, choice)
			},
			id: func(o reseller.Order) int64 { return o.ID }, view: func(o reseller.Order) any { return view(o) },
			columns: "ID AT ACCOUNT KIND DOMAIN STATE TOTAL NEXT REASON",
			row: func(o reseller.Order) []any {
				v := view(o)
				return []any{v.ID, v.CreatedAt, v.Account, v.Kind, v.Domain, v.State, v.Total + " " + v.Currency, v.next(), v.Reason}
			},
		}.print(p, c.pageFlags)
	})
}

type orderShowCmd struct {
	ID string `arg:"" help:"Number of the order, or the id of its transaction at the registry, of its request, or its idempotency key."`
	orderTimes
}

// Run shows an order.
func (c *orderShowCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		o, err := operator.Orders{Store: d.Store}.Named(ctx, c.ID)
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
	asked, err := operator.Orders{Store: d.Store}.Asked(ctx, o)
	if err != nil {
		return err
	}
	v := viewOrder(o, emails, times.outlook(d, o))
	shown := []any{"order", v.ID, "account", v.Account, "kind", v.Kind, "domain", v.Domain, "state", v.State,
		"total", v.Total + " " + v.Currency, "code", v.Code, "reason", v.Reason, "transaction", v.ClTRID, "attempts", v.Attempt,
		"opened", v.CreatedAt, "by", v.PlacedBy.Actor, "through", v.PlacedBy.Face, "from", v.PlacedBy.Address, "request", v.PlacedBy.RequestID, "sent", v.SentAt, "next look", v.DueAt, "works until", v.WorksUntil, "needs", v.Needs,
		"ended", v.EndedAt}
	if v.TookMS > 0 {
		shown = append(shown, "the registry's id", v.SvTRID, "answered in", fmt.Sprintf("%d ms", v.TookMS))
	}
	if v.TakenBack != nil {
		shown = append(shown, "taken back", v.TakenBack)
	}
	for _, a := range asked {
		shown = append(shown, "asked: "+string(a.Kind), cmp.Or(strings.Join(a.Values, " "), "none"))
		if a.By != 0 {
			shown = append(shown, fmt.Sprintf("before, by order %d", a.By), cmp.Or(strings.Join(a.Before, " "), "none"))
		}
	}
	return fields(p.out, v, shown...)
}
