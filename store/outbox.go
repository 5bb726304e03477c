package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// outboxRow is an event. The table is an outbox: events are written in the transaction of what they tell of, get their place in
// the sequence afterwards, and are read from there by accounts, mails and webhooks.
type outboxRow struct {
	ID        int64
	Seq       *int64
	AccountID int64
	DomainID  int64
	OrderID   int64
	Kind      string
	Detail    string
	OnceKey   *string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

func (outboxRow) TableName() string { return "outbox" }

func fromEvent(e reseller.Event) outboxRow {
	e.Detail.Reason = clip(e.Detail.Reason, 1000)
	return outboxRow{
		AccountID: e.AccountID, DomainID: e.DomainID, OrderID: e.OrderID, Kind: e.Kind, Detail: pack(e.Detail),
		OnceKey: nullText(e.Once), CreatedAt: micro(e.At),
	}
}

func (r outboxRow) toEvent() (reseller.Event, error) {
	e := reseller.Event{
		ID: r.ID, Seq: zeroID(r.Seq), AccountID: r.AccountID, DomainID: r.DomainID, OrderID: r.OrderID, Kind: r.Kind, Once: zeroText(r.OnceKey), At: r.CreatedAt.UTC(),
	}
	var err error
	e.Detail, err = unpack[reseller.EventDetail](r.Detail, "event detail")
	return e, err
}

// addEvent writes an event with what made it true. One that was written before under its once key stays as it is.
func addEvent(tx *gorm.DB, e reseller.Event) error {
	row := fromEvent(e)
	if row.OnceKey != nil {
		tx = tx.Clauses(clause.OnConflict{DoNothing: true})
	}
	return tx.Create(&row).Error
}

// AddEvent writes an event that nothing else is written with.
func (s *Store) AddEvent(ctx context.Context, e reseller.Event) error {
	if err := s.tx(ctx, func(tx *gorm.DB) error { return addEvent(tx, e) }); err != nil {
		return fmt.Errorf("note event %s: %w", e.Kind, err)
	}
	return nil
}
