package operator

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// importRow is one name in a file, as text.
type importRow struct {
	line   int // where it begins, 1 = the first
	has    importHeader
	values [importColumnCount]string
	broken string // why the row cannot be read; empty = it can
}

// importedFile is a file that was read to its end.
type importedFile struct {
	rows  []importRow
	notes []string // about the file as a whole
}

func (f *importedFile) note(format string, args ...any) {
	f.notes = append(f.notes, fmt.Sprintf(format, args...))
}

// A dump begins with a comment or a statement, or has a statement at the beginning of a line not far below.
var (
	dumpBegins    = regexp.MustCompile(`^\s*(--|/\*)`)
	dumpStatement = regexp.MustCompile("(?im)^\\s*(?:/\\*.*?\\*/\\s*)*(INSERT\\s+(LOW_PRIORITY\\s+|DELAYED\\s+|HIGH_PRIORITY\\s+)?(IGNORE\\s+)?INTO\\s|INSERT\\s+(IGNORE\\s+)?[`\"]?\\w+[`\"]?[\\s(.]|REPLACE\\s+(INTO\\s|[`\"])|" +
		"(CREATE|DROP|ALTER|TRUNCATE|LOCK)\\s+(TEMPORARY\\s+)?(TABLES?|DATABASE|SCHEMA)\\s|USE\\s+[`\"]?\\w+[`\"]?\\s*;|SET\\s+(@|NAMES\\s|SQL_|FOREIGN_|AUTOCOMMIT|TIME_ZONE)|START\\s+TRANSACTION|DELETE\\s+FROM\\s)")
)

// readImport reads every row of a CSV file or a database dump. An error refuses the whole file.
func readImport(file io.Reader) (*importedFile, error) {
	text, err := openText(file)
	if err != nil {
		return nil, err
	}
	head, err := text.Peek(peekBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if strings.TrimSpace(string(head)) == "" {
		return nil, invalid(PathFile, "the file is empty")
	}
	f := &importedFile{}
	if dumpBegins.Match(head) || dumpStatement.Match(head) {
		err = readDump(text.Reader, f)
	} else {
		err = readCSV(text, head, f)
	}
	if err != nil {
		return nil, err
	}
	if said := text.encoding(); said != "" {
		f.note("%s", said)
	}
	return f, nil
}

// readCSV reads a file with a line of column names, or a mere list of names.
func readCSV(text importText, head []byte, f *importedFile) error {
	r := csvReader{in: text.Reader, line: 1}
	separator, err := r.separatorLine()
	if err != nil {
		return err
	}
	if r.comma = separator; separator == 0 {
		r.comma = bestSeparator(head)
	}
	names, line, err := r.record()
	if err != nil {
		return unlessEnd(err, invalid(PathFile, "the file has no line of column names"))
	}
	header := headerOf(names)
	if !header.named() {
		if len(names) > 1 || !looksLikeName(names[0]) {
			return invalid(PathFile, "the file has no column \"domain\" (nor \"sld\" and \"tld\"); its first line has %s", shown(strings.Join(names, ", ")))
		}
		header = headerOf([]string{"domain"})
		f.rows = append(f.rows, header.row(line, names))
		f.note("the file has no line of column names: each line was taken for a name")
	}
	if len(header.unread) > 0 {
		f.note("columns that were not read: %s", clippedList(header.unread))
	}
	for {
		record, line, err := r.record()
		if err != nil {
			return unlessEnd(err, nil)
		}
		row := header.row(line, record)
		if len(record) > header.fields && strings.Join(record[header.fields:], "") != "" {
			row.broken = fmt.Sprintf("it has %d fields and the column names are %d; a field with a separator in it stands in quotes", len(record), header.fields)
		}
		if len(record) < header.fields && r.line > line+1 {
			row.broken = fmt.Sprintf("it runs to line %d and has %d fields for %d column names: a quote is open where none should be", r.line-1, len(record), header.fields)
		}
		f.rows = append(f.rows, row)
	}
}

// listMost is how many columns a note names.
const listMost = 30

func clippedList(words []string) string {
	if len(words) > listMost {
		words = append(words[:listMost:listMost], "…")
	}
	return strings.Join(words, ", ")
}

// unlessEnd is an error, or at the end of the file another.
func unlessEnd(err, end error) error {
	if errors.Is(err, io.EOF) {
		return end
	}
	return err
}

var separatorLine = regexp.MustCompile(`^"?(?i:sep)=(.)"?[ \t]*(\r\n|\r|\n)`)

// separatorLine reads Excel's first line "sep=;" if there is one, and gives the separator; 0 for none.
func (c *csvReader) separatorLine() (rune, error) {
	head, err := c.in.Peek(32)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	m := separatorLine.FindSubmatch(head)
	if m == nil {
		return 0, nil
	}
	c.line++
	_, err = c.in.Discard(len(m[0]))
	return []rune(string(m[1]))[0], err
}

// bestSeparator is the one by which the first line has the most columns that are understood.
func bestSeparator(head []byte) rune {
	best, most := ',', -1
	for _, comma := range ",;\t|" {
		r := newCSVText(string(head), comma)
		names, _, err := r.record()
		if err != nil {
			continue
		}
		header := headerOf(names)
		score := header.known() * 1000
		if header.named() {
			score += 1000000
		}
		if score += len(names); score > most {
			best, most = comma, score
		}
	}
	return best
}

// looksLikeName reports whether a list of names may begin with a text.
func looksLikeName(text string) bool {
	return strings.Contains(strings.Trim(text, "."), ".") && !strings.ContainsAny(text, " @/:,;|\t\"")
}
