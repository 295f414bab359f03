package queries

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// Candidate is one way to complete what is being typed.
type Candidate struct {
	// Text stands in for what was typed from Completion.From on.
	Text string
	// Help says what it is.
	Help string
	// n sorts things and predicates by how often they stand in the graph, rank the names of a thing by how sure they are.
	n    int64
	rank int
}

// Completion is what Tab offers.
type Completion struct {
	// From is where the word begins that the candidates replace, counted in characters.
	From       int
	Candidates []Candidate
}

const (
	mostCandidates = 100
	// mostLooked bounds the texts that are looked at for names, as sentences begin like names.
	mostLooked = 1000
	// longestName is the number of bytes of the longest text that is looked up as a name.
	longestName = 80
)

// Kind is what an argument is completed with.
type Kind string

// The kinds of arguments.
const (
	NoKind        Kind = ""
	ThingKind     Kind = "thing" // the short name of a thing, found by any of its names
	NameKind      Kind = "name"  // a name of a thing, as people write it
	PredicateKind Kind = "predicate"
	ClassKind     Kind = "class"
	QueryKind     Kind = "query" // the name of a bundled query, then its parameters
	FileKind      Kind = "file"
	TopicKind     Kind = "topic" // whatever .help knows
	ArticleKind   Kind = "article"
	ScriptKind    Kind = "script" // Gizmo
	SwitchKind    Kind = "on|off"
	PagerKind     Kind = "auto|on|off"
	ModeKind      Kind = "mode"
)

// argumentKinds are what the texts among the arguments of a method are completed with; the last goes on.
var argumentKinds = map[string][]Kind{
	"v": {ThingKind}, "vertex": {ThingKind}, "is": {ThingKind}, "iri": {ThingKind}, "uri": {ThingKind}, "label": {ThingKind},
	"find": {NameKind, ClassKind},
	"out":  {PredicateKind, NoKind}, "in": {PredicateKind, NoKind}, "both": {PredicateKind, NoKind},
	"has": {PredicateKind, ThingKind}, "hasr": {PredicateKind, ThingKind},
	"save": {PredicateKind, NoKind}, "saver": {PredicateKind, NoKind}, "saveopt": {PredicateKind, NoKind}, "saveoptr": {PredicateKind, NoKind},
	"followrecursive": {PredicateKind, NoKind}, "labelcontext": {ThingKind, NoKind},
}

// spot is the place in a script at which the cursor stands.
type spot struct {
	// text holds the letters before the cursor: of an unfinished text, or of a name.
	text string
	// quoted: inside a text; method and argument are the call that it is an argument of.
	quoted   bool
	method   string
	argument int
	// owner is what stands before the dot of a name; chained: there is a dot.
	owner   string
	chained bool
}

// parseSpot reads a script up to the cursor.
func parseSpot(script []rune) spot {
	type call struct {
		method   string
		bracket  rune
		argument int
	}
	var calls []call
	word := ""
	for i := 0; i < len(script); i++ {
		c := script[i]
		switch {
		case c == '"' || c == '\'' || c == '`':
			end := i + 1
			for end < len(script) && script[end] != c {
				if script[end] == '\\' {
					end++
				}
				end++
			}
			if end >= len(script) {
				t := spot{text: string(script[i+1:]), quoted: true}
				// A list is an argument like what it holds.
				for n := len(calls) - 1; n >= 0; n-- {
					if calls[n].bracket == '(' {
						t.method, t.argument = calls[n].method, calls[n].argument
						break
					}
				}
				return t
			}
			i, word = end, ""
		case c == '/' && i+1 < len(script) && script[i+1] == '/':
			for i < len(script) && script[i] != '\n' {
				i++
			}
			if i == len(script) {
				return spot{text: "//"}
			}
			word = ""
		case c == '(' || c == '[' || c == '{':
			calls = append(calls, call{method: word[strings.LastIndexByte(word, '.')+1:], bracket: c})
			word = ""
		case c == ')' || c == ']' || c == '}':
			if len(calls) > 0 {
				calls = calls[:len(calls)-1]
			}
			word = ")"
		case c == ',':
			if len(calls) > 0 {
				calls[len(calls)-1].argument++
			}
			word = ""
		case c == '.' || c == '_' || c == '$' || unicode.IsLetter(c) || unicode.IsDigit(c):
			word += string(c)
		case unicode.IsSpace(c):
			// A chain may go on after blanks and at the next line.
			next := i + 1
			for next < len(script) && unicode.IsSpace(script[next]) {
				next++
			}
			if next >= len(script) || script[next] != '.' {
				word = ""
			}
		default:
			word = ""
		}
	}
	dot := strings.LastIndexByte(word, '.')
	if dot < 0 {
		return spot{text: strings.TrimPrefix(word, ")")}
	}
	return spot{text: word[dot+1:], owner: word[:dot], chained: true}
}

// Complete offers what may stand at a place of a script, from the language and from the store. The store is asked for
// ranges only, so that it takes no longer on a large one.
func (s *Session) Complete(ctx context.Context, script string, cursor int, params []string) (Completion, error) {
	text := []rune(script)
	text = text[:min(cursor, len(text))]
	t := parseSpot(text)
	c := Completion{From: len(text) - len([]rune(t.text))}
	if !t.quoted {
		c.Candidates = s.language(t, params)
		return c, nil
	}
	kinds := argumentKinds[strings.ToLower(t.method)]
	kind := ThingKind
	if len(kinds) > 0 {
		kind = kinds[min(t.argument, len(kinds)-1)]
	}
	var err error
	c.Candidates, err = s.data(ctx, kind, t.text)
	return c, err
}

// language offers methods, functions and variables.
func (s *Session) language(t spot, params []string) []Candidate {
	var out []Candidate
	methods := func(table []method) {
		for _, m := range table {
			for _, name := range m.names {
				// Methods are written with a capital in Cayley's documents.
				if t.chained && t.owner != "kg" {
					name = strings.ToUpper(name[:1]) + name[1:]
				}
				out = append(out, Candidate{Text: name, Help: m.signature + "  " + m.help})
			}
		}
	}
	switch {
	case !t.chained:
		methods(globalFunctions)
		out = append(out, Candidate{Text: "g", Help: "the graph: g.V(), g.Find(), g.Emit()"}, Candidate{Text: "kg", Help: "kg.find, kg.label, kg.sentence"},
			Candidate{Text: "params", Help: "the parameters"}, Candidate{Text: "_", Help: "the rows of the last result"})
		if s.rt != nil {
			for _, name := range s.rt.vm.GlobalObject().Keys() {
				out = append(out, Candidate{Text: name, Help: "your own"})
			}
		}
	case t.owner == "g" || t.owner == "graph":
		methods(graphMethods)
	case t.owner == "kg":
		methods(kgMethods)
	case t.owner == "params":
		for _, name := range params {
			out = append(out, Candidate{Text: name, Help: "a parameter"})
		}
	default:
		methods(pathMethods)
	}
	return matching(out, t.text)
}

// matching keeps the candidates that begin as typed, in any case, sorted, each once.
func matching(all []Candidate, typed string) []Candidate {
	var out []Candidate
	for _, c := range all {
		if hasPrefixFold(c.Text, typed) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int { return strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	return slices.CompactFunc(out, func(a, b Candidate) bool { return a.Text == b.Text })
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

// data offers what the store or the model has of a kind.
func (s *Session) data(ctx context.Context, kind Kind, typed string) ([]Candidate, error) {
	r, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	switch kind {
	case PredicateKind:
		return r.predicates(typed)
	case ClassKind:
		var out []Candidate
		for _, c := range schema.NewVocabulary().Classes {
			if c.Thing {
				out = append(out, Candidate{Text: strings.TrimPrefix(c.Name, "kg:"), Help: c.Name}, Candidate{Text: c.Name, Help: "a class"})
			}
		}
		return matching(out, typed), nil
	case ThingKind:
		if strings.Contains(typed, ":") {
			return r.named(typed)
		}
		found, err := r.called(typed)
		if err != nil {
			return nil, err
		}
		for i := range found {
			found[i].Text, found[i].Help = found[i].Help, found[i].Text
		}
		for _, p := range schema.Prefixes() {
			if hasPrefixFold(p.Name, typed) && typed != "" && !slices.ContainsFunc(found, func(c Candidate) bool { return strings.HasPrefix(c.Text, p.Name+":") }) {
				found = append(found, Candidate{Text: p.Name + ":", Help: p.IRI})
			}
		}
		return firstOfEach(found), nil
	case NameKind:
		return r.called(typed)
	case ArticleKind:
		found, err := r.named("article:" + strings.TrimPrefix(typed, "article:"))
		if err != nil {
			return nil, err
		}
		var out []Candidate
		for _, c := range found {
			if id := strings.TrimPrefix(c.Text, "article:"); !strings.Contains(id, "#") {
				out = append(out, Candidate{Text: id, Help: c.Help})
			}
		}
		return out, nil
	}
	return nil, nil
}

// firstOfEach keeps one candidate of each text.
func firstOfEach(all []Candidate) []Candidate {
	seen := make(map[string]bool, len(all))
	out := all[:0]
	for _, c := range all {
		if !seen[c.Text] {
			seen[c.Text] = true
			out = append(out, c)
		}
	}
	return out
}

// predicates offers those that the store has, the most used first.
func (r reader) predicates(typed string) ([]Candidate, error) {
	var out []Candidate
	for _, p := range schema.NewVocabulary().Properties {
		_, local, _ := strings.Cut(p.Name, ":")
		if !hasPrefixFold(p.Name, typed) && !hasPrefixFold(local, typed) {
			continue
		}
		ref, err := r.qs.ValueOf(iriOf(p.Name))
		if err != nil {
			return nil, err
		}
		if ref == nil {
			continue
		}
		n, exact, err := r.about(quad.Predicate, ref)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, Candidate{Text: p.Name, Help: statements(n, exact), n: n})
		}
	}
	if strings.Contains(typed, "://") {
		err := r.beginning(strings.TrimPrefix(typed, "<"), true, func(ref refs.Ref, v quad.Value) (bool, error) {
			n, exact, err := r.about(quad.Predicate, ref)
			if iri, ok := v.(quad.IRI); ok && n > 0 {
				out = append(out, Candidate{Text: "<" + string(iri) + ">", Help: statements(n, exact), n: n})
			}
			return len(out) < mostCandidates, err
		})
		if err != nil {
			return nil, err
		}
	}
	byNumber(out)
	return out, nil
}

func statements(n int64, exact bool) string {
	switch {
	case n == 1:
		return "1 statement"
	case exact:
		return fmt.Sprintf("%d statements", n)
	}
	return fmt.Sprintf("about %d statements", n)
}

func byNumber(all []Candidate) {
	slices.SortFunc(all, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.n, a.n), a.rank-b.rank, strings.Compare(a.Text, b.Text))
	})
}

// named offers the nodes whose short names begin as typed, with their labels.
func (r reader) named(typed string) ([]Candidate, error) {
	prefix, local, _ := strings.Cut(typed, ":")
	base, ok := schema.Expand(prefix + ":")
	if !ok {
		return nil, nil
	}
	var out []Candidate
	looked := 0
	for _, begin := range spellings(local) {
		err := r.beginning(base+strings.ReplaceAll(begin, " ", "_"), true, func(ref refs.Ref, v quad.Value) (bool, error) {
			looked++
			iri, ok := v.(quad.IRI)
			if name := shortName(iri); ok && strings.HasPrefix(name, prefix+":") && !strings.Contains(name, "#") {
				label, err := r.label(iri)
				if err != nil {
					return false, err
				}
				n, _, err := r.about(quad.Object, ref)
				if err != nil {
					return false, err
				}
				out = append(out, Candidate{Text: name, Help: label, n: n})
			}
			return len(out) < mostCandidates && looked < mostLooked, nil
		})
		if err != nil {
			return nil, err
		}
	}
	byNumber(out)
	return firstOfEach(out), nil
}

// called offers the names of things that begin as typed, with the things' short names.
func (r reader) called(typed string) ([]Candidate, error) {
	var out []Candidate
	things := func(text string) error {
		found, err := r.exactly(text)
		if err != nil {
			return err
		}
		for _, t := range found {
			ref, err := r.qs.ValueOf(t.iri)
			if err != nil {
				return err
			}
			n, _, err := r.about(quad.Object, ref)
			if err != nil {
				return err
			}
			out = append(out, Candidate{Text: t.name, Help: shortName(t.iri), n: n, rank: t.rank})
		}
		return nil
	}
	for _, begin := range spellings(typed) {
		looked := 0
		err := r.beginning(begin, false, func(_ refs.Ref, v quad.Value) (bool, error) {
			looked++
			if text, ok := v.(quad.String); ok && len(text) <= longestName {
				if err := things(string(text)); err != nil {
					return false, err
				}
			}
			return looked < mostLooked && len(out) < mostCandidates, nil
		})
		if err != nil {
			return nil, err
		}
	}
	byNumber(out)
	out = slices.CompactFunc(out, func(a, b Candidate) bool { return a.Text == b.Text && a.Help == b.Help })
	return out[:min(len(out), mostCandidates)], nil
}

// spellings are the ways to write what was typed that a name may begin with: as it is, with capitals, in capitals.
func spellings(typed string) []string {
	if typed == "" {
		return nil
	}
	capital := []rune(typed)
	for i, c := range capital {
		if i == 0 || !unicode.IsLetter(capital[i-1]) {
			capital[i] = unicode.ToUpper(c)
		}
	}
	first := []rune(typed)
	first[0] = unicode.ToUpper(first[0])
	out := []string{typed}
	for _, s := range []string{string(first), string(capital), strings.ToUpper(typed)} {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
