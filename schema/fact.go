package schema

// Article is one news item as read. Its text never changes afterwards.
type Article struct {
	// ID is what the source gives, or the path below the loaded folder without its ending; unique within a graph.
	ID string
	// Text is the stored text: UTF-8, line ends LF, nothing else changed.
	Text string
	// Body is the byte offset in Text at which the head ends: what lies before it belongs to no sentence.
	Body int
	// Date is the day of publication (YYYY-MM-DD), empty when unknown: nothing relative is then resolved.
	Date string
	// Headline, URL and Publisher are empty when the source does not give them.
	Headline, URL, Publisher string
	// Source names the input that it was read from, for messages and for telling a new version from a clash of IDs.
	Source string
}

// TermKind tells an IRI from a literal.
type TermKind uint8

const (
	IRI TermKind = iota
	Literal
)

// Term is the object of a fact.
type Term struct {
	Kind TermKind
	// Value is the short name of an IRI (nation:India) or the lexical form of a literal.
	Value string
	// Datatype is the short name of a literal's datatype (xsd:date); empty for a plain string.
	Datatype string
}

// Ref is the term for a thing, class or other IRI, by its short name.
func Ref(name string) Term { return Term{Kind: IRI, Value: name} }

// Text is a plain string literal.
func Text(s string) Term { return Term{Kind: Literal, Value: s} }

// Typed is a literal with a datatype given by its short name.
func Typed(lexical, datatype string) Term {
	return Term{Kind: Literal, Value: lexical, Datatype: datatype}
}

// Graph says which named graph a fact stands in (model.md, "Evidence").
type Graph uint8

const (
	// InSentence: what a sentence states; the fact's Begin and End are the sentence's.
	InSentence Graph = iota
	// InArticle: about the article and its sentences.
	InArticle
	// InThings: what a thing is, once, however many articles name it.
	InThings
	// InBackground: a fact from the gazetteers, with no sentence behind it.
	InBackground
)

// Span is a half-open range of Unicode characters of an article's text.
type Span struct{ Begin, End int }

// Fact is one statement with its evidence. It is not yet a quad: names are short, the graph is symbolic.
type Fact struct {
	Subject   string // short name
	Predicate string // short name
	Object    Term
	Graph     Graph
	// Sentence is the sentence that states it (InSentence only).
	Sentence Span
	// Rule names the rule that made it, Trigger the words that it fired on; both are for explanation and not stored,
	// but for events, where the model has properties for them.
	Rule    string
	Trigger Span
}

// Thing is what the graph says a thing is: the facts of the things graph, as one record.
type Thing struct {
	Name   string // short name: nation:India
	Class  string // short name of exactly one class: kg:Nation
	Label  string
	Alt    []string // other names, sorted
	ISO3   string   // nations
	SameAs []string // short names (wd:Q668)
	Roles  []string // offices: short names of kg:role
	Of     string   // offices: short name of kg:officeOf
}

// Sentence is one sentence of an article with what it mentions.
type Sentence struct {
	Span
	// Mentions are the short names of the things that its words stand for, sorted, each once.
	Mentions []string
	// AttributedTo are the things whose report the whole sentence is.
	AttributedTo []string
}

// Reading is all that kg states about one article: what a store takes.
type Reading struct {
	Article   Article
	Sentences []Sentence
	// Facts are the statements of sentences (InSentence) and of the background (InBackground). What describes the
	// article and its sentences follows from the other fields.
	Facts  []Fact
	Things []Thing
}
