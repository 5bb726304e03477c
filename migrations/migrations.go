// Package migrations holds the database schema as SQL files, one folder per dialect, for goose. MySQL commits at every
// DDL statement, so each file there has exactly one.
package migrations

import "embed"

// SQLite and MySQL are the schema's files, each below a folder of the dialect's name.
var (
	//go:embed sqlite/*.sql
	SQLite embed.FS
	//go:embed mysql/*.sql
	MySQL embed.FS
)
