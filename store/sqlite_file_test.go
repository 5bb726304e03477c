package store_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"nameyard/store"
)

// A database that root makes belongs to whom its folder belongs to: the service that will open it.
func TestANewDatabaseBelongsToTheOwnerOfItsFolder(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(folder, 4711, 4712); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, "nameyard.db")
	s, err := store.Open(t.Context(), path, &clock{now: noon}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		if owner(t, file) != owner(t, folder) {
			t.Errorf("%s belongs to %v, its folder to %v", file, owner(t, file), owner(t, folder))
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// owner is whom a file belongs to: user and group.
func owner(t *testing.T, path string) [2]uint32 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	of := info.Sys().(*syscall.Stat_t)
	return [2]uint32{of.Uid, of.Gid}
}
