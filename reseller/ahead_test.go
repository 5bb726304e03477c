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
		"se":  {"expires 2027-03-01", "leaves_zone 2027-03-11", "deleted 2027-05-10", "free 2027-05-17"},
	} {
		rules, d := mustTLD(t, tld), reseller.Domain{State: reseller.DomainActive, PaidThrough: paid}
		var got []string
		var deleted time.Time
		for _, s := range d.Ahead(rules, paid.Add(-time.Hour)) {
			got = append(got, string(s.Kind)+" "+s.At.Format(time.DateOnly))
			if s.Kind == reseller.StepDeleted {
				deleted = s.At
			}
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
