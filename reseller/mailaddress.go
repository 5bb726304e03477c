package reseller

import "strings"

// The characters of a local part (RFC 5321 §4.1.2, Dot-string). Quoted local parts are refused: registries and mail
// programs treat them differently.
const (
	atext       = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~."
	Deliverable = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&'+-=?^_{}~." // without what mail programs give a meaning
)

// CheckEmail brings an e-mail address to normal form: the local part as given, the domain in lower-case ACE.
func CheckEmail(address string) (string, error) { return CheckMailbox(address, atext) }

// CheckMailbox does what CheckEmail does, for a local part of allowed characters only.
func CheckMailbox(address, allowed string) (string, error) {
	address = TrimEnds(plainText(address))
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return "", Invalid("email", "%q is not an e-mail address: it has no @", address)
	}
	local, domain := address[:at], address[at+1:]
	if err := CheckLocalPart(local, allowed); err != nil {
		return "", Invalid("email", "%q is not an e-mail address: %s", address, Inner(err))
	}
	host, err := CanonicalHost(domain, HostRule)
	if err != nil || strings.HasSuffix(domain, ".") {
		return "", Invalid("email", "%q is not an e-mail address: %q is not a domain name", address, domain).Because(err)
	}
	if len(local)+1+len(host) > 254 {
		return "", Invalid("email", "the e-mail address is longer than 254 characters")
	}
	return local + "@" + host, nil
}

// CheckLocalPart refuses what cannot stand before the @: nothing, more than 64 characters, others than allowed, dots in wrong places.
func CheckLocalPart(local, allowed string) error {
	switch {
	case local == "":
		return Invalid("", "there is nothing before the @")
	case len(local) > 64:
		return Invalid("", "the part before the @ is longer than 64 characters")
	case local[0] == '.' || local[len(local)-1] == '.' || strings.Contains(local, ".."):
		return Invalid("", "the part before the @ has a dot at an end or two in a row")
	}
	for _, c := range local {
		if !strings.ContainsRune(allowed, c) {
			return Invalid("", "%q is not allowed before the @", string(c))
		}
	}
	return nil
}
