package main

import (
	"strings"
	"testing"
)

// A payment that was received and not credited is listed, shown with the command that credits it, and needs nobody any more once that was run.
func TestStrandedPaymentIsCreditedByTheCommandThatIsShown(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.must("migrate")
	s.must("account", "add", "a@example.com", "--name", "A", "--currency", "SEK")
	s.tamper(`INSERT INTO payments (account_id, kind, state, currency, amount, provider_key, save_card, begun_by, ref, received, received_currency,
		reason, refunded, disputed, customer, method, dispute, account_new, created_at, settled_at, asked_at)
		SELECT id, 'once', 'stranded', 'SEK', 20000, 'key', 0, 'a person', 'pi_1', 25000, 'SEK', 'other_amount', 5000, 0, '', '', '', created_at, created_at, created_at, created_at FROM accounts`)
	if list := s.must("payment", "list", "--needs-you"); !strings.Contains(list, "stranded") || !strings.Contains(list, "pi_1") {
		t.Errorf("the list is\n%s", list)
	}
	var shown paymentView
	s.decode(&shown, "payment", "show", "1")
	if shown.Received != "250.00 SEK" || shown.Refunded != "50.00 SEK" || !strings.HasPrefix(shown.Command, "nameyard credit add a@example.com 200.00 ") {
		t.Fatalf("shown is %+v", shown)
	}
	if text := s.must("payment", "show", "1"); !strings.Contains(text, "with: "+shown.Command) {
		t.Errorf("shown is\n%s", text)
	}
	s.must("credit", "add", "a@example.com", "200.00", "--ref", "pi_1", "--note", "card payment")
	if list := s.must("payment", "list", "--needs-you", "--json"); strings.TrimSpace(list) != "[]" {
		t.Errorf("still to be done: %s", list)
	}
	s.must("verify")
}
