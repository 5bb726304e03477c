package operator

import (
	"context"
	"errors"
	"slices"

	"nameyard/reseller"
)

// Team is the people of one account, or the operator's staff, as they manage it themselves. Unlike the command line they cannot take away the last who could.
type Team struct {
	Users
	Account reseller.Account // zero = the operator's staff
}

// Roles are the roles that people of the team may have.
func (t Team) Roles() []reseller.UserRole {
	if t.Account.ID == 0 {
		return []reseller.UserRole{reseller.UserStaff}
	}
	return slices.DeleteFunc(slices.Clone(reseller.UserRoles), func(r reseller.UserRole) bool { return r == reseller.UserStaff })
}

// List lists the people.
func (t Team) List(ctx context.Context) ([]reseller.User, error) { return t.Of(ctx, t.Account.ID) }

// Invite adds a person, with a link for the first time.
func (t Team) Invite(ctx context.Context, email string, role reseller.UserRole, language string) (Invited, error) {
	if !slices.Contains(t.Roles(), role) {
		return Invited{}, invalid(PathRole, "%s is %q, which nobody here can have", PathRole, string(role))
	}
	return t.Add(ctx, NewUser{Email: email, Account: t.Account.Email, Role: role, Language: language})
}

// Person finds one of the people.
func (t Team) Person(ctx context.Context, id int64) (reseller.User, error) {
	u, err := t.Store.AccountUser(ctx, t.Account.ID, id)
	if errors.Is(err, reseller.ErrNotFound) {
		return u, notFound("there is no such person here")
	}
	return u, err
}

// SetRole changes what a person may do. The person's sessions end.
func (t Team) SetRole(ctx context.Context, id int64, role reseller.UserRole) error {
	if !slices.Contains(t.Roles(), role) {
		return invalid(PathRole, "%s is %q, which nobody here can have", PathRole, string(role))
	}
	u, err := t.Person(ctx, id)
	if err != nil {
		return err
	}
	return t.told(t.Store.SetUserRole(ctx, u, role, reseller.OperatorIn(ctx)), u)
}

// Take takes a person away: an invitation that has not been used, too. Sessions end now.
func (t Team) Take(ctx context.Context, id int64) error {
	u, err := t.Person(ctx, id)
	if err != nil {
		return err
	}
	return t.told(t.Store.LeaveTeam(ctx, u, reseller.OperatorIn(ctx)), u)
}

// Begin takes away all that a person signs in by, and makes a link to begin anew.
func (t Team) Begin(ctx context.Context, id int64) (Invited, error) {
	u, err := t.Person(ctx, id)
	if err != nil {
		return Invited{}, err
	}
	return t.Reset(ctx, u.Email)
}

func (t Team) told(err error, u reseller.User) error {
	if errors.Is(err, reseller.ErrLastOwner) {
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s is the last who can change the team: have another sign in with that role first", u.Email)
	}
	return t.gone(err, u)
}
