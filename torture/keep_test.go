package torture_test

import (
	"os"
	"path/filepath"
	"testing"
)

// keepSetting names a folder under which every installation leaves its data folder, also where its test has passed.
const keepSetting = "NAMEYARD_TORTURE_KEEP"

// keep leaves a copy of the installation's data folder behind where its test has failed, or where the operator wants all: the whole logs of
// its servers and of its registry, and on SQLite the database. Otherwise the folder goes with the test.
func (inst *installation) keep(t *testing.T) {
	under := os.Getenv(keepSetting)
	if under == "" && !t.Failed() {
		return
	}
	if under != "" {
		if err := os.MkdirAll(under, 0o700); err != nil {
			t.Error(err)
		}
	}
	kept, err := os.MkdirTemp(under, "nameyard-torture-"+inst.engine+"-")
	if err != nil {
		t.Error(err)
		return
	}
	if err := os.CopyFS(filepath.Join(kept, "data"), os.DirFS(inst.dir)); err != nil {
		t.Logf("not everything could be kept: %v", err)
	}
	t.Logf("logs and data are kept in %s", kept)
}
