package notices

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"nameyard/reseller"
)

// Digest is the kind of the daily mail, in which an account is told what it has not chosen to hear at once.
const Digest = "daily"

const (
	// digestHour is when daily mails are due, business time, UTC.
	digestHour = 6
	// digestLines is how much one daily mail says at most; what is more follows in another one.
	digestLines = 300
	// digestsAtOnce is for how many accounts daily mails are looked for at once.
	digestsAtOnce = 100
)

// Choices is how accounts have chosen to hear of things, and what waits for their daily mails.
type Choices interface {
	NoticeChoices(ctx context.Context, account int64) ([]reseller.NoticeChoice, error)
	DueDigests(ctx context.Context, now time.Time, after int64, limit int) ([]int64, error)
	HeldMails(ctx context.Context, account int64, now time.Time, limit int) ([]reseller.Mail, error)
	GatherMails(ctx context.Context, held []reseller.Mail, daily ...reseller.Mail) error
	FirstHeld(ctx context.Context) (time.Time, error)
}

// wish is how an account wants to hear what a mail says: in the daily mail of a time, at once if that is zero, or not at all. What is not its to
// choose is told at once, whatever stands in the table of its choices.
func (s *Service) wish(ctx context.Context, draft mail) (held time.Time, wanted bool, err error) {
	if draft.account == 0 || draft.to != "" {
		return held, true, nil
	}
	at := slices.IndexFunc(reseller.NoticeKinds, func(k reseller.NoticeKind) bool { return k.Kind == draft.kind })
	if at < 0 || reseller.NoticeKinds[at].Least == reseller.NoticeNow {
		return held, true, nil
	}
	chosen, err := s.Store.NoticeChoices(ctx, draft.account)
	if err != nil {
		return held, false, err
	}
	for _, c := range chosen {
		switch {
		case c.Kind != draft.kind:
		case c.Way == reseller.NoticeDaily && !slices.Contains(s.Skip, Digest):
			held = nextDigest(s.Clock.Now())
		case c.Way == reseller.NoticeOff && reseller.NoticeKinds[at].Least == reseller.NoticeOff:
			return held, false, nil
		}
	}
	return held, true, nil
}

// nextDigest is when the next daily mails are due after a time.
func nextDigest(now time.Time) time.Time {
	now = now.UTC()
	due := time.Date(now.Year(), now.Month(), now.Day(), digestHour, 0, 0, 0, time.UTC)
	if !due.After(now) {
		due = due.AddDate(0, 0, 1)
	}
	return due
}

// Digests writes the daily mails that are due. Each mail that waits for one is told in one, once, whoever else runs.
func (s *Service) Digests(ctx context.Context) error {
	last := int64(0)
	for ctx.Err() == nil {
		accounts, err := s.Store.DueDigests(ctx, s.Clock.Now(), last, digestsAtOnce)
		if err != nil || len(accounts) == 0 {
			return err
		}
		for _, last = range accounts {
			if err := s.digestAll(ctx, last); err != nil && !errors.Is(err, reseller.ErrConflict) { // else another server has written it
				return fmt.Errorf("daily mail of account %d: %w", last, err)
			}
		}
	}
	return ctx.Err()
}

// digestAll writes all that is due for an account, in as many mails as it takes.
func (s *Service) digestAll(ctx context.Context, account int64) error {
	for ctx.Err() == nil {
		held, err := s.Store.HeldMails(ctx, account, s.Clock.Now(), digestLines)
		if err != nil || len(held) == 0 {
			return err
		}
		if err := s.digest(ctx, account, held); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// digest writes one daily mail.
func (s *Service) digest(ctx context.Context, account int64, held []reseller.Mail) error {
	draft := mail{
		kind: Digest, cause: fmt.Sprintf("%s:%d:%d", Digest, account, held[0].ID), account: account,
		facts: Facts{At: s.Clock.Now(), Count: len(held)},
	}
	for _, m := range held {
		draft.facts.News = append(draft.facts.News, News{At: m.CreatedAt, What: m.Subject})
	}
	m, ok, err := s.write(ctx, draft)
	if err != nil {
		return err
	}
	if !ok { // the account is gone
		return s.Store.GatherMails(ctx, held)
	}
	return s.Store.GatherMails(ctx, held, m)
}

// NextDigest is when the next daily mail is due, zero if nothing waits for one.
func (s *Service) NextDigest(ctx context.Context) (time.Time, error) { return s.Store.FirstHeld(ctx) }
