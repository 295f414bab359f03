package graph

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// newTurtleWriter writes Turtle 1.1. Turtle has no graphs: a statement that stands in several is written once, and its
// sentence is lost.
func newTurtleWriter(w io.Writer) QuadWriter {
	return &turtleWriter{w: w, written: make(map[[16]byte]struct{})}
}

type turtleWriter struct {
	w       io.Writer
	started bool
	// subject and predicate are those of the statement that is still open.
	subject, predicate quad.Value
	// written holds a hash of every statement, 16 bytes each, so that a second graph does not repeat it.
	written map[[16]byte]struct{}
	buf     []byte
}

func (t *turtleWriter) WriteQuad(q quad.Quad) error {
	t.buf = t.buf[:0]
	if !t.started {
		t.prefixes()
	}
	mark := len(t.buf)
	var err error
	var terms [3]int // where each term ends
	for i, place := range []struct {
		name  string
		value quad.Value
	}{{"subject", q.Subject}, {"predicate", q.Predicate}, {"object", q.Object}} {
		if t.buf, err = appendTurtleTerm(t.buf, place.name, place.value); err != nil {
			return fmt.Errorf("quad %v: %w", q, err)
		}
		terms[i] = len(t.buf)
	}
	s, p, o := string(t.buf[mark:terms[0]]), string(t.buf[terms[0]:terms[1]]), string(t.buf[terms[1]:terms[2]])
	t.buf = t.buf[:mark]
	sum := sha256.Sum256([]byte(s + " " + p + " " + o))
	key := [16]byte(sum[:16])
	if _, ok := t.written[key]; !ok {
		t.written[key] = struct{}{}
		switch {
		case t.subject == q.Subject && t.predicate == q.Predicate:
			t.buf = append(t.buf, ", "+o...)
		case t.subject == q.Subject:
			t.buf = append(t.buf, " ;\n    "+p+" "+o...)
		default:
			if t.subject != nil {
				t.buf = append(t.buf, " .\n"...)
			}
			t.buf = append(t.buf, "\n"+s+" "+p+" "+o...)
		}
		t.subject, t.predicate = q.Subject, q.Predicate
	}
	_, err = t.w.Write(t.buf)
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
	_, err := t.w.Write(t.buf)
	return err
}

// appendTurtleTerm writes a term, short where every reader takes the short form. Numbers are never abbreviated: bare
// ones lose their spelling in some readers.
func appendTurtleTerm(b []byte, place string, v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.IRI:
		if place == "predicate" && v == rdfType {
			return append(b, 'a'), nil
		}
		if err := checkIRI(string(v)); err != nil {
			return b, err
		}
		if short := schema.Shorten(string(v)); short != string(v) {
			if _, local, _ := strings.Cut(short, ":"); safeLocal(local) {
				return append(b, short...), nil
			}
		}
	case quad.TypedString:
		if place == "object" && v.Type != "" {
			if _, err := appendTerm(nil, place, v); err != nil {
				return b, err
			}
			b, _ = appendString(b, string(v.Value))
			return appendTurtleTerm(append(b, "^^"...), "datatype", v.Type)
		}
	}
	return appendTerm(b, place, v)
}

// safeLocal keeps to names that need no escape in Turtle.
func safeLocal(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' && i > 0 {
			continue
		}
		return false
	}
	return s != ""
}
