package actions

import (
	"context"

	"nameyard/reseller"
)

// maxEvents is how many events one answer has at most.
const maxEvents = 1000

// ListEvents asks for what has happened in the account.
type ListEvents struct {
	After *int64 // number of the last event that is known; nil = the last one that was acknowledged
	Limit int    // how many at most, up to 1000; 0 = 100
}

// EventList is a page of events, in the order of their numbers.
type EventList struct {
	Events []reseller.Event
	Next   int64 // what to ask for next, and to acknowledge once these are dealt with
	More   bool  // there are more already
}

// ListEvents lists events after a number. Numbers grow; another account's events take some, so they have gaps here. Nothing
// ever appears before a number that was given out. An extension of the WHMCS add-on's protocol.
func (s *Service) ListEvents(ctx context.Context, call Call, r ListEvents) (EventList, error) {
	limit := r.Limit
	if limit == 0 {
		limit = 100
	}
	if limit < 1 || limit > maxEvents {
		return EventList{}, reseller.Invalid(reseller.PathLimit, "limit must be between 1 and %d", maxEvents)
	}
	account := call.Caller.Account.ID
	var list EventList
	if r.After != nil {
		list.Next = *r.After
	} else {
		var err error
		if list.Next, err = s.store.Acknowledged(ctx, account); err != nil {
			return EventList{}, err
		}
	}
	events, err := s.store.Events(ctx, account, list.Next, limit+1)
	if err != nil {
		return EventList{}, err
	}
	if list.More = len(events) > limit; list.More {
		events = events[:limit]
	}
	list.Events = events
	if len(events) > 0 {
		list.Next = events[len(events)-1].Seq
	}
	return list, nil
}

// AcknowledgeEvents says that the events up to a number are dealt with.
type AcknowledgeEvents struct {
	Seq int64
}

// AcknowledgeEvents keeps how far the account has come, for ListEvents without a number. Repeating it, or acknowledging less,
// changes nothing. An extension of the WHMCS add-on's protocol.
func (s *Service) AcknowledgeEvents(ctx context.Context, call Call, r AcknowledgeEvents) error {
	if r.Seq < 0 {
		return reseller.Invalid(reseller.PathSeq, "%d is not the number of an event", r.Seq)
	}
	return s.store.AcknowledgeEvents(ctx, call.Caller.Account.ID, r.Seq)
}
