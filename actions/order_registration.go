package actions

import (
	"context"
	"errors"

	"nameyard/orders"
	"nameyard/reseller"
)

// OrderRegistration asks for a name without waiting for the registry.
type OrderRegistration struct {
	Name        reseller.Name
	Years       int
	Nameservers []string          // none = the operator's
	Contacts    reseller.Contacts // none = the account's default contact as registrant
	Fields      Fields
	Privacy     *bool // nil = wherever the TLD has it
	AutoRenew   bool
	DNSSEC      *DNSSECWish // nil = as the operator has it for new names
}

// OrderedDomain is a name with the order that was placed for it.
type OrderedDomain struct {
	Ordered
	Listed
}

// OrderRegistration looks whether a name is free and places the order that registers it. It tells the order as it was placed,
// pending, whatever has become of it meanwhile: the name goes to active, or to failed, by itself.
func (s *Service) OrderRegistration(ctx context.Context, call Call, r OrderRegistration) (OrderedDomain, error) {
	rules, err := s.routes.Rules().Lookup(r.Name.TLD())
	if err != nil {
		return OrderedDomain{}, err
	}
	asked := RegisterDomain{
		Name: r.Name, Years: r.Years, Nameservers: r.Nameservers, Contacts: r.Contacts, Fields: r.Fields, Privacy: rules.Privacy,
		AutoRenew: r.AutoRenew, DNSManagement: true, EmailForwarding: true,
	}
	if r.Privacy != nil {
		asked.Privacy = *r.Privacy
	}
	desired, err := s.desiredRegistration(asked, rules, call.Caller.Account)
	if err != nil {
		return OrderedDomain{}, err
	}
	if err := s.signNew(r.Name, &desired, r.DNSSEC, rules); err != nil {
		return OrderedDomain{}, err
	}
	if err := s.mustBeFree(ctx, call, r.Name); err != nil {
		return OrderedDomain{}, err
	}
	result, err := s.orders.Buy(ctx, orders.Request{
		Caller: call.Caller, Key: call.Key, Kind: reseller.OrderRegister, Name: r.Name, Desired: desired,
	})
	if err != nil {
		return OrderedDomain{}, err
	}
	o := result.Order
	pending := reseller.Domain{
		ID: o.DomainID, AccountID: o.AccountID, Name: o.Name, State: reseller.DomainPendingRegister, Nameservers: o.Desired.Nameservers,
		AutoRenew: o.Desired.AutoRenew, CreatedAt: o.CreatedAt,
	}
	return OrderedDomain{Ordered{o, s.answersNowhere(r.Name, desired, rules)}, s.listed(pending, o)}, nil
}

// mustBeFree refuses a name that cannot be registered. A name that the account has or is getting passes: whether that is the
// same request again, package orders knows. So does a registry that does not answer: the order will find out.
func (s *Service) mustBeFree(ctx context.Context, call Call, name reseller.Name) error {
	if d, err := s.store.Domain(ctx, call.Caller.Account.ID, name); err == nil && d.State.Live() {
		return nil
	} else if err != nil && !errors.Is(err, reseller.ErrNotFound) {
		return err
	}
	found, err := s.check(ctx, name)
	switch {
	case reseller.IsKind(err, reseller.KindUnavailable):
		s.log.Warn("a name is ordered unchecked", "name", name.String(), "err", err)
		return nil
	case err != nil:
		return err
	case !found.Valid:
		return reseller.Invalid(reseller.PathName, "%s cannot be registered: %s", name, found.Reason)
	case !found.Free:
		return reseller.Errorf(reseller.KindConflict, reseller.CodeNotAvailable, "%s is not available; nothing was charged", name).In(reseller.PathName)
	case found.Premium:
		return premiumRefused(name).In(reseller.PathName)
	}
	return nil
}
