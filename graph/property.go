package graph

import (
	"fmt"
	"io"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// The formats of graph tools know nodes with attributes and edges with attributes. Here is how the graph becomes one:
// resources are nodes, named by their short names; a quad from one to another is an edge, with its property and the
// graph that it stands in, its evidence; literals and the words of the model (classes, roles, statuses) are attributes
// of their subject. An attribute is named after the property, with ^^ and its datatype or @ and its language where that
// is not the property's own. Of several values, of an empty one and of one that begins with [, the attribute is a list
// in JSON. So nothing is lost but which of a node's graphs states which of its attributes: "evidence" lists them all.

// propertyWriter writes one document of a graph tool. All nodes come before all edges.
type propertyWriter interface {
	// begin tells the attributes that nodes may have, in the order in which nodes give them.
	begin([]attribute) error
	node(*propertyNode) error
	edge(*propertyEdge) error
	end() error
}

// attribute is one attribute of nodes; kind is string, long or double, as GraphML and GEXF name them.
type attribute struct {
	name, kind string
}

type propertyNode struct {
	id, label, class string
	// values of the attributes, by their places in the list of attributes, ascending.
	values []attributeValue
}

type attributeValue struct {
	attribute int
	value     string
}

type propertyEdge struct {
	number                              int // from 1
	source, target, predicate, evidence string
}

// wordProperties have a word of the model or another name of the thing as object, which is no node.
var wordProperties = map[quad.Value]bool{rdfType: true, kgRole: true, owlSameAs: true, mustIRI("kg:category"): true,
	mustIRI("kg:stage"): true, mustIRI("kg:status"): true, mustIRI("kg:outcome"): true}

func isEdge(q quad.Quad) bool {
	if wordProperties[q.Predicate] {
		_, blank := q.Object.(quad.BNode)
		return blank
	}
	switch q.Object.(type) {
	case quad.IRI, quad.BNode:
		return true
	}
	return false
}

// writeProperties makes a writer of documents of a graph tool. Texts that the format cannot hold are found by holds.
func writeProperties(newWriter func(io.Writer) propertyWriter, holds func(string) error) func(io.Writer, walk) error {
	return func(w io.Writer, walk walk) error {
		sorted := newSorter()
		defer sorted.close()
		err := walk(func(q quad.Quad) error {
			if err := checkProperty(q, holds); err != nil {
				return quadError(q, err)
			}
			if isEdge(q) {
				// The object is a node, whether or not it is a subject.
				if err := sorted.add(quad.Quad{Subject: q.Object}); err != nil {
					return err
				}
			}
			return sorted.add(q)
		})
		if err != nil {
			return err
		}
		return (&propertyGraph{sorted: sorted}).write(newWriter(w))
	}
}

// checkProperty says what of a quad cannot be in a property graph or its format.
func checkProperty(q quad.Quad, holds func(string) error) error {
	if _, err := resourceName(q.Subject); err != nil {
		return err
	}
	if _, blank := q.Predicate.(quad.BNode); blank {
		return fmt.Errorf("the predicate is the blank node %v", q.Predicate)
	}
	if _, err := resourceName(q.Predicate); err != nil {
		return err
	}
	if q.Label != nil {
		if _, err := resourceName(q.Label); err != nil {
			return err
		}
	}
	switch q.Object.(type) {
	case quad.IRI, quad.BNode:
		_, err := resourceName(q.Object)
		return err
	}
	text, datatype, _, err := literalParts(q.Object)
	if err == nil && datatype != "" {
		_, err = shortIRI(datatype)
	}
	if err == nil {
		err = holds(text)
	}
	return err
}

func anything(string) error { return nil }

// xmlHolds says which character of a text XML does not have.
func xmlHolds(s string) error {
	_, err := appendXMLText(nil, s)
	return err
}

func dotHolds(s string) error { return noNUL("DOT", s) }

func csvHolds(s string) error { return noNUL("CSV", s) }

func noNUL(format, s string) error {
	if strings.Contains(s, "\x00") {
		return fmt.Errorf("%s cannot hold the character U+0000", format)
	}
	return nil
}

// write gives the graph to a writer.
func (p *propertyGraph) write(out propertyWriter) error {
	if err := p.findAttributes(); err != nil {
		return err
	}
	if err := out.begin(p.attributes); err != nil {
		return err
	}
	if err := p.nodes(out.node); err != nil {
		return err
	}
	if err := p.edges(out.edge); err != nil {
		return err
	}
	return out.end()
}

type propertyGraph struct {
	sorted     *sorter
	attributes []attribute
	place      map[string]int
	// kinds has, while attributes are looked for, what each can be.
	kinds map[string]string
}

const evidenceAttribute = "evidence"

// findAttributes reads all nodes for their attributes and what these are.
func (p *propertyGraph) findAttributes() error {
	p.kinds = make(map[string]string)
	if err := p.nodes(nil); err != nil {
		return err
	}
	for name, kind := range p.kinds {
		p.attributes = append(p.attributes, attribute{name, kind})
	}
	p.kinds = nil
	sort.Slice(p.attributes, func(i, j int) bool { return p.attributes[i].name < p.attributes[j].name })
	p.place = make(map[string]int)
	for i, a := range p.attributes {
		p.place[a.name] = i
	}
	return nil
}

// nodes calls fn with all nodes; without fn it notes their attributes.
func (p *propertyGraph) nodes(fn func(*propertyNode) error) error {
	var subject quad.Value
	values := map[string][]string{}
	numeric := map[string]bool{} // the names of values, as long as these are numbers
	flush := func() error {
		if subject == nil {
			return nil
		}
		if fn == nil {
			for name, list := range values {
				kind := "string"
				if numeric[name] && len(list) == 1 {
					kind = numberKind(list[0])
				}
				p.kinds[name] = widerKind(p.kinds[name], kind)
			}
			return nil
		}
		n := &propertyNode{}
		var err error
		if n.id, err = resourceName(subject); err != nil {
			return err
		}
		n.label = n.id
		if labels := values["rdfs:label"]; len(labels) > 0 {
			n.label = labels[0]
		}
		for _, class := range values["rdf:type"] {
			if n.class == "" || n.class == "kg:Event" {
				n.class = class
			}
		}
		for name, list := range values {
			n.values = append(n.values, attributeValue{p.place[name], attributeText(list)})
		}
		slices.SortFunc(n.values, func(a, b attributeValue) int { return a.attribute - b.attribute })
		return fn(n)
	}
	err := p.sorted.each(func(q quad.Quad) error {
		if q.Subject != subject {
			if err := flush(); err != nil {
				return err
			}
			subject = q.Subject
			clear(values)
			clear(numeric)
		}
		if q.Predicate == nil || isEdge(q) {
			return nil
		}
		name, value, number, err := attributeOf(q)
		if err != nil {
			return quadError(q, err)
		}
		if list := values[name]; len(list) == 0 || list[len(list)-1] != value {
			values[name] = append(list, value)
			numeric[name] = number
		}
		if q.Label != nil {
			graph, err := resourceName(q.Label)
			if err != nil {
				return quadError(q, err)
			}
			if !slices.Contains(values[evidenceAttribute], graph) {
				values[evidenceAttribute] = append(values[evidenceAttribute], graph)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

func (p *propertyGraph) edges(fn func(*propertyEdge) error) error {
	n := 0
	return p.sorted.each(func(q quad.Quad) error {
		if q.Predicate == nil || !isEdge(q) {
			return nil
		}
		n++
		e := &propertyEdge{number: n}
		for _, part := range []struct {
			to    *string
			value quad.Value
		}{{&e.source, q.Subject}, {&e.target, q.Object}, {&e.predicate, q.Predicate}, {&e.evidence, q.Label}} {
			if part.value == nil {
				continue
			}
			var err error
			if *part.to, err = resourceName(part.value); err != nil {
				return quadError(q, err)
			}
		}
		return fn(e)
	})
}

// resourceName is the short name of an IRI, or the label of a blank node behind "_:".
func resourceName(v quad.Value) (string, error) {
	if iri, ok := v.(quad.IRI); ok {
		return shortIRI(string(iri))
	}
	b, err := appendResource(nil, "node", v)
	return string(b), err
}

// attributeOf is the name and value of the attribute that a quad is, and whether it is a number.
func attributeOf(q quad.Quad) (name, value string, number bool, err error) {
	if name, err = resourceName(q.Predicate); err != nil {
		return "", "", false, err
	}
	if iri, ok := q.Object.(quad.IRI); ok {
		value, err = shortIRI(string(iri))
		return name, value, false, err
	}
	text, datatype, lang, err := literalParts(q.Object)
	if err != nil {
		return "", "", false, err
	}
	if lang != "" {
		return name + "^^@" + lang, text, false, nil
	}
	short := "xsd:string"
	if datatype != "" {
		if short, err = shortIRI(datatype); err != nil {
			return "", "", false, err
		}
	}
	if short != usualDatatype(q.Predicate, name, text) {
		name += "^^" + short
	}
	return name, text, short == "xsd:integer" || short == "xsd:decimal", nil
}

var vocabulary = schema.NewVocabulary()

// usualDatatype is the datatype that needs no telling.
func usualDatatype(predicate quad.Value, name, text string) string {
	if wordProperties[predicate] {
		return "" // a word, not a literal
	}
	p := vocabulary.Property(name)
	if p == nil || len(p.Range) == 0 {
		return "xsd:string"
	}
	switch usual := p.Range[len(p.Range)-1]; {
	case slices.Contains(p.Range, "xsd:date"):
		if t := schema.DateType(text); schema.ValidDate(text) {
			return t
		}
		return "xsd:date"
	case strings.HasPrefix(usual, "xsd:"):
		return usual
	}
	return "xsd:string"
}

// attributeText is the text of an attribute with one or several values.
func attributeText(values []string) string {
	if len(values) == 1 && values[0] != "" && values[0][0] != '[' {
		return values[0]
	}
	b := []byte{'['}
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, v)
	}
	return string(append(b, ']'))
}

// numberKind is the kind of a number that comes back from it spelt alike, else string.
func numberKind(s string) string {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && strconv.FormatInt(n, 10) == s && n < 1<<53 && n > -1<<53 {
		return "long"
	}
	if x, err := strconv.ParseFloat(s, 64); err == nil && !math.IsInf(x, 0) && strconv.FormatFloat(x, 'f', -1, 64) == s {
		return "double"
	}
	return "string"
}

func widerKind(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case a == "string" || b == "string":
		return "string"
	}
	return "double"
}
