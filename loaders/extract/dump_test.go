package extract

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/newskg/kg/schema"
)

func TestDump(t *testing.T) {
	g, _ := schema.NewGazetteer()
	fr, _ := schema.NewFrames()
	ex, _ := New(g, fr)
	files, _ := filepath.Glob("/tmp/golddev/*.txt")
	for _, f := range files {
		raw, _ := os.ReadFile(f)
		txt := string(raw)
		a := ex.Analyse(schema.Article{ID: "x", Text: txt, Date: txt[6:16], Body: 17})
		for _, m := range a.Mentions {
			if m.Class == "Date" {
				lo, hi := max(m.First-6, 0), min(m.Last+4, len(a.Doc.Tokens))
				t.Logf("%-12s %-24q %s  | %q", m.Date.Value, a.Text(m.First, m.Last), m.Date.Basis, a.Text(lo, hi))
			}
		}
		t.Log("----", txt[6:16])
	}
}
