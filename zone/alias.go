package zone

import (
	"strings"

	"nameyard/reseller"
)

// maxAliasRecords is how many ALIAS records a domain may have: each of them is work for as long as it stands.
const maxAliasRecords = 20

// Owner is the full name at which the record stands.
func (r Record) Owner(name reseller.Name) string { return hostOf(r.Host(), name) }

// elsewhere checks an ALIAS. Its host must be one that anybody on the internet could find, and not one of the domain itself: its addresses
// would be asked of the zone that waits for them.
func (z zoneCheck) elsewhere(rec *Record) (err error) {
	given := rec.Address
	if rec.Address, err = z.target(given, reseller.AliasRule); err != nil {
		return err
	}
	host := strings.TrimSuffix(rec.Address, ".")
	switch last := host[strings.LastIndexByte(host, '.')+1:]; {
	case host == z.name.String() || z.name.Contains(host):
		return reseller.Invalid("", "an ALIAS has the addresses of a host outside the domain, and %s lies in %s: write its addresses as A and AAAA records", host, z.name)
	case !strings.Contains(host, ".") || !isTLD(last):
		return reseller.Invalid("", "%q ends in no top-level domain of the internet, so nobody could find its addresses", given)
	}
	rec.Address = host
	return nil
}

// checkAliasCount bounds the ALIAS records of a domain.
func checkAliasCount(records []placedRecord) error {
	count := 0
	for _, r := range records {
		if r.Type != TypeAlias {
			continue
		}
		if count++; count > maxAliasRecords {
			return rowError(r, r.Hostname, reseller.Invalid(partType, "a domain can have at most %d ALIAS records", maxAliasRecords))
		}
	}
	return nil
}
