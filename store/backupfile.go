package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
	"time"
	"unicode/utf8"
)

// A backup is gzip over lines of JSON: the heading; for each table its name and columns, then one array per row; at the end
// the number of rows of each table and the SHA-256 of all lines before. It is the same for both engines.

// backupFormat and backupVersion stand in the heading. A reader takes no version that is newer than its own.
const (
	backupFormat  = "nameyard-backup"
	backupVersion = 1
)

// BackupHeading is the first line of a backup.
type BackupHeading struct {
	Format     string    `json:"format"`
	Version    int       `json:"version"`
	Program    string    `json:"program"` // version of the Nameyard that wrote it
	Engine     string    `json:"engine"`
	Schema     int64     `json:"schema"`      // the newest migration
	MadeAt     time.Time `json:"made_at"`     // wall time; what was committed by then is in it
	BusinessAt time.Time `json:"business_at"` // the same in business time
}

// tableHeading begins a table.
type tableHeading struct {
	Table   string     `json:"table"`
	Columns []string   `json:"columns"`
	Kinds   []cellKind `json:"kinds"`
}

// backupEnd is the last line.
type backupEnd struct {
	Rows   map[string]int64 `json:"rows"`
	SHA256 string           `json:"sha256"`
}

// ErrBadBackup says that a file is no backup, or not a whole and undamaged one.
var ErrBadBackup = errors.New("not a whole backup")

// backupWriter writes a backup.
type backupWriter struct {
	zip   *gzip.Writer
	out   *bufio.Writer
	sum   hash.Hash
	line  []byte
	table string
	rows  map[string]int64
}

func newBackupWriter(w io.Writer) *backupWriter {
	zip, _ := gzip.NewWriterLevel(w, gzip.BestSpeed) // the level is a valid one
	b := &backupWriter{zip: zip, sum: sha256.New(), rows: map[string]int64{}}
	b.out = bufio.NewWriterSize(io.MultiWriter(zip, b.sum), 1<<16)
	return b
}

func (b *backupWriter) heading(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if t, ok := v.(tableHeading); ok {
		b.table, b.rows[t.Table] = t.Table, 0
	}
	_, err = b.out.Write(append(text, '\n'))
	return err
}

// row writes one row of the table that was begun last.
func (b *backupWriter) row(cells []cell) error {
	b.line = append(b.line[:0], '[')
	for i := range cells {
		if i > 0 {
			b.line = append(b.line, ',')
		}
		b.line = cells[i].appendJSON(b.line)
	}
	b.rows[b.table]++
	_, err := b.out.Write(append(b.line, ']', '\n'))
	return err
}

// close writes the end.
func (b *backupWriter) close() error {
	if err := b.out.Flush(); err != nil {
		return err
	}
	end, err := json.Marshal(backupEnd{b.rows, hex.EncodeToString(b.sum.Sum(nil))})
	if err != nil {
		return err
	}
	if _, err := b.zip.Write(append(end, '\n')); err != nil {
		return err
	}
	return b.zip.Close()
}

// cell is one value on its way out of the database (sql.Scanner).
type cell struct {
	kind   cellKind
	null   bool
	number int64
	text   []byte
	at     time.Time
}

// Scan takes what the driver gives.
func (c *cell) Scan(src any) error {
	c.null = src == nil
	switch v := src.(type) {
	case nil:
	case int64:
		c.number = v
	case bool:
		c.number = 0
		if v {
			c.number = 1
		}
	case time.Time:
		c.at = v.UTC()
	case []byte:
		return c.scanText(v)
	case string:
		return c.scanText([]byte(v))
	default:
		return fmt.Errorf("a column of kind %s holds a %T", c.kind, src)
	}
	return nil
}

func (c *cell) scanText(v []byte) (err error) {
	switch c.kind {
	case numberCell:
		c.number, err = strconv.ParseInt(string(v), 10, 64)
	case timeCell:
		err = fmt.Errorf("a time column holds the text %q", v)
	default:
		c.text = append(c.text[:0], v...)
	}
	return err
}

func (c *cell) appendJSON(to []byte) []byte {
	if c.null {
		return append(to, "null"...)
	}
	switch c.kind {
	case numberCell:
		return strconv.AppendInt(to, c.number, 10)
	case timeCell:
		return append(c.at.AppendFormat(append(to, '"'), time.RFC3339Nano), '"')
	case textCell:
		if utf8.Valid(c.text) {
			return appendText(to, c.text)
		}
	}
	to = append(to, `{"base64":"`...)
	return append(base64.StdEncoding.AppendEncode(to, c.text), `"}`...)
}

// appendText writes a JSON string.
func appendText(to, text []byte) []byte {
	to = append(to, '"')
	for _, b := range text {
		switch {
		case b == '"' || b == '\\':
			to = append(to, '\\', b)
		case b < 0x20:
			to = append(to, '\\', 'u', '0', '0', "0123456789abcdef"[b>>4], "0123456789abcdef"[b&15])
		default:
			to = append(to, b)
		}
	}
	return append(to, '"')
}

// backupReader reads a backup line by line.
type backupReader struct {
	zip  *gzip.Reader
	in   *bufio.Reader
	sum  hash.Hash
	long []byte
	end  *backupEnd
	rows map[string]int64

	Heading BackupHeading
	table   tableHeading
}

func newBackupReader(r io.Reader) (*backupReader, error) {
	zip, err := gzip.NewReader(bufio.NewReaderSize(r, 1<<16))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	b := &backupReader{zip: zip, in: bufio.NewReaderSize(zip, 1<<18), sum: sha256.New(), rows: map[string]int64{}}
	line, err := b.nextLine()
	if err != nil {
		return nil, err
	}
	if json.Unmarshal(line, &b.Heading) != nil || b.Heading.Format != backupFormat {
		return nil, fmt.Errorf("%w: it does not begin as a Nameyard backup does", ErrBadBackup)
	}
	if b.Heading.Version > backupVersion {
		return nil, fmt.Errorf("the backup has format %d, written by Nameyard %s; this one knows formats up to %d: use that Nameyard", b.Heading.Version, b.Heading.Program, backupVersion)
	}
	b.sum.Write(line)
	return b, nil
}

// nextLine gives the next line with its end, valid until the next call.
func (b *backupReader) nextLine() ([]byte, error) {
	line, err := b.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		b.long = append(b.long[:0], line...)
		for errors.Is(err, bufio.ErrBufferFull) {
			line, err = b.in.ReadSlice('\n')
			b.long = append(b.long, line...)
		}
		line = b.long
	}
	if err != nil {
		return nil, fmt.Errorf("%w: it ends too early or is damaged: %w", ErrBadBackup, err)
	}
	return line, nil
}

// next gives the next row's values, or io.EOF after a whole and undamaged backup. b.table is the table of the row.
func (b *backupReader) next() ([]any, error) {
	for {
		line, err := b.nextLine()
		if err != nil {
			return nil, err
		}
		row, err := b.skim(line)
		if err != nil {
			return nil, err
		}
		if row {
			return b.values(line)
		}
	}
}

// skim takes note of a line and reports whether it is a row; io.EOF after a good last line.
func (b *backupReader) skim(line []byte) (row bool, err error) {
	switch {
	case line[0] == '[':
		b.sum.Write(line)
		b.rows[b.table.Table]++
		return true, nil
	case bytes.HasPrefix(line, []byte(`{"table":`)):
		b.sum.Write(line)
		b.table = tableHeading{}
		if err := json.Unmarshal(line, &b.table); err != nil || len(b.table.Columns) != len(b.table.Kinds) {
			return false, fmt.Errorf("%w: a table's heading cannot be read", ErrBadBackup)
		}
		b.rows[b.table.Table] = 0
		return false, nil
	}
	return false, b.finish(line)
}

// finish holds what was read against the last line.
func (b *backupReader) finish(line []byte) error {
	var end backupEnd
	if err := json.Unmarshal(line, &end); err != nil || end.SHA256 == "" {
		return fmt.Errorf("%w: a line cannot be read", ErrBadBackup)
	}
	if sum := hex.EncodeToString(b.sum.Sum(nil)); sum != end.SHA256 {
		return fmt.Errorf("%w: its checksum is %s and should be %s", ErrBadBackup, sum, end.SHA256)
	}
	for _, tables := range []map[string]int64{end.Rows, b.rows} {
		for table := range tables {
			if b.rows[table] != end.Rows[table] {
				return fmt.Errorf("%w: %d rows of %s are there, %d should be", ErrBadBackup, b.rows[table], table, end.Rows[table])
			}
		}
	}
	if _, err := b.in.ReadByte(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: something follows its end", ErrBadBackup)
	}
	b.end = &end
	return io.EOF
}

// values reads a row: nil, int64, string, time.Time or []byte.
func (b *backupReader) values(line []byte) ([]any, error) {
	var raw []any
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&raw); err != nil || len(raw) != len(b.table.Kinds) {
		return nil, fmt.Errorf("%w: row %d of %s cannot be read", ErrBadBackup, b.rows[b.table.Table], b.table.Table)
	}
	for i, v := range raw {
		value, err := valueOf(v, b.table.Kinds[i])
		if err != nil {
			return nil, fmt.Errorf("%w: row %d of %s, column %s: %w", ErrBadBackup, b.rows[b.table.Table], b.table.Table, b.table.Columns[i], err)
		}
		raw[i] = value
	}
	return raw, nil
}

func valueOf(v any, kind cellKind) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case json.Number:
		return v.Int64()
	case string:
		if kind == timeCell {
			return time.Parse(time.RFC3339Nano, v)
		}
		return v, nil
	case map[string]any:
		text, _ := v["base64"].(string)
		bytes, err := base64.StdEncoding.DecodeString(text)
		if kind == textCell {
			return string(bytes), err
		}
		return bytes, err
	}
	return nil, fmt.Errorf("a %T cannot be", v)
}
