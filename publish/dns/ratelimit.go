package dns

import (
	"encoding/binary"
	"hash/maphash"
	"net/netip"
	"sync"
	"time"

	"nameyard/listen"
)

// limiter bounds how many equal answers a network gets over UDP, so that nobody can aim our answers at somebody else by a forged
// sender. Answers beyond the bound are left out, but each second one is cut to nothing with the sign to come back over TCP, which
// cannot be forged: who really asks still gets an answer.
type limiter struct {
	now  func() time.Time // wall time
	seed maphash.Seed

	mu      sync.Mutex
	buckets [limitBuckets]bucket
}

// bucket counts one kind of answers to one network, or to a few that share it by chance.
type bucket struct {
	second int64
	sent   int
}

const (
	limitBuckets = 1 << 16
	limitRate    = 200 // equal answers a second to one network
)

// verdict is what becomes of an answer.
type verdict int

const (
	send verdict = iota
	cut
	drop
)

func newLimiter(now func() time.Time) *limiter { return &limiter{now: now, seed: maphash.MakeSeed()} }

// judge counts an answer over UDP. Those to this machine are not bounded.
func (l *limiter) judge(to netip.Addr, answer likeness) verdict {
	if to = to.Unmap(); to.IsLoopback() {
		return send
	}
	bucketOf := maphash.Comparable(l.seed, struct {
		network netip.Prefix
		likeness
	}{listen.Network(to), answer})
	second := l.now().Unix()
	l.mu.Lock()
	defer l.mu.Unlock()
	b := &l.buckets[bucketOf%limitBuckets]
	if b.second != second {
		*b = bucket{second: second}
	}
	b.sent++
	switch {
	case b.sent <= limitRate:
		return send
	case b.sent%2 == 0:
		return cut
	}
	return drop
}

// likeness is what equal answers have in common: those of the same records, whatever name a wildcard gives them, and all that say no in one
// zone, or that a name is not ours.
type likeness struct {
	domain uint64 // whose zone it is; 0 = none that is served
	source uint32 // where the records are in it; 0 = it says no
	kind   uint16 // of the records, whatever was asked for: an alias answers for all types
	rcode  int
}

// likeness is that of the answer that was written.
func (a *answering) likeness() likeness {
	like := likeness{source: a.source, kind: a.sourceKind, rcode: a.rcode}
	if a.zone != nil {
		like.domain = binary.BigEndian.Uint64(a.zone)
	}
	return like
}
