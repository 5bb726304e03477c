// Package events reads the events of all accounts for readers that remember how far they have come: each event is taken up
// once, in order, by whichever server is first.
package events

import (
	"context"
	"errors"
	"time"

	"nameyard/reseller"
)

// Store keeps events and how far each reader has come.
type Store interface {
	EventCursor(ctx context.Context, reader string) (reseller.Reading, error)
	Events(ctx context.Context, account, after int64, limit int) ([]reseller.Event, error)
}

// Page is what a reader takes up in one step.
type Page struct {
	From, To int64            // the reader's position before and after it
	News     []reseller.Event // oldest first, without those that are too old to tell of
}

// atOnce is how many events are in a page at most.
const atOnce = 200

// Read gives a reader all events that it has not taken up, page by page; now is business time. take saves what follows from
// a page together with the new position, provided that the reader is still at From. Its ErrConflict says that another
// server was faster, which ends Read without an error. A new reader is given an empty page where nothing has happened yet: its beginning is noted.
func Read(ctx context.Context, s Store, reader string, now time.Time, take func(context.Context, Page) error) error {
	last, err := s.EventCursor(ctx, reader)
	if err != nil {
		return err
	}
	from, since, isNew := last.Seq, last.NewsSince(now), last.At.IsZero()
	for ctx.Err() == nil {
		list, err := s.Events(ctx, 0, from, atOnce)
		if err != nil || len(list) == 0 && !isNew {
			return err
		}
		page := Page{From: from, To: from}
		if len(list) > 0 {
			page.To = list[len(list)-1].Seq
		}
		for _, e := range list {
			if !e.At.Before(since) {
				page.News = append(page.News, e)
			}
		}
		err = take(ctx, page)
		if errors.Is(err, reseller.ErrConflict) {
			return nil
		}
		if err != nil {
			return err
		}
		from, isNew = page.To, false
	}
	return ctx.Err()
}
