package extract

import (
	"sort"
	"strings"

	"github.com/newskg/kg/schema"
)

// agreementHead are the nouns that name an agreement.
var agreementHead = wordsOf("deal deals contract contracts agreement agreements treaty pact accord accords memorandum protocol ceasefire cease-fire truce armistice")

// signVerb are the verbs by which an agreement is made.
var signVerb = wordsOf("sign signs signed signing conclude concluded inked ink inking sealed clinched finalised finalized reached struck initialled initialed agreed negotiated ratified")

// matterStop are words before the noun that say nothing of its matter.
var matterStop = wordsOf("the a an this that its their his her our new old first second third last latest such any no other same previous earlier proposed landmark historic " +
	"major big huge key final current existing possible future separate similar recent multi executive original controversial long-delayed and or of two both three bilateral " +
	"'s ’s signed binding comprehensive worth another every each one some planned pending tentative preliminary interim formal informal secret great good")

// deal is one agreement of the article, with the places where a noun names it.
type deal struct {
	name    string
	parties []string
	covers  []string
	matter  string
	year    string
	refs    []dealRef
}

type dealRef struct {
	head, first int
	parties     []string
	covers      []string
	date        *Date
	money       *Amount
	// buyer and seller are set where the verb tells them apart.
	buyer, seller string
	// again says that the words only go back to an agreement named before: they are no name of it.
	again bool
}

// agreements finds the agreements that a noun names and whose parties the sentence gives, and those with a proper name.
func (ex *Extractor) agreements(a *Analysis) {
	for i := range a.lower {
		switch w := a.lower[i]; {
		case a.at(i) != nil && a.at(i).Kind != Reference:
		case agreementHead[w], w == "letter" && a.word(i+1, i) == "of" && a.word(i+2, i) == "offer":
			if a.at(i) == nil {
				ex.agreementAt(a, i)
			}
		case w == "it" || purchaseNoun[w]:
			ex.dealAgain(a, i)
		}
	}
	for _, m := range a.Mentions {
		if m.Class == "kg:Agreement" && m.Rule == "gazetteer" && m.Last > m.First {
			ex.treaty(a, m)
		}
	}
	for _, d := range a.deals {
		ex.name(a, d)
	}
	a.sync()
}

// treaty reads the parties and the date that a sentence gives an agreement with a name of its own.
func (ex *Extractor) treaty(a *Analysis, m Mention) {
	d := &deal{name: m.Thing}
	r := dealRef{head: m.Last - 1, first: m.First, date: a.signedOn(m.Last - 1)}
	if ps := ex.parties(a, m.First, m.Last-1); len(ps) >= 2 {
		r.parties = ps
	}
	if tr := ex.gaz.Treaties[m.Thing]; tr != nil && len(tr.Parties) > 0 {
		// of a treaty of few, its known parties that the sentence names; whoever else it names is none
		var known []string
		for _, k := range a.inSentence(a.sent[m.First]) {
			if n := ex.nationOf(a, &a.Mentions[k]); n != "" && containsString(tr.Parties, n) {
				known = append(known, n)
			}
		}
		r.parties = unique(known)
		if tr.Signed != "" && r.date != nil && r.date.Value != "" && r.date.Value[:4] != tr.Signed[:4] {
			r.date = nil // the date of something else in the sentence
		}
	}
	if len(r.parties) < 2 {
		r.parties = unique(append(r.parties, ex.adherents(a, m)...))
	}
	d.parties, d.refs = r.parties, []dealRef{r}
	a.deals = append(a.deals, d)
}

// adherents are the nations that a sentence has join a treaty: "Chad ratified the …", "Fiji acceded to the …".
func (ex *Extractor) adherents(a *Analysis, m Mention) []string {
	t := ex.tree(a, a.sent[m.First])
	i, ok := t.byToken[m.Last-1]
	if !ok || t.nodes[i].head < 0 {
		return nil
	}
	v := t.nodes[i].head
	switch t.nodes[v].lemma {
	case "ratify", "sign", "join":
		if t.nodes[i].rel != "obj" && t.nodes[i].rel != "nsubj:pass" {
			return nil
		}
	case "accede":
	default:
		return nil
	}
	if ex.ownStatus(a, t, v) != "Actual" || ex.governed(a, t, v) != "Actual" {
		return nil
	}
	return nationsIn(ex.subjectOf(a, t, v))
}

// agreementAt reads the agreement whose noun stands at token i.
func (ex *Extractor) agreementAt(a *Analysis, i int) {
	first := i
	var words []string
	var covers []string
	for j := i - 1; j >= 0 && a.sent[j] == a.sent[i] && i-j < 9; j-- {
		m := a.at(j)
		if m != nil {
			switch m.Class {
			case "kg:WeaponSystem":
				covers = append([]string{m.Thing}, covers...)
				first, j = m.First, m.First
				continue
			case "Money":
				first, j = m.First, m.First
				continue
			case "kg:Nation":
				if m.Sense == schema.AsAdjective || a.word(j+1, i) == "-" || a.word(j-1, i) == "-" {
					first, j = m.First, m.First
					continue
				}
			}
			break
		}
		w := a.lower[j]
		if w == "-" || w == "/" {
			continue
		}
		if signVerb[w] || sayWord[w] || !a.isWord(j) || stopsMatter[w] {
			break
		}
		if w == "no" || w == "neither" {
			return // there is none
		}
		if !matterStop[w] && classWord[w] == "" {
			words = append([]string{w}, words...)
		}
		first = j
		if w == "the" || w == "a" || w == "an" || w == "its" || w == "their" || w == "'s" || w == "’s" {
			break
		}
	}
	parties := ex.parties(a, first, i)
	buyer, seller := ex.sides(a, i)
	if len(parties) < 2 && buyer != "" && seller != "" {
		parties = []string{buyer, seller}
	}
	covers = unique(append(covers, ex.coveredAfter(a, i)...))
	if len(covers) == 0 && len(parties) == 2 && a.word(first-1, i) == "under" {
		covers = ex.coveredUnder(a, i)
	}
	plural := strings.HasSuffix(a.lower[i], "s") && a.lower[i] != "accords"
	if len(parties) < 2 {
		switch {
		case plural:
		case ex.againOf(a, i, first, covers):
		case len(parties) == 1 && len(covers) > 0 && a.signed(i):
			// whose contract it is is all that is told: "Poland has signed a contract for 32 F-35A fighters"
			ex.deal(a, dealRef{head: i, first: first, parties: parties, covers: covers, date: a.signedOn(i), money: a.worth(first, i)}, "")
		}
		return
	}
	if plural {
		// "contracts for the K2 and the K9": one for each
		for _, w := range covers {
			ex.deal(a, dealRef{head: i, first: first, parties: parties, covers: []string{w}, date: a.signedOn(i)}, "")
		}
		return
	}
	ex.deal(a, dealRef{head: i, first: first, parties: parties, covers: covers, buyer: buyer, seller: seller, date: a.signedOn(i), money: a.worth(first, i)}, strings.Join(words, " "))
}

// againOf adds what a later sentence says of an agreement that it names by "the contract" with a weapon of it, or by "the
// contract" alone where one is named shortly before; it reports whether there is one.
func (ex *Extractor) againOf(a *Analysis, i, first int, covers []string) bool {
	if w := a.lower[first]; w != "the" && w != "this" && w != "that" {
		return false
	}
	here := covers
	for _, k := range a.inSentence(a.sent[i]) {
		if a.Mentions[k].Class == "kg:WeaponSystem" {
			here = append(here, a.Mentions[k].Thing)
		}
	}
	var found *deal
	for _, d := range a.deals {
		if d.name == "" && overlap(d.covers, here) {
			if found != nil {
				return false
			}
			found = d
		}
	}
	if found == nil && len(covers) == 0 && a.definiteAt(i) {
		found = a.dealBefore(i, 2)
	}
	if found == nil {
		return false
	}
	found.add(dealRef{head: i, first: first, covers: covers, money: a.worth(first, i), date: a.signedOn(i)})
	return true
}

// add appends what is told again of an agreement, without a date that it contradicts.
func (d *deal) add(r dealRef) {
	if d.conflicts(r) {
		r.date = nil
	}
	r.again = true
	d.refs = append(d.refs, r)
}

// purchaseNoun are nouns that go back to an agreement by what was bought.
var purchaseNoun = wordsOf("package order purchase sale acquisition procurement")

// dealAgain reads what a sentence says of the agreement of the one before by a pronoun or a noun of the purchase that
// leads its clause: "It was signed on Monday and is worth $2 billion", "The package covers W".
func (ex *Extractor) dealAgain(a *Analysis, i int) {
	t := ex.tree(a, a.sent[i])
	k, ok := t.byToken[i]
	if !ok || base(t.nodes[k].rel) != "nsubj" && t.nodes[k].rel != "expl" || t.nodes[k].head < 0 {
		return
	}
	first, back := i, 1
	if a.lower[i] != "it" {
		if first, back = i-1, 6; a.word(first, i) != "the" && a.word(first, i) != "this" {
			return
		}
	}
	d := a.dealBefore(i, back)
	if d == nil || d.name != "" || len(d.covers) == 0 {
		return
	}
	v := t.nodes[k].head
	r := dealRef{head: i, first: first}
	r.money = a.worth(first, i)
	if !signVerb[a.lower[t.nodes[v].first]] && !dealVerb[t.nodes[v].lemma] && r.money == nil || ex.ownStatus(a, t, v) != "Actual" {
		return
	}
	if signVerb[a.lower[t.nodes[v].first]] {
		if !t.passive(v) {
			return
		}
		r.date = a.signedOn(i)
	}
	if dealVerb[t.nodes[v].lemma] {
		for _, o := range t.all(v, "obj") {
			for _, w := range t.armsIn(a, o).weapons {
				r.covers = append(r.covers, w.Thing)
			}
		}
	}
	if r.date != nil || r.money != nil || len(r.covers) > 0 {
		d.add(r)
	}
}

// dealVerb are verbs and adjectives whose subject is an agreement and whose object its matter or its sum.
var dealVerb = wordsOf("cover include comprise worth value cost total")

// dealBefore is the only agreement that the nearest of the n sentences before a token names which names any.
func (a *Analysis) dealBefore(i, n int) *deal {
	for back := 1; back <= n; back++ {
		var found *deal
		for _, d := range a.deals {
			for _, r := range d.refs {
				if a.sent[r.head] == a.sent[i]-back && found != d {
					if found != nil {
						return nil
					}
					found = d
				}
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// conflicts reports whether a reference gives another date of signing than the agreement has.
func (d *deal) conflicts(r dealRef) bool {
	for _, q := range d.refs {
		if q.date == nil || r.date == nil {
			continue
		}
		x, y := q.date.Value, r.date.Value
		if n := min(len(x), len(y)); x[:n] != y[:n] {
			return true
		}
	}
	return false
}

// deal adds a reference to the agreement of its parties and matter, or makes it.
func (ex *Extractor) deal(a *Analysis, r dealRef, matter string) {
	parties := r.parties
	for _, d := range a.deals {
		if d.name == "" && (samePeople(d.parties, parties) || len(r.covers) > 0 && oneOf(d.parties, parties)) && !d.conflicts(r) && (overlap(d.covers, r.covers) || len(d.covers) == 0 && len(r.covers) == 0 && (d.matter == matter || d.matter == "" || matter == "")) {
			d.refs = append(d.refs, r)
			d.covers = unique(append(d.covers, r.covers...))
			if len(parties) > len(d.parties) {
				d.parties = parties
			}
			if d.matter == "" {
				d.matter = matter
			}
			return
		}
	}
	a.deals = append(a.deals, &deal{parties: parties, covers: r.covers, matter: matter, refs: []dealRef{r}})
}

var stopsMatter = wordsOf("in on at to for with by from under after before over about against into as was is has had have been will would that which who and or but if than of")

// parties finds the two or more nations that an agreement binds: "between A and B", an A-B pair before it, "A's … with
// B", or the subject of the signing.
func (ex *Extractor) parties(a *Analysis, first, head int) []string {
	s := a.sent[head]
	// a pair before the noun
	var pair []string
	for j := first; j < head; j++ {
		if m := a.at(j); m != nil && m.Class == "kg:Nation" {
			pair = append(pair, m.Thing)
			j = m.Last - 1
		}
	}
	if pair = unique(pair); len(pair) >= 2 {
		return pair
	}
	end := a.Doc.Sentences[s].Last
	// between A and B
	for j := head + 1; j < end && j < head+10; j++ {
		if a.lower[j] == "between" || a.lower[j] == "among" {
			if ns := ex.listOfNations(a, j+1); len(ns) >= 2 {
				return ns
			}
		}
		if a.lower[j] == "," || a.lower[j] == ";" {
			break
		}
	}
	var with string
	var joint []string // further nations behind "with"
	for j := head + 1; j < end && j < head+12; j++ {
		if a.lower[j] == ";" || a.lower[j] == "," && j > head+6 {
			break
		}
		if a.lower[j] == "with" || a.lower[j] == "from" && with == "" || a.lower[j] == "by" && with == "" && !brokered[a.word(j-1, head)] {
			k := j + 1
			for a.word(k, head) == "the" || a.word(k, head) == "neighbouring" {
				k++
			}
			if n := ex.nationAt(a, k); n != "" && k < end {
				with = n
				if a.lower[j] == "with" {
					joint = ex.listOfNations(a, k)
				}
				break
			}
		}
	}
	others := without(joint, with)
	if w := a.lower[first]; w == "its" || w == "his" || w == "her" || w == "their" {
		t := ex.tree(a, s)
		if k, ok := t.byToken[first]; ok { // "his new defence pact with Oman"
			own := nationsIn(ex.resolveNode(a, t, k))
			if others = append(others, own...); len(own) == 0 && w != "its" {
				return nil
			} else if len(own) == 1 && with != "" && with != own[0] {
				return []string{own[0], with}
			}
		}
	}
	for _, j := range []int{first, first - 1} {
		if w := a.word(j, head); (w == "'s" || w == "’s") && j > 0 {
			if n := ex.nationAt(a, j-1); n != "" {
				others = append(others, n)
			}
		}
	}
	if with != "" && len(pair) == 1 && pair[0] != with {
		return []string{pair[0], with}
	}
	if ns := ex.signers(a, head); len(ns) > 0 {
		others = append(others, ns...)
		if len(unique(append(others, with))) >= 2 {
			return unique(append(others, with))
		}
	}
	// the signing: subject before the verb, "with B" between
	for j := first - 1; j >= a.Doc.Sentences[s].First && j > first-14; j-- {
		if !signVerb[a.lower[j]] {
			continue
		}
		others = append(others, ex.subjects(a, j)...)
		for k := j + 1; k < first; k++ {
			if a.lower[k] == "with" {
				others = append(others, ex.listOfNations(a, k+1)...)
			}
		}
		break
	}
	for j := head + 1; j < end && j < head+10; j++ { // "the deal, which the two countries signed", "signed by A and B"
		if signVerb[a.lower[j]] {
			if a.word(j+1, head) == "by" {
				others = append(others, ex.listOfNations(a, j+2)...)
			} else if w := a.word(j-1, head); w != "was" && w != "were" && w != "be" && w != "been" && w != "," && j > head+1 {
				others = append(others, ex.subjects(a, j)...)
			}
			break
		}
	}
	if with == "" && len(pair) == 1 && len(unique(others)) == 1 && others[0] != pair[0] {
		return unique(append(others, pair...))
	}
	if with != "" && len(without(unique(others), with)) == 0 {
		// "cancelled a contract with Russia": the subject of the clause
		if ns := ex.subjects(a, first); len(ns) == 1 {
			others = ns
		}
	}
	if with == "" && len(unique(others)) == 0 && a.word(first-1, first) == "under" {
		// "under an agreement worth $2 billion, A and B will build a port"
		t := ex.tree(a, s)
		if i, ok := t.byToken[head]; ok && t.nodes[i].head >= 0 && t.nodes[t.nodes[i].head].isVerb() {
			v := t.nodes[i].head
			ns := nationsIn(ex.subjectOf(a, t, v))
			if len(ns) == 1 && armsVerbs[t.nodes[v].lemma] != 0 { // "under a deal signed in May, A bought W from B"
				ns = unique(append(ns, append(nationsIn(ex.slot(a, t, v, -1, "from")), ex.toward(a, t, v)...)...))
			}
			if len(ns) == 2 {
				return ns
			}
		}
	}
	if with != "" {
		others = append(others, with)
	}
	return unique(others)
}

// signers reads the parties off the tree: who does the verb that makes, keeps or ends the agreement whose noun stands at
// token head, and whom the verb or the noun has "with" or "between".
func (ex *Extractor) signers(a *Analysis, head int) []string {
	t := ex.tree(a, a.sent[head])
	i, ok := t.byToken[head]
	if !ok {
		return nil
	}
	var out []string
	out = append(out, nationsIn(ex.slot(a, t, i, -1, "between"))...)
	v := -1
	for n, k := 0, i; n < 3 && k >= 0; n++ {
		h := t.nodes[k].head
		if h < 0 {
			break
		}
		if t.nodes[h].isVerb() {
			r := base(t.nodes[k].rel)
			if r == "obj" || t.nodes[k].rel == "nsubj:pass" || r == "obl" && (n > 0 || t.signsTo(h)) {
				v = h
			}
			break
		}
		if r := base(t.nodes[k].rel); r != "nmod" && r != "conj" && r != "appos" {
			break
		}
		k = h
	}
	if v < 0 {
		if c := t.kid(i, "acl"); c >= 0 && signVerb[a.lower[t.nodes[c].first]] { // "the deal signed by A and B"
			v = c
		}
	}
	if v >= 0 {
		out = append(out, nationsIn(ex.subjectOf(a, t, v))...)
		if signVerb[a.lower[t.nodes[v].first]] || signVerb[t.nodes[v].lemma] || madeBy[t.nodes[v].lemma] {
			out = append(out, nationsIn(ex.slot(a, t, v, -1, "with"))...)
		}
	}
	out = append(out, nationsIn(ex.slot(a, t, i, -1, "with"))...)
	// "signed a contract to sell Egypt fighters"
	var acts []int
	for _, at := range []int{i, v} {
		if at >= 0 {
			acts = append(acts, t.all(at, "acl", "advcl", "xcomp")...)
		}
	}
	for _, c := range acts {
		if t.nodes[c].tag == "VB" && c > i && (giving[t.nodes[c].lemma] || armsVerbs[t.nodes[c].lemma] != 0) {
			out = append(out, ex.toward(a, t, c)...)
			out = append(out, nationsIn(ex.slot(a, t, c, -1, "from"))...)
		}
	}
	return unique(out)
}

// signsTo reports whether a verb takes an agreement behind "to" or "into": "put their names to", "entered into".
func (t *tree) signsTo(v int) bool {
	switch t.nodes[v].lemma {
	case "enter", "accede", "subscribe":
		return true
	case "put", "affix", "set", "add":
		o := t.kid(v, "obj")
		return o >= 0 && (t.nodes[o].lemma == "name" || t.nodes[o].lemma == "signature" || t.nodes[o].lemma == "pen")
	}
	return false
}

// brokered are participles whose "by" names no party.
var brokered = wordsOf("brokered mediated sponsored hosted welcomed backed supported guaranteed witnessed endorsed monitored supervised proposed drafted opposed criticized criticised condemned financed funded")

// madeBy are further verbs whose "with" names a party.
var madeBy = wordsOf("conclude sign reach ink strike negotiate cancel suspend ratify renew extend make agree")

// listOfNations reads "A, B and C" at a token.
func (ex *Extractor) listOfNations(a *Analysis, i int) []string {
	var out []string
	for j := i; j < len(a.lower) && a.sent[j] == a.sent[i]; {
		if (a.lower[j] == "two" || a.lower[j] == "both") && pairNoun[a.word(j+1, i)] && len(out) == 0 {
			if d := a.dealBefore(i, 1); d != nil && len(d.parties) == 2 {
				return d.parties // those who signed what was just told
			}
			return ex.lastPair(a, j+1)
		}
		if w := a.lower[j]; w == "the" || w == "," || w == "and" || w == "both" {
			j++
			continue
		}
		n := ex.nationAt(a, j)
		if n == "" {
			break
		}
		out = append(out, n)
		j = a.at(j).Last
		if w := a.word(j, i); w != "," && w != "and" {
			break
		}
	}
	return unique(out)
}

// nationAt is the nation that the mention at a token stands for or acts for.
func (ex *Extractor) nationAt(a *Analysis, i int) string {
	m := a.at(i)
	if m == nil {
		return ""
	}
	return ex.nationOf(a, m)
}

// nationOf is the nation that a mention stands for: itself, an official's, a force's or ministry's.
func (ex *Extractor) nationOf(a *Analysis, m *Mention) string {
	switch m.Class {
	case "kg:Nation":
		return m.Thing
	case "kg:Person":
		if of := a.of[m.Thing]; ex.gaz.Nations[of] != nil {
			return of
		} else if n := ex.nationOfBody(of); n != "" {
			return n
		}
		if p := ex.gaz.Persons[m.Thing]; p != nil {
			if of := ex.servesOn(p, a.Article.Date); ex.gaz.Nations[of] != nil {
				return of
			}
		}
	case "kg:Organization":
		if t := a.things[m.Thing]; t != nil && t.Of != "" && m.Rule != "form" {
			return t.Of
		}
		if n := ex.nationOfBody(m.Thing); n != "" {
			return n
		}
		return ex.namedHome(a, m)
	}
	return ""
}

// nationOfBody is the nation that a body stands for in events: of forces, ministries, agencies, parliaments, courts and
// parties; armed groups, alliances and companies stand for none.
func (ex *Extractor) nationOfBody(org string) string {
	if o := ex.gaz.Organizations[org]; o != nil {
		switch o.Kind {
		case "force", "ministry", "agency", "legislature", "court", "party":
			return o.Nation
		}
	}
	return ""
}

// namedHome is the nation that the words give a company: "the South Korean manufacturer Hyundai Rotem", "Hanwha Defense of
// South Korea".
func (ex *Extractor) namedHome(a *Analysis, m *Mention) string {
	o := ex.gaz.Organizations[m.Thing]
	if o == nil || o.Kind != "maker" && o.Kind != "company" {
		return ""
	}
	for k, j := 0, m.First-1; k < 4 && j >= 0 && a.sent[j] == a.sent[m.First]; k, j = k+1, j-1 {
		if q := a.at(j); q != nil {
			if w := a.word(q.Last, q.First); q.Class == "kg:Nation" && (q.Sense == schema.AsAdjective || w == "'s" || w == "’s") {
				return q.Thing
			}
			break
		}
		if a.lower[j] == "'s" || a.lower[j] == "’s" {
			continue
		}
		if !a.isWord(j) && a.lower[j] != "-" || preps[a.lower[j]] || a.capital(j) {
			break
		}
	}
	return ex.homeOf(a, m)
}

// coveredAfter reads the weapons behind "for", "of", "covering" or "to buy" after an agreement's noun.
func (ex *Extractor) coveredAfter(a *Analysis, head int) []string {
	var out []string
	open := false
	for j := head + 1; j < len(a.lower) && a.sent[j] == a.sent[head] && j < head+30; j++ {
		switch a.lower[j] {
		case "for", "of", "covering", "covers", "on", "buy", "purchase", "sell", "provide", "acquire", "supply", "deliver", "provides", "envisages", "includes":
			open = true
		case ";", "which", "who", "while", "but", "after", "because", "although":
			if a.lower[j] == "which" && a.word(j+1, head) == "covers" {
				continue
			}
			return out
		}
		if m := a.at(j); m != nil && m.Class == "kg:WeaponSystem" && open {
			out = append(out, m.Thing)
			j = m.Last - 1
		}
	}
	return out
}

// coveredUnder reads the weapons that change hands by the verb that an agreement stands under.
func (ex *Extractor) coveredUnder(a *Analysis, head int) []string {
	t := ex.tree(a, a.sent[head])
	i, ok := t.byToken[head]
	if !ok || t.nodes[i].head < 0 || armsVerbs[t.nodes[t.nodes[i].head].lemma] == 0 {
		return nil
	}
	var out []string
	for _, k := range t.objects(t.nodes[i].head) {
		for _, w := range t.armsIn(a, k).weapons {
			out = append(out, w.Thing)
		}
	}
	return unique(out)
}

// signedOn finds the date on which the sentence has an agreement signed: one of a signing verb's clause, or one in the
// noun's own phrase ("the framework agreement of 27 July 2022", "a 2010 treaty").
func (a *Analysis) signedOn(head int) *Date {
	s := a.sent[head]
	sn := a.Doc.Sentences[s]
	if m := a.at(head - 1); m != nil && m.Class == "Date" && m.Date.Value != "" {
		return m.Date
	}
	for j := head + 1; j < sn.Last && j < head+12; j++ {
		if a.lower[j] == "," || signVerb[a.lower[j]] {
			break
		}
		if m := a.at(j); m != nil && m.Class == "Date" {
			if w := a.word(m.First-1, head); w == "of" || w == "from" {
				return m.Date
			}
		}
	}
	sign := -1
	for j := sn.First; j < sn.Last; j++ {
		if signVerb[a.lower[j]] && (sign < 0 || abs(j-head) < abs(sign-head)) {
			sign = j
		}
	}
	if sign < 0 || abs(sign-head) > 14 {
		return nil
	}
	for k := 1; k <= 3; k++ {
		switch a.word(sign-k, sign) {
		case "not", "n't", "never", "will", "would", "to", "may", "could", "might":
			return nil
		}
	}
	var best *Mention
	for j := sn.First; j < sn.Last; j++ {
		if m := a.at(j); m != nil && m.Class == "Date" && m.First == j && m.Date.Value != "" && !m.Date.Until {
			if best == nil || dateDistance(a, m, sign, head) < dateDistance(a, best, sign, head) {
				best = m
			}
		}
	}
	if best == nil {
		return nil
	}
	return best.Date
}

// dateDistance prefers dates behind the signing and its noun, without a comma between.
func dateDistance(a *Analysis, m *Mention, sign, head int) int {
	from := max(sign, head)
	d := m.First - from
	if d < 0 {
		d = 2 * (min(sign, head) - m.Last)
		if d < 0 {
			d = 0
		}
	}
	lo, hi := min(m.First, from), max(m.First, from)
	for j := lo; j < hi; j++ {
		if a.lower[j] == "," || a.lower[j] == ";" {
			d += 8
		}
	}
	return d
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// worth finds the money of an agreement: before its noun, or behind it after "worth", "for", "valued at".
func (a *Analysis) worth(first, head int) *Amount {
	for j := first; j < head; j++ {
		if m := a.at(j); m != nil && m.Class == "Money" {
			return m.Amount
		}
	}
	for j := head + 1; j < len(a.lower) && a.sent[j] == a.sent[head] && j < head+24; j++ {
		if m := a.at(j); m != nil && m.Class == "Money" {
			for k := 1; k <= 4; k++ {
				switch a.word(m.First-k, head) {
				case "worth", "valued", "value", "for", "totalling", "totaling", "cost", "costing", "costs", "tag", "price", "totals":
					return m.Amount
				}
			}
			return nil
		}
	}
	return nil
}

// name makes the thing of an agreement and states what its sentences say of it.
func (ex *Extractor) name(a *Analysis, d *deal) {
	if d.name == "" {
		labels := make([]string, len(d.parties))
		for i, p := range d.parties {
			labels[i] = a.label(ex, p)
		}
		sort.Strings(labels)
		var matter []string
		if len(d.covers) > 0 && len(d.covers) <= 3 {
			for _, w := range d.covers {
				matter = append(matter, a.label(ex, w))
			}
			sort.Strings(matter)
		} else if d.matter != "" {
			matter = []string{d.matter}
		}
		label := strings.Join(labels, "-")
		if len(matter) > 0 {
			label += " " + strings.Join(matter, " and ")
		}
		label += " agreement"
		d.name = "agreement:" + schema.LocalName(label)
		for _, r := range d.refs {
			if r.date != nil && len(r.date.Value) >= 4 {
				d.name += "__" + r.date.Value[:4]
				break
			}
		}
		if a.things[d.name] == nil {
			a.things[d.name] = &schema.Thing{Name: d.name, Class: "kg:Agreement", Label: label}
		}
	}
	for _, r := range d.refs {
		if a.owner[r.head] == 0 {
			kind := Kind(0)
			if r.again {
				kind = Reference
			}
			a.mention(Mention{First: r.head, Last: r.head + 1, Class: "kg:Agreement", Thing: d.name, Kind: kind, Rule: "agreement"})
		}
		for _, p := range r.parties {
			a.state(ex, d.name, "kg:party", schema.Ref(p), "agreement", r.first, r.head+1)
		}
		for _, w := range r.covers {
			a.state(ex, d.name, "kg:covers", schema.Ref(w), "agreement", r.first, r.head+1)
		}
		if r.date != nil && r.date.Value != "" {
			a.state(ex, d.name, "kg:signedOn", schema.Typed(r.date.Value, schema.DateType(r.date.Value)), "agreement", r.first, r.head+1)
		}
		ex.tradeOf(a, d, r)
		ex.dealQuantities(a, d, r)
		if a.signed(r.head) {
			a.state(ex, d.name, "kg:stage", schema.Ref("kg:Signed"), "agreement", r.first, r.head+1)
		}
		if r.money != nil {
			a.state(ex, d.name, "kg:value", schema.Typed(r.money.Number, "xsd:decimal"), "agreement", r.first, r.head+1)
			a.state(ex, d.name, "kg:currency", schema.Text(r.money.Unit), "agreement", r.first, r.head+1)
			a.state(ex, d.name, "kg:valueBound", schema.Text(r.money.Bound), "agreement", r.first, r.head+1)
		}
		if ex.gaz.Thing(d.name) == nil && !r.again {
			a.name(d.name, strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(a.Text(r.first, r.head+1), "the "), "a "), "an "))
		}
	}
}

// dealQuantities states the counts of what an agreement covers and its money, from the words behind its noun.
func (ex *Extractor) dealQuantities(a *Analysis, d *deal, r dealRef) {
	for j := r.first; j < len(a.lower) && a.sent[j] == a.sent[r.head] && j < r.head+30; j++ {
		m := a.at(j)
		if m == nil || m.First != j || m.Amount == nil {
			continue
		}
		switch {
		case m.Class == "Money" && r.money == m.Amount:
			ex.quantity(a, d.name, m, m.Amount.Unit, "", "agreement")
		case m.Class == "Quantity" && j > r.head:
			if unit, of := ex.counted(a, m, m.Amount.Unit); unit == "item" && containsString(r.covers, of) {
				ex.quantity(a, d.name, m, unit, of, "agreement")
			}
		}
	}
}

// tradeOf states who bought from whom by a signed agreement over weapons: the buyer and seller that its verb tells apart,
// or, of two nations, the one that makes the weapon as the seller. Who signs for weapons that it does not make buys them.
func (ex *Extractor) tradeOf(a *Analysis, d *deal, r dealRef) {
	signed := a.signed(r.head)
	if r.again { // what the package covers too
		r.parties = d.parties
		for _, q := range d.refs {
			signed = signed || a.signed(q.head)
		}
	}
	if len(r.parties) == 0 || len(r.parties) > 2 || len(r.covers) == 0 || !signed && (r.buyer == "" || r.seller == "") {
		return
	}
	say := func(s, p, o string) { a.state(ex, s, p, schema.Ref(o), "agreement", r.first, r.head+1) }
	for _, w := range r.covers {
		wp := ex.gaz.Weapons[w]
		buyer, seller := r.buyer, r.seller
		if buyer == "" && seller == "" {
			for i, x := range r.parties {
				if len(r.parties) == 2 && ex.originates(wp, x) && !ex.originates(wp, r.parties[1-i]) {
					seller, buyer = x, r.parties[1-i]
				} else if len(r.parties) == 1 && wp != nil && len(wp.Origin) > 0 && !ex.originates(wp, x) {
					buyer = x
				}
			}
		}
		if buyer != "" {
			say(buyer, "kg:ordered", w)
			say(d.name, "kg:buyer", buyer)
		}
		if seller != "" {
			say(seller, "kg:supplies", w)
			say(d.name, "kg:supplier", seller)
		}
		if buyer != "" && seller != "" {
			say(seller, "kg:suppliesArmsTo", buyer)
		}
	}
}

// awarding and winning are verbs that tell the buyer of a contract from its seller.
var (
	awarding = wordsOf("award grant give hand")
	winning  = wordsOf("win receive get secure land bag obtain clinch")
)

// sides reads buyer and seller off a verb that tells them apart: "awarded South Korea a contract", "won a contract from
// Australia".
func (ex *Extractor) sides(a *Analysis, head int) (buyer, seller string) {
	t := ex.tree(a, a.sent[head])
	i, ok := t.byToken[head]
	if !ok || t.nodes[i].rel != "obj" && t.nodes[i].rel != "nsubj:pass" {
		return "", ""
	}
	one := func(ns []string) string {
		if len(ns) == 1 {
			return ns[0]
		}
		return ""
	}
	v := t.nodes[i].head
	if ex.ownStatus(a, t, v) != "Actual" || ex.governed(a, t, v) != "Actual" {
		return "", ""
	}
	switch l := t.nodes[v].lemma; {
	case awarding[l]:
		return one(nationsIn(ex.subjectOf(a, t, v))), one(ex.toward(a, t, v))
	case winning[l]:
		buyer = one(nationsIn(ex.slot(a, t, i, -1, "from with")))
		if buyer == "" {
			buyer = one(nationsIn(ex.slot(a, t, v, -1, "from")))
		}
		return buyer, one(nationsIn(ex.subjectOf(a, t, v)))
	}
	return "", ""
}

// signed reports whether the sentence has the agreement at token head signed, and not only planned or denied.
func (a *Analysis) signed(head int) bool {
	sn := a.sentence(head)
	for j := sn.First; j < sn.Last; j++ {
		if !signVerb[a.lower[j]] || !strings.HasSuffix(a.lower[j], "ed") && a.lower[j] != "struck" || abs(j-head) > 12 {
			continue
		}
		for k := 1; k <= 4; k++ {
			switch a.word(j-k, j) {
			case "not", "n't", "never", "will", "would", "to", "may", "could", "might", "be":
				return false
			}
		}
		return true
	}
	return false
}

// without takes a name out of a list.
func without(list []string, name string) []string {
	var out []string
	for _, x := range list {
		if x != name {
			out = append(out, x)
		}
	}
	return out
}

func unique(list []string) []string {
	var out []string
	for _, x := range list {
		dup := x == ""
		for _, y := range out {
			dup = dup || x == y
		}
		if !dup {
			out = append(out, x)
		}
	}
	return out
}

func overlap(x, y []string) bool {
	for _, a := range x {
		for _, b := range y {
			if a == b {
				return true
			}
		}
	}
	return false
}

// oneOf reports whether one of two lists has a single name and the other has it too.
func oneOf(x, y []string) bool {
	return (len(x) == 1 || len(y) == 1) && overlap(x, y)
}

func samePeople(x, y []string) bool {
	if len(x) != len(y) {
		return false
	}
	for _, a := range x {
		if !overlap([]string{a}, y) {
			return false
		}
	}
	return true
}
