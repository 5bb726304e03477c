package password

import (
	"context"
	"errors"
	"net/netip"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// Mails writes the mails about passwords (notices.Service).
type Mails interface {
	// MailsResets reports whether links of forgotten passwords are mailed, on a side of the panel.
	MailsResets(staff bool) bool
	// PasswordChanged gives the mail that tells a user of another password, and from where it was set.
	PasswordChanged(ctx context.Context, u reseller.User, from netip.Addr) ([]reseller.Mail, error)
}

// How many mails may be asked for in an hour from an address, and for one e-mail address.
const (
	mostAsksFrom = 20
	mostAsksFor  = 3
)

// MailsResets reports whether who has forgotten a password gets a link by mail, on a side of the panel.
func (k *Keeper) MailsResets(staff bool) bool { return k.mails.MailsResets(staff) }

// Ask notes that somebody has forgotten the password of an e-mail address. It does the same whether or not the address is a user's: a mail is written
// later. An error of kind invalid says that it is no address at all, ErrLimited that too many were asked for.
func (k *Keeper) Ask(ctx context.Context, email string, by reseller.Actor) error {
	clean, err := reseller.CheckEmail(email)
	if err != nil {
		return err
	}
	clean = strings.ToLower(clean)
	err = k.attempt(ctx, []reseller.Tries{
		{Of: "passwords forgotten at " + network(by.Address), Most: mostAsksFrom},
		{Of: "passwords forgotten of " + reseller.HashToken(clean), Most: mostAsksFor},
	})
	if err != nil {
		return err
	}
	return k.people.AskPassword(ctx, reseller.PasswordAsk{Email: clean, AskedAt: k.clock.Wall(), From: by.Address, RequestID: by.RequestID})
}

// Resetting finds the user whose password a link would set. reseller.ErrNotFound if it was used, or is over.
func (k *Keeper) Resetting(ctx context.Context, secret string) (reseller.User, error) {
	return k.people.ResettingUser(ctx, reseller.HashToken(secret))
}

// Reset is what somebody has typed to set another password by a link.
type Reset struct {
	Secret         string // what the link holds
	Password, Code string // the new one; Code of the app, or a recovery code
}

// Reset sets another password of the user of a link, and begins the session n of that user with it. The code and the link are used up. reseller.ErrNotFound if the link
// is over, an error of kind invalid if the password cannot be taken, ErrNotProved for a wrong code, ErrLimited after too many of them.
func (k *Keeper) Reset(ctx context.Context, u reseller.User, r Reset, n reseller.Session, by reseller.Actor) error {
	if err := Check(r.Password); err != nil {
		return err
	}
	of := append(attempts(by.Address, ""), reseller.Tries{Of: "codes for another password of " + reseller.HashToken(u.Email), Most: mostCodes})
	if err := k.attempt(ctx, of); err != nil {
		return err
	}
	kept, _, err := k.people.Password(ctx, u.ID)
	if err != nil {
		return err // it was removed since the link was made: ErrNotFound
	}
	set := reseller.PasswordReset{Link: reseller.HashToken(r.Secret)}
	if digits, ok := totpDigits(r.Code); ok {
		set.Step, err = k.stepOf(kept, digits) // 0 if it is not one of now: the store refuses that
	} else {
		set.Recovery = recoveryHash(r.Code)
	}
	if err != nil {
		return err
	}
	if set.Hash, err = k.hash(ctx, r.Password); err != nil {
		return err
	}
	mails, err := k.mails.PasswordChanged(ctx, u, by.Address)
	if err != nil {
		return err
	}
	err = k.people.ResetPassword(ctx, u, set, n, by, mails...)
	switch {
	case errors.Is(err, reseller.ErrCodeSpent):
		return errors.Join(ErrNotProved, k.people.RecordRefusedSignIn(ctx, u, "password reset", by))
	case errors.Is(err, reseller.ErrConflict):
		return reseller.ErrNotFound
	case err != nil:
		return err
	}
	return k.people.ReturnTry(ctx, of)
}

// stepOf is the step of which a code of a user's app is; 0 if of none of now.
func (k *Keeper) stepOf(kept reseller.Password, digits string) (int64, error) {
	secret, err := k.key.Open(kept.TOTP, reseller.TOTPPurpose(strconv.FormatInt(kept.UserID, 10)))
	if err != nil {
		return 0, err
	}
	step, _ := stepOf([]byte(secret), digits, k.clock.Wall())
	return step, nil
}
