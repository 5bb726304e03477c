package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"nameyard/reseller"
)

// pageFlags choose a part of a list.
type pageFlags struct {
	Limit int   `env:"-" help:"How many at most (100; with --json all)."`
	After int64 `env:"-" placeholder:"ID" help:"Go on behind this one, the last of the page before."`
}

// timeFlags choose by time.
type timeFlags struct {
	Since instant `env:"-" placeholder:"TIME" help:"Only from then on: a date (2026-03-01) or a time (2026-03-01T12:00:00Z), UTC."`
	Until instant `env:"-" placeholder:"TIME" help:"Only until before then."`
}

func (f timeFlags) between() reseller.Between {
	return reseller.Between{Since: time.Time(f.Since), Until: time.Time(f.Until)}
}

// instant is a time as the command line takes it.
type instant time.Time

// UnmarshalText reads a date, which stands for its first instant in UTC, or a time by RFC 3339.
func (i *instant) UnmarshalText(text []byte) error {
	for _, form := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(form, string(text)); err == nil {
			*i = instant(t.UTC())
			return nil
		}
	}
	return fmt.Errorf("%q is no date such as 2026-03-01 and no time such as 2026-03-01T12:00:00Z", text)
}

// The sizes of pages: what people are shown at once, and what is read at once.
const (
	shownAtOnce = 100
	readAtOnce  = 500
)

// listing is a list that is read page by page, newest first, and how it is printed.
type listing[T any] struct {
	get     func(reseller.Page) ([]T, error)
	id      func(T) int64
	view    func(T) any // for JSON
	columns string
	row     func(T) []any
}

// print prints a part of the list: a table, or JSON that is written as it is read. A table that ends before the list says how to go on.
func (l listing[T]) print(p *program, part pageFlags) error {
	switch {
	case part.Limit < 0:
		return wrongUsage("--limit is %d, it must be 1 or more", part.Limit)
	case p.out.json:
		return l.stream(p.out.w, part)
	case part.Limit == 0:
		part.Limit = shownAtOnce
	}
	rows, err := l.get(reseller.Page{Before: part.After, Limit: part.Limit + 1})
	if err != nil {
		return err
	}
	more := len(rows) > part.Limit
	if more {
		rows = rows[:part.Limit]
	}
	if err := table(p.out, rows, l.columns, l.row); err != nil || !more {
		return err
	}
	_, err = fmt.Fprintf(safely{p.stderr}, "there are more: go on with --after %d, or raise --limit\n", l.id(rows[len(rows)-1]))
	return err
}

// stream writes a JSON list, page by page, so that a long one needs no memory.
func (l listing[T]) stream(w io.Writer, part pageFlags) error {
	before, left, first := part.After, part.Limit, true
	for {
		limit := readAtOnce
		if part.Limit > 0 {
			limit = min(limit, left)
		}
		rows, err := l.get(reseller.Page{Before: before, Limit: limit})
		if err != nil {
			return err
		}
		for _, r := range rows {
			before = l.id(r)
			left--
			if err := element(w, l.view(r), first); err != nil {
				return err
			}
			first = false
		}
		if len(rows) < limit || part.Limit > 0 && left == 0 {
			break
		}
	}
	end := "\n]\n"
	if first {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

// element writes one element of a JSON list, in the form of the lists that are printed whole.
func element(w io.Writer, v any, first bool) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("  ", "  ")
	if err := encoder.Encode(v); err != nil {
		return fmt.Errorf("print the result: %w", err)
	}
	before := ",\n  "
	if first {
		before = "[\n  "
	}
	_, err := io.WriteString(safely{w}, before+strings.TrimSuffix(text.String(), "\n"))
	return err
}
