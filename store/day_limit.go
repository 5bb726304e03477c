package store

import (
	"fmt"
	"math"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// What an account may leave in the database on a UTC day without paying for it, beside the history of its zones (zone_budget.go).
const (
	// freeChanges is how many of an account's requests may leave an order, a draft or an audit record that costs nothing, unless
	// SetFreeChanges says otherwise.
	freeChanges = 20_000
	// bulkActs is how many acts on many names an account may begin. They are no free changes: one of renewals is paid for, and each name of
	// another is counted by itself.
	bulkActs = 500
	// keyedBytes is how many bytes of answers are kept for the repeats of requests with idempotency keys; each request takes
	// keyedRowBytes beside its answer.
	keyedBytes    = 64 << 20
	keyedRowBytes = 512
	// formBytes is the same of forms that people send, whose answers are a few bytes: some ten thousand.
	formBytes = 8 << 20
	// dayKept is how long the counters of a day stay, business time.
	dayKept = 2 * 24 * time.Hour
)

// What is counted by the day.
const (
	freeChange  = "free"
	bulkAct     = "bulk"
	keyedAnswer = "keyed"
	keyedForm   = "form"
)

// dayCounter names the counter of what an account does of a kind on a UTC day, as it is kept in tries.
func dayCounter(what string, account int64, now time.Time) string {
	return fmt.Sprintf("%s:%d:%d", what, account, dayOf(now))
}

// SetFreeChanges says how many changes that cost nothing one account may make on a UTC day.
func (s *Store) SetFreeChanges(n int64) { s.freeChanges.Store(n) }

// countFree counts a change that costs nothing; beyond the account's limit the error is one for the caller, and the transaction
// must end without effect.
func (s *Store) countFree(tx *gorm.DB, account int64) error {
	most := s.freeChanges.Load()
	fits, err := s.countToday(tx, freeChange, account, 1, most)
	if err == nil && !fits {
		err = tooManyFree(most, s.clock.Now())
	}
	return err
}

// mayChange refuses what may turn out to cost nothing, such as a registration that its registry refuses, once the account's limit
// is reached.
func (s *Store) mayChange(tx *gorm.DB, account int64) error {
	now, most := s.clock.Now(), s.freeChanges.Load()
	full, err := exists(tx, &triesRow{}, "subject = ? AND tries >= ?", dayCounter(freeChange, account, now), most)
	if err == nil && full {
		err = tooManyFree(most, now)
	}
	return err
}

// countRefused counts an order for a new name that was refused, and so cost nothing after all.
func (s *Store) countRefused(tx *gorm.DB, o reseller.Order) error {
	if o.State != reseller.OrderRefused || o.Kind != reseller.OrderRegister && o.Kind != reseller.OrderTransfer || o.Charge.Total() == 0 {
		return nil
	}
	_, err := s.countToday(tx, freeChange, o.AccountID, 1, math.MaxInt32)
	return err
}

func tooManyFree(most int64, now time.Time) error {
	return reseller.Errorf(reseller.KindLimited, reseller.CodeDayLimit,
		"nothing was done: the account has made the %d changes that cost nothing and that it may make in a day (UTC): try again after %s, or ask us for a higher limit",
		most, reseller.NextDay(now))
}

// countBulkAct counts an act on many names that is about to begin.
func (s *Store) countBulkAct(tx *gorm.DB, account int64) error {
	fits, err := s.countToday(tx, bulkAct, account, 1, bulkActs)
	if err == nil && !fits {
		err = reseller.Errorf(reseller.KindLimited, reseller.CodeDayLimit,
			"nothing was done: the account has begun the %d changes of many names that it may begin in a day (UTC): try again after %s", bulkActs, reseller.NextDay(s.clock.Now()))
	}
	return err
}

// countKeyed counts a request with an idempotency key that is about to be kept for its repeats. Forms of people have room of their own: no
// program takes it from them.
func (s *Store) countKeyed(tx *gorm.DB, r reseller.KeyedRequest) error {
	what, most := keyedAnswer, int64(keyedBytes)
	if r.Form {
		what, most = keyedForm, formBytes
	}
	fits, err := s.countToday(tx, what, r.AccountID, keyedRowBytes, most)
	if err != nil || fits {
		return err
	}
	next := reseller.NextDay(s.clock.Now())
	if r.Form {
		return reseller.Errorf(reseller.KindLimited, reseller.CodeDayLimit,
			"nothing was done: the account has sent all forms of this kind that are kept for a day (UTC): try again after %s", next)
	}
	return reseller.Errorf(reseller.KindLimited, reseller.CodeDayLimit,
		"nothing was done: the answers to the account's requests with idempotency keys have filled the %d MiB in which they are kept for a day (UTC): try again after %s",
		keyedBytes>>20, next).In(reseller.PathIdempotencyKey)
}

// countAnswer counts the answer that is kept for the repeats of a request. What was done must not be refused any more.
func (s *Store) countAnswer(tx *gorm.DB, r reseller.KeyedRequest, answer []byte) error {
	what := keyedAnswer
	if r.Form {
		what = keyedForm
	}
	_, err := s.countToday(tx, what, r.AccountID, int64(len(answer)), math.MaxInt32)
	return err
}

// countToday adds to what an account did of a kind today, and reports whether that stays within most; otherwise nothing is added.
func (s *Store) countToday(tx *gorm.DB, what string, account, n, most int64) (bool, error) {
	now := s.clock.Now()
	today := triesRow{Subject: dayCounter(what, account, now), CreatedAt: micro(now)}
	fits, err := addToday(tx, today.Subject, n, most)
	if err != nil || fits {
		return fits, err
	}
	// The day's first one has no counter yet.
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&today).Error; err != nil {
		return false, err
	}
	return addToday(tx, today.Subject, n, most)
}
