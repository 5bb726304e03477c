package server

import (
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
)

// bubbleClock is the time of a synctest bubble.
type bubbleClock struct{}

func (bubbleClock) Now() time.Time  { return time.Now() }
func (bubbleClock) Wall() time.Time { return time.Now() }

// turnsOf is a server that gives turns: three to each account at a time, one of them heavy.
func turnsOf() *Server {
	s := &Server{config: Config{Clock: bubbleClock{}}, turns: newTurns(Config{AtOnce: 3})}
	s.turns.heavy = 1
	return s
}

// asks is a request of an account that arrives now.
func asks(account int64, action string) echo.Context {
	c := echo.New().NewContext(httptest.NewRequest("POST", "/api.php", nil), httptest.NewRecorder())
	c.Set(infoKey, &requestInfo{account: account, action: action, arrived: time.Now()})
	return c
}

const within = 20 * time.Second // of the requests in these tests; they wait for half of it

// works does something heavy for so long, when it is its turn, and gives how long it waited.
func (s *Server) works(t *testing.T, account int64, took time.Duration) (waited time.Duration) {
	t.Helper()
	c, began := asks(account, "SaveDNS"), time.Now()
	if err := s.takeTurn(t.Context(), c, within); err != nil {
		t.Fatal(err)
	}
	release, err := s.takeHeavyTurn(t.Context(), c, within, make([]byte, heavyBody))
	if err != nil {
		t.Fatal(err)
	}
	waited = time.Since(began)
	time.Sleep(took)
	release()
	s.end(c)
	return waited
}

func TestOneAccountsRequestsWaitTheirTurnAndOthersDoNot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := turnsOf()
		var busy []echo.Context
		for range 3 {
			c := asks(1, "Sync")
			if err := s.takeTurn(t.Context(), c, within); err != nil {
				t.Fatal(err)
			}
			busy = append(busy, c)
		}
		if err := s.takeTurn(t.Context(), asks(2, "Sync"), within); err != nil {
			t.Errorf("another account: %v", err)
		}
		began, next := time.Now(), make(chan time.Duration)
		go func() {
			if err := s.takeTurn(t.Context(), asks(1, "Sync"), within); err != nil {
				t.Error(err)
			}
			next <- time.Since(began)
		}()
		time.Sleep(time.Second)
		s.end(busy[0])
		if waited := <-next; waited != time.Second {
			t.Errorf("the next one waited %s, want until a turn was over", waited)
		}
		began = time.Now()
		c := asks(1, "Sync")
		err := s.takeTurn(t.Context(), c, within)
		if !reseller.IsKind(err, reseller.KindLimited) || time.Since(began) != within/2 || c.Response().Header().Get("Retry-After") != "1" {
			t.Errorf("in vain: %v after %s, Retry-After %q", err, time.Since(began), c.Response().Header().Get("Retry-After"))
		}
	})
}

func TestHeavyRequestsRestWhileOthersAreThere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := turnsOf()
		for i := range 3 {
			if waited := s.works(t, 1, 100*time.Millisecond); waited != 0 {
				t.Errorf("alone, request %d waited %s", i, waited)
			}
		}
		if waited := s.works(t, 2, 100*time.Millisecond); waited != 0 {
			t.Errorf("another account waited %s", waited)
		}
		s.works(t, 1, 100*time.Millisecond)
		if waited := s.works(t, 1, 2*time.Second); waited != 300*time.Millisecond {
			t.Errorf("beside another account it waited %s, want three times what the last one took", waited)
		}
		s.turns.visited(2, time.Now())
		s.works(t, 1, 10*time.Second)
		s.turns.visited(3, time.Now().Add(-time.Hour))
		if waited := s.works(t, 1, 0); waited != 0 {
			t.Errorf("the others are gone, and it waited %s", waited)
		}
		light := asks(1, "SaveDNS")
		if release, err := s.takeHeavyTurn(t.Context(), light, within, make([]byte, heavyBody-1)); err != nil {
			t.Error(err)
		} else {
			release()
		}
	})
}

func TestWhatWasAnsweredAtLengthIsHeavyTheNextTime(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := turnsOf()
	s.turns.note(1, "GetDNS", heavyAnswer-1, now)
	if s.turns.isHeavy(1, "GetDNS", now) {
		t.Error("a small answer makes an action heavy")
	}
	s.turns.note(1, "GetDNS", heavyAnswer, now)
	for name, c := range map[string]struct {
		account int64
		action  string
		after   time.Duration
		want    bool
	}{
		"the same again":          {1, "GetDNS", 0, true},
		"another action":          {1, "Sync", 0, false},
		"another account":         {2, "GetDNS", 0, false},
		"a little less than long": {1, "GetDNS", heavyFor - 1, true},
		"long after":              {1, "GetDNS", heavyFor, false},
	} {
		if got := s.turns.isHeavy(c.account, c.action, now.Add(c.after)); got != c.want {
			t.Errorf("%s: heavy is %t", name, got)
		}
	}
}
