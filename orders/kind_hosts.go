package orders

import (
	"context"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func sendHostCreate(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "child name servers", func(c registry.HostManager) (registry.Receipt, error) {
		return c.CreateHost(ctx, a.ClTRID(), a.Name, *a.Desired.Host)
	})
}

func sendHostModify(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "child name servers", func(c registry.HostManager) (registry.Receipt, error) {
		return c.UpdateHost(ctx, a.ClTRID(), a.Name, *a.Desired.Host)
	})
}

func sendHostDelete(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "child name servers", func(c registry.HostManager) (registry.Receipt, error) {
		return c.DeleteHost(ctx, a.ClTRID(), a.Name, a.Desired.Host.Name)
	})
}

func shownHost(shown *registry.Registration, name string) (reseller.Host, bool) {
	return reseller.Domain{Hosts: shown.Hosts}.Host(name)
}

func findHost(shown *registry.Registration, o order, _ time.Time) finding {
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
