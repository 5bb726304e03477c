package storetest

import (
	"os"
	"testing"
)

// TempDir returns a new folder for a database; it is removed when t ends. It is in memory where the machine has room for that.
func TempDir(t testing.TB) string {
	t.Helper()
	dir, release, err := claimFolder(scratch(t))
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("storetest: %v", err)
		}
		release()
	})
	return dir
}

// scratch is the folder that folders of databases are made in. Databases of tests wait for the disk more than they compute, above all
// MariaDB, which makes a file for each table. Nothing of a test has to outlive the machine, so they are kept in memory, unless TMPDIR names
// a place; what a benchmark measures is on the disk, as in production.
func scratch(t testing.TB) string {
	if _, benchmark := t.(*testing.B); benchmark || os.Getenv("TMPDIR") != "" {
		return os.TempDir()
	}
	if folder := inMemory(); folder != "" {
		return folder
	}
	return os.TempDir()
}
