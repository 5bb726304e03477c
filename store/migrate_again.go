package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	driver "github.com/go-sql-driver/mysql"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"nameyard/migrations"
)

// up runs the files that are missing and tells which. MySQL commits DDL by itself, so a run that was killed may have done a
// file's statement without noting it: that file is noted then, where what is there is what it makes.
func (s *Store) up(ctx context.Context, p *goose.Provider, target int64) ([]string, error) {
	if err := s.mendVersionTable(ctx); err != nil {
		return nil, err
	}
	var ran []string
	for {
		results, err := p.UpTo(ctx, target)
		partial := new(goose.PartialError)
		if err == nil || !errors.As(err, &partial) {
			return append(ran, paths(results)...), err
		}
		ran = append(ran, paths(partial.Applied)...)
		if !saysDone(err) {
			return ran, err
		}
		if done := s.noteDone(ctx, p, partial.Failed.Source); done != nil {
			return ran, errors.Join(err, done)
		}
		s.log.Info("a migration that was ended in between is finished", "file", partial.Failed.Source.Path)
		ran = append(ran, partial.Failed.Source.Path)
	}
}

func paths(results []*goose.MigrationResult) []string {
	var list []string
	for _, r := range results {
		list = append(list, r.Source.Path)
	}
	return list
}

// saysDone reports whether MySQL refused a statement because what it makes is there, or what it drops is not.
func saysDone(err error) bool {
	const tableExists, columnExists, keyExists, nothingToDrop = 1050, 1060, 1061, 1091
	var e *driver.MySQLError
	return errors.As(err, &e) && slices.Contains([]uint16{tableExists, columnExists, keyExists, nothingToDrop}, e.Number)
}

// mendVersionTable notes the schema before the first file where goose was killed between its table and that note.
func (s *Store) mendVersionTable(ctx context.Context) error {
	if s.dialect != mysqlDialect {
		return nil
	}
	err := s.writes.WithContext(ctx).Exec(`INSERT INTO goose_db_version (version_id, is_applied)
		SELECT 0, TRUE FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM goose_db_version)`).Error
	var e *driver.MySQLError
	if errors.As(err, &e) && e.Number == 1146 { // there is no such table: nothing ran yet
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the notes of migrations: %w", err)
	}
	return nil
}

// noteDone notes a file as run if the database has what it makes.
func (s *Store) noteDone(ctx context.Context, p *goose.Provider, source *goose.Source) error {
	conn, err := s.pools[0].Conn(ctx)
	if err != nil {
		return fmt.Errorf("look at what a migration made: %w", err)
	}
	defer conn.Close()
	table, making, err := makingOf(p, source)
	if err != nil {
		return err
	}
	if err := compareMade(ctx, conn, table, making); err != nil {
		return fmt.Errorf("%s was not run by this program, or something else changed what it makes: %w", source.Path, err)
	}
	notes, err := database.NewStore(database.DialectMySQL, goose.DefaultTablename)
	if err == nil {
		err = notes.Insert(ctx, conn, database.InsertRequest{Version: source.Version})
	}
	if err != nil {
		return fmt.Errorf("note a migration: %w", err)
	}
	return nil
}

// madeTable is the table that a statement makes or changes.
var madeTable = regexp.MustCompile(`(?is)^(CREATE TABLE |ALTER TABLE |CREATE (?:UNIQUE )?INDEX \w+ ON |DROP INDEX \w+ ON )(\w+)`)

// makingOf gives the table that a file is about and the statements that make it, up to that file's.
func makingOf(p *goose.Provider, last *goose.Source) (table string, making []string, err error) {
	byTable := map[string][]string{}
	for _, source := range p.ListSources() { // in the order of their versions
		if source.Version > last.Version {
			break
		}
		body, err := fs.ReadFile(migrations.MySQL, "mysql/"+source.Path)
		if err != nil {
			return "", nil, fmt.Errorf("read an embedded migration: %w", err)
		}
		table = ""
		for _, statement := range statements(string(body)) {
			if found := madeTable.FindStringSubmatch(statement); found != nil {
				table = found[2]
				byTable[table] = append(byTable[table], statement)
			}
		}
	}
	if table == "" {
		return "", nil, fmt.Errorf("%s makes no table, column or index", last.Path)
	}
	return table, byTable[table], nil
}

// statements gives what a file runs on the way up, without comments.
func statements(file string) []string {
	up, _, _ := strings.Cut(file, "-- +goose Down")
	var lines strings.Builder
	for line := range strings.Lines(up) {
		if !strings.HasPrefix(strings.TrimSpace(line), "--") {
			lines.WriteString(line)
		}
	}
	var list []string
	for one := range strings.SplitSeq(lines.String()+"\n", ";\n") {
		if one = strings.TrimSpace(one); one != "" {
			list = append(list, one)
		}
	}
	return list
}

// againTable is where a table is made once more, to compare.
const againTable = "migration_again"

// compareMade makes a table once more beside and fails unless the database's looks like it.
func compareMade(ctx context.Context, conn *sql.Conn, table string, making []string) error {
	drop := func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS "+againTable)
		return err
	}
	if err := drop(); err != nil {
		return err
	}
	want, err := makeAgain(ctx, conn, making)
	is, errIs := definition(ctx, conn, table)
	if err := errors.Join(err, errIs, drop()); err != nil {
		return err
	}
	want = strings.ReplaceAll(strings.ReplaceAll(want, againTable+"__", ""), againTable, table)
	if is != want {
		return fmt.Errorf("the table %s is\n%s\nand would be\n%s", table, is, want)
	}
	return nil
}

// makeAgain runs a table's statements under another name and gives what they make.
func makeAgain(ctx context.Context, conn *sql.Conn, making []string) (string, error) {
	for _, statement := range making {
		statement = madeTable.ReplaceAllString(statement, "${1}"+againTable)
		statement = strings.ReplaceAll(statement, "CONSTRAINT ", "CONSTRAINT "+againTable+"__") // names of these count in the whole database
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return "", fmt.Errorf("make the table once more beside: %w", err)
		}
	}
	return definition(ctx, conn, againTable)
}

var nextID = regexp.MustCompile(` AUTO_INCREMENT=\d+`)

// definition is a table as the database shows it, without its next id.
func definition(ctx context.Context, conn *sql.Conn, table string) (string, error) {
	var named, text string
	if err := conn.QueryRowContext(ctx, "SHOW CREATE TABLE "+table).Scan(&named, &text); err != nil {
		return "", fmt.Errorf("look at the table %s: %w", table, err)
	}
	return nextID.ReplaceAllString(text, ""), nil
}
