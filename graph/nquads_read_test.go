package graph

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
)

func parse(t testing.TB, format, text string) ([]quad.Quad, error) {
	t.Helper()
	f, err := FindInputFormat(format)
	if err != nil {
		t.Fatal(err)
	}
	var out []quad.Quad
	err = f.Read(strings.NewReader(text), "http://example.org/base/", func(q quad.Quad) error {
		out = append(out, q)
		return nil
	})
	return out, err
}

// What the reader takes is written and read again the same; nothing makes it panic.
func FuzzReadNQuads(f *testing.F) {
	for _, text := range hostileTexts {
		var b bytes.Buffer
		q := quad.Quad{Subject: quad.IRI("http://example.org/s"), Predicate: quad.IRI("http://example.org/p"), Object: quad.LangString{Value: quad.String(text), Lang: "en"}, Label: quad.IRI("http://example.org/g")}
		if err := newNQuadsWriter(&b).WriteQuad(q); err != nil {
			f.Fatal(err)
		}
		f.Add(b.String())
	}
	f.Add("<a:b><a:c>\"\\u00e9\\U0001F600\\t\"^^<a:d>_:x.y-z.#c\r\n\r_:b.1 <a:%41> _:é <a:[g]> .")
	f.Fuzz(func(t *testing.T, text string) {
		quads, err := parse(t, "nquads", text)
		if err != nil {
			return
		}
		// The writer keeps to labels that every other reader takes.
		names := make(map[quad.BNode]quad.BNode)
		plain := func(v quad.Value) quad.Value {
			b, ok := v.(quad.BNode)
			if !ok {
				return v
			}
			if names[b] == "" {
				names[b] = quad.BNode(fmt.Sprint("b", len(names)))
			}
			return names[b]
		}
		var b bytes.Buffer
		w := newNQuadsWriter(&b)
		for i, q := range quads {
			q.Subject, q.Object, q.Label = plain(q.Subject), plain(q.Object), plain(q.Label)
			quads[i] = q
			if err := w.WriteQuad(q); err != nil {
				t.Fatalf("%q was read as %v: %v", text, q, err)
			}
		}
		again, err := parse(t, "nquads", b.String())
		if err != nil {
			t.Fatal(err)
		}
		if len(again) != len(quads) {
			t.Fatalf("%d quads come back as %d", len(quads), len(again))
		}
		for i := range quads {
			if quads[i] != again[i] {
				t.Errorf("%v comes back as %v", quads[i], again[i])
			}
		}
	})
}

// A line of an article's text is longer than any buffer.
func TestReadLongLine(t *testing.T) {
	text := strings.Repeat("sixteen letters ", 1<<17)
	quads, err := parse(t, "nquads", "<a:s> <a:p> \""+text+"\" <a:g> .\n<a:s> <a:p> <a:o> .")
	if err != nil || len(quads) != 2 || quads[0].Object != quad.Value(quad.String(text)) {
		t.Errorf("%d quads, %v", len(quads), err)
	}
}

func BenchmarkReadNQuads(b *testing.B) {
	var text bytes.Buffer
	w := newNQuadsWriter(&text)
	for i := range 10000 {
		if err := w.WriteQuad(quad.Quad{Subject: quad.IRI(fmt.Sprintf("https://w3id.org/newskg/event/story-%d_Consult_%d", i/12, i/4)), Predicate: quad.IRI(fmt.Sprintf("https://w3id.org/newskg/ns#p%d", i%7)),
			Object: quad.String(fmt.Sprintf("the minister said %d times \"no\"", i)), Label: quad.IRI(fmt.Sprintf("https://w3id.org/newskg/article/story-%d#char=0,%d", i/12, i/4))}); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		n := 0
		if err := parseNQuads(bytes.NewReader(text.Bytes()), "", func(quad.Quad) error { n++; return nil }); err != nil || n != 10000 {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(b.N)*10000/b.Elapsed().Seconds(), "quads/s")
}
