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
	send func(ctx context.Context, a attempt) (registry.Receipt, error)
	// find tells from the registry's view of the name (nil = it has none) what became of the command. A kind without it
	// leaves no trace that could be compared; its unknown outcome ends as refused.
	find func(shown *registry.Registration, o order, now time.Time) finding
	// apply changes the domain row once the registry has confirmed. It must depend on its arguments only.
	apply func(d *reseller.Domain, o order, e effect, now time.Time)
	// bring sets what was wanted with a name and takes commands of its own, once the name is seen to be ours; it gives the view after it.
	bring func(s *Service, a attempt, came *view) *view
	// looks marks commands after whose yes the registry is looked at: only that tells what the name now has, or whether it
	// is still there.
	looks bool
	// ours marks commands that only the registrar of a name can have carried out. Their find sees names of ours only.
	ours bool
	// moves marks commands that are about who has a name. To others a name that its registry does not show to us is a riddle, and no proof.
	moves bool
	// removes marks commands that have nothing to do where their object is not there: a registry that says so (2303) is looked at.
	removes bool
	// unsigns marks commands before which DNSSEC data is taken away where it must be. A refusal need not find it as it was.
	unsigns bool
	// exclusive changes are not superseded by newer ones.
	exclusive bool
	// deciding is the status of a name about which a registry has such a command still to decide (RFC 5731 §2.3), where it shows one.
	deciding registry.Status
	// begun is the status of a name for which a registry has taken the first part of such a command and waits for the rest (RFC 3915 §4.2.5).
	begun registry.Status
	// hidden marks commands whose effect need not show at the registry: its yes is enough.
	hidden bool
	// pendingIsDone marks commands whose "pending" answer (1001) is all that will come: a deletion that runs its course.
	pendingIsDone bool
}

// toDecide reports whether the registry shows that it has such a command still to decide.
func (k kind) toDecide(shown *registry.Registration) bool {
	return k.deciding != "" && shown != nil && shown.Has(k.deciding)
}

// halfDone reports whether the registry shows that it has taken such a command, has charged for it, and waits for the rest of it.
func (k kind) halfDone(seen *view) bool {
	return k.begun != "" && seen != nil && seen.shown != nil && seen.shown.Has(k.begun)
}

// kinds is the table. Adding a kind: one line here, its functions in a file beside.
var kinds = map[reseller.OrderKind]kind{
	reseller.OrderRegister: {send: sendRegister, find: findRegister, apply: applyRegister, bring: (*Service).bringLock},
	reseller.OrderTransfer: {send: sendTransfer, find: findTransfer, apply: applyTransfer, bring: (*Service).bringWishes, looks: true, moves: true},
	reseller.OrderRenew:    {send: sendRenew, find: findRenew, apply: applyRenew, ours: true, deciding: registry.StatusPendingRenew},
	reseller.OrderRestore:  {send: sendRestore, find: findRestore, apply: applyRestore, ours: true, begun: registry.StatusPendingRestore},

	reseller.OrderRelease: {send: sendRelease, find: findRelease, apply: applyRelease, exclusive: true, moves: true},
	reseller.OrderDelete:  {send: sendDelete, find: findDelete, apply: applyDelete, looks: true, exclusive: true, pendingIsDone: true},

	reseller.OrderNameservers: {send: sendNameservers, find: findNameservers, apply: applyNameservers, ours: true, unsigns: true, deciding: registry.StatusPendingUpdate},
	reseller.OrderContacts:    {send: sendContacts, find: findContacts, apply: applyContacts, ours: true, hidden: true, deciding: registry.StatusPendingUpdate},
	reseller.OrderLock:        {send: sendLock, find: findLock, apply: applyLock, ours: true, deciding: registry.StatusPendingUpdate},
	reseller.OrderHold:        {send: sendHold, find: findHold, apply: applyHold, ours: true, deciding: registry.StatusPendingUpdate},
	reseller.OrderDispute:     {send: sendDispute, find: findDispute, apply: applyDispute, ours: true, deciding: registry.StatusPendingUpdate},
	reseller.OrderPrivacy:     {send: sendPrivacy, find: findPrivacy, apply: applyPrivacy, ours: true, deciding: registry.StatusPendingUpdate},
	reseller.OrderDNSSEC:      {send: sendDNSSEC, find: findDNSSEC, apply: applyDNSSEC, ours: true, deciding: registry.StatusPendingUpdate},
	reseller.OrderHostCreate:  {send: sendHostCreate, find: findHost, apply: applyHost, ours: true, deciding: registry.StatusPendingUpdate},
	reseller.OrderHostModify:  {send: sendHostModify, find: findHost, apply: applyHost, ours: true, deciding: registry.StatusPendingUpdate},
	reseller.OrderHostDelete:  {send: sendHostDelete, find: findNoHost, apply: applyNoHost, ours: true, deciding: registry.StatusPendingUpdate, removes: true},
	reseller.OrderAuthCode:    {send: sendAuthCode, apply: applyNothing},

	reseller.OrderTransferCancel:  {send: sendTransferCancel, find: findTransferEnded, apply: applyNothing, exclusive: true, moves: true},
	reseller.OrderTransferApprove: {send: sendTransferApprove, find: findRelease, apply: applyTransferredAway, exclusive: true, moves: true},
	reseller.OrderTransferReject:  {send: sendTransferReject, find: findTransferEnded, apply: applyKept, exclusive: true, moves: true},
}

// applyNothing leaves the row alone.
func applyNothing(*reseller.Domain, order, effect, time.Time) {}
