// Package password signs people in where there is no passkey: with a password (Argon2id), a code that changes every half minute (TOTP,
// RFC 6238) from an app on another device, and recovery codes for the day on which that device is lost. None of them is enough alone.
package password

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"nameyard/reseller"
)

// People is where passwords are kept, and how often somebody was not let in.
type People interface {
	UserByEmail(ctx context.Context, email string) (reseller.User, error)
	Password(ctx context.Context, user int64) (reseller.Password, int, error)
	SetPassword(ctx context.Context, u reseller.User, p reseller.Password, codes []string, m reseller.Making, by reseller.Actor, mails ...reseller.Mail) error
	AskPassword(ctx context.Context, a reseller.PasswordAsk) error
	ResettingUser(ctx context.Context, hash string) (reseller.User, error)
	ResetPassword(ctx context.Context, u reseller.User, r reseller.PasswordReset, n reseller.Session, by reseller.Actor, mails ...reseller.Mail) error
	SetRecoveryCodes(ctx context.Context, u reseller.User, codes []string, session string, by reseller.Actor) error
	RemovePassword(ctx context.Context, u reseller.User, stays string, by reseller.Actor) error
	UseTOTP(ctx context.Context, user, step int64) error
	UseRecoveryCode(ctx context.Context, user int64, hash string) error
	RecordRefusedSignIn(ctx context.Context, u reseller.User, how string, by reseller.Actor) error
	TakeTry(ctx context.Context, of []reseller.Tries) error
	ReturnTry(ctx context.Context, of []reseller.Tries) error
	AddChallenge(ctx context.Context, user int64, hash string, body []byte, until time.Time) error
	TakeChallenge(ctx context.Context, hash string) ([]byte, error)
}

// Keeper proves who somebody is, and changes what that is proved by. It is safe for concurrent use.
type Keeper struct {
	people People
	mails  Mails
	clock  reseller.Clock
	key    *reseller.SecretKey
	brand  string
	cost   Cost          // of new hashes
	turns  chan struct{} // each hash takes memory, and anybody can ask for one
}

// New makes a Keeper. brand is what apps call the codes.
func New(people People, mails Mails, clock reseller.Clock, key *reseller.SecretKey, brand string) *Keeper {
	return &Keeper{people, mails, clock, key, brand, recommended, make(chan struct{}, hashesAtOnce)}
}

// WithCost is a Keeper as k whose hashes cost so much. Only a test wants them to cost less.
func (k *Keeper) WithCost(c Cost) *Keeper {
	other := *k
	other.cost = c
	return &other
}

// Why somebody is not let in. Which of the three was wrong is not said.
var (
	ErrNotProved = errors.New("the e-mail address, the password or the code is wrong")
	ErrLimited   = errors.New("too many wrong attempts in an hour")
)

// Given is what somebody has typed to sign in.
type Given struct {
	Email, Password, Code string // Code of the app, or a recovery code
}

// Prove finds whose e-mail address, password and code these are, and gives the proof. A code is used up by it. ErrNotProved if they are nobody's, with the
// same work done whatever was wrong; ErrLimited if too much was wrong before. by is who asks, in audit records.
func (k *Keeper) Prove(ctx context.Context, g Given, by reseller.Actor) (reseller.User, reseller.Proof, error) {
	email, err := reseller.CheckEmail(g.Email)
	if err != nil {
		email = "" // nobody's
	}
	email = strings.ToLower(email)
	of := attempts(by.Address, email)
	if err := k.attempt(ctx, of); err != nil {
		return reseller.User{}, reseller.Proof{}, err
	}
	user, kept, err := k.find(ctx, email)
	if err != nil {
		return reseller.User{}, reseller.Proof{}, err
	}
	right, err := k.matches(ctx, kept.Hash, g.Password)
	if err != nil {
		return reseller.User{}, reseller.Proof{}, err
	}
	codes := codeGuesses(email, right)
	left, err := k.codesLeft(ctx, codes)
	if err != nil {
		return reseller.User{}, reseller.Proof{}, err
	}
	if err = k.useCode(ctx, kept, g.Code, right && left); err == nil {
		return user, reseller.Proof{Password: kept.Hash}, k.people.ReturnTry(ctx, append(of, codes...))
	}
	if errors.Is(err, ErrNotProved) {
		err = errors.Join(err, k.people.RecordRefusedSignIn(ctx, user, "password", by))
	}
	return reseller.User{}, reseller.Proof{}, err
}

// find finds a user with a password. Who has none is nobody here. It asks for both whatever it finds, so that its time does not tell.
func (k *Keeper) find(ctx context.Context, email string) (reseller.User, reseller.Password, error) {
	user, err := k.people.UserByEmail(ctx, email)
	if err != nil && !errors.Is(err, reseller.ErrNotFound) {
		return user, reseller.Password{}, err
	}
	kept, _, err := k.people.Password(ctx, user.ID)
	if err != nil && !errors.Is(err, reseller.ErrNotFound) {
		return user, reseller.Password{}, err
	}
	return user, kept, nil
}

// useCode uses a code up. Nothing is found for a wrong password, but it is looked for.
func (k *Keeper) useCode(ctx context.Context, kept reseller.Password, code string, right bool) error {
	whose := kept.UserID
	if !right {
		whose = 0
	}
	var err error
	if digits, ok := totpDigits(code); ok {
		step, found := int64(0), false
		if len(kept.TOTP) > 0 {
			secret, err := k.key.Open(kept.TOTP, reseller.TOTPPurpose(strconv.FormatInt(kept.UserID, 10)))
			if err != nil {
				return err
			}
			step, found = stepOf([]byte(secret), digits, k.clock.Wall())
		}
		if !found {
			whose = 0
		}
		err = k.people.UseTOTP(ctx, whose, step)
	} else {
		err = k.people.UseRecoveryCode(ctx, whose, recoveryHash(code))
	}
	if errors.Is(err, reseller.ErrConflict) {
		return ErrNotProved
	}
	return err
}

// RecoveryCodes gives a user new recovery codes in place of those before; they are shown this once. session is the hash of the session that asks.
// reseller.ErrConflict without a password, or if the session has ended.
func (k *Keeper) RecoveryCodes(ctx context.Context, u reseller.User, session string, by reseller.Actor) ([]string, error) {
	codes, hashes := newRecoveryCodes()
	return codes, k.people.SetRecoveryCodes(ctx, u, hashes, session, by)
}

// Remove takes a user's password away, with its codes, and ends the user's sessions but the one that stays, a hash. reseller.ErrConflict where there is no passkey, and without a password.
func (k *Keeper) Remove(ctx context.Context, u reseller.User, stays string, by reseller.Actor) error {
	return k.people.RemovePassword(ctx, u, stays, by)
}

// Of tells when a user's password was set, and how many recovery codes are left; ok is false if there is none.
func (k *Keeper) Of(ctx context.Context, user int64) (set time.Time, left int, ok bool, err error) {
	p, left, err := k.people.Password(ctx, user)
	if errors.Is(err, reseller.ErrNotFound) {
		return set, 0, false, nil
	}
	return p.SetAt, left, err == nil, err
}
