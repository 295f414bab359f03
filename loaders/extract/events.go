package extract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/newskg/kg/schema"
)

// Event is one report: what one sentence says happened.
type Event struct {
	ID, Class, Status, Rule string
	Sentence                int
	First, Last             int // tokens of the trigger
	Actors, Recipients      []Participant
	About                   []string
	Date                    *Date
	// Tense says that only a present tense gives the date: the article's.
	Tense       bool
	Place       string
	Attributed  []Participant
	Attribution string
	What        string
	// Content are the acts asked for, promised, refused, threatened or charged.
	Content []*Event
	Frame   *schema.Frame
	Path    string // the words of the tree that made it, for explanation
	node    int
	light   int
	sides   bool
}

// events codes the event classes from the trees of the sentences that name somebody.
func (ex *Extractor) events(a *Analysis) {
	for s := range a.Doc.Sentences {
		if !ex.worthParsing(a, s) {
			continue
		}
		t := ex.tree(a, s)
		var found []*Event
		for i := range t.nodes {
			if e := ex.eventAt(a, t, s, i); e != nil {
				found = append(found, e)
			}
		}
		found = append(found, ex.saysMust(a, t, s)...)
		found = append(found, ex.wontDo(a, t, found)...)
		found = append(found, ex.refusals(a, t, s, found)...)
		found = ex.withoutDoubles(found)
		found = ex.discourse(a, t, s, found)
		t.contents(found)
		found = ex.withoutMatter(t, found)
		ex.dates(a, t, found)
		for _, e := range found {
			ex.places(a, t, e)
			ex.attribution(a, t, e)
			e.What = a.over(t, e)
		}
		t.sharePlaces(found)
		found = slices.DeleteFunc(found, func(e *Event) bool { // what nobody known may do, to nobody, about nothing and nowhere
			return e.Status != "Actual" && len(named(e.Actors)) == 0 && len(named(e.Recipients)) == 0 && len(e.About) == 0 && e.Place == ""
		})
		a.Events = append(a.Events, found...)
	}
	ids := map[string]int{}
	for _, e := range a.Events {
		begin := a.Span(e.First, e.Last).Begin
		name := strings.TrimPrefix(schema.ArticleName(a.Article.ID), "article:")
		e.ID = fmt.Sprintf("event:%s_%s_%d", name, e.Class, begin)
		ids[e.ID]++
		if n := ids[e.ID]; n > 1 {
			e.ID += fmt.Sprintf("_%d", n)
		}
	}
	for _, e := range a.Events {
		ex.stateEvent(a, e)
	}
}

// worthParsing reports whether a sentence names anybody who could act, or may go on about those of the sentence before.
func (ex *Extractor) worthParsing(a *Analysis, s int) bool {
	sn := a.Doc.Sentences[s]
	for i := sn.First; i < sn.Last; i++ {
		if m := a.at(i); m != nil {
			switch m.Class {
			case "kg:Nation", "kg:Person", "kg:Organization", "kg:Place":
				return true
			}
		}
		switch a.lower[i] {
		case "it", "they", "he", "she", "countries", "sides", "nations", "minister", "president", "country", "government":
			return true
		}
	}
	return false
}

// eventAt tries the frames of the word at node i, the more special first.
func (ex *Extractor) eventAt(a *Analysis, t *tree, s, i int) *Event {
	n := &t.nodes[i]
	if m := t.mentionAt(a, i); m != nil && m.Rule != "agreement" {
		return nil
	}
	switch {
	case t.predicative(i):
		for _, f := range ex.frames.Verb(n.lemma) { // "is ready to"
			if f.Refused {
				continue
			}
			if e := ex.tryFrame(a, t, s, i, -1, f, n.lemma); e != nil {
				return e
			}
		}
	case n.isVerb() && base(n.rel) != "amod" && base(n.rel) != "aux" && base(n.rel) != "cop" && base(n.rel) != "compound" && base(n.rel) != "case":
		for _, f := range ex.frames.Verb(n.lemma) {
			if f.Refused {
				continue
			}
			if e := ex.tryFrame(a, t, s, i, -1, f, n.lemma); e != nil {
				return e
			}
		}
	case n.isNoun():
		if base(n.rel) == "compound" || n.rel == "nmod:poss" {
			return nil
		}
		light := t.lightVerb(i)
		if h := ex.lender(a, t, i); light < 0 {
			light = h
		}
		for _, f := range ex.frames.Noun(n.lemma) {
			if e := ex.tryFrame(a, t, s, i, light, f, n.lemma); e != nil {
				return e
			}
		}
	}
	return nil
}

// light are verbs that lend their subject to the noun behind them: held talks, made a visit, imposed sanctions.
var light = wordsOf("hold make pay conduct launch carry have take begin start open stage issue give stop resume continue host attend mount undertake lead deliver announce impose approve authorize authorise " +
	"sign reach conclude complete finish end call lodge file submit send mark plan do provide receive face offer extend express voice order declare perform attend join intensify escalate renew step wage")

// answering are verbs that lend their subject to the act behind "with": retaliated with strikes.
var answering = wordsOf("retaliate respond answer reply react counter hit")

// journey are nouns of travel that a verb of going takes behind "on" or "for".
var journey = wordsOf("visit trip tour stopover mission")

// counting are nouns that count the act behind "of".
var counting = wordsOf("one series round number set string day week hour first second latest last dozen several some wave session kind type")

// lightVerb returns the verb that lends its subject to the noun at node i, or -1.
func (t *tree) lightVerb(i int) int {
	n := &t.nodes[i]
	for _, k := range t.all(i, "acl:relcl") { // "talks that the ministers held in Rome"
		if kn := &t.nodes[k]; kn.isVerb() && light[kn.lemma] && t.kid(k, "nsubj") >= 0 && containsInt(t.objects(k), i) {
			return k
		}
	}
	h := n.head
	if h < 0 {
		return -1
	}
	// "began one of the largest exercises"
	if n.rel == "nmod" && (counting[t.nodes[h].lemma] || t.nodes[h].tag == "CD") && t.kid(i, "case") >= 0 {
		n, h = &t.nodes[h], t.nodes[h].head
		if h < 0 {
			return -1
		}
	}
	if base(n.rel) == "conj" && t.nodes[h].isNoun() {
		n, h = &t.nodes[h], t.nodes[h].head
		if h < 0 {
			return -1
		}
	}
	if prep := t.kid(i, "case"); t.nodes[h].isVerb() && n.rel == "obl" && prep >= 0 && journey[n.lemma] && (t.nodes[prep].lemma == "on" || t.nodes[prep].lemma == "for") {
		return h // "arrived on a visit to", "left for a tour of"
	}
	if t.nodes[h].isVerb() && answering[t.nodes[h].lemma] && n.rel == "obl" && t.has(i, "with") {
		return h
	}
	if t.nodes[h].isVerb() && n.lemma == "defiance" && n.rel == "obl" && t.has(i, "in") { // "fired a rocket in defiance of"
		return h
	}
	// "is responsible for the killing of", "was guilty of attacks on"
	if w := t.nodes[h].lemma; (w == "responsible" || w == "guilty") && t.kid(h, "cop") >= 0 && (base(n.rel) == "obl" || base(n.rel) == "nmod") {
		return h
	}
	if t.nodes[h].isVerb() && light[t.nodes[h].lemma] && (n.rel == "obj" || n.rel == "nsubj:pass" || n.rel == "obl" && t.nodes[h].lemma == "take") {
		return h
	}
	return -1
}

// tryFrame matches one frame at a trigger and fills its slots.
func (ex *Extractor) tryFrame(a *Analysis, t *tree, s, i, light int, f *schema.Frame, lemma string) *Event {
	n := &t.nodes[i]
	first, last := n.first, n.last
	if !n.isNoun() {
		ok := false
		for _, p := range f.Particles(lemma) {
			if p == "" {
				ok = true
				break
			}
			if k := t.particle(a, i, p); k >= 0 {
				ok = true
				if t.nodes[k].first == last {
					last = t.nodes[k].last
				}
				break
			}
		}
		if !ok {
			return nil
		}
	}
	if f.Objects != "" && !ex.objectFits(a, t, i, light, f.Objects) {
		return nil
	}
	if f.With != "" && !t.clauseHas(i, light, f.With) || f.Without != "" && t.clauseHas(i, light, f.Without) {
		return nil
	}
	e := &Event{Class: f.Class, Sentence: s, First: first, Last: last, Frame: f, Rule: f.Class + "/" + f.Name, node: i, light: light}
	self := false // done to the actor itself
	if f.Sides != "" {
		e.sides = true
		e.Actors = ex.slot(a, t, i, light, f.Sides)
		if f.Mode == "visit" {
			e.Actors = append(e.Actors, ex.visited(a, t, i, light, e.Actors)...)
		}
	} else {
		e.Actors = ex.slot(a, t, i, light, f.Actor)
		recipients := ex.slot(a, t, i, light, f.Recipient)
		e.Recipients = a.others(recipients, e.Actors)
		self = len(recipients) > len(e.Recipients)
	}
	if f.Sides != "" && len(e.Actors) == 0 && f.Needs != "two" {
		e.Actors = ex.unnamed(a, t, i, light, "subj", func(k int) bool { return t.canAct(a, k) })
	}
	if f.Sides != "" && len(named(e.Actors)) == 1 && len(e.Actors) == 1 && f.Needs == "two" { // the other side is nobody known: "met the opposition leader Smith"
		for _, slot := range strings.Fields(f.Sides) {
			if len(ex.slot(a, t, i, light, slot)) == 0 {
				e.Actors = append(e.Actors, ex.unnamed(a, t, i, light, slot, func(k int) bool { return strings.HasPrefix(t.nodes[k].tag, "NNP") && t.canAct(a, k) })...)
			}
		}
	}
	ex.fromComplement(a, t, e)
	if f.Sides == "" && e.Class == "Assault" && len(e.Recipients) == 0 && !self {
		e.Recipients = ex.placeAttacked(a, t, i, light, e.Actors)
	}
	somebody := len(e.Recipients) > 0
	if f.Sides == "" && !somebody && !self {
		e.Recipients = ex.unnamed(a, t, i, light, f.Recipient, nil)
		somebody = len(ex.unnamed(a, t, i, light, f.Recipient, func(k int) bool {
			m := t.mentionAt(a, k)
			return t.canAct(a, k) && !t.definite(k) || e.Class == "Assault" && m != nil && m.Class == "kg:Place"
		})) > 0
	}
	if f.Sides == "" && len(e.Actors) == 0 {
		e.Actors = ex.unnamed(a, t, i, light, f.Actor, func(k int) bool {
			return t.canAct(a, k) || e.Class == "Assault" && attackNoun[t.nodes[k].lemma] && !t.definite(k)
		})
	}
	if len(e.Actors) == 0 && len(named(e.Recipients)) == 0 {
		return nil
	}
	e.About = ex.matter(a, t, i, light)
	if e.Class == "Sanction" && len(named(e.Recipients)) == 0 {
		if p, ok := a.otherParty(e); ok {
			e.Recipients = []Participant{p}
		}
	}
	needs := f.Needs
	if needs == "" {
		needs = "actor"
	}
	for _, need := range strings.Fields(needs) {
		switch {
		case need == "actor" && len(e.Actors) == 0,
			need == "recipient" && !somebody,
			need == "any" && len(named(e.Actors)) == 0 && len(named(e.Recipients)) == 0,
			need == "two" && len(e.Actors) < 2,
			need == "matter" && len(e.About) == 0:
			return nil
		}
	}
	e.Status = ex.status(a, t, i, light, f)
	e.About = apartNames(e.About, e)
	e.Path = f.Name
	return e
}

// visited is the nation of the place that a visit goes to, where one side is known: "flew to Lahore".
func (ex *Extractor) visited(a *Analysis, t *tree, i, light int, sides []Participant) []Participant {
	if len(nationsIn(sides)) != 1 {
		return nil
	}
	for _, at := range []int{i, light} {
		if at < 0 {
			continue
		}
		for _, k := range t.all(at, "obj", "obl", "nmod") {
			m := t.mentionAt(a, k)
			if m == nil || m.Class != "kg:Place" || ex.gaz.Places[m.Thing] == nil {
				continue
			}
			switch t.preposition(a, k) {
			case "", "to", "in", "at", "into":
				if of := ex.gaz.Places[m.Thing].Nation; of != "" && of != nationsIn(sides)[0] {
					return []Participant{{of, of, t.nodes[k].first, t.nodes[k].last, false}}
				}
			}
		}
	}
	return nil
}

// fromComplement finds the other side of a promise, offer, refusal, threat or signing in the act that it is about:
// "signed a contract to sell Egypt fighters", "offered to mediate between the two", "refused to give Ukraine arms".
func (ex *Extractor) fromComplement(a *Analysis, t *tree, e *Event) {
	switch e.Class {
	case "Agree", "Reject", "Threaten":
	default:
		return
	}
	if len(e.Actors) == 0 || len(e.Recipients) > 0 || e.sides && len(e.Actors) > 1 {
		return
	}
	v := e.node
	if e.light >= 0 {
		v = e.light
	}
	actors := e.Actors // and the nations that they act for
	for _, p := range e.Actors {
		actors = append(actors, Participant{Thing: p.Nation, First: p.First, Last: p.Last})
	}
	var inner []int
	for _, c := range t.all(v, "xcomp", "ccomp") {
		if e.Class == "Agree" || t.nodes[c].tag == "VB" && t.has(c, "to") { // "warned that X might help Y" is no threat to Y
			inner = append(inner, c)
		}
	}
	for _, c := range t.all(v, "advcl") {
		if t.nodes[c].tag == "VB" && t.has(c, "to") {
			inner = append(inner, c)
		}
	}
	for _, o := range append(t.objects(v), e.node) {
		for _, c := range t.all(o, "acl") {
			if t.nodes[c].tag == "VB" {
				inner = append(inner, c)
			}
		}
	}
	if e.Class == "Threaten" { // "threatened to halt the talks if Chad goes ahead"
		for _, top := range append([]int{v}, inner...) {
			for _, c := range t.all(top, "advcl") {
				if !t.has(c, "if", "unless", "until") {
					continue
				}
				if k := t.kid(c, "nsubj"); k >= 0 && t.mentionAt(a, k) != nil {
					if e.Recipients = a.others(ex.participants(a, t, k), actors); len(e.Recipients) > 0 {
						return
					}
				}
			}
		}
	}
	for _, c := range inner {
		if !t.nodes[c].isVerb() || t.has(c, "if", "unless") {
			continue
		}
		ps := ex.slot(a, t, c, -1, "iobj to with between against from")
		if len(a.others(ps, actors)) == 0 {
			ps = ex.slot(a, t, c, -1, "obj owner")
		}
		others := a.others(ps, actors)
		if len(others) == 0 {
			continue
		}
		if e.sides {
			e.Actors = append(e.Actors, others...)
		} else {
			e.Recipients = others
		}
		return
	}
}

// mustFrame is the frame of a demand that stands in a modal: "Russia said that Sudan must return the helicopter".
var mustFrame = &schema.Frame{Class: "Request", Name: "says must", Mode: "change"}

// saysMust reads who says that another must do something.
func (ex *Extractor) saysMust(a *Analysis, t *tree, s int) []*Event {
	var out []*Event
	for i := range t.nodes {
		n := &t.nodes[i]
		if n.mention >= 0 || n.head < 0 || base(n.rel) != "ccomp" || !ex.governors.Source(schema.Clause, t.nodes[n.head].lemma) || t.has(i, "if", "unless", "not", "n't", "whether") {
			continue
		}
		aux := -1
		for _, k := range t.all(i, "aux") {
			if l := t.nodes[k].lemma; l == "must" || l == "should" || l == "ought" {
				aux = k
			}
		}
		if aux < 0 || t.passive(i) || ex.ownStatus(a, t, n.head) != "Actual" {
			continue
		}
		e := &Event{Class: "Request", Sentence: s, First: t.nodes[aux].first, Last: t.nodes[aux].last, Frame: mustFrame, Rule: "Request/says must", node: i, light: n.head,
			Status: "Actual", Path: "says must"}
		e.Actors = ex.subjectOf(a, t, n.head)
		e.Recipients = apart(ex.subjectOf(a, t, i), e.Actors)
		if len(e.Actors) == 0 || len(e.Recipients) == 0 {
			continue
		}
		e.About = apartNames(ex.matter(a, t, i, -1), e)
		out = append(out, e)
	}
	return out
}

// otherParty is the one other party to an agreement that an actor suspends or quits, as the article has told it.
func (a *Analysis) otherParty(e *Event) (Participant, bool) {
	var parties []string
	own := nationsIn(e.Actors)
	for i := range a.Facts {
		f := &a.Facts[i]
		if f.Predicate == "kg:party" && len(e.About) == 1 && f.Subject == e.About[0] && !containsString(own, f.Object.Value) && schema.ClassOf(f.Object.Value) == "kg:Nation" {
			parties = append(parties, f.Object.Value)
		}
	}
	if parties = unique(parties); len(own) == 0 || len(parties) != 1 {
		return Participant{}, false
	}
	return Participant{parties[0], parties[0], e.First, e.Last, true}, true
}

// named are the participants that are known things, without those told in words alone.
func named(ps []Participant) []Participant {
	var out []Participant
	for _, p := range ps {
		if p.Thing != "" {
			out = append(out, p)
		}
	}
	return out
}

// wontFrame is the frame of a refusal that stands in a negated will: "Israel will not release the prisoners".
var wontFrame = &schema.Frame{Class: "Reject", Name: "will not"}

// friendly are the classes of acts that who says he will not do them refuses.
var friendly = wordsOf("Agree Consult Support Concede Cooperate Aid Retreat")

// wontDo reads the refusal in a friendly act that its doer says will not come: the act itself stays Negated.
func (ex *Extractor) wontDo(a *Analysis, t *tree, found []*Event) []*Event {
	var out []*Event
	for _, e := range found {
		v := e.node
		if e.light >= 0 {
			v = e.light
		}
		if !friendly[e.Class] || e.Status != "Negated" || len(e.Actors) == 0 || !t.nodes[v].isVerb() || t.passive(v) || t.kid(v, "nsubj") < 0 || t.has(v, "if") || !ex.negated(a, t, v) {
			continue
		}
		aux := -1
		for _, k := range t.all(v, "aux") {
			if l := t.nodes[k].lemma; l == "will" || l == "wo" || l == "would" && t.backshifted(v) || l == "can" && a.lower[t.nodes[k].first] != "could" {
				aux = k
			}
		}
		if aux < 0 || e.sides && len(e.Actors) > 1 && e.Class != "Consult" && e.Class != "Cooperate" && e.Class != "Agree" {
			continue
		}
		r := &Event{Class: "Reject", Sentence: e.Sentence, First: t.nodes[aux].first, Last: t.nodes[aux].last, Frame: wontFrame, Rule: "Reject/will not", node: v, light: -1,
			Status: "Actual", Path: "will not", Recipients: e.Recipients, About: e.About}
		r.Actors = e.Actors
		if e.sides {
			if r.Actors = ex.subjectOf(a, t, v); len(r.Actors) == 0 {
				continue
			}
			r.Recipients = apart(e.Actors, r.Actors)
		}
		out = append(out, r)
	}
	return out
}

// others drops from the recipients who are the actors themselves; other people of the same nation stay: "Malaysian
// police arrested Malaysian activists".
func (a *Analysis) others(recipients, actors []Participant) []Participant {
	var out []Participant
	for _, p := range recipients {
		own := false
		for _, q := range actors {
			if p.Thing != q.Thing {
				continue
			}
			other := p.First >= q.Last || p.Last <= q.First
			peopled := false
			for j := p.First; j < p.Last; j++ {
				w := a.lower[j]
				peopled = peopled || people[w] || soldiers[w] || groupNoun[strings.TrimSuffix(w, "s")] && strings.HasSuffix(w, "s") || personNoun[strings.TrimSuffix(w, "s")]
			}
			own = own || !other || !peopled || a.lower[p.First] == "its" || a.lower[p.First] == "their"
		}
		if !own {
			out = append(out, p)
		}
	}
	return out
}

// apart drops from a list what stands in another.
func apart(list, other []Participant) []Participant {
	var out []Participant
	for _, p := range list {
		same := false
		for _, q := range other {
			same = same || p.Thing == q.Thing
		}
		if !same {
			out = append(out, p)
		}
	}
	return out
}

func apartNames(names []string, e *Event) []string {
	var out []string
	for _, n := range names {
		same := false
		for _, p := range append(append([]Participant(nil), e.Actors...), e.Recipients...) {
			same = same || p.Thing == n || p.Nation == n
		}
		if !same {
			out = append(out, n)
		}
	}
	return out
}

// particle finds the particle or preposition that a trigger asks for: a particle of the verb, or the case of a phrase
// that hangs on it; it returns the node, or -1.
func (t *tree) particle(a *Analysis, i int, p string) int {
	for _, k := range t.nodes[i].kids {
		kn := &t.nodes[k]
		switch base(kn.rel) {
		case "compound", "advmod", "obl", "nmod", "xcomp", "advcl", "ccomp", "mark":
			if a.lower[kn.first] == p && kn.last == kn.first+1 {
				return k
			}
			for _, c := range kn.kids {
				cn := &t.nodes[c]
				if (base(cn.rel) == "case" || base(cn.rel) == "mark") && a.lower[cn.first] == p && c > i {
					return c
				}
			}
		}
	}
	// "rule out" where the parser lost the particle: the next word
	if i+1 < len(t.nodes) && a.lower[t.nodes[i+1].first] == p && t.nodes[i+1].tag != "IN" && t.nodes[i+1].tag != "TO" {
		return i + 1
	}
	return -1
}

// objectFits reports whether the object of a verb, or what a noun is about, is of the words or kinds asked for.
func (ex *Extractor) objectFits(a *Analysis, t *tree, i, light int, objects string) bool {
	words := strings.Fields(objects)
	fits := func(k int) bool {
		for _, c := range t.coordinated(k) {
			m := t.mentionAt(a, c)
			for _, w := range words {
				switch w {
				case "WEAPON":
					if m != nil && m.Class == "kg:WeaponSystem" || m == nil && (classWord[t.nodes[c].lemma] != "" || classWord[a.lower[t.nodes[c].first]] != "" || armsNoun[t.nodes[c].lemma]) {
						return true
					}
					// "parts of the S-400", "24 of the jets"
					for _, x := range t.all(c, "nmod", "compound", "appos", "flat") {
						if xm := t.mentionAt(a, x); xm != nil && xm.Class == "kg:WeaponSystem" || xm == nil && t.preposition(a, x) == "of" && classWord[a.lower[t.nodes[x].first]] != "" {
							return true
						}
					}
				case "AGREEMENT":
					if m != nil && m.Class == "kg:Agreement" || agreementHead[t.nodes[c].lemma] {
						return true
					}
				case "MONEY":
					if t.nodes[c].lemma == "$" || m != nil && m.Class == "Money" || currencies[t.nodes[c].lemma] != "" {
						return true
					}
				case "PEOPLE":
					if m != nil && (m.Class == "kg:Person" || m.Class == "kg:Nation" && m.Sense == schema.AsDemonym) || m == nil && (soldiers[a.lower[t.nodes[c].first]] || people[a.lower[t.nodes[c].first]] || personNoun[t.nodes[c].lemma] || groupNoun[t.nodes[c].lemma]) {
						return true
					}
				case "SIDE":
					if len(ex.resolveNode(a, t, c)) > 0 {
						return true
					}
				case "THING": // a common noun that is nobody
					if m == nil && t.nodes[c].isNoun() && len(ex.resolveNode(a, t, c)) == 0 {
						return true
					}
				case "PLACE":
					if m != nil && (m.Class == "kg:Place" || m.Class == "kg:Nation") {
						return true
					}
				default:
					if (m == nil || m.Class == "kg:Agreement") && (t.nodes[c].lemma == w || a.lower[t.nodes[c].first] == w) {
						return true
					}
				}
			}
		}
		return false
	}
	n := &t.nodes[i]
	if n.isVerb() {
		for _, k := range t.objects(i) {
			if fits(k) {
				return true
			}
			// "a series of sanctions", "delivery of missiles"
			for _, x := range t.all(k, "nmod") {
				if t.preposition(a, x) == "of" && fits(x) {
					return true
				}
			}
		}
		return false
	}
	for _, k := range t.all(i, "nmod", "compound", "amod", "acl") {
		if p := t.preposition(a, k); (p == "" || p == "of" || p == "for" || p == "on" || p == "over") && fits(k) {
			return true
		}
	}
	return false
}

// armsNoun are collective nouns of arms.
var armsNoun = wordsOf("arm arms weapon weaponry ammunition munition equipment hardware armament spare shipment squadron battery system")

// objects returns the nodes that a verb acts on, a passive turned round.
func (t *tree) objects(i int) []int {
	if t.passive(i) {
		if k := t.kid(i, "nsubj:pass"); k >= 0 {
			return append([]int{k}, t.all(i, "obj")...)
		}
		if h := t.reducedHead(i); h >= 0 {
			return []int{h}
		}
		if base(t.nodes[i].rel) == "conj" && t.nodes[i].head >= 0 && t.nodes[t.nodes[i].head].isVerb() {
			return t.objects(t.nodes[i].head)
		}
		return nil
	}
	out := t.all(i, "obj", "iobj")
	if t.nodes[i].rel == "acl:relcl" && t.nodes[i].head >= 0 {
		for _, k := range append(t.all(i, "mark"), out...) {
			if t.nodes[k].tag == "WDT" || t.nodes[k].tag == "WP" || t.nodes[k].lemma == "that" && t.nodes[k].tag == "IN" && k < i || len(out) == 0 && t.kid(i, "nsubj") >= 0 {
				return append(out, t.nodes[i].head)
			}
		}
		if len(out) == 0 && t.kid(i, "nsubj") >= 0 && t.nodes[t.kid(i, "nsubj")].tag != "WDT" && t.nodes[t.kid(i, "nsubj")].tag != "WP" {
			return []int{t.nodes[i].head}
		}
	}
	return out
}

// takesInfinitive are verbs whose infinitive belongs to their clause.
var takesInfinitive = wordsOf("fail threaten offer agree promise vow pledge plan refuse decline order force compel tell ask instruct give")

// clauseHas reports whether a lemma stands in the clause of a trigger, without the clauses under it.
func (t *tree) clauseHas(i, light int, lemmas string) bool {
	set := wordsOf(lemmas)
	top := i
	if light >= 0 {
		top = light
	}
	for _, k := range t.subtree(top, func(k int) bool {
		switch base(t.nodes[k].rel) {
		case "advcl":
			// the parser's other name for the infinitive of a verb that takes one: "failed to reach agreement"
			if t.nodes[k].tag == "VBG" && t.has(k, "from") { // "barred tourists from entering"
				return false
			}
			return t.nodes[k].tag != "VB" || !t.has(k, "to") || !takesInfinitive[t.nodes[t.nodes[k].head].lemma]
		case "ccomp", "parataxis", "acl":
			return true
		case "conj":
			return t.nodes[k].isVerb()
		}
		return false
	}) {
		if k != i && (set[t.nodes[k].lemma]) {
			return true
		}
	}
	// what a participle hangs on is part of it: "a plane flying to", "crashed, killing"
	h := t.nodes[top].head
	return h >= 0 && (base(t.nodes[top].rel) == "acl" || base(t.nodes[top].rel) == "advcl" && t.nodes[top].tag == "VBG") && set[t.nodes[h].lemma]
}

// matter collects the weapons, agreements and bodies that an event concerns: those in the phrases and clauses under its
// trigger, without those of other assertions.
func (ex *Extractor) matter(a *Analysis, t *tree, i, light int) []string {
	top := i
	if light >= 0 {
		top = light
	}
	var out []string
	for _, k := range t.subtree(top, func(k int) bool {
		n := &t.nodes[k]
		switch base(n.rel) {
		case "parataxis":
			return true
		case "advcl":
			return n.tag != "VB" || !t.has(k, "to")
		case "acl":
			return n.rel == "acl:relcl"
		case "conj":
			return n.isVerb() && t.nodes[n.head].isVerb()
		case "nsubj":
			return n.head == top && !t.passive(top)
		}
		return false
	}) {
		if m := t.mentionAt(a, k); m != nil && (m.Class == "kg:WeaponSystem" || m.Class == "kg:Agreement") {
			out = append(out, m.Thing)
		}
	}
	// a clause that hangs on a thing is about it: "submarines bought from Russia", "the treaty, which it signed"
	if h := t.nodes[i].head; base(t.nodes[i].rel) == "acl" && h >= 0 {
		for _, k := range t.subtree(h, func(k int) bool { return base(t.nodes[k].rel) == "acl" || base(t.nodes[k].rel) == "conj" }) {
			if m := t.mentionAt(a, k); m != nil && (m.Class == "kg:WeaponSystem" || m.Class == "kg:Agreement") {
				out = append(out, m.Thing)
			}
		}
	}
	return unique(out)
}

// withoutDoubles drops an event that another of the same class in the sentence tells better: a verb that only lends its
// subject to the noun behind it, and the same sides about the same thing told a second time.
func (ex *Extractor) withoutDoubles(list []*Event) []*Event {
	dropped := make([]bool, len(list))
	for i, e := range list {
		for j, o := range list {
			if i == j || dropped[i] || dropped[j] || e.Class != o.Class {
				continue
			}
			switch {
			case o.light == e.node && e.light < 0:
				if len(named(e.Recipients)) <= len(named(o.Recipients)) {
					dropped[i] = true
				} else {
					dropped[j] = true
				}
			case i > j && sameSides(e, o) && e.Status == o.Status && (overlap(e.About, o.About) || len(e.About) == 0 && len(o.About) == 0 && e.Date == nil && o.Date == nil):
				dropped[i] = true
			}
		}
	}
	var out []*Event
	for i, e := range list {
		if !dropped[i] {
			out = append(out, e)
		}
	}
	return out
}

// withoutMatter drops the act that another event is about (agreed to buy, threatened to leave) when it adds no side to
// it and is not worth an event of its own: the outer event tells it already.
func (ex *Extractor) withoutMatter(t *tree, list []*Event) []*Event {
	at := map[int]*Event{}
	for _, e := range list {
		at[e.node] = e
		if e.light >= 0 {
			at[e.light] = e
		}
	}
	isContent := map[*Event]bool{}
	for _, e := range list {
		for _, x := range e.Content {
			isContent[x] = x.content()
		}
	}
	var out []*Event
	for _, e := range list {
		v := e.node
		if e.light >= 0 {
			v = e.light
		}
		outer := (*Event)(nil)
		for n := 0; n < 4 && v >= 0 && outer == nil; n++ {
			switch r := base(t.nodes[v].rel); {
			case r == "xcomp", r == "ccomp", r == "advcl" && (t.nodes[v].tag == "VB" || t.nodes[v].tag == "VBG"), r == "acl" && t.nodes[v].tag == "VB", r == "conj" && t.nodes[v].tag == "VB":
				v = t.nodes[v].head
			default:
				v = -1
			}
			if v >= 0 && at[v] != e {
				outer = at[v]
			}
		}
		if outer != nil && !isContent[e] && e.Status != "Actual" && len(named(e.Recipients)) == 0 && (!e.sides || len(e.Actors) < 2) {
			continue
		}
		out = append(out, e)
	}
	return out
}

func sameSides(x, y *Event) bool {
	return samePeople(nationsIn(x.Actors), nationsIn(y.Actors)) && samePeople(nationsIn(x.Recipients), nationsIn(y.Recipients))
}

func nationsIn(ps []Participant) []string {
	var out []string
	for _, p := range ps {
		if p.Nation != "" {
			out = append(out, p.Nation)
		}
	}
	return unique(out)
}

// stateEvent writes an event and its direct edges as facts of its sentence.
func (ex *Extractor) stateEvent(a *Analysis, e *Event) {
	rule := e.Rule
	say := func(p string, o schema.Term) { a.state(ex, e.ID, p, o, rule, e.First, e.Last) }
	say("rdf:type", schema.Ref("kg:Event"))
	say("rdf:type", schema.Ref("kg:"+e.Class))
	span := a.SentenceSpan(e.Sentence)
	say("kg:statedIn", schema.Ref(schema.SentenceName(a.Article.ID, span.Begin, span.End)))
	say("kg:status", schema.Ref("kg:"+e.Status))
	for _, p := range named(e.Actors) {
		say("kg:actor", schema.Ref(p.Thing))
		if p.Nation != "" {
			say("kg:actorNation", schema.Ref(p.Nation))
		}
		if p.Inferred {
			say("kg:inferred", schema.Ref(p.Thing))
		}
	}
	for _, p := range named(e.Recipients) {
		say("kg:recipient", schema.Ref(p.Thing))
		if p.Nation != "" {
			say("kg:recipientNation", schema.Ref(p.Nation))
		}
		if p.Inferred {
			say("kg:inferred", schema.Ref(p.Thing))
		}
	}
	for _, x := range e.About {
		say("kg:about", schema.Ref(x))
	}
	switch {
	case e.Date != nil && e.Date.Value != "" && !e.Date.Until:
		say("kg:date", schema.Typed(e.Date.Value, schema.DateType(e.Date.Value)))
		if e.Date.Earliest != "" {
			say("kg:earliest", schema.Typed(e.Date.Earliest, "xsd:date"))
			say("kg:latest", schema.Typed(e.Date.Latest, "xsd:date"))
		}
		say("kg:dateBasis", schema.Text(e.Date.Basis))
	case e.Date != nil && e.Date.Value != "":
		say("kg:date", schema.Typed(e.Date.Value, schema.DateType(e.Date.Value)))
		say("kg:latest", schema.Typed(schema.LatestDay(e.Date.Value), "xsd:date"))
		say("kg:dateBasis", schema.Text(e.Date.Basis))
	case e.Tense && a.Article.Date != "":
		say("kg:date", schema.Typed(a.Article.Date, "xsd:date"))
		say("kg:earliest", schema.Typed(a.Article.Date, "xsd:date"))
		say("kg:latest", schema.Typed(a.Article.Date, "xsd:date"))
		say("kg:dateBasis", schema.Text("tense"))
	}
	if e.Place != "" {
		say("kg:place", schema.Ref(e.Place))
	}
	for _, p := range e.Attributed {
		say("kg:attributedTo", schema.Ref(p.Thing))
	}
	if e.Attribution != "" {
		say("kg:attribution", schema.Text(e.Attribution))
	}
	if e.Frame.Mode != "" {
		say("kg:mode", schema.Text(e.Frame.Mode))
	}
	if e.Frame.Context != "" {
		say("kg:context", schema.Text(e.Frame.Context))
	}
	if e.What != "" {
		say("kg:what", schema.Text(e.What))
	}
	for _, x := range e.Content {
		if x.ID != "" {
			say("kg:content", schema.Ref(x.ID))
		}
	}
	ex.quantities(a, e)
	say("kg:trigger", schema.Text(strings.Join(strings.Fields(a.Text(e.First, e.Last)), " ")))
	tr := a.Span(e.First, e.Last)
	say("kg:begin", schema.Typed(fmt.Sprint(tr.Begin), "xsd:integer"))
	say("kg:end", schema.Typed(fmt.Sprint(tr.End), "xsd:integer"))
	say("kg:rule", schema.Text(rule))
	if e.Status == "Actual" {
		ex.edges(a, e)
	}
}

// edgeOf are the direct edges of an event's class: without a recipient, both ways; with one, from actor to recipient.
var edgeOf = map[string][2]string{
	"Agree": {"kg:agreedWith", "kg:promised"}, "Consult": {"kg:metWith", "kg:metWith"}, "Assault": {"kg:clashedWith", "kg:attacked"},
	"Cooperate": {"kg:cooperatedWith", "kg:providedTo"}, "Support": {"", "kg:supported"}, "Concede": {"", "kg:concededTo"}, "Aid": {"", "kg:aided"},
	"Retreat": {"", "kg:retreatedFrom"}, "Request": {"", "kg:requestedOf"}, "Accuse": {"", "kg:accused"}, "Reject": {"", "kg:rejected"},
	"Threaten": {"", "kg:threatened"}, "Protest": {"", "kg:protestedAgainst"}, "Sanction": {"", "kg:sanctioned"}, "Mobilize": {"", "kg:mobilizedAgainst"},
	"Coerce": {"", "kg:coerced"},
}

// edges states the direct edges of an event that happened, one per pair of sides.
func (ex *Extractor) edges(a *Analysis, e *Event) {
	sides := func(ps []Participant) []string {
		var out []string
		for _, p := range ps {
			switch {
			case p.Nation != "":
				out = append(out, p.Nation)
			case schema.ClassOf(p.Thing) == "kg:Organization":
				out = append(out, p.Thing)
			}
		}
		return unique(out)
	}
	names := edgeOf[e.Class]
	actors, recipients := sides(e.Actors), sides(e.Recipients)
	if len(e.Recipients) == 0 {
		for _, x := range actors {
			for _, y := range actors {
				if x != y && names[0] != "" {
					a.state(ex, x, names[0], schema.Ref(y), e.Rule, e.First, e.Last)
				}
			}
		}
		return
	}
	for _, x := range actors {
		for _, y := range recipients {
			if x == y {
				continue
			}
			a.state(ex, x, names[1], schema.Ref(y), e.Rule, e.First, e.Last)
			if e.Class == "Consult" {
				a.state(ex, y, names[1], schema.Ref(x), e.Rule, e.First, e.Last)
			}
		}
	}
}

// When is the event's date as stated, resolved, or given by a present tense, which means the article's day; "" for none.
func (e *Event) When(articleDay string) string {
	switch {
	case e.Date != nil && e.Date.Value != "":
		return e.Date.Value
	case e.Tense:
		return articleDay
	}
	return ""
}
