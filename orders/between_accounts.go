package orders

import (
	"context"
	"errors"

	"nameyard/registry"
	"nameyard/reseller"
)

// takeOver moves a name here from another account of ours, when its auth code and lock allow. The registry has nothing to
// do with it: no transfer, no year, no charge. In one transaction the giver's row closes and the taker's opens; both hear
// of it. The code is void from then on.
func (s *Service) takeOver(ctx context.Context, r Request, hash string, from reseller.Domain) (*reseller.Order, error) {
	rules, conn, err := s.routes.For(r.Name)
	if err != nil {
		return nil, err
	}
	if from.Locked {
		return nil, reseller.Errorf(reseller.KindConflict, reseller.CodeLocked, "%s is locked against transfers; its holder must unlock it first", r.Name)
	}
	checker, checks := conn.(registry.AuthCodeChecker)
	setter, sets := conn.(registry.AuthInfoSetter)
	if !checks || !sets || !rules.AuthCode {
		return nil, notAvailable(r.Name)
	}
	if err := s.checkAuthCode(ctx, checker, r.Name, r.AuthCode); err != nil {
		return nil, err
	}
	o := s.newOrder(r, hash)
	o.Subject = ""
	// Void first: a code that outlives the move would let the giver take the name back. A crash in between only burns a code.
	if err := s.voidAuthCode(ctx, setter, o); err != nil {
		return nil, err
	}
	moved, err := s.store.MoveDomain(ctx, reseller.DomainMove{From: from, Order: o, Into: r.Adopt})
	if errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrDuplicate) {
		return nil, reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress,
			"%s was changed at this very moment; nothing was moved: ask its holder for a new auth code", r.Name)
	}
	if err != nil {
		return nil, err
	}
	s.setDesired(ctx, r, moved)
	return &moved, nil
}

// setDesired sets, as changes of their own, what the taker ordered with the transfer. They need not be waited for.
func (s *Service) setDesired(ctx context.Context, r Request, moved reseller.Order) {
	domain, err := s.store.DomainByID(ctx, moved.DomainID)
	if err != nil {
		s.log.Error("what was ordered with a transfer could not be set", "order", moved.ID, "err", err)
		return
	}
	desired := map[reseller.OrderKind]reseller.Desired{}
	if len(r.Desired.Contacts) > 0 {
		desired[reseller.OrderContacts] = reseller.Desired{Contacts: r.Desired.Contacts}
	}
	if len(r.Desired.Nameservers) > 0 {
		desired[reseller.OrderNameservers] = reseller.Desired{Nameservers: r.Desired.Nameservers}
	}
	for kind, what := range desired {
		_, err := s.Change(ctx, Request{Caller: r.Caller, Kind: kind, Name: r.Name, Domain: &domain, Subject: string(kind), Desired: what})
		if err != nil {
			s.log.Error("what was ordered with a transfer could not be set", "order", moved.ID, "kind", kind, "err", err)
		}
	}
}

// checkAuthCode asks the registry whether an auth code is the name's. It refuses if not.
func (s *Service) checkAuthCode(ctx context.Context, conn registry.AuthCodeChecker, name reseller.Name, code string) error {
	err := conn.CheckAuthCode(ctx, name, code)
	if no := refusalOf(err); no != nil {
		return reseller.Errorf(reseller.KindRefused, no.code, "%s", no.words)
	}
	if err != nil {
		return unreachable(name, err)
	}
	return nil
}

// voidAuthCode has the registry set another auth code that nobody sees.
func (s *Service) voidAuthCode(ctx context.Context, conn registry.AuthInfoSetter, o reseller.Order) error {
	if _, err := conn.NewAuthCode(ctx, o.ClTRID(), o.Name); err != nil {
		return unreachable(o.Name, err)
	}
	return nil
}

func unreachable(name reseller.Name, cause error) error {
	return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
		"the registry of .%s does not answer; nothing was done, try again", name.TLD()).Because(cause)
}
