package orders

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func sendContacts(ctx context.Context, a attempt) (registry.Receipt, error) {
	return a.conn.Update(ctx, registry.Update{ClTRID: a.ClTRID(), Name: a.Name, Contacts: a.rules.Sent(a.Desired.Contacts), Fields: a.Desired.Fields})
}

// findContacts: what the registry does not show is no evidence; the change is then sent again, which does no harm. It shows no
// additional fields.
func findContacts(shown *registry.Registration, o order, _ time.Time) finding {
	return tookIf(o.Desired.Fields == nil && shown.Contacts.Confirm(o.rules.Sent(o.Desired.Contacts)))
}

func applyContacts(d *reseller.Domain, o order, _ effect, _ time.Time) {
	d.Contacts = o.Desired.Contacts
	if o.Desired.Fields != nil {
		d.Fields = o.Desired.Fields
	}
}

func sendLock(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "the transfer lock", func(c registry.Locker) (registry.Receipt, error) {
		return c.SetLock(ctx, a.ClTRID(), a.Name, on(a.Desired.Lock))
	})
}

func findLock(shown *registry.Registration, o order, _ time.Time) finding {
	return tookIf(shown.Has(registry.StatusClientTransferProhibited) == on(o.Desired.Lock))
}

// applyLock notes for the end of a dispute lock what the account wants then.
func applyLock(d *reseller.Domain, o order, _ effect, _ time.Time) {
	d.Locked = on(o.Desired.Lock)
	if d.Dispute.Stands() {
		d.Dispute.Unlocked = !d.Locked
	}
}

func sendPrivacy(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "privacy", func(c registry.PrivacySetter) (registry.Receipt, error) {
		return c.SetPrivacy(ctx, a.ClTRID(), a.Name, on(a.Desired.Privacy))
	})
}

func findPrivacy(shown *registry.Registration, o order, _ time.Time) finding {
	return tookIf(shown.Privacy == on(o.Desired.Privacy))
}

func applyPrivacy(d *reseller.Domain, o order, _ effect, _ time.Time) {
	d.Privacy = on(o.Desired.Privacy)
}

func sendDNSSEC(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "DNSSEC", func(c registry.Signer) (registry.Receipt, error) {
		return c.SetSecDNS(ctx, a.ClTRID(), a.Name, *a.Desired.SecDNS)
	})
}

func findDNSSEC(shown *registry.Registration, o order, _ time.Time) finding {
	return tookIf(o.Desired.SecDNS.ShownAs(o.Name, shown.SecDNS))
}

func applyDNSSEC(d *reseller.Domain, o order, _ effect, _ time.Time) { d.SecDNS = *o.Desired.SecDNS }

func sendAuthCode(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "the auth code", func(c registry.AuthInfoSetter) (registry.Receipt, error) {
		return c.NewAuthCode(ctx, a.ClTRID(), a.Name)
	})
}
