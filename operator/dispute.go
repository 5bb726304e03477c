package operator

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
)

// Keeping asks for a name to be kept where it is and whose it is, for a court or a dispute provider, or to be let go again: see reseller.DisputeLock.
type Keeping struct {
	Name     reseller.Name
	On       bool
	Reason   string    // for the audit record, and the name's row
	Told     bool      // its account may read the reason, too
	AnswerBy time.Time // wall time until which the registry's answer is waited for
}

// Kept is what became of it. The lock stands here whatever its registry says; it ends here once its registry has lifted its part.
type Kept struct {
	Order    reseller.Order   // that tells its registry, or has told it; without a number where there is nothing to tell
	Underway []reseller.Order // what may be at its registry already, and gives the name away
	Asked    bool             // another registrar asks for it, and gets it in some days if nobody rejects that
	Silent   error            // why its registry did not say whether one does; nil = it has
}

// disputeSubject is what of a name such an order sets.
const disputeSubject = "dispute_lock"

// lookTime is how long a registry is asked how a name stands that is to be kept.
const lookTime = 5 * time.Second

// Check reports what is wrong with the request.
func (r Keeping) Check() error { return checkReason(r.Reason) }

// Keep keeps a name from this moment on, or orders that it is let go. It is audited. What the account had set before, its transfer lock above all, is so again
// once the lock is lifted.
func (u Domains) Keep(ctx context.Context, r Keeping) (Kept, error) {
	d, err := u.holdable(ctx, r.Name, r.Check())
	if err != nil {
		return Kept{}, err
	}
	if r.On {
		return u.keep(ctx, d, r)
	}
	return u.letGo(ctx, d, r)
}

func (u Domains) keep(ctx context.Context, d reseller.Domain, r Keeping) (k Kept, err error) {
	if d.Dispute.Stands() {
		told, err := u.registryTold(ctx, d)
		if err != nil {
			return k, err
		}
		if told {
			return k, refused("%s is held for a dispute already; nothing was done", d.Name)
		}
		return u.tellRegistry(ctx, d, r, k)
	}
	lock := reseller.DisputeLock{Hold: reseller.Hold{By: reseller.OperatorIn(ctx).Name, Reason: strings.TrimSpace(r.Reason), Since: u.Clock.Now()}, Told: r.Told}
	shown, err := u.shownNow(ctx, d)
	lock.Undeletable, k.Asked, k.Silent = shown.Has(registry.StatusClientDeleteProhibited), shown.Has(registry.StatusPendingTransfer), err
	d, err = u.Store.SetDisputeLock(ctx, d.ID, lock, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrConflict) {
		return k, refused("%s was changed at this moment; nothing was done: try again", r.Name)
	}
	if err != nil {
		return k, err
	}
	// Whatever is sent from here on is refused before it is; what is not queued may be out already.
	k.Underway, err = u.Store.UnfinishedChanges(ctx, d.ID)
	k.Underway = slices.DeleteFunc(k.Underway, func(o reseller.Order) bool {
		return o.State == reseller.OrderQueued || d.MayOrder(o.Kind, o.Desired) == nil
	})
	if err != nil {
		return k, err
	}
	return u.tellRegistry(ctx, d, r, k)
}

// registryTold reports whether the registry of a kept name has its part of the lock, or is being told. It may have refused that, and the server may have ended before
// it could order it. While the lock is being lifted that is an error: what is set then would stay at the registry without a lock here.
func (u Domains) registryTold(ctx context.Context, d reseller.Domain) (bool, error) {
	_, conn, err := u.Routes.Of(d)
	if err != nil {
		return false, err
	}
	if _, can := conn.(registry.Keeper); !can {
		return true, nil
	}
	last, err := u.Store.DomainOrder(ctx, d.ID, reseller.OrderDispute)
	switch {
	case errors.Is(err, reseller.ErrNotFound):
		return false, nil
	case err != nil:
		return false, err
	case last.State.Live() && !last.Desired.Dispute.On:
		return false, refused("%s is being let go by order %d; nothing was done: keep it again once that has ended", d.Name, last.ID)
	}
	return last.Desired.Dispute.On && (last.State.Live() || last.State == reseller.OrderDone), nil
}

// AskedFor reports whether the registry shows that another registrar asks for the name.
func (s ShownDomain) AskedFor() bool { return s.Registry.Has(registry.StatusPendingTransfer) }

// shownNow is how the registry shows a name.
func (u Domains) shownNow(ctx context.Context, d reseller.Domain) (registry.Registration, error) {
	_, conn, err := u.Routes.Of(d)
	if err != nil {
		return registry.Registration{}, err
	}
	ctx, stop := context.WithTimeout(ctx, lookTime)
	defer stop()
	return conn.Info(ctx, d.Name)
}

func (u Domains) letGo(ctx context.Context, d reseller.Domain, r Keeping) (k Kept, err error) {
	if !d.Dispute.Stands() {
		return k, refused("%s is not held for a dispute; nothing was done", d.Name)
	}
	underway, err := u.Store.UnfinishedChanges(ctx, d.ID)
	if err != nil {
		return k, err
	}
	if slices.ContainsFunc(underway, setsLock) { // it comes before the end of the dispute lock, which is not to take it away again
		d.Dispute.Unlocked = false
	}
	return u.tellRegistry(ctx, d, r, k)
}

// setsLock reports whether an order sets the transfer lock of the account.
func setsLock(o reseller.Order) bool {
	return o.Kind == reseller.OrderLock && o.Desired.Lock != nil && *o.Desired.Lock
}

// tellRegistry orders that the registry's part of the lock is set or lifted. Where it has none, the lock ends at once.
func (u Domains) tellRegistry(ctx context.Context, d reseller.Domain, r Keeping, k Kept) (Kept, error) {
	rules, conn, err := u.Routes.Of(d)
	if err != nil {
		return k, err
	}
	if _, can := conn.(registry.Keeper); !can {
		if !r.On {
			_, err = u.Store.LiftDisputeLock(ctx, d.ID, strings.TrimSpace(r.Reason), reseller.OperatorIn(ctx))
		}
		return k, err
	}
	account, err := u.Store.Account(ctx, d.AccountID)
	if err != nil {
		return k, err
	}
	want := reseller.Desired{Dispute: d.DisputeStatuses(r.On, rules)}
	if !r.On {
		want.Why = strings.TrimSpace(r.Reason)
	}
	done, err := u.Orders.Change(ctx, orders.Request{
		Caller: reseller.Caller{Account: account}, By: reseller.OperatorIn(ctx), Kind: reseller.OrderDispute, Name: d.Name, Domain: &d, Subject: disputeSubject,
		Desired: want, AnswerBy: r.AnswerBy,
	})
	k.Order = done.Order
	if e := new(reseller.Error); r.On && errors.As(err, &e) {
		err = reseller.Errorf(e.Kind, e.Code, "%s is held here, and its registry was not told: %s", d.Name, reseller.Inner(e))
	}
	return k, err
}

// heldForDispute is why the operator's own acts leave a name where it is, too.
func heldForDispute(d reseller.Domain) *reseller.Error {
	return refused("%s is held for a dispute since %s; nothing was done: lift that first", d.Name, d.Dispute.Since.Format(time.DateOnly))
}
