package orders

import (
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// TestRestoreWhoseRequestWasTakenIsNeverRefused: the registry has charged for it, and purges the name if no report follows.
func TestRestoreWhoseRequestWasTakenIsNeverRefused(t *testing.T) {
	reportDue := func(r *registry.Registration) { r.Status = []registry.Status{registry.StatusPendingRestore} }
	away := func(o *order) { neverLeft(o); o.Attempt = 2 }
	holds, changed := onTerms(terms{priceHolds: true}), onTerms(terms{})
	const operator = "needs_operator: the registry has taken the request and waits for the report about it, without which the name is purged"
	const alarm = "! an order needs the operator: see nameyard order resolve"
	judged(t, decide, []verdictCase{
		{"the report is sent after the settle time", placed("restore", unknown), observation{}.and(looking(reportDue), holds), 10 * time.Minute, "sending"},
		{"whatever it costs by then", placed("restore", unknown), observation{}.and(looking(reportDue), changed), 10 * time.Minute, "sending"},
		{"a report that is refused is the operator's", placed("restore", sentTwice), refused().and(looking(reportDue)), time.Hour,
			"unknown, left for 30s, " + operator + ": no" + alarm},
		{"a report that does not succeed within a day, too", placed("restore", unknown, sentTwice), observation{}.and(looking(reportDue), holds), 24 * time.Hour,
			"unknown, look again soon, " + operator + alarm},
		{"also where the registry could not be reached the last time", placed("restore", away), observation{}.and(looking(reportDue), holds), 24 * time.Hour,
			"unknown, look again soon, " + operator + alarm},
		{"a request that was not taken is refused", placed("restore", sentTwice), refused().and(looking(redeeming)), time.Hour, "refused, bad_state: no"},
	})
	judged(t, afterRestore, []verdictCase{
		{"nor by a restored database", placed("restore", unknown), observation{}.and(looking(reportDue)), time.Hour, "unknown, look again soon, " + operator + alarm},
	})
	if first := placed("restore", neverLeft); !first.unsent() || first.State != reseller.OrderUnknown {
		t.Error("a first attempt that did not leave us is looked for at the registry")
	}
}
