package graph

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// newNQuadsWriter writes N-Quads 1.1, one statement a line.
func newNQuadsWriter(w io.Writer) QuadWriter { return &nquadsWriter{w: w} }

type nquadsWriter struct {
	w    io.Writer
	line []byte
}

func (n *nquadsWriter) WriteQuad(q quad.Quad) error {
	n.line = n.line[:0]
	var err error
	for _, place := range []struct {
		name  string
		value quad.Value
	}{{"subject", q.Subject}, {"predicate", q.Predicate}, {"object", q.Object}, {"graph", q.Label}} {
		if place.value == nil && place.name == "graph" {
			continue
		}
		if n.line, err = appendTerm(n.line, place.name, place.value); err != nil {
			return fmt.Errorf("quad %v: %w", q, err)
		}
		n.line = append(n.line, ' ')
	}
	n.line = append(n.line, ".\n"...)
	_, err = n.w.Write(n.line)
	return err
}

func (n *nquadsWriter) Close() error { return nil }

// appendTerm writes a term in full, as N-Quads and Turtle both have it, or says why it may not stand at that place.
func appendTerm(b []byte, place string, v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.IRI:
		if err := checkIRI(string(v)); err != nil {
			return b, err
		}
		b = append(b, '<')
		b = append(b, v...)
		return append(b, '>'), nil
	case quad.BNode:
		if place == "predicate" || !validBlankNode(string(v)) {
			return b, fmt.Errorf("the %s is the blank node %q", place, string(v))
		}
		b = append(b, "_:"...)
		return append(b, v...), nil
	}
	if place != "object" {
		return b, fmt.Errorf("the %s is %v, which is no IRI", place, v)
	}
	switch v := v.(type) {
	case quad.String:
		return appendString(b, string(v))
	case quad.LangString:
		if !validLanguage(v.Lang) {
			return b, fmt.Errorf("%q is no language tag", v.Lang)
		}
		b, err := appendString(b, string(v.Value))
		return append(append(b, '@'), v.Lang...), err
	case quad.TypedString:
		b, err := appendString(b, string(v.Value))
		if err != nil || v.Type == "" {
			return b, err
		}
		if !strings.Contains(string(v.Type), ":") || strings.HasPrefix(string(v.Type), "xsd:") {
			return b, fmt.Errorf("the datatype %q is not a full IRI", string(v.Type))
		}
		return appendTerm(append(b, "^^"...), "datatype", v.Type)
	}
	return b, fmt.Errorf("the object %v is of a type that RDF does not have: %T", v, v)
}

// appendString writes a literal's text in quotation marks. Line ends, quotation marks and control characters are
// escaped; everything else stands for itself.
func appendString(b []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return b, fmt.Errorf("literal %.60q is not valid UTF-8", s)
	}
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c < ' ' || c == 0x7f:
			b = fmt.Appendf(b, `\u%04X`, c)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"'), nil
}

// validBlankNode keeps to the labels that every reader takes.
func validBlankNode(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

func validLanguage(s string) bool {
	for i, part := range strings.Split(s, "-") {
		letters := "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		if i > 0 {
			letters += "0123456789"
		}
		if part == "" || len(part) > 8 || strings.Trim(part, letters) != "" {
			return false
		}
	}
	return true
}
