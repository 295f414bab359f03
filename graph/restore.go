package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// restoring is the name of the mark that stands in a store while an export is restored in it; no import is named so.
const restoring = "*"

// restore puts an export of kg back into an empty store, every statement into its graph. Where the export holds no
// provenance, that is made anew as far as it can be: which article describes which thing is worked out from what the
// articles name.
func (s *Store) restore(ctx context.Context, doc Document, o ImportOptions) (result ImportResult, err error) {
	size, err := s.size(ctx)
	if err != nil {
		return result, err
	}
	if size != len(ontologyQuads()) {
		return result, fmt.Errorf("the store %s is not empty: an export is restored in a new one; --graphs below adds it beside what is there", s.dir)
	}
	graphs := make(map[quad.Value]bool)
	read := func(fn func(quad.Quad) error) error {
		return doc.eachQuad(ctx, schema.Base, func(q quad.Quad) error {
			label, _ := q.Label.(quad.IRI)
			if !strings.HasPrefix(string(label), schema.Base) {
				return &SyntaxError{File: doc.Name, Msg: fmt.Sprintf("the statement %v stands in no graph of kg's: --graphs keep restores an export of kg with its graphs, N-Quads, TriG or JSON-LD", q)}
			}
			for _, v := range []quad.Value{q.Subject, q.Object} {
				if b, ok := v.(quad.BNode); ok {
					return &SyntaxError{File: doc.Name, Msg: fmt.Sprintf("the blank node %v is in no export of kg", b)}
				}
			}
			return fn(q)
		})
	}
	if err := read(func(q quad.Quad) error {
		result.Statements++
		graphs[q.Label] = true
		return nil
	}); err != nil {
		return result, err
	}
	result.Graphs = len(graphs)
	mark := importRecord{name: restoring, source: doc.Name}
	_, adds := s.replaceRecord(nil, &mark)
	if err := s.apply(ctx, nil, adds); err != nil {
		return result, err
	}
	s.known = contributions{}
	err = s.bulk(read)
	if err == nil {
		err = s.recordRestored(ctx, doc.Name)
	}
	if err == nil {
		err = s.apply(ctx, mark.quads, nil)
	}
	if err != nil {
		if undo := s.clear(context.WithoutCancel(ctx)); undo != nil {
			err = fmt.Errorf("%w; and what was stored of it stays: %w", err, undo)
		}
		return result, err
	}
	after, err := s.size(ctx)
	result.Quads = after - size
	return result, err
}

// recordRestored writes the provenance of those articles and imports that came without.
func (s *Store) recordRestored(ctx context.Context, source string) error {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	articles, err := tx.articles()
	if err != nil {
		return err
	}
	var without []*reading
	for _, article := range articles {
		rec, err := tx.record(article)
		if err != nil {
			return err
		}
		if rec == nil {
			without = append(without, &reading{article: article})
		}
	}
	var adds []quad.Quad
	put := func(quads ...quad.Quad) error {
		if adds = append(adds, quads...); len(adds) < smallImport {
			return nil
		}
		err := s.apply(ctx, nil, adds)
		adds = adds[:0]
		return err
	}
	if len(without) > 0 {
		if err := put(s.association()...); err != nil {
			return err
		}
		shared, err := tx.sharedDescriptions()
		if err != nil {
			return err
		}
		for i, r := range without {
			own, err := tx.articleQuads(r.article)
			if err != nil {
				return err
			}
			for _, q := range own {
				if q.Subject == r.article && q.Predicate == kgSHA256 {
					r.sha256 = lexical(q.Object)
				}
			}
			ids := shared.reached(own)
			if i == len(without)-1 {
				// What no article reaches goes with the last, so that nothing stays that nothing holds.
				ids = append(ids, shared.unreached()...)
			}
			slices.Sort(ids)
			if err := put(s.recordQuads(r, source, ids)...); err != nil {
				return err
			}
		}
		for _, d := range shared.all {
			if err := put(d.record()...); err != nil {
				return err
			}
		}
	}
	labels, err := tx.importGraphs()
	if err != nil {
		return err
	}
	imports := make(map[string]*importRecord)
	for _, label := range labels {
		g, _ := label.(quad.IRI)
		name, _, _ := strings.Cut(strings.TrimPrefix(string(g), schema.ImportGraphBase), "#")
		if imports[name] == nil {
			rec, err := tx.importRecord(importActivity(name))
			if err != nil {
				return err
			}
			if rec == nil {
				rec = &importRecord{name: name, source: source, finished: true}
			}
			imports[name] = rec
		}
		if rec := imports[name]; rec.quads == nil {
			rec.graphs = append(rec.graphs, g)
		}
	}
	for _, rec := range imports {
		if rec.quads == nil {
			_, quads := s.replaceRecord(nil, rec)
			if err := put(quads...); err != nil {
				return err
			}
		}
	}
	return s.apply(ctx, nil, adds)
}

// shared are the descriptions of a store's shared graphs, by the things that they are about.
type shared struct {
	all   []description
	about map[quad.Value][]int
	// offices are those of a nation or body.
	offices map[quad.Value][]quad.Value
	met     map[int]bool
}

func (r *reader) sharedDescriptions() (*shared, error) {
	var quads []quad.Quad
	for _, graph := range []quad.IRI{things, background} {
		err := r.each(quad.Label, graph, func(q quad.Quad) error {
			quads = append(quads, q)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	model := make(map[quad.Quad]bool)
	for _, q := range ontologyQuads() {
		model[q] = true
	}
	quads = slices.DeleteFunc(quads, func(q quad.Quad) bool { return model[q] })
	out := &shared{all: describe(quads), about: make(map[quad.Value][]int), offices: make(map[quad.Value][]quad.Value), met: make(map[int]bool)}
	for i, d := range out.all {
		_, name, _ := strings.Cut(d.key, " ")
		if iri, err := IRI(name); err == nil {
			out.about[iri] = append(out.about[iri], i)
		}
		for _, q := range d.quads {
			if q.Predicate == kgOfficeOf {
				out.offices[q.Object] = append(out.offices[q.Object], q.Subject)
			}
		}
	}
	return out, nil
}

// reached are the ids of the descriptions of what some quads name, and of what those name in turn.
func (s *shared) reached(quads []quad.Quad) []string {
	var ids []string
	seen := make(map[quad.Value]bool)
	var queue []quad.Value
	name := func(v quad.Value) {
		if _, ok := v.(quad.IRI); ok && !seen[v] {
			seen[v] = true
			queue = append(queue, v)
		}
	}
	for _, q := range quads {
		name(q.Subject)
		name(q.Object)
	}
	for len(queue) > 0 {
		thing := queue[0]
		queue = queue[1:]
		for _, i := range s.about[thing] {
			s.met[i] = true
			ids = append(ids, s.all[i].id)
			for _, q := range s.all[i].quads {
				name(q.Subject)
				name(q.Object)
			}
		}
		for _, office := range s.offices[thing] {
			name(office)
		}
	}
	return ids
}

func (s *shared) unreached() []string {
	var ids []string
	for i, d := range s.all {
		if !s.met[i] {
			ids = append(ids, d.id)
		}
	}
	return ids
}

// clear takes everything out of a store but the model's own quads.
func (s *Store) clear(ctx context.Context) error {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	model := make(map[quad.Quad]bool)
	for _, q := range ontologyQuads() {
		model[q] = true
	}
	s.known = contributions{}
	var part []quad.Quad
	it := tx.qs.QuadsAllIterator().Iterate()
	defer it.Close()
	for it.Next(ctx) {
		q, err := tx.qs.Quad(it.Result())
		if err != nil {
			return err
		}
		// The mark goes last.
		if model[q] || q.Subject == importActivity(restoring) {
			continue
		}
		if part = append(part, q); len(part) == smallImport {
			if err := s.apply(ctx, part, nil); err != nil {
				return err
			}
			part = part[:0]
		}
	}
	if err := it.Err(); err != nil {
		return err
	}
	mark, err := tx.quads(quad.Subject, importActivity(restoring))
	if err != nil {
		return err
	}
	return s.apply(ctx, append(part, mark...), nil)
}
