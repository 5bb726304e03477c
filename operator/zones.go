package operator

import (
	"context"
	"errors"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/zone"
)

// Zones are what names publish: DNS records and forwards.
type Zones struct {
	Store *store.Store
	Clock reseller.Clock // for Show
	Rules reseller.TLDs  // for Show
}

// Zone is what a name publishes.
type Zone struct {
	Domain   reseller.Domain
	Phase    reseller.Phase // of the name, by the rules of its TLD
	Records  []zone.Record
	Forwards []zone.Forward
	Silent   []reseller.ForwardTarget // targets of the forwards that have not agreed to mail

	Delegated bool // by the registry; else the zone has no effect
}

// Revision is a saved version with the kind of document that it is of.
type Revision struct {
	Kind zone.Kind `json:"kind"`
	zone.Revision
}

// Show gives the records and e-mail forwards of a name, whosever it is.
func (u Zones) Show(ctx context.Context, name reseller.Name) (Zone, error) {
	d, err := u.domain(ctx, name)
	if err != nil {
		return Zone{}, err
	}
	z := Zone{Domain: d}
	if z.Records, err = u.Store.Records(ctx, d.ID); err != nil {
		return z, err
	}
	if z.Forwards, err = u.Store.Forwards(ctx, d.ID); err != nil {
		return z, err
	}
	targets, err := u.Store.ForwardTargets(ctx, d.AccountID, zone.TargetsOf(z.Forwards))
	if err != nil {
		return z, err
	}
	for _, t := range targets {
		if t.State != reseller.TargetVerified {
			z.Silent = append(z.Silent, t)
		}
	}
	z.Phase, _ = d.Phase(u.Rules[name.TLD()], u.Clock.Now())
	z.Delegated = d.Delegated(z.Phase)
	return z, nil
}

// domain finds the live row of a name, whosever it is.
func (u Zones) domain(ctx context.Context, name reseller.Name) (reseller.Domain, error) {
	d, err := u.Store.LiveDomain(ctx, name)
	if errors.Is(err, reseller.ErrNotFound) {
		return d, notFound("no account has %s", name)
	}
	return d, err
}

// History lists the saved versions of both documents, newest first.
func (u Zones) History(ctx context.Context, name reseller.Name) ([]Revision, error) {
	d, err := u.domain(ctx, name)
	if err != nil {
		return nil, err
	}
	var list []Revision
	for _, kind := range []zone.Kind{zone.DNS, zone.Mail} {
		for page := (reseller.Page{Limit: versionsAtOnce}); ; {
			versions, err := u.Store.ZoneVersions(ctx, d.ID, kind, page)
			if err != nil {
				return nil, err
			}
			for _, v := range versions {
				list = append(list, Revision{kind, v})
				page.Before = v.Version
			}
			if len(versions) < versionsAtOnce {
				break
			}
		}
	}
	return list, nil
}

// versionsAtOnce is how many versions are read at a time.
const versionsAtOnce = 1000

// Restore saves an old version again, as a new one, and gives that.
func (u Zones) Restore(ctx context.Context, name reseller.Name, kind zone.Kind, version int64) (Revision, error) {
	d, err := u.domain(ctx, name)
	if err != nil {
		return Revision{}, err
	}
	if err := u.mayRestore(ctx, d, kind, version); err != nil {
		return Revision{}, err
	}
	err = u.Store.RestoreZone(ctx, d.ID, kind, version, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrNotFound) {
		return Revision{}, notFound("%s has no version %d of its %s zone; %s shows them", name, version, kind, about(HintZoneHistory, name.String()))
	}
	if err != nil {
		return Revision{}, err
	}
	versions, err := u.Store.ZoneVersions(ctx, d.ID, kind, reseller.Page{Limit: 1})
	if err != nil {
		return Revision{}, err
	}
	return Revision{kind, versions[0]}, nil
}

// mayRestore holds an old version against today's rules: one that cannot work is no better for having been saved once.
func (u Zones) mayRestore(ctx context.Context, d reseller.Domain, kind zone.Kind, version int64) error {
	records, forwards, err := u.Store.ZoneVersion(ctx, d.ID, kind, version)
	if errors.Is(err, reseller.ErrNotFound) {
		return nil // the restoring says so
	}
	if err != nil {
		return err
	}
	rows := make([]zone.Row, len(records))
	for i, r := range records {
		rows[i] = r.Row()
	}
	if _, err = zone.CheckRecords(d.Name, rows, d.Hosts...); err == nil {
		_, err = zone.CheckForwards(d.Name, forwards)
	}
	if err != nil {
		return refused("version %d of the %s zone of %s cannot work: %s; nothing was changed", version, kind, d.Name, reseller.Inner(err))
	}
	return nil
}
