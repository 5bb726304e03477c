package actions

import (
	"context"
	"errors"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

// Published is how far a name's zone is on its way to the internet.
type Published struct {
	Serial     uint32
	Everywhere bool      // all name servers have the serial that must, and the registry delegates the name
	At         time.Time // since when the newest serial that was everywhere is; zero = none is known
	Delegated  bool      // by the registry; else nothing that is published has an effect
	// Servers are the name servers one by one (ZonePublished); nil where this process does not follow them, or they are not to have the zone.
	Servers []zone.NameServer

	everywhere bool // whether the registry delegates the name or not
}

// ZonePublished tells how far the zone of a name is on its way to the internet, which LiveDomain has found; nil where nobody publishes zones.
func (s *Service) ZonePublished(ctx context.Context, d reseller.Domain) (*Published, error) {
	p, err := s.published(ctx, d)
	if p != nil && p.Delegated && s.standing != nil {
		p.Servers = s.standing(d.Name.String(), p.Serial, p.everywhere)
	}
	return p, err
}

// published tells how far the zone of a live name is; nil where nobody publishes zones, and for a name that is in no account.
func (s *Service) published(ctx context.Context, d reseller.Domain) (*Published, error) {
	if !d.State.Live() {
		return nil, nil
	}
	state, err := s.store.ZoneState(ctx, d.Name)
	if errors.Is(err, reseller.ErrNotFound) { // it has left meanwhile
		return nil, nil
	}
	if err != nil || !s.answersDNS && state.Published == 0 && !s.followed(d, state.Serial) {
		return nil, err
	}
	phase, _ := d.Phase(s.routes.Rules()[d.Name.TLD()], s.clock.Now())
	p := &Published{Serial: state.Serial, everywhere: state.Published >= state.Serial, At: state.PublishedAt, Delegated: d.Delegated(phase)}
	if s.answersDNS {
		p.everywhere, p.At = true, state.ChangedAt
	}
	p.Everywhere = p.Delegated && p.everywhere
	return p, nil
}

// followed reports whether this process follows name servers that are to have a zone, so that one that is on none of them yet is on its way.
func (s *Service) followed(d reseller.Domain, serial uint32) bool {
	return s.standing != nil && s.standing(d.Name.String(), serial, false) != nil
}
