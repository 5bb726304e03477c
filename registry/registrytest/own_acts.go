package registrytest

import (
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// ownActStories are about what a registry does by itself.
var ownActStories = map[string]func(*scene){
	"what the registry does by itself is told": func(s *scene) {
		s.acts()
		s.on("2026-03-10")
		s.create("acted.com", 1)
		for _, kind := range []registry.MessageKind{
			registry.MessageHoldSet, registry.MessageHoldLifted, registry.MessageRenewed, registry.MessageChanged, registry.MessageDeleted,
		} {
			s.act("acted.com", kind, "")
			if kind == registry.MessageHoldSet && !s.info("acted.com").Has(registry.StatusServerHold) {
				s.Errorf("the name on hold shows %v", s.info("acted.com").Status)
			}
			if kind == registry.MessageRenewed {
				s.expires("acted.com", "2028-03-10")
			}
			s.read("acted.com", kind)
		}
		s.gone("acted.com")
		s.act("", registry.MessageLowFunds, "")
		s.read("", registry.MessageLowFunds)
		s.act("", "", "The office is closed on Friday")
		if m := s.read("", ""); m.Words != "The office is closed on Friday" {
			s.Errorf("what nobody understands reads %q", m.Words)
		}
	},
	"a holder's data are to be verified": func(s *scene) {
		capable[registry.Poller](s)
		s.on("2026-03-10")
		unsure := order("unsure.com", 1)
		unsure.ClTRID = s.tr()
		who := unsure.Contacts[reseller.RoleRegistrant]
		who.Email = "verify-check@iis.se"
		unsure.Contacts[reseller.RoleRegistrant] = who
		s.done(s.Connector.Create(s.Context(), unsure))
		if !s.info("unsure.com").Has(registry.StatusServerHold) {
			s.Skip("the subject does not look at holders' data")
		}
		if m := s.read("unsure.com", registry.MessageVerificationDue); m.Due.Format(time.DateOnly) != "2026-03-25" {
			s.Errorf("to be verified by %s", m.Due)
		}
		_, err := s.renew("unsure.com", "2027-03-10", 1)
		s.refused(nil, err, registry.CodeStatusProhibits)
		for _, status := range []registry.Status{registry.StatusServerRenewProhibited, registry.StatusServerTransferProhibited} {
			if !s.info("unsure.com").Has(status) {
				s.Errorf("the unverified name shows %v", s.info("unsure.com").Status)
			}
		}
		s.done(s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("unsure.com"), Contacts: holder()}))
		s.read("unsure.com", registry.MessageVerified)
		if statuses := s.info("unsure.com").Status; slices.Contains(statuses, registry.StatusServerHold) {
			s.Errorf("the verified name shows %v", statuses)
		}
		s.done(s.renew("unsure.com", "2027-03-10", 1))
	},
}

func (s *scene) acts() {
	s.Helper()
	capable[registry.Poller](s)
	if s.Act == nil {
		s.Skip("the subject cannot make the registry do anything by itself")
	}
}

// act makes the registry do something; "" is no name.
func (s *scene) act(full string, kind registry.MessageKind, words string) {
	s.Helper()
	if err := s.Act(s.Context(), namedOrNone(full), kind, words); err != nil {
		s.Fatalf("%s of %q: %v", kind, full, err)
	}
}

// read takes the oldest message off the queue, which must be about a name ("" = none), of a kind.
func (s *scene) read(full string, kind registry.MessageKind) registry.Message {
	s.Helper()
	m := s.head(full, kind)
	if err := s.Connector.(registry.Poller).Ack(s.Context(), m.ID); err != nil {
		s.Fatal(err)
	}
	return m
}

func namedOrNone(full string) reseller.Name {
	if full == "" {
		return reseller.Name{}
	}
	return named(full)
}
