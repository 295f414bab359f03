package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// openFile opens a user's lexicon file.
func openFile(name string) (io.ReadCloser, error) { return os.Open(name) }

// RulesHash is the SHA-256 of all that extraction goes by beside the program and its language model: the gazetteers,
// the event frames and the words of status in the program, then the user's files in their order. Two loads of one
// version of the program with one hash read a text alike.
func RulesHash(userFiles ...string) (string, error) {
	sum := sha256.New()
	add := func(name string, content []byte) { fmt.Fprintf(sum, "%s %d\n%s", name, len(content), content) }
	for _, bundled := range []struct {
		files   fs.FS
		pattern string
	}{{dataFiles, "data/*.csv"}, {frameFiles, "data/frames/*.toml"}} {
		names, err := fs.Glob(bundled.files, bundled.pattern)
		if err != nil {
			return "", err
		}
		for _, name := range names {
			content, err := fs.ReadFile(bundled.files, name)
			if err != nil {
				return "", err
			}
			add(name, content)
		}
	}
	add("data/status.toml", statusFile)
	for i, name := range userFiles {
		content, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		add(fmt.Sprintf("file %d", i+1), content)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
