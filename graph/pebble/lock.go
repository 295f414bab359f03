package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Several processes may read a store at once; one that writes has it alone. Two kinds of files keep that: lockFile,
// locked by all, shared or exclusively, decides; in usersDir every process leaves a file with what it is, locked while it
// lives, only so that another can say by whom it was kept out. A killed process leaves its file, but not the lock on it.
const (
	lockFile = "lock"
	usersDir = "users"
)

// User is a process that has a store open.
type User struct {
	PID     int
	Command string
	Writing bool
}

func (u User) String() string {
	doing := "reading"
	if u.Writing {
		doing = "writing"
	}
	if u.Command == "" {
		return fmt.Sprintf("process %d is %s", u.PID, doing)
	}
	return fmt.Sprintf("process %d (%s) is %s", u.PID, u.Command, doing)
}

// LockedError says which processes keep a store from being opened.
type LockedError struct {
	Dir string
	// Users are the processes, as far as they could be told.
	Users []User
}

func (e *LockedError) Error() string {
	who := make([]string, len(e.Users))
	for i, u := range e.Users {
		who[i] = u.String()
	}
	if len(who) == 0 {
		who = []string{"another process has it open"}
	}
	return fmt.Sprintf("the store %s is in use: %s; try again when it has ended", e.Dir, strings.Join(who, ", "))
}

// lockPause is how long a waiting process sleeps between two tries.
const lockPause = 20 * time.Millisecond

// lockStore takes the lock of the store in dir, waiting no longer than wait. The error is a *LockedError when another
// process has it.
func lockStore(ctx context.Context, dir string, o Options) (unlock func(), err error) {
	deadline := time.Now().Add(o.Wait)
	for {
		unlock, err := tryLockStore(dir, o)
		var locked *LockedError
		if !errors.As(err, &locked) || !time.Now().Before(deadline) {
			return unlock, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%w (%w)", err, ctx.Err())
		case <-time.After(lockPause):
		}
	}
}

func tryLockStore(dir string, o Options) (unlock func(), err error) {
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o644)
	if o.ReadOnly && (errors.Is(err, fs.ErrPermission) || errors.Is(err, errReadOnlyMedium)) {
		// What this process may not write, it may still read; a writer that may is then not kept out.
		if f, err = os.Open(filepath.Join(dir, lockFile)); errors.Is(err, fs.ErrNotExist) {
			return func() {}, nil
		}
	}
	if err != nil {
		return nil, err
	}
	if err := lockOpenFile(f, o.ReadOnly); err != nil {
		f.Close()
		if errors.Is(err, errWouldBlock) {
			return nil, &LockedError{Dir: dir, Users: users(dir)}
		}
		return nil, fmt.Errorf("lock %s: %w", filepath.Join(dir, lockFile), err)
	}
	if !o.ReadOnly {
		users(dir) // none is left: what is there is of processes that were killed
	}
	withdraw := announce(dir, o)
	return func() {
		withdraw()
		f.Close()
	}, nil
}

// announce leaves the file that tells others of this process. Failing to is no reason not to work.
func announce(dir string, o Options) (withdraw func()) {
	nothing := func() {}
	folder := filepath.Join(dir, usersDir)
	if err := os.Mkdir(folder, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return nothing
	}
	f, err := os.CreateTemp(folder, strconv.Itoa(os.Getpid())+"-*")
	if err != nil {
		return nothing
	}
	doing := "writing"
	if o.ReadOnly {
		doing = "reading"
	}
	lockErr := lockOpenFile(f, false)
	_, writeErr := fmt.Fprintf(f, "%s\n%s\n", doing, o.Command)
	if lockErr != nil || writeErr != nil {
		f.Close()
		os.Remove(f.Name())
		return nothing
	}
	return func() {
		os.Remove(f.Name())
		f.Close()
	}
}

// users reads who has the store open, and clears away what dead processes left.
func users(dir string) []User {
	folder := filepath.Join(dir, usersDir)
	entries, _ := os.ReadDir(folder)
	var found []User
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if err := lockOpenFile(f, false); err == nil {
			os.Remove(path)
			f.Close()
			continue
		}
		data, err := io.ReadAll(io.LimitReader(f, 4096))
		f.Close()
		id, _, _ := strings.Cut(e.Name(), "-")
		pid, perr := strconv.Atoi(id)
		doing, command, ok := strings.Cut(strings.TrimSuffix(string(data), "\n"), "\n")
		if err != nil || perr != nil || !ok {
			continue
		}
		found = append(found, User{PID: pid, Command: command, Writing: doing == "writing"})
	}
	sort.Slice(found, func(i, j int) bool { return found[i].PID < found[j].PID })
	return found
}
