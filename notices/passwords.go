package notices

import (
	"context"
	"crypto/rand"
	"errors"
	"net/netip"
	"time"

	"nameyard/reseller"
)

const (
	// resetLife is how long a link that sets another password is good, wall time.
	resetLife = time.Hour
	// asksAtOnce is how many forgotten passwords are read at once, and runsAtOnce how often in one run.
	asksAtOnce = 100
	runsAtOnce = 20
)

// Forgotten writes the mails to those who have forgotten their passwords. Whether an address is a user's is found out here and not while
// somebody waits for an answer, so that nobody learns it from how long that takes.
func (s *Service) Forgotten(ctx context.Context) error {
	for range runsAtOnce {
		asks, err := s.Store.PasswordAsks(ctx, asksAtOnce)
		if err != nil {
			return err
		}
		for _, a := range asks {
			if err := s.answerAsk(ctx, a); err != nil && !errors.Is(err, reseller.ErrConflict) { // else another server has answered it, or the user is gone
				return err
			}
		}
		if len(asks) < asksAtOnce {
			return nil
		}
	}
	return nil
}

func (s *Service) answerAsk(ctx context.Context, a reseller.PasswordAsk) error {
	by := reseller.Actor{Name: "nobody", Face: "panel", Address: a.From, RequestID: a.RequestID}
	u, err := s.Store.UserByEmail(ctx, a.Email)
	if errors.Is(err, reseller.ErrNotFound) {
		return s.Store.AnswerPasswordAsk(ctx, a, reseller.User{}, reseller.SignInLink{}, by)
	}
	if err != nil {
		return err
	}
	_, _, err = s.Store.Password(ctx, u.ID)
	if errors.Is(err, reseller.ErrNotFound) { // a passkey signs in, or a link
		m, err := s.aboutSignIn(ctx, passwordNone, u, a.From)
		if err != nil {
			return err
		}
		return s.Store.AnswerPasswordAsk(ctx, a, u, reseller.SignInLink{}, by, m...)
	}
	if err != nil {
		return err
	}
	until := s.Clock.Wall().Add(resetLife)
	link, ok, err := s.LinkMail(ctx, ResetLink, u, until, "")
	if err != nil {
		return err
	}
	if !ok { // it is not mailed to this side of the panel
		return s.Store.AnswerPasswordAsk(ctx, a, u, reseller.SignInLink{}, by)
	}
	return s.Store.AnswerPasswordAsk(ctx, a, u, reseller.SignInLink{Hash: link.Hash, Until: until}, by, link.Mail)
}

// PasswordChanged writes the mail that tells a user of another password, from where it was set. It is kept together with that.
func (s *Service) PasswordChanged(ctx context.Context, u reseller.User, from netip.Addr) ([]reseller.Mail, error) {
	return s.aboutSignIn(ctx, passwordChanged, u, from)
}

// PasskeyMade writes the mail that tells a user of another passkey, from where it was made. It is kept together with that.
func (s *Service) PasskeyMade(ctx context.Context, u reseller.User, from netip.Addr) ([]reseller.Mail, error) {
	return s.aboutSignIn(ctx, passkeyMade, u, from)
}

// aboutSignIn writes a mail without a link to a user; none where the operator leaves its kind out.
func (s *Service) aboutSignIn(ctx context.Context, kind string, u reseller.User, from netip.Addr) ([]reseller.Mail, error) {
	f := Facts{Target: u.Email, At: s.Clock.Wall()}
	if from.IsValid() {
		f.From = from.Unmap().WithZone("").String()
	}
	m, ok, err := s.write(ctx, mail{kind: kind, cause: kind + ":" + rand.Text(), account: u.AccountID, to: u.Email, language: u.Language, facts: f})
	if err != nil || !ok {
		return nil, err
	}
	return []reseller.Mail{m}, nil
}

// MailsResets reports whether who has forgotten a password gets a link by mail, on a side of the panel.
func (s *Service) MailsResets(staff bool) bool { return s.MailsLinks(ResetLink, staff) }
