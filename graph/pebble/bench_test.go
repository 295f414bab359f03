package pebblestore

import (
	"context"
	"fmt"
	"testing"

	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"
)

// benchView is a view of people who met, each meeting with its sentence: as many as fill some tables.
func benchView(b *testing.B, people int) *View {
	b.Helper()
	s := openTest(b, b.TempDir(), Options{NoSync: true})
	w, err := s.NewQuadWriter()
	if err != nil {
		b.Fatal(err)
	}
	for i := range people {
		me, sentence := fmt.Sprintf("person/Person_%d", i), fmt.Sprintf("article/story-%d#char=%d,%d", i/10, i%10*100, i%10*100+97)
		if _, err := w.WriteQuads([]quad.Quad{
			iri(me, "type", "Person", sentence),
			iri(me, "metWith", fmt.Sprintf("person/Person_%d", (i*7919+13)%people), sentence),
			iri(me, "place", fmt.Sprintf("place/Place_%d", i%500), sentence),
			{Subject: quad.IRI(sentence), Predicate: quad.IRI("text"), Object: quad.String(fmt.Sprintf("Person %d met another on day %d of the talks, officials said.", i, i%365)), Label: quad.IRI("article")},
		}); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	v, err := s.View()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { v.Close() })
	return v
}

// BenchmarkQuery measures questions of a few steps, where what costs is planning, looking up names and opening ranges.
func BenchmarkQuery(b *testing.B) {
	const people = 100_000
	v := benchView(b, people)
	person, sentence := quad.IRI("person/Person_50000"), quad.IRI("article/story-5000#char=0,97")
	met := quad.IRI("metWith")
	from := func(it quad.Value) *path.Path { return path.StartPath(v, it) }
	for _, q := range []struct {
		name string
		path *path.Path
	}{
		{"one hop", from(person).Out(met)},
		{"two hops", from(person).Out(met).Out(met)},
		{"facts of a sentence", path.StartPath(v).LabelContext(from(sentence)).Out()},
		{"evidence with text", from(person).LabelContextWithTags([]string{"ev"}, path.StartPath(v).Save(quad.IRI("text"), "t")).Out(met)},
	} {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			ctx := context.Background()
			for b.Loop() {
				found := 0
				err := iterator.Iterate(ctx, q.path.BuildIterator(ctx)).Paths(true).TagEach(func(map[string]refs.Ref) error { found++; return nil })
				if err != nil || found == 0 {
					b.Fatal(found, err)
				}
			}
		})
	}
}
