package actions

import (
	"context"
	"errors"
	"slices"

	"nameyard/reseller"
	"nameyard/zone"
)

// ZoneHistory asks for saved versions of records and e-mail forwards of a name.
type ZoneHistory struct {
	Name reseller.Name
	Page // by their numbers
}

// ZoneVersion is a saved version of the records or of the forwards of a name. Both share one sequence of numbers.
type ZoneVersion struct {
	Kind zone.Kind
	zone.Revision
}

// ZoneHistory lists the versions that are kept, newest first.
func (s *Service) ZoneHistory(ctx context.Context, call Call, r ZoneHistory) (Paged[ZoneVersion], error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return Paged[ZoneVersion]{}, err
	}
	list := []ZoneVersion{}
	for _, kind := range []zone.Kind{zone.DNS, zone.Mail} {
		versions, err := s.store.ZoneVersions(ctx, d.ID, kind, r.keyset(true))
		if err != nil {
			return Paged[ZoneVersion]{}, err
		}
		for _, v := range versions {
			list = append(list, ZoneVersion{kind, v})
		}
	}
	slices.SortFunc(list, func(a, b ZoneVersion) int { return int(b.Version - a.Version) })
	return paged(list, r.limit(), func(v ZoneVersion) int64 { return v.Version }), nil
}

// RecordVersion is a saved version of the records of a name, with what it changed.
type RecordVersion struct {
	zone.Revision
	Count   int         // of its records
	Oldest  bool        // of those that are kept: nothing is known of what was before
	Changed zone.Import // what it made of the records of the version before; nothing, if it is the oldest
}

// RecordHistory lists the versions of the records of a name that are kept, newest first, each with what it changed.
func (s *Service) RecordHistory(ctx context.Context, call Call, r ZoneHistory) (Paged[RecordVersion], error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return Paged[RecordVersion]{}, err
	}
	saved, err := s.store.RecordVersions(ctx, d.ID, r.keyset(true))
	if err != nil {
		return Paged[RecordVersion]{}, err
	}
	list := make([]RecordVersion, len(saved))
	for i, v := range saved {
		list[i] = RecordVersion{Revision: v.Revision, Count: len(v.Records), Oldest: i == len(saved)-1}
		if !list[i].Oldest {
			list[i].Changed = zone.Compare(saved[i+1].Records, v.Records)
		}
	}
	return paged(list, r.limit(), func(v RecordVersion) int64 { return v.Version }), nil
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
	save, err := s.earlier(ctx, d, r.Version)
	if err != nil {
		return RestoredZone{}, err
	}
	save.SwitchOn = save.Kind == zone.DNS && !d.DNSManagement || save.Kind == zone.Mail && !d.EmailForwarding
	save.Action, save.By = "RestoreZone", call.actor()
	if err := s.saveZone(ctx, d, r.IfMatch.on(save)); err != nil {
		return RestoredZone{}, err
	}
	versions, err := s.store.ZoneVersions(ctx, d.ID, save.Kind, reseller.Page{Limit: 1})
	if err != nil || len(versions) == 0 {
		return RestoredZone{}, err
	}
	if save.Kind == zone.Mail {
		return RestoredZone{ZoneVersion{save.Kind, versions[0]}, reseller.Tag(save.Forwards)}, nil
	}
	return RestoredZone{ZoneVersion{save.Kind, versions[0]}, reseller.Tag(save.Records)}, nil
}

// RestoreDifference is what RestoreZone of a version would change of the set of its kind, as that is now; nothing of the other one.
type RestoreDifference struct {
	ZoneVersion
	Count    int         // of the records, or forwards, that there are then
	Seen     string      // tag of the set as it is
	Changed  zone.Import // of the records
	Forwards zone.ForwardsChange
}

// RestoreDifference shows what RestoreZone would change, with the same errors; nothing is saved. As there, what is so already is not held against IfMatch.
func (s *Service) RestoreDifference(ctx context.Context, call Call, r RestoreZone) (RestoreDifference, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return RestoreDifference{}, err
	}
	save, err := s.earlier(ctx, d, r.Version)
	if err != nil {
		return RestoreDifference{}, err
	}
	saved, err := s.store.ZoneVersions(ctx, d.ID, save.Kind, reseller.Page{Before: r.Version + 1, Limit: 1})
	if err == nil && (len(saved) == 0 || saved[0].Version != r.Version) { // pruned meanwhile
		err = noVersion(d, r.Version)
	}
	if err != nil {
		return RestoreDifference{}, err
	}
	made := RestoreDifference{ZoneVersion: ZoneVersion{save.Kind, saved[0]}}
	if save.Kind == zone.Mail {
		have, err := s.store.Forwards(ctx, d.ID)
		made.Count, made.Seen, made.Forwards = len(save.Forwards), reseller.Tag(have), zone.CompareForwards(have, save.Forwards)
		if err == nil && !slices.Equal(have, save.Forwards) {
			err = r.IfMatch.check(have)
		}
		return made, err
	}
	have, err := s.store.Records(ctx, d.ID)
	made.Count, made.Seen, made.Changed = len(save.Records), reseller.Tag(have), zone.Compare(have, save.Records)
	if err == nil {
		err = r.IfMatch.checkChange(have, save.Records)
	}
	return made, err
}

// earlier reads what an old version would save, which can work today.
func (s *Service) earlier(ctx context.Context, d reseller.Domain, version int64) (save zone.Save, err error) {
	save.Kind = zone.DNS
	save.Records, _, err = s.store.ZoneVersion(ctx, d.ID, zone.DNS, version)
	if errors.Is(err, reseller.ErrNotFound) {
		save.Kind = zone.Mail
		_, save.Forwards, err = s.store.ZoneVersion(ctx, d.ID, zone.Mail, version)
	}
	if errors.Is(err, reseller.ErrNotFound) {
		return save, noVersion(d, version)
	}
	if err == nil {
		err = canWork(d, &save)
	}
	return save, err
}

// noVersion is the error of a version that is not kept.
func noVersion(d reseller.Domain, version int64) error {
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s has no version %d: the history lists those that are kept", d.Name, version)
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
