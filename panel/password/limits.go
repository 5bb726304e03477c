package password

import (
	"context"
	"errors"
	"math"
	"net/netip"

	"nameyard/reseller"
)

// How often somebody may be wrong in an hour. A stranger who is wrong on purpose must not lock out whose e-mail address it is: the tight limit counts those of one
// neighbourhood, and the one of everybody together is wide. Codes alone are few enough to be guessed within the wide one, so they have a tight limit of their own,
// which nobody reaches without the password.
const (
	mostFromAddress = 100 // from an address: many people share one
	mostNearby      = 10  // as one user from a neighbourhood
	mostOfUser      = 100 // as one user from everywhere
	mostCodes       = 10  // codes with the right password of one user
)

// mostPasskeysAsked is how often passkeys may be asked for in an hour from an address by who is not signed in: each time waits in the database.
const mostPasskeysAsked = 300

// attempts are the counters of attempts to sign in from an address, and as a user unless email is empty. They are the same for addresses that are nobody's.
func attempts(from netip.Addr, email string) []reseller.Tries {
	list := []reseller.Tries{{Of: "sign-in from " + network(from), Most: mostFromAddress}}
	if email != "" {
		user := "sign-in as " + reseller.HashToken(email)
		list = append(list, reseller.Tries{Of: user + " near " + neighbourhood(from), Most: mostNearby}, reseller.Tries{Of: user, Most: mostOfUser})
	}
	return list
}

// codeGuesses are the counters of codes with the password of a user. Wrong passwords count beside them without a limit: the same work is done for them.
func codeGuesses(email string, right bool) []reseller.Tries {
	if !right {
		return []reseller.Tries{{Of: "passwords of " + reseller.HashToken(email), Most: math.MaxInt32}}
	}
	return []reseller.Tries{{Of: "codes of " + reseller.HashToken(email), Most: mostCodes}}
}

// codesLeft counts a code. If none may be tried any more, that is not told: it would tell that the password is right.
func (k *Keeper) codesLeft(ctx context.Context, of []reseller.Tries) (bool, error) {
	err := k.attempt(ctx, of)
	if errors.Is(err, ErrLimited) {
		return false, nil
	}
	return err == nil, err
}

// network is whom an address stands for: a customer of a provider has at least a /64 of IPv6.
func network(from netip.Addr) string { return within(from, 32, 64) }

// neighbourhood is the network of which one customer may have many addresses.
func neighbourhood(from netip.Addr) string { return within(from, 24, 56) }

// within is the network of an address, of so many bits of IPv4 or IPv6.
func within(from netip.Addr, bits4, bits6 int) string {
	whose, bits := from.Unmap().WithZone(""), bits4
	if whose.Is6() {
		bits = bits6
	}
	return netip.PrefixFrom(whose, bits).Masked().Addr().String()
}

// Attempt counts an attempt from an address, by other means than a password. Right takes it back. ErrLimited if there were too many.
func (k *Keeper) Attempt(ctx context.Context, from netip.Addr) error {
	return k.attempt(ctx, attempts(from, ""))
}

// Right takes an attempt back that was none.
func (k *Keeper) Right(ctx context.Context, from netip.Addr) error {
	return k.people.ReturnTry(ctx, attempts(from, ""))
}

// PasskeyAsked counts that a passkey was asked for from an address, by who is not signed in. ErrLimited if that was too often.
func (k *Keeper) PasskeyAsked(ctx context.Context, from netip.Addr) error {
	return k.attempt(ctx, []reseller.Tries{{Of: "passkeys asked for from " + network(from), Most: mostPasskeysAsked}})
}

func (k *Keeper) attempt(ctx context.Context, of []reseller.Tries) error {
	err := k.people.TakeTry(ctx, of)
	if errors.Is(err, reseller.ErrConflict) {
		return ErrLimited
	}
	return err
}
