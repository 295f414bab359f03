package extract

import (
	"strings"

	"github.com/newskg/kg/schema"
)

// What the words around an act say of it: that it is to happen, may happen, or did not.
var (
	planVerb = wordsOf("plan intend aim agree promise pledge vow decide prepare commit schedule expect hope seek want undertake set arrange order resolve announce approve " +
		"authorize authorise propose request ask urge demand press push call require invite persuade instruct direct tell recommend wish look continue remain due ready bind oblige")
	// possVerb leave it open whether the act comes about.
	possVerb = wordsOf("threaten offer consider mull weigh propose suggest warn ask urge demand press push call request want hope allow enable help let permit encourage lobby " +
		"persuade accuse suspect allege blame charge fear doubt speculate predict seek appeal beg plead tell invite order recommend advise caution")
	negVerb  = wordsOf("refuse decline fail deny reject avoid prevent stop cease halt forbid prohibit ban block bar refrain abstain neglect forget dissuade deter rule")
	planAdj  = wordsOf("due set scheduled expected ready prepared poised bound slated planned determined keen")
	possAdj  = wordsOf("possible likely unlikely able willing free open probable potential")
	possNoun = wordsOf("possibility threat risk option proposal offer call demand request prospect chance fear talk appeal bid effort attempt idea need desire wish")
	planNoun = wordsOf("plan decision promise pledge intention agreement commitment vow aim deal order invitation")
	modalMay = wordsOf("may might could can would should must ought")
	sayLemma = wordsOf("say tell add announce report state claim declare note insist argue confirm acknowledge admit believe think write stress assert reiterate " +
		"allege explain reveal disclose quote suggest warn describe reaffirm deny maintain indicate")
)

// giveUp are verbs that end a plan.
var giveUp = wordsOf("drop abandon shelve scrap cancel ditch renounce")

// weighing are verbs whose gerund is no act yet.
var weighing = wordsOf("consider mull contemplate discuss weigh propose suggest recommend advocate oppose avoid resist envisage ponder debate")

// status reads whether an act happened from its own words and from what governs them.
func (ex *Extractor) status(a *Analysis, t *tree, i, lightVerb int, f *schema.Frame) string {
	if f.Status != "" && f.Status != "Actual" {
		if ex.negated(a, t, i) {
			return "Negated"
		}
		return f.Status
	}
	v := i
	if lightVerb >= 0 {
		if ex.negated(a, t, i) {
			return "Negated"
		}
		v = lightVerb
		switch t.nodes[v].lemma { // verbs that lend a subject and say that it is still to come, or will not
		case "plan", "schedule", "prepare", "arrange", "approve", "authorize", "authorise":
			if ex.ownStatus(a, t, v) == "Negated" {
				return "Negated"
			}
			return "Planned"
		case "offer", "propose", "consider":
			return "Possible"
		case "cancel", "call":
			if t.nodes[v].lemma == "cancel" || t.particle(a, v, "off") >= 0 {
				return "Negated"
			}
		case "postpone":
			return "Planned"
		}
	}
	st := ex.ownStatus(a, t, v)
	if st != "Actual" {
		return st
	}
	if v != i && ex.negated(a, t, i) {
		return "Negated"
	}
	// a noun with an adjective that settles it: a planned visit, a possible sale
	if t.nodes[i].isNoun() {
		for _, k := range t.all(i, "amod", "compound") {
			switch l := t.nodes[k].lemma; {
			case l == "planned" || l == "upcoming" || l == "scheduled" || l == "forthcoming" || l == "expected" || l == "future" || l == "proposed" || l == "pending" || l == "plan" || l == "schedule":
				return "Planned"
			case l == "possible" || l == "potential" || l == "alleged" || l == "threatened" || l == "suspected" || l == "likely":
				return "Possible"
			case l == "cancelled" || l == "canceled" || l == "aborted":
				return "Negated"
			}
		}
		if lightVerb < 0 {
			return ex.nounStatus(a, t, i)
		}
	}
	return ex.governed(a, t, v)
}

// negated reports a "not", "never" or "no" of the word itself.
func (ex *Extractor) negated(a *Analysis, t *tree, i int) bool {
	for _, k := range t.nodes[i].kids {
		switch t.nodes[k].lemma {
		case "not", "n't", "never", "neither", "nor":
			if base(t.nodes[k].rel) == "advmod" || base(t.nodes[k].rel) == "cc" {
				return true
			}
		case "no":
			if base(t.nodes[k].rel) == "det" {
				return true
			}
		}
		if w := a.lower[t.nodes[k].first]; w == "longer" && a.word(t.nodes[k].first-1, t.nodes[k].first) == "no" {
			return true
		}
		if a.lower[t.nodes[k].first] == "yet" && a.word(t.nodes[k].first+1, t.nodes[k].first) == "to" {
			return true
		}
		// "neither India nor France has imposed sanctions", "none of them"
		if r := base(t.nodes[k].rel); r == "nsubj" || r == "obj" {
			for _, c := range append([]int{k}, t.nodes[k].kids...) {
				switch l := t.nodes[c].lemma; {
				case l == "no" && base(t.nodes[c].rel) == "det", r == "nsubj" && (l == "neither" || l == "none" || l == "nobody"):
					return true
				}
			}
		}
	}
	return false
}

// ownStatus reads the auxiliaries, negation and conditional marks of a verb.
func (ex *Extractor) ownStatus(a *Analysis, t *tree, v int) string {
	n := &t.nodes[v]
	if ex.negated(a, t, v) {
		return "Negated"
	}
	future, may := false, false
	for _, k := range n.kids {
		kn := &t.nodes[k]
		switch base(kn.rel) {
		case "aux":
			switch {
			case kn.lemma == "will" || kn.lemma == "shall" || a.lower[kn.first] == "'ll" || kn.lemma == "wo":
				if a.lower[kn.first] == "would" && !t.backshifted(v) {
					may = true
				} else {
					future = true
				}
			case kn.lemma == "would" && t.backshifted(v):
				future = true
			case modalMay[kn.lemma]:
				may = true
			}
		case "mark", "advmod":
			switch kn.lemma {
			case "if", "unless", "whether", "should":
				may = true
			case "reportedly", "allegedly", "possibly", "perhaps":
				may = may || kn.lemma == "possibly" || kn.lemma == "perhaps"
			}
		}
	}
	// "are due to meet", "is to visit", whatever the parser made of it
	if (n.tag == "VB" || n.tag == "VBP") && a.word(n.first-1, n.first) == "to" {
		switch w := a.word(n.first-2, n.first); {
		case planAdj[w]:
			return "Planned"
		case w == "is" || w == "are" || w == "was" || w == "were":
			return "Planned"
		}
	}
	if n.tag == "VB" && t.has(v, "to") && t.kid(v, "cop", "aux") >= 0 {
		for _, k := range t.all(v, "aux", "cop", "aux:pass") {
			if t.nodes[k].lemma == "be" && a.word(t.nodes[k].last, t.nodes[k].first) == "to" {
				return "Planned"
			}
		}
	}
	switch {
	case may, future && t.conditional(v):
		return "Possible"
	case future:
		return "Planned"
	}
	return "Actual"
}

// conditional reports a clause of condition under a verb: "if Mali expels them, ...", "should Iran test another, ...".
func (t *tree) conditional(v int) bool {
	for _, k := range t.all(v, "advcl") {
		if t.has(k, "if", "unless", "should") && !t.has(k, "even") {
			return true
		}
	}
	return false
}

// backshifted reports whether "would" is a "will" told in the past: "said it would give", not "would have given".
func (t *tree) backshifted(v int) bool {
	n := &t.nodes[v]
	if base(n.rel) != "ccomp" || n.head < 0 || t.has(v, "have") {
		return false
	}
	h := &t.nodes[n.head]
	return sayLemma[h.lemma] && h.tag == "VBD"
}

// governed follows a verb up to what governs it.
func (ex *Extractor) governed(a *Analysis, t *tree, v int) string {
	for n := 0; n < 8; n++ {
		node := &t.nodes[v]
		h := node.head
		if h < 0 {
			break
		}
		hn := &t.nodes[h]
		rel := base(node.rel)
		switch rel {
		case "conj":
			if !hn.isVerb() {
				return "Actual"
			}
			// an infinitive or participle shares what governs the first; a finite verb shares its auxiliary only
			if node.tag == "VB" || node.tag == "VBG" && hn.tag == "VBG" {
				if t.kid(v, "nsubj", "aux") < 0 {
					if st := ex.ownStatus(a, t, h); st != "Actual" {
						return st
					}
				}
				v = h
				continue
			}
			return ex.outer(a, t, h)
		case "xcomp", "ccomp", "csubj", "obl", "nmod", "acl", "advcl", "root":
		default:
			return "Actual"
		}
		infinitive := node.tag == "VB" || t.has(v, "to") && node.tag != "VBD"
		if rel == "advcl" && node.tag == "VB" && t.has(v, "to") && (planVerb[hn.lemma] || possVerb[hn.lemma] || negVerb[hn.lemma] || planAdj[hn.lemma]) {
			rel = "xcomp" // the parser's two names for one thing
		}
		switch rel {
		case "xcomp":
			if negVerb[hn.lemma] {
				return "Negated"
			}
			st := ex.ownStatus(a, t, h)
			if st == "Negated" && hn.lemma == "hesitate" {
				return "Actual" // "did not hesitate to condemn"
			}
			if st == "Negated" && infinitive {
				return "Negated"
			}
			if infinitive {
				switch {
				case planAdj[hn.lemma] || planAdj[a.lower[hn.first]], hn.lemma == "go" && hn.tag == "VBG" && st == "Actual":
					return "Planned"
				case possAdj[hn.lemma]:
					return "Possible"
				case hn.lemma == "begin" || hn.lemma == "start" || hn.lemma == "continue" || hn.lemma == "manage" || hn.lemma == "help" || hn.lemma == "come" || hn.lemma == "proceed" || hn.lemma == "rush" || hn.lemma == "move":
				case hn.lemma == "say" || hn.lemma == "believe" || hn.lemma == "think" || hn.lemma == "report" || hn.lemma == "appear" || hn.lemma == "seem" || hn.lemma == "know":
					if t.has(v, "have") {
						return "Actual"
					}
				case possVerb[hn.lemma] && !planVerb[hn.lemma]:
					return "Possible"
				case planVerb[hn.lemma]:
					if st == "Possible" {
						return st
					}
					if hn.lemma == "ask" || hn.lemma == "urge" || hn.lemma == "demand" || hn.lemma == "press" || hn.lemma == "push" || hn.lemma == "call" || hn.lemma == "request" || hn.lemma == "want" ||
						hn.lemma == "hope" || hn.lemma == "propose" || hn.lemma == "invite" || hn.lemma == "seek" || hn.lemma == "tell" || hn.lemma == "recommend" || hn.lemma == "persuade" {
						return "Possible"
					}
					return "Planned"
				default:
					return "Possible"
				}
			}
			if st != "Actual" {
				return st
			}
			if node.tag == "VBG" && weighing[hn.lemma] {
				return "Possible" // "is considering sending aid"
			}
		case "ccomp":
			st := ex.ownStatus(a, t, h)
			switch {
			case hn.lemma == "deny" || hn.lemma == "reject":
				return "Negated"
			case hn.lemma == "demand" || hn.lemma == "urge" || hn.lemma == "insist" && node.tag == "VB" || hn.lemma == "propose" || hn.lemma == "hope" || hn.lemma == "fear" || hn.lemma == "ask" || hn.lemma == "accuse":
				return "Possible"
			case hn.lemma == "doubt" || hn.lemma == "wonder":
				return "Possible"
			case st == "Possible" && !sayLemma[hn.lemma]:
				return st
			}
			if sayLemma[hn.lemma] {
				return "Actual"
			}
		case "advcl":
			switch { // "ruled out withdrawing", "stopped short of breaking off", "dropped plans to buy"
			case node.tag == "VBG" && hn.lemma == "rule" && t.particle(a, h, "out") >= 0,
				node.tag == "VBG" && hn.lemma == "short" && t.has(v, "of"):
				return "Negated"
			case infinitive && giveUp[hn.lemma]:
				if k := t.kid(h, "obj"); k >= 0 && planNoun[t.nodes[k].lemma] {
					return "Negated"
				}
			}
			if t.has(v, "if", "unless", "should") {
				return "Possible"
			}
			if infinitive && t.has(v, "to") {
				return "Planned" // of purpose: "came to discuss"
			}
			if t.has(v, "without") {
				return "Negated"
			}
			if node.tag == "VBG" && t.has(v, "against", "from") {
				if negVerb[hn.lemma] {
					return "Negated"
				}
				return "Possible"
			}
			if node.tag == "VBG" && t.has(v, "of") && (hn.lemma == "accuse" || hn.lemma == "suspect") {
				return "Possible"
			}
			if t.has(v, "before") && ex.ownStatus(a, t, h) == "Planned" {
				return "Planned"
			}
			return "Actual"
		case "acl":
			if node.rel == "acl:relcl" {
				return "Actual"
			}
			if infinitive {
				switch {
				case planNoun[hn.lemma]:
					if ex.negated(a, t, h) || base(hn.rel) == "obj" && hn.head >= 0 && giveUp[t.nodes[hn.head].lemma] {
						return "Negated"
					}
					return "Planned"
				case possNoun[hn.lemma]:
					return "Possible"
				case hn.lemma == "failure" || hn.lemma == "refusal" || hn.lemma == "inability":
					return "Negated"
				}
				return "Possible"
			}
			return "Actual"
		case "obl", "nmod":
			// a gerund behind a preposition: "accused of shipping", "from selling"
			switch p := t.preposition(a, v); {
			case hn.lemma == "accuse" || hn.lemma == "suspect" || hn.lemma == "blame":
				return "Possible"
			case p == "from" && negVerb[hn.lemma], p == "without", p == "against":
				return "Negated"
			}
			return "Actual"
		}
		v = h
	}
	return "Actual"
}

// outer is the status that a shared governor lends to a second finite verb: none of its own auxiliaries.
func (ex *Extractor) outer(a *Analysis, t *tree, h int) string {
	if t.nodes[h].head >= 0 && base(t.nodes[h].rel) != "conj" {
		return ex.governed(a, t, h)
	}
	return "Actual"
}

// nounStatus reads the status of an act told by a noun: what is planned, expected or denied by the verb over it.
func (ex *Extractor) nounStatus(a *Analysis, t *tree, i int) string {
	if ex.negated(a, t, i) {
		return "Negated"
	}
	if t.has(i, "any") {
		return "Possible"
	}
	h := t.nodes[i].head
	if h < 0 {
		if k := t.kid(i, "cop"); k >= 0 {
			return ex.ownStatus(a, t, i)
		}
		return "Actual"
	}
	hn := &t.nodes[h]
	rel := base(t.nodes[i].rel)
	if hn.isVerb() && (rel == "obj" || t.nodes[i].rel == "nsubj:pass" || rel == "obl") {
		switch {
		case hn.lemma == "deny" || hn.lemma == "cancel" || hn.lemma == "reject" || hn.lemma == "prevent" || hn.lemma == "avoid" || hn.lemma == "block" || hn.lemma == "scrap" || hn.lemma == "oppose" && rel == "obj":
			return "Negated"
		case hn.lemma == "plan" || hn.lemma == "schedule" || hn.lemma == "prepare" || hn.lemma == "await":
			return "Planned"
		case hn.lemma == "propose" || hn.lemma == "seek" || hn.lemma == "threaten" || hn.lemma == "consider" || hn.lemma == "demand" || hn.lemma == "fear" || hn.lemma == "offer" || hn.lemma == "expect" ||
			hn.lemma == "want" || hn.lemma == "risk" || hn.lemma == "discuss":
			if hn.lemma == "expect" {
				return "Planned"
			}
			return "Possible"
		}
	}
	if possAdj[hn.lemma] && rel == "nsubj" {
		return "Possible"
	}
	if planAdj[hn.lemma] && rel == "nsubj" {
		return "Planned"
	}
	if hn.isNoun() && (rel == "nmod" || rel == "compound") {
		switch {
		case possNoun[hn.lemma]:
			return "Possible"
		case hn.lemma == "plan" || hn.lemma == "preparation" || hn.lemma == "date" || hn.lemma == "eve":
			return "Planned"
		}
	}
	if hn.isVerb() && (rel == "nsubj") {
		return ex.ownStatusOfSubject(a, t, h)
	}
	return "Actual"
}

// ownStatusOfSubject: "the visit will take place", "another meeting could prove important": the act is as sure as its
// verb.
func (ex *Extractor) ownStatusOfSubject(a *Analysis, t *tree, v int) string {
	switch st := ex.ownStatus(a, t, v); st {
	case "Planned", "Negated":
		if st == "Negated" && t.nodes[v].lemma != "take" && t.nodes[v].lemma != "happen" && t.nodes[v].lemma != "occur" {
			return "Actual"
		}
		return st
	case "Possible":
		return "Planned"
	}
	return "Actual"
}

// dates gives each event the time expression that stands nearest to it in the tree.
func (ex *Extractor) dates(a *Analysis, t *tree, events []*Event) {
	if len(events) == 0 {
		return
	}
	at := map[int][]*Event{}
	for _, e := range events {
		at[e.node] = append(at[e.node], e)
		if e.light >= 0 {
			at[e.light] = append(at[e.light], e)
		}
	}
	sn := a.Doc.Sentences[events[0].Sentence]
	for i := sn.First; i < sn.Last; i++ {
		m := a.at(i)
		if m == nil || m.Class != "Date" || m.First != i || m.Date.Value == "" {
			continue
		}
		// climb from the date's topmost word to the first event
		k, ok := t.byToken[m.First]
		if !ok {
			continue
		}
		for j := m.First; j < m.Last; j++ {
			if c := t.byToken[j]; t.depth(c) < t.depth(k) {
				k = c
			}
		}
		for n := 0; k >= 0 && n < 12; n++ {
			if es := at[k]; es != nil {
				for _, e := range es {
					if e.Date == nil {
						e.Date = m.Date
					}
				}
				break
			}
			// a clause of its own that is no event keeps its date
			if kn := &t.nodes[k]; n > 0 && kn.isVerb() && base(kn.rel) != "xcomp" && !light[kn.lemma] && !sayLemma[kn.lemma] && base(kn.rel) != "conj" {
				if base(kn.rel) == "acl" || base(kn.rel) == "advcl" {
					break
				}
			}
			if kn := &t.nodes[k]; sayLemma[kn.lemma] && kn.isVerb() && base(kn.rel) == "parataxis" {
				break // "…, he said on Monday": the day of the saying
			}
			k = t.nodes[k].head
		}
	}
	for _, e := range events {
		if e.Date != nil {
			continue
		}
		n := &t.nodes[e.node]
		if e.light >= 0 {
			n = &t.nodes[e.light]
		}
		// verbs joined under one subject share a time
		if base(n.rel) == "conj" && n.head >= 0 {
			for _, o := range events {
				if o.node == n.head && o.Date != nil && o.Status == e.Status {
					e.Date = o.Date
				}
			}
		}
		if e.Date == nil && e.Status == "Actual" && a.present(t, e) {
			e.Tense = true
		}
	}
	for _, e := range events { // "meets on Friday": what lies ahead has not happened
		if e.Date != nil && e.Status == "Actual" && e.Date.Earliest > a.Article.Date && a.Article.Date != "" {
			e.Status = "Planned"
		}
	}
}

// depth is the distance of a node from the root.
func (t *tree) depth(i int) int {
	d := 0
	for i >= 0 && d <= len(t.nodes) {
		i = t.nodes[i].head
		d++
	}
	return d
}

// present reports whether an event's verb is in the present or the progressive: the article's day is then its day.
func (a *Analysis) present(t *tree, e *Event) bool {
	v := e.node
	if e.light >= 0 {
		v = e.light
	}
	n := &t.nodes[v]
	if !n.isVerb() {
		return false
	}
	switch n.tag {
	case "VBZ", "VBP":
		return t.kid(v, "aux") < 0
	case "VBG":
		for _, k := range t.all(v, "aux") {
			if w := a.lower[t.nodes[k].first]; w == "is" || w == "are" || w == "'s" || w == "’s" {
				return true
			}
		}
	}
	return false
}

// names reports whether a thing is one of the event's participants.
func (e *Event) names(thing string) bool {
	for _, p := range append(append([]Participant(nil), e.Actors...), e.Recipients...) {
		if p.Thing == thing || p.Nation == thing {
			return true
		}
	}
	return false
}

// attribution finds whom the sentence credits for the report: the subject of the saying verb over it, or "according to".
func (ex *Extractor) attribution(a *Analysis, t *tree, e *Event) {
	set := func(k int) {
		if ps := ex.participants(a, t, k); len(ps) > 0 {
			for _, p := range ps {
				if !e.names(p.Thing) || schema.ClassOf(p.Thing) == "kg:Person" {
					e.Attributed = append(e.Attributed, p)
				}
			}
			return
		}
		first, last := t.nodes[k].first, t.nodes[k].last
		for _, c := range t.subtree(k, func(c int) bool {
			return base(t.nodes[c].rel) == "case" || t.nodes[c].rel == "acl:relcl" || base(t.nodes[c].rel) == "punct" && c > k
		}) {
			first, last = min(first, t.nodes[c].first), max(last, t.nodes[c].last)
		}
		e.Attribution = strings.Join(strings.Fields(a.Text(first, last)), " ")
	}
	v := e.node
	for n := 0; v >= 0 && n < 8; n++ {
		h := t.nodes[v].head
		if h >= 0 && base(t.nodes[v].rel) == "ccomp" && sayLemma[t.nodes[h].lemma] {
			if k := t.kid(h, "nsubj"); k >= 0 {
				set(k)
				return
			}
		}
		// "…, the spokesman said": the saying verb hangs on the report
		for _, k := range t.all(v, "parataxis") {
			if sayLemma[t.nodes[k].lemma] {
				if s := t.kid(k, "nsubj"); s >= 0 {
					set(s)
					return
				}
			}
		}
		for _, k := range t.all(v, "obl", "nmod") {
			for _, c := range t.nodes[k].kids {
				if a.lower[t.nodes[c].first] == "according" {
					set(k)
					return
				}
			}
		}
		v = h
	}
}
