package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"nameyard/reseller"
	"nameyard/store/storetest"
)

var errTurnedBack = errors.New("turned back")

// togetherBehind runs transactions that all wait while the writer is busy, so that they share a commit.
func togetherBehind(h *house, n int, one func(i int) error) []error {
	var busy, queued sync.WaitGroup
	busy.Add(1)
	queued.Add(n)
	go func() {
		_ = h.Tx(h.ctx, func(func(string, ...any) error) error { busy.Done(); queued.Wait(); return nil })
	}()
	busy.Wait()
	return atOnce(n, func(i int) error { queued.Done(); return one(i) })
}

func TestTransactionThatFailsTakesNoOtherWithIt(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.SQLitePath(t))
	a := h.account("a@example.com", 0)
	gone, leave := context.WithCancel(h.ctx)
	errs := togetherBehind(h, 100, func(i int) (err error) {
		ctx := h.ctx
		if i%4 == 2 {
			ctx = gone
		}
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v", p)
			}
		}()
		return h.Tx(ctx, func(exec func(string, ...any) error) error {
			if err := exec("UPDATE accounts SET replay_seconds = replay_seconds + 1 WHERE id = ?", a.ID); err != nil {
				return err
			}
			switch i % 4 {
			case 1:
				return errTurnedBack
			case 2:
				leave() // the caller goes away while its statements run
			case 3:
				panic("broken")
			}
			return nil
		})
	})
	for i, err := range errs {
		want := map[int]string{0: "<nil>", 1: errTurnedBack.Error(), 2: context.Canceled.Error(), 3: "panic: broken"}[i%4]
		equal(t, fmt.Sprint("outcome ", i), fmt.Sprint(err), want)
	}
	equal(t, "updates", must[reseller.Account](t)(h.Account(h.ctx, a.ID)).ReplayWindow.Seconds(), 25)
}

func TestTransactionThatBreaksTheCommonOneIsRunAlone(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.SQLitePath(t))
	a := h.account("a@example.com", 0)
	for i, err := range togetherBehind(h, 20, func(i int) error {
		return h.Tx(h.ctx, func(exec func(string, ...any) error) error {
			if i == 7 {
				if err := exec("ROLLBACK"); err != nil { // as SQLite does by itself when the disk is full
					return err
				}
				return errTurnedBack
			}
			return exec("UPDATE accounts SET replay_seconds = replay_seconds + 1 WHERE id = ?", a.ID)
		})
	}) {
		if (err != nil) != (i == 7) {
			t.Errorf("outcome %d: %v", i, err)
		}
	}
	equal(t, "updates", must[reseller.Account](t)(h.Account(h.ctx, a.ID)).ReplayWindow.Seconds(), 19)
}

// A caller that goes away while its turn has not come is not kept, and nothing of it runs; one whose statements have begun hears how
// they ended.
func TestCallerThatLeavesBeforeItsTurnIsNotKept(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.SQLitePath(t))
	a := h.account("a@example.com", 0)
	ctx, leave := context.WithCancel(h.ctx)
	begun, goOn, first := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		first <- h.Tx(ctx, func(exec func(string, ...any) error) error {
			close(begun)
			<-goOn
			return exec("UPDATE accounts SET replay_seconds = replay_seconds + 1 WHERE id = ?", a.ID)
		})
	}()
	<-begun
	ran, second := false, make(chan error)
	go func() {
		second <- h.Tx(ctx, func(func(string, ...any) error) error { ran = true; return nil })
	}()
	leave()
	equal(t, "the one that waits", errors.Is(<-second, context.Canceled), true) // though the writer is still busy
	select {
	case err := <-first:
		t.Errorf("the one that had begun was told %v before it had ended", err)
	default:
	}
	close(goOn)
	equal(t, "the one that had begun", errors.Is(<-first, context.Canceled), true)
	ok(t, h.Tx(h.ctx, func(func(string, ...any) error) error { return nil })) // the queue has been worked off
	equal(t, "the one that waited has run", ran, false)
	equal(t, "updates", must[reseller.Account](t)(h.Account(h.ctx, a.ID)).ReplayWindow.Seconds(), 0)
}
