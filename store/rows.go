package store

import (
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"nameyard/reseller"
)

// Columns that hold a value or NULL. Zero values of reseller types mean "not there", so they map to NULL.

func nullTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = micro(t)
	return &t
}

func zeroTime(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// micro is a time as both engines keep it: UTC, microseconds.
func micro(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func nullText(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func zeroText(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func nullID(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

func zeroID(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}

// clip keeps a text within a column's width in characters.
func clip(s string, width int) string {
	if r := []rune(s); len(r) > width {
		return string(r[:width-1]) + "…"
	}
	return s
}

// fits refuses a text that a column of that many characters would not keep as it is. MySQL would refuse it with an error
// of its own, SQLite would take it.
func fits(field reseller.Path, text string, width int) error {
	switch {
	case !utf8.ValidString(text):
		return reseller.Invalid(field, "%s is not UTF-8 text", field)
	case utf8.RuneCountInString(text) > width:
		return reseller.Invalid(field, "%s has %d characters and may have %d", field, utf8.RuneCountInString(text), width)
	}
	return nil
}

// pack writes a value as a JSON document for a column.
func pack(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		// Only values of our own types come here; they all marshal.
		return "null"
	}
	return string(b)
}

// unpack reads a JSON column. what names it in the error.
func unpack[T any](body, what string) (T, error) {
	var v T
	if body == "" {
		return v, nil
	}
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		return v, fmt.Errorf("stored %s is damaged: %w", what, err)
	}
	return v, nil
}
