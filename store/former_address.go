//go:build !control_formeraddress

package store

import "nameyard/reseller"

// formerAddress reports whether an attempt was at an address that its endpoint has no more: it says nothing of the endpoint. What was taken there was
// taken; what failed is left to wait for the new address (ErrConflict).
func formerAddress(now, tried endpointRow, d reseller.Delivery) (bool, error) {
	if now.URL == tried.URL {
		return false, nil
	}
	if d.State != reseller.DeliveryDelivered {
		return true, reseller.ErrConflict
	}
	return true, nil
}
