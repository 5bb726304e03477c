//go:build control_soldtlds

package zone

import "slices"

// isTLD is broken on purpose: it knows what a registrar sells. Mail for mx1.titan.email goes to a host below the domain.
// Caught by: TestTargetsThatEndInATLDAreFullNames
func isTLD(label string) bool {
	return slices.Contains([]string{"com", "net", "org", "se", "nu", "uk"}, label)
}
