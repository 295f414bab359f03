// Package extract finds in an article what the model has names for: mentions of things, dates and amounts, and the
// relations that its sentences state. It knows the gazetteers and the language, but no store and no files.
package extract

import (
	"fmt"
	"sort"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/newskg/kg/loaders/language"
	"github.com/newskg/kg/schema"
)

// Extractor holds what extraction needs to know; it is safe for concurrent use.
type Extractor struct {
	gaz    *schema.Gazetteer
	vocab  *schema.Vocabulary
	titles *titleIndex
	frames *schema.Frames
	// governors say what the words over an act make of it.
	governors *schema.StatusWords
	model     *language.Model
	steps     []Step
}

// Step is one named step of extraction. Requires and Assigns name the layers of an Analysis that it reads and fills.
type Step struct {
	Name              string
	Requires, Assigns []string
	Run               func(*Extractor, *Analysis)
}

// Steps are the steps in their order.
func Steps() []Step {
	return []Step{
		{"words", nil, []string{"tokens", "sentences"}, (*Extractor).words},
		{"times", []string{"tokens"}, []string{"dates"}, (*Extractor).times},
		{"names", []string{"tokens", "dates"}, []string{"candidates"}, (*Extractor).names},
		{"amounts", []string{"tokens", "candidates"}, []string{"amounts"}, (*Extractor).amounts},
		{"titles", []string{"tokens", "candidates"}, []string{"titles"}, (*Extractor).titlesStep},
		{"persons", []string{"titles", "candidates"}, []string{"persons"}, (*Extractor).persons},
		{"organizations", []string{"candidates", "persons"}, []string{"organizations"}, (*Extractor).organizations},
		{"spelling", []string{"candidates", "persons", "organizations"}, []string{"misspelt"}, (*Extractor).spelling},
		{"seats", []string{"candidates", "misspelt"}, []string{"mentions"}, (*Extractor).seats},
		{"offices", []string{"persons", "mentions", "dates"}, []string{"offices"}, (*Extractor).offices},
		{"weapons again", []string{"mentions"}, []string{"weapon references"}, (*Extractor).weaponReferences},
		{"agreements", []string{"mentions", "weapon references", "dates", "amounts"}, []string{"agreements"}, (*Extractor).agreements},
		{"references", []string{"mentions", "agreements"}, []string{"references"}, (*Extractor).references},
		{"relations", []string{"mentions", "offices", "agreements"}, []string{"facts"}, (*Extractor).relations},
		{"events", []string{"mentions", "offices", "agreements", "dates"}, []string{"events"}, (*Extractor).events},
	}
}

// New builds an extractor and checks that every step finds assigned what it requires.
func New(gaz *schema.Gazetteer, frames *schema.Frames) (*Extractor, error) {
	model, err := language.LoadModel()
	if err != nil {
		return nil, err
	}
	return newExtractor(gaz, frames, model, Steps())
}

func newExtractor(gaz *schema.Gazetteer, frames *schema.Frames, model *language.Model, steps []Step) (*Extractor, error) {
	have := map[string]bool{}
	for _, s := range steps {
		for _, r := range s.Requires {
			if !have[r] {
				return nil, fmt.Errorf("extract: step %s requires %s, which no earlier step assigns", s.Name, r)
			}
		}
		for _, a := range s.Assigns {
			have[a] = true
		}
	}
	governors, err := schema.NewStatusWords()
	if err != nil {
		return nil, err
	}
	return &Extractor{governors: governors, gaz: gaz, vocab: schema.NewVocabulary(), titles: newTitleIndex(gaz), frames: frames, model: model, steps: steps}, nil
}

// Kind says what sort of words a mention is.
type Kind uint8

const (
	// Name: a proper name, an adjective or a demonym.
	Name Kind = iota
	// Reference: words that stand for a thing found elsewhere ("his Russian counterpart"): it is inferred.
	Reference
	// Value: a date or an amount.
	Value
)

// Mention is one stretch of words with what it stands for. First and Last are tokens, half-open.
type Mention struct {
	First, Last int
	// Class is a class of model.md, or Date, Quantity or Money.
	Class string
	// Thing is the short name of the thing, empty for values.
	Thing string
	Kind  Kind
	Sense schema.Sense
	Rule  string
	// Date and Amount are set for values.
	Date   *Date
	Amount *Amount
	// seat is the nation that a capital or building may stand for.
	seat string
}

// Analysis is an article with all that the pipeline sees in it.
type Analysis struct {
	Article  schema.Article
	Doc      *language.Doc
	Mentions []Mention
	Facts    []schema.Fact
	Events   []*Event
	// Phrases are filled by AnalyseAll only.
	Phrases []Phrase

	trees   []*tree
	day     time.Time // of publication; zero when unknown
	lower   []string  // folded lower-case words, Defense spelt Defence
	owner   []int     // token -> index in Mentions + 1
	sent    []int     // token -> sentence
	titles  []titleMention
	people  []*person
	deals   []*deal
	things  map[string]*schema.Thing // made or named in this article
	met     map[string]map[string]bool
	runes   []int // byte offset/64 -> rune count, for spans
	main    string
	mainSet bool
	of      map[string]string // person -> nation or body, as this article has it
	reading schema.Reading
}

// Analyse runs all steps over an article.
func (ex *Extractor) Analyse(art schema.Article) *Analysis {
	a := &Analysis{Article: art, things: map[string]*schema.Thing{}, met: map[string]map[string]bool{}, of: map[string]string{}}
	if t, err := time.Parse("2006-01-02", art.Date); err == nil {
		a.day = t
	}
	for _, s := range ex.steps {
		s.Run(ex, a)
	}
	a.finish(ex)
	ex.read(a)
	return a
}

func (ex *Extractor) words(a *Analysis) {
	a.Doc = language.Split(a.Article.Text, a.Article.Body)
	n := len(a.Doc.Tokens)
	a.lower, a.owner, a.sent = make([]string, n), make([]int, n), make([]int, n)
	for i := range a.Doc.Tokens {
		w := strings.ToLower(schema.Fold(a.Doc.Word(i)))
		switch w {
		case "defense":
			w = "defence"
		case "advisor":
			w = "adviser"
		}
		a.lower[i] = w
	}
	for s, sn := range a.Doc.Sentences {
		for i := sn.First; i < sn.Last; i++ {
			a.sent[i] = s
		}
	}
}

// mention adds a mention unless another one holds one of its tokens; it returns its index or -1.
func (a *Analysis) mention(m Mention) int {
	for i := m.First; i < m.Last; i++ {
		if a.owner[i] != 0 {
			return -1
		}
	}
	a.Mentions = append(a.Mentions, m)
	for i := m.First; i < m.Last; i++ {
		a.owner[i] = len(a.Mentions)
	}
	return len(a.Mentions) - 1
}

// drop takes a mention's tokens back; it stays in the list with no tokens until finish.
func (a *Analysis) drop(i int) {
	m := &a.Mentions[i]
	for t := m.First; t < m.Last; t++ {
		if a.owner[t] == i+1 {
			a.owner[t] = 0
		}
	}
	m.Last = m.First
}

// at returns the mention that holds a token, or nil.
func (a *Analysis) at(i int) *Mention {
	if i < 0 || i >= len(a.owner) || a.owner[i] == 0 {
		return nil
	}
	return &a.Mentions[a.owner[i]-1]
}

// word returns the folded lower-case word of a token, "" outside the sentence of the token beside.
func (a *Analysis) word(i, beside int) string {
	if i < 0 || i >= len(a.lower) || a.sent[i] != a.sent[beside] {
		return ""
	}
	return a.lower[i]
}

// raw returns the word of a token as it stands.
func (a *Analysis) raw(i int) string { return a.Doc.Word(i) }

// Text returns the words of a stretch of tokens as they stand.
func (a *Analysis) Text(first, last int) string {
	if first >= last {
		return ""
	}
	return a.Article.Text[a.Doc.Tokens[first].Begin:a.Doc.Tokens[last-1].End]
}

// capital reports whether a token begins with an upper-case letter.
func (a *Analysis) capital(i int) bool {
	if i < 0 || i >= len(a.lower) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(a.raw(i))
	return unicode.IsUpper(r)
}

// isWord reports whether a token has a letter or digit.
func (a *Analysis) isWord(i int) bool {
	for _, r := range a.raw(i) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// glued reports whether no blank stands between token i-1 and token i.
func (a *Analysis) glued(i int) bool {
	return i > 0 && a.Doc.Tokens[i-1].End == a.Doc.Tokens[i].Begin
}

// sentence returns the sentence of a token.
func (a *Analysis) sentence(i int) language.Sentence { return a.Doc.Sentences[a.sent[i]] }

// inSentence lists the indexes of the mentions of a sentence, by position.
func (a *Analysis) inSentence(s int) []int {
	sn := a.Doc.Sentences[s]
	var out []int
	for i := sn.First; i < sn.Last; i++ {
		if o := a.owner[i]; o != 0 && (len(out) == 0 || out[len(out)-1] != o-1) {
			out = append(out, o-1)
		}
	}
	return out
}

// rune converts a byte offset of the text into a count of characters.
func (a *Analysis) rune(b int) int {
	const step = 64
	if a.runes == nil {
		a.runes = append(a.runes, 0)
		for i := step; i <= len(a.Article.Text)+step; i += step {
			from, to := i-step, min(i, len(a.Article.Text))
			n := 0
			for j := from; j < to; j++ {
				if utf8.RuneStart(a.Article.Text[j]) {
					n++
				}
			}
			a.runes = append(a.runes, a.runes[len(a.runes)-1]+n)
		}
	}
	n := a.runes[b/step]
	for j := b / step * step; j < b; j++ {
		if utf8.RuneStart(a.Article.Text[j]) {
			n++
		}
	}
	return n
}

// Span returns a stretch of tokens as characters of the text.
func (a *Analysis) Span(first, last int) schema.Span {
	return schema.Span{Begin: a.rune(a.Doc.Tokens[first].Begin), End: a.rune(a.Doc.Tokens[last-1].End)}
}

// SentenceSpan returns sentence s as characters of the text.
func (a *Analysis) SentenceSpan(s int) schema.Span {
	return schema.Span{Begin: a.rune(a.Doc.Sentences[s].Begin), End: a.rune(a.Doc.Sentences[s].End)}
}

// state adds a fact of the sentence that holds token at; trigger is the stretch that the rule fired on.
func (a *Analysis) state(ex *Extractor, subject, predicate string, object schema.Term, rule string, first, last int) {
	f := schema.Fact{Subject: subject, Predicate: predicate, Object: object, Graph: schema.InSentence,
		Sentence: a.SentenceSpan(a.sent[first]), Rule: rule, Trigger: a.Span(first, max(last, first+1))}
	if err := ex.vocab.Check(f); err != nil {
		panic(err) // a rule that breaks the model is a fault of the program
	}
	for i := range a.Facts {
		if have := &a.Facts[i]; have.Subject == f.Subject && have.Predicate == f.Predicate && have.Object == f.Object && have.Sentence == f.Sentence {
			return
		}
	}
	a.Facts = append(a.Facts, f)
}

// name notes that a thing was met under a name of its own.
func (a *Analysis) name(thing, text string) {
	if a.met[thing] == nil {
		a.met[thing] = map[string]bool{}
	}
	a.met[thing][strings.Join(strings.Fields(text), " ")] = true
}

// thing describes a thing of this article: one made here, or one that the gazetteers know.
func (a *Analysis) thing(ex *Extractor, name string) *schema.Thing {
	if t := a.things[name]; t != nil {
		return t
	}
	return ex.gaz.Thing(name)
}

// label is a thing's label.
func (a *Analysis) label(ex *Extractor, name string) string {
	if t := a.thing(ex, name); t != nil {
		return t.Label
	}
	_, local, _ := strings.Cut(name, ":")
	return strings.ReplaceAll(local, "_", " ")
}

// finish puts the mentions in order and drops the empty ones.
func (a *Analysis) finish(ex *Extractor) {
	kept := a.Mentions[:0]
	for _, m := range a.Mentions {
		if m.Last > m.First {
			kept = append(kept, m)
		}
	}
	a.Mentions = kept
	sort.SliceStable(a.Mentions, func(i, j int) bool { return a.Mentions[i].First < a.Mentions[j].First })
	for i := range a.owner {
		a.owner[i] = 0
	}
	for i, m := range a.Mentions {
		for t := m.First; t < m.Last; t++ {
			a.owner[t] = i + 1
		}
	}
	for _, t := range a.trees {
		if t == nil {
			continue
		}
		for i := range t.nodes {
			if n := &t.nodes[i]; n.mention >= 0 {
				n.mention = a.owner[n.last-1] - 1
			}
		}
	}
}

// AnalyseAll is Analyse with every sentence tagged and parsed, also those that no step had asked for, and with the noun
// phrases.
func (ex *Extractor) AnalyseAll(art schema.Article) *Analysis {
	a := ex.Analyse(art)
	for s := range a.Doc.Sentences {
		ex.tree(a, s)
	}
	ex.phrases(a)
	return a
}

// Model is the analyser of English that the extractor uses.
func (ex *Extractor) Model() *language.Model { return ex.model }
