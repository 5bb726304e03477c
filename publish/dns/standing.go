package dns

import (
	"maps"

	"nameyard/zone"
)

// StandingAt is Standing of the Primary that there is, once there is one.
func StandingAt(there func() *Primary) func(name string, serial uint32, everywhere bool) []zone.NameServer {
	return func(name string, serial uint32, everywhere bool) []zone.NameServer {
		if p := there(); p != nil {
			return p.Standing(name, serial, everywhere)
		}
		return nil
	}
}

// Standing tells of each secondary, the signer too, whether it has a serial of a zone; nil as long as not all zones were looked at. everywhere says
// that those that must have it were known to have it once. What was told before this process started each is asked for in its first round (watch), and
// until then nothing is said of it: a server may be new, or have lost it.
func (p *Primary) Standing(name string, serial uint32, everywhere bool) []zone.NameServer {
	if !p.loaded.Load() {
		return nil
	}
	apex := name + "."
	told := p.hasTold(apex, serial)
	var all []zone.NameServer
	for _, f := range p.followers {
		s := f.standing(apex, told)
		if everywhere && !told && s.BehindSince.IsZero() {
			s.Has = f.asked()
			s.Unasked = !s.Has
		}
		all = append(all, s)
	}
	return all
}

// standing tells how the secondary stands with a zone of whose newest serial all were told, or were not yet.
func (f *follower) standing(apex string, told bool) zone.NameServer {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := zone.NameServer{Name: f.Name, Optional: f.Optional, Has: told}
	if f.away {
		s.SilentSince = f.awaySince
	}
	if d := f.debts[apex]; d != nil {
		s.Has, s.BehindSince, s.Answered, s.Serial, s.Said = false, d.since, d.answered, d.has, d.said
	}
	return s
}

// noteTold notes that all secondaries owe, or have taken, a serial of a zone.
func (p *Primary) noteTold(apex string, serial uint32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told[apex] = serial
}

// hasTold reports whether all secondaries were told of a serial of a zone, or of a later one, since this process started.
func (p *Primary) hasTold(apex string, serial uint32) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	told, was := p.told[apex]
	return was && !Older(told, serial)
}

// forgetTold forgets what was told of zones that have gone.
func (p *Primary) forgetTold(gone func(apex string) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.told, func(apex string, _ uint32) bool { return gone(apex) })
}
