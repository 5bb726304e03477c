package orders

import (
	"context"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func sendNameservers(ctx context.Context, j job) (registry.Receipt, error) {
	wish := j.Desired.Nameservers
	return j.conn.Update(ctx, registry.Update{ClTRID: j.ClTRID(), Name: j.Name, Nameservers: &wish})
}

func findNameservers(shown *registry.Registration, j job, _ time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	have, want := slices.Clone(shown.Nameservers), slices.Clone(j.Desired.Nameservers)
	slices.Sort(have)
	slices.Sort(want)
	return tookIf(slices.Equal(have, want))
}

func applyNameservers(d *reseller.Domain, j job, _ effect, _ time.Time) {
	d.Nameservers = j.Desired.Nameservers
}

func sendContacts(ctx context.Context, j job) (registry.Receipt, error) {
	return j.conn.Update(ctx, registry.Update{ClTRID: j.ClTRID(), Name: j.Name, Contacts: j.Desired.Contacts})
}

// findContacts: what the registry does not show is no evidence; the change is then sent again, which does no harm.
func findContacts(shown *registry.Registration, j job, _ time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	return tookIf(shown.Contacts.Confirm(j.Desired.Contacts))
}

func applyContacts(d *reseller.Domain, j job, _ effect, _ time.Time) { d.Contacts = j.Desired.Contacts }

func sendLock(ctx context.Context, j job) (registry.Receipt, error) {
	c, err := capability[registry.Locker](j, "the transfer lock")
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.SetLock(ctx, j.ClTRID(), j.Name, on(j.Desired.Lock))
}

func findLock(shown *registry.Registration, j job, _ time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	return tookIf(shown.Has(registry.StatusClientTransferProhibited) == on(j.Desired.Lock))
}

func applyLock(d *reseller.Domain, j job, _ effect, _ time.Time) { d.Locked = on(j.Desired.Lock) }

func sendPrivacy(ctx context.Context, j job) (registry.Receipt, error) {
	c, err := capability[registry.PrivacySetter](j, "privacy")
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.SetPrivacy(ctx, j.ClTRID(), j.Name, on(j.Desired.Privacy))
}

func findPrivacy(shown *registry.Registration, j job, _ time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	return tookIf(shown.Privacy == on(j.Desired.Privacy))
}

func applyPrivacy(d *reseller.Domain, j job, _ effect, _ time.Time) {
	d.Privacy = on(j.Desired.Privacy)
}

func sendAuthCode(ctx context.Context, j job) (registry.Receipt, error) {
	c, err := capability[registry.AuthInfoSetter](j, "the auth code")
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.NewAuthCode(ctx, j.ClTRID(), j.Name)
}
