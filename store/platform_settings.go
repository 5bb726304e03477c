package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"nameyard/zone"
)

// SetPlatform notes what zones are made with beside what names save, by setting. Where a value is another one than before, the zones
// that it touches have their serials raised (RaiseSerials). A setting that is noted for the first time touches none.
func (s *Store) SetPlatform(ctx context.Context, settings map[zone.Setting]string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		for setting, value := range settings {
			var before string
			err := scanRow(tx.Raw("SELECT value FROM platform_settings WHERE setting = ?", setting), &before)
			switch {
			case errors.Is(err, sql.ErrNoRows):
				err = tx.Exec("INSERT INTO platform_settings (setting, value, after_id) VALUES (?, ?, -1)", setting, value).Error
			case err == nil && before != value:
				err = tx.Exec("UPDATE platform_settings SET value = ?, after_id = 0 WHERE setting = ?", value, setting).Error
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note the settings of zones: %w", err)
	}
	return nil
}

// RaiseSerials raises the serials of at most so many zones that a change of a setting touches, so that secondaries fetch them. It
// tells how many it has looked at; 0 = nothing is left to do. It may be killed at any time and run on several servers at once.
func (s *Store) RaiseSerials(ctx context.Context, limit int) (looked int, err error) {
	var pending []struct {
		Setting zone.Setting
		AfterID int64
	}
	if err := s.reads.WithContext(ctx).Raw("SELECT setting, after_id FROM platform_settings WHERE after_id >= 0 ORDER BY setting").Scan(&pending).Error; err != nil {
		return 0, fmt.Errorf("look for settings of zones that have changed: %w", translate(err))
	}
	for _, p := range pending {
		ids, next, err := s.touched(ctx, p.Setting, p.AfterID, limit)
		if err == nil {
			err = s.raiseAll(ctx, ids, p.Setting, p.AfterID, next)
		}
		if err != nil {
			return looked, fmt.Errorf("raise serials after a change of %s: %w", p.Setting, translate(err))
		}
		looked++
	}
	return looked, nil
}

// touched lists the domains of a page after an id whose zones a setting is part of, and where the next page begins: -1 = there is none.
func (s *Store) touched(ctx context.Context, setting zone.Setting, after int64, limit int) (ids []int64, next int64, err error) {
	next = after
	if setting == zone.SettingNameservers {
		page, err := s.ZoneNames(ctx, after, limit)
		for _, h := range page {
			ids, next = append(ids, h.Domain.ID), h.Domain.ID
		}
		return ids, endOf(len(page), limit, next), err
	}
	page, err := s.Publications(ctx, after, limit)
	for _, p := range page {
		next = p.DomainID
		if setting == zone.SettingMail && len(p.Forwards) > 0 || setting == zone.SettingWeb && zone.HasWebForward(p.Records) {
			ids = append(ids, p.DomainID)
		}
	}
	return ids, endOf(len(page), limit, next), err
}

func endOf(length, limit int, last int64) int64 {
	if length < limit {
		return -1
	}
	return last
}

// raiseAll raises the serials of domains, and notes how far that is, unless another server has done so meanwhile.
func (s *Store) raiseAll(ctx context.Context, ids []int64, setting zone.Setting, from, next int64) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		mine := tx.Exec("UPDATE platform_settings SET after_id = ? WHERE setting = ? AND after_id = ?", next, setting, from)
		if mine.Error != nil || mine.RowsAffected == 0 {
			return mine.Error
		}
		for page := range slices.Chunk(ids, 100) {
			// raiseSerial wants the rows to be written in its transaction; nothing of them changes.
			if err := tx.Exec("UPDATE domains SET zone_version = zone_version WHERE id IN ?", page).Error; err != nil {
				return err
			}
		}
		for _, id := range ids {
			if err := s.raiseSerial(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}
