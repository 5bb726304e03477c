package main

import (
	"context"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type priceGroupCmd struct {
	Add    priceGroupAddCmd    `cmd:"" changes:"" help:"Make a price group. Prices of it are set by \"price set --group\", accounts put into it by \"account set --price-group\"."`
	List   priceGroupListCmd   `cmd:"" help:"List the price groups."`
	Remove priceGroupRemoveCmd `cmd:"" changes:"" help:"Remove a price group that no account is in, with its prices."`
}

// priceGroupView is a price group as it is printed.
type priceGroupView struct {
	Name     string `json:"name"`
	Accounts int    `json:"accounts"` // open ones in it
	Prices   int    `json:"prices"`
}

func viewPriceGroup(g reseller.PriceGroup) priceGroupView {
	return priceGroupView{g.Name, g.Accounts, g.Prices}
}

type priceGroupAddCmd struct {
	Name string `arg:"" help:"Its name, for good: small letters, digits and hyphens."`
	dryRun
}

// Run makes a price group.
func (c *priceGroupAddCmd) Run(ctx context.Context, p *program) error {
	if err := reseller.CheckPriceGroup(c.Name); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		g, err := operator.Prices{Store: d.Store}.AddGroup(ctx, c.Name)
		if err != nil {
			return err
		}
		return p.out.say(viewPriceGroup(g), "price group %s", g.Name)
	})
}

type priceGroupListCmd struct{}

// Run lists the price groups.
func (c *priceGroupListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		groups, err := operator.Prices{Store: d.Store}.Groups(ctx)
		if err != nil {
			return err
		}
		views := make([]priceGroupView, len(groups))
		for i, g := range groups {
			views[i] = viewPriceGroup(g)
		}
		return table(p.out, views, "NAME ACCOUNTS PRICES", func(v priceGroupView) []any { return []any{v.Name, v.Accounts, v.Prices} })
	})
}

type priceGroupRemoveCmd struct {
	Name string `arg:"" help:"Its name."`
	dryRun
}

// Run removes a price group.
func (c *priceGroupRemoveCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		g, err := operator.Prices{Store: d.Store}.RemoveGroup(ctx, c.Name)
		if err != nil {
			return err
		}
		return p.out.say(viewPriceGroup(g), "price group %s removed, with its prices", g.Name)
	})
}
