package graph

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// parseRDFXML reads RDF/XML 1.1 as it comes, strictly: text where only elements may be, or a second element where one
// may be, is an error, and is not passed over.
func parseRDFXML(r io.Reader, base string, fn func(quad.Quad) error) (err error) {
	in := &xmlBytes{in: bufio.NewReaderSize(r, 1<<16), line: 1, column: 1}
	p := &xmlReader{in: in, xml: xml.NewDecoder(in), fn: fn, ids: make(map[string]bool)}
	defer func() {
		switch stop := recover().(type) {
		case nil:
		case readStop:
			err = stop.err
		default:
			panic(stop)
		}
	}()
	p.document(xmlScope{base: base})
	return nil
}

// xmlBytes counts lines and columns for the decoder, which reads byte by byte what can be read so.
type xmlBytes struct {
	in           *bufio.Reader
	line, column int
}

func (b *xmlBytes) ReadByte() (byte, error) {
	c, err := b.in.ReadByte()
	switch {
	case err != nil:
	case c == '\n':
		b.line, b.column = b.line+1, 1
	case c&0xc0 != 0x80: // not the rest of a character
		b.column++
	}
	return c, err
}

func (b *xmlBytes) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := b.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

// xmlScope is what an element hands on to those in it.
type xmlScope struct {
	base, lang string
	names      []xmlPrefix
}

// xmlPrefix is a namespace in scope, for the elements of an XML literal.
type xmlPrefix struct{ prefix, iri string }

type xmlReader struct {
	in     *xmlBytes
	xml    *xml.Decoder
	fn     func(quad.Quad) error
	blanks blankNodes
	ids    map[string]bool
	depth  int
	// line and column are where the token began.
	line, column int
}

const (
	rdfNamespace   = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xmlPrefixspace = "http://www.w3.org/XML/1998/namespace"
)

// Names of the RDF namespace that may not be those of elements or attributes.
var (
	notNodeElements       = wordSet("RDF ID about parseType resource nodeID datatype li aboutEach aboutEachPrefix bagID")
	notPropertyElements   = wordSet("RDF ID about parseType resource nodeID datatype Description aboutEach aboutEachPrefix bagID")
	notPropertyAttributes = wordSet("RDF Description li aboutEach aboutEachPrefix bagID")
	syntaxNames           = wordSet("ID about parseType resource nodeID datatype")
)

func wordSet(s string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

func (p *xmlReader) fail(format string, args ...any) {
	panic(readStop{&SyntaxError{Line: p.line, Column: p.column, Msg: fmt.Sprintf(format, args...)}})
}

// token is the next token, nil at the end; comments and instructions are passed over.
func (p *xmlReader) token() xml.Token {
	for {
		p.line, p.column = p.in.line, p.in.column
		t, err := p.xml.Token()
		var syntax *xml.SyntaxError
		switch {
		case err == io.EOF:
			return nil
		case errors.As(err, &syntax):
			panic(readStop{&SyntaxError{Line: p.in.line, Column: p.in.column, Msg: syntax.Msg}})
		case err != nil:
			// Such as an encoding that is not UTF-8, or the error of the file.
			if strings.HasPrefix(err.Error(), "xml: ") {
				p.fail("%s", strings.TrimPrefix(err.Error(), "xml: "))
			}
			panic(readStop{err})
		}
		switch t := t.(type) {
		case xml.StartElement:
			return t.Copy()
		case xml.CharData:
			return t.Copy()
		case xml.EndElement:
			return t
		case xml.Directive:
			// Editors of ontologies shorten IRIs by entities that the document declares.
			for _, m := range entityDeclaration.FindAllSubmatch(t, -1) {
				if p.xml.Entity == nil {
					p.xml.Entity = make(map[string]string)
				}
				p.xml.Entity[string(m[1])] = string(m[2]) + string(m[3])
			}
		}
	}
}

var entityDeclaration = regexp.MustCompile(`<!ENTITY\s+([\pL_][\pL\pN_.-]*)\s+(?:"([^"&%]*)"|'([^'&%]*)')\s*>`)

func (p *xmlReader) emit(s, pred, o quad.Value) {
	if err := p.fn(quad.Quad{Subject: s, Predicate: pred, Object: o}); err != nil {
		panic(readStop{err})
	}
}

func blankText(t xml.CharData) bool { return strings.Trim(string(t), " \t\r\n") == "" }

func (p *xmlReader) document(scope xmlScope) {
	seen := false
	for {
		switch t := p.token().(type) {
		case nil:
			if !seen {
				p.fail("there is no element in the document")
			}
			return
		case xml.CharData:
			if !blankText(t) && strings.Trim(string(t), " \t\r\n\ufeff") != "" {
				p.fail("text outside any element")
			}
		case xml.StartElement:
			if seen {
				p.fail("a second element at the top")
			}
			seen = true
			if t.Name.Space != rdfNamespace || t.Name.Local != "RDF" {
				p.node(t, scope)
				continue
			}
			scope := p.enter(t, scope)
			for _, a := range p.attributes(t) {
				p.fail("the attribute %s on rdf:RDF", a.Name.Local)
			}
			p.nodes(scope, nil)
		}
	}
}

// nodes reads node elements up to the end of the element that they stand in.
func (p *xmlReader) nodes(scope xmlScope, each func(quad.Value)) {
	for {
		switch t := p.token().(type) {
		case xml.CharData:
			if !blankText(t) {
				p.fail("text where an element should describe something: %.40q", strings.TrimSpace(string(t)))
			}
		case xml.StartElement:
			s := p.node(t, scope)
			if each != nil {
				each(s)
			}
		case xml.EndElement:
			return
		case nil:
			p.fail("the file ends within an element")
		}
	}
}

// enter takes up what an element says for itself and those in it.
func (p *xmlReader) enter(e xml.StartElement, scope xmlScope) xmlScope {
	if p.depth++; p.depth > maxDepth {
		p.fail("elements more than %d deep", maxDepth)
	}
	for _, a := range e.Attr {
		switch {
		case a.Name.Space == xmlPrefixspace && a.Name.Local == "base":
			base := resolveIRI(scope.base, a.Value)
			if i := strings.IndexByte(base, '#'); i >= 0 {
				base = base[:i]
			}
			scope.base = base
		case a.Name.Space == xmlPrefixspace && a.Name.Local == "lang":
			if a.Value != "" && !validLanguage(a.Value) {
				p.fail("xml:lang=%q is no language tag, such as en or pt-BR", a.Value)
			}
			scope.lang = a.Value
		case a.Name.Space == "xmlns":
			scope.names = append(scope.names[:len(scope.names):len(scope.names)], xmlPrefix{a.Name.Local, a.Value})
		case a.Name.Space == "" && a.Name.Local == "xmlns":
			scope.names = append(scope.names[:len(scope.names):len(scope.names)], xmlPrefix{"", a.Value})
		}
	}
	return scope
}

// attributes are those that say something in RDF.
func (p *xmlReader) attributes(e xml.StartElement) []xml.Attr {
	var out []xml.Attr
	for _, a := range e.Attr {
		switch {
		case a.Name.Space == "xmlns" || a.Name.Space == xmlPrefixspace || a.Name.Space == "xml" || a.Name.Space == "" && a.Name.Local == "xmlns":
		case a.Name.Space == "" && strings.HasPrefix(strings.ToLower(a.Name.Local), "xml"):
		case a.Name.Space == "" && syntaxNames[a.Name.Local]:
			p.fail("the attribute %s has no prefix: it is rdf:%s", a.Name.Local, a.Name.Local)
		case a.Name.Space == "":
			p.fail("the attribute %s has no namespace, so it is no property", a.Name.Local)
		default:
			if a.Name.Space == rdfNamespace && notPropertyAttributes[a.Name.Local] {
				p.fail("rdf:%s may not be an attribute", a.Name.Local)
			}
			out = append(out, a)
		}
	}
	return out
}

func (p *xmlReader) iri(base, ref string) quad.IRI {
	iri := resolveIRI(base, ref)
	if ref == "" {
		// The document itself, without a fragment.
		iri, _, _ = strings.Cut(base, "#")
	}
	if err := checkIRI(iri); err != nil {
		p.fail("%v", err)
	}
	return quad.IRI(iri)
}

// name is the IRI of an element or attribute.
func (p *xmlReader) name(n xml.Name) quad.IRI {
	if n.Space == "" {
		p.fail("the element %s has no namespace", n.Local)
	}
	if !strings.Contains(n.Space, ":") {
		p.fail("the prefix %s: is not declared", n.Space)
	}
	return p.iri("", n.Space+n.Local)
}

func validNCName(s string) bool {
	for i, r := range s {
		if !nameChar(r) && (i == 0 || !laterChar(r) && r != '.') || i == 0 && r >= '0' && r <= '9' {
			return false
		}
	}
	return s != "" && utf8.ValidString(s)
}

func (p *xmlReader) id(base, id string) quad.IRI {
	if !validNCName(id) {
		p.fail("rdf:ID=%q is no XML name", id)
	}
	iri := p.iri(base, "#"+id)
	if p.ids[string(iri)] {
		p.fail("rdf:ID=%q was there before", id)
	}
	p.ids[string(iri)] = true
	return iri
}

func (p *xmlReader) nodeID(id string) quad.BNode {
	if !validNCName(id) {
		p.fail("rdf:nodeID=%q is no XML name", id)
	}
	return p.blanks.labelled(id)
}

// text is a literal in the language of its place.
func (p *xmlReader) plain(s string, scope xmlScope) quad.Value {
	if scope.lang != "" {
		return quad.LangString{Value: quad.String(s), Lang: scope.lang}
	}
	return quad.String(s)
}

// node reads a node element, whose start is read, and returns what it describes.
func (p *xmlReader) node(e xml.StartElement, scope xmlScope) quad.Value {
	scope = p.enter(e, scope)
	defer func() { p.depth-- }()
	if e.Name.Space == rdfNamespace && notNodeElements[e.Name.Local] {
		p.fail("rdf:%s may not describe something", e.Name.Local)
	}
	name := p.name(e.Name)
	var subject quad.Value
	var rest []xml.Attr
	for _, a := range p.attributes(e) {
		var s quad.Value
		switch {
		case a.Name.Space != rdfNamespace:
		case a.Name.Local == "about":
			s = p.iri(scope.base, a.Value)
		case a.Name.Local == "ID":
			s = p.id(scope.base, a.Value)
		case a.Name.Local == "nodeID":
			s = p.nodeID(a.Value)
		case syntaxNames[a.Name.Local]:
			p.fail("rdf:%s on an element that describes something", a.Name.Local)
		}
		if s == nil {
			rest = append(rest, a)
			continue
		}
		if subject != nil {
			p.fail("two of rdf:about, rdf:ID and rdf:nodeID")
		}
		subject = s
	}
	if subject == nil {
		subject = p.blanks.fresh()
	}
	if name != rdfNamespace+"Description" {
		p.emit(subject, rdfType, name)
	}
	p.propertyAttributes(subject, rest, scope)
	p.properties(subject, scope)
	return subject
}

func (p *xmlReader) propertyAttributes(s quad.Value, attributes []xml.Attr, scope xmlScope) {
	for _, a := range attributes {
		if a.Name.Space == rdfNamespace && a.Name.Local == "type" {
			p.emit(s, rdfType, p.iri(scope.base, a.Value))
			continue
		}
		p.emit(s, p.name(a.Name), p.plain(a.Value, scope))
	}
}

// properties reads property elements up to the end of the element that they stand in.
func (p *xmlReader) properties(s quad.Value, scope xmlScope) {
	members := 0
	for {
		switch t := p.token().(type) {
		case xml.CharData:
			if !blankText(t) {
				p.fail("text where an element should be a property: %.40q", strings.TrimSpace(string(t)))
			}
		case xml.StartElement:
			p.property(s, t, scope, &members)
		case xml.EndElement:
			return
		case nil:
			p.fail("the file ends within an element")
		}
	}
}

func (p *xmlReader) property(s quad.Value, e xml.StartElement, scope xmlScope, members *int) {
	scope = p.enter(e, scope)
	defer func() { p.depth-- }()
	if e.Name.Space == rdfNamespace && notPropertyElements[e.Name.Local] {
		p.fail("rdf:%s may not be a property", e.Name.Local)
	}
	name := p.name(e.Name)
	if name == rdfNamespace+"li" {
		*members++
		name = quad.IRI(fmt.Sprintf("%s_%d", rdfNamespace, *members))
	}
	var id quad.IRI
	var object quad.Value
	var datatype, parseType *string
	var rest []xml.Attr
	for _, a := range p.attributes(e) {
		if a.Name.Space != rdfNamespace || !syntaxNames[a.Name.Local] {
			rest = append(rest, a)
			continue
		}
		if (a.Name.Local == "resource" || a.Name.Local == "nodeID") && object != nil {
			p.fail("rdf:resource and rdf:nodeID together")
		}
		switch a.Name.Local {
		case "ID":
			id = p.id(scope.base, a.Value)
		case "resource":
			object = p.iri(scope.base, a.Value)
		case "nodeID":
			object = p.nodeID(a.Value)
		case "datatype":
			datatype = &a.Value
		case "parseType":
			parseType = &a.Value
		default:
			p.fail("rdf:%s on a property", a.Name.Local)
		}
	}
	state := func(o quad.Value) {
		p.emit(s, name, o)
		if id != "" {
			p.emit(id, rdfType, rdfStatement)
			p.emit(id, rdfSubject, s)
			p.emit(id, rdfPredicate, name)
			p.emit(id, rdfObject, o)
		}
	}
	if parseType != nil {
		if object != nil || datatype != nil || len(rest) > 0 {
			p.fail("rdf:parseType with other attributes than rdf:ID")
		}
		switch *parseType {
		case "Resource":
			b := p.blanks.fresh()
			state(b)
			p.properties(b, scope)
		case "Collection":
			p.collection(state, scope)
		default: // "Literal", and whatever else, as the standard has it
			state(quad.TypedString{Value: quad.String(p.xmlLiteral(scope)), Type: rdfNamespace + "XMLLiteral"})
		}
		return
	}
	if object != nil || len(rest) > 0 {
		if datatype != nil {
			p.fail("rdf:datatype on a property whose value is no literal")
		}
		if object == nil {
			object = p.blanks.fresh()
		}
		state(object)
		p.propertyAttributes(object, rest, scope)
		if t := p.tokenBehindText(); t != nil {
			p.fail("an element within a property whose value its attributes give")
		}
		return
	}
	var text strings.Builder
	done := false
	for {
		switch t := p.token().(type) {
		case xml.CharData:
			if text.Write(t); done && !blankText(t) {
				p.fail("text beside an element as the value of a property: %.40q", strings.TrimSpace(string(t)))
			}
		case xml.StartElement:
			if done {
				p.fail("a second element as the value of one property")
			}
			if strings.TrimSpace(text.String()) != "" {
				p.fail("an element beside text as the value of a property")
			}
			if datatype != nil {
				p.fail("an element as the value of a property with rdf:datatype")
			}
			done = true
			state(p.node(t, scope))
		case xml.EndElement:
			if done {
				return
			}
			if datatype == nil {
				state(p.plain(text.String(), scope))
				return
			}
			v, problem := typedLiteral(quad.String(text.String()), p.iri(scope.base, *datatype))
			if problem != "" {
				p.fail("%s", problem)
			}
			state(v)
			return
		case nil:
			p.fail("the file ends within an element")
		}
	}
}

// tokenBehindText passes over blank text up to the end of an element; it returns what else stands there.
func (p *xmlReader) tokenBehindText() xml.Token {
	for {
		switch t := p.token().(type) {
		case xml.CharData:
			if !blankText(t) {
				return t
			}
		case xml.EndElement:
			return nil
		default:
			return t
		}
	}
}

func (p *xmlReader) collection(state func(quad.Value), scope xmlScope) {
	var last quad.Value
	p.nodes(scope, func(item quad.Value) {
		b := p.blanks.fresh()
		if last == nil {
			state(b)
		} else {
			p.emit(last, rdfRest, b)
		}
		p.emit(b, rdfFirst, item)
		last = b
	})
	if last == nil {
		state(rdfNil)
		return
	}
	p.emit(last, rdfRest, rdfNil)
}

// xmlLiteral is the content of an element as exclusive canonical XML: each element declares the namespaces that it and
// its attributes use and that its parents do not declare alike.
func (p *xmlReader) xmlLiteral(scope xmlScope) string {
	var b strings.Builder
	type open struct {
		name     string
		declared []xmlPrefix
		scope    []xmlPrefix
	}
	stack := []open{{scope: scope.names}}
	lookup := func(names []xmlPrefix, iri string, attribute bool) (string, bool) {
		for i := len(names) - 1; i >= 0; i-- {
			if names[i].iri != iri || attribute && names[i].prefix == "" {
				continue
			}
			// A later declaration of the same prefix hides this one.
			hidden := false
			for _, later := range names[i+1:] {
				hidden = hidden || later.prefix == names[i].prefix
			}
			if !hidden {
				return names[i].prefix, true
			}
		}
		return "", false
	}
	for {
		t, err := p.rawToken()
		if err != nil {
			p.fail("%v", err)
		}
		switch t := t.(type) {
		case nil:
			p.fail("the file ends within an element")
		case xml.CharData:
			b.WriteString(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;").Replace(string(t)))
		case xml.Comment:
			b.WriteString("<!--" + string(t) + "-->")
		case xml.ProcInst:
			b.WriteString("<?" + t.Target)
			if len(t.Inst) > 0 {
				b.WriteString(" " + string(t.Inst))
			}
			b.WriteString("?>")
		case xml.StartElement:
			parent := stack[len(stack)-1]
			names := p.enter(t, xmlScope{names: parent.scope, base: scope.base}).names
			o := open{declared: parent.declared, scope: names}
			needed := map[string]string{}
			full := func(n xml.Name, attribute bool) string {
				if n.Space == "" {
					return n.Local
				}
				if n.Space == xmlPrefixspace {
					return "xml:" + n.Local
				}
				prefix, ok := lookup(names, n.Space, attribute)
				if !ok {
					p.fail("the prefix %s: is not declared", n.Space)
				}
				needed[prefix] = n.Space
				if prefix == "" {
					return n.Local
				}
				return prefix + ":" + n.Local
			}
			o.name = full(t.Name, false)
			if t.Name.Space == "" {
				needed[""] = ""
			}
			type attribute struct{ key, text string }
			var attributes []attribute
			escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
			for _, a := range t.Attr {
				if a.Name.Space != "xmlns" && !(a.Name.Space == "" && a.Name.Local == "xmlns") {
					attributes = append(attributes, attribute{a.Name.Space + " " + a.Name.Local, full(a.Name, true) + `="` + escape.Replace(a.Value) + `"`})
				}
			}
			b.WriteString("<" + o.name)
			for _, prefix := range slices.Sorted(maps.Keys(needed)) {
				was, declared := "", prefix == ""
				for _, d := range parent.declared {
					if d.prefix == prefix {
						was, declared = d.iri, true
					}
				}
				if declared && was == needed[prefix] {
					continue
				}
				o.declared = append(o.declared[:len(o.declared):len(o.declared)], xmlPrefix{prefix, needed[prefix]})
				key := "xmlns"
				if prefix != "" {
					key += ":" + prefix
				}
				b.WriteString(" " + key + `="` + escape.Replace(needed[prefix]) + `"`)
			}
			slices.SortFunc(attributes, func(a, b attribute) int { return strings.Compare(a.key, b.key) })
			for _, a := range attributes {
				b.WriteString(" " + a.text)
			}
			b.WriteString(">")
			stack = append(stack, o)
		case xml.EndElement:
			if len(stack) == 1 {
				return b.String()
			}
			b.WriteString("</" + stack[len(stack)-1].name + ">")
			stack = stack[:len(stack)-1]
			p.depth--
		}
	}
}

// rawToken is the next token, comments and instructions among them.
func (p *xmlReader) rawToken() (xml.Token, error) {
	p.line, p.column = p.in.line, p.in.column
	t, err := p.xml.Token()
	if err != nil {
		return nil, err
	}
	return xml.CopyToken(t), nil
}
