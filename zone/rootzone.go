//go:build !control_soldtlds

package zone

import "golang.org/x/net/publicsuffix"

// isTLD reports whether a label, in lower-case ACE, is a top-level domain of the root zone.
//
// The list is the ICANN part of the Public Suffix List, which holds every TLD of the root, in the version that
// golang.org/x/net carries: publicsuffix.List.String names source, revision and date. `make tlds` brings the newest. A list
// of our own would be a second copy of what go.mod pins already, and nobody would notice when it grows old.
func isTLD(label string) bool {
	_, icann := publicsuffix.PublicSuffix("name." + label) // with a name below: some TLDs are in the list as *.ck only
	return icann
}
