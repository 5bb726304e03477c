package orders

import (
	"errors"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// step is what is to be done with an order: observe something more, or write how it stands now.
type step struct {
	ask       question            // what must be observed first; nothing is written
	to        reseller.OrderState // the state that is written
	code      string              // of a refusal; on an open order CodeUnavailable means that its command never left us
	reason    string
	wait      time.Duration // until reconcile looks at an open order again, business time
	keep      bool          // the worker goes on with the order; otherwise it gives up its lease
	unwritten bool          // nothing has changed that another worker would have to know
	effect    effect        // of an order that is done
	refund    *reseller.Order
	alarm     string // what the operator must hear of
}

// effect is what a command did, from the registry's answer or from a look at it.
type effect struct {
	receipt registry.Receipt
	shown   *registry.Registration // what the registry shows, where it was looked at; nil = no such name, or not looked at
}

// judge decides about an order from what has been observed of it so far. It depends on its arguments only.
type judge func(o order, seen observation, set Settings, now time.Time) step

// decide is the judge of every order in normal operation.
func decide(o order, seen observation, set Settings, now time.Time) step {
	switch {
	case seen.stuck != nil:
		return unserved(o, seen, set)
	case seen.timeUp:
		return leave(o, o.Code, o.Reason, set)
	case o.State == reseller.OrderSending && !seen.takenOver:
		return onAnswer(o, seen, set, now)
	case neverSent(o.Order):
		return sendAgain(o, seen, set, now)
	case kinds[o.Kind].find == nil:
		// What it set is a secret that nobody saw. Asking again is harmless and the only way to know.
		return refuse(reseller.CodeUnavailable, "the registry did not confirm it; ask again")
	case seen.view == nil:
		return step{ask: theView}
	case seen.view.err != nil:
		return lookAgain(o, o.Code, o.Reason, set)
	}
	if f := kinds[o.Kind].find(seen.view.shown, o, now); f.verdict != absent {
		return onFinding(o, f, seen, set)
	}
	return onNoEffect(o, seen, set, now)
}

// onAnswer decides about an order whose command this worker has sent, or is to send.
func onAnswer(o order, seen observation, set Settings, now time.Time) step {
	if seen.answer == nil {
		return step{ask: theAnswer}
	}
	k, receipt := kinds[o.Kind], seen.answer.receipt
	switch {
	case seen.answer.failed != nil:
		return onNoAnswer(o, seen.answer.failed)
	case seen.answer.refused != nil:
		return onRefusal(o, *seen.answer.refused, seen, set, now)
	case receipt.Pending() && !k.pendingIsDone:
		return pending(receipt.Words, set)
	case !k.looks:
		return done(o, effect{receipt: receipt}, seen, set)
	case seen.view == nil:
		return step{ask: theView}
	case seen.view.err != nil || k.find(seen.view.shown, o, now).verdict != took:
		return step{to: reseller.OrderUnknown, reason: "confirmed, and not to be seen yet", keep: true}
	}
	return done(o, effect{receipt, seen.view.shown}, seen, set)
}

// onNoAnswer leaves open what became of a command. A timeout is never a refusal.
func onNoAnswer(o order, failed error) step {
	open := step{to: reseller.OrderUnknown, reason: "no answer from the registry yet", keep: true}
	if errors.Is(failed, registry.ErrUnreachable) {
		open.code, open.reason = reseller.CodeUnavailable, "the registry cannot be reached"
	}
	if o.Attempt > 1 {
		open.reason = "sent again, no answer yet"
	}
	return open
}

// onRefusal decides about a command that the registry refused. Of one that was sent before, the earlier attempt may be why the
// registry now says no: its effect is there already.
func onRefusal(o order, no refusal, seen observation, set Settings, now time.Time) step {
	if o.Attempt == 1 || kinds[o.Kind].find == nil {
		return refuse(no.code, no.words)
	}
	switch {
	case seen.view == nil:
		return step{ask: theView}
	case seen.view.err != nil:
		return leave(o, "", fmt.Sprintf("refused (%s), and a look failed", no.words), set)
	}
	f := kinds[o.Kind].find(seen.view.shown, o, now)
	if f.verdict == absent {
		return refuse(no.code, no.words)
	}
	return onFinding(o, f, seen, set)
}

// onFinding decides about an order of which the registry shows something.
func onFinding(o order, f finding, seen observation, set Settings) step {
	switch f.verdict {
	case took:
		return done(o, effect{receiptOf(seen.view.shown, f), seen.view.shown}, seen, set)
	case failed:
		return refuse(f.code, f.reason)
	case waiting:
		return pending(f.reason, set)
	}
	again := lookAgain(o, "", f.reason, set)
	again.alarm = "an order needs the operator: see nameyard order resolve"
	return again
}

// onNoEffect decides about a command without visible effect. That is final only after the settle time: an answer can be lost
// and the effect still come.
func onNoEffect(o order, seen observation, set Settings, now time.Time) step {
	switch {
	case o.State == reseller.OrderPending:
		return refuse(reseller.CodeRefused, "the registry has dropped the request")
	case seen.takenOver && o.State == reseller.OrderSending:
		return leave(o, "", "the server stopped while it was sent", set)
	case now.Before(o.UnknownAt.Add(set.Settle)):
		return lookAgain(o, o.Code, o.Reason, set)
	}
	return sendAgain(o, seen, set, now)
}

// sendAgain sends an order's command again under a new client transaction id, if its price still holds and its time is not
// over. A renewal goes out with the same frozen expiry, so a late effect of the first sending cannot add a second year.
func sendAgain(o order, seen observation, set Settings, now time.Time) step {
	switch {
	case now.Sub(o.CreatedAt) >= set.ResendFor:
		return refuse(reseller.CodeUnavailable, "the registry did not carry it out within a day; nothing was charged")
	case seen.terms == nil:
		return step{ask: theTerms}
	case seen.terms.err != nil, seen.lineTaken:
		return lookAgain(o, o.Code, o.Reason, set)
	case !seen.terms.priceHolds:
		return refuse(reseller.CodePriceChanged, "the price has changed since it was ordered; nothing was charged: order again")
	case seen.terms.left:
		return refuse(reseller.CodeBadState, o.Name.String()+" has left the account")
	case seen.terms.unreadable:
		return refuse(reseller.CodeAuthCode, "the auth code can no longer be read; nothing was charged: order again")
	}
	return step{to: reseller.OrderSending, keep: true}
}

// neverSent reports whether an order's last attempt certainly did not reach the registry.
func neverSent(o reseller.Order) bool {
	return o.State == reseller.OrderUnknown && o.Code == reseller.CodeUnavailable
}
