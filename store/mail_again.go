package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// SendMailAgain has a mail that was given up sent again, as if it had been written now. ErrConflict if it is in another state.
func (s *Store) SendMailAgain(ctx context.Context, id int64, by reseller.Actor) error {
	wall := micro(s.clock.Wall())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		var row mailRow
		if err := tx.Where("id = ?", id).Take(&row).Error; err != nil {
			return err
		}
		err := expectOneRow(tx.Exec("UPDATE mails SET state = ?, attempts = 0, queued_at = ?, next_try = ?, problem = '' WHERE id = ? AND state = ?",
			string(reseller.MailWaiting), wall, wall, id, string(reseller.MailGivenUp)))
		if err != nil {
			return err
		}
		return s.record(tx, by, row.AccountID, "mail.again", strconv.FormatInt(id, 10), row.Kind+" to "+row.Recipient)
	})
	if err != nil {
		return fmt.Errorf("send mail %d again: %w", id, translate(err))
	}
	return nil
}

// MailsWaiting counts the mails that are to be sent, and since when the first of them waits.
func (s *Store) MailsWaiting(ctx context.Context) (Waiting, error) {
	w, err := s.waiting(ctx, "mails", "mails_next_try_id", "queued_at", "")
	if err != nil {
		return w, fmt.Errorf("mails that wait: %w", translate(err))
	}
	return w, nil
}

// MailsGivenUp counts the mails that were given up of those written since a wall time.
func (s *Store) MailsGivenUp(ctx context.Context, since time.Time) (n int64, err error) {
	err = scanRow(s.reads.WithContext(ctx).Raw("SELECT COUNT(*) FROM mails WHERE state = ? AND queued_at >= ?", string(reseller.MailGivenUp), micro(since)), &n)
	if err != nil {
		return 0, fmt.Errorf("mails that were given up: %w", translate(err))
	}
	return n, nil
}
