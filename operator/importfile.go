package operator

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
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

// peekBytes is how much of a file is looked at to see whether it is a dump.
const peekBytes = 64 << 10

// readImport calls use with every name of a CSV file or a database dump.
func readImport(file io.Reader, use func(importRow) error) error {
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
		return invalid(PathFile, "the file has no line of column names: %v", err)
	}
	if !hasColumn(columns, "domain") {
		return invalid(PathFile, "the file has no column \"domain\"; its first line has %s", strings.Join(columns, ", "))
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return invalid(PathFile, "the file cannot be read: %v", err)
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
