package queries

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// This file looks up what people call things, and the sentence behind a statement.

// reader reads single facts from the store, at one state of it.
type reader struct {
	ctx   context.Context
	qs    cayley.QuadStore
	names *nameIndex
}

func (s *runtime) reader() reader { return reader{s.ctx, s.qs, s.names} }

func iriOf(name string) quad.IRI { return quad.IRI(schema.MustExpand(name)) }

// value is the first object of a node's property, nil when there is none.
func (r reader) value(node quad.Value, property string) (quad.Value, error) {
	it := path.StartPath(r.qs, node).Out(iriOf(property)).Iterate(r.ctx)
	return it.FirstValue(r.qs)
}

func (r reader) text(node quad.Value, property string) (string, error) {
	v, err := r.value(node, property)
	if v == nil || err != nil {
		return "", err
	}
	return fmt.Sprint(native(v)), nil
}

// label is what people call a node: its label, else its short name or text.
func (r reader) label(node quad.Value) (string, error) {
	if iri, ok := node.(quad.IRI); ok {
		label, err := r.text(node, "rdfs:label")
		if label != "" || err != nil {
			return label, err
		}
		short := shortName(iri)
		if local, ok := strings.CutPrefix(short, "kg:"); ok {
			return local, nil // classes and values of the model
		}
		return short, nil
	}
	return fmt.Sprint(native(node)), nil
}

// Evidence is the sentence behind a statement.
type Evidence struct {
	// Sentence and Article are short names.
	Sentence string `json:"sentence"`
	Article  string `json:"article"`
	Text     string `json:"text"`
	// Headline, Published and URL are the article's, empty where it has none.
	Headline  string `json:"headline,omitempty"`
	Published string `json:"published,omitempty"`
	URL       string `json:"url,omitempty"`
}

// evidence reads a sentence; nil when the node is none.
func (r reader) evidence(iri quad.IRI) (*Evidence, error) {
	if !isSentence(iri) {
		return nil, nil
	}
	text, err := r.text(iri, "kg:text")
	if text == "" || err != nil {
		return nil, err
	}
	e := &Evidence{Sentence: shortName(iri), Text: text}
	article, err := r.value(iri, "schema:isPartOf")
	if err != nil || article == nil {
		return e, err
	}
	e.Article = fmt.Sprint(native(article))
	for _, field := range []struct {
		to       *string
		property string
	}{{&e.Headline, "schema:headline"}, {&e.Published, "schema:datePublished"}, {&e.URL, "schema:url"}} {
		if *field.to, err = r.text(article, field.property); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// isSentence tells a sentence by its name, without asking the store.
func isSentence(v any) bool {
	iri, ok := v.(quad.IRI)
	return ok && strings.HasPrefix(string(iri), schema.MustExpand("article:")) && strings.Contains(string(iri), "#char=")
}

// names are the properties by which a thing is found, the surest first.
var nameProperties = []quad.IRI{iriOf("rdfs:label"), iriOf("skos:altLabel"), iriOf("kg:iso3")}

// namedThing is a thing under one of its names.
type namedThing struct {
	iri  quad.IRI
	name string
	rank int
}

// nameIndex holds the names of things, folded, once a name was not found as it is written.
type nameIndex struct{ byName map[string][]namedThing }

func foldName(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(schema.Fold(s)), " "))
}

// find gives the things that have a name, the ones named so first. A short name or IRI is found as itself.
func (r reader) find(name, class string) ([]quad.IRI, error) {
	if class != "" {
		if iri, ok := parseIRI(class); ok {
			class = shortName(iri)
		} else {
			class = "kg:" + class
		}
	}
	if iri, ok := parseIRI(name); ok {
		ref, err := r.qs.ValueOf(iri)
		if ref == nil || err != nil || !hasClass(iri, class) {
			return nil, err
		}
		return []quad.IRI{iri}, nil
	}
	found, err := r.exactly(name)
	if err != nil {
		return nil, err
	}
	if len(inClass(found, class)) == 0 {
		index, err := r.nameIndex()
		if err != nil {
			return nil, err
		}
		found = index[foldName(name)]
	}
	found = inClass(found, class)
	sort.SliceStable(found, func(i, j int) bool {
		if found[i].rank != found[j].rank {
			return found[i].rank < found[j].rank
		}
		return found[i].iri < found[j].iri
	})
	var out []quad.IRI
	for _, t := range found {
		if !slices.Contains(out, t.iri) {
			out = append(out, t.iri)
		}
	}
	return out, nil
}

func hasClass(iri quad.IRI, class string) bool {
	return class == "" || schema.ClassOf(shortName(iri)) == class
}

func inClass(things []namedThing, class string) []namedThing {
	var out []namedThing
	for _, t := range things {
		if hasClass(t.iri, class) {
			out = append(out, t)
		}
	}
	return out
}

func (r reader) exactly(name string) ([]namedThing, error) {
	return r.namedBy(quad.Object, quad.String(name))
}

// namedBy reads the names among the quads with a value at a place.
func (r reader) namedBy(d quad.Direction, v quad.Value) ([]namedThing, error) {
	ref, err := r.qs.ValueOf(v)
	if ref == nil || err != nil {
		return nil, err
	}
	it := r.qs.QuadIterator(d, ref).Iterate()
	defer it.Close()
	var out []namedThing
	for it.Next(r.ctx) {
		q, err := r.qs.Quad(it.Result())
		if err != nil {
			return nil, err
		}
		subject, ok := q.Subject.(quad.IRI)
		predicate, _ := q.Predicate.(quad.IRI)
		text, _ := q.Object.(quad.String)
		if rank := slices.Index(nameProperties, predicate); ok && rank >= 0 && q.Label == quad.IRI(schema.ThingsGraph) {
			out = append(out, namedThing{subject, string(text), rank})
		}
	}
	return out, it.Err()
}

func (r reader) nameIndex() (map[string][]namedThing, error) {
	if r.names.byName != nil {
		return r.names.byName, nil
	}
	all, err := r.namedBy(quad.Label, quad.IRI(schema.ThingsGraph))
	if err != nil {
		return nil, err
	}
	if err := r.ctx.Err(); err != nil {
		return nil, context.Cause(r.ctx)
	}
	r.names.byName = make(map[string][]namedThing)
	for _, t := range all {
		key := foldName(t.name)
		r.names.byName[key] = append(r.names.byName[key], t)
	}
	return r.names.byName, nil
}

// similar are names of things that are spelt much like a name, at most three, with their short names.
func (r reader) similar(name, class string) ([]string, error) {
	index, err := r.nameIndex()
	if err != nil {
		return nil, err
	}
	want := []rune(foldName(name))
	type near struct {
		thing    namedThing
		distance int
	}
	var all []near
	for key, things := range index {
		d := distance(want, []rune(key), 2)
		if d > 2 || d*3 > len(want) {
			// A part of the name counts as near too: "Lavrov" for "Sergei Lavrov".
			if len(want) < 4 || !strings.Contains(" "+key+" ", " "+string(want)+" ") {
				continue
			}
			d = 3
		}
		for _, t := range things {
			if hasClass(t.iri, class) {
				all = append(all, near{t, d})
			}
		}
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		if a.distance != b.distance {
			return a.distance < b.distance
		}
		if a.thing.rank != b.thing.rank {
			return a.thing.rank < b.thing.rank
		}
		return a.thing.iri < b.thing.iri
	})
	var out []string
	for _, n := range all {
		text := fmt.Sprintf("%q", n.thing.name)
		if len(out) < 3 && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out, nil
}

// distance counts the letters to change, add, drop or swap between two texts; above most it may be anything larger.
func distance(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}

// asked is a name that a path mentions: of a node, or of a predicate.
type asked struct {
	iri       quad.IRI
	predicate bool
}

// ask notes names for hint.
func (c *call) ask(nodes []quad.Value, predicate bool) {
	for _, n := range nodes {
		if iri, ok := n.(quad.IRI); ok && len(c.s.asked) < 20 && iri != noNode {
			c.s.asked = append(c.s.asked, asked{iri, predicate})
		}
	}
}

// hint says for an empty result what it may have missed: a text where a thing is called so, a name that is in no
// graph.
func (s *runtime) hint() error {
	r := s.reader()
	for _, text := range s.texts {
		found, err := r.exactly(text)
		if err != nil {
			return err
		}
		ref, err := s.qs.ValueOf(quad.String(text))
		if err != nil || ref != nil && len(found) == 0 {
			return err
		}
		names, err := r.find(text, "")
		if err != nil {
			return err
		}
		switch {
		case len(names) > 0:
			s.out.Hints = append(s.out.Hints, fmt.Sprintf("%q is a text; the thing of that name is %q", text, shortName(names[0])))
		case ref == nil:
			near, err := r.similar(text, "")
			if err != nil {
				return err
			}
			hint := fmt.Sprintf("%q is no text of this graph", text)
			if len(near) > 0 {
				hint += "; did you mean g.Find(" + near[0] + ")?"
			}
			s.out.Hints = append(s.out.Hints, hint)
		}
	}
	said := make(map[quad.IRI]bool)
	for _, a := range s.asked {
		ref, err := s.qs.ValueOf(a.iri)
		if err != nil {
			return err
		}
		if said[a.iri] || ref != nil && !a.predicate {
			continue
		}
		said[a.iri] = true
		hint := ""
		if a.predicate {
			if ref != nil {
				if n, _, err := r.about(quad.Predicate, ref); n > 0 || err != nil {
					continue
				}
			}
			hint = fmt.Sprintf("no statement has the predicate %q", shortName(a.iri))
			if near := nearPredicate(a.iri); near != "" {
				hint += fmt.Sprintf("; did you mean %q?", near)
			}
		} else {
			hint = fmt.Sprintf("there is no %s in this graph", shortName(a.iri))
			near, err := r.nearNames(a.iri)
			if err != nil {
				return err
			}
			if len(near) > 0 {
				hint += "; did you mean " + strings.Join(near, ", ") + "?"
			}
		}
		s.out.Hints = append(s.out.Hints, hint)
	}
	return nil
}

// nearPredicate is the property of the model that is spelt most like one that it does not have.
func nearPredicate(iri quad.IRI) string {
	var names []string
	for _, p := range schema.NewVocabulary().Properties {
		if p.Name == shortName(iri) {
			return "" // the model has it, only this graph does not
		}
		names = append(names, p.Name)
	}
	return Nearest(shortName(iri), names)
}
