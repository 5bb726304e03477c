package orders

import (
	"fmt"
	"testing"
	"time"
	_ "time/tzdata" // whatever the machine has

	"nameyard/registry"
)

// A renewal whose answer was lost is decided by what the registry shows on every day of the year, also where the registry counts terms by
// clocks with summer time, and so ends the next term an hour earlier or later in UTC. It is done once: where it took effect it is not sent
// again, and where the registry has added the year by itself that year is kept.
func TestALostRenewalIsDecidedAcrossSummerTime(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Pacific/Auckland", "Europe/Stockholm", "America/Santiago", "Australia/Lord_Howe", "America/Los_Angeles"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for day := time.Date(2027, 1, 1, 0, 30, 0, 0, zone); day.Year() < 2029; day = day.AddDate(0, 0, 1) {
			for _, hour := range []int{0, 11, 12, 23} {
				ends := day.Add(time.Duration(hour) * time.Hour)
				next := ends.AddDate(1, 0, 0).UTC()
				o := placed("renew", func(o *order) { o.FrozenExpiry, o.PaidFrom = ends.UTC(), ends.UTC() })
				at := func(expires time.Time) func(*registry.Registration) {
					return func(r *registry.Registration) { r.Expires = expires }
				}
				before := ends.AddDate(0, 0, -10)
				kept := placed("renew", func(o *order) { o.FrozenExpiry, o.PaidFrom = next, ends.UTC() })
				got := fmt.Sprintf("%s; %s; %s; %d", proof(find(o, shows(at(next)), before)), proof(find(o, shows(at(ends.UTC())), before)),
					proof(find(kept, shows(at(next)), ends.Add(time.Hour))), registryYears(kept))
				if want := "took effect; no effect; took effect; 0"; got != want {
					t.Fatalf("%s, until %s and then %s: %s; want %s", name, ends, next, got, want)
				}
			}
		}
	}
}
