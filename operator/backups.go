package operator

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"nameyard/jobs"
	"nameyard/reseller"
	"nameyard/store"
)

// Backups are copies of the database in files.
type Backups struct {
	Store   *store.Store
	Clock   reseller.Clock
	Version string           // of the program, as the file tells it
	By      string           // who writes it, as it is noted: a server as in leases, or a command
	Log     *slog.Logger     // nil = the default one
	Told    store.BackupTold // hears how far a long piece of work is; nil = nobody wants to know
}

// Copied is a backup that was written or loaded.
type Copied struct {
	store.BackupResult
	Took time.Duration // wall time
}

// Write writes a consistent copy of the database, while servers go on working with it. A file that is there is not
// overwritten.
func (u Backups) Write(ctx context.Context, file string) (Copied, error) {
	begun := u.Clock.Wall()
	result, err := u.Store.Backup(ctx, file, u.Version, u.Told)
	if errors.Is(err, os.ErrExist) {
		return Copied{}, refused("%s is there already; a backup overwrites nothing", file)
	}
	copied := Copied{result, u.Clock.Wall().Sub(begun)}
	if err != nil {
		return copied, err
	}
	if err := u.note(ctx, file, begun, copied); err != nil { // the copy is there all the same
		cmp.Or(u.Log, slog.Default()).Warn("that a backup was written could not be noted", "file", file, "err", err)
	}
	return copied, nil
}

// note keeps that a backup was written, in place of the one before.
func (u Backups) note(ctx context.Context, file string, begun time.Time, c Copied) error {
	if whole, err := filepath.Abs(file); err == nil {
		file = whole
	}
	text, err := json.Marshal(reseller.BackupReport{File: file, Bytes: c.Bytes, Rows: c.AllRows()})
	if err != nil {
		return err
	}
	return u.Store.KeepReport(ctx, reseller.Report{Name: reseller.ReportBackup, At: begun, Took: c.Took, Server: u.By, JSON: text})
}

// LastWritten is a backup that was written, as it is noted. Without a time none was.
type LastWritten struct {
	reseller.Report
	reseller.BackupReport
}

// LastWritten gives the last backup that a server or a command has written of this database. It may be gone since.
func (u Backups) LastWritten(ctx context.Context) (last LastWritten, err error) {
	kept, err := u.Store.LastReport(ctx, reseller.ReportBackup)
	if errors.Is(err, reseller.ErrNotFound) {
		return last, nil
	}
	if err == nil {
		err = json.Unmarshal(kept.JSON, &last.BackupReport)
	}
	last.Report = kept
	return last, err
}

// Load fills the database from a backup. Servers must be stopped. With replace set what is in the database may go; the
// sandbox registry's state stays.
func (u Backups) Load(ctx context.Context, file string, replace bool) (Copied, error) {
	begun := u.Clock.Wall()
	result, err := u.Store.Restore(ctx, store.RestoreOrders{Path: file, Replace: replace, Leader: jobs.LeaderLease, Told: u.Told})
	switch {
	case errors.Is(err, store.ErrBadBackup):
		return Copied{}, refused("%v; nothing was changed", err)
	case errors.Is(err, os.ErrNotExist):
		return Copied{}, notFound("there is no file %s", file)
	}
	return Copied{result, u.Clock.Wall().Sub(begun)}, err
}

// Restored is the last restore with what it found at the registries.
type Restored struct {
	reseller.Restore
	Findings []Finding
}

// Finding is one thing that was found.
type Finding struct {
	reseller.Finding
	Account string // e-mail address; "" = none
}

// LastRestore gives the last restore. There is none where it gives false.
func (u Backups) LastRestore(ctx context.Context) (Restored, bool, error) {
	r, err := u.Store.LastRestore(ctx)
	if errors.Is(err, reseller.ErrNotFound) {
		return Restored{}, false, nil
	}
	if err != nil {
		return Restored{}, false, err
	}
	emails, err := Accounts{u.Store}.Emails(ctx)
	if err != nil {
		return Restored{}, false, err
	}
	all := Restored{Restore: r}
	err = pages(func(int64) (int64, int, error) {
		page, err := u.Store.Findings(ctx, r.ID, len(all.Findings), pageSize)
		for _, f := range page {
			all.Findings = append(all.Findings, Finding{f, emails[f.AccountID]})
		}
		return 0, len(page), err
	})
	return all, true, err
}
