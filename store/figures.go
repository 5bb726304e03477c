package store

import (
	"context"
	"fmt"
	"time"

	"nameyard/reseller"
)

// Figures are what the books hold at a moment, for metrics and alerts.
type Figures struct {
	Unfinished []UnfinishedOrders
	Held       map[string]int64 // minor units that orders have reserved, by currency
	Mails      Waiting
	Posts      Waiting // of webhooks that are not paused
}

// UnfinishedOrders are the orders of a kind that stand in a state.
type UnfinishedOrders struct {
	Kind   reseller.OrderKind
	State  reseller.OrderState
	Count  int64
	Oldest time.Time // business time of the first intent among them
}

// Waiting is a queue.
type Waiting struct {
	Count   int64
	Failing int64     // of these, tried before
	Oldest  time.Time // wall time since when the first one waits; zero if none does
}

// Figures counts what waits and what is held.
func (s *Store) Figures(ctx context.Context) (Figures, error) {
	f := Figures{Held: map[string]int64{}}
	var held []struct {
		Currency string
		Held     int64
	}
	var oldest []struct {
		Kind, State string
		Count       int64
		First       int64
	}
	db := s.reads.WithContext(ctx)
	err := db.Raw("SELECT currency, SUM(held) AS held FROM balances GROUP BY currency").Scan(&held).Error
	if err == nil {
		err = db.Raw("SELECT kind, state, COUNT(*) AS count, MIN(id) AS first FROM orders WHERE due_at IS NOT NULL GROUP BY kind, state ORDER BY kind, state").Scan(&oldest).Error
	}
	if err == nil {
		f.Mails, err = s.waiting(ctx, "mails", "mails_next_try_id", "queued_at", "")
	}
	if err == nil {
		f.Posts, err = s.waiting(ctx, "webhook_deliveries", "webhook_deliveries_next_try", "created_at", notPaused)
	}
	if err != nil {
		return f, fmt.Errorf("figures: %w", translate(err))
	}
	for _, h := range held {
		f.Held[h.Currency] = h.Held
	}
	for _, o := range oldest {
		first, err := s.Order(ctx, o.First)
		if err != nil {
			return f, err
		}
		f.Unfinished = append(f.Unfinished, UnfinishedOrders{reseller.OrderKind(o.Kind), reseller.OrderState(o.State), o.Count, first.CreatedAt})
	}
	return f, nil
}

// notPaused leaves out what waits because its account wants so.
const notPaused = " AND endpoint_id NOT IN (SELECT id FROM webhook_endpoints WHERE paused_at IS NOT NULL)"

// waiting counts the rows of a table that wait for their next try.
func (s *Store) waiting(ctx context.Context, table, index, since, and string) (w Waiting, err error) {
	db, from := s.reads.WithContext(ctx), s.by(table, index)+" WHERE next_try IS NOT NULL"+and
	err = scanRow(db.Raw("SELECT COUNT(*), COALESCE(SUM(CASE WHEN attempts > 0 THEN 1 ELSE 0 END), 0) FROM "+from), &w.Count, &w.Failing)
	if err != nil || w.Count == 0 {
		return w, err
	}
	var first []struct{ At time.Time }
	err = db.Raw("SELECT " + since + " AS at FROM " + table + " WHERE id = (SELECT MIN(id) FROM " + from + ")").Scan(&first).Error
	if len(first) > 0 {
		w.Oldest = first[0].At.UTC()
	}
	return w, err
}
