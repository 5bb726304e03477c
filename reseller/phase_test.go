package reseller_test

import (
	"testing"
	"time"

	"nameyard/reseller"
)

func TestPhaseFollowsTheRulesOfTheTLD(t *testing.T) {
	t.Parallel()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	paid := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		tld   string
		state reseller.DomainState
		days  int // after the paid-through date
		want  reseller.Phase
		ends  string // days after the paid-through date
	}{
		{"com", reseller.DomainActive, -1, reseller.PhaseActive, "2027-03-01"},
		{"com", reseller.DomainActive, 0, reseller.PhaseGrace, "2027-04-10"},
		{"com", reseller.DomainActive, 39, reseller.PhaseGrace, "2027-04-10"},
		{"com", reseller.DomainRedemption, 41, reseller.PhaseRedemption, ""},
		{"com", reseller.DomainPendingDelete, 71, reseller.PhasePendingDelete, ""},
		{"com", reseller.DomainDeleted, 80, reseller.PhaseGone, ""},
		{"com", reseller.DomainPendingRegister, 0, reseller.PhasePending, ""},
		{"se", reseller.DomainActive, -1, reseller.PhaseActive, "2027-03-01"},
		{"se", reseller.DomainActive, 9, reseller.PhaseGrace, "2027-03-11"},
		{"se", reseller.DomainActive, 10, reseller.PhaseDeactivated, "2027-05-10"},
		{"se", reseller.DomainActive, 69, reseller.PhaseDeactivated, "2027-05-10"},
		{"se", reseller.DomainActive, 70, reseller.PhasePendingDelete, "2027-05-17"},
	} {
		d := reseller.Domain{State: c.state, PaidThrough: paid}
		phase, ends := d.Phase(rules[c.tld], paid.AddDate(0, 0, c.days))
		shown := ""
		if !ends.IsZero() {
			shown = ends.Format(time.DateOnly)
		}
		if phase != c.want || shown != c.ends {
			t.Errorf(".%s %s, %d days after: %s until %q, want %s until %q", c.tld, c.state, c.days, phase, shown, c.want, c.ends)
		}
	}
}

func TestOnlyNamesThatAreActiveOrInGraceAreServed(t *testing.T) {
	t.Parallel()
	for phase, want := range map[reseller.Phase]bool{
		reseller.PhaseActive: true, reseller.PhaseGrace: true, reseller.PhaseDeactivated: false, reseller.PhaseRedemption: false,
		reseller.PhasePendingDelete: false, reseller.PhasePending: false, reseller.PhaseGone: false,
	} {
		if got := phase.Served(); got != want {
			t.Errorf("%s is served: %t, want %t", phase, got, want)
		}
	}
}
