package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"nameyard/reseller"
)

// pageFlags choose a part of a list.
type pageFlags struct {
	Limit *int  `env:"NAMEYARD_LIMIT" help:"How many at most (100; with --json all)."`
	After int64 `env:"NAMEYARD_LIST_AFTER" placeholder:"ID" help:"Go on behind this one, the last of the page before."`
}

// timeFlags choose by time.
type timeFlags struct {
	Since instant `env:"NAMEYARD_LIST_SINCE" placeholder:"TIME" help:"Only from then on: a date (2026-03-01) or a time (2026-03-01T12:00:00Z), UTC."`
	Until instant `env:"NAMEYARD_LIST_UNTIL" placeholder:"TIME" help:"Only until before then."`
}

func (f timeFlags) between() reseller.Between {
	return reseller.Between{Since: time.Time(f.Since), Until: time.Time(f.Until)}
}

// instant is a time as the command line takes it.
type instant time.Time

// UnmarshalText reads a date, which stands for its first instant in UTC, or a time by RFC 3339.
func (i *instant) UnmarshalText(text []byte) error {
	if t, ok := reseller.ParseDate(string(text)); ok {
		*i = instant(t)
		return nil
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
	limit := shownAtOnce
	switch {
	case part.Limit != nil && *part.Limit < 1:
		return wrongUsage("--limit is %d, it must be 1 or more", *part.Limit)
	case part.Limit != nil:
		limit = *part.Limit
	case p.out.json:
		limit = math.MaxInt
	}
	if p.out.json {
		return l.stream(p.out.w, part.After, limit)
	}
	rows, err := l.get(reseller.Page{Before: part.After, Limit: limit + 1})
	if err != nil {
		return err
	}
	more := len(rows) > limit
	if more {
		rows = rows[:limit]
	}
	if err := table(p.out, rows, l.columns, l.row); err != nil || !more {
		return err
	}
	_, err = fmt.Fprintf(printable{p.stderr}, "there are more: go on with --after %d, or raise --limit\n", l.id(rows[len(rows)-1]))
	return err
}

// stream writes a JSON list, page by page, so that a long one needs no memory.
func (l listing[T]) stream(w io.Writer, before int64, left int) error {
	first := true
	for left > 0 {
		rows, err := l.get(reseller.Page{Before: before, Limit: min(readAtOnce, left)})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := element(w, l.view(r), first); err != nil {
				return err
			}
			before, first = l.id(r), false
		}
		if len(rows) < readAtOnce {
			break
		}
		left -= len(rows)
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
	_, err := io.WriteString(printable{w}, before+strings.TrimSuffix(text.String(), "\n"))
	return err
}
