package operator

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzImportedFile: whatever a file holds, reading it ends, and what it refuses can be shown on a terminal.
func FuzzImportedFile(f *testing.F) {
	for _, seed := range []string{
		"domain,x\na.com,\"5\" disk\n", "sep=;\ndomain;x\r\na;1\r", "\xff\xfed\x00", "\x1f\x8b\x08", "INSERT INTO tbldomains (id,domain) VALUES (0x31,'a\\'.com');",
		"CREATE TABLE `tbldomains` (`domain` text);\nREPLACE INTO `w`.`tbldomains` VALUES ('a.com') ON DUPLICATE KEY UPDATE x=1;", "DELIMITER ;;\nx;;\nDELIMITER ;\n", "/*!40000 x */;",
		"INSERT INTO tbldomains SET domain = X'61', x = CAST('1' AS DATE);", "a.com\nb.com",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		read, err := readImport(strings.NewReader(string(file)))
		if err != nil {
			if !utf8.ValidString(err.Error()) || strings.ContainsAny(err.Error(), "\x00\x1b\r") {
				t.Errorf("the error is %q", err)
			}
			return
		}
		for _, row := range read.rows {
			if row.line < 1 || strings.ContainsAny(plain(row.values[colDomain]), "\x00\x1b\n") {
				t.Errorf("row %+v", row)
			}
			for _, order := range []DateOrder{DateOrderUnknown, DayFirst, MonthFirst} {
				dateOf(row.values[colExpires], order)
			}
		}
	})
}

// cells are contents of a field that a careless reader trips over.
var cells = []string{
	"", "x", "5\" disk", "\"", "\"\"", "a,b", "a;b", "it's", "\\", "\\'", "line\nbreak", "end);", "(1,'x'),", "-- x", "/* x", "å", "räksmörgås", "NULL", "#", "`", "\t", "VALUES", "0",
}

// FuzzRowsAreNotLost makes CSV files and dumps with a known number of rows: as many come out, with the names that went in, or
// the file is refused.
func FuzzRowsAreNotLost(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(seed, uint8(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, form uint8) {
		random := rand.New(rand.NewPCG(seed, uint64(form)))
		var want []string
		records := make([][]string, random.IntN(20)+1)
		for n := range records {
			name := fmt.Sprintf("name%d.com", n)
			want = append(want, name)
			records[n] = []string{cells[random.IntN(len(cells))], name, cells[random.IntN(len(cells))]}
		}
		for what, file := range map[string]string{"CSV": madeCSV(random, records), "a dump": madeDump(random, records)} {
			read, err := readImport(strings.NewReader(file))
			if err != nil {
				t.Fatalf("%s: %v\n%q", what, err, file)
			}
			var got []string
			for n, row := range read.rows {
				got = append(got, row.values[colDomain])
				if given := strings.Trim(records[n][2], " \t\r\n"); given != "NULL" && row.values[colStatus] != given {
					t.Errorf("%s: a cell %q came out as %q\n%q", what, given, row.values[colStatus], file)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q came out of %q", what, got, file)
			}
		}
	})
}

// madeCSV writes RFC 4180 in one of its dialects.
func madeCSV(random *rand.Rand, records [][]string) string {
	comma, end := []string{",", ";", "\t"}[random.IntN(3)], []string{"\n", "\r\n", "\r"}[random.IntN(3)]
	file := []string{"", "\ufeff"}[random.IntN(2)] + strings.Join([]string{"note", "Domain Name", "status"}, comma) + end
	for _, record := range records {
		fields := make([]string, len(record))
		for i, cell := range record {
			if fields[i] = cell; strings.ContainsAny(cell, ",;\t\"\n") || random.IntN(3) == 0 {
				fields[i] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
		}
		file += strings.Join(fields, comma) + end
	}
	return file
}

// madeDump writes INSERT statements as one program or another does.
func madeDump(random *rand.Rand, records [][]string) string {
	verbs := []string{
		"INSERT INTO `tbldomains` VALUES ", "insert  into `tbldomains`(`note`,`domain`,`status`) values ", "REPLACE INTO tbldomains(note,domain,status) VALUES\n",
		"INSERT IGNORE INTO `whmcs`.`tbldomains` (`note`, `domain`, `status`) VALUES ", "INSERT INTO \"tbldomains\" (\"note\", \"domain\", \"status\") VALUES\n\t ",
	}
	verb := verbs[random.IntN(len(verbs))]
	file := "-- a dump; it's one\nCREATE TABLE `tbldomains` (`note` text, `domain` text, `status` text, KEY `x` (`domain`(10)));\n" +
		"INSERT INTO `other` VALUES ('tbldomains; ''x');\n"
	open := false
	for _, record := range records {
		values := make([]string, len(record))
		for i, cell := range record {
			switch random.IntN(4) {
			case 0:
				values[i] = fmt.Sprintf("0x%X", cell)
			case 1:
				values[i] = fmt.Sprintf("X'%x'", cell)
			default:
				values[i] = "'" + strings.NewReplacer("'", []string{"''", `\'`}[random.IntN(2)], `\`, `\\`, "\n", `\n`).Replace(cell) + "'"
			}
			if cell == "" {
				values[i] = []string{"''", "NULL"}[random.IntN(2)]
			}
		}
		file += map[bool]string{true: ",", false: verb}[open] + "(" + strings.Join(values, ",") + ")"
		if open = random.IntN(3) > 0; !open {
			file += ";\n"
		}
	}
	if open {
		file += ";\n"
	}
	return file
}
