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
}

// Doc is a text with its annotation. The text never changes; later steps add, never remove.
type Doc struct {
	Text      string
	Tokens    []Token
	Sentences []Sentence
}

// Word returns the text of token i.
func (d *Doc) Word(i int) string { t := &d.Tokens[i]; return d.Text[t.Begin:t.End] }
