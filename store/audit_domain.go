package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// domainFacts are a name in audit records: what the registry and we have of it, but for the fields of its TLD, which may be numbers of persons, and
// codes.
func domainFacts(d reseller.Domain) facts {
	f := one("state", string(d.State)).and("reason", d.Reason).and("connector", d.Connector).and("registry_expiry", dayFact(d.RegistryExpiry)).
		and("paid_through", dayFact(d.PaidThrough)).and("auto_renew", strconv.FormatBool(d.AutoRenew)).and("dns", strconv.FormatBool(d.DNSManagement)).
		and("mail", strconv.FormatBool(d.EmailForwarding)).and("removed", strconv.FormatBool(d.Removed)).and("locked", strconv.FormatBool(d.Locked)).
		and("privacy", strconv.FormatBool(d.Privacy)).and("nameservers", strings.Join(d.Nameservers, " ")).and("hosts", hostsFact(d.Hosts)).
		and("dnssec", secDNSFact(d.SecDNS)).and("signing", string(d.Signing)).and("verification", verificationFact(d.Verification)).
		and("registry_hold", holdFact(d.Holds.Registry)).and("hold", holdFact(d.Holds.Operator)).
		and("dispute_lock", holdFact(d.Dispute.Hold))
	for _, role := range reseller.Roles {
		if c, there := d.Contacts[role]; there {
			f = f.and("contact_"+string(role), contactFact(c))
		}
	}
	return f
}

// contactFact is a contact in one line.
func contactFact(c reseller.Contact) string {
	parts := []string{c.Name(), c.Company, c.Address1, c.Address2, c.Postcode, c.City, c.State, c.Country, c.Phone, c.Email}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", ")
}

func hostsFact(hosts []reseller.Host) string {
	all := make([]string, len(hosts))
	for i, h := range hosts {
		all[i] = h.Name + " " + h.AddressList()
	}
	return strings.Join(all, "; ")
}

func secDNSFact(s reseller.SecDNS) string {
	var all []string
	for _, ds := range s.DS {
		all = append(all, fmt.Sprintf("DS %d %d %d %s", ds.KeyTag, ds.Algorithm, ds.DigestType, ds.Digest))
	}
	for _, key := range s.Keys {
		all = append(all, fmt.Sprintf("DNSKEY %d %d %d %s", key.Flags, key.Protocol, key.Algorithm, key.PublicKey))
	}
	return strings.Join(all, "; ")
}

func verificationFact(v reseller.Verification) string {
	if v.State == "" {
		return ""
	}
	return v.String()
}
