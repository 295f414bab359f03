package extract

import (
	"strings"

	"github.com/newskg/kg/loaders/language"
	"github.com/newskg/kg/schema"
)

// node is one word of a sentence's tree. A known name of several tokens is one word: the parser has seen few of them,
// and whatever it makes of their inside is of no use.
type node struct {
	first, last int // tokens of the document
	tag, lemma  string
	rel         string // Universal Dependencies, with subtype
	head        int    // index of the governor, -1 for the root
	kids        []int
	mention     int // index of the mention that it is, -1 for none
}

// tree is a parsed sentence.
type tree struct {
	nodes   []node
	root    int
	byToken map[int]int
}

// tree parses a sentence once.
func (ex *Extractor) tree(a *Analysis, s int) *tree {
	if a.trees == nil {
		a.trees = make([]*tree, len(a.Doc.Sentences))
	}
	if a.trees[s] != nil {
		return a.trees[s]
	}
	sn := a.Doc.Sentences[s]
	t := &tree{byToken: map[int]int{}}
	var words []string // what the parser reads: known names stand in it as one word each
	for i := a.dateline(s); i < sn.Last; {
		if end := a.aside(i, sn.Last); end > i {
			i = end // a remark between dashes that names nobody only leads the parser astray
			continue
		}
		n := node{first: i, last: i + 1, mention: -1}
		tok, word := a.Doc.Tokens[i], ""
		if o := a.owner[i]; o != 0 {
			m := &a.Mentions[o-1]
			switch m.Class {
			case "kg:Nation", "kg:Person", "kg:Organization", "kg:Place", "kg:WeaponSystem", "kg:Agreement":
				n.mention = o - 1
				if m.Kind == Name && m.Last > i+1 && m.Rule != "agreement" {
					n.last = min(m.Last, sn.Last)
					tok = a.Doc.Tokens[n.last-1]
				}
				if m.Kind == Name {
					word = a.standIn(m)
				}
			case "Date":
				// "Friday, 26 August": the parser sees the month or day of the week
				n.last = min(m.Last, sn.Last)
				for j := i; j < n.last; j++ {
					if a.capital(j) {
						tok = a.Doc.Tokens[j]
					}
				}
			}
		} else if p := a.nameBehindTitle(i); p != nil {
			// a title and the name behind it are one word too: "leader Kim Jong Un"
			n.mention = a.owner[p.First] - 1
			n.last = min(p.Last, sn.Last)
			word = a.standIn(p)
		} else if w := a.hyphenated(i, sn.Last); w != "" {
			n.last, word = i+3, w
		}
		for j := i; j < n.last; j++ {
			t.byToken[j] = len(t.nodes)
		}
		t.nodes = append(t.nodes, n)
		if word == "" {
			word = a.Doc.Text[tok.Begin:tok.End]
		}
		words = append(words, word)
		i = n.last
	}
	doc := ex.parse(a, t, words, sn.Prose)
	if v := ex.hiddenVerb(a, t, doc); v >= 0 {
		word := words[v]
		words[v] = plainVerb
		again := ex.parse(a, t, words, sn.Prose)
		verb, before := &again.Tokens[v], &again.Tokens[v-1]
		if strings.HasPrefix(verb.Tag, "VB") && (verb.Head < 0 || base(verb.Rel) == "ccomp" || before.Head == v && before.Rel == "nsubj") {
			doc = again
			switch {
			case strings.HasSuffix(word, "s"):
				doc.Tokens[v].Tag = "VBZ"
			case strings.HasSuffix(word, "ed") || irregular[word] != "":
				doc.Tokens[v].Tag = "VBD"
			case v > 1 && strings.EqualFold(words[v-2], "that"): // a subjunctive
				doc.Tokens[v].Tag, doc.Tokens[v-2].Rel = "VB", "mark"
				if base(doc.Tokens[v].Rel) == "acl" {
					doc.Tokens[v].Rel = "acl"
				}
			default:
				doc.Tokens[v].Tag = "VBP"
			}
			doc.Tokens[v].Lemma = ex.model.Lemma(word, doc.Tokens[v].Tag)
		}
	}
	a.mend(doc, t)
	ex.mendSaying(doc)
	ex.mendGerund(doc)
	for i := range t.nodes {
		n, tok := &t.nodes[i], &doc.Tokens[i]
		n.tag, n.lemma, n.rel, n.head = tok.Tag, strings.ToLower(tok.Lemma), tok.Rel, tok.Head
		switch {
		case n.lemma == "" || n.mention >= 0:
			n.lemma = a.lower[n.last-1]
		case n.last == n.first+3: // "pull-out" is pullout
			n.lemma = ex.lemma(n, a.lower[n.first]+a.lower[n.last-1])
		default:
			n.lemma = ex.lemma(n, a.lower[n.first])
		}
		if n.head < 0 {
			t.root = i
		} else {
			t.nodes[n.head].kids = append(t.nodes[n.head].kids, i)
		}
		// the document keeps the analysis too, for annotate
		for j := n.first; j < n.last; j++ {
			dt := &a.Doc.Tokens[j]
			dt.Tag, dt.Lemma = tok.Tag, tok.Lemma
			if n.mention >= 0 {
				dt.Lemma = a.Doc.Text[dt.Begin:dt.End]
			}
			dt.Head, dt.Rel = n.last-1, "flat"
			if j == n.last-1 {
				dt.Rel = tok.Rel
				dt.Head = -1
				if tok.Head >= 0 {
					dt.Head = t.nodes[tok.Head].last - 1
				}
			}
		}
	}
	a.trees[s] = t
	return t
}

// parse gives the nodes' words to the parser as one sentence.
func (ex *Extractor) parse(a *Analysis, t *tree, words []string, prose bool) *language.Doc {
	doc := &language.Doc{}
	var text strings.Builder
	for i, w := range words {
		if i > 0 && !a.glued(t.nodes[i].first) {
			text.WriteByte(' ')
		}
		begin := text.Len()
		text.WriteString(w)
		doc.Tokens = append(doc.Tokens, language.Token{Begin: begin, End: text.Len(), Head: -1})
	}
	doc.Text = text.String()
	doc.Sentences = []language.Sentence{{Begin: 0, End: len(doc.Text), First: 0, Last: len(doc.Tokens), Prose: prose}}
	ex.model.Parse(doc, 0)
	return doc
}

// oneWord are words that the tokenizer cuts at a hyphen, though they are written without one as often.
var oneWord = wordsOf("ceasefire pullout pullback standoff handover walkout drawdown lockdown airlift airstrike stopover overflight gobetween")

// hyphenated returns the one word that a token, the hyphen and the token behind it make up: "cease-fire"; "" for none.
func (a *Analysis) hyphenated(i, last int) string {
	if i+2 >= last || a.lower[i+1] != "-" || !a.glued(i+1) || !a.glued(i+2) || a.owner[i+2] != 0 {
		return ""
	}
	if w := a.lower[i] + a.lower[i+2]; oneWord[w] || oneWord[strings.TrimSuffix(w, "s")] {
		return w
	}
	return ""
}

// plainVerb is a verb that the parser never takes for anything else: it stands for one that it did.
const plainVerb = "offered"

// afterVerb are particles that show the word before them to be a verb.
var afterVerb = wordsOf("over off out down up back")

// betweenSubjectAndVerb are words that part a subject from its verb: "Japan on Friday lifted".
var betweenSubjectAndVerb = wordsOf("on today yesterday also has monday tuesday wednesday thursday friday saturday sunday")

// standIn is the word that stands for a known name when a sentence is parsed: a common name of its kind, which the
// parser takes rightly where it would stumble over the name itself. Empty: the name's own last word.
func (a *Analysis) standIn(m *Mention) string {
	switch m.Class {
	case "kg:WeaponSystem":
		// a designation itself would be taken for a number
		switch w := a.lower[m.Last-1]; {
		case classWord[w] != "":
			return "" // "Kilo class submarines"
		case strings.HasSuffix(w, "s") && len(w) > 2 && (m.Last == len(a.lower) || classWord[a.lower[m.Last]] == ""):
			return "jets"
		}
		return "Toyota"
	case "kg:Nation":
		if m.Sense == schema.AsName || m.Sense == schema.AsSeat {
			return "France"
		}
	}
	return ""
}

// nameBehindTitle returns the mention of the person whose title begins at a token, when nothing stands between.
func (a *Analysis) nameBehindTitle(i int) *Mention {
	for n := 0; n < 4; n++ {
		k := a.titleAt(i)
		if k < 0 || a.titles[k].plural {
			return nil
		}
		for j := a.titles[k].first; j < a.titles[k].last; j++ {
			if a.owner[j] != 0 {
				return nil
			}
		}
		i = a.titles[k].last
		if i >= len(a.lower) || a.sent[i] != a.sent[a.titles[k].first] {
			return nil
		}
		if m := a.at(i); m != nil {
			if m.Class == "kg:Person" && m.Kind == Name && m.First == i {
				return m
			}
			return nil
		}
	}
	return nil
}

// lemma sets a lemma right that the lemmatizer made of a word it had not seen ("fre" of freed, "mediat" of mediating), by
// the words that the frames know.
func (ex *Extractor) lemma(n *node, word string) string {
	known := func(l string) bool {
		if n.isVerb() {
			return len(ex.frames.Verb(l)) > 0 || light[l] || ex.governors.Known(l) || armsVerbs[l] != 0
		}
		return len(ex.frames.Noun(l)) > 0 || groupNoun[l] || personNoun[l] || armsNoun[l]
	}
	if known(n.lemma) {
		return n.lemma
	}
	var tries []string
	if l := irregular[word]; l != "" && n.isVerb() {
		return l
	}
	if n.isVerb() {
		for _, end := range []string{"ed", "ing", "es", "s", "d"} {
			if stem, ok := strings.CutSuffix(word, end); ok && len(stem) > 2 {
				tries = append(tries, stem+"e", stem)
				if k := len(stem) - 1; stem[k] == stem[k-1] {
					tries = append(tries, stem[:k])
				}
				if stem, ok := strings.CutSuffix(stem, "i"); ok {
					tries = append(tries, stem+"y")
				}
			}
		}
		tries = append(tries, n.lemma+"e", americanise(n.lemma))
	} else if n.isNoun() {
		tries = append(tries, strings.TrimSuffix(word, "s"), strings.TrimSuffix(word, "es"), strings.TrimSuffix(word, "ies")+"y", americanise(n.lemma))
	}
	for _, l := range tries {
		if known(l) {
			return l
		}
	}
	return n.lemma
}

// irregular are past forms that the lemmatizer may not know.
var irregular = map[string]string{"shot": "shoot", "struck": "strike", "fought": "fight", "sought": "seek", "held": "hold", "sent": "send", "shook": "shake",
	"swore": "swear", "withdrew": "withdraw", "withdrawn": "withdraw", "forbade": "forbid", "flew": "fly", "sank": "sink", "sunk": "sink", "threw": "throw",
	"broke": "break", "overran": "overrun", "bought": "buy", "sold": "sell", "met": "meet", "slain": "slay", "bade": "bid", "shut": "shut", "spoke": "speak",
	"gave": "give", "took": "take", "taken": "take", "retook": "retake", "retaken": "retake", "underwent": "undergo", "overthrew": "overthrow", "torn": "tear", "tore": "tear",
	"froze": "freeze", "lent": "lend", "withheld": "withhold", "led": "lead", "fled": "flee", "drew": "draw", "drove": "drive", "sang": "sing", "undertook": "undertake",
	"forsook": "forsake", "won": "win", "laid": "lay", "hung": "hang", "overthrown": "overthrow", "retold": "retell", "rebuilt": "rebuild", "dealt": "deal"}

// americanise turns -ise into -ize and -our into -or, so that a list needs one spelling.
func americanise(l string) string {
	if s, ok := strings.CutSuffix(l, "ise"); ok {
		return s + "ize"
	}
	return strings.Replace(l, "our", "or", 1)
}

// bareVerb are verbs that take another without "to".
var bareVerb = wordsOf("help let make have see watch hear feel dare need go come bid do")

// ofPersons are adjectives that are said of persons and nations, never of an empty "it".
var ofPersons = wordsOf("willing unwilling ready prepared keen eager reluctant determined")

// timeWord are nouns that tell a time without a preposition.
var timeWord = wordsOf("today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday week month year morning evening night day time")

// dateline returns the token behind the dateline of a sentence ("HANOI, June 20 - ", "NEW DELHI (AP) —"), or its first
// token.
func (a *Analysis) dateline(s int) int {
	sn := a.Doc.Sentences[s]
	if w := a.raw(sn.First); len(w) < 3 || strings.ToUpper(w) != w || !a.isWord(sn.First) {
		return sn.First
	}
	for i := sn.First; i < sn.Last && i < sn.First+14; i++ {
		w := a.raw(i)
		if (dash[w] || w == "-" && !a.glued(i)) && i+1 < sn.Last && i > sn.First {
			return i + 1
		}
		if m := a.at(i); m != nil && (m.Class == "kg:Place" || m.Class == "kg:Nation" || m.Class == "kg:Organization" || m.Class == "Date") {
			continue
		}
		if a.isWord(i) && strings.ToUpper(w) != w && !a.capital(i) {
			break
		}
	}
	return sn.First
}

// aside returns the token behind a short remark between dashes that begins at token i and names no side or thing, i when
// there is none.
func (a *Analysis) aside(i, last int) int {
	if !dash[a.lower[i]] || a.glued(i) && i+1 < last && a.glued(i+1) {
		return i
	}
	for j := i + 1; j < last && j < i+11; j++ {
		if dash[a.lower[j]] {
			return j + 1
		}
		if m := a.at(j); m != nil && m.Class != "Date" && m.Class != "Money" && m.Class != "Quantity" {
			return i
		}
	}
	return i
}

var dash = wordsOf("-- – — ―")

// sync gives the nodes of trees the mentions that were found after they were parsed.
func (a *Analysis) sync() {
	for _, t := range a.trees {
		if t == nil {
			continue
		}
		for i := range t.nodes {
			n := &t.nodes[i]
			if o := a.owner[n.last-1]; o != 0 && n.mention < 0 && a.Mentions[o-1].Last == n.last && a.Mentions[o-1].Kind != Value {
				n.mention = o - 1
			}
		}
	}
}

// base is a relation without its subtype.
func base(rel string) string {
	b, _, _ := strings.Cut(rel, ":")
	return b
}

// kid returns the first dependent with one of the relations (whole or without subtype), or -1.
func (t *tree) kid(i int, rels ...string) int {
	for _, r := range rels {
		for _, k := range t.nodes[i].kids {
			if t.nodes[k].rel == r || base(t.nodes[k].rel) == r {
				return k
			}
		}
	}
	return -1
}

// all returns the dependents with one of the relations.
func (t *tree) all(i int, rels ...string) []int {
	var out []int
	for _, k := range t.nodes[i].kids {
		for _, r := range rels {
			if t.nodes[k].rel == r || base(t.nodes[k].rel) == r {
				out = append(out, k)
				break
			}
		}
	}
	return out
}

// has reports whether a dependent has one of the lemmas.
func (t *tree) has(i int, lemmas ...string) bool {
	for _, k := range t.nodes[i].kids {
		for _, l := range lemmas {
			if t.nodes[k].lemma == l {
				return true
			}
		}
	}
	return false
}

// preposition returns the preposition of a phrase, "" for none.
func (t *tree) preposition(a *Analysis, i int) string {
	for _, k := range t.nodes[i].kids {
		if (base(t.nodes[k].rel) == "case" || base(t.nodes[k].rel) == "mark" && t.nodes[i].mention >= 0) && k < i {
			l := a.lower[t.nodes[k].first]
			if l == "according" || l == "because" || l == "due" || l == "'s" || l == "’s" {
				continue
			}
			return l
		}
	}
	// the parser hung the preposition on a later name of the row: the word before the phrase tells
	if n := &t.nodes[i]; (base(n.rel) == "nmod" || base(n.rel) == "obl") && n.rel != "nmod:poss" && n.rel != "nmod:desc" && n.mention >= 0 {
		first := i
		for k := i - 1; k >= 0 && t.nodes[k].head >= 0 && (t.nodes[k].head == i || t.nodes[k].rel == "nmod:poss" || t.nodes[k].tag == "POS" || t.nodes[k].tag == "DT"); k-- {
			first = k
		}
		if first > 0 && (t.nodes[first-1].tag == "IN" || t.nodes[first-1].tag == "TO") {
			return a.lower[t.nodes[first-1].first]
		}
	}
	return ""
}

// coordinated returns a node and those joined to it by conjunction.
func (t *tree) coordinated(i int) []int {
	out := []int{i}
	for _, k := range t.all(i, "conj") {
		out = append(out, t.coordinated(k)...)
	}
	return out
}

// under reports whether node i lies in the subtree of node h.
func (t *tree) under(i, h int) bool {
	for n := 0; i >= 0 && n <= len(t.nodes); n++ {
		if i == h {
			return true
		}
		i = t.nodes[i].head
	}
	return false
}

// subtree lists the nodes under a node in order, without entering those that stop refuses.
func (t *tree) subtree(i int, stop func(int) bool) []int {
	var out []int
	var walk func(int)
	walk = func(k int) {
		out = append(out, k)
		for _, c := range t.nodes[k].kids {
			if stop == nil || !stop(c) {
				walk(c)
			}
		}
	}
	walk(i)
	return out
}

// mention returns the mention that a node is, or nil.
func (t *tree) mentionAt(a *Analysis, i int) *Mention {
	if m := t.nodes[i].mention; m >= 0 {
		return &a.Mentions[m]
	}
	return nil
}

func (n *node) isVerb() bool { return strings.HasPrefix(n.tag, "VB") }
func (n *node) isNoun() bool { return strings.HasPrefix(n.tag, "NN") }

// predicative reports whether node i is an adjective that is said of a subject: "is ready", "stands ready".
func (t *tree) predicative(i int) bool {
	n := &t.nodes[i]
	return strings.HasPrefix(n.tag, "JJ") && (t.kid(i, "cop") >= 0 || base(n.rel) == "xcomp")
}

// passive reports whether a verb is in the passive, or a participle that hangs on its object.
func (t *tree) passive(i int) bool {
	if t.kid(i, "nsubj:pass", "aux:pass", "csubj:pass") >= 0 {
		return true
	}
	// "was tortured and killed": the second shares the auxiliary
	if n := &t.nodes[i]; n.tag == "VBN" && n.rel == "conj" && n.head >= 0 && t.nodes[n.head].tag == "VBN" && t.kid(i, "nsubj", "obj", "aux") < 0 && t.passive(n.head) {
		return true
	}
	return t.reducedHead(i) >= 0
}

// reducedHead returns the noun that a bare participle hangs on ("submarines bought from Russia"), or -1. The parser
// often hangs it on the verb of that noun instead.
func (t *tree) reducedHead(i int) int {
	n := &t.nodes[i]
	if n.tag != "VBN" && n.tag != "VBD" || n.head < 0 || t.kid(i, "aux", "nsubj", "cop", "mark") >= 0 {
		return -1
	}
	switch base(n.rel) {
	case "acl":
		if n.rel == "acl" && n.tag == "VBN" {
			return n.head
		}
	case "xcomp", "advcl":
		if o := t.kid(n.head, "obj"); n.tag == "VBN" && o >= 0 && o < i && t.kid(i, "obj") < 0 && t.nodes[o].last+3 >= n.first {
			return o
		}
	}
	return -1
}
