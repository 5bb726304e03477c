package epp_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox/sandboxtest"
)

// What the registry tells beside its answers is kept: our balance (RFC 8748 §3.5), how many messages wait, how commands went.
func TestConnectorTellsOfSessionsMessagesAndMoney(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := sandboxtest.Listen(t)
	c := connect(t, w, func(s *epp.Settings) { s.LowFunds = "5.00" })
	var seen []registry.Exchange
	c.Observe(func(x registry.Exchange) { seen = append(seen, x) })
	if b, err := c.Balance(ctx); b != nil || err != nil || c.Sessions() != (registry.Sessions{}) {
		t.Errorf("before anything was sent it is %+v, %v, %+v", b, err, c.Sessions())
	}
	if err := w.SetFunds(ctx, &registry.Balance{Amount: 2500, Currency: "USD"}); err != nil {
		t.Fatal(err)
	}
	create := order("paid.com")
	create.FeeLimit = &registry.Fee{Amount: 1000, Currency: "USD"}
	made, err := c.Create(ctx, create)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := c.Balance(ctx); err != nil || b == nil || b.Amount != 1500 || b.Currency != "USD" || b.Warn != 500 || b.At.IsZero() {
		t.Errorf("after a registration it is %+v, %v", b, err)
	}
	renew := registry.Renew{ClTRID: "NY-2", Name: create.Name, Years: 2, CurrentExpiry: made.Expires, FeeLimit: &registry.Fee{Amount: 2000, Currency: "USD"}}
	if _, err := c.Renew(ctx, renew); !errors.Is(err, registry.ErrNoFunds) || !errors.Is(err, registry.ErrUnreachable) {
		t.Errorf("a renewal that we cannot pay is %v", err)
	}
	if s := c.Sessions(); s.Open != 1 || s.LastLogin.IsZero() {
		t.Errorf("the sessions are %+v", s)
	}
	if m, err := c.Poll(ctx); err != nil || m != nil {
		t.Errorf("the queue has %+v, %v", m, err)
	}
	if n, err := c.Waiting(ctx); err != nil || n != 0 {
		t.Errorf("%d messages wait, %v", n, err)
	}
	w.Clock.Move(61 * 24 * time.Hour) // until then it may not leave
	if err := w.RequestAway(ctx, create.Name, must[registry.Receipt](t)(c.NewAuthCode(ctx, "NY-3", create.Name)).Secret); err != nil {
		t.Fatal(err)
	}
	if m, err := c.Poll(ctx); err != nil || m == nil {
		t.Errorf("the queue has %+v, %v", m, err)
	}
	if n, err := c.Waiting(ctx); err != nil || n != 1 {
		t.Errorf("%d messages wait, %v", n, err)
	}
	for _, want := range []registry.Exchange{{Command: "create", Outcome: registry.OutcomeDone}, {Command: "renew", Outcome: registry.OutcomeNoFunds}, {Command: "poll", Outcome: registry.OutcomeDone}} {
		if !slices.ContainsFunc(seen, func(x registry.Exchange) bool {
			return x.Command == want.Command && x.Outcome == want.Outcome && x.Took > 0
		}) {
			t.Errorf("no %s was seen to be %s in %+v", want.Command, want.Outcome, seen)
		}
	}
	if err := c.Close(); err != nil || c.Sessions().Open != 0 {
		t.Errorf("closed it has %+v, %v", c.Sessions(), err)
	}
}
