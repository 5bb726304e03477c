package mail

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rates bounds how much mail is forwarded for each name: one that is flooded, or used to send spam on, must not spoil the mail server's
// good name for the others. What is counted are copies: a mail to five targets is five.
type Rates struct {
	perHour int // copies at once, and in each hour after that

	mu    sync.Mutex
	names map[string]*rate.Limiter
}

// NewRates makes Rates of so many copies an hour; 0 = no bound.
func NewRates(perHour int) *Rates {
	return &Rates{perHour: perHour, names: map[string]*rate.Limiter{}}
}

// maxCounted is how many names are counted before those are forgotten that have nothing to remember.
const maxCounted = 10000

// take counts copies for a name, and reports whether they may be made.
func (r *Rates) take(name string, copies int, now time.Time) bool {
	if r.perHour == 0 {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.names[name]
	if l == nil {
		if len(r.names) >= maxCounted {
			r.forget(now)
		}
		l = rate.NewLimiter(rate.Limit(float64(r.perHour)/time.Hour.Seconds()), r.perHour)
		r.names[name] = l
	}
	return l.AllowN(now, min(copies, r.perHour))
}

// forget drops names that may have all of their copies again.
func (r *Rates) forget(now time.Time) {
	for name, l := range r.names {
		if l.TokensAt(now) >= float64(r.perHour) {
			delete(r.names, name)
		}
	}
}
