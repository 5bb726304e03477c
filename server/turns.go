package server

import (
	"context"
	"runtime"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/sync/semaphore"

	"nameyard/reseller"
	"nameyard/safely"
)

// What makes a request a heavy one.
const (
	heavyBody   = 16 << 10 // bytes of its body
	heavyAnswer = 64 << 10 // bytes that the account was answered for the same action
	heavyFor    = time.Minute
)

// The rests of an account that has done something heavy while other accounts were there: as many times as long as it took, but not
// longer than that.
const (
	restTimes   = 3
	longestRest = time.Second
	thereFor    = time.Second // an account, since its last request
)

// turns keep one account's requests from taking all of the machine: each account has so many at a time, and few that are heavy
// (lists, large zones), with rests in between while others are there. The account's further requests wait in the order in which they
// came; other accounts' do not wait for them.
type turns struct {
	atOnce, heavy int64

	mu       sync.Mutex
	accounts map[int64]*accountTurns // as many as there are active accounts
	recent   [2]visit                // of the two accounts that asked last
}

// visit is an account's last request.
type visit struct {
	account int64
	at      time.Time
}

// accountTurns are the turns of one account.
type accountTurns struct {
	all, heavy *semaphore.Weighted
	answers    map[string]time.Time // until when an action counts as heavy, by its name
}

func newTurns(c Config) *turns {
	return &turns{
		atOnce: int64(c.AtOnce), heavy: int64(max(1, runtime.GOMAXPROCS(0)/2)), accounts: map[int64]*accountTurns{},
	}
}

func (t *turns) of(account int64) *accountTurns {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.accounts[account]
	if a == nil {
		a = &accountTurns{
			all: semaphore.NewWeighted(t.atOnce), heavy: semaphore.NewWeighted(min(t.heavy, t.atOnce)), answers: map[string]time.Time{},
		}
		t.accounts[account] = a
	}
	return a
}

// visited notes that an account asks for something.
func (t *turns) visited(account int64, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.recent[0].account != account {
		t.recent[1] = t.recent[0]
	}
	t.recent[0] = visit{account, now}
}

// othersAreThere reports whether another account has asked for something a moment ago.
func (t *turns) othersAreThere(account int64, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, v := range t.recent {
		if v.account != account && v.account != 0 {
			return now.Sub(v.at) < thereFor
		}
	}
	return false
}

// isHeavy reports whether an action is heavy because its last answers to the account were large.
func (t *turns) isHeavy(account int64, action string, now time.Time) bool {
	a := t.of(account)
	t.mu.Lock()
	defer t.mu.Unlock()
	return now.Before(a.answers[action])
}

// note notes how large an answer was.
func (t *turns) note(account int64, action string, size int64, now time.Time) {
	if size < heavyAnswer {
		return
	}
	a := t.of(account)
	t.mu.Lock()
	defer t.mu.Unlock()
	a.answers[action] = now.Add(heavyFor)
}

// takeTurn waits until it is the turn of a request of an account that has been let in; the turn ends with the request. A request
// waits for half of the time that it may take, so that there is time left for what it wants.
func (s *Server) takeTurn(ctx context.Context, c echo.Context, within time.Duration) error {
	info, turn := infoOf(c), s.turns.of(infoOf(c).account).all
	s.turns.visited(info.account, info.arrived)
	if err := waitFor(ctx, c, turn, s.patience(c, within)); err != nil {
		return err
	}
	info.afterwards = append(info.afterwards, func() { turn.Release(1) })
	return nil
}

// inTurn makes an answer when it is the request's turn.
func (s *Server) inTurn(ctx context.Context, c echo.Context, within time.Duration, body []byte, answer func() error) error {
	release, err := s.takeHeavyTurn(ctx, c, within, body)
	if err != nil {
		return err
	}
	defer release()
	return answer()
}

// takeHeavyTurn waits for the turn of a heavy request, if this is one. It ends when release is called, which is once the answer is
// made: how long its client takes to read it is nobody else's business.
func (s *Server) takeHeavyTurn(ctx context.Context, c echo.Context, within time.Duration, body []byte) (release func(), err error) {
	info := infoOf(c)
	if len(body) < heavyBody && !s.turns.isHeavy(info.account, info.action, info.arrived) {
		return func() {}, nil
	}
	return s.heavyTurn(ctx, c, s.patience(c, within))
}

// takePageTurn waits for the turn of one page of a list, which are heavy ones.
func (s *Server) takePageTurn(ctx context.Context, c echo.Context, within time.Duration) (release func(), err error) {
	return s.heavyTurn(ctx, c, within/2)
}

// heavyTurn waits for a heavy turn. After it the account rests while others are there: they find the processors free.
func (s *Server) heavyTurn(ctx context.Context, c echo.Context, most time.Duration) (release func(), err error) {
	account, clock := infoOf(c).account, s.config.Clock
	turn := s.turns.of(account).heavy
	if err := waitFor(ctx, c, turn, most); err != nil {
		return nil, err
	}
	began := clock.Wall()
	return func() {
		now := clock.Wall()
		if !s.turns.othersAreThere(account, now) {
			turn.Release(1)
			return
		}
		safely.AfterFunc(s.config.Log, min(restTimes*now.Sub(began), longestRest), "request", func() { turn.Release(1) })
	}, nil
}

// patience is how long a request may still wait for a turn.
func (s *Server) patience(c echo.Context, within time.Duration) time.Duration {
	return infoOf(c).arrived.Add(within / 2).Sub(s.config.Clock.Wall())
}

// waitFor waits for a turn, at most so long; who waits in vain is refused. A turn that is free is taken whatever time there is.
func waitFor(ctx context.Context, c echo.Context, turn *semaphore.Weighted, most time.Duration) error {
	if turn.TryAcquire(1) {
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, most)
	defer stop()
	if turn.Acquire(ctx, 1) == nil {
		return nil
	}
	c.Response().Header().Set(echo.HeaderRetryAfter, "1")
	return reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited,
		"too many requests of the account at a time; nothing was done: wait for the answers to some of them, and try again")
}
