package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// This file finds what an imported document and the graph call by different names.

// How a document gives the ISO 3166 code of a nation. What only says "identifier" counts where the document also says
// that this is a country, or that the code is one of ISO 3166.
var (
	codeProperties = map[quad.Value]bool{
		kgISO3: true,
		quad.IRI("http://www.wikidata.org/prop/direct/P298"): true,
	}
	identifierProperties = map[quad.Value]bool{
		mustIRI("schema:identifier"): true, quad.IRI("http://schema.org/identifier"): true, mustIRI("skos:notation"): true,
	}
	typeProperties = map[quad.Value]bool{rdfType: true, quad.IRI("http://www.wikidata.org/prop/direct/P31"): true}
	countryClasses = map[quad.Value]bool{
		mustIRI("kg:Nation"): true, mustIRI("schema:Country"): true, quad.IRI("http://schema.org/Country"): true,
		mustIRI("wd:Q6256"): true, mustIRI("wd:Q3624078"): true, mustIRI("wd:Q7275"): true, quad.IRI("http://dbpedia.org/ontology/Country"): true,
	}
)

// found is what a first reading of a document finds.
type found struct {
	n      int
	graphs map[quad.IRI]bool
	// quads are the statements of a small document; those of a larger one are read again.
	quads []quad.Quad
	// same are pairs that the document says are the same, codes the ISO codes that it gives, possible those that count
	// for a country only.
	same            [][2]quad.IRI
	codes, possible []codeOf
	countries       map[quad.IRI]bool
}

type codeOf struct {
	of   quad.IRI
	code string
}

// survey reads a document once, whole.
func (s *Store) survey(ctx context.Context, doc Document, o ImportOptions, graph quad.IRI) (*found, error) {
	f := &found{graphs: map[quad.IRI]bool{graph: true}, countries: make(map[quad.IRI]bool)}
	err := doc.read(ctx, o, graph, func(q quad.Quad) error {
		f.add(q)
		return nil
	})
	return f, err
}

func (f *found) add(q quad.Quad) {
	if f.n++; f.n <= smallImport {
		f.quads = append(f.quads, q)
	} else {
		f.quads = nil
	}
	if label := q.Label.(quad.IRI); !f.graphs[label] {
		f.graphs[label] = true
	}
	subject, ok := q.Subject.(quad.IRI)
	if !ok {
		return
	}
	object, isIRI := q.Object.(quad.IRI)
	switch {
	case q.Predicate == owlSameAs:
		if isIRI {
			f.same = append(f.same, [2]quad.IRI{subject, object})
		}
	case isIRI:
		if typeProperties[q.Predicate] && countryClasses[q.Object] {
			f.countries[subject] = true
		}
	case codeProperties[q.Predicate]:
		f.codes = append(f.codes, codeOf{subject, lexical(q.Object)})
	case identifierProperties[q.Predicate]:
		if code := lexical(q.Object); len(code) == 3 {
			if t, ok := q.Object.(quad.TypedString); ok && isoDatatype(string(t.Type)) {
				f.codes = append(f.codes, codeOf{subject, code})
			} else {
				f.possible = append(f.possible, codeOf{subject, code})
			}
		}
	}
}

// isoDatatype knows the datatypes that publishers make for the three letters of ISO 3166.
func isoDatatype(iri string) bool {
	name := strings.Map(func(r rune) rune {
		if r == '_' || r == '-' {
			return -1
		}
		return r
	}, strings.ToLower(iri))
	return strings.Contains(name, "iso3166") || strings.HasSuffix(name, "iso3")
}

func (f *found) sortedGraphs() []quad.IRI {
	out := make([]quad.IRI, 0, len(f.graphs))
	for g := range f.graphs {
		out = append(out, g)
	}
	slices.Sort(out)
	return out
}

// identities are the other names and the codes by which things are known.
type identities struct {
	names, codes map[string]quad.IRI
}

// identities gathers those of the store and of more things. What two things have in common identifies neither.
func (r *reader) identities(known []*schema.Thing) (*identities, error) {
	id := &identities{names: make(map[string]quad.IRI), codes: make(map[string]quad.IRI)}
	add := func(m map[string]quad.IRI, key string, thing quad.IRI) {
		if other, ok := m[key]; ok && other != thing {
			thing = ""
		}
		m[key] = thing
	}
	for _, t := range known {
		thing, err := IRI(t.Name)
		if err != nil {
			return nil, err
		}
		for _, same := range t.SameAs {
			if iri, err := IRI(same); err == nil {
				add(id.names, entity(iri), thing)
			}
		}
		if t.ISO3 != "" {
			add(id.codes, t.ISO3, thing)
		}
	}
	for _, p := range []quad.IRI{owlSameAs, kgISO3} {
		err := r.each(quad.Predicate, p, func(q quad.Quad) error {
			thing, ok := q.Subject.(quad.IRI)
			if !ok || q.Label != things {
				return nil
			}
			if iri, ok := q.Object.(quad.IRI); ok && p == owlSameAs {
				add(id.names, entity(iri), thing)
			} else if p == kgISO3 {
				add(id.codes, lexical(q.Object), thing)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return id, nil
}

// entity is an IRI without what publishers spell in two ways.
func entity(iri quad.IRI) string {
	return strings.TrimPrefix(strings.TrimPrefix(string(iri), "https://"), "http://")
}

// thing is the thing that a name is, empty where it is none.
func (id *identities) thing(iri quad.IRI) quad.IRI {
	if schema.ClassOf(schema.Shorten(string(iri))) != "" {
		return iri
	}
	return id.names[entity(iri)]
}

// joined tells for the names of a document what they are called in the graph.
type joined struct {
	id *identities
	// things are the names that the document itself identifies.
	things  map[quad.IRI]Match
	used    map[quad.IRI]quad.IRI
	by      map[quad.IRI]string
	unclear []string
}

// join holds what a document says of its names against the names of the graph.
func (f *found) join(id *identities) *joined {
	j := &joined{id: id, things: make(map[quad.IRI]Match), used: make(map[quad.IRI]quad.IRI), by: make(map[quad.IRI]string)}
	// Names that the document says are the same form a group, as in a union-find.
	parent := make(map[quad.IRI]quad.IRI)
	var root func(quad.IRI) quad.IRI
	root = func(n quad.IRI) quad.IRI {
		p, ok := parent[n]
		if !ok || p == n {
			parent[n] = n
			return n
		}
		parent[n] = root(p)
		return parent[n]
	}
	for _, pair := range f.same {
		if a, b := root(pair[0]), root(pair[1]); a != b {
			parent[max(a, b)] = min(a, b)
		}
	}
	codes := slices.Clone(f.codes)
	for _, c := range f.possible {
		if f.countries[c.of] {
			codes = append(codes, c)
		}
	}
	type reason struct {
		thing quad.IRI
		by    string
	}
	reasons := make(map[quad.IRI][]reason) // by root of the group
	for _, c := range codes {
		if thing := id.codes[c.code]; thing != "" {
			reasons[root(c.of)] = append(reasons[root(c.of)], reason{thing, "ISO code " + c.code})
		}
	}
	members := make([]quad.IRI, 0, len(parent))
	for n := range parent {
		members = append(members, n)
	}
	slices.Sort(members)
	for _, n := range members {
		if thing := id.thing(n); thing != "" {
			reasons[root(n)] = append(reasons[root(n)], reason{thing, "owl:sameAs"})
		}
	}
	for _, n := range members {
		why := reasons[root(n)]
		if len(why) == 0 {
			continue
		}
		var others []string
		for _, r := range why {
			if name := schema.Shorten(string(r.thing)); !slices.Contains(others, name) {
				others = append(others, name)
			}
		}
		if len(others) > 1 {
			if id.thing(n) == "" {
				slices.Sort(others)
				j.unclear = append(j.unclear, fmt.Sprintf("%s could be %s", schema.Shorten(string(n)), strings.Join(others, " or ")))
			}
			continue
		}
		if why[0].thing != n {
			j.things[n] = Match{Thing: string(why[0].thing), By: why[0].by}
		}
	}
	return j
}

// name is what a name of the document is called in the graph.
func (j *joined) name(v quad.Value) quad.Value {
	iri, ok := v.(quad.IRI)
	if !ok {
		return v
	}
	thing, by := quad.IRI(""), "owl:sameAs"
	if m, ok := j.things[iri]; ok {
		thing, by = quad.IRI(m.Thing), m.By
	} else if !strings.HasPrefix(string(iri), schema.Base) {
		thing = j.id.names[entity(iri)]
	}
	if thing == "" || thing == iri {
		return v
	}
	if _, ok := j.used[iri]; !ok {
		j.used[iri], j.by[iri] = thing, by
	}
	return thing
}

// quad is a statement under the names of the graph; ok is false where nothing is left of it.
func (j *joined) quad(q quad.Quad) (_ quad.Quad, ok bool) {
	if q.Predicate == owlSameAs {
		// Of the names of one thing, links tells each once.
		s, o := j.name(q.Subject), j.name(q.Object)
		if s == o && q.Subject != q.Object {
			return q, false
		}
		q.Subject, q.Object = s, o
		return q, true
	}
	q.Subject, q.Object = j.name(q.Subject), j.name(q.Object)
	return q, true
}

// links say of every thing that took the place of another name what that name is.
func (j *joined) links(graph quad.IRI) []quad.Quad {
	var out []quad.Quad
	for from, thing := range j.used {
		out = append(out, quad.Quad{Subject: thing, Predicate: owlSameAs, Object: from, Label: graph})
	}
	return sortedUnique(out)
}

func (j *joined) matches() []Match {
	var out []Match
	for from, thing := range j.used {
		out = append(out, Match{From: schema.Shorten(string(from)), Thing: schema.Shorten(string(thing)), By: j.by[from]})
	}
	slices.SortFunc(out, func(a, b Match) int { return strings.Compare(a.From, b.From) })
	return out
}
