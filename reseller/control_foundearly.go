//go:build control_foundearly

package reseller

// HadWhenDone is broken on purpose: where a look at the registry has brought the books in line before the order was told done, what there was is lost.
// Caught by: TestOrderKeepsWhatItHasTakenThePlaceOf
func (o Order) HadWhenDone(before Domain) Had { return o.HadOf(before) }
