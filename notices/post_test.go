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
func (w *world) write(to string) {
	w.t.Helper()
	w.must(w.AddMails(w.t.Context(), []reseller.Mail{{Cause: fmt.Sprintf("test:%d", len(w.mails)), To: to, Subject: "s", Text: "t"}}))
}

func TestMailServerThatIsDownLosesNothingAndAgesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 120 {
		w.write("a@example.com")
	}
	w.carrier.away = errDied
	for range 12 * 10 { // ten days, tried every two hours
		if err := w.office.Deliver(t.Context()); !errors.Is(err, errDied) {
			t.Fatalf("delivering says %v", err)
		}
		w.clock.Move(2 * time.Hour)
	}
	for _, m := range w.mails {
		if m.State != reseller.MailWaiting || m.Attempts != 0 {
			t.Fatalf("mail %d is %s after %d attempts", m.ID, m.State, m.Attempts)
		}
	}
	w.carrier.away = nil
	w.must(w.office.Deliver(t.Context()))
	w.must(w.office.Deliver(t.Context()))
	if len(w.carrier.took) != 120 {
		t.Errorf("%d mails were sent, want 120, each once", len(w.carrier.took))
	}
}

func TestMailServerThatIsDownIsNotAskedAllTheTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write("a@example.com")
	w.carrier.away = errDied
	for range 360 { // an hour, every ten seconds
		_ = w.office.Deliver(t.Context())
		w.clock.Move(10 * time.Second)
	}
	if w.carrier.rounds < 12 || w.carrier.rounds > 20 {
		t.Errorf("it was asked %d times in an hour", w.carrier.rounds)
	}
}

func TestMailThatIsRefusedHoldsUpNoOtherAndIsGivenUpAfterDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write("gone@example.com")
	w.write("a@example.com")
	w.carrier.refuses = map[string]error{"gone@example.com": errors.New("550 no such user")}
	w.must(w.office.Deliver(t.Context()))
	if len(w.carrier.took) != 1 || w.mails[0].State != reseller.MailWaiting || !strings.Contains(w.mails[0].Problem, "550") {
		t.Errorf("%d mails sent; the refused one: %+v", len(w.carrier.took), *w.mails[0])
	}
	for range 24 * 4 {
		w.clock.Move(time.Hour)
		w.must(w.office.Deliver(t.Context()))
	}
	if w.mails[0].State != reseller.MailWaiting {
		t.Errorf("given up after 4 days: %d attempts", w.mails[0].Attempts)
	}
	for range 24 * 2 {
		w.clock.Move(time.Hour)
		w.must(w.office.Deliver(t.Context()))
	}
	if w.mails[0].State != reseller.MailGivenUp || w.mails[0].Attempts < 10 || w.mails[0].Attempts > 30 {
		t.Errorf("after 6 days it is %s, %d attempts", w.mails[0].State, w.mails[0].Attempts)
	}
}

func TestConnectionThatBreaksEndsTheRound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write("broken@example.com")
	w.write("a@example.com")
	w.carrier.refuses = map[string]error{"broken@example.com": notices.ErrBroken}
	if err := w.office.Deliver(t.Context()); !errors.Is(err, notices.ErrBroken) {
		t.Errorf("delivering says %v", err)
	}
	if len(w.carrier.took) != 0 || w.mails[1].Attempts != 0 {
		t.Error("the round went on")
	}
	w.carrier.refuses = nil
	w.clock.Move(10 * time.Minute)
	w.must(w.office.Deliver(t.Context()))
	if len(w.carrier.took) != 2 {
		t.Errorf("%d mails were sent later, want both", len(w.carrier.took))
	}
}

func TestCrashBetweenSendingAndItsRecordCanBeRecognised(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write("a@example.com")
	w.lostMark = true
	if err := w.office.Deliver(t.Context()); !errors.Is(err, errDied) {
		t.Fatalf("delivering says %v", err)
	}
	w.must(w.office.Deliver(t.Context()))
	if len(w.carrier.took) != 1 {
		t.Error("it was sent again while the first attempt may still be under way")
	}
	w.clock.Move(6 * time.Minute)
	w.must(w.office.Deliver(t.Context()))
	if len(w.carrier.took) != 2 || w.carrier.took[0].Key != w.carrier.took[1].Key || w.carrier.took[0].Key == "" {
		t.Errorf("sent: %+v", w.carrier.took)
	}
}

func TestWithoutACarrierMailsWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write("a@example.com")
	w.office.Mailer = nil
	w.must(w.office.Deliver(t.Context()))
	if w.mails[0].State != reseller.MailWaiting || w.mails[0].Attempts != 0 {
		t.Errorf("the mail is %+v", *w.mails[0])
	}
}

// papers makes the documents of invoices, or cannot.
type papers struct{ err error }

func (p papers) InvoiceFile(_ context.Context, invoice int64) (notices.Attachment, error) {
	return notices.Attachment{Name: fmt.Sprintf("%d.pdf", invoice), Type: "application/pdf", Body: []byte("%PDF")}, p.err
}

func TestInvoiceIsAttachedIfItCanBeMade(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want int
	}{{nil, 1}, {errDied, 0}} {
		w := newWorld(t)
		w.office.Invoices = papers{c.err}
		w.must(w.AddMails(t.Context(), []reseller.Mail{{Cause: "x", InvoiceID: 5, To: "a@example.com"}}))
		w.must(w.office.Deliver(t.Context()))
		if len(w.carrier.took) != 1 || len(w.carrier.took[0].Attachments) != c.want {
			t.Errorf("with %v: sent %+v", c.err, w.carrier.took)
		}
	}
}
