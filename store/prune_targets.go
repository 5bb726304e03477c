package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"nameyard/zone"
)

// targetsKept is how long a target is remembered that no forward of its account leads to any more: a refusal, too, so that whoever has said
// no is not asked again tomorrow.
const targetsKept = 400 * 24 * time.Hour

// pruneTargets forgets targets that are not forwarded to any more, and tells how many. One that a forward leads to stays, whatever its
// state: without its row it would be taken for one that need not be asked.
func (s *Store) pruneTargets(ctx context.Context) (gone int64, err error) {
	before := micro(s.clock.Now().Add(-targetsKept))
	for after := int64(0); ; {
		rows, err := rowsOf[forwardTargetRow](s.reads).Where("id > ? AND wanted_at < ?", after, before).Order("id").Limit(pruneAtOnce).Find(ctx)
		if err != nil || len(rows) == 0 {
			return gone, translate(err)
		}
		after = rows[len(rows)-1].ID
		var accounts []int64
		for _, r := range rows {
			accounts = append(accounts, r.AccountID)
		}
		used, err := s.usedTargets(ctx, accounts)
		if err != nil {
			return gone, translate(err)
		}
		var ids []int64
		for _, r := range rows {
			if !used[usedTarget{r.AccountID, r.Address}] {
				ids = append(ids, r.ID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		err = s.tx(ctx, func(tx *gorm.DB) error {
			deleted := tx.Exec("DELETE FROM forward_targets WHERE id IN ? AND wanted_at < ?", ids, before) // not one that was brought in meanwhile
			gone += deleted.RowsAffected
			return deleted.Error
		})
		if err != nil {
			return gone, translate(err)
		}
	}
}

type usedTarget struct {
	account int64
	address string
}

// usedTargets are the targets of all forwards of some accounts.
func (s *Store) usedTargets(ctx context.Context, accounts []int64) (map[usedTarget]bool, error) {
	used := map[usedTarget]bool{}
	for after := int64(0); ; {
		var rows []struct {
			DomainID  int64
			AccountID int64
			Body      string
		}
		err := s.reads.WithContext(ctx).Raw(`SELECT z.domain_id, d.account_id, z.body FROM domains d JOIN zone_documents z ON z.domain_id = d.id AND z.kind = ?
			WHERE d.account_id IN ? AND d.live_name IS NOT NULL AND d.id > ? ORDER BY d.id LIMIT ?`, string(zone.Mail), accounts, after, pruneAtOnce).Scan(&rows).Error
		if err != nil || len(rows) == 0 {
			return used, translate(err)
		}
		for _, r := range rows {
			forwards, err := unpack[[]zone.Forward](r.Body, "mail zone")
			if err != nil {
				return nil, err
			}
			for _, address := range zone.TargetsOf(forwards) {
				used[usedTarget{r.AccountID, address}] = true
			}
		}
		after = rows[len(rows)-1].DomainID
	}
}
