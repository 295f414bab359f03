package graph

import (
	"bytes"
	"errors"
	"io"
	"os"
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

func write(t testing.TB, format string, quads []quad.Quad) []byte {
	t.Helper()
	f, err := FindFormat(format)
	if err != nil {
		t.Fatal(err)
	}
	out, err := writeFormat(f.Name, quads)
	if err != nil {
		t.Fatal(err)
	}
	return out
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
	want := hostileQuads(func(q quad.Quad) bool {
		_, blank := q.Subject.(quad.BNode)
		_, other := q.Object.(quad.BNode)
		return blank || other
	})
	got := readNQuads(t, write(t, "nquads", want))
	if len(got) != len(want) {
		t.Fatalf("%d quads come back as %d", len(want), len(got))
	}
	for i := range want {
		// A plain string has the datatype xsd:string, whether it says so or not.
		if o, ok := want[i].Object.(quad.TypedString); ok && o.Type == xsdString {
			want[i].Object = o.Value
		}
		if got[i] != want[i] {
			t.Errorf("wrote %v, read %v", want[i], got[i])
		}
	}
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
		{Subject: s, Predicate: p, Object: quad.TypedString{Value: "a", Type: "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}},
		{Subject: s, Predicate: p, Object: s, Label: quad.String("g")},
		{Subject: s, Predicate: p, Object: s, Label: quad.IRI("g")},
	} {
		for _, name := range allFormats() {
			out, err := writeFormat(name, []quad.Quad{q})
			if err == nil {
				t.Errorf("%s writes %#v as %s", name, q, out)
			} else if q.Object != nil && !strings.Contains(err.Error(), q.String()) {
				t.Errorf("%s does not name the quad %v: %v", name, q, err)
			}
		}
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
