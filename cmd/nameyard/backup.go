package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/store"
)

type backupCmd struct {
	File string `arg:"" help:"File to write, for example nameyard-2026-01-31.nyb. One that is there is not overwritten."`
}

// Run writes a consistent copy of the database while servers go on working with it.
func (c *backupCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		result, err := p.backups(d, "backing up").Write(ctx, c.File)
		p.progress("")
		if err != nil {
			return err
		}
		v := viewBackup(c.File, result)
		return p.out.say(v, "%s has %d rows of %d tables, %d bytes, as of %s; it took %s",
			c.File, v.AllRows, len(v.Rows), v.Bytes, moment(v.MadeAt), result.Took.Round(time.Millisecond))
	})
}

// backupFlags have a server back its database up by itself.
type backupFlags struct {
	BackupDir   string `placeholder:"DIR" help:"Folder for backups that the leading server writes by itself; none without it."`
	BackupEvery span   `placeholder:"24h" help:"How often it does."`
	BackupKeep  int    `placeholder:"14" help:"How many of them are kept."`
}

// backups checks the flags.
func (f backupFlags) backups() (app.Backups, error) {
	b := app.Backups{Folder: f.BackupDir, Every: f.BackupEvery.duration(), Keep: f.BackupKeep}
	if b.Folder == "" {
		return b, nil
	}
	if b.Every != 0 && b.Every < time.Minute || b.Keep < 0 {
		return b, wrongUsage("--backup-every must be a minute or more, and --backup-keep 1 or more")
	}
	if info, err := os.Stat(b.Folder); err != nil || !info.IsDir() {
		return b, refused("--backup-dir is %q, which is no folder; make it first", b.Folder)
	}
	return b, f.writable()
}

// writable refuses a folder in which this user cannot make a file: who finds that out first should not be the job in the night.
func (f backupFlags) writable() error {
	file, err := os.CreateTemp(f.BackupDir, ".writable-*")
	if err != nil {
		return refused("--backup-dir is %q, and nothing can be written there (%v): give the folder to the user of the server, as in install -d -o nameyard -m 0700 %s",
			f.BackupDir, err, f.BackupDir)
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// backupView is a backup as it is printed.
type backupView struct {
	File    string `json:"file"`
	AllRows int64  `json:"all_rows"`
	store.BackupResult
	Seconds float64 `json:"seconds"`
}

func viewBackup(file string, c operator.Copied) backupView {
	return backupView{file, c.AllRows(), c.BackupResult, c.Took.Seconds()}
}

// backups is the operator's work on backups, which shows how far it is.
func (p *program) backups(d *app.Database, doing string) operator.Backups {
	return operator.Backups{Store: d.Store, Clock: d.Clock, Version: thisBuild().Version, By: "nameyard backup", Log: d.Log, Told: func(table string, rows int64) {
		p.progress(fmt.Sprintf("%s: %s, %d rows", doing, table, rows))
	}}
}
