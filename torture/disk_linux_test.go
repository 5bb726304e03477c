package torture_test

import (
	"bufio"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

// missing gives up for want of a tool: CI=true turns that into a failure, because .ci/setup.sh installs it.
func missing(t *testing.T, what string, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("NOT TESTED: %s: %v", what, err)
	}
	t.Skipf("SKIPPED, NOT TESTED: %s: %v", what, err)
}

// forbidden gives up because this machine does not let us break things this way, as containers often do not.
func forbidden(t *testing.T, what string, err error) {
	t.Helper()
	t.Skipf("SKIPPED, NOT TESTED, FORBIDDEN HERE: %s: %v", what, err)
}

// TestFullDiskSellsNothingThatIsNotPaid fills the disk below the database to the brim at many points, so that it fails to
// grow at every kind of write, and empties it again without a restart.
func TestFullDiskSellsNothingThatIsNotPaid(t *testing.T) {
	t.Parallel()
	card := scorecard.Open(t, scorecard.Item{
		ID: "T27", Fault: "disk full at many points", Engine: "sqlite", Target: "no effect without money held, file intact, recovers without a restart",
	})
	seed := scorecard.Seed(t)
	card.Seed(seed)
	inst, disk := newInstallationOnSmallDisk(t)
	address := freeAddress(t)
	actors := inst.actors(t, 4, 0, seed, func() string { return address })
	s := inst.up(t, address)
	inst.burst(actors, 5)
	points, full, told, said, longest := 10, 0, 0, 0, time.Duration(0)
	if scorecard.Long() {
		points = 40
	}
	for point := range points {
		disk.leave(t, int64(point%20)*8192)
		before, toldBefore := faultsOf(actors), fullDisksOf(actors)
		load := set(actors)
		time.Sleep(250 * time.Millisecond)
		load.stop()
		if faultsOf(actors) > before {
			full++
		}
		if fullDisksOf(actors) > toldBefore {
			told++
			if readiness(t, address) == http.StatusServiceUnavailable {
				said++
			}
		}
		if point%5 == 0 {
			inst.verified(t) // while the disk is full
		}
		disk.empty(t)
		longest = max(longest, inst.recovers(t, actors[0]))
	}
	if full < points/4 {
		t.Errorf("the disk was full at %d of %d points only: the ballast is in the wrong place", full, points)
	}
	if told == 0 || said < told {
		t.Errorf("at %d of %d points where an answer said that the disk is full, /readyz did not", told-said, told)
	}
	inst.settle(t, true)
	inst.verified(t)
	s.stop(t)
	whole := disk.rescue(t, inst)
	if check := integrity(t, whole.sql(t)); check != "ok" {
		t.Errorf("the database file is damaged: %s", check)
	}
	last := whole.up(t, address)
	sum := whole.judge(t, actors)
	last.kill()
	card.Put("fill points", points)
	card.Put("of these with refused writes", full)
	card.Put("of these with an answer that said so", told)
	card.Put("longest time until it sells again", longest)
	sum.put(card)
}

// readiness is what a server answers at /readyz.
func readiness(t *testing.T, address string) int {
	t.Helper()
	r, err := http.Get("http://" + address + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	return r.StatusCode
}

func faultsOf(actors []*actor) (n int) {
	for _, a := range actors {
		n += a.waits
	}
	return n
}

func fullDisksOf(actors []*actor) (n int) {
	for _, a := range actors {
		n += a.fullDisks
	}
	return n
}

// recovers waits until the server carries something out again.
func (inst *installation) recovers(t *testing.T, a *actor) time.Duration {
	t.Helper()
	begun := time.Now()
	for time.Since(begun) < 30*time.Second {
		h := a.register()
		if a.ask(t.Context(), h) == success {
			return time.Since(begun)
		}
	}
	t.Fatalf("the server sells nothing 30 s after the disk has room again\n%s", inst.logTail())
	return 0
}

func integrity(t *testing.T, db *sql.DB) (verdict string) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil {
		t.Fatal(err)
	}
	return verdict
}

// smallDisk is a file system in memory that only its own mount namespace sees, so that nothing stays mounted whatever
// happens to the test.
type smallDisk struct{ outside string }

// newInstallationOnSmallDisk makes one whose database lies on a small disk.
func newInstallationOnSmallDisk(t *testing.T) (*installation, *smallDisk) {
	t.Helper()
	const size = "48m"
	inst := &installation{binary: build(t), engine: "sqlite", dir: t.TempDir(), settings: []string{quickLease, quickSettle, "--answer-within=400ms"}}
	mount := t.TempDir()
	for _, tool := range []string{"unshare", "nsenter"} {
		if _, err := exec.LookPath(tool); err != nil {
			missing(t, "a full disk (util-linux is missing)", err)
		}
	}
	holder := exec.Command("unshare", "--mount", "sh", "-c", `mount -t tmpfs -o size=`+size+` none "$0" && echo mounted && exec sleep 100000`, mount)
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var trouble strings.Builder
	holder.Stderr = &trouble
	if err := spawn(holder); err != nil {
		forbidden(t, "a full disk", err)
	}
	t.Cleanup(func() { _ = holder.Process.Kill(); _ = holder.Wait() })
	if line, _ := bufio.NewReader(out).ReadString('\n'); strings.TrimSpace(line) != "mounted" {
		forbidden(t, "a full disk (it takes root, or the right to mount)", fmt.Errorf("unshare and mount: %s", trouble.String()))
	}
	inst.wrap = []string{"nsenter", fmt.Sprintf("--mount=/proc/%d/ns/mnt", holder.Process.Pid), "--"}
	inst.db = filepath.Join(mount, "nameyard.db")
	inst.seed(t)
	return inst, &smallDisk{fmt.Sprintf("/proc/%d/root%s", holder.Process.Pid, mount)}
}

// leave fills the disk up to a number of free bytes.
func (d *smallDisk) leave(t *testing.T, free int64) {
	t.Helper()
	var space syscall.Statfs_t
	if err := syscall.Statfs(d.outside, &space); err != nil {
		t.Fatal(err)
	}
	ballast := int64(space.Bavail)*space.Bsize - free
	f, err := os.Create(filepath.Join(d.outside, "ballast"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_ = syscall.Fallocate(int(f.Fd()), 0, 0, max(ballast, 4096)) // it fails where the server was faster: full all the same
}

func (d *smallDisk) empty(t *testing.T) {
	t.Helper()
	if err := os.Remove(filepath.Join(d.outside, "ballast")); err != nil {
		t.Fatal(err)
	}
}

// rescue copies the database to where every process sees it.
func (d *smallDisk) rescue(t *testing.T, inst *installation) *installation {
	t.Helper()
	whole := *inst
	whole.wrap, whole.db = nil, filepath.Join(inst.dir, "rescued.db")
	for _, end := range []string{"", "-wal"} {
		from, err := os.Open(filepath.Join(d.outside, "nameyard.db"+end))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		defer from.Close()
		to, err := os.Create(whole.db + end)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = io.Copy(to, from); err == nil {
			err = to.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return &whole
}

// injections are what strace makes the kernel answer, for some of the calls of each kind.
var injections = []string{
	"fsync,fdatasync:error=EIO:when=1+3",
	"pwrite64:error=EIO:when=3+5",
	"pwrite64:error=ENOSPC:when=2+7",
	"ftruncate,pwrite64:error=EIO:when=10+2",
}

// TestDiskThatFailsLosesNoAcknowledgedOrder makes the kernel refuse writes and flushes of the database file in every pattern,
// kills the server while that is so, and starts it again on a disk that works.
func TestDiskThatFailsLosesNoAcknowledgedOrder(t *testing.T) {
	t.Parallel()
	card := scorecard.Open(t, scorecard.Item{
		ID: "T28", Fault: "EIO and ENOSPC from fsync and pwrite", Engine: "sqlite", Target: "no acknowledged order lost",
	})
	seed := scorecard.Seed(t)
	card.Seed(seed)
	if _, err := exec.LookPath("strace"); err != nil {
		missing(t, "a disk that fails (strace is missing)", err)
	}
	inst := newInstallation(t, "sqlite", quickLease, quickSettle, "--answer-within=400ms")
	address := freeAddress(t)
	actors := inst.actors(t, 4, 0, seed, func() string { return address })
	rounds, faults := 0, 0
	for end := time.Now().Add(scorecard.Budget(0.15, 3*time.Second)); rounds < len(injections) || time.Now().Before(end); rounds++ {
		s := inst.up(t, address)
		inst.burst(actors, 2)
		before := faultsOf(actors)
		load := set(actors)
		tracer := inject(t, s, injections[rounds%len(injections)])
		time.Sleep(600 * time.Millisecond)
		s.kill()
		load.stop()
		_ = tracer.Wait()
		faults += faultsOf(actors) - before
	}
	if faults == 0 {
		t.Error("no request met a fault: nothing was injected")
	}
	if check := integrity(t, inst.sql(t)); check != "ok" {
		t.Errorf("the database file is damaged: %s", check)
	}
	s := inst.up(t, address)
	sum := inst.judge(t, actors)
	s.kill()
	card.Put("rounds", rounds)
	card.Put("requests that met a fault", faults)
	sum.put(card)
}

// inject makes some system calls of a running server fail until the server dies.
func inject(t *testing.T, s *server, what string) *exec.Cmd {
	t.Helper()
	calls, _, _ := strings.Cut(what, ":")
	tracer := exec.Command("strace", "-f", "-q", "-e", "trace="+calls, "-e", "inject="+what, "-o", os.DevNull, "-p", fmt.Sprint(s.process.Pid))
	said, err := os.Create(filepath.Join(t.TempDir(), "strace")) // a file, which may be read while it is written
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	trouble := func() string { text, _ := os.ReadFile(said.Name()); return string(text) }
	tracer.Stderr = said
	if err := spawn(tracer); err != nil {
		forbidden(t, "a disk that fails", err)
	}
	t.Cleanup(func() { _ = tracer.Process.Kill() })
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Pid))
		if err == nil && strings.Contains(string(status), fmt.Sprintf("TracerPid:\t%d\n", tracer.Process.Pid)) {
			return tracer
		}
		if strings.Contains(trouble(), "not permitted") {
			break
		}
	}
	s.kill()
	forbidden(t, "a disk that fails (this machine lets no process be traced)", fmt.Errorf("strace: %s", trouble()))
	return nil
}
