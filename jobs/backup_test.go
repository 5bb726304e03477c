package jobs_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/reseller/clocktest"
)

// backups is a job table that has the backup job only, with the folder that it writes to. What it writes is empty.
func backups(t *testing.T, clock *clocktest.Clock, write func(path string) error) (table *jobs.Table, folder string) {
	t.Helper()
	folder = t.TempDir()
	return jobs.New(jobs.Deps{Clock: clock, Log: slog.New(slog.DiscardHandler), Backups: jobs.Backups{
		Folder: folder, Every: 24 * time.Hour, Keep: 2, Write: func(_ context.Context, path string) error { return write(path) },
	}}), folder
}

func touch(path string) error { return os.WriteFile(path, nil, 0o600) }

func filesIn(t *testing.T, folder string) []string {
	t.Helper()
	var names []string
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestBackupsAreWrittenByTheirAgeAndTheOldestGo(t *testing.T) {
	t.Parallel()
	clock := clocktest.New(noon)
	table, folder := backups(t, clock, touch)
	other := filepath.Join(folder, "nameyard-by-hand.nyb")
	if err := touch(other); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		for range 3 { // once a day, however often it looks
			if err := table.Run(t.Context(), jobs.Backup); err != nil {
				t.Fatal(err)
			}
			clock.Move(9 * time.Hour)
		}
	}
	want := []string{"nameyard-20260303T180000Z.nyb", "nameyard-20260304T210000Z.nyb", "nameyard-by-hand.nyb"}
	if got := filesIn(t, folder); !slices.Equal(got, want) {
		t.Errorf("the folder has %v, want %v", got, want)
	}
}

func TestBackupOfTheFutureIsNoneAndUnfinishedOnesAreSweptAway(t *testing.T) {
	t.Parallel()
	table, folder := backups(t, clocktest.New(noon), touch)
	for _, name := range []string{
		"nameyard-20990101T000000Z.nyb", "nameyard-20260101T000000Z.nyb.part", "nameyard-20260301T110000Z.nyb.part", "other.part",
	} {
		if err := touch(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	if at, err := jobs.NewestBackup(folder, noon); err != nil || !at.IsZero() {
		t.Errorf("before there is one the newest is of %s, %v", at, err)
	}
	if err := table.Run(t.Context(), jobs.Backup); err != nil {
		t.Fatal(err)
	}
	if at, err := jobs.NewestBackup(folder, noon); err != nil || !at.Equal(noon) {
		t.Errorf("the newest is of %s, %v, want %s", at, err, noon)
	}
	want := []string{
		"nameyard-" + noon.Format("20060102T150405Z") + ".nyb", "nameyard-20260301T110000Z.nyb.part", "nameyard-20990101T000000Z.nyb", "other.part",
	}
	got := filesIn(t, folder)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the folder has %v, want %v", got, want)
	}
}

func TestBackupThatFailsDeletesNone(t *testing.T) {
	t.Parallel()
	clock := clocktest.New(noon)
	full := errors.New("no space left")
	var failing error
	table, folder := backups(t, clock, func(path string) error {
		if failing != nil {
			return failing
		}
		return touch(path)
	})
	for range 2 {
		if err := table.Run(t.Context(), jobs.Backup); err != nil {
			t.Fatal(err)
		}
		clock.Move(24 * time.Hour)
	}
	failing = full
	before := filesIn(t, folder)
	if err := table.Run(t.Context(), jobs.Backup); !errors.Is(err, full) {
		t.Errorf("the job says %v", err)
	}
	if after := filesIn(t, folder); len(before) != 2 || !slices.Equal(before, after) {
		t.Errorf("the folder had %v and has %v", before, after)
	}
}

func TestBackupIntoAFolderThatIsNotThereFails(t *testing.T) {
	t.Parallel()
	table, folder := backups(t, clocktest.New(noon), touch)
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	if err := table.Run(t.Context(), jobs.Backup); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the job says %v", err)
	}
}
