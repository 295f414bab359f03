package graph

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"sort"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// ExportOptions say what is exported.
type ExportOptions struct {
	// Articles are the IDs of the articles to export, with the descriptions of the things that they name; none for all.
	Articles []string
	// Ontology exports all that the background says of the model itself; without it, only the parent and the quad class
	// of the event classes.
	Ontology bool
	// Provenance exports the provenance graph too. It holds times, so that two loads of the same articles differ in it.
	Provenance bool
}

// Export writes the graph to w. The same articles give the same bytes, in whatever order they were loaded: things,
// background, then each article by ID with its sentences in the order of the text, then clusters and provenance.
func (s *Store) Export(ctx context.Context, w io.Writer, f *Format, o ExportOptions) error {
	buffer := bufio.NewWriterSize(w, 1<<16)
	out := f.NewWriter(buffer)
	err := s.walk(ctx, o, out.WriteQuad)
	if err == nil {
		err = out.Close()
	}
	if err == nil {
		err = buffer.Flush()
	}
	if err != nil {
		return fmt.Errorf("graph: export: %w", err)
	}
	return nil
}

// walk calls fn with the quads of an export in its order.
func (s *Store) walk(ctx context.Context, o ExportOptions, fn func(quad.Quad) error) error {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	articles, err := tx.articles()
	if err != nil {
		return err
	}
	wanted := func(quad.Quad) bool { return true }
	provenanceWanted := wanted
	if len(o.Articles) > 0 {
		chosen := make([]quad.IRI, 0, len(o.Articles))
		for _, id := range o.Articles {
			iri := quad.IRI(schema.MustExpand(schema.ArticleName(id)))
			if !slices.Contains(articles, iri) {
				return &UnknownArticleError{ID: id}
			}
			chosen = append(chosen, iri)
		}
		slices.Sort(chosen)
		articles = slices.Compact(chosen)
		if wanted, provenanceWanted, err = tx.contributedBy(articles); err != nil {
			return err
		}
	}
	emit := func(graph quad.IRI, keep func(quad.Quad) bool) error {
		quads, err := tx.quads(quad.Label, graph)
		if err != nil {
			return err
		}
		for _, q := range sortedUnique(quads) {
			if keep(q) && (o.Ontology || !ofOntology(q)) {
				if err := fn(q); err != nil {
					return err
				}
			}
		}
		return nil
	}
	for _, graph := range []quad.IRI{things, background} {
		if err := emit(graph, wanted); err != nil {
			return err
		}
	}
	for _, article := range articles {
		if err := tx.walkArticle(article, fn); err != nil {
			return err
		}
	}
	if len(o.Articles) == 0 {
		if err := emit(clusters, wanted); err != nil {
			return err
		}
	}
	if o.Provenance {
		return emit(provenance, provenanceWanted)
	}
	return nil
}

// walkArticle gives an article's graph, then its sentences' graphs in the order of the text.
func (r *reader) walkArticle(article quad.IRI, fn func(quad.Quad) error) error {
	own, err := r.quads(quad.Label, article)
	if err != nil {
		return err
	}
	begin := make(map[quad.Value]int)
	var sentences []quad.Value
	for _, q := range sortedUnique(own) {
		if q.Predicate == rdfType && q.Object == kgSentence {
			sentences = append(sentences, q.Subject)
		}
		if q.Predicate == kgBegin {
			var n int
			if _, err := fmt.Sscan(lexical(q.Object), &n); err == nil {
				begin[q.Subject] = n
			}
		}
		if err := fn(q); err != nil {
			return err
		}
	}
	sort.SliceStable(sentences, func(i, j int) bool { return begin[sentences[i]] < begin[sentences[j]] })
	for _, sentence := range sentences {
		quads, err := r.quads(quad.Label, sentence)
		if err != nil {
			return err
		}
		for _, q := range sortedUnique(quads) {
			if err := fn(q); err != nil {
				return err
			}
		}
	}
	return nil
}

// contributedBy tells the quads of the shared graphs and of the provenance graph that belong to some articles. The
// model's own quads belong to all.
func (r *reader) contributedBy(articles []quad.IRI) (shared, prov func(quad.Quad) bool, err error) {
	subjects := make(map[quad.Value]bool)
	records := make(map[quad.Value]bool)
	for _, q := range ontologyQuads() {
		subjects[q.Subject] = true
	}
	for _, article := range articles {
		rec, err := r.record(article)
		if err != nil || rec == nil {
			return nil, nil, fmt.Errorf("article %s has no provenance: %w", article, err)
		}
		records[rec.activity] = true
		for _, id := range rec.descriptions {
			records[quad.IRI(descriptionBase+id)] = true
			d, _, err := r.description(id)
			if err != nil {
				return nil, nil, err
			}
			for _, q := range d.quads {
				subjects[q.Subject] = true
			}
		}
	}
	return func(q quad.Quad) bool { return subjects[q.Subject] }, func(q quad.Quad) bool { return records[q.Subject] }, nil
}
