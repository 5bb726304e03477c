package orders

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// kind is one row of the table of order kinds: how its command is sent, how its effect is recognised afterwards, and what
// it changes on the domain row.
type kind struct {
	// send calls the registry.
	send func(ctx context.Context, j job) (registry.Receipt, error)
	// find tells from the registry's view of the name (nil = it has none) what became of the command. A kind without it
	// leaves no trace that could be compared; its unknown outcome ends as refused.
	find func(shown *registry.Registration, j job, now time.Time) finding
	// apply changes the domain row once the registry has confirmed. It must depend on its arguments only.
	apply func(d *reseller.Domain, j job, e effect, now time.Time)
	// looks marks commands after whose yes the registry is looked at: only that tells what the name now has, or whether it
	// is still there.
	looks bool
	// exclusive changes are not superseded by newer ones.
	exclusive bool
	// pendingIsDone marks commands whose "pending" answer (1001) is all that will come: a deletion that runs its course.
	pendingIsDone bool
}

// kinds is the table. Adding a kind: one line here, its functions in a file beside.
var kinds = map[reseller.OrderKind]kind{
	reseller.OrderRegister: {send: sendRegister, find: findRegister, apply: applyRegister},
	reseller.OrderTransfer: {send: sendTransfer, find: findTransfer, apply: applyTransfer, looks: true},
	reseller.OrderRenew:    {send: sendRenew, find: findRenew, apply: applyRenew},
	reseller.OrderRestore:  {send: sendRestore, find: findRestore, apply: applyRestore},

	reseller.OrderRelease: {send: sendRelease, find: findRelease, apply: applyRelease, exclusive: true},
	reseller.OrderDelete:  {send: sendDelete, find: findDelete, apply: applyDelete, looks: true, exclusive: true, pendingIsDone: true},

	reseller.OrderNameservers: {send: sendNameservers, find: findNameservers, apply: applyNameservers},
	reseller.OrderContacts:    {send: sendContacts, find: findContacts, apply: applyContacts},
	reseller.OrderLock:        {send: sendLock, find: findLock, apply: applyLock},
	reseller.OrderPrivacy:     {send: sendPrivacy, find: findPrivacy, apply: applyPrivacy},
	reseller.OrderHostCreate:  {send: sendHostCreate, find: findHost, apply: applyHost},
	reseller.OrderHostModify:  {send: sendHostModify, find: findHost, apply: applyHost},
	reseller.OrderHostDelete:  {send: sendHostDelete, find: findNoHost, apply: applyNoHost},
	reseller.OrderAuthCode:    {send: sendAuthCode, apply: applyNothing},

	reseller.OrderTransferCancel:  {send: sendTransferCancel, find: findTransferEnded, apply: applyNothing, exclusive: true},
	reseller.OrderTransferApprove: {send: sendTransferApprove, find: findRelease, apply: applyTransferredAway, exclusive: true},
	reseller.OrderTransferReject:  {send: sendTransferReject, find: findTransferEnded, apply: applyKept, exclusive: true},
}

// applyNothing leaves the row alone.
func applyNothing(*reseller.Domain, job, effect, time.Time) {}

// feeLimit is the most that the registry may charge for an order; nil for what never costs anything.
func (j job) feeLimit() *registry.Fee {
	if j.Kind.Operation() == "" {
		return nil
	}
	return &registry.Fee{Amount: j.CostLimit, Currency: j.Charge.Currency}
}

// capability finds an optional capability of the job's connector, or refuses.
func capability[T any](j job, feature string) (T, error) {
	c, ok := j.conn.(T)
	if !ok {
		return c, registry.Refuse(registry.CodeUnimplemented, "%s is not supported for .%s", feature, j.rules.Name)
	}
	return c, nil
}

// gone is the finding for a name that the registry does not have, or that another registrar has.
func gone(shown *registry.Registration) (finding, bool) {
	switch {
	case shown == nil:
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the name is not registered"}, true
	case !shown.Ours:
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the name is with another registrar"}, true
	}
	return finding{}, false
}

func tookIf(ok bool) finding {
	if ok {
		return finding{verdict: took}
	}
	return finding{verdict: absent}
}
