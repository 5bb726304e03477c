package orders

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func sendRegister(ctx context.Context, a attempt) (registry.Receipt, error) {
	var signed reseller.SecDNS
	if a.Desired.SecDNS != nil {
		signed = *a.Desired.SecDNS
	}
	return a.conn.Create(ctx, registry.Create{
		ClTRID: a.ClTRID(), Name: a.Name, Years: a.Desired.Years, Nameservers: a.Desired.Nameservers, Contacts: a.rules.Sent(a.Desired.Contacts),
		Fields: a.Desired.Fields, SecDNS: signed, Privacy: on(a.Desired.Privacy), Lock: on(a.Desired.Lock), FeeLimit: a.feeLimit,
	})
}

func on(b *bool) bool { return b != nil && *b }

// findRegister: ours, and created after the intent, is our registration (RFC 5731 crDate).
func findRegister(shown *registry.Registration, o order, _ time.Time) finding {
	switch {
	case shown == nil:
		return finding{verdict: absent}
	case !shown.Ours || shown.Created.Before(o.CreatedAt.Add(-clockSkew)):
		return finding{verdict: failed, code: reseller.CodeNotAvailable, reason: o.Name.String() + " is not available"}
	case shown.Has(registry.StatusPendingCreate):
		return finding{verdict: waiting, reason: "the registry has not decided yet"}
	}
	return finding{verdict: took}
}

func applyRegister(d *reseller.Domain, o order, e effect, now time.Time) {
	d.State, d.Reason = reseller.DomainActive, ""
	d.RegisteredAt = e.receipt.Created
	if d.RegisteredAt.IsZero() {
		d.RegisteredAt = now
	}
	d.RegistryExpiry = e.receipt.Expires
	if d.RegistryExpiry.IsZero() {
		d.RegistryExpiry = reseller.AddYears(d.RegisteredAt, o.Desired.Years)
	}
	d.Nameservers, d.Contacts, d.Fields = o.Desired.Nameservers, o.Desired.Contacts, o.Desired.Fields
	d.Locked, d.Privacy = on(o.Desired.Lock), on(o.Desired.Privacy)
	if o.Desired.SecDNS != nil {
		d.SecDNS = *o.Desired.SecDNS
	}
	if o.Desired.Sign {
		d.SetSigning(true, now)
	}
	if e.shown != nil { // its answer was lost, and the registry shows it
		e.shown.ApplyTo(d, registry.AllParts&^registry.PartState)
	}
	d.PaidThrough = d.RegistryExpiry
}
