package graph

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// ArticleInfo is one row of the list of articles.
type ArticleInfo struct {
	// ID as in the article's IRI, percent-encoded where it must be.
	ID       string `json:"id"`
	Date     string `json:"date,omitempty"`
	Headline string `json:"headline,omitempty"`
	// Sentences counts those of the stored text.
	Sentences int `json:"sentences"`
	// Source is the input that it was read from.
	Source string `json:"source"`
}

// Articles lists the loaded articles by ID.
func (s *Store) Articles(ctx context.Context) ([]ArticleInfo, error) {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	iris, err := tx.articles()
	if err != nil {
		return nil, fmt.Errorf("graph: articles: %w", err)
	}
	out := make([]ArticleInfo, len(iris))
	for i, iri := range iris {
		info := &out[i]
		info.ID, _ = strings.CutPrefix(string(iri), schema.MustExpand("article:"))
		err := tx.each(quad.Label, iri, func(q quad.Quad) error {
			switch {
			case q.Predicate == isPartOf:
				info.Sentences++
			case q.Subject == iri && q.Predicate == published:
				info.Date = lexical(q.Object)
			case q.Subject == iri && q.Predicate == headline:
				info.Headline = lexical(q.Object)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("graph: articles: %w", err)
		}
		rec, err := tx.record(iri)
		if err != nil {
			return nil, fmt.Errorf("graph: articles: %w", err)
		}
		if rec != nil {
			info.Source = rec.source
		}
	}
	return out, nil
}

// articles are the IRIs of the loaded articles, sorted.
func (r *reader) articles() ([]quad.IRI, error) {
	var out []quad.IRI
	err := r.each(quad.Object, newsArticle, func(q quad.Quad) error {
		if iri, ok := q.Subject.(quad.IRI); ok && q.Predicate == rdfType && q.Label == q.Subject {
			out = append(out, iri)
		}
		return nil
	})
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out, err
}

// lexical is the text of a literal without its datatype.
func lexical(v quad.Value) string {
	if t, ok := v.(quad.TypedString); ok {
		return string(t.Value)
	}
	return quad.ToString(v)
}

// Count is a name with a number.
type Count struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Stats is what a store holds.
type Stats struct {
	Articles  int `json:"articles"`
	Sentences int `json:"sentences"`
	// Things and Events count by class, Quads by kind of graph; classes and kinds in the order of the model.
	Things []Count `json:"things"`
	Events []Count `json:"events"`
	Quads  []Count `json:"quads"`
	// Total counts all quads.
	Total int `json:"total"`
}

// Stats counts what the store holds. It reads every quad.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	var st Stats
	classes := make(map[quad.Value]int)
	kinds := make(map[string]int)
	err := s.each(ctx, func(q quad.Quad) error {
		st.Total++
		kind := KindOf(q.Label)
		kinds[kind]++
		if q.Predicate == rdfType {
			switch {
			case q.Object == newsArticle:
				st.Articles++
			case q.Object == kgSentence:
				st.Sentences++
			case kind == "things", kind == "sentences":
				classes[q.Object]++
			}
		}
		return nil
	})
	if err != nil {
		return Stats{}, fmt.Errorf("graph: stats: %w", err)
	}
	for _, c := range schema.NewVocabulary().Classes {
		n := classes[mustIRI(c.Name)]
		switch {
		case n == 0:
		case c.Parent != "":
			st.Events = append(st.Events, Count{c.Name, n})
		case c.Thing:
			st.Things = append(st.Things, Count{c.Name, n})
		}
	}
	for _, kind := range graphKinds {
		if kinds[kind] > 0 {
			st.Quads = append(st.Quads, Count{kind, kinds[kind]})
		}
	}
	return st, nil
}

var graphKinds = []string{"sentences", "articles", "things", "background", "clusters", "imports", "provenance"}

// Kinds are the kinds of graph, in the order of the model.
func Kinds() []string { return slices.Clone(graphKinds) }

// KindOf is the kind of graph that a label names.
func KindOf(label quad.Value) string {
	iri, _ := label.(quad.IRI)
	switch {
	case iri == things:
		return "things"
	case iri == background:
		return "background"
	case iri == clusters:
		return "clusters"
	case iri == provenance:
		return "provenance"
	case strings.HasPrefix(string(iri), schema.ImportGraphBase):
		return "imports"
	case strings.Contains(string(iri), "#char="):
		return "sentences"
	}
	return "articles"
}
