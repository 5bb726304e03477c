package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

// whosePrices are the flags of a command that changes prices.
type whosePrices struct {
	Account string `env:"-" placeholder:"EMAIL" help:"This account's own prices, in place of the price list."`
	Group   string `env:"-" placeholder:"NAME" help:"The prices of this group of accounts, in place of the price list."`
}

func (w whosePrices) list() operator.ListName {
	return operator.ListName{Account: w.Account, Group: w.Group}
}

// Here and below no variable says whose prices are changed, nor which are removed: one that somebody forgot would.
type priceSetCmd struct {
	TLD string `arg:"" name:"tld" help:"TLD, for example .se or co.uk."`
	whosePrices
	Currency string `help:"ISO 4217 currency; an account's own prices are in the account's."`
	Register string `placeholder:"AMOUNT" help:"Net price of a registration."`
	Renew    string `placeholder:"AMOUNT" help:"Net price of a renewal."`
	Transfer string `placeholder:"AMOUNT" help:"Net price of a transfer."`
	Restore  string `placeholder:"AMOUNT" help:"Net price of a restore from redemption."`
	Years    string `default:"1" help:"Years that the prices are for (${default}), or 1-10: the prices and the cost are for one year then, and n years cost n times that. A transfer and a restore have one price."`
	Cost     string `placeholder:"AMOUNT" help:"The most that the registry may charge us for each of them; without it, the net price, or of a price of an account or a group the list's cost."`
	fromDay
	rulesFlags
	dryRun
}

// Run sets the prices that were given.
func (c *priceSetCmd) Run(ctx context.Context, p *program) error {
	if c.Account == "" && c.Currency == "" {
		return wrongUsage("missing flags: --currency=STRING, or --account=EMAIL for an account's own prices")
	}
	n := operator.NewPrices{Of: c.list(), TLD: c.TLD, Currency: c.Currency, Cost: c.Cost, From: c.From, Net: map[reseller.Operation]string{
		reseller.OpRegister: c.Register, reseller.OpRenew: c.Renew, reseller.OpTransfer: c.Transfer, reseller.OpRestore: c.Restore,
	}}
	var err error
	if n.Years, n.UpTo, err = years(c.Years); err != nil {
		return err
	}
	if err := n.Check(); err != nil {
		return err
	}
	rules, err := c.rules()
	if err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		set, err := operator.Prices{Store: d.Store, Rules: rules, Clock: d.Clock}.Set(ctx, n)
		if err != nil {
			return err
		}
		if !set.Sold {
			fmt.Fprintf(p.stderr, "note: there are no rules for .%s, so it is not sold until --tld-rules has some\n", set.TLD)
		}
		p.tellDoubts(set.Prices)
		return p.printChanges(ctx, set.Prices)
	})
}

// years reads a number of years, or from how many to how many.
func years(text string) (from, to int, err error) {
	first, last, ranged := strings.Cut(text, "-")
	from, err = strconv.Atoi(first)
	if err == nil && ranged {
		to, err = strconv.Atoi(last)
	}
	if err != nil {
		return 0, 0, wrongUsage("--years is %q, it must be a number of years such as 2, or 1-10 for each of them", text)
	}
	return from, to, nil
}

// tellDoubts warns of prices that may be mistakes.
func (p *program) tellDoubts(changes []operator.PriceChange) {
	for _, c := range changes {
		for _, words := range c.Doubts {
			p.tellOf(c.Price, words)
		}
	}
}

// tellOf says something about a price beside the list.
func (p *program) tellOf(price reseller.Price, words string) {
	fmt.Fprintf(printable{p.stderr}, "note: .%s, %s, %d years, %s: %s\n", price.TLD, price.Operation, price.Years, price.Currency, words)
}

// changedPriceView is a price with what it was, as it is printed.
type changedPriceView struct {
	priceView
	Was  string `json:"was,omitempty"`  // net; empty: it is new
	From string `json:"from,omitempty"` // empty: at once
}

// printChanges prints prices; in a dry run, and where they are for a day to come, with what they are until then.
func (p *program) printChanges(ctx context.Context, changes []operator.PriceChange) error {
	later := len(changes) > 0 && !changes[0].From.IsZero()
	if !reseller.Rehearsing(ctx) && !later {
		return p.printPrices(operator.PricesOf(changes))
	}
	views := make([]changedPriceView, len(changes))
	for i, c := range changes {
		views[i].priceView = viewPrice(c.Price)
		if c.Was != nil {
			views[i].Was = amount(c.Was.Net, c.Was.Currency)
		}
		if later {
			views[i].From = c.From.Format(time.RFC3339)
		}
	}
	if later {
		return table(p.out, views, "FROM TLD CURRENCY OPERATION YEARS WAS NET COST", func(v changedPriceView) []any {
			return []any{v.From, "." + v.TLD, v.Currency, v.Operation, v.Years, v.Was, v.Net, v.Cost}
		})
	}
	return table(p.out, views, "TLD CURRENCY OPERATION YEARS WAS NET COST", func(v changedPriceView) []any {
		return []any{"." + v.TLD, v.Currency, v.Operation, v.Years, v.Was, v.Net, v.Cost}
	})
}

type priceImportCmd struct {
	File string `arg:"" help:"CSV file, or - for the standard input. Semicolons with decimal commas are read, too."`
	whosePrices
	fromDay
	rulesFlags
	dryRun
}

// Run sets the prices of a file. A dry run lists those that would change.
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
	rules, err := c.rules()
	if err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		all, err := operator.Prices{Store: d.Store, Rules: rules, Clock: d.Clock}.Import(ctx, c.list(), c.File, c.From, in)
		if err != nil {
			return err
		}
		var changed []operator.PriceChange
		for _, price := range all {
			if !price.Same() {
				changed = append(changed, price)
			}
		}
		p.tellDoubts(changed)
		if reseller.Rehearsing(ctx) {
			return p.printChanges(ctx, changed)
		}
		done := "set"
		if !all[0].From.IsZero() {
			done = "planned"
		}
		return p.out.say(map[string]int{done: len(all), "changed": len(changed)}, "%d prices %s, %d of them changed", len(all), done, len(changed))
	})
}

type priceRemoveCmd struct {
	TLD string `arg:"" name:"tld" help:"TLD, for example .se."`
	whosePrices
	Currency  string `env:"-" help:"Only those in this currency."`
	Operation string `env:"-" help:"Only those of a registration, renewal …: register, renew, transfer or restore."`
	Years     int    `env:"-" help:"Only those for so many years."`
	fromDay
	dryRun
}

// Run removes prices and prints what they were.
func (c *priceRemoveCmd) Run(ctx context.Context, p *program) error {
	r := operator.PriceRemoval{Of: c.list(), TLD: c.TLD, Currency: c.Currency, Operation: reseller.Operation(c.Operation), Years: c.Years, From: c.From}
	if err := r.Check(); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		gone, err := operator.Prices{Store: d.Store, Clock: d.Clock}.Remove(ctx, r)
		if err != nil {
			return err
		}
		return p.printPrices(operator.PricesOf(gone))
	})
}
