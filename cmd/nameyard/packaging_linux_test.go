package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// confinedArgs in the environment of this test's binary are the command line of ours that it becomes, within the filter of the unit.
const confinedArgs = "TEST_CONFINED_NAMEYARD"

// filtered are system calls of the groups that the unit's filter takes away, by processor: those that programs such as ours come across.
var filtered = map[string]map[string][]uint32{
	"amd64": {"@privileged": {92, 93, 94, 260}, "@resources": {141, 160, 203, 144, 237}}, // chown, fchown, lchown, fchownat; setpriority, setrlimit …
	"arm64": {"@privileged": {54, 55}, "@resources": {140, 164, 122, 119, 235}},
}

// TestTheUnitsFilterLetsTheServerStart: what systemd does to a system call that the unit takes away does not end a server on a new database, nor
// the commands beside it.
func TestTheUnitsFilterLetsTheServerStart(t *testing.T) {
	if line := os.Getenv(confinedArgs); line != "" {
		confine(t)
		err := syscall.Exec("/proc/self/exe", append([]string{"nameyard"}, strings.Split(line, "\n")...), append(os.Environ(), asProgram+"=1"))
		t.Fatal(err)
	}
	t.Parallel()
	if filtered[runtime.GOARCH] == nil {
		t.Skip("the numbers of system calls are not known here for ", runtime.GOARCH)
	}
	data := filepath.Join(t.TempDir(), "data")
	confined := func(args ...string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTheUnitsFilterLetsTheServerStart$")
		c.Env = append(os.Environ(), confinedArgs+"="+strings.Join(append(args, "--data", data), "\n"))
		return c
	}
	settings := []string{"--secret-key-file", "testdata/secret.key", "--seller-name", "Example", "--sandbox"}
	if out, err := confined(append([]string{"config", "check"}, settings...)...).CombinedOutput(); err != nil {
		t.Fatalf("config check: %v\n%s", err, out)
	}
	server := confined(append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "info"}, settings...)...)
	log, writer := io.Pipe()
	server.Stderr = writer
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { writer.CloseWithError(server.Wait()) }()
	said := make([]byte, 0, 4096)
	for piece := make([]byte, 4096); !strings.Contains(string(said), `"msg":"serving"`); {
		n, err := log.Read(piece)
		if said = append(said, piece[:n]...); err != nil {
			t.Fatalf("the server ended (%v): %s", err, said)
		}
	}
	if out, err := confined("backup", filepath.Join(filepath.Dir(data), "a.nyb")).CombinedOutput(); err != nil {
		t.Errorf("backup: %v\n%s", err, out)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if _, err := io.Copy(io.Discard, log); err != nil {
		t.Errorf("the server's end: %v", err)
	}
}

// confine takes away from this process and what it becomes the system calls that the unit's filter takes away, as the unit says.
func confine(t *testing.T) {
	t.Helper()
	unit, err := os.ReadFile("../../packaging/nameyard.service")
	if err != nil {
		t.Fatal(err)
	}
	const (
		load, jumpIfEqual, give      = 0x20, 0x15, 0x06 // BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JEQ|BPF_K, BPF_RET|BPF_K
		allow, killProcess, refuse   = 0x7fff0000, 0x80000000, 0x00050000
		seccompX86, seccompArm, mode = 317, 277, 1 // SECCOMP_SET_MODE_FILTER
		setNoNewPrivs                = 38          // PR_SET_NO_NEW_PRIVS
	)
	action := uint32(killProcess)
	if strings.Contains(string(unit), "\nSystemCallErrorNumber=EPERM\n") {
		action = refuse | uint32(syscall.EPERM)
	}
	type step struct {
		code     uint16
		_        uint8 // how far to jump if it is so: not at all
		no       uint8
		constant uint32
	}
	program := []step{{code: load}} // the number of the call
	for _, line := range regexp.MustCompile(`(?m)^SystemCallFilter=~(.*)$`).FindAllStringSubmatch(string(unit), -1) {
		for group := range strings.FieldsSeq(line[1]) {
			for _, number := range filtered[runtime.GOARCH][group] {
				program = append(program, step{code: jumpIfEqual, no: 1, constant: number}, step{code: give, constant: action})
			}
		}
	}
	if len(program) == 1 {
		t.Fatal("the unit takes no system calls away")
	}
	program = append(program, step{code: give, constant: allow})
	filter := struct {
		length uint16
		first  *step
	}{uint16(len(program)), &program[0]}
	runtime.LockOSThread() // the thread that the program begins with
	if _, _, no := syscall.Syscall6(syscall.SYS_PRCTL, setNoNewPrivs, 1, 0, 0, 0, 0); no != 0 {
		t.Fatal(no)
	}
	seccomp := map[string]uintptr{"amd64": seccompX86, "arm64": seccompArm}[runtime.GOARCH]
	if _, _, no := syscall.Syscall(seccomp, mode, 0, uintptr(unsafe.Pointer(&filter))); no != 0 {
		t.Fatal(no)
	}
}
