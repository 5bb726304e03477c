package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// nullHolds is NULL where there never was one.
func nullHolds(h reseller.Holds) *string {
	if h == (reseller.Holds{}) {
		return nil
	}
	for _, one := range []*reseller.Hold{&h.Registry, &h.Operator} {
		one.Reason, one.Since, one.Lifted = clip(one.Reason, 1000), micro(one.Since), micro(one.Lifted)
	}
	text := pack(h)
	return &text
}

// HeldDomains lists names that an account has and that are on hold, the newest hold first.
func (s *Store) HeldDomains(ctx context.Context, q reseller.HoldSearch) ([]reseller.Domain, error) {
	var chosen search
	chosen.add("held_at IS NOT NULL AND live_name IS NOT NULL")
	chosen.account(q.Account)
	chosen.name(q.Name)
	if q.Before != 0 {
		// If that one has left the list meanwhile, its place is not known any more: the list begins anew.
		const place = "(SELECT held_at FROM domains WHERE id = ?)"
		chosen.add("("+place+" IS NULL OR held_at < "+place+" OR held_at = "+place+" AND id < ?)", q.Before, q.Before, q.Before, q.Before)
	}
	rows, err := rowsOf[domainRow](s.reads).Table(s.by("domains", "domains_held_at")).Where(strings.Join(chosen.where, " AND "), chosen.args...).Order("held_at DESC, id DESC").Limit(q.Limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list names on hold: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// KeptDomains lists names that an account has and that are kept for a dispute, the newest names first.
func (s *Store) KeptDomains(ctx context.Context, q reseller.HoldSearch) ([]reseller.Domain, error) {
	var chosen search
	chosen.add("dispute IS NOT NULL AND live_name IS NOT NULL AND INSTR(dispute, ?) = 0", `"lifted":`)
	chosen.account(q.Account)
	chosen.name(q.Name)
	q.OldestFirst = false
	rows, err := findBy[domainRow](ctx, s, s.by("domains", "domains_dispute"), chosen, q.Page)
	if err != nil {
		return nil, fmt.Errorf("list names kept for a dispute: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// NoteHold records a registry's word on a hold of a name, with the event that tells its account. A word that is no later than the one that
// is known changes nothing: messages come twice, and late.
func (s *Store) NoteHold(ctx context.Context, domain int64, h reseller.Hold, event reseller.Event, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		before, after, err := s.changeDomain(tx, domain, func(d *reseller.Domain) error {
			if !h.Newer(d.Holds.Registry) {
				return errUnchanged
			}
			if !h.Stands() {
				h = d.Holds.Registry.Lift(h.Lifted)
			}
			d.Holds.Registry = h
			return nil
		})
		if err != nil {
			return err
		}
		if err := addEvent(tx, event); err != nil {
			return err
		}
		return s.record(tx, by, after.AccountID, "domain.hold", after.Name.String(), holdSaid(after.Holds.Registry),
			between(domainFacts(before), domainFacts(after))...)
	})
	if err != nil && !errors.Is(err, errUnchanged) {
		return fmt.Errorf("note the hold of domain %d: %w", domain, err)
	}
	return nil
}

// holdSaid is who says that a name is on hold; the record's changes have why.
func holdSaid(h reseller.Hold) string {
	if h.Stands() && h.By != "" {
		return reseller.AuditSaidBy + h.By
	}
	return ""
}

// recordHold writes the audit record of an order that has set or lifted the operator's hold. One that only asked for it has its order.
func (s *Store) recordHold(tx *gorm.DB, o reseller.Order, before, after reseller.Domain) error {
	if o.Kind != reseller.OrderHold || o.State != reseller.OrderDone {
		return nil
	}
	changes := between(one("hold", holdFact(before.Holds.Operator)), one("hold", holdFact(after.Holds.Operator)))
	words := "lift clientHold: " + o.Desired.Why
	if *o.Desired.Hold {
		words = "set clientHold"
		if len(changes) == 0 { // else they have why
			words += ": " + o.Desired.Why
		}
	}
	return s.recordDecided(tx, o.By, o.AccountID, "domain.hold", o.Name.String(), words, changes...)
}

// tellHolds tells the account of a name of the holds that it has and did not have before, and of the operator's that has ended: the
// registry's word on the end of its own has its own event.
func tellHolds(tx *gorm.DB, before, after reseller.Domain, now time.Time) error {
	tell := func(kind, reason string) error {
		e := reseller.DomainEvent(kind, after, reason, now)
		e.Once = ""
		return addEvent(tx, e)
	}
	if h := after.Holds.Registry; h.Stands() && !before.Holds.Registry.Stands() {
		if err := tell(reseller.EventHoldSet, h.Reason); err != nil {
			return err
		}
	}
	was, is := before.Holds.Operator, after.Holds.Operator
	switch {
	case is.Stands() && !was.Stands():
		return tell(reseller.EventHoldSet, is.Reason)
	case was.Stands() && !is.Stands():
		return tell(reseller.EventHoldLifted, "")
	}
	return nil
}
