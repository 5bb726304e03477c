package actions

import (
	"context"

	"nameyard/reseller"
	"nameyard/zone"
)

// AddRecord adds one DNS record to those of a name.
type AddRecord struct {
	Name    reseller.Name
	Row     zone.Row
	IfMatch IfMatch
}

// AddedRecord is the record as saved.
type AddedRecord struct {
	zone.Record
	Fresh bool          // it was not there before
	All   []zone.Record // of the name
}

// AddRecord saves a name's records with one more, whatever others save at the same time. One that is there already is no error, and
// no longer held against IfMatch: the same form twice is one change. It switches DNS management on where it was off.
func (s *Service) AddRecord(ctx context.Context, call Call, r AddRecord) (AddedRecord, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return AddedRecord{}, err
	}
	var made AddedRecord
	save := zone.Save{Kind: zone.DNS, SwitchOn: !d.DNSManagement, Action: "AddRecord", By: call.actor()}
	err = s.patchRecords(ctx, d, save, func(have []zone.Record) (_ []zone.Record, err error) {
		made.All, made.Record, made.Fresh, err = zone.AddRecord(r.Name, have, r.Row, d.Hosts...)
		if stale := r.IfMatch.checkChange(have, made.All); stale != nil {
			return nil, stale
		}
		return made.All, err
	})
	return made, err
}

// RemoveRecord takes one DNS record away.
type RemoveRecord struct {
	Name    reseller.Name
	ID      string // zone.Record.ID
	IfMatch IfMatch
}

// RemoveRecord saves a name's records without one, whatever others save at the same time, and gives those that are left. The error is one
// of KindNotFound if there is no such record, and one of KindInvalid if the zone cannot work without it.
func (s *Service) RemoveRecord(ctx context.Context, call Call, r RemoveRecord) ([]zone.Record, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return nil, err
	}
	var left []zone.Record
	save := zone.Save{Kind: zone.DNS, Action: "RemoveRecord", By: call.actor()}
	err = s.patchRecords(ctx, d, save, func(have []zone.Record) ([]zone.Record, error) {
		if err := r.IfMatch.check(have); err != nil {
			return nil, err
		}
		set, found, err := zone.RemoveRecord(r.Name, have, r.ID, d.Hosts...)
		if !found {
			return nil, noRecord(r.Name)
		}
		left = set
		return set, err
	})
	return left, err
}

// ReplaceRecord puts another DNS record in the place of one.
type ReplaceRecord struct {
	Name    reseller.Name
	ID      string // zone.Record.ID of the one that goes
	Row     zone.Row
	IfMatch IfMatch
}

// ReplaceRecord saves a name's records with one of them changed, whatever others save at the same time. Its errors are those of AddRecord and
// RemoveRecord; nothing is saved then. What is so already is no longer held against IfMatch: the same form twice is one change.
func (s *Service) ReplaceRecord(ctx context.Context, call Call, r ReplaceRecord) (AddedRecord, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return AddedRecord{}, err
	}
	var made AddedRecord
	save := zone.Save{Kind: zone.DNS, Action: "ReplaceRecord", By: call.actor()}
	err = s.patchRecords(ctx, d, save, func(have []zone.Record) ([]zone.Record, error) {
		set, put, found, err := zone.ReplaceRecord(r.Name, have, r.ID, r.Row, d.Hosts...)
		if stale := r.IfMatch.checkChange(have, set); stale != nil {
			return nil, stale
		}
		if !found {
			return nil, noRecord(r.Name)
		}
		made.All, made.Record = set, put
		return set, err
	})
	return made, err
}

// noRecord is the error of an id that no record has.
func noRecord(name reseller.Name) error {
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s has no record with this id: the list of records shows the ids", name).In(reseller.PathRecord)
}
