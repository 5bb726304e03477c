package orders

import (
	"context"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// sendHostCreate makes a host. One that the registry has and the books have not is left from a command of which nothing was heard and
// whose place this one took: it gets the addresses. That it lies in a name of ours makes it ours (RFC 5732 §1).
func sendHostCreate(ctx context.Context, a attempt) (registry.Receipt, error) {
	return putHost(ctx, a, registry.HostManager.CreateHost, registry.HostManager.UpdateHost)
}

// sendHostModify gives a host its addresses, and makes it where the registry lacks it.
func sendHostModify(ctx context.Context, a attempt) (registry.Receipt, error) {
	return putHost(ctx, a, registry.HostManager.UpdateHost, registry.HostManager.CreateHost)
}

// putHost puts a host the one way, the other way where the registry says that it is there already or that it is not, and the first way once
// more: a command of which nothing was heard may have made or removed it in between.
func putHost(ctx context.Context, a attempt, ways ...hostCommand) (receipt registry.Receipt, err error) {
	return using(a, "child name servers", func(c registry.HostManager) (registry.Receipt, error) {
		for _, put := range append(ways, ways[0]) {
			receipt, err = put(c, ctx, a.ClTRID(), a.Name, *a.Desired.Host)
			if !registry.RefusedWith(err, registry.CodeExists) && !registry.RefusedWith(err, registry.CodeNoObject) {
				break
			}
		}
		return receipt, err
	})
}

// hostCommand creates or updates a host.
type hostCommand func(c registry.HostManager, ctx context.Context, clTRID string, name reseller.Name, h reseller.Host) (registry.Receipt, error)

func sendHostDelete(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "child name servers", func(c registry.HostManager) (registry.Receipt, error) {
		return c.DeleteHost(ctx, a.ClTRID(), a.Name, a.Desired.Host.Name)
	})
}

func shownHost(shown *registry.Registration, name string) (reseller.Host, bool) {
	return reseller.Domain{Hosts: shown.Hosts}.Host(name)
}

// findHost: where there are no host objects, nothing is to be seen of one that the name is not delegated to, and nothing had to be done.
func findHost(shown *registry.Registration, o order, _ time.Time) finding {
	if shown.NoHostObjects && !slices.Contains(shown.Nameservers, o.Desired.Host.Name) {
		return finding{verdict: took}
	}
	h, ok := shownHost(shown, o.Desired.Host.Name)
	return tookIf(ok && slices.Equal(h.Addresses, o.Desired.Host.Addresses))
}

func findNoHost(shown *registry.Registration, o order, _ time.Time) finding {
	_, ok := shownHost(shown, o.Desired.Host.Name)
	return tookIf(!ok)
}

func applyHost(d *reseller.Domain, o order, _ effect, _ time.Time) {
	d.Hosts = reseller.WithHost(d.Hosts, *o.Desired.Host)
}

func applyNoHost(d *reseller.Domain, o order, _ effect, _ time.Time) {
	d.Hosts = reseller.WithoutHost(d.Hosts, o.Desired.Host.Name)
}
