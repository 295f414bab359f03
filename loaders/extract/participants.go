package extract

import (
	"strings"

	"github.com/newskg/kg/schema"
)

// Participant is one filler of a slot: a thing, the nation that it stands for, and where its words are.
type Participant struct {
	// Thing is what the sentence names, Nation the nation that it stands or acts for, "" for none. Without a thing the
	// words stand alone: they name nobody known ("six soldiers").
	Thing, Nation string
	// First and Last are the tokens of its noun phrase.
	First, Last int
	// Inferred says that the sentence does not name it: the gazetteers supplied it.
	Inferred bool
}

// groupNoun are nouns that stand for the nation whose adjective or name they carry.
var groupNoun = wordsOf("government official authority force troop army military navy soldier leader leadership administration side warship ship vessel fighter jet " +
	"warplane aircraft plane bomber helicopter submarine missile rocket gunner artillery tank commander diplomat negotiator minister president envoy delegation ambassador company firm " +
	"manufacturer officer pilot police guard ranger parliament lawmaker legislator senator senate congress cabinet regime ruler counterpart team contingent unit " +
	"peacekeeper general admiral spokesman spokeswoman spokesperson ministry state nation country republic capital people citizen worker crowd protester demonstrator student rebel " +
	"militant guerrilla separatist insurgent militia battalion brigade division squadron fleet coalition jew arab kurd muslim muslims opposition party voter farmer union bank " +
	"group movement supporter national refugee detainee prisoner youth rioter activist opponent dissident exile settler migrant militiaman gunman assailant attacker terrorist extremist islamist service tribunal presidency council judiciary command personnel network faction clan tribe community church union embassy mission coastguard navy helicopter court prosecutor judge agency agent intelligence security servicemen serviceman marine paratrooper sailor crew politician statesman chief prime monarch king queen emir sultan " +
	"hacker junta smuggler miner docker herder consulate regulator jihadist trainee cadet inmate employee trucker driver nurse unionist lawmen investigator warlord pirate trafficker cartel gang bandit looter bulldozer gunboat sniper cleric villager fisherman peasant landowner fundamentalist hardliner")

// participants resolves a phrase to the sides that it names: a name, a noun that carries a nation, a pronoun, "the two
// sides", and all that is joined to it by "and".
func (ex *Extractor) participants(a *Analysis, t *tree, i int) []Participant {
	var out []Participant
	for _, k := range ex.listed(a, t, i) {
		if k != i && t.nodes[k].isVerb() && t.nodes[k].mention < 0 {
			continue
		}
		ps := ex.resolveNode(a, t, k)
		if n := len(out); len(ps) == 0 && n > 0 && t.nodes[k].isNoun() && t.nodes[k].first >= out[n-1].Last {
			// "the Yemeni army and allied fighters" is one phrase, of those that are known
			_, out[n-1].Last = t.phrase(a, k)
		}
		out = append(out, ps...)
	}
	return distinct(out)
}

// listed returns a node and what is joined to it: by the tree, and, since parsers lose themselves in lists of names, by
// the words: names of sides in a row with commas and "and" between them.
func (ex *Extractor) listed(a *Analysis, t *tree, i int) []int {
	out := t.coordinated(i)
	m := t.mentionAt(a, i)
	if m == nil || !isSide(m) {
		return out
	}
	have := map[int]bool{}
	for _, k := range out {
		have[k] = true
	}
	var row []int
	and := false
	for j := t.nodes[i].last; j < len(a.lower) && a.sent[j] == a.sent[t.nodes[i].first]; {
		w := a.lower[j]
		// "Presidents Hollande of France and Sisi of Egypt"
		if of := a.at(j + 1); w == "of" && m.Class == "kg:Person" && of != nil && of.Class == "kg:Nation" && of.First == j+1 {
			j = of.Last
			continue
		}
		if w == "," || w == "and" || w == "&" || w == "both" {
			and = and || w == "and" || w == "&"
			j++
			if a.word(j, j-1) == "and" {
				and = true
				j++
			}
			for a.word(j, j-1) == "the" || a.word(j, j-1) == "also" {
				j++
			}
			q := a.at(j)
			k, ok := t.byToken[j]
			if q == nil || !ok || !isSide(q) || q.Class != m.Class || q.Sense == schema.AsAdjective && q.Class == "kg:Nation" || a.sent[j] != a.sent[t.nodes[i].first] {
				break
			}
			row = append(row, k)
			j = t.nodes[k].last
			continue
		}
		break
	}
	if !and { // "Russia, China" without an "and" is apposition or a new clause
		return out
	}
	for _, k := range row {
		if !have[k] && t.nodes[k].rel != "nsubj" && t.nodes[k].rel != "obj" {
			out = append(out, k)
		}
	}
	return out
}

func isSide(m *Mention) bool {
	switch m.Class {
	case "kg:Nation", "kg:Person", "kg:Organization":
		return true
	}
	return false
}

func distinct(list []Participant) []Participant {
	var out []Participant
	for _, p := range list {
		dup := p.Thing == ""
		for _, q := range out {
			dup = dup || p.Thing == q.Thing
		}
		if !dup {
			out = append(out, p)
		}
	}
	return out
}

// phrase is the stretch of tokens of a node's noun phrase: its modifiers, what it is of, in, by or from, participles and
// appositions; no relative clauses, no day that the parser hung on it, nothing joined to it.
func (t *tree) phrase(a *Analysis, i int) (first, last int) {
	first, last = t.nodes[i].first, t.nodes[i].last
	for _, k := range t.subtree(i, func(k int) bool { return !t.inPhrase(a, i, k) }) {
		first, last = min(first, t.nodes[k].first), max(last, t.nodes[k].last)
	}
	for w := a.word(first-1, first); w == "at" && (a.lower[first] == "least" || a.lower[first] == "most") || w == "more" && a.lower[first] == "than"; w = "" {
		first-- // "at least eight people"
	}
	if a.word(last, first) == "(" && a.word(last+2, first) == ")" && strings.ToUpper(a.raw(last+1)) == a.raw(last+1) {
		last += 3 // "the Security Council (NSC)"
	}
	return first, last
}

// inPhrase reports whether a node belongs to the noun phrase of node top in whose subtree it lies.
func (t *tree) inPhrase(a *Analysis, top, k int) bool {
	n := &t.nodes[k]
	if m := t.mentionAt(a, k); m != nil && m.Class == "Date" || weekdayOf[a.lower[n.first]] != 0 {
		return k < top
	}
	afterComma := func() bool {
		first := k
		for _, c := range t.subtree(k, nil) {
			first = min(first, c)
		}
		return first > 0 && a.lower[t.nodes[first-1].first] == ","
	}
	switch base(n.rel) {
	case "punct", "case", "cc":
		return n.head != top
	case "conj":
		return n.head != top && !n.isVerb()
	case "advcl", "parataxis", "ccomp", "nsubj", "cop", "dep":
		return false
	case "appos":
		return n.head != top || n.isNoun()
	case "acl":
		return n.rel == "acl" && n.tag == "VBN" && !afterComma()
	case "advmod":
		return k < top || n.head != top
	case "nmod", "obl":
		if n.rel == "nmod:poss" || k < top || !t.nodes[n.head].isNoun() {
			return true
		}
		switch t.preposition(a, k) {
		case "of":
			return n.head != top || !ofMatter[t.verbOver(top)] // "accused the army of murder"
		case "in", "from", "by", "near", "":
			return !n.isVerb()
		case "to", "for": // "the ambassador to Chad", "the minister for trade"
			h := &t.nodes[n.head]
			return groupNoun[h.lemma] || personNoun[h.lemma] || h.mention >= 0
		}
		return false
	}
	return true
}

// ofMatter are verbs whose object is followed by "of" and the matter.
var ofMatter = wordsOf("accuse convict suspect deprive strip rob assure inform remind warn notify acquit cleanse rid")

// verbOver is the lemma of the verb whose object a node is, "" for none.
func (t *tree) verbOver(i int) string {
	if h := t.nodes[i].head; h >= 0 && base(t.nodes[i].rel) == "obj" {
		return t.nodes[h].lemma
	}
	return ""
}

// measureNoun are nouns that count what stands behind "of".
var measureNoun = wordsOf("group number hundred dozen thousand score handful series party majority some several many most first member column patch batch contingent wave team couple pair band squad detachment convoy")

// resolveNode resolves one node without its conjuncts.
func (ex *Extractor) resolveNode(a *Analysis, t *tree, i int) []Participant {
	n := &t.nodes[i]
	first, last := t.phrase(a, i)
	make1 := func(thing, nation string, inferred bool) []Participant {
		return []Participant{{thing, nation, first, last, inferred}}
	}
	if m := t.mentionAt(a, i); m != nil {
		switch m.Class {
		case "kg:Person":
			inferred := m.Kind == Reference && !a.namesPerson(m.Thing)
			return make1(m.Thing, ex.nationOf(a, m), inferred)
		case "kg:Organization":
			return make1(ex.sideOf(a, m), ex.nationOf(a, m), false)
		case "kg:Nation":
			return make1(m.Thing, m.Thing, false)
		case "kg:Place":
			if m.seat != "" && n.rel != "obl" {
				return make1(m.seat, m.seat, false)
			}
			return nil
		case "kg:WeaponSystem": // "Egyptian F-16s bombed"
			var out []Participant
			for _, k := range t.all(i, "amod", "compound", "nmod:poss") {
				if q := t.mentionAt(a, k); q != nil && q.Class == "kg:Nation" || t.nodes[k].rel == "nmod:poss" {
					out = append(out, ex.participants(a, t, k)...)
				}
			}
			return out
		}
		return nil
	}
	switch n.lemma {
	case "he", "she", "him", "her", "his":
		return ex.personPronoun(a, t, i)
	case "it", "its":
		return ex.itPronoun(a, t, i)
	case "they", "them", "their":
		return ex.theyPronoun(a, t, i)
	case "who", "which", "that", "whom":
		if n.tag == "WP" || n.tag == "WDT" || n.tag == "IN" || n.tag == "WP$" {
			return ex.whoseClause(a, t, i)
		}
		return nil
	}
	if ps := ex.pair(a, t, i); ps != nil {
		return ps
	}
	if ps := ex.numbered(a, t, i); ps != nil {
		return ps
	}
	if !n.isNoun() && !strings.HasPrefix(n.tag, "JJ") && n.tag != "CD" && n.tag != "DT" {
		return nil
	}
	word := a.lower[n.first]
	group := groupNoun[n.lemma] || groupNoun[word] || personNoun[n.lemma] || people[word] || soldiers[word] || people[n.lemma] || classWord[word] != ""
	// a person in apposition: "its senior diplomat, Daniel Kritenbrink"
	for _, k := range t.all(i, "appos", "flat") {
		if m := t.mentionAt(a, k); m != nil && (m.Class == "kg:Person" || m.Class == "kg:Organization" && t.nodes[k].rel == "flat") {
			ps := ex.resolveNode(a, t, k)
			for j := range ps {
				ps[j].First, ps[j].Last = min(first, ps[j].First), max(last, ps[j].Last)
			}
			return ps
		}
	}
	// whose: an adjective, a compound, a possessive
	var carried, owned []Participant
	for _, k := range n.kids {
		kn := &t.nodes[k]
		switch base(kn.rel) {
		case "amod", "compound", "nmod", "det":
		default:
			continue
		}
		prep := t.preposition(a, k)
		if prep != "" && len(carried) > 0 {
			continue // "Syrian troops from Lebanon" are Syria's
		}
		if base(kn.rel) == "nmod" && kn.rel != "nmod:poss" && kn.rel != "nmod:desc" && !(prep == "of" || prep == "from" || prep == "in" || prep == "across" || prep == "throughout") {
			continue
		}
		if (prep == "in" || prep == "across" || prep == "throughout") && !group {
			continue
		}
		for _, c := range ex.listed(a, t, k) {
			m := t.mentionAt(a, c)
			if m == nil && group && prep == "" && base(kn.rel) == "compound" && c == k { // "Irish nationalist guerrillas"
				for _, x := range t.all(c, "amod", "compound") {
					if q := t.mentionAt(a, x); q != nil && q.Class == "kg:Nation" {
						carried = append(carried, Participant{q.Thing, q.Thing, first, last, false})
					}
				}
			}
			if m == nil {
				if t.nodes[c].tag == "WP$" || t.nodes[c].lemma == "whose" {
					if group {
						for _, p := range ex.whoseClause(a, t, c) {
							if p.Nation != "" {
								carried = append(carried, Participant{p.Nation, p.Nation, first, last, false})
							}
						}
					}
					continue
				}
				if prep == "of" && (group || measureNoun[n.lemma]) && (groupNoun[t.nodes[c].lemma] || groupNoun[a.lower[t.nodes[c].first]]) {
					for _, p := range ex.resolveNode(a, t, c) {
						if p.Nation != "" {
							carried = append(carried, Participant{p.Nation, p.Nation, first, last, false})
						}
					}
					continue
				}
				if l := t.nodes[c].lemma; (l == "its" || l == "their" || l == "his" || l == "her") && group {
					for _, p := range ex.resolveNode(a, t, c) {
						if p.Nation != "" {
							owned = append(owned, Participant{p.Nation, p.Nation, first, last, false})
						}
					}
				}
				continue
			}
			if m.Class == "kg:Nation" || m.Class == "kg:Organization" || m.Class == "kg:Place" && m.seat != "" && prep != "in" {
				if na := ex.nationOf(a, m); na != "" || m.Class == "kg:Organization" {
					thing := na
					if m.Class == "kg:Organization" {
						thing = ex.sideOf(a, m)
					} else if m.Class == "kg:Place" {
						thing, na = m.seat, m.seat
					}
					carried = append(carried, Participant{thing, na, first, last, false})
				}
			}
			if m.Class == "kg:Person" && group && (kn.rel == "nmod:poss" || base(kn.rel) == "compound") {
				if na := ex.nationOf(a, m); na != "" {
					carried = append(carried, Participant{na, na, first, last, false})
				}
			}
		}
	}
	if len(carried) == 0 {
		carried = owned // "its troops"; but "his Polish counterpart" is Poland's
	}
	if (group || measureNoun[n.lemma]) && len(carried) > 0 {
		return distinct(carried)
	}
	if group || bodyAgain[n.lemma] != "" || n.lemma == "body" {
		return ex.definite(a, t, i)
	}
	return nil
}

// sideOf is what an organization appears as in events: a ministry speaks for its nation, any other body for itself.
func (ex *Extractor) sideOf(a *Analysis, m *Mention) string {
	if o := ex.gaz.Organizations[m.Thing]; o != nil && o.Kind == "ministry" || a.things[m.Thing] != nil && strings.Contains(m.Thing, "Ministry_of_") {
		if na := ex.nationOf(a, m); na != "" {
			return na
		}
	}
	return m.Thing
}

// namesPerson reports whether the article names a person.
func (a *Analysis) namesPerson(thing string) bool {
	for _, p := range a.people {
		if p.thing == thing {
			return true
		}
	}
	return false
}

// relativeHead is the noun that a relative pronoun goes back to: the head of the clause that it stands in.
func (t *tree) relativeHead(i int) int {
	for n := 0; i >= 0 && n < len(t.nodes); n++ {
		if base(t.nodes[i].rel) == "acl" {
			return t.nodes[i].head
		}
		i = t.nodes[i].head
	}
	return -1
}

// slot resolves the slots of a frame beside a trigger. For a noun, light is the verb whose object it is, or -1.
func (ex *Extractor) slot(a *Analysis, t *tree, i, light int, slots string) []Participant {
	n := &t.nodes[i]
	var out []Participant
	for _, slot := range strings.Fields(slots) {
		switch slot {
		case "subj":
			if n.isVerb() || light >= 0 || t.predicative(i) || n.rel == "root" && t.kid(i, "cop") >= 0 {
				v := i
				if light >= 0 {
					v = light
				}
				out = append(out, ex.subjectOf(a, t, v)...)
			}
		case "deed":
			if !n.isVerb() {
				continue
			}
			deeds := ex.doers(a, t, i, 0)
			if t.passive(i) || n.lemma == "die" || n.lemma == "perish" { // "were killed in a Russian strike", "died in a Russian strike"
				for _, k := range t.all(i, "obl") {
					if t.preposition(a, k) == "in" {
						deeds = append(deeds, k)
					}
				}
			}
			for _, k := range deeds {
				if deedNoun[t.nodes[k].lemma] {
					out = append(out, ex.slot(a, t, k, -1, "poss adj by")...)
					for _, c := range t.all(k, "acl") { // "missiles fired by Iran struck"
						if t.passive(c) {
							out = append(out, ex.subjectOf(a, t, c)...)
						}
					}
				}
			}
		case "obj":
			if n.isVerb() {
				out = append(out, ex.objectOf(a, t, i)...)
			}
		case "iobj":
			for _, k := range t.all(i, "iobj") {
				out = append(out, ex.participants(a, t, k)...)
			}
		case "border": // "moved tanks towards the border with Colombia"
			for _, at := range []int{i, light} {
				if at < 0 {
					continue
				}
				for _, k := range t.subtree(at, func(k int) bool { return t.nodes[k].isVerb() }) {
					if borderNoun[t.nodes[k].lemma] {
						out = append(out, ex.owners(a, t, k)...)
					}
				}
			}
		case "maker":
			// whose arms they are, where one side is known: "ordered Russian missiles", "the purchase of French jets"
			if len(out) != 1 {
				continue
			}
			arms := t.all(i, "nmod", "compound")
			if n.isVerb() {
				arms = t.objects(i)
			}
			for _, o := range arms {
				for _, x := range append(t.coordinated(o), t.all(o, "nmod")...) {
					for _, k := range t.all(x, "amod", "compound") {
						if m := t.mentionAt(a, k); m != nil && m.Class == "kg:Nation" && m.Sense != schema.AsName {
							out = append(out, ex.resolveNode(a, t, k)...)
						}
					}
				}
			}
		case "poss":
			for _, k := range t.all(i, "nmod:poss") {
				out = append(out, ex.participants(a, t, k)...)
			}
		case "adj":
			for _, k := range t.all(i, "amod", "compound") {
				if m := t.mentionAt(a, k); m != nil && (m.Class == "kg:Nation" || m.Class == "kg:Organization" || m.Class == "kg:Place" && m.seat != "") {
					out = append(out, ex.participants(a, t, k)...)
				}
				if t.nodes[k].mention < 0 && base(t.nodes[k].rel) == "compound" { // "a Turkish air strike"
					for _, c := range t.all(k, "amod", "compound") {
						if m := t.mentionAt(a, c); m != nil && m.Class == "kg:Nation" {
							out = append(out, ex.participants(a, t, c)...)
						}
					}
				}
			}
		case "owner": // whose the object is: "freed two Turkish soldiers", "recognised the independence of Kosovo"
			if n.isVerb() {
				for _, k := range t.objects(i) {
					ps := ex.owners(a, t, k)
					if of := t.all(k, "nmod"); t.kid(k, "nmod:poss") >= 0 && len(ps) > 0 && len(a.others(ps, ex.subjectOf(a, t, i))) == 0 {
						for _, c := range of { // "ended its occupation of": the doer's own, of another
							if p := t.preposition(a, c); p == "of" || p == "in" || p == "with" {
								ps = ex.participants(a, t, c)
							}
						}
					}
					out = append(out, spread(ps, t, a, k)...)
				}
			} else {
				out = append(out, ex.owners(a, t, i)...)
			}
		case "area": // where or whom a gift is to help, if nothing else says it: "gave $5 million to fight cholera in Yemen"
			if len(out) == 0 {
				out = append(out, ex.benefiting(a, t, i)...)
			}
		case "xcomp":
			clauses := t.all(i, "xcomp", "ccomp", "advcl")
			for _, o := range t.objects(i) { // "repeated its demand that Israel ease": the clause hangs on the noun
				clauses = append(clauses, t.all(o, "acl", "ccomp")...)
			}
			for _, c := range clauses {
				if k := t.kid(c, "nsubj", "nsubj:pass"); k >= 0 && (base(t.nodes[c].rel) != "acl" || t.nodes[c].rel == "acl") {
					out = append(out, ex.participants(a, t, k)...)
				} else if k := t.afterThat(a, c); k >= 0 {
					out = append(out, ex.resolveNode(a, t, k)...)
				}
			}
		default:
			for _, at := range []int{i, light} {
				if at < 0 {
					continue
				}
				for _, k := range t.phrases(a, at) {
					if t.nodes[k].rel == "nmod:poss" || t.preposition(a, k) != slot {
						continue
					}
					ps := ex.participants(a, t, k)
					if len(ps) == 0 && slot != "of" && slot != "in" && slot != "by" {
						ps = spread(ex.owners(a, t, k), t, a, k) // "support for Russia's war"
					}
					if m := t.mentionAt(a, k); len(ps) == 0 && m != nil && m.Class == "kg:Place" && m.seat != "" && (slot == "to" || slot == "in" || slot == "for" || slot == "at") {
						ps = []Participant{{m.seat, m.seat, t.nodes[k].first, t.nodes[k].last, false}} // "travelled to Moscow"
					}
					out = append(out, ps...)
				}
			}
			// a phrase that the parser hung on the object or what is joined to it: "bought jets and rifles from Russia"
			if n.isVerb() && slot != "of" && slot != "in" && slot != "by" {
				for _, o := range t.objects(i) {
					joined := t.coordinated(o)
					for _, k := range t.all(o, "nmod") { // "halted the delivery of missiles to Iran"
						if (slot == "to" || slot == "from") && t.nodes[k].mention < 0 && t.preposition(a, k) == "of" {
							joined = append(joined, k)
						}
					}
					for _, c := range joined {
						for _, k := range t.phrases(a, c) {
							if t.nodes[k].rel != "nmod:poss" && t.preposition(a, k) == slot && k > i {
								out = append(out, ex.participants(a, t, k)...)
							}
						}
					}
				}
			}
		}
	}
	return distinct(out)
}

// benefiting finds the nation that stands in a phrase or in a clause of purpose under a gift: "in Yemen", "to help
// Lebanon", "for farmers in Nigeria".
func (ex *Extractor) benefiting(a *Analysis, t *tree, i int) []Participant {
	for _, k := range t.subtree(i, func(k int) bool {
		switch n := &t.nodes[k]; base(n.rel) {
		case "nsubj", "parataxis", "ccomp", "appos":
			return true
		case "advcl", "acl":
			return n.tag != "VB" && n.tag != "VBG" && n.tag != "VBN" && n.rel != "acl:relcl"
		case "conj":
			return n.isVerb() && t.nodes[n.head].isVerb() && t.nodes[n.head].tag != "VB"
		}
		return false
	}) {
		m := t.mentionAt(a, k)
		if m == nil || m.Class != "kg:Nation" || m.Sense == schema.AsAdjective && base(t.nodes[k].rel) != "amod" {
			continue
		}
		switch p := t.preposition(a, k); {
		case p == "in" || p == "for" || p == "to" || p == "across" || p == "throughout" || p == "of":
			return ex.participants(a, t, k)
		case base(t.nodes[k].rel) == "obj":
			return ex.participants(a, t, k)
		case base(t.nodes[k].rel) == "amod" || base(t.nodes[k].rel) == "compound": // "projects which benefit Palestinian refugees"
			if h := t.nodes[k].head; h >= 0 && h != i && !t.nodes[h].isVerb() {
				if ps := ex.resolveNode(a, t, h); len(ps) > 0 {
					return ps
				}
			}
		}
	}
	return nil
}

// phrases returns the prepositional phrases of a node, those too that the parser hung on a name or a pronoun within them:
// a name takes no "by", "to" or "from".
func (t *tree) phrases(a *Analysis, i int) []int {
	var out []int
	for _, k := range t.all(i, "obl", "nmod", "advcl", "acl") {
		m := t.mentionAt(a, k)
		if r := base(t.nodes[k].rel); (r == "advcl" || r == "acl") && m == nil {
			continue
		}
		out = append(out, k)
		if m != nil && m.Class == "Date" || timeNoun[t.nodes[k].lemma] { // "imposed sanctions the same day on Mali"
			out = append(out, t.phrases(a, k)...)
			continue
		}
		up := t.preposition(a, k)
		for _, c := range t.phrases(a, k) {
			switch p := t.preposition(a, c); p {
			case "by", "to", "from", "with", "against", "on", "over":
				if up != p && (m != nil || groupNoun[t.nodes[k].lemma] && (p != "to" || up == "by") || up == "by" && p == "with" || p == "with" && occasion[t.nodes[k].lemma]) {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// timeNoun are nouns of time, which the parser hangs phrases on that belong to the verb.
var timeNoun = wordsOf("day week month year morning evening night weekend hour time today yesterday")

// saidNoun are nouns of what is said or written: what it does its author does.
var saidNoun = wordsOf("statement declaration letter communique resolution note message report decree order speech motion petition memorandum text")

var borderNoun = wordsOf("border frontier boundary borders")

// owners are the sides that a noun phrase belongs to: who has or does it first ("the Russian invasion of Ukraine" is
// Russia's), else what it is of, in or from. What weighs on somebody (sanctions, a blockade) belongs to those on whom.
func (ex *Extractor) owners(a *Analysis, t *tree, i int) []Participant {
	var out []Participant
	for _, c := range t.coordinated(i) {
		if len(ex.resolveNode(a, t, c)) > 0 && t.nodes[c].mention >= 0 {
			continue
		}
		for _, rank := range ownerRanks(t.nodes[c].lemma) {
			var here []Participant
			for _, k := range t.all(c, "nmod", "amod", "compound") {
				p := t.preposition(a, k)
				if base(t.nodes[k].rel) == "nmod" && t.nodes[k].rel != "nmod:poss" && p == "" || !rank[p] {
					continue
				}
				if m := t.mentionAt(a, k); m != nil && (isSide(m) || m.Class == "kg:Place" && m.seat != "") || t.nodes[k].rel == "nmod:poss" {
					here = append(here, ex.participants(a, t, k)...)
				} else if base(t.nodes[k].rel) == "nmod" {
					if here = append(here, ex.participants(a, t, k)...); len(here) == 0 {
						here = append(here, ex.owners(a, t, k)...)
					}
				}
			}
			if len(here) > 0 {
				out = append(out, here...)
				break
			}
		}
	}
	return distinct(out)
}

// ownerRanks are the prepositions of a noun's owners, "" for adjectives and possessives, the nearer first.
func ownerRanks(noun string) []map[string]bool {
	switch {
	case borne[noun]:
		return []map[string]bool{{"on": true, "against": true, "of": true, "over": true, "to": true, "for": true, "in": true}, {"": true}}
	case borderNoun[noun]:
		return []map[string]bool{{"": true, "with": true, "of": true}}
	case mutual[noun]:
		return []map[string]bool{{"with": true, "to": true}, {"": true, "by": true}, {"of": true, "from": true, "in": true}}
	}
	return []map[string]bool{{"": true, "by": true}, {"of": true, "from": true}, {"in": true}}
}

var (
	// borne are nouns of what is laid on somebody, mutual of what one has with another.
	borne  = wordsOf("sanction sanctions embargo blockade siege ban restriction tariff curb penalty duty curfew quota boycott moratorium attack strike pressure")
	mutual = wordsOf("tie link relation relations contact cooperation relationship border trade")
)

// deedNoun are attacks and what is fired in them: whose they are, his is the act that they are the subject of.
var deedNoun = wordsOf("attack strike airstrike air-strike raid bombing bombardment shelling assault offensive ambush operation crackdown incursion invasion campaign barrage missile rocket bomb shell drone shell " +
	"fire gunfire blast explosion mortar artillery shot siege blockade massacre")

// spread gives the sides that a noun phrase belongs to the words of the whole phrase: what is rejected is "the Turkish
// request".
func spread(ps []Participant, t *tree, a *Analysis, i int) []Participant {
	first, last := t.phrase(a, i)
	for k := range ps {
		if ps[k].First < last && ps[k].Last > first {
			ps[k].First, ps[k].Last = first, last
		}
	}
	return ps
}

// subjectOf finds who does a verb.
func (ex *Extractor) subjectOf(a *Analysis, t *tree, i int) []Participant {
	var out []Participant
	for _, k := range ex.doers(a, t, i, 0) {
		out = append(out, ex.participants(a, t, k)...)
	}
	return distinct(out)
}

// doers are the nodes that stand for who does a verb: its own subject, the agent of a passive, the noun that a
// participle hangs on, or the subject that it shares with the verb it is joined to or governed by.
func (ex *Extractor) doers(a *Analysis, t *tree, i, depth int) []int {
	if depth > 6 {
		return nil
	}
	n := &t.nodes[i]
	if t.passive(i) {
		var out []int
		for _, k := range t.phrases(a, i) {
			if t.preposition(a, k) == "by" {
				out = append(out, k)
			}
		}
		return out
	}
	if k := t.kid(i, "nsubj"); k >= 0 {
		return []int{k}
	}
	if n.head < 0 {
		return nil
	}
	h := n.head
	switch base(n.rel) {
	case "conj":
		if t.nodes[h].isVerb() || t.kid(h, "cop", "nsubj") >= 0 {
			if t.passive(h) {
				if k := t.kid(h, "nsubj:pass"); k >= 0 && !t.passive(i) {
					return []int{k}
				}
			}
			return ex.doers(a, t, h, depth+1)
		}
	case "xcomp", "advcl":
		if n.rel == "advcl:relcl" {
			return nil
		}
		// object control: "push Russia to speed up", "warn India against buying"; subject control otherwise
		if base(n.rel) == "xcomp" || n.tag == "VB" && t.has(i, "to") || n.tag == "VBG" && t.has(i, "against", "from", "of", "for", "into") {
			if o := t.kid(h, "obj", "iobj"); o >= 0 && o < i && !subjectControl[t.nodes[h].lemma] {
				return []int{o}
			}
		}
		if t.kid(i, "mark") >= 0 && base(n.rel) == "advcl" && t.nodes[i].tag != "VBG" && !t.has(i, "to", "after", "before", "by", "without", "while") {
			return nil
		}
		if t.passive(h) {
			if k := t.kid(h, "nsubj:pass"); k >= 0 {
				return []int{k}
			}
		}
		return ex.doers(a, t, h, depth+1)
	case "acl":
		if n.rel == "acl:relcl" {
			if k := t.kid(i, "obj", "obl", "mark"); k >= 0 && (t.nodes[k].tag == "WDT" || t.nodes[k].tag == "WP") && t.kid(i, "nsubj") >= 0 {
				return nil
			}
			return []int{h}
		}
		if n.tag == "VBG" {
			if t.nodes[h].rel != "obj" || !saidNoun[t.nodes[h].lemma] || len(ex.resolveNode(a, t, h)) > 0 {
				return []int{h}
			}
			return ex.doers(a, t, t.nodes[h].head, depth+1) // "issued a statement demanding"
		}
		if n.tag == "VB" { // "plans to buy", "Turkey's decision to buy"
			for _, k := range t.all(h, "nmod:poss", "amod", "compound") {
				if len(ex.participants(a, t, k)) > 0 {
					return []int{k}
				}
			}
			if t.nodes[h].rel == "obj" {
				return ex.doers(a, t, t.nodes[h].head, depth+1)
			}
			if t.kid(h, "cop") >= 0 { // "Chad is in talks to buy"
				if k := t.kid(h, "nsubj"); k >= 0 {
					return []int{k}
				}
			}
		}
	}
	return nil
}

// subjectControl are verbs whose subject does what the infinitive behind their object says: "promised Ankara to sell".
var subjectControl = wordsOf("promise threaten vow offer use take make have spend summon meet visit telephone phone call receive host")

// objectOf finds whom a verb acts on.
func (ex *Extractor) objectOf(a *Analysis, t *tree, i int) []Participant {
	var out []Participant
	for _, k := range t.patients(i) {
		out = append(out, ex.participants(a, t, k)...)
	}
	return distinct(out)
}

// patients are the nodes that stand for whom a verb acts on: its object, the subject of a passive, the noun that a
// passive participle or a relative clause hangs on.
func (t *tree) patients(i int) []int {
	n := &t.nodes[i]
	if t.passive(i) {
		if k := t.kid(i, "nsubj:pass"); k >= 0 {
			return []int{k}
		}
		if h := t.reducedHead(i); h >= 0 {
			return []int{h}
		}
		if base(n.rel) == "conj" && n.head >= 0 {
			return t.patients(n.head)
		}
		return nil
	}
	out := t.all(i, "obj", "iobj")
	if len(out) == 0 && n.rel == "acl:relcl" && n.head >= 0 { // "the country that it attacked"
		for _, k := range t.all(i, "obj", "mark") {
			if t.nodes[k].tag == "WDT" || t.nodes[k].tag == "WP" {
				return []int{n.head}
			}
		}
	}
	return out
}

// definite reports whether a noun phrase goes back to something told before: "the Secretary", "that country".
func (t *tree) definite(i int) bool {
	return !strings.HasSuffix(t.nodes[i].tag, "S") && (t.has(i, "the", "that", "this") || t.kid(i, "nmod:poss") >= 0)
}

// afterThat is the side right behind the "that" of a clause in which the parser lost the verb ("demanded that the US
// cancel plans"), or -1.
func (t *tree) afterThat(a *Analysis, c int) int {
	k := t.kid(c, "mark")
	if k < 0 || t.nodes[k].lemma != "that" || t.nodes[c].isVerb() {
		return -1
	}
	for k++; k < len(t.nodes) && t.nodes[k].tag == "DT"; k++ {
	}
	if k < len(t.nodes) {
		if m := t.mentionAt(a, k); m != nil && isSide(m) && m.Sense != schema.AsAdjective {
			return k
		}
	}
	return -1
}

// canAct reports whether a noun is of persons or of a body of them: a name, or a noun that says so.
func (t *tree) canAct(a *Analysis, i int) bool {
	n := &t.nodes[i]
	if m := t.mentionAt(a, i); m != nil {
		return isSide(m)
	}
	w := a.lower[n.last-1]
	return strings.HasPrefix(n.tag, "NNP") && weekdayOf[w] == 0 || groupNoun[n.lemma] || groupNoun[w] || personNoun[n.lemma] || people[w] || people[n.lemma] || soldiers[w] ||
		strings.HasSuffix(w, "men") || strings.HasSuffix(w, "man")
}

// attackNoun are nouns of what kills and destroys by itself.
var attackNoun = wordsOf("bomb bombing bomber blast explosion attack strike airstrike raid missile rocket shell shelling gunman mine mortar ambush shooting assault offensive")

// unnamed finds the words that fill the first filled of some slots though they name nobody known: "six soldiers",
// "the ceasefire". They are told as words alone, without a thing. fits says which nodes will do, nil for all.
func (ex *Extractor) unnamed(a *Analysis, t *tree, i, light int, slots string, fits func(int) bool) []Participant {
	n := &t.nodes[i]
	for _, slot := range strings.Fields(slots) {
		var nodes []int
		switch slot {
		case "subj":
			if n.isVerb() {
				nodes = ex.doers(a, t, i, 0)
			} else if light >= 0 {
				nodes = ex.doers(a, t, light, 0)
			}
		case "obj", "owner":
			if n.isVerb() {
				nodes = t.patients(i)
			}
		case "border", "maker", "poss", "adj", "xcomp", "iobj":
		default:
			for _, at := range []int{i, light} {
				if at < 0 {
					continue
				}
				for _, k := range t.phrases(a, at) {
					if t.nodes[k].rel != "nmod:poss" && t.preposition(a, k) == slot && len(nodes) == 0 {
						nodes = append(nodes, k)
					}
				}
			}
		}
		var out []Participant
		for _, o := range nodes {
			for _, k := range t.coordinated(o) {
				if kn := &t.nodes[k]; kn.isNoun() && (kn.mention < 0 || isSide(&a.Mentions[kn.mention]) || a.Mentions[kn.mention].Class == "kg:Place") && (fits == nil || fits(k)) {
					first, last := t.phrase(a, k)
					out = append(out, Participant{First: first, Last: last})
				}
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}
