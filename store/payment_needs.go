package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// What the ledger has of a payment, minor units: credited under its reference, by itself or by the operator, with what was corrected, and taken back by the operator from the same account
// under the references that are shown. What is credited in another currency than was received counts as all of it: the two cannot be compared. What the operator has dismissed is left on
// the account.
const (
	creditOf    = ` FROM payment_refs r JOIN entries c ON c.account_id = r.account_id AND c.ref = r.ref `
	postedOf    = ` FROM payment_refs r JOIN entries c ON c.account_id = r.account_id AND c.ref IN (r.ref, CONCAT(r.ref, '-corrected')) `
	amountOf    = ` o ON o.entry_id = c.id AND o.account LIKE 'acct:%' `
	credited    = `COALESCE((SELECT SUM(CASE WHEN o.currency = payments.received_currency THEN o.amount ELSE payments.received END)` + postedOf + `JOIN postings` + amountOf + `WHERE r.ref = payments.ref), 0)`
	taken       = `COALESCE((SELECT -SUM(o.amount) FROM payment_refs r JOIN entries c ON c.account_id = r.account_id AND c.kind = 'withdrawal' JOIN postings` + amountOf + `WHERE r.ref = payments.ref AND c.ref `
	refundTaken = taken + `>= CONCAT(payments.ref, '-refunded-') AND c.ref < CONCAT(payments.ref, '-refunded.')), 0)`
	givenBack   = taken + `= CONCAT(payments.ref, '-disputed')), 0)`
	dismissed   = `EXISTS (SELECT 1 FROM payment_dismissals d WHERE d.payment_id = payments.id AND d.need = `
	leftOn      = `COALESCE((SELECT SUM(d.amount) FROM payment_dismissals d WHERE d.payment_id = payments.id AND d.need = 'refund'), 0)`
	creditedOn  = `COALESCE((SELECT r.account_id FROM payment_refs r WHERE r.ref = payments.ref), 0)`
	isCredited  = `(state = 'paid' OR state = 'stranded' AND EXISTS (SELECT 1` + creditOf + `WHERE r.ref = payments.ref))`
	refTaken    = `state = 'stranded' AND reason = 'reference_taken'`
)

// needsCredit are payments that were received, and neither credited by anybody nor refunded.
const needsCredit = `state = 'stranded' AND refunded < received AND NOT ` + isCredited + ` AND NOT ` + dismissed + `'credit')`

// needsTaking are payments with more on the account than the provider has left of them, after a refund.
const needsTaking = isCredited + ` AND refunded > ` + leftOn + ` AND refunded > ` + refundTaken + ` + ` + leftOn + ` AND ` +
	credited + ` - ` + refundTaken + ` - ` + leftOn + ` > received - refunded`

// needsAnswer are payments that the card's bank takes back.
const needsAnswer = isCredited + ` AND disputed > 0 AND dispute NOT IN ('won', 'warning_closed', 'prevented') AND ` + givenBack + ` = 0 AND NOT ` + dismissed +
	`'dispute' AND d.returned >= payments.disputed)`

// needsCorrecting are payments whose reference has posted something else than was received, another amount or on another account; and those with less on the account than the provider
// has of them, as a refund has failed that was taken.
const needsCorrecting = `NOT ` + dismissed + `'reference') AND (` + refTaken + ` AND (` + creditedOn + ` <> account_id OR ` + credited + ` - ` + refundTaken + ` - ` + leftOn +
	` <> received - refunded) OR ` + isCredited + ` AND ` + refundTaken + ` > refunded AND ` + credited + ` - ` + refundTaken + ` < received - refunded)`

// needsYou are payments of which something is left for a person to do.
const needsYou = `(` + needsCredit + ` OR ` + needsTaking + ` OR ` + needsAnswer + ` OR ` + needsCorrecting + `)`

// PaymentsNeedingYou counts the card payments of which something is left for a person to do.
func (s *Store) PaymentsNeedingYou(ctx context.Context) (int64, error) {
	n, err := rowsOf[paymentRow](s.reads).Where(needsYou).Count(ctx, "*")
	if err != nil {
		return 0, fmt.Errorf("count card payments that need a person: %w", translate(err))
	}
	return n, nil
}

// PaymentNeeds tells what of a payment is left for a person to do.
func (s *Store) PaymentNeeds(ctx context.Context, id int64) (reseller.PaymentNeeds, error) {
	n, err := paymentNeeds(s.reads.WithContext(ctx), id)
	if err != nil {
		return n, fmt.Errorf("read what card payment %d needs: %w", id, translate(err))
	}
	return n, nil
}

func paymentNeeds(db *gorm.DB, id int64) (n reseller.PaymentNeeds, err error) {
	var row struct {
		Credit, Taking, Answer, Correcting, RefTaken bool
		Received, Refunded, Disputed                 int64
		Credited, Taken, LeftOn                      int64
		AccountID, CreditedOn                        int64
	}
	is := func(what, name string) string { return "CASE WHEN " + what + " THEN 1 ELSE 0 END AS " + name + ", " }
	err = db.Raw("SELECT "+is(needsCredit, "credit")+is(needsTaking, "taking")+is(needsAnswer, "answer")+is(needsCorrecting, "correcting")+is(refTaken, "ref_taken")+
		"received, refunded, disputed, account_id, "+credited+" AS credited, "+refundTaken+" AS taken, "+leftOn+" AS left_on, "+creditedOn+" AS credited_on FROM payments WHERE id = ?", id).
		Scan(&row).Error
	if err != nil {
		return n, err
	}
	n.CreditedOn = row.CreditedOn
	left, there := row.Received-row.Refunded, row.Credited-row.Taken-row.LeftOn // at the provider, and on the account
	switch {
	case row.Correcting && row.RefTaken && row.CreditedOn != row.AccountID:
		n.Elsewhere = row.Credited
	case row.Credit:
		n.Credit = left
	case row.Taking:
		n.Take = min(row.Refunded-row.Taken-row.LeftOn, there-left)
	case row.Correcting:
		if n.Correct = left - there; row.Taken > row.Refunded {
			n.Correct += row.LeftOn // what is left on the account is there
		}
	case row.Answer:
		n.Disputed = min(row.Disputed, row.Credited-row.Taken)
	}
	return n, nil
}
