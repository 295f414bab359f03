// Package language turns raw English text into sentences and tokens, and on request into tags, lemmas and dependency
// trees. It knows nothing of nations, weapons or events.
package language

// Token is one word or mark, as the treebanks cut it. Begin and End are byte offsets into Doc.Text, half-open.
type Token struct {
	Begin, End int
	// Tag is the Penn tag, Lemma the dictionary form; empty until the sentence is tagged.
	Tag, Lemma string
	// Head is the index in Doc.Tokens of the governor, -1 for the root of a sentence; Rel is the Universal
	// Dependencies relation, empty until the sentence is parsed.
	Head int
	Rel  string
}

// Sentence is a run of tokens. Begin and End are byte offsets into Doc.Text, First and Last the half-open range of its
// tokens in Doc.Tokens.
type Sentence struct {
	Begin, End  int
	First, Last int
	// Prose is false for what looks like a table, code, a bare heading or a list of names: analysed all the same, but
	// less to be trusted.
	Prose bool
	// Cut is true where the sentence ends only because it reached MaxTokens or MaxBytes.
	Cut bool
}

// Doc is a text with its annotation. The text never changes; later steps add, never remove.
type Doc struct {
	Text      string
	Tokens    []Token
	Sentences []Sentence
	// Units are runs of tokens that stand for one thing, in the order of the text and never overlapping.
	Units []Unit
}

// Unit is a run of tokens, First to Last half-open in Doc.Tokens, that later steps address as one.
type Unit struct {
	First, Last int
	Kind        UnitKind
}

// UnitKind says what a Unit is.
type UnitKind string

// The kinds of units.
const (
	Designation UnitKind = "designation" // letters and digits that name a make: Su-30MKI, F-16C/D, S-400, K9, 5G
	Pair        UnitKind = "pair"        // capitalised words joined by a hyphen or dash: India-China, Washington-New
	Amount      UnitKind = "amount"      // money, with its scale: $5 billion, US$ 3.2bn, 5 million euros
)

// Word returns the text of token i.
func (d *Doc) Word(i int) string { t := &d.Tokens[i]; return d.Text[t.Begin:t.End] }

// UnitText returns the text that u covers.
func (d *Doc) UnitText(u Unit) string {
	return d.Text[d.Tokens[u.First].Begin:d.Tokens[u.Last-1].End]
}
