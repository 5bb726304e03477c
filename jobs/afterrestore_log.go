package jobs

import (
	"context"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// replay puts on record what the registry's log says was done for a live row after the backup. again is true if the name was
// lost and registered anew meanwhile: the row is closed then, and strays takes on.
func (a *aftermath) replay(ctx context.Context, d *reseller.Domain) (again bool, err error) {
	for _, e := range a.lost[d.Name.String()] {
		base, err := a.unknownBase(ctx, e)
		if err != nil {
			return false, err
		}
		if base == "" {
			continue
		}
		if gains(e) {
			return true, a.close(ctx, *d)
		}
		if err := a.step(ctx, d, e, base); err != nil {
			return false, err
		}
	}
	return false, nil
}

// unknownBase gives the transaction base of an effect of ours that the books do not know, empty for any other.
func (a *aftermath) unknownBase(ctx context.Context, e registry.Effect) (string, error) {
	base := reseller.ClTRIDBaseOf(e.ClTRID)
	if base == "" {
		return "", nil
	}
	known, err := a.Restored.KnownBases(ctx, []string{base})
	if err != nil || known[base] {
		return "", err
	}
	return base, nil
}

// gains reports whether an effect brought a name to us.
func gains(e registry.Effect) bool { return e.Command == "create" || e.Command == "transfer" }

// step takes a row through one effect: renewals and restorations become orders without a charge. Other effects show in what
// the registry now has.
func (a *aftermath) step(ctx context.Context, d *reseller.Domain, e registry.Effect, base string) error {
	if e.Command != "renew" && e.Command != "restore" {
		return nil
	}
	o := a.orderOf(*d, e, base)
	o.Kind = reseller.OrderRestore
	detail := fmt.Sprintf("the registry restored it on %s; the ledger does not know of it, and nothing was charged", e.At.Format(time.DateOnly))
	if e.Command == "renew" {
		o.Kind, o.PaidFrom, o.FrozenExpiry = reseller.OrderRenew, d.PaidThrough, reseller.AddYears(e.Expires, -e.Years)
		if reseller.SameDay(reseller.AddYears(d.RegistryExpiry, e.Years), e.Expires) {
			o.FrozenExpiry = d.RegistryExpiry
		}
		o.Desired.Years = e.Years + ownYears(d.PaidThrough, o.FrozenExpiry)
		d.PaidThrough = reseller.AddYears(d.PaidThrough, o.Desired.Years)
		detail = fmt.Sprintf("the registry renewed it for %d years on %s; the ledger does not know of it: paid through %s now, and nothing was charged",
			o.Desired.Years, e.At.Format(time.DateOnly), d.PaidThrough.Format(time.DateOnly))
	}
	d.RegistryExpiry = e.Expires
	if e.Command == "restore" {
		d.State = reseller.DomainActive
	}
	now := *d
	return a.recover(ctx, d, reseller.Recovery{
		Order: o, Finding: a.finding(found(e), "effect:"+base, d.AccountID, e.Name, detail),
		Apply: func(row *reseller.Domain) {
			row.RegistryExpiry, row.PaidThrough, row.State = now.RegistryExpiry, now.PaidThrough, now.State
			row.Invoiced = false
		},
	})
}

func found(e registry.Effect) reseller.FindingKind {
	if e.Command == "renew" {
		return reseller.FoundRenewed
	}
	return reseller.FoundEffect
}

// recover writes a recovery and keeps the row's version and id in step.
func (a *aftermath) recover(ctx context.Context, d *reseller.Domain, r reseller.Recovery) error {
	a.mu.Lock()
	a.found++
	a.mu.Unlock()
	id, err := a.Restored.Recover(ctx, r)
	if err != nil || id == 0 {
		return err
	}
	fresh, err := a.Books.DomainByID(ctx, id)
	if err == nil {
		*d = fresh
	}
	return err
}

// orderOf is the done order behind an effect, without a charge: a zero in the currency of the account that gets it.
func (a *aftermath) orderOf(d reseller.Domain, e registry.Effect, base string) reseller.Order {
	return reseller.Order{
		AccountID: d.AccountID, DomainID: d.ID, Name: d.Name, State: reseller.OrderDone, Desired: reseller.Desired{Years: e.Years},
		ClTRIDBase: base, Attempt: 1, Answer: reseller.AnsweredFinal,
		Reason: "found at the registry after a restore; not charged", CreatedAt: e.At, SentAt: e.At, EndedAt: a.Clock.Now(),
	}
}

// ownYears is how many years the registry had added by itself beyond what was paid for.
func ownYears(paid, expiry time.Time) int {
	years := 0
	for !reseller.AddYears(paid, years+1).After(expiry) {
		years++
	}
	return years
}

// strays gives names of ours that no account has to the lost-and-found account, with what was done for them.
func (a *aftermath) strays(ctx context.Context) error {
	for full, effects := range a.lost {
		if err := a.stray(ctx, full, effects); err != nil {
			return fmt.Errorf("%s, which no account has: %w", full, err)
		}
	}
	return nil
}

func (a *aftermath) stray(ctx context.Context, full string, effects []registry.Effect) error {
	name, err := a.Routes.Rules().Split(full)
	if err != nil {
		return nil // a TLD that is not served any more: nothing can be asked
	}
	var d *reseller.Domain
	for _, e := range effects {
		base, err := a.unknownBase(ctx, e)
		if err != nil {
			return err
		}
		switch {
		case base == "":
		case gains(e):
			if d != nil {
				if err := a.close(ctx, *d); err != nil {
					return err
				}
			}
			d = &reseller.Domain{}
			if err := a.adopt(ctx, d, name, e, base); err != nil {
				return err
			}
		case d != nil:
			if err := a.step(ctx, d, e, base); err != nil {
				return err
			}
		}
	}
	if d == nil || d.ID == 0 {
		return nil
	}
	return a.name(ctx, *d)
}

// close ends the row of a name that was lost between two registrations of ours.
func (a *aftermath) close(ctx context.Context, d reseller.Domain) error {
	return a.write(ctx, d, left(d, registry.Registration{}, true, a.Clock.Now()), []string{"lost and registered anew after the backup"})
}

// adopt puts a registration or transfer that nobody here knows on record, with its row in the lost-and-found account.
func (a *aftermath) adopt(ctx context.Context, d *reseller.Domain, name reseller.Name, e registry.Effect, base string) error {
	row := reseller.Domain{
		Name: name, State: reseller.DomainActive, Version: 1, RegisteredAt: e.At, RegistryExpiry: e.Expires, PaidThrough: e.Expires,
		DNSManagement: true, CreatedAt: a.Clock.Now(),
	}
	if _, conn, err := a.Routes.For(name); err == nil {
		if info, gone, err := ask(ctx, conn, name); err == nil && !gone && info.Ours {
			info.ApplyTo(&row, registry.PartCreated|registry.PartSettings)
		}
	}
	o := a.orderOf(row, e, base)
	o.Kind = reseller.OrderRegister
	if e.Command == "transfer" {
		o.Kind = reseller.OrderTransfer
	}
	return a.recover(ctx, d, reseller.Recovery{Order: o, Domain: &row, Finding: a.finding(reseller.FoundRegistered, "effect:"+base, 0, name.String(), fmt.Sprintf(
		"%s on %s for %d years after the backup; whose it is is not known: give it to its account with \"nameyard restore assign %s EMAIL\"",
		map[string]string{"create": "registered", "transfer": "transferred in"}[e.Command], e.At.Format(time.DateOnly), e.Years, name))})
}
