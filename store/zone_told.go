package store

import (
	"context"

	"gorm.io/gorm"

	"nameyard/zone"
)

// raisedKey is where the context of a transaction has the zones that change in it.
type raisedKey struct{}

// TellZoneChanges has somebody told of each zone that changes over this Store, after the change is committed and before whoever made it
// is. Changes of other servers are in ZoneChanges alone.
func (s *Store) TellZoneChanges(tell func(zone.Change)) { s.tellZoneChange.Store(&tell) }

// telling gives a transaction that gathers the zones that change in it, and what tells of them when it is committed.
func (s *Store) telling(ctx context.Context, fn func(tx *gorm.DB) error) (gathering context.Context, again func(tx *gorm.DB) error, committed func()) {
	tell := s.tellZoneChange.Load()
	if tell == nil {
		return ctx, fn, func() {}
	}
	var raised []zone.Change
	again = func(tx *gorm.DB) error {
		raised = raised[:0] // of an attempt that was rolled back
		return fn(tx)
	}
	committed = func() {
		for _, c := range raised {
			(*tell)(c)
		}
	}
	return context.WithValue(ctx, raisedKey{}, &raised), again, committed
}

// noteRaised notes that a zone changes in a transaction.
func noteRaised(tx *gorm.DB, c zone.Change) {
	if raised, gathers := tx.Statement.Context.Value(raisedKey{}).(*[]zone.Change); gathers {
		*raised = append(*raised, c)
	}
}
