package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type restoreCmd struct {
	Load   restoreLoadCmd   `cmd:"" changes:"" default:"withargs" help:"Fill the database from a backup: restore FILE."`
	Status restoreStatusCmd `cmd:"" help:"Show how far the last restore is and what it found at the registries."`
	Assign restoreAssignCmd `cmd:"" changes:"" help:"Give a name that was found in no account to its account."`
}

type restoreLoadCmd struct {
	File    string `arg:"" help:"File that \"nameyard backup\" wrote."`
	Replace bool   `help:"What is in the database may go. The sandbox registry's state stays."`
}

// Run restores a backup. Servers must be stopped.
func (c *restoreLoadCmd) Run(ctx context.Context, p *program) error {
	d, err := p.connect(ctx, app.AnySchema, p.logger(false))
	if err != nil {
		return err
	}
	return errors.Join(c.run(ctx, p, d), d.Close())
}

func (c *restoreLoadCmd) run(ctx context.Context, p *program, d *app.Database) error {
	result, err := p.backups(d, "restoring").Load(ctx, c.File, c.Replace)
	p.progress("")
	if err != nil {
		return err
	}
	v := viewBackup(c.File, result)
	return p.out.say(v, "%d rows of %d tables are back, as of %s; it took %s\nStart the server: it compares all names with their registries before it sells anything.\n"+
		"\"nameyard restore status\" shows how far it is and what it found.", v.AllRows, len(v.Rows), moment(v.MadeAt), result.Took.Round(time.Millisecond))
}

type restoreStatusCmd struct{}

// restoreView is a restore as it is printed.
type restoreView struct {
	State      string        `json:"state"` // loading, reconciling or done
	Source     string        `json:"source"`
	BackupAt   time.Time     `json:"backup_at"`
	RestoredAt *time.Time    `json:"restored_at"`
	SellsSince *time.Time    `json:"sells_since"`
	Compared   int64         `json:"compared"` // names so far
	Findings   []findingView `json:"findings"`
}

type findingView struct {
	Kind    reseller.FindingKind `json:"kind"`
	Name    string               `json:"name"`
	Account string               `json:"account,omitempty"`
	Detail  string               `json:"detail"`
}

// Run shows the last restore.
func (c *restoreStatusCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		r, there, err := operator.Backups{Store: d.Store}.LastRestore(ctx)
		if err != nil {
			return err
		}
		if !there {
			return p.out.say(map[string]any{"state": "none"}, "no backup was restored into this database")
		}
		v := restoreView{
			State: string(r.State), Source: r.Source, BackupAt: r.BackupAt, RestoredAt: optional(r.LoadedAt), SellsSince: optional(r.LiftedAt), Compared: r.Compared,
			Findings: []findingView{},
		}
		for _, f := range r.Findings {
			v.Findings = append(v.Findings, findingView{f.Kind, f.Name, f.Account, f.Detail})
		}
		if p.out.json {
			return p.out.print(v, nil)
		}
		if err := fields(p.out, v, "state", v.State, "source", v.Source, "backup of", v.BackupAt, "restored", v.RestoredAt,
			"sells since", v.SellsSince, "compared", fmt.Sprintf("%d names", v.Compared), "found", fmt.Sprintf("%d things", len(v.Findings))); err != nil {
			return err
		}
		return table(p.out, v.Findings, "FOUND NAME ACCOUNT WHAT", func(f findingView) []any { return []any{f.Kind, f.Name, f.Account, f.Detail} })
	})
}

type restoreAssignCmd struct {
	Name  string `arg:"" help:"A name in the lost-and-found account."`
	Email string `arg:"" help:"E-mail address of the account that it belongs to."`
	rulesFlags
	dryRun
}

// Run moves a name from the lost-and-found account to its account.
func (c *restoreAssignCmd) Run(ctx context.Context, p *program) error {
	name, err := c.nameOf(c.Name)
	if err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		done, err := operator.FoundNames{Store: d.Store, Clock: d.Clock}.Assign(ctx, name, c.Email)
		if err != nil {
			return err
		}
		email, order := done.Account.Email, done.Order.ID
		return p.out.say(map[string]any{"domain": name.String(), "account": email, "order": order}, "%s is in %s now (order %d)", name, email, order)
	})
}
