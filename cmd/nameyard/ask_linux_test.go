package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// terminal opens a terminal of which the test has the keys.
func terminal(t *testing.T) (screen, keys *os.File) {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("there are no terminals here: ", err)
	}
	t.Cleanup(func() { keys.Close() })
	var number, unlock int32
	for request, value := range map[uintptr]*int32{syscall.TIOCSPTLCK: &unlock, syscall.TIOCGPTN: &number} {
		if _, _, no := syscall.Syscall(syscall.SYS_IOCTL, keys.Fd(), request, uintptr(unsafe.Pointer(value))); no != 0 {
			t.Fatal(no)
		}
	}
	screen, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { screen.Close() })
	return screen, keys
}

func TestPeopleAreAskedOnATerminalOnly(t *testing.T) {
	screen, keys := terminal(t)
	for typed, want := range map[string]string{"yes\n": "", "y\n": "nothing was changed", "\n": "nothing was changed"} {
		if _, err := io.WriteString(keys, typed); err != nil {
			t.Fatal(err)
		}
		var asked strings.Builder
		err := (&program{stdin: screen, stderr: &asked}).meant(t.Context(), false)
		if got := fmt.Sprint(err); (err == nil) != (want == "") || !strings.Contains(got, want) && err != nil || asked.String() != "Type yes to do it: " {
			t.Errorf("%q is answered %v after %q", typed, err, asked.String())
		}
	}
	piped := &program{stdin: strings.NewReader("yes\n"), stderr: io.Discard}
	if err := piped.meant(t.Context(), false); err == nil || !strings.Contains(err.Error(), "--yes") {
		t.Errorf("without a terminal: %v", err)
	}
	if err := piped.meant(t.Context(), true); err != nil {
		t.Errorf("with --yes: %v", err)
	}
}
