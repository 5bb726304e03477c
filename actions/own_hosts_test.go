package actions_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// hosted registers a name with child name servers.
func (e *env) hosted(full string, labels ...string) reseller.Domain {
	e.Helper()
	d := e.register(full)
	for _, label := range labels {
		_, err := e.Actions.RegisterNameserver(e.Context(), e.call(), actions.RegisterNameserver{
			Name: d.Name, Host: label, Addresses: []string{"192.0.2.1", "2001:db8::1"},
		})
		e.Must(err)
	}
	return e.Domain(full)
}

// delegate sets the name servers of a name of an account.
func (e *env) delegate(a reseller.Account, full string, hosts ...string) error {
	call := e.call()
	call.Caller.Account = a
	_, err := e.Actions.SaveNameservers(e.Context(), call, actions.SaveNameservers{Name: e.NameOf(full), Nameservers: hosts})
	return err
}

// registerFor registers a name for another account.
func (e *env) registerFor(a reseller.Account, full string) {
	e.Helper()
	call := e.call()
	call.Caller.Account = a
	_, err := e.Actions.RegisterDomain(e.Context(), call, actions.RegisterDomain{
		Name: e.NameOf(full), Years: 1, Contacts: reseller.Contacts{reseller.RoleRegistrant: holder},
		Fields: actions.Fields{ByName: map[string]string{"id_number": "[SE]556012-5790"}},
	})
	e.Must(err)
}

func TestHostThatNamesUseStaysAndSoDoesItsName(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		other := e.AddAccount(reseller.Account{Email: "other@example.com", Currency: "USD"}, 1000_00)
		hosts := e.hosted("hosts.com", "ns1", "ns2")
		for _, full := range []string{"hosted.com", "b.com", "c.com", "d.com", "e.com", "f.com"} {
			e.register(full)
			e.Must(e.delegate(e.Account, full, "ns1.hosts.com", "ns1.example.net"))
		}
		e.registerFor(other, "theirs.se")
		e.Must(e.delegate(other, "theirs.se", "ns1.hosts.com", "ns1.example.net"))

		remove := actions.DeleteNameserver{Name: hosts.Name, Host: "ns1"}
		_, err := e.Actions.DeleteNameserver(t.Context(), e.call(), remove)
		told := wantError(t, "removing the host", err, reseller.CodeBadState, reseller.PathHost,
			"ns1.hosts.com is in use as a name server of b.com, c.com, d.com, e.com, f.com, 1 more name of this account and 1 name of another account")
		if told.Hint != reseller.HintSaveNameservers || strings.Contains(told.Words, "theirs") {
			t.Errorf("hint %q in %s", told.Hint, told.Words)
		}
		_, err = e.Actions.RequestDelete(t.Context(), e.call(), actions.RequestDelete{Name: hosts.Name})
		wantError(t, "deleting the name", err, reseller.CodeBadState, reseller.PathName, "child name servers of hosts.com are in use by b.com")
		if shown := e.shown("hosts.com"); len(shown.Hosts) != 2 || len(e.shown("hosted.com").Nameservers) != 2 {
			t.Errorf("the registry shows %+v", shown)
		}

		_, err = e.Actions.DeleteNameserver(t.Context(), e.call(), actions.DeleteNameserver{Name: hosts.Name, Host: "ns2"})
		e.Must(err)
		for _, full := range []string{"hosted.com", "b.com", "c.com", "d.com", "e.com", "f.com"} {
			e.Must(e.delegate(e.Account, full, "ns1.example.net", "ns2.example.net"))
		}
		_, err = e.Actions.DeleteNameserver(t.Context(), e.call(), remove)
		wantError(t, "one user is left", err, reseller.CodeBadState, reseller.PathHost, "a name server of 1 name of another account;")
		e.Must(e.delegate(other, "theirs.se", "ns1.example.net", "ns2.example.net"))
		_, err = e.Actions.DeleteNameserver(t.Context(), e.call(), remove)
		e.Must(err)
	})
}

func TestHostThatItsOwnNameUsesStays(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		own := e.hosted("own.com", "ns1", "own.com")
		e.Must(e.delegate(e.Account, "own.com", "own.com", "ns1.own.com"))
		for _, host := range []string{"own.com", "ns1"} {
			_, err := e.Actions.DeleteNameserver(t.Context(), e.call(), actions.DeleteNameserver{Name: own.Name, Host: host})
			wantError(t, host, err, reseller.CodeBadState, reseller.PathHost, "in use as a name server of own.com itself")
		}
	})
}

func TestNameserversInsideTheNameNeedAddressesFirst(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		circular := actions.RegisterDomain{
			Name: e.NameOf("circular.com"), Years: 1, Contacts: reseller.Contacts{reseller.RoleRegistrant: holder},
			Nameservers: []string{"ns1.example.net", "", "NS2.Circular.com."},
		}
		_, err := e.Actions.RegisterDomain(t.Context(), e.call(), circular)
		told := wantError(t, "at the registration", err, reseller.CodeInvalidParameter, "nameservers[2]", "ns2.circular.com lies inside circular.com, which is not registered yet")
		if told.Hint != reseller.HintRegisterNameserver {
			t.Errorf("the hint is %q", told.Hint)
		}
		_, err = e.Actions.OrderRegistration(t.Context(), e.call(), actions.OrderRegistration{
			Name: circular.Name, Years: 1, Contacts: circular.Contacts, Nameservers: circular.Nameservers,
		})
		wantError(t, "ordering it", err, reseller.CodeInvalidParameter, "nameservers[2]", "")
		if _, err := e.registry.Show(t.Context(), circular.Name); err == nil {
			t.Error("it was registered")
		}

		e.register("circular.com")
		err = e.delegate(e.Account, "circular.com", "ns1.circular.com", "ns2.circular.com")
		wantError(t, "saving them", err, reseller.CodeInvalidParameter, "nameservers[0]", "ns1.circular.com lies inside circular.com and has no address")
		_, err = e.Actions.UpdateDomain(t.Context(), e.call(), actions.UpdateDomain{Name: circular.Name, Nameservers: []string{"ns1.example.net", "circular.com"}})
		wantError(t, "updating them", err, reseller.CodeInvalidParameter, "nameservers[1]", "circular.com lies inside circular.com")
		for _, host := range []string{"ns1", "ns2"} {
			_, err = e.Actions.SetChildNameserver(t.Context(), e.call(), actions.SetChildNameserver{Name: circular.Name, Host: host, Addresses: []string{"192.0.2.1"}})
			e.Must(err)
		}
		e.Must(e.delegate(e.Account, "circular.com", "ns1.circular.com", "ns2.circular.com"))
	})
}

func TestNameserversMayFollowTheHostThatIsBeingMade(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		d := e.register("own.com")
		e.Must(e.Sandbox.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultSlow, Command: "host", Delay: 100 * time.Millisecond, Times: 1}))
		at := e.call()
		at.AnswerBy = at.Caller.Arrived
		_, err := e.Actions.RegisterNameserver(t.Context(), at, actions.RegisterNameserver{Name: d.Name, Host: "ns1", Addresses: []string{"192.0.2.1"}})
		wantError(t, "the host", err, reseller.CodePending, "", "")
		e.Must(e.delegate(e.Account, "own.com", "ns1.own.com", "ns1.example.net"))
	})
}

func TestNameIsDeletedWithTheHostsThatNobodyUses(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		d := e.hosted("own.com", "ns1", "ns2", "ns3")
		e.Must(e.delegate(e.Account, "own.com", "ns1.own.com", "ns2.own.com"))
		_, err := e.Actions.RequestDelete(t.Context(), e.call(), actions.RequestDelete{Name: d.Name})
		e.Must(err)
		if gone, err := e.Store.Domain(t.Context(), e.Account.ID, d.Name); err != nil || gone.State != reseller.DomainDeleted {
			t.Errorf("the name is %s, %v", gone.State, err)
		}
		if _, err := e.registry.Show(t.Context(), d.Name); err == nil {
			t.Error("the registry still has it")
		}
	})
}

func TestRefusedDeletionSetsBackWhatItTookAway(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		d := e.hosted("own.com", "ns1", "ns2")
		e.Must(e.delegate(e.Account, "own.com", "ns1.own.com", "ns2.own.com"))
		e.Must(e.Sandbox.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultRefuse, Command: "delete", Times: 1}))
		_, err := e.Actions.RequestDelete(t.Context(), e.call(), actions.RequestDelete{Name: d.Name})
		if !reseller.IsKind(err, reseller.KindRefused) || !strings.Contains(err.Error(), "what was removed is being set back") {
			t.Fatalf("the answer is %v", err)
		}
		e.Drain()
		_, err = e.Orders.Reconcile(t.Context())
		e.Must(err)
		shown := e.shown("own.com")
		if !slices.Equal(shown.Nameservers, []string{"ns1.own.com", "ns2.own.com"}) || len(shown.Hosts) != 2 || len(shown.Hosts[0].Addresses) != 2 {
			t.Errorf("the registry shows %v, %v", shown.Nameservers, shown.Hosts)
		}
		if row := e.Domain("own.com"); row.State != reseller.DomainActive || fmt.Sprint(row.Nameservers) != fmt.Sprint(shown.Nameservers) {
			t.Errorf("the row is %s with %v", row.State, row.Nameservers)
		}
	})
}

func TestDeletionWaitsForItsHosts(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		d := e.hosted("own.com", "ns1")
		e.Must(e.Sandbox.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: "host", Times: 1}))
		call := e.call()
		call.AnswerBy = call.Caller.Arrived
		_, err := e.Actions.RequestDelete(t.Context(), call, actions.RequestDelete{Name: d.Name})
		told := wantError(t, "the first time", err, reseller.CodePending, "", "child name servers of own.com are removed first")
		if told.Order == 0 {
			t.Error("it names no order")
		}
		e.Drain()
		if shown := e.shown("own.com"); shown.Has(registry.StatusPendingDelete) {
			t.Error("it was deleted")
		}
	})
}
