//go:build !control_noidna2008

package reseller

import "unicode"

// checkIDNA2008 says why a label in Unicode cannot be registered (RFC 5891 §4.2.3). The label has been through the profile:
// its form, its joiners and its direction are right.
func checkIDNA2008(label string) error {
	letters := []rune(label)
	for i, r := range letters {
		switch class := classOf(r); {
		case class == idnaDisallowed:
			return Invalid("", "%q (%U) cannot stand in a domain name: IDNA2008 takes letters, digits and hyphens only", string(r), r)
		case class == idnaContext && !inContext(letters, i):
			return Invalid("", "%q (%U) cannot stand at this place of a domain name (RFC 5892 appendix A)", string(r), r)
		}
	}
	if unicode.In(letters[0], unicode.M) {
		return Invalid("", "a domain name cannot begin with the mark %U", letters[0])
	}
	return nil
}
