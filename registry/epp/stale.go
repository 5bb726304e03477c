//go:build !control_unheard

package epp

import (
	"errors"
	"os"
	"time"
)

// listen is how long a session is listened to for what nobody asked for.
const listen = time.Millisecond

// stale reports whether a session has ended, or says something although nobody asked: the next command would take that for its answer where
// transaction ids are not checked. A command that costs money is not the one that finds it out.
func (s *session) stale() bool {
	if s.in.Buffered() > 0 {
		return true
	}
	for range 3 {
		begun := time.Now()
		_ = s.conn.SetReadDeadline(begun.Add(listen)) // a dead connection says so at the read
		if _, err := s.in.Peek(1); !errors.Is(err, os.ErrDeadlineExceeded) {
			return true
		}
		if time.Since(begun) < 2*listen { // else the machine may have been too busy to listen at all
			break
		}
	}
	return false
}
