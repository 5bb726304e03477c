//go:build !control_paidtwice

package store

import (
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// paidNow marks a payment as paid, and reports whether it was not before: a payment is credited by whoever marks it. Any other state becomes paid, since what the
// provider has received was received.
func paidNow(tx *gorm.DB, p reseller.Payment, at time.Time) (bool, error) {
	done := tx.Exec(`UPDATE payments SET state = ?, reason = '', ref = ?, received = ?, received_currency = ?, settled_at = ?, look_at = NULL, live_key = NULL
		WHERE id = ? AND state <> ?`, string(reseller.PaymentPaid), p.Ref, p.Received.Minor, p.Received.Currency, micro(at), p.ID, string(reseller.PaymentPaid))
	return done.RowsAffected == 1, done.Error
}

// paymentRef is the reference under which a payment is credited: it posts once.
func paymentRef(p reseller.Payment) string { return p.Ref }
