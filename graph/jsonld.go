package graph

import (
	"fmt"
	"io"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// newJSONLDWriter writes JSON-LD 1.1: a context of the prefixes and one @graph, in which each named graph is an object
// with a @graph of its own. A subject is an object on a line.
func newJSONLDWriter(w io.Writer) QuadWriter { return &jsonldWriter{w: w} }

type jsonldWriter struct {
	w                         io.Writer
	started                   bool
	graph, subject, predicate quad.Value
	object                    quad.Value
	used                      map[quad.Value]bool // predicates of the object that is open
	more                      bool                // something stands before in the array that is open
	inGraph                   bool
	buf                       []byte
}

func (j *jsonldWriter) WriteQuad(q quad.Quad) error {
	j.buf = j.buf[:0]
	if !j.started {
		j.start()
	}
	if err := j.write(q); err != nil {
		return quadError(q, err)
	}
	_, err := j.w.Write(j.buf)
	return err
}

func (j *jsonldWriter) write(q quad.Quad) error {
	if j.subject != nil && j.graph == q.Label && j.subject == q.Subject && j.predicate == q.Predicate && j.object == q.Object {
		return nil
	}
	// A type is told as such only where it is a resource.
	key := q.Predicate
	_, isIRI := q.Object.(quad.IRI)
	_, isBlank := q.Object.(quad.BNode)
	asType := q.Predicate == rdfType && (isIRI || isBlank)
	if q.Predicate == rdfType && !asType {
		key = quad.String("") // apart from the types, under its full IRI
	}
	if j.graph != q.Label || j.subject != q.Subject || j.used[key] && j.predicate != key {
		j.closeSubject()
		if j.graph != q.Label {
			j.closeGraph()
			if err := j.openGraph(q.Label); err != nil {
				return err
			}
		}
		if j.more {
			j.buf = append(j.buf, ',')
		}
		j.buf = append(j.buf, "\n{\"@id\":"...)
		var err error
		if j.buf, err = appendJSONResource(j.buf, "subject", q.Subject); err != nil {
			return err
		}
		j.subject, j.predicate, j.more = q.Subject, nil, true
		j.used = make(map[quad.Value]bool)
	}
	var err error
	if j.predicate == key && key != nil {
		j.buf = append(j.buf, ',')
	} else {
		if j.predicate != nil {
			j.buf = append(j.buf, ']')
		}
		j.buf = append(j.buf, ',')
		switch {
		case asType:
			j.buf = append(j.buf, `"@type"`...)
		case q.Predicate == rdfType:
			j.buf = appendString(j.buf, string(rdfType))
		default:
			if _, ok := q.Predicate.(quad.IRI); !ok {
				_, err := appendPredicate(nil, q.Predicate)
				return err
			}
			if j.buf, err = appendJSONResource(j.buf, "predicate", q.Predicate); err != nil {
				return err
			}
		}
		j.buf = append(j.buf, ":["...)
		j.predicate = key
		j.used[key] = true
	}
	j.object = q.Object
	switch {
	case asType:
		j.buf, err = appendJSONResource(j.buf, "object", q.Object)
	case isIRI || isBlank:
		if j.buf, err = appendJSONResource(append(j.buf, `{"@id":`...), "object", q.Object); err == nil {
			j.buf = append(j.buf, '}')
		}
	default:
		var text, datatype, lang string
		if text, datatype, lang, err = literalParts(q.Object); err != nil {
			return err
		}
		switch {
		case lang != "":
			j.buf = appendString(append(j.buf, `{"@value":`...), text)
			j.buf = append(appendString(append(j.buf, `,"@language":`...), lang), '}')
		case datatype != "":
			j.buf = appendString(append(j.buf, `{"@value":`...), text)
			if j.buf, err = appendJSONResource(append(j.buf, `,"@type":`...), "datatype", quad.IRI(datatype)); err == nil {
				j.buf = append(j.buf, '}')
			}
		default:
			j.buf = appendString(j.buf, text)
		}
	}
	return err
}

func (j *jsonldWriter) start() {
	j.started = true
	j.buf = append(j.buf, `{"@context":{`...)
	for i, p := range schema.Prefixes() {
		if i > 0 {
			j.buf = append(j.buf, ',')
		}
		j.buf = append(j.buf, '\n')
		j.buf = appendString(append(appendString(j.buf, p.Name), ':'), p.IRI)
	}
	j.buf = append(j.buf, "},\n\"@graph\":["...)
}

func (j *jsonldWriter) closeSubject() {
	if j.subject != nil {
		j.buf = append(j.buf, "]}"...)
		j.subject = nil
	}
}

func (j *jsonldWriter) closeGraph() {
	if j.inGraph {
		j.buf = append(j.buf, "]}"...)
		j.inGraph, j.more = false, true
	}
	j.graph = nil
}

func (j *jsonldWriter) openGraph(graph quad.Value) error {
	if j.graph = graph; graph == nil {
		return nil
	}
	if j.more {
		j.buf = append(j.buf, ',')
	}
	var err error
	if j.buf, err = appendJSONResource(append(j.buf, "\n{\"@id\":"...), "graph", graph); err != nil {
		return err
	}
	j.buf = append(j.buf, `,"@graph":[`...)
	j.inGraph, j.more = true, false
	return nil
}

func (j *jsonldWriter) Close() error {
	j.buf = j.buf[:0]
	if !j.started {
		j.start()
	}
	j.closeSubject()
	j.closeGraph()
	j.buf = append(j.buf, "]}\n"...)
	_, err := j.w.Write(j.buf)
	return err
}

// appendJSONResource writes a resource as a JSON string, short where the context has its prefix.
func appendJSONResource(b []byte, place string, v quad.Value) ([]byte, error) {
	iri, ok := v.(quad.IRI)
	if !ok {
		var text [64]byte
		name, err := appendResource(text[:0], place, v)
		if err != nil {
			return b, err
		}
		return appendString(b, string(name)), nil
	}
	name, err := shortIRI(string(iri))
	if err != nil {
		return b, err
	}
	return appendString(b, name), nil
}

// shortIRI is the short name of an IRI where it has one, else the IRI. It refuses an IRI that would be read as a short
// name, as its scheme is one of the prefixes.
func shortIRI(iri string) (string, error) {
	if prefix, local, ok := prefixedName(iri); ok {
		return prefix + ":" + local, nil
	}
	if err := checkIRI(iri); err != nil {
		return "", err
	}
	scheme, rest, _ := strings.Cut(iri, ":")
	if full, ok := schema.Expand(iri); ok && !strings.HasPrefix(rest, "//") {
		return "", fmt.Errorf("IRI %q: %s: is a prefix here, so that it would be read as %s", iri, scheme, full)
	}
	return iri, nil
}
