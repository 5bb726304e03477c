//go:build !control_oneref

package reseller

import (
	"fmt"
	"slices"
)

// stepRef is the reference of the next step of a kind: one that has posted, as of a refund that was taken and has failed, would answer "posted already" to a new one.
func stepRef(posted []string, first string) string {
	ref := first
	for n := 2; slices.Contains(posted, ref); n++ {
		ref = fmt.Sprintf("%s-%d", first, n)
	}
	return ref
}
