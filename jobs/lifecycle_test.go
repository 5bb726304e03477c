package jobs_test

import (
	"errors"
	"testing"

	"nameyard/jobs"
	"nameyard/registry"
	"nameyard/reseller"
)

func TestNamePastItsExpiryFollowsTheRegistry(t *testing.T) {
	t.Parallel()
	past, later := noon.AddDate(0, 0, -3), noon.AddDate(1, 0, -3)
	shown := func(s registry.Status) *registry.Registration {
		return &registry.Registration{Ours: true, Expires: past, Status: []registry.Status{s}}
	}
	for _, c := range []struct {
		situation string
		before    reseller.DomainState
		shows     *registry.Registration // nil = not registered
		want      reseller.DomainState
	}{
		{"gone", reseller.DomainRedemption, nil, reseller.DomainDeleted},
		{"with another registrar", reseller.DomainActive, &registry.Registration{Sponsor: "OTHER"}, reseller.DomainTransferredAway},
		{"registered again by another registrar, once it was let go", reseller.DomainActive,
			&registry.Registration{Sponsor: "OTHER", Created: past.AddDate(0, 0, 3)}, reseller.DomainDeleted},
		{"in redemption", reseller.DomainActive, shown(registry.StatusRedemption), reseller.DomainRedemption},
		{"about to be deleted", reseller.DomainActive, shown(registry.StatusPendingDelete), reseller.DomainPendingDelete},
		{"expired and still renewable", reseller.DomainActive, shown(registry.StatusExpired), reseller.DomainActive},
		{"out of the zone by expiry", reseller.DomainActive, shown(registry.StatusDeactivated), reseller.DomainActive},
		{"out of the zone by deletion", reseller.DomainRedemption, shown(registry.StatusDeactivated), reseller.DomainRedemption},
		{"renewed by the registry", reseller.DomainActive, &registry.Registration{Ours: true, Expires: later}, reseller.DomainActive},
	} {
		w := newFixture(t)
		d := w.held(t, "late", past)
		d.State, d.RegisteredAt = c.before, past.AddDate(-1, 0, 0)
		if c.shows != nil {
			w.registry.shows["late.com"] = *c.shows
		}
		w.run(t, jobs.Lifecycle)
		if d.State != c.want {
			t.Errorf("%s: the row is %s, want %s", c.situation, d.State, c.want)
		}
		if closed := !d.ClosedAt.IsZero(); closed == c.want.Live() {
			t.Errorf("%s: closed at %s in state %s", c.situation, d.ClosedAt, d.State)
		}
		if c.shows != nil && c.shows.Ours && !d.RegistryExpiry.Equal(c.shows.Expires) {
			t.Errorf("%s: registry expiry is %s", c.situation, d.RegistryExpiry)
		}
		if !d.PaidThrough.Equal(past) {
			t.Errorf("%s: what was paid for has changed to %s", c.situation, d.PaidThrough)
		}
		if unchanged := c.want == c.before && (c.shows == nil || c.shows.Expires.Equal(past)); unchanged && len(w.books.changes) != 0 {
			t.Errorf("%s: nothing changed, but %v was written", c.situation, w.books.changes)
		}
	}
}

func TestNameThatHasNotExpiredIsNotAskedFor(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.held(t, "fresh", noon.AddDate(0, 0, 1))
	w.run(t, jobs.Lifecycle)
	if len(w.registry.asked) != 0 {
		t.Errorf("asked for %v", w.registry.asked)
	}
}

func TestRegistryThatIsAwayIsAskedOnce(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	for _, sld := range []string{"one", "two", "three"} {
		d := w.held(t, sld, noon.AddDate(0, 0, -1))
		w.registry.fails[d.Name.String()] = errors.Join(registry.ErrUnreachable, errAway)
	}
	if err := w.table.Run(t.Context(), jobs.Lifecycle); !errors.Is(err, errAway) {
		t.Errorf("error = %v, want the registry's", err)
	}
	if len(w.registry.asked) != 1 {
		t.Errorf("asked for %v, want one name: the registry does not answer", w.registry.asked)
	}
}

func TestNameThatAnOrderChangesMeanwhileIsLeftAlone(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(t, "racing", noon.AddDate(0, 0, -1))
	w.registry.shows["racing.com"] = registry.Registration{Ours: true, Expires: noon.AddDate(0, 0, -1), Status: []registry.Status{registry.StatusRedemption}}
	renewed := noon.AddDate(1, 0, -1)
	w.books.meddle = func(row *reseller.Domain) { row.RegistryExpiry = renewed }
	w.run(t, jobs.Lifecycle)
	if d.State != reseller.DomainActive || !d.RegistryExpiry.Equal(renewed) {
		t.Errorf("the row is %s until %s, want the order's", d.State, d.RegistryExpiry)
	}
}

func TestManyExpiredNamesAreReadInPages(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	const names = 450
	for i := range names {
		w.held(t, "n"+string(rune('a'+i/26%26))+string(rune('a'+i%26))+string(rune('a'+i/676)), noon.AddDate(0, 0, -1))
	}
	w.run(t, jobs.Lifecycle)
	for _, d := range w.books.domains {
		if d.State != reseller.DomainDeleted {
			t.Fatalf("%s is %s, want deleted", d.Name, d.State)
		}
	}
	if len(w.registry.asked) != names {
		t.Errorf("asked for %d names, want %d", len(w.registry.asked), names)
	}
}
