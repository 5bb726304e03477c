//go:build !control_noforeigner

package reseller

// checkHolderNumber checks a holder's identification number.
func checkHolderNumber(value string, holder Contact) (string, error) {
	return CheckIDNumber(value, holder.Country)
}
