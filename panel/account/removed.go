package account

import (
	"context"
	"errors"
	"fmt"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// removed shows a name that the account has taken out of its view: it goes on, and orders, invoices and mails lead here. unseen is the error of its own
// page, which stands if there is no such name.
func (p Pages) removed(ctx context.Context, v *visit.Visit, unseen error) (visit.Answer, error) {
	d, err := p.Actions.RemovedDomain(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
	if errors.Is(err, reseller.ErrNotFound) {
		return visit.Answer{}, unseen
	}
	if err != nil {
		return visit.Answer{}, err
	}
	stands, err := p.stands(ctx, v, d)
	return visit.Show("account/removed", d.Domain.Name.Unicode(), stands).With(page.Form{}), err
}

// takeBack brings a name back into the account's view.
func (p Pages) takeBack(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d, err := p.Actions.RestoreToAccount(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
	return visit.Go(fmt.Sprintf("/panel/domains/%d/", d.Domain.ID)), err
}
