//go:build !unix

package pebblestore

import (
	"errors"
	"os"
)

var (
	errWouldBlock     = errors.New("locked")
	errReadOnlyMedium = errors.New("read-only medium")
)

// lockOpenFile has no lock to take here: on such a system only one process may open a store at a time, and nothing
// holds it to that.
func lockOpenFile(*os.File, bool) error { return nil }
