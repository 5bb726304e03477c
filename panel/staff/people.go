package staff

import (
	"context"
	"fmt"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/team"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// people are those who sign in for an account.
func (p Pages) people(v *visit.Visit, a reseller.Account) operator.Team {
	users := p.Users
	users.By = v.User.Email
	return operator.Team{Users: users, Account: a}
}

// inviteOwner gives an account somebody who may do all in it.
func (p Pages) inviteOwner(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.give(ctx, v, "owner", func(t operator.Team) (operator.Invited, error) {
		return t.Invite(v.Operating(ctx), v.Field("owner"), reseller.UserOwner, "")
	})
}

// newLink ends what somebody of an account signs in by, and gives a link to begin anew.
func (p Pages) newLink(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.give(ctx, v, "person", func(t operator.Team) (operator.Invited, error) { return t.Begin(v.Operating(ctx), v.ID("user")) })
}

// give gives somebody of an account a link. What is in its way is told on the page of the account, at a field.
func (p Pages) give(ctx context.Context, v *visit.Visit, field string, link func(operator.Team) (operator.Invited, error)) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	made, err := link(p.people(v, a))
	form := v.Typed("owner")
	if reseller.IsKind(err, reseller.KindLimited) {
		form.Errors[field] = v.Say("team.limited")
	}
	if form.Wrong() || tell(v, &form, err, beside(field)) {
		return p.showAccount(ctx, v, a, form)
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return team.Given(v, made, fmt.Sprintf("/operator/accounts/%d/", a.ID)), nil
}

// revokeToken ends a token of an account at once.
func (p Pages) revokeToken(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	_, err = p.Tokens.Revoke(v.Operating(ctx), a.Email, v.ID("token"))
	form := page.Form{}
	if tell(v, &form, err, beside("person")) {
		return p.showAccount(ctx, v, a, form)
	}
	return visit.Go(fmt.Sprintf("/operator/accounts/%d/", a.ID)), err
}
