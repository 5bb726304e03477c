package actions_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

// asking is a call by a token of the first account.
func (e *env) asking(t reseller.Token) actions.Call {
	call := e.call()
	call.Caller.Token = t
	return call
}

// stranger is a call of another account.
func (e *env) stranger() actions.Call {
	call := e.call()
	call.Caller.Account = e.AddAccount(reseller.Account{Email: "other@example.net", Name: "Other", Currency: e.Account.Currency, Language: "en"}, 0)
	return call
}

func TestTokenMakesNothingThatItIsNot(t *testing.T) {
	e := newEnv(t, apptest.SQLite)
	office, cafe := netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24")
	end := e.Clock.Wall().AddDate(0, 1, 0)
	made, err := e.Actions.MakeToken(t.Context(), e.call(), actions.MakeToken{
		Name: "WHMCS", Scopes: []reseller.Scope{reseller.ScopeRead, reseller.ScopeManage}, CIDRs: []netip.Prefix{office}, ExpiresAt: end,
	})
	e.Must(err)
	asking := e.asking(made.Token)

	heir, err := e.Actions.MakeToken(t.Context(), asking, actions.MakeToken{Name: "heir"})
	e.Must(err)
	if !slices.Equal(heir.Scopes, made.Scopes) || !slices.Equal(heir.CIDRs, made.CIDRs) || !heir.ExpiresAt.Equal(end.Truncate(time.Microsecond)) {
		t.Errorf("a token made without limits of its own has %v, %v, %s", heir.Scopes, heir.CIDRs, heir.ExpiresAt)
	}
	for what, more := range map[string]struct {
		ask   actions.MakeToken
		field reseller.Path
	}{
		"another scope": {actions.MakeToken{Scopes: []reseller.Scope{reseller.ScopeRead, reseller.ScopeSpend}}, reseller.PathScopes},
		"another place": {actions.MakeToken{CIDRs: []netip.Prefix{cafe}}, reseller.PathCIDRs},
		"a wider place": {actions.MakeToken{CIDRs: []netip.Prefix{netip.MustParsePrefix("192.0.0.0/16")}}, reseller.PathCIDRs},
		"a later end":   {actions.MakeToken{ExpiresAt: end.AddDate(0, 0, 1)}, reseller.PathExpires},
	} {
		more.ask.Name = "more"
		_, err := e.Actions.MakeToken(t.Context(), asking, more.ask)
		wantError(t, what, err, reseller.CodeForbidden, more.field, "gives nothing that")
	}

	all, err := e.Actions.MakeToken(t.Context(), e.call(), actions.MakeToken{Name: "everything"})
	e.Must(err)
	_, err = e.Actions.RotateToken(t.Context(), asking, actions.RotateToken{ID: all.ID})
	wantError(t, "taking the place of a token that may do more", err, reseller.CodeForbidden, reseller.PathID, "not its to change")
	wantError(t, "ending a token that may do more", e.Actions.RevokeToken(t.Context(), asking, actions.TokenByID{ID: all.ID}), reseller.CodeForbidden, reseller.PathID, "not its to change")
	_, err = e.Actions.NarrowToken(t.Context(), e.call(), actions.NarrowToken{ID: heir.ID, Scopes: reseller.Scopes})
	wantError(t, "widening a token", err, reseller.CodeForbidden, reseller.PathScopes, "may not have more scopes")
	less, err := e.Actions.NarrowToken(t.Context(), asking, actions.NarrowToken{ID: heir.ID, Scopes: []reseller.Scope{reseller.ScopeRead}, CIDRs: []netip.Prefix{netip.MustParsePrefix("192.0.2.7/32")}})
	e.Must(err)
	if len(less.Scopes) != 1 || less.CIDRs[0].Bits() != 32 || less.Name != "heir" {
		t.Errorf("narrowed it is %+v", less)
	}
}

func TestTokenLivesFromItsSecretToItsEnd(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		made, err := e.Actions.MakeToken(t.Context(), e.call(), actions.MakeToken{Name: " sync ", Scopes: []reseller.Scope{reseller.ScopeRead}})
		e.Must(err)
		key, err := e.Actions.MakeToken(t.Context(), e.call(), actions.MakeToken{Name: "v2", Kind: reseller.TokenV2})
		e.Must(err)
		opens := func(secret string) bool {
			t.Helper()
			found, account, err := e.Store.Credential(t.Context(), reseller.HashToken(secret))
			e.Must(err)
			return account.ID == e.Account.ID && found.Live(e.Clock.Wall())
		}
		if !opens(made.Secret) || made.Name != "sync" || !reseller.LooksLikeToken(made.Secret) {
			t.Errorf("the token is %+v", made)
		}
		if _, keys, err := e.Store.V2Keys(t.Context(), e.Account.Email); err != nil || len(keys) == 0 || keys[len(keys)-1].ID != key.ID {
			t.Errorf("the v2 key is not kept: %v, %v", keys, err)
		}

		next, err := e.Actions.RotateToken(t.Context(), e.call(), actions.RotateToken{ID: made.ID, KeepOld: time.Hour})
		e.Must(err)
		if !opens(made.Secret) || !opens(next.Secret) || next.Scopes[0] != reseller.ScopeRead {
			t.Errorf("in the hour of both: %t, %t, %v", opens(made.Secret), opens(next.Secret), next.Scopes)
		}
		last, err := e.Actions.RotateToken(t.Context(), e.call(), actions.RotateToken{ID: next.ID})
		e.Must(err)
		if opens(next.Secret) || !opens(last.Secret) {
			t.Error("a token that was rotated at once still opens, or the new one does not")
		}
		e.Must(e.Actions.RevokeToken(t.Context(), e.call(), actions.TokenByID{ID: last.ID}))
		e.Must(e.Actions.RevokeToken(t.Context(), e.call(), actions.TokenByID{ID: last.ID}))
		if opens(last.Secret) {
			t.Error("a revoked token opens")
		}
		_, err = e.Actions.RotateToken(t.Context(), e.call(), actions.RotateToken{ID: last.ID})
		wantError(t, "rotating what has ended", err, reseller.CodeBadState, reseller.PathID, "has ended")

		stranger := e.stranger()
		id := actions.TokenByID{ID: key.ID}
		_, err = e.Actions.ShowToken(t.Context(), stranger, id)
		wantError(t, "another account's token", err, reseller.CodeNotFound, reseller.PathID, "there is no token")
		wantError(t, "ending it", e.Actions.RevokeToken(t.Context(), stranger, id), reseller.CodeNotFound, reseller.PathID, "there is no token")
		_, err = e.Actions.NarrowToken(t.Context(), stranger, actions.NarrowToken{ID: key.ID, Name: to("mine")})
		wantError(t, "changing it", err, reseller.CodeNotFound, reseller.PathID, "there is no token")

		for what, bad := range map[string]struct {
			ask   actions.MakeToken
			code  string
			field reseller.Path
		}{
			"no name":       {actions.MakeToken{}, reseller.CodeMissingParameter, reseller.PathTokenName},
			"no such kind":  {actions.MakeToken{Name: "x", Kind: "v3"}, reseller.CodeInvalidParameter, reseller.PathTokenKind},
			"no such scope": {actions.MakeToken{Name: "x", Scopes: []reseller.Scope{"write"}}, reseller.CodeInvalidParameter, reseller.PathScopes},
			"ended before":  {actions.MakeToken{Name: "x", ExpiresAt: e.Clock.Wall().Add(-time.Second)}, reseller.CodeInvalidParameter, reseller.PathExpires},
		} {
			_, err := e.Actions.MakeToken(t.Context(), e.call(), bad.ask)
			wantError(t, what, err, bad.code, bad.field, "")
		}
	})
}
