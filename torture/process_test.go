package torture_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"
)

// spawner starts processes on a thread that lasts as long as the test binary, because the kernel's death signal comes when
// the starting thread ends.
var spawner = sync.OnceValue(func() chan func() {
	work := make(chan func())
	go func() {
		runtime.LockOSThread()
		for do := range work {
			do()
		}
	}()
	return work
})

func spawn(command *exec.Cmd) error {
	command.SysProcAttr = dieWithUs()
	started := make(chan error)
	spawner() <- func() { started <- command.Start() }
	return <-started
}

// server is one process that serves an installation.
type server struct {
	t            *testing.T
	installation *installation
	address      string
	process      *os.Process
	exited       chan struct{}
	exit         error // once exited is closed
}

// start starts a server and does not wait until it answers.
func (inst *installation) start(t *testing.T, address string, more ...string) *server {
	t.Helper()
	args := append(inst.wrap, inst.binary, "serve", "--sandbox", "--listen", address, "--data", inst.dir, "--db", inst.db, "--secret-key-file",
		filepath.Join(inst.dir, "secret.key"), "--rate", "1000000", "--burst", "1000000", "--at-once", "1000000", "--log-level", "warn")
	args = append(append(args, inst.settings...), more...)
	log, err := os.OpenFile(inst.log(), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	command := exec.Command(args[0], args[1:]...)
	command.Stdout, command.Stderr = log, log
	if err := spawn(command); err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, installation: inst, address: address, process: command.Process, exited: make(chan struct{})}
	go func() { s.exit = command.Wait(); close(s.exited) }()
	t.Cleanup(s.kill)
	return s
}

// up starts a server and waits until it answers.
func (inst *installation) up(t *testing.T, address string, more ...string) *server {
	t.Helper()
	s := inst.start(t, address, more...)
	if err := s.answers(30 * time.Second); err != nil {
		t.Fatal(err)
	}
	return s
}

// answers waits until the server is ready.
func (s *server) answers(within time.Duration) error {
	probe := &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for deadline := time.Now().Add(within); ; time.Sleep(2 * time.Millisecond) {
		res, err := probe.Get("http://" + s.address + "/readyz")
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-s.exited:
			return fmt.Errorf("the server ended while starting: %v\n%s", s.exit, s.installation.logTail())
		default:
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the server does not get ready: %v\n%s", err, s.installation.logTail())
		}
	}
}

// kill ends the process with SIGKILL and waits until it is gone. An ended one is left alone.
func (s *server) kill() {
	_ = s.process.Kill()
	<-s.exited
}

// stop ends the server in order and tells how long that took.
func (s *server) stop(t *testing.T) time.Duration {
	t.Helper()
	begun := time.Now()
	s.signal(syscall.SIGTERM)
	select {
	case <-s.exited:
	case <-time.After(70 * time.Second):
		s.kill()
		t.Fatal("the server ignored SIGTERM for 70 s")
	}
	if s.exit != nil {
		t.Errorf("the server ended with %v\n%s", s.exit, s.installation.logTail())
	}
	return time.Since(begun)
}

func (s *server) signal(which syscall.Signal) { _ = s.process.Signal(which) }

// freeAddress gives a loopback address below the range from which the kernel takes the ports of outgoing connections: between
// two lives of a server a client's connection could take its port.
func freeAddress(t *testing.T) string {
	t.Helper()
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", 18000+rand.IntN(14000))
		if l, err := net.Listen("tcp", address); err == nil {
			_ = l.Close()
			return address
		}
	}
	t.Fatal("no free port on 127.0.0.1")
	return ""
}

// tail is the end of a text.
func tail(text []byte) string { return string(bytes.TrimSpace(text[max(0, len(text)-6000):])) }
