package verify

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// inventory is a registry's list of names, read beside the books in the order of the names.
type inventory struct {
	name  string
	page  int
	ahead []registry.Registration // read, and not yet come to
	last  string
	over  bool
	registry.Inventory
}

// next gives the first registration that is not passed yet, nil at the end.
func (i *inventory) next(ctx context.Context) (*registry.Registration, error) {
	if len(i.ahead) == 0 && !i.over {
		var err error
		if i.ahead, err = i.Registrations(ctx, i.last, i.page); err != nil {
			return nil, fmt.Errorf("read the names of registry %s: %w", i.name, err)
		}
		if i.over = len(i.ahead) == 0; !i.over {
			i.last = i.ahead[len(i.ahead)-1].Name.String()
		}
	}
	if i.over {
		return nil, nil
	}
	return &i.ahead[0], nil
}

// inventoryOf gives what the registry in charge shows of a name, nil if it has none; serving is false where no registry lists its
// names. Names must be asked for in their order: those before it are in no account.
func (v *verification) inventoryOf(ctx context.Context, d reseller.Domain) (shown *registry.Registration, serving bool, err error) {
	name := d.Name
	for _, i := range v.inventories {
		if !i.Serves(name.TLD()) || d.Connector != "" && d.Connector != i.name {
			continue
		}
		for {
			r, err := i.next(ctx)
			if err != nil || r == nil {
				return nil, true, err
			}
			switch order := strings.Compare(r.Name.String(), name.String()); {
			case order == 0:
				found := *r
				i.ahead = i.ahead[1:]
				return &found, true, nil
			case order > 0:
				return nil, true, nil
			}
			v.unclaimed(i, *r)
			i.ahead = i.ahead[1:]
		}
	}
	return nil, false, nil
}

// restOfInventories goes through the names after the last one in the books.
func (v *verification) restOfInventories(ctx context.Context) error {
	for _, i := range v.inventories {
		for {
			r, err := i.next(ctx)
			if err != nil {
				return err
			}
			if r == nil {
				break
			}
			v.unclaimed(i, *r)
			i.ahead = i.ahead[1:]
		}
	}
	return nil
}

// unclaimed is a name in a registry that is in no account. What an order of ours brought is judged by the log; what none did may
// be waiting to be imported.
func (v *verification) unclaimed(i *inventory, r registry.Registration) {
	if r.Ours && (reseller.ClTRIDBaseOf(r.LastTrID) == "" || v.pushed[r.Name.String()]) && !v.unsettled[r.Name.String()] {
		v.warn("I7", "registry %s has %s for us, and no account has it", i.name, r.Name)
	}
}

// shown holds a row against what its registry shows of the name (I7).
func (v *verification) shown(b *batch, h *history, d reseller.Domain, r *registry.Registration) {
	if h.may&closed != 0 {
		return // it may be gone already
	}
	seen := *h
	if r != nil && r.LastTrID != "" {
		seen.base = reseller.ClTRIDBaseOf(r.LastTrID)
	}
	switch {
	case r == nil:
		b.suspectf("I7", &seen, d, "is %s, and the registry does not have it", d.State)
	case !r.Ours:
		b.suspectf("I7", &seen, d, "is %s, and with %s at the registry", d.State, r.Sponsor)
	case d.State == reseller.DomainActive:
		for _, words := range differences(d, *r) {
			b.suspectf("I7", &seen, d, "has %s", words)
		}
	}
}

// differences says what of a row is not as its registry shows it. Contacts are personal: their words are not given.
func differences(d reseller.Domain, r registry.Registration) (all []string) {
	differ := func(same bool, format string, args ...any) {
		if !same {
			all = append(all, fmt.Sprintf(format, args...))
		}
	}
	differ(sameMembers(d.Nameservers, r.Nameservers), "name servers %v, and %v at the registry", d.Nameservers, r.Nameservers)
	differ(d.Locked == r.Has(registry.StatusClientTransferProhibited), "its lock %t, and not so at the registry", d.Locked)
	differ(d.Holds.Operator.Stands() == r.Has(registry.StatusClientHold), "its hold %t, and not so at the registry", d.Holds.Operator.Stands())
	differ(d.Privacy == r.Privacy, "its privacy %t, and %t at the registry", d.Privacy, r.Privacy)
	differ(d.SecDNS.ShownAs(d.Name, r.SecDNS), "as its DNSSEC data %s, and %s at the registry", d.SecDNS, r.SecDNS)
	differ(maps.EqualFunc(hostsOf(d.Hosts), hostsOf(r.HostsOver(d.Hosts)), sameMembers), "%d child name servers, and others at the registry", len(d.Hosts))
	differ(r.Contacts.Agree(d.Contacts), "other contacts than at the registry")
	differ(r.Created.IsZero() || reseller.SameDay(d.RegisteredAt, r.Created), "%s as its first day, and %s at the registry",
		d.RegisteredAt.Format(time.DateOnly), r.Created.Format(time.DateOnly))
	return all
}

func sameMembers(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// hostsOf maps child name servers to their addresses.
func hostsOf(hosts []reseller.Host) map[string][]string {
	all := map[string][]string{}
	for _, h := range hosts {
		all[h.Name] = nil
		for _, a := range h.Addresses {
			all[h.Name] = append(all[h.Name], a.String())
		}
	}
	return all
}
