package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

type noticeChoiceRow struct {
	AccountID int64  `gorm:"primaryKey;autoIncrement:false"`
	Kind      string `gorm:"primaryKey"`
	Way       string
}

func (noticeChoiceRow) TableName() string { return "notice_choices" }

// NoticeChoices lists how an account has chosen to hear of things. A kind that is not there is told at once.
func (s *Store) NoticeChoices(ctx context.Context, account int64) ([]reseller.NoticeChoice, error) {
	rows, err := rowsOf[noticeChoiceRow](s.reads).Where("account_id = ?", account).Order("kind").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("choices of notices: %w", translate(err))
	}
	list := make([]reseller.NoticeChoice, len(rows))
	for i, r := range rows {
		list[i] = reseller.NoticeChoice{Kind: r.Kind, Way: reseller.NoticeWay(r.Way)}
	}
	return list, nil
}

// ChangeNoticeChoices changes how an account hears of things, all or none. ErrConflict if something is otherwise than it was said to be, and than it is to
// become: somebody else has chosen since. What is recorded are the changes that were made.
func (s *Store) ChangeNoticeChoices(ctx context.Context, account int64, chosen []reseller.NoticeChange, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.mustBeOpen(tx, account); err != nil {
			return err
		}
		var changes []reseller.AuditChange
		for _, c := range chosen {
			var row noticeChoiceRow
			found := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("account_id = ? AND kind = ?", account, c.Kind).Limit(1).Find(&row)
			if found.Error != nil {
				return found.Error
			}
			now := reseller.NoticeNow
			if found.RowsAffected > 0 {
				now = reseller.NoticeWay(row.Way)
			}
			if now == c.Way {
				continue
			}
			if c.Was != "" && c.Was != now {
				return reseller.ErrConflict
			}
			if err := chooseNotice(tx, noticeChoiceRow{account, c.Kind, string(c.Way)}, row); err != nil {
				return err
			}
			changes = append(changes, between(one(c.Kind, string(now)), one(c.Kind, string(c.Way)))...)
		}
		if len(changes) == 0 {
			return nil
		}
		return s.record(tx, by, account, "account.notices", "", "", changes...)
	})
	if err != nil {
		return fmt.Errorf("change the choices of notices: %w", err)
	}
	return nil
}

// chooseNotice writes a choice in the place of another, none if that has no account. A row that is not there yet can be held by nobody: who comes second
// looks again.
func chooseNotice(tx *gorm.DB, next, was noticeChoiceRow) error {
	var err error
	if was.AccountID == 0 {
		err = translate(tx.Create(&next).Error)
	} else {
		err = expectOneRow(tx.Model(&noticeChoiceRow{}).Where("account_id = ? AND kind = ? AND way = ?", was.AccountID, was.Kind, was.Way).Update("way", next.Way))
	}
	if errors.Is(err, reseller.ErrDuplicate) || errors.Is(err, reseller.ErrConflict) {
		return errOvertaken
	}
	return err
}

// DueDigests lists accounts whose daily mail is due at a business time, by their numbers, after one of them, at most limit.
func (s *Store) DueDigests(ctx context.Context, now time.Time, after int64, limit int) ([]int64, error) {
	var ids []int64
	err := s.reads.WithContext(ctx).Raw("SELECT DISTINCT account_id FROM mails WHERE held_until <= ? AND account_id > ? ORDER BY account_id LIMIT ?", micro(now), after, limit).Scan(&ids).Error
	if err != nil {
		return nil, fmt.Errorf("list daily mails that are due: %w", translate(err))
	}
	return ids, nil
}

// HeldMails lists the mails of an account that are due for its daily mail, the oldest first, at most limit.
func (s *Store) HeldMails(ctx context.Context, account int64, now time.Time, limit int) ([]reseller.Mail, error) {
	rows, err := rowsOf[mailRow](s.reads).Where("account_id = ? AND held_until <= ?", account, micro(now)).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list mails for a daily mail: %w", translate(err))
	}
	return each(rows, mailRow.toMail)
}

// GatherMails writes a daily mail, and marks the mails that it tells. ErrConflict if one of them has been told already: nothing is written then.
func (s *Store) GatherMails(ctx context.Context, held []reseller.Mail, daily ...reseller.Mail) error {
	ids := make([]int64, len(held))
	for i, m := range held {
		ids[i] = m.ID
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		told := tx.Exec("UPDATE mails SET state = ?, held_until = NULL WHERE id IN ? AND state = ?", string(reseller.MailInDaily), ids, string(reseller.MailHeld))
		if told.Error != nil {
			return told.Error
		}
		if told.RowsAffected != int64(len(ids)) {
			return reseller.ErrConflict
		}
		return s.addMails(tx, daily)
	})
	if err != nil {
		return fmt.Errorf("write a daily mail: %w", err)
	}
	return nil
}

// FirstHeld is when the first daily mail is due, business time; zero if nothing waits for one.
func (s *Store) FirstHeld(ctx context.Context) (time.Time, error) {
	rows, err := rowsOf[mailRow](s.reads).Where("held_until IS NOT NULL").Order("held_until").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return time.Time{}, translate(err)
	}
	return zeroTime(rows[0].HeldUntil), nil
}
