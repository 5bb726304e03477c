package dns

import (
	"context"
	"time"
)

// pace bounds how many questions a name server is asked a second.
type pace struct {
	at   time.Time // until when left was counted, wall time
	left float64   // questions that may be asked at once: those of one second at most
}

// take gives how many of some questions may be asked now, at a rate per second.
func (p *pace) take(now time.Time, rate, some int) int {
	p.left = min(float64(rate), p.left+max(0, now.Sub(p.at).Seconds())*float64(rate))
	p.at = now
	some = min(some, int(p.left))
	p.left -= float64(some)
	return some
}

const (
	roundRate = namesAtOnce / 2 // questions of a round a second
	againRate = namesAtOnce / 2 // zones a second that are asked about again, after the first tries of a change
	muteRate  = 10              // either, of a name server that tells no serial
	muteAfter = 32              // answers in a row without a serial, about whatever zone
	freshFor  = 4               // tries of a change that wait for nobody
)

// counted notes whether an answer about a zone told a serial. The caller holds f.mu.
func (f *follower) counted(got SOAAnswer) {
	switch {
	case got.Silent():
	case got.Said == "":
		f.untold = 0
	default:
		f.untold++
	}
}

// mute reports whether the name server answers and tells no serials, of whatever zone: it has none yet, or does not know us. To go on asking it about
// all of them would keep it from getting them. The caller holds f.mu.
func (f *follower) mute() bool { return f.untold >= muteAfter }

// turn waits until a round may ask one more question.
func (f *follower) turn(ctx context.Context) error {
	for !f.mayAsk() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(firstPause):
		}
	}
	return ctx.Err()
}

func (f *follower) mayAsk() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	rate := roundRate
	if f.mute() {
		rate = muteRate
	}
	return f.unpaced || f.rounds.take(f.clock.Wall(), rate, 1) == 1
}

// mayTry reports whether a debt that is due may be worked off now: those of catalogs and of fresh changes at once, all others by and by. The caller
// holds f.mu.
func (f *follower) mayTry(apex string, d *debt, now time.Time) bool {
	_, catalog := f.catalogs[apex]
	switch {
	case catalog, d.fresh && d.tries < freshFor:
		return true
	case d.untold() && f.mute():
		return f.few.take(now, muteRate, 1) == 1
	}
	return f.again.take(now, againRate, 1) == 1
}

// untold reports whether the name server said last that it does not have the zone, or did not say.
func (d *debt) untold() bool { return d.said != "" || d.answered && d.has == 0 }

// pauseOf is after how long a debt is asked about once more: soon at first, and so seldom in the end that all of them together keep to againRate. The
// caller holds f.mu.
func (f *follower) pauseOf(d *debt) time.Duration {
	longest := max(lastPause, time.Duration(len(f.debts))*time.Second/againRate)
	return min(firstPause<<min(d.tries/2, 20), longest)
}
