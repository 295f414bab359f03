package extract

import (
	"sort"
	"strings"

	"github.com/newskg/kg/schema"
)

// orgHead are the last words of names of organizations.
var orgHead = wordsOf("agency corporation corp corp. industries inc inc. ltd ltd. institute university brigade division command fleet party front commission " +
	"committee council bureau authority association federation organization organisation foundation group court movement brigades ministry department guard " +
	"guards corps regiment squadron army navy force forces company co. holding holdings systems aerospace shipyard shipyards bank union league alliance congress " +
	"parliament senate assembly network center centre office")

// strongHead are those that make an organization of any capitalised words before them.
var strongHead = wordsOf("agency corporation corp corp. industries inc inc. ltd ltd. institute university brigade division command fleet party front commission " +
	"committee council bureau authority association federation organization organisation foundation brigades regiment shipyard shipyards")

// officeHead make an organization only of a name that speaks of defence or its purchases: "Centre for Defence Investment",
// "Defence Materiel Organisation", "General Directorate of Armaments".
var (
	officeHead  = wordsOf("centre center office administration directorate inspectorate service secretariat department")
	defenceWord = wordsOf("defence defense armament armaments procurement materiel matériel acquisition logistics equipment export exports")
)

// forceHead are the names of a nation's forces: "the Chilean Air Force".
var forceHead = map[string]bool{"army": true, "navy": true, "air force": true, "armed forces": true, "coast guard": true, "marine corps": true, "marines": true,
	"space force": true, "border guard": true, "national guard": true, "land forces": true, "naval forces": true, "air forces": true}

// ministries are the wordings of ministries and how the graph names them.
var ministries = []struct {
	words string
	label string
	short string // a second name, before "of NATION"
}{
	{"ministry of foreign affairs", "Foreign Ministry", "Ministry of Foreign Affairs"},
	{"ministry of external affairs", "Foreign Ministry", "Ministry of External Affairs"},
	{"ministry of national defence", "Ministry of Defence", "Ministry of National Defence"},
	{"ministry of defence", "Ministry of Defence", "Defence Ministry"},
	{"ministry of the interior", "Interior Ministry", "Ministry of the Interior"},
	{"ministry of interior", "Interior Ministry", "Ministry of Interior"},
	{"ministry of finance", "Finance Ministry", "Ministry of Finance"},
	{"national defence ministry", "Ministry of Defence", "National Defence Ministry"},
	{"external affairs ministry", "Foreign Ministry", "External Affairs Ministry"},
	{"armed forces ministry", "Ministry of Defence", "Armed Forces Ministry"},
	{"foreign ministry", "Foreign Ministry", "Ministry of Foreign Affairs"},
	{"defence ministry", "Ministry of Defence", "Defence Ministry"},
	{"interior ministry", "Interior Ministry", "Ministry of the Interior"},
	{"finance ministry", "Finance Ministry", "Ministry of Finance"},
}

// organizations finds the ministries and forces of nations by pattern, and other bodies by the form of their names.
func (ex *Extractor) organizations(a *Analysis) {
	for i := 0; i < len(a.lower); i++ {
		if !a.capital(i) || a.shouting(a.sent[i]) {
			continue
		}
		if n := ex.ministryAt(a, i); n > 0 {
			i += n - 1
			continue
		}
		if n := ex.forceAt(a, i); n > 0 {
			i += n - 1
			continue
		}
		if n := ex.bodyByForm(a, i); n > 0 {
			i += n - 1
		}
	}
}

// ministryAt reads "Foreign Ministry" or "Ministry of Defence" at token i.
func (ex *Extractor) ministryAt(a *Analysis, i int) int {
	for _, min := range ministries {
		words := strings.Fields(min.words)
		ok := true
		for k, w := range words {
			if a.word(i+k, i) != w || a.owner[i+k] != 0 {
				ok = false
				break
			}
		}
		if !ok {
			continue
		}
		end := i + len(words)
		nation := ""
		j := i - 1
		if j >= 0 && (a.word(j, i) == "'s" || a.word(j, i) == "’s") {
			j--
		}
		if m := a.at(j); m != nil && a.sent[j] == a.sent[i] && m.Class == "kg:Nation" {
			nation = m.Thing
		}
		if w := a.word(end, i); nation == "" && (w == "of" || w == "in") {
			k := end + 1
			if a.word(k, i) == "the" {
				k++
			}
			if k < len(a.lower) && a.sent[k] == a.sent[i] {
				nation = ex.bodyAt(a, k)
			}
		}
		if w := a.word(i-1, i); nation == "" && w == "its" {
			nation = a.nearestNation(i - 1)
		}
		if nation == "" {
			nation = ex.ofSpeaker(a, i, end)
		}
		if nation == "" {
			nation = a.mainNation()
		}
		n := ex.gaz.Nations[nation]
		if n == nil {
			return len(words)
		}
		name := "org:" + schema.LocalName(min.label+" of "+n.Label)
		if ex.gaz.Thing(name) == nil && a.things[name] == nil {
			a.things[name] = &schema.Thing{Name: name, Class: "kg:Organization", Label: min.label + " of " + n.Label, Of: nation}
		}
		a.name(name, min.short+" of "+n.Label)
		a.mention(Mention{First: i, Last: end, Class: "kg:Organization", Thing: name, Rule: "ministry"})
		return len(words)
	}
	return 0
}

// ofSpeaker gives the nation of the person who stands right behind a body: "Foreign Ministry spokesman Zhao Lijian".
func (ex *Extractor) ofSpeaker(a *Analysis, i, end int) string {
	for _, p := range a.people {
		for _, r := range p.refs {
			if a.sent[r.first] == a.sent[i] && r.first >= end && r.first <= end+3 && ex.gaz.Nations[p.of] != nil {
				return p.of
			}
		}
	}
	return ""
}

// forceAt reads a nation's adjective and a force, both capitalised: "Chilean Air Force".
func (ex *Extractor) forceAt(a *Analysis, i int) int {
	m := a.at(i)
	if m == nil || m.Class != "kg:Nation" || m.Sense == schema.AsSeat || m.First != i {
		return 0
	}
	j := m.Last
	for _, n := range []int{2, 1} {
		if j+n > len(a.lower) || a.sent[j+n-1] != a.sent[i] || !a.capital(j) || !a.capital(j+n-1) {
			continue
		}
		if !forceHead[strings.Join(a.lower[j:j+n], " ")] {
			continue
		}
		for t := j; t < j+n; t++ {
			if a.owner[t] != 0 {
				return 0
			}
		}
		nation := m.Thing
		label := strings.Join(strings.Fields(a.Text(i, j+n)), " ")
		name := "org:" + schema.LocalName(label)
		first := i
		if ex.gaz.Thing(name) == nil && a.things[name] == nil {
			a.things[name] = &schema.Thing{Name: name, Class: "kg:Organization", Label: label, Of: nation}
		}
		// the adjective stays the nation's own mention; the force is what follows, so that both are found
		if k := a.mention(Mention{First: j, Last: j + n, Class: "kg:Organization", Thing: name, Rule: "force"}); k >= 0 {
			return j + n - first
		}
		return 0
	}
	return 0
}

// bodyByForm reads capitalised words that end in the head of an organization's name.
func (ex *Extractor) bodyByForm(a *Analysis, i int) int {
	if a.owner[i] != 0 && !(a.at(i).Class == "kg:Nation" && a.at(i).First == i || a.at(i).Class == "kg:Place" && a.at(i).First == i) || notName[a.lower[i]] && a.lower[i] != "general" && a.lower[i] != "state" && a.lower[i] != "united" {
		return 0
	}
	j, head := i, -1
	for j < len(a.lower) && a.sent[j] == a.sent[i] && j < i+8 {
		m := a.at(j)
		if m != nil && j > i && !(m.Class == "kg:Place" || m.Class == "kg:Nation") {
			break
		}
		w := a.lower[j]
		if !a.capital(j) && !((w == "of" || w == "for" || w == "and" || w == "&" || w == "the" && (a.lower[j-1] == "of" || a.lower[j-1] == "for")) && j > i) {
			break
		}
		if strongHead[w] && a.capital(j) && j > i {
			head = j
			// "Agency for X", "Institute of Y": the name goes on
			if n := a.word(j+1, i); n != "of" && n != "for" {
				break
			}
		}
		j++
	}
	rule := "form"
	if head < 0 {
		if head = a.purchaser(i, j); head >= 0 {
			rule = "agency"
		}
	}
	if head < 0 || head == i && rule == "form" {
		return 0
	}
	end := head + 1
	if rule == "agency" {
		end = j
		for end > i && !a.capital(end-1) {
			end--
		}
	}
	words := 0
	for t := i; t < end; t++ {
		if a.capital(t) {
			words++
		}
	}
	nation := ""
	start := i
	if m := a.at(i); m != nil && m.Class == "kg:Nation" {
		nation = m.Thing
		if m.Last >= head { // "Turkish Party" says nothing
			return 0
		}
		start = m.Last
	}
	if words < 2 || end-start < 2 {
		return 0
	}
	for t := start; t < end; t++ {
		if a.owner[t] != 0 && a.at(t).Class != "kg:Place" {
			return 0
		}
	}
	for t := start; t < end; t++ {
		if a.owner[t] != 0 {
			a.drop(a.owner[t] - 1)
		}
	}
	label := strings.Join(strings.Fields(a.Text(start, end)), " ")
	if label == "High Commission" {
		return 0 // an embassy
	}
	name := "org:" + schema.LocalName(label)
	if nation != "" {
		_, local, _ := strings.Cut(nation, ":")
		name += "__" + local
	}
	if ex.gaz.Thing(name) != nil {
		name += "__unknown"
	}
	if a.things[name] == nil {
		a.things[name] = &schema.Thing{Name: name, Class: "kg:Organization", Label: label, Of: nation}
	}
	if a.mention(Mention{First: start, Last: end, Class: "kg:Organization", Thing: name, Rule: rule}) < 0 {
		return 0
	}
	return end - i
}

// purchaser finds the head of the name of an office of defence among the tokens from i to j, or -1: a nation's adjective
// stands before it and the name speaks of defence or its purchases.
func (a *Analysis) purchaser(i, j int) int {
	if m := a.at(i); m == nil || m.Class != "kg:Nation" || m.Sense == schema.AsSeat {
		return -1
	}
	head, defence := -1, false
	for k := a.at(i).Last; k < j; k++ {
		if officeHead[a.lower[k]] && a.capital(k) && head < 0 {
			head = k
		}
		defence = defence || defenceWord[a.lower[k]] && a.capital(k)
	}
	if !defence {
		return -1
	}
	return head
}

// spelling links a misspelt name: a capitalised word that is nothing known, one letter off the name of exactly one
// thing that the article names rightly elsewhere.
func (ex *Extractor) spelling(a *Analysis) {
	type known struct{ word, thing string }
	var names []known
	seen := map[string]bool{}
	for _, m := range a.Mentions {
		if m.Last != m.First+1 || m.Sense == schema.AsSeat || m.Class != "kg:Nation" && m.Class != "kg:Person" && m.Class != "kg:Place" && m.Class != "kg:Organization" {
			continue
		}
		if w := a.raw(m.First); len(w) >= 5 && !seen[w+m.Thing] {
			seen[w+m.Thing] = true
			names = append(names, known{w, m.Thing})
		}
	}
	sort.SliceStable(names, func(i, j int) bool { return names[i].word < names[j].word })
	for i := range a.lower {
		w := a.raw(i)
		if a.owner[i] != 0 || !a.capital(i) || len(w) < 5 || i == a.sentence(i).First || notName[a.lower[i]] || ex.gaz.GivenName(w) || a.shouting(a.sent[i]) {
			continue
		}
		if len(ex.gaz.Lookup(schema.Key(w))) > 0 || orgHead[a.lower[i]] || placeHead[a.lower[i]] || strings.HasSuffix(w, "s") {
			continue
		}
		if i+1 < len(a.lower) && a.capital(i+1) && a.owner[i+1] == 0 && a.sent[i+1] == a.sent[i] {
			continue // part of an unknown name
		}
		thing := ""
		for _, n := range names {
			if n.word[0] == w[0] && distanceOne(schema.Fold(n.word), schema.Fold(w)) {
				if thing != "" && thing != n.thing {
					thing = ""
					break
				}
				thing = n.thing
			}
		}
		if thing != "" {
			a.mention(Mention{First: i, Last: i + 1, Class: schema.ClassOf(thing), Thing: thing, Rule: "misspelt"})
		}
	}
}

// distanceOne reports whether two different words differ by one letter changed, added, left out, or two neighbours
// swapped.
func distanceOne(x, y string) bool {
	x, y = strings.ToLower(x), strings.ToLower(y)
	if x == y {
		return false
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return x[i:] == y[i+1:]
	}
	return x[i+1:] == y[i+1:] || i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && x[i+2:] == y[i+2:]
}

func sortedNames[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
