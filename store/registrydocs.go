package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type documentRow struct {
	DocKey  string `gorm:"primaryKey"`
	Version int64
	Body    string
	Due     int64
}

func (documentRow) TableName() string { return "registry_documents" }

type effectRow struct {
	Seq  int64 `gorm:"primaryKey;autoIncrement"`
	Body string
}

func (effectRow) TableName() string { return "registry_effects" }

// The shapes that the sandbox registry asks for. They are unnamed types, so that neither package needs to know the other.
type (
	registryDocument = struct {
		Body    []byte
		Version int64
	}
	registryWrite = struct {
		Key     string
		Body    []byte
		Version int64
		Due     int64
	}
	registryEffect = struct {
		Seq  int64
		Body []byte
	}
)

// RegistryDocuments keeps the state of the sandbox registry: JSON documents by key, and its effect log. Its transactions
// are apart from those of the orders, as a real registry's would be. See registry/local, which says what it needs.
type RegistryDocuments struct{ s *Store }

// RegistryDocuments gives the sandbox registry's part of the database.
func (s *Store) RegistryDocuments() RegistryDocuments { return RegistryDocuments{s} }

// Get reads several documents at one moment (one statement). Absent ones are absent in the map.
func (r RegistryDocuments) Get(ctx context.Context, keys ...string) (map[string]registryDocument, error) {
	rows, err := rowsOf[documentRow](r.s.reads).Where("doc_key IN ?", keys).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read registry documents: %w", translate(err))
	}
	docs := make(map[string]registryDocument, len(rows))
	for _, row := range rows {
		docs[row.DocKey] = registryDocument{Body: []byte(row.Body), Version: row.Version}
	}
	return docs, nil
}

// Put writes all documents and appends all effects if every document is still at the version given; else it writes
// nothing and gives false. After an error it may or may not have written.
func (r RegistryDocuments) Put(ctx context.Context, writes []registryWrite, effects [][]byte) (bool, error) {
	err := r.s.tx(ctx, func(tx *gorm.DB) error {
		var fresh []documentRow
		for _, w := range writes {
			if w.Version == 0 && w.Body != nil {
				fresh = append(fresh, r.fresh(w))
			} else if err := r.write(tx, w); err != nil {
				return err
			}
		}
		if err := addAll(tx, fresh); err != nil {
			return err
		}
		log := make([]effectRow, len(effects))
		for i, body := range effects {
			log[i].Body = string(body)
		}
		return addAll(tx, log)
	})
	switch {
	case errors.Is(err, reseller.ErrConflict), errors.Is(err, reseller.ErrDuplicate):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("write registry documents: %w", err)
	}
	return true, nil
}

// fresh is the row of a document that must be absent. One that is deleted and made again must not come back to a version
// that somebody still holds, so the first version is the clock's microseconds and not 1.
func (r RegistryDocuments) fresh(w registryWrite) documentRow {
	return documentRow{DocKey: w.Key, Version: r.s.clock.Wall().UnixMicro(), Body: string(w.Body), Due: w.Due}
}

// write changes one document by a guarded statement: no row affected means that its version has moved on.
func (r RegistryDocuments) write(tx *gorm.DB, w registryWrite) error {
	switch {
	case w.Version == 0 && w.Body == nil:
		var n int64
		if err := tx.Model(&documentRow{}).Where("doc_key = ?", w.Key).Count(&n).Error; err != nil {
			return err
		}
		if n > 0 {
			return reseller.ErrConflict
		}
		return nil
	case w.Body == nil:
		return expectOneRow(tx.Where("doc_key = ? AND version = ?", w.Key, w.Version).Delete(&documentRow{}))
	}
	return expectOneRow(tx.Exec("UPDATE registry_documents SET version = version + 1, body = ?, due = ? WHERE doc_key = ? AND version = ?",
		string(w.Body), w.Due, w.Key, w.Version))
}

// List gives keys that begin with prefix and come after a key ("" = from the first), in bytewise order.
func (r RegistryDocuments) List(ctx context.Context, prefix, after string, limit int) ([]string, error) {
	q := rowsOf[documentRow](r.s.reads).Select("doc_key").Where("doc_key >= ? AND doc_key < ? AND doc_key > ?", prefix, prefixEnd(prefix), after)
	rows, err := q.Order("doc_key").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list registry documents: %w", translate(err))
	}
	return keysOf(rows), nil
}

// prefixEnd is the least ASCII key above all keys that begin with prefix.
func prefixEnd(prefix string) string { return prefix + "\x7f" }

// Due gives the keys of documents whose due time (unix microseconds) is not 0 and at or before a time, earliest first.
func (r RegistryDocuments) Due(ctx context.Context, before int64, limit int) ([]string, error) {
	rows, err := rowsOf[documentRow](r.s.reads).Select("doc_key").Where("due > 0 AND due <= ?", before).
		Order("due, doc_key").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list due registry documents: %w", translate(err))
	}
	return keysOf(rows), nil
}

func keysOf(rows []documentRow) []string {
	keys := make([]string, len(rows))
	for i, row := range rows {
		keys[i] = row.DocKey
	}
	return keys
}

// NextDue is the earliest due time of all documents in unix microseconds, 0 = none.
func (r RegistryDocuments) NextDue(ctx context.Context) (int64, error) {
	var next sql.NullInt64
	// Not by Row: where the statement cannot be prepared, GORM gives a row whose Scan panics.
	if err := r.s.reads.WithContext(ctx).Raw("SELECT MIN(due) FROM registry_documents WHERE due > 0").Scan(&next).Error; err != nil {
		return 0, fmt.Errorf("next due registry document: %w", translate(err))
	}
	return next.Int64, nil
}

// Effects gives the log's entries with numbers above after, ascending. Numbers grow; they need not be dense.
func (r RegistryDocuments) Effects(ctx context.Context, after int64, limit int) ([]registryEffect, error) {
	rows, err := rowsOf[effectRow](r.s.reads).Where("seq > ?", after).Order("seq").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the registry's effect log: %w", translate(err))
	}
	entries := make([]registryEffect, len(rows))
	for i, row := range rows {
		entries[i] = registryEffect{Seq: row.Seq, Body: []byte(row.Body)}
	}
	return entries, nil
}
