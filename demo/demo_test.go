package demo_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/demo"
	"nameyard/reseller"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// onBoth tells a story on each engine, in a database without accounts.
func onBoth(t *testing.T, story func(e *apptest.Env)) {
	t.Helper()
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) { story(apptest.New(t, engine, apptest.NoAccount())) })
}

func TestDemoIsPreparedOnceAndInADatabaseOfItsOwnOnly(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx := e.Context()
		if _, _, live, err := demo.LiveToken(ctx, e.Store); live || err != nil {
			e.Errorf("before it is prepared: %v, %v", live, err)
		}
		for _, want := range []bool{true, false} {
			fresh, err := demo.Prepare(ctx, e.Store)
			if fresh != want || err != nil {
				e.Errorf("prepared: %v, %v, want %v", fresh, err, want)
			}
		}
		token, account, live, err := demo.LiveToken(ctx, e.Store)
		e.Must(err)
		if b, err := e.Store.Balance(ctx, account.ID); !live || account.Email != demo.Email || err != nil || b.Available != 1000_00 {
			e.Errorf("%s has a live token: %v, and %+v, %v", account.Email, live, b, err)
		}
		e.Must(e.Store.RevokeToken(ctx, account.ID, token.ID, reseller.Operator))
		if _, err := demo.Prepare(ctx, e.Store); !errors.Is(err, demo.ErrRevoked) {
			e.Errorf("after its token was revoked: %v", err)
		}
	})
}

func TestDatabaseOfOthersIsNoDemo(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		e.AddAccount(reseller.Account{Email: "real@example.com", Name: "Real", Currency: "SEK", Language: "en"}, 0)
		if _, err := demo.Prepare(e.Context(), e.Store); !errors.Is(err, demo.ErrOthers) {
			e.Errorf("prepare says %v", err)
		}
		if _, _, live, err := demo.LiveToken(e.Context(), e.Store); live || err != nil {
			e.Errorf("the demo's token opens it: %v, %v", live, err)
		}
	})
}

func TestSecretKeyIsMadeOnceForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "data", "secret.key")
	var kept []byte
	for range 2 {
		if err := demo.EnsureKey(file); err != nil {
			t.Fatal(err)
		}
		body, err := os.ReadFile(file)
		if err != nil || kept != nil && string(kept) != string(body) {
			t.Fatalf("the key was %q and is %q, %v", kept, body, err)
		}
		kept = body
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key is %v, %v", info.Mode(), err)
	}
	if _, err := reseller.NewSecretKey(string(kept[:len(kept)-1])); err != nil {
		t.Errorf("it is no key: %v", err)
	}
}

// fill is a request for made-up names in the demo's account.
func fill(e *apptest.Env) (demo.Filler, demo.Fill) {
	e.Helper()
	_, err := demo.Prepare(e.Context(), e.Store)
	e.Must(err)
	account, err := e.Store.AccountByEmail(e.Context(), demo.Email)
	e.Must(err)
	return demo.Filler{Store: e.Store, Clock: e.Clock, Registry: e.Sandbox, Rules: e.Routes.Rules()},
		demo.Fill{Names: 40, Account: account, Seed: 1, AutoRenew: 80, Due: -1}
}

func TestNamesAreMadeUpOnceAndTheBooksStayRight(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		f, request := fill(e)
		told := 0
		f.Told = func(n int) { told = n }
		first, err := f.Run(e.Context(), request)
		e.Must(err)
		again, err := f.Run(e.Context(), request)
		e.Must(err)
		if first.Names != 40 || first.Already != 0 || first.Cost == 0 || again.Names != 0 || again.Already != 40 || told != 40 {
			e.Errorf("first %+v, again %+v, told of %d", first, again, told)
		}
		ended, end := context.WithCancel(e.Context())
		f.Told = func(int) { end() } // after the first thousand
		request.Seed, request.Names = 2, 1001
		if _, err := f.Run(ended, request); !reseller.IsKind(err, reseller.KindConflict) {
			e.Errorf("interrupted: %v", err)
		}
	})
}

func TestSharesOfTLDsThatCannotBeFilledAreRefused(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		f, request := fill(e)
		for tld, share := range map[string]int{"com": 0, "coffee": 1} {
			request.TLDs = map[string]int{tld: share}
			if _, err := f.Run(e.Context(), request); !reseller.IsKind(err, reseller.KindInvalid) || reseller.AsError(err).Field != demo.PathTLDs {
				e.Errorf("%s=%d: %v", tld, share, err)
			}
		}
		request.TLDs, request.Account.Currency = nil, "NOK"
		if _, err := f.Run(e.Context(), request); !reseller.IsKind(err, reseller.KindConflict) {
			e.Errorf("without a price: %v", err)
		}
	})
}

// advance moves the clock by a day, in this process where nobody leads.
func advance(e *apptest.Env) *demo.Advance {
	return &demo.Advance{Store: e.Store, Clock: e.App.Clock, By: 24 * time.Hour, Stepper: func() (*demo.Stepper, func(context.Context) error, error) {
		return e.SandboxClock(), e.App.Drain, nil
	}}
}

func TestClockMovesInThisProcessWhereNobodyLeads(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		before, last := e.App.Clock.Now(), time.Duration(0)
		a := advance(e)
		a.Told = func(done time.Duration) { last = done }
		steps, err := a.Run(e.Context())
		e.Must(err)
		if moved := e.App.Clock.Now().Sub(before); steps < 1 || moved != 24*time.Hour || last <= 0 {
			e.Errorf("%d steps moved it by %s, told of %s", steps, moved, last)
		}
	})
}

func TestWaitingForAServersClockCanBeGivenUp(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		if taken, err := e.Store.TakeLease(e.Context(), "sandbox-clock", "a server", time.Hour); !taken || err != nil {
			e.Fatal(taken, err)
		}
		ctx, stop := context.WithCancel(e.Context())
		a := advance(e)
		a.Told = func(time.Duration) { stop() } // the first look is enough
		if _, err := a.Run(ctx); !errors.Is(err, demo.ErrInterrupted) {
			e.Errorf("given up: %v", err)
		}
		if row, err := e.Store.SandboxClock(e.Context()); err != nil || row.Target != a.Target() || row.Offset != 0 {
			e.Errorf("the server has %+v to do, %v", row, err)
		}
	})
}
