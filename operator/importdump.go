package operator

import (
	"bufio"
	"strings"
)

// whmcsTable is WHMCS's table of domains.
const whmcsTable = "tbldomains"

// dump is a database dump on its way in.
type dump struct {
	sqlLexer
	columns []string // of the table, from CREATE TABLE
	found   bool     // the table is in the dump
	file    *importedFile

	within int // the comment with code that the statement began in, by number from 1; 0 = in none
}

// readDump reads the rows of tbldomains from a dump of any program. Other tables are passed over.
func readDump(in *bufio.Reader, f *importedFile) error {
	d := dump{sqlLexer: sqlLexer{in: in, line: 1}, file: f}
	for {
		t, err := d.next()
		if err != nil {
			return err
		}
		if t.kind == sqlEnd {
			break
		}
		if err := d.statement(t); err != nil {
			return err
		}
	}
	if !d.found {
		return invalid(PathFile, "the dump has no rows of %s", whmcsTable)
	}
	if d.begun && !d.ended {
		f.note("the dump does not end with \"Dump completed\": it may not be whole")
	}
	return nil
}

// statement reads one that begins with a token.
func (d *dump) statement(first sqlToken) error {
	if d.within = 0; d.inCode {
		d.within = d.codes + 1
	}
	switch {
	case first.is("DELIMITER"):
		return d.otherDelimiter()
	case first.is("CREATE"):
		return d.create()
	case first.is("INSERT"), first.is("REPLACE"):
		return d.insert(first)
	}
	d.unread(first)
	return d.skip()
}

// skip passes over the rest of a statement.
func (d *dump) skip() error {
	for {
		t, err := d.next()
		switch {
		case err != nil:
			return err
		case d.ends(t):
			return nil
		}
	}
}

// ends reports whether the statement ends before or with a token. One that began in a comment with code goes no further than that and
// such comments behind it: without a semicolon it would take the next statement with it.
func (d *dump) ends(t sqlToken) bool {
	if t.kind == sqlEnd || t.is(";") {
		return true
	}
	beyond := d.within > 0 && d.codes >= d.within && !d.inCode
	if beyond {
		d.unread(t)
	}
	return beyond
}

// otherDelimiter passes over triggers and procedures, whose statements have semicolons within.
func (d *dump) otherDelimiter() error {
	delimiter, err := d.skipLine()
	for err == nil && delimiter != ";" && delimiter != "" {
		var line string
		if line, err = d.skipLine(); err != nil {
			return err
		}
		if strings.Contains(strings.ToLower(line), whmcsTable) {
			d.file.note("line %d has %s within a procedure or another delimiter's statement: that was not read", d.line-1, whmcsTable)
		}
		if word, rest, _ := strings.Cut(line, " "); strings.EqualFold(word, "DELIMITER") {
			delimiter = strings.TrimSpace(rest)
		}
		if line == "" && d.peek() == 0 {
			break
		}
	}
	return err
}

// tableName reads a table's name, with its database's before it or not, and reports whether it is WHMCS's.
func (d *dump) tableName() (bool, error) {
	t, err := d.next()
	for err == nil && t.isName() {
		var dot sqlToken
		if dot, err = d.next(); err != nil {
			break
		}
		if !dot.is(".") {
			d.unread(dot)
			return strings.EqualFold(t.text, whmcsTable), nil
		}
		t, err = d.next()
	}
	if err == nil {
		d.unread(t)
	}
	return false, err
}

// words passes over keywords.
func (d *dump) words(words ...string) error {
	for {
		t, err := d.next()
		if err != nil {
			return err
		}
		known := false
		for _, w := range words {
			known = known || t.is(w)
		}
		if !known {
			d.unread(t)
			return nil
		}
	}
}

// create takes column names from CREATE TABLE, for INSERT statements that name none.
func (d *dump) create() error {
	t, err := d.next()
	if err == nil && t.is("TEMPORARY") {
		t, err = d.next()
	}
	if err != nil {
		return err
	}
	if !t.is("TABLE") {
		d.unread(t)
		return d.skip()
	}
	if err := d.words("IF", "NOT", "EXISTS"); err != nil {
		return err
	}
	ours, err := d.tableName()
	if err != nil || !ours {
		return unlessNil(err, func() error { return d.skip() })
	}
	d.columns = nil
	depth, begins := 0, false
	for {
		t, err := d.next()
		switch {
		case err != nil:
			return err
		case d.ends(t):
			return nil
		case t.is("("):
			depth++
			begins = depth == 1
		case t.is(")"):
			depth--
		case t.is(",") && depth == 1:
			begins = true
		default:
			if begins && t.isName() && !isKey(t) {
				d.columns = append(d.columns, t.text)
			}
			begins = false
		}
	}
}

// isKey reports whether a part of a table is no column.
func isKey(t sqlToken) bool {
	for _, word := range []string{"PRIMARY", "KEY", "INDEX", "UNIQUE", "FULLTEXT", "SPATIAL", "CONSTRAINT", "FOREIGN", "CHECK"} {
		if t.is(word) {
			return true
		}
	}
	return false
}

func unlessNil(err error, then func() error) error {
	if err != nil {
		return err
	}
	return then()
}

// insert reads the rows of an INSERT or REPLACE statement.
func (d *dump) insert(first sqlToken) error {
	if err := d.words("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "OR", "REPLACE", "INTO"); err != nil {
		return err
	}
	ours, err := d.tableName()
	if err != nil || !ours {
		return unlessNil(err, func() error { return d.skip() })
	}
	d.found, d.keep = true, true
	defer func() { d.keep = false }()
	columns := d.columns
	t, err := d.next()
	if err == nil && t.is("PARTITION") {
		if _, err = d.names(); err == nil {
			t, err = d.next()
		}
	}
	if err == nil && t.is("(") {
		d.unread(t)
		if columns, err = d.names(); err == nil {
			t, err = d.next()
		}
	}
	switch {
	case err != nil:
		return err
	case t.is("SET"):
		return d.set(first.line)
	case t.kind == sqlEnd:
		return d.notWhole(first.line)
	case !t.is("VALUES") && !t.is("VALUE"):
		return atLine(first.line, "an INSERT without VALUES")
	}
	header := headerOf(columns)
	if !header.has(colDomain) {
		return atLine(first.line, "it is not known which column of %s is which: dump it with its CREATE TABLE or with column names", whmcsTable)
	}
	return d.rows(first.line, header)
}

// names reads (a, b, c).
func (d *dump) names() ([]string, error) {
	var names []string
	for {
		t, err := d.next()
		switch {
		case err != nil:
			return nil, err
		case t.is(")"):
			return names, nil
		case t.is("("), t.is(","), t.is("."):
		case !t.isName():
			return nil, atLine(t.line, "%s stands among the names of columns", shown(t.text))
		default:
			names = append(names, t.text)
		}
	}
}

func (d *dump) notWhole(begins int) error {
	return atLine(begins, "the dump ends in the middle of a statement that begins here")
}
