package queries

import (
	"slices"
	"strings"
	"testing"

	"github.com/newskg/kg/graph"
)

// Every bundled query has a row on the shared readings with its default parameters, and each row a sentence where one
// is behind it.
func TestLibrary(t *testing.T) {
	for _, backend := range graph.Backends() {
		t.Run(backend, func(t *testing.T) { testLibrary(t, newsStoreOn(t, backend)) })
	}
}

func testLibrary(t *testing.T, store *graph.Store) {
	all, err := Library()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 12 {
		t.Errorf("only %d bundled queries", len(all))
	}
	for _, q := range all {
		t.Run(q.Name, func(t *testing.T) {
			if !strings.HasPrefix(q.Example, "kg query "+q.Name) || !strings.HasSuffix(q.Question, "?") {
				t.Errorf("head: %+v", q)
			}
			params, err := q.WithDefaults(nil)
			if err != nil {
				t.Fatal(err)
			}
			s := NewSession(store)
			r, err := s.Run(t.Context(), q.Script, Options{Name: q.Name, Params: params})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Cite(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Get(sentenceColumn) != nil }) {
				t.Errorf("no row with a sentence:\n%s", lines(t, s, r))
			}
		})
	}
}

func TestQueryNames(t *testing.T) {
	for name, want := range map[string]string{"suplliers": "did you mean suppliers?", "xyzzy": "there is about, agreements, arms"} {
		if _, err := FindQuery(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	q, err := FindQuery("agreements")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.WithDefaults(map[string]string{"c": "x"}); err == nil || !strings.Contains(err.Error(), "it has a, b") {
		t.Errorf("unknown parameter: %v", err)
	}
	if p, err := q.WithDefaults(map[string]string{"b": "China"}); err != nil || p["a"] != "India" || p["b"] != "China" {
		t.Errorf("%v, %v", p, err)
	}
}
