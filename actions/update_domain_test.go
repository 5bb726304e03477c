package actions_test

import (
	"context"
	"net/netip"
	"slices"
	"testing"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/publish/dns"
	"nameyard/registry"
	"nameyard/reseller"
)

var (
	before = []string{"ns1.before.example", "ns2.before.example"}
	after  = []string{"ns1.after.example", "ns2.after.example"}
)

// everything is an update of all settings of a name that has been registered a moment ago: it is locked and not private.
func (e *env) everything(full string) actions.UpdateDomain {
	e.Helper()
	_, err := e.Actions.UpdateDomain(e.Context(), e.call(), actions.UpdateDomain{Name: e.NameOf(full), Nameservers: before})
	e.Must(err)
	return actions.UpdateDomain{
		Name: e.NameOf(full), Nameservers: after, Privacy: to(true), Locked: to(false), AutoRenew: to(true),
	}
}

// settings are those of a name as the books and the registry have them, which must be the same.
func (e *env) settings(full string) (nameservers []string, private, locked bool) {
	e.Helper()
	d, r := e.Domain(full), e.shown(full)
	if !slices.Equal(d.Nameservers, r.Nameservers) || d.Privacy != r.Privacy || d.Locked != r.Has(registry.StatusClientTransferProhibited) {
		e.Errorf("the books have %v %t %t, the registry %v %t %t", d.Nameservers, d.Privacy, d.Locked,
			r.Nameservers, r.Privacy, r.Has(registry.StatusClientTransferProhibited))
	}
	return d.Nameservers, d.Privacy, d.Locked
}

func TestUpdateChangesAllSettings(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("mine.com")
		updated, err := e.Actions.UpdateDomain(t.Context(), e.call(), e.everything("mine.com"))
		e.Must(err)
		if !updated.Domain.AutoRenew || updated.Domain.Locked || !updated.Domain.Privacy {
			t.Errorf("answered with %+v", updated.Domain)
		}
		if ns, private, locked := e.settings("mine.com"); !slices.Equal(ns, after) || !private || locked {
			t.Errorf("the name has %v %t %t", ns, private, locked)
		}
	})
}

// The registry refuses the last of three changes: the two before it are set back, and the error says so.
func TestRefusedUpdateIsSetBack(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("mine.com")
		update := e.everything("mine.com")
		e.registry.setLock = func(bool) (registry.Receipt, error) {
			return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, "no unlocking today")
		}
		_, err := e.Actions.UpdateDomain(t.Context(), e.call(), update)
		refused := wantError(t, "the update", err, reseller.CodeRefused, reseller.PathLock,
			"lock was refused: no unlocking today; nothing is changed: what had been changed before it (nameservers, privacy) has been set back")
		if refused.Order == 0 || refused.Kind != reseller.KindRefused {
			t.Errorf("the error is %+v", refused)
		}
		if ns, private, locked := e.settings("mine.com"); !slices.Equal(ns, before) || private || !locked {
			t.Errorf("the name has %v %t %t", ns, private, locked)
		}
		if e.Domain("mine.com").AutoRenew {
			t.Error("auto-renew was switched on though the update was refused")
		}
	})
}

func TestUpdateRefusedAtItsFirstChangeChangesNothing(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("mine.com")
		e.registry.setLock = func(bool) (registry.Receipt, error) {
			return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, "no unlocking today")
		}
		_, err := e.Actions.UpdateDomain(t.Context(), e.call(), actions.UpdateDomain{Name: e.NameOf("mine.com"), Locked: to(false)})
		wantError(t, "the update", err, reseller.CodeRefused, reseller.PathLock, "lock was refused: no unlocking today; nothing was changed")
	})
}

// The registry refuses a change, and then also to set back one before it: nobody is told that nothing is changed.
func TestUpdateThatCannotBeSetBackSaysHowTheNameStands(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("mine.com")
		update := e.everything("mine.com")
		refuse := func(bool) (registry.Receipt, error) {
			return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, "not today")
		}
		e.registry.setLock = func(locked bool) (registry.Receipt, error) {
			e.registry.setPrivacy = refuse // from now on
			return refuse(locked)
		}
		_, err := e.Actions.UpdateDomain(t.Context(), e.call(), update)
		wantError(t, "the update", err, reseller.CodeRefused, reseller.PathLock,
			"it is not confirmed that what had been changed before it (privacy) has been set back: look before you try again")
		if ns, private, locked := e.settings("mine.com"); !slices.Equal(ns, before) || !private || !locked {
			t.Errorf("the name has %v %t %t", ns, private, locked)
		}
	})
}

// The caller goes away while the second change is under way: what is not known to have been refused is not set back.
func TestUpdateWithoutAnOutcomeIsNotSetBack(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("mine.com")
		update := e.everything("mine.com")
		ctx, leave := context.WithCancel(t.Context())
		answer := make(chan struct{})
		e.registry.setPrivacy = func(bool) (registry.Receipt, error) {
			leave()
			<-answer
			return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, "not today")
		}
		_, err := e.Actions.UpdateDomain(ctx, e.call(), update)
		told := reseller.AsError(err)
		close(answer)
		e.Drain()
		if e.Domain("mine.com").AutoRenew {
			t.Error("auto-renew was switched on though a setting before it has no outcome")
		}
		if told.Field != reseller.PathPrivacy || told.Kind != reseller.KindInternal {
			t.Errorf("the error is %+v", told)
		}
		wantError(t, "the update", told, reseller.CodeInternal, reseller.PathPrivacy, "; changed before it: nameservers; not begun: lock, auto_renew")
		if ns, private, locked := e.settings("mine.com"); !slices.Equal(ns, after) || private || !locked {
			t.Errorf("the name has %v %t %t", ns, private, locked)
		}
	})
}

// A wish for auto-renew is not forgotten in silence while the registry has not answered.
func TestUpdateWithoutAnOutcomeNamesAutoRenewAsNotBegun(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("mine.com")
		answer := make(chan struct{})
		e.registry.setLock = func(bool) (registry.Receipt, error) {
			<-answer
			return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, "not today")
		}
		call := e.call()
		call.AnswerBy = e.Clock.Wall() // do not wait
		_, err := e.Actions.UpdateDomain(t.Context(), call, actions.UpdateDomain{Name: e.NameOf("mine.com"), Locked: to(false), AutoRenew: to(true)})
		wantError(t, "the update", err, reseller.CodePending, reseller.PathLock, "not begun: auto_renew")
		close(answer)
		e.Drain()
		if e.Domain("mine.com").AutoRenew {
			t.Error("auto-renew was switched on")
		}
	})
}

// Signing is ours, too, and told like the rest: the account has one change left today, and the update needs two.
func TestUpdateThatIsRefusedAfterSigningNamesIt(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine, apptest.WithConfig(func(c *app.Config) {
			c.Publishing.Signer = &dns.Secondary{Name: "signer", Address: netip.MustParseAddrPort("192.0.2.7:53"), Key: "signer-key."}
		}))
		e.register("mine.com")
		update := actions.UpdateDomain{Name: e.NameOf("mine.com"), AutoRenew: to(true), DNSSEC: &actions.DNSSECWish{Enabled: to(true)}}
		e.Store.SetFreeChanges(1)
		_, err := e.Actions.UpdateDomain(t.Context(), e.call(), update)
		wantError(t, "the update", err, reseller.CodeDayLimit, reseller.PathAutoRenew, "not confirmed that what had been changed before it (dnssec) has been set back")
		e.Store.SetFreeChanges(100)
		_, err = e.Actions.UpdateDomain(t.Context(), e.call(), update)
		e.Must(err)
		if d := e.Domain("mine.com"); !d.AutoRenew || !d.Signs() {
			t.Errorf("auto-renew is %t, signing %q", d.AutoRenew, d.Signing)
		}
	})
}

func TestUpdateWaitsForNoChangeThatIsUnderWay(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("mine.com")
		answer := make(chan struct{})
		e.registry.setLock = func(bool) (registry.Receipt, error) {
			<-answer
			return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, "not today")
		}
		call := e.call()
		call.AnswerBy = e.Clock.Wall() // do not wait
		first := actions.UpdateDomain{Name: e.NameOf("mine.com"), Locked: to(false)}
		_, err := e.Actions.UpdateDomain(t.Context(), call, first)
		pending := wantError(t, "the first update", err, reseller.CodePending, reseller.PathLock, "")
		if pending.Order == 0 {
			t.Errorf("the error names no order: %+v", pending)
		}
		_, err = e.Actions.UpdateDomain(t.Context(), e.call(), actions.UpdateDomain{Name: e.NameOf("mine.com"), Nameservers: after})
		second := wantError(t, "the second update", err, reseller.CodeInProgress, "", "nothing was done")
		if second.Order != pending.Order {
			t.Errorf("the second names order %d, under way is %d", second.Order, pending.Order)
		}
		close(answer)
		e.Drain()
	})
}

func TestUpdateIsCheckedBeforeItsFirstChange(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("mine.com")
		e.register("mine.co.uk")
		name := e.NameOf("mine.com")
		for what, c := range map[string]struct {
			update actions.UpdateDomain
			code   string
			field  reseller.Path
			words  string
		}{
			"nothing":            {actions.UpdateDomain{Name: name}, reseller.CodeMissingParameter, "", "give auto_renew, privacy, nameservers, lock or dnssec"},
			"one name server":    {actions.UpdateDomain{Name: name, Nameservers: after[:1]}, reseller.CodeInvalidParameter, reseller.PathNameservers, "1 name servers; 2 to 4 are required"},
			"one and an empty":   {actions.UpdateDomain{Name: name, Nameservers: []string{"ns1.after.example", " "}}, reseller.CodeInvalidParameter, reseller.PathNameservers, "1 name servers are not empty"},
			"a bad name server":  {actions.UpdateDomain{Name: name, Nameservers: []string{"ns1.after.example", "a b"}, Locked: to(false)}, reseller.CodeInvalidParameter, "nameservers[1]", "name server 2 of mine.com"},
			"a lock of .co.uk":   {actions.UpdateDomain{Name: e.NameOf("mine.co.uk"), Nameservers: after, Locked: to(true)}, reseller.CodeNotSupported, reseller.PathLock, "a transfer lock is not supported for .co.uk"},
			"a name that is not": {actions.UpdateDomain{Name: e.NameOf("other.com"), Locked: to(true)}, reseller.CodeNotFound, reseller.PathName, "other.com is not in this account"},
		} {
			_, err := e.Actions.UpdateDomain(t.Context(), e.call(), c.update)
			wantError(t, what, err, c.code, c.field, c.words)
		}
		if ns, private, locked := e.settings("mine.com"); !slices.Equal(ns, []string{"ns1.registrar.example", "ns2.registrar.example"}) || private || !locked { // ours: it was registered with none
			t.Errorf("the name has %v %t %t", ns, private, locked)
		}
	})
}
