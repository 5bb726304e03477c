package actions

import (
	"context"

	"nameyard/reseller"
	"nameyard/zone"
)

// ImportZone gives a name the records of a zone file.
type ImportZone struct {
	Name    reseller.Name
	File    string // the text of a zone file (RFC 1035 §5)
	Add     bool   // its records are added to those that are there; else it is the whole zone, and what it does not have goes
	Apply   bool   // else only the difference is shown
	IfMatch IfMatch
}

// ImportZone holds a zone file against the records of a name, and saves what it makes of them if told to, the whole or nothing. It
// switches DNS management on where it was off. What is so already is no longer held against IfMatch: the same form twice is one change.
func (s *Service) ImportZone(ctx context.Context, call Call, r ImportZone) (zone.Import, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return zone.Import{}, err
	}
	return s.importZone(ctx, call, d, r)
}

func (s *Service) importZone(ctx context.Context, call Call, d reseller.Domain, r ImportZone) (made zone.Import, err error) {
	p := zone.Publication{Domain: d}
	if p.Forwards, err = s.store.Forwards(ctx, d.ID); err != nil {
		return made, err
	}
	if !r.Apply {
		if p.Records, err = s.store.Records(ctx, d.ID); err != nil {
			return made, err
		}
		return s.compareZone(p, r)
	}
	patch := func(have []zone.Record) (_ []zone.Record, err error) {
		p.Records = have
		made, err = s.compareZone(p, r)
		return made.Records, err
	}
	err = s.saveZone(ctx, d, zone.Save{Kind: zone.DNS, Patch: patch, SwitchOn: !d.DNSManagement, Action: "ImportZone", By: call.actor()})
	return made, err
}

// compareZone is what a zone file makes of the records of a name, which has all that it publishes.
func (s *Service) compareZone(p zone.Publication, r ImportZone) (made zone.Import, err error) {
	file := zone.ReadFile(r.Name, r.File)
	if r.Add {
		made, err = file.Onto(r.Name, p.Records, p.Domain.Hosts...)
	} else {
		made, err = file.Over(r.Name, p.Records, s.madeOf(p), p.Domain.Hosts...)
	}
	if err == nil && !made.Changes() {
		return made, nil
	}
	if stale := r.IfMatch.check(p.Records); stale != nil {
		return made, stale
	}
	return made, err
}

// madeOf is what a zone file of a name has that no record says.
func (s *Service) madeOf(p zone.Publication) []zone.Made {
	if s.made == nil {
		return nil
	}
	return s.made(p)
}
