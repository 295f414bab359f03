package graph

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// SyntaxError is what is wrong with an RDF document, and where.
type SyntaxError struct {
	// File is the document as the user knows it; a reader leaves it empty.
	File string
	// Line and Column count from one, columns in characters; zero where the format's reader does not tell.
	Line, Column int
	Msg          string
}

func (e *SyntaxError) Error() string {
	place := e.File
	if e.Line > 0 {
		place = strings.TrimPrefix(fmt.Sprintf("%s:%d", place, e.Line), ":")
	}
	if e.Line > 0 && e.Column > 0 {
		place += fmt.Sprintf(":%d", e.Column)
	}
	return strings.TrimPrefix(place+": "+e.Msg, ": ")
}

// maxLine is how long one line of N-Quads may be, in bytes: an article's text is one literal on one line.
const maxLine = 256 << 20

// parseNQuads reads N-Quads 1.1 line by line, strictly, in little memory. Blank nodes keep their labels.
func parseNQuads(r io.Reader, base string, fn func(quad.Quad) error) error {
	return parseLines(r, &lineParser{graphs: true}, fn)
}

// parseNTriples reads N-Triples 1.1, which is N-Quads without graphs.
func parseNTriples(r io.Reader, base string, fn func(quad.Quad) error) error {
	return parseLines(r, &lineParser{}, fn)
}

func parseLines(r io.Reader, p *lineParser, fn func(quad.Quad) error) error {
	buffered := bufio.NewReaderSize(r, 1<<16)
	p.known = make(map[string]quad.Value)
	var long []byte
	for number := 1; ; number++ {
		line, err := buffered.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			long = append(long[:0], line...)
			for errors.Is(err, bufio.ErrBufferFull) {
				if len(long) > maxLine {
					return &SyntaxError{Line: number, Msg: fmt.Sprintf("a line of more than %d MB", maxLine>>20)}
				}
				line, err = buffered.ReadSlice('\n')
				long = append(long, line...)
			}
			line = long
		}
		if err != nil && err != io.EOF {
			return err
		}
		if number == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		line = bytes.TrimSuffix(line, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		for more := true; more; {
			var part []byte
			// A carriage return by itself ends a line too.
			if part, line, more = bytes.Cut(line, []byte("\r")); more {
				number++
			}
			q, ok, perr := p.parse(part)
			if perr != nil {
				perr.Line = number
				if more {
					perr.Line--
				}
				return perr
			}
			if ok {
				if err := fn(q); err != nil {
					return err
				}
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}

// lineParser reads one statement from a line.
type lineParser struct {
	graphs bool
	line   []byte
	pos    int
	// known holds IRIs by how they are written, so that those that come again cost nothing.
	known map[string]quad.Value
	text  []byte // scratch for what has escapes
}

// knownIRIs is how many IRIs a reader remembers before it begins anew.
const knownIRIs = 1 << 13

// parse gives the statement of a line; ok is false for a line without one.
func (p *lineParser) parse(line []byte) (q quad.Quad, ok bool, _ *SyntaxError) {
	p.line, p.pos = line, 0
	if p.blank(); p.atEnd() {
		return q, false, nil
	}
	var err *SyntaxError
	if q.Subject, err = p.term("subject"); err != nil {
		return q, false, err
	}
	p.blank()
	if q.Predicate, err = p.term("predicate"); err != nil {
		return q, false, err
	}
	p.blank()
	if q.Object, err = p.term("object"); err != nil {
		return q, false, err
	}
	p.blank()
	if c := p.peek(); c == '<' || c == '_' {
		if !p.graphs {
			return q, false, p.errorf("a fourth term: N-Triples has no graphs, N-Quads (.nq) has")
		}
		if q.Label, err = p.term("graph"); err != nil {
			return q, false, err
		}
		p.blank()
	}
	if p.peek() != '.' {
		return q, false, p.errorf("%s where the statement should end with a full stop", p.found())
	}
	p.pos++
	if p.blank(); !p.atEnd() {
		return q, false, p.errorf("%s behind the full stop: each statement stands on a line of its own", p.found())
	}
	return q, true, nil
}

func (p *lineParser) blank() {
	for p.pos < len(p.line) && (p.line[p.pos] == ' ' || p.line[p.pos] == '\t') {
		p.pos++
	}
}

// atEnd is true at the end of the line and before a comment.
func (p *lineParser) atEnd() bool { return p.pos == len(p.line) || p.line[p.pos] == '#' }

// peek is the next byte, 0 at the end.
func (p *lineParser) peek() byte {
	if p.pos == len(p.line) {
		return 0
	}
	return p.line[p.pos]
}

// found names what stands at the place of an error.
func (p *lineParser) found() string {
	if p.pos >= len(p.line) {
		return "the line ends"
	}
	r, _ := utf8.DecodeRune(p.line[p.pos:])
	return fmt.Sprintf("%q", r)
}

func (p *lineParser) errorf(format string, args ...any) *SyntaxError {
	before := p.line[:min(p.pos, len(p.line))]
	return &SyntaxError{Column: utf8.RuneCount(before) + 1, Msg: fmt.Sprintf(format, args...)}
}

// term reads the term at one place of a statement.
func (p *lineParser) term(place string) (quad.Value, *SyntaxError) {
	switch c := p.peek(); {
	case c == '<':
		return p.iri()
	case c == '_' && place != "predicate":
		return p.blankNode()
	case c == '"' && place == "object":
		return p.literal()
	}
	want := "an IRI <…> or a blank node _:…"
	switch place {
	case "predicate":
		want = "an IRI <…>"
	case "object":
		want = `an IRI <…>, a blank node _:… or a literal "…"`
	}
	return nil, p.errorf("%s where the %s should be %s", p.found(), place, want)
}

func (p *lineParser) iri() (quad.Value, *SyntaxError) {
	start := p.pos
	end := start + 1
	for ; end < len(p.line) && p.line[end] != '>'; end++ {
		if c := p.line[end]; c <= ' ' || c == '<' || c == '"' {
			p.pos = end
			return nil, p.errorf("the character %q in an IRI", c)
		}
	}
	if end == len(p.line) {
		return nil, p.errorf("an IRI without its >")
	}
	raw := p.line[start+1 : end]
	if v, ok := p.known[string(raw)]; ok {
		p.pos = end + 1
		return v, nil
	}
	text := string(raw)
	if bytes.IndexByte(raw, '\\') >= 0 {
		p.pos = start + 1
		unescaped, err := p.unescape(end, false)
		if err != nil {
			return nil, err
		}
		text = string(unescaped)
		p.pos = start
	}
	if !absolute(text) {
		return nil, p.errorf("the IRI <%s> is relative: it must begin with a scheme such as http:", text)
	}
	if err := checkIRI(text); err != nil {
		return nil, p.errorf("%v", err)
	}
	p.pos = end + 1
	if len(p.known) >= knownIRIs {
		clear(p.known)
	}
	var v quad.Value = quad.IRI(text)
	p.known[string(raw)] = v
	return v, nil
}

// absolute reports whether an IRI begins with a scheme.
func absolute(iri string) bool {
	for i := range len(iri) {
		switch c := iri[i]; {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return i > 0 && c == ':'
		}
	}
	return false
}

func (p *lineParser) blankNode() (quad.Value, *SyntaxError) {
	start := p.pos
	if p.pos++; p.peek() != ':' {
		return nil, p.errorf("%s where a blank node _:… has its colon", p.found())
	}
	p.pos++
	label := p.pos
	for p.pos < len(p.line) {
		r, size := utf8.DecodeRune(p.line[p.pos:])
		if !nameChar(r) && (p.pos == label || r != '.' && r != '-' && r != 0xb7 && !(r >= 0x300 && r <= 0x36f) && r != 0x203f && r != 0x2040) {
			break
		}
		p.pos += size
	}
	for p.pos > label && p.line[p.pos-1] == '.' {
		p.pos--
	}
	if p.pos == label {
		return nil, p.errorf("%s where a blank node has its label", p.found())
	}
	if p.peek() == ':' {
		return nil, p.errorf("a colon in the label of the blank node %s", p.line[start:p.pos])
	}
	return quad.BNode(p.line[label:p.pos]), nil
}

// nameChar is PN_CHARS_U or a digit in the grammar of N-Triples.
func nameChar(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_'
	case r == utf8.RuneError:
		return false
	}
	return r >= 0xc0 && r <= 0x2ff && r != 0xd7 && r != 0xf7 || r >= 0x370 && r <= 0x1fff && r != 0x37e || r == 0x200c || r == 0x200d ||
		r >= 0x2070 && r <= 0x218f || r >= 0x2c00 && r <= 0x2fef || r >= 0x3001 && r <= 0xd7ff || r >= 0xf900 && r <= 0xfdcf ||
		r >= 0xfdf0 && r <= 0xfffd || r >= 0x10000 && r <= 0xeffff
}

func (p *lineParser) literal() (quad.Value, *SyntaxError) {
	start := p.pos
	p.pos++
	end := p.pos
	for {
		i := bytes.IndexByte(p.line[end:], '"')
		if i < 0 {
			p.pos = start
			return nil, p.errorf("a literal without its closing quotation mark")
		}
		end += i
		slashes := end
		for slashes > p.pos && p.line[slashes-1] == '\\' {
			slashes--
		}
		if (end-slashes)%2 == 0 {
			break
		}
		end++
	}
	text := p.line[p.pos:end]
	if !utf8.Valid(text) {
		for p.pos < end {
			r, size := utf8.DecodeRune(p.line[p.pos:])
			if r == utf8.RuneError && size == 1 {
				return nil, p.errorf("a literal that is not valid UTF-8")
			}
			p.pos += size
		}
	}
	if bytes.IndexByte(text, '\\') >= 0 {
		var err *SyntaxError
		if text, err = p.unescape(end, true); err != nil {
			return nil, err
		}
	}
	value := quad.String(text)
	p.pos = end + 1
	switch p.peek() {
	case '@':
		p.pos++
		from := p.pos
		for c := p.peek(); c == '-' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'; c = p.peek() {
			p.pos++
		}
		if tag := string(p.line[from:p.pos]); validLanguage(tag) {
			return quad.LangString{Value: value, Lang: tag}, nil
		}
		p.pos = from
		return nil, p.errorf("no language tag, such as en or pt-BR, behind the @")
	case '^':
		if p.pos++; p.peek() != '^' {
			return nil, p.errorf("%s where a datatype ^^<…> has its second ^", p.found())
		}
		if p.pos++; p.peek() != '<' {
			return nil, p.errorf("%s where the datatype should be an IRI <…>", p.found())
		}
		from := p.pos
		datatype, err := p.iri()
		if err != nil {
			return nil, err
		}
		v, problem := typedLiteral(value, datatype.(quad.IRI))
		if problem != "" {
			p.pos = from
			return nil, p.errorf("%s", problem)
		}
		return v, nil
	}
	return value, nil
}

var (
	xsdString     = mustIRI("xsd:string")
	rdfLangString = mustIRI("rdf:langString")
)

// typedLiteral is a literal of a datatype as the store keeps it: RDF has one term for "a" and "a"^^xsd:string.
func typedLiteral(text quad.String, datatype quad.IRI) (v quad.Value, problem string) {
	switch datatype {
	case xsdString:
		return text, ""
	case rdfLangString:
		return nil, "a literal of the datatype rdf:langString without a language tag"
	}
	return quad.TypedString{Value: text, Type: datatype}, ""
}

// unescape resolves the escapes of what stands from p.pos to end; echar allows those of literals.
func (p *lineParser) unescape(end int, echar bool) ([]byte, *SyntaxError) {
	out := p.text[:0]
	for p.pos < end {
		i := bytes.IndexByte(p.line[p.pos:end], '\\')
		if i < 0 {
			out = append(out, p.line[p.pos:end]...)
			break
		}
		out = append(out, p.line[p.pos:p.pos+i]...)
		p.pos += i
		if p.pos+1 == end {
			return nil, p.errorf("a \\ that escapes nothing")
		}
		c := p.line[p.pos+1]
		digits := 0
		switch c {
		case 'u':
			digits = 4
		case 'U':
			digits = 8
		default:
			at := strings.IndexByte(`tbnrf"'\`, c)
			if !echar || at < 0 {
				r, _ := utf8.DecodeRune(p.line[p.pos+1:])
				if echar {
					return nil, p.errorf(`\%c is no escape: there are \t \b \n \r \f \" \' \\ \uXXXX \UXXXXXXXX`, r)
				}
				return nil, p.errorf(`\%c is no escape in an IRI: there are \uXXXX and \UXXXXXXXX`, r)
			}
			out = append(out, "\t\b\n\r\f\"'\\"[at])
			p.pos += 2
			continue
		}
		var r rune
		for k := range digits {
			at := p.pos + 2 + k
			n := -1
			if at < end {
				n = hexDigit(p.line[at])
			}
			if n < 0 {
				return nil, p.errorf("\\%c asks for %d hexadecimal digits", c, digits)
			}
			r = r<<4 | rune(n)
		}
		if r < 0 || !utf8.ValidRune(r) {
			return nil, p.errorf("%s is no character of Unicode", p.line[p.pos:p.pos+2+digits])
		}
		out = utf8.AppendRune(out, r)
		p.pos += 2 + digits
	}
	p.text = out
	return out, nil
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
