package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"nameyard/reseller"
)

type priceCmd struct {
	List   priceListCmd   `cmd:"" help:"Show the price list."`
	Set    priceSetCmd    `cmd:"" help:"Set prices of a TLD."`
	Import priceImportCmd `cmd:"" help:"Set prices from a CSV file: tld,currency,operation,years,net,cost. All or none."`
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
	if c.Currency != "" && !reseller.ValidCurrency(c.Currency) {
		return wrongUsage("--currency is %q, it must be three capital letters of ISO 4217, for example USD", c.Currency)
	}
	return p.withDatabase(ctx, func(d *database) error {
		prices, err := d.Store.Prices(ctx, c.Currency)
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
}

// Run sets the prices that were given.
func (c *priceSetCmd) Run(ctx context.Context, p *program) error {
	prices, err := c.prices()
	if err != nil {
		return err
	}
	rules, err := c.rules()
	if err != nil {
		return err
	}
	if _, err := rules.Lookup(prices[0].TLD); err != nil {
		fmt.Fprintf(p.stderr, "note: there are no rules for .%s, so it is not sold until --tld-rules has some\n", prices[0].TLD)
	}
	return p.withDatabase(ctx, func(d *database) error {
		if err := d.Store.SetPrices(ctx, prices, reseller.Operator); err != nil {
			return err
		}
		return p.printPrices(prices)
	})
}

// prices reads the flags into prices.
func (c *priceSetCmd) prices() ([]reseller.Price, error) {
	tld, err := reseller.ParseTLD(c.TLD)
	switch {
	case err != nil:
		return nil, err
	case !reseller.ValidCurrency(c.Currency):
		return nil, wrongUsage("--currency is %q, it must be three capital letters of ISO 4217, for example USD", c.Currency)
	case c.Years < 1 || c.Years > 99:
		return nil, wrongUsage("--years is %d, it must be 1 to 99", c.Years)
	}
	var cost int64
	if c.Cost != "" {
		if cost, err = notNegative("cost", c.Cost, c.Currency); err != nil {
			return nil, err
		}
	}
	var prices []reseller.Price
	given := map[reseller.Operation]string{
		reseller.OpRegister: c.Register, reseller.OpRenew: c.Renew, reseller.OpTransfer: c.Transfer, reseller.OpRestore: c.Restore,
	}
	for _, op := range reseller.Operations {
		if given[op] == "" {
			continue
		}
		if c.Years != 1 && (op == reseller.OpTransfer || op == reseller.OpRestore) {
			return nil, wrongUsage("a %s has one price whatever the years: set it without --years", op)
		}
		net, err := notNegative(string(op), given[op], c.Currency)
		if err != nil {
			return nil, err
		}
		prices = append(prices, reseller.Price{TLD: tld, Currency: c.Currency, Operation: op, Years: c.Years, Net: net, Cost: cost})
	}
	if len(prices) == 0 {
		return nil, wrongUsage("give at least one price: --register, --renew, --transfer or --restore")
	}
	return prices, nil
}

func notNegative(flag, text, currency string) (int64, error) {
	m, err := reseller.ParseMoney(text, currency)
	if err != nil {
		return 0, wrongUsage("--%s: %v", flag, err)
	}
	if m.Minor < 0 {
		return 0, wrongUsage("--%s is %s, it must not be negative", flag, text)
	}
	return m.Minor, nil
}

type priceImportCmd struct {
	File string `arg:"" help:"CSV file, or - for the standard input."`
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
	prices, err := reseller.ParsePrices(c.File, in)
	if err != nil {
		return fmt.Errorf("nothing was set:\n%w", err)
	}
	if len(prices) == 0 {
		return refused("%s has no prices; nothing was set", c.File)
	}
	return p.withDatabase(ctx, func(d *database) error {
		if err := d.Store.SetPrices(ctx, prices, reseller.Operator); err != nil {
			return err
		}
		return p.out.print(map[string]int{"set": len(prices)}, func(w io.Writer) { fmt.Fprintf(w, "%d prices set\n", len(prices)) })
	})
}
