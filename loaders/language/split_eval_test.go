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

// Figures on the development halves, paragraphs parted by blank lines, less a margin; EWT is e-mails and reviews, where
// many a sentence ends with nothing.
func TestSplitAccuracy(t *testing.T) {
	for _, c := range []struct {
		file             string
		token, sentences float64
	}{
		{"gum-dev.conllu", 99.8, 95},
		{"ewt-dev.conllu", 98.8, 83},
	} {
		var tokens, sentences Score
		for _, g := range readTreebank(t, c.file) {
			a, b := CompareSpans(g, Split(g.Text, 0))
			tokens, sentences = tokens.Add(a), sentences.Add(b)
		}
		t.Logf("%s: token F1 %.2f, sentence F1 %.2f", c.file, tokens.F1(), sentences.F1())
		if tokens.F1() < c.token || sentences.F1() < c.sentences {
			t.Errorf("%s: token F1 %.2f, sentence F1 %.2f; at least %.1f and %.1f", c.file, tokens.F1(), sentences.F1(), c.token, c.sentences)
		}
	}
}
