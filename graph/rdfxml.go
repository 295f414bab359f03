package graph

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// newRDFXMLWriter writes RDF/XML, which has no graphs. It refuses what XML 1.0 cannot hold: most control characters,
// and predicates that do not end in a name.
func newRDFXMLWriter(w io.Writer) QuadWriter {
	return &rdfxmlWriter{w: w, tags: make(map[quad.IRI]xmlTag)}
}

type rdfxmlWriter struct {
	w       io.Writer
	started bool
	last    quad.Quad // without its graph; no subject when none is open
	tags    map[quad.IRI]xmlTag
	buf     []byte
}

// xmlTag is how a predicate is written.
type xmlTag struct{ name, namespace string }

func (x *rdfxmlWriter) WriteQuad(q quad.Quad) error {
	x.buf = x.buf[:0]
	if !x.started {
		x.start()
	}
	if err := x.write(q); err != nil {
		return quadError(q, err)
	}
	_, err := x.w.Write(x.buf)
	return err
}

func (x *rdfxmlWriter) write(q quad.Quad) error {
	if _, err := appendGraph(nil, q.Label); err != nil {
		return err
	}
	q.Label = nil
	if x.last.Subject != nil && q == x.last {
		return nil
	}
	if q.Subject != x.last.Subject {
		x.closeSubject()
		switch s := q.Subject.(type) {
		case quad.BNode:
			x.buf = append(x.buf, `<rdf:Description rdf:nodeID="`...)
			x.buf = append(x.buf, blankLabel(string(s))...)
		default:
			if _, err := appendSubject(nil, s); err != nil {
				return err
			}
			x.buf = append(x.buf, `<rdf:Description rdf:about="`...)
			var err error
			if x.buf, err = appendXMLText(x.buf, string(s.(quad.IRI))); err != nil {
				return err
			}
		}
		x.buf = append(x.buf, "\">\n"...)
	}
	tag, err := x.tag(q.Predicate)
	if err != nil {
		return err
	}
	x.last = q
	x.buf = append(append(x.buf, "  <"...), tag.name...)
	x.buf = append(x.buf, tag.namespace...)
	switch o := q.Object.(type) {
	case quad.BNode:
		x.buf = append(append(x.buf, ` rdf:nodeID="`...), blankLabel(string(o))...)
		x.buf = append(x.buf, "\"/>\n"...)
		return nil
	case quad.IRI:
		if err := checkIRI(string(o)); err != nil {
			return err
		}
		if x.buf, err = appendXMLText(append(x.buf, ` rdf:resource="`...), string(o)); err != nil {
			return err
		}
		x.buf = append(x.buf, "\"/>\n"...)
		return nil
	}
	text, datatype, lang, err := literalParts(q.Object)
	if err != nil {
		return err
	}
	switch {
	case lang != "":
		x.buf = append(append(append(x.buf, ` xml:lang="`...), lang...), '"')
	case datatype != "":
		if x.buf, err = appendXMLText(append(x.buf, ` rdf:datatype="`...), datatype); err != nil {
			return err
		}
		x.buf = append(x.buf, '"')
	}
	if x.buf, err = appendXMLText(append(x.buf, '>'), text); err != nil {
		return err
	}
	x.buf = append(append(append(x.buf, "</"...), tag.name...), ">\n"...)
	return nil
}

func (x *rdfxmlWriter) start() {
	x.started = true
	x.buf = append(x.buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF"...)
	for _, p := range schema.Prefixes() {
		x.buf = append(x.buf, "\n  xmlns:"+p.Name+"=\""+p.IRI+"\""...)
	}
	x.buf = append(x.buf, ">\n"...)
}

func (x *rdfxmlWriter) closeSubject() {
	if x.last.Subject != nil {
		x.buf = append(x.buf, "</rdf:Description>\n"...)
	}
}

func (x *rdfxmlWriter) Close() error {
	x.buf = x.buf[:0]
	if !x.started {
		x.start()
	}
	x.closeSubject()
	x.buf = append(x.buf, "</rdf:RDF>\n"...)
	_, err := x.w.Write(x.buf)
	return err
}

// maxTags is how many predicates keep their tags.
const maxTags = 1000

func (x *rdfxmlWriter) tag(v quad.Value) (xmlTag, error) {
	iri, ok := v.(quad.IRI)
	if !ok {
		_, err := appendPredicate(nil, v)
		return xmlTag{}, err
	}
	if tag, ok := x.tags[iri]; ok {
		return tag, nil
	}
	tag, err := makeTag(string(iri))
	if err == nil && len(x.tags) < maxTags {
		x.tags[iri] = tag
	}
	return tag, err
}

// notProperties are the names of RDF's own namespace that mean something else in RDF/XML.
var notProperties = map[string]bool{"RDF": true, "Description": true, "ID": true, "about": true, "parseType": true, "resource": true,
	"nodeID": true, "datatype": true, "li": true, "aboutEach": true, "aboutEachPrefix": true, "bagID": true}

func makeTag(iri string) (xmlTag, error) {
	if err := checkIRI(iri); err != nil {
		return xmlTag{}, err
	}
	i := len(iri)
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(iri[:i])
		if !nameRune(r) {
			break
		}
		i -= n
	}
	for ; i < len(iri); i++ {
		if utf8.RuneStart(iri[i]) && xmlName(iri[i:]) {
			break
		}
	}
	if i == len(iri) {
		return xmlTag{}, errors.New("RDF/XML cannot have this predicate: it does not end in a name")
	}
	namespace, local := iri[:i], iri[i:]
	if rdf, ok := strings.CutPrefix(iri, "http://www.w3.org/1999/02/22-rdf-syntax-ns#"); ok && notProperties[rdf] {
		return xmlTag{}, fmt.Errorf("RDF/XML cannot have this predicate: rdf:%s means something else there", rdf)
	}
	if namespace == "http://www.w3.org/XML/1998/namespace" || namespace == "http://www.w3.org/2000/xmlns/" {
		return xmlTag{}, errors.New("RDF/XML cannot have this predicate: its namespace is XML's own")
	}
	if prefix, ok := prefixOf[namespace]; ok {
		return xmlTag{name: prefix + ":" + local}, nil
	}
	escaped, err := appendXMLText([]byte(` xmlns:n="`), namespace)
	return xmlTag{name: "n:" + local, namespace: string(escaped) + `"`}, err
}

func nameRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' || r == '.'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd)
}

// xmlName reports whether a text without colons is a name. Beyond ASCII the names of XML's fourth edition are meant,
// which all readers take; Go's own is one of them.
func xmlName(s string) bool {
	if c := s[0]; c < utf8.RuneSelf && c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			_, err := xml.NewDecoder(strings.NewReader("<" + s + "/>")).Token()
			return err == nil
		}
	}
	return true
}

// appendXMLText writes a text for an element or an attribute in double quotation marks, or says which character XML 1.0
// does not have. Line ends and tabs are escaped, as readers change bare ones.
func appendXMLText(b []byte, s string) ([]byte, error) {
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				return b, fmt.Errorf("%.60q is not valid UTF-8", s)
			}
			if r == 0xfffe || r == 0xffff {
				return b, fmt.Errorf("XML cannot hold the character %U", r)
			}
			i += n
			continue
		}
		var escape string
		switch {
		case c == '&':
			escape = "&amp;"
		case c == '<':
			escape = "&lt;"
		case c == '>':
			escape = "&gt;"
		case c == '"':
			escape = "&quot;"
		case c == '\n':
			escape = "&#10;"
		case c == '\r':
			escape = "&#13;"
		case c == '\t':
			escape = "&#9;"
		case c < ' ':
			return b, fmt.Errorf("XML cannot hold the character %U", c)
		}
		if escape != "" {
			b = append(append(b, s[from:i]...), escape...)
			from = i + 1
		}
		i++
	}
	return append(b, s[from:]...), nil
}
