package operator

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode"
)

// fieldMost bounds one field of a CSV file and one value of a dump, in bytes.
const fieldMost = 1 << 20

// csvReader reads RFC 4180 and its dialects: any line ends, any separator. A quote within a field that does not begin with
// one stands for itself; everything else that breaks the form is an error with its line, so no row is swallowed.
type csvReader struct {
	in    *bufio.Reader
	comma rune
	line  int // of the next character, 1 = the first
}

// record gives the next record that is not blank and the line on which it begins; io.EOF after the last.
func (c *csvReader) record() (fields []string, line int, err error) {
	for {
		if line, err = c.start(); err != nil {
			return nil, 0, err
		}
		fields = nil
		for end := false; !end; {
			var field string
			if field, end, err = c.field(); err != nil {
				return nil, 0, err
			}
			fields = append(fields, field)
		}
		if strings.Join(fields, "") != "" {
			return fields, line, nil
		}
	}
}

func (c *csvReader) start() (int, error) {
	_, err := c.peek()
	return c.line, err
}

func (c *csvReader) peek() (rune, error) {
	r, _, err := c.in.ReadRune()
	if err != nil {
		return 0, err
	}
	return r, c.in.UnreadRune()
}

// next reads a character; every line end is one '\n'.
func (c *csvReader) next() (rune, error) {
	r, _, err := c.in.ReadRune()
	if err != nil {
		return 0, err
	}
	if r == '\r' {
		if after, err := c.peek(); err == nil && after == '\n' {
			_, _, _ = c.in.ReadRune()
		}
		r = '\n'
	}
	if r == '\n' {
		c.line++
	}
	return r, nil
}

// field reads a field and what ends it; end says that the record ends with it.
func (c *csvReader) field() (text string, end bool, err error) {
	var s strings.Builder
	for first := true; ; first = false {
		r, err := c.next()
		switch {
		case errors.Is(err, io.EOF) || err == nil && r == '\n':
			return strings.TrimSpace(s.String()), true, nil
		case err != nil:
			return "", false, err
		case r == c.comma:
			return strings.TrimSpace(s.String()), false, nil
		case first && r == '"':
			return c.quoted()
		}
		if s.WriteRune(r); s.Len() > fieldMost {
			return "", false, atLine(c.line, "a field has more than %d bytes", fieldMost)
		}
	}
}

// quoted reads on behind an opening quote.
func (c *csvReader) quoted() (text string, end bool, err error) {
	var s strings.Builder
	begins := c.line
	for {
		r, err := c.next()
		if errors.Is(err, io.EOF) {
			return "", false, atLine(begins, "the quote that opens here does not close: %s", shown(s.String()))
		}
		if err != nil {
			return "", false, err
		}
		if r == '"' {
			after, err := c.peek()
			if err != nil || after != '"' {
				return c.closed(begins, s.String())
			}
			_, _, _ = c.in.ReadRune()
		}
		if s.WriteRune(r); s.Len() > fieldMost {
			return "", false, atLine(begins, "the quote that opens here does not close within %d bytes", fieldMost)
		}
	}
}

// closed reads what follows a closing quote: blanks, and then a separator or the end of the record.
func (c *csvReader) closed(begins int, text string) (string, bool, error) {
	for {
		r, err := c.next()
		switch {
		case errors.Is(err, io.EOF) || err == nil && r == '\n':
			return strings.TrimSpace(text), true, nil
		case err != nil:
			return "", false, err
		case r == c.comma:
			return strings.TrimSpace(text), false, nil
		case !unicode.IsSpace(r):
			return "", false, atLine(begins, "after %s and its closing quote stands %s; a quote within a field is written twice", shown(text), shown(string(r)))
		}
	}
}

func newCSVText(text string, comma rune) *csvReader {
	return &csvReader{in: bufio.NewReader(strings.NewReader(text)), comma: comma, line: 1}
}
