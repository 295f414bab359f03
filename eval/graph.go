package eval

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/newskg/kg/schema"
)

var (
	kg         = schema.MustExpand("kg:")
	rdfType    = schema.MustExpand("rdf:type")
	rdfsLabel  = schema.MustExpand("rdfs:label")
	altLabel   = schema.MustExpand("skos:altLabel")
	articleIRI = schema.MustExpand("article:")
)

// The classes that are scored: things as entities, the others as event frames.
var (
	thingClasses = []string{"Nation", "Person", "Organization", "WeaponSystem", "Agreement", "Place"}
	eventClasses = []string{"Agree", "Consult", "Support", "Concede", "Cooperate", "Aid", "Retreat", "Request", "Accuse", "Reject",
		"Threaten", "Protest", "Sanction", "Mobilize", "Coerce", "Assault"}
)

// Graph is what N-Quads state. Every term is plain text: an IRI without brackets, a literal without type.
type Graph struct {
	quads []quad
	out   map[string]map[string][]string // subject, property, objects: each once, in their order
	named map[string]set                 // by IRI, what names found
	label map[string]place               // by the graph of a quad
}

type quad struct{ subject, property, object, label string }

// place is where a quad stands: in the graph of an article, or in that of one of its sentences.
type place struct {
	article   string // its ID; empty for another graph
	inArticle bool
	span      span
	sentence  bool
}

// span is a stretch of an article's text, in characters.
type span struct{ begin, end int }

// of cuts the span out of a text, as far as the text goes.
func (s span) of(text []rune) string {
	begin, end := min(s.begin, len(text)), min(s.end, len(text))
	return string(text[begin:max(begin, end)])
}

// ReadGraph reads N-Quads.
func ReadGraph(r io.Reader) (*Graph, error) {
	g := &Graph{out: make(map[string]map[string][]string), named: make(map[string]set), label: make(map[string]place)}
	lines := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := lines.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		q, ok, syntax := parseQuad(line)
		if syntax != nil {
			return nil, fmt.Errorf("line %d: not N-Quads: %w", n, syntax)
		}
		if ok {
			g.add(q)
		}
		if err == io.EOF {
			return g, nil
		}
	}
}

func (g *Graph) add(q quad) {
	g.quads = append(g.quads, q)
	if g.out[q.subject] == nil {
		g.out[q.subject] = make(map[string][]string)
	}
	if objects := g.out[q.subject][q.property]; !slices.Contains(objects, q.object) {
		g.out[q.subject][q.property] = append(objects, q.object)
	}
	if _, known := g.label[q.label]; !known {
		g.label[q.label] = placeOf(q.label)
	}
}

// get gives the values of a property of the kg vocabulary.
func (g *Graph) get(iri, property string) []string { return g.out[iri][kg+property] }

// names gives every name that a thing goes by, normal; the local part of its IRI is one.
func (g *Graph) names(iri string) set {
	if known, ok := g.named[iri]; ok {
		return known
	}
	found := slices.Concat(g.out[iri][rdfsLabel], g.out[iri][altLabel], g.get(iri, "iso3"))
	if local, ours := strings.CutPrefix(iri, schema.Base); ours {
		if _, after, kind := strings.Cut(local, "/"); kind {
			local = after
		}
		local, _, _ = strings.Cut(unescapePercent(local), "__")
		found = append(found, local)
	}
	g.named[iri] = forms(found...)
	return g.named[iri]
}

// classes gives which of some classes a thing has, in alphabetical order.
func (g *Graph) classes(iri string, among []string) []string {
	var out []string
	for _, o := range g.out[iri][rdfType] {
		if class, ours := strings.CutPrefix(o, kg); ours && slices.Contains(among, class) {
			out = append(out, class)
		}
	}
	slices.Sort(out)
	return out
}

var charRange = regexp.MustCompile(`#char=([0-9]+),([0-9]+)$`)

func placeOf(label string) place {
	var p place
	head, _, _ := strings.Cut(label, "#")
	if id, ok := strings.CutPrefix(head, articleIRI); ok {
		p.article, p.inArticle = unescapePercent(id), true
	}
	if m := charRange.FindStringSubmatch(label); m != nil {
		begin, err1 := strconv.Atoi(m[1])
		end, err2 := strconv.Atoi(m[2])
		p.span, p.sentence = span{begin, end}, err1 == nil && err2 == nil
	}
	return p
}

// article is what the graph says of one article.
type article struct {
	things set                 // mentioned, or in a fact
	quads  []quad              // stated by sentences
	events []string            // in the order of the graph
	stated map[string][]string // by event, the sentences that state it, each once
}

// split parts the graph by article, and tells an event that stands in two.
func (g *Graph) split() (map[string]*article, error) {
	arts := make(map[string]*article)
	home := make(map[string]string)
	for _, q := range g.quads {
		where := g.label[q.label]
		if !where.inArticle {
			continue
		}
		a := arts[where.article]
		if a == nil {
			a = &article{things: make(set), stated: make(map[string][]string)}
			arts[where.article] = a
		}
		switch {
		case q.property == kg+"mentions":
			a.things[q.object] = true
		case where.sentence:
			a.quads = append(a.quads, q)
			if len(g.classes(q.subject, eventClasses)) > 0 {
				labels, known := a.stated[q.subject]
				if !known {
					a.events = append(a.events, q.subject)
				}
				if !slices.Contains(labels, q.label) {
					a.stated[q.subject] = append(labels, q.label)
				}
				if other, elsewhere := home[q.subject]; elsewhere && other != where.article {
					return nil, fmt.Errorf("the event %s stands in two articles, %s and %s", schema.Shorten(q.subject), other, where.article)
				}
				home[q.subject] = where.article
			}
			for _, x := range []string{q.subject, q.object} {
				if len(g.classes(x, thingClasses)) > 0 {
					a.things[x] = true
				}
			}
		}
	}
	return arts, nil
}

// parseQuad reads one line; ok is false for an empty line and a comment.
func parseQuad(line string) (q quad, ok bool, err error) {
	if !utf8.ValidString(line) {
		return q, false, errors.New("it is not UTF-8")
	}
	rest := strings.TrimSpace(line)
	if rest == "" || rest[0] == '#' {
		return q, false, nil
	}
	var terms []string
	for rest != "" && rest[0] != '.' && rest[0] != '#' {
		term, n, err := parseTerm(rest)
		if err != nil {
			return q, false, err
		}
		terms = append(terms, term)
		rest = strings.TrimLeft(rest[n:], " \t")
	}
	if tail, dot := strings.CutPrefix(rest, "."); !dot {
		return q, false, errors.New(`it does not end with "."`)
	} else if tail = strings.TrimSpace(tail); tail != "" && tail[0] != '#' {
		return q, false, fmt.Errorf(`%.40q stands behind the "."`, tail)
	}
	switch len(terms) {
	case 3:
		terms = append(terms, "")
	case 4:
	default:
		return q, false, fmt.Errorf("it has %d terms; a statement has subject, property, object and perhaps a graph", len(terms))
	}
	return quad{terms[0], terms[1], terms[2], terms[3]}, true, nil
}

var literalEnd = regexp.MustCompile(`^(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)`)

// parseTerm reads the term at the beginning of s, and tells its length there.
func parseTerm(s string) (term string, length int, err error) {
	switch {
	case s[0] == '<':
		end := strings.IndexByte(s, '>')
		if end < 0 {
			return "", 0, fmt.Errorf(`no ">" closes %.40q`, s)
		}
		term, err := unescape(s[1:end])
		return term, end + 1, err
	case s[0] == '"':
		end := 1
		for end < len(s) && s[end] != '"' {
			if s[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(s) {
			return "", 0, fmt.Errorf("no quotation mark closes %.40q", s)
		}
		term, err := unescape(s[1:end])
		return term, end + 1 + len(literalEnd.FindString(s[end+1:])), err
	case strings.HasPrefix(s, "_:"):
		end := strings.IndexAny(s, " \t<\"")
		if end < 0 {
			end = len(s)
		}
		term := strings.TrimRight(s[:end], ".")
		return term, len(term), nil
	}
	return "", 0, fmt.Errorf("at %.40q: want <IRI>, _:node or \"literal\"", s)
}

var escapes = map[byte]byte{'n': '\n', 't': '\t', 'r': '\r', 'b': '\b', 'f': '\f', '"': '"', '\'': '\'', '\\': '\\'}

func unescape(s string) (string, error) {
	if !strings.Contains(s, `\`) {
		return s, nil
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		i++
		digits := 0
		if i < len(s) && s[i] == 'u' {
			digits = 4
		} else if i < len(s) && s[i] == 'U' {
			digits = 8
		}
		switch {
		case digits > 0:
			code, err := strconv.ParseUint(s[i+1:min(len(s), i+1+digits)], 16, 32)
			if err != nil || i+digits >= len(s) {
				return "", fmt.Errorf(`a \%c without %d hexadecimal digits in %.40q`, s[i], digits, s)
			}
			b.WriteRune(rune(code))
			i += digits
		case i < len(s) && escapes[s[i]] != 0:
			b.WriteByte(escapes[s[i]])
		default:
			return "", fmt.Errorf("a backslash that escapes nothing in %.40q", s)
		}
	}
	return b.String(), nil
}
