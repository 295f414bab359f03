package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/newskg/kg/schema"
)

// person is somebody that the article names, with the places where it does.
type person struct {
	label   string
	surname string
	thing   string
	known   *schema.Person
	refs    []personRef
	of      string // nation or body, as the article or the gazetteers have it
}

// personRef is one place where a person is named, with the titles beside the name.
type personRef struct {
	first, last int
	titles      []int // into Analysis.titles
	full        bool
	former      bool
	// byCounterpart is the title whose role "counterpart" takes over, -1 where it does not.
	mention int
}

// honorific are the words before a surname that are no office.
var honorific = wordsOf("mr mr. mrs mrs. ms ms. dr dr. sir lord lady madame sheikh shaikh prof. professor")

// sayWord are verbs that persons and governments are the subject of.
var sayWord = wordsOf("said says told added warned announced stressed noted wrote tweeted argued declared insisted")

// persons finds the people: known ones by their names, others by a title, an honorific or an apposition, and all of
// them again by their surnames.
func (ex *Extractor) persons(a *Analysis) {
	ex.titledNames(a)
	ex.knownNames(a)
	ex.counterpartNames(a)
	ex.apposedNames(a)
	ex.formNames(a)
	ex.surnames(a)
	for i := range a.titles {
		ex.belongs(a, &a.titles[i])
	}
	ex.resolve(a)
}

// chunk reads a person's name at token i: capitalised words, initials and particles. It returns the token behind it, i
// when there is none.
func (ex *Extractor) chunk(a *Analysis, i int) int {
	if i >= len(a.lower) {
		return i
	}
	if m := a.at(i); m != nil && m.Class == "kg:Person" {
		return ex.suffix(a, m.Last)
	}
	j, words := i, 0
	for j < len(a.lower) && a.sent[j] == a.sent[i] && words < 6 {
		w := a.lower[j]
		if m := a.at(j); m != nil && !(m.Class == "kg:Place" || m.Class == "kg:WeaponSystem" || m.Class == "kg:Nation" && words > 0 && m.Sense == schema.AsName) {
			break
		}
		if a.titleAt(j) >= 0 && words > 0 && !unicode.IsUpper(firstRune(a.raw(j))) {
			break
		}
		if m := a.at(j); m != nil && words == 0 && m.Class != "kg:WeaponSystem" && !ex.gaz.GivenName(a.raw(j)) {
			break
		}
		given := ex.gaz.GivenName(a.raw(j)) && a.capital(j+1) && !preps[a.word(j-1, j)] // Jan Novak, not "in Jan"
		if monthOf[w] != 0 && words == 0 && !given || notName[w] && !(len(w) == 1 && j+1 < len(a.lower) && a.capital(j) && a.capital(j+1) && j > a.sentence(j).First) {
			break // but "A Bharat Bhushan Babu"
		}
		if _, day := weekdayOf[w]; day {
			break
		}
		r := firstRune(a.raw(j))
		switch {
		case unicode.IsUpper(r) && a.isWord(j):
			if strings.ToUpper(a.raw(j)) == a.raw(j) && len(a.raw(j)) > 3 && !strings.HasSuffix(a.raw(j), ".") && !a.shouting(a.sent[j]) {
				return trimChunk(a, i, j) // an acronym
			}
			words++
			j++
		case words > 0 && particle[w] && j+1 < len(a.lower) && (a.capital(j+1) || a.lower[j+1] == "-" || particle[a.lower[j+1]]):
			j++
		case words == 0 && particle[w] && a.capital(j+1):
			j++
		case words > 0 && openQuote[w] && a.capital(j+1) && closeQuote[a.word(j+2, i)] && a.capital(j+3) && a.word(j+3, i) != "":
			j += 3 // A “Nick” B
			words++
		case (w == "-" || w == "'" || w == "’") && words > 0 && a.glued(j) && j+1 < len(a.lower) && a.glued(j+1) && a.isWord(j+1) && len(a.raw(j+1)) > 1 &&
			w == "-" && !suffixWord[a.lower[j+1]]:
			j += 2
		default:
			return ex.suffix(a, trimChunk(a, i, j))
		}
	}
	return ex.suffix(a, trimChunk(a, i, j))
}

// suffixWord are words that hang on a name by a hyphen without being part of it.
var suffixWord = wordsOf("led backed based made built born style era like elect")

var (
	openQuote  = map[string]bool{"“": true, "\"": true, "‘": true, "``": true}
	closeQuote = map[string]bool{"”": true, "\"": true, "’": true, "''": true}
)

// notName are capitalised words that begin no name.
var notName = wordsOf("the a an on in at i it he she they we and but for to of with as by from after before while when since if this that these those " +
	"there his her its their our my what who which not no yes also however meanwhile still yet then now both all some many most more other " +
	"president minister secretary chairman director commander ambassador senator general government parliament foreign defence ministry state states united mr mr. mrs mrs. ms ms.")

var particle = wordsOf("al bin ibn van von der den de la le da dos di du del ben abu el ter ul ud-din al- e y")

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// trimChunk drops particles and hyphens from the end of a chunk.
func trimChunk(a *Analysis, i, j int) int {
	for j > i && (particle[a.lower[j-1]] && !a.capital(j-1) || !a.isWord(j-1)) {
		j--
	}
	return j
}

// suffix takes Jr. and III into a name.
func (ex *Extractor) suffix(a *Analysis, j int) int {
	for j < len(a.lower) && j > 0 && a.sent[j] == a.sent[j-1] {
		switch strings.TrimSuffix(a.lower[j], ".") {
		case "jr", "sr", "ii", "iii", "iv":
			j++
			continue
		case ",":
			if w := strings.TrimSuffix(a.word(j+1, j), "."); w == "jr" || w == "sr" {
				j += 2
				continue
			}
		}
		break
	}
	return j
}

// shouting reports whether a sentence is written in capitals, so that capitals say nothing.
func (a *Analysis) shouting(s int) bool {
	sn := a.Doc.Sentences[s]
	upper, words := 0, 0
	for i := sn.First; i < sn.Last; i++ {
		if w := a.raw(i); len(w) > 1 && unicode.IsLetter(firstRune(w)) {
			words++
			if strings.ToUpper(w) == w {
				upper++
			}
		}
	}
	return words > 3 && upper*4 > words*3
}

// titleAt returns the title that begins at a token, or -1.
func (a *Analysis) titleAt(i int) int {
	for k := range a.titles {
		if a.titles[k].first == i {
			return k
		}
		if a.titles[k].first > i {
			break
		}
	}
	return -1
}

// titledNames reads names behind titles: "Foreign Minister Sergei Lavrov", "Pentagon Press Secretary Brig. Gen. Pat
// Ryder", "Deputy Prime Minister and Minister of Defence X", "Japan's prime minister, Shinzo Abe".
func (ex *Extractor) titledNames(a *Analysis) {
	for k := 0; k < len(a.titles); k++ {
		titles := []int{k}
		j := a.titles[k].last
		for {
			n := a.titleAt(j)
			if n < 0 && (a.word(j, a.titles[k].first) == "and" || a.word(j, a.titles[k].first) == ",") {
				n = a.titleAt(j + 1)
				if n >= 0 && a.word(j, a.titles[k].first) == "," && !a.capital(a.titles[n].first) {
					n = -1
				}
			}
			if n < 0 || a.sent[a.titles[n].first] != a.sent[a.titles[k].first] {
				break
			}
			titles = append(titles, n)
			j = a.titles[n].last
		}
		if a.titles[titles[len(titles)-1]].plural {
			// "Foreign Ministers A and B": each name has the title
			ex.pluralNames(a, titles, j)
			continue
		}
		comma := false
		j = a.overDuty(j, k0(a, titles))
		if a.word(j, k0(a, titles)) == "," {
			comma = true
			j++
		}
		end := ex.chunk(a, j)
		if end == j || a.sent[j] != a.sent[a.titles[k].first] {
			continue
		}
		known := a.at(j) != nil && a.at(j).Class == "kg:Person"
		if comma && !known {
			// "the prime minister, Shinzo Abe," but not "told the prime minister, Reuters reported"
			if end-j < 2 || !(a.word(end, j) == "," || a.word(end, j) == "." || sayWord[a.word(end, j)]) || a.at(j) != nil && a.at(j).Class != "kg:Person" {
				continue
			}
		}
		if !known && !a.capital(a.titles[k].first) && end-j < 2 && !comma && a.Doc.Sentences[a.sent[j]].First != a.titles[k].first && !honorific[a.lower[a.titles[k].first]] {
			// "the minister Smith" is rare; "told officials Monday" is not
			continue
		}
		a.ref(ex, j, end, titles)
		k = titles[len(titles)-1]
	}
	// honorifics: Mr. Karat
	for i := range a.lower {
		if honorific[a.lower[i]] && a.capital(i) && i+1 < len(a.lower) && a.sent[i+1] == a.sent[i] {
			if end := ex.chunk(a, i+1); end > i+1 {
				a.ref(ex, i+1, end, nil)
			}
		}
	}
}

// overDuty steps over what an office is for, to the comma before a name: "state secretary for security policy, X".
func (a *Analysis) overDuty(j, beside int) int {
	if a.word(j, beside) == "to" { // "Ambassador to Washington X", "its envoy to the United Nations, X"
		k := j + 1
		if a.word(k, beside) == "the" {
			k++
		}
		m := a.at(k)
		if m == nil || m.Class == "kg:Person" || a.sent[k] != a.sent[j] {
			return j
		}
		if w := a.word(m.Last, beside); w != "," && !a.capital(m.Last) {
			return j
		}
		return m.Last
	}
	if w := a.word(j, beside); w != "for" && w != "on" && w != "in" {
		return j
	}
	for k := j + 1; k < j+7; k++ {
		switch w := a.word(k, beside); {
		case w == ",":
			if a.capital(k + 1) {
				return k
			}
			return j
		case w == "" || sayWord[w] || preps[w] && w != "of" || clauseStop[w]:
			return j
		}
		if m := a.at(k); m != nil && m.Class == "kg:Person" {
			return j
		}
	}
	return j
}

func k0(a *Analysis, titles []int) int { return a.titles[titles[len(titles)-1]].first }

// pluralNames reads "Foreign Ministers A of X and B of Y" and "the three foreign ministers, A of X, B of Y and C of Z".
func (ex *Extractor) pluralNames(a *Analysis, titles []int, j int) {
	at := k0(a, titles)
	if a.word(j, at) == "," || a.word(j, at) == ":" || dash[a.word(j, at)] {
		end := ex.chunk(a, j+1)
		if w := a.word(end, at); end-j < 3 || w != "of" && w != "from" {
			return
		}
		j++
	}
	for n := 0; n < 6 && j < len(a.lower) && a.sent[j] == a.sent[at]; n++ {
		end := ex.chunk(a, j)
		if end-j < 2 && !(end > j && a.at(j) != nil && a.at(j).Class == "kg:Person") {
			return
		}
		a.ref(ex, j, end, titles)
		j = end
		if a.word(j, at) == "of" || a.word(j, at) == "from" {
			j++
			if a.word(j, at) == "the" {
				j++
			}
			if m := a.at(j); m != nil && m.Class == "kg:Nation" {
				j = m.Last
			}
		}
		if w := a.word(j, at); w != "," && w != "and" {
			return
		}
		j++
		if a.word(j, at) == "and" {
			j++
		}
	}
}

// ref notes a place where a person is named. Names of one person are one person: the same full name, or a name whose
// first and last words are those of another.
func (a *Analysis) ref(ex *Extractor, first, last int, titles []int) {
	for i := first; i < last; i++ {
		if m := a.at(i); m != nil {
			if m.Rule == "person" {
				a.addTitles(first, titles)
				return
			}
			a.drop(a.owner[i] - 1)
		}
	}
	n := a.mention(Mention{First: first, Last: last, Class: "kg:Person", Rule: "person"})
	if n < 0 {
		return
	}
	words := strings.Fields(strings.NewReplacer("“", "", "”", "", "\"", "").Replace(a.Text(first, last)))
	r := personRef{first: first, last: last, titles: titles, full: len(words) > 1, mention: n}
	label := strings.Join(words, " ")
	if r.full {
		for _, p := range a.people {
			if p.label != "" && sameName(p.label, label) {
				p.refs = append(p.refs, r)
				if len(label) > len(p.label) {
					p.label = label
				}
				return
			}
		}
		a.people = append(a.people, &person{label: label, refs: []personRef{r}})
		return
	}
	a.people = append(a.people, &person{surname: label, refs: []personRef{r}})
}

// addTitles adds titles to the reference that begins at a token.
func (a *Analysis) addTitles(first int, titles []int) {
	for _, p := range a.people {
		for i := range p.refs {
			if r := &p.refs[i]; r.first <= first && first < r.last {
				for _, t := range titles {
					if !containsInt(r.titles, t) {
						r.titles = append(r.titles, t)
					}
				}
				return
			}
		}
	}
}

func containsInt(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

// bare drops initials and endings from a name: Lloyd J. Austin III is Lloyd Austin.
func bare(name string) []string {
	var out []string
	for i, w := range strings.Fields(name) {
		plain := strings.Trim(w, ".,")
		switch strings.ToLower(plain) {
		case "jr", "sr", "ii", "iii", "iv":
			continue
		}
		if i > 0 && len(plain) == 1 {
			continue
		}
		out = append(out, schema.Words(w))
	}
	return out
}

// sameName reports whether two full names agree but for initials, endings, hyphens and accents.
func sameName(x, y string) bool {
	return strings.ReplaceAll(strings.Join(bare(x), ""), " ", "") == strings.ReplaceAll(strings.Join(bare(y), ""), " ", "")
}

// knownNames makes persons of the names that the gazetteers found.
func (ex *Extractor) knownNames(a *Analysis) {
	for i := 0; i < len(a.Mentions); i++ {
		m := a.Mentions[i]
		if m.Class != "kg:Person" || m.Rule != "gazetteer" || m.Last == m.First {
			continue
		}
		end := ex.suffix(a, m.Last)
		a.ref(ex, m.First, end, nil)
		for _, p := range a.people {
			for _, r := range p.refs {
				if r.first == m.First {
					p.thing = m.Thing
				}
			}
		}
	}
}

// apposedNames reads titles behind names: "Zhao Lijian, a Foreign Ministry spokesman", "Ellen Lord, the Pentagon's top
// weapons buyer".
func (ex *Extractor) apposedNames(a *Analysis) {
	for k := range a.titles {
		t := &a.titles[k]
		if t.plural {
			continue
		}
		// back over the words before the title to a comma
		j := t.first - 1
		for n := 0; n < 7 && j >= 0 && a.sent[j] == a.sent[t.first] && a.lower[j] != ","; n++ {
			if sayWord[a.lower[j]] || a.lower[j] == "and" || a.lower[j] == "with" || a.lower[j] == "was" || a.lower[j] == "is" || a.lower[j] == "to" || a.lower[j] == "by" ||
				a.lower[j] == "that" || a.lower[j] == "when" || a.lower[j] == "who" {
				j = -1
				break
			}
			j--
		}
		if j <= 0 || a.sent[j] != a.sent[t.first] || a.lower[j] != "," {
			continue
		}
		det := a.lower[j+1]
		if det != "the" && det != "a" && det != "an" && det != "its" && det != "his" && det != "their" && det != "then" && det != "former" && a.at(j+1) == nil && j+1 != t.first {
			continue
		}
		if a.capital(t.first) && ex.chunk(a, t.last) > t.last {
			continue // the title has a name of its own behind it
		}
		end := j
		if a.lower[end-1] == "\"" || a.lower[end-1] == "”" {
			continue
		}
		start, ok := ex.chunkBefore(a, end)
		if !ok {
			continue
		}
		if m := a.at(start); m != nil && m.Class == "kg:Person" && m.Rule == "person" {
			a.addTitles(start, []int{k})
			continue
		}
		a.ref(ex, start, end, []int{k})
	}
}

// chunkBefore finds a name of two words or more, or a known person, that ends before token end.
func (ex *Extractor) chunkBefore(a *Analysis, end int) (int, bool) {
	if m := a.at(end - 1); m != nil {
		if m.Class == "kg:Person" && m.Last == end {
			return m.First, true
		}
		if m.Class != "kg:Place" {
			return 0, false
		}
	}
	for start := max(a.sentence(end-1).First, end-7); start < end-1; start++ {
		if (a.capital(start) || particle[a.lower[start]]) && a.at(start) == nil && ex.chunk(a, start) == end && !notName[a.lower[start]] {
			if a.titleAt(start) >= 0 {
				continue
			}
			return start, true
		}
	}
	return 0, false
}

// counterpartNames reads the name behind "his Ecuadorean counterpart".
func (ex *Extractor) counterpartNames(a *Analysis) {
	for i := range a.lower {
		if a.lower[i] != "counterpart" {
			continue
		}
		j := i + 1
		if a.word(j, i) == "," {
			j++
		}
		if end := ex.chunk(a, j); end-j >= 2 && a.sent[j] == a.sent[i] && a.at(j) == nil {
			a.ref(ex, j, end, nil)
		}
	}
}

// personNoun are nouns that say that the name before them is a person's: "Ingrid Betancourt, a French-Colombian
// politician".
var personNoun = wordsOf("politician businessman businesswoman analyst journalist lawyer activist professor scholar researcher expert author economist historian soldier " +
	"constable engineer scientist dissident cleric farmer student teacher doctor pilot sailor woman man father mother son daughter brother sister wife husband widow resident " +
	"veteran fellow commentator columnist strategist negotiator candidate rebel militant fugitive heir cousin nephew second-in-command deputy republican democrat executive")

// describedAs reports whether a comma and a phrase with a person noun stand behind token end.
func (a *Analysis) describedAs(end, beside int) bool {
	if a.word(end, beside) != "," {
		return false
	}
	switch a.word(end+1, beside) {
	case "a", "an", "the", "his", "her", "their":
	default:
		return false
	}
	for k := 2; k < 9; k++ {
		w := a.word(end+k, beside)
		if w == "" || w == "," || w == "who" || w == "of" {
			return false
		}
		if personNoun[w] || w == "second" && a.word(end+k+1, beside) == "-" {
			return true
		}
	}
	return false
}

// described reports whether what stands behind a name is said of a person.
func (a *Analysis) described(i, end int) bool {
	return a.describedAs(end, i) || sayWord[a.word(end, i)]
}

// formNames finds people without a title by their form: a given name before a capitalised word, or a name of two or
// three words that says something.
func (ex *Extractor) formNames(a *Analysis) {
	for i := 0; i < len(a.lower); i++ {
		if a.owner[i] != 0 || !a.capital(i) || notName[a.lower[i]] || a.shouting(a.sent[i]) {
			continue
		}
		end := ex.chunk(a, i)
		if end-i < 2 || len(strings.Fields(a.Text(i, end))) < 2 {
			continue
		}
		if !ex.gaz.GivenName(a.raw(i)) && i+1 < end && ex.gaz.GivenName(a.raw(i+1)) && end-i >= 3 && !strings.HasSuffix(a.lower[i], "ly") && a.described(i, end) {
			a.ref(ex, i, end, nil) // an unknown first name before a known one: Purnam Kumar Shaw
			i = end - 1
			continue
		}
		says := a.takesOffice(end, i) || sayWord[a.word(end, i)] || sayWord[a.word(i-1, i)] || a.describedAs(end, i)
		free := true
		for t := i; t < end; t++ {
			if m := a.at(t); m != nil && m.Class != "kg:Place" {
				free = false
			}
			if orgHead[a.lower[t]] || placeHead[a.lower[t]] || a.titleAt(t) >= 0 {
				free = false
			}
		}
		if !free {
			continue
		}
		given := ex.gaz.GivenName(a.raw(i)) && len(a.raw(i)) > 2
		first := i == a.sentence(i).First
		if given && a.at(i) == nil && len(strings.Fields(a.Text(i, end))) <= 4 && !(first && ordinary[a.lower[i]]) || says && !first && len(strings.Fields(a.Text(i, end))) <= 3 {
			a.ref(ex, i, end, nil)
			i = end - 1
		}
	}
}

// takesOffice reports whether the words behind a name at token i put somebody into an office or out of it.
func (a *Analysis) takesOffice(i, beside int) bool {
	for k := i; k < i+4; k++ {
		switch w := a.word(k, beside); w {
		case "sworn", "appointed", "elected", "inaugurated", "reappointed", "resigned", "succeeded":
			return true
		case "took", "takes", "taken":
			return a.word(k+1, beside) == "over" || a.word(k+1, beside) == "office"
		case "was", "is", "has", "been", ",", "who", "will", "be", "had":
		default:
			return false
		}
	}
	return false
}

// ordinary are given names that are also words.
var ordinary = wordsOf("will may mark bill grant chase hope faith grace frank rich drew guy art pat rob sue dawn april june august iris")

// placeHead are last words of names of places and things that are no people.
var placeHead = wordsOf("sea ocean bay gulf strait island islands peninsula river lake mountains desert valley city province region airport airfield port base " +
	"street square bridge day week war treaty act accord pact summit games award prize court house hall palace avenue road test ban program programme project plan")

// surnames finds the bare surnames of the article's people, and of heads of state and government who need no first
// name.
func (ex *Extractor) surnames(a *Analysis) {
	bySurname := map[string][]*person{}
	for _, p := range a.people {
		if p.label == "" {
			continue
		}
		ex.identify(a, p)
		bySurname[schema.Key(p.surname)] = append(bySurname[schema.Key(p.surname)], p)
		// "Sisi" for al-Sisi
		for _, particle := range []string{"al-", "el-", "al ", "el ", "bin ", "van ", "von ", "de ", "da ", "dos "} {
			if rest, ok := strings.CutPrefix(strings.ToLower(p.surname), particle); ok {
				bySurname[schema.Key(rest)] = append(bySurname[schema.Key(rest)], p)
			}
		}
	}
	// names of one word behind a title or honorific
	var single []*person
	full := a.people[:0]
	for _, p := range a.people {
		if p.label != "" {
			full = append(full, p)
		} else {
			single = append(single, p)
		}
	}
	a.people = full
	for _, p := range single {
		r := p.refs[0]
		same := bySurname[schema.Key(p.surname)]
		if q := ex.choose(a, same, r); q != nil {
			q.refs = append(q.refs, r)
			continue
		}
		if len(same) > 0 {
			a.drop(r.mention) // several of the name, and nothing decides
			continue
		}
		if k := ex.knownBySurname(a, p.surname, r.titles); k != nil {
			p.label, p.thing, p.known = k.Label, k.Name, k
			a.people = append(a.people, p)
			bySurname[schema.Key(p.surname)] = append(bySurname[schema.Key(p.surname)], p)
			continue
		}
		if len(r.titles) == 0 && !honorific[a.word(r.first-1, r.first)] {
			a.drop(r.mention)
			continue
		}
		p.label = p.surname
		a.people = append(a.people, p)
		bySurname[schema.Key(p.surname)] = append(bySurname[schema.Key(p.surname)], p)
	}
	for i := 0; i < len(a.lower); i++ {
		if !a.capital(i) || notName[a.lower[i]] {
			continue
		}
		if m := a.at(i); m != nil && !(m.Class == "kg:Place" && m.Last == m.First+1 && m.seat == "") {
			continue
		}
		n, same := 1, bySurname[schema.Key(a.raw(i))]
		for k := 4; k > 1; k-- { // al-Assad, Suu Kyi
			if i+k <= len(a.lower) && a.sent[i+k-1] == a.sent[i] {
				if s := bySurname[schema.Key(a.Text(i, i+k))]; s != nil {
					n, same = k, s
					break
				}
			}
		}
		if same == nil {
			if k := ex.headBySurname(a, i); k != nil {
				p := &person{label: k.Label, surname: k.Surname, thing: k.Name, known: k}
				a.people = append(a.people, p)
				bySurname[schema.Key(k.Surname)] = append(bySurname[schema.Key(k.Surname)], p)
				same = []*person{p}
			} else {
				continue
			}
		}
		if i+n < len(a.lower) && a.sent[i+n] == a.sent[i] && a.capital(i+n) && a.owner[i+n] == 0 && !monthDay(a.lower[i+n]) && !a.shouting(a.sent[i]) && a.titleAt(i+n) < 0 {
			continue // part of a longer name
		}
		if i > 0 && a.sent[i-1] == a.sent[i] && a.capital(i-1) && a.owner[i-1] == 0 && !honorific[a.lower[i-1]] && a.sentence(i).First != i-1 && !endsTitle(a, i) {
			continue
		}
		r := personRef{first: i, last: i + n}
		q := ex.choose(a, same, r)
		if q == nil {
			continue
		}
		if m := a.at(i); m != nil {
			a.drop(a.owner[i] - 1)
		}
		if r.mention = a.mention(Mention{First: i, Last: i + n, Class: "kg:Person", Rule: "surname"}); r.mention >= 0 {
			q.refs = append(q.refs, r)
		}
		i += n - 1
	}
}

func endsTitle(a *Analysis, i int) bool {
	for k := range a.titles {
		if a.titles[k].last == i {
			return true
		}
	}
	return false
}

func monthDay(w string) bool {
	_, day := weekdayOf[w]
	return day || monthOf[w] != 0
}

// holdsToken reports whether one of the person's names covers a token.
func (p *person) holdsToken(i int) bool {
	for _, r := range p.refs {
		if r.first <= i && i < r.last {
			return true
		}
	}
	return false
}

// choose picks the person that a surname stands for: the only one, or of several the one whose title fits, or the one
// named last in this sentence or the one before.
func (ex *Extractor) choose(a *Analysis, same []*person, r personRef) *person {
	if len(same) == 1 {
		return same[0]
	}
	if len(same) == 0 {
		return nil
	}
	var fits []*person
	for _, p := range same {
		for _, q := range p.refs {
			for _, t := range q.titles {
				for _, u := range r.titles {
					if a.titles[t].rows[0].Role == a.titles[u].rows[0].Role {
						fits = append(fits, p)
					}
				}
			}
		}
	}
	if len(fits) > 0 && fits[0] == fits[len(fits)-1] {
		return fits[0]
	}
	var last *person
	at, tie := -1, false
	for _, p := range same {
		for _, q := range p.refs {
			if q.first < r.first && a.sent[r.first]-a.sent[q.first] <= 1 {
				switch {
				case q.first > at && (last == nil || last == p || a.sent[q.first] > a.sent[at]):
					last, at, tie = p, q.first, false
				case last != p && a.sent[q.first] == a.sent[at]:
					tie = true
				}
			}
		}
	}
	if tie {
		return nil
	}
	return last
}

// identify links a full name to a known person and sets the surname.
func (ex *Extractor) identify(a *Analysis, p *person) {
	if p.thing != "" {
		p.known = ex.gaz.Persons[p.thing]
	}
	if p.known == nil {
		words := bare(p.label)
		if len(words) >= 2 {
			var found *schema.Person
			n := 0
			for _, name := range []string{strings.Join(words, " "), words[0] + " " + words[len(words)-1]} {
				for _, f := range ex.gaz.Lookup(schema.Key(name)) {
					if k := ex.gaz.Persons[f.Thing]; k != nil && k != found {
						found, n = k, n+1
					}
				}
				if n > 0 {
					break
				}
			}
			if n == 1 {
				p.known, p.thing = found, found.Name
			}
		}
	}
	if p.known != nil {
		p.surname = p.known.Surname
		return
	}
	p.surname = schema.Surname(p.label, "")
	if words := strings.Fields(p.label); len(words) >= 2 && eastAsian(words) {
		p.surname = words[0]
	}
}

// eastAsian reports whether a name has its family name first: a short first word and a given name with a hyphen or of
// Chinese or Korean make (Eom Dong-hwan, Zhao Lijian is left to the gazetteers).
func eastAsian(words []string) bool {
	if familyFirst[strings.ToLower(words[0])] {
		return len(words) <= 3
	}
	last := words[len(words)-1]
	i := strings.IndexByte(last, '-')
	return len(words) == 2 && len(words[0]) <= 5 && i > 0 && i+1 < len(last) && unicode.IsLower(rune(last[i+1]))
}

// familyFirst are the commonest Chinese and Korean family names.
var familyFirst = wordsOf("wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng yu dong xiao cheng cao " +
	"yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin " +
	"geng hua kim lee park choi jung kang cho yoon jang lim han oh seo shin kwon hwang ahn hong moon ryu roh chung ri pak choe jong")

// knownBySurname finds the one known person of that surname who held the titled office on the article's day.
func (ex *Extractor) knownBySurname(a *Analysis, surname string, titles []int) *schema.Person {
	if a.day.IsZero() {
		return nil
	}
	var found *schema.Person
	for _, p := range ex.gaz.BySurname(surname) {
		for _, t := range p.Tenures {
			if !t.On(a.Article.Date) {
				continue
			}
			for _, k := range titles {
				for _, row := range a.titles[k].rows {
					if row.Role == t.Role || row.Role == "kg:Minister" && strings.HasSuffix(t.Role, "Minister") || t.Role == "kg:HeadOfState" && row.Role == "kg:HeadOfGovernment" {
						if found != nil && found != p {
							return nil
						}
						found = p
					}
				}
			}
		}
	}
	return found
}

// headBySurname finds a head of state or government in office on the article's day by a bare surname that nobody else
// known shares.
func (ex *Extractor) headBySurname(a *Analysis, i int) *schema.Person {
	if a.day.IsZero() || len(a.raw(i)) < 4 || a.owner[i] != 0 || ex.gaz.GivenName(a.raw(i)) {
		return nil
	}
	var found *schema.Person
	for _, p := range ex.gaz.BySurname(a.raw(i)) {
		in := false
		for _, t := range p.Tenures {
			if t.On(a.Article.Date) {
				in = true
				if t.Role != "kg:HeadOfState" && t.Role != "kg:HeadOfGovernment" || t.Of != "" && ex.gaz.Nations[t.Of] == nil {
					in = false
					break
				}
			}
		}
		if in {
			if found != nil {
				return nil
			}
			found = p
		}
	}
	if found == nil || schema.Fold(found.Surname) != schema.Fold(a.raw(i)) {
		return nil
	}
	// the nation must be at hand, so that Ford stays a car
	for _, m := range a.Mentions {
		if m.Last > m.First && m.Class == "kg:Nation" && m.Thing == found.Tenures[len(found.Tenures)-1].Of {
			return found
		}
	}
	return nil
}

// resolve gives every person a name in the graph. Who is known by form alone gets his nation into it, where the article
// gives one.
func (ex *Extractor) resolve(a *Analysis) {
	for i := range a.titles {
		if t := &a.titles[i]; t.servant != nil && t.of == "" {
			if t.servant.known != nil {
				t.of = ex.servesOn(t.servant.known, a.Article.Date)
			}
			for _, r := range t.servant.refs {
				for _, k := range r.titles {
					if t.of == "" {
						t.of = a.titles[k].of
					}
				}
			}
		}
	}
	for _, p := range a.people {
		for _, r := range p.refs {
			for _, k := range r.titles {
				if of := a.titles[k].of; of != "" && p.of == "" {
					p.of = of
				}
			}
		}
		if p.known != nil && p.of != "" && ex.gaz.Nations[p.of] != nil && !ex.servedFor(p.known, p.of) {
			p.known, p.thing = nil, "" // another man of that name
		}
		if p.known == nil && p.of == "" {
			p.of = ex.nationByContext(a, p)
		}
		if p.known == nil {
			p.thing = "person:" + schema.LocalName(p.label)
			if _, local, ok := strings.Cut(p.of, ":"); ok {
				p.thing += "__" + local
			} else if ex.gaz.Thing(p.thing) != nil {
				p.thing += "__unknown"
			}
			if a.things[p.thing] == nil {
				a.things[p.thing] = &schema.Thing{Name: p.thing, Class: "kg:Person", Label: p.label}
			}
		} else if p.of == "" {
			p.of = ex.servesOn(p.known, a.Article.Date)
		}
		for _, r := range p.refs {
			if m := &a.Mentions[r.mention]; m.Last > m.First {
				m.Thing = p.thing
				if r.full {
					a.name(p.thing, a.Text(r.first, r.last))
				}
			}
		}
		a.of[p.thing] = p.of
	}
}

// servedFor reports whether a known person ever held an office of a nation or of a body without one.
func (ex *Extractor) servedFor(p *schema.Person, nation string) bool {
	for _, t := range p.Tenures {
		if t.Of == nation || ex.gaz.Nations[t.Of] == nil {
			return true
		}
	}
	return false
}

// servesOn returns whom a known person held an office for on a day, or last did before it.
func (ex *Extractor) servesOn(p *schema.Person, day string) string {
	of := ""
	for _, t := range p.Tenures {
		if day != "" && t.On(day) {
			return t.Of
		}
		of = t.Of
	}
	return of
}

// nationByContext gives an official without a stated nation the one that the article is about, when one stands out.
func (ex *Extractor) nationByContext(a *Analysis, p *person) string {
	titled := false
	for _, r := range p.refs {
		for _, k := range r.titles {
			switch a.titles[k].rows[0].Role {
			case "kg:Ambassador":
				if n, ok := a.envoyOf(r.first); ok {
					return n
				}
			case "kg:HeadOfState", "kg:HeadOfGovernment", "kg:Official", "kg:SecretaryGeneral":
				return "" // anybody's president or chief executive may be in the news
			}
		}
		// "China's Wang Yi"
		if w := a.word(r.first-1, r.first); w == "'s" || w == "’s" {
			if m := a.at(r.first - 2); m != nil && m.Class == "kg:Nation" {
				return m.Thing
			}
		}
		if a.word(r.last, r.first) == "of" {
			j := r.last + 1
			if a.word(j, r.first) == "the" {
				j++
			}
			if m := a.at(j); m != nil && m.Class == "kg:Nation" && a.sent[j] == a.sent[r.first] {
				return m.Thing
			}
		}
		titled = titled || len(r.titles) > 0
	}
	if !titled {
		return ""
	}
	return a.mainNation()
}

// envoyOf is the nation of an ambassador by the other words of his sentence, that of its embassy or diplomats; ok says
// that the sentence settles it, if only by telling that he is not of the nation that summoned or expelled him.
func (a *Analysis) envoyOf(i int) (nation string, ok bool) {
	sn := a.sentence(i)
	for j := sn.First; j < sn.Last; j++ {
		switch w := a.lower[j]; {
		case envoyWord[w]:
			if m := a.at(j - 1); m != nil && m.Class == "kg:Nation" && m.Sense != schema.AsSeat && j > sn.First && nation == "" {
				nation, ok = m.Thing, true
			}
		case w == "summoned" || w == "expelled" || w == "summons" || w == "expels" || w == "summon" || w == "expel":
			ok = true
		}
	}
	return nation, ok
}

// envoyWord are nouns of a nation's people and houses abroad.
var envoyWord = wordsOf("embassy diplomat diplomats envoy envoys embassies mission consulate")

// mainNation is the nation that the article names most, when it does so clearly more often than any other.
func (a *Analysis) mainNation() string {
	if a.mainSet {
		return a.main
	}
	a.mainSet = true
	count := map[string]int{}
	for _, m := range a.Mentions {
		if m.Last > m.First && m.Class == "kg:Nation" {
			count[m.Thing]++
		}
	}
	best, second := "", 0
	for _, n := range sortedNames(count) {
		switch {
		case best == "" || count[n] > count[best]:
			if best != "" {
				second = count[best]
			}
			best = n
		case count[n] > second:
			second = count[n]
		}
	}
	if best != "" && count[best]*4 >= second*5 {
		a.main = best
	}
	return a.main
}
