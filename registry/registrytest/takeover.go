package registrytest

import (
	"slices"
	"strings"

	"nameyard/registry"
	"nameyard/reseller"
)

// takeoverStories are about what the books take over from the connector's view of a name. A connector whose registry does
// not show contacts, or not all of a contact, says so in its view: nothing of ours is lost by looking.
var takeoverStories = map[string]func(*scene){
	"what was registered is in line with the books": func(s *scene) {
		s.create("same.com", 1)
		row := s.books("same.com")
		s.inLine("same.com", &row)
	},
	"a name that another way has changed is taken over whole": func(s *scene) {
		s.create("changed.com", 1)
		row := s.books("changed.com")
		tech := reseller.Contact{FirstName: "Tea", LastName: "Tech", City: "Bonn", Country: "DE", Email: "tech@example.org"}
		now := reseller.Contacts{reseller.RoleRegistrant: {Company: "Bücher & Söhne", City: "Köln", Country: "DE", Email: "info@example.org"}, reseller.RoleTech: tech}
		moved := []string{"ns1.else.example", "ns2.else.example"}
		s.done(s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("changed.com"), Nameservers: &moved, Contacts: now}))
		s.takes("changed.com", &row, registry.PartNameservers, registry.PartContacts)
		if !s.info("changed.com").Contacts.Agree(row.Contacts) || !slices.Equal(row.Nameservers, moved) {
			s.Errorf("the row is %+v", row)
		}

		delete(now, reseller.RoleTech)
		s.done(s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("changed.com"), Contacts: now}))
		s.takes("changed.com", &row, registry.PartContacts)
		if _, shown := s.info("changed.com").Contacts[reseller.RoleTech]; shown && row.Contacts[reseller.RoleTech] == tech {
			s.Errorf("the contact that was removed is still in the row: %+v", row.Contacts)
		}
		s.inLine("changed.com", &row)
	},
	"a lock is taken over": func(s *scene) {
		locker := capable[registry.Locker](s)
		s.create("locked.com", 1)
		row := s.books("locked.com")
		s.done(locker.SetLock(s.Context(), s.tr(), named("locked.com"), true))
		s.takes("locked.com", &row, registry.PartLock)
	},
	"privacy is taken over and the contacts stay": func(s *scene) {
		setter := capable[registry.PrivacySetter](s)
		s.create("shy.com", 1)
		row := s.books("shy.com")
		s.done(setter.SetPrivacy(s.Context(), s.tr(), named("shy.com"), true))
		s.takes("shy.com", &row, registry.PartPrivacy)
		if !row.Contacts.Equal(holder()) {
			s.Errorf("the contacts are %+v", row.Contacts)
		}
	},
	"DNSSEC data is taken over": func(s *scene) {
		signer := capable[registry.Signer](s)
		s.create("sure.com", 1)
		row := s.books("sure.com")
		data := reseller.SecDNS{DS: []reseller.DS{{KeyTag: 9, Algorithm: 13, DigestType: reseller.DigestSHA256, Digest: strings.Repeat("0A", 32)}}}
		s.done(signer.SetSecDNS(s.Context(), s.tr(), named("sure.com"), data))
		s.takes("sure.com", &row, registry.PartSecDNS)
		if !row.SecDNS.Equal(data) {
			s.Errorf("the row has %s", row.SecDNS)
		}
	},
	"a renewed name is taken over": func(s *scene) {
		s.create("longer.com", 1)
		row := s.books("longer.com")
		_, err := s.renew("longer.com", row.RegistryExpiry.Format("2006-01-02"), 2)
		if err != nil {
			s.Fatal(err)
		}
		s.takes("longer.com", &row, registry.PartExpiry)
	},
	"a deleted name is taken over as its registry ends it": func(s *scene) {
		for full, state := range map[string]reseller.DomainState{"ended.com": reseller.DomainRedemption, "ended.se": reseller.DomainActive} {
			s.create(full, 1)
			s.days(6) // after the add grace
			if _, err := s.remove(full); err != nil {
				s.Fatal(err)
			}
			if have := s.info(full).State(reseller.DomainActive); have != state {
				s.Errorf("%s makes an active row %s, want %s", full, have, state)
			}
		}
	},
	"a name of another registrar is not ours to take over": func(s *scene) {
		s.foreign("theirs.com", "code", "2025-01-01", false)
		row := reseller.Domain{State: reseller.DomainActive, Contacts: holder()}
		s.takes("theirs.com", &row, registry.PartState)
		if row.State != reseller.DomainTransferredAway || !row.Contacts.Equal(holder()) {
			s.Errorf("the row is %+v", row)
		}
	},
}

// books is the row of a name that create registered.
func (s *scene) books(full string) reseller.Domain {
	s.Helper()
	c, shown := order(full, 1), s.info(full)
	return reseller.Domain{
		Name: c.Name, State: reseller.DomainActive, RegisteredAt: shown.Created, RegistryExpiry: shown.Expires,
		Nameservers: c.Nameservers, Contacts: c.Contacts, Fields: c.Fields,
	}
}

// inLine wants the registry to show nothing that differs from a row.
func (s *scene) inLine(full string, row *reseller.Domain) {
	s.Helper()
	if found := s.info(full).ApplyTo(row, registry.AllParts); len(found) > 0 {
		s.Errorf("%s differs from its row: %v", full, found)
	}
}

// takes has a row take over what the registry shows, and wants exactly these parts to differ. Contacts that the registry
// does not show need not.
func (s *scene) takes(full string, row *reseller.Domain, want ...registry.Parts) {
	s.Helper()
	shown := s.info(full)
	for role, contact := range shown.Contacts {
		for _, field := range contact.NotShown {
			if to := contact.Text(field); to == nil || *to != "" {
				s.Errorf("the %s contact does not show %q, which is no field of a contact, or is filled in", role, field)
			}
		}
	}
	whole := !slices.ContainsFunc(reseller.Roles, func(r reseller.Role) bool {
		c, ok := shown.Contacts[r]
		return !ok || len(c.NotShown) > 0
	})
	for _, difference := range shown.ApplyTo(row, registry.AllParts) {
		if !slices.Contains(want, difference.Part) {
			s.Errorf("%s differs from its row: %s", full, difference.Words)
		}
		want = slices.DeleteFunc(want, func(p registry.Parts) bool { return p == difference.Part })
	}
	for _, part := range want {
		if part != registry.PartContacts || whole {
			s.Errorf("%s does not differ in part %b", full, part)
		}
	}
}
