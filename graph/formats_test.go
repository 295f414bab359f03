package graph

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"

	"github.com/newskg/kg/schema"
)

func TestMain(m *testing.M) {
	// Compare what is written, not the native values that Cayley's reader makes of it.
	nquads.AutoConvertTypedString = false
	os.Exit(m.Run())
}

// hostileTexts are literals that writers get wrong.
var hostileTexts = []string{
	"", " ", "plain", `quo"te`, `ends in "`, "line\nends in \"", "\"\"\"", `back\slash`, `\`, `\u0041`, "tab\tcr\rlf\n", "\x01\x08\x0b\x0c\x1f\x7f",
	"ünïcödé — “quotes” ‘ ’", "emoji 🚀", "‏עברית", "e\u0301", "\u2028\u2029\u0085", "<http://example.org/a>", "_:b1", `"x"@en`, `"5"^^<http://www.w3.org/2001/XMLSchema#integer>`,
	"@prefix a: <b> .", "# no comment", "'''", ". ; ,", "\ufeffbom", "\U0010ffff",
}

var hostileIRIs = []string{
	"https://w3id.org/newskg/nation/India", "https://w3id.org/newskg/weapon/F-16C%2FD", "https://w3id.org/newskg/article/a/b~c#char=0,5",
	"https://w3id.org/newskg/article/x.", "https://w3id.org/newskg/nation/-x", "https://w3id.org/newskg/nation/", "https://w3id.org/newskg/ns#a(b)", "http://example.org/é/ü?a=b&c=d#e'f;g,h",
	"urn:uuid:1-2-3", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "mailto:a@b.example",
}

func hostileQuads() []quad.Quad {
	var out []quad.Quad
	s, p, g := quad.IRI("https://w3id.org/newskg/event/e"), quad.IRI("https://w3id.org/newskg/ns#what"), quad.IRI("https://w3id.org/newskg/article/a#char=0,5")
	for _, text := range hostileTexts {
		out = append(out, quad.Quad{Subject: s, Predicate: p, Object: quad.String(text), Label: g},
			quad.Quad{Subject: s, Predicate: p, Object: quad.TypedString{Value: quad.String(text), Type: "http://example.org/type"}, Label: g},
			quad.Quad{Subject: s, Predicate: p, Object: quad.LangString{Value: quad.String(text), Lang: "en-GB"}, Label: g})
	}
	for _, iri := range hostileIRIs {
		i := quad.IRI(iri)
		out = append(out, quad.Quad{Subject: i, Predicate: p, Object: i, Label: i}, quad.Quad{Subject: s, Predicate: i, Object: i, Label: g})
	}
	for _, number := range []string{"1", "1.", "007", "-0", "5000000000"} {
		for _, datatype := range []string{"xsd:integer", "xsd:decimal", "xsd:date", "xsd:gYear"} {
			out = append(out, quad.Quad{Subject: s, Predicate: p, Object: quad.TypedString{Value: quad.String(number), Type: mustIRI(datatype)}, Label: g})
		}
	}
	return sortedUnique(append(out, quad.Quad{Subject: quad.BNode("b1"), Predicate: p, Object: quad.BNode("b_2"), Label: g}))
}

func write(t testing.TB, format string, quads []quad.Quad) []byte {
	t.Helper()
	f, err := FindFormat(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := f.NewWriter(&b)
	for _, q := range quads {
		if err := w.WriteQuad(q); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readNQuads reads with Cayley's parser, in its usual mode: the raw one mistakes literals that hold quotation marks.
func readNQuads(t testing.TB, data []byte) []quad.Quad {
	t.Helper()
	var out []quad.Quad
	r := nquads.NewReader(bytes.NewReader(data), false)
	for {
		q, err := r.ReadQuad()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, data)
		}
		out = append(out, q)
	}
}

func TestNQuadsRoundTrip(t *testing.T) {
	want := hostileQuads()
	got := readNQuads(t, write(t, "nquads", want))
	if len(got) != len(want) {
		t.Fatalf("%d quads come back as %d", len(want), len(got))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("wrote %v, read %v", want[i], got[i])
		}
	}
}

// term tells objects apart by text, datatype and language, whatever way a reader spells them: language tags have no
// case, and IRIs may come back with escapes that Cayley's reader leaves in.
func term(v quad.Value) string {
	switch v := v.(type) {
	case quad.IRI:
		if s, err := strconv.Unquote(`"` + string(v) + `"`); err == nil {
			return "<" + s + ">"
		}
	case quad.TypedString:
		return string(v.Value) + "^^" + string(v.Type)
	case quad.LangString:
		return string(v.Value) + "@" + strings.ToLower(v.Lang)
	}
	return v.String()
}

func FuzzNQuadsRoundTrip(f *testing.F) {
	for _, text := range hostileTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := quad.Quad{Subject: quad.IRI("http://example.org/s"), Predicate: quad.IRI("http://example.org/p"), Object: quad.TypedString{Value: quad.String(text), Type: "http://example.org/t"}, Label: quad.IRI("http://example.org/g")}
		var b bytes.Buffer
		err := newNQuadsWriter(&b).WriteQuad(q)
		if !utf8.ValidString(text) {
			if err == nil {
				t.Fatalf("%q is not valid UTF-8 and was written", text)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		got := readNQuads(t, b.Bytes())
		if len(got) != 1 || got[0] != q {
			t.Fatalf("wrote %v as %s, read %v", q, b.Bytes(), got)
		}
	})
}

func TestWritersRefuse(t *testing.T) {
	s, p := quad.IRI("http://example.org/s"), quad.IRI("http://example.org/p")
	for _, q := range []quad.Quad{
		{Subject: quad.IRI("http://example.org/a b"), Predicate: p, Object: s},
		{Subject: s, Predicate: p, Object: quad.IRI("Barack <Obama>")},
		{Subject: s, Predicate: p, Object: quad.IRI("http://example.org/new\nline")},
		{Subject: s, Predicate: p, Object: quad.IRI("")},
		{Subject: quad.String("text"), Predicate: p, Object: s},
		{Subject: s, Predicate: quad.BNode("b"), Object: s},
		{Subject: s, Predicate: p, Object: quad.Int(5)},
		{Subject: s, Predicate: p, Object: nil},
		{Subject: s, Predicate: p, Object: quad.String("a\xffb")},
		{Subject: s, Predicate: p, Object: quad.TypedString{Value: "5", Type: "xsd:integer"}},
		{Subject: s, Predicate: p, Object: quad.LangString{Value: "a", Lang: "en us"}},
		{Subject: quad.BNode("a.b c"), Predicate: p, Object: s},
	} {
		for _, f := range Formats() {
			var b bytes.Buffer
			if err := f.NewWriter(&b).WriteQuad(q); err == nil {
				t.Errorf("%s writes %#v as %s", f.Name, q, b.String())
			}
		}
	}
}

// Other programs must read what is written, and read the same.
func TestOtherReaders(t *testing.T) {
	quads := hostileQuads()
	triples := make(map[string]bool)
	for _, q := range quads {
		q.Label = nil
		triples[q.String()] = true
	}
	for _, c := range []struct {
		program string
		args    []string
		format  string
		want    int
	}{
		{"serdi", []string{"-i", "nquads", "-o", "nquads"}, "nquads", len(quads)},
		{"serdi", []string{"-i", "turtle", "-o", "ntriples"}, "turtle", len(triples)},
		{"rapper", []string{"-q", "-i", "nquads", "-o", "nquads"}, "nquads", len(quads)},
		{"rapper", []string{"-q", "-i", "turtle", "-o", "ntriples"}, "turtle", len(triples)},
	} {
		t.Run(c.program+"/"+c.format, func(t *testing.T) {
			path, err := exec.LookPath(c.program)
			if err != nil {
				t.Skipf("%s is not installed (Debian: raptor2-utils, serdi)", c.program)
			}
			file := filepath.Join(t.TempDir(), "graph")
			if err := os.WriteFile(file, write(t, c.format, quads), 0o644); err != nil {
				t.Fatal(err)
			}
			args := append(c.args, file)
			if c.program == "rapper" {
				args = append(args, "http://example.org/")
			}
			var stderr strings.Builder
			cmd := exec.Command(path, args...)
			cmd.Stderr = &stderr
			out, err := cmd.Output()
			if err != nil || stderr.Len() > 0 {
				t.Fatalf("%v: %s", err, stderr.String())
			}
			got := readNQuads(t, out)
			if len(got) != c.want {
				t.Errorf("%d statements, read as %d", c.want, len(got))
			}
			have := make(map[string]bool)
			for _, q := range got {
				have[term(q.Object)] = true
			}
			var missing []string
			for _, q := range quads {
				if _, blank := q.Object.(quad.BNode); !blank && !have[term(q.Object)] {
					missing = append(missing, fmt.Sprintf("%q", term(q.Object)))
				}
			}
			sort.Strings(missing)
			if len(missing) > 0 {
				t.Errorf("objects lost or changed: %s", strings.Join(missing, ", "))
			}
		})
	}
}

// What the store exports holds full datatypes and comes back quad for quad.
func TestExportOfReadings(t *testing.T) {
	s, err := OpenMemory(t.Context(), testOptions)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rs := readings(t)
	put(t, s, rs...)
	var want []quad.Quad
	if err := s.walk(t.Context(), ExportOptions{}, func(q quad.Quad) error { want = append(want, q); return nil }); err != nil {
		t.Fatal(err)
	}
	text := export(t, s, ExportOptions{})
	got := readNQuads(t, []byte(text))
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("quad %d: wrote %v", i, want[i])
		}
	}
	for _, line := range []string{
		`<https://w3id.org/newskg/nation/India> <https://w3id.org/newskg/ns#seeks> <https://w3id.org/newskg/weapon/S-400> <https://w3id.org/newskg/article/s400-2020#char=63,202> .`,
		`<https://w3id.org/newskg/agreement/India-Russia_S-400_agreement__2018> <https://w3id.org/newskg/ns#value> "5000000000"^^<http://www.w3.org/2001/XMLSchema#decimal> <https://w3id.org/newskg/article/s400-2020#char=203,297> .`,
		`<https://w3id.org/newskg/article/s400-2020> <https://schema.org/datePublished> "2020-06-23"^^<http://www.w3.org/2001/XMLSchema#date> <https://w3id.org/newskg/article/s400-2020> .`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("the export lacks %s", line)
		}
	}
	if strings.Contains(text, schema.ProvenanceGraph) {
		t.Error("provenance was exported unasked")
	}
	some := export(t, s, ExportOptions{Articles: []string{"turkey-2019"}})
	if !strings.Contains(some, "nation/Turkey") || strings.Contains(some, "Rajnath_Singh") || strings.Contains(some, "s400-2020") {
		t.Errorf("the export of one article:\n%s", some)
	}
	var unknown *UnknownArticleError
	if err := s.Export(t.Context(), io.Discard, &formats[0], ExportOptions{Articles: []string{"nothing"}}); !errors.As(err, &unknown) {
		t.Errorf("export of an unknown article: %v", err)
	}
}
