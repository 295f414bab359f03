package extract

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/newskg/kg/schema"
)

func TestDump(t *testing.T) {
	g, err := schema.NewGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	fr, err := schema.NewFrames()
	if err != nil {
		t.Fatal(err)
	}
	ex, _ := New(g, fr)
	raw, _ := os.ReadFile(os.Getenv("DUMP"))
	txt := strings.TrimLeft(string(raw), " ")
	art := schema.Article{ID: "x", Text: txt}
	if strings.HasPrefix(txt, "date ") {
		art.Date, art.Body = txt[5:15], 16
	}
	a := ex.Analyse(art)
	for s, sn := range a.Doc.Sentences {
		text := a.Article.Text[sn.Begin:sn.End]
		if !strings.Contains(text, os.Getenv("GREP")) {
			continue
		}
		tr := ex.tree(a, s)
		fmt.Println("##", text)
		for _, n := range tr.nodes {
			h := "ROOT"
			if n.head >= 0 {
				h = a.Text(tr.nodes[n.head].first, tr.nodes[n.head].last)
			}
			m := ""
			if n.mention >= 0 {
				m = "[" + a.Mentions[n.mention].Thing + "]"
			}
			fmt.Printf("%s/%s%s<%s:%s  ", a.Text(n.first, n.last), n.tag, m, n.rel, h)
		}
		fmt.Println()
		for _, f := range a.Facts {
			if f.Sentence == a.SentenceSpan(s) && !strings.HasPrefix(f.Subject, "event:") {
				fmt.Println("   =", f.Subject, f.Predicate, f.Object.Value, "["+f.Rule+"]")
			}
		}
		for _, e := range a.Events {
			if e.Sentence == s {
				fmt.Println("   *", e.Class, e.Status, names(e.Actors), "->", names(e.Recipients), e.About, e.Date, e.Tense, e.Place, "attr", names(e.Attributed), e.Attribution, e.Rule, a.Text(e.First, e.Last))
			}
		}
	}
}

func names(ps []Participant) []string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Thing+"("+p.Nation+")")
	}
	return out
}
