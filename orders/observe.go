package orders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// observation is what is known of an order when it is decided about. What is nil was not asked for.
type observation struct {
	unserved  error // nobody serves the TLD: nothing can be asked
	takenOver bool  // see attempt

	restoredAt time.Time // when the backup was restored that the order is of
	logged     bool      // after a restore: the registry's log tells of its command

	still  *standstill // of its registry, where its command would be sent
	answer *answer     // to its command, sent by this worker
	view   *view       // a look at its name
	terms  *terms      // on which it may be sent again
	bought *purchases  // of its name, where it is deleted
}

// reply is what the registry's answer to the command has beside what it says; empty where none was sent.
func (o observation) reply() reseller.Reply {
	if o.answer == nil {
		return reseller.Reply{}
	}
	return o.answer.reply
}

// remains is what is known of a name after an order for it that is refused.
func (o observation) remains() effect {
	var e effect
	if o.answer != nil {
		e.receipt = o.answer.receipt
	}
	if o.view != nil {
		e.shown = o.view.shown
	}
	return e
}

// answer is the registry's answer to a command: it has confirmed or accepted it, has refused it, or nothing is known.
type answer struct {
	receipt registry.Receipt // of a refusal only what it has left behind
	refused *refusal
	failed  error // ErrUnreachable if the command certainly did not leave us
	reply   reseller.Reply
}

// refusal is the registry's no with our stable code, or a rule of ours that keeps a command from being sent.
type refusal struct {
	code, words string
	absent      bool // it does not have the object (2303)
	svTRID      string
}

// Error gives the words.
func (r *refusal) Error() string { return r.words }

// view is what the registry shows of a name: nil if it has none.
type view struct {
	shown *registry.Registration
	asked *word // what it says of the command, where what it shows does not tell; nil = it was not asked
	err   error // it could not be looked at, or not be asked; shown is of a look that succeeded
	late  bool  // it could not be asked about what it had accepted, at a time when an order that shows no effect would not be tried any more
}

// terms say whether a command may be sent again. On err the database did not answer, and that decides nothing.
type terms struct {
	priceHolds bool // the frozen price is still what the account pays, or on the unpaid invoice that the order pays
	left       bool // the name has left the account: whoever has it now would be hit
	unreadable bool // the auth code cannot be opened any more
	err        error
}

// observe sends an order's command if that has not been done, or looks what became of it, and reads from the books what else
// the decision depends on. Nothing else asks the registry or the books while an order is worked on.
func (s *Service) observe(a *attempt, now time.Time) observation {
	seen := observation{unserved: a.unserved, takenOver: a.takenOver}
	if a.unserved != nil {
		return seen
	}
	k, looks := kinds[a.Kind], a.State != reseller.OrderQueued
	if a.State == reseller.OrderSending && !a.takenOver {
		if seen.still = s.readStandstill(*a); seen.still != nil {
			return seen
		}
		seen.answer = s.send(*a)
		switch {
		case seen.answer.failed != nil:
			looks = false
		case seen.answer.refused != nil:
			looks = explained(a.order, *seen.answer.refused) || mayWait(a.order, *seen.answer.refused)
		default:
			looks = k.looks && (k.pendingIsDone || !seen.answer.receipt.Pending())
		}
	}
	unsent := a.unsent() && !a.restored
	ends := k.unsigns && a.expired(s.set, now) // and an attempt before the last one may have left something
	if looks && (!unsent || ends) && k.find != nil {
		seen.view = s.lookAndAsk(*a)
	}
	if seen.view != nil && seen.view.shown != nil && k.bring != nil && seen.view.proves(a.order, now).verdict == took {
		asked := seen.view.asked
		seen.view = k.bring(s, *a, seen.view)
		seen.view.asked = asked // what proved that the name came proves it still
	}
	if unsent || a.State == reseller.OrderUnknown && a.Settled(now, s.set.Settle) {
		seen.terms = s.readTerms(a)
		seen.still = s.readStandstill(*a)
	}
	if seen.view != nil {
		seen.bought = s.readPurchases(*a)
	}
	return seen
}

// send calls the registry once, with a deadline. A deadline that passes is an open outcome and never a refusal.
func (s *Service) send(a attempt) *answer {
	ctx, stop := context.WithTimeout(context.Background(), s.set.CallTimeout)
	defer stop()
	var receipt registry.Receipt
	err := s.stillMay(ctx, a)
	if err == nil {
		err = s.stillLeaves(ctx, a)
	}
	if err == nil {
		err = s.stillPromised(ctx, a)
	}
	if err == nil {
		err = s.publishFirst(ctx, a)
	}
	if err == nil {
		a.hosts, err = s.ownHosts(ctx, a)
	}
	var reply reseller.Reply
	if err == nil {
		a.deletedAt, err = s.deletedAt(ctx, a)
	}
	if err == nil {
		begun := s.clock.Wall()
		receipt, err = kinds[a.Kind].send(ctx, a)
		reply = reseller.Reply{SvTRID: receipt.SvTRID, Took: max(s.clock.Wall().Sub(begun).Round(time.Millisecond), time.Millisecond)}
	}
	if err == nil {
		return &answer{receipt: receipt, reply: reply}
	}
	if r := refusalOf(err); r != nil {
		reply.SvTRID = r.svTRID
		return &answer{refused: r, receipt: receipt, reply: reply}
	}
	s.log.Warn("outcome of an order is open", "order", a.ID, "kind", a.Kind, "name", a.Name.String(), "attempt", a.Attempt, "err", err)
	return &answer{failed: err, reply: reply}
}

// ownHosts are the child name servers of a name that is to be delegated to some of them: a registry without host objects takes their addresses
// with the delegation (RFC 5731 §1.1). Nothing has been sent when it fails.
func (s *Service) ownHosts(ctx context.Context, a attempt) ([]reseller.Host, error) {
	if a.Kind != reseller.OrderNameservers || !slices.ContainsFunc(a.Desired.Nameservers, a.Name.Subordinate) {
		return nil, nil
	}
	d, err := s.store.DomainByID(ctx, a.DomainID)
	if err != nil {
		return nil, errors.Join(registry.ErrUnreachable, err)
	}
	return d.Hosts, nil
}

// deletedAt is when the name of a restoration was deleted by us, which its registry may want to know (RFC 3915 §4.2.5). Nothing has been sent when it fails.
func (s *Service) deletedAt(ctx context.Context, a attempt) (time.Time, error) {
	if a.Kind != reseller.OrderRestore {
		return time.Time{}, nil
	}
	at, err := s.DeletedAt(ctx, a.DomainID)
	if err != nil {
		err = errors.Join(registry.ErrUnreachable, err)
	}
	return at, err
}

// DeletedAt is when a name was deleted by us; zero = it was not, or that deletion was undone. It is when its registry was told, and never later: how long a name can be restored counts
// from there, and what became of a deletion may be found out a day later.
func (s *Service) DeletedAt(ctx context.Context, domain int64) (time.Time, error) {
	last, err := found(s.store.LastChange(ctx, domain, deleteSubject))
	if err == nil && (last == nil || last.State != reseller.OrderDone) {
		return time.Time{}, nil
	}
	var bought []reseller.Order
	if err == nil {
		bought, err = s.store.HeldBy(ctx, domain)
	}
	switch {
	case err != nil:
		return time.Time{}, err
	case slices.ContainsFunc(bought, func(o reseller.Order) bool { return o.Kind == reseller.OrderRestore && o.ID > last.ID }):
		return time.Time{}, nil // that deletion was undone: its registry has put the name into redemption this time
	}
	if last.SentAt.IsZero() {
		return last.EndedAt, nil
	}
	return last.SentAt, nil
}

// look reads the registry's view of a name.
func (s *Service) look(a attempt) *view {
	ctx, stop := context.WithTimeout(context.Background(), s.set.CallTimeout)
	defer stop()
	shown, err := a.conn.Info(ctx, a.Name)
	switch {
	case errors.Is(err, registry.ErrNoSuchName):
		return &view{}
	case err != nil:
		s.log.Warn("cannot look at a name", "order", a.ID, "name", a.Name.String(), "err", err)
		return &view{err: fmt.Errorf("look at %s: %w", a.Name, err)}
	}
	if shown.Hidden && a.Kind == reseller.OrderRegister {
		return s.lookAtHidden(a)
	}
	return &view{shown: &shown}
}

// lookAtHidden says what it means for a registration that the registry has the name and does not show it to us: a registry shows its own
// registrar what it has, once a command that is under way has had its time.
func (s *Service) lookAtHidden(a attempt) *view {
	if !a.Settled(s.clock.Now(), s.set.Settle) {
		return &view{err: fmt.Errorf("look at %s: the registry does not show it yet, if it is ours", a.Name)}
	}
	return &view{shown: &registry.Registration{Name: a.Name}}
}

// refusalOf finds the registry's no in an error, and our stable code for it; nil if it is not a refusal.
func refusalOf(err error) *refusal {
	if ours := new(refusal); errors.As(err, &ours) {
		return ours
	}
	no, is := registry.AsRefusal(err)
	if !is {
		return nil
	}
	code := reseller.CodeRefused
	switch no.Code {
	case registry.CodeExists:
		code = reseller.CodeNotAvailable
	case registry.CodeBadAuthCode:
		code = reseller.CodeAuthCode
	case registry.CodeStatusProhibits, registry.CodePendingTransfer, registry.CodeNotPendingTransfer:
		code = reseller.CodeBadState
	}
	return &refusal{code, no.Words, no.Code == registry.CodeNoObject, no.SvTRID}
}

// readTerms reads whether a command may be sent again, and opens the auth code that goes with it.
func (s *Service) readTerms(a *attempt) *terms {
	ctx, stop := s.recordContext(context.Background())
	defer stop()
	var t terms
	if t.priceHolds, t.err = s.priceHolds(ctx, a.Order); t.err != nil {
		return &t
	}
	if a.Subject != "" {
		var domain reseller.Domain
		domain, t.err = s.store.DomainByID(ctx, a.DomainID)
		t.left = t.err == nil && !domain.State.Live()
	}
	if a.Kind == reseller.OrderTransfer && a.authCode == "" {
		t.unreadable, t.err = s.openAuthCode(ctx, a)
	}
	return &t
}

// openAuthCode opens the sealed auth code of a transfer, if it has one.
func (s *Service) openAuthCode(ctx context.Context, a *attempt) (unreadable bool, err error) {
	sealed, err := s.store.AuthCode(ctx, a.ID)
	if err != nil || len(sealed) == 0 {
		return false, err
	}
	if a.authCode, err = s.key.Open(sealed, reseller.AuthCodePurpose(a.ClTRIDBase)); err != nil {
		s.log.Error("an auth code cannot be opened", "order", a.ID, "err", err)
		return true, nil
	}
	return false, nil
}

// priceHolds reports whether an order's frozen price is still the account's, or is that of the unpaid invoice which it pays.
func (s *Service) priceHolds(ctx context.Context, o reseller.Order) (bool, error) {
	if o.Kind.Operation() == "" {
		return true, nil // it buys nothing
	}
	if o.Kind == reseller.OrderRenew {
		invoice, err := s.store.UnpaidInvoice(ctx, o.DomainID, o.PaidFrom)
		if err == nil && invoice.PaidBy(o) {
			return true, nil
		}
		if err != nil && !errors.Is(err, reseller.ErrNotFound) {
			return false, err
		}
	}
	account, err := s.store.Account(ctx, o.AccountID)
	if err != nil {
		return false, err
	}
	today, err := s.Cost(ctx, Request{Caller: reseller.Caller{Account: account}, Kind: o.Kind, Name: o.Name, Desired: o.Desired})
	if reseller.IsKind(err, reseller.KindInvalid) {
		return false, nil
	}
	return today.Charge.Net == o.Charge.Net, err
}
