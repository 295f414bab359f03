package graph

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const lockFile = "lock"

// LockedError says that another process has the store open.
type LockedError struct {
	Dir string
	// Owner is "pid and command" of the writing process, empty when readers hold the store.
	Owner string
}

func (e *LockedError) Error() string {
	if e.Owner == "" {
		return fmt.Sprintf("the store %s is being read by another process; try again when it has ended", e.Dir)
	}
	return fmt.Sprintf("the store %s is being written by %s; try again when it has ended", e.Dir, e.Owner)
}

// lockDir takes the store's lock at once or says who has it. The lock belongs to the open file: it ends with the
// process, however that ends.
func lockDir(dir, command string, shared bool) (unlock func(), err error) {
	path := filepath.Join(dir, lockFile)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if shared && errors.Is(err, fs.ErrPermission) {
		// A store on a medium that cannot be written can have no writer either.
		return func() {}, nil
	}
	if err != nil {
		return nil, err
	}
	if err := tryLock(f, shared); err != nil {
		f.Close()
		owner, _ := os.ReadFile(path)
		return nil, &LockedError{Dir: dir, Owner: strings.TrimSpace(string(owner))}
	}
	if shared {
		return func() { f.Close() }, nil
	}
	if err := f.Truncate(0); err == nil {
		fmt.Fprintf(f, "process %d (%s)\n", os.Getpid(), command)
	}
	return func() {
		f.Truncate(0)
		f.Close()
	}, nil
}
