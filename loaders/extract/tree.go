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
var oneWord = wordsOf("ceasefire pullout pullback standoff handover walkout drawdown lockdown airlift airstrike stopover overflight")

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

// hiddenVerb finds the verb of a sentence that the parser took for one noun phrase, or -1: a word that the frames know as
// a verb, right behind a side ("Japan lifts sanctions", "Japan on Friday lifted sanctions").
func (ex *Extractor) hiddenVerb(a *Analysis, t *tree, doc *language.Doc) int {
	root := -1
	for i := range doc.Tokens {
		if doc.Tokens[i].Head < 0 {
			root = i
		}
		// a base form behind "that" and a side: "demanded that Israel ease restrictions"
		if m := t.mentionAt(a, i); i > 0 && i+2 < len(doc.Tokens) && m != nil && isSide(m) && m.Sense != schema.AsAdjective && a.lower[t.nodes[i-1].first] == "that" {
			if d := &doc.Tokens[i+1]; d.Tag == "NN" && base(d.Rel) == "compound" && t.nodes[i+1].mention < 0 && len(ex.frames.Verb(a.lower[t.nodes[i+1].first])) > 0 {
				return i + 1
			}
		}
		// a past tense hung on the noun before it: "Five hundred rebels surrendered last week, an official said"
		if d := &doc.Tokens[i]; d.Tag == "VBD" && d.Rel == "acl" && d.Head == i-1 && strings.HasPrefix(doc.Tokens[i-1].Rel, "nsubj") && groupNoun[doc.Tokens[i-1].Lemma] {
			return i
		}
	}
	if root < 0 {
		return -1
	}
	switch tag := doc.Tokens[root].Tag; {
	case strings.HasPrefix(tag, "NN"), strings.HasPrefix(tag, "JJ"), tag == "VBG", tag == "VBN":
	default:
		return -1
	}
	for i := range doc.Tokens {
		if d := &doc.Tokens[i]; d.Head == root && (base(d.Rel) == "cop" || base(d.Rel) == "aux" || strings.HasPrefix(d.Rel, "nsubj") && doc.Tokens[root].Tag != "VBG") {
			return -1
		}
	}
	for v := 1; v+1 < len(doc.Tokens) && v < 16; v++ {
		if t.nodes[v].mention >= 0 || doc.Tokens[v].Tag == "VBD" && doc.Tokens[v].Rel != "acl" {
			continue
		}
		w := a.lower[t.nodes[v].first]
		past := strings.HasSuffix(w, "ed") || irregular[w] != ""
		phrasal := afterVerb[a.lower[t.nodes[v+1].first]] // "Germany and Italy hand over 30 vehicles"
		if !past && !phrasal && !strings.HasSuffix(w, "s") {
			continue
		}
		if next := doc.Tokens[v+1].Tag; !past && !phrasal && (next == "IN" || next == "TO" || next == "CC" || next == "MD" || next == "POS" || strings.HasPrefix(next, "VB") || !a.isWord(t.nodes[v+1].first) && next != "$") {
			continue
		}
		if n := (node{tag: "VBD", lemma: ex.model.Lemma(w, "VBD")}); len(ex.frames.Verb(ex.lemma(&n, w))) == 0 {
			continue
		}
		k := v - 1
		for k > 0 {
			m := t.mentionAt(a, k)
			if l := a.lower[t.nodes[k].first]; m != nil && m.Class != "Date" || m == nil && !betweenSubjectAndVerb[l] && doc.Tokens[k].Tag != "RB" {
				break
			}
			k--
		}
		m := t.mentionAt(a, k)
		if m != nil && isSide(m) && m.Sense != schema.AsAdjective || m == nil && (groupNoun[doc.Tokens[k].Lemma] || groupNoun[a.lower[t.nodes[k].first]]) {
			return v
		}
	}
	return -1
}

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
	"gave": "give", "took": "take", "taken": "take", "retook": "retake", "retaken": "retake", "underwent": "undergo", "overthrew": "overthrow", "torn": "tear", "tore": "tear"}

// americanise turns -ise into -ize and -our into -or, so that a list needs one spelling.
func americanise(l string) string {
	if s, ok := strings.CutSuffix(l, "ise"); ok {
		return s + "ize"
	}
	return strings.Replace(l, "our", "or", 1)
}

// mend corrects what the parser gets wrong often and plainly: a finite verb taken for a passive participle though no
// auxiliary stands by it ("Peru called on Ecuador"), and the receiver of a gift taken for part of the gift ("offered
// Thailand Gripen fighters").
func (a *Analysis) mend(doc *language.Doc, t *tree) {
	a.mendPerfect(doc)
	a.mendHeadless(doc, t)
	a.mendMonth(doc, t)
	a.mendSubject(doc, t)
	mendBetween(doc)
	mendCharge(doc)
	a.mendWords(doc, t)
	mendParticleObject(doc)
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		if tok.Rel == "nsubj:pass" && tok.Head >= 0 && (doc.Tokens[tok.Head].Tag == "VBN" || doc.Tokens[tok.Head].Tag == "VBD") {
			aux := false
			for j := range doc.Tokens {
				if doc.Tokens[j].Head == tok.Head && strings.HasPrefix(doc.Tokens[j].Rel, "aux") {
					aux = true
				}
			}
			if h := &doc.Tokens[tok.Head]; !aux && (h.Head < 0 || base(h.Rel) == "conj" && doc.Tokens[h.Head].Tag != "VBN" || base(h.Rel) == "ccomp" || base(h.Rel) == "parataxis" || base(h.Rel) == "advcl" || h.Rel == "acl:relcl") {
				tok.Rel, h.Tag = "nsubj", "VBD"
			}
		}
		if o := tok.Head; tok.Rel == "appos" && o >= 0 && o < i && doc.Tokens[o].Rel == "obj" && giving[doc.Tokens[doc.Tokens[o].Head].Lemma] {
			// "handed Damascus the missiles": no comma, no apposition
			if m := t.mentionAt(a, o); m != nil && isSide(m) && a.word(m.Last, m.First) == "the" {
				doc.Tokens[o].Rel, tok.Head, tok.Rel = "iobj", doc.Tokens[o].Head, "obj"
			}
			continue
		}
		if i == 0 || tok.Head < 0 || base(tok.Rel) != "compound" && base(tok.Rel) != "flat" && base(tok.Rel) != "amod" || tok.Head <= i {
			continue
		}
		m := t.mentionAt(a, i)
		v := &doc.Tokens[i-1]
		if m == nil || !isSide(m) || m.Sense == schema.AsAdjective || !giving[v.Lemma] || !strings.HasPrefix(v.Tag, "VB") {
			continue
		}
		top := tok.Head
		for n := 0; n < 3 && doc.Tokens[top].Head >= 0 && doc.Tokens[top].Head != i-1; n++ {
			top = doc.Tokens[top].Head
		}
		if doc.Tokens[top].Head == i-1 && base(doc.Tokens[top].Rel) == "obj" {
			for j := range doc.Tokens { // what hung on the receiver belongs to the gift
				if doc.Tokens[j].Head == i && j > i {
					doc.Tokens[j].Head, doc.Tokens[j].Rel = top, "compound"
				}
			}
			tok.Head, tok.Rel = i-1, "iobj"
		}
	}
}

// mendMonth parts a month or day from the side behind it: "In May Berlin and Paris signed", where the parser saw a
// phrase "in May Berlin" and no subject.
func (a *Analysis) mendMonth(doc *language.Doc, t *tree) {
	for i := 1; i+1 < len(doc.Tokens); i++ {
		tok, side := &doc.Tokens[i], &doc.Tokens[i+1]
		m := t.mentionAt(a, i+1)
		if tok.Head != i+1 || base(tok.Rel) != "compound" || m == nil || !isSide(m) || base(side.Rel) != "obl" || side.Head < i {
			continue
		}
		w := a.lower[t.nodes[i].first]
		_, day := weekdayOf[w]
		_, month := monthOf[w]
		prep := &doc.Tokens[i-1]
		if !day && !month || prep.Head != i+1 || base(prep.Rel) != "case" {
			continue
		}
		subject := false
		for j := range doc.Tokens {
			subject = subject || doc.Tokens[j].Head == side.Head && strings.HasPrefix(doc.Tokens[j].Rel, "nsubj")
		}
		if !subject {
			tok.Head, tok.Rel, prep.Head = side.Head, "obl", i
			side.Rel = "nsubj"
		}
	}
}

// bareVerb are verbs that take another without "to".
var bareVerb = wordsOf("help let make have see watch hear feel dare need go come bid do")

// mendWords corrects single words in constructions that the parser has seen few of: "it is willing to", "is due in
// Hanoi", "from neighbouring Chad", "sought refuge", "send it arms".
func (a *Analysis) mendWords(doc *language.Doc, t *tree) {
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		if tok.Head < 0 {
			if c := i - 2; c >= 0 && doc.Tokens[i-1].Head == i && strings.EqualFold(doc.Text[doc.Tokens[c].Begin:doc.Tokens[c].End], "due") && doc.Tokens[c].Head == i && doc.Tokens[i-1].Tag == "IN" {
				for j := range doc.Tokens { // "is due in Hanoi": due is the predicate
					if d := &doc.Tokens[j]; d.Head == i && j != i-1 {
						d.Head = c
					}
				}
				doc.Tokens[c].Head, doc.Tokens[c].Rel = -1, "root"
				tok.Head, tok.Rel = c, "obl"
			}
			continue
		}
		head := &doc.Tokens[tok.Head]
		w := a.lower[t.nodes[i].first]
		switch {
		case tok.Rel == "expl" && strings.HasPrefix(head.Tag, "JJ") && ofPersons[strings.ToLower(head.Lemma)]:
			tok.Rel = "nsubj"
		case (w == "neighboring" || w == "neighbouring" || w == "surrounding") && tok.Tag == "VBG" && i+1 < len(doc.Tokens) && doc.Tokens[i+1].Head == i:
			next := &doc.Tokens[i+1]
			for j := range doc.Tokens {
				if d := &doc.Tokens[j]; d.Head == i && j != i+1 {
					d.Head = i + 1
					if d.Rel == "mark" {
						d.Rel = "case"
					}
				}
			}
			next.Head, next.Rel = tok.Head, "obl"
			tok.Tag, tok.Head, tok.Rel = "JJ", i+1, "amod"
		case tok.Tag == "VB" && tok.Rel == "xcomp" && tok.Head == i-1 && strings.HasPrefix(head.Tag, "VB") && !bareVerb[strings.ToLower(head.Lemma)]:
			tok.Tag, tok.Rel = "NN", "obj"
		case tok.Rel == "vocative" && t.mentionAt(a, i) != nil && isSide(t.mentionAt(a, i)): // a headline's comma for "and"
			for j := i + 1; j < len(doc.Tokens); j++ {
				if doc.Tokens[j].Head == tok.Head && doc.Tokens[j].Rel == "nsubj" {
					tok.Head, tok.Rel = j, "conj"
					break
				}
			}
		case tok.Rel == "obj" && giving[head.Lemma] && (tok.Tag == "PRP" || t.mentionAt(a, i) != nil && isSide(t.mentionAt(a, i))):
			for j := i + 1; j < len(doc.Tokens); j++ { // two objects: the first receives
				if doc.Tokens[j].Head == tok.Head && doc.Tokens[j].Rel == "obj" {
					tok.Rel = "iobj"
					break
				}
			}
		}
	}
}

// ofPersons are adjectives that are said of persons and nations, never of an empty "it".
var ofPersons = wordsOf("willing unwilling ready prepared keen eager reluctant determined")

// mendPerfect makes a perfect of "has massed tanks" and "has repeatedly massed tanks", which the parser took for having
// massed tanks.
func (a *Analysis) mendPerfect(doc *language.Doc) {
	for v := 0; v+2 < len(doc.Tokens); v++ {
		p := v + 1
		if doc.Tokens[p].Tag == "RB" && p+2 < len(doc.Tokens) {
			p++
		}
		have, part := &doc.Tokens[v], &doc.Tokens[p]
		if have.Lemma != "have" || part.Tag != "VBN" || base(part.Rel) != "amod" || part.Head < 0 {
			continue
		}
		if o := &doc.Tokens[part.Head]; o.Head != v || o.Rel != "obj" {
			continue
		}
		for j := range doc.Tokens {
			if doc.Tokens[j].Head == v {
				doc.Tokens[j].Head = p
			}
		}
		part.Head, part.Rel = have.Head, have.Rel
		have.Head, have.Rel = p, "aux"
	}
}

// mendHeadless finds the verb of a sentence that the parser took for one noun phrase: "Morocco severed ties with Iran".
func (a *Analysis) mendHeadless(doc *language.Doc, t *tree) {
	root := -1
	for i := range doc.Tokens {
		if doc.Tokens[i].Head < 0 {
			root = i
		}
		if tag := doc.Tokens[i].Tag; tag == "VBZ" || tag == "VBP" || tag == "VBD" || tag == "MD" {
			return // there is a finite verb
		}
	}
	if root < 0 || !strings.HasPrefix(doc.Tokens[root].Tag, "NN") {
		return
	}
	for v := 1; v < len(doc.Tokens); v++ {
		tok := &doc.Tokens[v]
		if tok.Tag != "VBN" && !(tok.Tag == "JJ" && strings.HasSuffix(doc.Text[tok.Begin:tok.End], "ed")) || base(tok.Rel) != "amod" || tok.Head <= v {
			continue
		}
		o := tok.Head
		// the subject: a side or a plural before the participle that hangs on the same phrase
		k := -1
		for j := v - 1; j >= 0 && k < 0; j-- {
			if h := doc.Tokens[j].Head; (h == o || h == v || j == root) && (strings.HasPrefix(doc.Tokens[j].Tag, "NN")) && base(doc.Tokens[j].Rel) != "conj" {
				k = j
			}
		}
		if k < 0 || o != root && !(doc.Tokens[o].Head == k && k == root) {
			continue
		}
		if m := t.mentionAt(a, k); m == nil && doc.Tokens[k].Tag != "NNS" {
			continue
		}
		for j := range doc.Tokens {
			if doc.Tokens[j].Head == o && j < v && j != k {
				doc.Tokens[j].Head = k
			}
		}
		tok.Tag, tok.Head, tok.Rel = "VBD", -1, "root"
		doc.Tokens[k].Head, doc.Tokens[k].Rel = v, "nsubj"
		doc.Tokens[o].Head, doc.Tokens[o].Rel = v, "obj"
		return
	}
}

// mendSaying sets right how a report hangs together with who tells it: "…, a spokeswoman for the ministry said.", "Kenya,
// its neighbour complained, had …", where the parser took the teller for an apposition, and "said on the radio that it
// had …", where it hung the report on the radio.
func (ex *Extractor) mendSaying(doc *language.Doc) {
	word := func(i int) string { return strings.ToLower(doc.Text[doc.Tokens[i].Begin:doc.Tokens[i].End]) }
	comma := -1
	for v := range doc.Tokens {
		tok := &doc.Tokens[v]
		if tok.Tag == "," {
			comma = v
			continue
		}
		if strings.HasPrefix(tok.Tag, "W") || strings.HasPrefix(tok.Tag, "VB") && tok.Tag != "VBD" && tok.Tag != "VBZ" && tok.Tag != "VBN" {
			comma = -1
		}
		if !strings.HasPrefix(tok.Tag, "VB") {
			continue
		}
		p := comma
		comma = -1
		end := v+1 >= len(doc.Tokens) || doc.Tokens[v+1].Tag == "," || doc.Tokens[v+1].Tag == "."
		if p < 0 || v == p+1 || tok.Head < 0 || !ex.governors.Source(schema.Clause, strings.ToLower(tok.Lemma)) || tok.Tag == "VBN" && !end {
			continue
		}
		switch base(tok.Rel) {
		case "advcl", "parataxis", "acl", "dep", "appos":
		default:
			continue
		}
		subject, free := -1, -1
		for j := range doc.Tokens {
			d := &doc.Tokens[j]
			switch {
			case d.Head == v && (base(d.Rel) == "ccomp" || base(d.Rel) == "mark" || base(d.Rel) == "aux" || base(d.Rel) == "xcomp"):
				subject = j // a clause of its own sort
			case d.Head == v && strings.HasPrefix(d.Rel, "nsubj"):
				subject = j
			case j > p && j < v && (d.Head < p || d.Head > v) && strings.HasPrefix(d.Tag, "NN") && free < 0:
				free = j
			}
		}
		if subject >= 0 && !strings.HasPrefix(doc.Tokens[subject].Rel, "nsubj") || subject < 0 && free < 0 {
			continue
		}
		main := tok.Head
		if subject < 0 {
			for n := 0; n < len(doc.Tokens) && main > p && main < v && doc.Tokens[main].Head >= 0; n++ {
				main = doc.Tokens[main].Head // the verb hung on its own subject
			}
			for n := 0; n < len(doc.Tokens) && !strings.HasPrefix(doc.Tokens[main].Tag, "VB") && doc.Tokens[main].Head >= 0; n++ {
				main = doc.Tokens[main].Head
			}
			if main == free || main == v || main > p && main < v {
				continue
			}
			doc.Tokens[free].Head, doc.Tokens[free].Rel = v, "nsubj"
			tok.Head = main
		}
		tok.Rel = "parataxis"
		if tok.Tag == "VBN" {
			tok.Tag = "VBD"
		}
	}
	for v := range doc.Tokens {
		tok := &doc.Tokens[v]
		if base(tok.Rel) != "acl" || tok.Head < 0 || tok.Head > v {
			continue
		}
		n := &doc.Tokens[tok.Head]
		if base(n.Rel) != "obl" || n.Head < 0 || !ex.governors.Source(schema.Clause, doc.Tokens[n.Head].Lemma) || ex.governors.Governor(schema.StatusNoun, schema.Clause, n.Lemma, nothing) != nil {
			continue
		}
		that, subject := false, false
		for j := range doc.Tokens {
			if d := &doc.Tokens[j]; d.Head == v {
				that = that || base(d.Rel) == "mark" && word(j) == "that"
				subject = subject || base(d.Rel) == "nsubj"
			}
		}
		if that && subject {
			tok.Head, tok.Rel = n.Head, "ccomp"
		}
	}
}

// mendGerund makes a gerund with an object of what the parser took for an adjective of it, behind a word that governs
// gerunds: "held off imposing sanctions", "the prospect of lifting sanctions".
func (ex *Extractor) mendGerund(doc *language.Doc) {
	for g := 2; g < len(doc.Tokens)-1; g++ {
		tok := &doc.Tokens[g]
		w := strings.ToLower(doc.Text[tok.Begin:tok.End])
		if !strings.HasSuffix(w, "ing") || base(tok.Rel) != "amod" && base(tok.Rel) != "compound" || tok.Head <= g {
			continue
		}
		o := tok.Head
		before := &doc.Tokens[g-1]
		h, particle := g-1, ""
		if before.Tag == "RP" || before.Tag == "IN" || before.Rel == "compound:prt" {
			h, particle = g-2, strings.ToLower(doc.Text[before.Begin:before.End])
		}
		kind := schema.StatusVerb
		if strings.HasPrefix(doc.Tokens[h].Tag, "NN") {
			kind = schema.StatusNoun
		} else if !strings.HasPrefix(doc.Tokens[h].Tag, "VB") {
			continue
		}
		if doc.Tokens[o].Head != h || kind == schema.StatusNoun && particle == "" {
			continue
		}
		if ex.governors.Governor(kind, schema.Gerund, doc.Tokens[h].Lemma, func(p string) bool { return p == particle }) == nil {
			continue
		}
		lemma := ex.lemma(&node{tag: "VBG", lemma: strings.TrimSuffix(w, "ing")}, w)
		if len(ex.frames.Verb(lemma)) == 0 && !light[lemma] {
			continue
		}
		tok.Tag, tok.Lemma, tok.Head, tok.Rel = "VBG", lemma, h, "xcomp"
		if kind == schema.StatusNoun {
			tok.Rel = "acl"
		}
		doc.Tokens[o].Head, doc.Tokens[o].Rel = g, "obj"
		if before.Tag == "IN" && before.Head == o {
			before.Head, before.Rel = g, "mark"
		}
	}
}

// mendParticleObject makes an object of a noun behind a verb and its particle that no preposition ties to it: "called off
// a joint exercise".
func mendParticleObject(doc *language.Doc) {
	for p := range doc.Tokens {
		v := doc.Tokens[p].Head
		if doc.Tokens[p].Rel != "compound:prt" || v < 0 || v > p {
			continue
		}
		object, noun := false, -1
		for j := range doc.Tokens {
			d := &doc.Tokens[j]
			if d.Head != v {
				continue
			}
			switch base(d.Rel) {
			case "obj", "ccomp":
				object = true
			case "obl":
				if j > p && noun < 0 && strings.HasPrefix(d.Tag, "NN") {
					noun = j
				}
			}
		}
		if object || noun < 0 {
			continue
		}
		tied := false
		for j := p + 1; j < noun; j++ {
			tied = tied || doc.Tokens[j].Tag == "IN" || doc.Tokens[j].Tag == "TO" || doc.Tokens[j].Tag == ","
		}
		if !tied && !timeWord[strings.ToLower(doc.Text[doc.Tokens[noun].Begin:doc.Tokens[noun].End])] {
			doc.Tokens[noun].Rel = "obj"
		}
	}
}

// timeWord are nouns that tell a time without a preposition.
var timeWord = wordsOf("today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday week month year morning evening night day time")

// mendBetween joins the two that "between" stands before where the parser joined the second to the noun over them:
// "another meeting between Smith and his Peruvian counterpart".
func mendBetween(doc *language.Doc) {
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		if base(tok.Rel) != "nmod" || tok.Head < 0 || tok.Head > i {
			continue
		}
		between, joined, second := false, false, -1
		for j := range doc.Tokens {
			d := &doc.Tokens[j]
			switch {
			case d.Head == i && base(d.Rel) == "case" && j < i && strings.EqualFold(doc.Text[d.Begin:d.End], "between"):
				between = true
			case d.Head == i && base(d.Rel) == "conj":
				joined = true
			case d.Head == tok.Head && base(d.Rel) == "conj" && j > i && second < 0:
				second = j
			}
		}
		if between && !joined && second >= 0 {
			doc.Tokens[second].Head = i
		}
	}
}

// mendCharge hangs what somebody is charged with on the verb, not on him: "accused Iran of arming rebels" is no Iran that
// arms rebels.
func mendCharge(doc *language.Doc) {
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		if tok.Tag != "VBG" || tok.Rel != "acl" || tok.Head < 0 || tok.Head > i {
			continue
		}
		v := doc.Tokens[tok.Head].Head
		if r := doc.Tokens[tok.Head].Rel; v < 0 || r != "obj" && r != "nsubj:pass" || !charging[doc.Tokens[v].Lemma] {
			continue
		}
		for j := tok.Head; j < i; j++ {
			if d := &doc.Tokens[j]; d.Head == i && (d.Lemma == "of" || d.Lemma == "for" || d.Lemma == "against" || d.Lemma == "from") {
				tok.Head, tok.Rel = v, "advcl"
				break
			}
		}
	}
}

// charging are verbs that take somebody and, behind a preposition, what he does or is not to do.
var charging = wordsOf("accuse suspect blame criticise criticize condemn denounce rebuke fault warn caution praise thank punish prosecute indict sue convict acquit " +
	"dissuade discourage deter stop prevent ban bar prohibit keep block threaten chide castigate slam attack")

// mendSubject gives a finite verb without a subject the side that stands right before it or the day before it: "Prime
// Minister Mugabe today accused".
func (a *Analysis) mendSubject(doc *language.Doc, t *tree) {
	for v := 1; v < len(doc.Tokens); v++ {
		tok := &doc.Tokens[v]
		if tok.Tag != "VBD" && tok.Tag != "VBZ" && tok.Tag != "VBP" || tok.Head >= 0 && base(tok.Rel) != "ccomp" && base(tok.Rel) != "parataxis" {
			continue
		}
		subject := false
		for j := range doc.Tokens {
			if doc.Tokens[j].Head == v && (strings.HasPrefix(doc.Tokens[j].Rel, "nsubj") || strings.HasPrefix(doc.Tokens[j].Rel, "csubj") || doc.Tokens[j].Rel == "expl") {
				subject = true
			}
		}
		k := v - 1
		for n := 0; n < 2 && k >= 0; n++ {
			if m := t.mentionAt(a, k); m != nil && m.Class != "Date" {
				break
			}
			if w := a.lower[t.nodes[k].first]; w != "today" && w != "yesterday" && w != "also" && w != "earlier" && w != "later" && weekdayOf[w] == 0 && w != "on" && w != "has" && w != "had" && w != "have" {
				k = -1
				break
			}
			k--
		}
		if subject || k < 0 {
			continue
		}
		m := t.mentionAt(a, k)
		if m == nil || !isSide(m) || m.Sense == schema.AsAdjective {
			continue
		}
		if r := base(doc.Tokens[k].Rel); r == "amod" || r == "compound" || r == "nmod" || r == "obl" || r == "dep" || r == "appos" {
			above := false // not if the verb hangs on it
			for n, j := 0, v; j >= 0 && n < len(doc.Tokens); n++ {
				above = above || j == k
				j = doc.Tokens[j].Head
			}
			if !above && !(r == "nmod" && k > 0 && (doc.Tokens[k-1].Tag == "IN" || doc.Tokens[k-1].Tag == "TO" || doc.Tokens[k-1].Tag == "DT" && k > 1 && doc.Tokens[k-2].Tag == "IN")) {
				doc.Tokens[k].Head, doc.Tokens[k].Rel = v, "nsubj"
			}
		}
	}
}

// giving are verbs that take a receiver and a gift.
var giving = wordsOf("give offer sell lend send grant promise award hand pay loan supply deny provide ship deliver fine owe show tell teach cost donate guarantee allot allocate")

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
