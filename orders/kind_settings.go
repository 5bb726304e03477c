package orders

import (
	"context"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func sendNameservers(ctx context.Context, j job) (registry.Receipt, error) {
	wish := j.Wish.Nameservers
	return j.conn.Update(ctx, registry.Update{ClTRID: j.ClTRID(), Name: j.Name, Nameservers: &wish})
}

func findNameservers(shown *registry.Registration, j job, _ time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	have, want := slices.Clone(shown.Nameservers), slices.Clone(j.Wish.Nameservers)
	slices.Sort(have)
	slices.Sort(want)
	return tookIf(slices.Equal(have, want))
}

func applyNameservers(d *reseller.Domain, j job, _ effect, _ time.Time) {
	d.Nameservers = j.Wish.Nameservers
}

func sendContacts(ctx context.Context, j job) (registry.Receipt, error) {
	return j.conn.Update(ctx, registry.Update{ClTRID: j.ClTRID(), Name: j.Name, Contacts: j.Wish.Contacts})
}

func findContacts(shown *registry.Registration, j job, _ time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	return tookIf(shown.Contacts.Equal(j.Wish.Contacts))
}

func applyContacts(d *reseller.Domain, j job, _ effect, _ time.Time) { d.Contacts = j.Wish.Contacts }

func sendLock(ctx context.Context, j job) (registry.Receipt, error) {
	c, err := capability[registry.Locker](j, "the transfer lock")
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.SetLock(ctx, j.ClTRID(), j.Name, on(j.Wish.Lock))
}

func findLock(shown *registry.Registration, j job, _ time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	return tookIf(shown.Has(registry.StatusClientTransferProhibited) == on(j.Wish.Lock))
}

func applyLock(d *reseller.Domain, j job, _ effect, _ time.Time) { d.Locked = on(j.Wish.Lock) }

func sendPrivacy(ctx context.Context, j job) (registry.Receipt, error) {
	c, err := capability[registry.Shielder](j, "privacy")
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.SetPrivacy(ctx, j.ClTRID(), j.Name, on(j.Wish.Privacy))
}

func findPrivacy(shown *registry.Registration, j job, _ time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	return tookIf(shown.Privacy == on(j.Wish.Privacy))
}

func applyPrivacy(d *reseller.Domain, j job, _ effect, _ time.Time) { d.Privacy = on(j.Wish.Privacy) }

func sendAuthCode(ctx context.Context, j job) (registry.Receipt, error) {
	c, err := capability[registry.AuthCoder](j, "the auth code")
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.NewAuthCode(ctx, j.ClTRID(), j.Name)
}
