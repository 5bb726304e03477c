package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type endpointRow struct {
	ID           int64
	AccountID    int64
	URL          string `gorm:"column:url"`
	Kinds        string
	SealID       string
	Secret       []byte
	OldSecret    []byte
	OldUntil     *time.Time
	Failures     int
	FailingSince *time.Time
	RetryAt      *time.Time
	DisabledAt   *time.Time
	PausedAt     *time.Time
	Problem      string
	DeliveredAt  *time.Time
	CreatedAt    time.Time `gorm:"autoCreateTime:false"`
	RemovedAt    *time.Time
}

func (endpointRow) TableName() string { return "webhook_endpoints" }

func fromEndpoint(e reseller.Endpoint) endpointRow {
	return endpointRow{
		ID: e.ID, AccountID: e.AccountID, URL: e.URL, Kinds: strings.Join(e.Kinds, " "), SealID: e.SealID, Secret: e.Secret,
		OldSecret: e.OldSecret, OldUntil: nullTime(e.OldUntil), Failures: e.Failures, FailingSince: nullTime(e.FailingAt),
		RetryAt: nullTime(e.RetryAt), DisabledAt: nullTime(e.DisabledAt), PausedAt: nullTime(e.PausedAt), Problem: clip(e.Problem, 1000), DeliveredAt: nullTime(e.DeliveredAt), CreatedAt: micro(e.CreatedAt),
	}
}

func (r endpointRow) toEndpoint() (reseller.Endpoint, error) {
	return reseller.Endpoint{
		ID: r.ID, AccountID: r.AccountID, URL: r.URL, Kinds: strings.Fields(r.Kinds), SealID: r.SealID, Secret: r.Secret,
		OldSecret: r.OldSecret, OldUntil: zeroTime(r.OldUntil), Failures: r.Failures, FailingAt: zeroTime(r.FailingSince),
		RetryAt: zeroTime(r.RetryAt), DisabledAt: zeroTime(r.DisabledAt), PausedAt: zeroTime(r.PausedAt), Problem: r.Problem, DeliveredAt: zeroTime(r.DeliveredAt), CreatedAt: r.CreatedAt.UTC(),
	}, nil
}

// maxEndpoints is how many webhooks an account may make by itself.
const maxEndpoints = 20

// AddEndpoint keeps a new address that events are posted to. It gets the events that happen from now on.
func (s *Store) AddEndpoint(ctx context.Context, e reseller.Endpoint, by reseller.Actor) (reseller.Endpoint, error) {
	if err := fits("url", e.URL, 2000); err != nil {
		return e, err
	}
	e.CreatedAt = micro(s.clock.Wall())
	row := fromEndpoint(e)
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row.ID = 0
		if err := s.mustBeOpen(tx, row.AccountID); err != nil {
			return err
		}
		if err := s.keyStands(tx, row.Secret); err != nil {
			return err
		}
		if by.Caller {
			if err := roomFor(tx, &endpointRow{}, maxEndpoints, "webhooks", "account_id = ? AND removed_at IS NULL", row.AccountID); err != nil {
				return err
			}
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return s.record(tx, by, e.AccountID, "webhook.add", e.URL, "", made(endpointFacts(row))...)
	})
	if err != nil {
		return e, fmt.Errorf("add a webhook: %w", err)
	}
	e.ID = row.ID
	return e, nil
}

// Endpoints lists the addresses of an account, or of all that are not closed (0), also those that are switched off.
func (s *Store) Endpoints(ctx context.Context, account int64) ([]reseller.Endpoint, error) {
	query := rowsOf[endpointRow](s.reads).Where("account_id = ?", account)
	if account == 0 {
		query = rowsOf[endpointRow](s.reads).Where("account_id IN (SELECT id FROM accounts WHERE closed_at IS NULL)")
	}
	rows, err := query.Where("removed_at IS NULL").Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list webhooks: %w", translate(err))
	}
	return each(rows, endpointRow.toEndpoint)
}

// Endpoint finds an address of an account. ErrNotFound if the account has none of this id.
func (s *Store) Endpoint(ctx context.Context, account, id int64) (reseller.Endpoint, error) {
	row, err := rowsOf[endpointRow](s.reads).Where("id = ? AND account_id = ? AND removed_at IS NULL", id, account).Take(ctx)
	if err != nil {
		return reseller.Endpoint{}, fmt.Errorf("webhook %d: %w", id, translate(err))
	}
	return row.toEndpoint()
}

// RemoveEndpoint takes an address away, with what still waits for it. ErrConflict if the account has none of this id.
func (s *Store) RemoveEndpoint(ctx context.Context, e reseller.Endpoint, by reseller.Actor) error {
	now := micro(s.clock.Wall())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		was, err := endpointNow(tx, e.ID)
		if err != nil {
			return err
		}
		err = expectOneRow(tx.Model(&endpointRow{}).Where("id = ? AND account_id = ? AND removed_at IS NULL", e.ID, e.AccountID).Update("removed_at", now))
		if err != nil {
			return err
		}
		if err := dropDeliveries(tx, e.ID, "the webhook was removed"); err != nil {
			return err
		}
		return s.record(tx, by, e.AccountID, "webhook.remove", e.URL, "", ended(endpointFacts(was))...)
	})
	if err != nil {
		return fmt.Errorf("remove webhook %d: %w", e.ID, err)
	}
	return nil
}

// endpointNow reads the row of an endpoint and holds it until the transaction ends. ErrConflict if there is none.
func endpointNow(tx *gorm.DB, id int64) (row endpointRow, err error) {
	there, err := exists(tx, &row, "id = ?", id)
	if err == nil && !there {
		err = reseller.ErrConflict
	}
	return row, err
}

// dropDeliveries gives up what waits for an endpoint.
func dropDeliveries(tx *gorm.DB, endpoint int64, why string) error {
	return tx.Model(&deliveryRow{}).Where("endpoint_id = ? AND next_try IS NOT NULL", endpoint).
		Updates(map[string]any{"state": string(reseller.DeliveryGivenUp), "next_try": nil, "problem": why}).Error
}

// RotateEndpoint gives an address another secret; the one before signs, too, until a wall time. ErrConflict if there is no
// such address, or its secret has changed since it was read.
func (s *Store) RotateEndpoint(ctx context.Context, e reseller.Endpoint, secret []byte, oldUntil time.Time, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.keyStands(tx, secret); err != nil {
			return err
		}
		was, err := endpointNow(tx, e.ID)
		if err != nil {
			return err
		}
		err = expectOneRow(tx.Model(&endpointRow{}).Where("id = ? AND secret = ? AND removed_at IS NULL", e.ID, e.Secret).
			Updates(map[string]any{"secret": secret, "old_secret": e.Secret, "old_until": micro(oldUntil)}))
		if err != nil {
			return err
		}
		return s.record(tx, by, e.AccountID, "webhook.rotate", e.URL, "",
			between(one("old_secret_until", timeFact(zeroTime(was.OldUntil))), one("old_secret_until", timeFact(oldUntil)))...)
	})
	if err != nil {
		return fmt.Errorf("rotate the secret of webhook %d: %w", e.ID, err)
	}
	return nil
}

// EnableEndpoint has events posted to an address again that was switched off or paused, and forgets that it failed. ErrConflict if it is neither.
func (s *Store) EnableEndpoint(ctx context.Context, e reseller.Endpoint, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.mustBeOpen(tx, e.AccountID); err != nil {
			return err
		}
		was, err := endpointNow(tx, e.ID)
		if err != nil {
			return err
		}
		err = expectOneRow(tx.Model(&endpointRow{}).Where("id = ? AND (disabled_at IS NOT NULL OR paused_at IS NOT NULL) AND removed_at IS NULL", e.ID).
			Updates(map[string]any{"disabled_at": nil, "paused_at": nil, "failures": 0, "failing_since": nil, "retry_at": nil, "problem": ""}))
		if err != nil {
			return err
		}
		return s.record(tx, by, e.AccountID, "webhook.enable", e.URL, "", between(endpointFacts(was), endpointFacts(endpointRow{URL: was.URL, Kinds: was.Kinds}))...)
	})
	if err != nil {
		return fmt.Errorf("switch webhook %d on: %w", e.ID, err)
	}
	return nil
}

// DueEndpoints lists the addresses that something is to be posted to now: the ones whose last attempt succeeded, or else the
// ones whose last attempt failed. Those that have waited longest come first, at most limit.
func (s *Store) DueEndpoints(ctx context.Context, failing bool, limit int) ([]reseller.Endpoint, error) {
	lane := "e.failures = 0"
	if failing {
		lane = "e.failures > 0"
	}
	var rows []endpointRow
	wall := micro(s.clock.Wall())
	err := s.reads.WithContext(ctx).Raw(`SELECT e.* FROM webhook_endpoints e
		JOIN (SELECT endpoint_id, MIN(next_try) AS first_try FROM webhook_deliveries WHERE next_try <= ? GROUP BY endpoint_id) d ON d.endpoint_id = e.id
		JOIN accounts a ON a.id = e.account_id AND a.closed_at IS NULL
		WHERE e.removed_at IS NULL AND e.disabled_at IS NULL AND e.paused_at IS NULL AND (e.retry_at IS NULL OR e.retry_at <= ?) AND `+lane+`
		ORDER BY d.first_try, e.id LIMIT ?`, wall, wall, limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list webhooks with something to post: %w", translate(err))
	}
	return each(rows, endpointRow.toEndpoint)
}
