package graph

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/newskg/kg/schema"
)

// differences opens two documents of N-Quads and tells what differs, one line each.
func differences(t *testing.T, before, after string) (words []string, deleted, added []string) {
	t.Helper()
	var sides [2]*Store
	for i, text := range []string{before, after} {
		file := filepath.Join(t.TempDir(), "graph.nq")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := OpenFile(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		sides[i] = s
	}
	err := Diff(t.Context(), sides[0], sides[1], nil, func(d Difference) error {
		line := fmt.Sprintf("%s %s: %s", d.Kind, cut(d.Sentence, 20), d.What)
		for _, change := range d.Changes {
			line += "; " + change
		}
		words = append(words, line)
		gone, come, err := d.NQuads()
		deleted, added = append(deleted, gone...), append(added, come...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(deleted)
	slices.Sort(added)
	return words, deleted, added
}

func cut(s string, n int) string { return s[:min(n, len(s))] }

func TestDiff(t *testing.T) {
	s, err := OpenMemory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put(t, s, readings(t)...)
	data := export(t, s, ExportOptions{})
	if words, _, _ := differences(t, data, data); len(words) > 0 {
		t.Errorf("a graph differs from itself: %q", words)
	}
	replace := func(text, old, new string) string {
		if !strings.Contains(text, old) {
			t.Fatalf("there is no %s", old)
		}
		return strings.Replace(text, old, new, 1)
	}
	status := "<" + schema.MustExpand("event:s400-2020_Assault_298") + "> <" + schema.MustExpand("kg:status") + "> <" + schema.MustExpand("kg:Actual") + ">"
	operates := "<" + schema.MustExpand("nation:India") + "> <" + schema.MustExpand("kg:operates") + "> <" + schema.MustExpand("weapon:Su-30MKI") +
		"> <" + schema.MustExpand("article:s400-2020#char=415,451") + "> .\n"
	label := "\"Türkiye\" <" + schema.ThingsGraph + ">"
	after := replace(data, status, strings.ReplaceAll(status, "Actual", "Possible"))
	after = replace(after, operates, "")
	after = replace(after, label, strings.ReplaceAll(label, "Türkiye", "Turkiye"))
	imported := "<http://example.org/a> <http://example.org/b> \"c\" <" + schema.ImportGraphBase + "mine> .\n"
	after += imported
	words, deleted, added := differences(t, data, after)
	want := []string{
		"changed : Turkiye (nation:Turkey); rdfs:label: \"Türkiye\", now \"Turkiye\"",
		"added : http://example.org/a http://example.org/b \"c\"",
		"changed Indian and Chinese t: Assault \"clashed\" by China, India; status: Actual, now Possible",
		"removed India already operat: India operates Su-30MKI",
	}
	if !slices.Equal(words, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(words, "\n"), strings.Join(want, "\n"))
	}
	// The quads told are those that lead from one graph to the other.
	lines := func(text string) []string {
		out := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		slices.Sort(out)
		return out
	}
	var onlyBefore, onlyAfter []string
	for _, line := range lines(data) {
		if !slices.Contains(lines(after), line) {
			onlyBefore = append(onlyBefore, line)
		}
	}
	for _, line := range lines(after) {
		if !slices.Contains(lines(data), line) {
			onlyAfter = append(onlyAfter, line)
		}
	}
	if !slices.Equal(deleted, onlyBefore) || !slices.Equal(added, onlyAfter) {
		t.Errorf("deleted %q, want %q; added %q, want %q", deleted, onlyBefore, added, onlyAfter)
	}
}

// An article whose text only moved says the same.
func TestDiffOfMovedText(t *testing.T) {
	var before, after *Store
	for _, s := range []**Store{&before, &after} {
		var err error
		if *s, err = OpenMemory(t.Context(), Options{}); err != nil {
			t.Fatal(err)
		}
		defer (*s).Close()
	}
	reading := func(prefix string, status string) schema.Reading {
		n := len(prefix)
		text := prefix + "India asked Russia."
		span := schema.Span{Begin: n, End: n + 19}
		event := fmt.Sprintf("event:a_Request_%d", n+6)
		r := schema.Reading{Article: schema.Article{ID: "a", Text: text, Source: "a"}, Sentences: []schema.Sentence{{Span: span}}}
		for _, f := range [][2]string{{"rdf:type", "kg:Event"}, {"rdf:type", "kg:Request"}, {"kg:status", status}, {"kg:actor", "nation:India"},
			{"kg:statedIn", schema.SentenceName("a", span.Begin, span.End)}} {
			r.Facts = append(r.Facts, schema.Fact{Subject: event, Predicate: f[0], Object: schema.Ref(f[1]), Sentence: span})
		}
		r.Facts = append(r.Facts, schema.Fact{Subject: event, Predicate: "kg:begin", Object: schema.Typed(fmt.Sprint(n+6), "xsd:integer"), Sentence: span})
		return r
	}
	put(t, before, reading("", "kg:Actual"))
	put(t, after, reading("A headline\n\n", "kg:Actual"))
	n := 0
	count := func(Difference) error { n++; return nil }
	if err := Diff(t.Context(), before, after, nil, count); err != nil || n != 0 {
		t.Errorf("%d differences, %v", n, err)
	}
	put(t, after, reading("A headline\n\n", "kg:Planned"))
	if err := Diff(t.Context(), before, after, []string{"a"}, count); err != nil || n != 1 {
		t.Errorf("%d differences, %v", n, err)
	}
	if err := Diff(t.Context(), before, after, []string{"b"}, count); err == nil {
		t.Error("an article that neither has is compared")
	}
}
