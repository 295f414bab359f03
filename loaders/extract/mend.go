package extract

import (
	"strings"

	"github.com/newskg/kg/loaders/language"
	"github.com/newskg/kg/schema"
)

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
	mendBut(doc)
	mendJoined(doc)
	a.mendWords(doc, t)
	a.mendPhrasal(doc, t)
	a.mendNumbered(doc, t)
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

// mendWords corrects single words in constructions that the parser has seen few of: "it is willing to", "is due in
// Hanoi", "from neighbouring Chad", "sought refuge", "send it arms".
func (a *Analysis) mendWords(doc *language.Doc, t *tree) {
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		if w := a.lower[t.nodes[i].first]; t.nodes[i].mention < 0 && irregular[w] != "" && tok.Tag == "JJ" && tok.Head < 0 { // "overran two posts"
			tok.Tag, tok.Lemma = "VBD", irregular[w]
		} else if adverbNoun[w] && tok.Tag == "RB" && tok.Head == i-1 { // "paid tribute to"
			tok.Tag, tok.Rel, tok.Lemma = "NN", "obj", w
		}
		if violence[a.lower[t.nodes[i].first]] && tok.Tag == "VBG" {
			nominal(doc, i)
		}
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
		case base(tok.Rel) == "conj" && tok.Head < i && i > 0 && i+1 < len(doc.Tokens) && a.lower[t.nodes[i-1].first] == "," && a.lower[t.nodes[i+1].first] == "," && isPerson(t.mentionAt(a, i)):
			// "his own secretary of state, Rex Tillerson, had": no row without an "and"
			top, joined := tok.Head, false
			for top >= 0 && base(doc.Tokens[top].Rel) == "nmod" && doc.Tokens[top].Head < top {
				top = doc.Tokens[top].Head
			}
			for j := range doc.Tokens {
				joined = joined || base(doc.Tokens[j].Rel) == "cc" && (doc.Tokens[j].Head == i || doc.Tokens[j].Head == tok.Head)
			}
			if !joined && top >= 0 && t.nodes[top].mention < 0 && (personNoun[strings.ToLower(doc.Tokens[top].Lemma)] || personAgain[strings.ToLower(doc.Tokens[top].Lemma)]) {
				tok.Head, tok.Rel = top, "appos"
			}
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

// phrasal are verbs with the particle that, right behind them, takes no object of its own: "handed over a submarine" and
// "flew in tons of food" are no movements over and in it.
var phrasal = map[string]string{"hand": "over", "turn": "over", "sign": "over", "fly": "in", "ship": "in", "truck": "in", "airlift": "in", "usher": "in", "rush": "in", "call": "off",
	"break": "off", "cut": "off", "fight": "off", "set": "off", "seal": "off", "throw": "out", "kick": "out", "carry": "out", "rule": "out", "hammer": "out", "wipe": "out"}

// mendPhrasal makes a particle of the preposition that the parser took it for, and an object of the noun behind it.
func (a *Analysis) mendPhrasal(doc *language.Doc, t *tree) {
	for v := 0; v+2 < len(doc.Tokens); v++ {
		verb, p := &doc.Tokens[v], &doc.Tokens[v+1]
		lemma := strings.ToLower(verb.Lemma)
		if l := irregular[a.lower[t.nodes[v].first]]; l != "" {
			lemma = l
		}
		if !strings.HasPrefix(verb.Tag, "VB") || phrasal[lemma] == "" || phrasal[lemma] != a.lower[t.nodes[v+1].first] || base(p.Rel) != "case" || p.Head < v {
			continue
		}
		o := &doc.Tokens[p.Head]
		if m := t.mentionAt(a, p.Head); o.Head != v || base(o.Rel) != "obl" || m != nil && (m.Class == "Date" || m.Class == "kg:Nation" || m.Class == "kg:Place") || timeWord[strings.ToLower(o.Lemma)] || craft[o.Lemma] && phrasal[lemma] == "in" {
			continue
		}
		p.Head, p.Rel, p.Tag, o.Rel = v, "compound:prt", "RP", "obj"
	}
}

// mendNumbered finds the verb in a predicate that the parser took for a noun phrase though no copula makes it one: "when
// all four severed relations".
func (a *Analysis) mendNumbered(doc *language.Doc, t *tree) {
	for v := 2; v+1 < len(doc.Tokens); v++ {
		verb, count, all := &doc.Tokens[v], &doc.Tokens[v-1], &doc.Tokens[v-2]
		o := verb.Head
		if verb.Tag != "VBN" || base(verb.Rel) != "amod" || o < v || count.Head != o || howMany[a.lower[t.nodes[v-1].first]] == 0 || a.lower[t.nodes[v-2].first] != "all" || all.Head != o {
			continue
		}
		switch noun := &doc.Tokens[o]; base(noun.Rel) {
		case "root", "advcl", "ccomp", "parataxis", "conj":
			finite := false
			for j := range doc.Tokens {
				d := &doc.Tokens[j]
				finite = finite || d.Head == o && (base(d.Rel) == "cop" || base(d.Rel) == "aux" || strings.HasPrefix(d.Rel, "nsubj"))
			}
			if finite || base(noun.Rel) == "conj" && !strings.HasPrefix(doc.Tokens[noun.Head].Tag, "VB") {
				continue
			}
			for j := range doc.Tokens {
				if d := &doc.Tokens[j]; d.Head == o && (j < v-2 || base(d.Rel) == "obl" || base(d.Rel) == "punct" || base(d.Rel) == "conj" && strings.HasPrefix(d.Tag, "VB")) {
					d.Head = v
				}
			}
			verb.Head, verb.Rel, verb.Tag = noun.Head, noun.Rel, "VBD"
			noun.Head, noun.Rel = v, "obj"
			count.Head, count.Rel, all.Head = v, "nsubj", v-1
		}
	}
}

// craft are what one flies or ships in oneself.
var craft = wordsOf("plane aircraft helicopter jet formation circle space rain weather darkness direction")

// adverbNoun are nouns that the parser takes for adverbs.
var adverbNoun = wordsOf("tribute homage")

func isPerson(m *Mention) bool { return m != nil && m.Class == "kg:Person" }

// violence are gerunds that name what happens among many, and so are subjects like any noun: "Fighting broke out".
var violence = wordsOf("fighting shelling bombing shooting rioting looting killing bloodletting sabre-rattling")

// nominal makes a noun of a gerund that the parser took for a clause: the subject of the finite verb behind it.
func nominal(doc *language.Doc, i int) {
	tok := &doc.Tokens[i]
	switch {
	case base(tok.Rel) == "csubj":
		tok.Tag, tok.Rel = "NN", "nsubj"
	case tok.Head < 0:
		for v := i + 1; v < len(doc.Tokens); v++ {
			if d := &doc.Tokens[v]; d.Head == i && (d.Tag == "VBD" || d.Tag == "VBN" || d.Tag == "VBZ") && (d.Rel == "xcomp" || d.Rel == "ccomp" || d.Rel == "advcl") {
				if d.Head, d.Rel = -1, tok.Rel; d.Tag == "VBN" {
					d.Tag = "VBD"
				}
				tok.Tag, tok.Head, tok.Rel = "NN", v, "nsubj"
				break
			}
		}
	}
}

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

// mendJoined joins a past verb to the verb in the past before it and not to the infinitive between them: "urged Peru to
// stop its tests and called on Chile".
func mendJoined(doc *language.Doc) {
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		if base(tok.Rel) != "conj" || tok.Head < 0 || tok.Head > i || tok.Tag != "VBD" && tok.Tag != "VBN" || doc.Tokens[tok.Head].Tag != "VB" {
			continue
		}
		own := false // a subject or an auxiliary of its own makes it another clause
		for j := range doc.Tokens {
			if d := &doc.Tokens[j]; d.Head == i && (strings.HasPrefix(d.Rel, "nsubj") || strings.HasPrefix(d.Rel, "aux") || base(d.Rel) == "mark") {
				own = true
			}
		}
		for h := doc.Tokens[tok.Head].Head; h >= 0 && h < i && !own; h = doc.Tokens[h].Head {
			if v := &doc.Tokens[h]; v.Tag == "VBD" || v.Tag == "VBZ" {
				tok.Head, tok.Tag = h, "VBD"
				break
			}
		}
	}
}

// mendBut reads a verb in what the parser took for an adjective behind "but": "gives Peru aid but halted deliveries of
// jets". Two nouns are seldom joined so.
func mendBut(doc *language.Doc) {
	for i := 1; i < len(doc.Tokens); i++ {
		tok := &doc.Tokens[i]
		word := strings.ToLower(doc.Text[tok.Begin:tok.End])
		but := strings.ToLower(doc.Text[doc.Tokens[i-1].Begin:doc.Tokens[i-1].End])
		if but != "but" || base(tok.Rel) != "amod" || tok.Head <= i || !strings.HasSuffix(word, "ed") && irregular[word] == "" {
			continue
		}
		noun := tok.Head
		h := doc.Tokens[noun].Head
		for h >= 0 && !strings.HasPrefix(doc.Tokens[h].Tag, "VB") {
			h = doc.Tokens[h].Head
		}
		if base(doc.Tokens[noun].Rel) != "conj" || h < 0 || h > i {
			continue
		}
		tok.Tag, tok.Head, tok.Rel = "VBD", h, "conj"
		doc.Tokens[noun].Head, doc.Tokens[noun].Rel = i, "obj"
		doc.Tokens[i-1].Head = i
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
