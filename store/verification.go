package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// nullVerification is NULL where there is none.
func nullVerification(v reseller.Verification) *string {
	if v.State == "" {
		return nil
	}
	v.Due, v.Since = micro(v.Due), micro(v.Since)
	text := pack(v)
	return &text
}

// unverified are between which texts verifications lie that are needed, and due before a time unless it is zero: in the index they stand
// in the order of their text, which begins with the state and goes on with when it is due.
func unverified(dueBefore time.Time) (from, before string) {
	from = `{"state":"` + string(reseller.VerificationNeeded) + `",`
	if dueBefore.IsZero() {
		return from, from + "~"
	}
	return from, from + `"due":"` + micro(dueBefore).Format("2006-01-02T15:04:05")
}

// NoteVerification records a registry's word on the check of a holder's data, with the event that tells its account. A word that is no later
// than the one that is known changes nothing: messages come twice, and late.
func (s *Store) NoteVerification(ctx context.Context, domain int64, v reseller.Verification, event reseller.Event, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		before, after, err := s.changeDomain(tx, domain, func(d *reseller.Domain) error {
			if !v.Newer(d.Verification) {
				return errUnchanged
			}
			if d.Verification = v; !v.Needed() && d.Holds.Registry.Stands() {
				d.Holds.Registry = d.Holds.Registry.Lift(v.Since) // a holder who is verified ends it
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := addEvent(tx, event); err != nil {
			return err
		}
		if !v.Needed() {
			// The renewals that waited for it go on now.
			woken := tx.Model(&orderRow{}).Where("domain_id = ? AND due_at IS NOT NULL AND state = ? AND code = ?",
				domain, string(reseller.OrderUnknown), reseller.CodeVerification).Update("due_at", micro(s.clock.Now()))
			if woken.Error != nil {
				return woken.Error
			}
		}
		return s.record(tx, by, after.AccountID, "domain.verification", after.Name.String(), v.String(), between(domainFacts(before), domainFacts(after))...)
	})
	if err != nil && !errors.Is(err, errUnchanged) {
		return fmt.Errorf("note the verification of domain %d: %w", domain, err)
	}
	return nil
}
