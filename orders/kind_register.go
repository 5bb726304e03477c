package orders

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func sendRegister(ctx context.Context, j job) (registry.Receipt, error) {
	return j.conn.Create(ctx, registry.Create{
		ClTRID: j.ClTRID(), Name: j.Name, Years: j.Desired.Years, Nameservers: j.Desired.Nameservers, Contacts: j.Desired.Contacts,
		Fields: j.Desired.Fields, Privacy: on(j.Desired.Privacy), Lock: on(j.Desired.Lock), FeeLimit: j.feeLimit(),
	})
}

func on(b *bool) bool { return b != nil && *b }

// findRegister: ours, and created after the intent, is our registration (RFC 5731 crDate).
func findRegister(shown *registry.Registration, j job, _ time.Time) finding {
	switch {
	case shown == nil:
		return finding{verdict: absent}
	case !shown.Ours || shown.Created.Before(j.CreatedAt.Add(-clockSkew)):
		return finding{verdict: failed, code: reseller.CodeNotAvailable, reason: j.Name.String() + " is not available"}
	case shown.Has(registry.StatusPendingCreate):
		return finding{verdict: waiting, reason: "the registry has not decided yet"}
	}
	return finding{verdict: took}
}

func applyRegister(d *reseller.Domain, j job, e effect, now time.Time) {
	d.State, d.Reason = reseller.DomainActive, ""
	d.RegisteredAt = e.receipt.Created
	if d.RegisteredAt.IsZero() {
		d.RegisteredAt = now
	}
	d.RegistryExpiry = e.receipt.Expires
	if d.RegistryExpiry.IsZero() {
		d.RegistryExpiry = reseller.AddYears(d.RegisteredAt, j.Desired.Years)
	}
	d.Nameservers, d.Contacts, d.Fields = j.Desired.Nameservers, j.Desired.Contacts, j.Desired.Fields
	d.Locked, d.Privacy = on(j.Desired.Lock), on(j.Desired.Privacy)
	if e.shown != nil { // its answer was lost, and the registry shows it
		e.shown.ApplyTo(d, registry.AllParts&^registry.PartState)
	}
	d.PaidThrough = d.RegistryExpiry
}
