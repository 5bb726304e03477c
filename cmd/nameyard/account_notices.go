package main

import (
	"context"
	"fmt"
	"strings"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type accountNoticesCmd struct {
	Email  string   `arg:"" help:"E-mail address of the account."`
	Choose []string `arg:"" optional:"" name:"kind=way" help:"Changes from now on: registered=off, renewed=daily or renewal_invoice=now. The kinds that are not named stay as they are."`
	dryRun
}

// noticeView is how an account hears of a kind of notices, as it is printed.
type noticeView struct {
	Kind string               `json:"kind"`
	Way  reseller.NoticeWay   `json:"way"`
	Ways []reseller.NoticeWay `json:"ways"` // that may be chosen
}

// changes reads the arguments.
func (c *accountNoticesCmd) changes() ([]reseller.NoticeChoice, error) {
	var changes []reseller.NoticeChoice
	for _, pair := range c.Choose {
		kind, way, ok := strings.Cut(pair, "=")
		if !ok {
			return nil, wrongUsage("%q must be KIND=WAY, for example registered=off", pair)
		}
		changes = append(changes, reseller.NoticeChoice{Kind: kind, Way: reseller.NoticeWay(way)})
	}
	return changes, nil
}

// Run changes what was given, and shows how the account hears of each kind.
func (c *accountNoticesCmd) Run(ctx context.Context, p *program) error {
	changes, err := c.changes()
	if err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		u := operator.Accounts{Store: d.Store}
		all, err := u.Notices(ctx, c.Email)
		if len(changes) > 0 && err == nil {
			all, err = u.ChangeNotices(ctx, c.Email, changes)
		}
		if err != nil {
			return err
		}
		return printNotices(p.out, all)
	})
}

// printNotices prints how an account hears of all kinds.
func printNotices(to output, all []reseller.NoticeChoice) error {
	views := make([]noticeView, len(all))
	for i, n := range all {
		views[i] = noticeView{n.Kind, n.Way, reseller.NoticeKinds[i].Ways()}
	}
	return table(to, views, "KIND WAY CHOICES", func(v noticeView) []any {
		return []any{v.Kind, v.Way, strings.Trim(fmt.Sprint(v.Ways), "[]")}
	})
}
