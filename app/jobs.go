package app

import (
	"cmp"
	"context"
	"time"

	"nameyard/jobs"
	"nameyard/notices"
	"nameyard/operator"
	"nameyard/payments"
	"nameyard/publish/dns"
	"nameyard/publish/web"
	"nameyard/recovery"
	"nameyard/registry/sandbox"
	"nameyard/webhooks"
)

// jobDeps is what the jobs work with.
func (a *App) jobDeps(b Backups) jobs.Deps {
	deps := jobs.Deps{
		Orders: a.Orders, Books: a.Store, Events: a.Store, Audit: a.Store, Notices: a.Notices, Webhooks: a.Webhooks, Keys: a.Store, Spending: a.Store, Prices: a.Store, Serials: a.Store, Parking: a.publishing.Platform.ParkingURL != "", Routes: a.Routes,
		Figures: a.keepFigures, Sweeps: a.Store,
		Recovery: recovery.New(recovery.Config{Books: a.Store, Orders: a.Orders, Routes: a.Routes, Clock: a.Clock, Log: a.Log}),
		Backups:  a.backups(b), Pruner: a.Store, Verify: a.verifyBooks, Alerts: a.alert, Clock: a.Clock, Log: a.Log,
	}
	if c := a.publishing; c.Signer != nil {
		deps.DNSSEC = jobs.DNSSEC{
			Signer: dns.NewSigner(*c.Signer, c.Secondaries, c.TSIGKeys, a.Clock), Names: a.Store, Changes: a.Orders, Nameservers: c.Platform.Nameservers,
		}
	}
	if r := a.publishing.Aliases; r != nil {
		r.Log = a.Log
		deps.Aliases = jobs.Aliases{Resolver: r, Books: a.Store}
	}
	if a.Payments != nil { // a nil *payments.Service in the interface would not be nil, as the next
		deps.Payments = a.Payments
	}
	if a.Sandbox != nil {
		deps.Sandbox = a.Sandbox
	}
	tidy := &web.Tidy{Files: a.Store, Key: a.Key, Clock: a.Clock, Log: a.Log}
	deps.Tidy = func(ctx context.Context) error {
		tidy.Zones = a.Zones // they are made after the jobs
		return tidy.Run(ctx)
	}
	return deps
}

// backupPeriod is how often the database is backed up, where nothing else is set.
const backupPeriod = 24 * time.Hour

// backups is the backup job's task.
func (a *App) backups(b Backups) jobs.Backups {
	return jobs.Backups{
		Folder: b.Folder, Every: cmp.Or(b.Every, backupPeriod), Keep: cmp.Or(b.Keep, 14),
		Write: func(ctx context.Context, path string) error {
			_, err := operator.Backups{Store: a.Store, Clock: a.Clock, Version: a.Version, By: a.Holder, Log: a.Log}.Write(ctx, path)
			return err
		},
	}
}

// JobLines are the jobs that a server of this database may have, to be looked at and not to be run.
func (d *Database) JobLines() []jobs.Job {
	shown := func(context.Context) error { return nil }
	deps := jobs.Deps{
		Prices: d.Store, Figures: shown, Sweeps: d.Store, Verify: shown, Alerts: shown, Tidy: shown, Recovery: new(recovery.Service), Pruner: d.Store, Notices: new(notices.Service),
		Webhooks: new(webhooks.Deliverer), Backups: jobs.Backups{Folder: "as the server's settings say", Every: backupPeriod},
		DNSSEC: jobs.DNSSEC{Signer: new(dns.Signer)}, Aliases: jobs.Aliases{Resolver: new(dns.Resolver)},
	}
	deps.Payments = new(payments.Service)
	if d.HasSandbox {
		deps.Sandbox = new(sandbox.Registry)
	}
	return jobs.New(deps).Jobs()
}
