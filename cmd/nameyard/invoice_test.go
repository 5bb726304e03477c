package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nameyard/demo"
)

// unpaidInvoices is a demo that has been stopped, whose account cannot pay the renewals of some names.
func unpaidInvoices(t *testing.T, slds ...string) (*shell, []invoiceView) {
	t.Helper()
	s := newShell(t)
	server := s.demo()
	for _, sld := range slds {
		server.register(sld)
		if answer := server.act("SetAutoRenew", "sld", sld, "tld", "com", "autorenew", "1"); answer["result"] != "success" {
			t.Fatalf("SetAutoRenew: %v", answer)
		}
	}
	server.stop()
	var credit creditView
	s.decode(&credit, "credit", "show", demo.Email)
	s.must("credit", "take", demo.Email, credit.Available, "--note", "all of it")
	s.must("sandbox", "advance", "345d")
	var list []invoiceView
	s.decode(&list, "invoice", "list", "--unpaid", "--account", demo.Email)
	if len(list) != len(slds) {
		t.Fatalf("unpaid invoices: %+v", list)
	}
	return s, list
}

func TestUnpaidInvoiceIsPaidFromCreditByARenewal(t *testing.T) {
	t.Parallel()
	s, unpaid := unpaidInvoices(t, "paid")
	number := unpaid[0].Number
	if r := s.run("invoice", "pay", number); r.code != exitRefused || !strings.Contains(r.errOut, "credit") {
		t.Errorf("without credit: exit %d, %s", r.code, r.errOut)
	}
	s.must("credit", "add", demo.Email, "20.00")
	var paid invoiceView
	s.decode(&paid, "invoice", "pay", number)
	if paid.Number != number || paid.Status != "paid" || paid.Order == 0 || paid.PaidAt == nil {
		t.Errorf("paid: %+v", paid)
	}
	if r := s.run("invoice", "pay", number); r.code != exitRefused || !strings.Contains(r.errOut, "invoice "+number+" is paid; nothing was done") {
		t.Errorf("a second time: exit %d, %s", r.code, r.errOut)
	}
	transaction := regexp.MustCompile(`NY-\S+`).FindString(s.must("order", "show", "2"))
	if text := s.must("order", "show", transaction); transaction == "" || text != s.must("order", "show", "2") || s.must("order", "story", transaction) != s.must("order", "story", "2") {
		t.Errorf("the order of transaction %s is another: %s", transaction, text)
	}
	if text := s.must("order", "show", "2"); !strings.Contains(text, "asked: years") || !strings.Contains(text, "renew") || !strings.Contains(text, "paid.com") || !strings.Contains(text, "done") {
		t.Errorf("the order that paid it is\n%s", text)
	}
	s.must("verify")
}

func TestNumberedInvoiceIsCancelledByACreditNoteThatNamesIt(t *testing.T) {
	t.Parallel()
	s, unpaid := unpaidInvoices(t, "cancelled")
	number := unpaid[0].Number
	var cancelled invoiceView
	s.decode(&cancelled, "invoice", "cancel", number, "--reason", "a mistake")
	if cancelled.Status != "cancelled" || cancelled.Reason != "a mistake" {
		t.Errorf("cancelled: %+v", cancelled)
	}
	if r := s.run("invoice", "cancel", number); r.code != exitRefused || !strings.Contains(r.errOut, `use "nameyard invoice credit"`) {
		t.Errorf("a second time: exit %d, %s", r.code, r.errOut)
	}
	s.must("job", "run", "invoice-numbers")
	var list []invoiceView
	s.decode(&list, "invoice", "list")
	note := list[0]
	if note.Credits != unpaid[0].ID || note.Number == "" {
		t.Fatalf("the last invoice is no credit note for %d: %+v", unpaid[0].ID, note)
	}
	if text := s.must("invoice", "show", note.Number); !strings.Contains(text, "credit note for invoice") {
		t.Errorf("the credit note is shown as\n%s", text)
	}
	file := filepath.Join(s.data, "note.html")
	s.must("invoice", "print", note.Number, "--format", "html", "--to", file, "--seller-name", "Registrar.example")
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, piece := range []string{note.Number, number, "Registrar.example", "cancelled.com"} {
		if !strings.Contains(string(body), piece) {
			t.Errorf("the printed credit note does not have %q", piece)
		}
	}
	s.must("verify")
}

func TestPaidInvoiceIsCreditedByANumberedCreditNote(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	server.register("goodwill")
	server.stop()
	var before, after creditView
	var list []invoiceView
	s.decode(&before, "credit", "show", demo.Email)
	s.decode(&list, "invoice", "list")
	if r := s.run("invoice", "credit", "1"); r.code != exitUsage || !strings.Contains(r.errOut, "--reason") {
		t.Errorf("without a reason: exit %d, %s", r.code, r.errOut)
	}
	if r := s.run("invoice", "credit", "1", "--line", "2", "--reason", "x", "--yes"); r.code != exitUsage || !strings.Contains(r.errOut, "--line: there is no line 2") {
		t.Errorf("a line that there is not: exit %d, %s", r.code, r.errOut)
	}
	if r := s.run("invoice", "credit", "1", "--reason", "a courtesy"); r.code != exitRefused || !strings.Contains(r.errOut, "--yes") {
		t.Errorf("without a word that it is meant: exit %d, %s", r.code, r.errOut)
	}
	var foreseen, note invoiceView
	s.decode(&foreseen, "invoice", "credit", "1", "--reason", "a courtesy", "--dry-run")
	s.decode(&note, "invoice", "credit", "1", "--reason", "a courtesy", "--yes")
	if foreseen.Number != "" || foreseen.Total != note.Total || foreseen.Credits != note.Credits {
		t.Errorf("foreseen was %+v", foreseen)
	}
	if note.Number == "" || note.Credits != 1 || note.Total != "-"+list[0].Total || note.Reason != "a courtesy" || note.Lines[0].Domain != "goodwill.com" {
		t.Errorf("the credit note: %+v", note)
	}
	s.decode(&after, "credit", "show", demo.Email)
	if before.Available == after.Available || after.Available != "1000.00" {
		t.Errorf("the account had %s and has %s", before.Available, after.Available)
	}
	if r := s.run("invoice", "credit", "1", "--reason", "again", "--yes"); r.code != exitRefused || !strings.Contains(r.errOut, "was credited before, by credit note "+note.Number) {
		t.Errorf("a second time: exit %d, %s", r.code, r.errOut)
	}
	s.must("verify")
}

func TestInvoiceIsPrintedIntoANewFileOnly(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo()
	server.register("printed")
	server.stop()
	file := filepath.Join(s.data, "invoice.pdf")
	if text := s.must("invoice", "print", "1", "--to", file); !strings.Contains(text, file) {
		t.Errorf("it says\n%s", text)
	}
	body, err := os.ReadFile(file)
	if err != nil || !strings.HasPrefix(string(body), "%PDF-") {
		t.Errorf("the file begins with %.10q, %v", body, err)
	}
	if r := s.run("invoice", "print", "1", "--to", file); r.code != exitRefused || !strings.Contains(r.errOut, "cannot write the invoice") {
		t.Errorf("over the file: exit %d, %s", r.code, r.errOut)
	}
	if r := s.run("invoice", "print", "9", "--to", file); r.code != exitRefused || !strings.Contains(r.errOut, `"nameyard invoice list" shows them`) {
		t.Errorf("one that is not there: exit %d, %s", r.code, r.errOut)
	}
}
