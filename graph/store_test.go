package graph

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// readings are the hand-made readings that tests of several packages share.
func readings(t testing.TB) []schema.Reading {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "readings.json"))
	if err != nil {
		t.Fatal(err)
	}
	var rs []schema.Reading
	if err := json.Unmarshal(data, &rs); err != nil {
		t.Fatal(err)
	}
	return rs
}

var testOptions = Options{Version: "test", Now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }}

// eachStore runs a test on every backend of the table, in memory and on disk.
func eachStore(t *testing.T, test func(t *testing.T, s *Store)) {
	for _, b := range backends {
		if b.open == nil {
			continue
		}
		o := testOptions
		o.Backend = b.name
		t.Run(b.name+"/memory", func(t *testing.T) {
			s, err := OpenMemory(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			test(t, s)
		})
		t.Run(b.name+"/disk", func(t *testing.T) {
			s, err := Open(t.Context(), filepath.Join(t.TempDir(), "kg.db"), o)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			test(t, s)
		})
	}
}

func put(t testing.TB, s *Store, rs ...schema.Reading) {
	t.Helper()
	for _, r := range rs {
		if _, err := s.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
}

func export(t testing.TB, s *Store, o ExportOptions) string {
	t.Helper()
	var b strings.Builder
	f, err := FindFormat("nquads")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Export(t.Context(), &b, f, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestOrderOfLoadingLeavesNoTrace(t *testing.T) {
	rs := readings(t)
	// The same thing under another label, other names and another class: what the store says must not depend on order.
	other := rs[1]
	other.Things = append([]schema.Thing(nil), other.Things...)
	other.Things[0] = schema.Thing{Name: "nation:Russia", Class: "kg:Nation", Label: "Russian Federation", Alt: []string{"Russia", "RF"}, ISO3: "RUS"}
	rs[1] = other
	eachStore(t, func(t *testing.T, s *Store) {
		var first string
		for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}} {
			for _, i := range order {
				put(t, s, rs[i])
			}
			got := export(t, s, ExportOptions{Provenance: true})
			if first == "" {
				first = got
			} else if got != first {
				t.Errorf("order %v gives another graph:\n%s", order, diffLines(first, got))
			}
			if !strings.Contains(got, `<https://w3id.org/newskg/nation/Russia> <http://www.w3.org/2000/01/rdf-schema#label> "Russia" <https://w3id.org/newskg/things>`) {
				t.Error("Russia has lost the label that its IRI is made of")
			}
			if n := strings.Count(got, `nation/Russia> <http://www.w3.org/2000/01/rdf-schema#label>`); n != 1 {
				t.Errorf("Russia has %d labels", n)
			}
			for _, r := range rs {
				if _, err := s.Forget(t.Context(), r.Article.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

func TestForgetUndoesPut(t *testing.T) {
	rs := readings(t)
	eachStore(t, func(t *testing.T, s *Store) {
		states := []string{export(t, s, ExportOptions{Provenance: true})}
		for _, r := range rs {
			put(t, s, r)
			states = append(states, export(t, s, ExportOptions{Provenance: true}))
		}
		for i := len(rs) - 1; i >= 0; i-- {
			if _, err := s.Forget(t.Context(), rs[i].Article.ID); err != nil {
				t.Fatal(err)
			}
			if got := export(t, s, ExportOptions{Provenance: true}); got != states[i] {
				t.Errorf("after forgetting %s:\n%s", rs[i].Article.ID, diffLines(states[i], got))
			}
		}
		var unknown *UnknownArticleError
		if _, err := s.Forget(t.Context(), rs[0].Article.ID); !errors.As(err, &unknown) {
			t.Errorf("forgetting what is not there: %v", err)
		}
	})
}

func TestPutTwiceChangesNothing(t *testing.T) {
	rs := readings(t)
	eachStore(t, func(t *testing.T, s *Store) {
		put(t, s, rs...)
		before := export(t, s, ExportOptions{Provenance: true})
		for _, r := range rs {
			r.Article.Source = "elsewhere/" + r.Article.Source // the same text from another place is the same article
			got, err := s.Put(t.Context(), r)
			if err != nil || got != (PutResult{}) {
				t.Errorf("second put of %s: %+v, %v", r.Article.ID, got, err)
			}
		}
		if got := export(t, s, ExportOptions{Provenance: true}); got != before {
			t.Error(diffLines(before, got))
		}
	})
}

func TestNewVersionReplaces(t *testing.T) {
	rs := readings(t)
	eachStore(t, func(t *testing.T, s *Store) {
		next := rs[2]
		next.Article.ID, next.Article.Source = rs[0].Article.ID, rs[0].Article.Source
		put(t, s, next, rs[1])
		want := export(t, s, ExportOptions{Provenance: true})
		if _, err := s.Forget(t.Context(), next.Article.ID); err != nil {
			t.Fatal(err)
		}
		put(t, s, rs[0])
		got, err := s.Put(t.Context(), next)
		if err != nil || got.Change != Replaced {
			t.Fatalf("put of a new version: %+v, %v", got, err)
		}
		if got := export(t, s, ExportOptions{Provenance: true}); got != want {
			t.Error(diffLines(want, got))
		}
	})
}

func TestClashNamesBothSources(t *testing.T) {
	rs := readings(t)
	eachStore(t, func(t *testing.T, s *Store) {
		put(t, s, rs[0])
		before := export(t, s, ExportOptions{Provenance: true})
		r := rs[1]
		r.Article.ID = rs[0].Article.ID
		_, err := s.Put(t.Context(), r)
		var clash *ClashError
		if !errors.As(err, &clash) || !strings.Contains(err.Error(), rs[0].Article.Source) || !strings.Contains(err.Error(), r.Article.Source) {
			t.Fatalf("got %v", err)
		}
		if got := export(t, s, ExportOptions{Provenance: true}); got != before {
			t.Error(diffLines(before, got))
		}
	})
}

// A reading with one bad fact is refused whole, by an error that names the fact.
func TestPutRefuses(t *testing.T) {
	base := readings(t)[0]
	sentence := base.Sentences[0].Span
	for name, c := range map[string]struct {
		change func(r *schema.Reading)
		want   string
	}{
		"blank in an IRI": {func(r *schema.Reading) {
			r.Facts = append(r.Facts, schema.Fact{Subject: "nation:Costa Rica", Predicate: "kg:seeks", Object: schema.Ref("weapon:S-400"), Sentence: sentence})
		}, "nation:Costa Rica kg:seeks"},
		"angle in an IRI": {func(r *schema.Reading) {
			r.Facts = append(r.Facts, schema.Fact{Subject: "nation:India", Predicate: "kg:seeks", Object: schema.Ref("weapon:S<400>"), Sentence: sentence})
		}, `'<' may not stand in an IRI`},
		"unknown prefix": {func(r *schema.Reading) {
			r.Facts = append(r.Facts, schema.Fact{Subject: "nations:India", Predicate: "kg:seeks", Object: schema.Ref("weapon:S-400"), Sentence: sentence})
		}, "there is no prefix nations:"},
		"no sentence": {func(r *schema.Reading) {
			r.Facts = append(r.Facts, schema.Fact{Subject: "nation:India", Predicate: "kg:seeks", Object: schema.Ref("weapon:S-400"), Sentence: schema.Span{Begin: 1, End: 2}})
		}, "characters 1 to 2 are no sentence"},
		"invalid UTF-8": {func(r *schema.Reading) {
			r.Facts = append(r.Facts, schema.Fact{Subject: "nation:India", Predicate: "kg:what", Object: schema.Text("a\xffb"), Sentence: sentence})
		}, "not valid UTF-8"},
		"not a number": {func(r *schema.Reading) {
			r.Facts = append(r.Facts, schema.Fact{Subject: "event:x", Predicate: "kg:killed", Object: schema.Typed("twenty", "xsd:integer"), Sentence: sentence})
		}, `"twenty" is no xsd:integer`},
		"not a day": {func(r *schema.Reading) { r.Article.Date = "2020-02-30" }, "schema:datePublished"},
		"sentence past the end": {func(r *schema.Reading) {
			r.Sentences = append(r.Sentences, schema.Sentence{Span: schema.Span{Begin: 0, End: 1 << 20}})
		}, "lies outside the text"},
		"bad mention": {func(r *schema.Reading) {
			r.Sentences = append([]schema.Sentence(nil), r.Sentences...)
			r.Sentences[0].Mentions = []string{"India"}
		}, `"India" is no IRI`},
		"thing without a label": {func(r *schema.Reading) {
			r.Things = append([]schema.Thing{{Name: "nation:X", Class: "kg:Nation"}}, r.Things...)
		}, "thing nation:X: it has no rdfs:label"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := OpenMemory(t.Context(), testOptions)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			before := export(t, s, ExportOptions{Provenance: true})
			r := base
			c.change(&r)
			if _, err := s.Put(t.Context(), r); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), r.Article.ID) {
				t.Errorf("error %v does not say %q", err, c.want)
			}
			if got := export(t, s, ExportOptions{Provenance: true}); got != before {
				t.Error("the store has changed")
			}
		})
	}
}

// The sentence that the graph holds is the text of the article between the offsets of its name, in characters.
func TestSentencesAreTheText(t *testing.T) {
	rs := readings(t)
	s, err := OpenMemory(t.Context(), testOptions)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put(t, s, rs[0])
	tx, done, err := s.begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	text := []rune(rs[0].Article.Text)
	for _, sentence := range rs[0].Sentences {
		iri := mustIRI(schema.SentenceName(rs[0].Article.ID, sentence.Begin, sentence.End))
		want := quad.Quad{Subject: iri, Predicate: kgText, Object: quad.String(string(text[sentence.Begin:sentence.End])), Label: mustIRI(schema.ArticleName(rs[0].Article.ID))}
		quads, err := tx.quads(quad.Subject, iri)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, q := range quads {
			found = found || q == want
		}
		if !found {
			t.Errorf("%s has no text %s", iri, want.Object)
		}
	}
}

func TestCanonicalNumbers(t *testing.T) {
	for _, c := range []struct{ in, datatype, want string }{
		{"007", "xsd:integer", "7"}, {"-0", "xsd:integer", "0"}, {"+12", "xsd:integer", "12"},
		{"5000000000", "xsd:decimal", "5000000000"}, {"05.250", "xsd:decimal", "5.25"}, {".5", "xsd:decimal", "0.5"}, {"-0.0", "xsd:decimal", "0"}, {"3.", "xsd:decimal", "3"},
		{"1e3", "xsd:decimal", ""}, {"", "xsd:decimal", ""}, {"--1", "xsd:decimal", ""}, {"1_000", "xsd:integer", ""},
	} {
		got, err := literal(c.in, c.datatype)
		if c.want == "" {
			if err == nil {
				t.Errorf("%q^^%s is accepted as %v", c.in, c.datatype, got)
			}
		} else if err != nil || got != (quad.TypedString{Value: quad.String(c.want), Type: mustIRI(c.datatype)}) {
			t.Errorf("%q^^%s: %v, %v", c.in, c.datatype, got, err)
		}
	}
}

func TestOpen(t *testing.T) {
	for _, backend := range Backends() {
		t.Run(backend, func(t *testing.T) { testOpen(t, backend) })
	}
}

func testOpen(t *testing.T, backend string) {
	ctx := t.Context()
	dir := filepath.Join(t.TempDir(), "kg.db")
	var missing *NotFoundError
	if _, err := Open(ctx, dir, Options{ReadOnly: true}); !errors.As(err, &missing) {
		t.Errorf("reading a store that is not there: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Error("reading has made a store")
	}

	writer := testOptions
	writer.Command, writer.Backend = "kg load x", backend
	s, err := Open(ctx, dir, writer)
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, readings(t)...)
	want := export(t, s, ExportOptions{})
	var locked *LockedError
	if _, err := Open(ctx, dir, Options{ReadOnly: true}); !errors.As(err, &locked) || !strings.Contains(err.Error(), "kg load x") {
		t.Errorf("reading while another writes: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	readers := make([]*Store, 2)
	for i := range readers {
		if readers[i], err = Open(ctx, dir, Options{ReadOnly: true}); err != nil {
			t.Fatal(err)
		}
		if got := export(t, readers[i], ExportOptions{}); got != want {
			t.Error(diffLines(want, got))
		}
		if _, err := readers[i].Forget(ctx, readings(t)[0].Article.ID); err == nil {
			t.Error("a store open for reading was written")
		}
	}
	if _, err := Open(ctx, dir, writer); !errors.As(err, &locked) {
		t.Errorf("writing while others read: %v", err)
	}
	for _, r := range readers {
		r.Close()
	}
	if s, err = Open(ctx, dir, writer); err != nil {
		t.Fatal(err)
	}
	s.Close()

	for name, c := range map[string]struct{ mark, want string }{
		"other version":  {"kg store\nbackend " + backend + " 99\n", "version 99"},
		"former backend": {"kg store\nbackend leveldb 1\n", "was made with the former backend leveldb: export it"},
		"other backend":  {"kg store\nbackend papyrus 1\n", `"papyrus"`},
		"garbage":        {"hello", "cannot read"},
	} {
		if err := os.WriteFile(filepath.Join(dir, markFile), []byte(c.mark), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(ctx, dir, Options{ReadOnly: true}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "thesis.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, other, writer); err == nil || !strings.Contains(err.Error(), "thesis.txt") {
		t.Errorf("writing into somebody's folder: %v", err)
	}
}

// After a failed write the store goes on with what it held before.
func TestFailedWrite(t *testing.T) {
	rs := readings(t)
	eachStore(t, func(t *testing.T, s *Store) {
		put(t, s, rs[0])
		before := export(t, s, ExportOptions{Provenance: true})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Put(ctx, rs[1]); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		// Cayley refuses a whole batch for one value that is not UTF-8, and its caches are then wrong until it is reopened.
		bad := []quad.Quad{
			{Subject: quad.IRI("http://example.org/new"), Predicate: kgText, Object: quad.String("good"), Label: things},
			{Subject: quad.IRI("http://example.org/new"), Predicate: kgText, Object: quad.String("b\xffd"), Label: things},
		}
		if err := s.apply(t.Context(), nil, bad); err == nil {
			t.Skip("this backend takes invalid UTF-8")
		}
		if got := export(t, s, ExportOptions{Provenance: true}); got != before {
			t.Error(diffLines(before, got))
		}
		put(t, s, rs[1:]...)
		want := func() string {
			s, err := OpenMemory(t.Context(), testOptions)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			put(t, s, rs...)
			return export(t, s, ExportOptions{Provenance: true})
		}()
		if got := export(t, s, ExportOptions{Provenance: true}); got != want {
			t.Error(diffLines(want, got))
		}
	})
}

// diffLines shows the lines that only one of two texts has.
func diffLines(want, got string) string {
	count := make(map[string]int)
	for _, l := range strings.Split(want, "\n") {
		count[l]++
	}
	var b strings.Builder
	for _, l := range strings.Split(got, "\n") {
		if count[l] == 0 {
			b.WriteString("+" + l + "\n")
		} else {
			count[l]--
		}
	}
	for _, l := range strings.Split(want, "\n") {
		if count[l] > 0 {
			count[l]--
			b.WriteString("-" + l + "\n")
		}
	}
	if b.Len() == 0 {
		return "(the same lines in another order)"
	}
	return b.String()
}
