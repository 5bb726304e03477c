// Package session knows who is signed in. The browser holds 256 random bits in a cookie, the store their SHA-256 and whose they are: a
// copy of the database signs nobody in. A session ends 12 hours after its last use and 7 days after it began.
package session

import (
	"context"
	"errors"
	"net/http"
	"time"

	"nameyard/reseller"
)

// How long sessions last, wall time.
const (
	Idle    = 12 * time.Hour
	Longest = 7 * 24 * time.Hour

	seenEvery = time.Minute // how exactly the last use is kept
)

// People is where users and their sessions are kept.
type People interface {
	UserSession(ctx context.Context, hash string) (reseller.Session, reseller.User, error)
	AddUserSession(ctx context.Context, n reseller.Session, u reseller.User, p reseller.Proof, by reseller.Actor) error
	SeeUserSession(ctx context.Context, hash string, at time.Time) error
	RenewUserSession(ctx context.Context, old, n reseller.Session, u reseller.User, p reseller.Proof, by reseller.Actor) error
	EndUserSession(ctx context.Context, n reseller.Session, u reseller.User, by reseller.Actor) error
	LinkedUser(ctx context.Context, hash string) (reseller.User, error)
	UseSignInLink(ctx context.Context, hash string, n reseller.Session, u reseller.User, by reseller.Actor) error
	Account(ctx context.Context, id int64) (reseller.Account, error)
}

// Keeper begins, finds and ends sessions. It is safe for concurrent use.
type Keeper struct {
	People People
	Clock  reseller.Clock
}

// Signed is somebody who is signed in.
type Signed struct {
	Session reseller.Session
	User    reseller.User
	Account reseller.Account // zero for staff, unless it looks at an account
}

// ErrNobody says that nobody is signed in.
var ErrNobody = errors.New("nobody is signed in")

// Find finds who has sent a request to a side of the panel ("/panel" or "/operator"). ErrNobody if nobody is signed in there.
func (k Keeper) Find(ctx context.Context, r *http.Request, side string) (Signed, error) {
	cookie, err := r.Cookie(cookieName(r, side))
	if err != nil || cookie.Value == "" {
		return Signed{}, ErrNobody
	}
	n, u, err := k.People.UserSession(ctx, reseller.HashToken(cookie.Value))
	if errors.Is(err, reseller.ErrNotFound) {
		return Signed{}, ErrNobody
	}
	if err != nil {
		return Signed{}, err
	}
	now := k.Clock.Wall()
	if !now.Before(n.SeenAt.Add(Idle)) || !now.Before(n.CreatedAt.Add(Longest)) || sideOf(n, u) != side {
		return Signed{}, ErrNobody
	}
	if now.Sub(n.SeenAt) >= seenEvery {
		if err := k.People.SeeUserSession(ctx, n.Hash, now); err != nil {
			return Signed{}, err
		}
	}
	signed := Signed{Session: n, User: u}
	if id := max(u.AccountID, n.ViewAs); id != 0 {
		signed.Account, err = k.People.Account(ctx, id)
	}
	return signed, err
}

// sideOf is the side of the panel that a session opens.
func sideOf(n reseller.Session, u reseller.User) string {
	if n.ViewAs != 0 {
		return "/panel"
	}
	return Side(u)
}

// Side is the side of the panel where a user signs in.
func Side(u reseller.User) string {
	if u.Staff() {
		return "/operator"
	}
	return "/panel"
}

// Begin begins a session of a user who has proved who it is. It gives the cookie. reseller.ErrConflict if the proof stands no more.
func (k Keeper) Begin(ctx context.Context, r *http.Request, u reseller.User, p reseller.Proof, by reseller.Actor) (*http.Cookie, error) {
	n, cookie := k.begun(r, u, 0, by)
	return cookie, k.People.AddUserSession(ctx, n, u, p, by)
}

// View begins a session in which staff looks at the pages of an account: no longer than its own, which began when that did. It gives the cookie.
func (k Keeper) View(ctx context.Context, r *http.Request, staff Signed, account int64, by reseller.Actor) (*http.Cookie, error) {
	n, cookie := k.begun(r, staff.User, account, by)
	n.CreatedAt, n.BegunFrom = staff.Session.CreatedAt, staff.Session.Hash
	return cookie, k.People.AddUserSession(ctx, n, staff.User, reseller.Proof{Session: staff.Session.Hash}, by)
}

// Together begins a session of a user that keep has to keep, with something else. It gives the cookie.
func (k Keeper) Together(r *http.Request, u reseller.User, by reseller.Actor, keep func(reseller.Session) error) (*http.Cookie, error) {
	n, cookie := k.begun(r, u, 0, by)
	return cookie, keep(n)
}

// Linked finds the user whom a link would sign in. reseller.ErrNotFound if it was used, or is over.
func (k Keeper) Linked(ctx context.Context, secret string) (reseller.User, error) {
	return k.People.LinkedUser(ctx, reseller.HashToken(secret))
}

// ByLink begins the session of a link, which is used up by it. reseller.ErrConflict if it is over.
func (k Keeper) ByLink(ctx context.Context, r *http.Request, secret string, u reseller.User, by reseller.Actor) (*http.Cookie, error) {
	n, cookie := k.begun(r, u, 0, by)
	return cookie, k.People.UseSignInLink(ctx, reseller.HashToken(secret), n, u, by)
}

// Next is a session as it goes on under another token, its user having proved who it is, and its cookie. It is not kept.
func (k Keeper) Next(r *http.Request, s Signed) (reseller.Session, *http.Cookie) {
	secret, n := reseller.NewToken(), s.Session
	n.Hash, n.ProvedAt = reseller.HashToken(secret), k.Clock.Wall()
	return n, cookie(r, sideOf(n, s.User), secret)
}

// Renew goes on with a session under another token, of somebody who has proved again who it is. It gives the session as it is then, and the cookie.
// reseller.ErrConflict if the proof stands no more, or the session has ended.
func (k Keeper) Renew(ctx context.Context, r *http.Request, s Signed, p reseller.Proof, by reseller.Actor) (reseller.Session, *http.Cookie, error) {
	n, cookie := k.Next(r, s)
	return n, cookie, k.People.RenewUserSession(ctx, s.Session, n, s.User, p, by)
}

// End ends a session. It gives the cookie that takes the browser's away.
func (k Keeper) End(ctx context.Context, r *http.Request, side string, s Signed, by reseller.Actor) (*http.Cookie, error) {
	gone := cookie(r, side, "")
	gone.MaxAge = -1
	return gone, k.People.EndUserSession(ctx, s.Session, s.User, by)
}

func (k Keeper) begun(r *http.Request, u reseller.User, viewAs int64, by reseller.Actor) (reseller.Session, *http.Cookie) {
	secret, now := reseller.NewToken(), k.Clock.Wall()
	n := reseller.Session{Hash: reseller.HashToken(secret), UserID: u.ID, ViewAs: viewAs, CreatedAt: now, SeenAt: now, ProvedAt: now}
	if by.Address.IsValid() {
		n.Address = by.Address.String()
	}
	return n, cookie(r, sideOf(n, u), secret)
}
