package main

import (
	"context"
	"slices"
	"time"

	"nameyard/app"
	"nameyard/operator"
	catalogue "nameyard/panel/words"
	"nameyard/reseller"
)

// chapterView is one thing that happened, as it is printed.
type chapterView struct {
	At        time.Time `json:"at"`
	What      string    `json:"what"` // order, attempt, posting, invoice, zone, mail, webhook or audit
	Order     int64     `json:"order,omitempty"`
	Words     string    `json:"words"`
	Actor     string    `json:"actor,omitempty"`
	Face      string    `json:"face,omitempty"`
	Address   string    `json:"address,omitempty"`
	RequestID string    `json:"request_id,omitempty"`

	told string // Words, as people read them
}

// printStory prints what happened, oldest first. Ledger accounts have their names in the table, and their keys in JSON.
func (p *program) printStory(ctx context.Context, d *app.Database, chapters []operator.Chapter) error {
	called, err := ledgerAccounts(ctx, d, chapters)
	if err != nil {
		return err
	}
	views := make([]chapterView, len(chapters))
	for i, c := range chapters {
		views[i] = chapterView{c.At, c.What, c.Order, c.Words, c.Actor, c.Face, c.Address, c.Request, c.Words}
		if entry, ok := c.Of.(reseller.Entry); ok {
			views[i].told = operator.EntryWords(entry, called)
		}
	}
	return table(p.out, views, "AT WHAT ORDER BY THROUGH FROM REQUEST WORDS", func(v chapterView) []any {
		order := any(v.Order)
		if v.Order == 0 {
			order = ""
		}
		return []any{v.At, v.What, order, v.Actor, v.Face, v.Address, v.RequestID, v.told}
	})
}

// ledgerAccounts calls the ledger accounts of a story as the panel does.
func ledgerAccounts(ctx context.Context, d *app.Database, chapters []operator.Chapter) (func(reseller.Posting) string, error) {
	var owners []int64
	for _, c := range chapters {
		if entry, ok := c.Of.(reseller.Entry); ok {
			for _, posting := range entry.Postings {
				owner, _ := posting.Owner()
				owners = append(owners, owner)
			}
		}
	}
	slices.Sort(owners)
	emails, err := operator.Accounts{Store: d.Store}.EmailsOf(ctx, slices.Compact(owners))
	return func(p reseller.Posting) string { return catalogue.English.LedgerAccount(p, emails) }, err
}

type orderStoryCmd struct {
	ID string `arg:"" help:"Number of the order, or the id of its transaction at the registry, of its request, or its idempotency key."`
}

// Run tells the story of an order.
func (c *orderStoryCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		o, err := operator.Orders{Store: d.Store}.Named(ctx, c.ID)
		if err != nil {
			return err
		}
		chapters, err := operator.Stories{Store: d.Store}.OfOrder(ctx, o.ID)
		if err != nil {
			return err
		}
		return p.printStory(ctx, d, chapters)
	})
}

type domainStoryCmd struct {
	Name string `arg:"" help:"The name, for example example.com."`
	rulesFlags
}

// Run tells the story of a name.
func (c *domainStoryCmd) Run(ctx context.Context, p *program) error {
	name, err := c.nameOf(c.Name)
	if err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		chapters, err := operator.Stories{Store: d.Store}.OfName(ctx, name)
		if err != nil {
			return err
		}
		return p.printStory(ctx, d, chapters)
	})
}
