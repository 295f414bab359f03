package graph

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// newNQuadsWriter writes N-Quads 1.1, one statement a line.
func newNQuadsWriter(w io.Writer) QuadWriter { return &nquadsWriter{w: w, graphs: true} }

// newNTriplesWriter writes N-Triples 1.1: N-Quads without the graphs.
func newNTriplesWriter(w io.Writer) QuadWriter { return &nquadsWriter{w: w} }

type nquadsWriter struct {
	w      io.Writer
	graphs bool
	line   []byte
}

func (n *nquadsWriter) WriteQuad(q quad.Quad) error {
	var err error
	if n.line, err = appendSubject(n.line[:0], q.Subject); err == nil {
		n.line, err = appendPredicate(append(n.line, ' '), q.Predicate)
	}
	if err == nil {
		n.line, err = appendObject(append(n.line, ' '), q.Object)
	}
	if err == nil {
		var graph []byte
		if graph, err = appendGraph(n.line, q.Label); n.graphs && q.Label != nil {
			n.line = graph
		}
	}
	if err != nil {
		return quadError(q, err)
	}
	n.line = append(n.line, " .\n"...)
	_, err = n.w.Write(n.line)
	return err
}

func (n *nquadsWriter) Close() error { return nil }

func quadError(q quad.Quad, err error) error { return fmt.Errorf("quad %v: %w", q, err) }

// What follows writes terms in full, as N-Quads and Turtle both have them, or says why one may not stand at its place.

func appendSubject(b []byte, v quad.Value) ([]byte, error) { return appendResource(b, "subject", v) }

func appendPredicate(b []byte, v quad.Value) ([]byte, error) {
	if _, ok := v.(quad.BNode); ok {
		return b, fmt.Errorf("the predicate is the blank node %v", v)
	}
	return appendResource(b, "predicate", v)
}

// appendGraph writes a blank and the graph, nothing for the default graph.
func appendGraph(b []byte, v quad.Value) ([]byte, error) {
	if v == nil {
		return b, nil
	}
	return appendResource(append(b, ' '), "graph", v)
}

func appendResource(b []byte, place string, v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.IRI:
		return appendIRI(b, string(v))
	case quad.BNode:
		return append(append(b, "_:"...), blankLabel(string(v))...), nil
	case nil:
		return b, fmt.Errorf("the %s is missing", place)
	}
	return b, fmt.Errorf("the %s is %v, which is no IRI", place, v)
}

func appendIRI(b []byte, iri string) ([]byte, error) {
	if err := checkIRI(iri); err != nil {
		return b, err
	}
	return append(append(append(b, '<'), iri...), '>'), nil
}

func appendObject(b []byte, v quad.Value) ([]byte, error) {
	switch v.(type) {
	case quad.IRI, quad.BNode:
		return appendResource(b, "object", v)
	}
	text, datatype, lang, err := literalParts(v)
	if err != nil {
		return b, err
	}
	b = appendString(b, text)
	switch {
	case lang != "":
		b = append(append(b, '@'), lang...)
	case datatype != "":
		b = append(append(append(b, "^^<"...), datatype...), '>')
	}
	return b, nil
}

// literalParts are the text of a literal with its datatype or its language, checked; both are empty for a plain string.
func literalParts(v quad.Value) (text, datatype, lang string, err error) {
	switch v := v.(type) {
	case quad.String:
		text = string(v)
	case quad.LangString:
		if text, lang = string(v.Value), v.Lang; !validLanguage(lang) {
			err = fmt.Errorf("%q is no language tag", lang)
		}
	case quad.TypedString:
		if text, datatype = string(v.Value), string(v.Type); datatype != "" {
			err = checkDatatype(datatype)
		}
		if datatype == string(xsdString) {
			datatype = ""
		}
	case nil:
		err = errors.New("the object is missing")
	default:
		err = fmt.Errorf("the object %v is of a type that RDF does not have: %T", v, v)
	}
	if err == nil && !utf8.ValidString(text) {
		err = fmt.Errorf("literal %.60q is not valid UTF-8", text)
	}
	return text, datatype, lang, err
}

func checkDatatype(datatype string) error {
	if strings.HasPrefix(datatype, "xsd:") || strings.HasPrefix(datatype, "rdf:") {
		return fmt.Errorf("the datatype %q is not a full IRI", datatype)
	}
	if datatype == string(rdfLangString) {
		return errors.New("a text in a language has the datatype rdf:langString and no language")
	}
	if err := checkIRI(datatype); err != nil {
		return fmt.Errorf("the datatype: %w", err)
	}
	return nil
}

// appendString writes a text of valid UTF-8 in quotation marks, as N-Quads, Turtle and JSON alike read it. Line ends,
// quotation marks and control characters are escaped; everything else stands for itself.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
			continue
		}
		b = append(b, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			b = fmt.Appendf(b, `\u%04X`, c)
		}
	}
	return append(append(b, s[from:]...), '"')
}

// blankLabel is a label that every reader takes: the blank node's own, where it is one of letters, digits and "_", else
// one made of its bytes. No two blank nodes get the same.
func blankLabel(s string) string {
	if !strings.HasPrefix(s, "x_") && s != "" && s[0] > '9' &&
		strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" {
		return s
	}
	return "x_" + hex.EncodeToString([]byte(s))
}

// validLanguage is the language tag of RDF 1.1, with parts no longer than BCP 47 has them.
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
