package store

import (
	"context"

	"gorm.io/gorm"
)

// query reads rows of type T. It may be kept and gone on with in two ways. GORM's generic API does the same and more, and makes all of
// it anew for each type: that was nine tenths of this package's object code, and of the time to compile it.
type query[T any] struct{ steps }

// rowsOf begins a query of the table of T.
func rowsOf[T any](db *gorm.DB) query[T] { return query[T]{steps{db: db}} }

func (q query[T]) Table(name string) query[T] { return query[T]{q.table(name)} }

func (q query[T]) Select(columns string, more ...any) query[T] {
	return query[T]{q.columns(columns, more)}
}

func (q query[T]) Where(condition string, args ...any) query[T] {
	return query[T]{q.where(condition, args)}
}

func (q query[T]) Order(by string) query[T] { return query[T]{q.order(by)} }

func (q query[T]) Limit(rows int) query[T] { return query[T]{q.limit(rows)} }

func (q query[T]) Offset(rows int) query[T] { return query[T]{q.offset(rows)} }

// Raw is the query in SQL.
func (q query[T]) Raw(sql string, args ...any) query[T] { return query[T]{q.raw(sql, args)} }

// Find gives all rows.
func (q query[T]) Find(ctx context.Context) ([]T, error) {
	var rows []T
	err := q.begin(ctx).Find(&rows).Error
	return rows, err
}

// Take gives one row, or gorm.ErrRecordNotFound.
func (q query[T]) Take(ctx context.Context) (T, error) {
	var row T
	err := q.begin(ctx).Take(&row).Error
	return row, err
}

// Count counts the rows that have the column; "*" counts all.
func (q query[T]) Count(ctx context.Context, column string) (int64, error) {
	return count(q.begin(ctx).Model(new(T)), column)
}

func count(db *gorm.DB, column string) (n int64, err error) {
	err = db.Select(column).Count(&n).Error
	return n, err
}

// steps are a query without its type, which keeps them from being compiled once for each.
type steps struct {
	db  *gorm.DB
	all []func(*gorm.DB) *gorm.DB
}

// begin takes the steps in a session of their own.
func (s steps) begin(ctx context.Context) *gorm.DB {
	db := s.db.Session(&gorm.Session{NewDB: true, Context: ctx})
	for _, step := range s.all {
		db = step(db)
	}
	return db
}

func (s steps) and(step func(*gorm.DB) *gorm.DB) steps {
	return steps{s.db, append(s.all[:len(s.all):len(s.all)], step)}
}

func (s steps) table(name string) steps {
	return s.and(func(db *gorm.DB) *gorm.DB { return db.Table(name) })
}

func (s steps) columns(columns string, more []any) steps {
	return s.and(func(db *gorm.DB) *gorm.DB { return db.Select(columns, more...) })
}

func (s steps) where(condition string, args []any) steps {
	return s.and(func(db *gorm.DB) *gorm.DB { return db.Where(condition, args...) })
}

func (s steps) order(by string) steps {
	return s.and(func(db *gorm.DB) *gorm.DB { return db.Order(by) })
}

func (s steps) limit(rows int) steps {
	return s.and(func(db *gorm.DB) *gorm.DB { return db.Limit(rows) })
}

func (s steps) offset(rows int) steps {
	return s.and(func(db *gorm.DB) *gorm.DB { return db.Offset(rows) })
}

func (s steps) raw(sql string, args []any) steps {
	return s.and(func(db *gorm.DB) *gorm.DB { return db.Raw(sql, args...) })
}
