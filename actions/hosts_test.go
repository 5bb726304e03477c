package actions_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

func TestChildNameserverIsMadeChangedAndRemoved(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		name := e.register("mine.com").Name
		_, err := e.Actions.RegisterNameserver(t.Context(), e.call(), actions.RegisterNameserver{Name: name, Host: "ns1", Addresses: []string{"192.0.2.1"}})
		e.Must(err)
		change := actions.ModifyNameserver{Name: name, Host: "ns1.mine.com", Current: "192.0.2.1", New: []string{"2001:db8::1"}}
		e.Must(e.Sandbox.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultSlow, Command: "host", Delay: 100 * time.Millisecond, Times: 1}))
		hasty := e.call()
		hasty.AnswerBy = hasty.Caller.Arrived
		_, err = e.Actions.ModifyNameserver(t.Context(), hasty, change)
		first := wantError(t, "a caller that does not wait", err, reseller.CodePending, "", "")
		again, err := e.Actions.ModifyNameserver(t.Context(), e.call(), change)
		e.Must(err)
		if again.Order.ID != first.Order {
			t.Errorf("the same change again is order %d, not %d", again.Order.ID, first.Order)
		}
		list, err := e.Actions.ListChildNameservers(t.Context(), e.call(), actions.ListChildNameservers{Name: name})
		e.Must(err)
		if len(list) != 1 || list[0].Name != "ns1.mine.com" || len(list[0].Addresses) != 1 || list[0].Addresses[0] != netip.MustParseAddr("2001:db8::1") {
			t.Errorf("the hosts are %+v", list)
		}
		_, err = e.Actions.DeleteNameserver(t.Context(), e.call(), actions.DeleteNameserver{Name: name, Host: "ns1"})
		e.Must(err)
		_, err = e.Actions.DeleteNameserver(t.Context(), e.call(), actions.DeleteNameserver{Name: name, Host: "ns1"})
		told := wantError(t, "removing it again", err, reseller.CodeNotFound, reseller.PathHost, "mine.com has no name server ns1.mine.com")
		if told.Hint != reseller.HintRegisterNameserver {
			t.Errorf("the hint is %q", told.Hint)
		}
	})
}

func TestChangesOfChildNameserversNameWhatIsWrong(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		name := e.register("mine.com").Name
		made := actions.RegisterNameserver{Name: name, Host: "ns1", Addresses: []string{"192.0.2.1"}}
		_, err := e.Actions.RegisterNameserver(t.Context(), e.call(), made)
		e.Must(err)
		_, err = e.Actions.RegisterNameserver(t.Context(), e.call(), made)
		if told := wantError(t, "making it again", err, reseller.CodeBadState, reseller.PathHost, "exists already"); told.Hint != reseller.HintModifyNameserver {
			t.Errorf("the hint is %q", told.Hint)
		}
		for what, c := range map[string]struct {
			host, current, fresh string
			code                 string
			field                reseller.Path
		}{
			"outside the name":   {"ns1.other.com", "192.0.2.1", "192.0.2.2", reseller.CodeInvalidParameter, reseller.PathHost},
			"no host":            {"", "192.0.2.1", "192.0.2.2", reseller.CodeMissingParameter, reseller.PathHost},
			"no current address": {"ns1", "", "192.0.2.2", reseller.CodeMissingParameter, reseller.PathCurrentAddress},
			"a bad current one":  {"ns1", "here", "192.0.2.2", reseller.CodeInvalidParameter, reseller.PathCurrentAddress},
			"an unknown one":     {"ns1", "192.0.2.9", "192.0.2.2", reseller.CodeInvalidParameter, reseller.PathCurrentAddress},
			"no new address":     {"ns1", "192.0.2.1", "", reseller.CodeMissingParameter, reseller.PathNewAddress},
			"a bad new one":      {"ns1", "192.0.2.1", "127.0.0.1", reseller.CodeInvalidParameter, reseller.PathNewAddress},
		} {
			_, err := e.Actions.ModifyNameserver(t.Context(), e.call(), actions.ModifyNameserver{Name: name, Host: c.host, Current: c.current, New: strings.Fields(c.fresh)})
			wantError(t, what, err, c.code, c.field, "")
		}
		_, err = e.Actions.SetChildNameserver(t.Context(), e.call(), actions.SetChildNameserver{Name: name, Host: "ns1"})
		wantError(t, "no addresses", err, reseller.CodeMissingParameter, reseller.PathAddresses, "")
	})
}
