//go:build !control_retryunpriced

package actions

import (
	"nameyard/orders"
	"nameyard/reseller"
)

// retried is the purchase that asks for a name again: as the first time, for what its caller agrees to pay now.
func retried(r RetryTransfer, failed reseller.Order) orders.Request {
	return orders.Request{Kind: reseller.OrderTransfer, Name: r.Name, Desired: failed.Desired, AuthCode: r.AuthCode, Most: r.Most}
}
