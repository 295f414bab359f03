package extract

import (
	"sort"
	"strings"

	"github.com/newskg/kg/schema"
)

// back looks for what the word at node i goes back to: first in its own sentence before it, then in up to n sentences
// before, each time all of one sentence. find is given a tree and the node to stop at; it says whom it found and whether
// to look no further, though it found nobody, because two could be meant. Those found take the words of node i.
func (ex *Extractor) back(a *Analysis, t *tree, i, n int, find func(t *tree, end int) (ps []Participant, stop bool)) []Participant {
	at := a.sent[t.nodes[i].first]
	for s := at; s >= 0 && s >= at-n; s-- {
		st, end := t, i
		if s != at {
			st = ex.tree(a, s)
			end = len(st.nodes)
		}
		ps, stop := find(st, end)
		if len(ps) > 0 {
			first, last := t.phrase(a, i)
			for k := range ps {
				ps[k].First, ps[k].Last = first, last
			}
		}
		if len(ps) > 0 || stop {
			return ps
		}
	}
	return nil
}

// personPronoun resolves he and she: the last person named before who fits, a subject before others. Where two of one
// sentence fit equally, it is left open.
func (ex *Extractor) personPronoun(a *Analysis, t *tree, i int) []Participant {
	n := &t.nodes[i]
	barred := map[string]bool{}
	if r := base(n.rel); (r == "obj" || r == "iobj" || r == "obl") && n.head >= 0 {
		for _, k := range ex.doers(a, t, n.head, 0) {
			if k < i && t.mentionAt(a, k) != nil {
				barred[t.mentionAt(a, k).Thing] = true // him is not he
			}
		}
	}
	she := n.lemma == "she" || a.lower[n.first] == "her" || a.lower[n.first] == "she"
	fits := func(m *Mention) bool {
		if m == nil || m.Class != "kg:Person" || barred[m.Thing] {
			return false
		}
		if p := ex.gaz.Persons[m.Thing]; p != nil && p.Gender != "" {
			return (p.Gender == "f") == she
		}
		return true
	}
	return ex.back(a, t, i, 2, func(st *tree, end int) ([]Participant, bool) {
		var subject *Mention
		var all []string
		var last *Mention
		for j := 0; j < end; j++ {
			m := st.mentionAt(a, j)
			if !fits(m) {
				continue
			}
			all, last = append(all, m.Thing), m
			if subject == nil && strings.HasPrefix(st.nodes[j].rel, "nsubj") {
				subject = m
			}
		}
		if subject == nil && len(unique(all)) == 1 {
			subject = last
		}
		if subject == nil {
			return nil, len(all) > 0
		}
		return []Participant{{Thing: subject.Thing, Nation: ex.nationOf(a, subject)}}, true
	})
}

// unitedNations is what newspapers call the world body.
const unitedNations = "org:United_Nations"

// ofNations are nouns for what nations have and international bodies do not.
var ofNations = wordsOf("test border territory army navy government president minister parliament soldier troop citizen capital people airspace waters neighbour neighbor arsenal regime constitution")

// itPronoun resolves it to the nation or body that leads its sentence or the one before.
func (ex *Extractor) itPronoun(a *Analysis, t *tree, i int) []Participant {
	national := t.nodes[i].rel == "nmod:poss" && ofNations[t.nodes[t.nodes[i].head].lemma]
	return ex.back(a, t, i, 1, func(st *tree, end int) ([]Participant, bool) {
		for j := 0; j < end; j++ {
			n := &st.nodes[j]
			if !strings.HasPrefix(n.rel, "nsubj") {
				continue
			}
			m := st.mentionAt(a, j)
			if m != nil && (m.Class == "kg:Nation" || m.Class == "kg:Organization") || m == nil && groupNoun[n.lemma] {
				ps := ex.resolveNode(a, st, j)
				if national && len(nationsIn(ps)) == 0 {
					continue // "the Security Council condemned Iran for its test"
				}
				if len(ps) == 1 {
					return ps, true
				}
			}
		}
		if national {
			return onlyNation(ex, a, st, end), true
		}
		return nil, false
	})
}

// onlyNation is the nation of a sentence that names just one up to a node.
func onlyNation(ex *Extractor, a *Analysis, t *tree, end int) []Participant {
	var ns []string
	for j := 0; j < end; j++ {
		if m := t.mentionAt(a, j); m != nil && m.Class == "kg:Nation" {
			ns = append(ns, m.Thing)
		}
	}
	if ns = unique(ns); len(ns) != 1 {
		return nil
	}
	return []Participant{{Thing: ns[0], Nation: ns[0]}}
}

// theyPronoun resolves they to the joined or plural subject before it.
func (ex *Extractor) theyPronoun(a *Analysis, t *tree, i int) []Participant {
	return ex.back(a, t, i, 1, func(st *tree, end int) ([]Participant, bool) {
		for j := 0; j < end; j++ {
			n := &st.nodes[j]
			if !strings.HasPrefix(n.rel, "nsubj") && !(n.rel == "nmod" && st.preposition(a, j) == "between") || n.lemma == "they" {
				continue
			}
			if len(st.coordinated(j)) > 1 || n.tag == "NNS" || n.tag == "NNPS" {
				if ps := ex.participants(a, st, j); len(ps) > 0 {
					return ps, true
				}
			}
		}
		return nil, false
	})
}

// whoseClause resolves a relative pronoun to what its clause hangs on, or, where that stands for nobody, to the side right
// before it: the parser hangs many a clause too high.
func (ex *Extractor) whoseClause(a *Analysis, t *tree, i int) []Participant {
	if h := t.relativeHead(i); h >= 0 {
		if ps := ex.resolveNode(a, t, h); len(ps) > 0 {
			return ps
		}
	}
	k := i - 1
	if k >= 0 && a.lower[t.nodes[k].first] == "," {
		k--
	}
	if k >= 0 {
		if m := t.mentionAt(a, k); m != nil && isSide(m) {
			return ex.resolveNode(a, t, k)
		}
	}
	return nil
}

// pair resolves "the two countries", "both presidents", "the three men": of persons the last so many of that title, else
// the last nations, without whoever acts on them.
func (ex *Extractor) pair(a *Analysis, t *tree, i int) []Participant {
	n := &t.nodes[i]
	word := a.lower[n.first]
	count := 0
	for _, k := range n.kids {
		count = max(count, howMany[t.nodes[k].lemma])
	}
	if count == 0 || !pairNoun[n.lemma] && !pairNoun[word] {
		return nil
	}
	var things []string
	barred := ex.barred(a, t, i)
	if title, ok := pairOfPersons[word]; ok {
		things = ex.lastPersons(a, n.first, title, count, barred)
	}
	if len(things) == 0 {
		things = ex.lastNations(a, n.first, count, barred)
	}
	if len(things) == 0 {
		things = a.mostOpposed(n.first, count, barred)
	}
	first, last := t.phrase(a, i)
	var out []Participant
	for _, thing := range things {
		p := Participant{Thing: thing, Nation: thing, First: first, Last: last}
		if schema.ClassOf(thing) == "kg:Person" {
			p.Nation = ex.nationOf(a, &Mention{Class: "kg:Person", Thing: thing})
		}
		out = append(out, p)
	}
	return out
}

// numbered resolves a number that stands for itself ("all four severed ties", "both called for talks") to the last row of
// just so many sides.
func (ex *Extractor) numbered(a *Analysis, t *tree, i int) []Participant {
	n := &t.nodes[i]
	count := howMany[n.lemma]
	if count == 0 || n.lemma != "both" && !t.has(i, "all", "the") || !strings.HasPrefix(n.rel, "nsubj") && base(n.rel) != "obj" && base(n.rel) != "iobj" && base(n.rel) != "conj" {
		return nil
	}
	return ex.back(a, t, i, 1, func(st *tree, end int) ([]Participant, bool) {
		for j := end - 1; j >= 0; j-- {
			if m := st.mentionAt(a, j); m == nil || !isSide(m) || m.Sense == schema.AsAdjective {
				continue
			}
			if ps := named(ex.participants(a, st, j)); len(ps) == count {
				return ps, true
			} else if len(ps) > count {
				return nil, true
			}
		}
		return nil, false
	})
}

// howMany are the number words of a pair.
var howMany = map[string]int{"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}

// barred are the persons and nations who act where node i is not itself the subject: "Norway mediated between the two countries".
func (ex *Extractor) barred(a *Analysis, t *tree, i int) map[string]bool {
	out := map[string]bool{}
	for v := i; v >= 0; v = t.nodes[v].head {
		if strings.HasPrefix(t.nodes[v].rel, "nsubj") {
			break
		}
		if !t.nodes[v].isVerb() {
			continue
		}
		for _, k := range ex.doers(a, t, v, 0) {
			if m := t.mentionAt(a, k); m != nil && k != i {
				out[m.Thing], out[ex.nationOf(a, m)] = true, true
			}
		}
	}
	return out
}

// lastNations returns the n nations that the nearest sentences up to token i name beside the barred, nil where they name
// more at once.
func (ex *Extractor) lastNations(a *Analysis, i, n int, barred map[string]bool) []string {
	var ns []string
	for back := 0; back <= 2 && a.sent[i]-back >= 0; back++ {
		for _, k := range a.inSentence(a.sent[i] - back) {
			m := &a.Mentions[k]
			if m.First >= i || m.Last < len(a.lower) && a.lower[m.Last] == "-" && m.Sense == schema.AsAdjective {
				continue // "Russian-made" names no side
			}
			nation := ex.nationOf(a, m)
			if m.Class == "kg:Place" {
				nation = m.seat // "who visited Cairo"
			}
			if nation != "" && !barred[nation] {
				ns = append(ns, nation)
			}
		}
		if ns = unique(ns); len(ns) == n {
			return ns
		} else if len(ns) > n {
			return nil
		}
	}
	return nil
}

// mostOpposed returns the n nations that most of the events told before token i have for their sides, where the
// sentences around name more than a pair can mean: nil where no such group was told of twice, or two of them as often.
func (a *Analysis) mostOpposed(i, n int, barred map[string]bool) []string {
	var best []string
	most, count := 1, map[string]int{}
	for _, e := range a.Events {
		ns := nationsIn(append(append([]Participant{}, e.Actors...), e.Recipients...))
		free := len(ns) == n && e.Last <= i
		for _, nation := range ns {
			free = free && !barred[nation]
		}
		if !free {
			continue
		}
		sort.Strings(ns)
		key := strings.Join(ns, " ")
		count[key]++
		switch {
		case count[key] > most:
			best, most = ns, count[key]
		case count[key] == most && strings.Join(best, " ") != key:
			best = nil
		}
	}
	return best
}

// pairOfPersons are plural nouns of persons with the end of the title that both must bear, "" for any person.
var pairOfPersons = map[string]string{"men": "", "leaders": "", "presidents": "president", "ministers": "minister", "premiers": "premier", "officials": "", "generals": "general",
	"envoys": "envoy", "diplomats": "", "chiefs": "chief", "secretaries": "secretary"}

// lastPersons returns the only n persons that the nearest sentences up to token i name, with a title of that ending where
// one is asked for; nil where they name more at once.
func (ex *Extractor) lastPersons(a *Analysis, i int, title string, n int, barred map[string]bool) []string {
	bears := map[string]bool{}
	for _, p := range a.people {
		for _, r := range p.refs {
			for _, k := range r.titles {
				bears[p.thing] = bears[p.thing] || strings.HasSuffix(a.titles[k].rows[0].Text, title)
			}
		}
	}
	var found []string
	for back := 0; back <= 4 && a.sent[i]-back >= 0; back++ {
		for _, k := range a.inSentence(a.sent[i] - back) {
			if m := &a.Mentions[k]; m.First < i && m.Class == "kg:Person" && !barred[m.Thing] && (title == "" || bears[m.Thing]) {
				found = append(found, m.Thing)
			}
		}
		if found = unique(found); len(found) == n {
			return found
		} else if len(found) > n {
			return nil
		}
	}
	return nil
}

// definite resolves "the government", "the minister", "the alliance" to the one thing of the article that it can be.
func (ex *Extractor) definite(a *Analysis, t *tree, i int) []Participant {
	n := &t.nodes[i]
	if !t.has(i, "the", "that", "this") {
		return nil
	}
	first, last := t.phrase(a, i)
	switch {
	case nationAgain[n.lemma]:
		for back := 0; back <= 1 && a.sent[n.first] >= back; back++ {
			var ns []string
			for _, k := range a.inSentence(a.sent[n.first] - back) {
				m := &a.Mentions[k]
				if m.First < n.first && (m.Class == "kg:Nation" || m.Class == "kg:Place" && m.seat != "") {
					if na := ex.nationOf(a, m); na != "" {
						ns = append(ns, na)
					}
				}
			}
			if ns = unique(ns); len(ns) == 1 {
				return []Participant{{ns[0], ns[0], first, last, false}}
			} else if len(ns) > 1 {
				return nil
			}
		}
	case n.lemma == "body" && t.has(i, "world"):
		return []Participant{{unitedNations, "", first, last, false}}
	case bodyAgain[n.lemma] != "":
		o := a.lastOf(n.first, 2, func(m *Mention) bool {
			o := ex.gaz.Organizations[m.Thing]
			return m.Class == "kg:Organization" && o != nil && wordsOf(bodyAgain[n.lemma])[o.Kind]
		})
		if o != "" {
			m := Mention{Class: "kg:Organization", Thing: o}
			return []Participant{{o, ex.nationOf(a, &m), first, last, false}}
		}
	case personAgain[n.lemma]:
		title := n.lemma
		if c := t.kid(i, "amod", "compound"); c >= 0 && t.nodes[c].mention < 0 {
			title = a.lower[t.nodes[c].first] + " " + title // "the prime minister" is no other minister
		}
		var found *person
		for _, p := range a.people {
			for _, r := range p.refs {
				if r.first >= n.first || a.sent[n.first]-a.sent[r.first] > 4 {
					continue
				}
				for _, k := range r.titles {
					if strings.HasSuffix(a.titles[k].rows[0].Text, title) {
						if found != nil && found != p {
							return nil
						}
						found = p
					}
				}
			}
		}
		if found != nil {
			m := Mention{Class: "kg:Person", Thing: found.thing}
			return []Participant{{found.thing, ex.nationOf(a, &m), first, last, false}}
		}
	}
	return nil
}

var (
	// nationAgain are nouns that go back to a nation, personAgain to the bearer of a title.
	nationAgain = wordsOf("country nation government state republic military army navy authority regime leadership kingdom emirate sultanate junta island parliament administration")
	personAgain = wordsOf("minister president leader general admiral ambassador envoy spokesman spokeswoman king diplomat official chief secretary premier chancellor emperor commander senator " +
		"governor prince queen emir sultan")
	// bodyAgain are nouns that go back to an organization, with the kinds of the gazetteer that they can be.
	bodyAgain = map[string]string{"alliance": "alliance igo", "bloc": "alliance igo", "organization": "alliance igo", "organisation": "alliance igo", "union": "alliance igo",
		"agency": "agency igo", "company": "company maker", "firm": "company maker", "manufacturer": "maker company", "ministry": "ministry", "party": "party", "movement": "armedgroup party",
		"group": "armedgroup", "militia": "armedgroup"}
)
