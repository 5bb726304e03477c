package registrytest

import (
	"nameyard/registry"
	"nameyard/reseller"
)

// findingStories are about registries that can be asked for one command.
var findingStories = map[string]func(*scene){
	"a command is found by its id": func(s *scene) {
		finder := capable[registry.Finder](s)
		since := s.Clock.Now()
		asked := func(id, full string, want registry.FoundState) {
			s.Helper()
			found, err := finder.FindCommand(s.Context(), registry.Sought{ClTRID: id, Name: named(full), Since: since})
			if err != nil || found.State != want {
				s.Errorf("%s of %s is %q, %v; want %q", id, full, found.State, err, want)
			}
		}
		id := reseller.ClTRID("sought", 1)
		asked(id, "found.com", registry.FoundNone)
		c := order("found.com", 1)
		c.ClTRID = id
		s.done(s.Connector.Create(s.Context(), c))
		asked(id, "found.com", registry.FoundDone)
		asked(reseller.ClTRID("sought", 2), "found.com", registry.FoundNone)

		s.foreign("coming.com", "code", "2025-01-01", false)
		id = reseller.ClTRID("sought", 3)
		r, err := s.Connector.Transfer(s.Context(), registry.Transfer{ClTRID: id, Name: named("coming.com"), AuthCode: "code", Years: 1})
		if err != nil || !r.Pending() {
			s.Fatalf("the transfer is answered %+v, %v", r, err)
		}
		asked(id, "coming.com", registry.FoundPending)
		s.days(6)
		asked(id, "coming.com", registry.FoundDone)
	},
}
