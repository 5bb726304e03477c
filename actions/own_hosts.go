package actions

import (
	"context"
	"slices"

	"nameyard/reseller"
)

// mustHaveAddresses refuses name servers of the name's own that have no address (RFC 5731 §1.1), with the place of the first one
// in the list as it was given. One that is being made counts: changes of a name are carried out in order.
func (s *Service) mustHaveAddresses(ctx context.Context, d reseller.Domain, nameservers, given []string) error {
	hosts := slices.Clone(d.Hosts)
	for {
		host := reseller.Hostless(d.Name, nameservers, hosts)
		if host == "" {
			return nil
		}
		coming, err := s.orders.LiveChange(ctx, d.ID, reseller.HostSubject(host))
		if err != nil {
			return err
		}
		if coming == nil || coming.Kind != reseller.OrderHostCreate {
			return reseller.Invalid(placeOf(host, given), "name server %s lies inside %s and has no address at the registry yet: make it with %s first",
				host, d.Name, reseller.HintRegisterNameserver)
		}
		hosts = append(hosts, *coming.Desired.Host)
	}
}

// mustNotBeCircular refuses name servers of the name's own for a name that is only being registered: none of them can have an address.
func mustNotBeCircular(name reseller.Name, nameservers, given []string) error {
	host := reseller.Hostless(name, nameservers, nil)
	if host == "" {
		return nil
	}
	return reseller.Invalid(placeOf(host, given),
		"name server %s lies inside %s, which is not registered yet: register it with other name servers or none, then make this one with %s",
		host, name, reseller.HintRegisterNameserver)
}

// placeOf is the path of a name server in normal form in the list that it was given in.
func placeOf(host string, given []string) reseller.Path {
	place := slices.IndexFunc(given, func(text string) bool {
		canonical, err := reseller.CanonicalHost(text, reseller.HostRule)
		return err == nil && canonical == host
	})
	return reseller.PathNameservers.At(max(place, 0))
}
