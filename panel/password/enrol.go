package password

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"nameyard/reseller"
)

// Enrolment is the secret of codes that a user is shown, to be kept by an app.
type Enrolment struct {
	ID     string // by which the answer names it
	Secret string // base32
	URI    string // otpauth
}

// enrolWithin is how long setting up may take, wall time.
const enrolWithin = 15 * time.Minute

// enrolmentPurpose is what a secret is sealed for that is not a user's yet.
const enrolmentPurpose = "totp enrolment"

// offered is a secret that was shown to a user.
type offered struct {
	User   int64
	Secret []byte
}

// Enrol makes the secret of a user's codes, to be shown this once.
func (k *Keeper) Enrol(ctx context.Context, u reseller.User) (Enrolment, error) {
	return k.offer(ctx, u, newSecret())
}

func (k *Keeper) offer(ctx context.Context, u reseller.User, secret []byte) (Enrolment, error) {
	body, err := json.Marshal(offered{u.ID, secret})
	if err != nil {
		return Enrolment{}, fmt.Errorf("password: write an enrolment: %w", err)
	}
	id := reseller.NewToken()
	sealed := base64.StdEncoding.EncodeToString(k.key.Seal(string(body), enrolmentPurpose))
	err = k.people.AddChallenge(ctx, u.ID, reseller.HashToken(id), []byte(sealed), k.clock.Wall().Add(enrolWithin))
	return Enrolment{ID: id, Secret: spell(secret), URI: uri(k.brand, u.Email, secret)}, err
}

// ErrTooLate says that an enrolment is over: it must begin anew.
var ErrTooLate = errors.New("the secret was shown too long ago")

// ErrWrongCode says that a code is not of the secret that was shown.
var ErrWrongCode = errors.New("the code is not of the secret that was shown")

// Set gives a user a password, with the codes of an enrolment, of which code must be one. The user's sessions end but the one from which
// it is set. It gives new recovery codes, which are shown this once. On ErrWrongCode and on an error of the password, or on both, the enrolment goes on as again.
func (k *Keeper) Set(ctx context.Context, u reseller.User, id, text, code string, from reseller.Making, by reseller.Actor) (codes []string, again Enrolment, err error) {
	secret, err := k.taken(ctx, u, id)
	if err != nil {
		return nil, again, err
	}
	digits, _ := totpDigits(code)
	step, right := stepOf(secret, digits, k.clock.Wall())
	wrong := Check(text)
	if !right {
		wrong = errors.Join(wrong, ErrWrongCode)
	}
	if wrong != nil {
		again, err = k.offer(ctx, u, secret)
		return nil, again, errors.Join(err, wrong)
	}
	p := reseller.Password{UserID: u.ID, TOTP: k.key.Seal(string(secret), reseller.TOTPPurpose(strconv.FormatInt(u.ID, 10))), Step: step}
	if p.Hash, err = k.hash(ctx, text); err != nil {
		return nil, again, err
	}
	mails, err := k.mails.PasswordChanged(ctx, u, by.Address)
	if err != nil {
		return nil, again, err
	}
	codes, hashes := newRecoveryCodes()
	return codes, again, k.people.SetPassword(ctx, u, p, hashes, from, by, mails...)
}

func (k *Keeper) taken(ctx context.Context, u reseller.User, id string) ([]byte, error) {
	sealed, err := k.people.TakeChallenge(ctx, reseller.HashToken(id))
	if errors.Is(err, reseller.ErrConflict) {
		return nil, ErrTooLate
	}
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(string(sealed))
	if err != nil {
		return nil, ErrTooLate // the challenge of a passkey
	}
	body, err := k.key.Open(raw, enrolmentPurpose)
	if err != nil {
		return nil, ErrTooLate
	}
	var o offered
	if err := json.Unmarshal([]byte(body), &o); err != nil {
		return nil, fmt.Errorf("password: an enrolment is damaged: %w", err)
	}
	if o.User != u.ID {
		return nil, ErrTooLate
	}
	return o.Secret, nil
}
