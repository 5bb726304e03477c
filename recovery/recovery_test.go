package recovery_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// hosts makes child name servers and has the name use them.
func (e *env) hosts(full string, hosts ...string) {
	e.Helper()
	d := e.Domain(full)
	for _, h := range hosts {
		host := reseller.Host{Name: h, Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
		e.Change(d, reseller.OrderHostCreate, "host:"+h, reseller.Desired{Host: &host})
	}
	e.Change(d, reseller.OrderNameservers, "nameservers", reseller.Desired{Nameservers: hosts})
}

func TestRestoredBooksLearnWhatTheRegistryDidSinceTheBackup(t *testing.T) {
	onBoth(t, func(e *env) {
		for _, full := range []string{"renewed.com", "same.com", "gone.se", "moved.com"} {
			e.Register(full)
		}
		e.backup()
		e.Renew(e.Domain("renewed.com"), 2)
		e.Register("unknown.com")
		e.hosts("moved.com", "ns1.moved.com", "ns2.moved.com")
		e.deletes("gone.se")
		e.day("2026-07-01")
		e.restore()

		e.Must(e.Jobs.Run(e.Context(), jobs.AutoRenew)) // does nothing yet
		e.compare("changed moved.com", "gone gone.se", "registered unknown.com", "renewed renewed.com")
		e.wantSelling(true)
		e.wantBalance(1000_00-4*1000, 0) // nothing that came later is charged
		e.wantPaidThrough("renewed.com", "2029-03-01")
		e.wantPaidThrough("same.com", "2027-03-01")
		e.wantState("gone.se", reseller.DomainDeleted)
		if ns := e.Domain("moved.com").Nameservers; !slices.Equal(ns, []string{"ns1.moved.com", "ns2.moved.com"}) {
			t.Errorf("the name servers are %v", ns)
		}
		if d := e.lost("unknown.com"); d.State != reseller.DomainActive || !d.Contacts.Equal(apptest.Owner) {
			t.Errorf("the name that no account had is %+v", d)
		}
		e.Renew(e.Domain("renewed.com"), 1) // the next term is sold as ever
		e.wantPaidThrough("renewed.com", "2030-03-01")
	})
}

func TestContactChangedAfterTheBackupIsTakenOverFromTheRegistry(t *testing.T) {
	onBoth(t, func(e *env) {
		d := e.Register("sold.com")
		e.backup()
		bertil := reseller.Contact{
			FirstName: "Bertil", LastName: "Ek", Address1: "Kungsgatan 2", City: "Umea", Country: "SE", Postcode: "90325", Email: "new@example.org", Phone: "+46.90123456",
		}
		e.Change(d, reseller.OrderContacts, "contacts", reseller.Desired{Contacts: reseller.Contacts{reseller.RoleRegistrant: bertil}})
		e.restore()

		e.compare("changed sold.com")
		if got := e.Domain("sold.com").Contacts[reseller.RoleRegistrant]; got != bertil {
			t.Errorf("the books name the owner %+v", got)
		}
		// A save of one field sends all others from the books: those of the new owner.
		city := "Skelleftea"
		_, err := e.Actions.SaveContactDetails(e.Context(), actions.Call{Caller: reseller.Caller{Account: e.Account}, AnswerBy: e.Clock.Wall().Add(20 * time.Second)},
			actions.SaveContactDetails{Name: d.Name, Patches: map[reseller.Role]actions.ContactPatch{reseller.RoleRegistrant: {City: &city}}})
		e.Must(err)
		bertil.City = city
		shown, err := e.Sandbox.Info(e.Context(), d.Name)
		e.Must(err)
		if got := shown.Contacts[reseller.RoleRegistrant].Contact; got != bertil {
			t.Errorf("the registry has the owner %+v", got)
		}
	})
}

func TestContactsThatARegistryDoesNotShowStayAsTheyWereInTheBackup(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("redacted.com")
		e.backup()
		e.restore()
		redacting := silent{Connector: e.Sandbox, shows: func(r *registry.Registration) { r.Contacts = nil }}
		e.Must(e.compareOn(e.over(redacting)))
		e.wantFindings("not_asked sandbox") // it keeps no log
		if got := e.Domain("redacted.com").Contacts; !got.Equal(apptest.Owner) {
			t.Errorf("the books have the contacts %+v", got)
		}
	})
}

func TestOrderFoundAfterARestoreIsInTheCurrencyOfItsAccount(t *testing.T) {
	inEuro := []apptest.Option{
		apptest.WithAccount(reseller.Account{Email: "euro@example.com", Name: "Euro", Currency: "EUR", Language: "en"}, 1000_00),
		apptest.WithPrices(apptest.Prices("EUR", 900, "com")),
	}
	onBoth(t, func(e *env) {
		e.Register("renewed.com")
		e.backup()
		e.Renew(e.Domain("renewed.com"), 2)
		e.Register("unknown.com")
		e.restore()

		e.compare("registered unknown.com", "renewed renewed.com")
		lost, err := e.Store.AccountByEmail(e.Context(), reseller.LostAndFound)
		e.Must(err)
		all, err := e.Store.SearchOrders(e.Context(), reseller.OrderSearch{Page: reseller.Page{Limit: 100}})
		e.Must(err)
		found := map[reseller.OrderKind]string{}
		for _, o := range all {
			if o.Charge.Total() == 0 {
				found[o.Kind] = o.Charge.Currency
			}
		}
		if len(found) != 2 || found[reseller.OrderRenew] != "EUR" || found[reseller.OrderRegister] != lost.Currency {
			t.Errorf("the orders that were found have the currencies %v; the account has EUR, lost-and-found %s", found, lost.Currency)
		}
	}, inEuro...)
}

func TestNameThatLeftAfterTheBackupIsClosed(t *testing.T) {
	onBoth(t, func(e *env) {
		d := e.Register("left.se")
		e.backup()
		code, err := e.Sandbox.NewAuthCode(e.Context(), reseller.ClTRID(reseller.NewClTRIDBase(), 1), d.Name)
		e.Must(err)
		e.Must(e.Sandbox.RequestAway(e.Context(), d.Name, code.Secret)) // .se moves at once
		e.restore()

		e.compare("gone left.se")
		e.wantState("left.se", reseller.DomainTransferredAway)
		if reason := e.Domain("left.se").Reason; reason == "" || reason != e.detail("left.se") {
			t.Errorf("the row says %q, the finding %q", reason, e.detail("left.se"))
		}
	})
}

func TestRowThatIsSwitchedWhileItIsComparedIsComparedNonetheless(t *testing.T) {
	onBoth(t, func(e *env) {
		d := e.Register("example.com")
		e.backup()
		e.hosts("example.com", "ns1.example.com")
		e.restore()
		switchOn := func() {
			_, err := e.Store.ChangeDomain(e.Context(), d.ID, reseller.Operator, "SetAutoRenew", func(d *reseller.Domain) error { d.AutoRenew = true; return nil })
			e.Must(err)
		}
		e.Must(e.compareOn(e.over(&hooked{Registry: e.Sandbox, once: switchOn})))
		e.wantSelling(true)
		if got := e.Domain("example.com"); len(got.Hosts) != 1 || !got.AutoRenew {
			t.Errorf("the row has hosts %v, auto-renew %t; want the registry's hosts and the account's wish", got.Hosts, got.AutoRenew)
		}
	})
}

func TestNameOfATLDThatIsNotServedAnyMoreIsReported(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("served.com")
		e.Register("dropped.nu")
		e.backup()
		e.Register("later.nu")
		e.restore()
		rules, err := reseller.DefaultTLDs()
		e.Must(err)
		delete(rules, "nu")
		// The registry still has the names; only we do not sell under their TLD any more.
		other := e.Another("other", func(c *app.Config) {
			c.Rules, c.Connectors = rules, map[string]registry.Connector{app.SandboxConnector: e.Sandbox}
		})
		e.Must(e.compareOn(other))
		e.wantFindings("not_asked dropped.nu")
		e.wantSelling(true)
		e.Unclean = true // what was registered after the backup, and cannot be looked at, belongs to no order
	})
}

func TestRegistryThatDoesNotAnswerKeepsTheRestoreMarked(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("one.com")
		e.Register("two.com")
		e.backup()
		e.Renew(e.Domain("two.com"), 1)
		e.restore()
		e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultDown, Command: "info", Times: 1}))
		if err := e.compareOn(e.App); err == nil {
			t.Error("the comparison says that all is well")
		}
		e.wantSelling(false)
		e.Clock.Outwait(time.Minute) // a server looks for the mark every few seconds
		if _, err := e.Orders.Buy(e.Context(), e.renewal("one.com")); err == nil || reseller.AsError(err).Code != reseller.CodeRestoring {
			t.Errorf("a renewal gives %v", err)
		}
		e.compare("renewed two.com")
		e.wantSelling(true)
		e.wantPaidThrough("two.com", "2028-03-01")
	})
}

func TestWithoutARestoreNothingIsCompared(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("one.com")
		asked := false
		e.Must(e.compareOn(e.over(&hooked{Registry: e.Sandbox, once: func() { asked = true }})))
		if asked {
			t.Error("the registry was asked")
		}
		e.wantBalance(990_00, 0)
	})
}

// What is changed by old books sends old contacts, or touches a name that is another account's by now.
func TestNothingIsChangedBeforeTheComparison(t *testing.T) {
	onBoth(t, func(e *env) {
		d := e.Register("one.com")
		e.hosts("one.com", "ns1.one.com")
		e.backup()
		bertil := reseller.Contact{FirstName: "Bertil", LastName: "Ek", Address1: "Gatan 1", City: "Umeå", Postcode: "903 25", Country: "SE", Phone: "+46.90123456", Email: "bertil@example.se"}
		e.Change(d, reseller.OrderContacts, "contacts", reseller.Desired{Contacts: reseller.Contacts{reseller.RoleRegistrant: bertil}})
		e.restore()
		e.Clock.Outwait(time.Minute)
		row := e.Domain("one.com")
		anna := bertil
		anna.FirstName = "Anna"
		for kind, desired := range map[reseller.OrderKind]reseller.Desired{
			reseller.OrderContacts:    {Contacts: reseller.Contacts{reseller.RoleRegistrant: anna}},
			reseller.OrderNameservers: {Nameservers: []string{"ns1.example.net", "ns2.example.net"}},
			reseller.OrderHostModify:  {Host: &row.Hosts[0]},
			reseller.OrderAuthCode:    {},
			reseller.OrderDelete:      {},
		} {
			_, err := e.Orders.Change(e.Context(), orders.Request{
				Caller: reseller.Caller{Account: e.Account}, Kind: kind, Name: row.Name, Domain: &row, Subject: string(kind), Desired: desired,
			})
			if e := reseller.AsError(err); e == nil || e.Code != reseller.CodeRestoring {
				t.Errorf("%s before the comparison: %v", kind, err)
			}
		}
		e.compare("changed one.com")
		if got := e.Domain("one.com").Contacts[reseller.RoleRegistrant].FirstName; got != "Bertil" {
			t.Errorf("the holder in the books is %s", got)
		}
		shown, err := e.Sandbox.Info(e.Context(), row.Name)
		e.Must(err)
		if got := shown.Contacts[reseller.RoleRegistrant].FirstName; got != "Bertil" {
			t.Errorf("the holder at the registry is %s", got)
		}
		row = e.Domain("one.com")
		e.Change(row, reseller.OrderContacts, "contacts", reseller.Desired{Contacts: reseller.Contacts{reseller.RoleRegistrant: anna}})
	})
}
