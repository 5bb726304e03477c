package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type priceCmd struct {
	List   priceListCmd   `cmd:"" help:"Show the price list."`
	Set    priceSetCmd    `cmd:"" changes:"" help:"Set prices of a TLD."`
	Import priceImportCmd `cmd:"" changes:"" help:"Set prices from a CSV file: tld,currency,operation,years,net,cost. All or none."`
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
	Currency string `env:"NAMEYARD_PRICE_CURRENCY" help:"Only this currency."`
}

// Run shows the price list.
func (c *priceListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		prices, err := operator.Prices{Store: d.Store}.List(ctx, c.Currency)
		if err != nil {
			return err
		}
		return p.printPrices(prices)
	})
}

type priceSetCmd struct {
	TLD      string `arg:"" name:"tld" help:"TLD, for example .se or co.uk."`
	Currency string `required:"" help:"ISO 4217 currency."`
	Register string `placeholder:"AMOUNT" help:"Net price of a registration."`
	Renew    string `placeholder:"AMOUNT" help:"Net price of a renewal."`
	Transfer string `placeholder:"AMOUNT" help:"Net price of a transfer."`
	Restore  string `placeholder:"AMOUNT" help:"Net price of a restore from redemption."`
	Years    int    `default:"1" help:"Years that the prices are for (${default}); a transfer and a restore have one price."`
	Cost     string `placeholder:"AMOUNT" help:"The most that the registry may charge us for each of them; without it, the net price."`
	rulesFlags
	dryRun
}

// Run sets the prices that were given.
func (c *priceSetCmd) Run(ctx context.Context, p *program) error {
	n := operator.NewPrices{TLD: c.TLD, Currency: c.Currency, Years: c.Years, Cost: c.Cost, Net: map[reseller.Operation]string{
		reseller.OpRegister: c.Register, reseller.OpRenew: c.Renew, reseller.OpTransfer: c.Transfer, reseller.OpRestore: c.Restore,
	}}
	if err := n.Check(); err != nil {
		return err
	}
	rules, err := c.rules()
	if err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		set, err := operator.Prices{Store: d.Store, Rules: rules}.Set(ctx, n)
		if err != nil {
			return err
		}
		if !set.Sold {
			fmt.Fprintf(p.stderr, "note: there are no rules for .%s, so it is not sold until --tld-rules has some\n", set.TLD)
		}
		return p.printPrices(set.Prices)
	})
}

type priceImportCmd struct {
	File string `arg:"" help:"CSV file, or - for the standard input."`
	dryRun
}

// Run sets the prices of a file.
func (c *priceImportCmd) Run(ctx context.Context, p *program) error {
	in := p.stdin
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return fmt.Errorf("open the price list: %w", err)
		}
		defer file.Close()
		in = file
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		n, err := operator.Prices{Store: d.Store}.Import(ctx, c.File, in)
		if err != nil {
			return err
		}
		return p.out.print(map[string]int{"set": n}, func(w io.Writer) { fmt.Fprintf(w, "%d prices set\n", n) })
	})
}
