//go:build control_listprice

package reseller

// OwnBefore is broken on purpose: the account pays what the price list says.
// Caught by: TestEveryFaceQuotesWhatTheLedgerCharges
func OwnBefore(own Price, list *Price) AccountPrice {
	if list != nil {
		own = *list
	}
	return AccountPrice{own, list}
}
