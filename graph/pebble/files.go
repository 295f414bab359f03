package pebblestore

import (
	"io"
	"strings"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// files is the file system as Pebble is to see it.
type files struct {
	vfs.FS
	// noSync leaves the log to the system: a commit waits until it is written, so that a killed process loses nothing,
	// and not until it is on the disk. Pebble's own way of not syncing would leave the last commits in the process.
	noSync bool
}

// Lock leaves locking to lockStore: Pebble's own lock is exclusive for readers too.
func (files) Lock(string) (io.Closer, error) { return io.NopCloser(nil), nil }

// Unwrap is part of vfs.FS.
func (f files) Unwrap() vfs.FS { return f.FS }

// Create is part of vfs.FS.
func (f files) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	return f.log(name)(f.FS.Create(name, category))
}

// ReuseForWrite is part of vfs.FS.
func (f files) ReuseForWrite(old, name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	return f.log(name)(f.FS.ReuseForWrite(old, name, category))
}

func (f files) log(name string) func(vfs.File, error) (vfs.File, error) {
	return func(file vfs.File, err error) (vfs.File, error) {
		if err == nil && f.noSync && strings.HasSuffix(name, ".log") {
			return unsynced{file}, nil
		}
		return file, err
	}
}

// unsynced is a file that the system writes to the disk when it likes.
type unsynced struct{ vfs.File }

func (unsynced) Sync() error                { return nil }
func (unsynced) SyncData() error            { return nil }
func (unsynced) SyncTo(int64) (bool, error) { return false, nil }
