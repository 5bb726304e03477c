package operator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nameyard/jobs"
	"nameyard/notices"
	"nameyard/reseller"
	"nameyard/store"
)

// Mails are notices that were sent or wait to be.
type Mails struct {
	Store  *store.Store
	Clock  reseller.Clock // for Test and Standing
	Mailer notices.Mailer // for Test; nil = none takes mails here
}

// MailChoice chooses mails. What is not set chooses all.
type MailChoice struct {
	Account string // e-mail address
	Name    string // that it is about: a name, or a pattern with *
	Kind    string // as in notices.Kinds
	State   reseller.MailState
	To      string           // the address that it goes to
	Written reseller.Between // business time
	reseller.Page
}

// MailKinds are the kinds of mails that there are, also those to the operator.
func MailKinds() []string { return notices.Kinds }

// List lists the mails of an account, of all for "", newest first and at most limit.
func (u Mails) List(ctx context.Context, email string, limit int) ([]reseller.Mail, error) {
	return u.Search(ctx, MailChoice{Account: email, Page: reseller.Page{Limit: limit}})
}

// Search lists mails, newest first. One that waits and has never been tried has the problem of the job that sends them, if that fails:
// no mail server takes any.
func (u Mails) Search(ctx context.Context, c MailChoice) ([]reseller.Mail, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	var bad reseller.Faults
	if c.State != "" && !slices.Contains(reseller.MailStates, c.State) {
		bad.Add(invalid(PathState, "%s is %q, it must be waiting, held, sent, moot, given_up or in_daily", PathState, c.State))
	}
	if c.Kind != "" && !notices.IsKind(c.Kind) {
		bad.Add(invalid(PathKind, "%s is %q, it must be one of %s", PathKind, c.Kind, strings.Join(notices.Kinds, ", ")))
	}
	account, name := (Accounts{u.Store}).chosen(ctx, &bad, c.Account, c.Name)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	list, err := u.Store.SearchMails(ctx, reseller.MailSearch{Account: account, Name: name, Kind: c.Kind, State: c.State, To: c.To, Written: c.Written, Page: c.Page})
	if err != nil {
		return nil, err
	}
	runs, err := u.Store.JobRuns(ctx)
	if sending := runs[jobs.Mail]; sending.Failing() {
		for i := range list {
			if m := &list[i]; m.State == reseller.MailWaiting && m.Problem == "" {
				m.Problem = sending.Problem
			}
		}
	}
	return list, err
}

// Find gives one mail with its text.
func (u Mails) Find(ctx context.Context, id int64) (reseller.Mail, error) {
	m, err := u.Store.Mail(ctx, id)
	if errors.Is(err, reseller.ErrNotFound) {
		err = notFound("there is no mail %d", id)
	}
	return m, err
}

// Again has a mail that was given up sent again. One that is not true any more, or too late, is still not sent: its state says so then.
func (u Mails) Again(ctx context.Context, id int64) (reseller.Mail, error) {
	m, err := u.Find(ctx, id)
	if err != nil {
		return m, err
	}
	err = u.Store.SendMailAgain(ctx, id, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrConflict) {
		return m, refused("mail %d was not given up, it is %s; nothing was changed", id, m.State)
	}
	if err != nil || reseller.Rehearsing(ctx) {
		return m, err
	}
	return u.Find(ctx, id)
}

// givenUpShown is how far back mails that were given up are counted.
const givenUpShown = 7 * 24 * time.Hour

// Mailing is how mailing does.
type Mailing struct {
	Sends        bool // this server has a mail server, or a folder, that takes mails
	Waiting      int64
	WaitingSince time.Time // wall time of the first of these
	GivenUp      int64     // of the mails of a week
	Problem      string    // of the last try to reach the mail server; "" = it was reached, or nothing was to be sent
}

// Standing tells how mailing does.
func (u Mails) Standing(ctx context.Context) (Mailing, error) {
	waiting, err := u.Store.MailsWaiting(ctx)
	if err != nil {
		return Mailing{}, err
	}
	d := Mailing{Sends: u.Mailer != nil, Waiting: waiting.Count, WaitingSince: waiting.Oldest}
	if d.GivenUp, err = u.Store.MailsGivenUp(ctx, u.Clock.Wall().Add(-givenUpShown)); err != nil {
		return d, err
	}
	runs, err := u.Store.JobRuns(ctx)
	if sending := runs[jobs.Mail]; sending.Failing() {
		d.Problem = sending.Problem
	}
	return d, err
}

// Test sends a test mail, past the outbox, and reports how that went.
func (u Mails) Test(ctx context.Context, to string) error {
	session, err := u.Mailer.Open(ctx)
	if err != nil {
		return err
	}
	now := u.Clock.Wall()
	err = session.Send(ctx, notices.Message{
		Key: fmt.Sprintf("test-%d", now.UnixNano()), Kind: "test", To: to, Subject: "Nameyard can send mail", Written: now,
		Text: "This is a test. Notices about names, invoices and credit will come from this address.\n",
	})
	if err != nil {
		return err
	}
	return session.Close()
}
