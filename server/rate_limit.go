package server

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"nameyard/reseller"
)

// rateLimiter keeps each account within its rate: a bucket of tokens per account. Times are wall times.
type rateLimiter struct {
	limit rate.Limit
	burst int

	mu      sync.Mutex
	buckets map[int64]*rate.Limiter // by account: as many as there are active accounts
}

func newRateLimiter(c Config) *rateLimiter {
	return &rateLimiter{limit: rate.Limit(c.Rate), burst: c.Burst, buckets: map[int64]*rate.Limiter{}}
}

// left is how many requests an account may make at once now, and how long until it may make as many as ever.
func (l *rateLimiter) left(account int64, now time.Time) (requests int, full time.Duration) {
	l.mu.Lock()
	bucket := l.buckets[account]
	l.mu.Unlock()
	if bucket == nil {
		return l.burst, 0
	}
	tokens := bucket.TokensAt(now)
	return max(int(tokens), 0), time.Duration((float64(l.burst) - tokens) / float64(l.limit) * float64(time.Second))
}

// take counts one request of an account, or refuses it.
func (l *rateLimiter) take(account int64, info *requestInfo) error {
	l.mu.Lock()
	bucket := l.buckets[account]
	if bucket == nil {
		bucket = rate.NewLimiter(l.limit, l.burst)
		l.buckets[account] = bucket
	}
	l.mu.Unlock()
	if bucket.AllowN(info.arrived, 1) {
		return nil
	}
	info.retry = time.Second
	return reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited,
		"more than %g requests per second; nothing was done: slow down and try again in a second", float64(l.limit))
}

// countRequest gives a caller that has been let in the request's id, time and face, and counts the request.
func (s *Server) countRequest(caller *reseller.Caller, info *requestInfo) error {
	caller.RequestID, caller.Arrived, caller.Face, info.account = info.id, info.arrived, info.face.Name(), caller.Account.ID
	return s.limiter.take(caller.Account.ID, info)
}
