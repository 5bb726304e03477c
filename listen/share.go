//go:build unix

package listen

import "syscall"

// listeners is among how many the descriptors that a process may have are shared: as many listeners as a server can have, and the rest for all
// else that it opens.
const listeners = 8

// share is how many connections one listener may have at most. Go has raised the limit as far as the system lets it.
func share() int {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil {
		return unbounded
	}
	return int(min(uint64(limit.Cur), unbounded) / listeners)
}
