package server

import (
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"
)

// The limits on failed logins. One client may fail a little for one account, and more in all: behind one address there may
// be many customers. Neither keeps a caller out that has logged in from there before with the same token, so nobody can
// lock a neighbour out by failing in his name.
const (
	failuresPerEmail   = 30
	failuresPerNetwork = 300
	failureWindow      = time.Minute
	trustedFor         = 24 * time.Hour
	maxRemembered      = 10_000 // entries of each kind; beyond it old ones are dropped
)

// loginKey is who tries to log in.
type loginKey struct {
	network netip.Prefix
	email   string
	hash    [sha256.Size]byte // of the token
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

// goodLogin is a token that was good, from where it came.
type goodLogin struct {
	network netip.Prefix
	hash    [sha256.Size]byte
}

// failedLogins counts failed logins in windows of a minute. Its memory is bounded. Times are wall times.
type failedLogins struct {
	mu      sync.Mutex
	counts  map[counterKey]counter
	trusted map[goodLogin]time.Time // until when
}

func newFailedLogins() *failedLogins {
	return &failedLogins{counts: map[counterKey]counter{}, trusted: map[goodLogin]time.Time{}}
}

// keys gives the counters that count for a login. Long e-mail addresses are cut: nobody's is longer.
func (k loginKey) keys() (account, all counterKey) {
	return counterKey{k.network, "@" + k.email[:min(len(k.email), 254)]}, counterKey{network: k.network}
}

// blocked gives how long a login has to wait; 0 = it may be tried.
func (f *failedLogins) blocked(key loginKey, now time.Time) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.counts) == 0 {
		return 0
	}
	account, all := key.keys()
	wait := max(f.wait(account, failuresPerEmail, now), f.wait(all, failuresPerNetwork, now))
	if wait > 0 && now.Before(f.trusted[goodLogin{key.network, key.hash}]) {
		return 0
	}
	return wait
}

func (f *failedLogins) wait(key counterKey, most int, now time.Time) time.Duration {
	c, ok := f.counts[key]
	if !ok || c.count < most {
		return 0
	}
	return c.ends.Sub(now)
}

// add counts a failure.
func (f *failedLogins) add(key loginKey, now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	account, all := key.keys()
	for _, key := range []counterKey{account, all} {
		c, ok := f.counts[key]
		if !ok || !now.Before(c.ends) {
			f.makeRoom(now)
			c = counter{ends: now.Add(failureWindow)}
		}
		c.count++
		f.counts[key] = c
	}
}

// succeeded remembers where a good token came from.
func (f *failedLogins) succeeded(key loginKey, now time.Time) {
	v := goodLogin{key.network, key.hash}
	f.mu.Lock()
	defer f.mu.Unlock()
	if until, ok := f.trusted[v]; ok && until.Sub(now) > trustedFor/2 {
		return
	}
	if len(f.trusted) >= maxRemembered {
		dropOne(f.trusted, func(until time.Time) bool { return !now.Before(until) })
	}
	f.trusted[v] = now.Add(trustedFor)
}

func (f *failedLogins) makeRoom(now time.Time) {
	if len(f.counts) >= maxRemembered {
		dropOne(f.counts, func(c counter) bool { return !now.Before(c.ends) })
	}
}

// dropOne drops the entries that are over, or any one if none is.
func dropOne[K comparable, V any](m map[K]V, over func(V) bool) {
	before := len(m)
	var any K
	for k, v := range m {
		any = k
		if over(v) {
			delete(m, k)
		}
	}
	if len(m) == before {
		delete(m, any)
	}
}
