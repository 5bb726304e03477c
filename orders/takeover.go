package orders

import (
	"context"
	"errors"

	"nameyard/registry"
	"nameyard/reseller"
)

// takeOver moves a name here from another account of ours, when its auth code and lock allow. The registry has nothing to
// do with it: no transfer, no year, no charge. In one transaction the giver's row closes and the taker's opens; both hear
// of it. The code is void afterwards.
func (d *Desk) takeOver(ctx context.Context, r Request, hash string, from reseller.Domain) (*reseller.Order, error) {
	rules, conn, err := d.routes.For(r.Name)
	if err != nil {
		return nil, err
	}
	if from.Locked {
		return nil, reseller.Errorf(reseller.KindConflict, reseller.CodeLocked, "%s is locked against transfers; its holder must unlock it first", r.Name)
	}
	checker, ok := conn.(registry.AuthCodeChecker)
	if !ok || !rules.AuthCode {
		return nil, notAvailable(r.Name)
	}
	if err := checker.CheckAuthCode(ctx, r.Name, r.AuthCode); err != nil {
		if refusal, no := registry.AsRefusal(err); no {
			return nil, reseller.Errorf(reseller.KindRefused, refusalCode(refusal), "%s", refusal.Words)
		}
		return nil, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "the registry of .%s does not answer; nothing was done, try again", r.Name.TLD()).Because(err)
	}
	o := d.newOrder(r, hash)
	o.Slot = ""
	moved, err := d.store.MoveDomain(ctx, reseller.DomainMove{From: from, Order: o})
	if errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrDuplicate) {
		return nil, nil // it changed meanwhile: decide again
	}
	if err != nil {
		return nil, err
	}
	if coder, ok := conn.(registry.AuthCoder); ok {
		if _, err := coder.NewAuthCode(ctx, moved.ClTRID(), r.Name); err != nil {
			d.log.Warn("the used auth code could not be voided", "name", r.Name.String(), "err", err)
		}
	}
	return &moved, nil
}
