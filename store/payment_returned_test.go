package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"nameyard/reseller"
)

// paidByCard is a card payment of 20.00 SEK that was credited.
func (h *house) paidByCard(a reseller.Account, ref string) reseller.Payment {
	h.t.Helper()
	sek := reseller.Money{Minor: 20_00, Currency: "SEK"}
	p, _, err := h.OpenPayment(h.ctx, reseller.Payment{
		AccountID: a.ID, Kind: reseller.PaymentOnce, State: reseller.PaymentOpen, Amount: sek, Key: ref, FormKey: ref, CreatedAt: noon, AskedAt: noon,
	}, 100, reseller.Operator)
	ok(h.t, err)
	p.Ref, p.Received = ref, sek
	p, _, err = h.CreditPayment(h.ctx, p, a, reseller.Operator)
	ok(h.t, err)
	return p
}

// An earlier release has kept the newest dispute of a payment, without its id, and its bookings. They stand once the provider has told of all disputes, and nothing is booked twice.
func TestDisputesThatAnEarlierReleaseHasKeptStayAsTheyAre(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 1000_00)
		dispute := func(n int, minor int64, status string) reseller.Dispute {
			return reseller.Dispute{ID: fmt.Sprint("dp_", n), Amount: reseller.Money{Minor: minor, Currency: "SEK"}, Status: status, BegunAt: noon.Truncate(time.Second)}
		}
		for n, c := range []struct {
			name          string
			kept          reseller.Dispute // by the earlier release
			taken, left   int64            // that it has booked, or the operator has dismissed
			then          []reseller.Dispute
			before, after string // what is left to do, before the provider has told again and afterwards
			told          int
		}{
			{"lost and taken", dispute(1, 20_00, "lost"), 20_00, 0, []reseller.Dispute{dispute(1, 20_00, "lost")}, "0", "0", 0},
			{"lost, taken in part", dispute(1, 20_00, "lost"), 5_00, 0, []reseller.Dispute{dispute(1, 20_00, "lost")}, "dispute 1500 %s-disputed-2", "dispute 1500 %s-disputed-2", 0},
			{"not decided", dispute(1, 20_00, "needs_response"), 0, 0, []reseller.Dispute{dispute(1, 20_00, "lost")}, "dispute 2000 %s-disputed", "dispute 2000 %s-disputed", 0},
			{"taken, and won meanwhile", dispute(1, 20_00, "needs_response"), 20_00, 0, []reseller.Dispute{dispute(1, 20_00, "won")}, "0", "correction 2000 %s-disputed-2", 0},
			{"dismissed", dispute(1, 20_00, "lost"), 0, 20_00, []reseller.Dispute{dispute(1, 20_00, "lost")}, "0", "0", 0},
			{"dismissed, and won meanwhile", dispute(1, 20_00, "lost"), 0, 20_00, []reseller.Dispute{dispute(1, 20_00, "won")}, "0", "0", 0},
			{"an older one was lost", dispute(2, 5_00, "won"), 0, 0, []reseller.Dispute{dispute(2, 5_00, "won"), dispute(1, 7_00, "lost")}, "0", "dispute 700 %s-disputed", 1},
			{"an older one was won, and the newest taken", dispute(2, 5_00, "lost"), 5_00, 0, []reseller.Dispute{dispute(2, 5_00, "lost"), dispute(1, 7_00, "won")}, "0", "0", 1},
			{"an older one was lost, and the newest dismissed", dispute(2, 5_00, "lost"), 0, 5_00, []reseller.Dispute{dispute(2, 5_00, "lost"), dispute(1, 7_00, "lost")}, "0", "dispute 700 %s-disputed", 1},
		} {
			ref := fmt.Sprint("pi_", n)
			p := h.paidByCard(a, ref)
			needs := func(when, want string) {
				t.Helper()
				if want != "0" {
					want = fmt.Sprintf(want, ref)
				}
				equal(t, c.name+" "+when, must[reseller.PaymentNeeds](t)(h.PaymentNeeds(h.ctx, p.ID)).String(), want)
			}
			asked := func() bool {
				return slices.ContainsFunc(must[[]reseller.Payment](t)(h.DisputedPayments(h.ctx)), func(q reseller.Payment) bool { return q.ID == p.ID })
			}
			ok(t, h.Exec(h.ctx, "UPDATE payments SET disputed = ?, dispute = ? WHERE id = ?", c.kept.Amount.Minor, c.kept.Status, p.ID))
			if c.taken > 0 {
				ok(t, h.MoveCredit(h.ctx, a, -c.taken, ref+"-disputed", ""))
			}
			if c.left > 0 {
				ok(t, h.Exec(h.ctx, "INSERT INTO payment_dismissals (payment_id, need, returned, amount, reason, made_at) VALUES (?, 'dispute', ?, ?, 'meant so', ?)", p.ID, c.kept.Amount.Minor, c.left, noon))
			}
			needs("before", c.before)
			equal(t, c.name+": asked about", asked(), true)
			for range 2 {
				ok(t, h.NoteReturned(h.ctx, p.ID, 0, c.then, reseller.Operator))
				needs("afterwards", c.after)
			}
			equal(t, c.name+": asked about again", asked(), false)
			count := func(from string) string {
				return must[string](t)(h.Value(h.ctx, "SELECT COUNT(*) FROM "+from, ref))
			}
			equal(t, c.name+": records", count("audit WHERE action = 'payment.returned' AND object = ?"), "1")
			equal(t, c.name+": times told", must[string](t)(h.Value(h.ctx, "SELECT COUNT(*) FROM outbox WHERE once_key LIKE ?", fmt.Sprintf("payment.disputed:%d:%%", p.ID))), fmt.Sprint(c.told))
			ok(t, h.NoteReturned(h.ctx, p.ID, 0, c.then[:1], reseller.Operator)) // by a server that has asked before
			needs("as seen earlier", c.after)
		}
	})
}
