package schema

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed data/status.toml
var statusFile []byte

// StatusWords are the words that say of an act whether it happened: verbs, adjectives and nouns that govern it ("plans
// to", "refused to", "the risk of"), and modifiers of its own noun ("a planned visit"). They are read once from
// data/status.toml and then safe for concurrent use.
type StatusWords struct {
	Classes []StatusClass

	words     map[statusKey]*StatusClass
	known     map[string]bool
	particles []string // those behind a colon, in order
}

type statusKey struct {
	kind WordKind
	form string
	word string // lemma, or lemma:particle
}

// WordKind is the part of speech by which a word that governs an act is looked up.
type WordKind string

// The kinds of words of a StatusClass.
const (
	StatusVerb      WordKind = "verb"
	StatusAdjective WordKind = "adjective"
	StatusNoun      WordKind = "noun"
	StatusModifier  WordKind = "modifier"
	StatusAdverb    WordKind = "adverb"
)

// The forms in which an act stands under a word.
const (
	Infinitive  = "infinitive" // refused to sell; plans to sell
	Gerund      = "gerund"     // considered selling, accused of selling
	Clause      = "clause"     // fears that they will sell
	NounObject  = "object"     // cancelled the sale; the sale was cancelled; the risk of a sale
	NounSubject = "subject"    // a sale is likely; the sale took place
)

// StatusClass is a group of words after which an act has the same status.
type StatusClass struct {
	// Name is what errors and explanations call it.
	Name string `toml:"name"`
	// Verbs, Adjectives and Nouns are lemmas that govern the act; "rule:out" is rule with the particle or preposition
	// out. Modifiers stand beside the act's own noun, Adverbs beside its verb.
	Verbs      string `toml:"verbs"`
	Adjectives string `toml:"adjectives"`
	Nouns      string `toml:"nouns"`
	Modifiers  string `toml:"modifiers"`
	Adverbs    string `toml:"adverbs"`
	// Governs lists the forms in which the act stands under the verbs, adjectives and nouns.
	Governs string `toml:"governs"`
	// Status is that of the act when the word is asserted, Negated when it is negated. Actual in both: the act is taken
	// for granted, or told on the word of somebody, whatever becomes of the word over it.
	Status  string `toml:"status"`
	Negated string `toml:"negated"`
	// Lends says that the subject of these verbs is also that of the act which their object names: "cancelled the visit".
	Lends bool `toml:"lends"`
	// Source says that the subject of these verbs is credited with what the clause tells.
	Source bool `toml:"source"`
	// Examples are sentences that the tests run.
	Examples []StatusExample `toml:"example"`
}

// StatusExample is a sentence with an event that it must give.
type StatusExample struct {
	Text string `toml:"text"`
	// Event is its class; Actors and Recipients are labels of nations, in any order.
	Event      string   `toml:"event"`
	Actors     []string `toml:"actors"`
	Recipients []string `toml:"recipients"`
	Status     string   `toml:"status"`
}

// NewStatusWords reads the bundled words.
func NewStatusWords() (*StatusWords, error) { return ParseStatusWords("status.toml", statusFile) }

// ParseStatusWords reads a file of status words strictly: an unknown key, form or status, a word that two classes
// claim, is an error with its place.
func ParseStatusWords(name string, raw []byte) (*StatusWords, error) {
	var file struct {
		Classes []StatusClass `toml:"class"`
	}
	meta, err := toml.Decode(string(raw), &file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if extra := meta.Undecoded(); len(extra) > 0 {
		k := extra[0]
		return nil, fmt.Errorf("%s:%d: unknown key %s; a class has name, verbs, adjectives, nouns, modifiers, adverbs, governs, status, negated, lends, source, example", name, lineOf(raw, 1, k[len(k)-1]), k)
	}
	s := &StatusWords{Classes: file.Classes, words: map[statusKey]*StatusClass{}, known: map[string]bool{}}
	line := 0
	for i := range s.Classes {
		c := &s.Classes[i]
		line = lineOf(raw, line+1, "[[class]]")
		if err := s.add(c); err != nil {
			return nil, fmt.Errorf("%s:%d: class %q: %w", name, line, c.Name, err)
		}
	}
	return s, nil
}

// add enters the words of one class.
func (s *StatusWords) add(c *StatusClass) error {
	if c.Name == "" {
		return fmt.Errorf("it has no name")
	}
	for _, st := range []string{c.Status, c.Negated} {
		switch st {
		case "Actual", "Planned", "Possible", "Negated":
		default:
			return fmt.Errorf("status %q; status and negated are Actual, Planned, Possible or Negated", st)
		}
	}
	forms := strings.Fields(c.Governs)
	for _, f := range forms {
		switch f {
		case Infinitive, Gerund, Clause, NounObject, NounSubject:
		default:
			return fmt.Errorf("governs %q; it is infinitive, gerund, clause, object or subject", f)
		}
	}
	enter := func(kind WordKind, words string, forms []string) error {
		for _, w := range strings.Fields(words) {
			for _, f := range forms {
				k := statusKey{kind, f, w}
				if o := s.words[k]; o != nil {
					return fmt.Errorf("%s %q governs an %s in class %q too", kind, w, f, o.Name)
				}
				s.words[k] = c
			}
			lemma, particle, _ := strings.Cut(w, ":")
			s.known[lemma] = true
			if particle != "" && !slices.Contains(s.particles, particle) {
				s.particles = append(s.particles, particle)
			}
		}
		return nil
	}
	if c.Verbs+c.Adjectives+c.Nouns != "" && len(forms) == 0 {
		return fmt.Errorf("it does not say what its words govern")
	}
	for _, w := range []struct {
		kind  WordKind
		words string
		forms []string
	}{{StatusVerb, c.Verbs, forms}, {StatusAdjective, c.Adjectives, forms}, {StatusNoun, c.Nouns, forms}, {StatusModifier, c.Modifiers, []string{""}}, {StatusAdverb, c.Adverbs, []string{""}}} {
		if err := enter(w.kind, w.words, w.forms); err != nil {
			return err
		}
	}
	return nil
}

// Governor returns the class of a word that governs an act in a form, nil when it has none. has tells which particles
// and prepositions stand with the word; a word with its particle comes before the word alone.
func (s *StatusWords) Governor(kind WordKind, form, lemma string, has func(particle string) bool) *StatusClass {
	for _, p := range s.particles {
		if c := s.words[statusKey{kind, form, lemma + ":" + p}]; c != nil && has(p) {
			return c
		}
	}
	return s.words[statusKey{kind, form, lemma}]
}

// Modifier returns the class of an adjective, participle or compound beside an act's noun, or nil.
func (s *StatusWords) Modifier(lemma string) *StatusClass {
	return s.words[statusKey{StatusModifier, "", lemma}]
}

// Adverb returns the class of an adverb beside an act's verb, or nil.
func (s *StatusWords) Adverb(lemma string) *StatusClass {
	return s.words[statusKey{StatusAdverb, "", lemma}]
}

// Source reports whether a verb credits its subject with the clause or gerund that it governs.
func (s *StatusWords) Source(form, lemma string) bool {
	c := s.words[statusKey{StatusVerb, form, lemma}]
	return c != nil && c.Source
}

// Known reports whether a lemma governs acts in any way.
func (s *StatusWords) Known(lemma string) bool { return s.known[lemma] }

// lineOf returns the line, counted from 1, of the first that begins with a word at or after a line.
func lineOf(raw []byte, from int, word string) int {
	for i, l := range strings.Split(string(raw), "\n") {
		if i+1 >= from && strings.HasPrefix(strings.TrimSpace(l), word) {
			return i + 1
		}
	}
	return from
}
