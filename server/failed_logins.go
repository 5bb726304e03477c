package server

import (
	"net/netip"
	"sync"
	"time"
)

// The limits on failed logins. One client may fail a little for one account, and more in all: behind one address there may
// be many customers. Good logins are never counted and never limited.
const (
	failuresPerEmail   = 30
	failuresPerNetwork = 300
	failureWindow      = time.Minute
	maxRemembered      = 10_000 // counters; beyond it old ones are dropped
)

// loginKey is who tries to log in.
type loginKey struct {
	network netip.Prefix
	email   string
}

// counterKey counts for one network and account, or for the network as a whole (empty email).
type counterKey struct {
	network netip.Prefix
	email   string
}

type counter struct {
	count int
	ends  time.Time
}

// failedLogins counts failed logins in windows of a minute. Its memory is bounded. Times are wall times.
type failedLogins struct {
	mu     sync.Mutex
	counts map[counterKey]counter
}

func newFailedLogins() *failedLogins { return &failedLogins{counts: map[counterKey]counter{}} }

// keys gives the counters that count for a login. Long e-mail addresses are cut: nobody's is longer.
func (k loginKey) keys() (account, all counterKey) {
	return counterKey{k.network, "@" + k.email[:min(len(k.email), maxEmail)]}, counterKey{network: k.network}
}

func (f *failedLogins) wait(key counterKey, most int, now time.Time) time.Duration {
	c, ok := f.counts[key]
	if !ok || c.count < most {
		return 0
	}
	return c.ends.Sub(now)
}

// add counts a failure. Where there were too many already it is not counted, and add gives how long to wait.
func (f *failedLogins) add(key loginKey, now time.Time) (wait time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	account, all := key.keys()
	if wait := max(f.wait(account, failuresPerEmail, now), f.wait(all, failuresPerNetwork, now)); wait > 0 {
		return wait
	}
	for _, key := range []counterKey{account, all} {
		c, ok := f.counts[key]
		if !ok || !now.Before(c.ends) {
			f.makeRoom(now)
			c = counter{ends: now.Add(failureWindow)}
		}
		c.count++
		f.counts[key] = c
	}
	return 0
}

// makeRoom drops the counters that are over if the table is full, or any one if none is.
func (f *failedLogins) makeRoom(now time.Time) {
	if len(f.counts) < maxRemembered {
		return
	}
	var last counterKey
	for key, c := range f.counts {
		last = key
		if !now.Before(c.ends) {
			delete(f.counts, key)
		}
	}
	if len(f.counts) >= maxRemembered {
		delete(f.counts, last)
	}
}
