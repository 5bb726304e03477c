package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

type zoneCmd struct {
	Show    zoneShowCmd    `cmd:"" help:"Show the DNS records and e-mail forwards of a name."`
	History zoneHistoryCmd `cmd:"" help:"List the saved versions, newest first."`
	Restore zoneRestoreCmd `cmd:"" help:"Save an old version again, as a new one."`
}

// withDomain finds the live row of a name, whosever it is.
func (p *program) withDomain(ctx context.Context, full string, f rulesFlags, do func(*database, reseller.Domain) error) error {
	name, err := f.nameOf(full)
	if err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *database) error {
		domain, err := d.Store.LiveDomain(ctx, name)
		if errors.Is(err, reseller.ErrNotFound) {
			return refused("no account has %s", name)
		}
		if err != nil {
			return err
		}
		return do(d, domain)
	})
}

// zoneView is what a domain publishes.
type zoneView struct {
	Name     string         `json:"name"`
	Phase    reseller.Phase `json:"phase"`  // of the name, by the rules of its TLD
	Served   bool           `json:"served"` // the registry delegates the name, so the zone has an effect
	Records  []zone.Record  `json:"records"`
	Forwards []zone.Forward `json:"forwards"`
}

type zoneShowCmd struct {
	Name string `arg:"" help:"The name, for example example.com."`
	rulesFlags
}

// Run shows records and forwards.
func (c *zoneShowCmd) Run(ctx context.Context, p *program) error {
	return p.withDomain(ctx, c.Name, c.rulesFlags, func(d *database, domain reseller.Domain) error {
		records, err := d.Store.Records(ctx, domain.ID)
		if err != nil {
			return err
		}
		forwards, err := d.Store.Forwards(ctx, domain.ID)
		if err != nil {
			return err
		}
		if records == nil {
			records = []zone.Record{}
		}
		if forwards == nil {
			forwards = []zone.Forward{}
		}
		rules, err := c.rules()
		if err != nil {
			return err
		}
		phase, _ := domain.Phase(rules[domain.Name.TLD()], d.Clock.Now())
		view := zoneView{domain.Name.String(), phase, phase.Served(), records, forwards}
		return p.out.print(view, func(w io.Writer) {
			if !view.Served {
				fmt.Fprintf(w, "%s is in phase %s: its zone has no effect now.\n\n", view.Name, phase)
			}
			printZone(w, records, forwards)
		})
	})
}

type zoneHistoryCmd struct {
	Name string `arg:"" help:"The name, for example example.com."`
	rulesFlags
}

// versionView is a saved version with the kind of document that it is of.
type versionView struct {
	Kind zone.Kind `json:"kind"`
	zone.Revision
}

// Run lists the versions of both documents.
func (c *zoneHistoryCmd) Run(ctx context.Context, p *program) error {
	return p.withDomain(ctx, c.Name, c.rulesFlags, func(d *database, domain reseller.Domain) error {
		var views []versionView
		for _, kind := range []zone.Kind{zone.DNS, zone.Mail} {
			versions, err := d.Store.ZoneVersions(ctx, domain.ID, kind)
			if err != nil {
				return err
			}
			for _, v := range versions {
				views = append(views, versionView{kind, v})
			}
		}
		return table(p.out, views, "KIND VERSION SAVED BY REQUEST", func(v versionView) []any {
			return []any{v.Kind, v.Version, v.SavedAt, v.SavedBy, v.RequestID}
		})
	})
}

type zoneRestoreCmd struct {
	Name    string `arg:"" help:"The name, for example example.com."`
	Version int64  `arg:"" help:"Version, as \"zone history\" shows it."`
	Kind    string `default:"dns" enum:"dns,mail" env:"NAMEYARD_ZONE_KIND" help:"dns (records) or mail (e-mail forwards)."`
	rulesFlags
}

// Run restores a version.
func (c *zoneRestoreCmd) Run(ctx context.Context, p *program) error {
	return p.withDomain(ctx, c.Name, c.rulesFlags, func(d *database, domain reseller.Domain) error {
		err := d.Store.RestoreZone(ctx, domain.ID, zone.Kind(c.Kind), c.Version, reseller.Operator)
		if errors.Is(err, reseller.ErrNotFound) {
			return refused("%s has no version %d of its %s zone; \"nameyard zone history %s\" shows them", domain.Name, c.Version, c.Kind, domain.Name)
		}
		if err != nil {
			return err
		}
		versions, err := d.Store.ZoneVersions(ctx, domain.ID, zone.Kind(c.Kind))
		if err != nil {
			return err
		}
		return p.out.say(versionView{zone.Kind(c.Kind), versions[0]}, "version %d of the %s zone is restored, as version %d of %s",
			c.Version, c.Kind, versions[0].Version, versions[0].SavedAt.Format(time.RFC3339))
	})
}
