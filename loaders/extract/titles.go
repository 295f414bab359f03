package extract

import (
	"strings"

	"github.com/newskg/kg/schema"
)

// titleIndex finds wordings of offices by their first word.
type titleIndex struct {
	byFirst map[string][]titleEntry // longest first
}

type titleEntry struct {
	words []string
	rows  []schema.Title // the same wording may mean different offices in different nations
}

func newTitleIndex(gaz *schema.Gazetteer) *titleIndex {
	byText := map[string]*titleEntry{}
	var order []string
	for _, t := range gaz.Titles {
		words := strings.Fields(strings.NewReplacer("defense", "defence", "advisor", "adviser").Replace(schema.Words(t.Text)))
		if len(words) == 0 {
			continue
		}
		k := strings.Join(words, " ")
		if byText[k] == nil {
			byText[k] = &titleEntry{words: words}
			order = append(order, k)
		}
		byText[k].rows = append(byText[k].rows, t)
	}
	ix := &titleIndex{byFirst: map[string][]titleEntry{}}
	for _, k := range order {
		e := byText[k]
		list := ix.byFirst[e.words[0]]
		at := len(list)
		for at > 0 && len(list[at-1].words) < len(e.words) {
			at--
		}
		list = append(list, titleEntry{})
		copy(list[at+1:], list[at:])
		list[at] = *e
		ix.byFirst[e.words[0]] = list
	}
	return ix
}

// titleMention is a wording of an office in the text.
type titleMention struct {
	first, last int
	rows        []schema.Title
	plural      bool
	former      bool
	// of is the nation or body whose office it is, once known; stated says that words of the sentence say so.
	of     string
	stated bool
	// servant is the person whom the office serves ("adviser to President X"): its nation is his.
	servant *person
}

// titlesStep finds the wordings of offices. They are no mentions of things, but persons and offices are read off them.
func (ex *Extractor) titlesStep(a *Analysis) {
	for i := 0; i < len(a.lower); {
		if m := a.at(i); m != nil && m.Class != "kg:Organization" {
			i++
			continue
		}
		whole := a.lower[i]
		bare, former := strings.CutPrefix(whole, "ex-")
		if !former {
			bare, former = strings.CutPrefix(whole, "then-")
		}
		a.lower[i] = bare // "ex-president": a wording of the office with a prefix
		e, last, plural := ex.titles.match(a, i)
		if e == nil {
			a.lower[i] = whole
			i++
			continue
		}
		a.titles = append(a.titles, titleMention{first: i, last: last, rows: e.rows, plural: plural, former: former})
		i = last
	}
}

// match finds the longest wording that begins at token i.
func (ix *titleIndex) match(a *Analysis, i int) (*titleEntry, int, bool) {
	w := strings.TrimSuffix(a.lower[i], ".")
	list := ix.byFirst[w]
	plain := false
	if list == nil {
		if s, ok := singular(w); ok {
			list, plain = ix.byFirst[s], true
		}
	}
	for k := range list {
		e := &list[k]
		j, plural, ok := i, plain, true
		for n, word := range e.words {
			for n > 0 && j < len(a.lower) && a.lower[j] == "-" {
				j++
			}
			have := strings.TrimSuffix(a.word(j, i), ".")
			if m := a.at(j); m != nil && m.Class != "kg:Organization" {
				ok = false
				break
			}
			switch s, pl := singular(have); {
			case have == word:
			case pl && s == word && (n == len(e.words)-1 || n == 0):
				plural = true
			default:
				// a word with a hyphen inside one token: secretary-general
				if n+1 < len(e.words) && have == word+"-"+e.words[n+1] {
					ok = n+2 == len(e.words)
					if ok {
						return e, j + 1, plural
					}
				}
				ok = false
			}
			if !ok {
				break
			}
			j++
		}
		if ok {
			return e, j, plural
		}
	}
	return nil, 0, false
}

// singular undoes a plural in -s.
func singular(w string) (string, bool) {
	switch {
	case strings.HasSuffix(w, "secretaries"), strings.HasSuffix(w, "deputies"), strings.HasSuffix(w, "dignitaries"):
		return strings.TrimSuffix(w, "ies") + "y", true
	case w == "spokesmen":
		return "spokesman", true
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return w[:len(w)-1], true
	}
	return w, false
}

// beforeTitle are words that may stand between a nation and a title.
var beforeTitle = wordsOf("acting then former new outgoing incoming late current longtime first senior top chief deputy interim - ex the newly appointed elected hawkish veteran caretaker")

// formerWord marks an office no longer held.
var formerWord = wordsOf("former ex then-former predecessor erstwhile late ousted deposed")

// belongs finds whose office a title speaks of: the nation or body named before it, behind it, or by the wording alone.
func (ex *Extractor) belongs(a *Analysis, t *titleMention) {
	i := t.first - 1
	for i >= 0 && a.sent[i] == a.sent[t.first] && a.owner[i] == 0 && beforeTitle[a.lower[i]] {
		if formerWord[a.lower[i]] {
			t.former = true
		}
		if a.lower[i] == "then" {
			t.former = true
		}
		i--
	}
	if i >= 0 && a.sent[i] == a.sent[t.first] {
		if a.lower[i] == "'s" || a.lower[i] == "’s" || a.lower[i] == "'" || a.lower[i] == "’" {
			i--
		}
		if of := ex.bodyAt(a, i); of != "" {
			t.of, t.stated = of, true
			for k, j := 0, a.at(i).First-1; k < 2 && j >= 0 && a.sent[j] == a.sent[t.first]; k, j = k+1, j-1 {
				if formerWord[a.lower[j]] || a.lower[j] == "then" {
					t.former = true // "former US president"
				}
			}
		} else if w := a.lower[i]; w == "its" || w == "their" || w == "his" || w == "her" {
			if of := ex.leaderOf(a, i); of != "" && w == "its" {
				t.of, t.stated = of, true
			} else if w == "his" || w == "her" {
				t.servant = a.personBefore(i) // "His defence minister": of the one named before
			} else if of := a.nearestNation(i); of != "" && w != "their" {
				t.of, t.stated = of, true
			}
		}
	}
	if j := t.last; t.of == "" && (a.word(j, t.first) == "of" || a.word(j, t.first) == "for" || a.word(j, t.first) == "at") {
		j++
		for a.word(j, t.first) == "the" || a.word(j, t.first) == "state" || a.word(j, t.first) == "-" || a.word(j, t.first) == "owned" || a.word(j, t.first) == "state-owned" {
			j++
		}
		if of := ex.bodyAt(a, j); of != "" && j < len(a.lower) && a.sent[j] == a.sent[t.first] {
			t.of, t.stated = of, true
		}
	}
	if a.word(t.last, t.first) == "to" && t.of == "" { // adviser to President X
		for j := t.last + 1; j < len(a.lower) && j < t.last+8 && a.sent[j] == a.sent[t.first]; j++ {
			if m := a.at(j); m != nil && m.Class == "kg:Person" {
				for _, p := range a.people {
					if p.holdsToken(j) {
						t.servant = p
					}
				}
				break
			}
			if a.titleAt(j) < 0 && !a.titleEndsAt(j) && a.owner[j] == 0 && a.lower[j] != "the" {
				break
			}
		}
	}
	if t.of == "" {
		var only []string
		for _, r := range t.rows {
			if len(r.Of) == 1 {
				only = append(only, r.Of[0])
			} else {
				only = append(only, "")
			}
		}
		if len(only) == 1 && only[0] != "" {
			t.of, t.stated = only[0], true
		}
	}
}

// leaderOf is the organization that "Its" at the head of a sentence goes back to: the one that leads the sentence before.
func (ex *Extractor) leaderOf(a *Analysis, i int) string {
	s := a.sent[i]
	if i != a.sentence(i).First || s == 0 {
		return ""
	}
	j := a.Doc.Sentences[s-1].First
	if a.lower[j] == "the" {
		j++
	}
	if m := a.at(j); m != nil && m.Class == "kg:Organization" && a.sent[j] == s-1 {
		return ex.bodyOf(m.Thing)
	}
	return ""
}

// personBefore is the person who leads the sentence of a token before it, or the sentence before that.
func (a *Analysis) personBefore(i int) *person {
	for s := a.sent[i]; s >= 0 && s >= a.sent[i]-2; s-- {
		sn := a.Doc.Sentences[s]
		for j := sn.First; j < sn.Last && j < i; j++ {
			if m := a.at(j); m != nil && m.Class == "kg:Person" {
				for _, p := range a.people {
					if p.holdsToken(j) {
						return p
					}
				}
			}
		}
	}
	return nil
}

// row picks the meaning that a wording has for a nation or body.
func (t *titleMention) row(of string) *schema.Title {
	var open *schema.Title
	for i := range t.rows {
		r := &t.rows[i]
		if len(r.Of) == 0 {
			if open == nil {
				open = r
			}
			continue
		}
		for _, o := range r.Of {
			if o == of {
				return r
			}
		}
	}
	return open
}

// bodyAt returns the nation that the mention at a token stands for, or the organization, where it has no nation that
// it acts for.
func (ex *Extractor) bodyAt(a *Analysis, i int) string {
	m := a.at(i)
	if m == nil {
		return ""
	}
	switch m.Class {
	case "kg:Nation":
		return m.Thing
	case "kg:Place":
		return m.seat
	case "kg:Organization":
		return ex.bodyOf(m.Thing)
	}
	return ""
}

// bodyOf returns whom officials of an organization act for: the nation of a ministry, force or agency, else the
// organization itself.
func (ex *Extractor) bodyOf(org string) string {
	if o := ex.gaz.Organizations[org]; o != nil && o.Nation != "" {
		switch o.Kind {
		case "force", "ministry", "agency", "legislature", "court":
			return o.Nation
		}
	}
	return org
}

// nearestNation returns the nation that "its" at token i most likely speaks of: the one that leads the sentence where a
// clause begins with it, else the last one named before it, else the first of the sentence before.
func (a *Analysis) nearestNation(i int) string {
	s := a.sent[i]
	if w := a.word(i-1, i); w == "and" || w == "," || w == ";" || w == ":" || w == "but" {
		// "Oman rebuked Yemen, and its foreign minister": a new clause goes on with the subject
		for j := a.sentence(i).First; j < i; j++ {
			if m := a.at(j); m != nil && m.Class == "kg:Nation" {
				if k := m.First - 1; m.Sense != schema.AsAdjective && !preps[a.word(k, i)] && !(a.word(k, i) == "the" && preps[a.word(k-1, i)]) {
					return m.Thing
				}
				break
			}
		}
	}
	for j := i - 1; j >= 0 && a.sent[j] == s; j-- {
		if m := a.at(j); m != nil && m.Class == "kg:Nation" && m.Sense != schema.AsAdjective {
			return m.Thing
		}
	}
	if s > 0 {
		sn := a.Doc.Sentences[s-1]
		for j := sn.First; j < sn.Last; j++ {
			if m := a.at(j); m != nil && m.Class == "kg:Nation" && m.Sense != schema.AsAdjective {
				return m.Thing
			}
		}
	}
	return ""
}
