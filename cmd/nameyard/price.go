package main

import (
	"context"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type priceCmd struct {
	List   priceListCmd   `cmd:"" help:"Show the price list, or what an account pays."`
	Set    priceSetCmd    `cmd:"" changes:"" help:"Set prices of a TLD, for everybody, for a group of accounts or for one account."`
	Import priceImportCmd `cmd:"" changes:"" help:"Set prices from a CSV file: tld,currency,operation,years,net,cost. All or none; --dry-run shows what would change."`
	Export priceExportCmd `cmd:"" help:"Write the price list as CSV, as import reads it."`
	Remove priceRemoveCmd `cmd:"" changes:"" help:"Take prices off the list: what they are for is not sold any more. An account without its own price pays that of its group or of the list."`
	Cancel priceCancelCmd `cmd:"" changes:"" help:"Take back changes of prices that are planned for a day to come."`
	Group  priceGroupCmd  `cmd:"" help:"The groups of accounts that have a price list in common."`
}

// priceView is a price as it is printed.
type priceView struct {
	TLD       string `json:"tld"`
	Currency  string `json:"currency"`
	Operation string `json:"operation"`
	Years     int    `json:"years"`
	Net       string `json:"net"`
	Cost      string `json:"cost,omitempty"` // the most that the registry may charge
}

func viewPrice(p reseller.Price) priceView {
	v := priceView{p.TLD, p.Currency, string(p.Operation), p.Years, amount(p.Net, p.Currency), ""}
	if p.Cost > 0 {
		v.Cost = amount(p.Cost, p.Currency)
	}
	return v
}

func (p *program) printPrices(prices []reseller.Price) error {
	views := make([]priceView, len(prices))
	for i, price := range prices {
		views[i] = viewPrice(price)
	}
	return table(p.out, views, "TLD CURRENCY OPERATION YEARS NET COST", func(v priceView) []any {
		return []any{"." + v.TLD, v.Currency, v.Operation, v.Years, v.Net, v.Cost}
	})
}

type priceListCmd struct {
	Account  string `env:"NAMEYARD_PRICE_ACCOUNT" placeholder:"EMAIL" help:"What this account pays: its own prices and its group's beside those of the list."`
	Group    string `env:"NAMEYARD_PRICE_GROUP" placeholder:"NAME" help:"The prices of this group in place of the list."`
	Currency string `env:"NAMEYARD_PRICE_CURRENCY" help:"Only this currency."`
	TLD      string `env:"NAMEYARD_PRICE_TLD" name:"tld" placeholder:"TLD" help:"Only this TLD."`
	Coming   bool   `help:"The changes that are planned, by the day on which they apply."`
}

// Run shows the price list, or what an account pays.
func (c *priceListCmd) Run(ctx context.Context, p *program) error {
	of := operator.ListName{Account: c.Account, Group: c.Group}
	if err := of.Check(); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		if c.Coming {
			planned, err := operator.Prices{Store: d.Store}.Coming(ctx, of, c.Currency, c.TLD)
			if err != nil {
				return err
			}
			return p.printPlanned(planned)
		}
		if c.Account != "" {
			return c.paid(ctx, p, operator.Prices{Store: d.Store})
		}
		prices, err := operator.Prices{Store: d.Store}.List(ctx, of, c.Currency, c.TLD)
		if err != nil {
			return err
		}
		return p.printPrices(prices)
	})
}

// paidPriceView is what an account pays, as it is printed.
type paidPriceView struct {
	priceView
	Own   string `json:"own,omitempty"`   // net; empty: it has none
	Group string `json:"group,omitempty"` // net, where it pays its group's; empty: it does not
	List  string `json:"list,omitempty"`  // net; empty: it is not on the list
	Over  bool   `json:"over,omitempty"`  // what it pays is above the list's
}

func (c *priceListCmd) paid(ctx context.Context, p *program, u operator.Prices) error {
	prices, err := u.Paid(ctx, c.Account, c.TLD)
	if err != nil {
		return err
	}
	views := []paidPriceView{}
	for _, price := range prices {
		if c.Currency != "" && price.Currency != c.Currency {
			continue
		}
		v := paidPriceView{priceView: viewPrice(price.Price)}
		switch {
		case price.Own():
			v.Own = v.Net
		case price.Special():
			v.Group = v.Net
		}
		if price.List != nil {
			v.List = amount(price.List.Net, price.Currency)
		}
		if v.Over = price.AboveList(); v.Over {
			whose := "its own price"
			if !price.Own() {
				whose = "the price of its group"
			}
			p.tellOf(price.Price, whose+" is more than the list's")
		}
		views = append(views, v)
	}
	return table(p.out, views, "TLD CURRENCY OPERATION YEARS OWN GROUP LIST COST", func(v paidPriceView) []any {
		return []any{"." + v.TLD, v.Currency, v.Operation, v.Years, v.Own, v.Group, v.List, v.Cost}
	})
}

type priceExportCmd struct {
	Account  string `env:"NAMEYARD_PRICE_ACCOUNT" placeholder:"EMAIL" help:"This account's own prices in place of the list."`
	Group    string `env:"NAMEYARD_PRICE_GROUP" placeholder:"NAME" help:"The prices of this group in place of the list."`
	Currency string `env:"NAMEYARD_PRICE_CURRENCY" help:"Only this currency."`
	TLD      string `env:"NAMEYARD_PRICE_TLD" name:"tld" placeholder:"TLD" help:"Only this TLD."`
}

// Run writes the price list in the form of an import.
func (c *priceExportCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		prices, err := operator.Prices{Store: d.Store}.List(ctx, operator.ListName{Account: c.Account, Group: c.Group}, c.Currency, c.TLD)
		switch {
		case err != nil:
			return err
		case p.out.json:
			return p.printPrices(prices)
		}
		return reseller.WritePrices(p.out.w, prices)
	})
}
