package storetest

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestFolderOfADatabaseEndsWithItsTest(t *testing.T) {
	t.Parallel()
	var dir string
	t.Run("a test", func(t *testing.T) {
		dir = TempDir(t)
		if err := os.WriteFile(filepath.Join(dir, "a.db"), []byte("rows"), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("stat %s: %v, want nothing there", dir, err)
	}
}

func TestFolderOfADatabaseIsInMemoryUnlessToldOtherwise(t *testing.T) {
	t.Setenv("TMPDIR", "")
	want := inMemory()
	if want == "" { // another system, or no room
		want = os.TempDir()
	}
	if got := scratch(t); got != want {
		t.Errorf("a test's is in %s, want %s", got, want)
	}
	if got := scratch(new(testing.B)); got != os.TempDir() {
		t.Errorf("a benchmark's is in %s, want %s", got, os.TempDir())
	}
	named := t.TempDir()
	t.Setenv("TMPDIR", named)
	if got := filepath.Dir(TempDir(t)); got != named {
		t.Errorf("with TMPDIR it is in %s, want %s", got, named)
	}
}
