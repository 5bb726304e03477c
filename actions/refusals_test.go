package actions_test

import (
	"testing"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// asks are one request of every action that is about a name.
func (e *env) asks(name reseller.Name) map[string]func() error {
	ctx, call, s := e.Context(), e.call(), e.Actions
	return map[string]func() error{
		"RegisterDomain": func() error {
			_, err := s.RegisterDomain(ctx, call, actions.RegisterDomain{Name: name, Years: 1})
			return err
		},
		"OrderRegistration": func() error {
			_, err := s.OrderRegistration(ctx, call, actions.OrderRegistration{Name: name, Years: 1})
			return err
		},
		"TransferDomain": func() error {
			_, err := s.TransferDomain(ctx, call, actions.TransferDomain{Name: name, AuthCode: "code"})
			return err
		},
		"NoteTransfer": func() error {
			_, err := s.NoteTransfer(ctx, call, actions.NoteTransfer{Name: name})
			return err
		},
		"RetryTransfer": func() error {
			_, err := s.RetryTransfer(ctx, call, actions.RetryTransfer{Name: name, AuthCode: "code"})
			return err
		},
		"Quote": func() error {
			_, err := s.Quote(ctx, call, actions.Quote{Operation: reseller.OpRegister, Name: name, Years: 1})
			return err
		},
		"RenewDomain": func() error {
			_, err := s.RenewDomain(ctx, call, actions.RenewDomain{Name: name, Years: 1})
			return err
		},
		"ReleaseDomain": func() error {
			_, err := s.ReleaseDomain(ctx, call, actions.ReleaseDomain{Name: name, Tag: "OTHER-TAG"})
			return err
		},
		"GetEPPCode": func() error {
			_, err := s.GetEPPCode(ctx, call, actions.GetEPPCode{Name: name})
			return err
		},
		"DomainGetLockingStatus": func() error {
			_, err := s.DomainGetLockingStatus(ctx, call, actions.DomainGetLockingStatus{Name: name})
			return err
		},
		"DomainUpdateLockingStatus": func() error {
			_, err := s.DomainUpdateLockingStatus(ctx, call, actions.DomainUpdateLockingStatus{Name: name})
			return err
		},
		"IDProtectToggle": func() error {
			_, err := s.IDProtectToggle(ctx, call, actions.IDProtectToggle{Name: name, Private: true})
			return err
		},
		"GetDomainInformation": func() error {
			_, err := s.GetDomainInformation(ctx, call, actions.GetDomainInformation{Name: name})
			return err
		},
		"RegisterNameserver": func() error {
			_, err := s.RegisterNameserver(ctx, call, actions.RegisterNameserver{Name: name, Host: "ns1", Addresses: []string{"192.0.2.1"}})
			return err
		},
		"SetChildNameserver": func() error {
			_, err := s.SetChildNameserver(ctx, call, actions.SetChildNameserver{Name: name, Host: "ns1", Addresses: []string{"192.0.2.1"}})
			return err
		},
		"ModifyNameserver": func() error {
			_, err := s.ModifyNameserver(ctx, call, actions.ModifyNameserver{Name: name, Host: "ns1", Current: "192.0.2.1", New: []string{"192.0.2.2"}})
			return err
		},
		"SaveContactDetails": func() error {
			patches := map[reseller.Role]actions.ContactPatch{reseller.RoleRegistrant: {City: to("Malmö")}}
			_, err := s.SaveContactDetails(ctx, call, actions.SaveContactDetails{Name: name, Patches: patches})
			return err
		},
	}
}

func TestNamesUnderTLDsThatAreNotSoldAreRefused(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		for action, ask := range e.asks(reseller.NameOf("some.museum", "museum")) {
			wantError(t, action, ask(), reseller.CodeUnsupportedTLD, reseller.PathTLD, "domains under .museum are not sold here")
		}
	})
}

// A name in another account does not exist.
func TestNamesOfAnotherAccountAreNotThere(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("theirs.com")
		e.Account = e.AddAccount(reseller.Account{Email: "b@example.com", Name: "B", Currency: "USD", Language: "en"}, 0)
		asks := e.asks(e.NameOf("theirs.com"))
		for _, action := range []string{"RegisterDomain", "OrderRegistration", "TransferDomain", "NoteTransfer", "Quote"} {
			delete(asks, action) // they ask for names of others
		}
		for action, ask := range asks {
			wantError(t, action, ask(), reseller.CodeNotFound, reseller.PathName, "theirs.com is not in this account")
		}
	})
}

func TestWhatATLDDoesNotHaveIsNotSupported(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		rules, err := reseller.DefaultTLDs()
		if err != nil {
			t.Fatal(err)
		}
		bare := rules["com"]
		bare.Lock, bare.Privacy, bare.AuthCode, bare.TagRelease, bare.TransferBy = false, false, false, false, "tag"
		rules["com"] = bare
		e := newEnv(t, engine, withRules(rules))
		e.register("mine.com")
		asks := e.asks(e.NameOf("mine.com"))
		for action, words := range map[string]string{
			"DomainUpdateLockingStatus": "a transfer lock is not supported for .com", "IDProtectToggle": "privacy is not supported for .com",
			"GetEPPCode": "an auth code is not supported for .com", "ReleaseDomain": "release to a tag is not supported for .com",
			"NoteTransfer": "a transfer with an auth code is not supported for .com",
		} {
			wantError(t, action, asks[action](), reseller.CodeNotSupported, "", words)
		}
		_, err = e.Actions.RegisterDomain(t.Context(), e.call(), actions.RegisterDomain{Name: e.NameOf("other.com"), Years: 1, Privacy: true})
		wantError(t, "a private registration", err, reseller.CodeNotSupported, reseller.PathPrivacy, "privacy is not supported for .com")
		_, err = e.Actions.UpdateDomain(t.Context(), e.call(), actions.UpdateDomain{Name: e.NameOf("mine.com"), Privacy: to(true)})
		wantError(t, "a private name", err, reseller.CodeNotSupported, reseller.PathPrivacy, "privacy is not supported for .com")
		if lock, err := e.Actions.DomainGetLockingStatus(t.Context(), e.call(), actions.DomainGetLockingStatus{Name: e.NameOf("mine.com")}); err != nil || lock.Supported {
			t.Errorf("the lock is shown as %+v, %v", lock, err)
		}
	})
}

// What the caller can do about a name that is not active depends on why it is not.
func TestChangesNeedAnActiveName(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.Must(e.registry.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: "create", TLD: "co.uk"}))
		call := e.call()
		call.AnswerBy = e.Clock.Wall()
		_, err := e.Actions.RegisterDomain(t.Context(), call, actions.RegisterDomain{
			Name: e.NameOf("coming.co.uk"), Years: 1, Contacts: reseller.Contacts{reseller.RoleRegistrant: holder},
		})
		e.Must(err)
		lock := actions.DomainUpdateLockingStatus{Name: e.NameOf("coming.co.uk"), Locked: true}
		_, err = e.Actions.DomainUpdateLockingStatus(t.Context(), call, lock)
		wantError(t, "a pending name", err, reseller.CodeBadState, reseller.PathName, "is not confirmed by the registry yet")

		e.register("going.com")
		e.Clock.Move(reseller.Days(6)) // beyond the days in which a registration can be taken back
		name := e.NameOf("going.com")
		_, err = e.Actions.RequestDelete(t.Context(), e.call(), actions.RequestDelete{Name: name})
		e.Must(err)
		_, err = e.Actions.DomainUpdateLockingStatus(t.Context(), e.call(), actions.DomainUpdateLockingStatus{Name: name, Locked: true})
		told := wantError(t, "a name in redemption", err, reseller.CodeBadState, reseller.PathName, "restore it first (RestoreDomain)")
		if told.Hint != reseller.HintRestoreDomain {
			t.Errorf("the hint is %q", told.Hint)
		}
		for _, c := range []struct {
			state       reseller.DomainState
			code, words string
		}{
			{reseller.DomainPendingDelete, reseller.CodeBadState, "can not be restored any more"},
			{reseller.DomainDeleted, reseller.CodeNotFound, "is not in this account any more"},
		} {
			d := e.Domain("going.com")
			_, err := e.Store.ChangeDomain(t.Context(), d.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
				d.State = c.state
				return nil
			})
			e.Must(err)
			_, err = e.Actions.DomainUpdateLockingStatus(t.Context(), e.call(), actions.DomainUpdateLockingStatus{Name: name, Locked: true})
			wantError(t, string(c.state), err, c.code, reseller.PathName, c.words)
		}
		e.Unclean = true // rows were changed by hand, and the registration has no outcome yet
	})
}

func TestNameOutOfViewIsThereAgainAfterRestoreToAccount(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		d := e.register("mine.com")
		id := actions.DomainByID{ID: d.ID}
		e.Must(e.Actions.RemoveDomain(t.Context(), e.call(), id))
		_, err := e.Actions.GetDNS(t.Context(), e.call(), actions.GetDNS{Name: d.Name})
		told := wantError(t, "a removed name", err, reseller.CodeNotFound, reseller.PathName, "RestoreToAccount brings it back")
		if told.Hint != reseller.HintRestoreToAccount {
			t.Errorf("the hint is %q", told.Hint)
		}
		wantError(t, "removing it again", e.Actions.RemoveDomain(t.Context(), e.call(), id), reseller.CodeNotFound, reseller.PathName, "out of this account's view")
		shown, err := e.Actions.RestoreToAccount(t.Context(), e.call(), id)
		if err != nil || shown.DaysLeft != 365 || shown.Registrar != "Registrar" {
			t.Errorf("restored: %+v, %v", shown, err)
		}
		_, err = e.Actions.GetDNS(t.Context(), e.call(), actions.GetDNS{Name: d.Name})
		e.Must(err)
		e.Clock.Move(reseller.Days(366) + 1)
		if shown, err = e.Actions.ShowDomain(t.Context(), e.call(), id); err != nil || shown.DaysLeft != -2 || shown.Status != "expired" {
			t.Errorf("a day and a moment after its end: %d days left, %s, %v", shown.DaysLeft, shown.Status, err)
		}
	})
}
