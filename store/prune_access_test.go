package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
)

func TestTokensAndWebhooksGoLongAfterTheirEnd(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		token := func(name string, expires time.Time) reseller.Token {
			t.Helper()
			made := reseller.Token{AccountID: a.ID, Name: name, Kind: reseller.TokenAPI, ExpiresAt: expires}
			return must[reseller.Token](t)(h.AddToken(h.ctx, made, reseller.HashToken(name), reseller.Operator))
		}
		stays, revoked := token("stays", time.Time{}), token("revoked", time.Time{})
		token("expired", h.clock.Wall().Add(time.Hour))
		ok(t, h.RevokeToken(h.ctx, a.ID, revoked.ID, reseller.Operator))
		hook := h.hook(a, "x")
		ok(t, h.RemoveEndpoint(h.ctx, h.hook(a, "y"), reseller.Operator))
		left := func() string {
			t.Helper()
			must[map[string]int64](t)(h.Prune(h.ctx))
			return fmt.Sprint(len(must[[]reseller.Token](t)(h.Tokens(h.ctx, a.ID))), len(must[[]reseller.Endpoint](t)(h.Endpoints(h.ctx, a.ID))))
		}
		equal(t, "a year later", func() string { h.clock.pass(reseller.Days(365)); return left() }(), "3 1")
		equal(t, "long after", func() string { h.clock.pass(reseller.Days(40)); return left() }(), "1 1")
		equal(t, "the token", must[reseller.Token](t)(h.Token(h.ctx, a.ID, stays.ID)).Name, "stays")
		must[reseller.Endpoint](t)(h.Endpoint(h.ctx, a.ID, hook.ID))
	})
}

func TestAccountMakesALimitedNumberOfTokensAndWebhooks(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		caller := reseller.Actor{Name: "token 1", Caller: true}
		full := func(what string, most int, add func(i int, by reseller.Actor) error) {
			t.Helper()
			for i := range most {
				ok(t, add(i, caller))
			}
			if err := add(most, caller); !reseller.IsKind(err, reseller.KindConflict) || errors.Is(err, reseller.ErrConflict) {
				t.Errorf("one of %s too many: %v", what, err)
			}
			ok(t, add(most, reseller.Operator))
		}
		full("tokens", 100, func(i int, by reseller.Actor) error {
			name := fmt.Sprint("token ", i)
			_, err := h.AddToken(h.ctx, reseller.Token{AccountID: a.ID, Name: name, Kind: reseller.TokenAPI}, reseller.HashToken(name), by)
			return err
		})
		full("webhooks", 20, func(i int, by reseller.Actor) error {
			_, err := h.AddEndpoint(h.ctx, reseller.Endpoint{AccountID: a.ID, URL: fmt.Sprint("https://example.com/", i), SealID: "s", Secret: []byte{1}}, by)
			return err
		})
	})
}
