package language

import (
	"os"
	"path/filepath"
	"testing"
)

// readTreebank reads a treebank file, or skips where the shared folder is not at hand.
func readTreebank(t testing.TB, name string) []*Doc {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "treebank", name))
	if err != nil {
		t.Skipf("the treebanks are not part of the product: %v", err)
	}
	defer f.Close()
	docs, err := ReadCoNLLU(f)
	if err != nil {
		t.Fatal(err)
	}
	return docs
}
