//go:build unix

package pebblestore

import (
	"os"
	"syscall"
)

var (
	errWouldBlock     error = syscall.EWOULDBLOCK
	errReadOnlyMedium error = syscall.EROFS
)

// lockOpenFile locks an open file without waiting; shared locks exclude an exclusive one only. The lock ends with the
// open file, and so with the process however that ends.
func lockOpenFile(f *os.File, shared bool) error {
	how := syscall.LOCK_EX
	if shared {
		how = syscall.LOCK_SH
	}
	for {
		err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
		if err != syscall.EINTR {
			return err
		}
	}
}
