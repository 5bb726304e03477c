package migrations

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
	"testing"
)

// Two files of one number would stop every start: goose refuses them.
func TestEachNumberIsOneFileInBothDialects(t *testing.T) {
	t.Parallel()
	names := func(files embed.FS, folder string) (list []string) {
		entries, err := fs.ReadDir(files, folder)
		if err != nil {
			t.Fatal(err)
		}
		before := ""
		for _, e := range entries {
			number, _, found := strings.Cut(e.Name(), "_")
			if !found || len(number) != 5 || number == before {
				t.Errorf("%s/%s must begin with five digits that no other file has", folder, e.Name())
			}
			before = number
			list = append(list, e.Name())
		}
		return list
	}
	if a, b := names(SQLite, "sqlite"), names(MySQL, "mysql"); !slices.Equal(a, b) || len(a) == 0 {
		t.Errorf("the dialects have other files:\n%s\n%s", a, b)
	}
}
