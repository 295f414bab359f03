package schema

import (
	"io"
	"os"
)

// openFile opens a user's lexicon file.
func openFile(name string) (io.ReadCloser, error) { return os.Open(name) }
