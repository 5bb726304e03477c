package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// standing are the events after which a name is on hold, or is not: a holder who is verified ends one, too.
var standing = []string{reseller.EventHoldSet, reseller.EventHoldLifted, reseller.EventVerified}

// HeldDomains lists names that an account has and whose registry has last said that they are on hold, the newest word first. Messages may
// come late, so that the last word is the one with the latest time.
func (s *Store) HeldDomains(ctx context.Context, q reseller.HoldSearch) ([]reseller.HeldDomain, error) {
	var chosen search
	if q.Account != 0 {
		chosen.add("h.account_id = ?", q.Account)
	}
	chosen.like("d.name", q.Name)
	if q.Before != 0 {
		chosen.add("h.id < ?", q.Before)
	}
	// By way of the accounts, for events have an index by account and kind.
	query := "SELECT h.* FROM accounts a " + s.then() + " outbox h ON h.account_id = a.id AND h.kind = ? " + s.then() + " domains d ON d.id = h.domain_id AND d.live_name IS NOT NULL" +
		" WHERE NOT EXISTS (SELECT 1 FROM outbox l WHERE l.account_id = h.account_id AND l.kind IN ? AND l.domain_id = h.domain_id" +
		" AND l.created_at >= h.created_at AND (l.created_at > h.created_at OR l.id > h.id))"
	for _, condition := range chosen.where {
		query += " AND " + condition
	}
	var events []outboxRow
	args := append([]any{reseller.EventHoldSet, standing}, chosen.args...)
	if err := s.reads.WithContext(ctx).Raw(query+" ORDER BY h.id DESC LIMIT ?", append(args, q.Limit)...).Scan(&events).Error; err != nil {
		return nil, fmt.Errorf("list names on hold: %w", translate(err))
	}
	ids := make([]int64, len(events))
	for i, e := range events {
		ids[i] = e.DomainID
	}
	rows, err := gorm.G[domainRow](s.reads).Where("id IN ?", append(ids, nobody)).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list names on hold: %w", translate(err))
	}
	domains := map[int64]reseller.Domain{}
	for _, r := range rows {
		if domains[r.ID], err = r.toDomain(); err != nil {
			return nil, err
		}
	}
	return each(events, func(r outboxRow) (reseller.HeldDomain, error) {
		event, err := r.toEvent()
		return reseller.HeldDomain{Domain: domains[r.DomainID], Event: event}, err
	})
}

// moveHold has a name that moves stay on hold: the registry's last word of it goes with it, with the time that it had.
func moveHold(tx *gorm.DB, from reseller.Domain, to, account int64) error {
	var last outboxRow
	err := tx.Where("account_id = ? AND kind IN ? AND domain_id = ?", from.AccountID, standing, from.ID).
		Order("created_at DESC, id DESC").Limit(1).Find(&last).Error
	if err != nil || last.Kind != reseller.EventHoldSet {
		return err
	}
	event, err := last.toEvent()
	if err != nil {
		return err
	}
	event.AccountID, event.DomainID, event.Once = account, to, fmt.Sprintf("%s:moved:%d:%d", reseller.EventHoldSet, to, last.ID)
	return addEvent(tx, event)
}
