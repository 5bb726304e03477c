package registrytest

import (
	"fmt"
	"slices"

	"nameyard/registry"
	"nameyard/reseller"
)

// endStories are about how names end, and come back.
var endStories = map[string]func(*scene){
	"a deletion in the add grace is immediate and refunded": func(s *scene) {
		s.create("typo.com", 1)
		created := s.sentLast()
		s.days(4)
		s.gives(s.done(s.remove("typo.com")), registry.Credit{ClTRID: created, Command: "create", Years: 1})
		s.gone("typo.com")
		s.create("typo.com", 1)
	},
	"a later deletion goes through redemption and pendingDelete": func(s *scene) {
		s.create("left.com", 1)
		s.days(10)
		if r := s.done(s.remove("left.com")); len(r.Credits) > 0 {
			s.Errorf("receipt %+v, want no refund", r)
		}
		s.shows("left.com", registry.StatusPendingDelete, registry.StatusRedemption)
		s.days(29)
		s.shows("left.com", registry.StatusPendingDelete, registry.StatusRedemption)
		s.days(1)
		s.shows("left.com", registry.StatusPendingDelete)
		s.days(4)
		s.shows("left.com", registry.StatusPendingDelete)
		s.days(1)
		s.gone("left.com")
		s.create("left.com", 1)
	},
	"a name in redemption comes back with its term": func(s *scene) {
		s.on("2026-03-10")
		s.create("back.com", 2)
		s.days(10)
		s.done(s.remove("back.com"))
		r, err := s.renew("back.com", "2028-03-10", 1)
		s.refused(r, err, registry.CodeStatusProhibits)
		s.days(20)
		r = s.done(s.restore("back.com"))
		s.expires("back.com", "2028-03-10")
		if !r.Expires.Equal(s.info("back.com").Expires) {
			s.Errorf("receipt %+v", r)
		}
		s.shows("back.com", registry.StatusOK)
	},
	"a name deleted in the autorenew grace loses that year and gets one by the restore": func(s *scene) {
		s.on("2026-03-10")
		s.create("unpaid.com", 1)
		s.on("2027-03-11")
		s.expires("unpaid.com", "2028-03-10")
		s.shows("unpaid.com", registry.StatusOK, registry.StatusAutoRenewPeriod)
		s.done(s.remove("unpaid.com"))
		s.expires("unpaid.com", "2027-03-10")
		s.days(20)
		s.done(s.restore("unpaid.com"))
		s.expires("unpaid.com", "2028-03-10")
	},
	"a year that was paid in the autorenew grace outlives a deletion, once its own grace is over": func(s *scene) {
		s.on("2026-03-10")
		s.create("paid.com", 1)
		s.on("2027-03-16")
		s.done(s.renew("paid.com", "2028-03-10", 1))
		s.expires("paid.com", "2029-03-10")
		s.on("2027-03-22")
		s.gives(s.done(s.remove("paid.com")), registry.Credit{Command: "autorenew", Years: 1})
		s.expires("paid.com", "2028-03-10")
	},
	"every charge in its grace is given back with a deletion, and its years are gone": func(s *scene) {
		s.on("2026-03-10")
		s.create("long.com", 1)
		created := s.sentLast()
		s.done(s.renew("long.com", "2027-03-10", 9))
		renewed := s.sentLast()
		s.gives(s.done(s.remove("long.com")), registry.Credit{ClTRID: created, Command: "create", Years: 1}, registry.Credit{ClTRID: renewed, Command: "renew", Years: 9})
		s.gone("long.com")

		s.create("later.com", 1)
		s.on("2026-03-17")
		s.done(s.renew("later.com", "2027-03-10", 2))
		s.on("2026-03-21")
		s.done(s.renew("later.com", "2029-03-10", 3))
		renewed = s.sentLast()
		s.on("2026-03-23")
		s.gives(s.done(s.remove("later.com")), registry.Credit{ClTRID: renewed, Command: "renew", Years: 3})
		s.expires("later.com", "2029-03-10")
		s.done(s.restore("later.com"))
		s.gives(s.done(s.remove("later.com"))) // once only
		s.expires("later.com", "2029-03-10")
	},
	"a year bought on top of the registry's own goes back with it": func(s *scene) {
		s.on("2028-02-29")
		s.create("leap.com", 1)
		s.on("2029-03-02")
		s.done(s.renew("leap.com", "2030-02-28", 2))
		renewed := s.sentLast()
		s.gives(s.done(s.remove("leap.com")), registry.Credit{Command: "autorenew", Years: 1}, registry.Credit{ClTRID: renewed, Command: "renew", Years: 2})
		s.expires("leap.com", "2029-02-28")
	},
	"a transfer in its grace is given back with a deletion": func(s *scene) {
		s.on("2026-03-10")
		s.foreign("moved.com", "code", "2025-06-01", false)
		if _, err := s.transfer("moved.com", "code"); err != nil {
			s.Fatal(err)
		}
		moved := s.sentLast()
		s.days(8)
		s.expires("moved.com", "2027-06-01")
		s.gives(s.done(s.remove("moved.com")), registry.Credit{ClTRID: moved, Command: "transfer", Years: 1})
		s.expires("moved.com", "2026-06-01")
	},
	"only a name in redemption is restored": func(s *scene) {
		s.create("fine.com", 1)
		r, err := s.restore("fine.com")
		s.refused(r, err, registry.CodeStatusProhibits)
		s.days(10)
		s.done(s.remove("fine.com"))
		s.days(31)
		r, err = s.restore("fine.com")
		s.refused(r, err, registry.CodeStatusProhibits)
	},
	"a name in redemption cannot be changed or moved": func(s *scene) {
		s.create("frozen.com", 1)
		s.days(10)
		s.done(s.remove("frozen.com"))
		r, err := s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("frozen.com"), Contacts: buyer()})
		s.refused(r, err, registry.CodeStatusProhibits)
		r, err = s.remove("frozen.com")
		s.refused(r, err, registry.CodeStatusProhibits)
	},
	"a gTLD name renews by itself, again and again": func(s *scene) {
		s.on("2026-03-10")
		s.create("forever.com", 1)
		created := s.info("forever.com")
		s.on("2029-03-11")
		s.expires("forever.com", "2030-03-10")
		after := s.info("forever.com")
		if after.LastTrID != created.LastTrID || !after.Updated.Equal(created.Updated) {
			s.Errorf("the registry's own renewal left %q, %s as evidence of ours", after.LastTrID, after.Updated)
		}
		s.on("2029-04-23")
		s.shows("forever.com", registry.StatusOK, registry.StatusAutoRenewPeriod)
		s.on("2029-04-24")
		s.shows("forever.com", registry.StatusOK)
	},
	"a renewal with the expiry from before the registry's own renewal is refused": func(s *scene) {
		s.on("2026-03-10")
		s.create("crossed.com", 1)
		s.on("2027-03-11")
		r, err := s.renew("crossed.com", "2027-03-10", 1)
		s.refused(r, err, registry.CodeParameterPolicy, registry.CodeParameterRange)
		s.done(s.renew("crossed.com", "2028-03-10", 1))
		s.expires("crossed.com", "2029-03-10")
	},
	"a .se name expires, is deactivated, waits in quarantine and is free": func(s *scene) {
		s.on("2026-03-10")
		s.create("svensk.se", 1)
		for _, stage := range []struct {
			date   string
			status registry.Status
		}{
			{"2027-03-09", registry.StatusOK}, {"2027-03-10", registry.StatusExpired}, {"2027-03-19", registry.StatusExpired},
			{"2027-03-20", registry.StatusDeactivated}, {"2027-05-18", registry.StatusDeactivated},
			{"2027-05-19", registry.StatusPendingDelete}, {"2027-05-25", registry.StatusPendingDelete},
		} {
			s.on(stage.date)
			s.shows("svensk.se", stage.status)
		}
		s.on("2027-05-26")
		s.gone("svensk.se")
	},
	"a .se name is renewed while expired and while deactivated, not in quarantine": func(s *scene) {
		s.on("2026-03-10")
		for _, full := range []string{"a.se", "b.se", "c.se"} {
			s.create(full, 1)
		}
		s.on("2027-03-15")
		s.done(s.renew("a.se", "2027-03-10", 1))
		s.on("2027-05-10")
		s.done(s.renew("b.se", "2027-03-10", 1))
		s.on("2027-05-20")
		r, err := s.renew("c.se", "2027-03-10", 1)
		s.refused(r, err, registry.CodeStatusProhibits)
		for _, full := range []string{"a.se", "b.se"} {
			s.shows(full, registry.StatusOK)
			s.expires(full, "2028-03-10")
		}
	},
	"a deleted .se name is deactivated at once, restorable, then gone": func(s *scene) {
		s.on("2026-03-10")
		s.create("bort.se", 2)
		if r := s.done(s.remove("bort.se")); len(r.Credits) > 0 {
			s.Errorf("receipt %+v: .se has no add grace", r)
		}
		s.shows("bort.se", registry.StatusDeactivated)
		s.days(30)
		s.done(s.restore("bort.se"))
		s.shows("bort.se", registry.StatusOK)
		s.expires("bort.se", "2028-03-10")
		s.done(s.remove("bort.se"))
		s.days(60)
		s.shows("bort.se", registry.StatusPendingDelete)
		s.days(7)
		s.gone("bort.se")
	},
	"a name under a TLD without any grace ends at its expiry": func(s *scene) {
		s.on("2026-03-10")
		s.create("short.bare", 1)
		s.on("2027-03-09")
		s.info("short.bare")
		s.on("2027-03-10")
		s.gone("short.bare")
	},
}

// gives wants a deletion to give back just some charges, if the registry tells.
func (s *scene) gives(r registry.Receipt, want ...registry.Credit) {
	s.Helper()
	if r.Credits != nil && !slices.Equal(r.Credits, want) {
		s.Errorf("the deletion gives back %+v, want %+v", r.Credits, want)
	}
}

// sentLast is the client transaction id of the last command.
func (s *scene) sentLast() string { return reseller.ClTRID(fmt.Sprintf("test%d", s.sent), 1) }
