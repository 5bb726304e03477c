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

// ChangeEndpoint changes the address and the events of a webhook as apply says. What waits for it goes to the new address, at once and with all attempts
// anew: how the former one did says nothing of this one. ErrNotFound if the account has none of this id. Errors of apply end it without a change.
func (s *Store) ChangeEndpoint(ctx context.Context, account, id int64, by reseller.Actor, apply func(*reseller.Endpoint) error) (reseller.Endpoint, error) {
	var e reseller.Endpoint
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.mustBeOpen(tx, account); err != nil {
			return err
		}
		was, err := endpointNow(tx, id)
		if err != nil || was.AccountID != account || was.RemovedAt != nil {
			return orNotFound(err)
		}
		if e, err = was.toEndpoint(); err != nil {
			return err
		}
		if err := apply(&e); err != nil {
			return err
		}
		if err := fits("url", e.URL, 2000); err != nil {
			return err
		}
		set := map[string]any{"url": e.URL, "kinds": strings.Join(e.Kinds, " ")}
		if e.URL != was.URL {
			e.Failures, e.FailingAt, e.RetryAt, e.Problem, e.DeliveredAt = 0, time.Time{}, time.Time{}, "", time.Time{}
			set["failures"], set["failing_since"], set["retry_at"], set["problem"], set["delivered_at"] = 0, nil, nil, "", nil
			if err := postAtOnce(tx, micro(s.clock.Wall()), "endpoint_id = ?", id); err != nil {
				return err
			}
		}
		if err := tx.Model(&endpointRow{}).Where("id = ?", id).Updates(set).Error; err != nil {
			return err
		}
		return s.record(tx, by, account, "webhook.set", e.URL, "", between(endpointFacts(was), endpointFacts(fromEndpoint(e)))...)
	})
	if err != nil {
		return e, fmt.Errorf("change webhook %d: %w", id, err)
	}
	return e, nil
}

// orNotFound is an error, or that there is no such thing.
func orNotFound(err error) error {
	if err == nil || errors.Is(err, reseller.ErrConflict) {
		return reseller.ErrNotFound
	}
	return err
}

// underWay is how long ago an attempt began that may not have ended: it is found by the number of attempts.
const underWay = time.Minute

// postAtOnce has what waits posted from now on, with all its attempts anew but for those that may be under way.
func postAtOnce(tx *gorm.DB, now time.Time, which string, args ...any) error {
	return tx.Model(&deliveryRow{}).Where("next_try IS NOT NULL").Where(which, args...).Updates(map[string]any{"next_try": now, "attempts": gorm.Expr("CASE WHEN tried_at > ? THEN attempts ELSE 0 END", now.Add(-underWay))}).Error
}

// PauseEndpoint has events wait for an address until EnableEndpoint. ErrConflict if they do, or if it is switched off.
func (s *Store) PauseEndpoint(ctx context.Context, e reseller.Endpoint, by reseller.Actor) error {
	now := micro(s.clock.Wall())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		was, err := endpointNow(tx, e.ID)
		if err != nil {
			return err
		}
		err = expectOneRow(tx.Model(&endpointRow{}).Where("id = ? AND account_id = ? AND paused_at IS NULL AND disabled_at IS NULL AND removed_at IS NULL", e.ID, e.AccountID).
			Update("paused_at", now))
		if err != nil {
			return err
		}
		is := was
		is.PausedAt = &now
		return s.record(tx, by, e.AccountID, "webhook.pause", was.URL, "", between(endpointFacts(was), endpointFacts(is))...)
	})
	if err != nil {
		return fmt.Errorf("pause webhook %d: %w", e.ID, err)
	}
	return nil
}

// WaitingDeliveries counts what waits to be posted to each of the account's addresses, by its id.
func (s *Store) WaitingDeliveries(ctx context.Context, account int64) (map[int64]int64, error) {
	var rows []struct{ EndpointID, Waiting int64 }
	err := s.reads.WithContext(ctx).Raw(`SELECT d.endpoint_id, COUNT(*) AS waiting FROM webhook_endpoints e JOIN webhook_deliveries d ON d.endpoint_id = e.id AND d.next_try IS NOT NULL
		WHERE e.account_id = ? AND e.removed_at IS NULL GROUP BY d.endpoint_id`, account).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count what is to be posted: %w", translate(err))
	}
	waiting := make(map[int64]int64, len(rows))
	for _, r := range rows {
		waiting[r.EndpointID] = r.Waiting
	}
	return waiting, nil
}
