package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/zone"
)

// wantedAlias holds of a host that an ALIAS record of a live name points to.
const wantedAlias = `EXISTS (SELECT 1 FROM zone_aliases a JOIN domains d ON d.id = a.domain_id WHERE a.target = alias_targets.host AND d.live_name IS NOT NULL)`

// DueAliasTargets lists the hosts of ALIAS records that are to be asked for by a time (wall), those first that have waited longest.
func (s *Store) DueAliasTargets(ctx context.Context, now time.Time, limit int) ([]zone.AliasTarget, error) {
	rows, err := rowsOf[aliasTargetRow](s.reads).Where("next_at <= ? AND "+wantedAlias, micro(now)).Order("next_at, host").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list hosts of ALIAS records: %w", translate(err))
	}
	return each(rows, aliasTargetRow.toTarget)
}

// AliasesAt gives the hosts that the ALIAS records of live names at some names point to, by name.
func (s *Store) AliasesAt(ctx context.Context, owners []string) (map[string]string, error) {
	var rows []zoneAliasRow
	err := s.reads.WithContext(ctx).Raw(`SELECT a.owner, a.target FROM zone_aliases a JOIN domains d ON d.id = a.domain_id
		WHERE a.owner IN ? AND d.live_name IS NOT NULL`, owners).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read ALIAS records: %w", translate(err))
	}
	at := map[string]string{}
	for _, r := range rows {
		at[r.Owner] = r.Target
	}
	return at, nil
}

// SaveAliasTargets notes what was found out about hosts, in one transaction. Zones publish it when SpreadAliasTarget has been there.
func (s *Store) SaveAliasTargets(ctx context.Context, targets []zone.AliasTarget) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		for _, t := range targets {
			saved := tx.Exec("UPDATE alias_targets SET addresses = ?, asked_at = ?, resolved_at = ?, next_at = ?, failures = ?, problem = ? WHERE host = ?",
				addressesText(t.Addresses), nullTime(t.AskedAt), nullTime(t.ResolvedAt), micro(t.NextAt), t.Failures, clip(t.Problem, 1000), t.Host)
			if saved.Error != nil {
				return saved.Error
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note the addresses of hosts: %w", err)
	}
	return nil
}

// UnspreadAliasTargets gives those of some hosts of which the zone of a live name publishes other addresses than are noted.
func (s *Store) UnspreadAliasTargets(ctx context.Context, hosts []string) ([]string, error) {
	var list []string
	err := s.reads.WithContext(ctx).Raw(`SELECT DISTINCT t.host FROM zone_aliases a JOIN alias_targets t ON t.host = a.target
		JOIN domains d ON d.id = a.domain_id WHERE t.host IN ? AND a.addresses <> t.addresses AND d.live_name IS NOT NULL`, hosts).Scan(&list).Error
	if err != nil {
		return nil, fmt.Errorf("look for zones with old addresses: %w", translate(err))
	}
	return list, nil
}

// SpreadAliasTarget publishes the addresses of a host in at most so many zones that have others, with the serials of those raised, in one
// transaction. It gives how many it has changed; 0 = nothing is left to do.
func (s *Store) SpreadAliasTarget(ctx context.Context, host string, limit int) (changed int, err error) {
	var ids []int64
	err = s.reads.WithContext(ctx).Raw(`SELECT DISTINCT a.domain_id FROM zone_aliases a JOIN alias_targets t ON t.host = a.target
		JOIN domains d ON d.id = a.domain_id WHERE a.target = ? AND a.addresses <> t.addresses AND d.live_name IS NOT NULL ORDER BY a.domain_id LIMIT ?`,
		host, limit).Scan(&ids).Error
	if err == nil && len(ids) > 0 {
		err = s.tx(ctx, func(tx *gorm.DB) error {
			for _, id := range ids {
				if err := s.spreadAlias(tx, host, id); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return 0, fmt.Errorf("publish the addresses of %s: %w", host, translate(err))
	}
	return len(ids), nil
}

// spreadAlias publishes the addresses of a host in a zone. The domain row is written first, so that no save of the zone comes in between.
func (s *Store) spreadAlias(tx *gorm.DB, host string, domain int64) error {
	live := tx.Exec("UPDATE domains SET version = version + 1 WHERE id = ? AND live_name IS NOT NULL", domain)
	if live.Error != nil || live.RowsAffected == 0 {
		return live.Error
	}
	written := tx.Exec("UPDATE zone_aliases SET addresses = (SELECT addresses FROM alias_targets WHERE host = ?) WHERE domain_id = ? AND target = ?", host, domain, host)
	if written.Error != nil || written.RowsAffected == 0 {
		return written.Error
	}
	return s.raiseSerial(tx, domain)
}

// AliasStates tells how far the ALIAS records of a domain are, in the order of their names.
func (s *Store) AliasStates(ctx context.Context, domain int64) ([]zone.AliasState, error) {
	var rows []struct {
		Owner  string
		Target aliasTargetRow `gorm:"embedded"`
	}
	err := s.reads.WithContext(ctx).Raw(`SELECT a.owner, t.host, a.addresses, t.asked_at, t.resolved_at, t.next_at, t.failures, t.problem
		FROM zone_aliases a JOIN alias_targets t ON t.host = a.target WHERE a.domain_id = ? ORDER BY a.owner`, domain).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read ALIAS records: %w", translate(err))
	}
	list := []zone.AliasState{}
	for _, r := range rows {
		target, err := r.Target.toTarget()
		if err != nil {
			return nil, err
		}
		list = append(list, zone.AliasState{Owner: r.Owner, Target: target})
	}
	return list, nil
}

// AliasFigures counts the hosts that ALIAS records point to, and those of them that have no good answer at present.
func (s *Store) AliasFigures(ctx context.Context) (hosts, failing int64, err error) {
	err = scanRow(s.reads.WithContext(ctx).Raw("SELECT COUNT(*), COALESCE(SUM(CASE WHEN failures > 0 THEN 1 ELSE 0 END), 0) FROM alias_targets WHERE "+wantedAlias), &hosts, &failing)
	if err != nil {
		return 0, 0, fmt.Errorf("count hosts of ALIAS records: %w", translate(err))
	}
	return hosts, failing, nil
}

// aliasTargetsKept is how long a host stays known that no record points to any more, wall time.
const aliasTargetsKept = 48 * time.Hour

// pruneAliasTargets deletes hosts that no record points to, and tells how many.
func (s *Store) pruneAliasTargets(ctx context.Context) (gone int64, err error) {
	before := micro(s.clock.Wall().Add(-aliasTargetsKept))
	err = s.tx(ctx, func(tx *gorm.DB) error {
		deleted := tx.Exec("DELETE FROM alias_targets WHERE wanted_at < ? AND NOT EXISTS (SELECT 1 FROM zone_aliases a WHERE a.target = alias_targets.host)", before)
		gone = deleted.RowsAffected
		return deleted.Error
	})
	if err != nil {
		return 0, fmt.Errorf("prune alias_targets: %w", err)
	}
	return gone, nil
}
