package notices

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nameyard/reseller"
)

// The kinds of mails that take a link to somebody who signs in to the panel.
const (
	Invitation = "invitation"     // to who has never signed in
	SignInLink = "sign_in_link"   // to who has lost every way in
	ResetLink  = "password_reset" // to who has forgotten the password
)

// The kinds of mails about what somebody signs in by that have no link.
const (
	passwordNone    = "password_none"    // it was forgotten, and there is none
	passwordChanged = "password_changed" // by whomever
	passkeyMade     = "passkey_made"
)

// linkPages say where the links of these mails lead, below the side of the panel that is the person's.
var linkPages = map[string]string{
	Invitation: "/sign-in/link/",
	SignInLink: "/sign-in/link/",
	ResetLink:  "/sign-in/reset/",
}

// People knows which links that mails take to people are still good, and who has forgotten a password. The store implements it.
type People interface {
	LinkedUser(ctx context.Context, hash string) (reseller.User, error)
	ResettingUser(ctx context.Context, hash string) (reseller.User, error)
	PasswordAsks(ctx context.Context, limit int) ([]reseller.PasswordAsk, error)
	UserByEmail(ctx context.Context, email string) (reseller.User, error)
	Password(ctx context.Context, user int64) (reseller.Password, int, error)
	AnswerPasswordAsk(ctx context.Context, a reseller.PasswordAsk, u reseller.User, link reseller.SignInLink, by reseller.Actor, mails ...reseller.Mail) error
}

// PersonLink is a link for one person, with the mail that takes it there. Neither holds what the link holds.
type PersonLink struct {
	Hash string // reseller.HashToken of what the link holds
	Mail reseller.Mail
}

// MailsLinks reports whether mails of a kind take links to people of a side of the panel: there is a way for mails, the address of the pages is known, and
// the operator does not leave this kind out.
func (s *Service) MailsLinks(kind string, staff bool) bool {
	return s.Mailer != nil && s.Key != nil && s.side(staff) != "" && !slices.Contains(s.Skip, kind)
}

// side is where a side of the panel is for browsers; "" = not known.
func (s *Service) side(staff bool) string {
	switch {
	case staff && s.Panel.Operators != "":
		return s.Panel.Operators + "/operator"
	case !staff && s.Panel.Resellers != "":
		return s.Panel.Resellers + "/panel"
	}
	return ""
}

// LinkMail writes a mail of a kind that takes a link to a user, good until a wall time; by is who has it sent, "" = nobody in particular. The caller
// keeps the hash of the link and the mail together. ok is false where no such mail would arrive (MailsLinks).
func (s *Service) LinkMail(ctx context.Context, kind string, u reseller.User, until time.Time, by string) (l PersonLink, ok bool, err error) {
	if !s.MailsLinks(kind, u.Staff()) {
		return l, false, nil
	}
	cause := kind + ":" + rand.Text()
	secret, err := s.linkSecret(cause)
	if err != nil {
		return l, false, err
	}
	l.Hash = reseller.HashToken(secret)
	l.Mail, ok, err = s.write(ctx, mail{
		kind: kind, cause: cause, account: u.AccountID, to: u.Email, language: u.Language,
		facts: Facts{Target: u.Email, By: oneLine(by), Page: linkLater, Until: until, At: s.Clock.Wall()},
	})
	return l, ok, err
}

// linkSecret is what the link of a mail holds. It comes from the secret key and the random part of the mail's cause, so that it is kept nowhere: a copy
// of the database signs nobody in.
func (s *Service) linkSecret(cause string) (string, error) {
	if s.Key == nil {
		return "", errors.New("a mail needs the secret key for its link")
	}
	return s.Key.HashParams("the link of a mail", cause)
}

// linkOver says why the link of a mail is good no more; empty if it is.
func (s *Service) linkOver(ctx context.Context, m reseller.Mail) (string, error) {
	secret, err := s.linkSecret(m.Cause)
	if err != nil {
		return "", err
	}
	whose := s.Store.LinkedUser
	if m.Kind == ResetLink {
		whose = s.Store.ResettingUser
	}
	_, err = whose(ctx, reseller.HashToken(secret))
	if errors.Is(err, reseller.ErrNotFound) {
		return "the link was taken back, replaced or used, or is too old", nil
	}
	return "", err
}

// linkPerson puts the link into a mail to a person that is about to be sent.
func (s *Service) linkPerson(m reseller.Mail, message *Message) error {
	secret, err := s.linkSecret(m.Cause)
	base := s.side(m.AccountID == 0)
	if err == nil && base == "" {
		err = fmt.Errorf("a mail of kind %s needs the address of the panel for its link", m.Kind)
	}
	if err != nil {
		return err
	}
	link := base + linkPages[m.Kind] + "?token=" + secret
	message.Text = strings.ReplaceAll(message.Text, linkLater, link)
	message.HTML = strings.ReplaceAll(message.HTML, linkLater, link)
	return nil
}
