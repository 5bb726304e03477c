package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
	"nameyard/zone"
)

type zoneCmd struct {
	Show    zoneShowCmd    `cmd:"" help:"Show the DNS records and e-mail forwards of a name."`
	History zoneHistoryCmd `cmd:"" help:"List the saved versions, newest first."`
	Export  zoneExportCmd  `cmd:"" help:"Write the zone of a name as a zone file, also while it rests."`
	Import  zoneImportCmd  `cmd:"" changes:"" help:"Make the records of a name those of a zone file."`
	Restore zoneRestoreCmd `cmd:"" changes:"" help:"Save an old version again, as a new one."`
}

// withZones gives the operator's work on zones, and the name that it is about.
func (p *program) withZones(ctx context.Context, full string, f rulesFlags, do func(operator.Zones, reseller.Name) error) error {
	rules, err := f.rules()
	if err != nil {
		return err
	}
	name, err := f.nameOf(full)
	if err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		return do(operator.Zones{Store: d.Store, Clock: d.Clock, Rules: rules}, name)
	})
}

// zoneView is what a domain publishes.
type zoneView struct {
	Name     string         `json:"name"`
	Phase    reseller.Phase `json:"phase"`  // of the name, by the rules of its TLD
	Served   bool           `json:"served"` // the registry delegates the name, so the zone has an effect
	Records  []zone.Record  `json:"records"`
	Forwards []zone.Forward `json:"forwards"`
	Targets  []targetView   `json:"targets,omitempty"` // of the forwards, that have not agreed to mail
}

// targetView is a target of e-mail forwards that has not agreed to mail.
type targetView struct {
	Address string               `json:"address"`
	State   reseller.TargetState `json:"state"`
	AskedAt *time.Time           `json:"asked_at"` // null = not yet
}

type zoneShowCmd struct {
	Name string `arg:"" help:"The name, for example example.com."`
	rulesFlags
}

// Run shows records and forwards.
func (c *zoneShowCmd) Run(ctx context.Context, p *program) error {
	return p.withZones(ctx, c.Name, c.rulesFlags, func(u operator.Zones, name reseller.Name) error {
		z, err := u.Show(ctx, name)
		if err != nil {
			return err
		}
		view := zoneView{name.String(), z.Phase, z.Delegated, append([]zone.Record{}, z.Records...), append([]zone.Forward{}, z.Forwards...), nil}
		for _, t := range z.Silent {
			one := targetView{Address: t.Address, State: t.State}
			if !t.AskedAt.IsZero() {
				one.AskedAt = &t.AskedAt
			}
			view.Targets = append(view.Targets, one)
		}
		return p.out.print(view, func(w io.Writer) {
			if !view.Served && z.Phase.Served() {
				fmt.Fprintf(w, "%s is on hold: its zone has no effect now.\n\n", view.Name)
			} else if !view.Served {
				fmt.Fprintf(w, "%s is in phase %s: its zone has no effect now.\n\n", view.Name, view.Phase)
			}
			printZone(w, view.Records, view.Forwards)
			for _, t := range view.Targets {
				fmt.Fprintf(w, "%s gets no mail: %s\n", t.Address, t.State)
			}
		})
	})
}

type zoneHistoryCmd struct {
	Name string `arg:"" help:"The name, for example example.com."`
	rulesFlags
}

// Run lists the versions of both documents.
func (c *zoneHistoryCmd) Run(ctx context.Context, p *program) error {
	return p.withZones(ctx, c.Name, c.rulesFlags, func(u operator.Zones, name reseller.Name) error {
		views, err := u.History(ctx, name)
		if err != nil {
			return err
		}
		return table(p.out, views, "KIND VERSION SAVED BY REQUEST", func(v operator.Revision) []any {
			return []any{v.Kind, v.Version, v.SavedAt, v.SavedBy, v.RequestID}
		})
	})
}

type zoneRestoreCmd struct {
	Name    string `arg:"" help:"The name, for example example.com."`
	Version int64  `arg:"" help:"Version, as \"zone history\" shows it."`
	Kind    string `default:"dns" enum:"dns,mail" env:"NAMEYARD_ZONE_KIND" help:"dns (records) or mail (e-mail forwards)."`
	rulesFlags
	dryRun
}

// Run restores a version.
func (c *zoneRestoreCmd) Run(ctx context.Context, p *program) error {
	return p.withZones(ctx, c.Name, c.rulesFlags, func(u operator.Zones, name reseller.Name) error {
		made, err := u.Restore(ctx, name, zone.Kind(c.Kind), c.Version)
		if err != nil {
			return err
		}
		return p.out.say(made, "version %d of the %s zone is restored, as version %d of %s", c.Version, c.Kind, made.Version, made.SavedAt.Format(time.RFC3339))
	})
}
