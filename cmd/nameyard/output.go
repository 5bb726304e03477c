package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"nameyard/operator"
	"nameyard/reseller"
)

// output prints results: for people, or as JSON.
type output struct {
	w    io.Writer
	json bool
}

// print writes value as JSON, or lets human write it for people.
func (o output) print(value any, human func(w io.Writer)) error {
	w := printable{o.w}
	if !o.json {
		var lines strings.Builder
		human(&lines)
		_, err := io.WriteString(w, lines.String())
		return err
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("print the result: %w", err)
	}
	return nil
}

// printable writes text of whole characters with what is not printable escaped: names, words of registries and receivers, and whatever
// else comes from others must not steer the terminal.
type printable struct{ w io.Writer }

// Write writes the text and reports its whole length.
func (s printable) Write(text []byte) (int, error) {
	if _, err := io.WriteString(s.w, reseller.PrintableLines(string(text))); err != nil {
		return 0, err
	}
	return len(text), nil
}

// table prints values as JSON, or as a table with one row each.
func table[T any](o output, values []T, columns string, row func(T) []any) error {
	if values == nil {
		values = []T{}
	}
	return o.print(values, func(w io.Writer) {
		tabs := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(tabs, strings.ReplaceAll(columns, " ", "\t"))
		for _, v := range values {
			cells := make([]string, 0, 8)
			for _, cell := range row(v) {
				cells = append(cells, text(cell))
			}
			fmt.Fprintln(tabs, strings.Join(cells, "\t"))
		}
		tabs.Flush()
	})
}

// fields prints a value as JSON, or as one line per pair of label and content.
func fields(o output, value any, pairs ...any) error {
	return o.print(value, func(w io.Writer) {
		tabs := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for i := 0; i+1 < len(pairs); i += 2 {
			fmt.Fprintf(tabs, "%v\t%s\n", pairs[i], text(pairs[i+1]))
		}
		tabs.Flush()
	})
}

// text is a value in a table: "-" for what is not there.
func text(v any) string {
	s := ""
	switch v := v.(type) {
	case time.Time:
		s = moment(v)
	case *time.Time:
		if v != nil {
			s = moment(*v)
		}
	case *string:
		if v != nil {
			s = *v
		}
	case bool:
		s = map[bool]string{true: "yes", false: "no"}[v]
	case []string:
		s = strings.Join(v, " ")
	default:
		s = fmt.Sprint(v)
	}
	if s == "" {
		return "-"
	}
	return s
}

// moment is a time for people, empty for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}

// optional is a time for JSON: null for none.
func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// amount is minor units as a decimal: "150.50".
func amount(minor int64, currency string) string {
	return reseller.Money{Minor: minor, Currency: currency}.Decimal()
}

// optionalAmount is an amount that may be missing.
func optionalAmount(minor *int64, currency string) *string {
	if minor == nil {
		return nil
	}
	text := amount(*minor, currency)
	return &text
}

// orNone writes an amount that may be missing for people.
func orNone(amount *string, currency string) string {
	if amount == nil {
		return operator.NoLimit
	}
	return *amount + " " + currency
}

// say prints one sentence for people, or value as JSON.
func (o output) say(value any, format string, args ...any) error {
	return o.print(value, func(w io.Writer) { fmt.Fprintf(w, format+"\n", args...) })
}
