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

type cursorRow struct {
	Reader  string `gorm:"primaryKey"`
	Seq     int64
	MovedAt time.Time
}

func (cursorRow) TableName() string { return "event_cursors" }

// eventsAtOnce is how many events one transaction numbers.
const eventsAtOnce = 500

// NumberEvents gives events that have no number yet the next ones, in the order of their ids, at most limit, and tells how
// many. Numbers are given after the event's own commit and without gaps (but those of restores), so whoever has read up to one misses nothing: an
// event that commits late gets a higher one. The unique key on seq carries the rule, whoever else numbers at the same time.
func (s *Store) NumberEvents(ctx context.Context, limit int) (int, error) {
	numbered := 0
	for numbered < limit {
		n := 0
		err := s.tx(ctx, func(tx *gorm.DB) error {
			var err error
			n, err = numberEvents(tx, min(eventsAtOnce, limit-numbered))
			return err
		})
		if err != nil {
			return numbered, fmt.Errorf("number events: %w", err)
		}
		numbered += n
		if n < eventsAtOnce {
			break
		}
	}
	return numbered, nil
}

func numberEvents(tx *gorm.DB, limit int) (int, error) {
	var ids []int64
	if err := tx.Model(&outboxRow{}).Where("seq IS NULL").Order("id").Limit(limit).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return 0, err
	}
	// Old events are deleted in time; a number that a reader has come to is never given again, and none that a restore leaves out.
	var last, read, resumed *int64
	if err := scanRow(tx.Raw("SELECT MAX(seq) FROM outbox"), &last); err != nil {
		return 0, err
	}
	if err := scanRow(tx.Raw("SELECT MAX(seq) FROM event_cursors"), &read); err != nil {
		return 0, err
	}
	if err := scanRow(tx.Raw("SELECT MAX(next_seq) FROM event_gaps"), &resumed); err != nil {
		return 0, err
	}
	next := max(zeroID(last)+1, zeroID(read)+1, zeroID(resumed))
	var cases strings.Builder
	args := make([]any, 0, 2*len(ids)+1)
	for i, id := range ids {
		cases.WriteString(" WHEN ? THEN ?")
		args = append(args, id, next+int64(i))
	}
	updated := tx.Exec("UPDATE outbox SET seq = CASE id"+cases.String()+" END WHERE seq IS NULL AND id IN ?", append(args, ids)...)
	switch {
	case errors.Is(updated.Error, gorm.ErrDuplicatedKey):
		return 0, errOvertaken
	case updated.Error == nil && updated.RowsAffected != int64(len(ids)):
		return 0, errOvertaken // another server numbers, too
	}
	return len(ids), updated.Error
}

// Events lists events in the order of their numbers, of one account or of all (0), after a number, at most limit.
func (s *Store) Events(ctx context.Context, account, after int64, limit int) ([]reseller.Event, error) {
	q := rowsOf[outboxRow](s.reads).Where("seq > ?", after)
	if account != 0 {
		q = rowsOf[outboxRow](s.reads).Where("account_id = ? AND seq > ?", account, after)
	}
	rows, err := q.Order("seq").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list events: %w", translate(err))
	}
	return each(rows, outboxRow.toEvent)
}

// EventsOfKind lists events of one kind since a business time, of one account, newest first, a page of them.
func (s *Store) EventsOfKind(ctx context.Context, account int64, kind string, since time.Time, page reseller.Page) ([]reseller.Event, error) {
	var chosen search
	chosen.add("account_id = ? AND kind = ? AND created_at >= ?", account, kind, micro(since))
	rows, err := find[outboxRow](ctx, s.reads, chosen, page)
	if err != nil {
		return nil, fmt.Errorf("list events of a kind: %w", translate(err))
	}
	return each(rows, outboxRow.toEvent)
}

// accountReader is an account among the readers of events.
func accountReader(account int64) string { return fmt.Sprintf("account:%d", account) }

// Acknowledged is the number up to which an account has acknowledged its events, 0 if it never has.
func (s *Store) Acknowledged(ctx context.Context, account int64) (int64, error) {
	r, err := s.EventCursor(ctx, accountReader(account))
	return r.Seq, err
}

// EventCursor is how far a reader has read events; the zero value if it never has.
func (s *Store) EventCursor(ctx context.Context, reader string) (reseller.Reading, error) {
	rows, err := rowsOf[cursorRow](s.reads).Where("reader = ?", reader).Limit(1).Find(ctx)
	if err != nil {
		return reseller.Reading{}, fmt.Errorf("cursor of %s: %w", reader, translate(err))
	}
	if len(rows) == 0 {
		return reseller.Reading{}, nil
	}
	return reseller.Reading{Seq: rows[0].Seq, At: rows[0].MovedAt.UTC()}, nil
}

// AcknowledgeEvents notes that an account needs its events up to a number no more. An acknowledgement never goes back; one
// of events that do not exist yet is of kind invalid, because it would hide what is to come.
func (s *Store) AcknowledgeEvents(ctx context.Context, account, upTo int64) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		var last *int64
		if err := scanRow(tx.Raw("SELECT MAX(seq) FROM outbox WHERE account_id = ?", account), &last); err != nil {
			return err
		}
		if upTo > zeroID(last) {
			return reseller.Invalid(reseller.PathSeq, "there is no event %d in this account yet; the last one is %d", upTo, zeroID(last))
		}
		return s.moveCursor(tx, accountReader(account), upTo)
	})
	if errors.Is(err, reseller.ErrDuplicate) { // the first acknowledgement came twice at this very moment
		return s.AcknowledgeEvents(ctx, account, upTo)
	}
	if err != nil {
		return fmt.Errorf("acknowledge events: %w", err)
	}
	return nil
}

// moveCursor moves a reader forward; one that is further on stays there.
func (s *Store) moveCursor(tx *gorm.DB, reader string, to int64) error {
	now := micro(s.clock.Now())
	moved := tx.Exec("UPDATE event_cursors SET seq = ?, moved_at = ? WHERE reader = ? AND seq < ?", to, now, reader, to)
	if moved.Error != nil || moved.RowsAffected > 0 {
		return moved.Error
	}
	var n int64
	if err := tx.Model(&cursorRow{}).Where("reader = ?", reader).Count(&n).Error; err != nil || n > 0 {
		return err
	}
	return tx.Create(&cursorRow{reader, to, now}).Error
}

// takeCursor moves a reader from one place to another in the transaction that writes what it read up to there.
// errOvertaken if it was not there any more.
func (s *Store) takeCursor(tx *gorm.DB, reader string, from, to int64) error {
	now := micro(s.clock.Now())
	moved := tx.Exec("UPDATE event_cursors SET seq = ?, moved_at = ? WHERE reader = ? AND seq = ?", to, now, reader, from)
	if moved.Error != nil || moved.RowsAffected > 0 {
		return moved.Error
	}
	if from > 0 {
		return reseller.ErrConflict
	}
	return tx.Create(&cursorRow{reader, to, now}).Error // ErrDuplicate if another was first
}
