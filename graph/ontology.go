package graph

import (
	"fmt"
	"strings"
	"sync"

	"github.com/cayleygraph/quad"
	"github.com/tggo/goRDFlib/shacl"

	"github.com/newskg/kg/schema"
)

// ontologyQuads are what the model itself says, in the background graph of every store: the ontology without the
// statements that need blank nodes, as the store has none.
var ontologyQuads = sync.OnceValue(func() []quad.Quad {
	g, err := shacl.LoadTurtle(strings.NewReader(schema.Ontology()), schema.Base+"ns")
	if err != nil {
		panic(fmt.Sprintf("graph: the ontology in the program: %v", err)) // tests hold it to be well-formed
	}
	var quads []quad.Quad
	for _, t := range g.Triples() {
		if t.Subject.IsIRI() && !t.Object.IsBlank() {
			quads = append(quads, quad.Quad{Subject: quadValue(t.Subject), Predicate: quadValue(t.Predicate), Object: quadValue(t.Object), Label: background})
		}
	}
	return sortedUnique(quads)
})

// quadValue is a term of goRDFlib as the store holds it.
func quadValue(t shacl.Term) quad.Value {
	switch {
	case t.IsIRI():
		return quad.IRI(t.Value())
	case t.IsBlank():
		return quad.BNode(t.Value())
	case t.Language() != "":
		return quad.LangString{Value: quad.String(t.Value()), Lang: t.Language()}
	case t.Datatype() == shacl.XSD+"string":
		return quad.String(t.Value())
	}
	return quad.TypedString{Value: quad.String(t.Value()), Type: quad.IRI(t.Datatype())}
}

// ofOntology reports whether a quad says something about the model that a reader of events does without.
func ofOntology(q quad.Quad) bool {
	return q.Label == background && ontologySet()[q]
}

// ontologySet are the quads of the ontology but those that tell of the event classes what a question may ask for.
var ontologySet = sync.OnceValue(func() map[quad.Quad]bool {
	set := make(map[quad.Quad]bool)
	for _, q := range ontologyQuads() {
		if !(q.Predicate == kgQuadClass || q.Predicate == rdfsSubClassOf && q.Object == kgEvent) {
			set[q] = true
		}
	}
	return set
})
