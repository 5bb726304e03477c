//go:build !control_creditedtwice

package store

import "nameyard/reseller"

// takenBackOf is the order that a credit note and its refund belong to: that of the invoice. An order has one note of an
// invoice and one refund, by unique keys, so a charge goes back once, whoever gives it back.
func takenBackOf(i reseller.Invoice) int64 { return i.OrderID }
