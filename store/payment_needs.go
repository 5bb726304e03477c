package store

import (
	"context"
	"fmt"

	"nameyard/reseller"
)

// What the ledger has of a payment, minor units: credited under its reference, by itself or by the operator, and taken back by the operator from the same account under
// the references that are shown. What is credited in another currency than was received counts as all of it: the two cannot be compared.
const (
	creditOf    = ` FROM payment_refs r JOIN entries c ON c.account_id = r.account_id AND c.ref = r.ref `
	amountOf    = ` o ON o.entry_id = c.id AND o.account LIKE 'acct:%' `
	credited    = `COALESCE((SELECT SUM(CASE WHEN o.currency = payments.received_currency THEN o.amount ELSE payments.received END)` + creditOf + `JOIN postings` + amountOf + `WHERE r.ref = payments.ref), 0)`
	taken       = `COALESCE((SELECT -SUM(o.amount) FROM payment_refs r JOIN entries c ON c.account_id = r.account_id AND c.kind = 'withdrawal' JOIN postings` + amountOf + `WHERE r.ref = payments.ref AND c.ref `
	refundTaken = taken + `>= CONCAT(payments.ref, '-refunded-') AND c.ref < CONCAT(payments.ref, '-refunded.')), 0)`
	givenBack   = taken + `= CONCAT(payments.ref, '-disputed')), 0)`
	isCredited  = `(state = 'paid' OR state = 'stranded' AND EXISTS (SELECT 1` + creditOf + `WHERE r.ref = payments.ref))`
)

// needsCredit are payments that were received, and neither credited by anybody nor refunded.
const needsCredit = `state = 'stranded' AND refunded < received AND NOT ` + isCredited

// needsTaking are payments with more on the account than the provider has left of them, after a refund.
const needsTaking = isCredited + ` AND refunded > 0 AND refunded > ` + refundTaken + ` AND ` + credited + ` - ` + refundTaken + ` > received - refunded`

// needsAnswer are payments that the card's bank takes back.
const needsAnswer = isCredited + ` AND disputed > 0 AND dispute NOT IN ('won', 'warning_closed', 'prevented') AND ` + givenBack + ` = 0`

// needsYou are payments of which something is left for a person to do.
const needsYou = `(` + needsCredit + ` OR ` + needsTaking + ` OR ` + needsAnswer + `)`

// PaymentsNeedingYou counts the card payments of which something is left for a person to do.
func (s *Store) PaymentsNeedingYou(ctx context.Context) (int64, error) {
	n, err := rowsOf[paymentRow](s.reads).Where(needsYou).Count(ctx, "*")
	if err != nil {
		return 0, fmt.Errorf("count card payments that need a person: %w", translate(err))
	}
	return n, nil
}

// PaymentNeeds tells what of a payment is left for a person to do.
func (s *Store) PaymentNeeds(ctx context.Context, id int64) (n reseller.PaymentNeeds, err error) {
	var row struct {
		Credit, Taking, Answer    bool
		Received, Refunded        int64
		Credited, Taken, Disputed int64
	}
	found := s.reads.WithContext(ctx).Raw("SELECT "+
		"CASE WHEN "+needsCredit+" THEN 1 ELSE 0 END AS credit, CASE WHEN "+needsTaking+" THEN 1 ELSE 0 END AS taking, CASE WHEN "+needsAnswer+" THEN 1 ELSE 0 END AS answer, "+
		"received, refunded, disputed, "+credited+" AS credited, "+refundTaken+" AS taken FROM payments WHERE id = ?", id).Scan(&row)
	if found.Error != nil {
		return n, fmt.Errorf("read what card payment %d needs: %w", id, translate(found.Error))
	}
	switch {
	case row.Credit:
		n.Credit = row.Received - row.Refunded
	case row.Taking:
		n.Take = min(row.Refunded, row.Credited-(row.Received-row.Refunded)) - row.Taken
	case row.Answer:
		n.Disputed = min(row.Disputed, row.Credited-row.Taken)
	}
	return n, nil
}
