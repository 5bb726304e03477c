package migrations

import (
	"embed"
	"io/fs"
	"regexp"
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

// mixed is the one released file of MySQL's with rows changed beside its table; 00510 does that part again.
const mixed = "00471_webhook_delivered_at.sql"

// TestMySQLFileThatMakesSomethingHasOneStatement: MySQL commits DDL by itself, and a file that was killed behind it is taken for done.
func TestMySQLFileThatMakesSomethingHasOneStatement(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(MySQL, "mysql/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	found := false
	for _, file := range files {
		text, err := fs.ReadFile(MySQL, file)
		if err != nil {
			t.Fatal(err)
		}
		up, _, _ := strings.Cut(string(text), "-- +goose Down")
		statements, rows := 0, true
		for one := range strings.SplitSeq(comment.ReplaceAllString(up, ""), ";\n") {
			if one = strings.TrimSpace(one); one != "" {
				statements++
				rows = rows && rowStatement.MatchString(one)
			}
		}
		if rows || statements == 1 {
			continue
		}
		if found = found || strings.HasSuffix(file, mixed); !strings.HasSuffix(file, mixed) {
			t.Errorf("%s has %d statements: DDL has a file of its own", file, statements)
		}
	}
	if !found {
		t.Errorf("%s is not seen to have two statements", mixed)
	}
}

var (
	comment      = regexp.MustCompile(`(?m)^\s*--.*$`)
	rowStatement = regexp.MustCompile(`(?i)^(UPDATE|INSERT|DELETE|SELECT)\s`)
)
