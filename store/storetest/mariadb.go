// Package storetest gives tests a real database to work on: a fresh SQLite
// path, or an empty database on a private MariaDB (or MySQL) server that is
// started from the machine's own binary. A service that happens to run on the
// machine is never used.
//
// A test package that asks for MariaDB hands its TestMain to Run:
//
//	func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }
//
// The server starts when the first test asks for a database and ends with the
// test binary, however that ends.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// binaryServer is the one server of a test binary.
type binaryServer struct {
	mu       sync.Mutex
	underRun bool // Run is in charge of the end
	tried    bool
	server   *Server
	err      error
	discard  func()
}

// shared is state of the package because it belongs to the process: a server
// for each test would cost a second each.
var shared binaryServer

// Run runs the tests of m, ends the MariaDB server if a test started one,
// removes its folder, and returns the exit code for os.Exit.
func Run(m *testing.M) int {
	shared.mu.Lock()
	shared.underRun = true
	shared.mu.Unlock()
	defer shared.end()
	return m.Run()
}

// MariaDB creates an empty database (utf8mb4, utf8mb4_bin) on the test binary's
// private server and returns its URL, mysql://user:pass@127.0.0.1:port/name.
// The database is dropped when t ends. Without a server binary the test is
// skipped, or fails if the environment has CI=true.
func MariaDB(t testing.TB) string {
	t.Helper()
	server, err := shared.get(t)
	if err != nil {
		giveUp(t, err, os.Getenv("CI") == "true")
	}
	name, err := server.CreateDatabase(context.Background())
	if err != nil {
		t.Fatalf("storetest: %v\n%s", err, server.logTail())
	}
	t.Cleanup(func() {
		// The bound catches a test that leaves a transaction open: DROP waits for it.
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := server.DropDatabase(ctx, name); err != nil {
			t.Errorf("storetest: %v (is a transaction of this test still open?)", err)
		}
	})
	return server.URL(name)
}

// giveUp skips t if only the server binary is missing and skipping is allowed,
// and fails it otherwise.
func giveUp(t testing.TB, err error, ci bool) {
	t.Helper()
	if errors.Is(err, ErrNoServer) && !ci {
		t.Skipf("SKIPPED, NOT TESTED ON MARIADB: %v", err)
	}
	t.Fatalf("storetest: %v", err)
}

// SQLitePath returns a path for a new SQLite database in a TempDir.
func SQLitePath(t testing.TB) string {
	t.Helper()
	return filepath.Join(TempDir(t), "nameyard.db")
}

// get starts the server the first time; a failed start is not tried again.
func (b *binaryServer) get(t testing.TB) (*Server, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.underRun {
		return nil, errors.New("TestMain must call os.Exit(storetest.Run(m)), or the server would outlive the tests")
	}
	if !b.tried {
		b.tried = true
		b.server, b.discard, b.err = startDiscardable(scratch(t))
	}
	return b.server, b.err
}

// end kills the server, since its data are thrown away, and removes its folder.
func (b *binaryServer) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.discard != nil {
		b.discard()
	}
}

// startDiscardable starts a server in a temporary folder in parent and returns
// what ends both.
func startDiscardable(parent string) (*Server, func(), error) {
	if _, err := findServer(); err != nil {
		return nil, nil, err
	}
	dir, release, err := claimFolder(parent)
	if err != nil {
		return nil, nil, fmt.Errorf("temporary folder: %w", err)
	}
	discard := func() {
		_ = os.RemoveAll(dir)
		release()
	}
	server, err := StartMariaDB(context.Background(), dir)
	if err != nil {
		discard()
		return nil, nil, err
	}
	return server, func() {
		_ = server.Kill()
		discard()
	}, nil
}
