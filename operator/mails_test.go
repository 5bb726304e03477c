package operator_test

import (
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/reseller"
)

// Mails are found by account, kind, state and time. One that waits because no mail server takes any says so, until one does.
func TestMailsAreFoundWithWhyTheyWait(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Mails{Store: e.Store}
		e.Must(e.Store.AddMails(ctx, []reseller.Mail{
			{Cause: "one", AccountID: e.Account.ID, Kind: "renewed", To: "a@example.com", Subject: "one"},
			{Cause: "two", Kind: "alert", To: "operator@example.com", Subject: "two"},
		}))
		count := func(c operator.MailChoice) int {
			c.Page = reseller.Page{Limit: 10}
			list, err := u.Search(ctx, c)
			e.Must(err)
			return len(list)
		}
		now := e.Clock.Now()
		for want, choices := range map[int][]operator.MailChoice{
			2: {{}, {State: reseller.MailWaiting}, {Written: reseller.Between{Since: now.Add(-time.Hour)}}},
			1: {{Account: e.Account.Email}, {Kind: "renewed"}, {To: "operator@example.com"}},
			0: {{State: reseller.MailSent}, {Kind: "expired"}, {Written: reseller.Between{Until: now.Add(-time.Hour)}}},
		} {
			for _, c := range choices {
				if got := count(c); got != want {
					e.Errorf("%+v finds %d, want %d", c, got, want)
				}
			}
		}
		problem := func() string {
			list, err := u.List(ctx, e.Account.Email, 1)
			e.Must(err)
			return list[0].Problem
		}
		failed := reseller.JobRun{Job: jobs.Mail, Server: "one", Started: now, Failed: now, Problem: "no route to host"}
		e.Must(e.Store.NoteJobRun(ctx, failed))
		if got := problem(); got != "no route to host" {
			e.Errorf("a mail that waits has the problem %q", got)
		}
		e.Must(e.Store.NoteJobRun(ctx, reseller.JobRun{Job: jobs.Mail, Server: "one", Started: now, Succeeded: now.Add(time.Minute)}))
		if got := problem(); got != "" {
			e.Errorf("once mails are sent again it has the problem %q", got)
		}
		for words, c := range map[string]operator.MailChoice{
			"state is": {State: "lost", Page: reseller.Page{Limit: 1}}, "kind is": {Kind: "renewal", Page: reseller.Page{Limit: 1}}, "limit is 0": {},
		} {
			_, err := u.Search(ctx, c)
			wantError(e, err, reseller.KindInvalid, words)
		}
		wantSentAgain(e)
		_, err := operator.Orders{Store: e.Store}.List(ctx, operator.OrderChoice{Kind: "buy", Page: reseller.Page{Limit: 1}})
		wantError(e, err, reseller.KindInvalid, "kind is")
	})
}

// wantSentAgain has the mail to the operator given up, and sent again: once, and not while it waits.
func wantSentAgain(e *apptest.Env) {
	e.Helper()
	ctx, u := e.Context(), operator.Mails{Store: e.Store, Clock: e.Clock}
	due, err := e.Store.DueMails(ctx, 10)
	e.Must(err)
	m := due[len(due)-1]
	_, err = u.Again(ctx, m.ID)
	wantError(e, err, reseller.KindConflict, "was not given up, it is waiting")
	m, err = e.Store.ClaimMail(ctx, m, e.Clock.Wall().Add(time.Minute))
	e.Must(err)
	m.State, m.Problem = reseller.MailGivenUp, "550 no such user"
	e.Must(e.Store.MarkMail(ctx, m))
	if d, err := u.Standing(ctx); err != nil || d.GivenUp != 1 || d.Waiting != 1 || d.Sends {
		e.Errorf("mailing stands at %+v, %v", d, err)
	}
	again, err := u.Again(ctx, m.ID)
	e.Must(err)
	if again.State != reseller.MailWaiting || again.Attempts != 0 || again.Problem != "" || !again.NextTry.Equal(again.QueuedAt) {
		e.Errorf("sent again it is %+v", again)
	}
	_, err = u.Again(ctx, 999)
	wantError(e, err, reseller.KindNotFound, "there is no mail 999")
	records, err := operator.Audit{Store: e.Store}.List(ctx, operator.AuditChoice{Page: reseller.Page{Limit: 1}})
	e.Must(err)
	if records[0].Action != "mail.again" || records[0].Detail != "alert to operator@example.com" {
		e.Errorf("it is recorded as %+v", records[0])
	}
}
