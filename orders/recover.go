package orders

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// Why orders end that were unfinished in a backup.
const (
	unseenAfterBackup = "the books were restored from a backup in which this was unfinished, and the registry does not show it; nothing was charged: order again if it is still wanted"
	queuedInBackup    = "the books were restored from a backup in which this waited in line; what the registry shows was taken over: order again if it is still wanted"
)

// Recover finds out what became of an order that was unfinished in a backup from which the books were restored; told is what the registry's
// log says of its command, nil = nothing. It sends nothing: what has happened since is not in the books, and its account may have been told
// something else, or have changed its mind. What the registry shows is recorded as done, also of an order that had not been sent when
// the backup was made: it may have been since. What it does not show ends as refused. An order that may still take effect,
// that the registry decides later, or that needs the operator stays unfinished.
//
// at is the business time of the restore: until then the server may have sent what the backup does not know of, and its effect may come late.
//
// ErrConflict while somebody works on the order.
func (s *Service) Recover(ctx context.Context, o reseller.Order, told *registry.Found, at time.Time) (reseller.Order, error) {
	claimed, err := s.claimUncompared(ctx, o)
	if err != nil {
		return o, err
	}
	a, err := s.newAttempt(claimed, "")
	if err != nil {
		return claimed, err
	}
	now := s.clock.Now()
	a.takenOver, a.restored, a.told = true, true, told
	seen := s.observe(&a, now)
	seen.restoredAt, seen.logged = at, told != nil
	next := afterRestore(a.order, seen, s.set, now)
	next.again = false // it is looked at once
	end, err := s.record(a, next)
	switch {
	case err != nil:
		return s.asOnRecord(a.Order, err), nil
	case seen.view != nil:
		return end, seen.view.err
	}
	return end, nil
}

// CloseRestored ends an order of a backup as refused, without a charge, where the books have been put right without it. ErrConflict while
// somebody works on the order.
func (s *Service) CloseRestored(ctx context.Context, o reseller.Order, reason string) error {
	claimed, err := s.claimUncompared(ctx, o)
	if err != nil {
		return err
	}
	a, err := s.newAttempt(claimed, "")
	if err == nil {
		_, err = s.record(a, refuse(reseller.CodeUnavailable, reason))
	}
	return err
}

// SettleTime is how long an unanswered command may still take effect.
func (s *Service) SettleTime() time.Duration { return s.set.Settle }

// afterRestore says how an order is to stand that was unfinished in a backup.
func afterRestore(o order, seen observation, set Settings, now time.Time) step {
	switch {
	case seen.unserved != nil:
		return unserved(o, seen, set)
	case o.State == reseller.OrderQueued:
		return refuse(reseller.CodeUnavailable, queuedInBackup) // a change, for which nothing was held
	case kinds[o.Kind].find == nil || neverSentSince(o):
		return refuse(reseller.CodeUnavailable, unseenAfterBackup)
	case seen.view.err != nil:
		return unclaim(o, set)
	}
	f := seen.view.proves(o, now)
	if a := seen.view.asked; a != nil && a.State == registry.FoundDone && (f.verdict == failed || seen.logged && seen.view.shown == nil) {
		f = finding{verdict: took} // and the name has left since: its row is compared afterwards
	}
	switch {
	case f.verdict != absent:
		return onFinding(o, f, seen, set)
	case kinds[o.Kind].halfDone(seen.view):
		return needsOperator(o, halfDone, set)
	case now.Before(mayBeSentUntil(o, seen.restoredAt).Add(set.Settle)):
		return unclaim(o, set)
	}
	return refuse(reseller.CodeUnavailable, unseenAfterBackup)
}
