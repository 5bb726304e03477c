package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Backups say where backups go, how often, and how many are kept.
type Backups struct {
	Folder string // must exist; "" = no backups
	Every  time.Duration
	Keep   int
	// Write writes one backup. The file appears when it is whole.
	Write func(ctx context.Context, path string) error
}

// Pruner deletes what nobody needs any more, and mends what follows from other rows (the store).
type Pruner interface {
	Prune(ctx context.Context) (map[string]int64, error)
	// IndexNameservers makes the index of name servers what the names have, and tells of how many it was not.
	IndexNameservers(ctx context.Context) (int64, error)
}

// A backup's file name tells its wall time, so that names sort as the backups do.
const (
	backupPrefix = "nameyard-"
	backupSuffix = ".nyb"
	backupStamp  = "20060102T150405Z"
	partSuffix   = ".part" // of one that is being written
)

// backup writes a backup when the newest one is old enough, and deletes the oldest ones. It looks at the folder and not at
// when it ran last, so that servers that are often started anew make theirs as well.
func backup(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		b := d.Backups
		there, err := backupsIn(b.Folder)
		if err != nil {
			return err
		}
		now := d.Clock.Wall()
		there = slices.DeleteFunc(there, func(f backupFile) bool {
			ahead := f.at.Sub(now) > clockSlack
			if ahead {
				d.Log.Warn("a backup file has a date in the future and does not count: the clock was wrong once, or is now", "file", f.path)
			}
			return ahead
		})
		if err := sweepParts(b.Folder, now); err != nil {
			return err
		}
		if n := len(there); n > 0 && now.Sub(there[n-1].at) < b.Every {
			return nil
		}
		path := filepath.Join(b.Folder, backupPrefix+now.Format(backupStamp)+backupSuffix)
		if err := b.Write(ctx, path); err != nil {
			return err
		}
		d.Log.Info("backed up", "file", path, slog.String("took", d.Clock.Wall().Sub(now).Round(time.Millisecond).String()))
		there = append(there, backupFile{path, now})
		for _, old := range there[:max(len(there)-b.Keep, 0)] {
			if err := os.Remove(old.path); err != nil {
				return fmt.Errorf("delete an old backup: %w", err)
			}
		}
		return nil
	}
}

// clockSlack is how far the clocks of servers may differ.
const clockSlack = time.Hour

// partLife is how long a backup may take: what is unfinished and older belongs to one that was killed.
const partLife = 24 * time.Hour

// sweepParts deletes the beginnings of backups of this job that were killed.
func sweepParts(folder string, now time.Time) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("read the folder for backups: %w", err)
	}
	for _, e := range entries {
		name, part := strings.CutSuffix(e.Name(), partSuffix)
		at, ours := backupTime(name)
		if !part || !ours || now.Sub(at) < partLife {
			continue
		}
		if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
			return fmt.Errorf("delete an unfinished backup: %w", err)
		}
	}
	return nil
}

// backupTime reads the time in the name of a backup of this job.
func backupTime(name string) (at time.Time, ok bool) {
	stamp, ok := strings.CutPrefix(name, backupPrefix)
	stamp, whole := strings.CutSuffix(stamp, backupSuffix)
	at, err := time.Parse(backupStamp, stamp)
	return at, ok && whole && err == nil
}

// NewestBackup is when the newest backup in a folder was made, of those that are not from the future; zero if there is none.
func NewestBackup(folder string, now time.Time) (time.Time, error) {
	there, err := backupsIn(folder)
	there = slices.DeleteFunc(there, func(f backupFile) bool { return f.at.Sub(now) > clockSlack })
	if err != nil || len(there) == 0 {
		return time.Time{}, err
	}
	return there[len(there)-1].at, nil
}

type backupFile struct {
	path string
	at   time.Time
}

// backupsIn lists the backups in a folder that this job wrote, oldest first. Other files are none of its business.
func backupsIn(folder string) ([]backupFile, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("read the folder for backups: %w", err)
	}
	var list []backupFile
	for _, e := range entries {
		if at, ok := backupTime(e.Name()); ok {
			list = append(list, backupFile{filepath.Join(folder, e.Name()), at})
		}
	}
	slices.SortFunc(list, func(a, b backupFile) int { return a.at.Compare(b.at) })
	return list, nil
}

// prune deletes what is past its time, once the index of name servers is what it should be.
func prune(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		mended, wrong := d.Pruner.IndexNameservers(ctx)
		if mended > 0 {
			d.Log.Info("indexed the name servers of names that servers of before wrote", "names", mended)
		}
		gone, err := d.Pruner.Prune(ctx)
		for table, rows := range gone {
			if rows > 0 {
				d.Log.Info("deleted what is past its time", "table", table, "rows", rows)
			}
		}
		return errors.Join(wrong, err)
	}
}
