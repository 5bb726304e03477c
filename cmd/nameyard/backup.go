package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"nameyard/app"
	"nameyard/jobs"
	"nameyard/reseller"
	"nameyard/store"
)

type backupCmd struct {
	File string `arg:"" help:"File to write, for example nameyard-2026-01-31.nyb. One that is there is not overwritten."`
}

// Run writes a consistent copy of the database while servers go on working with it.
func (c *backupCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *database) error {
		begun := d.Clock.Wall()
		result, err := d.Store.Backup(ctx, c.File, thisBuild().Version, p.toldRows("backing up"))
		p.progress("")
		if errors.Is(err, os.ErrExist) {
			return refused("%s is there already; a backup overwrites nothing", c.File)
		}
		if err != nil {
			return err
		}
		took := d.Clock.Wall().Sub(begun)
		v := viewBackup(c.File, result, took)
		return p.out.say(v, "%s has %d rows of %d tables, %d bytes, as of %s; it took %s",
			c.File, v.AllRows, len(v.Rows), v.Bytes, moment(v.MadeAt), took.Round(time.Millisecond))
	})
}

// backupFlags have a server back its database up by itself.
type backupFlags struct {
	BackupDir   string `placeholder:"DIR" help:"Folder for backups that the leading server writes by itself; none without it."`
	BackupEvery span   `placeholder:"24h" help:"How often it does."`
	BackupKeep  int    `placeholder:"14" help:"How many of them are kept."`
}

// backups checks the flags.
func (f backupFlags) backups() (app.Backups, error) {
	b := app.Backups{Folder: f.BackupDir, Every: f.BackupEvery.duration(), Keep: f.BackupKeep}
	if b.Folder == "" {
		return b, nil
	}
	if b.Every != 0 && b.Every < time.Minute || b.Keep < 0 {
		return b, wrongUsage("--backup-every must be a minute or more, and --backup-keep 1 or more")
	}
	if info, err := os.Stat(b.Folder); err != nil || !info.IsDir() {
		return b, refused("--backup-dir is %q, which is no folder; make it first", b.Folder)
	}
	return b, nil
}

// backupView is a backup as it is printed.
type backupView struct {
	File    string `json:"file"`
	AllRows int64  `json:"all_rows"`
	store.BackupResult
	Seconds float64 `json:"seconds"`
}

func viewBackup(file string, r store.BackupResult, took time.Duration) backupView {
	return backupView{file, r.AllRows(), r, took.Seconds()}
}

// toldRows shows how far a backup or a restore is.
func (p *program) toldRows(doing string) store.BackupTold {
	return func(table string, rows int64) { p.progress(fmt.Sprintf("%s: %s, %d rows", doing, table, rows)) }
}

type restoreCmd struct {
	Load   restoreLoadCmd   `cmd:"" default:"withargs" help:"Fill the database from a backup: restore FILE."`
	Status restoreStatusCmd `cmd:"" help:"Show how far the last restore is and what it found at the registries."`
	Assign restoreAssignCmd `cmd:"" help:"Give a name that was found in no account to its account."`
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

func (c *restoreLoadCmd) run(ctx context.Context, p *program, d *database) error {
	begun := d.Clock.Wall()
	result, err := d.Store.Restore(ctx, store.RestoreOrders{
		Path: c.File, Replace: c.Replace, Leader: jobs.LeaderLease, Told: p.toldRows("restoring"),
	})
	p.progress("")
	switch {
	case errors.Is(err, store.ErrBadBackup):
		return refused("%v; nothing was changed", err)
	case errors.Is(err, os.ErrNotExist):
		return refused("there is no file %s", c.File)
	case err != nil:
		return err
	}
	took := d.Clock.Wall().Sub(begun)
	v := viewBackup(c.File, result, took)
	return p.out.say(v, "%d rows of %d tables are back, as of %s; it took %s\nStart the server: it compares all names with their registries before it sells anything.\n"+
		"\"nameyard restore status\" shows how far it is and what it found.", v.AllRows, len(v.Rows), moment(v.MadeAt), took.Round(time.Millisecond))
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
	return p.withDatabase(ctx, func(d *database) error {
		r, err := d.Store.LastRestore(ctx)
		if errors.Is(err, reseller.ErrNotFound) {
			return p.out.say(map[string]any{"state": "none"}, "no backup was restored into this database")
		}
		if err != nil {
			return err
		}
		v := restoreView{
			State: r.State, Source: r.Source, BackupAt: r.BackupAt, RestoredAt: optional(r.LoadedAt), SellsSince: optional(r.LiftedAt), Compared: r.Compared,
			Findings: []findingView{},
		}
		emails, err := d.emails(ctx)
		if err != nil {
			return err
		}
		for {
			page, err := d.Store.Findings(ctx, r.ID, len(v.Findings), effectsPage)
			if err != nil {
				return err
			}
			for _, f := range page {
				v.Findings = append(v.Findings, findingView{f.Kind, f.Name, emails[f.AccountID], f.Detail})
			}
			if len(page) < effectsPage {
				break
			}
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
}

// Run moves a name from the lost-and-found account to its account, as a transfer between two accounts of ours.
func (c *restoreAssignCmd) Run(ctx context.Context, p *program) error {
	name, err := c.nameOf(c.Name)
	if err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *database) error {
		to, err := d.account(ctx, c.Email)
		if err != nil {
			return err
		}
		lost, err := d.Store.AccountByEmail(ctx, reseller.LostAndFound)
		if err != nil && !errors.Is(err, reseller.ErrNotFound) {
			return err
		}
		from, err := d.Store.Domain(ctx, lost.ID, name)
		if errors.Is(err, reseller.ErrNotFound) || err == nil && !from.State.Held() {
			return refused("%s is not in the lost-and-found account; \"nameyard restore status\" shows what was found", name)
		}
		if err != nil {
			return err
		}
		now := d.Clock.Now()
		o, err := d.Store.MoveDomain(ctx, reseller.DomainMove{From: from, Order: reseller.Order{
			AccountID: to.ID, Kind: reseller.OrderTransfer, Name: name, Charge: reseller.Charge{Currency: to.Currency}, ClTRIDBase: reseller.NewClTRIDBase(),
			Desired: reseller.Desired{DNSManagement: from.DNSManagement, EmailForwarding: from.EmailForwarding},
			Answer:  reseller.AnsweredFinal, Reason: "assigned by the operator after a restore", CreatedAt: now, EndedAt: now,
		}})
		if err != nil {
			return err
		}
		return p.out.say(map[string]any{"domain": name.String(), "account": to.Email, "order": o.ID}, "%s is in %s now (order %d)", name, to.Email, o.ID)
	})
}
