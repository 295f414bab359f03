package extract

import (
	"testing"

	"github.com/newskg/kg/schema"
)

func TestScratch(t *testing.T) {
	g, err := schema.NewGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	fr, _ := schema.NewFrames()
	ex, err := New(g, fr)
	if err != nil {
		t.Fatal(err)
	}
	a := ex.Analyse(schema.Article{ID: "x", Date: "2019-07-18", Text: "Turkish President Recep Tayyip Erdogan said Monday that Foreign Minister Mevlut Cavusoglu met his Russian counterpart in Moscow. Moscow and Ankara signed the $2.5 billion contract in December 2017."})
	for _, m := range a.Mentions {
		t.Log(a.Text(m.First, m.Last), m.Class, m.Thing, m.Rule, m.Date)
	}
	for _, f := range a.Facts {
		t.Log(f.Subject, f.Predicate, f.Object.Value, f.Rule)
	}
}
