package jobs

import (
	"context"
	"errors"
	"time"
)

// Notices writes mails and sends them (notices.Service).
type Notices interface {
	WriteMails(ctx context.Context) error
	Expiring(ctx context.Context) error
	Credit(ctx context.Context) error
	Unclear(ctx context.Context) error
	RegistryFunds(ctx context.Context) error
	RegistryFindings(ctx context.Context) error
	RegistryMessages(ctx context.Context) error
	AskTargets(ctx context.Context) error
	Digests(ctx context.Context) error
	NextDigest(ctx context.Context) (time.Time, error)
	Forgotten(ctx context.Context) error
	Deliver(ctx context.Context) error
	NextWindow(ctx context.Context) (time.Time, error)
	NextCredit(ctx context.Context) (time.Time, error)
}

// noticeJobs are the jobs of notices. Their order matters where business time moves in steps: what one writes the next sends.
func noticeJobs(d Deps) []Job {
	if d.Notices == nil {
		return nil
	}
	n := d.Notices
	return []Job{
		{Name: NoticesOfEvents, Every: 5 * time.Second, AtStart: true, Does: "writes the mails that events lead to", Run: n.WriteMails, AtSteps: true},
		{Name: ExpiryNotices, Every: time.Hour, AtStart: true, Does: "warns of names that expire soon or have expired", Run: reconciled(d, n.Expiring), Due: n.NextWindow, AtSteps: true},
		{Name: CreditNotices, Every: time.Hour, AtStart: true, Does: "warns of credit that does not cover the renewals of 30 days, or is less than an account wants to be told of", Run: reconciled(d, n.Credit), Due: n.NextCredit, AtSteps: true},
		{Name: OperatorNotices, Every: 10 * time.Minute, Does: "tells the operator of orders without a known outcome", Run: n.Unclear, AtSteps: true},
		{Name: RegistryFunds, Every: 5 * time.Minute, Does: "tells the operator of registries where our money does not reach", Run: n.RegistryFunds, AtSteps: true},
		{Name: RegistryFindings, Every: 10 * time.Minute, Does: "tells the operator of names that are not as their registries show them, and of messages that only a person can act on", Run: func(ctx context.Context) error {
			return errors.Join(n.RegistryFindings(ctx), n.RegistryMessages(ctx))
		}},
		{Name: ForwardTargets, Every: 10 * time.Second, Does: "asks new targets of e-mail forwards whether they want the mail", Run: n.AskTargets, AtSteps: true},
		{Name: DailyMails, Every: 10 * time.Minute, AtStart: true, Does: "writes the daily mails of accounts that have chosen them, at 06:00 UTC", Run: n.Digests, Due: n.NextDigest, AtSteps: true},
		{Name: Mail, Every: 10 * time.Second, Does: "sends mails", AtSteps: true, Run: func(ctx context.Context) error {
			return errors.Join(n.Forgotten(ctx), n.Deliver(ctx)) // a mail about a forgotten password is waited for
		}},
	}
}
