package recovery

import (
	"context"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// unknownNames gives names of ours that no account has to the lost-and-found account, with what was done for them.
func (c *comparison) unknownNames(ctx context.Context) error {
	for full, effects := range c.lost {
		if err := c.unknownName(ctx, full, effects); err != nil {
			return fmt.Errorf("%s, which no account has: %w", full, err)
		}
	}
	return nil
}

func (c *comparison) unknownName(ctx context.Context, full string, effects []registry.Effect) error {
	name, err := c.Routes.Rules().Split(full)
	if err != nil {
		return nil // a TLD that is not served any more: nothing can be asked
	}
	var d *reseller.Domain
	for _, e := range effects {
		base, err := c.unknownBase(ctx, e)
		if err != nil {
			return err
		}
		switch {
		case base == "":
		case gains(e):
			if d != nil {
				if err := c.close(ctx, *d); err != nil {
					return err
				}
			}
			d = &reseller.Domain{}
			if err := c.adopt(ctx, d, name, e, base); err != nil {
				return err
			}
		case d != nil:
			if err := c.step(ctx, d, e, base); err != nil {
				return err
			}
		}
	}
	if d == nil || d.ID == 0 {
		return nil
	}
	return c.name(ctx, *d)
}

// adopt puts a registration or transfer that nobody here knows on record, with its row in the lost-and-found account.
func (c *comparison) adopt(ctx context.Context, d *reseller.Domain, name reseller.Name, e registry.Effect, base string) error {
	row := reseller.Domain{
		Name: name, State: reseller.DomainActive, Version: 1, RegisteredAt: e.At, RegistryExpiry: e.Expires, PaidThrough: e.Expires,
		DNSManagement: true, CreatedAt: c.Clock.Now(),
	}
	if rules, conn, err := c.Routes.At(name, c.lostAt[name.String()]); err == nil {
		row.Connector = rules.Connector
		if info, err := ask(ctx, conn, name); err == nil && info.Ours {
			info.ApplyTo(&row, registry.PartCreated|registry.PartSettings)
		}
	}
	o := c.orderOf(row, e, base)
	done := "registered"
	o.Kind = reseller.OrderRegister
	if e.Command == "transfer" {
		o.Kind, done = reseller.OrderTransfer, "transferred in"
	}
	return c.record(ctx, d, reseller.Recovery{Order: o, Domain: &row, Finding: c.finding(reseller.FoundRegistered, "effect:"+base, 0, name.String(), fmt.Sprintf(
		"%s on %s for %d years after the backup; whose it is is not known: give it to its account with \"nameyard restore assign %s EMAIL\"",
		done, e.At.Format(time.DateOnly), e.Years, name))})
}
