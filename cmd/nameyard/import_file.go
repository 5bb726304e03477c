package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// importRow is one name in a file, as text.
type importRow struct {
	line   int // where it begins, 1 = the first
	values map[string]string
}

// importColumns maps what files call their columns to what they mean here. WHMCS's own names are among them.
var importColumns = map[string]string{
	"domain": "domain", "name": "domain", "domain name": "domain",
	"account": "account", "email": "account", "reseller": "account",
	"auto_renew": "auto_renew", "autorenew": "auto_renew", "auto renew": "auto_renew", "donotrenew": "do_not_renew",
	"expires": "expires", "expirydate": "expires", "expiry date": "expires", "expiry": "expires",
	"status": "status", "state": "status", "registrar": "registrar",
	"dns_management": "dns_management", "dnsmanagement": "dns_management",
	"email_forwarding": "email_forwarding", "emailforwarding": "email_forwarding",
}

// whmcsTable is WHMCS's table of domains.
const whmcsTable = "tbldomains"

// peekBytes is how much of a file tells whether it is a dump.
const peekBytes = 64 << 10

// readImport calls use with every name of a CSV file or a database dump.
func readImport(path string, use func(importRow) error) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	in := bufio.NewReaderSize(file, peekBytes)
	head, err := in.Peek(peekBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	text := strings.ToUpper(string(head))
	if strings.Contains(text, "INSERT INTO") || strings.Contains(text, "CREATE TABLE") || strings.HasPrefix(text, "-- ") || strings.HasPrefix(text, "/*!") {
		return readDump(in, use)
	}
	return readCSV(in, head, use)
}

// readCSV reads a file with a line of column names; between columns stands a comma, a semicolon or a tab.
func readCSV(in *bufio.Reader, head []byte, use func(importRow) error) error {
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		if _, err := in.Discard(len("\ufeff")); err != nil {
			return err
		}
	}
	first, _, _ := bytes.Cut(head, []byte("\n"))
	r := csv.NewReader(in)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	for _, comma := range []rune{';', '\t'} {
		if bytes.ContainsRune(first, comma) && !bytes.ContainsRune(first, ',') {
			r.Comma = comma
		}
	}
	columns, err := r.Read()
	if err != nil {
		return wrongUsage("the file has no line of column names: %v", err)
	}
	if !hasColumn(columns, "domain") {
		return wrongUsage("the file has no column \"domain\"; its first line has %s", strings.Join(columns, ", "))
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return wrongUsage("the file cannot be read: %v", err)
		}
		line, _ := r.FieldPos(0)
		if err := use(rowOf(line, columns, record)); err != nil {
			return err
		}
	}
}

func hasColumn(columns []string, want string) bool {
	for _, c := range columns {
		if importColumns[strings.ToLower(strings.TrimSpace(c))] == want {
			return true
		}
	}
	return false
}

func rowOf(line int, columns, record []string) importRow {
	row := importRow{line, map[string]string{}}
	for i, c := range columns {
		if meaning := importColumns[strings.ToLower(strings.TrimSpace(c))]; meaning != "" && i < len(record) {
			row.values[meaning] = strings.TrimSpace(record[i])
		}
	}
	return row
}

// dump is a database dump on its way in: the columns of WHMCS's table, and the statement that is being read.
type dump struct {
	columns  []string
	creating bool
}

// readDump reads the rows of tbldomains from a dump of mysqldump, phpMyAdmin or the like. Other tables are passed over.
func readDump(in *bufio.Reader, use func(importRow) error) error {
	var d dump
	found := false
	for line := 1; ; line++ {
		text, err := in.ReadString('\n')
		if err != nil && (!errors.Is(err, io.EOF) || text == "") {
			if errors.Is(err, io.EOF) && found {
				return nil
			}
			if errors.Is(err, io.EOF) {
				return wrongUsage("the dump has no rows of %s", whmcsTable)
			}
			return err
		}
		d.create(text)
		if !startsInsert(text) {
			continue
		}
		found = true
		begins := line
		statement, lines, err := wholeStatement(in, text)
		if err != nil {
			return err
		}
		line += lines
		if err := d.insert(begins, statement, use); err != nil {
			return err
		}
	}
}

// create takes column names from CREATE TABLE, for dumps whose INSERT statements name none.
func (d *dump) create(text string) {
	trimmed := strings.TrimSpace(text)
	switch {
	case isStatement(trimmed, "CREATE TABLE"):
		d.creating, d.columns = true, nil
	case d.creating && strings.HasPrefix(trimmed, "`"):
		name, _, _ := strings.Cut(trimmed[1:], "`")
		d.columns = append(d.columns, name)
	case d.creating && strings.HasPrefix(trimmed, ")"):
		d.creating = false
	}
}

func startsInsert(text string) bool { return isStatement(strings.TrimSpace(text), "INSERT INTO") }

// isStatement reports whether a line begins a statement about WHMCS's table.
func isStatement(text, verb string) bool {
	if len(text) < len(verb) || !strings.EqualFold(text[:len(verb)], verb) {
		return false
	}
	rest := strings.TrimSpace(text[len(verb):])
	if after, cut := strings.CutPrefix(rest, "IF NOT EXISTS"); cut {
		rest = strings.TrimSpace(after)
	}
	name, _, _ := strings.Cut(strings.TrimLeft(rest, "`\""), " ")
	return strings.EqualFold(strings.Trim(name, "`\"("), whmcsTable)
}

// statementMost bounds one statement of a dump.
const statementMost = 256 << 20

// wholeStatement reads on to the semicolon that ends a statement, and tells how many more lines that took.
func wholeStatement(in *bufio.Reader, text string) (statement string, lines int, err error) {
	var all strings.Builder
	quoted, escaped := byte(0), false
	for {
		for i := range len(text) {
			c := text[i]
			switch {
			case escaped:
				escaped = false
			case quoted != 0 && c == '\\':
				escaped = true
			case quoted != 0 && c == quoted:
				quoted = 0
			case quoted == 0 && (c == '\'' || c == '"'):
				quoted = c
			case quoted == 0 && c == ';':
				all.WriteString(text[:i])
				return all.String(), lines, nil
			}
		}
		all.WriteString(text)
		if all.Len() > statementMost {
			return "", lines, wrongUsage("a statement of the dump has more than %d bytes", statementMost)
		}
		if text, err = in.ReadString('\n'); err != nil && text == "" {
			return "", lines, wrongUsage("the dump ends in the middle of a statement")
		}
		lines++
	}
}

// insert reads the rows of one INSERT statement.
func (d *dump) insert(line int, statement string, use func(importRow) error) error {
	at := strings.Index(strings.ToUpper(statement), "VALUES")
	if at < 0 {
		return wrongUsage("line %d of the dump: an INSERT without VALUES", line)
	}
	columns := d.columns
	if _, list, named := strings.Cut(statement[:at], "("); named {
		columns = nil
		for c := range strings.SplitSeq(strings.TrimRight(strings.TrimSpace(list), ")"), ",") {
			columns = append(columns, strings.Trim(strings.TrimSpace(c), "`\""))
		}
	}
	if !hasColumn(columns, "domain") {
		return wrongUsage("line %d of the dump: it is not known which column of %s is which: dump it with its CREATE TABLE or with column names", line, whmcsTable)
	}
	v := sqlValues{text: statement[at+len("VALUES"):]}
	for {
		record, err := v.row()
		if err != nil {
			return wrongUsage("line %d of the dump: %v", line, err)
		}
		if record == nil {
			return nil
		}
		if err := use(rowOf(line, columns, record)); err != nil {
			return err
		}
	}
}

// sqlValues reads (…), (…) of an INSERT statement.
type sqlValues struct {
	text string
	at   int
}

// row gives the values of the next row, nil at the end.
func (v *sqlValues) row() ([]string, error) {
	v.blank()
	if v.at < len(v.text) && v.text[v.at] == ',' {
		v.at++
		v.blank()
	}
	if v.at >= len(v.text) {
		return nil, nil
	}
	if v.text[v.at] != '(' {
		return nil, fmt.Errorf("a row does not begin with a bracket but with %q", v.text[v.at])
	}
	v.at++
	record := []string{}
	for {
		value, err := v.value()
		if err != nil {
			return nil, err
		}
		record = append(record, value)
		v.blank()
		if v.at >= len(v.text) {
			return nil, errors.New("a row does not end")
		}
		v.at++
		switch v.text[v.at-1] {
		case ',':
		case ')':
			return record, nil
		default:
			return nil, fmt.Errorf("%q stands between two values", v.text[v.at-1])
		}
	}
}

func (v *sqlValues) blank() {
	for v.at < len(v.text) && strings.IndexByte(" \t\r\n", v.text[v.at]) >= 0 {
		v.at++
	}
}

// sqlEscapes are MySQL's escapes within a string; any other character stands for itself.
var sqlEscapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', '0': 0, 'b': '\b', 'Z': 26}

// value reads a string, a number or NULL, which is empty here.
func (v *sqlValues) value() (string, error) {
	v.blank()
	if v.at < len(v.text) && v.text[v.at] != '\'' {
		end := strings.IndexAny(v.text[v.at:], ",)")
		if end < 0 {
			return "", errors.New("a row does not end")
		}
		word := strings.TrimSpace(v.text[v.at : v.at+end])
		v.at += end
		if strings.EqualFold(word, "NULL") {
			word = ""
		}
		return word, nil
	}
	var s []byte
	for v.at++; v.at < len(v.text); v.at++ {
		c := v.text[v.at]
		switch {
		case c == '\\' && v.at+1 < len(v.text):
			v.at++
			c = v.text[v.at]
			if plain, known := sqlEscapes[c]; known {
				c = plain
			}
		case c == '\'' && v.at+1 < len(v.text) && v.text[v.at+1] == '\'':
			v.at++
		case c == '\'':
			v.at++
			return string(s), nil
		}
		s = append(s, c)
	}
	return "", errors.New("a string does not end")
}
