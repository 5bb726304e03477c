package verify

import (
	"context"
	"time"

	"nameyard/reseller"
)

// move names a move of a name between two accounts of ours: the giver's row closes at the instant at which the taker's order ends.
type move struct {
	name string
	at   int64 // unix microseconds
}

func moveOf(name string, at time.Time) move { return move{name, at.UnixMicro()} }

// moved is what is known of a move.
type moved struct {
	order int64
	to    int64 // the taker's domain row
	given bool  // the giver's row was seen
	paid  time.Time
}

// givers finds the rows that names moved from, and moves that nobody gave (I7).
func (v *verification) givers(ctx context.Context) error {
	if len(v.moves) == 0 {
		return nil
	}
	get := func(after int64) ([]reseller.Domain, error) { return v.snapshot.ClosedDomains(ctx, after, v.page) }
	err := pages(get, func(d reseller.Domain) int64 { return d.ID }, func(rows []reseller.Domain) error {
		for _, d := range rows {
			if m := v.moves[moveOf(d.Name.String(), d.ClosedAt)]; m != nil && d.State == reseller.DomainTransferredAway {
				m.given, m.paid = true, d.PaidThrough
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for key, m := range v.moves {
		v.checked("I7", 1)
		if !m.given {
			v.breach("I7", "order %d moved %s here from another account, and no account gave it then", m.order, key.name)
		}
	}
	return nil
}
