package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// ErrCommitUnknown marks a transaction whose COMMIT got no answer: it may or may not have happened. The caller must look
// up by key; running it again blindly could double it.
var ErrCommitUnknown = errors.New("commit outcome unknown")

// errReadOnly is a fault of the program: what was said only to read would write.
var errReadOnly = errors.New("this was to read only, and would write")

// txTries bounds how often a transaction runs on deadlocks and busy errors.
const txTries = 40

// tx runs fn in one write transaction. On a deadlock or a busy database the whole of fn runs again, so fn must read
// everything it decides on inside, and must not touch anything outside but results that it sets anew. Under a context of
// reseller.Rehearse it is rolled back in the end, and under one of reseller.ReadOnly it fails.
func (s *Store) tx(ctx context.Context, fn func(tx *gorm.DB) error) error {
	var err error
	switch reseller.WritesIn(ctx) {
	case reseller.WritesRefused:
		return errReadOnly
	case reseller.WritesRehearsed:
		fn = rehearsed(fn)
	}
	ctx, fn, committed := s.telling(ctx, fn)
	away := 0
	for try := range txTries {
		if err = s.txOnce(ctx, fn); lostBefore(err) && away < awayTries {
			away++ // the next connection waits until the database is there again, or goes to another node
		} else if errors.Is(err, errRehearsed) {
			return nil
		} else if !retryable(err) {
			if err == nil {
				committed()
			}
			s.noteDisk(err)
			return translate(err)
		}
		if !pause(ctx, time.Duration(rand.IntN(1+min(try, 10)*4)+1)*time.Millisecond) {
			break
		}
	}
	return fmt.Errorf("gave up on a busy database: %w", err)
}

// commitLooks bounds how often a transition runs again because its commit got no answer and had not happened.
const commitLooks = 3

// txKeyed is tx for a transition that leaves a mark which can be found by a key. When a COMMIT gets no answer, happened
// looks for the mark: if it is there, the transition took place; if not, it did not and runs again. happened must read the
// mark with a lock (exists), so that it waits for a commit that the server is still working on.
func (s *Store) txKeyed(ctx context.Context, happened func(tx *gorm.DB) (bool, error), fn func(tx *gorm.DB) error) error {
	var err error
	for range commitLooks {
		if err = s.tx(ctx, fn); !errors.Is(err, ErrCommitUnknown) {
			return err
		}
		found := false
		// The caller's own end may be why the answer was lost.
		look, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitLookTime)
		failed := s.tx(look, func(tx *gorm.DB) (err error) {
			found, err = happened(tx)
			return err
		})
		cancel()
		s.log.Warn("a commit got no answer", "found", found, "look", failed, "err", err)
		switch {
		case failed != nil:
			return errors.Join(err, failed)
		case found:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
	return err
}

// commitLookTime is how long a look for a lost commit may take.
const commitLookTime = 10 * time.Second

// exists reads the first row that fits a condition, with a lock.
func exists(tx *gorm.DB, row any, where string, args ...any) (bool, error) {
	found := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where(where, args...).Limit(1).Find(row)
	return found.RowsAffected > 0, found.Error
}

func (s *Store) txOnce(ctx context.Context, fn func(tx *gorm.DB) error) error {
	if s.dialect == sqliteDialect {
		return s.txTogether(ctx, fn)
	}
	tx := s.writes.WithContext(ctx).Begin() // READ COMMITTED on MySQL, by the connection; IMMEDIATE on SQLite
	if tx.Error != nil {
		return tx.Error
	}
	defer tx.Rollback() // after a commit it does nothing
	if err := fn(tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err // no COMMIT went out
	}
	if err := tx.Commit().Error; err != nil {
		if mysqlRolledBack(err) || sqliteBusy(err) {
			return err
		}
		return errors.Join(ErrCommitUnknown, err)
	}
	return nil
}

// errOvertaken says that a row which was read in this transaction was written by another before this one wrote it.
var errOvertaken = errors.New("the row was written meanwhile")

// retryable reports whether a transaction that failed may simply run again.
func retryable(err error) bool {
	return err != nil && !errors.Is(err, ErrCommitUnknown) && (mysqlRetryable(err) || sqliteBusy(err) || errors.Is(err, errOvertaken))
}

// awayTries bounds how often a transaction runs again because its node went away before COMMIT.
const awayTries = 3

// lostBefore reports whether the database went away before COMMIT was sent, so that nothing has happened.
func lostBefore(err error) bool {
	return err != nil && !errors.Is(err, ErrCommitUnknown) && isAway(err)
}

// pause waits, and reports whether it waited to the end: ctx may end first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// translate turns GORM's errors into this package's.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fmt.Errorf("%w: %w", reseller.ErrNotFound, err)
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fmt.Errorf("%w: %w", reseller.ErrDuplicate, err)
	case isFull(err) && errors.Is(err, ErrCommitUnknown):
		return diskFull("it is not known whether anything was done: make room, and look before you try again").Because(err)
	case isFull(err):
		return diskFull("nothing was done: try again later").Because(err)
	case errors.Is(err, ErrCommitUnknown):
		return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the database went away before it confirmed; it is not known whether anything was done: look before you try again").Because(err)
	case isAway(err):
		return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the database does not answer at this moment; nothing was done: try again").Because(err)
	}
	return err
}

// expectOneRow turns the row count of a guarded update into ErrConflict unless exactly one row was affected.
func expectOneRow(result *gorm.DB) error {
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected != 1 {
		return reseller.ErrConflict
	}
	return nil
}
