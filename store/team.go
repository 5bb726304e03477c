package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// AccountUser finds a user of an account, or of the operator's staff (account 0). ErrNotFound if there is none of that number.
func (s *Store) AccountUser(ctx context.Context, account, id int64) (reseller.User, error) {
	var row userRow
	if err := s.reads.WithContext(ctx).Where("id = ? AND account_id = ?", id, account).Take(&row).Error; err != nil {
		return reseller.User{}, fmt.Errorf("user of a team: %w", translate(err))
	}
	return row.toUser()
}

// SetUserRole changes what a user may do, and ends the user's sessions. ErrConflict if the user is gone or has another role meanwhile;
// reseller.ErrLastOwner if nobody who has ever signed in could change the team any more.
func (s *Store) SetUserRole(ctx context.Context, u reseller.User, role reseller.UserRole, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if role != u.Role {
			if err := othersLead(tx, u); err != nil {
				return err
			}
		}
		if err := s.actorStands(tx, by); err != nil {
			return err
		}
		if err := expectOneRow(tx.Exec("UPDATE users SET role = ? WHERE id = ? AND role = ?", string(role), u.ID, string(u.Role))); err != nil {
			return err
		}
		if err := tx.Exec("DELETE FROM user_sessions WHERE user_id = ?", u.ID).Error; err != nil {
			return err
		}
		return s.record(tx, by.Decided(), u.AccountID, "user.role", u.Email, "", between(one("role", string(u.Role)), one("role", string(role)))...)
	})
	if err != nil {
		return fmt.Errorf("change the role of %s: %w", u.Email, err)
	}
	return nil
}

// LeaveTeam takes a user out of a team, as RemoveUser does. reseller.ErrLastOwner if nobody who has ever signed in could change the team any more.
func (s *Store) LeaveTeam(ctx context.Context, u reseller.User, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := othersLead(tx, u); err != nil {
			return err
		}
		return s.removeUser(tx, u, by)
	})
	if err != nil {
		return fmt.Errorf("remove %s from the team: %w", u.Email, err)
	}
	return nil
}

// leaders holds the rows of those who may change a team and have signed in, until the transaction ends. They are held in one order,
// so that of two who take each other away the second sees what the first has done.
func leaders(tx *gorm.DB, account int64) ([]userRow, error) {
	role := reseller.UserOwner
	if account == 0 {
		role = reseller.UserStaff
	}
	var rows []userRow
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("account_id = ? AND role = ? AND last_seen IS NOT NULL", account, string(role)).Order("id").Find(&rows).Error
	return rows, err
}
