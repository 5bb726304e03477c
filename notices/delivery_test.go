package notices_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/notices"
	"nameyard/reseller"
)

// write puts a mail to an address into the outbox.
func (w *fixture) write(to string) {
	w.t.Helper()
	w.must(w.AddMails(w.t.Context(), []reseller.Mail{{Cause: fmt.Sprintf("test:%d", len(w.mails)), To: to, Subject: "s", Text: "t"}}))
}

func TestMailServerThatIsDownLosesNothingAndAgesNothing(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	for range 120 {
		w.write("a@example.com")
	}
	w.mailer.away = errDied
	for range 12 * 10 { // ten days, tried every two hours
		if err := w.service.Deliver(t.Context()); !errors.Is(err, errDied) {
			t.Fatalf("delivering says %v", err)
		}
		w.clock.Move(2 * time.Hour)
	}
	for _, m := range w.mails {
		if m.State != reseller.MailWaiting || m.Attempts != 0 {
			t.Fatalf("mail %d is %s after %d attempts", m.ID, m.State, m.Attempts)
		}
	}
	w.mailer.away = nil
	w.must(w.service.Deliver(t.Context()))
	w.must(w.service.Deliver(t.Context()))
	if len(w.mailer.took) != 120 {
		t.Errorf("%d mails were sent, want 120, each once", len(w.mailer.took))
	}
}

func TestMailServerThatIsDownIsNotAskedAllTheTime(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.write("a@example.com")
	w.mailer.away = errDied
	for range 360 { // an hour, every ten seconds
		_ = w.service.Deliver(t.Context())
		w.clock.Move(10 * time.Second)
	}
	if w.mailer.sessions < 12 || w.mailer.sessions > 20 {
		t.Errorf("it was asked %d times in an hour", w.mailer.sessions)
	}
}

func TestMailThatIsRefusedHoldsUpNoOtherAndIsGivenUpAfterDays(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.write("gone@example.com")
	w.write("a@example.com")
	w.mailer.refuses = map[string]error{"gone@example.com": errors.New("550 no such user")}
	w.must(w.service.Deliver(t.Context()))
	if len(w.mailer.took) != 1 || w.mails[0].State != reseller.MailWaiting || !strings.Contains(w.mails[0].Problem, "550") {
		t.Errorf("%d mails sent; the refused one: %+v", len(w.mailer.took), *w.mails[0])
	}
	for range 24 * 4 {
		w.clock.Move(time.Hour)
		w.must(w.service.Deliver(t.Context()))
	}
	if w.mails[0].State != reseller.MailWaiting {
		t.Errorf("given up after 4 days: %d attempts", w.mails[0].Attempts)
	}
	for range 24 * 2 {
		w.clock.Move(time.Hour)
		w.must(w.service.Deliver(t.Context()))
	}
	if w.mails[0].State != reseller.MailGivenUp || w.mails[0].Attempts < 10 || w.mails[0].Attempts > 30 {
		t.Errorf("after 6 days it is %s, %d attempts", w.mails[0].State, w.mails[0].Attempts)
	}
}

func TestConnectionThatBreaksEndsTheSession(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.write("broken@example.com")
	w.write("a@example.com")
	w.mailer.refuses = map[string]error{"broken@example.com": notices.ErrBroken}
	if err := w.service.Deliver(t.Context()); !errors.Is(err, notices.ErrBroken) {
		t.Errorf("delivering says %v", err)
	}
	if len(w.mailer.took) != 0 || w.mails[1].Attempts != 0 {
		t.Error("the session went on")
	}
	w.mailer.refuses = nil
	w.clock.Move(10 * time.Minute)
	w.must(w.service.Deliver(t.Context()))
	if len(w.mailer.took) != 2 {
		t.Errorf("%d mails were sent later, want both", len(w.mailer.took))
	}
}

func TestCrashBetweenSendingAndItsRecordCanBeRecognised(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.write("a@example.com")
	w.lostMark = true
	if err := w.service.Deliver(t.Context()); !errors.Is(err, errDied) {
		t.Fatalf("delivering says %v", err)
	}
	w.must(w.service.Deliver(t.Context()))
	if len(w.mailer.took) != 1 {
		t.Error("it was sent again while the first attempt may still be under way")
	}
	w.clock.Move(6 * time.Minute)
	w.must(w.service.Deliver(t.Context()))
	if len(w.mailer.took) != 2 || w.mailer.took[0].Key != w.mailer.took[1].Key || w.mailer.took[0].Key == "" {
		t.Errorf("sent: %+v", w.mailer.took)
	}
}

func TestWithoutAMailerMailsWait(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.write("a@example.com")
	w.service.Mailer = nil
	w.must(w.service.Deliver(t.Context()))
	if w.mails[0].State != reseller.MailWaiting || w.mails[0].Attempts != 0 {
		t.Errorf("the mail is %+v", *w.mails[0])
	}
}

// invoices makes the documents of invoices, or cannot.
type invoices struct{ err error }

func (p invoices) InvoiceFile(_ context.Context, invoice int64) (notices.Attachment, error) {
	return notices.Attachment{Name: fmt.Sprintf("%d.pdf", invoice), Type: "application/pdf", Body: []byte("%PDF")}, p.err
}

func TestInvoiceIsAttachedIfItCanBeMade(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want int
	}{{nil, 1}, {errDied, 0}} {
		w := newFixture(t)
		w.service.Invoices = invoices{c.err}
		w.must(w.AddMails(t.Context(), []reseller.Mail{{Cause: "x", InvoiceID: 5, To: "a@example.com"}}))
		w.must(w.service.Deliver(t.Context()))
		if len(w.mailer.took) != 1 || len(w.mailer.took[0].Attachments) != c.want {
			t.Errorf("with %v: sent %+v", c.err, w.mailer.took)
		}
	}
}
