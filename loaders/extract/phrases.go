package extract

import (
	"strings"

	"github.com/newskg/kg/schema"
)

// Phrase is a noun phrase that stands for something the model has a class for, known by name or not: "Iraqi security
// forces", "the Foreign Secretary", "a mortar", "the past three days". Readers of annotations want it whole; the graph
// takes only what has an identity, so a phrase never makes a thing.
type Phrase struct {
	First, Last int
	// Class is a class of model.md, or Date, Quantity or Money.
	Class string
	// Head is the index of the mention that the phrase is headed by, -1 for a common noun or an unknown name.
	Head int
	// Within are the indexes of the other mentions inside.
	Within []int
	Rule   string
}

// unit is one step of a noun phrase: a mention, or a token beside one.
type unit struct {
	first, last int
	mention     int // index, -1 for none
	tag, lower  string
	lemma       string
	capital     bool
}

// phrases reads the noun phrases of an article off the tags, and classes them by their heads.
func (ex *Extractor) phrases(a *Analysis) {
	p := phraser{ex: ex, a: a, people: map[string]bool{}}
	for again := 0; again < 2; again++ { // the second time with the surnames that the first one met
		a.Phrases = nil
		for s := range a.Doc.Sentences {
			p.sentence(s)
		}
	}
}

// phraser reads the phrases of one sentence after the other.
type phraser struct {
	ex     *Extractor
	a      *Analysis
	units  []unit
	people map[string]bool // last words of the names of people
}

func (p *phraser) sentence(s int) {
	a, sn := p.a, p.a.Doc.Sentences[s]
	p.units = p.units[:0]
	for i := sn.First; i < sn.Last; {
		u := unit{i, i + 1, -1, a.Doc.Tokens[i].Tag, a.lower[i], strings.ToLower(a.Doc.Tokens[i].Lemma), a.capital(i)}
		if m := a.at(i); m != nil && m.Class != "kg:Agreement" {
			u.mention, u.last = a.owner[i]-1, min(m.Last, sn.Last)
			u.tag = a.Doc.Tokens[u.last-1].Tag
		} else if strings.HasPrefix(u.tag, "VB") && isAcronym(a.raw(i)) && !a.shouting(s) {
			u.tag = "NNP" // taggers take an unknown "VBIED" for anything
		}
		p.units = append(p.units, u)
		i = u.last
	}
	for i := 0; i < len(p.units); {
		end := p.chunk(i)
		if end > i {
			end = p.take(i, end)
		} else {
			p.single(i)
			end = i + 1
		}
		i = end
	}
}

// chunk returns where the noun phrase that begins at unit i ends, i for none: determiner, adjectives, nouns, names and
// what joins them, without prepositional phrases.
func (p *phraser) chunk(i int) int {
	j := i
	for j < len(p.units) && (isDeterminer(p.units[j]) || p.units[j].tag == "CD" && p.units[j].mention < 0) {
		j++
	}
	if u := p.units[i]; u.tag == "JJS" || u.tag == "JJR" { // "at least ten people"
		if i+1 < len(p.units) && p.units[i+1].tag == "CD" {
			return i
		}
	}
	end := i // behind the last noun
	for ; j < len(p.units); j++ {
		u := &p.units[j]
		if u.mention >= 0 {
			switch m := &p.a.Mentions[u.mention]; {
			case m.Class == "Date":
				return max(end, p.dated(i, j))
			case m.Kind == Value && (end > i || j == i):
				return end
			case m.Kind != Value:
				end = j + 1
			}
			continue
		}
		next := ""
		if j+1 < len(p.units) {
			next = p.units[j+1].tag
		}
		switch {
		case strings.HasPrefix(u.tag, "NN"):
			end = j + 1
			if p.noun(u) == "Date" && p.timed(i, j) {
				return end // "the past two weeks"
			}
		case u.tag == "POS" && end == j && j > i:
		case strings.HasPrefix(u.tag, "JJ"), u.tag == "AFX", u.tag == "HYPH" && j > i:
		case u.tag == "VBN" && (j > i && (end < j || p.units[j-1].tag == "HYPH") || j == i && (strings.HasPrefix(next, "NN") || next == "HYPH") && !p.afterVerb(i)):
		case u.tag == "VBG" && j > i && (end < j || p.units[j-1].tag == "HYPH"):
		case u.tag == "CD" && j > i && end < j:
		case u.tag == "RB" && (end < j || j == i) && (j > i && strings.HasPrefix(next, "JJ") || next == "VBN" && (j > i || !p.afterVerb(i))):
		case particle[u.lower] && end == j && j > i && next == "HYPH":
		default:
			return end
		}
	}
	return end
}

// afterVerb reports whether a verb, or words that go with one, stand before unit i: what follows is no adjective then.
func (p *phraser) afterVerb(i int) bool {
	if i == 0 {
		return false
	}
	t := p.units[i-1].tag
	return strings.HasPrefix(t, "VB") || strings.HasPrefix(t, "RB") || t == "PRP" || t == "MD" || strings.HasPrefix(t, "NN") || p.units[i-1].mention >= 0
}

// timed reports whether a number or a word that points in time stands in the units i to end.
func (p *phraser) timed(i, end int) bool {
	for k := i; k < end; k++ {
		u := &p.units[k]
		if u.tag == "CD" || u.mention >= 0 && p.a.Mentions[u.mention].Kind == Value || dateWord[u.lower] && u.lower != "the" && u.lower != "that" && u.lower != "end" {
			return true
		}
	}
	return false
}

// dated returns where a phrase that ends in the date at unit j does, when all before it goes with a date.
func (p *phraser) dated(i, j int) int {
	for k := i; k < j; k++ {
		if !dateWord[p.units[k].lower] {
			return i
		}
	}
	if u := p.units[j]; j == i+1 && p.units[i].lower == "the" && (u.capital || u.lower[0] >= '0' && u.lower[0] <= '9') {
		return i // "the 13 November attack": a calendar date goes without the article
	}
	return j + 1
}

// dateWord are words that narrow or point a date: "early November", "the past three days".
var dateWord = wordsOf("early late mid mid- the this last past next coming previous following recent that end beginning same")

func isDeterminer(u unit) bool {
	return u.mention < 0 && (u.tag == "DT" || u.tag == "PRP$" || u.tag == "PDT" && u.lower == "all" || u.lower == "such")
}

// take adds the phrase of the units i to end, or the phrases inside it, and returns where the next one may begin.
func (p *phraser) take(i, end int) int {
	// what belongs to somebody: the whole where the head says what it is, else the owner alone
	for k := end - 1; k > i; k-- {
		if p.units[k].tag == "POS" && p.units[k].mention < 0 {
			if class, _, _ := p.class(k+1, end); class == "" || class == "Date" || class == "Quantity" || class == "Money" {
				p.take(i, k)
				if k+1 < end {
					return p.take(k+1, end)
				}
				return end
			}
			break
		}
	}
	class, head, rule := p.class(i, end)
	switch class {
	case "":
		p.inside(i, end)
		return end
	case "Date", "Money", "Quantity":
		return p.value(i, end, class, head)
	}
	last := end
	if of := p.of(end, class); of > end {
		last = of
		if m := p.person(end, of); m >= 0 { // "Minister for the Middle East Tobias Ellwood"
			class, head = "kg:Person", m
		}
	}
	if class == "kg:Place" && head >= 0 && p.address(last) {
		last += 2
	}
	// how many is said apart, but "the two leaders" are all of them
	for k := i; k < end-1 && (p.units[k].tag == "CD" || isDeterminer(p.units[k]) && p.units[k].lower != "the"); k++ {
		if u := &p.units[k]; u.tag == "CD" && u.mention < 0 && isNumber(u.lower) && p.units[k+1].tag != "HYPH" {
			p.inside(i, k+1)
			i = k + 1
		}
	}
	p.add(i, last, class, head, rule)
	return last
}

// address reports whether a comma and the nation behind unit end say where a place is: "Palmyra, Syria", but not "Mosul,
// Iraq and Syria".
func (p *phraser) address(end int) bool {
	if end+1 >= len(p.units) || p.units[end].lower != "," || p.units[end+1].mention < 0 {
		return false
	}
	m := &p.a.Mentions[p.units[end+1].mention]
	if m.Class != "kg:Nation" || m.Sense != schema.AsName {
		return false
	}
	return end+2 >= len(p.units) || p.units[end+2].lower != "and" && p.units[end+2].tag != "POS" && !(p.units[end+2].lower == "," && end+3 < len(p.units) && p.units[end+3].mention >= 0)
}

// of returns where the phrase behind unit end that belongs to its head ends: "the Government of Iraq", "the city of
// Mosul", "commander of U.S. Central Command". Only names bind so closely.
func (p *phraser) of(end int, class string) int {
	if end >= len(p.units) || class != "kg:Organization" && class != "kg:Person" && class != "kg:Place" {
		return end
	}
	switch w := p.units[end].lower; {
	case w == "of", w == "for" && class == "kg:Person" && p.units[end-1].capital:
	default:
		return end
	}
	last := p.chunk(end + 1)
	for k := end + 1; k < last; k++ {
		if p.units[k].mention >= 0 && p.a.Mentions[p.units[k].mention].Kind != Value || p.units[k].tag == "NNP" || p.units[k].tag == "NNPS" {
			for k := end + 1; k < last; k++ {
				if p.units[k].tag == "POS" {
					return k
				}
			}
			return last
		}
	}
	return end
}

// person returns the person whose name ends the units i to end, -1 for none.
func (p *phraser) person(i, end int) int {
	if end > i {
		if m := p.units[end-1].mention; m >= 0 && p.a.Mentions[m].Class == "kg:Person" {
			return m
		}
	}
	return -1
}

// class says what the units i to end stand for, by the last of them, with the mention that it is and the reason.
func (p *phraser) class(i, end int) (class string, head int, rule string) {
	u := &p.units[end-1]
	if u.mention >= 0 {
		m := &p.a.Mentions[u.mention]
		if m.Class == "kg:Nation" && end-i > 1 && p.units[i].tag == "PRP$" {
			return "", -1, ""
		}
		if m.Class == "kg:Nation" && m.Sense == schema.AsDemonym && strings.HasSuffix(u.tag, "S") {
			return "kg:Organization", -1, "people of a nation" // "the Jordanians"
		}
		return m.Class, u.mention, m.Rule
	}
	switch {
	case (u.tag == "NN" || u.tag == "NNS") && !isAcronym(p.a.raw(u.first)):
		if c := p.noun(u); c != "kg:Person" || end-i < 2 || !p.armed(end-2) {
			return c, -1, "noun"
		}
		return "kg:WeaponSystem", -1, "noun"
	case strings.HasPrefix(u.tag, "NN"):
		if c := p.noun(u); c != "" && c != "Date" && c != "Money" && c != "Quantity" {
			return c, -1, "noun"
		}
		return p.unknown(i, end), -1, "form of name"
	}
	return "", -1, ""
}

// armed reports whether the word at unit k makes a weapon of the "fighter" or "carrier" behind it: F-16 fighters.
func (p *phraser) armed(k int) bool {
	u := &p.units[k]
	return u.mention >= 0 && p.a.Mentions[u.mention].Class == "kg:WeaponSystem" || u.mention < 0 && p.noun(u) == "kg:WeaponSystem"
}

// noun is what a common noun stands for; several persons are a group.
func (p *phraser) noun(u *unit) string {
	class := p.ex.gaz.NounClass(u.lemma)
	if class == "" {
		class = p.ex.gaz.NounClass(u.lower)
	}
	if class == "" && strings.HasSuffix(u.lower, "s") {
		class = p.ex.gaz.NounClass(strings.TrimSuffix(u.lower, "s"))
	}
	if class == "" && strings.HasSuffix(u.lower, "men") && p.ex.gaz.NounClass(strings.TrimSuffix(u.lower, "en")+"an") == "Person" {
		return "kg:Organization"
	}
	switch class {
	case "Person":
		if u.tag == "NNS" || u.tag == "NNPS" {
			return "kg:Organization"
		}
		return "kg:Person"
	case "Organization", "Place", "WeaponSystem":
		return "kg:" + class
	}
	return class
}

// unknown classes a name that no gazetteer has by its form and what stands around it, "" where that says too little.
func (p *phraser) unknown(i, end int) string {
	first := end - 1
	for first > i {
		u := &p.units[first-1]
		if u.mention >= 0 {
			if p.a.Mentions[u.mention].Class == "kg:Person" { // a longer name than the graph has: "Abu Omar al-Ansari"
				p.people[p.units[end-1].lower] = true
				return "kg:Person"
			}
			break
		}
		if u.tag != "NNP" && u.tag != "NNPS" && u.tag != "HYPH" && !particle[u.lower] && !honorific[u.lower] {
			break
		}
		first--
	}
	last := &p.units[end-1]
	name := p.units[first:end]
	if orgHead[last.lower] {
		return "kg:Organization"
	}
	if p.ex.gaz.NounClass(name[0].lower) == "Place" && len(name) > 1 {
		return "kg:Place"
	}
	person := p.people[last.lower] || honorific[name[0].lower] || militaryRank[name[0].lower] || kunya[name[0].lower] ||
		len(name) > 1 && p.ex.gaz.GivenName(p.a.raw(name[0].first)) && !ordinary[name[0].lower]
	if first > i {
		switch c := p.noun(&p.units[first-1]); c {
		case "kg:Person":
			person = true
		case "kg:Organization":
			return c
		}
	}
	for k := range name[:len(name)-1] {
		person = person || p.noun(&name[k]) == "kg:Person" || militaryRank[name[k].lower] || honorific[name[k].lower]
	}
	// who says or does is somebody
	plain := first == i && len(name) <= 3
	if plain && end < len(p.units) && (sayWord[p.units[end].lower] || p.units[end].lemma == "say") && !isAcronym(p.a.raw(last.first)) {
		person = true
	}
	// a bare name that does something, or has something, is somebody's
	if plain && len(name) == 1 && last.tag == "NNP" && len(last.lower) > 2 && !(end < len(p.units) && p.units[end].tag == "CD") && !isAcronym(p.a.raw(last.first)) && !placeHead[last.lower] && !monthDay(last.lower) && p.subject(last.first) {
		person = true
	}
	if placeHead[last.lower] {
		person = false
	}
	if person {
		p.people[last.lower] = true
		return "kg:Person"
	}
	if isAcronym(p.a.raw(last.first)) && !p.a.shouting(p.a.sent[last.first]) {
		return "kg:Organization"
	}
	if i > 0 && plain && placePreposition[p.units[i-1].lower] {
		return "kg:Place"
	}
	return ""
}

// subject reports whether the word of a token does what a verb says, or owns something.
func (p *phraser) subject(token int) bool {
	t := p.ex.tree(p.a, p.a.sent[token])
	k, ok := t.byToken[token]
	return ok && (t.nodes[k].rel == "nsubj" && t.nodes[k].head >= 0 && t.nodes[t.nodes[k].head].isVerb() || t.nodes[k].rel == "nmod:poss")
}

// isNumber reports whether a word is a number and no ordinal: "507th".
func isNumber(w string) bool {
	return !(w[0] >= '0' && w[0] <= '9') || strings.Trim(w, "0123456789.,") == ""
}

var (
	militaryRank = wordsOf("gen. gen col. col lt. lt maj. maj capt. capt cmdr. cmdr adm. adm sgt. sgt brig. brig cpl. cpl pvt. spc. vice rear rep. sen. gov. amb. mullah ayatollah hajj haji " +
		"imam prince king queen emir sultan pope")
	kunya            = wordsOf("abu umm ibn bin")
	placePreposition = wordsOf("in at near outside inside around toward towards across into throughout")
)

// value adds a date, a sum or a measure. Its noun is only a unit: it takes a number or a word of time before it.
func (p *phraser) value(i, end int, class string, head int) int {
	if class == "Date" {
		end = p.until(end)
	}
	switch {
	case head >= 0:
		p.add(i, end, class, head, p.a.Mentions[head].Rule)
	case p.timed(i, end-1), class == "Date" && (p.units[end-1].lower == "ago" || p.units[end-1].mention >= 0):
		p.add(i, end, class, -1, "noun")
	default:
		p.inside(i, end)
	}
	return end
}

// until returns where a time expression ends that goes on behind unit end: "four years ago", "November 16-17", "Monday 19
// December", "the summer of 2017".
func (p *phraser) until(end int) int {
	date := func(k int) bool {
		return k < len(p.units) && p.units[k].mention >= 0 && p.a.Mentions[p.units[k].mention].Class == "Date"
	}
	for {
		switch {
		case end >= len(p.units):
			return end
		case p.units[end].lower == "ago", date(end):
			end++
		case p.units[end].lower == "of" && date(end+1):
			end += 2
		case p.units[end].lower == "-" && (date(end+1) || end+1 < len(p.units) && p.units[end+1].tag == "CD"):
			end += 2
		default:
			return end
		}
	}
}

// inside adds what stands in a phrase that is nothing itself: "Iraqi" of "Iraqi insurgency".
func (p *phraser) inside(i, end int) {
	for k := i; k < end; k++ {
		if u := &p.units[k]; u.mention < 0 && k+1 < end && strings.HasPrefix(u.tag, "NN") && p.noun(u) == "kg:Organization" && u.tag != "NNS" {
			p.add(k, k+1, "kg:Organization", -1, "noun") // "coalition operations"
			continue
		}
		p.single(k)
	}
}

// single adds one unit that is something by itself: a mention, a number, a pronoun.
func (p *phraser) single(k int) {
	u := &p.units[k]
	switch {
	case u.mention >= 0:
		m := &p.a.Mentions[u.mention]
		p.add(k, k+1, m.Class, u.mention, m.Rule)
	case u.tag == "CD" && u.lower != "one":
		p.number(k)
	case u.tag == "RB" && (u.lower == "here" || u.lower == "there"):
		p.add(k, k+1, "kg:Place", -1, "pronoun")
	case personal[u.lower] != "":
		p.add(k, k+1, personal[u.lower], -1, "pronoun")
	}
}

// number adds a number that counts something: none of a name ("Resolution 2254") or of a note ("[2]"); a year is a date.
func (p *phraser) number(k int) {
	u := &p.units[k]
	if k > 0 {
		if b := &p.units[k-1]; b.lower == "[" || b.lower == "#" || b.mention >= 0 && b.tag != "CD" && p.a.Mentions[b.mention].Kind != Value || b.capital && strings.HasPrefix(b.tag, "NNP") {
			return
		}
	}
	if y, ok := year(u.lower); ok && y >= 1900 && y < 2100 && len(u.lower) == 4 {
		p.add(k, k+1, "Date", -1, "year")
		return
	}
	if !isNumber(u.lower) {
		return
	}
	p.add(k, k+1, "Quantity", -1, "number")
}

// personal are the pronouns that stand for one person or for several.
var personal = map[string]string{"i": "kg:Person", "me": "kg:Person", "myself": "kg:Person", "he": "kg:Person", "him": "kg:Person",
	"himself": "kg:Person", "she": "kg:Person", "herself": "kg:Person", "we": "kg:Organization", "us": "kg:Organization",
	"they": "kg:Organization", "them": "kg:Organization"}

func (p *phraser) add(i, end int, class string, head int, rule string) {
	ph := Phrase{First: p.units[i].first, Last: p.units[end-1].last, Class: class, Head: head, Rule: rule}
	for _, u := range p.units[i:end] {
		if u.mention >= 0 && u.mention != head {
			ph.Within = append(ph.Within, u.mention)
		}
	}
	p.a.Phrases = append(p.a.Phrases, ph)
}
