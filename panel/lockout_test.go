package panel_test

import (
	"errors"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/panel/password"
	"nameyard/reseller"
)

// guesser tries to sign in from wherever it is told to.
type guesser struct {
	*world
	keeper *password.Keeper
}

func (g guesser) tries(from, email, text, code string) error {
	by := reseller.Actor{Name: "nobody", Address: netip.MustParseAddr(from)}
	_, _, err := g.keeper.Prove(g.Context(), password.Given{Email: email, Password: text, Code: code}, by)
	return err
}

// sets gives a user a password, and gives the secret of its codes.
func (g guesser) sets(u reseller.User) (secret string) {
	g.Helper()
	enrolment, err := g.keeper.Enrol(g.Context(), u)
	g.Must(err)
	_, _, err = g.keeper.Set(g.Context(), u, enrolment.ID, spoken, g.code(enrolment.Secret), reseller.Making{Session: g.stay(u)}, reseller.Operator)
	g.Must(err)
	return enrolment.Secret
}

// A stranger who is wrong on purpose locks out the neighbourhood of its own address, and everybody only after a hundred; addresses that are nobody's answer alike, and who is
// right is never counted.
func TestAStrangerLocksNobodyOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	const anna, home = "anna@example.com", "192.0.2.7"
	g := guesser{w, password.New(w.Store, w.Notices, w.Clock, w.Key, "x").WithCost(password.Cost{MemoryKiB: 64, Passes: 1})} // it guesses hundreds of times
	secret := g.sets(w.signIn(anna, reseller.UserOwner, "en").user)
	right := func(from string) error {
		w.Clock.Move(30 * time.Second)
		return g.tries(from, anna, spoken, w.code(secret))
	}
	refusals := func(email string, from ...string) (count int) {
		for _, address := range from {
			for errors.Is(g.tries(address, email, "wrong", "000000"), password.ErrNotProved) {
				count++
			}
			if err := g.tries(address, email, "wrong", "000000"); !errors.Is(err, password.ErrLimited) {
				t.Errorf("%s from %s: %v", email, address, err)
			}
		}
		return count
	}
	for _, email := range []string{anna, "nobody@example.com"} {
		if n := refusals(email, "198.51.100.1"); n != 10 {
			t.Errorf("%s may be wrong %d times from one address", email, n)
		}
		if n := refusals(email, "198.51.100.2", "2001:db8:0:1::1", "2001:db8:0:2::1"); n != 10 {
			t.Errorf("%s may be wrong %d times more nearby, and from one customer's networks", email, n)
		}
	}
	for range 3 {
		w.Must(right(home))
	}
	if err := right("198.51.100.3"); !errors.Is(err, password.ErrLimited) {
		t.Errorf("who is right, near who guesses: %v", err)
	}
	for _, email := range []string{anna, "nobody@example.com"} {
		var everywhere []string
		for n := range 9 {
			everywhere = append(everywhere, fmt.Sprintf("203.0.%d.1", n))
		}
		if n := refusals(email, everywhere...); n != 80 {
			t.Errorf("%s may be wrong %d times more from everywhere", email, n)
		}
	}
	if err := right(home); !errors.Is(err, password.ErrLimited) {
		t.Errorf("after a hundred: %v", err)
	}
	w.Clock.Move(61 * time.Minute)
	w.Must(right(home))
}

// Whoever has the password has ten codes an hour, wherever they come from, and is not told that they are used up.
func TestCodesAreNotGuessedFromManyAddresses(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		const anna = "anna@example.com"
		secret, recovery := w.signIn(anna, reseller.UserOwner, "en").setPassword(spoken)
		g := guesser{w, password.New(w.Store, w.Notices, w.Clock, w.Key, "x")}
		w.Clock.Move(time.Minute)
		for n := range 10 {
			if err := g.tries(fmt.Sprintf("203.0.%d.1", n), anna, spoken, "no-code"); !errors.Is(err, password.ErrNotProved) {
				t.Errorf("code %d: %v", n, err)
			}
		}
		for _, code := range []string{w.code(secret), recovery} {
			if err := g.tries("203.0.113.1", anna, spoken, code); !errors.Is(err, password.ErrNotProved) {
				t.Errorf("a good code after ten: %v", err)
			}
		}
		w.Clock.Move(61 * time.Minute)
		w.Must(g.tries("203.0.113.1", anna, spoken, w.code(secret)))
		w.Must(g.tries("203.0.113.1", anna, spoken, recovery)) // it was not used up
	})
}
