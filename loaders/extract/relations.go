package extract

import (
	"strings"

	"github.com/newskg/kg/schema"
)

// The arms relations, read off word order within a sentence until the parser's trees replace it: a verb or noun of the
// trade, the nation before it, the weapons behind it.

// armsTrigger is what a verb or noun of the arms trade says of its subject and its weapons.
type armsTrigger uint8

const (
	buys armsTrigger = iota + 1
	sells
	wants
	runs
)

var armsTriggers = triggerWords(map[armsTrigger]string{
	buys:  "buy buys bought buying purchase purchases purchased purchasing order ordered ordering orders acquire acquires acquired acquiring procure procured procuring",
	sells: "sell sells sold selling deliver delivers delivered delivering supply supplies supplied supplying provide provides provided providing donate donates donated donating ship shipped shipping export exported exporting transfer transferred",
	wants: "seek seeks sought seeking want wants wanted request requested requests requesting eyeing",
	runs:  "operate operates operated operating fly flies flying field fields fielded fielding uses",
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
	wishWord   = wordsOf("may might could can want wants wanted seek seeks sought seeking hope hopes hoped intend intends intended consider considering considers wish keen interested plan plans planned planning asked asks mulling eyeing possible potential likely desire would if whether bid bids compete offer offered offers should willing push pushing urge urged")
	negation   = wordsOf("not n't never refused declined refuses without no cancel cancelled canceled halt halted stop stopped suspend suspended ban banned block blocked against neither nor")
	settled    = wordsOf("agreed agrees agree decided signed")
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

// weaponsAfter collects the weapons behind token i up to the next verb of the trade or the end of the clause.
func (a *Analysis) weaponsAfter(i int) ([]*Mention, int) {
	var out []*Mention
	j := i + 1
	for ; j < len(a.lower) && a.sent[j] == a.sent[i] && j < i+30; j++ {
		w := a.lower[j]
		if clauseStop[w] || w == "which" || w == "who" || w == "that" && len(out) > 0 {
			break
		}
		if armsTriggers[w] != 0 && a.owner[j] == 0 && len(out) > 0 {
			break
		}
		if m := a.at(j); m != nil {
			if m.Class == "kg:WeaponSystem" {
				out = append(out, m)
			}
			j = m.Last - 1
		}
	}
	return out, j
}

// weaponBefore finds the weapons that a relative clause or passive goes back to.
func (a *Analysis) weaponBefore(i int) []*Mention {
	for j := i - 1; j >= 0 && a.sent[j] == a.sent[i] && i-j < 14; j-- {
		if clauseStop[a.lower[j]] {
			return nil
		}
		if m := a.at(j); m != nil && m.Class == "kg:WeaponSystem" {
			out := []*Mention{m}
			for k := m.First - 1; k > 0 && a.sent[k] == a.sent[i]; k-- {
				if q := a.at(k); q != nil && q.Class == "kg:WeaponSystem" {
					out = append(out, q)
					k = q.First
				} else if w := a.lower[k]; w != "and" && w != "," && classWord[w] == "" && !isDigits(w) && a.at(k) == nil {
					break
				}
			}
			return out
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

// toward finds the nation behind a preposition after token i, before end.
func (ex *Extractor) toward(a *Analysis, i, end int, prep ...string) string {
	for j := i + 1; j < end+8 && j < len(a.lower) && a.sent[j] == a.sent[i]; j++ {
		if clauseStop[a.lower[j]] {
			return ""
		}
		for _, p := range prep {
			if a.lower[j] != p {
				continue
			}
			k := j + 1
			for a.word(k, i) == "the" || a.word(k, i) == "its" {
				k++
			}
			if n := ex.nationAt(a, k); n != "" && k < len(a.lower) && a.sent[k] == a.sent[i] {
				return n
			}
		}
	}
	return ""
}

// armsTrade states ordered, seeks, operates, supplies and suppliesArmsTo from the verbs of the trade.
func (ex *Extractor) armsTrade(a *Analysis, s int) {
	sn := a.Doc.Sentences[s]
	for i := sn.First; i < sn.Last; i++ {
		t := armsTriggers[a.lower[i]]
		if t == 0 || a.owner[i] != 0 {
			continue
		}
		// a noun "purchase of", "order for", "supply of" counts as wish or plan by its verb; nouns alone are left to events
		noun := a.word(i+1, i) == "of" || a.word(i-1, i) == "the" || a.word(i-1, i) == "of" || a.word(i-1, i) == "a" || a.word(i-1, i) == "an"
		if noun {
			continue
		}
		weapons, end := a.weaponsAfter(i)
		passive := a.passive(i)
		if len(weapons) == 0 || passive || a.reducedRelative(i, t) {
			if w := a.weaponBefore(i); len(w) > 0 && (passive || len(weapons) == 0 && a.relativeClause(i) || a.reducedRelative(i, t)) {
				weapons = w
			} else if passive {
				continue
			}
		}
		neg := a.before(i, 5, negation)
		wish := a.before(i, 6, wishWord) && !a.before(i, 4, settled)
		future := a.before(i, 3, wordsWill)
		switch t {
		case buys:
			buyer, seller := "", ex.toward(a, i, end, "from")
			if passive || a.reducedRelative(i, t) {
				buyer = ex.toward(a, i, end, "by")
				if buyer == "" && !passive {
					// "submarines bought from Russia": the owner before
					buyer = ex.owner(a, i, weapons)
				}
			} else if ns := ex.subjects(a, i); len(ns) == 1 {
				buyer = ns[0]
			}
			if buyer == "" || buyer == seller || neg {
				continue
			}
			for _, w := range weapons {
				if wish || future {
					a.state(ex, buyer, "kg:seeks", schema.Ref(w.Thing), "buys", i, i+1)
					continue
				}
				a.state(ex, buyer, "kg:ordered", schema.Ref(w.Thing), "buys", i, i+1)
				if seller != "" {
					a.state(ex, seller, "kg:supplies", schema.Ref(w.Thing), "buys", i, i+1)
					a.state(ex, seller, "kg:suppliesArmsTo", schema.Ref(buyer), "buys", i, i+1)
				}
			}
		case sells:
			seller, buyer := "", ex.toward(a, i, end, "to")
			if passive {
				seller = ex.toward(a, i, end, "by")
			} else if ns := ex.subjects(a, i); len(ns) == 1 {
				seller = ns[0]
			}
			if neg || wish || seller == "" || seller == buyer {
				continue
			}
			for _, w := range weapons {
				a.state(ex, seller, "kg:supplies", schema.Ref(w.Thing), "sells", i, i+1)
				if buyer != "" {
					a.state(ex, seller, "kg:suppliesArmsTo", schema.Ref(buyer), "sells", i, i+1)
				}
			}
		case wants:
			if ns := ex.subjects(a, i); len(ns) == 1 && !neg {
				for _, w := range weapons {
					a.state(ex, ns[0], "kg:seeks", schema.Ref(w.Thing), "wants", i, i+1)
				}
			}
		case runs:
			if ns := ex.subjects(a, i); len(ns) == 1 && !neg && !wish && !future {
				for _, w := range weapons {
					if w.First-i < 8 {
						a.state(ex, ns[0], "kg:operates", schema.Ref(w.Thing), "operates", i, i+1)
					}
				}
			}
		}
	}
	ex.asksFor(a, s)
	ex.supplier(a, s)
}

var wordsWill = wordsOf("will to would shall")

// passive reports whether the participle at token i is passive: a form of "be" before it.
func (a *Analysis) passive(i int) bool {
	if !strings.HasSuffix(a.lower[i], "ed") && a.lower[i] != "sold" && a.lower[i] != "bought" && a.lower[i] != "sought" {
		return false
	}
	for k := 1; k <= 3; k++ {
		switch a.word(i-k, i) {
		case "is", "are", "was", "were", "be", "been", "being":
			return true
		case "not", "never", "already", "also", "being ", "recently", "first":
		default:
			return false
		}
	}
	return false
}

// reducedRelative reports whether a participle hangs on the noun before it: "submarines bought from Russia".
func (a *Analysis) reducedRelative(i int, t armsTrigger) bool {
	if t != buys && t != sells || !strings.HasSuffix(a.lower[i], "ed") && a.lower[i] != "bought" && a.lower[i] != "sold" {
		return false
	}
	w := a.word(i-1, i)
	if classWord[w] == "" {
		if m := a.at(i - 1); m == nil || m.Class != "kg:WeaponSystem" {
			return false
		}
	}
	n := a.word(i+1, i)
	return n == "from" || n == "by" || n == "in" || n == "to"
}

// relativeClause reports whether the verb at token i stands in a clause that goes back to a weapon: "fighters that the
// country bought", "batteries which Poland ordered".
func (a *Analysis) relativeClause(i int) bool {
	for k := 1; k < 8; k++ {
		switch w := a.word(i-k, i); w {
		case "":
			return false
		case "that", "which":
			m := a.at(i - k - 1)
			return classWord[a.word(i-k-1, i)] != "" || m != nil && m.Class == "kg:WeaponSystem" || a.word(i-k-1, i) == ","
		}
	}
	return false
}

// owner is the nation whose things the weapons are: the subject before them.
func (ex *Extractor) owner(a *Analysis, i int, weapons []*Mention) string {
	if len(weapons) == 0 {
		return ""
	}
	at := weapons[len(weapons)-1].First
	if ns := ex.subjects(a, at); len(ns) == 1 {
		return ns[0]
	}
	return ""
}

// asksFor reads "asked N for the W" and "invited bids for W".
func (ex *Extractor) asksFor(a *Analysis, s int) {
	sn := a.Doc.Sentences[s]
	for i := sn.First; i < sn.Last; i++ {
		if w := a.lower[i]; w != "asked" && w != "asks" && w != "ask" && w != "asking" || a.owner[i] != 0 || a.passive(i) {
			continue
		}
		ns := ex.subjects(a, i)
		if len(ns) != 1 || a.before(i, 3, negation) {
			continue
		}
		for j := i + 1; j < sn.Last && j < i+12; j++ {
			if a.lower[j] == "for" {
				weapons, _ := a.weaponsAfter(j)
				for _, w := range weapons {
					a.state(ex, ns[0], "kg:seeks", schema.Ref(w.Thing), "asks for", i, i+1)
				}
				break
			}
			if clauseStop[a.lower[j]] || a.lower[j] == "to" {
				break
			}
		}
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
