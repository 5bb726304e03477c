package actions

import (
	"context"

	"nameyard/reseller"
	"nameyard/zone"
)

// ImportZone makes the records of a name those of a zone file.
type ImportZone struct {
	Name    reseller.Name
	File    string // the text of a zone file (RFC 1035 §5): the whole zone
	Apply   bool   // else only the difference is shown
	IfMatch IfMatch
}

// ImportZone holds a zone file against the records of a name, and saves what it makes of them if told to, the whole or nothing. It
// switches DNS management on where it was off.
func (s *Service) ImportZone(ctx context.Context, call Call, r ImportZone) (zone.Import, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return zone.Import{}, err
	}
	p := zone.Publication{Domain: d}
	if p.Forwards, err = s.store.Forwards(ctx, d.ID); err != nil {
		return zone.Import{}, err
	}
	file, made := zone.ReadFile(r.Name, r.File), zone.Import{}
	patch := func(have []zone.Record) (_ []zone.Record, err error) {
		if err := r.IfMatch.check(have); err != nil {
			return nil, err
		}
		p.Records = have
		var others []zone.Made
		if s.made != nil {
			others = s.made(p)
		}
		made, err = file.Over(r.Name, have, others, d.Hosts...)
		return made.Records, err
	}
	if r.Apply {
		err = s.saveZone(ctx, d, zone.Save{Kind: zone.DNS, Patch: patch, SwitchOn: !d.DNSManagement, Action: "ImportZone", By: call.actor()})
		return made, err
	}
	have, err := s.store.Records(ctx, d.ID)
	if err == nil {
		_, err = patch(have)
	}
	return made, err
}
