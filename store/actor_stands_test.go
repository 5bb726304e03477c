package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"nameyard/reseller"
)

// present is a user who is signed in, as an actor.
func (h *house) present(account int64, email string, role reseller.UserRole) (reseller.User, reseller.Actor) {
	h.t.Helper()
	link := reseller.SignInLink{Hash: "link of " + email, Until: noon.Add(time.Hour)}
	u, err := h.AddUser(h.ctx, reseller.User{AccountID: account, Email: email, Role: role, Language: "en"}, link, reseller.Operator)
	ok(h.t, err)
	n := reseller.Session{Hash: "session of " + email, UserID: u.ID, CreatedAt: noon, SeenAt: noon, ProvedAt: noon}
	ok(h.t, h.UseSignInLink(h.ctx, link.Hash, n, u, reseller.Operator))
	return u, reseller.Actor{Name: "user " + email, Face: "panel", Caller: true, Stay: n.Stay(u)}
}

// together runs two things at once and gives their errors.
func together(one, two func() error) (first, second error) {
	var under sync.WaitGroup
	under.Go(func() { first = one() })
	second = two()
	under.Wait()
	return first, second
}

// An act and the removal of who acts do not pass each other by, however their transactions meet: what was done was done before, and what was refused left nothing.
func TestAnActAndTheRemovalOfItsActorTakeTurns(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("team@example.com", 0)
		for round := range 25 {
			email := fmt.Sprintf("p%d@example.com", round)
			u, by := h.present(a.ID, email, reseller.UserOwner)
			acted, removed := together(
				func() error {
					_, err := h.AddToken(h.ctx, reseller.Token{AccountID: a.ID, Name: email, Kind: reseller.TokenAPI}, "token of "+email, by)
					return err
				},
				func() error { return h.RemoveUser(h.ctx, u, reseller.Operator) },
			)
			ok(t, removed)
			if acted != nil && !errors.Is(acted, reseller.ErrSignedOut) {
				t.Fatal(acted)
			}
			made := must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, reseller.AuditSearch{Actor: by.Name, Page: reseller.Page{Limit: 10}}))
			gone := must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, reseller.AuditSearch{Objects: []string{email}, Page: reseller.Page{Limit: 1}}))
			if (acted == nil) != (len(made) == 1) || len(made) > 0 && made[0].ID > gone[0].ID {
				t.Fatalf("acted: %v; %v, and removed with %v", acted, made, gone)
			}
		}
	})
}

// Of two who take each other away at once, one is left.
func TestOfTwoWhoRemoveEachOtherOneIsLeft(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("team@example.com", 0)
		h.present(a.ID, "stays@example.com", reseller.UserOwner)
		for round := range 15 {
			anna, byAnna := h.present(a.ID, fmt.Sprintf("anna%d@example.com", round), reseller.UserOwner)
			bert, byBert := h.present(a.ID, fmt.Sprintf("bert%d@example.com", round), reseller.UserOwner)
			first, second := together(
				func() error { return h.LeaveTeam(h.ctx, bert, byAnna) },
				func() error { return h.LeaveTeam(h.ctx, anna, byBert) },
			)
			if (first == nil) == (second == nil) || !errors.Is(errors.Join(first, second), reseller.ErrSignedOut) {
				t.Fatalf("%v, and %v", first, second)
			}
		}
	})
}

// Whoever acts ends the own session with what is done: by leaving, by signing out elsewhere, by giving away what is the own.
func TestWhatEndsTheOwnSessionIsDone(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("team@example.com", 0)
		h.present(a.ID, "stays@example.com", reseller.UserOwner)
		for name, act := range map[string]func(reseller.User, reseller.Actor) error{
			"leaving": func(u reseller.User, by reseller.Actor) error { return h.LeaveTeam(h.ctx, u, by) },
			"a lower role": func(u reseller.User, by reseller.Actor) error {
				return h.SetUserRole(h.ctx, u, reseller.UserReadOnly, by)
			},
			"one's own reset": func(u reseller.User, by reseller.Actor) error {
				return h.ResetUser(h.ctx, u, reseller.SignInLink{Hash: "anew"}, by)
			},
			"all other places": func(u reseller.User, by reseller.Actor) error {
				return h.EndOtherSessions(h.ctx, u, "session of "+u.Email, by)
			},
			"another password": func(u reseller.User, by reseller.Actor) error {
				return h.SetPassword(h.ctx, u, reseller.Password{Hash: "x", TOTP: []byte("x")}, []string{"x"}, reseller.Making{Session: "session of " + u.Email}, by)
			},
		} {
			if err := act(h.present(a.ID, fmt.Sprintf("%x@example.com", name), reseller.UserOwner)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Tried out, an act is refused to who is signed in no more, and leaves nothing else behind.
func TestARehearsalIsRefusedToWhoIsSignedOut(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("team@example.com", 0)
		u, by := h.present(a.ID, "anna@example.com", reseller.UserOwner)
		rehearse := func() error {
			_, err := h.AddUser(reseller.Rehearse(h.ctx), reseller.User{AccountID: a.ID, Email: "b@example.com", Role: reseller.UserOwner}, reseller.SignInLink{Hash: "b"}, by)
			return err
		}
		ok(t, rehearse())
		ok(t, h.RemoveUser(h.ctx, u, reseller.Operator))
		if err := rehearse(); !errors.Is(err, reseller.ErrSignedOut) {
			t.Errorf("the rehearsal of who is gone: %v", err)
		}
	})
}
