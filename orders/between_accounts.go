package orders

import (
	"context"
	"errors"
	"maps"
	"slices"

	"nameyard/registry"
	"nameyard/reseller"
)

// takeOver moves a name here from another account of ours, when its auth code and lock allow. The registry has nothing to
// do with it: no transfer, no year, no charge. In one transaction the giver's row closes and the taker's opens, with what our name
// servers answer for it; both hear of it. The code is void from then on.
func (s *Service) takeOver(ctx context.Context, r Request, hash string, from reseller.Domain) (*reseller.Order, error) {
	rules, conn, err := s.routes.Of(from)
	if err != nil {
		return nil, err
	}
	if from.Locked {
		return nil, reseller.Errorf(reseller.KindConflict, reseller.CodeLocked, "%s is locked against transfers; its holder must unlock it first", r.Name)
	}
	if from.Dispute.Stands() {
		return nil, reseller.Errorf(reseller.KindConflict, reseller.CodeLocked, "%s is held where it is by its operator; nothing was done", r.Name)
	}
	checker, checks := conn.(registry.AuthCodeChecker)
	setter, sets := conn.(registry.AuthInfoSetter)
	if !checks || !sets || !rules.AuthCode {
		return nil, notAvailable(r.Name)
	}
	if err := s.registryWorks(ctx, rules); err != nil {
		return nil, unreachable(r.Name, err)
	}
	if err := s.checkAuthCode(ctx, checker, r, from); err != nil {
		return nil, err
	}
	changes, err := s.orderedWith(r, rules, from)
	if err != nil {
		return nil, err
	}
	o := s.newOrder(r, hash)
	o.Subject = ""
	// Void first: a code that outlives the move would let the giver take the name back. A crash in between only burns a code.
	if err := s.voidAuthCode(ctx, setter, o); err != nil {
		return nil, err
	}
	moved, err := s.store.MoveDomain(ctx, reseller.DomainMove{From: from, Order: o, Into: r.Adopt, Changes: changes, WithZone: s.answersFor(from)})
	if errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrDuplicate) {
		return nil, reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress,
			"%s was changed at this very moment; nothing was moved: ask its holder for a new auth code", r.Name)
	}
	if err != nil {
		return nil, err
	}
	s.nextChange(ctx, moved.DomainID)
	return &moved, nil
}

// answersFor reports whether name servers of ours are among those of a name.
func (s *Service) answersFor(d reseller.Domain) bool {
	return slices.ContainsFunc(d.Nameservers, func(host string) bool { return slices.Contains(s.servers, host) })
}

// orderedWith gives the changes that the taker ordered with a name, as orders of their own that follow the move. A holder and its
// number change together or not at all, here as in every other way.
func (s *Service) orderedWith(r Request, rules reseller.TLD, from reseller.Domain) ([]reseller.Order, error) {
	var changes []reseller.Order
	add := func(kind reseller.OrderKind, what reseller.Desired) error {
		hash, err := s.key.HashParams(what)
		if err == nil {
			changes = append(changes, s.newOrder(Request{
				Caller: r.Caller, Kind: kind, Name: r.Name, Subject: string(kind), Desired: what, Unattended: true,
			}, hash))
		}
		return err
	}
	contacts := reseller.Desired{Contacts: r.Desired.Contacts}
	if len(contacts.Contacts) == 0 {
		contacts.Contacts = from.Contacts
	}
	fields, err := rules.ChangeHolder(reseller.HolderChange{
		Was: from.Contacts[reseller.RoleRegistrant], Now: contacts.Contacts[reseller.RoleRegistrant], Named: len(r.Desired.Contacts) > 0,
		Had: from.Fields, Given: r.Desired.Fields,
	})
	if err != nil {
		return nil, err
	}
	if !maps.Equal(fields, from.Fields) {
		contacts.Fields = fields
	}
	if contacts.Fields != nil || !contacts.Contacts.Equal(from.Contacts) {
		if err := add(reseller.OrderContacts, contacts); err != nil {
			return nil, err
		}
	}
	if servers := r.Desired.Nameservers; len(servers) > 0 && !slices.Equal(servers, from.Nameservers) {
		if err := add(reseller.OrderNameservers, reseller.Desired{Nameservers: servers}); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// voidAuthCode has the registry set another auth code that nobody sees.
func (s *Service) voidAuthCode(ctx context.Context, conn registry.AuthInfoSetter, o reseller.Order) error {
	_, err := conn.NewAuthCode(ctx, o.ClTRID(), o.Name)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, registry.ErrUnknown):
		return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the registry of .%s was told to make the auth code void, and did not answer; the name was not moved and nothing was charged: "+
				"try again, and ask its holder for a new auth code if this one is refused", o.Name.TLD()).Because(err)
	}
	return unreachable(o.Name, err)
}

func unreachable(name reseller.Name, cause error) error {
	return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
		"the registry of .%s does not answer; nothing was done, try again", name.TLD()).Because(cause)
}
