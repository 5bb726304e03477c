// Package safely is the net below everything that runs in a goroutine of its own. A fault in the program (a panic) that a request, an
// answer of a registry, a receiver of webhooks or a row of the database brings about ends its own piece of work; the process has others
// under way. Each fault is logged with its stack and counted by the kind of work.
package safely

import (
	"cmp"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// Fault is a panic as an error, which is no other error, whatever it was that the program panicked with: it says nothing of what was done.
// Its stack is in the log.
type Fault struct{ Value any }

func (f *Fault) Error() string { return fmt.Sprintf("a fault in the program: %v", f.Value) }

// Caught logs and counts what recover has given, with what the log shall say of the work beside its kind; nil if that is nil. It is for
// places that answer somebody in their own way:
//
//	defer func() {
//		if fault := safely.Caught(recover(), log, "request"); fault != nil { … }
//	}()
func Caught(recovered any, log *slog.Logger, work string, about ...any) error {
	if recovered == nil {
		return nil
	}
	Count(work)
	log = cmp.Or(log, slog.Default())
	log.With(about...).Error("a fault in the program has ended a piece of work", "work", work, "fault", recovered, "stack", string(debug.Stack()))
	return &Fault{recovered}
}

// Recover, deferred, ends a fault where nobody waits for an outcome.
func Recover(log *slog.Logger, work string, about ...any) {
	_ = Caught(recover(), log, work, about...) // it is in the log
}

// Do does a piece of work here. A fault is its error, a *Fault.
func Do(log *slog.Logger, work string, do func() error) (err error) {
	defer func() {
		if fault := Caught(recover(), log, work); fault != nil {
			err = fault
		}
	}()
	return do()
}

// Go does a piece of work in a goroutine that nobody waits for.
func Go(log *slog.Logger, work string, do func()) {
	go func() {
		defer Recover(log, work)
		do()
	}()
}

// AfterFunc does a piece of work later, in a goroutine of its own.
func AfterFunc(log *slog.Logger, after time.Duration, work string, do func()) *time.Timer {
	return time.AfterFunc(after, func() {
		defer Recover(log, work)
		do()
	})
}

// Group is goroutines that somebody waits for. The zero value is ready to use.
type Group struct{ running sync.WaitGroup }

// Go does a piece of work in a goroutine of the group.
func (g *Group) Go(log *slog.Logger, work string, do func()) {
	g.running.Go(func() {
		defer Recover(log, work)
		do()
	})
}

// Wait waits until all work has ended.
func (g *Group) Wait() { g.running.Wait() }

// Ended is closed once all work has ended. Nothing may be begun meanwhile.
func (g *Group) Ended() <-chan struct{} {
	ended := make(chan struct{})
	go func() { g.running.Wait(); close(ended) }()
	return ended
}

// Each does the same to all items, at most so many at once, and gives the error of each, nil where there is none. One that fails keeps no
// other from its turn.
func Each[T any](log *slog.Logger, work string, most int, items []T, do func(n int, item T) error) []error {
	errs, slots := make([]error, len(items)), make(chan struct{}, most)
	var running sync.WaitGroup
	for n, item := range items {
		slots <- struct{}{}
		running.Go(func() {
			defer func() { <-slots }()
			errs[n] = Do(log, work, func() error { return do(n, item) })
		})
	}
	running.Wait()
	return errs
}
