package actions

import (
	"context"
	"errors"
	"time"

	"nameyard/orders"
	"nameyard/reseller"
)

// NoteTransfer asks for an id for a name that is to be transferred in.
type NoteTransfer struct {
	Name reseller.Name
}

// NoteTransfer gives a name an id before its auth code is there. It reserves nothing and costs nothing. A name whose transfer
// is noted, pending, or failed last time keeps its id.
func (s *Service) NoteTransfer(ctx context.Context, call Call, r NoteTransfer) (Listed, error) {
	rules, err := s.routes.Rules().Lookup(r.Name.TLD())
	if err != nil {
		return Listed{}, err
	}
	if rules.TransferBy != "code" {
		return Listed{}, reseller.NotSupported(rules.Name, "a transfer with an auth code")
	}
	d, err := s.store.Domain(ctx, call.Caller.Account.ID, r.Name)
	switch {
	case err == nil && d.State.Held():
		return Listed{}, reseller.Errorf(reseller.KindConflict, reseller.CodeNotAvailable, "%s is in this account already; nothing was charged", r.Name).In(reseller.PathName)
	case err == nil && d.State.Live():
		return s.pendingListed(ctx, d)
	case err != nil && !errors.Is(err, reseller.ErrNotFound):
		return Listed{}, err
	}
	draft, err := s.store.AddDraft(ctx, call.Caller.Account.ID, r.Name, call.actor())
	if err != nil {
		return Listed{}, err
	}
	return s.listed(draft, reseller.Order{}), nil
}

func (s *Service) pendingListed(ctx context.Context, d reseller.Domain) (Listed, error) {
	placed, err := s.pendingOrders(ctx, []reseller.Domain{d})
	return s.listed(d, placed[d.ID]), err
}

// OrderTransfer starts the transfer of a name that has an id: one that was noted, or one whose transfer failed. The row of a name
// that the account had before keeps its facts; the name gets a new id then.
type OrderTransfer struct {
	ID        int64
	AuthCode  string
	AutoRenew bool
}

// OrderedTransfer is a transfer as it was begun.
type OrderedTransfer struct {
	Ordered
	Name      reseller.Name
	Completed bool      // the name is here already
	Estimated time.Time // when it will be
	Years     int       // what it adds
}

// transferSlack is what the parties take besides the losing registrar's time.
const transferSlack = 2 // days

// OrderTransfer sends the request to the registry and waits for what it says at once: a wrong code or a lock there is an error.
// That the losing registrar takes days is none.
func (s *Service) OrderTransfer(ctx context.Context, call Call, r OrderTransfer) (OrderedTransfer, error) {
	d, err := s.domainByID(ctx, call, r.ID)
	if err != nil {
		return OrderedTransfer{}, err
	}
	rules, err := s.routes.Rules().Lookup(d.Name.TLD())
	if err != nil {
		return OrderedTransfer{}, err
	}
	if r.AuthCode, err = checkAuthCode(r.AuthCode, rules); err != nil {
		return OrderedTransfer{}, err
	}
	desired, err := desiredTransfer(TransferDomain{Name: d.Name, AutoRenew: r.AutoRenew, DNSManagement: true, EmailForwarding: true}, rules)
	if err != nil {
		return OrderedTransfer{}, err
	}
	request := orders.Request{Kind: reseller.OrderTransfer, Name: d.Name, Desired: desired, AuthCode: r.AuthCode}
	switch {
	case d.State.Held():
		return OrderedTransfer{}, reseller.Errorf(reseller.KindConflict, reseller.CodeNotAvailable, "%s is in this account already; nothing was charged", d.Name).In(reseller.PathID)
	case d.NeverHeld():
		request.Adopt = &d
	}
	placed, err := pendingIsSuccess(s.buy(ctx, call, request))
	begun := OrderedTransfer{
		Ordered: placed, Name: d.Name, Completed: placed.Order.State == reseller.OrderDone, Years: rules.TransferYears,
		Estimated: placed.Order.CreatedAt,
	}
	if !begun.Completed {
		begun.Estimated = begun.Estimated.Add(reseller.Days(rules.TransferDays + transferSlack))
	}
	return begun, err
}
