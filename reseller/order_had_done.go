//go:build !control_foundearly

package reseller

import "slices"

// HadWhenDone is what the order has taken the place of: what the name had when it took effect, or, where the books had come to be so already, such as by a
// look at the registry, what it had when the order was placed.
func (o Order) HadWhenDone(before Domain) Had {
	had := o.HadOf(before)
	for _, a := range o.Asked() {
		if placed, known := o.Had[a.Kind]; known && slices.Equal(had[a.Kind], a.Values) {
			had[a.Kind] = placed
		}
	}
	return had
}
