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

func newPace(c Config) *rateLimiter {
	return &rateLimiter{limit: rate.Limit(c.Rate), burst: c.Burst, buckets: map[int64]*rate.Limiter{}}
}

// left is how many requests an account may make at once now, and how long until it may make as many as ever.
func (p *rateLimiter) left(account int64, now time.Time) (requests int, full time.Duration) {
	p.mu.Lock()
	bucket := p.buckets[account]
	p.mu.Unlock()
	if bucket == nil {
		return p.burst, 0
	}
	tokens := bucket.TokensAt(now)
	return max(int(tokens), 0), time.Duration((float64(p.burst) - tokens) / float64(p.limit) * float64(time.Second))
}

// take counts one request of an account, or refuses it.
func (p *rateLimiter) take(account int64, x *requestInfo) error {
	p.mu.Lock()
	bucket := p.buckets[account]
	if bucket == nil {
		bucket = rate.NewLimiter(p.limit, p.burst)
		p.buckets[account] = bucket
	}
	p.mu.Unlock()
	if bucket.AllowN(x.arrived, 1) {
		return nil
	}
	x.retry = time.Second
	return reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited,
		"more than %g requests per second; nothing was done: slow down and try again in a second", float64(p.limit))
}
