package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type savedViewRow struct {
	ID        int64
	UserID    int64
	Name      string
	Search    string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

func (savedViewRow) TableName() string { return "saved_views" }

func (r savedViewRow) toSavedView() (reseller.SavedView, error) {
	return reseller.SavedView{ID: r.ID, UserID: r.UserID, Name: r.Name, Search: r.Search, CreatedAt: r.CreatedAt.UTC()}, nil
}

// maxSavedViews is how many saved views a user may have.
const maxSavedViews = 20

// SavedViews lists the saved views of a user by name.
func (s *Store) SavedViews(ctx context.Context, user int64) ([]reseller.SavedView, error) {
	rows, err := rowsOf[savedViewRow](s.reads).Where("user_id = ?", user).Order("name").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list saved views: %w", translate(err))
	}
	return each(rows, savedViewRow.toSavedView)
}

// AddSavedView keeps a view of a user. ErrDuplicate if the user has one of that name, ErrConflict if the user is gone.
func (s *Store) AddSavedView(ctx context.Context, u reseller.User, view reseller.SavedView, by reseller.Actor) error {
	return s.changeViews(ctx, u, view, by, "user.view_add", func(tx *gorm.DB) error {
		var have int64
		if err := tx.Model(&savedViewRow{}).Where("user_id = ?", u.ID).Count(&have).Error; err != nil {
			return err
		}
		if have >= maxSavedViews {
			return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "there are %d saved views, as many as there may be: remove one first", have)
		}
		return tx.Create(&savedViewRow{UserID: u.ID, Name: view.Name, Search: view.Search, CreatedAt: micro(s.clock.Wall())}).Error
	})
}

// ChangeSavedView gives a view of a user another name or search. ErrDuplicate if another view of the user has the name, ErrConflict if the
// user has no such view.
func (s *Store) ChangeSavedView(ctx context.Context, u reseller.User, view reseller.SavedView, by reseller.Actor) error {
	return s.changeViews(ctx, u, view, by, "user.view_change", func(tx *gorm.DB) error {
		return expectOneRow(tx.Exec("UPDATE saved_views SET name = ?, search = ? WHERE id = ? AND user_id = ?", view.Name, view.Search, view.ID, u.ID))
	})
}

// RemoveSavedView takes a view of a user away. ErrConflict if the user has no such view.
func (s *Store) RemoveSavedView(ctx context.Context, u reseller.User, view reseller.SavedView, by reseller.Actor) error {
	return s.changeViews(ctx, u, view, by, "user.view_remove", func(tx *gorm.DB) error {
		return expectOneRow(tx.Exec("DELETE FROM saved_views WHERE id = ? AND user_id = ?", view.ID, u.ID))
	})
}

// changeViews changes the views of a user that is there, and records it.
func (s *Store) changeViews(ctx context.Context, u reseller.User, view reseller.SavedView, by reseller.Actor, action string, change func(*gorm.DB) error) error {
	if err := fits("name", view.Name, reseller.MaxViewName); err != nil {
		return err
	}
	if err := fits("search", view.Search, reseller.MaxViewSearch); err != nil {
		return err
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.actorStands(tx, by); err != nil {
			return err
		}
		if err := userStands(tx, u.ID); err != nil { // so that two forms cannot make one view too many together
			return err
		}
		was, is := facts(nil), viewFacts(view)
		if view.ID != 0 {
			var row savedViewRow
			if _, err := exists(tx, &row, "id = ? AND user_id = ?", view.ID, u.ID); err != nil {
				return err
			}
			was = viewFacts(reseller.SavedView{Name: row.Name, Search: row.Search})
		}
		if action == "user.view_remove" {
			is = nil
		}
		if err := change(tx); err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, action, u.Email, view.Name, between(was, is)...)
	})
	if err != nil {
		return fmt.Errorf("%s of %s: %w", action, u.Email, err)
	}
	return nil
}
