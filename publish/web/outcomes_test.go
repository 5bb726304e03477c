package web

import (
	"fmt"
	"log/slog"
	"testing"
	"time"
)

// Whoever has a wildcard forward can name any number of hosts. No more are remembered than may be, those first that say nothing any more.
func TestHostsThatAreRememberedAreBounded(t *testing.T) {
	t.Parallel()
	c := &Certificates{log: slog.New(slog.DiscardHandler), rests: map[string]time.Time{}, failures: map[string]failure{}}
	fail := func(host string, renewal bool) {
		if err := c.note(t.Context(), "cert_failed", map[string]any{"identifier": host, "renewal": renewal}); err != nil {
			t.Fatal(err)
		}
	}
	fail("renewed.name.com", true)
	for i := range maxHosts - 1 {
		fail(fmt.Sprintf("%d.name.com", i), false)
	}
	long := time.Now().Add(-2 * failureKept)
	for i := range maxHosts / 2 { // these were a long time ago
		host := fmt.Sprintf("%d.name.com", i)
		c.failures[host], c.rests[host] = failure{at: long}, long
	}
	if o := c.Outcomes(); o != (Outcomes{Failed: maxHosts, FailingNew: maxHosts/2 - 1, FailingRenewals: 1}) {
		t.Errorf("half of them long ago: %+v", o)
	}
	fail("one-more.name.com", false)
	if o := c.Outcomes(); o.FailingNew != maxHosts/2 || o.FailingRenewals != 1 || len(c.failures) != maxHosts/2+1 || len(c.rests) != maxHosts/2+1 {
		t.Errorf("with one more, those of long ago go: %+v, %d failures, %d rests", o, len(c.failures), len(c.rests))
	}
	for i := range maxHosts/2 + 20 { // as they are remembered, until there is no more room
		host := fmt.Sprintf("new-%d.name.com", i)
		if i < maxHosts/2-20 {
			c.failures[host], c.rests[host] = failure{at: time.Now()}, time.Now().Add(failedRest)
			continue
		}
		fail(host, false)
	}
	if len(c.failures) > maxHosts || len(c.rests) > maxHosts || !c.atRest(fmt.Sprintf("new-%d.name.com", maxHosts/2+19)) {
		t.Errorf("%d failures and %d rests are remembered", len(c.failures), len(c.rests))
	}
	if err := c.note(t.Context(), "cert_obtained", map[string]any{"identifier": "new-1.name.com"}); err != nil || c.outcomes.Issued != 1 {
		t.Errorf("issued: %+v, %v", c.outcomes, err)
	}
}
