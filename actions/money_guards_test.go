package actions_test

import (
	"testing"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

// byPerson is a call of one of the account's people.
func (e *env) byPerson() actions.Call {
	call := e.call()
	call.Caller.User = reseller.User{ID: 1, Email: "owner@example.com", Role: reseller.UserOwner}
	return call
}

// A token that leaked must neither lift its cap nor spend beside it.
func TestTokenCannotGetAroundItsSpendCap(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		ctx := t.Context()
		made, err := e.Actions.MakeToken(ctx, e.call(), actions.MakeToken{Name: "WHMCS", SpendCap: new(int64(2_000))})
		e.Must(err)
		free, err := e.Actions.MakeToken(ctx, e.call(), actions.MakeToken{Name: "free"})
		e.Must(err)
		leaked := e.asking(made.Token)

		_, err = e.Actions.SetTokenCap(ctx, leaked, actions.SetTokenCap{ID: made.ID})
		wantError(t, "lifting its cap", err, reseller.CodeForbidden, "", "set by people in the panel")
		wantError(t, "lifting the account's", e.Actions.SetSpendCap(ctx, leaked, actions.SetSpendCap{}), reseller.CodeForbidden, "", "set by people in the panel")
		for what, ask := range map[string]actions.MakeToken{"without a cap": {Name: "more"}, "with the same cap": {Name: "more", SpendCap: made.SpendCap}} {
			_, err = e.Actions.MakeToken(ctx, leaked, ask)
			wantError(t, "another token "+what, err, reseller.CodeForbidden, reseller.PathSpendCap, "two tokens may spend more than one")
		}
		_, err = e.Actions.MakeToken(ctx, leaked, actions.MakeToken{Name: "reads", Scopes: []reseller.Scope{reseller.ScopeRead}})
		e.Must(err)
		_, err = e.Actions.RotateToken(ctx, leaked, actions.RotateToken{ID: free.ID})
		wantError(t, "taking the place of a token without a cap", err, reseller.CodeForbidden, reseller.PathID, "not its to change")

		next, err := e.Actions.RotateToken(ctx, leaked, actions.RotateToken{ID: made.ID})
		e.Must(err)
		if next.SpendCap == nil || *next.SpendCap != 2_000 || next.Budget != made.ID {
			t.Errorf("in its place there is %+v", next.Token)
		}
	})
}

// A quote foresees the cap that leaves least: the token's, or the account's.
func TestQuoteForeseesTheTightestSpendCap(t *testing.T) {
	e := newEnv(t, apptest.SQLite)
	made, err := e.Actions.MakeToken(t.Context(), e.call(), actions.MakeToken{Name: "shop", SpendCap: new(int64(2_000))})
	e.Must(err)
	call := e.asking(made.Token)
	quote := func() actions.Quoted {
		q, err := e.Actions.Quote(t.Context(), call, actions.Quote{Operation: reseller.OpRegister, Name: e.NameOf("wanted.com"), Years: 1})
		e.Must(err)
		return q
	}
	if q := quote(); !q.Affordable() || q.Cap.Token != "shop" || q.Cap.Left().Minor != 2_000 {
		t.Errorf("within the token's cap: %+v, %+v", q, q.Cap)
	}
	e.Must(e.Actions.SetSpendCap(t.Context(), e.byPerson(), actions.SetSpendCap{Most: new(int64(500))}))
	if q := quote(); q.Affordable() || !q.Covered || q.Cap.Token != "" || q.Cap.Left().Minor != 500 {
		t.Errorf("beyond the account's: %+v, %+v", q, q.Cap)
	}
	e.Must(e.Actions.SetSpendCap(t.Context(), e.byPerson(), actions.SetSpendCap{}))
	call = e.byPerson()
	if q := quote(); !q.Affordable() || q.Cap != nil {
		t.Errorf("without a cap: %+v", q)
	}
}

func TestPeopleSetWhatMayBeSpentAndWhenTheyAreTold(t *testing.T) {
	e := newEnv(t, apptest.SQLite)
	ctx, owner := t.Context(), e.byPerson()
	before, err := e.Actions.MoneyGuards(ctx, owner, struct{}{})
	e.Must(err)
	seen := actions.IfMatch{reseller.Tag(before.GuardSet())}
	e.Must(e.Actions.SetSpendCap(ctx, owner, actions.SetSpendCap{Most: new(int64(5_000)), IfMatch: seen}))
	err = e.Actions.SetCreditFloor(ctx, owner, actions.SetCreditFloor{Floor: new(int64(700)), IfMatch: seen})
	wantError(t, "over what somebody else has changed", err, reseller.CodePreconditionFailed, reseller.PathIfMatch, "somebody else")
	e.Must(e.Actions.SetCreditFloor(ctx, owner, actions.SetCreditFloor{Floor: new(int64(700))}))
	wantError(t, "less than nothing", e.Actions.SetSpendCap(ctx, owner, actions.SetSpendCap{Most: new(int64(-1))}), reseller.CodeInvalidParameter, reseller.PathSpendCap, "from 0")
	made, err := e.Actions.MakeToken(ctx, owner, actions.MakeToken{Name: "WHMCS"})
	e.Must(err)
	_, err = e.Actions.SetTokenCap(ctx, owner, actions.SetTokenCap{ID: made.ID, Most: new(int64(3_000))})
	e.Must(err)
	now, err := e.Actions.MoneyGuards(ctx, owner, struct{}{})
	e.Must(err)
	if *now.Today.Cap != 5_000 || *now.Floor != 700 || *now.Tokens[made.ID].Cap != 3_000 || now.Today.Left() != 5_000 {
		t.Errorf("the guards are %+v", now)
	}
}
