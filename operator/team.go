package operator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"nameyard/notices"
	"nameyard/reseller"
)

// Team is the people of one account, or the operator's staff, as they manage it themselves. Unlike the command line they cannot take away the last who could.
type Team struct {
	Users
	Account reseller.Account // zero = the operator's staff
}

// Mails reports whether links reach people of the team by mail; else they are shown to whoever gives them.
func (t Team) Mails() bool {
	return t.Notices != nil && t.Notices.MailsLinks(notices.Invitation, t.Account.ID == 0)
}

// Roles are the roles that people of the team may have.
func (t Team) Roles() []reseller.UserRole {
	if t.Account.ID == 0 {
		return []reseller.UserRole{reseller.UserStaff}
	}
	return slices.DeleteFunc(slices.Clone(reseller.UserRoles), func(r reseller.UserRole) bool { return r == reseller.UserStaff })
}

// Member is a person of a team.
type Member struct {
	reseller.User
	LinkUntil time.Time // of a link that has not been used, wall time; zero = there is none
}

// List lists the people.
func (t Team) List(ctx context.Context) ([]Member, error) {
	users, err := t.Of(ctx, t.Account.ID)
	if err != nil {
		return nil, err
	}
	links, err := t.Store.SignInLinks(ctx, t.Account.ID)
	list := make([]Member, len(users))
	for i, u := range users {
		list[i].User = u
		for _, l := range links {
			if l.UserID == u.ID {
				list[i].LinkUntil = l.Until
			}
		}
	}
	return list, err
}

// How many links may be given in an hour, by a team and to one address, and how many invited people may be in a team who have never signed in: mails
// go to strangers.
const (
	mostLinks      = 20
	mostLinksTo    = 5
	mostNeverSeen  = 25
	tooManyLinks   = "too many links were given in the last hour: at most %d by a team, and %d to one address; nothing was sent"
	tooManyNeverIn = "%d people who were invited have never signed in, more may not wait at a time: take some invitations back first"
)

// countLink counts a link that is given to an address.
func (t Team) countLink(ctx context.Context, email string) error {
	err := t.Store.TakeTry(ctx, []reseller.Tries{
		{Of: fmt.Sprintf("links given by team %d", t.Account.ID), Most: mostLinks},
		{Of: "links given to " + reseller.HashToken(email), Most: mostLinksTo},
	})
	if errors.Is(err, reseller.ErrConflict) {
		return reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited, tooManyLinks, mostLinks, mostLinksTo)
	}
	return err
}

// Invite adds a person, with a link for the first time.
func (t Team) Invite(ctx context.Context, email string, role reseller.UserRole, language string) (Invited, error) {
	var bad reseller.Faults
	if !slices.Contains(t.Roles(), role) {
		bad.Add(invalid(PathRole, "%s is %q, which nobody here can have", PathRole, string(role)))
	}
	clean, err := accountEmail(email)
	bad.Add(err)
	if err := bad.Err(); err != nil {
		return Invited{}, err
	}
	users, err := t.Of(ctx, t.Account.ID)
	if err != nil {
		return Invited{}, err
	}
	if waiting := neverSeen(users); waiting >= mostNeverSeen {
		return Invited{}, reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited, tooManyNeverIn, waiting)
	}
	if err := t.countLink(ctx, clean); err != nil {
		return Invited{}, err
	}
	return t.Add(ctx, NewUser{Email: clean, Account: t.Account.Email, Role: role, Language: language})
}

func neverSeen(users []reseller.User) int {
	count := 0
	for _, u := range users {
		if u.LastSeen.IsZero() {
			count++
		}
	}
	return count
}

// InviteAgain gives a person who has never signed in another link, in place of the one before.
func (t Team) InviteAgain(ctx context.Context, id int64) (Invited, error) {
	u, err := t.Person(ctx, id)
	if err != nil {
		return Invited{}, err
	}
	if !u.LastSeen.IsZero() {
		return Invited{}, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s has signed in meanwhile, and needs no invitation", u.Email)
	}
	if err := t.countLink(ctx, u.Email); err != nil {
		return Invited{}, err
	}
	return t.Link(ctx, u.Email)
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
	if err := t.countLink(ctx, u.Email); err != nil {
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
