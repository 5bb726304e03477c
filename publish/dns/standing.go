package dns

import "nameyard/zone"

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
// that those that must have it were known to have it once: what was told before this server started is not asked for again.
func (p *Primary) Standing(name string, serial uint32, everywhere bool) []zone.NameServer {
	if !p.loaded.Load() {
		return nil
	}
	apex, told := name+".", everywhere || p.owed(name+".", serial) // all are told at once
	var all []zone.NameServer
	for _, f := range p.followers {
		all = append(all, f.standing(apex, told))
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
		s.Has, s.BehindSince, s.Answered, s.Serial = false, d.since, d.answered, d.has
	}
	return s
}
