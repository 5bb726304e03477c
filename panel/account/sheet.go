package account

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"

	"nameyard/actions"
	"nameyard/panel/visit"
)

// sheet is a list as a file: all that a search finds, written page by page, so that as many rows as there are take no more memory than a page.
type sheet[T any] struct {
	name    string // of the file, without the day and its ending
	columns []string
	cells   func(T) []string
	each    func(do func(T) error) error
}

// download gives a sheet as CSV, or as JSON where the query wants it so.
func (s sheet[T]) download(v *visit.Visit) visit.Answer {
	f := visit.File{Name: s.name + "-" + v.Now.Format("2006-01-02") + ".csv", Type: "text/csv; charset=utf-8", Write: s.writeCSV}
	if v.Query.Get("as") == "json" {
		f.Name, f.Type, f.Write = strings.Replace(f.Name, ".csv", ".json", 1), "application/json", s.writeJSON
	}
	return visit.Download(f)
}

// writeCSV writes a line for each row, below one with the columns.
func (s sheet[T]) writeCSV(w http.ResponseWriter) error {
	rows := csv.NewWriter(w)
	if err := rows.Write(s.columns); err != nil {
		return err
	}
	err := s.each(func(row T) error {
		cells := s.cells(row)
		for i, c := range cells {
			cells[i] = plainCell(c)
		}
		return rows.Write(cells)
	})
	rows.Flush()
	if err == nil {
		err = rows.Error()
	}
	return err
}

// plainCell is a text that no program for tables takes for a formula (OWASP, CSV injection): one that begins like one has an apostrophe before it. Numbers stay.
func plainCell(text string) string {
	if text == "" || !strings.ContainsRune("=+-@\t\r\n", rune(text[0])) || isNumber(text) {
		return text
	}
	return "'" + text
}

// isNumber reports whether a text is an amount: a sign, digits and a point.
func isNumber(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return digits != "" && strings.Trim(digits, "0123456789.") == ""
}

// writeJSON writes an array of all rows.
func (s sheet[T]) writeJSON(w http.ResponseWriter) error {
	before := "[\n"
	err := s.each(func(row T) error {
		line, err := json.Marshal(row)
		if err != nil {
			return err
		}
		_, err = w.Write(append([]byte(before), line...))
		before = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	end := "\n]\n"
	if before == "[\n" {
		end = "[]\n"
	}
	_, err = w.Write([]byte(end))
	return err
}

// eachOf reads a list page after page, and does something with each of its rows.
func eachOf[T any](ctx context.Context, page *actions.Page, read func(context.Context) (actions.Paged[T], error), do func(T) error) error {
	for {
		found, err := read(ctx)
		if err != nil {
			return err
		}
		for _, row := range found.Rows {
			if err := do(row); err != nil {
				return err
			}
		}
		if page.After = found.Next; found.Next == 0 {
			return nil
		}
	}
}
