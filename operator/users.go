package operator

import (
	"context"
	"errors"
	"slices"
	"time"

	"nameyard/notices"
	"nameyard/reseller"
	"nameyard/store"
)

// Users are the people who sign in to the panel.
type Users struct {
	Store *store.Store
	Clock reseller.Clock
	// Notices mails links to those whom they sign in, where it can. nil: links are shown to whoever makes them.
	Notices *notices.Service
	By      string // e-mail address of the person who acts, for those mails; "" = not known
}

// How long links that sign in once are good, wall time: one that is shown, and an invitation that is mailed.
const (
	LinkLife       = 24 * time.Hour
	InvitationLife = 3 * 24 * time.Hour
)

// NewUser asks for a user.
type NewUser struct {
	Email    string
	Account  string // e-mail address of the account; "" = the operator's staff
	Role     reseller.UserRole
	Language string // "" = that of the account, or English
}

// Invited is a user with a link that signs in once. Its secret is shown this once; one that is mailed is known to nobody else.
type Invited struct {
	reseller.User
	Secret string    // "" = it is mailed
	Until  time.Time // wall time
}

// Check reports what is wrong with the request.
func (n NewUser) Check() error {
	switch {
	case !slices.Contains(reseller.UserRoles, n.Role):
		return invalid(PathRole, "%s is %q, it must be one of %s", PathRole, string(n.Role), wordsOf(reseller.UserRoles))
	case n.Role == reseller.UserStaff && n.Account != "":
		return invalid(PathRole, "%s is %q, which is for the operator's people: they have no account", PathRole, string(n.Role))
	case n.Role != reseller.UserStaff && n.Account == "":
		return invalid(PathRole, "%s is %q, which needs an account; the operator's people are %q", PathRole, string(n.Role), string(reseller.UserStaff))
	}
	_, err := reseller.CheckEmail(n.Email)
	return err
}

// Add makes a user, with a link for the first time.
func (u Users) Add(ctx context.Context, n NewUser) (Invited, error) {
	if err := n.Check(); err != nil {
		return Invited{}, err
	}
	email, err := accountEmail(n.Email)
	if err != nil {
		return Invited{}, err
	}
	user := reseller.User{Email: email, Role: n.Role, Language: n.Language}
	if n.Account != "" {
		account, err := Accounts{u.Store}.open(ctx, n.Account)
		if err != nil {
			return Invited{}, err
		}
		user.AccountID = account.ID
		if user.Language == "" {
			user.Language = account.Language
		}
	}
	if user.Language == "" {
		user.Language = "en"
	}
	invited, link, mails, err := u.newLink(ctx, notices.Invitation, user)
	if err != nil {
		return Invited{}, err
	}
	invited.User, err = u.Store.AddUser(ctx, user, link, reseller.OperatorIn(ctx), mails...)
	if errors.Is(err, reseller.ErrDuplicate) {
		return Invited{}, refused("%s is a user already; %s gives a new link", email, about(HintResetUser, email))
	}
	return invited, err
}

// newLink makes a link for a user, with the mail of a kind that takes it there, if mails do.
func (u Users) newLink(ctx context.Context, kind string, user reseller.User) (Invited, reseller.SignInLink, []reseller.Mail, error) {
	i := Invited{User: user, Until: u.Clock.Wall().Add(LinkLife)}
	if u.Notices != nil {
		until := i.Until
		if kind == notices.Invitation {
			until = u.Clock.Wall().Add(InvitationLife)
		}
		mailed, ok, err := u.Notices.LinkMail(ctx, kind, user, until, u.By)
		if err != nil {
			return i, reseller.SignInLink{}, nil, err
		}
		if ok {
			i.Until = until
			return i, reseller.SignInLink{Hash: mailed.Hash, Until: until}, []reseller.Mail{mailed.Mail}, nil
		}
	}
	i.Secret = reseller.NewToken()
	return i, reseller.SignInLink{Hash: reseller.HashToken(i.Secret), Until: i.Until}, nil, nil
}

// Of lists the users of an account by their e-mail addresses; of account 0, the operator's staff.
func (u Users) Of(ctx context.Context, account int64) ([]reseller.User, error) {
	return u.Store.AccountUsers(ctx, account)
}

// List lists everybody who may sign in.
func (u Users) List(ctx context.Context) ([]reseller.User, error) { return u.Store.Users(ctx) }

// find finds a user by e-mail address.
func (u Users) find(ctx context.Context, email string) (reseller.User, error) {
	clean, err := accountEmail(email)
	if err != nil {
		return reseller.User{}, err
	}
	user, err := u.Store.UserByEmail(ctx, clean)
	if errors.Is(err, reseller.ErrNotFound) {
		return user, notFound("there is no user %s; %s shows them", clean, HintListUsers)
	}
	return user, err
}

// Link makes a link that signs a user in once, in place of the one before. Whatever else the user signs in by stays.
func (u Users) Link(ctx context.Context, email string) (Invited, error) {
	user, err := u.find(ctx, email)
	if err != nil {
		return Invited{}, err
	}
	invited, link, mails, err := u.newLink(ctx, notices.Invitation, user)
	if err != nil {
		return Invited{}, err
	}
	return invited, u.gone(u.Store.AddSignInLink(ctx, user, link, reseller.OperatorIn(ctx), mails...), user)
}

// Reset takes away all that a user signs in by, ends the user's sessions, and makes a link to begin anew.
func (u Users) Reset(ctx context.Context, email string) (Invited, error) {
	user, err := u.find(ctx, email)
	if err != nil {
		return Invited{}, err
	}
	invited, link, mails, err := u.newLink(ctx, notices.SignInLink, user)
	if err != nil {
		return Invited{}, err
	}
	return invited, u.gone(u.Store.ResetUser(ctx, user, link, reseller.OperatorIn(ctx), mails...), user)
}

// Remove takes a user away. Its sessions end now.
func (u Users) Remove(ctx context.Context, email string) (reseller.User, error) {
	user, err := u.find(ctx, email)
	if err != nil {
		return user, err
	}
	return user, u.gone(u.Store.RemoveUser(ctx, user, reseller.OperatorIn(ctx)), user)
}

// gone tells of a user who was removed meanwhile.
func (Users) gone(err error, user reseller.User) error {
	if errors.Is(err, reseller.ErrConflict) {
		return notFound("there is no user %s any more; %s shows them", user.Email, HintListUsers)
	}
	return err
}
