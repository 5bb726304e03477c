package main

import (
	"cmp"
	"context"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

// fromDay is the flag of a command that changes prices.
type fromDay struct {
	From string `env:"-" placeholder:"DATE" help:"From this day on and not at once: a date, which begins at midnight UTC, or a time such as 2027-01-01T06:00:00Z. \"price list --coming\" shows what is planned."`
}

// plannedPriceView is a change of a price that is planned, as it is printed.
type plannedPriceView struct {
	From string `json:"from"`
	priceView
	Removed bool   `json:"removed,omitempty"` // the price goes
	Own     bool   `json:"own,omitempty"`     // of the account, and not of the price list
	Group   string `json:"group,omitempty"`   // of this group, and not of the price list
	By      string `json:"planned_by"`
}

func (p *program) printPlanned(planned []reseller.PlannedPrice) error {
	views := make([]plannedPriceView, len(planned))
	for i, of := range planned {
		views[i] = plannedPriceView{of.From.Format(time.RFC3339), viewPrice(of.Price), of.Removed, of.Owner.Account != 0, of.Owner.Group, of.By}
		if of.Removed {
			views[i].Net = ""
		}
	}
	return table(p.out, views, "FROM TLD CURRENCY OPERATION YEARS NET COST LIST BY", func(v plannedPriceView) []any {
		net, list := v.Net, cmp.Or(v.Group, "all")
		if v.Removed {
			net = "removed"
		}
		if v.Own {
			list = "own"
		}
		return []any{v.From, "." + v.TLD, v.Currency, v.Operation, v.Years, net, v.Cost, list, v.By}
	})
}

type priceCancelCmd struct {
	TLD string `arg:"" name:"tld" help:"TLD, for example .se."`
	whosePrices
	Currency  string `env:"-" help:"Only what is planned in this currency."`
	Operation string `env:"-" help:"Only what is planned of a registration, renewal …: register, renew, transfer or restore."`
	Years     int    `env:"-" help:"Only what is planned for so many years."`
	From      string `env:"-" placeholder:"DATE" help:"Only what is planned from this day on."`
	dryRun
}

// Run takes back what is planned and prints what it was.
func (c *priceCancelCmd) Run(ctx context.Context, p *program) error {
	r := operator.PriceRemoval{Of: c.list(), TLD: c.TLD, Currency: c.Currency, Operation: reseller.Operation(c.Operation), Years: c.Years, From: c.From}
	if err := r.Check(); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		gone, err := operator.Prices{Store: d.Store, Clock: d.Clock}.Cancel(ctx, r)
		if err != nil {
			return err
		}
		return p.printPlanned(gone)
	})
}
