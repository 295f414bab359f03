package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// Document is an RDF document to import.
type Document struct {
	// Name is the document as the user knows it, for messages and the provenance.
	Name   string
	Format *Format
	// Open gives the document from its beginning. It is read twice, first to see that all of it is good.
	Open func() (io.ReadCloser, error)
}

// ImportGraphs says what becomes of the named graphs of a document.
type ImportGraphs string

const (
	// GraphsBelow keeps each apart, below the graph of the import: import:NAME#graph=IRI.
	GraphsBelow ImportGraphs = "below"
	// GraphsMerge puts all statements into the graph of the import.
	GraphsMerge ImportGraphs = "merge"
	// GraphsKeep restores an export of kg: every statement into the graph that it came from, in an empty store.
	GraphsKeep ImportGraphs = "keep"
)

// ImportOptions say how a document joins the graph.
type ImportOptions struct {
	// Name is the import's: its statements stand in the graph import:Name. What an import of that name held before is
	// replaced.
	Name string
	// Graphs is GraphsBelow when empty.
	Graphs ImportGraphs
	// Base is what relative IRIs are resolved against; empty: the IRI of the import's graph.
	Base string
	// Known are things to match besides those of the store.
	Known []*schema.Thing
}

// ImportResult is what an import did.
type ImportResult struct {
	Name string
	// Statements counts those of the document, Quads what stands in the store now.
	Statements, Quads int
	// Graphs counts the graphs that they stand in.
	Graphs int
	// Replaced tells that there was an import of that name, Deleted how many of its quads are gone.
	Replaced bool
	Deleted  int
	// Matches are the names in the document that became things of the graph, by name.
	Matches []Match
	// Unclear tells names that could be several things and were left as they are.
	Unclear []string
}

// Match is a name in a document that is another name of a thing.
type Match struct {
	From, Thing string // short names
	By          string // what says so
}

// smallImport is up to how many quads an import is one transaction. A larger one goes through the backend's bulk load,
// in parts, under a mark that lets the next to open the store for writing take away what a killed import left.
const smallImport = 20_000

// ImportGraph is the graph of an import. The error says what a name may not have.
func ImportGraph(name string) (quad.IRI, error) {
	if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" || strings.Trim(name, ".") == "" {
		return "", fmt.Errorf("%q is no name of an import: use letters a-z, digits, - _ and .", name)
	}
	return quad.IRI(schema.ImportGraphBase + name), nil
}

// Import puts the statements of a document into a graph of their own, all or none, where those of an import of the same
// name stood. Blank nodes become IRIs. What is the same as a thing of the graph, by its IRI, owl:sameAs or ISO code,
// becomes that thing. What is wrong with the document is a *SyntaxError.
func (s *Store) Import(ctx context.Context, doc Document, o ImportOptions) (ImportResult, error) {
	s.write.Lock()
	defer s.write.Unlock()
	run := s.importDocument
	if o.Graphs == GraphsKeep {
		run = s.restore
	}
	result, err := run(ctx, doc, o)
	var syntax *SyntaxError
	if err != nil && !errors.As(err, &syntax) {
		err = fmt.Errorf("graph: import %s: %w", doc.Name, err)
	}
	return result, err
}

func (s *Store) importDocument(ctx context.Context, doc Document, o ImportOptions) (ImportResult, error) {
	result := ImportResult{Name: o.Name}
	graph, err := ImportGraph(o.Name)
	if err != nil {
		return result, err
	}
	if o.Base == "" {
		o.Base = string(graph)
	}
	found, err := s.survey(ctx, doc, o, graph)
	if err != nil {
		return result, err
	}
	result.Statements, result.Graphs = found.n, len(found.graphs)

	tx, done, err := s.begin(ctx)
	if err != nil {
		return result, err
	}
	defer done()
	former, err := tx.importRecord(importActivity(o.Name))
	if err != nil {
		return result, err
	}
	names, err := tx.identities(o.Known)
	if err != nil {
		return result, err
	}
	joined := found.join(names)
	result.Unclear = joined.unclear
	next := importRecord{name: o.Name, source: doc.Name, finished: true, graphs: found.sortedGraphs()}

	if found.n <= smallImport {
		var old []quad.Quad
		if former != nil {
			result.Replaced = true
			if old, err = tx.graphQuads(former.graphs, smallImport); err != nil {
				return result, err
			}
		}
		if len(old) <= smallImport {
			var quads []quad.Quad
			for _, q := range found.quads {
				if q, ok := joined.quad(q); ok {
					quads = append(quads, q)
				}
			}
			quads = sortedUnique(append(quads, joined.links(graph)...))
			deletes, adds := difference(old, quads)
			result.Quads, result.Deleted, result.Matches = len(quads), len(deletes), joined.matches()
			provDeletes, provAdds := s.replaceRecord(former, &next)
			done()
			return result, s.apply(ctx, append(deletes, provDeletes...), append(adds, provAdds...))
		}
	}

	// The mark names all graphs, the former ones too, so that nothing of them is forgotten.
	begun := next
	begun.finished = false
	if former != nil {
		result.Replaced = true
		begun.graphs = append(slices.Clone(begun.graphs), former.graphs...)
		slices.Sort(begun.graphs)
		begun.graphs = slices.Compact(begun.graphs)
	}
	done()
	deletes, adds := s.replaceRecord(former, &begun)
	if err := s.apply(ctx, deletes, adds); err != nil {
		return result, err
	}
	err = func() error {
		if former != nil {
			if result.Deleted, err = s.deleteGraphs(ctx, former.graphs); err != nil {
				return err
			}
		}
		before, err := s.size(ctx)
		if err != nil {
			return err
		}
		read := func(fn func(quad.Quad) error) error {
			if err := doc.read(ctx, o, graph, func(q quad.Quad) error {
				if q, ok := joined.quad(q); ok {
					return fn(q)
				}
				return nil
			}); err != nil {
				return err
			}
			for _, q := range joined.links(graph) {
				if err := fn(q); err != nil {
					return err
				}
			}
			return nil
		}
		if err := s.bulk(read); err != nil {
			return err
		}
		after, err := s.size(ctx)
		if err != nil {
			return err
		}
		result.Quads, result.Matches = after-before, joined.matches()
		deletes, adds := s.replaceRecord(&begun, &next)
		return s.apply(ctx, deletes, adds)
	}()
	if err != nil {
		if undo := s.dropImport(context.WithoutCancel(ctx), &begun); undo != nil {
			err = fmt.Errorf("%w; and what was stored of it stays: %w", err, undo)
		}
	}
	return result, err
}

// genidBase begins the IRIs of what has no name in a document, a blank node; the import's name and its label follow.
const genidBase = schema.Base + ".well-known/genid/"

// eachQuad gives the statements of a document as they stand in it.
func (d *Document) eachQuad(ctx context.Context, base string, fn func(quad.Quad) error) error {
	r, err := d.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	n := 0
	err = d.Format.Read(r, base, func(q quad.Quad) error {
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		return fn(q)
	})
	var syntax *SyntaxError
	if errors.As(err, &syntax) {
		syntax.File = d.Name
	}
	return err
}

// read gives the statements of a document as they are to stand in the store, but for the names that are matched.
func (d *Document) read(ctx context.Context, o ImportOptions, graph quad.IRI, fn func(quad.Quad) error) error {
	plain := func(v quad.Value) quad.Value {
		if b, ok := v.(quad.BNode); ok {
			return quad.IRI(genidBase + o.Name + "/" + url.PathEscape(string(b)))
		}
		return v
	}
	labels := make(map[quad.Value]quad.Value)
	return d.eachQuad(ctx, o.Base, func(q quad.Quad) error {
		q.Subject, q.Object = plain(q.Subject), plain(q.Object)
		label := quad.Value(graph)
		if q.Label != nil && o.Graphs != GraphsMerge {
			var ok bool
			if label, ok = labels[q.Label]; !ok {
				iri, _ := plain(q.Label).(quad.IRI)
				label = quad.IRI(string(graph) + "#graph=" + url.QueryEscape(string(iri)))
				labels[q.Label] = label
			}
		}
		q.Label = label
		return fn(q)
	})
}

// bulk writes many quads through the backend's bulk load.
func (s *Store) bulk(each func(fn func(quad.Quad) error) error) error {
	w, err := s.engine.Bulk()
	if err != nil {
		return err
	}
	const batch = 1 << 12
	quads := make([]quad.Quad, 0, batch)
	err = each(func(q quad.Quad) error {
		if quads = append(quads, q); len(quads) < batch {
			return nil
		}
		_, err := w.WriteQuads(quads)
		quads = quads[:0]
		return err
	})
	if err == nil {
		_, err = w.WriteQuads(quads)
	}
	if err != nil {
		// What the writer still holds is not to be stored: it is dropped with the writer.
		return err
	}
	return w.Close()
}

// size is how many quads there are.
func (s *Store) size(ctx context.Context) (int, error) {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	stats, err := tx.qs.Stats(ctx, true)
	return int(stats.Quads.Value), err
}

// graphQuads are the quads of some graphs, sorted; of more than most not all.
func (r *reader) graphQuads(graphs []quad.IRI, most int) ([]quad.Quad, error) {
	var out []quad.Quad
	enough := errors.New("enough")
	for _, g := range graphs {
		err := r.each(quad.Label, g, func(q quad.Quad) error {
			if out = append(out, q); len(out) > most {
				return enough
			}
			return nil
		})
		if err == enough {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return sortedUnique(out), nil
}

// deleteGraphs deletes all quads of some graphs, in parts.
func (s *Store) deleteGraphs(ctx context.Context, graphs []quad.IRI) (int, error) {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	n := 0
	var part []quad.Quad
	flush := func() error {
		n += len(part)
		err := s.apply(ctx, part, nil)
		part = part[:0]
		return err
	}
	for _, g := range graphs {
		err := tx.each(quad.Label, g, func(q quad.Quad) error {
			if part = append(part, q); len(part) < smallImport {
				return nil
			}
			return flush()
		})
		if err != nil {
			return n, err
		}
	}
	return n, flush()
}

// importRecord is the provenance of an import.
type importRecord struct {
	name, source string
	when         string
	finished     bool
	graphs       []quad.IRI
	quads        []quad.Quad
}

// importBase begins the names of the activities that imported something.
var (
	importBase  = schema.Base + "imported/"
	provStarted = mustIRI("prov:startedAtTime")
)

func importActivity(name string) quad.IRI { return quad.IRI(importBase + name) }

// importRecord is the record of an import, nil where there is none.
func (r *reader) importRecord(activity quad.IRI) (*importRecord, error) {
	rec := &importRecord{name: strings.TrimPrefix(string(activity), importBase)}
	err := r.each(quad.Subject, activity, func(q quad.Quad) error {
		if q.Label != provenance {
			return nil
		}
		rec.quads = append(rec.quads, q)
		switch q.Predicate {
		case dctermsSource:
			rec.source = lexical(q.Object)
		case provEnded:
			rec.finished, rec.when = true, lexical(q.Object)
		case provGenerated:
			if g, ok := q.Object.(quad.IRI); ok {
				rec.graphs = append(rec.graphs, g)
			}
		}
		return nil
	})
	if err != nil || len(rec.quads) == 0 {
		return nil, err
	}
	slices.Sort(rec.graphs)
	return rec, nil
}

// replaceRecord is what to change to have next in the place of former; it fills in the quads of next.
func (s *Store) replaceRecord(former, next *importRecord) (deletes, adds []quad.Quad) {
	activity := importActivity(next.name)
	time := quad.TypedString{Value: quad.String(s.options.Now().UTC().Format(time.RFC3339)), Type: mustIRI("xsd:dateTime")}
	add := func(p quad.IRI, o quad.Value) {
		adds = append(adds, quad.Quad{Subject: activity, Predicate: p, Object: o, Label: provenance})
	}
	add(rdfType, provActivity)
	add(dctermsSource, quad.String(strings.ToValidUTF8(next.source, "\uFFFD")))
	if next.finished {
		add(provEnded, time)
	} else {
		add(provStarted, time)
	}
	if s.options.Version != "" {
		add(kgVersion, quad.String(s.options.Version))
	}
	for _, g := range next.graphs {
		add(provGenerated, g)
	}
	next.quads = sortedUnique(adds)
	var old []quad.Quad
	if former != nil {
		old = sortedUnique(slices.Clone(former.quads))
	}
	return difference(old, next.quads)
}

// dropImport takes an import out.
func (s *Store) dropImport(ctx context.Context, rec *importRecord) error {
	if _, err := s.deleteGraphs(ctx, rec.graphs); err != nil {
		return err
	}
	return s.apply(ctx, rec.quads, nil)
}

// UnknownImportError says that there is no import of that name.
type UnknownImportError struct{ Name string }

func (e *UnknownImportError) Error() string {
	return fmt.Sprintf("there is no import named %q", e.Name)
}

// ForgetImport takes an import out of the graph. The error is an *UnknownImportError when there is none of that name.
func (s *Store) ForgetImport(ctx context.Context, name string) (PutResult, error) {
	s.write.Lock()
	defer s.write.Unlock()
	tx, done, err := s.begin(ctx)
	if err != nil {
		return PutResult{}, err
	}
	rec, err := tx.importRecord(importActivity(name))
	done()
	if err == nil && rec == nil {
		err = &UnknownImportError{Name: name}
	}
	if err != nil {
		return PutResult{}, fmt.Errorf("graph: forget: %w", err)
	}
	// A mark first, so that a killed process leaves nothing that looks whole.
	begun := *rec
	begun.finished = false
	deletes, adds := s.replaceRecord(rec, &begun)
	if err := s.apply(ctx, deletes, adds); err != nil {
		return PutResult{}, fmt.Errorf("graph: forget: %w", err)
	}
	n, err := s.deleteGraphs(ctx, rec.graphs)
	if err == nil {
		err = s.apply(ctx, begun.quads, nil)
	}
	if err != nil {
		return PutResult{}, fmt.Errorf("graph: forget: %w", err)
	}
	return PutResult{Change: Replaced, Deleted: n}, nil
}

// dropUnfinished takes away what imports left that were killed.
func (s *Store) dropUnfinished(ctx context.Context) error {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	var left []*importRecord
	err = tx.each(quad.Predicate, provStarted, func(q quad.Quad) error {
		if iri, ok := q.Subject.(quad.IRI); ok && q.Label == provenance && strings.HasPrefix(string(iri), importBase) {
			rec, err := tx.importRecord(iri)
			if err != nil {
				return err
			}
			left = append(left, rec)
		}
		return nil
	})
	done()
	for _, rec := range left {
		switch {
		case err != nil:
		case rec.name == restoring:
			err = s.clear(ctx)
		default:
			err = s.dropImport(ctx, rec)
		}
	}
	return err
}

// ImportInfo is one row of the list of imports.
type ImportInfo struct {
	Name string `json:"name"`
	// Source is the document that it was read from, Time when, in RFC 3339.
	Source string `json:"source"`
	Time   string `json:"time"`
	Graphs int    `json:"graphs"`
	Quads  int    `json:"quads"`
	// Unfinished is an import that was killed; the next to write to the store takes it out.
	Unfinished bool `json:"unfinished,omitempty"`
}

// Imports lists what was imported, by name.
func (s *Store) Imports(ctx context.Context) ([]ImportInfo, error) {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	records, err := tx.imports()
	if err != nil {
		return nil, fmt.Errorf("graph: imports: %w", err)
	}
	out := make([]ImportInfo, 0, len(records))
	for _, rec := range records {
		info := ImportInfo{Name: rec.name, Source: rec.source, Time: rec.when, Graphs: len(rec.graphs), Unfinished: !rec.finished}
		for _, g := range rec.graphs {
			ref, err := tx.qs.ValueOf(g)
			if err != nil {
				return nil, fmt.Errorf("graph: imports: %w", err)
			}
			if ref == nil {
				continue
			}
			size, err := tx.qs.QuadIteratorSize(ctx, quad.Label, ref)
			if err != nil {
				return nil, fmt.Errorf("graph: imports: %w", err)
			}
			n := int(size.Value)
			if !size.Exact {
				n = 0
				if err := tx.each(quad.Label, g, func(quad.Quad) error { n++; return nil }); err != nil {
					return nil, fmt.Errorf("graph: imports: %w", err)
				}
			}
			info.Quads += n
		}
		out = append(out, info)
	}
	return out, nil
}

// imports are the records of all imports, by name.
func (r *reader) imports() ([]*importRecord, error) {
	var out []*importRecord
	err := r.each(quad.Object, provActivity, func(q quad.Quad) error {
		iri, ok := q.Subject.(quad.IRI)
		if !ok || q.Label != provenance || q.Predicate != rdfType || !strings.HasPrefix(string(iri), importBase) {
			return nil
		}
		rec, err := r.importRecord(iri)
		out = append(out, rec)
		return err
	})
	slices.SortFunc(out, func(a, b *importRecord) int { return strings.Compare(a.name, b.name) })
	return out, err
}
