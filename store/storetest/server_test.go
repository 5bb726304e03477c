//go:build unix

package storetest

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestKilledServerRestartsWithEveryCommittedRow(t *testing.T) {
	t.Parallel()
	server := start(t, t.TempDir())
	name, err := server.CreateDatabase(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	url := server.URL(name)
	db := open(t, url)
	mustExec(t, db, "CREATE TABLE orders (id BIGINT PRIMARY KEY)")
	mustExec(t, db, "INSERT INTO orders VALUES (1), (2)")
	before := server.PID()
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	expectGone(t, before)
	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if server.PID() == before || server.URL(name) != url {
		t.Errorf("restarted as process %d at %s, want a new process at the same URL", server.PID(), server.URL(name))
	}
	expect(t, open(t, url), "SELECT COUNT(*) FROM orders", "2")
	if err := server.DropDatabase(t.Context(), name); err != nil {
		t.Error(err)
	}
}

func TestStoppedServerIsGoneAndItsFolderServesTheNext(t *testing.T) {
	t.Parallel()
	// A path longer than a socket's name may be.
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	first := start(t, dir)
	name, err := first.CreateDatabase(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second finds nothing to stop
		if err := first.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	expectGone(t, first.PID())
	second := start(t, dir)
	expect(t, open(t, second.URL(name)), "SELECT DATABASE()", name)
}

func TestServerOutlivesTheThreadThatAskedForIt(t *testing.T) {
	t.Parallel()
	needServer(t)
	started := make(chan *Server)
	// Two at once, because the main thread may be one of them, and it never ends.
	var locked sync.WaitGroup
	locked.Add(2)
	for range 2 {
		dir := t.TempDir()
		go func() {
			runtime.LockOSThread() // not unlocked: the thread ends with this goroutine
			locked.Done()
			locked.Wait()
			server, err := StartMariaDB(t.Context(), dir)
			if err != nil {
				t.Error(err)
			}
			started <- server
		}()
	}
	for _, server := range []*Server{<-started, <-started} {
		if server == nil {
			continue
		}
		select {
		case <-server.exited:
			t.Error("the server died with the thread")
		case <-time.After(200 * time.Millisecond):
		}
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	}
}

func TestFailedStartShowsTheServersLog(t *testing.T) {
	t.Parallel()
	needServer(t)
	_, err := StartMariaDB(t.Context(), t.TempDir(), "--no-such-option=1")
	if err == nil || !strings.Contains(err.Error(), "no-such-option") {
		t.Errorf("error %v, want the log's words about no-such-option", err)
	}
}

func TestTakenPortIsNeverMistakenForOurServer(t *testing.T) {
	t.Parallel()
	other := start(t, t.TempDir())
	_, err := StartMariaDB(t.Context(), t.TempDir(), "--port="+strconv.Itoa(other.port))
	if err == nil || !strings.Contains(err.Error(), "ddress already in use") {
		t.Errorf("error %v, want address already in use", err)
	}
}

// needServer gives up if the machine has no server binary.
func needServer(t *testing.T) {
	t.Helper()
	if _, err := findServer(); err != nil {
		giveUp(t, err, os.Getenv("CI") == "true")
	}
}

// start starts a server in dir and kills it when t ends.
func start(t *testing.T, dir string) *Server {
	t.Helper()
	needServer(t)
	server, err := StartMariaDB(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Kill(); err != nil {
			t.Error(err)
		}
	})
	return server
}
