package operator

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"nameyard/reseller"
)

// names are the names of a file with the line of each.
func names(f *importedFile) string {
	var all []string
	for _, r := range f.rows {
		name := r.values[colDomain]
		if r.broken != "" {
			name = "broken"
		}
		all = append(all, fmt.Sprintf("%d:%s", r.line, name))
	}
	return strings.Join(all, " ")
}

func gzipOf(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

func wide(t *testing.T, text string, order unicode.Endianness, bom unicode.BOMPolicy) string {
	t.Helper()
	s, err := unicode.UTF16(order, bom).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// mariaDBDump is what mariadb-dump --compact --no-create-info --complete-insert of MariaDB 10.11.19 writes.
const mariaDBDump = "/*M!999999\\- enable the sandbox mode */ \nINSERT INTO `tbldomains` (`id`, `domain`) VALUES (1,'a.com'),\n(2,'b.com');\n"

func TestFilesOfEveryFormGiveAllTheirNames(t *testing.T) {
	western, _ := charmap.Windows1252.NewEncoder().String("domain,note\nräksmörgås.com,x\n")
	const columns = "INSERT INTO tbldomains (id,domain) VALUES "
	const table = "CREATE TABLE `tbldomains` (\n  `id` int(10) NOT NULL COMMENT 'a, b',\n  `price` decimal(16,2),\n  `domain` text,\n  PRIMARY KEY (`id`)\n);\n"
	for what, c := range map[string]struct{ file, want string }{
		"line feeds":              {"domain,x\na.com,1\nb.com,2\n", "2:a.com 3:b.com"},
		"carriage returns":        {"domain,x\ra.com,1\rb.com,2", "2:a.com 3:b.com"},
		"both":                    {"domain,x\r\na.com,1\r\n\r\nb.com,2\r\n", "2:a.com 4:b.com"},
		"an inch sign":            {"domain,x\na.com,5\" disk\nb.com,2\n", "2:a.com 3:b.com"},
		"doubled quotes":          {"domain,x\na.com,\"5\"\" disk\nof two lines\"\nb.com,\"\"\n", "2:a.com 4:b.com"},
		"a separator's line":      {"sep=;\ndomain;x\na.com;1,5\n", "3:a.com"},
		"an odd separator's line": {"\ufeff\"sep=|\"\r\ndomain|x,y\r\na.com|1\r\n", "3:a.com"},
		"semicolons and commas":   {"Domain Name;Price, net\na.com;1,5\n", "2:a.com"},
		"tabs":                    {"x\tdomain\n1\ta.com\n", "2:a.com"},
		"a mark of byte order":    {"\ufeffdomain\na.com\n", "2:a.com"},
		"UTF-16 LE":               {wide(t, "domain\tx\r\nå.com\t1\r\n", unicode.LittleEndian, unicode.UseBOM), "2:å.com"},
		"UTF-16 BE":               {wide(t, "domain,x\r\nå.com,1\r\n", unicode.BigEndian, unicode.UseBOM), "2:å.com"},
		"UTF-16 without a mark":   {wide(t, "domain,x\r\na.com,1\r\n", unicode.LittleEndian, unicode.IgnoreBOM), "2:a.com"},
		"Windows-1252":            {western, "2:räksmörgås.com"},
		"gzip":                    {gzipOf("domain\na.com\n"), "2:a.com"},
		"sld and tld":             {"SLD,TLD\na,com\nb,.co.uk\n", "2:a.com 3:b.co.uk"},
		"Name.com":                {"domainName,expireDate,autorenewEnabled\na.com,2027-01-01,true\n", "2:a.com"},
		"no column names":         {"a.com\nb.com\n", "1:a.com 2:b.com"},
		"a name in two columns":   {"name,domain\nSmith,a.com\n", "2:a.com"},
		"too many fields":         {"domain,x\na.com,1,5\nb.com,2,\n", "2:broken 3:b.com"},
		"a quote over two rows":   {"domain,x,y\na.com,\"1,2\nb.com,1\"\nc.com,1,2\n", "2:broken 4:c.com"},
		"words of SQL in a cell":  {"domain,note\na.com,we insert into tables\n", "2:a.com"},

		"mysqldump":             {"-- MySQL dump\n" + table + "INSERT INTO `tbldomains` VALUES (1,9.99,'a.com'),\n(2,NULL,'b.com');\n-- Dump completed\n", "8:a.com 9:b.com"},
		"two databases":         {"USE `one`;\n" + table + "INSERT INTO `tbldomains` VALUES (1,1,'a.com');\nUSE `two`;\nCREATE TABLE `tbldomains` (`domain` text, `id` int);\nINSERT INTO `tbldomains` VALUES ('b.com',1);", "8:a.com 11:b.com"},
		"SQLyog":                {"/*\nSQLyog\n*/\n/*!40101 SET NAMES utf8 */;\ninsert  into `tbldomains`(`id`,`domain`) values (1,'a.com'),(2,'b.com');", "5:a.com 5:b.com"},
		"a database's name":     {"INSERT INTO `whmcs`.`tbldomains` (`domain`) VALUES ('a.com');", "1:a.com"},
		"blanks at the dot":     {"INSERT INTO whmcs . tbldomains(domain) VALUE ('a.com');", "1:a.com"},
		"no blank":              {"INSERT INTO tbldomains(id,domain)VALUES(1,'a.com');", "1:a.com"},
		"ANSI quotes":           {"INSERT INTO \"whmcs\".\"tbldomains\" (\"id\", \"domain\") VALUES (1, 'a.com');", "1:a.com"},
		"INSERT IGNORE":         {"INSERT IGNORE INTO tbldomains (domain) VALUES ('a.com');", "1:a.com"},
		"INSERT without INTO":   {"INSERT tbldomains (domain) VALUES ('a.com');", "1:a.com"},
		"REPLACE":               {"REPLACE INTO tbldomains (domain) VALUES ('a.com');", "1:a.com"},
		"INSERT … SET":          {"INSERT INTO tbldomains SET id = 1, domain = 'a.com';", "1:a.com"},
		"on duplicate":          {columns + "(1,'a.com') ON DUPLICATE KEY UPDATE id=VALUES(id);\n" + columns + "(2,'b.com');", "1:a.com 2:b.com"},
		"escapes":               {columns + `(1,'a.com'),('\'); it''s\\','b.com');`, "1:a.com 1:b.com"},
		"literals":              {columns + "(0x31,0x612E636F6D),(X'31',_binary 'b.com'),(b'1',_utf8mb4'c.com'),(-1.5e+3,'d.com');", "1:a.com 1:b.com 1:c.com 1:d.com"},
		"functions":             {columns + "(CAST('1' AS SIGNED),'a.com');", "1:a.com"},
		"comments":              {"# a dump; 'of\n-- it's\n/* ; */ " + columns + "/* ' */ (1,'a.com') -- '\n,(2,'b.com');", "3:a.com 4:b.com"},
		"code in comments":      {"/*!40000 ALTER TABLE x */;\n/*!50003 " + columns + "(1,'a.com') */;", "2:a.com"},
		"a sandbox of MariaDB":  {mariaDBDump, "2:a.com 3:b.com"},
		"code without its end":  {"/*!40101 SET NAMES utf8 */\n" + columns + "(1,'a.com');\n/*!50001 CREATE VIEW v AS SELECT 1 */\n" + columns + "(2,'b.com');", "2:a.com 4:b.com"},
		"code in several parts": {"/*!50003 CREATE */ /*!50017 DEFINER=`x` */ /*!50003 VIEW v */;\n" + columns + "(1,'a.com');", "2:a.com"},
		"triggers":              {"DELIMITER ;;\nCREATE TRIGGER t BEGIN x; 'y; END ;;\nDELIMITER ;\n" + columns + "(1,'a.com');", "4:a.com"},
		"other tables":          {"INSERT INTO tbldomainsadditionalfields VALUES (1,'x.com;');\nINSERT INTO x VALUES ('it''s');\n" + columns + "(1,'a.com');", "3:a.com"},
		"a dump of PowerShell":  {wide(t, columns+"(1,'å.com');\r\n", unicode.LittleEndian, unicode.UseBOM), "1:å.com"},
		"a packed dump":         {gzipOf(columns + "(1,'a.com');"), "1:a.com"},
		"carriage returns only": {"-- x\r" + columns + "(1,'a.com');\r", "2:a.com"},
	} {
		f, err := readImport(strings.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", what, err)
		} else if got := names(f); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
}

func TestFileThatIsBrokenIsRefusedWithItsLine(t *testing.T) {
	for file, words := range map[string]string{
		"domain,x\none.com,\"5\" disk\ntwo.com,1\n":  "line 2: after \"5\" and its closing quote stands \"d\"",
		"domain,x\na.com,1\nb.com,\"open\nc.com,1\n": "line 3: the quote that opens here does not close",
		"domain,x\na.com,\"5 disk\nb.com,6\" disk\n": "line 2: after",
		"":                             "the file is empty",
		"\x7fELF\x02\x01\x01\x00\x00":  `it begins with "\x7fELF`,
		"PK\x03\x04rest":               "save the sheet as CSV",
		"\x1f\x8bnonsense":             "cannot be unpacked",
		gzipOf("domain\na.com\n")[:20]: "cannot be unpacked",
		"a.com,2027-01-01\n":           `no column "domain"`,
		"na\x1b[31mme,x\n":             `na\x1b[31mme`,
		"INSERT INTO tbldomains (id,domain) VALUES (1,'a.com'":      "line 1: the dump ends in the middle",
		"INSERT INTO tbldomains (id,domain) VALUES (1,'a.com')":     "line 1: the dump ends in the middle",
		"-- x\nINSERT INTO tbldomains (domain) VALUES ('a.com":      "line 2: a string that begins here does not end",
		"-- x\nINSERT INTO tbldomains (domain) VALUES ('a.com',1);": "line 2: a row has 2 values for 1 columns",
		"/* x": "line 1: a comment that begins here does not end",
	} {
		_, err := readImport(strings.NewReader(file))
		if !reseller.IsKind(err, reseller.KindInvalid) || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %v, want %q", file, err, words)
		} else if strings.ContainsAny(err.Error(), "\x1b\x7f\x00") {
			t.Errorf("%q: the error has control characters: %q", file, err)
		}
	}
}

func TestReportSaysHowAFileWasRead(t *testing.T) {
	for file, words := range map[string]string{
		"domain,n\xf6te\na.com,1\n": "Windows-1252",
		"domain,x\nå.com,\xe5\n":    "UTF-8 with bytes in it that are not",
		"\xff\xfed\x00o\x00m\x00a\x00i\x00n\x00\n\x00a\x00.\x00c\x00o\x00m\x00": "UTF-16",
		"domain,Price,registered\na.com,1,\n":                                   "columns that were not read: Price",
		"a.com\n":                                                               "no line of column names",
		"DELIMITER $$\nINSERT INTO tbldomains (domain) VALUES ('b.com') $$\nDELIMITER ;\nINSERT INTO tbldomains (domain) VALUES ('a.com');\n": "line 2 has tbldomains within a procedure",
		"-- MySQL dump\nINSERT INTO tbldomains (domain) VALUES ('a.com');\n":                                                                  "may not be whole",
	} {
		f, err := readImport(strings.NewReader(file))
		if err != nil || !strings.Contains(strings.Join(f.notes, "; "), words) {
			t.Errorf("%q: %v, %v; want %q", file, f, err, words)
		}
	}
}

func TestDatesAreReadInEveryCommonForm(t *testing.T) {
	for _, text := range []string{
		"2026-11-20", "2026-11-20 00:00:00", "2026-11-20T00:00:00Z", "2026-11-20T00:00:00.000Z", "2026-11-19T23:00:00-01:00", "2026-11-20T01:00:00+0100",
		"2026-11-20 00:00:00 UTC", "2026-11-20 00:00", "2026/11/20", "20261120", "20.11.2026", "20/11/2026", "11/20/2026", "20-11-2026", "11/20/2026 12:30:00 AM",
		"20/11/2026 00:00", "Nov 20, 2026", "November 20th, 2026", "20 Nov 2026", "20-Nov-2026", "Fri, 20 Nov 2026 00:00:00 +0000", "Friday, November 20, 2026",
		"Fri Nov 20 00:00:00 2026", "2026-11-20 00:00:00.0", "1795132800", "1795132800000", " 2026-11-20 ",
	} {
		if d := dateOf(text, DateOrderUnknown); d.ambiguous || d.unknown || d.at.Format(time.DateOnly) != "2026-11-20" {
			t.Errorf("%q is %+v", text, d)
		}
	}
	for _, text := range []string{"", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "-", "N/A"} {
		if d := dateOf(text, DateOrderUnknown); d != (fileDate{}) {
			t.Errorf("%q is %+v, want none", text, d)
		}
	}
	for _, text := range []string{"soon", "2026-13-45", "46346", "31/02/2026", "20/11/26", "2026", "1/2/3/2026", "20/11/2026 at noon"} {
		if d := dateOf(text, DateOrderUnknown); !d.unknown {
			t.Errorf("%q is %+v, want unknown", text, d)
		}
	}
	if d := dateOf("03/04/2027", DateOrderUnknown); !d.ambiguous {
		t.Errorf("03/04/2027 is %+v", d)
	}
	for order, want := range map[DateOrder]string{DayFirst: "2027-04-03", MonthFirst: "2027-03-04"} {
		if d := dateOf("03/04/2027", order); d.at.Format(time.DateOnly) != want {
			t.Errorf("with %s: %+v", order, d)
		}
	}
}

func TestWordsForYesAndNoAreKnownOrSaid(t *testing.T) {
	for text, want := range map[string]tick{
		"On": tickYes, "Enabled": tickYes, "YES": tickYes, "1": tickYes, "ja": tickYes, "Off": tickNo, "Disabled": tickNo, "false": tickNo, "0": tickNo, "Nej": tickNo,
		"": tickNone, "perhaps": tickUnknown, "2": tickUnknown,
	} {
		if got := tickOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
