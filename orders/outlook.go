package orders

import (
	"time"

	"nameyard/reseller"
)

// Outlook is who has the next move in an order, as far as the books tell.
type Outlook struct {
	Needs reseller.Need
	// WorksUntil is until when the server goes on by itself. It is zero where it knows no end, because the order waits for another or
	// for the registry's decision, and where it has no move.
	WorksUntil time.Time
}

// NeedsOperator reports whether the order does not end without the operator.
func (l Outlook) NeedsOperator() bool { return l.Needs != "" }

// waitsFor are the needs of orders that wait, by the code that says why; one without has the next move elsewhere.
var waitsFor = map[string]reseller.Need{
	reseller.CodeRegistryWaits: reseller.NeedsPayment, reseller.CodeRegistryPaused: reseller.NeedsResume,
}

// Outlook tells who has the next move in an order.
func (s Settings) Outlook(o reseller.Order, now time.Time) Outlook {
	switch {
	case !o.State.Live(), o.State == reseller.OrderQueued:
		return Outlook{}
	case o.Waits():
		return Outlook{Needs: waitsFor[o.Code]} // a verification is the holder's
	case o.Code == reseller.CodeNeedsOperator:
		return Outlook{Needs: reseller.NeedsDecision}
	case o.State == reseller.OrderPending:
		return Outlook{}
	}
	until := s.withDefaults().movesUntil(o)
	if now.Before(until) {
		return Outlook{WorksUntil: until}
	}
	return Outlook{Needs: reseller.NeedsDecision} // the registry could not be asked all the while
}

// movesUntil is until when an order that shows no effect may take it late or is sent again; zero where nothing of this is so.
func (s Settings) movesUntil(o reseller.Order) time.Time {
	if o.State != reseller.OrderSending && o.State != reseller.OrderUnknown {
		return time.Time{}
	}
	return s.triesUntil(o)
}

// triesUntil is until when the server tries by itself to find out what became of an order's command.
func (s Settings) triesUntil(o reseller.Order) time.Time {
	until := o.CreatedAt.Add(s.ResendFor)
	if settled := settledAt(o, s); settled.After(until) {
		return settled
	}
	return until
}

// settledAt is from when an order's unanswered command takes effect no more if it has taken none.
func settledAt(o reseller.Order, s Settings) time.Time {
	since := o.UnknownAt
	if since.IsZero() {
		since = o.SentAt // its worker has left no word
	}
	return since.Add(s.Settle)
}

// Outlook tells who has the next move in an order, with the settings of this service.
func (s *Service) Outlook(o reseller.Order) Outlook { return s.set.Outlook(o, s.clock.Now()) }
