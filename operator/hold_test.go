package operator_test

import (
	"slices"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// shows reports whether the registry shows that a name is on hold.
func shows(e *apptest.Env, full string) bool {
	e.Helper()
	seen, err := e.Sandbox.Info(e.Context(), e.NameOf(full))
	e.Must(err)
	return seen.Has(registry.StatusClientHold)
}

// A hold is set and lifted at the registry, once, by whom it says; its account is told, and the list has it for as long as it stands.
func TestTheOperatorHoldsANameAndLetsItGo(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		d := e.Register("abused.com")
		ctx := reseller.ActingAs(e.Context(), anna)
		u := operator.Domains{Store: e.Store, Routes: e.Routes, Clock: e.Clock, Orders: e.Orders}
		ask := func(on bool, why string) (reseller.Order, error) {
			return u.Hold(ctx, operator.Holding{Name: d.Name, On: on, Reason: why, AnswerBy: e.Clock.Wall().Add(20 * time.Second)})
		}
		_, err := ask(true, "  ")
		wantError(e, err, reseller.KindInvalid, "reason is empty")
		_, err = ask(false, "cleared")
		wantError(e, err, reseller.KindConflict, "is not on hold")
		_, err = u.Hold(ctx, operator.Holding{Name: e.NameOf("nobodys.com"), On: true, Reason: "phishing"})
		wantError(e, err, reseller.KindNotFound, "no account has nobodys.com")

		o, err := ask(true, " phishing ")
		e.Must(err)
		held := e.Domain("abused.com").Holds
		if o.State != reseller.OrderDone || o.By.Name != anna.Name || !shows(e, "abused.com") || held.Operator.By != anna.Name || held.Operator.Reason != "phishing" || !held.Stand() {
			e.Errorf("the order is %+v, the name %+v", o, held)
		}
		shown, err := operator.Zones{Store: e.Store, Clock: e.Clock, Rules: e.Routes.Rules()}.Show(ctx, d.Name)
		e.Must(err)
		status, err := operator.DNS{Store: e.Store, Clock: e.Clock, Rules: e.Routes.Rules(), Direct: true}.Zone(ctx, d.Name)
		e.Must(err)
		if !shown.Phase.Served() || shown.Delegated || status.Published || status.Delegated || !slices.Equal(status.OnHold, []string{"operator"}) {
			e.Errorf("a name on hold is delegated: %t, its DNS: %+v", shown.Delegated, status)
		}
		_, err = ask(true, "again")
		wantError(e, err, reseller.KindConflict, "is on hold already")
		e.Clock.Move(500 * 24 * time.Hour)
		_, err = e.Store.Prune(e.Context())
		e.Must(err)
		list, err := u.OnHold(ctx, operator.HoldChoice{Page: reseller.Page{Limit: 10}})
		e.Must(err)
		if len(list) != 1 || list[0].Name != d.Name || list[0].Holds != held {
			e.Errorf("the list is %+v", list)
		}
		o, err = ask(false, "cleared")
		e.Must(err)
		if now := e.Domain("abused.com").Holds.Operator; o.State != reseller.OrderDone || shows(e, "abused.com") || now.Stands() || now.Since != held.Operator.Since {
			e.Errorf("the order is %s, the name %+v", o.State, now)
		}
		records, err := e.Store.SearchAudit(e.Context(), reseller.AuditSearch{Objects: []string{"abused.com"}, Actor: "anna", Page: reseller.Page{Limit: 10}})
		e.Must(err)
		if len(records) != 2 || records[0].Action != "domain.hold" || records[1].Told() != "set clientHold; hold none → phishing" {
			e.Errorf("recorded: %+v", records)
		}
		e.Verify()
	})
}

// A hold whose answer was lost is looked for at the registry and counts once, whichever way it was lost; and what somebody else sets there is found.
func TestALostHoldIsFoundByItsStatus(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx := e.Context()
		u := operator.Domains{Store: e.Store, Routes: e.Routes, Clock: e.Clock, Orders: e.Orders}
		for full, fault := range map[string]sandbox.FaultKind{"heard.com": sandbox.FaultLostAnswer, "unheard.com": sandbox.FaultLostRequest} {
			d := e.Register(full)
			e.Must(e.Sandbox.SetFault(ctx, sandbox.Fault{Kind: fault, Command: "update"}))
			e.Must(e.Sandbox.SetFault(ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
			first := e.Another("first of "+full, nil)
			u.Orders = first.Orders
			o, err := u.Hold(ctx, operator.Holding{Name: d.Name, On: true, Reason: "phishing"})
			e.Must(err)
			e.Must(first.Orders.Drain(ctx))
			recorded := func() int {
				records, err := e.Store.SearchAudit(ctx, reseller.AuditSearch{Objects: []string{full}, Page: reseller.Page{Limit: 10}})
				e.Must(err)
				return len(slices.DeleteFunc(records, func(r reseller.AuditRecord) bool { return r.Action != "domain.hold" }))
			}
			if e.Domain(full).Holds.Stand() || recorded() != 0 {
				e.Errorf("%s is on hold before that is known", full)
			}
			e.Must(e.Sandbox.ClearFaults(ctx))
			finder := e.Another("finder of "+full, nil) // what the first server has left
			for range 2 {                               // a look, and where it shows nothing the command once more
				e.Clock.Move(20 * time.Minute)
				e.Clock.Outwait(time.Minute)
				_, err = finder.Orders.Reconcile(ctx)
				e.Must(err)
			}
			ended, err := e.Store.Order(ctx, o.ID)
			e.Must(err)
			if ended.State != reseller.OrderDone || !e.Domain(full).Holds.Operator.Stands() || !shows(e, full) || recorded() != 1 {
				e.Errorf("%s: the order is %s %s, the name %+v", full, ended.State, ended.Reason, e.Domain(full).Holds)
			}
		}
		other := e.Register("other.com")
		_, err := e.Sandbox.SetHold(ctx, "by-hand", other.Name, true)
		e.Must(err)
		seen, err := u.Show(ctx, other.Name)
		e.Must(err)
		if len(seen.Differences) != 1 || seen.Differences[0].Part != registry.PartHold {
			e.Errorf("differences are %+v", seen.Differences)
		}
		_, err = e.Sandbox.SetHold(ctx, "by-hand-2", other.Name, false)
		e.Must(err)
		e.Verify()
	})
}
