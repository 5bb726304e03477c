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
func (d *Service) takeOver(ctx context.Context, r Request, hash string, from reseller.Domain) (*reseller.Order, error) {
	rules, conn, err := d.routes.For(r.Name)
	if err != nil {
		return nil, err
	}
	if from.Locked {
		return nil, reseller.Errorf(reseller.KindConflict, reseller.CodeLocked, "%s is locked against transfers; its holder must unlock it first", r.Name)
	}
	checker, checks := conn.(registry.AuthCodeChecker)
	if _, sets := conn.(registry.AuthInfoSetter); !checks || !sets || !rules.AuthCode {
		return nil, notAvailable(r.Name)
	}
	if err := checker.CheckAuthCode(ctx, r.Name, r.AuthCode); err != nil {
		if refusal, no := registry.AsRefusal(err); no {
			return nil, reseller.Errorf(reseller.KindRefused, refusalCode(refusal), "%s", refusal.Words)
		}
		return nil, unreachable(r.Name, err)
	}
	o := d.newOrder(r, hash)
	o.Subject = ""
	// Void first: a code that outlives the move would let the giver take the name back. A crash in between only burns a code.
	if _, err := conn.(registry.AuthInfoSetter).NewAuthCode(ctx, o.ClTRID(), r.Name); err != nil {
		return nil, unreachable(r.Name, err)
	}
	moved, err := d.store.MoveDomain(ctx, reseller.DomainMove{From: from, Order: o, Into: r.Adopt})
	if errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrDuplicate) {
		return nil, reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress,
			"%s was changed at this very moment; nothing was moved: ask its holder for a new auth code", r.Name)
	}
	if err != nil {
		return nil, err
	}
	d.fulfilWishes(ctx, r, moved)
	return &moved, nil
}

// fulfilWishes sets, as changes of their own, what the taker wished for with the transfer. They need not be waited for.
func (d *Service) fulfilWishes(ctx context.Context, r Request, moved reseller.Order) {
	domain, err := d.store.DomainByID(ctx, moved.DomainID)
	if err != nil {
		d.log.Error("the wishes of a transfer could not be set", "order", moved.ID, "err", err)
		return
	}
	wishes := map[reseller.OrderKind]reseller.Desired{}
	if len(r.Desired.Contacts) > 0 {
		wishes[reseller.OrderContacts] = reseller.Desired{Contacts: r.Desired.Contacts}
	}
	if len(r.Desired.Nameservers) > 0 {
		wishes[reseller.OrderNameservers] = reseller.Desired{Nameservers: r.Desired.Nameservers}
	}
	for kind, wish := range wishes {
		_, err := d.Change(ctx, Request{Caller: r.Caller, Kind: kind, Name: r.Name, Domain: &domain, Subject: string(kind), Desired: wish})
		if err != nil {
			d.log.Error("a wish of a transfer could not be set", "order", moved.ID, "kind", kind, "err", err)
		}
	}
}

func unreachable(name reseller.Name, cause error) error {
	return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
		"the registry of .%s does not answer; nothing was done, try again", name.TLD()).Because(cause)
}
