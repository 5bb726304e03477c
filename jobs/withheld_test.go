package jobs_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/registry"
	"nameyard/reseller"
)

// hidden is what a connector makes of a registry's 2201.
var hidden = registry.Registration{Hidden: true}

// A message about a name that the registry does not show must not keep those behind it from being read.
func TestMessageAboutANameThatIsNotShownDoesNotHoldUpTheOthers(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		kind  registry.MessageKind
		shows *registry.Registration
		fails error
		since time.Time // when we got the name
		want  reseller.DomainState
		kept  int
	}{
		"left, and not ours to see":            {kind: registry.MessageTransferredAway, shows: &hidden, want: reseller.DomainTransferredAway},
		"left before we had it":                {kind: registry.MessageTransferredAway, shows: &hidden, since: noon, want: reseller.DomainActive, kept: 1},
		"deleted, and not ours to see":         {kind: registry.MessageDeleted, shows: &hidden, want: reseller.DomainActive, kept: 1},
		"renewed, and not ours to see":         {kind: registry.MessageAutoRenewed, shows: &hidden, want: reseller.DomainActive, kept: 1},
		"left, and the question is refused":    {kind: registry.MessageTransferredAway, fails: registry.Refuse(2004, "no"), want: reseller.DomainActive, kept: 1},
		"left, and the question fails (2400)":  {kind: registry.MessageTransferredAway, fails: errors.Join(registry.ErrNotTold, registry.ErrUnknown), want: reseller.DomainActive, kept: 1},
		"changed, and the question is refused": {kind: registry.MessageChanged, fails: registry.Refuse(2004, "no"), want: reseller.DomainActive, kept: 1},
	} {
		w := newFixture(t)
		d := w.held(t, "leaving", noon.AddDate(0, 6, 0))
		d.CreatedAt = c.since
		if c.shows != nil {
			w.registry.shows["leaving.com"] = *c.shows
		}
		w.registry.fails["leaving.com"] = c.fails
		w.registry.tell(c.kind, d.Name)
		w.registry.tell(registry.MessageDeleted, nameOf(t, "behind"))
		w.run(t, jobs.Messages)
		if len(w.registry.queue) != 0 || d.State != c.want || len(w.books.kept) != c.kept {
			t.Errorf("%s: %d messages are left, the name is %s, kept for the operator are %q", what, len(w.registry.queue), d.State, w.books.kept)
		}
	}
}

// A registry that does not answer at all is another thing: what it has told waits for it.
func TestMessageWaitsForARegistryThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	for _, away := range []error{registry.ErrUnreachable, registry.ErrUnknown} {
		w := newFixture(t)
		d := w.held(t, "leaving", noon.AddDate(0, 6, 0))
		w.registry.fails["leaving.com"] = away
		w.registry.tell(registry.MessageTransferredAway, d.Name)
		if err := w.table.Run(t.Context(), jobs.Messages); !errors.Is(err, away) || len(w.registry.queue) != 1 {
			t.Errorf("%v: the job says %v, with %d messages left", away, err, len(w.registry.queue))
		}
	}
}

// reticent is a registry that shows nothing of names to others than their registrar, and to nobody while blind.
type reticent struct {
	registry.Connector
	blind *bool
}

func (r reticent) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	shown, err := r.Connector.Info(ctx, name)
	if err == nil && (*r.blind || !shown.Ours) {
		return registry.Registration{Name: name, Hidden: true}, nil
	}
	return shown, err
}

// nights lets the sweep of another server run through nights.
func (e *env) nights(run func(), n int) {
	e.Helper()
	for range n {
		e.Clock.Move(24 * time.Hour)
		run()
		sweep, err := e.Store.RegistrySweep(e.Context(), "sandbox")
		e.Must(err)
		if sweep.EndedAt.IsZero() {
			e.Fatalf("the sweep does not end: %+v", sweep)
		}
	}
}

// A name that is not shown holds up no sweep. It is closed when it can only have left; while the registry shows nothing at all, nothing is.
func TestSweepGoesOnBehindANameThatIsNotShown(t *testing.T) {
	onBoth(t, 1_000_000, func(e *env) {
		e.Unclean = true // the servers of a name were changed by hand
		left := e.Register("left.se")
		for _, name := range []string{"kept.se", "behind.se"} {
			e.Register(name)
		}
		code, err := e.Sandbox.NewAuthCode(e.Context(), reseller.ClTRID(reseller.NewClTRIDBase(), 1), left.Name)
		e.Must(err)
		e.Must(e.Sandbox.RequestAway(e.Context(), left.Name, code.Secret)) // .se moves at once
		_, err = e.Sandbox.Update(e.Context(), registry.Update{ClTRID: "HAND-1", Name: e.NameOf("behind.se"), Nameservers: &[]string{"ns1.thief.example", "ns2.thief.example"}})
		e.Must(err)
		blind := false
		other := e.over(reticent{e.Sandbox, &blind})
		run := func() { e.Must(other.Jobs.Run(e.Context(), jobs.Sweep)) }

		e.nights(run, 1)
		if got := strings.Join(e.found(), "\n"); !strings.Contains(got, "left.se shown: ") || !strings.Contains(got, "behind.se nameservers: ") {
			t.Errorf("found are\n%s", got)
		}
		e.wantState(left, reseller.DomainActive)
		blind = true
		e.nights(run, 7)
		for _, name := range []string{"left.se", "kept.se", "behind.se"} {
			e.wantState(e.Domain(name), reseller.DomainActive)
		}
		blind = false
		e.nights(run, 1)
		e.wantState(left, reseller.DomainTransferredAway)
		e.wantState(e.Domain("kept.se"), reseller.DomainActive)
	})
}
