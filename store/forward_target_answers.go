package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// The times over which mails to targets are counted (reseller.TargetLimits).
const (
	targetAccountTime = 24 * time.Hour
	targetMailboxTime = 30 * 24 * time.Hour
)

// unaskedAtOnce is how many targets of one account are looked at in one go.
const unaskedAtOnce = 200

// UnaskedTargets lists targets that nobody has asked yet, as far as the limits let them be asked now. Each account has its turn.
func (s *Store) UnaskedTargets(ctx context.Context, limits reseller.TargetLimits) ([]reseller.ForwardTarget, error) {
	now := s.clock.Now()
	db := s.reads.WithContext(ctx)
	var accounts []struct {
		AccountID int64
		Used      int
	}
	err := db.Raw(`SELECT u.account_id, (SELECT COUNT(*) FROM forward_targets a WHERE a.account_id = u.account_id AND a.asked_at > ?) AS used
		FROM (SELECT DISTINCT account_id FROM forward_targets WHERE state = ? AND asked_at IS NULL) u ORDER BY u.account_id`,
		micro(now.Add(-targetAccountTime)), string(reseller.TargetPending)).Scan(&accounts).Error
	if err != nil {
		return nil, fmt.Errorf("count targets to be asked: %w", translate(err))
	}
	asked := map[string]int{} // mails to mailboxes, those of this list among them
	var list []reseller.ForwardTarget
	for _, a := range accounts {
		rows, err := rowsOf[forwardTargetRow](s.reads).Where("account_id = ? AND state = ? AND asked_at IS NULL", a.AccountID, string(reseller.TargetPending)).
			Order("wanted_at DESC, id").Limit(unaskedAtOnce).Find(ctx)
		if err != nil {
			return nil, fmt.Errorf("list targets to be asked: %w", translate(err))
		}
		for _, r := range rows {
			if a.Used >= limits.Account {
				break
			}
			if _, counted := asked[r.Mailbox]; !counted {
				var n int64
				err := db.Raw("SELECT COALESCE(SUM(asks), 0) FROM forward_targets WHERE mailbox = ? AND asked_at > ?", r.Mailbox, micro(now.Add(-targetMailboxTime))).Scan(&n).Error
				if err != nil {
					return nil, fmt.Errorf("count mails to a target: %w", translate(err))
				}
				asked[r.Mailbox] = int(n)
			}
			if asked[r.Mailbox] >= limits.Mailbox {
				continue
			}
			asked[r.Mailbox]++
			a.Used++
			t, _ := r.toTarget()
			list = append(list, t)
		}
	}
	return list, nil
}

// AskTarget writes the mail that asks a target, with the hash of the token that its link has. ErrConflict if it has been asked meanwhile.
func (s *Store) AskTarget(ctx context.Context, t reseller.ForwardTarget, tokenHash string, mails ...reseller.Mail) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		err := expectOneRow(tx.Exec(`UPDATE forward_targets SET asks = ?, token_hash = ?, asked_at = ?, expires_at = ?
			WHERE id = ? AND state = ? AND asked_at IS NULL AND asks = ?`,
			t.Asks, tokenHash, micro(t.AskedAt), micro(t.ExpiresAt), t.ID, string(reseller.TargetPending), t.Asks-1))
		if err != nil {
			return err
		}
		return s.addMails(tx, mails)
	})
	if err != nil {
		return fmt.Errorf("ask target %d: %w", t.ID, err)
	}
	return nil
}

// AskTargetsAgain has those of an account's targets asked again whose link has expired without an answer.
func (s *Store) AskTargetsAgain(ctx context.Context, account int64, addresses []string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		now := micro(s.clock.Now())
		return tx.Exec(`UPDATE forward_targets SET token_hash = NULL, asked_at = NULL, expires_at = NULL, wanted_at = ?
			WHERE account_id = ? AND address IN ? AND state = ? AND expires_at <= ?`, now, account, addresses, string(reseller.TargetPending), now).Error
	})
	if err != nil {
		return fmt.Errorf("ask targets again: %w", err)
	}
	return nil
}

// TargetByToken finds the target whose link has the token of a hash. ErrNotFound if none has.
func (s *Store) TargetByToken(ctx context.Context, tokenHash string) (reseller.ForwardTarget, error) {
	row, err := rowsOf[forwardTargetRow](s.reads).Where("token_hash = ?", tokenHash).Take(ctx)
	if err != nil {
		return reseller.ForwardTarget{}, fmt.Errorf("target of a link: %w", translate(err))
	}
	return row.toTarget()
}

// AnswerTarget records what the owner of an address says, once, with the event that tells the account. ErrNotFound if no link has the token;
// ErrConflict if it has been answered or has expired.
func (s *Store) AnswerTarget(ctx context.Context, tokenHash string, answer reseller.TargetState) (reseller.ForwardTarget, error) {
	t, err := s.TargetByToken(ctx, tokenHash)
	if err != nil {
		return t, err
	}
	now := micro(s.clock.Now())
	err = s.tx(ctx, func(tx *gorm.DB) error {
		err := expectOneRow(tx.Exec("UPDATE forward_targets SET state = ?, answered_at = ? WHERE id = ? AND token_hash = ? AND state = ? AND expires_at > ?",
			string(answer), now, t.ID, tokenHash, string(reseller.TargetPending), now))
		if err != nil {
			return err
		}
		return addEvent(tx, reseller.TargetAnswered(t, answer, now))
	})
	if err != nil {
		return t, fmt.Errorf("answer of target %d: %w", t.ID, err)
	}
	t.State, t.AnsweredAt = answer, now
	return t, nil
}
