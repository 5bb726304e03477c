//go:build control_formeraddress

package store

import "nameyard/reseller"

// formerAddress is broken on purpose: an attempt at an address that its webhook has no more counts against the new one, which may end it with all that waits.
// Caught by: TestWebhookIsGivenAnotherAddress
func formerAddress(_, _ endpointRow, _ reseller.Delivery) (bool, error) { return false, nil }
