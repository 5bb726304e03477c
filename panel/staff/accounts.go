package staff

import (
	"context"
	"errors"
	"net/http"

	"nameyard/panel/visit"
	"nameyard/reseller"
)

// accounts lists the resellers.
func (p Pages) accounts(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	list, err := p.Accounts.List(ctx)
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("staff/accounts", v.Say("staff.accounts"), list), nil
}

// view begins a look at the pages of an account, as its reseller sees them.
func (p Pages) view(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	account, err := p.Accounts.Store.Account(ctx, v.ID("id"))
	if errors.Is(err, reseller.ErrNotFound) {
		err = visit.NotFound()
	}
	if err != nil {
		return visit.Answer{}, err
	}
	cookie, err := p.Keeper.View(ctx, v.Request, v.User, account.ID, v.Actor())
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Answer{To: "/panel/", Cookies: []*http.Cookie{cookie}}, nil
}
