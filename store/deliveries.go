package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

type deliveryRow struct {
	ID         int64
	EndpointID int64
	EventID    int64
	Kind       string
	Body       string
	State      string
	Attempts   int
	NextTry    *time.Time
	Status     int
	Problem    string
	CreatedAt  time.Time `gorm:"autoCreateTime:false"`
	TriedAt    *time.Time
}

func (deliveryRow) TableName() string { return "webhook_deliveries" }

func (r deliveryRow) toDelivery() (reseller.Delivery, error) {
	return reseller.Delivery{
		ID: r.ID, EndpointID: r.EndpointID, EventID: r.EventID, Kind: r.Kind, Body: r.Body, State: reseller.DeliveryState(r.State),
		Attempts: r.Attempts, NextTry: zeroTime(r.NextTry), Status: r.Status, Problem: r.Problem, CreatedAt: r.CreatedAt.UTC(),
		TriedAt: zeroTime(r.TriedAt),
	}, nil
}

// SavePosts writes what is to be posted because of events and how far the events have been read, together. What is for an endpoint that was
// removed or switched off meanwhile is left out. ErrConflict if the reader was elsewhere: another server has been by.
func (s *Store) SavePosts(ctx context.Context, p reseller.Posts) error {
	wall := micro(s.clock.Wall())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.takeCursor(tx, p.Reader, p.From, p.To); err != nil || len(p.Deliveries) == 0 {
			return err
		}
		live, err := keepLive(tx, p.Deliveries)
		if err != nil {
			return err
		}
		var rows []deliveryRow
		for _, d := range p.Deliveries {
			if live[d.EndpointID] {
				rows = append(rows, deliveryRow{
					EndpointID: d.EndpointID, EventID: d.EventID, Kind: d.Kind, Body: d.Body, State: string(reseller.DeliveryWaiting),
					NextTry: &wall, CreatedAt: wall,
				})
			}
		}
		if len(rows) == 0 {
			return nil
		}
		return tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&rows, 100).Error
	})
	if errors.Is(err, reseller.ErrDuplicate) {
		err = reseller.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("write what is to be posted: %w", err)
	}
	return nil
}

// liveEndpoints are the endpoints that anything is posted to.
const liveEndpoints = `SELECT e.id FROM webhook_endpoints e JOIN accounts a ON a.id = e.account_id AND a.closed_at IS NULL
	WHERE e.removed_at IS NULL AND e.disabled_at IS NULL`

// keepLive gives which endpoints of deliveries are live. They stay so until the transaction ends, or whoever ends them finds what it writes:
// it writes their rows.
func keepLive(tx *gorm.DB, deliveries []reseller.Delivery) (map[int64]bool, error) {
	wanted := map[int64]bool{}
	for _, d := range deliveries {
		wanted[d.EndpointID] = true
	}
	ids := slices.Sorted(maps.Keys(wanted))
	if err := tx.Exec("UPDATE webhook_endpoints SET failures = failures WHERE id IN ?", ids).Error; err != nil {
		return nil, err
	}
	var found []int64
	if err := tx.Raw(liveEndpoints+" AND e.id IN ?", ids).Scan(&found).Error; err != nil {
		return nil, err
	}
	live := map[int64]bool{}
	for _, id := range found {
		live[id] = true
	}
	return live, nil
}

// DueDeliveries lists what is to be posted to an endpoint now, the longest due first, at most limit.
func (s *Store) DueDeliveries(ctx context.Context, endpoint int64, limit int) ([]reseller.Delivery, error) {
	rows, err := rowsOf[deliveryRow](s.reads).Where("endpoint_id = ? AND next_try <= ?", endpoint, micro(s.clock.Wall())).
		Order("next_try, id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list what is to be posted: %w", translate(err))
	}
	return each(rows, deliveryRow.toDelivery)
}

// takesPosts holds of a delivery whose endpoint still has an address that was read, and may be posted to.
const takesPosts = `EXISTS (SELECT 1 FROM webhook_endpoints e WHERE e.id = webhook_deliveries.endpoint_id AND e.url = ?
	AND e.paused_at IS NULL AND e.disabled_at IS NULL AND e.removed_at IS NULL)`

// ClaimDelivery begins an attempt to post to an endpoint as it was read: until a wall time nobody else begins one. ErrConflict if somebody else has, or if
// the endpoint has another address by now, or is paused, switched off or removed.
func (s *Store) ClaimDelivery(ctx context.Context, e reseller.Endpoint, d reseller.Delivery, until time.Time) (reseller.Delivery, error) {
	wall := micro(s.clock.Wall())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return expectOneRow(tx.Exec("UPDATE webhook_deliveries SET attempts = attempts + 1, next_try = ?, tried_at = ? WHERE id = ? AND attempts = ? AND next_try = ? AND "+takesPosts,
			micro(until), wall, d.ID, d.Attempts, micro(d.NextTry), e.URL))
	})
	if err != nil {
		return d, fmt.Errorf("claim delivery %d: %w", d.ID, err)
	}
	d.Attempts++
	d.NextTry, d.TriedAt = until, wall
	return d, nil
}

// EndAttempt records how an attempt ended, on the delivery and its endpoint. ErrConflict if somebody has begun another attempt
// since, or if it failed at an address that the endpoint has no more: what waits goes to the new one.
// So it is of an attempt that would switch an endpoint off that was paused since: what waits is to wait.
func (s *Store) EndAttempt(ctx context.Context, a reseller.Attempt) error {
	d, e := a.Delivery, fromEndpoint(a.Endpoint)
	row := deliveryRow{State: string(d.State), Status: d.Status, Problem: clip(d.Problem, 1000)}
	if d.State == reseller.DeliveryWaiting {
		row.NextTry = nullTime(d.NextTry)
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		err := expectOneRow(tx.Model(&deliveryRow{}).Where("id = ? AND attempts = ? AND state = ?", d.ID, d.Attempts, string(reseller.DeliveryWaiting)).
			Select("state", "next_try", "status", "problem").Updates(&row))
		if err != nil {
			return err
		}
		was, err := endpointNow(tx, e.ID)
		if err != nil {
			return err
		}
		if former, err := formerAddress(was, e, d); former || err != nil {
			return err
		}
		if a.Disable && was.PausedAt != nil {
			return reseller.ErrConflict
		}
		columns := []string{"failures", "failing_since", "retry_at", "problem", "delivered_at"}
		if a.Disable {
			columns = append(columns, "disabled_at")
		}
		changed := tx.Model(&endpointRow{}).Where("id = ? AND disabled_at IS NULL", e.ID).Select(columns).Updates(&e)
		if changed.Error != nil || !a.Disable || changed.RowsAffected == 0 {
			return changed.Error
		}
		if err := dropDeliveries(tx, e.ID, "the webhook was switched off"); err != nil {
			return err
		}
		return addEvent(tx, reseller.Event{
			AccountID: e.AccountID, Kind: reseller.EventWebhookDisabled, At: s.clock.Now(),
			Detail: reseller.EventDetail{Name: e.URL, Reason: e.Problem},
		})
	})
	if err != nil {
		return fmt.Errorf("end delivery %d: %w", d.ID, err)
	}
	return nil
}

// PostAgain has something of an endpoint posted from now on, with all its attempts anew: what was posted or given up once more, and what waits at once,
// whether or not the endpoint's last attempts failed. ErrConflict if the endpoint is paused, ErrNotFound if the endpoint has none of this id, or is no more.
func (s *Store) PostAgain(ctx context.Context, e reseller.Endpoint, id int64, by reseller.Actor) error {
	now := micro(s.clock.Wall())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.mustBeOpen(tx, e.AccountID); err != nil {
			return err
		}
		live, err := keepLive(tx, []reseller.Delivery{{EndpointID: e.ID}})
		if err != nil {
			return err
		}
		there, err := exists(tx, &deliveryRow{}, "id = ? AND endpoint_id = ?", id, e.ID)
		if err != nil {
			return err
		}
		if !there || !live[e.ID] {
			return reseller.ErrNotFound
		}
		if err := repost(tx, e.ID, id, now); err != nil {
			return err
		}
		return s.record(tx, by, e.AccountID, "webhook.replay", e.URL, strconv.FormatInt(id, 10))
	})
	if err != nil {
		return fmt.Errorf("post delivery %d again: %w", id, err)
	}
	return nil
}

// repost has a delivery posted from now on to an endpoint that is not paused.
func repost(tx *gorm.DB, endpoint, id int64, now time.Time) error {
	if open, err := exists(tx, &endpointRow{}, "id = ? AND paused_at IS NULL", endpoint); err != nil || !open {
		return cmp.Or(err, reseller.ErrConflict)
	}
	if err := tx.Model(&endpointRow{}).Where("id = ?", endpoint).Update("retry_at", nil).Error; err != nil {
		return err
	}
	if err := postAtOnce(tx, now, "id = ?", id); err != nil {
		return err
	}
	return tx.Model(&deliveryRow{}).Where("id = ? AND next_try IS NULL", id).
		Updates(map[string]any{"state": string(reseller.DeliveryWaiting), "next_try": now, "attempts": 0, "status": 0, "problem": ""}).Error
}

// SearchDeliveries lists what was and is to be posted to an endpoint.
func (s *Store) SearchDeliveries(ctx context.Context, q reseller.DeliverySearch) ([]reseller.Delivery, error) {
	var chosen search
	chosen.add("endpoint_id = ?", q.Endpoint)
	chosen.like("kind", reseller.NamePattern(q.Kind))
	chosen.equal("state", string(q.State))
	chosen.between("created_at", q.Made)
	if q.Status != 0 {
		chosen.add("status = ?", q.Status)
	}
	var named search
	some, err := s.ofDomain(ctx, &named, q.Name)
	if q.Name != "" {
		chosen.add("event_id IN (SELECT id FROM outbox WHERE "+named.where[0]+")", named.args...)
	}
	var rows []deliveryRow
	if err == nil && some {
		rows, err = find[deliveryRow](ctx, s.reads, chosen, q.Page)
	}
	if err != nil {
		return nil, fmt.Errorf("list deliveries: %w", translate(err))
	}
	return each(rows, deliveryRow.toDelivery)
}
