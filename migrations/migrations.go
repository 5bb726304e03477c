// Package migrations holds the database schema as SQL files, one folder per dialect, for goose. MySQL commits at every
// DDL statement, so a file there that has one has nothing else: a run that was killed behind it, before its note, is finished by the next.
//
// A file has the same number and name in both folders. Numbers only order the files: gaps (27, 35 to 39, 43 to 49, 52 to 59, and more above 60)
// were kept for work done side by side and are not filled later, because a database that has passed them would not run the
// file. A file that has been released is not edited. New ones say under "-- +goose Down" how they are taken back, and go on
// from a database with rows; a change of rows has a file of its own after that of its table.
//
// docs/schema.md shows what they make; "make schema" writes it anew.
package migrations

import "embed"

// SQLite and MySQL are the schema's files, each below a folder of the dialect's name.
var (
	//go:embed sqlite/*.sql
	SQLite embed.FS
	//go:embed mysql/*.sql
	MySQL embed.FS
)
