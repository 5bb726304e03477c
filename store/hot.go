package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"gorm.io/gorm"
)

// hotReads runs the statements that nearly every request needs. GORM takes as long to build a statement and to fill a row
// by reflection as SQLite takes to read it, so these are prepared and scanned by hand; bench/README.md has the figures.
type hotReads struct {
	pool       *sql.DB
	statements sync.Map // text → *sql.Stmt, which database/sql prepares on each connection as needed
}

// row reads one row into targets, one for each column; gorm.ErrRecordNotFound if there is no row.
func (h *hotReads) row(ctx context.Context, text string, args []any, targets ...any) error {
	statement, err := h.prepare(ctx, text)
	if err != nil {
		return err
	}
	err = statement.QueryRowContext(ctx, args...).Scan(targets...)
	if errors.Is(err, sql.ErrNoRows) {
		return gorm.ErrRecordNotFound
	}
	return err
}

func (h *hotReads) prepare(ctx context.Context, text string) (*sql.Stmt, error) {
	if kept, ok := h.statements.Load(text); ok {
		return kept.(*sql.Stmt), nil
	}
	statement, err := h.pool.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	kept, raced := h.statements.LoadOrStore(text, statement)
	if raced {
		_ = statement.Close()
	}
	return kept.(*sql.Stmt), nil
}
