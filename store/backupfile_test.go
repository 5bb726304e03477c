package store_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/store/storetest"
	"nameyard/zone"
)

// backupEnd is the last line of a backup.
type backupEnd struct {
	Rows   map[string]int64 `json:"rows"`
	SHA256 string           `json:"sha256"`
}

// rewritten writes a copy of a backup whose lines were changed, and gives its path. The copy is a whole gzip file with the
// checksum that its lines have, unless edit sets another.
func rewritten(t *testing.T, path string, edit func(lines []string, end *backupEnd) []string) string {
	t.Helper()
	zipped := must[[]byte](t)(os.ReadFile(path))
	text := must[[]byte](t)(io.ReadAll(must[*gzip.Reader](t)(gzip.NewReader(bytes.NewReader(zipped)))))
	lines := strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
	last := len(lines) - 1
	var end backupEnd
	ok(t, json.Unmarshal([]byte(lines[last]), &end))
	end.SHA256 = ""
	body := strings.Join(edit(lines[:last], &end), "")
	if end.SHA256 == "" {
		sum := sha256.Sum256([]byte(body))
		end.SHA256 = hex.EncodeToString(sum[:])
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	_, err := io.WriteString(zip, body+string(must[[]byte](t)(json.Marshal(end)))+"\n")
	ok(t, errors.Join(err, zip.Close()))
	bad := filepath.Join(t.TempDir(), "bad.nyb")
	ok(t, os.WriteFile(bad, out.Bytes(), 0o600))
	return bad
}

// replaced puts a text in the place of another that stands in exactly one line.
func replaced(t *testing.T, lines []string, old, text string) []string {
	t.Helper()
	at := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, old) })
	if at < 0 {
		t.Fatalf("no line of the backup has %s", old)
	}
	lines[at] = strings.Replace(lines[at], old, text, 1)
	return lines
}

// gzip's own checksum holds for all of these files: it is the backup's that must notice.
func TestBackupThatWasChangedIsRefusedBeforeAnythingIsLost(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.account("a@example.com", 50_000)
		path, _ := h.backup()
		for what, c := range map[string]struct {
			says string
			edit func(lines []string, end *backupEnd) []string
		}{
			"another amount": {"its checksum is", func(lines []string, end *backupEnd) []string {
				end.SHA256 = strings.Repeat("0", 64)
				return replaced(t, lines, "50000", "90000")
			}},
			"a row too few": {"0 rows of accounts are there, 1 should be", func(lines []string, _ *backupEnd) []string {
				return slices.DeleteFunc(lines, func(line string) bool { // the audit log has a record of it, too
					return strings.Contains(line, "a@example.com") && strings.Contains(line, "Shop") && !strings.Contains(line, "account.")
				})
			}},
			"a table that is not counted": {"1 rows of accounts are there, 0 should be", func(lines []string, end *backupEnd) []string {
				delete(end.Rows, "accounts")
				return lines
			}},
			"a line that is none": {"a line cannot be read", func(lines []string, _ *backupEnd) []string {
				return append(lines, "hello\n")
			}},
			"a table without columns": {"a table's heading cannot be read", func(lines []string, _ *backupEnd) []string {
				return append(lines, `{"table":"accounts","columns":["id"],"kinds":[]}`+"\n")
			}},
			"a heading of another kind": {"it does not begin as a Nameyard backup does", func(lines []string, _ *backupEnd) []string {
				return replaced(t, lines, "nameyard-backup", "another-backup")
			}},
		} {
			bad := rewritten(t, path, c.edit)
			if err := h.restore(bad, true); !errors.Is(err, store.ErrBadBackup) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: the restore says %v", what, err)
			}
		}
		ok(t, h.CheckSchema(h.ctx))
		equal(t, "accounts", len(must[[]reseller.Account](t)(h.Accounts(h.ctx))), 1)
	})
}

func TestBackupInAFormatOfTheFutureNamesTheNameyardThatCanReadIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.account("a@example.com", 50_000)
		path, _ := h.backup()
		future := rewritten(t, path, func(lines []string, _ *backupEnd) []string {
			return replaced(t, replaced(t, lines, `"version":1`, `"version":2`), `"program":"test"`, `"program":"9.1"`)
		})
		err := h.restore(future, true)
		if err == nil || errors.Is(err, store.ErrBadBackup) || !strings.Contains(err.Error(), "format 2, written by Nameyard 9.1; this one knows formats up to 1") {
			t.Errorf("the restore says %v", err)
		}
		equal(t, "accounts", len(must[[]reseller.Account](t)(h.Accounts(h.ctx))), 1)
	})
}

// The file is whole to its checksums; only its rows are none that a Nameyard writes. They are noticed while they are being
// loaded, and the database refuses to work until a good backup was restored.
func TestRowThatNoNameyardWroteIsNotLoaded(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.account("a@example.com", 50_000)
		path, _ := h.backup()
		for what, c := range map[string]struct{ says, old, text string }{
			"a cell too many":         {"row 1 of balances cannot be read", `"SEK",50000,0`, `"SEK",50000,0,0`},
			"a number with a part":    {"row 1 of balances, column available", `"SEK",50000,0`, `"SEK",50000.5,0`},
			"a truth":                 {"column available: a bool cannot be", `"SEK",50000,0`, `"SEK",true,0`},
			"a time that is none":     {"row 1 of audit, column created_at", `"2026-03-01T12:00:00.123456Z"`, `"yesterday"`},
			"base64 that is none":     {"row 1 of accounts, column name", `"Shop"`, `{"base64":"?"}`},
			"a table of another kind": {"the backup has a table purses and the database has not", `{"table":"balances"`, `{"table":"purses"`},
			"a column of another":     {"the backup has a column purse in balances and the database has not", `"currency","available"`, `"currency","purse"`},
		} {
			bad := rewritten(t, path, func(lines []string, end *backupEnd) []string {
				if strings.Contains(c.text, "purses") {
					end.Rows["purses"] = end.Rows["balances"]
					delete(end.Rows, "balances")
				}
				return replaced(t, lines, c.old, c.text)
			})
			if err := h.restore(bad, true); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: the restore says %v", what, err)
			}
			if err := h.CheckSchema(h.ctx); !errors.Is(err, store.ErrHalfRestored) {
				t.Errorf("%s: the database says %v", what, err)
			}
		}
		ok(t, h.restore(path, true))
		h.booksFit()
	})
}

// auditDetail reads what the tests below have written.
const auditDetail = "SELECT detail FROM audit WHERE action = 'test'"

// Texts may have what JSON and lines give a meaning to, and columns of bytes anything.
func TestTextAndBytesComeBackToTheByte(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		request := reseller.KeyedRequest{AccountID: h.account("a@example.com", 0).ID, Key: "k", ParamsHash: "h", Holder: "one", LeaseEnd: noon, CreatedAt: noon}
		_, _, err := h.ClaimKey(h.ctx, request)
		ok(t, err)
		answer := "\x00\xff\n\""
		ok(t, h.AnswerKey(h.ctx, request, []byte(answer)))
		detail := "line\nline\r\ttab \"quoted\" \\ \x01\x1f\x7f <&> Åsa 日本 🐝\u2028"
		ok(t, h.RecordAudit(h.ctx, reseller.Operator, 0, "test", "object", detail))
		path, _ := h.backup()
		onEachFresh(t, func(t *testing.T, url string) {
			fresh := another(t, url, h.clock)
			ok(t, fresh.restore(path, false))
			equal(t, "the text", must[string](t)(fresh.Value(fresh.ctx, auditDetail)), detail)
			held, _, err := fresh.ClaimKey(fresh.ctx, request)
			ok(t, err)
			equal(t, "the bytes", string(held.Answer), answer)
		})
	})
}

// Only SQLite keeps such bytes in a text column, and what is in the books must be in their backup. MariaDB says that it cannot.
func TestTextThatIsNotUTF8ComesBackOnSQLiteAndIsRefusedByMariaDB(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.SQLitePath(t))
	detail := "before \xff\xfe\xc3 after"
	ok(t, h.RecordAudit(h.ctx, reseller.Operator, 0, "test", "object", detail))
	path, _ := h.backup()
	same := another(t, storetest.SQLitePath(t), h.clock)
	ok(t, same.restore(path, false))
	equal(t, "the text", must[string](t)(same.Value(same.ctx, auditDetail)), detail)
	equal(t, "as text", must[string](t)(same.Value(same.ctx, "SELECT typeof(detail) FROM audit WHERE action = 'test'")), "text")
	other := another(t, storetest.MariaDB(t), h.clock)
	if err := other.restore(path, false); err == nil || !strings.Contains(err.Error(), "write rows of audit") {
		t.Errorf("the restore into MariaDB says %v", err)
	}
}

// A row is longer than what is read at once.
func TestLongRowComesBackWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10_000), "long")
		var records []zone.Record
		for range 3000 {
			records = append(records, zone.Record{Hostname: "txt", Type: "TXT", Address: strings.Repeat("x", 200)})
		}
		ok(t, h.SaveZone(h.ctx, d.ID, zone.Save{Kind: zone.DNS, Records: records, By: reseller.Operator}))
		path, _ := h.backup()
		ok(t, h.restore(path, true))
		equal(t, "the records", slices.Equal(must[[]zone.Record](t)(h.Records(h.ctx, d.ID)), records), true)
	})
}
