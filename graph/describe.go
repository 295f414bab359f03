package graph

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"sort"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// What an article contributes to the graphs that articles share, things and background, is kept in the provenance
// graph as descriptions: the quads about one thing, as that article's reading has them, under a name made of their
// content. Articles that describe a thing alike share the description. The quads of a thing are at any time a function
// of the set of its descriptions and of nothing else, so that neither the order of loading nor a forgotten article
// leaves a trace.

// description is the quads about one thing that an article contributes.
type description struct {
	id string
	// key is what the quads are about: the graph and the thing, or the office for its tenures.
	key   string
	quads []quad.Quad
}

// describe groups quads of the shared graphs into descriptions, sorted by id.
func describe(shared []quad.Quad) []description {
	// The tenures of an office come and go together: one description for all spares the store a name for each.
	office := make(map[quad.Value]quad.Value)
	for _, q := range shared {
		if q.Label == background && q.Predicate == kgOffice {
			office[q.Subject] = q.Object
		}
	}
	byKey := make(map[string][]quad.Quad)
	for _, q := range shared {
		about := q.Subject
		if o, ok := office[about]; ok && q.Label == background {
			about = o
		}
		key := shortName(q.Label) + " " + shortName(about)
		byKey[key] = append(byKey[key], q)
	}
	out := make([]description, 0, len(byKey))
	for key, quads := range byKey {
		d := description{key: key, quads: sortedUnique(quads)}
		sum := sha256.Sum256([]byte(key + "\n" + d.encode()))
		d.id = base64.RawURLEncoding.EncodeToString(sum[:15])
		out = append(out, d)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].id < out[j].id })
	return out
}

func shortName(v quad.Value) string {
	if iri, ok := v.(quad.IRI); ok {
		return schema.Shorten(string(iri))
	}
	return quad.StringOf(v)
}

// encode writes the quads as JSON: graph, subject, predicate, object, and the object's datatype or "@" for an IRI.
func (d description) encode() string {
	rows := make([][5]string, len(d.quads))
	for i, q := range d.quads {
		row := [5]string{string(q.Label.(quad.IRI)), string(q.Subject.(quad.IRI)), string(q.Predicate.(quad.IRI))}
		switch o := q.Object.(type) {
		case quad.IRI:
			row[3], row[4] = string(o), "@"
		case quad.TypedString:
			row[3], row[4] = string(o.Value), string(o.Type)
		case quad.String:
			row[3] = string(o)
		}
		rows[i] = row
	}
	data, err := json.Marshal(rows)
	if err != nil {
		panic(err) // strings always encode
	}
	return string(data)
}

// record is the description as the provenance graph holds it.
func (d description) record() []quad.Quad {
	subject := quad.IRI(descriptionBase + d.id)
	return []quad.Quad{
		{Subject: subject, Predicate: kgDescribes, Object: quad.String(d.key), Label: provenance},
		{Subject: subject, Predicate: kgText, Object: quad.String(d.encode()), Label: provenance},
	}
}

func decodeDescription(id, key, text string) (description, error) {
	d := description{id: id, key: key}
	var rows [][5]string
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		return d, fmt.Errorf("description %s in the provenance graph: %w", id, err)
	}
	for _, row := range rows {
		q := quad.Quad{Label: quad.IRI(row[0]), Subject: quad.IRI(row[1]), Predicate: quad.IRI(row[2])}
		switch row[4] {
		case "@":
			q.Object = quad.IRI(row[3])
		case "":
			q.Object = quad.String(row[3])
		default:
			q.Object = quad.TypedString{Value: quad.String(row[3]), Type: quad.IRI(row[4])}
		}
		d.quads = append(d.quads, q)
	}
	return d, nil
}

// single are the properties of which a thing has one value, whatever its descriptions say.
var single = map[quad.Value]bool{rdfType: true, kgISO3: true, kgOfficeOf: true}

// merge makes the quads of a thing from all its descriptions, in any order of them. Of several labels the one that the
// thing's IRI is made of stays, else the first in order; the others become alternative labels.
func merge(descriptions []description) []quad.Quad {
	var all []quad.Quad
	for _, d := range descriptions {
		all = append(all, d.quads...)
	}
	all = sortedUnique(all)
	label := make(map[quad.Value]quad.Value)
	for _, q := range all {
		if q.Label == things && q.Predicate == rdfsLabel {
			if best, ok := label[q.Subject]; !ok || !namedFor(q.Subject, best) && namedFor(q.Subject, q.Object) {
				label[q.Subject] = q.Object
			}
		}
	}
	type slot struct{ s, p quad.Value }
	taken := make(map[slot]bool)
	out := all[:0:0]
	for _, q := range all {
		if q.Label == things {
			if q.Predicate == rdfsLabel && q.Object != label[q.Subject] {
				q.Predicate = skosAlt
			}
			if q.Predicate == skosAlt && q.Object == label[q.Subject] {
				continue
			}
			if single[q.Predicate] {
				if taken[slot{q.Subject, q.Predicate}] {
					continue
				}
				taken[slot{q.Subject, q.Predicate}] = true
			}
		}
		out = append(out, q)
	}
	return sortedUnique(out)
}

// namedFor reports whether the IRI of a thing is made of the label, as the model asks.
func namedFor(thing, label quad.Value) bool {
	iri, _ := thing.(quad.IRI)
	text, _ := label.(quad.String)
	name := schema.Shorten(string(iri))
	local := schema.LocalName(string(text))
	return local != "" && len(name) > len(local) && name[len(name)-len(local)-1:] == ":"+local
}
