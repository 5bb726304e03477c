package storetest

import "syscall"

// memoryFolder is where Linux keeps files in memory.
const memoryFolder = "/dev/shm"

// memoryWanted is what must be free there, in bytes: the server of a test binary takes a tenth of it, and several run at a time. A
// container's folder is often smaller.
const memoryWanted = 1 << 30

// inMemory gives a folder whose files are in memory, or "" if the machine has none with room.
func inMemory() string {
	const tmpfs = 0x01021994 // statfs(2)
	var is syscall.Statfs_t
	if syscall.Statfs(memoryFolder, &is) != nil || is.Type != tmpfs || is.Bavail*uint64(is.Bsize) < memoryWanted {
		return ""
	}
	return memoryFolder
}
