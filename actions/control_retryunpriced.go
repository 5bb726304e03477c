//go:build control_retryunpriced

package actions

import (
	"nameyard/orders"
	"nameyard/reseller"
)

// retried is broken on purpose: who asks for a name again pays the price of the moment, whatever was shown.
// Caught by: TestAFailedTransferIsTriedAgainAtThePriceShown
func retried(r RetryTransfer, failed reseller.Order) orders.Request {
	return orders.Request{Kind: reseller.OrderTransfer, Name: r.Name, Desired: failed.Desired, AuthCode: r.AuthCode}
}
