package actions_test

import (
	"slices"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// refusedWhileKept are the actions that a dispute lock stands against, each with a request of it. Those of UpdateDomain are the parts of one.
func (e *env) refusedWhileKept(name reseller.Name) map[string][]func() error {
	ctx, call, s := e.Context(), e.call(), e.Actions
	update := func(r actions.UpdateDomain) func() error {
		return func() error { r.Name = name; _, err := s.UpdateDomain(ctx, call, r); return err }
	}
	patches := map[reseller.Role]actions.ContactPatch{reseller.RoleRegistrant: {FirstName: to("Bo")}}
	return map[string][]func() error{
		"ApproveTransferAway": {func() error {
			_, err := s.ApproveTransferAway(ctx, call, actions.TransferDecision{Name: name})
			return err
		}},
		"ReleaseDomain": {func() error {
			_, err := s.ReleaseDomain(ctx, call, actions.ReleaseDomain{Name: name, Tag: "OTHER-TAG"})
			return err
		}},
		"RequestDelete": {func() error { _, err := s.RequestDelete(ctx, call, actions.RequestDelete{Name: name}); return err }},
		"GetEPPCode":    {func() error { _, err := s.GetEPPCode(ctx, call, actions.GetEPPCode{Name: name}); return err }},
		"SaveContactDetails": {func() error {
			_, err := s.SaveContactDetails(ctx, call, actions.SaveContactDetails{Name: name, Patches: patches})
			return err
		}, func() error {
			return s.CheckContactDetails(ctx, call, actions.SaveContactDetails{Name: name, Patches: patches})
		}},
		"DomainUpdateLockingStatus": {func() error {
			_, err := s.DomainUpdateLockingStatus(ctx, call, actions.DomainUpdateLockingStatus{Name: name})
			return err
		}},
		"SetAutoRenew": {func() error { return s.SetAutoRenew(ctx, call, actions.SetAutoRenew{Name: name}) }},
		"IDProtectToggle": {func() error {
			_, err := s.IDProtectToggle(ctx, call, actions.IDProtectToggle{Name: name, Private: true})
			return err
		}},
		"UpdateDomain": {
			update(actions.UpdateDomain{Locked: to(false), Nameservers: []string{"ns1.other.example", "ns2.other.example"}}), update(actions.UpdateDomain{Privacy: to(true)}), update(actions.UpdateDomain{AutoRenew: to(false)}),
		},
	}
}

// goOnWhileKept are the actions that a dispute lock leaves alone: they read, they are of the account, they do with a name what neither gives it away nor
// lets it go, or they take names that the account does not have (which OrderTransfer, TransferDomain and RetryTransfer do with this one for others: below).
var goOnWhileKept = []string{
	"RegisterDomain", "TransferDomain", "RenewDomain", "RestoreDomain", "CancelTransfer", "RetryTransfer", "RejectTransferAway", "GetNameservers", "SaveNameservers",
	"GetContactDetails", "GetDomainFields", "DomainGetLockingStatus", "GetDNS", "SaveDNS", "GetDNSSEC", "SaveDNSSEC", "RegisterNameserver", "ModifyNameserver",
	"DeleteNameserver", "GetEmailForwarding", "SaveEmailForwarding", "Sync", "TransferSync", "DASSE", "DASNU", "DAS", "CreditAmount", "GetForecast", "GetInvoices",
	"GetInvoice", "GetPricing", "Version", "GetDomainInformation", "CheckAvailability", "ListDomains", "ShowDomain", "OrderRegistration", "RemoveDomain",
	"RestoreToAccount", "NoteTransfer", "OrderTransfer", "Quote", "ListChildNameservers", "SetChildNameserver", "AddRecord", "ReplaceRecord", "RemoveRecord",
	"ImportZone", "ListDNSTemplates", "ShowDNSTemplate", "AddDNSTemplate", "ChangeDNSTemplate", "RemoveDNSTemplate", "ApplyDNSTemplate", "ExportZone", "ZoneHistory",
	"RecordHistory", "RestoreDifference", "RestoreZone", "GetURLForwarding", "SaveURLForwarding", "Balance", "Ledger", "ListEvents", "AcknowledgeEvents",
	"SuggestDomains", "OrderStatus", "OrderStory", "LookAhead", "TransferRequests", "ShowTLD", "ShowAccount", "ChangeAccount", "Notices", "ChangeNotices",
	"SentNotices", "ListTokens", "ShowToken", "MakeToken", "NarrowToken", "RotateToken", "RevokeToken", "ListWebhooks", "ShowWebhook", "AddWebhook", "RemoveWebhook",
	"RotateWebhookSecret", "EnableWebhook", "ChangeWebhook", "PauseWebhook", "WaitingDeliveries", "SumLedger", "RenewalWindow", "TestWebhook", "ListDeliveries", "ReplayDelivery", "ListOrders",
}

// keep has the operator keep a name, or let it go.
func (e *env) keep(name reseller.Name, on, told bool) {
	e.Helper()
	u := operator.Domains{Store: e.Store, Routes: e.Routes, Clock: e.Clock, Orders: e.Orders}
	_, err := u.Keep(e.Context(), operator.Keeping{Name: name, On: on, Reason: "court 4711", Told: told, AnswerBy: e.call().AnswerBy})
	e.Must(err)
}

// Whatever gives a name away that the operator keeps for a court is refused, in each way; what keeps it working goes on, and all is possible again afterwards.
func TestAKeptNameStaysWhereItIs(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		rules, err := reseller.DefaultTLDs()
		if err != nil {
			t.Fatal(err)
		}
		com := rules["com"]
		com.TagRelease = true
		rules["com"] = com
		e := newEnv(t, engine, withRules(rules))
		ctx, d := e.Context(), e.register("kept.com")
		e.Must(e.Actions.SetAutoRenew(ctx, e.call(), actions.SetAutoRenew{Name: d.Name, AutoRenew: true}))
		code, err := e.Actions.GetEPPCode(ctx, e.call(), actions.GetEPPCode{Name: d.Name})
		e.Must(err)
		e.unlocked(d.Name)
		e.keep(d.Name, true, false)
		balance, err := e.Actions.Balance(ctx, e.call(), struct{}{})
		e.Must(err)
		asks := e.refusedWhileKept(d.Name)
		for action, all := range asks {
			for _, ask := range all {
				told := wantError(t, action, ask(), reseller.CodeLocked, reseller.PathName, "kept.com is held by the operator since 20")
				if told.Kind != reseller.KindConflict || len(told.Words) == 0 || slices.Contains([]string{"court 4711"}, told.Words) {
					t.Errorf("%s: %s %s", action, told.Kind, told.Words)
				}
			}
		}
		for _, table := range [][]actions.Action{actions.Table, actions.AddedActions} {
			for _, a := range table {
				if _, refused := asks[a.Name]; refused == slices.Contains(goOnWhileKept, a.Name) {
					t.Errorf("%s is not said to be refused by a dispute lock or to go on, or both", a.Name)
				}
			}
		}
		e.othersAskFor(d.Name, code.Code)
		e.foreseen(d.Name)
		e.goesOn(d.Name)
		if now, err := e.Actions.Balance(ctx, e.call(), struct{}{}); err != nil || now != balance {
			t.Errorf("the balance is %+v after %+v, %v", now, balance, err)
		}
		e.keep(d.Name, false, false)
		if now := e.Domain("kept.com"); now.Locked || now.Contacts[reseller.RoleRegistrant] != holder || now.Privacy || !now.AutoRenew {
			t.Errorf("let go it is %+v", now)
		}
		e.keep(d.Name, true, true)
		wantError(t, "told", asks["GetEPPCode"][0](), reseller.CodeLocked, reseller.PathName, "Why: court 4711")
		e.keep(d.Name, false, false)
		e.stopped(d.Name)
	})
}

func (e *env) unlocked(name reseller.Name) {
	e.Helper()
	_, err := e.Actions.DomainUpdateLockingStatus(e.Context(), e.call(), actions.DomainUpdateLockingStatus{Name: name})
	e.Must(err)
}

// othersAskFor has another account here ask for a name, with its right code.
func (e *env) othersAskFor(name reseller.Name, code string) {
	e.Helper()
	ours := e.Account
	e.Account = e.AddAccount(reseller.Account{Email: "b@example.com", Name: "B", Currency: "USD", Language: "en"}, 10_000)
	_, err := e.Actions.TransferDomain(e.Context(), e.call(), actions.TransferDomain{Name: name, AuthCode: code})
	if !reseller.HasCode(err, reseller.CodeLocked) {
		e.Errorf("another account asks for it: %v", err)
	}
	e.Account = ours
}

// foreseen asks what the refused would come to.
func (e *env) foreseen(name reseller.Name) {
	e.Helper()
	ctx := e.Context()
	f, err := e.Actions.Foresee(ctx, e.call(), []reseller.Name{name})
	e.Must(err)
	lock, err := f.Lock(ctx, actions.DomainUpdateLockingStatus{Name: name})
	e.Must(err)
	renew, err := f.AutoRenew(ctx, actions.SetAutoRenew{Name: name})
	e.Must(err)
	gone, err := e.Actions.ForeseeDelete(ctx, e.call(), actions.RequestDelete{Name: name})
	e.Must(err)
	for what, obstacle := range map[string]*reseller.Error{"lock": lock.Obstacle, "auto-renew": renew.Obstacle, "deletion": gone.Obstacle} {
		if obstacle == nil || obstacle.Code != reseller.CodeLocked {
			e.Errorf("%s: foreseen %v", what, obstacle)
		}
	}
}

// goesOn does with a kept name what may be done.
func (e *env) goesOn(name reseller.Name) {
	e.Helper()
	ctx, call := e.Context(), e.call()
	_, err := e.Actions.SaveNameservers(ctx, call, actions.SaveNameservers{Name: name, Nameservers: []string{"ns1.dns.example", "ns2.dns.example"}})
	e.Must(err)
	_, err = e.Actions.IDProtectToggle(ctx, call, actions.IDProtectToggle{Name: name})
	e.Must(err)
	e.Must(e.Actions.SetAutoRenew(ctx, call, actions.SetAutoRenew{Name: name, AutoRenew: true}))
	r := e.shown(name.String())
	if !r.Ours || !r.Has(registry.StatusClientTransferProhibited) || !r.Has(registry.StatusClientDeleteProhibited) || r.Nameservers[0] != "ns1.dns.example" {
		e.Errorf("the registry shows %+v", r)
	}
}

// stopped has a deletion and a new code wait for their registry while the operator says that the name is kept: neither is sent any more.
func (e *env) stopped(name reseller.Name) {
	e.Helper()
	ctx := e.Context()
	held, err := e.Actions.Balance(ctx, e.call(), struct{}{})
	e.Must(err)
	e.Must(e.registry.SetFault(ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
	call := e.call()
	call.AnswerBy = e.Clock.Wall()
	deletion, err := e.Actions.RequestDelete(ctx, call, actions.RequestDelete{Name: name})
	if !reseller.IsKind(err, reseller.KindPending) {
		e.Fatalf("the deletion: %+v, %v", deletion, err)
	}
	e.Drain()
	after := e.Another("after", nil)
	u := operator.Domains{Store: e.Store, Routes: e.Routes, Clock: e.Clock, Orders: after.Orders}
	k, err := u.Keep(ctx, operator.Keeping{Name: name, On: true, Reason: "court 4711"})
	e.Must(err)
	if len(k.Underway) != 1 || k.Underway[0].ID != deletion.Order.ID || k.Silent == nil {
		e.Errorf("under way: %+v, %v", k.Underway, k.Silent)
	}
	e.Must(e.registry.ClearFaults(ctx))
	for range 3 { // changes of a name go out one after the other
		e.Clock.Move(20 * time.Minute)
		e.Clock.Outwait(time.Minute)
		_, err = after.Orders.Reconcile(ctx)
		e.Must(err)
	}
	o, err := e.Store.Order(ctx, deletion.Order.ID)
	e.Must(err)
	if o.State != reseller.OrderRefused || o.Code != reseller.CodeLocked || !e.shown(name.String()).Ours || e.Domain(name.String()).State != reseller.DomainActive {
		e.Errorf("the deletion is %s %s: %s", o.State, o.Code, o.Reason)
	}
	if now, err := e.Actions.Balance(ctx, e.call(), struct{}{}); err != nil || now != held {
		e.Errorf("the balance is %+v after %+v, %v", now, held, err)
	}
}
