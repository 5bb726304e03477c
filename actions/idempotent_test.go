package actions_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nameyard/actions"
	"nameyard/orders"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

// keyStore keeps keyed requests of one key in memory, and notes how long they are held.
type keyStore struct {
	actions.Store
	mu      sync.Mutex
	kept    *reseller.KeyedRequest
	held    []time.Time // until when, each time
	trouble error       // of everything but claims
}

func (k *keyStore) ClaimKey(_ context.Context, r reseller.KeyedRequest) (reseller.KeyedRequest, bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil {
		k.kept = &r
		return r, true, nil
	}
	return *k.kept, false, nil
}

func (k *keyStore) HoldKey(_ context.Context, _ reseller.KeyedRequest, until time.Time) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held = append(k.held, until)
	return k.trouble
}

func (k *keyStore) AnswerKey(_ context.Context, _ reseller.KeyedRequest, answer []byte) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.trouble == nil {
		k.kept.Answer = answer
	}
	return k.trouble
}

func (k *keyStore) FreeKey(context.Context, reseller.KeyedRequest) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = nil
	return k.trouble
}

// idempotent is a service that does nothing but carry requests out once, by the clock of the synctest bubble around it.
func idempotent(t *testing.T, store *keyStore, log *slog.Logger) (*actions.Service, actions.Call) {
	t.Helper()
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	if err != nil {
		t.Fatal(err)
	}
	clock := clocktest.WithMachineWall(time.Now())
	return actions.New(actions.Config{Store: store, Orders: orders.New(orders.Config{Key: key, Clock: clock, Log: log}), Clock: clock, Log: log}),
		actions.Call{Caller: reseller.Caller{Account: reseller.Account{ID: 1}}}
}

var silent = slog.New(slog.DiscardHandler)

// answers is a request that is answered so, and noted.
func answers(calls *int, text string, keep bool) func() actions.StoredAnswer {
	return func() actions.StoredAnswer {
		*calls++
		return actions.StoredAnswer{Answer: []byte(text), Keep: keep}
	}
}

func TestKeyedRequestIsCarriedOutOnceUntilItsAnswerIsNotKept(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		keep, secret bool
		calls        int
	}{
		{"decided", true, false, 1}, {"undecided", false, false, 2}, {"a secret", true, true, 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			calls := 0
			s, call := idempotent(t, &keyStore{}, silent)
			k := actions.Keyed{Key: "k", Params: []any{"a"}, Secret: c.secret, Until: time.Now()}
			for i := range 2 {
				answer, repeated, err := s.Idempotent(t.Context(), call, k, answers(&calls, "yes", c.keep))
				if err != nil || string(answer) != "yes" || repeated != (i == 1 && c.calls == 1) {
					t.Errorf("%s, time %d: %q, repeated %t, %v", c.name, i+1, answer, repeated, err)
				}
			}
			if calls != c.calls {
				t.Errorf("%s: carried out %d times, want %d", c.name, calls, c.calls)
			}
		})
	}
}

// A request that a fault of the program ends is held no longer: its key is free when its time is over, and not never.
func TestKeyIsNotHeldAfterAFault(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &keyStore{}
		s, call := idempotent(t, store, silent)
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the fault is kept from whoever answers")
				}
			}()
			_, _, _ = s.Idempotent(t.Context(), call, actions.Keyed{Key: "k", Until: time.Now()}, func() actions.StoredAnswer { panic("a request that nobody thought of") })
		}()
		time.Sleep(time.Minute)
		if len(store.held) > 0 {
			t.Errorf("it is held on, until %v", store.held)
		}
	})
}

func TestKeyOfAnotherRequestIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		s, call := idempotent(t, &keyStore{}, silent)
		for i, want := range []string{"", reseller.CodeKeyReused} {
			_, _, err := s.Idempotent(t.Context(), call, actions.Keyed{Key: "k", Params: []any{i}, Until: time.Now()}, answers(&calls, "yes", true))
			if want == "" && err == nil {
				continue
			}
			wantError(t, "the second request", err, want, reseller.PathIdempotencyKey, "nothing was done")
		}
		if calls != 1 {
			t.Errorf("carried out %d times", calls)
		}
	})
}

func TestKeysThatNoDatabaseComparesByteForByteAreRefused(t *testing.T) {
	t.Parallel()
	calls := 0
	s, call := idempotent(t, &keyStore{}, silent)
	for key, words := range map[string]string{
		strings.Repeat("k", 256): "256 characters and may have 255", "a b": "visible ASCII", "å": "visible ASCII", "a\x7f": "visible ASCII",
	} {
		_, _, err := s.Idempotent(t.Context(), call, actions.Keyed{Key: key}, answers(&calls, "yes", true))
		wantError(t, key, err, reseller.CodeInvalidParameter, reseller.PathIdempotencyKey, words)
	}
	if calls > 0 {
		t.Error("a request with a bad key was carried out")
	}
}

// A request that takes long is held on to, so that no other server takes it over.
func TestKeyedRequestIsHeldWhileItIsCarriedOut(t *testing.T) {
	t.Parallel()
	for _, trouble := range []error{nil, errors.New("the database is away")} {
		synctest.Test(t, func(t *testing.T) {
			store := &keyStore{trouble: trouble}
			s, call := idempotent(t, store, silent)
			begun := time.Now()
			answer, _, err := s.Idempotent(t.Context(), call, actions.Keyed{Key: "k", Until: begun}, func() actions.StoredAnswer {
				time.Sleep(5 * time.Second) // of the bubble
				return actions.StoredAnswer{Answer: []byte("yes"), Keep: true}
			})
			synctest.Wait()
			if err != nil || string(answer) != "yes" {
				t.Errorf("answered %q, %v", answer, err)
			}
			want := []time.Time{begun.Add(8 * time.Second), begun.Add(10 * time.Second)} // every 2 s, for 6 s from then
			if len(store.held) != 2 || !store.held[0].Equal(want[0]) || !store.held[1].Equal(want[1]) {
				t.Errorf("held until %v, want %v", store.held, want)
			}
		})
	}
}

func TestHoldingEndsWhereTheKeyIsTakenOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &keyStore{trouble: reseller.ErrConflict}
		s, call := idempotent(t, store, silent)
		_, _, err := s.Idempotent(t.Context(), call, actions.Keyed{Key: "k", Until: time.Now()}, func() actions.StoredAnswer {
			time.Sleep(time.Minute) // of the bubble
			return actions.StoredAnswer{}
		})
		if err != nil || len(store.held) != 1 {
			t.Errorf("held %d times, %v", len(store.held), err)
		}
	})
}

// Two equal requests at once: the second one waits for the first one's answer, as long as its client does.
func TestEqualRequestWaitsForTheAnswer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		takes time.Duration
		code  string
	}{
		{"in time", time.Second, ""}, {"too late", time.Minute, reseller.CodeInProgress},
	} {
		synctest.Test(t, func(t *testing.T) {
			s, call := idempotent(t, &keyStore{}, silent)
			k := actions.Keyed{Key: "k", Until: time.Now().Add(20 * time.Second)}
			go func() {
				_, _, _ = s.Idempotent(t.Context(), call, k, func() actions.StoredAnswer {
					time.Sleep(c.takes) // of the bubble
					return actions.StoredAnswer{Answer: []byte("first"), Keep: true}
				})
			}()
			synctest.Wait()
			calls := 0
			answer, repeated, err := s.Idempotent(t.Context(), call, k, answers(&calls, "second", true))
			if c.code != "" {
				wantError(t, c.name, err, c.code, reseller.PathIdempotencyKey, "send it again in a moment")
			} else if err != nil || string(answer) != "first" || !repeated {
				t.Errorf("%s: %q, repeated %t, %v", c.name, answer, repeated, err)
			}
			if calls > 0 {
				t.Errorf("%s: carried out a second time", c.name)
			}
			time.Sleep(c.takes) // so that the first one ends inside the bubble
		})
	}
}

func TestEqualRequestWhoseClientLeavesWaitsNoLonger(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &keyStore{}
		s, call := idempotent(t, store, silent)
		k := actions.Keyed{Key: "k", Until: time.Now().Add(time.Hour)}
		calls := 0
		if _, _, err := s.Idempotent(t.Context(), call, k, answers(&calls, "", true)); err != nil {
			t.Fatal(err)
		}
		store.kept.Answer = nil // the server that had it died
		ctx, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		if _, _, err := s.Idempotent(ctx, call, k, answers(&calls, "", true)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error is %v", err)
		}
		if calls != 1 {
			t.Errorf("carried out %d times", calls)
		}
	})
}
