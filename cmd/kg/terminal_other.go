//go:build !unix

package main

import "os"

// terminalSize is a guess at the number of columns and rows of a terminal, 0 for anything else.
func terminalSize(stream any) (columns, rows int) {
	f, ok := stream.(*os.File)
	if !ok {
		return 0, 0
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return 0, 0
	}
	return 80, 24
}
