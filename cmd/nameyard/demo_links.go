package main

import (
	"context"

	"nameyard/app"
	"nameyard/demo"
	"nameyard/operator"
	"nameyard/reseller"
)

// demoLinks are the addresses that sign the demo's people in, once each.
type demoLinks struct {
	Panel    string `json:"panel"`
	Operator string `json:"operator"`
}

// panelLinks makes a link for the demo's reseller and one for its operator, and those two if they are not there.
func panelLinks(ctx context.Context, a *app.App, s *app.Server) (demoLinks, error) {
	users := operator.Users{Store: a.Store, Clock: a.Clock}
	owner, err := demoUser(ctx, users, operator.NewUser{Email: demo.Email, Account: demo.Email, Role: reseller.UserOwner})
	if err != nil {
		return demoLinks{}, err
	}
	staff, err := demoUser(ctx, users, operator.NewUser{Email: demo.OperatorEmail, Role: reseller.UserStaff})
	if err != nil {
		return demoLinks{}, err
	}
	at := s.PanelHere()
	return demoLinks{linkOf(at.Resellers, owner), linkOf(at.Operators, staff)}, nil
}

// demoUser gives a user of the demo a new link. One who was removed comes back.
func demoUser(ctx context.Context, users operator.Users, n operator.NewUser) (operator.Invited, error) {
	invited, err := users.Link(ctx, n.Email)
	if reseller.IsKind(err, reseller.KindNotFound) {
		return users.Add(ctx, n)
	}
	return invited, err
}
