package torture_test

import "syscall"

// dieWithUs has the kernel kill a process when the thread that started it ends: a test binary that is killed leaves nothing.
func dieWithUs() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
