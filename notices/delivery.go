package notices

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
)

// Message is a mail as it is handed to a Mailer.
type Message struct {
	ID          int64
	Key         string // the same for every attempt: the left part of the Message-ID
	Kind        string
	To          string // address
	Subject     string
	Text        string
	HTML        string
	Written     time.Time
	Attachments []Attachment
}

// Attachment is a file in a mail.
type Attachment struct {
	Name string
	Type string // media type: "application/pdf"
	Body []byte
}

// Mailer takes mails away: a mail server, or a folder.
type Mailer interface {
	// Open begins a session. An error says that nothing can be sent now, whatever the mail.
	Open(ctx context.Context) (Session, error)
}

// Session is one connection to a mail server, or one visit to a folder.
type Session interface {
	// Send hands a mail over. After a nil error it is the other side's. An error that wraps ErrBroken ends the session.
	Send(ctx context.Context, m Message) error
	Close() error
}

// ErrBroken says that a session cannot go on, whatever the mail.
var ErrBroken = errors.New("the connection broke")

const (
	mailsAtOnce = 50
	// sendTime is how long sending one mail may take; claimTime how long nobody else tries it. Wall time, like all of these.
	sendTime  = time.Minute
	claimTime = 5 * time.Minute
	// giveUpAfter is how long a mail that the server takes no part of is tried.
	giveUpAfter = 5 * 24 * time.Hour
	// mostAway is the longest wait before a mail server that is away is tried again.
	mostAway = 5 * time.Minute
)

// backoff is how long a mail waits after its attempts; the last one is repeated.
var backoff = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 12 * time.Hour,
}

// Deliver sends the mails that are due. While the mailer is away nothing is claimed and nothing ages: mails wait for it.
func (s *Service) Deliver(ctx context.Context) error {
	if s.Mailer == nil {
		return nil
	}
	for ctx.Err() == nil {
		mails, err := s.Store.DueMails(ctx, mailsAtOnce)
		if err != nil || len(mails) == 0 || !s.mayOpen() {
			return err
		}
		if err := s.sendAll(ctx, mails); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// mayOpen reports whether the mailer may be tried again.
func (s *Service) mayOpen() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.Clock.Wall().Before(s.openAt)
}

// reached notes whether the mailer could be reached.
func (s *Service) reached(ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ok {
		s.away, s.openAt = 0, time.Time{}
		return
	}
	s.away++
	s.openAt = s.Clock.Wall().Add(min(5*time.Second<<min(s.away, 10), mostAway))
}

// sendAll sends some mails in one session.
func (s *Service) sendAll(ctx context.Context, mails []reseller.Mail) (err error) {
	opening, stop := context.WithTimeout(ctx, sendTime)
	session, err := s.Mailer.Open(opening)
	stop()
	s.reached(err == nil)
	if err != nil {
		return fmt.Errorf("%d mails or more wait, the mail server cannot be reached: %w", len(mails), err)
	}
	defer func() {
		if closed := session.Close(); closed != nil {
			s.Log.Debug("the session with the mail server did not end as it should", "err", closed)
		}
	}()
	for _, m := range mails {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err := s.send(ctx, session, m)
		if errors.Is(err, ErrBroken) {
			s.reached(false)
			return err
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// send claims a mail, looks whether it is still true, and hands it over. Only errors that end the session come back.
func (s *Service) send(ctx context.Context, session Session, m reseller.Mail) error {
	m, err := s.Store.ClaimMail(ctx, m, s.Clock.Wall().Add(claimTime))
	if errors.Is(err, reseller.ErrConflict) {
		return nil // another server has it
	}
	if err != nil {
		return err
	}
	moot, err := s.moot(ctx, m)
	if err != nil {
		return err
	}
	if moot != "" {
		m.State, m.Problem = reseller.MailMoot, moot
		return s.mark(ctx, m)
	}
	sending, stop := context.WithTimeout(ctx, sendTime)
	message, failed := s.message(sending, m)
	if failed == nil {
		failed = session.Send(sending, message)
	}
	stop()
	if failed == nil {
		m.State, m.Problem = reseller.MailSent, ""
		return s.mark(ctx, m)
	}
	wall := s.Clock.Wall()
	m.NextTry, m.Problem = wall.Add(backoff[min(m.Attempts, len(backoff))-1]), oneLine(failed.Error())
	if wall.Sub(m.QueuedAt) > giveUpAfter && m.Attempts >= len(backoff) && !errors.Is(failed, ErrBroken) {
		m.State = reseller.MailGivenUp
		s.Log.Error("a mail was given up", "mail", m.ID, "kind", m.Kind, "account", m.AccountID, "attempts", m.Attempts, "err", failed)
	} else {
		s.Log.Warn("a mail was not taken; it is tried again", "mail", m.ID, "kind", m.Kind, "attempts", m.Attempts, "next", m.NextTry, "err", failed)
	}
	if err := s.mark(ctx, m); err != nil {
		return errors.Join(err, failed)
	}
	if errors.Is(failed, ErrBroken) {
		return failed
	}
	return nil
}

// mark records how an attempt ended, also if the process is told to end: what was sent must not be sent again.
func (s *Service) mark(ctx context.Context, m reseller.Mail) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), sendTime)
	defer stop()
	err := s.Store.MarkMail(ctx, m)
	if errors.Is(err, reseller.ErrConflict) {
		return nil // the attempt took too long and another was begun
	}
	return err
}

// moot says why a mail is not worth sending any more; empty if it is.
func (s *Service) moot(ctx context.Context, m reseller.Mail) (string, error) {
	if !m.Expires.IsZero() && !s.Clock.Now().Before(m.Expires) {
		return "it is too late for it", nil
	}
	if linkPages[m.Kind] != "" {
		return s.linkOver(ctx, m)
	}
	if m.Term.IsZero() {
		return "", nil
	}
	d, err := s.Store.DomainByID(ctx, m.DomainID)
	if errors.Is(err, reseller.ErrNotFound) {
		return "the name is gone", nil
	}
	if err != nil {
		return "", err
	}
	if d.State != reseller.DomainActive || !d.PaidThrough.Equal(m.Term) {
		return "the name has been renewed or has left", nil
	}
	return "", nil
}

// message makes a mail ready to go. A document that cannot be made does not hold the mail up.
func (s *Service) message(ctx context.Context, m reseller.Mail) (Message, error) {
	message := Message{ID: m.ID, Key: m.Key(), Kind: m.Kind, To: m.To, Subject: m.Subject, Text: m.Text, HTML: m.HTML, Written: m.CreatedAt}
	if m.Kind == TargetMail {
		s.linkTarget(m, &message)
	}
	if linkPages[m.Kind] != "" {
		if err := s.linkPerson(m, &message); err != nil {
			return message, err
		}
	}
	if m.InvoiceID == 0 || s.Invoices == nil {
		return message, nil
	}
	file, err := s.Invoices.InvoiceFile(ctx, m.InvoiceID)
	if err != nil {
		s.Log.Error("an invoice could not be attached", "mail", m.ID, "invoice", m.InvoiceID, "err", err)
		return message, nil
	}
	message.Attachments = append(message.Attachments, file)
	return message, nil
}
