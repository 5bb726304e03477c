package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// RestoreOrders say what to restore and what may be lost.
type RestoreOrders struct {
	Path    string
	Replace bool   // what is in the database may go
	Leader  string // the lease that a running server holds
	Told    BackupTold
}

// Restore fills the database from a backup. The file is checked to its end first. While the rows are being written, the
// database carries a mark with which it refuses everything; an interrupted restore is begun anew. When it is done, the
// mark says that the registries must be asked before anything is sold (see Restore.State).
//
// The sandbox registry's tables are left as they are if there are any, since a registry does not go back in time.
//
// Errors: ErrBadBackup; a reseller.Error of kind conflict if the database is in use, is not empty, or has another schema.
func (s *Store) Restore(ctx context.Context, o RestoreOrders) (BackupResult, error) {
	backup, err := CheckBackup(o.Path, func(table string, rows int64) { tell(o.Told, "checking "+table, rows) })
	if err != nil {
		return backup, err
	}
	if err := s.refuseInUse(ctx, o.Leader); err != nil {
		return backup, err
	}
	if err := s.readySchema(ctx, backup.BackupHeading); err != nil {
		return backup, err
	}
	mark, err := s.beginRestore(ctx, o, backup)
	if err != nil {
		return backup, err
	}
	if err := s.load(ctx, o, mark, backup); err != nil {
		return backup, fmt.Errorf("restore %s: %w; the database is not usable until a restore has ended: run it again", o.Path, err)
	}
	return backup, nil
}

func tell(told BackupTold, table string, rows int64) {
	if told != nil {
		told(table, rows)
	}
}

// refuseInUse refuses a database that a server works with.
func (s *Store) refuseInUse(ctx context.Context, lease string) error {
	if there, err := s.hasTable(ctx, "leases"); err != nil || !there {
		return err
	}
	held, alive, err := s.LeaseOf(ctx, lease)
	if err != nil || !alive {
		return err
	}
	return cannotRestore("a server (%s) works on this database: stop all of them first; one that was killed counts for 20 seconds", held.Holder)
}

func cannotRestore(format string, args ...any) error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, format, args...)
}

func (s *Store) hasTable(ctx context.Context, name string) (bool, error) {
	tables, err := s.scans.WithContext(ctx).Migrator().GetTables()
	if err != nil {
		return false, fmt.Errorf("list the tables: %w", err)
	}
	return slices.Contains(tables, name), nil
}

// forgetSignedIn ends all sessions: who was signed in here is nobody in the backup. A schema from before people signed in has none.
func (s *Store) forgetSignedIn(ctx context.Context) error {
	for _, table := range signedIn {
		there, err := s.hasTable(ctx, table)
		if err == nil && there {
			err = s.clear(ctx, table, nil)
		}
		if err != nil {
			return fmt.Errorf("clear %s: %w", table, err)
		}
	}
	return nil
}

// readySchema gives an empty database the schema of the backup, and refuses one that has another.
func (s *Store) readySchema(ctx context.Context, b BackupHeading) error {
	status, err := s.SchemaStatus(ctx)
	if err != nil {
		return err
	}
	switch {
	case b.Schema > status.Latest:
		return cannotRestore("the backup has schema %d and this Nameyard knows %d at most: use the newest Nameyard that worked on that database", b.Schema, status.Latest)
	case status.Current == 0:
		return s.migrateTo(ctx, b.Schema)
	case status.Current != b.Schema:
		return cannotRestore("the backup has schema %d and the database %d: restore into a new, empty database (not migrated yet); it is brought up to date afterwards",
			b.Schema, status.Current)
	}
	return nil
}

// beginRestore writes the mark. From then on the database refuses to work until the restore has ended.
func (s *Store) beginRestore(ctx context.Context, o RestoreOrders, b BackupResult) (restoreRow, error) {
	row := restoreRow{
		State: string(reseller.RestoreLoading), Source: clip(o.Path, 255), BackupAt: b.MadeAt, BusinessAt: b.BusinessAt, StartedAt: micro(s.clock.Wall()),
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row.ID = 0
		var earlier restoreRow
		found := tx.Where("state = ?", string(reseller.RestoreLoading)).Limit(1).Find(&earlier)
		if found.Error != nil {
			return found.Error
		}
		if found.RowsAffected > 0 { // one that did not end: what is there is of no use
			row.KeepsRegistry = earlier.KeepsRegistry
			if err := tx.Delete(&earlier).Error; err != nil {
				return err
			}
			return tx.Create(&row).Error
		}
		full, err := s.hasRows(tx, "accounts", "domains", "orders")
		if err != nil {
			return err
		}
		if full && !o.Replace {
			return cannotRestore("the database is not empty: a restore would replace all that is in it. Restore into a new one, or say --replace (and make a backup of it first)")
		}
		if row.KeepsRegistry, err = s.hasRows(tx, registryTables...); err != nil {
			return err
		}
		return tx.Create(&row).Error
	})
	s.unmarkedUntil.Store(0) // there is a mark now
	return row, err
}

func (s *Store) hasRows(tx *gorm.DB, tables ...string) (bool, error) {
	for _, t := range tables {
		var n int64
		if err := scanRow(tx.Raw("SELECT COUNT(*) FROM (SELECT 1 FROM `"+t+"` LIMIT 1) x"), &n); err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

// load replaces the rows of all tables and ends the restore.
func (s *Store) load(ctx context.Context, o RestoreOrders, mark restoreRow, b BackupResult) error {
	tables, err := s.shapes(ctx, s.scans)
	if err != nil {
		return err
	}
	if mark.KeepsRegistry {
		tables = slices.DeleteFunc(tables, func(t tableShape) bool { return slices.Contains(registryTables, t.name) })
	}
	if err := s.forgetSignedIn(ctx); err != nil {
		return err
	}
	for _, t := range slices.Backward(tables) {
		if err := s.clear(ctx, t.name, o.Told); err != nil {
			return fmt.Errorf("clear %s: %w", t.name, err)
		}
	}
	if err := s.clear(ctx, "leases", nil); err != nil {
		return err
	}
	if err := s.loadRows(ctx, o, tables); err != nil {
		return err
	}
	if err := s.compareCounts(ctx, tables, b); err != nil {
		return err
	}
	if _, err := s.migrate(ctx); err != nil {
		return err
	}
	if err := s.raiseIDs(ctx); err != nil {
		return err
	}
	if err := s.compareFrom(ctx, b.MadeAt); err != nil {
		return err
	}
	return s.tx(ctx, func(tx *gorm.DB) error {
		now := micro(s.clock.Wall())
		err := expectOneRow(tx.Model(&restoreRow{}).Where("id = ? AND state = ?", mark.ID, string(reseller.RestoreLoading)).
			Updates(map[string]any{"state": string(reseller.RestoreReconciling), "loaded_at": now}))
		if err != nil {
			return err
		}
		if err := s.raiseFloor(tx); err != nil {
			return err
		}
		if err := s.leaveGap(tx); err != nil {
			return err
		}
		if err := callOffDeletions(tx); err != nil {
			return err
		}
		if err := s.pauseTopUps(tx); err != nil {
			return err
		}
		return s.record(tx, reseller.OperatorIn(ctx), 0, "restore", clip(o.Path, 255), fmt.Sprintf("backup of %s, %d rows", b.MadeAt.Format("2006-01-02 15:04:05"), b.AllRows()))
	})
}

// clearAtOnce bounds a DELETE, so that a cluster can replicate it.
const clearAtOnce = 20_000

// clear empties a table.
func (s *Store) clear(ctx context.Context, table string, told BackupTold) error {
	statement := "DELETE FROM `" + table + "`"
	if s.dialect == mysqlDialect {
		statement += fmt.Sprintf(" LIMIT %d", clearAtOnce)
	}
	for gone := int64(0); ; {
		var n int64
		err := s.tx(ctx, func(tx *gorm.DB) error {
			r := tx.Exec(statement)
			n = r.RowsAffected
			return r.Error
		})
		if err != nil || n < clearAtOnce || s.dialect == sqliteDialect {
			return err
		}
		gone += n
		tell(told, "clearing "+table, gone)
	}
}

// loadRows writes the rows of the tables that the database has.
func (s *Store) loadRows(ctx context.Context, o RestoreOrders, tables []tableShape) (err error) {
	file, err := os.Open(o.Path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	b, err := newBackupReader(file)
	if err != nil {
		return err
	}
	l := &loader{s: s, told: o.Told}
	for {
		row, err := b.next()
		if errors.Is(err, io.EOF) {
			return l.flush(ctx)
		}
		if err != nil {
			return err
		}
		if b.table.Table != l.table {
			if err := l.turnTo(ctx, b.table, tables); err != nil {
				return err
			}
		}
		if l.skip {
			continue
		}
		if err := l.add(ctx, row); err != nil {
			return err
		}
	}
}

// compareCounts holds the tables against the backup's last line.
func (s *Store) compareCounts(ctx context.Context, tables []tableShape, b BackupResult) error {
	for _, t := range tables {
		var n int64
		if err := scanRow(s.scans.WithContext(ctx).Raw("SELECT COUNT(*) FROM `"+t.name+"`"), &n); err != nil {
			return err
		}
		if n != b.Rows[t.name] {
			return fmt.Errorf("table %s has %d rows now, and the backup %d", t.name, n, b.Rows[t.name])
		}
	}
	return nil
}

// loader collects rows and inserts them, many with one statement and several statements in one transaction.
type loader struct {
	s     *Store
	told  BackupTold
	table string
	skip  bool
	cols  []string
	args  []any
	rows  int
	bytes int
	total int64
}

// A statement and a transaction carry at most so much. SQLite takes 32,766 values in one statement.
const (
	loadValues = 30_000
	loadBytes  = 4 << 20
	loadRows   = 5_000
)

// turnTo begins a table.
func (l *loader) turnTo(ctx context.Context, h tableHeading, tables []tableShape) error {
	if err := l.flush(ctx); err != nil {
		return err
	}
	l.table, l.cols, l.total = h.Table, h.Columns, 0
	i := slices.IndexFunc(tables, func(t tableShape) bool { return t.name == h.Table })
	if l.skip = i < 0; l.skip {
		if slices.Contains(registryTables, h.Table) {
			return nil
		}
		return fmt.Errorf("the backup has a table %s and the database has not", h.Table)
	}
	for _, column := range h.Columns {
		if !slices.Contains(tables[i].columns, column) {
			return fmt.Errorf("the backup has a column %s in %s and the database has not", column, h.Table)
		}
	}
	return nil
}

func (l *loader) add(ctx context.Context, row []any) error {
	for _, v := range row {
		switch v := v.(type) {
		case string:
			l.bytes += len(v)
		case []byte:
			l.bytes += len(v)
		}
	}
	l.args = append(l.args, row...)
	l.rows++
	l.total++
	if l.total%toldEvery == 0 {
		tell(l.told, l.table, l.total)
	}
	if l.rows < loadRows && l.bytes < loadBytes {
		return nil
	}
	return l.flush(ctx)
}

// flush writes what was collected, in one transaction.
func (l *loader) flush(ctx context.Context) error {
	if l.rows == 0 {
		return nil
	}
	width := len(l.cols)
	err := l.s.tx(ctx, func(tx *gorm.DB) error {
		for args := l.args; len(args) > 0; {
			n := min(len(args), loadValues/width*width, len(args))
			values := strings.Repeat(", ("+strings.Repeat(", ?", width)[2:]+")", n/width)[2:]
			statement := "INSERT INTO `" + l.table + "` (" + quoted(l.cols) + ") VALUES " + values
			if _, err := tx.Statement.ConnPool.ExecContext(ctx, statement, args[:n]...); err != nil {
				return tx.Dialector.(interface{ Translate(error) error }).Translate(err)
			}
			args = args[n:]
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write rows of %s: %w", l.table, err)
	}
	l.args, l.rows, l.bytes = l.args[:0], 0, 0
	return nil
}
