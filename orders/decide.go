package orders

import (
	"errors"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// step is how an order is to stand.
type step struct {
	to      reseller.OrderState // sending: the worker goes on and sends its command
	code    string              // of a refusal; on an open order it says why its command had no effect (Order.NeverSent)
	reason  string
	wait    time.Duration // until reconcile looks at an open order again, business time
	again   bool          // the worker keeps it and looks again soon, while it has time
	effect  effect        // of an order that is done; of one that is refused, as far as something is left of it
	refunds []reseller.Refund
	alarm   string         // what the operator must hear of
	reply   reseller.Reply // of the registry, to what was sent before
}

// effect is what a command did, from the registry's answer or from a look at it.
type effect struct {
	receipt registry.Receipt
	shown   *registry.Registration // what the registry shows, where it was looked at; nil = no such name, or not looked at
}

// decide says how an order is to stand, from what has been observed of it. It depends on its arguments only.
func decide(o order, seen observation, set Settings, now time.Time) step {
	next := weighAll(o, seen, set, now)
	if next.to == reseller.OrderRefused {
		next.effect = seen.remains()
	}
	return next
}

// weighAll is decide without what a refused order leaves behind.
func weighAll(o order, seen observation, set Settings, now time.Time) step {
	switch {
	case seen.unserved != nil:
		return unserved(o, seen, set)
	case o.State == reseller.OrderSending && !seen.takenOver && seen.still != nil:
		return standStill(o, *seen.still, set)
	case o.State == reseller.OrderSending && !seen.takenOver:
		return onAnswer(o, seen, set, now)
	case o.unsent():
		return sendAgain(o, seen, set, now)
	case kinds[o.Kind].find == nil:
		// What it set is a secret that nobody saw. Asking again is harmless and the only way to know.
		return refuse(reseller.CodeUnavailable, "the registry did not confirm it; ask again")
	case seen.view.err != nil && seen.view.late:
		return needsOperator(o, "the registry had accepted it, and cannot be asked what became of it", set)
	case seen.view.err != nil:
		return lookAgain(o, o.Code, o.Reason, set)
	}
	if f := seen.view.proves(o, now); f.verdict != absent {
		return onFinding(o, f, seen, set)
	}
	return onNoEffect(o, seen, set, now)
}

// onAnswer decides about an order whose command this worker has sent.
func onAnswer(o order, seen observation, set Settings, now time.Time) step {
	k, receipt := kinds[o.Kind], seen.answer.receipt
	switch {
	case seen.answer.failed != nil:
		return onNoAnswer(o, seen.answer.failed, set)
	case seen.answer.refused != nil:
		return onRefusal(o, *seen.answer.refused, seen, set, now)
	case receipt.Pending() && !k.pendingIsDone:
		return pending(receipt.Words, set)
	case !k.looks:
		return done(o, effect{receipt: receipt}, seen, set)
	case seen.view.err != nil || !find(o, seen.view.shown, now).agrees():
		return open("", "confirmed, and not to be seen yet", set)
	}
	return done(o, effect{receipt, seen.view.shown}, seen, set)
}

// onNoAnswer leaves open what became of a command. A timeout is never a refusal.
func onNoAnswer(o order, failed error, set Settings) step {
	code, reason := "", "no answer from the registry yet"
	if errors.Is(failed, registry.ErrNoFunds) {
		return noFunds(set)
	}
	if errors.Is(failed, registry.ErrUnreachable) {
		code, reason = reseller.CodeUnavailable, "the registry cannot be reached"
	}
	if errors.Is(failed, errNotPublished) {
		return open(code, "the name servers do not have its zone yet; the registry is told then", set)
	}
	if errors.Is(failed, registry.ErrBusy) {
		reason = "the registry is there and busy; the order waits and goes on by itself"
	}
	if o.Attempt > 1 {
		reason = "sent again, no answer yet"
	}
	return open(code, reason, set)
}

// explained reports whether a registry may have refused a command because what it wants is so already: by an earlier attempt, or because
// what it removes is not there.
func explained(o order, no refusal) bool {
	return o.Attempt > 1 || kinds[o.Kind].removes && no.absent
}

// onRefusal decides about a command that the registry refused. What it wants may be so already.
func onRefusal(o order, no refusal, seen observation, set Settings, now time.Time) step {
	if seen.view != nil && awaitsVerification(o, no, seen.view.shown) {
		return waitForVerification(set)
	}
	if !explained(o, no) || kinds[o.Kind].find == nil {
		return refuse(no.code, no.words)
	}
	if seen.view.err != nil {
		return leave(o, "", fmt.Sprintf("refused (%s), and a look failed", no.words), set)
	}
	f := seen.view.proves(o, now)
	switch {
	case f.verdict == absent && kinds[o.Kind].halfDone(seen.view):
		return needsOperator(o, halfDone+": "+no.words, set)
	case f.verdict == absent:
		return refuse(no.code, no.words)
	}
	return onFinding(o, f, seen, set)
}

// onFinding decides about an order of which the registry shows something.
func onFinding(o order, f finding, seen observation, set Settings) step {
	switch f.verdict {
	case took:
		return done(o, effectOf(seen.view.shown), seen, set)
	case failed:
		return refuse(f.code, f.reason)
	case waiting:
		return pending(f.reason, set)
	}
	return needsOperator(o, f.reason, set)
}

// needsOperator leaves an order that the operator must decide about unless a later look does.
func needsOperator(o order, reason string, set Settings) step {
	again := lookAgain(o, reseller.CodeNeedsOperator, reason, set)
	again.alarm = "an order needs the operator: see nameyard order resolve"
	return again
}

// onNoEffect decides about a command without visible effect. That is final only after the settle time: an answer can be lost
// and the effect still come.
func onNoEffect(o order, seen observation, set Settings, now time.Time) step {
	switch {
	case seen.takenOver && o.State == reseller.OrderSending:
		return leave(o, "", "the server stopped while it was sent", set)
	case !o.Settled(now, set.Settle):
		return lookAgain(o, "", o.Reason, set) // a doubt of before is over
	}
	return sendAgain(o, seen, set, now)
}

// sendAgain sends an order's command again under a new client transaction id, if its price still holds and its time is not
// over. A renewal goes out with the same frozen expiry, so a late effect of the first sending cannot add a second year.
func sendAgain(o order, seen observation, set Settings, now time.Time) step {
	switch {
	case seen.still != nil && o.NeverSent():
		return standStill(o, *seen.still, set)
	case seen.still != nil:
		return lookAgain(o, o.Code, o.Reason, set)
	case kinds[o.Kind].halfDone(seen.view):
		return sendRest(o, seen, set, now)
	case o.expired(set, now) && kinds[o.Kind].unsigns && seen.view != nil && seen.view.err != nil:
		return lookAgain(o, o.Code, o.Reason, set) // what is left of it must be seen
	case o.expired(set, now):
		return refuse(reseller.CodeUnavailable, "the registry did not carry it out within a day; nothing was charged")
	case seen.terms == nil, seen.terms.err != nil:
		return lookAgain(o, o.Code, o.Reason, set)
	case !seen.terms.priceHolds:
		return refuse(reseller.CodePriceChanged, "the price has changed since it was ordered; nothing was charged: order again")
	case seen.terms.left:
		return refuse(reseller.CodeBadState, o.Name.String()+" has left the account")
	case seen.terms.unreadable:
		return refuse(reseller.CodeAuthCode, "the auth code can no longer be read; nothing was charged: order again")
	}
	return step{to: reseller.OrderSending}
}

// expired reports whether an order is sent no more.
func (o order) expired(set Settings, now time.Time) bool {
	return now.Sub(o.CreatedAt) >= set.ResendFor && !o.Waits()
}

// find says what the registry's view of a name proves about an order.
func find(o order, shown *registry.Registration, now time.Time) finding {
	k := kinds[o.Kind]
	switch {
	case shown != nil && shown.Hidden && !k.moves:
		return notShown
	case k.ours && shown == nil:
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the name is not registered"}
	case k.ours && !shown.Ours:
		return withAnotherRegistrar
	}
	return k.find(shown, o, now)
}

// done ends an order that the registry has confirmed. What the registry took back with it of the name's price, the account gets
// back, too (RFC 3915 §3.1).
func done(o order, e effect, seen observation, set Settings) step {
	end := step{to: reseller.OrderDone, effect: e}
	if seen.bought != nil {
		if seen.bought.err != nil {
			return lookAgain(o, o.Code, o.Reason, set)
		}
		end.refunds = refundsOf(o, e, *seen.bought)
	}
	if fee := e.receipt.Fee; fee != nil && o.CostLimit > 0 && fee.Currency == o.Charge.Currency && fee.Amount > o.CostLimit {
		end.alarm = fmt.Sprintf("the registry charged %d, more than the order's cost limit of %d", fee.Amount, o.CostLimit)
	}
	return end
}

// refuse ends an order that did not and will not take effect.
func refuse(code, reason string) step {
	return step{to: reseller.OrderRefused, code: code, reason: reason}
}

// pending leaves an order that the registry has accepted and has not decided.
func pending(reason string, set Settings) step {
	return step{to: reseller.OrderPending, reason: reason, wait: set.PendingWait}
}

// open leaves an order whose command was sent and whose outcome is not known.
func open(code, reason string, set Settings) step {
	return step{to: reseller.OrderUnknown, code: code, reason: reason, wait: set.ReconcileWait, again: true}
}

// lookAgain has the registry looked at again: soon, while a worker has time for it, and by reconcile afterwards.
func lookAgain(o order, code, reason string, set Settings) step {
	if o.State == reseller.OrderUnknown {
		return open(code, reason, set)
	}
	return leave(o, code, reason, set)
}

// leave gives an open order to reconcile.
func leave(o order, code, reason string, set Settings) step {
	if o.State == reseller.OrderPending {
		return step{to: reseller.OrderPending, code: code, reason: reason, wait: set.PendingWait}
	}
	return step{to: reseller.OrderUnknown, code: code, reason: reason, wait: set.ReconcileWait}
}

// unclaim gives an order back as it was to whoever looks next.
func unclaim(o order, set Settings) step {
	back := leave(o, o.Code, o.Reason, set)
	back.wait = set.ReconcileWait
	return back
}

// unserved leaves an order that cannot be worked on. A new one certainly was not sent, and reconcile may try at once.
func unserved(o order, seen observation, set Settings) step {
	if o.State == reseller.OrderSending && !seen.takenOver {
		return step{to: reseller.OrderUnknown, code: reseller.CodeUnavailable, reason: seen.unserved.Error()}
	}
	left := leave(o, o.Code, seen.unserved.Error(), set)
	left.wait = set.PendingWait
	return left
}

// effectOf is what the registry shows of a command whose answer was lost.
func effectOf(shown *registry.Registration) effect {
	r := registry.Receipt{Code: registry.CodeDone}
	if shown != nil {
		r.Created, r.Expires = shown.Created, shown.Expires
	}
	return effect{r, shown}
}
