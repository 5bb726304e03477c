package notices_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/notices"
	"nameyard/reseller"
)

func TestEventsLeadToMails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		event string
		auto  bool
		state reseller.DomainState
		want  string // kind of mail, "" = none
		says  string
	}{
		{"register.done", false, reseller.DomainActive, "registered", "Automatic renewal is off"},
		{"register.done", true, reseller.DomainActive, "registered", "renewed automatically while your credit covers it"},
		{"register.refused", false, reseller.DomainRefused, "registration_failed", "nothing was charged"},
		{"transfer.done", false, reseller.DomainActive, "transferred", "in your account now"},
		{"transfer.refused", false, reseller.DomainRefused, "transfer_failed", "the words"},
		{reseller.EventTransferStarted, false, reseller.DomainPendingTransfer, "transfer_started", "held for it  12.50 SEK"},
		{reseller.EventTransferAwayRequested, false, reseller.DomainActive, "transfer_requested", "reject the transfer now"},
		{reseller.EventTransferredAway, false, reseller.DomainTransferredAway, "gone", "not in your account any more"},
		{"release.done", false, reseller.DomainReleased, "gone", "tell us at once"},
		{"renew.done", false, reseller.DomainActive, "renewed", "paid through  2027-03-01"},
		{"renew.refused", true, reseller.DomainActive, "renewal_failed", "the words"},
		{"renew.refused", false, reseller.DomainActive, "", ""},
		{reseller.EventRenewalFailed, true, reseller.DomainActive, "renewal_failed", "Pay in what is missing"},
		{reseller.EventDeletingUnpaid, false, reseller.DomainActive, "deleting_unpaid", "not paid for in time"},
		{reseller.EventRedemptionStarted, false, reseller.DomainRedemption, "redemption", "to restore it costs  1000.00 SEK"},
		{"delete.done", false, reseller.DomainRedemption, "redemption", "possible until       about 2026-03-31"},
		{"delete.done", false, reseller.DomainDeleted, "deleted", "can soon be registered by anybody"},
		{reseller.EventDeleted, false, reseller.DomainDeleted, "deleted", "the words"},
		{"restore.done", false, reseller.DomainActive, "restored", "is back in your account"},
		{reseller.EventUnpaidKept, false, reseller.DomainActive, "operator_unpaid_kept", "is yours to pay"},
		{"nameservers.done", false, reseller.DomainActive, "", ""},
		{"contacts.refused", false, reseller.DomainActive, "", ""},
	} {
		w := newFixture(t)
		d := w.held(7, noon.AddDate(1, 0, 0))
		d.AutoRenew, d.State = c.auto, c.state
		detail := reseller.EventDetail{Name: d.Name.String(), Total: 1250, Currency: "SEK", Years: 1, Reason: "the\r\nwords", Term: "2027-03-01"}
		if c.event == reseller.EventRenewalFailed {
			detail.Code = reseller.CodeFunds
		}
		w.topUp = reseller.TopUp{State: reseller.TopUpOn, Below: 500}
		w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, OrderID: 3, Kind: c.event, Detail: detail})
		m := w.last(0)
		for _, words := range []string{"it costs      12.50 SEK", "What costs less, and is covered by your credit, is renewed meanwhile", "once less than 5.00 SEK is available"} {
			if told := strings.Contains(m.Text, words); told != (c.event == reseller.EventRenewalFailed) {
				t.Errorf("%s: the mail says %q: %t\n%s", c.event, words, told, m.Text)
			}
		}
		if m.Kind != c.want || !strings.Contains(m.Text, c.says) {
			t.Errorf("%s: mail %q says %q, want %q that says %q", c.event, m.Kind, m.Text, c.want, c.says)
		}
		to := "shop@example.com"
		if strings.HasPrefix(c.want, "operator_") {
			to = "operator@example.net"
		}
		if c.want != "" && m.To != to {
			t.Errorf("%s: goes to %s, want %s", c.event, m.To, to)
		}
	}
}

// A name that is renewed in the second after its registration has two mails, and each says what was so when it happened.
func TestMailSaysWhatWasSoWhenItHappened(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(7, noon.AddDate(2, 0, 0)) // as it is by now
	was := *d
	was.PaidThrough, was.AutoRenew = noon.AddDate(1, 0, 0), true
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "register.done"}.Of(was))
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "renew.done"}.Of(*d))
	for i, words := range [][]string{{"paid through  2027-03-01", "renewed automatically while your credit covers it"}, {"paid through  2028-03-01"}} {
		for _, piece := range words {
			if !strings.Contains(w.mails[i].Text, piece) {
				t.Errorf("mail %d does not say %q:\n%s", i, piece, w.mails[i].Text)
			}
		}
	}
	d.State = reseller.DomainActive // restored since
	gone := was
	gone.State = reseller.DomainRedemption
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "delete.done"}.Of(gone))
	if m := w.last(2); m.Kind != "redemption" {
		t.Errorf("the deletion is told as %q", m.Kind)
	}
}

func TestRenewalThatFailsAgainForTheSameReasonIsToldOnce(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(7, noon.AddDate(0, 0, 20))
	d.AutoRenew = true
	fails := func(code, term string) {
		w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: reseller.EventRenewalFailed, Detail: reseller.EventDetail{Code: code, Term: term}})
	}
	fails(reseller.CodeFunds, "2026-03-21")
	fails(reseller.CodeFunds, "2026-03-21")
	fails(reseller.CodeNoPrice, "2026-03-21")
	fails(reseller.CodeFunds, "2027-03-21")
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "renew.refused", Detail: reseller.EventDetail{Code: reseller.CodeFunds}})
	if len(w.mails) != 3 {
		t.Errorf("%d mails, want one for each reason and term", len(w.mails))
	}
}

func TestRenewalInvoiceSaysWhetherTheCreditCoversIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		balance int64
		status  reseller.InvoiceStatus
		says    string
	}{
		{20_000, reseller.InvoiceUnpaid, "Your credit covers it"},
		{5_000, reseller.InvoiceUnpaid, "Pay in at least 75.00 SEK before 2026-03-31"},
		{0, reseller.InvoicePaid, "has been paid from your credit"},
		{0, reseller.InvoiceCancelled, ""},
	} {
		w := newFixture(t)
		d := w.held(7, noon.AddDate(0, 0, 30))
		i := reseller.RenewalInvoiceOf(*d, 1, reseller.Charge{Currency: "SEK", Net: 10_000, Tax: 2_500}, noon)
		i.ID, i.Number, i.Status, w.balance = 5, "2026-00000007", c.status, c.balance
		w.invoices[5] = i
		w.happens(reseller.InvoiceEvent(reseller.EventInvoiceCreated, i, noon))
		m := w.last(0)
		if c.says == "" {
			if len(w.mails) > 0 {
				t.Errorf("a cancelled invoice is told: %s", m.Text)
			}
			continue
		}
		for _, words := range []string{c.says, "2026-00000007", "125.00 SEK, of which tax 25.00 SEK", "due             2026-03-31", "2027-03-31 once it is paid"} {
			if !strings.Contains(m.Text, words) {
				t.Errorf("with %d the mail does not say %q:\n%s", c.balance, words, m.Text)
			}
		}
		if m.InvoiceID != 5 || w.numbered == 0 {
			t.Errorf("invoice %d goes with the mail, numbered %d times", m.InvoiceID, w.numbered)
		}
	}
}

// Automatic renewal that is switched on in the grace: nothing can be paid before a day that is past.
func TestInvoiceOfAnExpiredNameSaysHowLongItCanBeRenewed(t *testing.T) {
	t.Parallel()
	for account, says := range map[int64]string{
		7: "due             2026-03-12|The name expired on 2026-03-01 and can be renewed until 2026-04-10.",
		8: "förfaller            2026-03-12|Domänen gick ut 2026-03-01 och kan förnyas till och med 2026-04-10.",
	} {
		w := newFixture(t)
		d := w.held(account, noon)
		w.clock.Set(noon.AddDate(0, 0, 11))
		i := reseller.RenewalInvoiceOf(*d, 1, reseller.Charge{Currency: "SEK", Net: 10_000, Tax: 2_500}, w.clock.Now())
		i.ID, i.Number = 5, "2026-00000007"
		w.invoices[5] = i
		w.happens(reseller.InvoiceEvent(reseller.EventInvoiceCreated, i, w.clock.Now()))
		for words := range strings.SplitSeq(says, "|") {
			if m := w.last(0); !strings.Contains(m.Text, words) || strings.Contains(m.Text, "on that day") || strings.Contains(m.Text, "den dagen") {
				t.Errorf("the mail does not say %q:\n%s", words, m.Text)
			}
		}
	}
}

func TestEndOfAnInvoiceIsToldOnlyIfItsBeginningWas(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(7, noon.AddDate(0, 0, 30))
	i := reseller.RenewalInvoiceOf(*d, 1, reseller.Charge{Currency: "SEK", Net: 10_000, Tax: 2_500}, noon)
	i.ID, i.Number = 5, "2026-00000007"
	w.invoices[5], w.invoices[6] = i, i
	w.happens(reseller.InvoiceEvent(reseller.EventInvoiceCreated, i, noon))
	i.Reason = "the term was renewed otherwise"
	note := reseller.CreditNoteOf(i, i.Reason, noon)
	note.ID, note.Number = 9, "2026-00000008"
	w.invoices[9] = note
	cancelled := reseller.InvoiceEvent(reseller.EventInvoiceCancelled, i, noon)
	cancelled.Detail.Note = note.ID
	numbered := w.numbered
	w.happens(cancelled)
	if m := w.last(1); m.InvoiceID != note.ID || w.numbered == numbered || !strings.Contains(m.Text, "2026-00000007, cancelled by the attached credit note 2026-00000008") {
		t.Errorf("invoice %d goes with the mail:\n%s", m.InvoiceID, m.Text)
	}
	w.happens(reseller.InvoiceEvent(reseller.EventInvoiceCancelled, i, noon)) // of a server of before, which did not say the note
	if m := w.last(2); m.Kind != "invoice_cancelled" || !strings.Contains(m.Text, "cancelled by a credit note") || !strings.Contains(m.Text, i.Reason) {
		t.Errorf("mail %q: %s", m.Kind, m.Text)
	}
	i.ID = 6
	w.happens(reseller.InvoiceEvent(reseller.EventInvoiceCancelled, i, noon))
	if len(w.mails) != 3 {
		t.Error("the end of an invoice was told that nobody had heard of")
	}
}

func TestStoppedRenewalsAreToldToTheAccountAndToTheOperator(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.held(7, noon.AddDate(0, 2, 0))
	w.held(8, noon.AddDate(0, 3, 0))
	w.happens(reseller.Event{AccountID: 7, Kind: reseller.EventRenewalsStopped, Detail: reseller.EventDetail{Count: 1}})
	if len(w.mails) != 2 {
		t.Fatalf("%d mails", len(w.mails))
	}
	for i, to := range []string{"shop@example.com", "operator@example.net"} {
		m := w.mails[i]
		if m.To != to || !strings.Contains(m.Text, "2026-05-01  name1.com") || strings.Contains(m.Text, "name2.com") {
			t.Errorf("%s to %s:\n%s", m.Kind, m.To, m.Text)
		}
	}
	if !strings.Contains(w.mails[1].Subject, "shop@example.com") {
		t.Errorf("the operator reads %q", w.mails[1].Subject)
	}
}

func TestAccountReadsItsOwnLanguage(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(8, noon.AddDate(1, 0, 0))
	w.happens(reseller.Event{AccountID: 8, DomainID: d.ID, Kind: "renew.done", Detail: reseller.EventDetail{Total: 14_900, Currency: "SEK"}})
	if m := w.last(0); m.Subject != "name1.com är förnyad till och med 2027-03-01" || !strings.Contains(m.Text, "149,00 SEK") {
		t.Errorf("%s\n%s", m.Subject, m.Text)
	}
}

func TestOldEventsUnknownAccountsAndSkippedKindsLeadToNoMail(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.service.Skip = []string{"renewed"}
	d := w.held(7, noon.AddDate(1, 0, 0))
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "register.done", At: noon.AddDate(0, 0, -8)})
	w.happens(reseller.Event{AccountID: 99, DomainID: d.ID, Kind: "register.done"})
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "renew.done"})
	if len(w.mails) != 0 || w.cursor != 3 {
		t.Errorf("%d mails, read up to %d", len(w.mails), w.cursor)
	}
}

func TestClockThatIsMovedFarAfterAnEventDoesNotMakeItOld(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.must(w.service.WriteMails(t.Context())) // nothing has happened yet
	d := w.held(7, noon.AddDate(1, 0, 0))
	w.clock.Move(300 * day)
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "register.done", At: noon.Add(time.Second)})
	if m := w.last(0); m.Kind != "registered" {
		t.Errorf("the mail is %q", m.Kind)
	}
}

func TestEventsAreReadOnceAlsoByTwoServers(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(7, noon.AddDate(1, 0, 0))
	for range 450 {
		w.events = append(w.events, reseller.Event{
			ID: int64(len(w.events) + 1), Seq: int64(len(w.events) + 1), AccountID: 7, DomainID: d.ID, Kind: "renew.done", At: noon,
		})
	}
	w.must(w.service.WriteMails(t.Context()))
	w.must(w.service.WriteMails(t.Context()))
	w.cursor = 0 // the second server had read nothing yet
	w.must(w.service.WriteMails(t.Context()))
	if len(w.mails) != 450 {
		t.Errorf("%d mails for 450 events", len(w.mails))
	}
}

func TestOperatorHearsOfAnUnclearOrderOnce(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.orders = []reseller.Order{{ID: 9, Kind: reseller.OrderRenew, Name: reseller.NameOf("a.com", "com"), UnknownAt: noon.Add(-2 * time.Hour), Reason: "no answer"}}
	w.must(w.service.Unclear(t.Context()))
	w.must(w.service.Unclear(t.Context()))
	if len(w.mails) != 1 || w.mails[0].To != "operator@example.net" || !strings.Contains(w.mails[0].Text, "nameyard order resolve 9") {
		t.Errorf("%d mails: %+v", len(w.mails), w.last(0))
	}
}

func TestIDNIsShownInBothForms(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(7, noon.AddDate(1, 0, 0))
	d.Name = reseller.NameOf("xn--rksmrgs-5wao1o.se", "se")
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "renew.done"})
	if m := w.last(0); !strings.HasPrefix(m.Subject, "räksmörgås.se (xn--rksmrgs-5wao1o.se) is renewed") {
		t.Errorf("subject %q", m.Subject)
	}
}

// A mail links to where it goes on, at the address of those who get it; without an address there is no link.
func TestMailsLinkToThePanel(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(7, noon.AddDate(1, 0, 0))
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "register.done"}.Of(*d))
	if m := w.last(0); strings.Contains(m.Text, "browser") {
		t.Errorf("it says %q", m.Text)
	}
	w.service.Panel = notices.Addresses{Resellers: "https://api.example.net", Operators: "https://staff.example.net"}
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: "renew.done"}.Of(*d))
	if m := w.last(1); !strings.Contains(m.Text, "Open it in a browser: https://api.example.net/panel/domains/1/\n") || !strings.Contains(m.HTML, "/panel/domains/1/") {
		t.Errorf("it says %q", m.Text)
	}
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: reseller.EventUnpaidKept}.Of(*d))
	if m := w.last(2); !strings.Contains(m.Text, "https://staff.example.net/operator/invoices/\n") {
		t.Errorf("it says %q", m.Text)
	}
	w.happens(reseller.Event{AccountID: 7, DomainID: d.ID, Kind: reseller.EventTransferredAway}.Of(*d))
	if m := w.last(3); m.Kind != "gone" || strings.Contains(m.Text, "example.net/panel") {
		t.Errorf("it says %q", m.Text)
	}
}
