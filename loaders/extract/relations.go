package extract

import (
	"strings"

	"github.com/newskg/kg/schema"
)

var (
	negation   = wordsOf("not n't never refused declined refuses without no cancel cancelled canceled halt halted stop stopped suspend suspended ban banned block blocked against neither nor")
	clauseStop = wordsOf("; while but although though because whereas")
	preps      = wordsOf("of with from to in by for against between on at into over under about near via through than including like")
)

// relations states the arms relations, origins and border disputes of every sentence.
func (ex *Extractor) relations(a *Analysis) {
	for s := range a.Doc.Sentences {
		ex.armsTrade(a, s)
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
				case w != nil && len(w.Origin) > 0 && !a.onlyNames(m.Last):
					a.state(ex, q.Thing, "kg:operates", schema.Ref(m.Thing), "owner", q.First, m.Last)
				}
			}
		}
		ex.kindOf(a, &m, w)
		// behind: made by N, made in N, of N make
		for j := m.Last; j < m.Last+4 && j+1 < len(a.lower) && a.sent[j+1] == a.sent[m.First]; j++ {
			if madeWord[a.lower[j]] && (a.lower[j+1] == "by" || a.lower[j+1] == "in") {
				k := j + 2
				for a.word(k, j) == "the" {
					k++
				}
				if ns := ex.listOfNations(a, k); len(ns) > 1 {
					for _, n := range ns { // "made by Britain, Germany and Italy"
						if ex.originates(w, n) {
							a.state(ex, m.Thing, "kg:origin", schema.Ref(n), "origin", m.First, k+1)
						}
					}
				} else if q := a.at(k); q != nil && a.sent[k] == a.sent[j] {
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

// onlyNames reports whether the words behind a weapon make it the name of something else: "India's S-400 deal", "the
// Turkish F-35 bid".
func (a *Analysis) onlyNames(i int) bool {
	for j := i; j < i+3 && j < len(a.lower) && a.sent[j] == a.sent[i-1]; j++ {
		switch w := a.lower[j]; {
		case agreementHead[w] || armsNouns[strings.TrimSuffix(w, "s")] != 0 || programmeNoun[strings.TrimSuffix(w, "s")]:
			return true
		case classWord[w] == "":
			return false
		}
	}
	return false
}

var programmeNoun = wordsOf("programme program plan bid offer option campaign competition tender saga issue dispute row affair talk negotiation proposal project procurement buy delivery")

// kindOf reads what a weapon is said to be: "the Ababil is an Iranian drone", "the J-10, a fighter from China", "a
// missile of Russian origin, the Kornet", "the KF-21, developed by South Korea". The nation must be a known maker.
func (ex *Extractor) kindOf(a *Analysis, m *Mention, w *schema.Weapon) {
	say := func(n string, last int) {
		if n != "" && ex.originates(w, n) {
			a.state(ex, m.Thing, "kg:origin", schema.Ref(n), "origin", m.First, last)
		}
	}
	// behind, over "is a", ", a": an adjective, a possessor, or "of", "from", "in" behind the class word
	j := m.Last
	switch a.word(j, m.First) {
	case "is", "was", ",":
		if w := a.word(j+1, m.First); w != "a" && w != "an" && w != "the" && a.at(j+1) == nil {
			break
		}
		class := -1
		for k := j + 1; k < j+10 && a.word(k, m.First) != ""; k++ {
			q := a.at(k)
			lw := a.lower[k]
			if q != nil && q.Class == "kg:Nation" {
				behind := a.word(k-1, m.First)
				switch {
				case class < 0 && (q.Sense == schema.AsAdjective || a.word(q.Last, k) == "'s" || a.word(q.Last, k) == "’s"):
					if a.classWithin(q.Last, 5) {
						say(q.Thing, q.Last)
					}
				case class >= 0 && (behind == "from" || behind == "in" || behind == "by" || behind == "of" || behind == "the"):
					say(q.Thing, q.Last)
				}
				return
			}
			if q != nil || lw == "," || lw == ";" || lw == "that" || lw == "which" || lw == "who" {
				return
			}
			if classWord[lw] != "" || lw == "trainer" {
				class = k
			}
		}
	}
}

// classWithin reports whether a class word of weapons stands within n tokens from i.
func (a *Analysis) classWithin(i, n int) bool {
	for j := i; j < i+n && j < len(a.lower) && a.sent[j] == a.sent[i-1]; j++ {
		if classWord[a.lower[j]] != "" || a.lower[j] == "trainer" {
			return true
		}
		if a.lower[j] == "," || preps[a.lower[j]] {
			return false
		}
	}
	return false
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
	madeWord = wordsOf("made built designed manufactured produced developed origin")
	modifier = wordsOf("advanced new modern first latest surface to air anti defence ballistic cruise short long medium range main battle self propelled stealth light heavy " +
		"multi role multirole combat attack utility transport naval mobile upgraded old ageing aging additional more nuclear capable powered guided precision armed class s type " +
		"shoulder fired launched hypersonic intercontinental tactical strategic armoured armored infantry fighting second hand used known as called jet air-defence")
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
			} else if w := a.word(q.Last, j); w == "navy" || w == "army" || w == "military" || w == "marines" || (w == "air" || w == "armed") && strings.HasPrefix(a.word(q.Last+1, j), "force") {
				a.state(ex, q.Thing, "kg:operates", schema.Ref(m.Thing), "force's", m.First, q.Last+1)
				continue
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

// borders reads a dispute over a border and the two nations that have it: "the border dispute between A and B", "A's
// border row with B", "A and B dispute their border", "A claims a part of B as its own".
func (ex *Extractor) borders(a *Analysis, s int) {
	sn := a.Doc.Sentences[s]
	for i := sn.First; i < sn.Last; i++ {
		switch w := a.lower[i]; {
		case borderNoun[w] || w == "territorial" && disputedAfter[a.word(i+1, i)]:
			disputed := a.before(i, 4, disputedWord) || disputedAfter[a.word(i+1, i)] || a.before(i, 4, disputing)
			if disputed && !a.before(i, 4, negation) && !a.before(i, 6, settling) && !settling[a.word(i+2, i)] && !settling[a.word(i+3, i)] {
				ex.dispute(a, i, ex.bordering(a, i))
			}
		case w == "claimed" && a.word(i+1, i) == "by":
			j := i + 2
			if ns := ex.listOfNations(a, j); len(ns) == 2 { // "the islands, claimed by both A and B"
				ex.dispute(a, i, ns)
			}
		case w == "claim" || w == "claims" || w == "claimed":
			ex.claim(a, i)
		case disputedWord[w]:
			ex.disputedPlace(a, i)
		}
	}
}

// disputedPlace reads "the disputed PLACE" where the gazetteer knows two claimants and the article names both.
func (ex *Extractor) disputedPlace(a *Analysis, i int) {
	for j := i + 1; j < i+4; j++ {
		if a.word(j, i) == "" {
			return
		}
		m := a.at(j)
		if m == nil {
			continue
		}
		if p := ex.gaz.Places[m.Thing]; p != nil && len(p.ClaimedBy) == 2 && a.namesThing(p.ClaimedBy[0]) && a.namesThing(p.ClaimedBy[1]) {
			ex.dispute(a, i, p.ClaimedBy)
		}
		return
	}
}

// dispute states that two nations dispute their border, both ways.
func (ex *Extractor) dispute(a *Analysis, i int, ns []string) {
	if len(ns) == 2 && ex.gaz.Nations[ns[0]] != nil && ex.gaz.Nations[ns[1]] != nil {
		a.state(ex, ns[0], "kg:disputesBorderWith", schema.Ref(ns[1]), "border", i, i+1)
		a.state(ex, ns[1], "kg:disputesBorderWith", schema.Ref(ns[0]), "border", i, i+1)
	}
}

// bordering finds the two nations of the border at token i: a pair before it, those "between" or "with" behind it, the
// two that the sentence names before it, or that it divides.
func (ex *Extractor) bordering(a *Analysis, i int) []string {
	sn := a.sentence(i)
	var near []string // India-China border, India's Himalayan border
	for k := i - 1; k >= sn.First && i-k < 6; k-- {
		if m := a.at(k); m != nil && m.Class == "kg:Nation" {
			near = append([]string{m.Thing}, near...)
			k = m.First
		}
	}
	if near = unique(near); len(near) == 2 {
		return near
	}
	for j := i + 1; j < sn.Last && j < i+8 && a.lower[j] != "," && a.lower[j] != ";"; j++ {
		switch a.lower[j] {
		case "between", "divided", "divides", "separating", "separates":
			if ns := ex.listOfNations(a, j+1); len(ns) == 2 {
				return ns
			}
		case "with":
			if ns := ex.listOfNations(a, j+1); len(ns) == 1 {
				if len(near) == 1 {
					return unique(append(near, ns[0]))
				}
				if subject := ex.subjects(a, i); len(subject) == 1 {
					return unique(append(subject, ns[0]))
				}
				return nil
			}
		}
	}
	var ns []string
	for k := sn.First; k < i; k++ {
		if n := ex.nationAt(a, k); n != "" {
			ns = append(ns, n)
			k = a.at(k).Last - 1
		}
	}
	return unique(ns)
}

// claim reads "A claims a part of B as its own" and "both A and B claim the island".
func (ex *Extractor) claim(a *Analysis, i int) {
	sn := a.sentence(i)
	t := ex.tree(a, a.sent[i])
	v, ok := t.byToken[i]
	if !ok || !t.nodes[v].isVerb() || t.kid(v, "ccomp", "xcomp") >= 0 && a.lower[i] != "claims" || ex.ownStatus(a, t, v) != "Actual" {
		return
	}
	ns := nationsIn(ex.subjectOf(a, t, v))
	switch {
	case len(ns) == 2 && (a.word(i-1, i) == "both" || a.word(sn.First, i) == "both") && t.kid(v, "obj") >= 0:
		ex.dispute(a, i, ns)
	case len(ns) == 1:
		own, other := false, ""
		for j := i + 1; j < sn.Last && j < i+16 && !clauseStop[a.lower[j]]; j++ {
			if m := a.at(j); m != nil && m.Class == "kg:Nation" && other == "" && m.Thing != ns[0] && (m.Sense == schema.AsAdjective || a.word(m.First-1, i) == "of" || a.word(m.First-1, i) == "in" || a.word(m.Last, i) == "'s" || a.word(m.Last, i) == "’s") {
				other = m.Thing
			}
			if a.lower[j] == "as" && (a.word(j+1, i) == "its" || a.word(j+1, i) == "part") || a.lower[j] == "territory" || a.lower[j] == "lands" {
				own = true
			}
		}
		if own && other != "" {
			ex.dispute(a, i, []string{ns[0], other})
		}
	}
}

var (
	disputedWord  = wordsOf("disputed contested undemarcated undefined undelimited disputing")
	disputedAfter = wordsOf("dispute disputes row tensions standoff stand-off conflict quarrel feud clashes")
	disputing     = wordsOf("dispute disputes quarrelled quarreled quarrel contest feud disagree bicker wrangle")
	// settling are words of the end of a dispute.
	settling = wordsOf("settle settled settles settling resolve resolved resolves resolving end ended ending ends solved solve closed")
)
