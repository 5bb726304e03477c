package actions

import (
	"context"
	"errors"
	"slices"

	"nameyard/reseller"
	"nameyard/zone"
)

// ZoneHistory asks for the saved versions of records and e-mail forwards of a name.
type ZoneHistory struct {
	Name reseller.Name
}

// ZoneVersion is a saved version of the records or of the forwards of a name. Both share one sequence of numbers.
type ZoneVersion struct {
	Kind zone.Kind
	zone.Revision
}

// ZoneHistory lists the versions that are kept, newest first.
func (s *Service) ZoneHistory(ctx context.Context, call Call, r ZoneHistory) ([]ZoneVersion, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return nil, err
	}
	return s.zoneVersions(ctx, d, zone.DNS, zone.Mail)
}

func (s *Service) zoneVersions(ctx context.Context, d reseller.Domain, kinds ...zone.Kind) ([]ZoneVersion, error) {
	list := []ZoneVersion{}
	for _, kind := range kinds {
		versions, err := s.store.ZoneVersions(ctx, d.ID, kind)
		if err != nil {
			return nil, err
		}
		for _, v := range versions {
			list = append(list, ZoneVersion{kind, v})
		}
	}
	slices.SortFunc(list, func(a, b ZoneVersion) int { return int(b.Version - a.Version) })
	return list, nil
}

// RestoreZone names a version that is to be saved again.
type RestoreZone struct {
	Name    reseller.Name
	Version int64
	IfMatch IfMatch
}

// RestoredZone is a version that was saved again, as a new one.
type RestoredZone struct {
	ZoneVersion
	Seen string // tag of the records, or of the forwards, as they are with it
}

// RestoreZone saves an old version of the records, or of the forwards, again, as a new one, and gives that. The error is one of KindNotFound if
// there is no such version, and one of KindInvalid if the zone that it had cannot work today.
func (s *Service) RestoreZone(ctx context.Context, call Call, r RestoreZone) (RestoredZone, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return RestoredZone{}, err
	}
	save := zone.Save{Kind: zone.DNS, SwitchOn: !d.DNSManagement, Action: "RestoreZone", By: call.actor()}
	save.Records, _, err = s.store.ZoneVersion(ctx, d.ID, zone.DNS, r.Version)
	if errors.Is(err, reseller.ErrNotFound) {
		save.Kind, save.SwitchOn = zone.Mail, !d.EmailForwarding
		_, save.Forwards, err = s.store.ZoneVersion(ctx, d.ID, zone.Mail, r.Version)
	}
	if errors.Is(err, reseller.ErrNotFound) {
		return RestoredZone{}, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s has no version %d: the history lists those that are kept", d.Name, r.Version)
	}
	if err == nil {
		err = canWork(d, &save)
	}
	if err == nil {
		err = s.saveZone(ctx, d, r.IfMatch.on(save))
	}
	if err != nil {
		return RestoredZone{}, err
	}
	versions, err := s.zoneVersions(ctx, d, save.Kind)
	if err != nil || len(versions) == 0 {
		return RestoredZone{}, err
	}
	if save.Kind == zone.Mail {
		return RestoredZone{versions[0], reseller.Tag(save.Forwards)}, nil
	}
	return RestoredZone{versions[0], reseller.Tag(save.Records)}, nil
}

// canWork holds an old version against today's rules.
func canWork(d reseller.Domain, save *zone.Save) (err error) {
	rows := make([]zone.Row, len(save.Records))
	for i, r := range save.Records {
		rows[i] = r.Row()
	}
	if save.Kind == zone.DNS {
		save.Records, err = zone.CheckRecords(d.Name, rows, d.Hosts...)
	} else {
		save.Forwards, err = zone.CheckForwards(d.Name, save.Forwards)
	}
	if err != nil {
		return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "the version cannot work today, nothing was changed: %s", reseller.Inner(reseller.AsError(err)))
	}
	return nil
}
