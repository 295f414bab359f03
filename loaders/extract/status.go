package extract

import (
	"strings"

	"github.com/newskg/kg/schema"
)

// Whether an act happened is read from three things: the words of its own clause (tense, modality, negation,
// condition), the words that govern it (schema/data/status.toml says what each makes of it), and what becomes of those
// in their turn: "did not refuse to sell", "denied the report that it had sold", "Plans for a sale were shelved". So
// the status of a word is read by climbing the tree, and each level passes on what it makes of the one above.

// may are modal verbs that leave it open whether the act comes about.
var may = wordsOf("may might could can would should must ought")

// status reads whether the act of a trigger happened.
func (ex *Extractor) status(a *Analysis, t *tree, i, light int, f *schema.Frame) string {
	var st string
	switch {
	case !t.nodes[i].isNoun():
		st = within(ex.ownStatus(a, t, i), ex.governed(a, t, i))
		if f.Status != "" {
			st = ex.ownStatus(a, t, i)
		}
	case f.Status != "":
		st = ex.nounOwn(a, t, i)
	case light >= 0:
		st = ex.ofLight(a, t, i, light)
	default:
		st = ex.nounStatus(a, t, i)
	}
	// a frame that tells the status of its act has its way over whatever governs it, not over its own negation
	if f.Status != "" && st != "Negated" && (st == "Actual" || f.Status != "Actual") {
		return f.Status
	}
	return st
}

// within is the status of an act whose own clause says one thing of it and the words over it another.
func within(own, outer string) string {
	switch {
	case own == "Actual":
		return outer
	case own == "Negated" || outer == "Negated":
		return "Negated"
	case own == "Possible" || outer == "Possible":
		return "Possible"
	}
	return "Planned"
}

// under is the status of an act that stands under a word of a class, where outer is what becomes of that word.
func under(c *schema.StatusClass, outer string) string {
	switch {
	case c.Status == "Actual" && c.Negated == "Actual":
		return "Actual"
	case outer == "Negated":
		return c.Negated
	case outer == "Possible":
		return "Possible"
	case outer == "Planned" && c.Status == "Actual":
		return "Planned"
	}
	return c.Status
}

// negated reports a "not", "never" or "no" of the word itself.
func (ex *Extractor) negated(a *Analysis, t *tree, i int) bool {
	for _, k := range t.nodes[i].kids {
		kn := &t.nodes[k]
		switch kn.lemma {
		case "not", "n't", "never", "neither", "nor":
			if kn.lemma == "not" && notOnly[a.word(kn.last, kn.first)] {
				continue // "will not only meet but also sign"
			}
			if base(kn.rel) == "advmod" || base(kn.rel) == "cc" {
				return true
			}
		case "no":
			if base(kn.rel) == "det" {
				return true
			}
		}
		if w := a.lower[kn.first]; w == "longer" && a.word(kn.first-1, kn.first) == "no" {
			return true
		}
		if a.lower[kn.first] == "yet" && a.word(kn.first+1, kn.first) == "to" {
			return true
		}
		switch base(kn.rel) {
		case "nsubj", "obj": // "neither India nor France has imposed sanctions", "none of them", "did nothing"
			for _, c := range append([]int{k}, kn.kids...) {
				switch l := t.nodes[c].lemma; {
				case l == "no" && base(t.nodes[c].rel) == "det", base(kn.rel) == "nsubj" && (l == "neither" || l == "none"):
					return true
				}
			}
			if l := kn.lemma; l == "nobody" || l == "nothing" || l == "none" {
				return true
			}
		case "obl", "nmod": // "at no point", "under no circumstances"
			if t.has(k, "no") && noOccasion[kn.lemma] {
				return true
			}
		}
	}
	return false
}

var (
	notOnly    = wordsOf("only just merely simply least")
	noOccasion = wordsOf("point time moment stage circumstance condition way case mean means account event")
)

// ownStatus reads the auxiliaries, negation and conditional marks of a verb.
func (ex *Extractor) ownStatus(a *Analysis, t *tree, v int) string {
	if ex.negated(a, t, v) {
		return "Negated"
	}
	return ex.mood(a, t, v)
}

// mood is the status that a verb's auxiliaries and marks give it, negation aside.
func (ex *Extractor) mood(a *Analysis, t *tree, v int) string {
	n := &t.nodes[v]
	future, open, would := false, t.condition(a, v), false
	for _, k := range n.kids {
		kn := &t.nodes[k]
		switch base(kn.rel) {
		case "aux":
			switch w := a.lower[kn.first]; {
			case w == "would" || w == "'d" && kn.lemma != "have":
				would = true
			case kn.lemma == "will" || kn.lemma == "shall" || w == "'ll" || kn.lemma == "wo":
				future = true
			case may[kn.lemma]:
				open = true
			}
		case "advmod":
			if c := ex.governors.Adverb(kn.lemma); c != nil && k < v {
				if c.Status == "Negated" {
					return c.Status
				}
				open = true
			}
		}
	}
	if would {
		switch {
		case t.has(v, "have") && (t.conditional(a, v) || !t.backshifted(v)):
			return "Negated" // "would have sold them, had it been paid"
		case t.backshifted(v):
			future = true
		default:
			open = true
		}
	}
	if open {
		return "Possible"
	}
	// "are due to meet", "is to visit", whatever the parser made of it
	if (n.tag == "VB" || n.tag == "VBP") && a.word(n.first-1, n.first) == "to" {
		w := a.word(n.first-2, n.first)
		if c := ex.governors.Governor(schema.StatusAdjective, schema.Infinitive, w, nothing); c != nil && c.Status == "Planned" && w != "committed" {
			return "Planned"
		}
		if w == "is" || w == "are" || w == "was" || w == "were" {
			return "Planned"
		}
	}
	if n.tag == "VB" && t.has(v, "to") && t.kid(v, "cop", "aux") >= 0 {
		for _, k := range t.all(v, "aux", "cop", "aux:pass") {
			if t.nodes[k].lemma == "be" && a.word(t.nodes[k].last, t.nodes[k].first) == "to" {
				return "Planned"
			}
		}
	}
	switch {
	case future && t.conditional(a, v):
		return "Possible"
	case future:
		return "Planned"
	}
	return "Actual"
}

func nothing(string) bool { return false }

// condition reports a verb whose own clause is a condition or a question: "if Mali expels them", "should Iran test
// another", "whether it has".
func (t *tree) condition(a *Analysis, v int) bool {
	if h := t.nodes[v].head; h >= 0 && base(t.nodes[v].rel) == "ccomp" && t.providing(a, h) || t.inverted(a, v) {
		return true
	}
	for _, k := range t.nodes[v].kids {
		kn := &t.nodes[k]
		switch r := base(kn.rel); {
		case (r == "mark" || r == "advmod" || r == "case" || r == "cc") && k < v && conditions[kn.lemma]:
			return kn.lemma != "if" || !(kn.first > 0 && a.word(kn.first-1, kn.first) == "even")
		case r == "obl" && k < v && conditionNoun[kn.lemma] && t.has(k, "in", "on"):
			return true
		}
	}
	return false
}

var (
	conditions    = wordsOf("if unless whether should provided providing assuming supposing lest")
	conditionNoun = wordsOf("case event condition")
)

// providing reports a participle that heads a condition: "provided that Cuba frees them".
func (t *tree) providing(a *Analysis, h int) bool {
	return base(t.nodes[h].rel) == "advcl" && conditions[a.lower[t.nodes[h].first]] && t.kid(h, "nsubj") < 0 && t.kid(h, "ccomp") >= 0
}

// inverted reports a condition told by the order of words alone, whatever the parser made of it: "should Iran test
// another", "were Chad to attack", "had the bank paid".
func (t *tree) inverted(a *Analysis, v int) bool {
	for k := v - 1; k >= 0; k-- {
		w := a.lower[t.nodes[k].first]
		if (w == "provided" || w == "providing" || w == "assuming" || w == "supposing") && a.word(t.nodes[k].last, t.nodes[k].first) == "that" {
			return true
		}
		if (w == "should" || w == "had" || w == "were") && k+1 < v && t.nodes[k].last < len(a.lower) {
			head := k == 0 || t.nodes[k-1].tag == "," || t.nodes[k-1].tag == "``" || base(t.nodes[k].rel) != "root" && t.nodes[v].head >= 0 && k > 0 && t.nodes[k-1].isNoun() && w == "had" && base(t.nodes[v].rel) == "advcl"
			switch w {
			case "should":
				return head && t.nodes[v].tag == "VB"
			case "were":
				return head && t.nodes[v].tag == "VB" && a.word(t.nodes[v].first-1, t.nodes[v].first) == "to"
			}
			return head && (t.nodes[v].tag == "VBN" || t.nodes[v].tag == "VBD")
		}
		if t.nodes[k].isVerb() || t.nodes[k].tag == "," || t.nodes[k].tag == "MD" {
			return false
		}
	}
	return false
}

// conditional reports a clause of condition under a verb: "if Mali expels them, ...", "had the bank paid, ...".
func (t *tree) conditional(a *Analysis, v int) bool {
	for _, k := range t.all(v, "advcl", "ccomp", "parataxis") {
		if t.condition(a, k) && !t.has(k, "even", "whether") && (base(t.nodes[k].rel) == "advcl" || k < v) {
			return true
		}
	}
	return false
}

// backshifted reports whether "would" is a "will" told in the past: "said it would give", not "would have given".
func (t *tree) backshifted(v int) bool {
	n := &t.nodes[v]
	for _, k := range t.all(v, "parataxis") { // "Oman would help, its minister said"
		if t.nodes[k].tag == "VBD" {
			return true
		}
	}
	if n.head < 0 || base(n.rel) != "ccomp" {
		return false
	}
	return t.nodes[n.head].tag == "VBD"
}

// standing is the status of a word that governs an act.
func (ex *Extractor) standing(a *Analysis, t *tree, h, depth int) string {
	if t.nodes[h].isNoun() && t.kid(h, "cop") < 0 {
		return within(ex.nounOwn(a, t, h), ex.nounOuter(a, t, h, false, depth))
	}
	return within(ex.ownStatus(a, t, h), ex.governedBy(a, t, h, depth))
}

// governed is the status that what stands over a verb gives it.
func (ex *Extractor) governed(a *Analysis, t *tree, v int) string { return ex.governedBy(a, t, v, 0) }

// deepest is how far status is read up the tree.
const deepest = 8

func (ex *Extractor) governedBy(a *Analysis, t *tree, v, depth int) string {
	node := &t.nodes[v]
	h := node.head
	if h < 0 || depth > deepest {
		return "Actual"
	}
	outer := func() string { return ex.standing(a, t, h, depth+1) }
	infinitive := node.tag == "VB" || t.has(v, "to") && node.tag != "VBD"
	class := func(form string) *schema.StatusClass { return ex.governor(a, t, v, h, form) }
	switch base(node.rel) {
	case "conj":
		return ex.joined(a, t, v, h, depth)
	case "xcomp":
		switch {
		case infinitive:
			if c := class(schema.Infinitive); c != nil {
				return under(c, outer())
			}
			return ex.unlisted(outer())
		case t.gerund(v):
			if c := class(schema.Gerund); c != nil {
				return under(c, outer())
			}
		}
		return outer()
	case "ccomp", "csubj":
		if c := class(schema.Clause); c != nil {
			return under(c, outer())
		}
		if infinitive && t.kid(v, "aux") < 0 { // the subject stands before the infinitive: "ordered the navy to deploy"
			if c := class(schema.Infinitive); c != nil {
				return under(c, outer())
			}
		}
		if t.gerund(v) {
			if c := class(schema.Gerund); c != nil {
				return under(c, outer())
			}
		}
		return "Actual"
	case "advcl":
		return ex.adverbial(a, t, v, h, depth)
	case "acl":
		if node.rel == "acl:relcl" && !infinitive {
			if c := class(schema.Clause); c == nil || !t.has(v, "that") {
				return "Actual"
			}
		}
		switch {
		case infinitive:
			if c := class(schema.Infinitive); c != nil {
				return under(c, outer())
			}
			if t.singled(a, h) {
				return outer()
			}
			return ex.unlisted(outer())
		case t.gerund(v):
			if c := class(schema.Gerund); c != nil && t.marked(v) {
				return under(c, outer())
			}
		case node.tag != "VBN" || t.kid(v, "aux", "nsubj") >= 0:
			if c := class(schema.Clause); c != nil {
				return under(c, outer())
			}
		}
	case "obl", "nmod": // a gerund behind a preposition: "accused of shipping", "from selling"
		if t.gerund(v) {
			if c := class(schema.Gerund); c != nil {
				return under(c, outer())
			}
		}
		switch t.preposition(a, v) {
		case "without", "against", "from":
			return "Negated"
		}
	case "nsubj":
		if c := class(schema.NounSubject); c != nil {
			return under(c, outer())
		}
	}
	return "Actual"
}

// unlisted is the status of an infinitive under a word of no class.
func (ex *Extractor) unlisted(outer string) string {
	if outer == "Negated" {
		return outer
	}
	return "Possible"
}

// gerund reports a verbal noun: "selling", "having sold".
func (t *tree) gerund(v int) bool {
	if t.nodes[v].tag == "VBG" {
		return true
	}
	for _, k := range t.all(v, "aux") {
		if t.nodes[k].tag == "VBG" {
			return true
		}
	}
	return false
}

// marked reports whether a preposition or mark stands before a gerund.
func (t *tree) marked(v int) bool { return t.kid(v, "mark", "case") >= 0 }

// singled reports whether a noun is the first, the last or the only one: "the first state to recognise it" did.
func (t *tree) singled(a *Analysis, h int) bool {
	if t.has(h, "first", "last", "only", "latest", "second", "third") {
		return true
	}
	w := a.lower[t.nodes[h].first]
	return w == "first" || w == "last" || w == "latest"
}

// governor finds what the class of the word over an act is, when the act stands under it in a form.
func (ex *Extractor) governor(a *Analysis, t *tree, v, h int, form string) *schema.StatusClass {
	hn := &t.nodes[h]
	has := func(p string) bool {
		if t.particle(a, h, p) >= 0 {
			return true
		}
		for _, c := range append(append([]int(nil), t.nodes[v].kids...), hn.kids...) {
			if r := base(t.nodes[c].rel); (r == "mark" || r == "case" || r == "compound" || r == "obj") && a.lower[t.nodes[c].first] == p {
				return true
			}
		}
		return false
	}
	var kinds []schema.WordKind
	switch {
	case hn.isVerb() && t.kid(h, "cop", "aux:pass") >= 0: // "is expected to", "was unwilling to", whatever its tag
		kinds = []schema.WordKind{schema.StatusAdjective, schema.StatusVerb}
	case hn.isVerb():
		kinds = []schema.WordKind{schema.StatusVerb}
	case hn.isNoun():
		kinds = []schema.WordKind{schema.StatusNoun}
	default:
		kinds = []schema.WordKind{schema.StatusAdjective, schema.StatusVerb}
	}
	for _, kind := range kinds {
		for _, l := range []string{hn.lemma, a.lower[hn.first]} {
			if c := ex.governors.Governor(kind, form, l, has); c != nil {
				return c
			}
		}
	}
	return nil
}

// joined is the status that a verb shares with the one that it is joined to.
func (ex *Extractor) joined(a *Analysis, t *tree, v, h, depth int) string {
	node, hn := &t.nodes[v], &t.nodes[h]
	if !hn.isVerb() {
		return "Actual"
	}
	// an infinitive or participle shares what governs the first; a finite verb shares the governor only
	shares := node.tag == "VB" || node.tag == hn.tag && (node.tag == "VBG" || node.tag == "VBN")
	if !shares || t.kid(v, "nsubj", "aux") >= 0 && node.tag != "VB" {
		if hn.head >= 0 && base(hn.rel) != "conj" {
			return ex.governedBy(a, t, h, depth+1)
		}
		return "Actual"
	}
	own := "Actual"
	if t.kid(v, "nsubj", "aux") < 0 {
		own = ex.ownStatus(a, t, h)
		if own == "Negated" && t.has(v, "but") {
			own = ex.mood(a, t, h) // "will not attack but negotiate"
		}
	}
	return within(own, ex.governedBy(a, t, h, depth+1))
}

// adverbial is the status of a verb in an adverbial clause of another.
func (ex *Extractor) adverbial(a *Analysis, t *tree, v, h, depth int) string {
	node := &t.nodes[v]
	outer := func() string { return ex.standing(a, t, h, depth+1) }
	switch {
	case node.tag == "VB" && t.has(v, "to"):
		if t.kid(v, "nsubj") < 0 || t.has(v, "for") {
			if c := ex.governor(a, t, v, h, schema.Infinitive); c != nil {
				return under(c, outer()) // the parser's two names for one thing
			}
			// "dropped plans to buy": the object governs it
			if o := t.kid(h, "obj"); o >= 0 && o < v {
				if c := ex.governor(a, t, v, o, schema.Infinitive); c != nil {
					return under(c, ex.standing(a, t, o, depth+1))
				}
			}
		}
		if st := outer(); st == "Negated" || st == "Possible" {
			return st
		}
		return "Planned" // of purpose: "came to discuss"
	case t.gerund(v):
		if h := a.lower[t.nodes[h].first]; h == "far" && t.has(v, "from") {
			return "Negated"
		}
		if t.has(v, "without", "instead", "far") || t.has(v, "than") && t.has(v, "rather") {
			return "Negated"
		}
		c := ex.governor(a, t, v, h, schema.Gerund)
		if c != nil && (t.marked(v) || t.kid(h, "obj") < 0) {
			return under(c, outer())
		}
		if t.has(v, "against", "from") {
			return "Possible"
		}
	}
	if t.has(v, "that") {
		if c := ex.governor(a, t, v, h, schema.Clause); c != nil {
			return under(c, outer()) // the parser's two names again
		}
	}
	if t.has(v, "before") {
		switch {
		case ex.mood(a, t, v) == "Possible":
			return "Negated" // "left before it could be signed"
		case outer() == "Planned":
			return "Planned"
		}
	}
	return "Actual"
}

// lender returns the verb that lends its subject to the act named by its object, and says what becomes of the act:
// "cancelled the visit", "is considering the purchase". It returns -1 for none.
func (ex *Extractor) lender(a *Analysis, t *tree, i int) int {
	h := t.nodes[i].head
	if h < 0 || t.nodes[i].rel != "obj" && t.nodes[i].rel != "nsubj:pass" || !t.nodes[h].isVerb() {
		return -1
	}
	c := ex.governor(a, t, i, h, schema.NounObject)
	if c == nil || !c.Lends {
		return -1
	}
	for _, f := range ex.frames.Noun(t.nodes[i].lemma) {
		if f.Class == "Agree" && c.Status == "Negated" {
			return -1 // a contract that is cancelled was made
		}
	}
	return h
}

// nounOwn is what stands beside an act's noun: "no", "any", and the adjectives that settle it ("a planned visit").
func (ex *Extractor) nounOwn(a *Analysis, t *tree, i int) string {
	if ex.negated(a, t, i) {
		return "Negated"
	}
	for _, k := range t.all(i, "amod", "compound", "advmod") {
		for _, l := range []string{t.nodes[k].lemma, a.lower[t.nodes[k].first]} {
			if c := ex.governors.Modifier(l); c != nil {
				return c.Status
			}
		}
	}
	return "Actual"
}

// ofLight is the status of an act told by a noun with a verb that lends it a subject: "held talks", "plans a visit".
func (ex *Extractor) ofLight(a *Analysis, t *tree, i, light int) string {
	st := ex.standing(a, t, light, 0)
	if c := ex.governor(a, t, i, light, schema.NounObject); c != nil {
		st = under(c, st)
	}
	return within(ex.nounOwn(a, t, i), st)
}

// nounStatus is the status of an act told by a noun: what is planned, expected or denied by the word over it.
func (ex *Extractor) nounStatus(a *Analysis, t *tree, i int) string {
	own := ex.nounOwn(a, t, i)
	if own == "Actual" && t.has(i, "any") {
		own = "Possible"
	}
	return within(own, ex.nounOuter(a, t, i, true, 0))
}

// nounOuter is the status that the word over a noun gives it. An act whose verb is in the future is as sure as that
// ("the talks will cover rail links"); a plan or a report is not.
func (ex *Extractor) nounOuter(a *Analysis, t *tree, i int, act bool, depth int) string {
	h := t.nodes[i].head
	if h < 0 || depth > deepest {
		if h < 0 && t.kid(i, "cop") >= 0 {
			return ex.ownStatus(a, t, i)
		}
		return "Actual"
	}
	hn := &t.nodes[h]
	rel := base(t.nodes[i].rel)
	outer := func() string { return ex.standing(a, t, h, depth+1) }
	switch {
	case rel == "conj" && hn.isNoun():
		return ex.nounOuter(a, t, h, act, depth+1)
	case rel == "nsubj" && t.nodes[i].rel != "nsubj:pass":
		if c := ex.governor(a, t, i, h, schema.NounSubject); c != nil {
			return under(c, outer())
		}
		if hn.isVerb() && act {
			switch st := ex.ownStatus(a, t, h); {
			case hn.lemma == "be" || t.nodes[h].lemma == "exist":
				return st
			case st == "Planned", st == "Possible": // "another meeting could prove important"
				return "Planned"
			}
		}
	case rel == "obj" || t.nodes[i].rel == "nsubj:pass" || rel == "obl" && hn.isVerb():
		c := ex.governor(a, t, i, h, schema.NounObject)
		if rel == "obl" && c != nil && c == ex.governors.Governor(schema.StatusVerb, schema.NounObject, hn.lemma, nothing) {
			c = nil // "planned at the talks"
		}
		if c != nil {
			return under(c, outer())
		}
	case (rel == "nmod" || rel == "compound") && hn.isNoun():
		if counting[hn.lemma] || act && rel == "nmod" && len(ex.frames.Noun(hn.lemma)) > 0 && t.preposition(a, i) == "of" {
			return outer() // "a round of talks", "the signing of the pact"
		}
		if c := ex.governor(a, t, i, h, schema.NounObject); c != nil {
			return under(c, outer())
		}
	}
	return "Actual"
}

// dates gives each event the time expression that stands nearest to it in the tree.
func (ex *Extractor) dates(a *Analysis, t *tree, events []*Event) {
	if len(events) == 0 {
		return
	}
	at := map[int][]*Event{}
	for _, e := range events {
		at[e.node] = append(at[e.node], e)
		if e.light >= 0 {
			at[e.light] = append(at[e.light], e)
		}
	}
	sn := a.Doc.Sentences[events[0].Sentence]
	for i := sn.First; i < sn.Last; i++ {
		m := a.at(i)
		if m == nil || m.Class != "Date" || m.First != i || m.Date.Value == "" {
			continue
		}
		// climb from the date's topmost word to the first event
		k, ok := t.byToken[m.First]
		if !ok {
			continue
		}
		for j := m.First; j < m.Last; j++ {
			if c := t.byToken[j]; t.depth(c) < t.depth(k) {
				k = c
			}
		}
		for n := 0; k >= 0 && n < 12; n++ {
			if es := at[k]; es != nil {
				for _, e := range es {
					if e.Date == nil && !(a.Article.Date != "" && m.Date.Earliest > a.Article.Date && t.bygone(e)) {
						e.Date = m.Date
					}
				}
				break
			}
			// a clause of its own that is no event keeps its date
			if kn := &t.nodes[k]; n > 0 && kn.isVerb() && base(kn.rel) != "xcomp" && !light[kn.lemma] && !ex.governors.Source(schema.Clause, kn.lemma) && base(kn.rel) != "conj" {
				if base(kn.rel) == "acl" || base(kn.rel) == "advcl" {
					break
				}
			}
			if kn := &t.nodes[k]; ex.governors.Source(schema.Clause, kn.lemma) && kn.isVerb() && base(kn.rel) == "parataxis" {
				break // "…, he said on Monday": the day of the saying
			}
			k = t.nodes[k].head
		}
	}
	for _, e := range events {
		if e.Date != nil {
			continue
		}
		n := &t.nodes[e.node]
		if e.light >= 0 {
			n = &t.nodes[e.light]
		}
		// verbs joined under one subject share a time
		if base(n.rel) == "conj" && n.head >= 0 {
			for _, o := range events {
				if o.node == n.head && o.Date != nil && o.Status == e.Status {
					e.Date = o.Date
				}
			}
		}
		if e.Date == nil && e.Status == "Actual" && a.present(t, e) {
			e.Tense = true
		}
	}
	for _, e := range events { // "meets on Friday": what lies ahead has not happened
		if e.Date != nil && e.Status == "Actual" && e.Date.Earliest > a.Article.Date && a.Article.Date != "" {
			e.Status = "Planned"
		}
	}
}

// bygone reports whether a past tense tells the act: what lies ahead is then no date of it ("promised help from 2026").
func (t *tree) bygone(e *Event) bool {
	v := e.node
	if e.light >= 0 {
		v = e.light
	}
	return t.nodes[v].tag == "VBD" || t.nodes[v].tag == "VBN" && t.has(v, "have") && t.kid(v, "nsubj", "nsubj:pass") >= 0 && !t.has(v, "will")
}

// depth is the distance of a node from the root.
func (t *tree) depth(i int) int {
	d := 0
	for i >= 0 && d <= len(t.nodes) {
		i = t.nodes[i].head
		d++
	}
	return d
}

// present reports whether an event's verb is in the present or the progressive: the article's day is then its day.
func (a *Analysis) present(t *tree, e *Event) bool {
	v := e.node
	if e.light >= 0 {
		v = e.light
	}
	n := &t.nodes[v]
	if !n.isVerb() {
		return false
	}
	switch n.tag {
	case "VBZ", "VBP":
		return t.kid(v, "aux") < 0
	case "VBG":
		for _, k := range t.all(v, "aux") {
			if w := a.lower[t.nodes[k].first]; w == "is" || w == "are" || w == "'s" || w == "’s" {
				return true
			}
		}
	}
	return false
}

// names reports whether a thing is one of the event's participants.
func (e *Event) names(thing string) bool {
	for _, p := range append(append([]Participant(nil), e.Actors...), e.Recipients...) {
		if p.Thing == thing || p.Nation == thing {
			return true
		}
	}
	return false
}

// attribution finds whom the sentence credits for the report: the subjects of the verbs of saying over it, and
// "according to".
func (ex *Extractor) attribution(a *Analysis, t *tree, e *Event) {
	v := e.node
	if e.light >= 0 {
		v = e.light
	}
	for n := 0; v >= 0 && n < deepest; n++ {
		for _, k := range ex.sources(a, t, v) {
			ex.credit(a, t, e, k)
		}
		v = t.nodes[v].head
	}
}

// sources are the nodes that are credited with the clause of a verb.
func (ex *Extractor) sources(a *Analysis, t *tree, v int) []int {
	var out []int
	subject := func(h int) {
		for n := 0; h >= 0 && n < deepest; n++ { // "was quoted as saying", "said … and added that"
			if k := t.kid(h, "nsubj", "nsubj:pass"); k >= 0 {
				out = append(out, k)
				return
			}
			if r := base(t.nodes[h].rel); r != "conj" && r != "xcomp" && r != "advcl" {
				return
			}
			h = t.nodes[h].head
		}
	}
	if h := t.nodes[v].head; h >= 0 {
		hn := &t.nodes[h]
		switch r := base(t.nodes[v].rel); {
		case r == "ccomp" && ex.governors.Source(schema.Clause, hn.lemma),
			(r == "ccomp" || r == "xcomp" || r == "advcl" && !t.marked(v)) && t.gerund(v) && ex.governors.Source(schema.Gerund, hn.lemma):
			subject(h)
		case r == "acl" && hn.isNoun() && hn.head >= 0 && (base(hn.rel) == "obj" || base(hn.rel) == "obl") && (t.nodes[v].tag != "VBN" || t.kid(v, "aux", "nsubj") >= 0) && ex.governors.Governor(schema.StatusNoun, schema.Clause, hn.lemma, nothing) != nil &&
			ex.governors.Source(schema.Clause, t.nodes[hn.head].lemma):
			subject(hn.head) // "denied the claim that"
		}
	}
	// "…, the spokesman said": the verb of saying hangs on the report
	for _, k := range t.all(v, "parataxis") {
		if ex.governors.Source(schema.Clause, t.nodes[k].lemma) && t.kid(k, "ccomp") < 0 {
			subject(k)
		}
	}
	for _, k := range t.all(v, "obl", "nmod") {
		for _, c := range t.nodes[k].kids {
			if a.lower[t.nodes[c].first] == "according" {
				out = append(out, k)
			}
		}
	}
	return out
}

// authority are nouns whose words go for the state whose capital they sit in, reporter those whose source is told
// beside them.
var (
	authority = wordsOf("government ministry official authority minister spokesman spokeswoman spokesperson police army military navy presidency court prosecutor chancellery parliament")
	reporter  = wordsOf("report study statement document communiqué communique dossier paper investigation survey source")
)

// credit attributes an event to a source: to those whom its words name, else to its words.
func (ex *Extractor) credit(a *Analysis, t *tree, e *Event, k int) {
	n := &t.nodes[k]
	named := func(k int) bool {
		for _, p := range ex.participants(a, t, k) {
			if p.Thing != "" {
				e.Attributed = append(e.Attributed, apart([]Participant{p}, e.Attributed)...)
			}
		}
		return len(e.Attributed) > 0
	}
	if (n.mention >= 0 || !t.has(k, "former", "retired", "ex")) && named(k) {
		return
	}
	if reporter[n.lemma] || n.lemma == "spokesman" || n.lemma == "spokeswoman" || n.lemma == "spokesperson" { // "a report by the bank", "Omani sources"
		for _, c := range t.all(k, "nmod", "amod", "compound") {
			if p := t.preposition(a, c); (p == "" || p == "by" || p == "of" || p == "from" || p == "for") && named(c) {
				return
			}
		}
	}
	if authority[n.lemma] { // "the ministry in Oslo", "a spokeswoman for the ministry in Oslo"
		for _, c := range t.subtree(k, func(c int) bool { return t.nodes[c].rel == "acl:relcl" || base(t.nodes[c].rel) == "appos" }) {
			if m := t.mentionAt(a, c); m != nil && m.seat != "" && t.preposition(a, c) == "in" {
				e.Attributed = append(e.Attributed, apart([]Participant{{Thing: m.seat, Nation: m.seat, First: n.first, Last: n.last}}, e.Attributed)...)
				return
			}
		}
	}
	if e.Attribution != "" {
		return
	}
	first, last := n.first, n.last
	for _, c := range t.subtree(k, func(c int) bool {
		r := base(t.nodes[c].rel)
		return r == "case" || t.nodes[c].rel == "acl:relcl" || r == "punct" && t.nodes[c].head == k
	}) {
		first, last = min(first, t.nodes[c].first), max(last, t.nodes[c].last)
	}
	e.Attribution = strings.Join(strings.Fields(a.Text(first, last)), " ")
}
