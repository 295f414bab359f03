package graph

import (
	"io"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// newTurtleWriter writes Turtle 1.1, which has no graphs: where a statement stands is lost.
func newTurtleWriter(w io.Writer) QuadWriter { return &turtleWriter{w: w} }

// newTriGWriter writes TriG 1.1: Turtle with a block for each graph.
func newTriGWriter(w io.Writer) QuadWriter { return &turtleWriter{w: w, graphs: true} }

type turtleWriter struct {
	w       io.Writer
	graphs  bool
	started bool
	// graph, subject and predicate are those of the statement that is still open, object the last that was written.
	graph, subject, predicate, object quad.Value
	buf                               []byte
}

func (t *turtleWriter) WriteQuad(q quad.Quad) error {
	t.buf = t.buf[:0]
	if !t.started {
		t.prefixes()
	}
	if !t.graphs {
		if q.Label != nil {
			if _, err := appendGraph(nil, q.Label); err != nil {
				return quadError(q, err)
			}
			q.Label = nil
		}
	}
	if t.subject != nil && q == (quad.Quad{Subject: t.subject, Predicate: t.predicate, Object: t.object, Label: t.graph}) {
		return nil
	}
	var err error
	switch {
	case t.subject != nil && t.graph == q.Label && t.subject == q.Subject && t.predicate == q.Predicate:
		t.buf = append(t.buf, ", "...)
	case t.subject != nil && t.graph == q.Label && t.subject == q.Subject:
		t.buf = append(t.buf, " ;\n    "...)
		if t.buf, err = appendTurtlePredicate(t.buf, q.Predicate); err == nil {
			t.buf = append(t.buf, ' ')
		}
	default:
		if t.subject != nil {
			t.buf = append(t.buf, " .\n"...)
		}
		if t.subject == nil || t.graph != q.Label {
			if err = t.openGraph(q.Label); err != nil {
				return quadError(q, err)
			}
		}
		if t.graph == nil {
			t.buf = append(t.buf, '\n') // a blank line between subjects; within a graph there is none
		}
		if t.buf, err = appendTurtleResource(t.buf, "subject", q.Subject); err == nil {
			if t.buf, err = appendTurtlePredicate(append(t.buf, ' '), q.Predicate); err == nil {
				t.buf = append(t.buf, ' ')
			}
		}
	}
	if err == nil {
		t.buf, err = appendTurtleObject(t.buf, q.Object)
	}
	if err != nil {
		return quadError(q, err)
	}
	t.subject, t.predicate, t.object = q.Subject, q.Predicate, q.Object
	_, err = t.w.Write(t.buf)
	return err
}

// openGraph ends the block of the last graph and begins that of the next.
func (t *turtleWriter) openGraph(graph quad.Value) error {
	if t.graph != nil {
		t.buf = append(t.buf, "}\n"...)
	}
	t.graph = graph
	if graph == nil {
		return nil
	}
	var err error
	if t.buf, err = appendTurtleResource(append(t.buf, '\n'), "graph", graph); err == nil {
		t.buf = append(t.buf, " {\n"...)
	}
	return err
}

func (t *turtleWriter) prefixes() {
	t.started = true
	for _, p := range schema.Prefixes() {
		t.buf = append(t.buf, "@prefix "+p.Name+": <"+p.IRI+"> .\n"...)
	}
}

func (t *turtleWriter) Close() error {
	t.buf = t.buf[:0]
	if !t.started {
		t.prefixes()
	}
	if t.subject != nil {
		t.buf = append(t.buf, " .\n"...)
	}
	if t.graph != nil {
		t.buf = append(t.buf, "}\n"...)
	}
	_, err := t.w.Write(t.buf)
	return err
}

func appendTurtlePredicate(b []byte, v quad.Value) ([]byte, error) {
	if v == rdfType {
		return append(b, 'a'), nil
	}
	if iri, ok := v.(quad.IRI); ok {
		return appendTurtleIRI(b, string(iri))
	}
	return appendPredicate(b, v)
}

func appendTurtleResource(b []byte, place string, v quad.Value) ([]byte, error) {
	if iri, ok := v.(quad.IRI); ok {
		return appendTurtleIRI(b, string(iri))
	}
	return appendResource(b, place, v)
}

// appendTurtleObject writes numbers as other literals: bare ones lose their spelling in some readers.
func appendTurtleObject(b []byte, v quad.Value) ([]byte, error) {
	if iri, ok := v.(quad.IRI); ok {
		return appendTurtleIRI(b, string(iri))
	}
	typed, ok := v.(quad.TypedString)
	if !ok {
		return appendObject(b, v)
	}
	text, datatype, _, err := literalParts(typed)
	if err != nil {
		return b, err
	}
	b = appendString(b, text)
	if datatype == "" {
		return b, nil
	}
	return appendTurtleIRI(append(b, "^^"...), datatype)
}

// appendTurtleIRI writes an IRI by its prefix where every reader takes that, else in full.
func appendTurtleIRI(b []byte, iri string) ([]byte, error) {
	if prefix, local, ok := prefixedName(iri); ok {
		return append(append(append(b, prefix...), ':'), local...), nil
	}
	return appendIRI(b, iri)
}

// prefixedName cuts an IRI into a declared prefix and a local name of letters, digits, "_" and "-", which no format
// needs to escape.
func prefixedName(iri string) (prefix, local string, ok bool) {
	i := len(iri)
	for i > 0 {
		c := iri[i-1]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' {
			i--
			continue
		}
		break
	}
	if i == len(iri) || iri[i] == '-' {
		return "", "", false
	}
	prefix, ok = prefixOf[iri[:i]]
	return prefix, iri[i:], ok
}

// prefixOf has the name of a namespace. All namespaces of the table end where a local name cannot go on.
var prefixOf = func() map[string]string {
	m := make(map[string]string)
	for _, p := range schema.Prefixes() {
		if !strings.HasSuffix(p.IRI, "/") && !strings.HasSuffix(p.IRI, "#") {
			panic("graph: the namespace " + p.IRI + " ends in neither / nor #")
		}
		m[p.IRI] = p.Name
	}
	return m
}()
