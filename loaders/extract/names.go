package extract

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/newskg/kg/schema"
)

// maxNameTokens bounds a name in tokens, hyphens counted.
const maxNameTokens = 14

// classWord are the nouns that a weapon's designation stands beside, and the kind of weapon each speaks of.
var classWord = classWords()

func classWords() map[string]string {
	m := map[string]string{}
	for kind, words := range map[string]string{
		"air":     "jet jets fighter fighters aircraft warplane warplanes bomber bombers turboprop turboprops plane planes interceptor interceptors airlifter",
		"heli":    "helicopter helicopters gunship gunships chopper choppers",
		"drone":   "drone drones uav uavs uavs",
		"missile": "missile missiles rocket rockets launcher launchers torpedo torpedoes warhead warheads icbm icbms",
		"sam":     "battery batteries system systems interceptors",
		"gun":     "howitzer howitzers gun guns artillery mortar mortars rifle rifles cannon obuses",
		"tank":    "tank tanks",
		"vehicle": "vehicle vehicles carrier carriers apc apcs",
		"ship":    "frigate frigates destroyer destroyers corvette corvettes warship warships cruiser cruisers vessel vessels ship ships boat boats",
		"sub":     "submarine submarines",
		"bomb":    "bomb bombs munition munitions shell shells ammunition mine mines",
		"radar":   "radar radars",
	} {
		for _, w := range strings.Fields(words) {
			m[w] = kind
		}
	}
	return m
}

// candidate is a stretch of tokens that could be a known thing.
type candidate struct {
	first, last int
	forms       []schema.Form
}

// names finds the known things by their surface forms, longest match first, and settles which thing a form stands for
// where it could be several.
func (ex *Extractor) names(a *Analysis) {
	var found []candidate
	for s := range a.Doc.Sentences {
		found = append(found, ex.candidates(a, s)...)
	}
	sort.SliceStable(found, func(i, j int) bool {
		if li, lj := found[i].last-found[i].first, found[j].last-found[j].first; li != lj {
			return li > lj
		}
		return found[i].first < found[j].first
	})
	// which things stand in the article beyond doubt: they help to settle the rest
	certain := map[string]bool{}
	taken := make([]bool, len(a.lower))
	var chosen []candidate
	for _, c := range found {
		free := true
		for t := c.first; t < c.last; t++ {
			free = free && !taken[t]
		}
		if !free {
			continue
		}
		for t := c.first; t < c.last; t++ {
			taken[t] = true
		}
		chosen = append(chosen, c)
		if len(c.forms) == 1 && !c.forms[0].Context {
			certain[c.forms[0].Thing] = true
		}
	}
	sort.SliceStable(chosen, func(i, j int) bool { return chosen[i].first < chosen[j].first })
	var doubtful []candidate
	for _, c := range chosen {
		if f, ok := ex.settle(a, c, certain); ok {
			ex.takeName(a, c, f)
			certain[f.Thing] = true
		} else {
			doubtful = append(doubtful, c)
		}
	}
	for _, c := range doubtful { // what has become certain since may settle them
		if f, ok := ex.settle(a, c, certain); ok {
			ex.takeName(a, c, f)
		}
	}
}

func (ex *Extractor) takeName(a *Analysis, c candidate, f schema.Form) {
	m := Mention{First: c.first, Last: c.last, Class: schema.ClassOf(f.Thing), Thing: f.Thing, Sense: f.Sense, Rule: "gazetteer"}
	if f.Sense == schema.AsSeat {
		m.Rule, m.Class, m.Thing, m.seat = "seat", "kg:Nation", f.Thing, f.Thing
	} else if m.Class == "kg:Place" {
		m.seat = ex.gaz.CapitalOf(f.Thing)
		for _, o := range c.forms {
			if o.Sense == schema.AsSeat && m.seat == "" {
				m.seat = o.Thing
			}
		}
	}
	a.mention(m)
}

// candidates finds every stretch of a sentence that has the key of a known form and is written like it.
func (ex *Extractor) candidates(a *Analysis, s int) []candidate {
	sn := a.Doc.Sentences[s]
	var out []candidate
	longest := ex.gaz.LongestKey()
	for i := sn.First; i < sn.Last; i++ {
		if a.owner[i] != 0 || !a.isWord(i) || !a.startsName(i) {
			continue
		}
		key := ""
		for j := i; j < sn.Last && j < i+maxNameTokens; j++ {
			if a.owner[j] != 0 && a.Mentions[a.owner[j]-1].Class != "Date" {
				break
			}
			part := schema.Key(a.raw(j))
			if part == "" {
				if w := a.lower[j]; w != "-" && w != "/" && w != "&" && w != "'" && w != "." && w != "(" && w != ")" && w != "," && w != "’" {
					break
				}
				continue
			}
			if key += part; len(key) > longest+1 {
				break
			}
			text := a.Text(i, j+1)
			var forms []schema.Form
			for _, f := range ex.gaz.Lookup(key) {
				if schema.ClassOf(f.Thing) == "kg:Organization" && a.lower[j] == "military" && ex.plainNoun(a, j+1, i) {
					continue // "U.S. military equipment" is no mention of the forces
				}
				if a.written(text, f) {
					forms = append(forms, f)
				}
			}
			if len(forms) == 0 && len(key) > 3 && key[len(key)-1] == 's' {
				for _, f := range ex.gaz.Lookup(key[:len(key)-1]) { // MiG-29s, Rafales
					if schema.ClassOf(f.Thing) == "kg:WeaponSystem" && a.written(strings.TrimRight(text, "sS"), f) {
						forms = append(forms, f)
					}
				}
			}
			if len(forms) > 0 {
				out = append(out, candidate{i, j + 1, forms})
			}
		}
	}
	return out
}

// startsName reports whether a name may begin at a token: with a capital, a digit, or a small particle before a capital.
func (a *Analysis) startsName(i int) bool {
	r, _ := utf8.DecodeRuneInString(a.raw(i))
	if unicode.IsUpper(r) || unicode.IsDigit(r) {
		return true
	}
	switch a.lower[i] {
	case "al", "bin", "de", "el", "van", "von", "da", "di", "du", "the":
		return i+1 < len(a.lower) && (a.capital(i+1) || a.lower[i+1] == "-")
	}
	return strings.HasPrefix(a.lower[i], "al-") || strings.HasPrefix(a.lower[i], "i") && len(a.raw(i)) > 1 && unicode.IsUpper(rune(a.raw(i)[1]))
}

// written reports whether a text is written like a form. Designations (with a digit) may differ in case, hyphens and
// blanks; abbreviations must have their capitals; other names must part their words in the same places and have
// capitals where the form has them.
func (a *Analysis) written(text string, f schema.Form) bool {
	if strings.ContainsAny(f.Text, "0123456789") {
		if n := len(text); n > 2 && text[n-1] == 's' && text[n-2] >= '0' && text[n-2] <= '9' && strings.HasSuffix(f.Text, "S") {
			return false // F-15s are several F-15, no F-15S
		}
		return strings.IndexFunc(text, unicode.IsUpper) >= 0 || !strings.ContainsFunc(f.Text, unicode.IsUpper)
	}
	if schema.Words(text) != schema.Words(f.Text) {
		return false
	}
	if isAcronym(f.Text) {
		return strings.ToUpper(schema.Fold(text)) == schema.Fold(text)
	}
	tw, fw := nameWords(text), nameWords(f.Text)
	if len(tw) != len(fw) {
		return false
	}
	for i := range tw {
		fr, _ := utf8.DecodeRuneInString(fw[i])
		tr, _ := utf8.DecodeRuneInString(tw[i])
		if unicode.IsUpper(fr) && !unicode.IsUpper(tr) && !(i > 0 && len(fw[i]) <= 3) {
			// "Kim Jong-un" may be "Kim Jong-Un", "al-Shabaab" stays small
			if !(i > 0 && strings.Contains(text, "-") && schema.ClassOf(f.Thing) == "kg:Person") {
				return false
			}
		}
	}
	return true
}

func nameWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '\n' || r == '\u00a0' || r == '–' })
}

// isAcronym reports whether a form is all capitals, dots allowed: US, U.S., NATO.
func isAcronym(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			letters++
		case r == '.':
		default:
			return false
		}
	}
	return letters > 1
}

// rank orders what a form may be when it may be several things.
var rank = map[string]int{"kg:Nation": 0, "kg:Agreement": 1, "kg:Organization": 2, "kg:WeaponSystem": 3, "kg:Person": 4, "kg:Place": 5}

// settle chooses among the things that a form may stand for; false when nothing in sight decides.
func (ex *Extractor) settle(a *Analysis, c candidate, certain map[string]bool) (schema.Form, bool) {
	forms := c.forms
	var open []schema.Form
	for _, f := range forms {
		if !f.Context || certain[f.Thing] || ex.context(a, c, f) {
			open = append(open, f)
		}
	}
	// a class word beside it outweighs a name of another kind
	for _, f := range open {
		if schema.ClassOf(f.Thing) == "kg:WeaponSystem" && a.besideClassWord(c.first, c.last) {
			return f, true
		}
	}
	if len(open) == 0 {
		return schema.Form{}, false
	}
	sort.SliceStable(open, func(i, j int) bool {
		fi, fj := open[i], open[j]
		if fi.Context != fj.Context {
			return !fi.Context
		}
		if (fi.Sense == schema.AsSeat) != (fj.Sense == schema.AsSeat) {
			return fj.Sense == schema.AsSeat // the place first; the step seats decides
		}
		return rank[schema.ClassOf(fi.Thing)] < rank[schema.ClassOf(fj.Thing)]
	})
	best := open[0]
	var same []schema.Form
	for _, f := range open {
		if f.Context == best.Context && schema.ClassOf(f.Thing) == schema.ClassOf(best.Thing) && f.Thing != best.Thing && f.Sense != schema.AsSeat {
			same = append(same, f)
		}
	}
	if len(same) == 0 {
		return best, true
	}
	// several of one kind: the one that the article names beyond doubt
	var sure []schema.Form
	for _, f := range append([]schema.Form{best}, same...) {
		if certain[f.Thing] {
			sure = append(sure, f)
		}
	}
	if len(sure) > 0 && (len(sure) == 1 || sure[0].Thing == sure[len(sure)-1].Thing) {
		return sure[0], true
	}
	return ex.inOffice(a, append([]schema.Form{best}, same...))
}

// inOffice chooses among namesakes the one person who held an office on the article's day.
func (ex *Extractor) inOffice(a *Analysis, forms []schema.Form) (schema.Form, bool) {
	var found []schema.Form
	for _, f := range forms {
		p := ex.gaz.Persons[f.Thing]
		if p == nil {
			return schema.Form{}, false
		}
		for _, t := range p.Tenures {
			if !a.day.IsZero() && t.On(a.Article.Date) {
				found = append(found, f)
				break
			}
		}
	}
	if len(found) != 1 {
		return schema.Form{}, false
	}
	return found[0], true
}

// plainNoun reports whether the word at token i is neither a function word nor a verb that a force is the subject of.
func (ex *Extractor) plainNoun(a *Analysis, i, beside int) bool {
	w := a.word(i, beside)
	if w == "" || !a.isWord(i) || a.capital(i) || preps[w] || auxiliary[w] || sayWord[w] {
		return false
	}
	switch w {
	case "and", "or", "that", "which", "who", "also", "not", "'s", "’s", "but", "when", "while", "as":
		return false
	}
	return ex.model.Lemma(w, "VBD") == w // struck, launched
}

// besideClassWord reports whether a weapon's class word stands within the next three words or just before.
func (a *Analysis) besideClassWord(first, last int) bool {
	for k, j := 0, last; k < 3 && j < len(a.lower) && a.sent[j] == a.sent[first]; j++ {
		if classWord[a.lower[j]] != "" {
			return true
		}
		if a.lower[j] == "-" || modifier[a.lower[j]] { // "W shoulder-fired missiles", "W self-propelled howitzers"
			continue
		}
		k++
		if w := a.lower[j]; w == "," || w == "and" || w == "'s" || w == "in" || w == "to" {
			break
		}
	}
	return classWord[a.word(first-1, first)] != "" || classWord[a.word(first-2, first)] != "" && a.word(first-1, first) == ","
}

// context reports whether something beside an ambiguous form settles that it is meant.
func (ex *Extractor) context(a *Analysis, c candidate, f schema.Form) bool {
	switch schema.ClassOf(f.Thing) {
	case "kg:WeaponSystem":
		if a.besideClassWord(c.first, c.last) {
			return true
		}
		// a plural: Patriots, Jaguars
		if t := a.raw(c.last - 1); strings.HasSuffix(t, "s") && !strings.HasSuffix(f.Text, "s") && a.armsTalk(a.sent[c.first]) {
			return true
		}
		prev := a.word(c.first-1, c.first)
		if numberWords[prev] != "" || isDigits(prev) {
			return true
		}
		return (prev == "the" || prev == "of" || prev == "and" || prev == "," || prev == "for" || prev == "class" || modifier[prev]) && a.armsTalk(a.sent[c.first]) &&
			!ex.gaz.GivenName(a.raw(c.first)) && !a.capital(c.last)
	case "kg:Place":
		p := ex.gaz.Places[f.Thing]
		if p == nil {
			return false
		}
		prev := a.word(c.first-1, c.first)
		if a.word(c.last, c.first) == "," && p.Nation != "" {
			if n := ex.gaz.Thing(p.Nation); n != nil && strings.HasPrefix(schema.Words(n.Label), a.word(c.last+1, c.first)) && a.word(c.last+1, c.first) != "" {
				return true
			}
		}
		return (prev == "in" || prev == "at" || prev == "near" || prev == "outside") && !a.capital(c.last)
	case "kg:Nation":
		// Georgia, Jordan, Chad: unless a given name stands before it or a place that holds one of that name
		prev := c.first - 1
		if prev >= 0 && a.sent[prev] == a.sent[c.first] && a.capital(prev) && ex.gaz.GivenName(a.raw(prev)) {
			return false
		}
		return f.Sense == schema.AsName && !a.capital(c.last) && a.word(prev, c.first) != ","
	}
	return false
}

// armsWord are words that show a sentence to speak of arms.
var armsWord = wordsOf("arms weapons weapon military defence missiles missile jets fighters tanks aircraft warplanes helicopters drones air-defence army air force navy squadron squadrons munitions ammunition")

// armsTalk reports whether a sentence speaks of arms.
func (a *Analysis) armsTalk(s int) bool {
	sn := a.Doc.Sentences[s]
	for i := sn.First; i < sn.Last; i++ {
		if armsWord[a.lower[i]] || classWord[a.lower[i]] != "" {
			return true
		}
	}
	return false
}
