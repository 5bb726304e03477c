package orders

import (
	"context"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func sendHostCreate(ctx context.Context, j job) (registry.Receipt, error) {
	c, err := capability[registry.HostManager](j, "child name servers")
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.CreateHost(ctx, j.ClTRID(), j.Name, *j.Desired.Host)
}

func sendHostModify(ctx context.Context, j job) (registry.Receipt, error) {
	c, err := capability[registry.HostManager](j, "child name servers")
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.UpdateHost(ctx, j.ClTRID(), j.Name, *j.Desired.Host)
}

func sendHostDelete(ctx context.Context, j job) (registry.Receipt, error) {
	c, err := capability[registry.HostManager](j, "child name servers")
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.DeleteHost(ctx, j.ClTRID(), j.Name, j.Desired.Host.Name)
}

func shownHost(shown *registry.Registration, name string) (reseller.Host, bool) {
	return reseller.Domain{Hosts: shown.Hosts}.Host(name)
}

func findHost(shown *registry.Registration, j job, _ time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	h, ok := shownHost(shown, j.Desired.Host.Name)
	return tookIf(ok && slices.Equal(h.Addresses, j.Desired.Host.Addresses))
}

func findNoHost(shown *registry.Registration, j job, _ time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	_, ok := shownHost(shown, j.Desired.Host.Name)
	return tookIf(!ok)
}

func applyHost(d *reseller.Domain, j job, _ effect, _ time.Time) {
	d.Hosts = reseller.WithHost(d.Hosts, *j.Desired.Host)
}

func applyNoHost(d *reseller.Domain, j job, _ effect, _ time.Time) {
	d.Hosts = reseller.WithoutHost(d.Hosts, j.Desired.Host.Name)
}
