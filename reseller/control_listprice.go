//go:build control_listprice

package reseller

// OwnBefore is broken on purpose: the account pays what the price list says.
// Caught by: TestEveryFaceQuotesWhatTheLedgerCharges
func OwnBefore(own Price, under *Price) Price {
	if under != nil {
		return *under
	}
	return own
}
