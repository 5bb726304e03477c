package listen

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// each is the time in which a kind of trouble is told once.
const each = time.Minute

// sparing logs what strangers can bring about as often as they like: once a minute as a warning, with how often it was, and each time for who
// debugs. The zero value is ready to use.
type sparing struct {
	few int // so many a minute are none that a person must know of

	mu     sync.Mutex
	minute time.Time // when it began
	times  int       // in it
	told   bool      // in it
	untold int       // since the last warning
}

func (s *sparing) warn(log *slog.Logger, words string, about ...any) {
	level := slog.LevelDebug
	if times := s.count(time.Now()); times > 0 {
		level, about = slog.LevelWarn, append(about, "times", times)
	}
	log.Log(context.Background(), level, words, about...)
}

// count counts one, and gives how many there were since the last warning if there is to be one.
func (s *sparing) count(now time.Time) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.minute) >= each {
		s.minute, s.times, s.told = now, 0, false
	}
	s.times++
	s.untold++
	if s.told || s.times <= s.few {
		return 0
	}
	n := s.untold
	s.told, s.untold = true, 0
	return n
}
