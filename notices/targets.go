package notices

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"nameyard/reseller"
)

// TargetLinks makes the links with which targets of e-mail forwards answer.
type TargetLinks interface {
	// TargetLink is the page for the mail of so many asks of a target, and the hash by which its token is found.
	TargetLink(target int64, asks int) (link, tokenHash string, err error)
}

// TargetMail is the kind of the mail that asks a target.
const TargetMail = "forward_target"

// linkLater stands in a mail to a target for its link until it is sent: mails that are kept hold no secret.
const linkLater = "https://link.invalid/"

// targetLimits keep accounts from having strangers mailed.
var targetLimits = reseller.TargetLimits{Account: 200, Mailbox: 5}

// AskTargets writes mails to new targets of e-mail forwards.
func (s *Service) AskTargets(ctx context.Context) error {
	if s.Links == nil {
		return nil
	}
	targets, err := s.Store.UnaskedTargets(ctx, targetLimits)
	if err != nil {
		return err
	}
	for _, t := range targets {
		if err := s.askTarget(ctx, t); err != nil && !errors.Is(err, reseller.ErrConflict) { // else another server has asked it
			return err
		}
	}
	return nil
}

func (s *Service) askTarget(ctx context.Context, t reseller.ForwardTarget) error {
	t.Asks++
	t.AskedAt = s.Clock.Now()
	t.ExpiresAt = t.AskedAt.Add(reseller.TargetAnswerTime)
	_, hash, err := s.Links.TargetLink(t.ID, t.Asks)
	if err != nil {
		return err
	}
	_, tld, _ := strings.Cut(t.Domain, ".")
	m, ok, err := s.write(ctx, mail{
		kind: TargetMail, cause: targetCause(t.ID, t.Asks), account: t.AccountID, to: t.Address, expires: t.ExpiresAt,
		facts: Facts{Domain: reseller.NameOf(t.Domain, tld).BothForms(), Target: t.Address, Page: linkLater, Until: t.ExpiresAt, At: t.AskedAt},
	})
	if err != nil || !ok {
		return err
	}
	return s.Store.AskTarget(ctx, t, hash, m)
}

func targetCause(target int64, asks int) string {
	return fmt.Sprintf("%s:%d:%d", TargetMail, target, asks)
}

// linkTarget puts the link into a mail to a target that is about to be sent.
func (s *Service) linkTarget(m reseller.Mail, message *Message) {
	var target int64
	var asks int
	if _, err := fmt.Sscanf(m.Cause, TargetMail+":%d:%d", &target, &asks); err != nil || s.Links == nil {
		s.Log.Error("a mail has no link", "mail", m.ID, "cause", m.Cause, "err", err)
		return
	}
	link, _, err := s.Links.TargetLink(target, asks)
	if err != nil {
		s.Log.Error("a mail has no link", "mail", m.ID, "err", err)
		return
	}
	message.Text = strings.ReplaceAll(message.Text, linkLater, link)
	message.HTML = strings.ReplaceAll(message.HTML, linkLater, link)
}
