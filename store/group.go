package store

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"gorm.io/gorm"
)

// maxGroup bounds how many write transactions share one commit, so that the first of them need not wait long.
const maxGroup = 64

// group lets write transactions of SQLite that wait for the single writer share a commit, and so its wait for the disk.
// Each is a savepoint: one that fails leaves nothing, and nobody is told of success before the common commit.
type group struct {
	mu      sync.Mutex
	waiting []*grouped
	leading bool
}

// grouped is one transaction that takes part.
type grouped struct {
	ctx      context.Context
	fn       func(tx *gorm.DB) error
	err      error
	panicked any
	turn     atomic.Int32
	done     chan struct{}
}

// The turn of a transaction: it waits, and then its statements have begun or its caller has left before that.
const (
	turnWaits int32 = iota
	turnBegun
	turnLeft
)

// txTogether runs fn as txOnce does, in a transaction that others may share. A caller whose ctx ends while nothing of fn has run
// has its error at once and fn never runs; once fn has begun, the caller waits and is told what became of it.
func (s *Store) txTogether(ctx context.Context, fn func(tx *gorm.DB) error) error {
	m := &grouped{ctx: ctx, fn: fn, done: make(chan struct{})}
	s.group.mu.Lock()
	s.group.waiting = append(s.group.waiting, m)
	lead := !s.group.leading
	s.group.leading = true
	s.group.mu.Unlock()
	if lead {
		go s.leadGroups()
	}
	select {
	case <-m.done:
	case <-ctx.Done():
		if m.turn.CompareAndSwap(turnWaits, turnLeft) {
			return ctx.Err()
		}
		<-m.done
	}
	if m.panicked != nil {
		panic(m.panicked)
	}
	return m.err
}

// leadGroups commits groups until nobody waits.
func (s *Store) leadGroups() {
	for {
		s.group.mu.Lock()
		n := min(len(s.group.waiting), maxGroup)
		members := s.group.waiting[:n:n]
		s.group.waiting = s.group.waiting[n:]
		s.group.leading = n > 0
		s.group.mu.Unlock()
		if n == 0 {
			return
		}
		if !s.commitGroup(members) {
			for _, m := range members { // one of them broke the common transaction; nothing was committed
				s.commitGroup([]*grouped{m})
			}
		}
		for _, m := range members {
			close(m.done)
		}
	}
}

// commitGroup runs members in one transaction. It gives false if nothing was committed and each must run alone.
func (s *Store) commitGroup(members []*grouped) bool {
	alone := len(members) == 1
	tx := s.writes.Begin()
	if tx.Error != nil {
		return all(members, tx.Error)
	}
	defer tx.Rollback() // after a commit it does nothing
	kept := 0
	for _, m := range members {
		if !alone && tx.Exec("SAVEPOINT member").Error != nil {
			return false
		}
		m.run(tx)
		switch {
		case m.err == nil:
			kept++
		case alone:
			return true
		case tx.Exec("ROLLBACK TO member").Error != nil:
			return false
		}
		if !alone && tx.Exec("RELEASE member").Error != nil {
			return false
		}
	}
	if kept == 0 {
		return true
	}
	err := tx.Commit().Error
	switch {
	case err == nil:
		return true
	case retryable(err):
		return all(members, err)
	}
	return all(members, errors.Join(ErrCommitUnknown, err))
}

// all gives every member the same outcome.
func all(members []*grouped, err error) bool {
	for _, m := range members {
		m.err = err
	}
	return true
}

// run runs the member's statements. They are not interrupted when its caller goes: SQLite would roll back the others too.
func (m *grouped) run(tx *gorm.DB) {
	defer func() {
		if p := recover(); p != nil {
			m.panicked, m.err = p, errors.New("panic in a transaction")
		}
	}()
	m.panicked = nil
	if !m.turn.CompareAndSwap(turnWaits, turnBegun) && m.turn.Load() == turnLeft {
		m.err = context.Canceled // nobody waits for it
		return
	}
	if m.err = m.ctx.Err(); m.err != nil {
		return
	}
	if m.err = m.fn(tx.WithContext(context.WithoutCancel(m.ctx))); m.err == nil {
		m.err = m.ctx.Err()
	}
}
