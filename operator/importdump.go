package operator

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// whmcsTable is WHMCS's table of domains.
const whmcsTable = "tbldomains"

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
				return invalid(PathFile, "the dump has no rows of %s", whmcsTable)
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
			return "", lines, invalid(PathFile, "a statement of the dump has more than %d bytes", statementMost)
		}
		if text, err = in.ReadString('\n'); err != nil && text == "" {
			return "", lines, invalid(PathFile, "the dump ends in the middle of a statement")
		}
		lines++
	}
}

// insert reads the rows of one INSERT statement.
func (d *dump) insert(line int, statement string, use func(importRow) error) error {
	at := strings.Index(strings.ToUpper(statement), "VALUES")
	if at < 0 {
		return invalid(PathFile, "line %d of the dump: an INSERT without VALUES", line)
	}
	columns := d.columns
	if _, list, named := strings.Cut(statement[:at], "("); named {
		columns = nil
		for c := range strings.SplitSeq(strings.TrimRight(strings.TrimSpace(list), ")"), ",") {
			columns = append(columns, strings.Trim(strings.TrimSpace(c), "`\""))
		}
	}
	if !hasColumn(columns, "domain") {
		return invalid(PathFile, "line %d of the dump: it is not known which column of %s is which: dump it with its CREATE TABLE or with column names", line, whmcsTable)
	}
	v := sqlValues{text: statement[at+len("VALUES"):]}
	for {
		record, err := v.row()
		if err != nil {
			return invalid(PathFile, "line %d of the dump: %v", line, err)
		}
		if record == nil {
			return nil
		}
		if err := use(rowOf(line, columns, record)); err != nil {
			return err
		}
	}
}
