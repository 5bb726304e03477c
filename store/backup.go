package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gorm.io/gorm"
)

// BackupResult is what a backup holds.
type BackupResult struct {
	BackupHeading
	Rows  map[string]int64 `json:"rows"` // by table
	Bytes int64            `json:"bytes"`
}

// AllRows is the number of rows of all tables.
func (r BackupResult) AllRows() int64 {
	var n int64
	for _, rows := range r.Rows {
		n += rows
	}
	return n
}

// BackupTold is told how far a backup or restore is, every some thousand rows.
type BackupTold func(table string, rows int64)

// toldEvery is how often, in rows.
const toldEvery = 10_000

// Backup writes the database as it is at one moment to a file, while others go on working with it. The file appears under
// its name when it is whole and on disk. A file that is there already is refused (os.ErrExist). program is the version of
// Nameyard, for the heading.
func (s *Store) Backup(ctx context.Context, path, program string, told BackupTold) (BackupResult, error) {
	if _, err := os.Lstat(path); err == nil {
		return BackupResult{}, fmt.Errorf("%s is there already: %w", path, os.ErrExist)
	}
	part := path + ".part"
	result, err := s.backupTo(ctx, part, program, told)
	if err == nil {
		err = os.Rename(part, path)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		if gone := os.Remove(part); gone != nil && !errors.Is(gone, os.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return result, fmt.Errorf("back up to %s: %w", path, err)
	}
	return result, nil
}

// backupTo writes the file and waits until it is on disk.
func (s *Store) backupTo(ctx context.Context, part, program string, told BackupTold) (result BackupResult, err error) {
	file, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	result.BackupHeading = BackupHeading{Format: backupFormat, Version: backupVersion, Program: program, Engine: s.Engine()}
	if result.Rows, err = s.writeBackup(ctx, file, &result.BackupHeading, told); err != nil {
		return result, err
	}
	if err := file.Sync(); err != nil {
		return result, err
	}
	at, err := file.Seek(0, io.SeekCurrent)
	result.Bytes = at
	return result, err
}

// writeBackup writes all tables from one snapshot.
func (s *Store) writeBackup(ctx context.Context, w io.Writer, heading *BackupHeading, told BackupTold) (map[string]int64, error) {
	heading.MadeAt, heading.BusinessAt = s.clock.Wall(), s.clock.Now() // before the snapshot: what comes in between is in it
	snapshot, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	if heading.Schema, err = appliedVersion(snapshot.tx); err != nil {
		return nil, err
	}
	tables, err := s.shapes(ctx, snapshot.tx)
	if err != nil {
		return nil, err
	}
	out := newBackupWriter(w)
	if err := out.heading(heading); err != nil {
		return nil, err
	}
	for _, t := range tables {
		if err := out.heading(tableHeading{t.name, t.columns, t.kinds}); err != nil {
			return nil, err
		}
		if err := writeTable(ctx, snapshot.tx, t, out, told); err != nil {
			return nil, fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	return out.rows, out.close()
}

func writeTable(ctx context.Context, db *gorm.DB, t tableShape, out *backupWriter, told BackupTold) (err error) {
	rows, err := db.WithContext(ctx).Raw("SELECT " + quoted(t.columns) + " FROM `" + t.name + "`").Rows()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	cells, targets := make([]cell, len(t.kinds)), make([]any, len(t.kinds))
	for i, kind := range t.kinds {
		cells[i].kind, targets[i] = kind, &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if err := out.row(cells); err != nil {
			return err
		}
		if n := out.rows[t.name]; n%toldEvery == 0 && told != nil {
			told(t.name, n)
		}
	}
	return rows.Err()
}

// syncFolder makes a rename in a folder survive a power loss.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// CheckBackup reads a whole backup and tells what it holds. ErrBadBackup if it is not whole or was changed.
func CheckBackup(path string, told BackupTold) (result BackupResult, err error) {
	file, err := os.Open(path)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	b, err := newBackupReader(file)
	if err != nil {
		return result, fmt.Errorf("%s: %w", path, err)
	}
	for {
		line, err := b.nextLine()
		if err != nil {
			return result, fmt.Errorf("%s: %w", path, err)
		}
		if _, err := b.skim(line); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return result, fmt.Errorf("%s: %w", path, err)
		}
		if n := b.rows[b.table.Table]; n%toldEvery == 0 && n > 0 && told != nil {
			told(b.table.Table, n)
		}
	}
	info, err := file.Stat()
	if err != nil {
		return result, err
	}
	return BackupResult{b.Heading, b.end.Rows, info.Size()}, nil
}
