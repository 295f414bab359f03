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
	// Users tells the processes with their commands, as far as they are known.
	Users string
}

func (e *LockedError) Error() string {
	users := e.Users
	if users == "" {
		users = "another process is reading"
	}
	return fmt.Sprintf("the store %s is in use: %s; try again when it has ended", e.Dir, users)
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
		return nil, &LockedError{Dir: dir, Users: strings.TrimSpace(string(owner))}
	}
	if shared {
		return func() { f.Close() }, nil
	}
	if err := f.Truncate(0); err == nil {
		fmt.Fprintf(f, "process %d (%s) is writing\n", os.Getpid(), command)
	}
	return func() {
		f.Truncate(0)
		f.Close()
	}, nil
}
