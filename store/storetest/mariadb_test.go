//go:build unix

package storetest

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql"
)

// holdRole makes this test binary start its server, print the server's process
// id and wait to be killed.
const holdRole = "STORETEST_HOLD"

func TestMain(m *testing.M) {
	if os.Getenv(holdRole) != "" {
		hold()
	}
	os.Exit(Run(m))
}

func hold() {
	shared.underRun = true
	server, err := shared.get(nil)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(server.PID())
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func TestFreshDatabaseIsEmptyAndComparesBytes(t *testing.T) {
	t.Parallel()
	db := open(t, MariaDB(t))
	expect(t, db, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()", "0")
	expect(t, db, "SELECT @@character_set_database", "utf8mb4")
	expect(t, db, "SELECT @@collation_database", "utf8mb4_bin")
	expect(t, db, "SELECT @@innodb_flush_log_at_trx_commit", "1")
}

func TestTwoDatabasesDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	one, two := MariaDB(t), MariaDB(t)
	for _, url := range []string{one, two} {
		mustExec(t, open(t, url), "CREATE TABLE domains (id BIGINT PRIMARY KEY)")
	}
	mustExec(t, open(t, one), "INSERT INTO domains VALUES (1)")
	expect(t, open(t, one), "SELECT COUNT(*) FROM domains", "1")
	expect(t, open(t, two), "SELECT COUNT(*) FROM domains", "0")
}

func TestDatabaseIsDroppedWhenItsTestEnds(t *testing.T) {
	t.Parallel()
	needServer(t)
	var url string
	t.Run("a test with a table", func(t *testing.T) {
		url = MariaDB(t)
		mustExec(t, open(t, url), "CREATE TABLE domains (id BIGINT PRIMARY KEY)")
	})
	err := open(t, url).Ping()
	if err == nil || !strings.Contains(err.Error(), "1049") {
		t.Errorf("ping of the dropped database: %v, want error 1049 (unknown database)", err)
	}
}

func TestKilledTestBinaryLeavesNoServerAndTheNextRemovesItsFolder(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: only Linux ties the server's life to the test binary")
	}
	t.Parallel()
	needServer(t)
	temp := t.TempDir()
	child := childBinary(t, "TMPDIR="+temp, holdRole+"=1")
	stdin, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stdin.Close() }()
	stdout, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(stdout).ReadString('\n')
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatalf("child said %q", line)
	}
	if err := syscall.Kill(pid, 0); err != nil {
		t.Fatalf("server %d does not run: %v", pid, err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	expectGone(t, pid)

	expectEntries(t, temp, 1)
	dir, release, err := claimFolder(temp)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	entries := expectEntries(t, temp, 1)
	if entries[0].Name() != filepath.Base(dir) {
		t.Errorf("%s is still there", entries[0].Name())
	}
}

func TestBinariesStartedTogetherShareOneTemplateAndLeaveNothing(t *testing.T) {
	t.Parallel()
	needServer(t)
	temp, cache := t.TempDir(), t.TempDir()
	var children [3]*exec.Cmd
	var said [3]strings.Builder
	for i := range children {
		children[i] = childBinary(t, "TMPDIR="+temp, "XDG_CACHE_HOME="+cache)
		children[i].Args = append(children[i].Args, "-test.v", "-test.run=^TestTwoDatabasesDoNotSeeEachOther$")
		children[i].Stdout, children[i].Stderr = &said[i], &said[i]
		if err := children[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	for i := range children {
		if err := children[i].Wait(); err != nil || !strings.Contains(said[i].String(), "--- PASS") {
			t.Errorf("child %d: %v\n%s", i, err, said[i].String())
		}
	}
	expectEntries(t, temp, 0)
	if runtime.GOOS == "linux" {
		expectEntries(t, filepath.Join(cache, "nameyard-test"), 1)
	}
}

func TestMissingServerSkipsLoudlyButFailsInCI(t *testing.T) {
	t.Parallel()
	_, missing := findProgram([]string{"no-such-server"})
	if !errors.Is(missing, ErrNoServer) {
		t.Fatalf("error %v, want ErrNoServer", missing)
	}
	cases := map[string]struct {
		err  error
		ci   bool
		want string
	}{
		"missing":               {missing, false, "skip"},
		"missing in CI":         {missing, true, "fail"},
		"another error":         {io.ErrUnexpectedEOF, false, "fail"},
		"another error, and CI": {io.ErrUnexpectedEOF, true, "fail"},
	}
	for name, c := range cases {
		verdict := &verdictTB{TB: t}
		giveUp(verdict, c.err, c.ci)
		if verdict.first != c.want || !strings.Contains(verdict.words, c.err.Error()) {
			t.Errorf("%s: %s %q, want %s with the reason", name, verdict.first, verdict.words, c.want)
		}
	}
}

func TestSQLitePathIsNew(t *testing.T) {
	t.Parallel()
	one, two := SQLitePath(t), SQLitePath(t)
	if one == two {
		t.Errorf("the same path twice: %s", one)
	}
	if _, err := os.Stat(one); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("stat %s: %v, want nothing there", one, err)
	}
	if err := os.WriteFile(one, nil, 0o600); err != nil {
		t.Error(err)
	}
}

// verdictTB notes the first of Skipf and Fatalf instead of ending the test.
type verdictTB struct {
	testing.TB
	first, words string
}

func (v *verdictTB) Helper() {}

func (v *verdictTB) Skipf(format string, args ...any) { v.note("skip", format, args) }

func (v *verdictTB) Fatalf(format string, args ...any) { v.note("fail", format, args) }

func (v *verdictTB) note(verdict, format string, args []any) {
	if v.first == "" {
		v.first, v.words = verdict, fmt.Sprintf(format, args...)
	}
}

// open opens a URL of the form mysql://user:pass@host:port/name.
func open(t *testing.T, url string) *sql.DB {
	t.Helper()
	rest, isMySQL := strings.CutPrefix(url, "mysql://")
	account, rest, hasAccount := strings.Cut(rest, "@")
	address, name, hasName := strings.Cut(rest, "/")
	if !isMySQL || !hasAccount || !hasName {
		t.Fatalf("URL %q, want mysql://user:pass@host:port/name", url)
	}
	db, err := sql.Open("mysql", fmt.Sprintf("%s@tcp(%s)/%s", account, address, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func mustExec(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// expect runs a query for one value and compares it.
func expect(t *testing.T, db *sql.DB, query, want string) {
	t.Helper()
	var got string
	if err := db.QueryRowContext(t.Context(), query).Scan(&got); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if got != want {
		t.Errorf("%s = %s, want %s", query, got, want)
	}
}

// expectGone waits for the end of a process: the kernel needs a moment.
func expectGone(t *testing.T, pid int) {
	t.Helper()
	for range 500 {
		if !running(pid) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %d still runs", pid)
}

// running reports whether a process is there and not merely waiting for its
// parent, which for an orphan may be a process that never looks.
func running(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	return err != nil || !strings.Contains(string(status), "\nState:\tZ")
}

func expectEntries(t *testing.T, dir string, want int) []os.DirEntry {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != want {
		t.Fatalf("%s holds %v, want %d entries", dir, entries, want)
	}
	return entries
}

// childBinary returns this test binary as a command with more environment.
func childBinary(t *testing.T, environment ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), program)
	child.Env = append(os.Environ(), environment...)
	return child
}
