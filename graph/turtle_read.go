package graph

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// parseTurtle reads Turtle 1.1, strictly and in little memory.
func parseTurtle(r io.Reader, base string, fn func(quad.Quad) error) error {
	return parseTurtles(r, base, false, fn)
}

// parseTriG reads TriG 1.1, which is Turtle with graphs.
func parseTriG(r io.Reader, base string, fn func(quad.Quad) error) error {
	return parseTurtles(r, base, true, fn)
}

// A library reads Turtle too, goRDFlib; but only whole documents in memory, without the column of a mistake, with what
// RDF 1.2 adds, and it percent-encodes relative IRIs.
func parseTurtles(r io.Reader, base string, graphs bool, fn func(quad.Quad) error) (err error) {
	p := &turtleReader{in: bufio.NewReaderSize(r, 1<<16), graphs: graphs, base: base, prefixes: make(map[string]string), fn: fn, line: 1, column: 1}
	defer func() {
		switch stop := recover().(type) {
		case nil:
		case readStop:
			err = stop.err
		default:
			panic(stop)
		}
	}()
	p.document()
	return nil
}

// readStop carries the error that ends a reading up to where it began.
type readStop struct{ err error }

// blankNodes names blank nodes: those without a label by a number, the others by their label behind another letter.
type blankNodes struct{ n int }

// fresh is a new blank node.
func (b *blankNodes) fresh() quad.BNode {
	b.n++
	return quad.BNode(fmt.Sprintf("b%d", b.n))
}

// labelled is the blank node of a label.
func (b *blankNodes) labelled(label string) quad.BNode { return quad.BNode("l" + label) }

// turtleReader is a recursive descent through the grammar of TriG, one character ahead. Mistakes end it by a panic
// with a readStop.
type turtleReader struct {
	in           *bufio.Reader
	graphs       bool
	base         string
	prefixes     map[string]string
	blanks       blankNodes
	fn           func(quad.Quad) error
	graph        quad.Value
	line, column int
	depth        int
	text         strings.Builder
}

// maxDepth is how deep blank nodes and lists may stand in one another.
const maxDepth = 10_000

const endOfText = rune(-1)

func (p *turtleReader) fail(format string, args ...any) {
	panic(readStop{&SyntaxError{Line: p.line, Column: p.column, Msg: fmt.Sprintf(format, args...)}})
}

// failAt is fail at a place already passed.
func (p *turtleReader) failAt(line, column int, format string, args ...any) {
	panic(readStop{&SyntaxError{Line: line, Column: column, Msg: fmt.Sprintf(format, args...)}})
}

// peek is the next character, endOfText after the last.
func (p *turtleReader) peek() rune {
	b, err := p.in.Peek(1)
	if len(b) == 1 && b[0] < utf8.RuneSelf {
		return rune(b[0])
	}
	if len(b) == 0 {
		if err != io.EOF {
			panic(readStop{err})
		}
		return endOfText
	}
	r, size, err := p.in.ReadRune()
	if err != nil {
		panic(readStop{err})
	}
	if r == utf8.RuneError && size == 1 {
		p.fail("this is not valid UTF-8")
	}
	p.in.UnreadRune()
	return r
}

// ahead reports whether s, which is ASCII, comes next.
func (p *turtleReader) ahead(s string) bool {
	b, _ := p.in.Peek(len(s))
	return string(b) == s
}

// next takes a character.
func (p *turtleReader) next() rune {
	r := p.peek()
	if r == endOfText {
		return r
	}
	p.in.ReadRune()
	switch {
	case r == '\n', r == '\r' && !p.ahead("\n"):
		p.line, p.column = p.line+1, 1
	default:
		p.column++
	}
	return r
}

func (p *turtleReader) found() string {
	r := p.peek()
	if r == endOfText {
		return "the end of the file"
	}
	return fmt.Sprintf("%q", r)
}

// space passes over blanks and comments.
func (p *turtleReader) space() {
	for {
		switch p.peek() {
		case ' ', '\t', '\r', '\n':
			p.next()
		case '#':
			for r := p.peek(); r != '\n' && r != '\r' && r != endOfText; r = p.peek() {
				p.next()
			}
		default:
			return
		}
	}
}

func (p *turtleReader) expect(r rune, where string) {
	p.space()
	if p.peek() != r {
		p.fail("%s where %s should have %q", p.found(), where, r)
	}
	p.next()
}

func (p *turtleReader) emit(s, pred, o quad.Value) {
	if err := p.fn(quad.Quad{Subject: s, Predicate: pred, Object: o, Label: p.graph}); err != nil {
		panic(readStop{err})
	}
}

func (p *turtleReader) document() {
	if p.peek() == '\ufeff' {
		p.in.ReadRune()
	}
	for {
		p.space()
		switch r := p.peek(); {
		case r == endOfText:
			return
		case r == '@':
			p.directive()
		case r == '{' && p.graphs:
			p.block(nil)
		case r == '<' || r == '_' || r == '[' || r == '(':
			p.statement()
		default:
			p.word()
		}
	}
}

// directive reads @prefix and @base.
func (p *turtleReader) directive() {
	line, column := p.line, p.column
	p.next()
	var word strings.Builder
	for r := p.peek(); r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'; r = p.peek() {
		word.WriteRune(p.next())
	}
	switch word.String() {
	case "prefix":
		p.prefix()
	case "base":
		p.baseIRI()
	default:
		p.failAt(line, column, "@%s: there is @prefix and @base", word.String())
	}
	p.expect('.', "the end of @"+word.String())
}

func (p *turtleReader) prefix() {
	p.space()
	name := p.prefixName()
	if p.peek() != ':' {
		p.fail("%s where a prefix ends with a colon", p.found())
	}
	p.next()
	p.space()
	if p.peek() != '<' {
		p.fail("%s where the prefix %s: should have its IRI <…>", p.found(), name)
	}
	p.prefixes[name] = string(p.iriRef())
}

func (p *turtleReader) baseIRI() {
	p.space()
	if p.peek() != '<' {
		p.fail("%s where the base should be an IRI <…>", p.found())
	}
	p.base = string(p.iriRef())
}

// word reads a statement that begins with a letter or a colon: PREFIX, BASE, GRAPH, or a name with a prefix.
func (p *turtleReader) word() {
	line, column := p.line, p.column
	name := p.prefixName()
	if p.peek() != ':' {
		switch strings.ToUpper(name) {
		case "PREFIX":
			p.prefix()
			return
		case "BASE":
			p.baseIRI()
			return
		case "GRAPH":
			if p.graphs {
				p.space()
				p.block(p.graphName())
				return
			}
		}
		if name == "" {
			p.failAt(line, column, "%s where a statement should begin", p.found())
		}
		p.failAt(line, column, "%q where a statement should begin: a name has a prefix and a colon", name)
	}
	p.tripleOrBlock(p.localName(name, line, column))
}

// statement reads one that begins with an IRI, a blank node or a list.
func (p *turtleReader) statement() {
	switch p.peek() {
	case '<':
		p.tripleOrBlock(p.iriRef())
	case '_':
		p.tripleOrBlock(p.blankNode())
	case '(':
		s := p.list()
		p.predicates(s)
		p.end()
	case '[':
		s, empty := p.propertyList()
		p.space()
		if empty {
			p.tripleOrBlock(s)
			return
		}
		if p.peek() != '.' {
			p.predicates(s)
		}
		p.end()
	}
}

// tripleOrBlock goes on behind what may be a subject or the name of a graph.
func (p *turtleReader) tripleOrBlock(s quad.Value) {
	p.space()
	if p.peek() == '{' && p.graphs {
		p.block(s)
		return
	}
	p.predicates(s)
	p.end()
}

func (p *turtleReader) end() { p.expect('.', "the end of a statement") }

func (p *turtleReader) graphName() quad.Value {
	switch r := p.peek(); {
	case r == '<':
		return p.iriRef()
	case r == '_':
		return p.blankNode()
	case r == '[':
		line, column := p.line, p.column
		b, empty := p.propertyList()
		if !empty {
			p.failAt(line, column, "a graph is named by an IRI or a blank node, not by one with properties")
		}
		return b
	}
	return p.name()
}

// block reads the statements of a graph in braces.
func (p *turtleReader) block(name quad.Value) {
	p.expect('{', "a graph")
	p.graph = name
	for {
		p.space()
		if p.peek() == '}' {
			break
		}
		p.blockStatement()
		p.space()
		if p.peek() == '.' {
			p.next()
		} else if p.peek() != '}' {
			p.fail("%s where a statement should end with a full stop, or the graph with }", p.found())
		}
	}
	p.next()
	p.graph = nil
}

func (p *turtleReader) blockStatement() {
	switch r := p.peek(); {
	case r == endOfText:
		p.fail("the file ends within a graph")
	case r == '[':
		s, empty := p.propertyList()
		p.space()
		if r := p.peek(); empty || r != '.' && r != '}' {
			p.predicates(s)
		}
	case r == '(':
		p.predicates(p.list())
	case r == '<':
		p.predicates(p.iriRef())
	case r == '_':
		p.predicates(p.blankNode())
	default:
		p.predicates(p.name())
	}
}

// predicates reads predicates with their objects.
func (p *turtleReader) predicates(s quad.Value) {
	for first := true; ; first = false {
		p.space()
		for !first && p.peek() == ';' {
			p.next()
			p.space()
		}
		if r := p.peek(); !first && (r == '.' || r == ']' || r == '}') {
			return
		}
		verb := p.verb()
		for {
			p.emitObject(s, verb)
			if p.space(); p.peek() != ',' {
				break
			}
			p.next()
		}
		if p.peek() != ';' {
			return
		}
	}
}

func (p *turtleReader) verb() quad.Value {
	switch p.peek() {
	case '<':
		return p.iriRef()
	case 'a':
		// An a by itself is rdf:type.
		if b, _ := p.in.Peek(2); len(b) < 2 || !strings.ContainsRune(":.-_%\\", rune(b[1])) && !nameChar(rune(b[1])) && b[1] < utf8.RuneSelf {
			p.next()
			return rdfType
		}
	case '_', '[', '(', '"', '\'', '.', ';', ',', ']', '}', '{', endOfText:
		p.fail("%s where the predicate should be an IRI <…> or a name", p.found())
	}
	return p.name()
}

// emitObject reads an object and emits the statement; what stands within the object comes after it.
func (p *turtleReader) emitObject(s, verb quad.Value) {
	p.space()
	switch r := p.peek(); {
	case r == '<':
		p.emit(s, verb, p.iriRef())
	case r == '_':
		p.emit(s, verb, p.blankNode())
	case r == '[':
		b := p.blanks.fresh()
		p.emit(s, verb, b)
		p.properties(b)
	case r == '(':
		p.emitList(s, verb)
	case r == '"' || r == '\'':
		p.emit(s, verb, p.literal())
	case r >= '0' && r <= '9' || r == '+' || r == '-' || r == '.':
		p.emit(s, verb, p.number())
	default:
		line, column := p.line, p.column
		name := p.prefixName()
		if p.peek() == ':' {
			p.emit(s, verb, p.localName(name, line, column))
			return
		}
		if name != "true" && name != "false" {
			if name == "" {
				p.fail("%s where the object should be an IRI, a name, a blank node, a list or a literal", p.found())
			}
			p.failAt(line, column, "%q where the object should be: a name has a prefix and a colon, a text quotation marks", name)
		}
		p.emit(s, verb, quad.TypedString{Value: quad.String(name), Type: xsdBoolean})
	}
}

func (p *turtleReader) deeper() {
	if p.depth++; p.depth > maxDepth {
		p.fail("brackets more than %d deep", maxDepth)
	}
}

// propertyList reads a blank node in brackets; empty tells that nothing stands in them.
func (p *turtleReader) propertyList() (b quad.BNode, empty bool) {
	b = p.blanks.fresh()
	return b, p.properties(b)
}

func (p *turtleReader) properties(b quad.BNode) (empty bool) {
	p.deeper()
	p.next()
	if p.space(); p.peek() == ']' {
		empty = true
	} else {
		p.predicates(b)
	}
	p.expect(']', "a blank node in brackets")
	p.depth--
	return empty
}

// list reads a list that is a subject.
func (p *turtleReader) list() quad.Value {
	p.next()
	if p.space(); p.peek() == ')' {
		p.next()
		return rdfNil
	}
	head := p.blanks.fresh()
	p.items(head)
	return head
}

func (p *turtleReader) emitList(s, verb quad.Value) {
	p.next()
	if p.space(); p.peek() == ')' {
		p.next()
		p.emit(s, verb, rdfNil)
		return
	}
	head := p.blanks.fresh()
	p.emit(s, verb, head)
	p.items(head)
}

func (p *turtleReader) items(node quad.BNode) {
	p.deeper()
	for {
		p.emitObject(node, rdfFirst)
		if p.space(); p.peek() == ')' {
			p.next()
			p.emit(node, rdfRest, rdfNil)
			p.depth--
			return
		}
		following := p.blanks.fresh()
		p.emit(node, rdfRest, following)
		node = following
	}
}

var (
	rdfFirst   = mustIRI("rdf:first")
	rdfRest    = mustIRI("rdf:rest")
	rdfNil     = mustIRI("rdf:nil")
	xsdBoolean = mustIRI("xsd:boolean")
	xsdInteger = mustIRI("xsd:integer")
	xsdDecimal = mustIRI("xsd:decimal")
	xsdDouble  = mustIRI("xsd:double")
)

// iriRef reads <…> and resolves it against the base.
func (p *turtleReader) iriRef() quad.IRI {
	line, column := p.line, p.column
	p.next()
	p.text.Reset()
	for {
		r := p.peek()
		switch {
		case r == '>':
			p.next()
			iri := resolveIRI(p.base, p.text.String())
			if err := checkIRI(iri); err != nil {
				p.failAt(line, column, "%v", err)
			}
			return quad.IRI(iri)
		case r == '\\':
			p.text.WriteRune(p.unicodeEscape("an IRI"))
		case r == endOfText:
			p.failAt(line, column, "an IRI without its >")
		case r <= ' ' || strings.ContainsRune("<\"{}|^`", r):
			p.fail("the character %q in an IRI", r)
		default:
			p.text.WriteRune(p.next())
		}
	}
}

// unicodeEscape reads \uXXXX or \UXXXXXXXX.
func (p *turtleReader) unicodeEscape(where string) rune {
	line, column := p.line, p.column
	p.next()
	kind := p.next()
	digits := map[rune]int{'u': 4, 'U': 8}[kind]
	if digits == 0 {
		p.failAt(line, column, `\%s is no escape in %s`, strings.TrimPrefix(string(kind), "\uFFFD"), where)
	}
	var code rune
	for range digits {
		n := -1
		if r := p.peek(); r > 0 && r < utf8.RuneSelf {
			n = hexDigit(byte(r))
		}
		if n < 0 {
			p.failAt(line, column, `\%c asks for %d hexadecimal digits`, kind, digits)
		}
		p.next()
		code = code<<4 | rune(n)
	}
	if code < 0 || !utf8.ValidRune(code) {
		p.failAt(line, column, `\%c%0*X is no character of Unicode`, kind, digits, uint32(code))
	}
	return code
}

// name reads a name with a prefix.
func (p *turtleReader) name() quad.Value {
	line, column := p.line, p.column
	prefix := p.prefixName()
	if p.peek() != ':' {
		if prefix == "" {
			p.fail("%s where an IRI <…> or a name should be", p.found())
		}
		p.failAt(line, column, "%q is no name: one has a prefix and a colon", prefix)
	}
	return p.localName(prefix, line, column)
}

func baseChar(r rune) bool {
	return nameChar(r) && r != '_' && !(r >= '0' && r <= '9')
}

// laterChar is what may stand in a name but not at its beginning.
func laterChar(r rune) bool {
	return nameChar(r) || r == '-' || r == 0xb7 || r >= 0x300 && r <= 0x36f || r == 0x203f || r == 0x2040
}

// prefixName reads what stands before a colon.
func (p *turtleReader) prefixName() string {
	var b strings.Builder
	if !baseChar(p.peek()) {
		return ""
	}
	for r := p.peek(); laterChar(r) || r == '.'; r = p.peek() {
		if r == '.' && !p.dotWithin(false) {
			break
		}
		b.WriteRune(p.next())
	}
	return b.String()
}

// dotWithin reports whether behind the full stops that come next a name goes on: a local one, which may have a colon and
// escapes, or not.
func (p *turtleReader) dotWithin(local bool) bool {
	for n := 2; ; n++ {
		b, _ := p.in.Peek(n - 1 + utf8.UTFMax)
		if len(b) < n {
			return false
		}
		if b[n-1] == '.' {
			continue
		}
		r, _ := utf8.DecodeRune(b[n-1:])
		return laterChar(r) || local && (r == ':' || r == '%' || r == '\\')
	}
}

// localName reads the colon and what stands behind it.
func (p *turtleReader) localName(prefix string, line, column int) quad.Value {
	p.next()
	namespace, ok := p.prefixes[prefix]
	if !ok {
		p.failAt(line, column, "the prefix %s: is not declared", prefix)
	}
	p.text.Reset()
	p.text.WriteString(namespace)
	for first := true; ; first = false {
		r := p.peek()
		switch {
		case r == ':' || nameChar(r) || !first && laterChar(r):
			p.text.WriteRune(p.next())
		case r == '.' && !first && p.dotWithin(true):
			p.text.WriteRune(p.next())
		case r == '%':
			p.text.WriteRune(p.next())
			for range 2 {
				if r := p.peek(); r < 0 || r >= utf8.RuneSelf || hexDigit(byte(r)) < 0 {
					p.fail("%s where %% asks for two hexadecimal digits", p.found())
				}
				p.text.WriteRune(p.next())
			}
		case r == '\\':
			p.next()
			if r := p.peek(); r == endOfText || !strings.ContainsRune("_~.-!$&'()*+,;=/?#@%", r) {
				p.fail("%s cannot be escaped in a name", p.found())
			}
			p.text.WriteRune(p.next())
		default:
			iri := p.text.String()
			if err := checkIRI(iri); err != nil {
				p.failAt(line, column, "%v", err)
			}
			return quad.IRI(iri)
		}
	}
}

func (p *turtleReader) blankNode() quad.Value {
	p.next()
	if p.peek() != ':' {
		p.fail("%s where a blank node _:… has its colon", p.found())
	}
	p.next()
	var b strings.Builder
	if !nameChar(p.peek()) {
		p.fail("%s where a blank node has its label", p.found())
	}
	for r := p.peek(); laterChar(r) || r == '.' && p.dotWithin(false); r = p.peek() {
		b.WriteRune(p.next())
	}
	return p.blanks.labelled(b.String())
}

func (p *turtleReader) number() quad.Value {
	line, column := p.line, p.column
	var b strings.Builder
	digits := func() (n int) {
		for r := p.peek(); r >= '0' && r <= '9'; r = p.peek() {
			b.WriteRune(p.next())
			n++
		}
		return n
	}
	if r := p.peek(); r == '+' || r == '-' {
		b.WriteRune(p.next())
	}
	datatype := xsdInteger
	whole := digits()
	fraction := 0
	if p.peek() == '.' {
		// A full stop with nothing of a number behind it ends the statement.
		after, _ := p.in.Peek(3)
		more := len(after) > 1 && after[1] >= '0' && after[1] <= '9'
		if whole > 0 && len(after) > 1 && (after[1] == 'e' || after[1] == 'E') {
			more = len(after) > 2 && (after[2] == '+' || after[2] == '-' || after[2] >= '0' && after[2] <= '9')
		}
		if more {
			b.WriteRune(p.next())
			fraction = digits()
			datatype = xsdDecimal
		}
	}
	if whole+fraction == 0 {
		p.failAt(line, column, "%s where the object should be: a number has digits", p.found())
	}
	if r := p.peek(); r == 'e' || r == 'E' {
		b.WriteRune(p.next())
		if r := p.peek(); r == '+' || r == '-' {
			b.WriteRune(p.next())
		}
		if digits() == 0 {
			p.failAt(line, column, "a number without the digits of its exponent")
		}
		datatype = xsdDouble
	}
	if r := p.peek(); nameChar(r) || r == ':' {
		p.fail("%s behind a number", p.found())
	}
	return quad.TypedString{Value: quad.String(b.String()), Type: datatype}
}

func (p *turtleReader) literal() quad.Value {
	line, column := p.line, p.column
	quote := p.next()
	long := false
	if p.peek() == quote {
		if p.next(); p.peek() != quote {
			return p.suffix("")
		}
		p.next()
		long = true
	}
	var text strings.Builder
	for {
		r := p.peek()
		switch {
		case r == endOfText:
			p.failAt(line, column, "a literal without its closing quotation mark")
		case r == quote && !long:
			p.next()
			return p.suffix(text.String())
		case r == quote && p.ahead(strings.Repeat(string(quote), 3)):
			p.next()
			p.next()
			p.next()
			return p.suffix(text.String())
		case !long && (r == '\n' || r == '\r'):
			p.fail("the line ends within a literal: one of several lines stands in three quotation marks")
		case r == '\\':
			text.WriteRune(p.escape())
		default:
			text.WriteRune(p.next())
		}
	}
}

func (p *turtleReader) escape() rune {
	b, _ := p.in.Peek(2)
	if len(b) == 2 {
		if at := strings.IndexByte(`tbnrf"'\`, b[1]); at >= 0 {
			p.next()
			p.next()
			return rune("\t\b\n\r\f\"'\\"[at])
		}
	}
	return p.unicodeEscape("a literal")
}

// suffix reads the language or datatype behind a literal's text.
func (p *turtleReader) suffix(text string) quad.Value {
	value := quad.String(text)
	p.space()
	line, column := p.line, p.column
	switch {
	case p.peek() == '@':
		p.next()
		var b strings.Builder
		for r := p.peek(); r == '-' || r < utf8.RuneSelf && r != '_' && nameChar(r); r = p.peek() {
			b.WriteRune(p.next())
		}
		if !validLanguage(b.String()) {
			p.failAt(line, column, "no language tag, such as en or pt-BR, behind the @")
		}
		return quad.LangString{Value: value, Lang: b.String()}
	case p.ahead("^^"):
		p.next()
		p.next()
		p.space()
		var datatype quad.Value
		if p.peek() == '<' {
			datatype = p.iriRef()
		} else {
			datatype = p.name()
		}
		v, problem := typedLiteral(value, datatype.(quad.IRI))
		if problem != "" {
			p.failAt(line, column, "%s", problem)
		}
		return v
	}
	return value
}
