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
	s.tamper(`UPDATE payments SET refunded = 7000`)
	var listed []paymentView
	if s.decode(&listed, "payment", "list", "--needs-you"); len(listed) != 1 || !strings.HasPrefix(listed[0].Command, "nameyard credit take a@example.com 20.00 --ref pi_1-refunded-7000") {
		t.Fatalf("refunded further, the list has %+v", listed)
	}
	if text := s.must("payment", "dismiss", "1", "20.00", "--reason", "a courtesy"); !strings.Contains(text, "dismissed: a courtesy") || strings.Contains(text, "to do:") {
		t.Errorf("dismissed is\n%s", text)
	}
	if list := s.must("payment", "list", "--needs-you", "--json"); strings.TrimSpace(list) != "[]" {
		t.Errorf("still to be done: %s", list)
	}
	s.tamper(`INSERT INTO payment_disputes (payment_id, dispute, amount, currency, status, begun_at) SELECT id, 'du_1', 300, 'SEK', 'won', created_at FROM payments
		UNION ALL SELECT id, 'du_2', 400, 'SEK', 'lost', created_at FROM payments`)
	s.tamper(`UPDATE payments SET disputed = 700, dispute = 'lost'`)
	if text := s.must("payment", "show", "1"); !strings.Contains(text, "disputed: 7.00 SEK\ndispute: du_1 3.00 SEK won\ndispute: du_2 4.00 SEK lost\n") || !strings.Contains(text, "take a@example.com 4.00 --ref pi_1-disputed-du_2") {
		t.Errorf("a payment with two disputes is\n%s", text)
	}
	if s.decode(&shown, "payment", "show", "1"); len(shown.Disputes) != 2 || shown.Disputes[1].ID != "du_2" || shown.Disputes[1].Amount != "4.00 SEK" || shown.Disputes[1].BegunAt == nil {
		t.Errorf("its disputes are %+v", shown.Disputes)
	}
	s.tamper(`INSERT INTO top_ups (account_id, customer, method, brand, last4, exp_month, exp_year, state, below, amount, month_max, declines, version, card_from)
		SELECT id, 'cus_1', 'pm_1', 'visa', '4242', 12, 2034, 'paused', 1000, 2000, 3000, 0, 1, 0 FROM accounts`)
	if text := s.must("payment", "top-ups", "--paused"); !strings.Contains(text, "restored") || !strings.Contains(text, "20.00") {
		t.Errorf("paused top-ups are\n%s", text)
	}
	s.tamper(`INSERT INTO payments (account_id, kind, state, currency, amount, provider_key, save_card, begun_by, received, received_currency, reason, refunded, disputed, customer, method, dispute,
		account_new, created_at, asked_at, look_at) SELECT id, 'automatic', 'open', 'SEK', 20000, 'key2', 0, 'job', 0, '', '', 0, 0, '', '', '', created_at, created_at, created_at, created_at FROM accounts`)
	if text := s.must("payment", "show", "2"); !strings.Contains(text, "not known yet: whether the card was charged; the provider is asked again ") {
		t.Errorf("an automatic payment that is open is\n%s", text)
	}
	s.must("payment", "remove-card", "a@example.com", "--dry-run")
	if text := s.must("payment", "top-ups", "--paused"); !strings.Contains(text, "20.00") {
		t.Errorf("after a dry run the paused top-ups are\n%s", text)
	}
	if text := s.must("payment", "remove-card", "a@example.com"); !strings.Contains(text, "is removed") {
		t.Errorf("removing a card says %s", text)
	}
	if text := s.must("payment", "top-ups"); strings.Contains(text, "a@example.com") {
		t.Errorf("without a card the top-ups are\n%s", text)
	}
	s.must("verify")
}
