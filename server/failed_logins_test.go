package server

import (
	"net/netip"
	"strconv"
	"testing"
	"time"
)

// attacker is a login from a network of its own.
func attacker(n int) loginKey {
	addr := netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)})
	return loginKey{netip.PrefixFrom(addr, 32), "victim" + strconv.Itoa(n) + "@example.net"}
}

// fillCounts has the attackers from one number to another fail once each: two entries an attacker.
func fillCounts(f *failedLogins, from, to int, now time.Time) {
	for n := from; n < to; n++ {
		f.add(attacker(n), now)
	}
}

func TestFullTableOfFailedLoginsMakesRoomOfWhatIsOver(t *testing.T) {
	t.Parallel()
	f, now := newFailedLogins(), time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	half := maxRemembered / 4 // attackers with two entries each
	fillCounts(f, 0, half, now)
	later := now.Add(failureWindow / 2)
	for range failuresPerEmail {
		f.add(attacker(half), later)
	}
	fillCounts(f, half+1, 2*half, later)
	if len(f.counts) != maxRemembered {
		t.Fatalf("%d entries, want a full table of %d", len(f.counts), maxRemembered)
	}
	f.add(attacker(2*half), now.Add(failureWindow)) // what came first is over
	if want := maxRemembered/2 + 2; len(f.counts) != want {
		t.Errorf("%d entries, want %d: what is over goes, the rest stays", len(f.counts), want)
	}
	if wait := f.add(attacker(half), now.Add(failureWindow)); wait != failureWindow/2 {
		t.Errorf("an attack under way waits %s, want %s", wait, failureWindow/2)
	}
}

func TestFullTableOfFailedLoginsStaysBoundedAndGoesOnCounting(t *testing.T) {
	t.Parallel()
	f, now := newFailedLogins(), time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	fillCounts(f, 0, maxRemembered/2, now)
	known := attacker(7)
	for range failuresPerEmail - 1 {
		f.add(known, now)
	}
	if wait := f.add(known, now); len(f.counts) != maxRemembered || wait != failureWindow {
		t.Errorf("%d entries; who is in the table waits %s", len(f.counts), wait)
	}
	fillCounts(f, maxRemembered, maxRemembered+100, now) // nothing is over: others go for them
	if len(f.counts) != maxRemembered {
		t.Errorf("%d entries, want no more than %d", len(f.counts), maxRemembered)
	}
	newest := attacker(2 * maxRemembered)
	f.add(newest, now)
	if _, all := newest.keys(); f.counts[all].count != 1 {
		t.Error("the newest failure is not counted")
	}
}
