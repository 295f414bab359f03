package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

func document(t testing.TB, name, text string) Document {
	t.Helper()
	f := FormatOf(name)
	if f == nil {
		t.Fatalf("%s is of no format", name)
	}
	return Document{Name: name, Format: f, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

func memory(t testing.TB) *Store {
	t.Helper()
	s, err := OpenMemory(t.Context(), testOptions)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func exportAs(t testing.TB, s *Store, format string, o ExportOptions) string {
	t.Helper()
	f, err := FindFormat(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.Export(t.Context(), &b, f, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// An export comes back into an empty store quad for quad, and the store goes on as if the articles had been loaded.
func TestRestore(t *testing.T) {
	from := memory(t)
	put(t, from, readings(t)...)
	if _, err := from.Cluster(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := from.Import(t.Context(), document(t, "a.trig", `<a:s> <a:p> <a:o> . <a:g> { <a:s> <a:p> "ü"@de }`), ImportOptions{Name: "own"}); err != nil {
		t.Fatal(err)
	}
	want := exportAs(t, from, "nquads", ExportOptions{})
	for _, c := range []struct {
		file string
		with ExportOptions
	}{
		{"x.nq", ExportOptions{}}, {"x.trig", ExportOptions{}}, {"x.jsonld", ExportOptions{}},
		{"x.nq", ExportOptions{Provenance: true, Ontology: true}}, {"x.trig", ExportOptions{Provenance: true}},
	} {
		t.Run(fmt.Sprint(c.file, " provenance ", c.with.Provenance), func(t *testing.T) {
			to := memory(t)
			text := exportAs(t, from, FormatOf(c.file).Name, c.with)
			result, err := to.Import(t.Context(), document(t, c.file, text), ImportOptions{Graphs: GraphsKeep})
			if err != nil {
				t.Fatal(err)
			}
			if got := exportAs(t, to, "nquads", ExportOptions{}); got != want {
				t.Errorf("%d bytes come back as %d", len(want), len(got))
			}
			if result.Statements == 0 || result.Graphs == 0 {
				t.Errorf("%+v", result)
			}
			if c.with.Provenance {
				if exportAs(t, to, "nquads", c.with) != exportAs(t, from, "nquads", c.with) {
					t.Error("the provenance is another")
				}
				put(t, to, readings(t)...)
			}
			if _, err := to.Import(t.Context(), document(t, c.file, text), ImportOptions{Graphs: GraphsKeep}); err == nil || !strings.Contains(err.Error(), "not empty") {
				t.Errorf("restored in a store that is not empty: %v", err)
			}
			// What is forgotten leaves nothing.
			articles, err := to.Articles(t.Context())
			if err != nil || len(articles) == 0 {
				t.Fatalf("%d articles, %v", len(articles), err)
			}
			for _, a := range articles {
				if _, err := to.Forget(t.Context(), a.ID); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := to.ForgetImport(t.Context(), "own"); err != nil {
				t.Fatal(err)
			}
			if _, err := to.Cluster(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n, err := to.size(t.Context()); err != nil || n != len(ontologyQuads()) {
				t.Errorf("%d quads stay, of which the model's own are %d: %v\n%s", n, len(ontologyQuads()), err, exportAs(t, to, "nquads", ExportOptions{Provenance: true}))
			}
		})
	}
	// What is no export of kg is refused, and nothing stays.
	to := memory(t)
	for _, text := range []string{`<a:s> <a:p> <a:o> .`, `<a:s> <a:p> <a:o> <a:g> .`, `_:b <a:p> <a:o> <https://w3id.org/newskg/things> .`} {
		if _, err := to.Import(t.Context(), document(t, "x.nq", text), ImportOptions{Graphs: GraphsKeep}); err == nil {
			t.Errorf("%s was restored", text)
		}
	}
	if n, err := to.size(t.Context()); err != nil || n != len(ontologyQuads()) {
		t.Errorf("%d quads stay: %v", n, err)
	}
}

// manyLines is more than an import keeps in memory.
func manyLines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<http://example.org/s%d> <http://example.org/p> \"%d\" .\n", i/4, i)
	}
	return b.String()
}

func imports(t testing.TB, s *Store) string {
	t.Helper()
	infos, err := s.Imports(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, i := range infos {
		lines = append(lines, fmt.Sprintf("%s %s %d", i.Name, i.Source, i.Quads))
	}
	return strings.Join(lines, ", ")
}

// A large import does what a small one does: it replaces, it is all or nothing.
func TestImportLarge(t *testing.T) {
	s := memory(t)
	put(t, s, readings(t)...)
	before, err := s.size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	large := manyLines(smallImport + 500)
	o := ImportOptions{Name: "big"}
	var syntax *SyntaxError
	if _, err := s.Import(t.Context(), document(t, "big.nq", large+"<bad>"), o); !errors.As(err, &syntax) || syntax.Line != smallImport+501 || !strings.HasPrefix(err.Error(), "big.nq:20501:1: ") {
		t.Errorf("a bad last line: %v", err)
	}
	if after, err := s.size(t.Context()); err != nil || after != before {
		t.Errorf("%d quads before, %d after a bad import: %v", before, after, err)
	}
	for _, c := range []struct {
		text     string
		quads    int
		replaced bool
		deleted  int
	}{
		// The name that became Russia stays beside it: one quad more than lines.
		{large + large + "<http://example.org/s0> <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q159> .\n", smallImport + 502, false, 0},
		{"<http://example.org/s0> <http://example.org/p> \"0\" .\n", 1, true, smallImport + 502},
	} {
		r, err := s.Import(t.Context(), document(t, "big.nq", c.text), o)
		if err != nil {
			t.Fatal(err)
		}
		if r.Quads != c.quads || r.Replaced != c.replaced || r.Deleted != c.deleted {
			t.Errorf("imported %+v, want %+v", r.Quads, c.quads)
		}
		if c.quads > 1 && !strings.Contains(exportAs(t, s, "nquads", ExportOptions{}), `<https://w3id.org/newskg/nation/Russia> <http://example.org/p> "3" <https://w3id.org/newskg/import/big> .`) {
			t.Error("the thing did not take the place of its other name")
		}
		if got, want := imports(t, s), fmt.Sprintf("big big.nq %d", c.quads); got != want {
			t.Errorf("imports are %s, want %s", got, want)
		}
	}
	if _, err := s.ForgetImport(t.Context(), "big"); err != nil {
		t.Fatal(err)
	}
	if after, err := s.size(t.Context()); err != nil || after != before {
		t.Errorf("%d quads before, %d after the import is forgotten: %v", before, after, err)
	}
}

// A process that is killed within an import leaves what the next one takes away.
func TestImportKilled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kg.db")
	open := func() *Store {
		s, err := Open(t.Context(), dir, testOptions)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	put(t, s, readings(t)...)
	before, err := s.size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mark := importRecord{name: "killed", source: "x.nq", graphs: []quad.IRI{schema.ImportGraphBase + "killed"}}
	_, adds := s.replaceRecord(nil, &mark)
	if err := s.apply(t.Context(), nil, append(adds, quad.Quad{Subject: quad.IRI("a:s"), Predicate: quad.IRI("a:p"), Object: quad.IRI("a:o"), Label: mark.graphs[0]})); err != nil {
		t.Fatal(err)
	}
	if infos, err := s.Imports(t.Context()); err != nil || len(infos) != 1 || !infos[0].Unfinished {
		t.Errorf("%+v, %v", infos, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	defer s.Close()
	if after, err := s.size(t.Context()); err != nil || after != before {
		t.Errorf("%d quads before, %d after the next opened the store: %v", before, after, err)
	}
}

// An import that is interrupted leaves nothing.
func TestImportInterrupted(t *testing.T) {
	s := memory(t)
	before, err := s.size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text := manyLines(smallImport + 5000)
	ctx, cancel := context.WithCancel(t.Context())
	opened := 0
	doc := document(t, "x.nq", text)
	doc.Open = func() (io.ReadCloser, error) {
		if opened++; opened == 2 {
			cancel()
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}
	if _, err := s.Import(ctx, doc, ImportOptions{Name: "x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if after, err := s.size(t.Context()); err != nil || after != before || imports(t, s) != "" {
		t.Errorf("%d quads before, %d after: %v; imports %q", before, after, err, imports(t, s))
	}
}

// What a document calls otherwise becomes the thing, where it is clear which.
func TestMatch(t *testing.T) {
	known := []*schema.Thing{
		{Name: "nation:India", Class: "kg:Nation", Label: "India", ISO3: "IND", SameAs: []string{"wd:Q668"}},
		{Name: "nation:Russia", Class: "kg:Nation", Label: "Russia", ISO3: "RUS", SameAs: []string{"wd:Q159"}},
		{Name: "weapon:S-400", Class: "kg:WeaponSystem", Label: "S-400", SameAs: []string{"wd:Q1"}},
		{Name: "weapon:S-500", Class: "kg:WeaponSystem", Label: "S-500", SameAs: []string{"wd:Q1"}},
	}
	const head = `@prefix : <http://e/> . @prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix kg: <https://w3id.org/newskg/ns#> . @prefix nation: <https://w3id.org/newskg/nation/> .
`
	for _, c := range []struct{ name, text, matches, unclear string }{
		{"by its own IRI", `nation:India :p 1 .`, "", ""},
		{"by Wikidata", `wd:Q668 :p wd:Q159 .`, "wd:Q159 = nation:Russia (owl:sameAs); wd:Q668 = nation:India (owl:sameAs)", ""},
		{"by Wikidata's https", `<https://www.wikidata.org/entity/Q668> :p 1 .`, "https://www.wikidata.org/entity/Q668 = nation:India (owl:sameAs)", ""},
		{"by sameAs, either way, over steps", `:x owl:sameAs :y . :z owl:sameAs :y . wd:Q668 owl:sameAs :z . :x :p :y .`,
			"http://e/x = nation:India (owl:sameAs); http://e/y = nation:India (owl:sameAs); http://e/z = nation:India (owl:sameAs); wd:Q668 = nation:India (owl:sameAs)", ""},
		{"by sameAs to a name of kg's", `:x owl:sameAs nation:Atlantis ; :p 1 .`, "http://e/x = nation:Atlantis (owl:sameAs)", ""},
		{"by kg:iso3", `:x kg:iso3 "IND" .`, "http://e/x = nation:India (ISO code IND)", ""},
		{"by P298", `:x wdt:P298 "IND" .`, "http://e/x = nation:India (ISO code IND)", ""},
		{"by identifier of a country", `:x schema:identifier "IND" ; a schema:Country .`, "http://e/x = nation:India (ISO code IND)", ""},
		{"by notation of a country", `:x skos:notation "IND" ; a wd:Q6256 .`, "http://e/x = nation:India (ISO code IND)", ""},
		{"by notation of a datatype", `:x skos:notation "IND"^^<http://publications.europa.eu/ontology/euvoc#ISO_3166_1_ALPHA_3> .`, "http://e/x = nation:India (ISO code IND)", ""},
		{"identifier of anything", `:x schema:identifier "IND" .`, "", ""},
		{"unknown code", `:x kg:iso3 "XXX" .`, "", ""},
		{"blank node", `[] kg:iso3 "IND" ; :p 1 .`, "https://w3id.org/newskg/.well-known/genid/m/b1 = nation:India (ISO code IND)", ""},
		{"two nations", `:x kg:iso3 "IND" ; owl:sameAs wd:Q159 .`, "wd:Q159 = nation:Russia (owl:sameAs)", "http://e/x could be nation:India or nation:Russia"},
		{"an identity of two things", `wd:Q1 :p 1 .`, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := memory(t)
			r, err := s.Import(t.Context(), document(t, "m.ttl", head+c.text), ImportOptions{Name: "m", Known: known})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range r.Matches {
				got = append(got, fmt.Sprintf("%s = %s (%s)", m.From, m.Thing, m.By))
			}
			if strings.Join(got, "; ") != c.matches || strings.Join(r.Unclear, "; ") != c.unclear {
				t.Errorf("matches %q, unclear %q", strings.Join(got, "; "), r.Unclear)
			}
			// Every name that was replaced is still there as another name.
			text := exportAs(t, s, "nquads", ExportOptions{})
			for _, m := range r.Matches {
				from, _ := schema.Expand(m.From)
				if !strings.Contains(text, "<http://www.w3.org/2002/07/owl#sameAs> <"+from+"> <https://w3id.org/newskg/import/m>") {
					t.Errorf("%s is lost:\n%s", m.From, text)
				}
				if strings.Contains(text, "\n<"+from+"> ") || strings.HasPrefix(text, "<"+from+"> ") {
					t.Errorf("%s still has statements:\n%s", m.From, text)
				}
			}
		})
	}
	// What is only in the store counts too.
	s := memory(t)
	put(t, s, readings(t)...)
	r, err := s.Import(t.Context(), document(t, "m.ttl", head+`:x wdt:P298 "IND" . wd:Q159 :p 1 .`), ImportOptions{Name: "m"})
	if err != nil || len(r.Matches) != 2 {
		t.Errorf("%+v, %v", r, err)
	}
}

// The same document gives the same quads, blank nodes too, and graphs keep apart.
func TestImportIsDeterministic(t *testing.T) {
	const text = `<a:s> <a:p> [ <a:q> ( 1 _:x ) ] . _:g { _:x <a:p> [] }`
	var want string
	for range 2 {
		s := memory(t)
		if _, err := s.Import(t.Context(), document(t, "d.trig", text), ImportOptions{Name: "d"}); err != nil {
			t.Fatal(err)
		}
		got := exportAs(t, s, "nquads", ExportOptions{})
		if want == "" {
			want = got
		}
		if got != want || strings.Contains(got, "_:") {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
	s := memory(t)
	put(t, s, readings(t)...)
	alone := exportAs(t, s, "nquads", ExportOptions{})
	if _, err := s.Import(t.Context(), document(t, "d.trig", text), ImportOptions{Name: "d"}); err != nil {
		t.Fatal(err)
	}
	both := strings.Split(exportAs(t, s, "nquads", ExportOptions{}), "\n")
	kept := slices.DeleteFunc(both, func(line string) bool { return strings.Contains(line, "<https://w3id.org/newskg/import/d") })
	if strings.Join(kept, "\n") != alone {
		t.Error("an import changes what articles state")
	}
}

// BenchmarkImport imports a million quads of 44,000 graphs, merged into one, into a store on disk:
//
//	go test ./graph -run XXX -bench BenchmarkImport -benchtime 1x
func BenchmarkImport(b *testing.B) {
	const n = 1_000_000
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "<https://example.org/trade/deal-%d> <http://example.org/p%d> \"%d pieces\" <https://example.org/source/%d> .\n", i/5, i%11, i%70000, i/23)
	}
	for b.Loop() {
		s, err := Open(b.Context(), filepath.Join(b.TempDir(), "kg.db"), testOptions)
		if err != nil {
			b.Fatal(err)
		}
		r, err := s.Import(b.Context(), document(b, "x.nq", text.String()), ImportOptions{Name: "x", Graphs: GraphsMerge})
		if err != nil || r.Quads != n {
			b.Fatal(r.Quads, err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "quads/s")
}
