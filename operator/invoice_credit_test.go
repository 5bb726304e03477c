package operator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/reseller"
)

// A paid invoice gets a numbered credit note with its refund. The name keeps its year, the account hears of it, and the books fit,
// also after the name is deleted in the add grace: what was given back is not given back again.
func TestPaidInvoiceIsCreditedByTheOperator(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Invoices{Store: e.Store, Printer: e.Invoices}
		before, err := e.Store.Balance(ctx, e.Account.ID)
		e.Must(err)
		kept, deleted := e.Register("kept.com"), e.Register("deleted.com")
		all, err := u.List(ctx, operator.InvoiceChoice{Account: e.Account.Email, Page: reseller.Page{Limit: 100}})
		e.Must(err)
		issued := printed(e, all[0])
		name, number, address := "Another Name", "DE123456789", "Hauptstr. 1"
		_, err = operator.Accounts{Store: e.Store}.Change(ctx, e.Account.Email, operator.AccountChange{Name: &name, AccountSettings: operator.AccountSettings{VATNumber: &number, Address: &address}})
		e.Must(err)
		if now := printed(e, all[0]); now != issued {
			e.Errorf("an invoice followed its account, from\n%s\nto\n%s", issued, now)
		}
		for _, i := range all {
			note, err := u.Credit(ctx, operator.InvoiceCredit{Number: fmt.Sprint(i.ID), Reason: " a courtesy "})
			e.Must(err)
			if note.Number == "" || note.Credits != i.ID || note.Charge.Total() != -i.Charge.Total() || note.Reason != "a courtesy" {
				e.Errorf("the credit note: %+v", note)
			}
			if text := printed(e, note); strings.Contains(text, number) || strings.Contains(text, name) || strings.Contains(text, address) {
				e.Errorf("a credit note has another buyer than its invoice:\n%s", text)
			}
		}
		first, err := u.Find(ctx, fmt.Sprint(all[0].ID))
		e.Must(err)
		_, err = u.Credit(ctx, operator.InvoiceCredit{Number: first.Number, Reason: "again"})
		wantError(e, err, reseller.KindConflict, "was credited before, by credit note 2026-00000003 over")

		e.Change(deleted, reseller.OrderDelete, "delete", reseller.Desired{})
		if after, err := e.Store.Balance(ctx, e.Account.ID); err != nil || after != before {
			e.Errorf("the account has %+v, %v, and had %+v", after, err, before)
		}
		if d := e.Domain("kept.com"); !d.PaidThrough.Equal(kept.PaidThrough) || d.State != reseller.DomainActive {
			e.Errorf("the name of the credited invoice is %s, paid through %s", d.State, d.PaidThrough)
		}
		if told := mailsOf(e, "invoice_credited"); len(told) != 2 || !strings.Contains(told[0].Text, "credit note  2026-00000003") {
			e.Errorf("the mails: %+v", told)
		}
		e.Verify()
		wantToldOfRefund(e, before)
	})
}

// printed is an invoice as a page.
func printed(e *apptest.Env, i reseller.Invoice) string {
	e.Helper()
	page, err := operator.Invoices{Store: e.Store, Printer: e.Invoices}.Print(e.Context(), fmt.Sprint(i.ID), "html")
	e.Must(err)
	return string(page)
}

// wantToldOfRefund has a name deleted in the add grace: the account hears once of the one credit note, after the deletion itself.
func wantToldOfRefund(e *apptest.Env, before reseller.Balance) {
	e.Helper()
	ctx, returned := e.Context(), e.Register("returned.com")
	e.Change(returned, reseller.OrderDelete, "back", reseller.Desired{})
	if after, err := e.Store.Balance(ctx, e.Account.ID); err != nil || after != before {
		e.Errorf("after the refund the account has %+v, %v, and had %+v", after, err, before)
	}
	told := mailsOf(e, "invoice_credited")
	invoices, err := e.Store.Invoices(ctx, e.Account.ID, 0, 100)
	e.Must(err)
	note := invoices[len(invoices)-1]
	if len(invoices) != 6 || note.DomainID != returned.ID || note.Credits != invoices[4].ID || note.Number == "" {
		e.Fatalf("%d invoices and credit notes, the last one %+v", len(invoices), note)
	}
	if len(told) != 3 || told[2].InvoiceID != note.ID || !strings.Contains(told[2].Text, "credit note  "+note.Number) ||
		!strings.Contains(told[2].Text, "credited your invoice "+invoices[4].Number+" for returned.com") {
		e.Errorf("the mails of credit notes: %+v", told)
	}
	events, err := e.Store.Events(ctx, e.Account.ID, 0, 100)
	e.Must(err)
	var kinds []string
	for _, event := range events {
		if event.DomainID == returned.ID {
			kinds = append(kinds, event.Kind)
		}
	}
	if got := strings.Join(kinds, " "); got != "register.done delete.done invoice.credited" {
		e.Errorf("the events of the name: %s", got)
	}
	if d := events[len(events)-1].Detail; d.Invoice != note.ID || d.Total != note.Charge.Total() || d.Name != "returned.com" || d.Reason != note.Reason {
		e.Errorf("the event of the credit note says %+v", d)
	}
	e.Verify()
}

// mailsOf has what happened told, and gives the mails of a kind, oldest first.
func mailsOf(e *apptest.Env, kind string) []reseller.Mail {
	e.Helper()
	for _, job := range []string{jobs.Numbers, jobs.EventNumbers, jobs.NoticesOfEvents} {
		e.Must(e.Jobs.Run(e.Context(), job))
	}
	all, err := e.Store.SearchMails(e.Context(), reseller.MailSearch{Page: reseller.Page{Limit: 100}})
	e.Must(err)
	slices.Reverse(all)
	var found []reseller.Mail
	for _, m := range all {
		if m.Kind == kind {
			m, err = e.Store.Mail(e.Context(), m.ID)
			e.Must(err)
			found = append(found, m)
		}
	}
	return found
}

func TestWhatCannotBeCreditedIsRefusedWithTheWay(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Invoices{Store: e.Store}
		claim := unpaid(e, "claimed.com")
		all, err := u.List(ctx, operator.InvoiceChoice{Account: e.Account.Email, Page: reseller.Page{Limit: 100}})
		e.Must(err)
		paid := all[len(all)-1]
		for _, c := range []struct {
			credit operator.InvoiceCredit
			kind   reseller.Kind
			words  string
		}{
			{operator.InvoiceCredit{Number: paid.Number, Reason: " "}, reseller.KindInvalid, "reason is empty"},
			{operator.InvoiceCredit{Number: "2020-00000001", Reason: "x"}, reseller.KindNotFound, "there is no invoice"},
			{operator.InvoiceCredit{Number: claim.Number, Reason: "x"}, reseller.KindConflict, "use Invoices.Cancel"},
			{operator.InvoiceCredit{Number: paid.Number, Lines: []int{2}, Reason: "x"}, reseller.KindInvalid, "there is no line 2"},
			{operator.InvoiceCredit{Number: paid.Number, Lines: []int{1, 1}, Reason: "x"}, reseller.KindInvalid, "given twice"},
		} {
			_, err := u.Credit(ctx, c.credit)
			wantError(e, err, c.kind, c.words)
		}
		goodwill := operator.CreditMove{Email: e.Account.Email, Kind: reseller.CreditRefund, Amount: "1", About: paid.Number, Note: "an outage"}
		wantGoodwill(e, goodwill, paid, claim)
		note, err := u.Credit(ctx, operator.InvoiceCredit{Number: paid.Number, Lines: []int{1}, Reason: "x"})
		e.Must(err)
		_, err = operator.Credit{Store: e.Store}.Move(ctx, goodwill)
		wantError(e, err, reseller.KindInvalid, "was credited already, by credit note")
		goodwill.About = fmt.Sprint(paid.OrderID)
		_, err = operator.Credit{Store: e.Store}.Move(ctx, goodwill)
		wantError(e, err, reseller.KindInvalid, "has gone back already")
		_, err = u.Credit(ctx, operator.InvoiceCredit{Number: note.Number, Reason: "x"})
		wantError(e, err, reseller.KindConflict, "is a credit note")
		_, err = u.Cancel(ctx, claim.Number, "x")
		e.Must(err)
		_, err = u.Credit(ctx, operator.InvoiceCredit{Number: claim.Number, Reason: "x"})
		wantError(e, err, reseller.KindConflict, "is cancelled")
	})
}

// wantGoodwill has a refund of a paid invoice booked beside it, and others refused: sales, tax and invoices stay as they are.
func wantGoodwill(e *apptest.Env, m operator.CreditMove, paid, claim reseller.Invoice) {
	e.Helper()
	ctx, u := e.Context(), operator.Credit{Store: e.Store}
	had, err := e.Store.Balance(ctx, e.Account.ID)
	e.Must(err)
	for words, change := range map[string]func(*operator.CreditMove){
		"is no invoice that was paid":    func(m *operator.CreditMove) { m.About = claim.Number },
		"has no invoice and no order":    func(m *operator.CreditMove) { m.About = "999999" },
		"more than is left of what it":   func(m *operator.CreditMove) { m.Amount = "500.00" },
		"note is empty":                  func(m *operator.CreditMove) { m.Note = "" },
		"a refund adds credit":           func(m *operator.CreditMove) { m.Take = true },
		"only a refund names an invoice": func(m *operator.CreditMove) { m.Kind = reseller.CreditCorrection },
		"payment, refund or correction":  func(m *operator.CreditMove) { m.Kind = "gift" },
	} {
		asked := m
		change(&asked)
		_, err := u.Move(ctx, asked)
		wantError(e, err, reseller.KindInvalid, words)
	}
	moved, err := u.Move(ctx, m)
	e.Must(err)
	lines, err := u.Ledger(ctx, operator.LedgerChoice{Account: e.Account.Email, Page: reseller.Page{Limit: 1}})
	e.Must(err)
	if l := lines[0]; moved.Available != had.Available+100 || l.Kind != reseller.EntryGoodwill || l.Note != "invoice "+paid.Number+": an outage" || l.Postings[0].Account != reseller.HouseGoodwill {
		e.Errorf("%d available after %d, by %+v", moved.Available, had.Available, l)
	}
	// An invoice and its order are one sale, whose charge is given back once at the most.
	order := fmt.Sprint(paid.OrderID)
	m.About, m.Amount = order, reseller.Money{Minor: paid.Charge.Total(), Currency: paid.Charge.Currency}.Decimal()
	_, err = u.Move(ctx, m)
	wantError(e, err, reseller.KindInvalid, "more than is left of what it refunds: order "+order+" cost")
	m.Amount = "1"
	_, err = u.Move(ctx, m)
	e.Must(err)
	free := e.Change(e.Domain("claimed.com"), reseller.OrderLock, "lock", reseller.Desired{Lock: new(true)})
	m.About = fmt.Sprint(free.ID)
	_, err = u.Move(ctx, m)
	wantError(e, err, reseller.KindInvalid, "charged nothing that was kept")
	e.Verify()
}
