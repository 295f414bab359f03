//go:build unix

package graph

import (
	"os"
	"syscall"
)

// tryLock takes the lock of an open file without waiting; shared locks exclude an exclusive one only.
func tryLock(f *os.File, shared bool) error {
	how := syscall.LOCK_EX
	if shared {
		how = syscall.LOCK_SH
	}
	return syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
}
