package web

import "time"

// Outcomes are how attempts to get certificates went in this process.
type Outcomes struct {
	Issued, Failed  int // attempts
	FailingNew      int // hosts without a certificate whose last attempt failed, within a day
	FailingRenewals int // hosts with one that still holds, the same
}

// failure is the last attempt for a host that failed.
type failure struct {
	at      time.Time
	renewal bool
}

// Bounds on what is remembered of hosts: whoever has a wildcard forward can name any number of them.
const (
	failureKept = 24 * time.Hour
	maxHosts    = 10_000
)

// ended notes how an attempt for a host ended. The caller holds c.mu.
func (c *Certificates) ended(host string, issued, renewal bool) {
	if issued {
		c.outcomes.Issued++
		delete(c.failures, host)
		return
	}
	c.outcomes.Failed++
	now := time.Now()
	if len(c.failures) >= maxHosts {
		drop(c.failures, func(f failure) bool { return now.Sub(f.at) > failureKept })
	}
	c.failures[host] = failure{now, renewal}
}

// Outcomes tells how getting certificates goes.
func (c *Certificates) Outcomes() Outcomes {
	c.mu.Lock()
	defer c.mu.Unlock()
	o, now := c.outcomes, time.Now()
	for _, f := range c.failures {
		switch {
		case now.Sub(f.at) > failureKept:
		case f.renewal:
			o.FailingRenewals++
		default:
			o.FailingNew++
		}
	}
	return o
}

// drop takes out of a full map what is over, and if nothing is, any one.
func drop[V any](full map[string]V, over func(V) bool) {
	for host, v := range full {
		if over(v) {
			delete(full, host)
		}
	}
	for host := range full {
		if len(full) < maxHosts {
			return
		}
		delete(full, host)
	}
}
