package orders_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

func (s crashingStore) KeepRegistryMessage(ctx context.Context, m reseller.RegistryMessage) error {
	_, err := does(s.life, "the commit of a message", func() (struct{}, error) { return struct{}{}, s.Store.KeepRegistryMessage(ctx, m) })
	return err
}

func (s crashingStore) NoteHold(ctx context.Context, domain int64, h reseller.Hold, e reseller.Event, by reseller.Actor) error {
	_, err := does(s.life, "the commit of a hold", func() (struct{}, error) { return struct{}{}, s.Store.NoteHold(ctx, domain, h, e, by) })
	return err
}

func (s crashingStore) NoteVerification(ctx context.Context, domain int64, v reseller.Verification, e reseller.Event, by reseller.Actor) error {
	_, err := does(s.life, "the commit of a verification", func() (struct{}, error) { return struct{}{}, s.Store.NoteVerification(ctx, domain, v, e, by) })
	return err
}

func (s crashingStore) AddEvent(ctx context.Context, e reseller.Event) error {
	_, err := does(s.life, "the commit of an event", func() (struct{}, error) { return struct{}{}, s.Store.AddEvent(ctx, e) })
	return err
}

// TestMessagesAreActedOnOnceWhereverTheServerDies is T41: a server dies between reading a message, its own commit, and acknowledging it, at each
// step. The next server loses none and does nothing twice, whatever order the registry tells things in.
func TestMessagesAreActedOnOnceWhereverTheServerDies(t *testing.T) {
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			card := scorecard.Open(t, scorecard.Item{
				ID: "T41", Fault: "a server dies around a registry message", Engine: string(engine), Target: "each message acted on exactly once",
			})
			o := newEnv(t, engine, 1_000_000)
			d := o.registered("told")
			next, deaths := o.table(o.Orders, o.Store, o.Sandbox), 0
			for end := 1; ; end++ {
				o.Clock.Move(time.Hour)
				for _, kind := range []registry.MessageKind{registry.MessageVerificationDue, registry.MessageHoldSet, registry.MessageVerified} {
					o.Must(o.Sandbox.Act(o.ctx, d.Name, kind, ""))
					o.Clock.Move(time.Second)
				}
				o.Must(o.Sandbox.Act(o.ctx, reseller.Name{}, "", fmt.Sprintf("Notice %d", end)))
				p := o.begin(endsAt(end))
				p.live(t, func(*orders.Service) { _ = p.jobs.Run(o.ctx, jobs.Messages) })
				o.Must(next.Run(o.ctx, jobs.Messages))
				o.toldOnce(d, end, p.last())
				if t.Failed() {
					t.FailNow()
				}
				if !p.died() {
					break
				}
				deaths++
			}
			card.Put("deaths", deaths)
		})
	}
}

// toldOnce wants each message of so many rounds to have been acted on once.
func (o *env) toldOnce(d reseller.Domain, rounds int, what string) {
	o.t.Helper()
	o.numberEvents()
	events, err := o.Store.Events(o.ctx, o.Account.ID, 0, 10_000)
	o.Must(err)
	got := map[string]int{}
	for _, e := range events {
		got[e.Kind]++
	}
	for _, kind := range []string{reseller.EventVerificationNeeded, reseller.EventHoldSet, reseller.EventVerified} {
		if got[kind] != rounds {
			o.t.Errorf("after %q: %d events %s, want %d", what, got[kind], kind, rounds)
		}
	}
	kept, err := o.Store.RegistryMessages(o.ctx, reseller.RegistryMessageSearch{Page: reseller.Page{Limit: 1000}})
	o.Must(err)
	if len(kept) != rounds {
		o.t.Errorf("after %q: %d messages are kept, want %d", what, len(kept), rounds)
	}
	if v := o.domain(d.Name.SLD()).Verification; v.Standing() != reseller.VerificationDone {
		o.t.Errorf("after %q: the verification is %s", what, v)
	}
	if m, err := o.Sandbox.Poll(o.ctx); err != nil || m != nil {
		o.t.Errorf("after %q: message %+v is still there: %v", what, m, err)
	}
}

func (o *env) numberEvents() {
	o.t.Helper()
	_, err := o.Store.NumberEvents(o.ctx, 100_000)
	o.Must(err)
}
