package extract

import (
	"strings"

	"github.com/newskg/kg/schema"
)

// armsTrigger is what a verb of the arms trade says of its subject and its weapons.
type armsTrigger uint8

const (
	buys armsTrigger = iota + 1
	sells
	wants
	runs
)

// armsTriggers are the verbs of the trade by lemma.
var armsTriggers = triggerWords(map[armsTrigger]string{
	buys:  "buy purchase order acquire procure",
	sells: "sell deliver supply provide donate ship export transfer send hand give",
	wants: "seek want request eye choose select pick",
	runs:  "operate fly field use keep retain deploy station commission",
})

func triggerWords(m map[armsTrigger]string) map[string]armsTrigger {
	out := map[string]armsTrigger{}
	for t, words := range m {
		for _, w := range strings.Fields(words) {
			out[w] = t
		}
	}
	return out
}

var (
	negation   = wordsOf("not n't never refused declined refuses without no cancel cancelled canceled halt halted stop stopped suspend suspended ban banned block blocked against neither nor")
	clauseStop = wordsOf("; while but although though because whereas")
	preps      = wordsOf("of with from to in by for against between on at into over under about near via through than including like")
)

// relations states the arms relations, origins and border disputes of every sentence.
func (ex *Extractor) relations(a *Analysis) {
	for s := range a.Doc.Sentences {
		ex.armsTrade(a, s)
		ex.supplier(a, s)
		ex.origins(a, s)
		ex.forces(a, s)
		ex.borders(a, s)
	}
}

// subjects finds the nations that act in the verb at token i: those named before it that no preposition governs, "A and
// B" together; a relative pronoun goes back to what it follows, "it" to the subject before.
func (ex *Extractor) subjects(a *Analysis, i int) []string {
	s := a.sent[i]
	first := a.Doc.Sentences[s].First
	for j := i - 1; j >= first && i-j < 30; j-- {
		w := a.lower[j]
		switch {
		case clauseStop[w] && j < i-1:
			return nil
		case w == "which" || w == "who" || w == "that" && (j == i-1 || a.lower[j+1] == "has" || a.lower[j+1] == "had" || a.lower[j+1] == "have"):
			for k := j - 1; k >= first && j-k < 8; k-- {
				if n := ex.nationAt(a, k); n != "" {
					return ex.withCoordinated(a, k)
				}
			}
			return nil
		case w == "it" || w == "they" || w == "he" || w == "she":
			return ex.antecedent(a, j)
		case pairNoun[w] && (a.word(j-1, i) == "two" || a.word(j-1, i) == "both"):
			return ex.lastPair(a, j)
		}
		m := a.at(j)
		if m == nil {
			continue
		}
		n := ex.nationOf(a, m)
		if n == "" || m.Sense == schema.AsAdjective && m.Class == "kg:Nation" && !nationNoun[a.word(m.Last, i)] {
			j = m.First
			continue
		}
		// the word that governs the phrase
		k := m.First - 1
		for k >= first && (a.owner[k] != 0 && a.at(k).Class != "kg:Person" || a.lower[k] == "the" || a.titleEndsAt(k) || beforeTitle[a.lower[k]] || a.lower[k] == "'s") && k > m.First-7 {
			k--
		}
		if k >= first && preps[a.lower[k]] {
			j = k
			continue
		}
		if w := a.word(m.Last, i); w == "'s" || w == "’s" {
			// "Turkey's decision": the nation acts through its noun
			return []string{n}
		}
		return ex.withCoordinated(a, m.First)
	}
	return nil
}

// pairNoun are the nouns of "the two sides", "both countries".
var pairNoun = wordsOf("countries sides nations neighbours neighbors leaders presidents ministers governments allies states men capitals")

// nationNoun are nouns behind an adjective that act for the nation: "the Turkish government".
var nationNoun = wordsOf("government officials authorities forces army military navy troops side leaders leadership administration soldiers diplomats negotiators manufacturer company firm officer president minister")

// titleEndsAt reports whether a title covers a token.
func (a *Analysis) titleEndsAt(i int) bool {
	for k := range a.titles {
		if a.titles[k].first <= i && i < a.titles[k].last {
			return true
		}
	}
	return false
}

// withCoordinated adds the nations joined by "and" and commas before the mention at token i.
func (ex *Extractor) withCoordinated(a *Analysis, i int) []string {
	m := a.at(i)
	out := []string{ex.nationOf(a, m)}
	person := m.Class == "kg:Person"
	for j := m.First - 1; j > 0 && a.sent[j] == a.sent[i]; {
		w := a.lower[j]
		if w == "the" || person && (a.titleEndsAt(j) || beforeTitle[w] || w == "'s" || a.at(j) != nil && a.at(j).Class == "kg:Nation" && a.titleAt(j+1) >= 0) {
			j--
			continue
		}
		if w != "and" && w != "," {
			break
		}
		if w == "," && len(out) == 1 {
			break
		}
		q := a.at(j - 1)
		if q == nil {
			if w := a.word(j-1, i); w == "he" || w == "she" || w == "it" {
				out = append(ex.antecedent(a, j-1), out...)
			}
			break
		}
		n := ex.nationOf(a, q)
		if n == "" || q.Sense == schema.AsAdjective && q.Class == "kg:Nation" {
			break
		}
		out = append([]string{n}, out...)
		j = q.First - 1
	}
	return unique(out)
}

// antecedent finds what "it" or "they" at token i speaks of: the nation that leads the sentence, else the one that
// leads the sentence before.
func (ex *Extractor) antecedent(a *Analysis, i int) []string {
	for s := a.sent[i]; s >= 0 && s >= a.sent[i]-1; s-- {
		sn := a.Doc.Sentences[s]
		for j := sn.First; j < sn.Last && j < i; j++ {
			m := a.at(j)
			if m == nil {
				continue
			}
			if n := ex.nationOf(a, m); n != "" && !(m.Class == "kg:Nation" && m.Sense == schema.AsAdjective) {
				if k := m.First - 1; k < sn.First || !preps[a.lower[k]] {
					return []string{n}
				}
			}
			j = m.Last - 1
		}
	}
	return nil
}

// lastPair finds the two nations that "the two countries" at token i stands for: the only two named before it in this
// sentence and the one before.
func (ex *Extractor) lastPair(a *Analysis, i int) []string {
	for back := 0; back <= 2 && a.sent[i]-back >= 0; back++ {
		var ns []string
		for s := a.sent[i] - back; s <= a.sent[i]; s++ {
			sn := a.Doc.Sentences[s]
			for j := sn.First; j < sn.Last && j < i; j++ {
				if n := ex.nationAt(a, j); n != "" {
					ns = append(ns, n)
				} else if m := a.at(j); m != nil && m.Class == "kg:Place" && m.seat != "" {
					ns = append(ns, m.seat) // "who visited Cairo"
				}
			}
		}
		if ns = unique(ns); len(ns) == 2 {
			return ns
		} else if len(ns) > 2 {
			return nil
		}
	}
	return nil
}

// before reports whether one of a set of words stands within n tokens before i, within the clause.
func (a *Analysis) before(i, n int, set map[string]bool) bool {
	for k := 1; k <= n; k++ {
		w := a.word(i-k, i)
		if w == "" || w == "," && k > 2 || w == ";" {
			return false
		}
		if set[w] {
			return true
		}
	}
	return false
}

// armsTrade states ordered, seeks, operates, supplies and suppliesArmsTo from the verbs of the trade.
func (ex *Extractor) armsTrade(a *Analysis, s int) {
	if !a.namesWeapon(s) {
		return
	}
	t := ex.tree(a, s)
	for i := range t.nodes {
		n := &t.nodes[i]
		if !n.isVerb() || n.mention >= 0 {
			if n.isVerb() || n.mention < 0 {
				continue
			}
			ex.owned(a, t, i)
			continue
		}
		ex.asksFor(a, t, i)
		kind := armsTriggers[n.lemma]
		if kind == 0 || n.lemma == "hand" && t.particle(a, i, "over") < 0 {
			continue
		}
		var weapons []*Mention
		objects := t.objects(i)
		for _, k := range objects {
			found := t.weaponsIn(a, k)
			// "aircraft of Soviet design that the air force uses": the clause is the aircraft's
			for n := 0; len(found) == 0 && n < 2 && base(t.nodes[k].rel) == "nmod" && k < i; n++ {
				k = t.nodes[k].head
				found = t.weaponsIn(a, k)
			}
			weapons = append(weapons, found...)
		}
		if len(objects) == 0 && !t.passive(i) || kind == wants {
			// "donated to that country more than 240 tanks": the object lost to the parser
			weapons = nil
			for _, k := range t.subtree(i, func(k int) bool {
				r := base(t.nodes[k].rel)
				return r == "advcl" || r == "acl" || r == "parataxis" || r == "nsubj" || r == "ccomp" || r == "conj" && t.nodes[k].isVerb()
			}) {
				if m := t.mentionAt(a, k); m != nil && m.Class == "kg:WeaponSystem" {
					weapons = append(weapons, m)
				}
			}
		}
		if len(weapons) == 0 {
			continue
		}
		ex.trade(a, t, i, kind, weapons)
	}
}

// namesWeapon reports whether a sentence names a weapon.
func (a *Analysis) namesWeapon(s int) bool {
	for _, k := range a.inSentence(s) {
		if a.Mentions[k].Class == "kg:WeaponSystem" {
			return true
		}
	}
	return false
}

// weaponsIn collects the weapons of a noun phrase: its head, what is joined to it, and what it is "of".
func (t *tree) weaponsIn(a *Analysis, i int) []*Mention {
	var out []*Mention
	for _, k := range t.subtree(i, func(k int) bool {
		n := &t.nodes[k]
		switch base(n.rel) {
		case "acl", "advcl", "parataxis", "ccomp", "xcomp":
			return true
		case "nmod":
			switch t.preposition(a, k) {
			case "of", "for", "with", "including", "":
				return false
			}
			return true
		}
		return n.isVerb()
	}) {
		if m := t.mentionAt(a, k); m != nil && m.Class == "kg:WeaponSystem" && !a.semicolon(t.nodes[i].first, m.First) {
			out = append(out, m)
		}
	}
	return out
}

// semicolon reports whether one stands between two tokens: what lies behind it is another clause, whatever the tree.
func (a *Analysis) semicolon(i, j int) bool {
	for k := min(i, j); k < max(i, j); k++ {
		if a.lower[k] == ";" {
			return true
		}
	}
	return false
}

// settledBy are verbs and nouns after which an infinitive tells what was concluded, not what is wished.
var settledBy = wordsOf("agree sign contract decide commit")

// trade states what one verb of the trade says.
func (ex *Extractor) trade(a *Analysis, t *tree, i int, kind armsTrigger, weapons []*Mention) {
	n := &t.nodes[i]
	status := ex.ownStatus(a, t, i)
	if status == "Actual" {
		status = ex.governed(a, t, i)
	}
	governor := -1
	if h := n.head; h >= 0 && (base(n.rel) == "xcomp" || base(n.rel) == "advcl" && n.tag == "VB" && t.has(i, "to") || base(n.rel) == "acl" && n.tag == "VB") {
		governor = h
		if settledBy[t.nodes[h].lemma] && status == "Planned" {
			if ex.ownStatus(a, t, h) == "Actual" {
				status = "Actual"
			}
		}
		if t.nodes[h].lemma == "decision" {
			return
		}
	}
	if n.tag == "VBG" && t.has(i, "against", "from", "without", "instead") {
		return // warned against buying
	}
	subject := ""
	if ns := nationsIn(ex.subjectOf(a, t, i)); len(ns) == 1 {
		subject = ns[0]
	}
	if o := t.reducedHead(i); subject == "" && o >= 0 && kind == buys {
		// "operates submarines bought from Russia": who has them
		if h := t.nodes[o].head; h >= 0 && base(t.nodes[o].rel) == "obj" {
			if ns := nationsIn(ex.subjectOf(a, t, h)); len(ns) == 1 {
				subject = ns[0]
			}
		}
	}
	if subject == "" && !t.passive(i) || subject == "" && kind != buys && kind != sells {
		return
	}
	for _, w := range weapons {
		switch kind {
		case buys:
			seller := ex.behind(a, t, w, "from")
			if seller == "" && governor >= 0 {
				if ns := nationsIn(ex.slot(a, t, governor, -1, "with from")); len(ns) == 1 {
					seller = ns[0]
				}
			}
			switch {
			case subject == "" || subject == seller || status == "Negated":
			case status == "Actual":
				a.state(ex, subject, "kg:ordered", schema.Ref(w.Thing), "buys", n.first, n.last)
				if seller != "" {
					a.state(ex, seller, "kg:supplies", schema.Ref(w.Thing), "buys", n.first, n.last)
					a.state(ex, seller, "kg:suppliesArmsTo", schema.Ref(subject), "buys", n.first, n.last)
				}
			case ex.conditional(a, t, i):
			default:
				a.state(ex, subject, "kg:seeks", schema.Ref(w.Thing), "buys", n.first, n.last)
			}
		case sells:
			if status != "Actual" && status != "Planned" || subject == "" {
				continue
			}
			if status == "Planned" && governor >= 0 && !settledBy[t.nodes[governor].lemma] {
				continue
			}
			a.state(ex, subject, "kg:supplies", schema.Ref(w.Thing), "sells", n.first, n.last)
			if ns := ex.toward(a, t, i); len(ns) == 1 && ns[0] != subject {
				a.state(ex, subject, "kg:suppliesArmsTo", schema.Ref(ns[0]), "sells", n.first, n.last)
			}
		case wants:
			if status == "Negated" || ex.conditional(a, t, i) {
				continue
			}
			a.state(ex, subject, "kg:seeks", schema.Ref(w.Thing), "wants", n.first, n.last)
		case runs:
			if status == "Actual" {
				a.state(ex, subject, "kg:operates", schema.Ref(w.Thing), "operates", n.first, n.last)
			}
		}
	}
}

// toward finds the nations behind "to" in the clause of a verb, wherever the parser hung the phrase, and its indirect
// objects.
func (ex *Extractor) toward(a *Analysis, t *tree, i int) []string {
	var out []string
	for _, k := range t.subtree(i, func(k int) bool {
		r := base(t.nodes[k].rel)
		return r == "advcl" || r == "acl" || r == "parataxis" || r == "nsubj" || r == "ccomp" || r == "conj" && t.nodes[k].isVerb()
	}) {
		if base(t.nodes[k].rel) == "iobj" || k > i && t.preposition(a, k) == "to" {
			out = append(out, nationsIn(ex.participants(a, t, k))...)
		}
	}
	return unique(out)
}

// conditional reports whether a verb or what governs it stands under "if".
func (ex *Extractor) conditional(a *Analysis, t *tree, i int) bool {
	for n := 0; i >= 0 && n < 6; n++ {
		if t.has(i, "if", "unless", "whether") {
			return true
		}
		i = t.nodes[i].head
	}
	return false
}

// behind finds the nation after a preposition that follows a weapon in its clause: of a list, each weapon has the
// first that follows it.
func (ex *Extractor) behind(a *Analysis, t *tree, w *Mention, prep string) string {
	for j := w.Last; j < len(a.lower) && a.sent[j] == a.sent[w.First]; j++ {
		if clauseStop[a.lower[j]] || a.lower[j] == "which" || a.lower[j] == "who" {
			return ""
		}
		if a.lower[j] == prep {
			k := j + 1
			for a.word(k, j) == "the" || a.word(k, j) == "its" {
				k++
			}
			if n := ex.nationAt(a, k); n != "" && k < len(a.lower) && a.sent[k] == a.sent[j] {
				return n
			}
			return ""
		}
	}
	return ""
}

// asksFor reads "asked N for the W", "invited bids for W", "bid for W".
func (ex *Extractor) asksFor(a *Analysis, t *tree, i int) {
	switch t.nodes[i].lemma {
	case "ask", "invite", "bid", "apply", "appeal", "press", "push", "lobby", "negotiate":
	default:
		return
	}
	status := ex.ownStatus(a, t, i)
	if status == "Negated" || ex.conditional(a, t, i) {
		return
	}
	ns := nationsIn(ex.subjectOf(a, t, i))
	if len(ns) != 1 {
		return
	}
	tops := append([]int{i}, t.all(i, "obj")...)
	for _, top := range tops {
		for _, k := range t.all(top, "obl", "nmod") {
			if t.preposition(a, k) != "for" {
				continue
			}
			for _, w := range t.weaponsIn(a, k) {
				a.state(ex, ns[0], "kg:seeks", schema.Ref(w.Thing), "asks for", t.nodes[i].first, t.nodes[i].last)
			}
		}
	}
}

// acting are verbs that weapons are the subject of when they are in service.
var acting = wordsOf("train fly patrol intercept strike attack bomb shoot down escort enter hit drop join land scramble destroy sink fire shell pound take carry cross approach shadow sail " +
	"circle buzz raid target")

// owned reads the operator off a weapon's own phrase: "its J-10C fighters", and "U.S. B-1B bombers" that do something.
func (ex *Extractor) owned(a *Analysis, t *tree, i int) {
	m := t.mentionAt(a, i)
	if m == nil || m.Class != "kg:WeaponSystem" {
		return
	}
	// up to the head of the phrase: "its Russian-made S-400 batteries"
	top := i
	for n := 0; n < 4 && t.nodes[top].head >= 0; n++ {
		switch base(t.nodes[top].rel) {
		case "compound", "amod", "appos", "flat", "nmod":
			if base(t.nodes[top].rel) == "nmod" && t.preposition(a, top) != "" {
				break
			}
			if h := t.nodes[top].head; t.nodes[h].isNoun() || t.nodes[h].mention >= 0 {
				top = h
				continue
			}
		}
		break
	}
	var nation string
	pronoun := false
	for _, at := range []int{top, i} {
		for _, k := range t.all(at, "nmod:poss", "amod", "compound") {
			if l := t.nodes[k].lemma; (l == "its" || l == "their") && t.nodes[k].rel == "nmod:poss" {
				if ns := nationsIn(ex.resolveNode(a, t, k)); len(ns) == 1 {
					nation, pronoun = ns[0], true
				}
			} else if q := t.mentionAt(a, k); q != nil && q.Class == "kg:Nation" && nation == "" && q.Sense != schema.AsSeat && !madeWord[a.word(q.Last+1, q.First)] && !madeWord[a.word(q.Last, q.First)] {
				nation = q.Thing
			}
		}
	}
	if nation == "" {
		return
	}
	acts := false
	for c, n := top, 0; n < 4; n++ {
		h := t.nodes[c].head
		if h < 0 {
			break
		}
		rel := t.nodes[c].rel
		if base(rel) == "conj" {
			c = h
			continue
		}
		if t.nodes[h].isVerb() && acting[t.nodes[h].lemma] && (base(rel) == "nsubj" && !t.passive(h) || rel == "obl" && t.preposition(a, c) == "with" || rel == "obl:agent") {
			st := ex.ownStatus(a, t, h)
			acts = st != "Negated" && st != "Possible"
		}
		break
	}
	if pronoun || acts {
		a.state(ex, nation, "kg:operates", schema.Ref(m.Thing), "owner", m.First, m.Last)
	}
}

// supplier reads "Russia, long India's main source of weapons" and "Russia, one of India's top defence suppliers".
func (ex *Extractor) supplier(a *Analysis, s int) {
	sn := a.Doc.Sentences[s]
	for i := sn.First; i < sn.Last; i++ {
		switch w := a.lower[i]; {
		case (w == "supplier" || w == "suppliers") && a.before(i, 2, supplied):
		case w == "source" && a.word(i+1, i) == "of" && supplied[a.word(i+2, i)]:
		default:
			continue
		}
		// the buyer: "India's", "the country's"
		buyer, j := "", i-1
		for ; j >= sn.First && i-j < 8; j-- {
			if a.lower[j] != "'s" && a.lower[j] != "’s" {
				continue
			}
			if m := a.at(j - 1); m != nil && m.Class == "kg:Nation" {
				buyer = m.Thing
				j = m.First
			} else if a.word(j-1, i) == "country" || a.word(j-1, i) == "nation" {
				j--
				buyer = "?"
			}
			break
		}
		if buyer == "" {
			continue
		}
		// the seller: the nation before the comma that this stands in apposition to
		for k := j - 1; k >= sn.First && j-k < 8; k-- {
			if a.lower[k] != "," {
				continue
			}
			seller := ex.nationAt(a, k-1)
			if seller == "" {
				break
			}
			if buyer == "?" {
				buyer = ""
				for q := k - 2; q >= sn.First; q-- {
					if n := ex.nationAt(a, q); n != "" && n != seller {
						buyer = n
						break
					}
				}
			}
			if buyer != "" && buyer != seller {
				a.state(ex, seller, "kg:suppliesArmsTo", schema.Ref(buyer), "supplier", i, i+1)
			}
			break
		}
	}
}

var supplied = wordsOf("arms weapons weapon defence military weaponry armaments hardware")

// origins reads "Russian-made W", "Sweden's Gripen", "the Russian S-400", "W made by N": the nation must be a known
// maker of the weapon unless the words say "made".
func (ex *Extractor) origins(a *Analysis, s int) {
	for _, k := range a.inSentence(s) {
		m := a.Mentions[k]
		if m.Class != "kg:WeaponSystem" {
			continue
		}
		w := ex.gaz.Weapons[m.Thing]
		// before: over class words, numbers and other weapons of a list to an adjective or possessive
		j := m.First - 1
		made := false
		for j >= 0 && a.sent[j] == a.sent[m.First] {
			q := a.at(j)
			lw := a.lower[j]
			switch {
			case q != nil && q.Class == "kg:WeaponSystem", q != nil && q.Class == "Quantity":
				j = q.First - 1
				continue
			case q == nil && (classWord[lw] != "" || modifier[lw] || lw == "-" || lw == "/"):
				j--
				continue
			case q == nil && madeWord[lw]:
				made = true
				j--
				continue
			case q == nil && lw == "and" && a.at(j-1) != nil && a.at(j-1).Class == "kg:WeaponSystem":
				j--
				continue
			case lw == "'s" || lw == "’s":
				j--
				continue
			}
			break
		}
		if q := a.at(j); q != nil && q.Class == "kg:Nation" && a.sent[j] == a.sent[m.First] && q.Sense != schema.AsSeat {
			possessive := a.word(q.Last, j) == "'s" || a.word(q.Last, j) == "’s"
			if q.Sense == schema.AsAdjective || possessive || made {
				switch {
				case made || ex.originates(w, q.Thing):
					a.state(ex, m.Thing, "kg:origin", schema.Ref(q.Thing), "origin", q.First, m.Last)
				case w != nil && len(w.Origin) > 0:
					a.state(ex, q.Thing, "kg:operates", schema.Ref(m.Thing), "owner", q.First, m.Last)
				}
			}
		}
		// behind: made by N, made in N, of N make
		for j := m.Last; j < m.Last+4 && j+1 < len(a.lower) && a.sent[j+1] == a.sent[m.First]; j++ {
			if madeWord[a.lower[j]] && (a.lower[j+1] == "by" || a.lower[j+1] == "in") {
				k := j + 2
				for a.word(k, j) == "the" {
					k++
				}
				if q := a.at(k); q != nil && a.sent[k] == a.sent[j] {
					nation := q.Thing
					if q.Class != "kg:Nation" {
						nation = ex.homeOf(a, q)
					}
					if nation != "" {
						a.state(ex, m.Thing, "kg:origin", schema.Ref(nation), "origin", m.First, k+1)
					}
				}
			}
		}
	}
}

// homeOf is the nation that the words place a maker in: "Lockheed Martin Corp. of the U.S.".
func (ex *Extractor) homeOf(a *Analysis, m *Mention) string {
	j := m.Last
	for k := 0; k < 3; k++ {
		if w := a.word(j, m.First); w == "corp." || w == "co." || w == "inc." || w == "corp" || w == "company" || w == "." {
			j++
		}
	}
	if a.word(j, m.First) == "of" {
		j++
		if a.word(j, m.First) == "the" {
			j++
		}
		if q := a.at(j); q != nil && q.Class == "kg:Nation" {
			return q.Thing
		}
	}
	return ""
}

// originates reports whether a nation is a known maker of a weapon or of the type that it derives from.
func (ex *Extractor) originates(w *schema.Weapon, nation string) bool {
	for n := 0; w != nil && n < 4; n++ {
		for _, o := range w.Origin {
			if o == nation {
				return true
			}
		}
		w = ex.gaz.Weapons[w.Family]
	}
	return false
}

var (
	madeWord = wordsOf("made built designed manufactured produced developed origin supplied")
	modifier = wordsOf("advanced new modern first latest surface to air anti defence ballistic cruise short long medium range main battle self propelled stealth light heavy " +
		"multi role multirole combat attack utility transport naval mobile upgraded old ageing aging additional more nuclear capable powered guided precision armed class s type " +
		"era shoulder fired launched hypersonic intercontinental tactical strategic armoured armored infantry fighting second hand used known as called the jet air-defence")
)

// forces reads "W of the N Air Force", "N's navy operates W" being armsTrade's, and "N Air Force W".
func (ex *Extractor) forces(a *Analysis, s int) {
	for _, k := range a.inSentence(s) {
		m := a.Mentions[k]
		if m.Class != "kg:WeaponSystem" {
			continue
		}
		j := m.Last
		for classWord[a.word(j, m.First)] != "" {
			j++
		}
		if a.word(j, m.First) != "of" {
			continue
		}
		j++
		if a.word(j, m.First) == "the" {
			j++
		}
		q := a.at(j)
		if q == nil || a.sent[j] != a.sent[m.First] {
			continue
		}
		if q.Class == "kg:Nation" && q.Sense == schema.AsAdjective {
			if r := a.at(q.Last); r != nil && r.Class == "kg:Organization" {
				q = r
			}
		}
		if q.Class != "kg:Organization" {
			continue
		}
		if o := ex.gaz.Organizations[q.Thing]; o != nil && o.Kind != "force" {
			continue
		}
		if n := ex.nationOf(a, q); n != "" {
			a.state(ex, n, "kg:operates", schema.Ref(m.Thing), "force's", m.First, q.Last)
		}
	}
}

// borders reads a border dispute and the two nations that have it.
func (ex *Extractor) borders(a *Analysis, s int) {
	sn := a.Doc.Sentences[s]
	for i := sn.First; i < sn.Last; i++ {
		w := a.lower[i]
		if w != "border" && w != "frontier" && w != "boundary" && w != "borders" {
			continue
		}
		disputed := a.before(i, 4, disputedWord) || disputedAfter[a.word(i+1, i)]
		if !disputed || a.before(i, 4, negation) {
			continue
		}
		var ns []string
		for k := i - 1; k >= sn.First && i-k < 5; k-- { // India-China border
			if m := a.at(k); m != nil && m.Class == "kg:Nation" {
				ns = append(ns, m.Thing)
				k = m.First
			}
		}
		if len(unique(ns)) < 2 {
			ns = nil
			for k := sn.First; k < i; k++ {
				if n := ex.nationAt(a, k); n != "" {
					ns = append(ns, n)
					k = a.at(k).Last - 1
				}
			}
		}
		if ns = unique(ns); len(ns) == 2 && ex.gaz.Nations[ns[0]] != nil && ex.gaz.Nations[ns[1]] != nil {
			a.state(ex, ns[0], "kg:disputesBorderWith", schema.Ref(ns[1]), "border", i, i+1)
			a.state(ex, ns[1], "kg:disputesBorderWith", schema.Ref(ns[0]), "border", i, i+1)
		}
	}
}

var (
	disputedWord  = wordsOf("disputed contested undemarcated undefined undelimited")
	disputedAfter = wordsOf("dispute disputes row tensions standoff stand-off conflict")
)
