package registrytest

import (
	"time"

	"nameyard/registry"
)

// ruleStories are about what TLD rules say of contacts, renewals and auth codes.
var ruleStories = map[string]func(*scene){
	"a thin registry takes no contacts and shows none": func(s *scene) {
		s.on("2026-03-10")
		c := order("bare.thin", 1)
		c.ClTRID = s.tr()
		_, err := s.Connector.Create(s.Context(), c)
		s.refused(nil, err, registry.CodeAssociation)
		c.ClTRID, c.Contacts = s.tr(), nil
		s.done(s.Connector.Create(s.Context(), c))
		reg := s.info("bare.thin")
		if len(reg.Contacts) != 0 || !reg.Contacts.Agree(holder()) || !reg.Contacts.Confirm(nil) {
			s.Errorf("it shows the contacts %+v", reg.Contacts)
		}
	},
	"a registry that renews by itself alone takes no renewal": func(s *scene) {
		s.on("2026-03-10")
		c := order("alone.thin", 1)
		c.ClTRID, c.Contacts = s.tr(), nil
		s.done(s.Connector.Create(s.Context(), c))
		_, err := s.renew("alone.thin", "2027-03-10", 1)
		s.refused(nil, err, registry.CodeUnimplemented)
		s.on("2027-03-11")
		s.expires("alone.thin", "2028-03-10")
	},
	"the dates of its end are told of a name that deactivates": func(s *scene) {
		s.on("2026-03-10")
		s.create("slut.se", 1)
		ends := s.info("slut.se").Ends
		if ends == (registry.Ends{}) {
			s.Skip("the subject does not tell when names end")
		}
		for _, want := range []struct {
			at   time.Time
			date string
		}{{ends.Deactivated, "2027-03-20"}, {ends.Deleted, "2027-05-19"}, {ends.Released, "2027-05-26"}} {
			if got := want.at.Format(time.DateOnly); got != want.date {
				s.Errorf("a step of the end is on %s, want %s", got, want.date)
			}
		}
		s.on("2027-05-20")
		if at := s.info("slut.se").Ends.Released; at.Format(time.DateOnly) != "2027-05-26" {
			s.Errorf("in quarantine it is released on %s", at)
		}
	},
	"an auth code lives as long as the rules say": func(s *scene) {
		codes, checker := capable[registry.AuthInfoSetter](s), capable[registry.AuthCodeChecker](s)
		s.on("2026-03-10")
		s.create("coded.bare", 1)
		r := s.done(codes.NewAuthCode(s.Context(), s.tr(), named("coded.bare")))
		s.Clock.Move(336*time.Hour - time.Second)
		if err := checker.CheckAuthCode(s.Context(), named("coded.bare"), r.Secret); err != nil {
			s.Errorf("a second before it is void: %v", err)
		}
		s.Clock.Move(time.Second)
		s.refused(nil, checker.CheckAuthCode(s.Context(), named("coded.bare"), r.Secret), registry.CodeBadAuthCode)
	},
}
