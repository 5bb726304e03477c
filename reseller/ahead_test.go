package reseller_test

import (
	"slices"
	"testing"
	"time"

	"nameyard/reseller"
)

// What lies ahead comes on the days that the APIs promise: the deletion ends the grace of Phase, which is when the job for unpaid names
// deletes.
func TestWhatLiesAheadAgreesWithThePhases(t *testing.T) {
	t.Parallel()
	paid := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for tld, want := range map[string][]string{
		"com": {"expires 2027-03-01", "deleted 2027-04-10", "released 2027-05-10", "free 2027-05-15"},
		"se":  {"expires 2027-03-01", "leaves_zone 2027-03-11", "released 2027-05-10", "free 2027-05-17"},
	} {
		rules, d := mustTLD(t, tld), reseller.Domain{State: reseller.DomainActive, PaidThrough: paid}
		var got []string
		var deleted time.Time
		for _, s := range d.Ahead(rules, time.Time{}, paid.Add(-time.Hour)) {
			got = append(got, string(s.Kind)+" "+s.At.Format(time.DateOnly))
			if deleted.IsZero() && (s.Kind == reseller.StepDeleted || s.Kind == reseller.StepReleased) {
				deleted = s.At
			}
		}
		opens := rules.RenewalOpens(paid)
		if first := d.Ahead(rules, rules.RenewalCharged(paid, opens.Add(-time.Hour)), opens.Add(-time.Hour))[0]; first != (reseller.Step{At: paid.AddDate(0, 0, -30), Kind: reseller.StepRenews}) {
			t.Errorf(".%s: it first %s at %s, want its renewal when the window opens", tld, first.Kind, first.At)
		}
		if !slices.Equal(got, want) {
			t.Errorf(".%s: %v, want %v", tld, got, want)
		}
		if _, ends := d.Phase(rules, deleted.Add(-time.Second)); !ends.Equal(deleted) {
			t.Errorf(".%s: the last phase before the deletion ends at %s, and the deletion comes at %s", tld, ends, deleted)
		}
		if rules.RegistryAutorenews && !deleted.Equal(paid.Add(reseller.KeptUnpaid(rules.AutorenewGraceDays))) {
			t.Errorf(".%s: deleted at %s, not when the job does it", tld, deleted)
		}
	}
}

// A deleted name is restorable for as long as its TLD keeps it, and free after the days of its pending deletion.
func TestWhatLiesAheadOfADeletedName(t *testing.T) {
	t.Parallel()
	deleted := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		tld   string
		state reseller.DomainState
		after time.Duration
		want  []string
	}{
		{"com", reseller.DomainRedemption, 0, []string{"released 2027-03-31", "free 2027-04-05"}},
		{"com", reseller.DomainRedemption, reseller.Days(31), []string{"free 2027-04-05"}},
		{"com", reseller.DomainPendingDelete, reseller.Days(31), []string{"free 2027-04-05"}},
		{"com", reseller.DomainPendingDelete, reseller.Days(36), nil},
		{"com", reseller.DomainActive, 0, nil},
		{"se", reseller.DomainRedemption, 0, []string{"released 2027-04-30", "free 2027-05-07"}},
	} {
		var got []string
		for _, s := range (reseller.Domain{State: c.state}).AheadDeleted(mustTLD(t, c.tld), deleted, deleted.Add(c.after)) {
			got = append(got, string(s.Kind)+" "+s.At.Format(time.DateOnly))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf(".%s, %s, after %s: %v, want %v", c.tld, c.state, c.after, got, c.want)
		}
	}
}
