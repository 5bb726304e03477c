package registrytest

import (
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// termStories are about registering and renewing.
var termStories = map[string]func(*scene){
	"check tells free, taken, reserved and premium names in the order asked": func(s *scene) {
		s.create("taken.com", 1)
		asked := []reseller.Name{named("taken.com"), named("free.com"), named("reserved-word.com"), named("premium-word.com"), named("x.nosuchtld")}
		got, err := s.Connector.Check(s.Context(), asked...)
		if err != nil || len(got) != len(asked) {
			s.Fatalf("check gives %+v, %v", got, err)
		}
		for i, want := range []registry.Availability{
			{Valid: true}, {Valid: true, Free: true}, {Valid: true}, {Valid: true, Free: true, Premium: true}, {},
		} {
			a := got[i]
			if a.Name != asked[i] || a.Valid != want.Valid || a.Free != want.Free || a.Premium != want.Premium {
				s.Errorf("check of %s gives %+v, want %+v", asked[i], a, want)
			}
			if a.Free == (a.Reason != "") || a.Premium != (a.Fee != nil) {
				s.Errorf("check of %s gives %+v: a reason goes with a no, a fee with a premium name", asked[i], a)
			}
		}
	},
	"a registered name is ours with all that was asked for": func(s *scene) {
		c := order("new.com", 2)
		c.ClTRID, c.Privacy, c.Lock = s.tr(), true, true
		got := s.done(s.Connector.Create(s.Context(), c))
		reg := s.info("new.com")
		if !reg.Ours || reg.Sponsor == "" || reg.Name != c.Name || !reg.Privacy || !reg.Contacts.Agree(c.Contacts) {
			s.Errorf("info gives %+v", reg)
		}
		if !reg.Created.Equal(s.Clock.Now()) || !reg.Expires.Equal(reseller.AddYears(s.Clock.Now(), 2)) {
			s.Errorf("created %s, expires %s, want now and two years on", reg.Created, reg.Expires)
		}
		if !got.Created.Equal(reg.Created) || !got.Expires.Equal(reg.Expires) {
			s.Errorf("receipt says %s to %s, info %s to %s", got.Created, got.Expires, reg.Created, reg.Expires)
		}
		if reg.LastTrID != "" && reg.LastTrID != c.ClTRID {
			s.Errorf("last transaction is %q, want %q", reg.LastTrID, c.ClTRID)
		}
		s.shows("new.com", registry.StatusClientTransferProhibited, registry.StatusAddPeriod)
	},
	"a name is ok with name servers and inactive without": func(s *scene) {
		s.create("served.com", 1)
		c := order("bare.com", 1)
		c.ClTRID, c.Nameservers = s.tr(), nil
		s.done(s.Connector.Create(s.Context(), c))
		s.days(6)
		s.shows("served.com", registry.StatusOK)
		s.shows("bare.com", registry.StatusInactive)
	},
	"a taken name is refused and stays as it is": func(s *scene) {
		s.create("taken.com", 1)
		before := s.info("taken.com").Expires
		s.days(1)
		c := order("taken.com", 5)
		c.ClTRID = s.tr()
		r, err := s.Connector.Create(s.Context(), c)
		s.refused(r, err, registry.CodeExists)
		if after := s.info("taken.com").Expires; !after.Equal(before) {
			s.Errorf("expiry moved from %s to %s", before, after)
		}
	},
	"a reserved name is refused": func(s *scene) {
		c := order("reserved-word.com", 1)
		c.ClTRID = s.tr()
		r, err := s.Connector.Create(s.Context(), c)
		s.refused(r, err, registry.CodeParameterPolicy)
		s.gone("reserved-word.com")
	},
	"a premium name is refused above the fee limit and charged below": func(s *scene) {
		c := order("premium-word.com", 1)
		c.ClTRID, c.FeeLimit = s.tr(), &registry.Fee{Amount: 49999, Currency: "USD"}
		r, err := s.Connector.Create(s.Context(), c)
		s.refused(r, err, registry.CodeParameterRange, registry.CodeBilling)
		s.gone("premium-word.com")
		c.ClTRID, c.FeeLimit = s.tr(), &registry.Fee{Amount: 50000, Currency: "USD"}
		if r := s.done(s.Connector.Create(s.Context(), c)); r.Fee == nil || *r.Fee != *c.FeeLimit {
			s.Errorf("charged %v, want 500.00 USD", r.Fee)
		}
	},
	"a premium name's renewal obeys the fee limit too": func(s *scene) {
		s.on("2026-03-10")
		s.create("premium-word.com", 1)
		n := registry.Renew{
			ClTRID: s.tr(), Name: named("premium-word.com"), Years: 2, CurrentExpiry: s.info("premium-word.com").Expires,
			FeeLimit: &registry.Fee{Amount: 99999, Currency: "USD"},
		}
		r, err := s.Connector.Renew(s.Context(), n)
		s.refused(r, err, registry.CodeParameterRange, registry.CodeBilling)
		n.ClTRID, n.FeeLimit = s.tr(), &registry.Fee{Amount: 100000, Currency: "EUR"}
		r, err = s.Connector.Renew(s.Context(), n)
		s.refused(r, err, registry.CodeParameterRange, registry.CodeBilling)
		n.ClTRID, n.FeeLimit = s.tr(), &registry.Fee{Amount: 100000, Currency: "USD"}
		s.done(s.Connector.Renew(s.Context(), n))
		s.expires("premium-word.com", "2029-03-10")
	},
	"what the TLD forbids is refused": func(s *scene) {
		for what, spoil := range map[string]func(*registry.Create){
			"years":       func(c *registry.Create) { c.Years = 11 },
			"nameservers": func(c *registry.Create) { c.Nameservers = servers[:1] },
			"contacts":    func(c *registry.Create) { c.Contacts[reseller.RoleBilling] = c.Contacts[reseller.RoleRegistrant] },
			"fields":      func(c *registry.Create) { c.Fields = nil },
			"lock":        func(c *registry.Create) { c.Lock = true },
		} {
			c := order("wrong.se", 1)
			c.ClTRID = s.tr()
			spoil(&c)
			if _, err := s.Connector.Create(s.Context(), c); err == nil {
				s.Errorf("%s that .se forbids were taken", what)
			}
			s.gone("wrong.se")
		}
	},
	"a renewal adds years to the expiry": func(s *scene) {
		s.on("2026-03-10")
		s.create("kept.com", 1)
		s.days(100)
		r := s.done(s.renew("kept.com", "2027-03-10", 2))
		s.expires("kept.com", "2029-03-10")
		if !r.Expires.Equal(s.info("kept.com").Expires) {
			s.Errorf("receipt says %s", r.Expires)
		}
		s.shows("kept.com", registry.StatusOK, registry.StatusRenewPeriod)
	},
	"the same frozen expiry renews once": func(s *scene) {
		s.on("2026-03-10")
		s.create("once.com", 1)
		s.done(s.renew("once.com", "2027-03-10", 1))
		r, err := s.renew("once.com", "2027-03-10", 1)
		s.refused(r, err, registry.CodeParameterPolicy, registry.CodeParameterRange)
		s.expires("once.com", "2028-03-10")
	},
	"only the UTC date of the expiry counts": func(s *scene) {
		s.on("2026-03-10")
		s.create("date.com", 1)
		east := time.Date(2027, 3, 11, 1, 0, 0, 0, time.FixedZone("UTC+2", 7200)) // 10 March, 23:00 UTC
		s.done(s.Connector.Renew(s.Context(), registry.Renew{ClTRID: s.tr(), Name: named("date.com"), CurrentExpiry: east, Years: 1}))
	},
	"a renewal beyond what may lie ahead is refused": func(s *scene) {
		s.on("2026-03-10")
		s.create("long.com", 9)
		r, err := s.renew("long.com", "2035-03-10", 2)
		s.refused(r, err, registry.CodeParameterRange, registry.CodeParameterPolicy)
		s.done(s.renew("long.com", "2035-03-10", 1))
		s.expires("long.com", "2036-03-10")
	},
	"a name that is not there or not ours cannot be renewed": func(s *scene) {
		s.on("2026-03-10")
		r, err := s.renew("nobodys.com", "2027-03-10", 1)
		s.refused(r, err, registry.CodeNoObject)
		s.foreign("theirs.com", "code", "2025-06-01", false)
		r, err = s.renew("theirs.com", "2026-06-01", 1)
		s.refused(r, err, registry.CodeAuthorization)
	},
	"29 February and a year is 28 February": func(s *scene) {
		s.on("2024-02-29")
		s.create("leap.com", 1)
		s.expires("leap.com", "2025-02-28")
		s.create("leap4.com", 4)
		s.expires("leap4.com", "2028-02-29")
		s.done(s.renew("leap4.com", "2028-02-29", 1))
		s.expires("leap4.com", "2029-02-28")
	},
}
