package fleet_test

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is "nameyard serve" in a process of its own.
type server struct {
	installation *installation
	name         string
	address      string
	log          string // file, one JSON object a line
	leave        string // --leave-time
	process      *exec.Cmd
	ended        chan struct{}
}

// serve starts a server on a free port of this machine and waits until it is ready.
func (inst *installation) serve(name string) *server {
	inst.t.Helper()
	s := &server{installation: inst, name: name, address: freeAddress(inst.t), log: filepath.Join(inst.t.TempDir(), name+".log"), leave: "500ms"}
	s.start()
	inst.t.Cleanup(func() {
		s.kill()
		if inst.t.Failed() {
			inst.t.Logf("the end of the log of server %s:\n%s", name, s.logTail())
		}
	})
	return s
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start starts the process and waits until it is ready.
func (s *server) start() {
	t := s.installation.t
	t.Helper()
	log, err := os.OpenFile(s.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	s.process = exec.Command(s.installation.binary, append([]string{"serve", "--sandbox", "--listen", s.address, "--db", s.installation.db, "--secret-key-file", s.installation.key,
		"--leave-time", s.leave, "--rate", "100000", "--burst", "100000", "--at-once", "100000", "--log-level", "debug"}, s.installation.flags...)...)
	s.process.Stderr = log
	s.process.Dir = filepath.Dir(s.installation.key) // where it puts its mails
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	s.ended = make(chan struct{})
	process, ended := s.process, s.ended
	go func() { _ = process.Wait(); close(ended) }()
	within(t, 60*time.Second, "server "+s.name+" is ready", s.ready)
}

// ready asks the server whether it is ready.
func (s *server) ready() bool {
	res, err := (&http.Client{Timeout: 3 * time.Second}).Get("http://" + s.address + "/readyz")
	if err != nil {
		return false
	}
	defer res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// stop ends the server in order and tells how long that took.
func (s *server) stop() time.Duration {
	t := s.installation.t
	t.Helper()
	begun := time.Now()
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.ended:
	case <-time.After(90 * time.Second):
		t.Fatalf("server %s ignores SIGTERM", s.name)
	}
	if code := s.process.ProcessState.ExitCode(); code != 0 {
		t.Errorf("server %s ended with code %d:\n%s", s.name, code, s.logTail())
	}
	return time.Since(begun)
}

// kill ends the process as a crash would.
func (s *server) kill() {
	_ = s.process.Process.Kill()
	<-s.ended
}

// record is what the tests read of a log line.
type record struct {
	Time   time.Time `json:"time"`
	Msg    string    `json:"msg"`
	Job    string    `json:"job"`
	Led    bool      `json:"led"`
	Holder string    `json:"holder"`
	Action string    `json:"action"`
	Cause  any       `json:"cause"`
}

// records are the lines of the log with this message.
func (s *server) records(msg string) []record {
	s.installation.t.Helper()
	body, err := os.ReadFile(s.log)
	if err != nil {
		s.installation.t.Fatal(err)
	}
	var found []record
	for line := range bytes.Lines(body) {
		var r record
		if json.Unmarshal(line, &r) == nil && r.Msg == msg { // the last line may be half written
			found = append(found, r)
		}
	}
	return found
}

// holder is how the process names itself in leases.
func (s *server) holder() string {
	s.installation.t.Helper()
	serving := s.records("serving")
	if len(serving) == 0 {
		s.installation.t.Fatalf("server %s does not say that it serves", s.name)
	}
	return serving[len(serving)-1].Holder
}

// logTail is the end of the log without the lines of single requests.
func (s *server) logTail() string {
	body, _ := os.ReadFile(s.log)
	var kept []string
	for line := range strings.Lines(string(body)) {
		if !strings.Contains(line, `"level":"DEBUG"`) && !strings.Contains(line, `"msg":"request"`) && !strings.Contains(line, `"msg":"order ended"`) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept[max(0, len(kept)-40):], "")
}
