package queries

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/newskg/kg/pictures"
)

// drawn is a picture in words: its nodes, its edges, the dates of its statements.
func drawn(p *pictures.Picture) string {
	var out []string
	for _, n := range p.Nodes {
		out = append(out, n.Class+" "+n.Name)
	}
	for _, e := range p.Edges {
		line := map[bool]string{true: "..", false: "--"}[e.Unreal]
		if !e.Mutual {
			line += ">"
		}
		var labels []string
		for _, l := range e.Labels {
			labels = append(labels, fmt.Sprintf("%s ×%d", l.Words, l.Count))
		}
		out = append(out, fmt.Sprintf("%s %s %s: %s", p.Nodes[e.From].Name, line, p.Nodes[e.To].Name, strings.Join(labels, ", ")))
	}
	for _, s := range p.Statements {
		if s.Date != "" {
			out = append(out, s.Sort+" "+s.Date)
		}
	}
	return strings.Join(out, "\n")
}

func TestPicture(t *testing.T) {
	s := NewSession(newsStore(t))
	for _, c := range []struct{ what, script, want string }{
		{"the first column is joined with the others, by their names",
			`g.Emit({ supplier: "nation:Russia", buyer: "nation:India", weapons: ["weapon:S-400"], n: 3 })`,
			"Nation nation:Russia\nNation nation:India\nWeaponSystem weapon:S-400\nnation:Russia --> nation:India: buyer ×1\nnation:Russia --> weapon:S-400: weapons ×1"},
		{"a property names the edge, and the same of two rows is one edge",
			`for (var i = 0; i < 2; i++) g.Emit({ a: "nation:India", relation: "kg:suppliesArmsTo", b: "nation:Russia" }); g.Emit({ a: "nation:India", relation: "kg:Request", b: "nation:Russia" })`,
			"Nation nation:India\nNation nation:Russia\nnation:India --> nation:Russia: supplies arms to ×2, Request ×1"},
		{"a column that is a property of an earlier thing leads away from that",
			`g.Emit({ nation: "nation:India", relation: "kg:operates", weapon: "weapon:S-400", origin: "nation:Russia" })`,
			"Nation nation:India\nWeaponSystem weapon:S-400\nNation nation:Russia\nnation:India --> weapon:S-400: operates ×1\nweapon:S-400 --> nation:Russia: origin ×1"},
		{"those who meet are joined with each other, and with the place; dates make a timeline",
			`g.Emit({ date: "2020-06", who: ["nation:India", "nation:China", "nation:India"], host: "nation:China", place: "place:Moscow", status: "kg:Planned" })`,
			"Nation nation:India\nNation nation:China\nPlace place:Moscow\nnation:India ..> nation:China: host (planned) ×1\nnation:India ..> place:Moscow: place (planned) ×1\nnation:China ..> place:Moscow: place (planned) ×1\nnation:India .. nation:China: who (planned) ×1\n2020-06-01 2020-06"},
		{"but not those who act together on somebody else",
			`g.Emit({ from: "2020-01-01", to: "2020-12-31", event: "kg:Accuse", who: ["nation:India", "nation:China"], whom: "nation:Pakistan", status: "kg:Actual" })`,
			"Nation nation:India\nNation nation:China\nNation nation:Pakistan\nnation:India --> nation:Pakistan: Accuse ×1\nnation:China --> nation:Pakistan: Accuse ×1\n2020-01-01 2020"},
		{"the end of a path is where it leads", `g.V("nation:India").Tag("who").Out("kg:seeks", "how").Order().Limit(1)`,
			"Nation nation:India\nWeaponSystem weapon:S-400\nnation:India --> weapon:S-400: seeks ×1"},
		{"an end that has a name is one thing", `g.V("nation:India").Tag("who").Out("kg:seeks").Tag("weapon").All()`,
			"Nation nation:India\nWeaponSystem weapon:S-400\nnation:India --> weapon:S-400: weapon ×1"},
		{"a row of one thing and a sentence draws what the sentence states", `g.V("nation:India").LabelContext(g.V(), "ev").Out("kg:seeks").Order().Limit(1)`,
			"WeaponSystem weapon:S-400\nNation nation:India\nNation nation:Russia\nnation:India --> weapon:S-400: seeks ×1\nnation:Russia --> weapon:S-400: supplies ×1"},
		{"but not where another row joins two things",
			`var rows = g.V("nation:India").LabelContext(g.V(), "ev").Out("kg:seeks").TagArray(); g.Emit({ thing: rows[0].id, ev: rows[0].ev }); g.Emit({ a: "nation:Turkey", b: "nation:Russia" })`,
			"WeaponSystem weapon:S-400\nNation nation:Turkey\nNation nation:Russia\nnation:Turkey --> nation:Russia: b ×1"},
		{"a thing from elsewhere is a thing", `g.Emit({ a: "<urn:isbn:1>", b: "nation:India" })`,
			" <urn:isbn:1>\nNation nation:India\n<urn:isbn:1> --> nation:India: b ×1"},
		{"rows with dates alone are a timeline", `g.Emit({ day: "2020-06-23", what: "a number", year: 2020 })`, "2020-06-23 2020-06-23"},
	} {
		r, err := s.Run(t.Context(), c.script, Options{})
		if err != nil {
			t.Fatal(c.what, err)
		}
		p, err := s.Picture(t.Context(), r, "")
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if got := drawn(p); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.what, got, c.want)
		}
	}
}

func TestPictureEvidence(t *testing.T) {
	s := NewSession(newsStore(t))
	r, err := s.Run(t.Context(), `g.V("nation:India").Tag("who").LabelContext(g.V(), "ev").Out("kg:seeks").Order()`, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Cite(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	p, err := s.Picture(t.Context(), r, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Edges {
		for _, i := range e.Statements {
			of := p.Statements[i]
			if len(of.Sentences) != 1 || of.Date != "" || len(of.Details) != 0 {
				t.Fatalf("%+v", of)
			}
			marked := false
			for _, part := range of.Sentences[0].Parts {
				marked = marked || part.Mark == "name" && part.Text == p.Nodes[e.To].Label
			}
			if !marked {
				t.Errorf("%s is not marked in %+v", p.Nodes[e.To].Label, of.Sentences[0].Parts)
			}
		}
	}
}

func TestNoPicture(t *testing.T) {
	s := NewSession(newsStore(t))
	for script, want := range map[string]string{
		`g.V("India").Out("kg:seeks")`:           `has no rows; "India" is a text`,
		`g.V("nation:India").Out("kg:seeks")`:    "none joins two things",
		`g.Emit({ n: 1, status: "kg:Actual" })`:  "none joins two things",
		`g.Emit({ a: "nation:India", n: 2020 })`: "none joins two things",
	} {
		r, err := s.Run(t.Context(), script, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Picture(t.Context(), r, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", script, err, want)
		}
	}
}

func TestGraphCommand(t *testing.T) {
	t.Chdir(t.TempDir())
	r, _, _, errs := newREPL(t, `.graph x.svg`, `g.V("nation:India").Tag("who").Out("kg:seeks")`, `.graph x.png`, `.graph "x.SVG"`, `.graph y.mmd`)
	if err := r.Run(t.Context()); err != nil {
		t.Error(err)
	}
	if got, want := errs.String(), "there is no result yet\nx.png: the ending of its name says how the file is drawn: .html, .htm, .svg, .dot, .gv, .mmd, .mermaid\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for file, begin := range map[string]string{"x.SVG": "<svg ", "y.mmd": "flowchart LR"} {
		if text, err := os.ReadFile(file); err != nil || !strings.HasPrefix(string(text), begin) {
			t.Errorf("%s: %v, %.40q", file, err, text)
		}
	}
}
