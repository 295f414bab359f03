package graph

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"sort"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// ExportOptions say what is exported. The zero value is everything but provenance. Several choices together narrow one
// another down; what is exported comes with the descriptions of the things that it names.
type ExportOptions struct {
	// Articles are the IDs of the articles to export; none for all.
	Articles []string
	// Since and Until are the first and the last day, month or year of publication; empty for no bound. An article
	// without a date is in no range.
	Since, Until string
	// Classes are short names of classes (kg:Nation, kg:Request; the prefix may be left out): statements about things of
	// these classes, events of these classes.
	Classes []string
	// About are things, by IRI, short name or label. What is stated of them is exported, and of the things met there,
	// as far as Hops says: 1 for the things themselves, 2 for those that their statements name too.
	About []string
	Hops  int

	// NoBackground leaves out the background graph, NoEvidence articles and sentences: statements then stand in the
	// default graph, once each.
	NoBackground, NoEvidence bool
	// Reify adds to a format without graphs, for each statement of a sentence, a resource that names both.
	Reify bool
	// Negated adds to event records those that are said not to have happened.
	Negated bool
	// Ontology exports all that the background says of the model itself; without it, only the parent and the quad class
	// of the event classes.
	Ontology bool
	// Provenance exports the provenance graph too. It holds times, so that two loads of the same articles differ in it.
	Provenance bool
}

// Export writes the graph to w, in memory that does not grow with it. The same articles give the same bytes, in whatever
// order they were loaded: things, background, imports, then each article by ID with its sentences in the order of the
// text, then clusters and provenance; formats without graphs sort by subject.
func (s *Store) Export(ctx context.Context, w io.Writer, f *Format, o ExportOptions) error {
	if len(f.Parts) > 0 {
		return fmt.Errorf("graph: export: %s is several files, each a format of its own", f.Name)
	}
	if o.Reify && (f.Graphs || f.NewWriter == nil) {
		return fmt.Errorf("graph: export: %s keeps the sentence of a statement by itself; nothing is to be reified", f.Name)
	}
	e, done, err := s.exporter(ctx, o)
	if err != nil {
		return fmt.Errorf("graph: export: %w", err)
	}
	defer done()
	buffer := bufio.NewWriterSize(w, 1<<16)
	switch {
	case f.fromQuads != nil:
		err = f.fromQuads(buffer, e.walk)
	case f.fromStore != nil:
		err = f.fromStore(buffer, e)
	default:
		err = e.writeRDF(f, buffer)
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
	e, done, err := s.exporter(ctx, o)
	if err != nil {
		return err
	}
	defer done()
	e.ordered = true
	return e.walk(fn)
}

// exporter reads what is exported from one state of the store.
type exporter struct {
	*reader
	options  ExportOptions
	articles []quad.IRI
	// chosen is what of the articles is exported, nil for everything.
	chosen *selection
	// ordered asks for the quads of a graph in their order.
	ordered bool
}

func (s *Store) exporter(ctx context.Context, o ExportOptions) (*exporter, func(), error) {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return nil, nil, err
	}
	e := &exporter{reader: tx, options: o}
	if err := e.choose(); err != nil {
		done()
		return nil, nil, err
	}
	return e, done, nil
}

func (e *exporter) writeRDF(f *Format, w io.Writer) error {
	out := f.NewWriter(w)
	if f.Graphs {
		e.ordered = true
		if err := e.walk(out.WriteQuad); err != nil {
			return err
		}
		return out.Close()
	}
	// Without graphs what several sentences state would stand several times.
	sorted := newSorter()
	defer sorted.close()
	err := e.walk(func(q quad.Quad) error {
		if e.options.Reify {
			for _, r := range reified(q) {
				if err := sorted.add(r); err != nil {
					return err
				}
			}
		}
		q.Label = nil
		return sorted.add(q)
	})
	if err == nil {
		err = sorted.each(out.WriteQuad)
	}
	if err != nil {
		return err
	}
	return out.Close()
}

var (
	rdfStatement = mustIRI("rdf:Statement")
	rdfSubject   = mustIRI("rdf:subject")
	rdfPredicate = mustIRI("rdf:predicate")
	rdfObject    = mustIRI("rdf:object")
	derivedFrom  = mustIRI("prov:wasDerivedFrom")

	statementBase = schema.Base + "statement/"
)

// reified is a resource for a statement of a sentence or of an import, that names it and where it stands. Its IRI is
// made of what it names.
func reified(q quad.Quad) []quad.Quad {
	if kind := KindOf(q.Label); q.Label == nil || kind != "sentences" && kind != "imports" {
		return nil
	}
	record, err := appendQuadRecord(nil, q)
	if err != nil {
		return nil // the statement itself is refused
	}
	sum := sha256.Sum256(record)
	s := quad.IRI(statementBase + base64.RawURLEncoding.EncodeToString(sum[:15]))
	return []quad.Quad{
		{Subject: s, Predicate: rdfType, Object: rdfStatement}, {Subject: s, Predicate: rdfSubject, Object: q.Subject},
		{Subject: s, Predicate: rdfPredicate, Object: q.Predicate}, {Subject: s, Predicate: rdfObject, Object: q.Object},
		{Subject: s, Predicate: derivedFrom, Object: q.Label},
	}
}

// walk calls fn with what is exported.
func (e *exporter) walk(fn func(quad.Quad) error) error {
	facts := newSorter() // statements without evidence
	defer facts.close()
	if err := e.emit(things, fn); err != nil {
		return err
	}
	if !e.options.NoBackground {
		err := e.emit(background, func(q quad.Quad) error {
			if !e.options.Ontology && ofOntology(q) {
				return nil
			}
			return fn(q)
		})
		if err != nil {
			return err
		}
	}
	if err := e.imports(fn); err != nil {
		return err
	}
	for _, article := range e.articles {
		own, sentences, err := e.article(article)
		if err != nil {
			return err
		}
		if !e.options.NoEvidence {
			for _, q := range own {
				if err := fn(q); err != nil {
					return err
				}
			}
		}
		for _, sentence := range sentences {
			quads, err := e.statements(sentence)
			if err != nil {
				return err
			}
			for _, q := range quads {
				if e.chosen != nil && q.Predicate == rdfType && q.Object == kgEvent {
					e.chosen.events = append(e.chosen.events, q.Subject)
				}
				if e.options.NoEvidence {
					if q.Label = nil; q.Predicate != kgStatedIn {
						err = facts.add(q)
					}
				} else {
					err = fn(q)
				}
				if err != nil {
					return err
				}
			}
		}
	}
	if err := facts.each(fn); err != nil {
		return err
	}
	if err := e.clusters(fn); err != nil {
		return err
	}
	if e.options.Provenance {
		return e.provenance(fn)
	}
	return nil
}

// emit gives the quads of a shared graph, those of the chosen things.
func (e *exporter) emit(graph quad.IRI, fn func(quad.Quad) error) error {
	if e.chosen == nil {
		return e.graph(graph, fn)
	}
	subjects := e.chosen.described
	if graph == background {
		subjects = e.chosen.background
	}
	for _, subject := range sortedValues(subjects) {
		quads, err := e.about(graph, subject)
		if err != nil {
			return err
		}
		for _, q := range quads {
			if err := fn(q); err != nil {
				return err
			}
		}
	}
	return nil
}

// about are the quads of a graph with a subject, sorted.
func (e *exporter) about(graph, subject quad.Value) ([]quad.Quad, error) {
	var out []quad.Quad
	err := e.each(quad.Subject, subject, func(q quad.Quad) error {
		if q.Label == graph {
			out = append(out, q)
		}
		return nil
	})
	return sortedUnique(out), err
}

// graph gives all quads of a graph, which may be large.
func (e *exporter) graph(graph quad.Value, fn func(quad.Quad) error) error {
	if !e.ordered {
		return e.each(quad.Label, graph, fn)
	}
	sorted := newSorter()
	defer sorted.close()
	if err := e.each(quad.Label, graph, sorted.add); err != nil {
		return err
	}
	return sorted.each(fn)
}

// imports gives what users imported, unless articles are chosen.
func (e *exporter) imports(fn func(quad.Quad) error) error {
	if len(e.options.Articles) > 0 || e.options.Since != "" || e.options.Until != "" {
		return nil
	}
	graphs, err := e.importGraphs()
	if err != nil {
		return err
	}
	for _, graph := range graphs {
		err := e.graph(graph, func(q quad.Quad) error {
			if e.chosen != nil && !e.chosen.touches(q) {
				return nil
			}
			return fn(q)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// article are the quads of an article's graph that are exported, sorted, and its sentences in the order of the text.
func (e *exporter) article(article quad.IRI) (own []quad.Quad, sentences []quad.Value, err error) {
	quads, err := e.quads(quad.Label, article)
	if err != nil {
		return nil, nil, err
	}
	begin := make(map[quad.Value]int)
	for _, q := range sortedUnique(quads) {
		if e.chosen != nil && e.chosen.sentences != nil && q.Subject != article && !e.chosen.sentences[q.Subject] {
			continue
		}
		if q.Predicate == rdfType && q.Object == kgSentence {
			sentences = append(sentences, q.Subject)
		}
		if q.Predicate == kgBegin {
			var n int
			if _, err := fmt.Sscan(lexical(q.Object), &n); err == nil {
				begin[q.Subject] = n
			}
		}
		own = append(own, q)
	}
	sort.SliceStable(sentences, func(i, j int) bool { return begin[sentences[i]] < begin[sentences[j]] })
	return own, sentences, nil
}

// statements are the quads of a sentence's graph that are exported, sorted.
func (e *exporter) statements(sentence quad.Value) ([]quad.Quad, error) {
	quads, err := e.quads(quad.Label, sentence)
	if err != nil {
		return nil, err
	}
	quads = sortedUnique(quads)
	if e.chosen != nil {
		quads = e.chosen.of(quads)
	}
	return quads, nil
}

// clusters gives what reports tell of the same, of the events that are exported.
func (e *exporter) clusters(fn func(quad.Quad) error) error {
	if e.chosen == nil {
		return e.graph(clusters, fn)
	}
	sorted := newSorter()
	defer sorted.close()
	for _, event := range e.chosen.events {
		quads, err := e.about(clusters, event)
		if err != nil {
			return err
		}
		for _, q := range quads {
			of, err := e.about(clusters, q.Object)
			if err != nil {
				return err
			}
			for _, q := range append(of, q) {
				if err := sorted.add(q); err != nil {
					return err
				}
			}
		}
	}
	return sorted.each(fn)
}

// provenance gives how the exported articles were loaded; of a whole store, also what they contributed.
func (e *exporter) provenance(fn func(quad.Quad) error) error {
	if e.chosen == nil {
		return e.graph(provenance, fn)
	}
	_, records, err := e.contributedBy(e.articles)
	if err != nil {
		return err
	}
	return e.graph(provenance, func(q quad.Quad) error {
		if records(q) {
			return fn(q)
		}
		return nil
	})
}

// walkArticle gives an article's graph, then its sentences' graphs in the order of the text.
func (r *reader) walkArticle(article quad.IRI, fn func(quad.Quad) error) error {
	e := exporter{reader: r}
	own, sentences, err := e.article(article)
	if err != nil {
		return err
	}
	for i := -1; i < len(sentences); i++ {
		quads := own
		if i >= 0 {
			if quads, err = e.statements(sentences[i]); err != nil {
				return err
			}
		}
		for _, q := range quads {
			if err := fn(q); err != nil {
				return err
			}
		}
	}
	return nil
}

// contributedBy tells the subjects of the shared graphs that belong to some articles, the model's own among them, and
// the quads of the provenance graph.
func (r *reader) contributedBy(articles []quad.IRI) (subjects map[quad.Value]bool, prov func(quad.Quad) bool, err error) {
	subjects = make(map[quad.Value]bool)
	records := make(map[quad.Value]bool)
	for _, q := range ontologyQuads() {
		subjects[q.Subject] = true
	}
	for _, article := range articles {
		rec, err := r.record(article)
		if err != nil {
			return nil, nil, err
		}
		if rec == nil {
			return nil, nil, fmt.Errorf("article %s has no provenance", article)
		}
		records[rec.activity] = true
		if rec.association != nil && !records[rec.association] {
			records[rec.association] = true
			quads, err := r.quads(quad.Subject, rec.association)
			if err != nil {
				return nil, nil, err
			}
			for _, q := range quads {
				if q.Predicate == provAgent || q.Predicate == provHadPlan {
					records[q.Object] = true
				}
			}
		}
		for _, id := range rec.descriptions {
			subject := quad.IRI(descriptionBase + id)
			if records[subject] {
				continue
			}
			records[subject] = true
			d, _, err := r.description(id)
			if err != nil {
				return nil, nil, err
			}
			for _, q := range d.quads {
				subjects[q.Subject] = true
			}
		}
	}
	return subjects, func(q quad.Quad) bool { return records[q.Subject] }, nil
}

var articleBase = schema.MustExpand("article:")

// importGraphs are the graphs of what users imported, sorted.
func (r *reader) importGraphs() ([]quad.Value, error) {
	store, ok := r.qs.(interface {
		IRIsBeginning(ctx context.Context, prefix string, fn func(quad.IRI) error) error
	})
	if !ok {
		return nil, nil
	}
	var out []quad.Value
	err := store.IRIsBeginning(r.ctx, schema.ImportGraphBase, func(iri quad.IRI) error {
		ref, err := r.qs.ValueOf(iri)
		if err != nil || ref == nil {
			return err
		}
		size, err := r.qs.QuadIteratorSize(r.ctx, quad.Label, ref)
		if err == nil && size.Value > 0 {
			out = append(out, iri)
		}
		return err
	})
	sort.Slice(out, func(i, j int) bool { return compareValues(out[i], out[j]) < 0 })
	return out, err
}

// each calls fn with all quads.
func (s *Store) each(ctx context.Context, fn func(quad.Quad) error) error {
	e, done, err := s.exporter(ctx, ExportOptions{Ontology: true, Provenance: true})
	if err != nil {
		return err
	}
	defer done()
	return e.walk(fn)
}
