package extract

import (
	"strings"

	"github.com/newskg/kg/schema"
)

// armsTrigger is what a word of the arms trade says of its nation and its weapons.
type armsTrigger uint8

const (
	buys    armsTrigger = iota + 1 // orders, against money
	gets                           // is handed them, bought or given
	sells                          // hands them over, for money or not
	leases                         // buys from, sells to
	wants                          // asks for them
	prefers                        // chooses them, not yet bought
	runs                           // has them in service
	makes                          // builds them
	pays                           // gives money for them
	covets                         // a noun: a wish for them
)

// armsVerbs are the verbs of the trade by lemma.
var armsVerbs = triggerWords(map[armsTrigger]string{
	buys:    "buy purchase order acquire procure contract",
	gets:    "receive obtain import get accept",
	sells:   "sell deliver supply provide donate ship export transfer send hand give gift loan lend re-export furnish present airlift",
	leases:  "lease rent hire charter",
	wants:   "seek want request eye covet pursue desire crave solicit",
	prefers: "choose select pick shortlist prefer",
	makes:   "make produce manufacture",
	pays:    "pay spend sign",
	runs:    "operate fly field use keep retain deploy station commission induct fire launch scramble retire mothball lose maintain parade",
})

// armsNouns are the nouns of the trade by lemma.
var armsNouns = triggerWords(map[armsTrigger]string{
	buys:   "purchase acquisition procurement order import option",
	gets:   "receipt possession custody",
	sells:  "sale delivery supply export shipment transfer donation handover provision resale",
	covets: "request interest bid tender wish demand appetite",
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

// plainArms are words for arms of no type: they tell who arms whom.
var plainArms = wordsOf("arms weapons weaponry armaments munitions ammunition weapon")

// kindsOfArms are plain words too, for arms of a kind; words that are also people's, ships' or airliners' are left out.
var kindsOfArms = wordsOf("missile missiles rocket rockets tank tanks jets warplane warplanes gunship gunships helicopter helicopters howitzer howitzers artillery mortar mortars " +
	"torpedo torpedoes frigate frigates corvette corvettes destroyer destroyers submarine submarines warship warships drone drones rifles launchers ballistic-missile")

// materiel are plain words for arms behind "military".
var materiel = wordsOf("hardware equipment materiel gear supplies")

// plainArmsAt reports whether a plain word for arms stands at token i.
func (a *Analysis) plainArmsAt(i int) bool {
	w := a.lower[i]
	if materiel[w] {
		p := a.word(i-1, i)
		return p == "military" || p == "defence" || p == "defense" || p == "lethal"
	}
	return plainArms[w] || kindsOfArms[w]
}

// arms are the arms of a phrase: weapons with a name, or a plain word for them.
type arms struct {
	weapons []*Mention
	plain   bool
}

func (x arms) none() bool { return len(x.weapons) == 0 && !x.plain }

// armsTrade states ordered, seeks, operates, supplies and suppliesArmsTo from the verbs and nouns of the trade.
func (ex *Extractor) armsTrade(a *Analysis, s int) {
	if !a.speaksOfArms(s) {
		return
	}
	t := ex.tree(a, s)
	for i := range t.nodes {
		n := &t.nodes[i]
		switch {
		case n.mention >= 0:
			ex.owned(a, t, i)
		case n.isVerb():
			ex.asksFor(a, t, i)
			ex.tradeVerb(a, t, i)
			ex.arming(a, t, i)
			ex.onOrder(a, t, i)
			ex.inService(a, t, i)
		default:
			ex.tradeNoun(a, t, i)
			ex.customer(a, t, i)
			ex.fleet(a, t, i)
		}
	}
}

// speaksOfArms reports whether a sentence names a weapon or speaks of arms.
func (a *Analysis) speaksOfArms(s int) bool {
	sn := a.Doc.Sentences[s]
	for i := sn.First; i < sn.Last; i++ {
		if m := a.at(i); m != nil && m.Class == "kg:WeaponSystem" || m == nil && (a.plainArmsAt(i) || armed[a.lower[i]]) {
			return true
		}
		if a.bareCount(i) && (a.word(i-1, i) == "for" || a.word(i-1, i) == "of" || a.word(i-1, i) == "as") && a.topicWeapon(i) != nil {
			return true
		}
	}
	return false
}

// bareCount reports whether a number stands at token i without the noun that it counts: "an order for 20", "asked for six
// in May".
func (a *Analysis) bareCount(i int) bool {
	w := a.lower[i]
	if !isDigits(w) && numberWords[w] == "" || w == "one" || len(w) == 4 && isDigits(w) && (w[:2] == "19" || w[:2] == "20") {
		return false
	}
	if m := a.at(i); m != nil && (m.Class != "Quantity" || m.Last != i+1) {
		return false
	}
	switch next := a.word(i+1, i); next {
	case "", ",", ".", ";", "in", "last", "this", "by", "more", "from", "and", "but", "while", "with", "after", "worth":
		return !(next == "and" || next == ",") || a.at(i+2) == nil || a.at(i+2).Class != "kg:WeaponSystem"
	}
	return false
}

// topicWeapon is the weapon that a number without a noun goes on about: the only one of the sentence before token i, or
// of the nearest of the three before it that names any.
func (a *Analysis) topicWeapon(i int) *Mention {
	for s := a.sent[i]; s >= 0 && s >= a.sent[i]-3; s-- {
		var found *Mention
		for _, k := range a.inSentence(s) {
			m := &a.Mentions[k]
			if m.Class != "kg:WeaponSystem" || m.Last <= m.First || m.First > i {
				continue
			}
			if found != nil && found.Thing != m.Thing {
				return nil
			}
			found = m
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// tradeVerb reads one verb of the trade with its objects.
func (ex *Extractor) tradeVerb(a *Analysis, t *tree, i int) {
	n := &t.nodes[i]
	kind := armsVerbs[n.lemma]
	if kind == 0 || n.lemma == "contract" && t.particle(a, i, "for") < 0 {
		return
	}
	var goods arms
	objects := t.objects(i)
	for _, k := range objects {
		found := t.armsIn(a, k)
		// "aircraft of Soviet design that the air force uses": the clause is the aircraft's
		for n := 0; found.none() && n < 2 && base(t.nodes[k].rel) == "nmod" && k < i; n++ {
			k = t.nodes[k].head
			found = t.armsIn(a, k)
		}
		if h := t.nodes[k].head; base(t.nodes[k].rel) == "conj" && k < i && h >= 0 { // "the W and V that it uses"
			found = t.armsIn(a, h)
		}
		goods.weapons = append(goods.weapons, found.weapons...)
		goods.plain = goods.plain || found.plain
	}
	if len(goods.weapons) > 0 { // "missiles from India and helicopters from Poland", joined to India by the parser
		for _, k := range t.subtree(i, t.ownClause(i)) {
			h := t.nodes[k].head
			if k == i || base(t.nodes[k].rel) != "conj" || t.nodes[h].mention < 0 || !isSide(&a.Mentions[t.nodes[h].mention]) {
				continue
			}
			for _, w := range t.armsIn(a, k).weapons {
				if !containsMention(goods.weapons, w) {
					goods.weapons = append(goods.weapons, w)
				}
			}
		}
	}
	if len(objects) == 0 && !t.passive(i) || kind == wants {
		// "donated to that country more than 240 tanks": the object lost to the parser
		goods.weapons = nil
		for _, k := range t.subtree(i, t.ownClause(i)) {
			if m := t.mentionAt(a, k); m != nil && m.Class == "kg:WeaponSystem" {
				goods.weapons = append(goods.weapons, m)
			}
		}
	}
	if kind == sells && goods.none() && (n.lemma == "supply" || n.lemma == "provide" || n.lemma == "present") {
		for _, k := range t.all(i, "obl") { // "supplied Syria with missiles"
			if t.preposition(a, k) == "with" {
				goods = t.armsIn(a, k)
			}
		}
	}
	if len(goods.weapons) == 0 && (n.lemma == "send" || n.lemma == "hand" || kind == runs || kind == makes || kind == wants || kind == prefers) {
		goods.plain = goods.plain && t.namesArms(a, objects) // "sent warships to Chad" to sail there
	}
	if kind == pays {
		goods = arms{}
		for _, k := range append(t.all(i, "obl"), t.all(max(t.kid(i, "obj"), 0), "nmod")...) {
			if p := t.preposition(a, k); k > i && (p == "for" || p == "on" && n.lemma != "sign") && (n.lemma != "sign" || t.kid(i, "obj") < 0) {
				goods = t.armsIn(a, k)
			}
		}
		goods.plain = false
		kind = buys
	}
	if !goods.none() {
		ex.trade(a, t, i, kind, goods)
	}
}

func containsMention(list []*Mention, m *Mention) bool {
	for _, x := range list {
		if x == m {
			return true
		}
	}
	return false
}

// namesArms reports whether one of some phrases is headed by the plain words for arms, not by those for a kind of them.
func (t *tree) namesArms(a *Analysis, phrases []int) bool {
	for _, k := range phrases {
		if w := a.lower[t.nodes[k].last-1]; plainArms[w] || materiel[w] {
			return true
		}
	}
	return false
}

var armed = wordsOf("arm armed arming arms rearm rearmed rearming")

// arming reads "N arms M" and "M was armed by N", with weapons where they are named.
func (ex *Extractor) arming(a *Analysis, t *tree, i int) {
	n := &t.nodes[i]
	if n.lemma != "arm" && n.lemma != "rearm" || ex.ownStatus(a, t, i) != "Actual" || ex.governed(a, t, i) != "Actual" {
		return
	}
	sellers, buyers := nationsIn(ex.subjectOf(a, t, i)), nationsIn(ex.objectOf(a, t, i))
	if len(sellers) != 1 || len(buyers) == 0 || containsString(buyers, sellers[0]) {
		return
	}
	var goods arms
	for _, k := range t.all(i, "obl") {
		if t.preposition(a, k) == "with" {
			goods = t.armsIn(a, k)
		}
	}
	ex.dealt(a, dealing{sellers: sellers, buyers: buyers, rule: "arms", first: n.first, last: n.last}, goods)
}

// onOrder reads "N has W on order".
func (ex *Extractor) onOrder(a *Analysis, t *tree, i int) {
	n := &t.nodes[i]
	if n.lemma != "have" || ex.ownStatus(a, t, i) != "Actual" {
		return
	}
	for j := n.last; j < n.last+14 && a.word(j, n.first) != ""; j++ {
		if a.lower[j] != "on" || a.word(j+1, j) != "order" {
			continue
		}
		d := dealing{orders: true, buyers: nationsIn(ex.subjectOf(a, t, i)), rule: "on order", first: j, last: j + 2}
		if len(d.buyers) != 1 {
			return
		}
		var goods arms
		for k := n.last; k < j; k++ {
			if m := a.at(k); m != nil && m.Class == "kg:WeaponSystem" && m.First == k {
				goods.weapons = append(goods.weapons, m)
			}
		}
		ex.dealt(a, d, goods)
		return
	}
}

// ownClause stops a walk below a verb at other clauses and at its subject.
func (t *tree) ownClause(i int) func(int) bool {
	return func(k int) bool {
		r := base(t.nodes[k].rel)
		return r == "advcl" || r == "acl" || r == "parataxis" || r == "nsubj" || r == "ccomp" || r == "conj" && t.nodes[k].isVerb()
	}
}

// armsIn collects the arms of a noun phrase: its head, what is joined to it, and what it is "of".
func (t *tree) armsIn(a *Analysis, i int) arms {
	var out arms
	for _, k := range t.subtree(i, func(k int) bool {
		n := &t.nodes[k]
		switch base(n.rel) {
		case "acl", "advcl", "parataxis", "ccomp", "xcomp":
			return true
		case "nmod":
			switch t.preposition(a, k) {
			case "of", "for", "with", "including", "":
				return false
			}
			return true
		}
		return n.isVerb()
	}) {
		m := t.mentionAt(a, k)
		switch {
		case m != nil && m.Class == "kg:WeaponSystem" && !a.semicolon(t.nodes[i].first, m.First):
			out.weapons = append(out.weapons, m)
		case m == nil && a.plainArmsAt(t.nodes[k].last-1) && (k == i || base(t.nodes[k].rel) == "conj" || t.preposition(a, k) == "of"):
			out.plain = true
		}
	}
	return out
}

// semicolon reports whether one stands between two tokens: what lies behind it is another clause, whatever the tree.
func (a *Analysis) semicolon(i, j int) bool {
	for k := min(i, j); k < max(i, j); k++ {
		if a.lower[k] == ";" {
			return true
		}
	}
	return false
}

// settledBy are verbs and nouns after which an infinitive tells what was concluded, not what is wished.
var settledBy = wordsOf("agree sign contract decide commit")

// hearsay are nouns that do not vouch for the clause under them: "rumours that Chad had bought".
var hearsay = wordsOf("rumour rumor allegation claim speculation suggestion accusation charge fear hope idea denial")

// keenOn are adjectives that leave an act a wish: "interested in acquiring".
var keenOn = wordsOf("interested keen eager set close likely able willing free")

// trade states what one verb of the trade says.
func (ex *Extractor) trade(a *Analysis, t *tree, i int, kind armsTrigger, goods arms) {
	n := &t.nodes[i]
	status := ex.ownStatus(a, t, i)
	if status == "Actual" {
		status = ex.governed(a, t, i)
	}
	governor := -1
	if h := n.head; h >= 0 && (base(n.rel) == "xcomp" || base(n.rel) == "advcl" && n.tag == "VB" && t.has(i, "to") || base(n.rel) == "acl" && n.tag == "VB") {
		governor = h
		if settledBy[t.nodes[h].lemma] && status == "Planned" && ex.ownStatus(a, t, h) == "Actual" {
			status = "Actual"
		}
		if t.nodes[h].lemma == "decision" {
			return
		}
	}
	if h := n.head; h >= 0 && base(n.rel) == "acl" && hearsay[t.nodes[h].lemma] {
		return
	}
	if k := t.kid(i, "nsubj"); k >= 0 && t.has(i, "have") { // "had Chad bought it, …"
		for _, x := range t.all(i, "aux") {
			if x < k && t.nodes[x].last == t.nodes[k].first && a.lower[t.nodes[x].first] == "had" {
				return
			}
		}
	}
	if n.tag == "VBG" && t.has(i, "against", "from", "without", "instead") {
		return // warned against buying
	}
	if h := n.head; n.tag == "VBG" && h >= 0 && keenOn[t.nodes[h].lemma] && status == "Actual" {
		status = "Planned"
	}
	var subjects []string
	if ns := nationsIn(ex.subjectOf(a, t, i)); len(ns) == 1 || len(ns) == 2 && kind != makes || len(ns) == 3 && (kind == sells || kind == buys) {
		subjects = ns
	}
	if o := t.reducedHead(i); len(subjects) == 0 && o >= 0 && (kind == buys || kind == leases) {
		// "operates submarines bought from Russia": who has them
		if h := t.nodes[o].head; h >= 0 && base(t.nodes[o].rel) == "obj" {
			if ns := nationsIn(ex.subjectOf(a, t, h)); len(ns) == 1 {
				subjects = ns
			}
		}
		if len(subjects) == 0 { // "Kuwait: 28 Typhoons ordered from Italy", "Hungary's Gripens, leased from Sweden"
			if n := ex.heading(a, t, o); n != "" {
				subjects = []string{n}
			}
		}
	}
	if kind == leases {
		kind = sells
		if len(ex.sellers(a, t, i, goods, -1)) > 0 {
			kind = buys
		}
	}
	if len(subjects) == 0 && (!t.passive(i) || kind != buys && kind != sells) {
		return
	}
	subject := ""
	if len(subjects) > 0 {
		subject = subjects[0]
	}
	d := dealing{rule: map[armsTrigger]string{buys: "buys", gets: "gets", sells: "sells", wants: "wants", prefers: "chooses", makes: "makes", runs: "operates"}[kind], first: n.first, last: n.last}
	switch kind {
	case buys, gets:
		if subject == "" || status == "Negated" || status != "Actual" && ex.conditional(a, t, i) {
			return
		}
		d.buyers = subjects
		if sellers := ex.sellers(a, t, i, goods, governor); status == "Planned" && kind == gets && governor < 0 && len(sellers) == 1 {
			d.sellers = sellers // "will receive tanks from Oman": agreed on, as "Oman will deliver tanks" is
			ex.dealt(a, d, goods)
			return
		}
		if status != "Actual" {
			if kind == buys || status == "Planned" && armsVerbs[n.lemma] == gets && n.lemma != "accept" && n.lemma != "get" {
				ex.seek(a, d, goods)
			}
			return
		}
		sellers := ex.sellers(a, t, i, goods, governor)
		d.orders = kind == buys && n.lemma != "hire" && n.lemma != "charter"
		for _, w := range goods.weapons { // "missiles from India and helicopters from Poland"
			one := d
			if s := ex.behind(a, w, "from"); s != "" {
				one.sellers = []string{s}
			} else {
				one.sellers = sellers
			}
			ex.dealt(a, one, arms{weapons: []*Mention{w}})
		}
		if len(goods.weapons) == 0 {
			d.sellers = sellers
			ex.dealt(a, d, goods)
		}
		if armsVerbs[n.lemma] == leases {
			ex.operate(a, subjects, goods.weapons, d)
		}
	case sells:
		if status != "Actual" && status != "Planned" || subject == "" {
			return
		}
		if status == "Planned" && governor >= 0 && !settledBy[t.nodes[governor].lemma] {
			return
		}
		d.sellers, d.buyers = subjects, ex.toward(a, t, i)
		ex.dealt(a, d, goods)
	case wants, prefers:
		if status == "Negated" || ex.conditional(a, t, i) {
			return
		}
		d.buyers = subjects
		if kind == prefers {
			goods.weapons = a.notBehind(goods.weapons, n.last, "over")
		}
		ex.seek(a, d, goods)
	case makes:
		for _, w := range goods.weapons {
			if status == "Actual" && ex.originates(ex.gaz.Weapons[w.Thing], subject) {
				a.state(ex, w.Thing, "kg:origin", schema.Ref(subject), "origin", n.first, n.last)
			}
		}
	case runs:
		if status == "Actual" {
			ex.operate(a, subjects, goods.weapons, d)
		}
	}
}

// dealing is one transfer of arms, done or agreed on.
type dealing struct {
	sellers, buyers []string
	// orders says that the buyers ordered the arms, and were not only handed them.
	orders      bool
	rule        string
	first, last int
}

// dealt states a transfer of arms.
func (ex *Extractor) dealt(a *Analysis, d dealing, goods arms) {
	say := func(s, p, o string) { a.state(ex, s, p, schema.Ref(o), d.rule, d.first, d.last) }
	for _, w := range goods.weapons {
		for _, b := range d.buyers {
			if d.orders && !containsString(d.sellers, b) {
				say(b, "kg:ordered", w.Thing)
			}
		}
		for _, s := range d.sellers {
			if ex.gaz.Nations[s] != nil && !containsString(d.buyers, s) {
				say(s, "kg:supplies", w.Thing)
			}
		}
	}
	for _, s := range d.sellers {
		for _, b := range d.buyers {
			if s != b && ex.gaz.Nations[s] != nil && ex.gaz.Nations[b] != nil {
				say(s, "kg:suppliesArmsTo", b)
			}
		}
	}
}

// seek states that the buyers of a dealing want its arms.
func (ex *Extractor) seek(a *Analysis, d dealing, goods arms) {
	for _, b := range d.buyers {
		for _, w := range goods.weapons {
			a.state(ex, b, "kg:seeks", schema.Ref(w.Thing), d.rule, d.first, d.last)
		}
	}
}

// operate states that nations have weapons in service.
func (ex *Extractor) operate(a *Analysis, nations []string, weapons []*Mention, d dealing) {
	for _, n := range nations {
		for _, w := range weapons {
			a.state(ex, n, "kg:operates", schema.Ref(w.Thing), d.rule, d.first, d.last)
		}
	}
}

// sellers finds whom arms are bought or received from: behind them, behind the verb, or behind the verb that governs it
// ("agreed with Russia to buy").
func (ex *Extractor) sellers(a *Analysis, t *tree, i int, goods arms, governor int) []string {
	for _, w := range goods.weapons {
		if s := ex.behind(a, w, "from"); s != "" {
			return []string{s}
		}
	}
	if ns := nationsIn(ex.slot(a, t, i, -1, "from")); len(ns) == 1 {
		return ns
	}
	if goods.plain {
		for _, k := range t.objects(i) { // "buys most of its weapons from Russia"
			if ns := nationsIn(ex.slot(a, t, k, -1, "from")); len(ns) == 1 {
				return ns
			}
		}
	}
	if governor >= 0 {
		if ns := nationsIn(ex.slot(a, t, governor, -1, "with from")); len(ns) == 1 {
			return ns
		}
	}
	return nil
}

// heading finds the nation whose weapons a noun at node o is about: that of a register's row before a colon, or the
// possessor of the phrase.
func (ex *Extractor) heading(a *Analysis, t *tree, o int) string {
	if ns := nationsIn(ex.slot(a, t, o, -1, "poss")); len(ns) == 1 {
		return ns[0]
	}
	sn := a.sentence(t.nodes[o].first)
	if m := a.at(sn.First); m != nil && m.Class == "kg:Nation" && m.Sense != schema.AsAdjective && (a.word(m.Last, m.First) == ":" || dash[a.word(m.Last, m.First)]) {
		return m.Thing
	}
	return ""
}

// notBehind keeps the weapons before a preposition behind token i: "chose the Rafale over the F-16".
func (a *Analysis) notBehind(weapons []*Mention, i int, prep string) []*Mention {
	var out []*Mention
	for _, w := range weapons {
		past := false
		for j := i; j < w.First; j++ {
			past = past || a.lower[j] == prep
		}
		if !past {
			out = append(out, w)
		}
	}
	return out
}

// toward finds the nations behind "to" in the clause of a verb, wherever the parser hung the phrase, and its indirect
// objects.
func (ex *Extractor) toward(a *Analysis, t *tree, i int) []string {
	var out []string
	for _, k := range t.subtree(i, t.ownClause(i)) {
		if base(t.nodes[k].rel) == "iobj" || k > i && t.preposition(a, k) == "to" {
			out = append(out, nationsIn(ex.participants(a, t, k))...)
		}
	}
	if len(out) == 0 && (t.nodes[i].lemma == "supply" || t.nodes[i].lemma == "provide" || t.nodes[i].lemma == "present") && t.particle(a, i, "with") >= 0 {
		out = nationsIn(ex.objectOf(a, t, i)) // "supplied Syria with missiles"
	}
	if len(out) == 0 && twoObjects[t.nodes[i].lemma] {
		// "gave Chad W missiles": the parser makes a compound of the two
		j := t.nodes[i].last
		for a.word(j, t.nodes[i].first) == "the" {
			j++
		}
		if m := a.at(j); m != nil && m.Class == "kg:Nation" && m.Sense != schema.AsAdjective && a.sent[j] == a.sent[t.nodes[i].first] {
			if w := a.word(m.Last, m.First); w != "'s" && w != "’s" && w != "'" && w != "’" && w != "-" {
				out = []string{m.Thing}
			}
		}
	}
	if objects := t.all(i, "obj"); len(out) == 0 && len(objects) == 2 { // "is shipping it missiles"
		if k := objects[0]; t.nodes[k].tag == "PRP" {
			out = nationsIn(ex.resolveNode(a, t, k))
		}
	}
	return unique(out)
}

// twoObjects are verbs of giving whose first object is who gets it.
var twoObjects = wordsOf("give hand sell send ship lend loan offer supply provide deliver export transfer lease donate")

// conditional reports whether a verb or what governs it stands under "if".
func (ex *Extractor) conditional(a *Analysis, t *tree, i int) bool {
	for n := 0; i >= 0 && n < 6; n++ {
		if t.has(i, "if", "unless", "whether") {
			return true
		}
		i = t.nodes[i].head
	}
	return false
}

// behind finds the nation after a preposition that follows a weapon in its clause: of a list, each weapon has the
// first that follows it.
func (ex *Extractor) behind(a *Analysis, w *Mention, prep string) string {
	for j := w.Last; j < len(a.lower) && a.sent[j] == a.sent[w.First]; j++ {
		if clauseStop[a.lower[j]] || a.lower[j] == "which" || a.lower[j] == "who" {
			return ""
		}
		if a.lower[j] == prep {
			k := j + 1
			for a.word(k, j) == "the" || a.word(k, j) == "its" {
				k++
			}
			if n := ex.nationAt(a, k); n != "" && k < len(a.lower) && a.sent[k] == a.sent[j] {
				return n
			}
			return ""
		}
	}
	return ""
}

// asksFor reads "asked N for the W", "invited bids for W", "opted for W", "pleaded for W".
func (ex *Extractor) asksFor(a *Analysis, t *tree, i int) {
	prep := "for"
	switch t.nodes[i].lemma {
	case "ask", "invite", "bid", "apply", "appeal", "press", "push", "lobby", "negotiate", "opt", "plead", "beg", "campaign", "shop", "petition", "wait":
	case "settle", "decide":
		prep = "on"
	case "replace":
		prep = "with"
	default:
		return
	}
	status := ex.ownStatus(a, t, i)
	if status == "Actual" && prep == "with" {
		status = ex.governed(a, t, i)
	}
	if status == "Negated" || ex.conditional(a, t, i) || prep == "with" && status != "Planned" {
		return
	}
	ns := nationsIn(ex.subjectOf(a, t, i))
	if len(ns) != 1 {
		return
	}
	tops := append([]int{i}, t.all(i, "obj", "obl")...)
	for _, top := range tops {
		for _, k := range t.all(top, "obl", "nmod") {
			if m := a.topicWeapon(t.nodes[k].first); t.preposition(a, k) == prep && m != nil && a.bareCount(t.nodes[k].first) { // "asked N for six"
				ex.seek(a, dealing{buyers: ns, rule: "asks for", first: t.nodes[i].first, last: t.nodes[i].last}, arms{weapons: []*Mention{m}})
			} else if t.preposition(a, k) == prep {
				ex.seek(a, dealing{buyers: ns, rule: "asks for", first: t.nodes[i].first, last: t.nodes[i].last}, t.armsIn(a, k))
			}
		}
	}
}

// tradeNoun reads a noun of the trade: "Egypt's purchase of W from N", "Russian deliveries of W to N", "took delivery of
// W from N", "placed an order with N for W".
func (ex *Extractor) tradeNoun(a *Analysis, t *tree, i int) {
	n := &t.nodes[i]
	kind := armsNouns[n.lemma]
	if kind == 0 || !n.isNoun() {
		return
	}
	p := ex.around(a, t, i)
	goods := arms{p.weapons, p.plain}
	if goods.none() {
		return
	}
	status := ex.nounStatus(a, t, i)
	light := t.lightVerb(i)
	if n.lemma == "option" && (n.head < 0 || t.nodes[n.head].lemma != "exercise") {
		return // one that is not used
	}
	for _, k := range t.all(i, "amod", "compound") {
		switch t.nodes[k].lemma {
		case "possible", "potential", "planned", "proposed", "alleged", "future", "suspected", "pending", "illegal":
			return
		}
	}
	var does []string // the subject of the verb that the noun belongs to
	h := n.head
	if h >= 0 && t.nodes[h].isVerb() && (n.rel == "obj" || base(n.rel) == "obl") {
		does = nationsIn(ex.subjectOf(a, t, h))
		st := ex.ownStatus(a, t, h)
		if st == "Actual" {
			st = ex.governed(a, t, h)
		}
		if light >= 0 || st == "Negated" || doing[t.nodes[h].lemma] {
			if status == "Actual" {
				status = st
			}
		}
	}
	d := dealing{rule: "trade in " + n.lemma, first: n.first, last: n.last}
	switch kind {
	case covets:
		if status == "Negated" {
			return
		}
		d.buyers = p.owner
		if len(d.buyers) == 0 && h >= 0 && wishing[t.nodes[h].lemma] {
			d.buyers = does
		}
		if len(d.buyers) == 1 && !(n.lemma == "interest" && !p.in) {
			ex.seek(a, d, goods)
		}
		return
	case buys:
		d.orders, d.sellers = true, unique(append(p.from, p.with...))
		d.buyers = unique(append(p.owner, p.by...))
		if len(d.buyers) == 0 && h >= 0 && doing[t.nodes[h].lemma] {
			d.buyers = does
		}
	case gets, sells:
		d.buyers, d.sellers = p.to, unique(append(append([]string(nil), p.from...), p.by...))
		taken := h >= 0 && (t.nodes[h].lemma == "take" || t.nodes[h].lemma == "receive" || t.nodes[h].lemma == "accept" || t.nodes[h].lemma == "await")
		switch {
		case taken && len(p.to) == 0:
			d.buyers = does
		case len(d.sellers) == 0:
			d.sellers = p.owner
		}
		if len(d.sellers) == 0 && !taken && h >= 0 && doing[t.nodes[h].lemma] {
			d.sellers = does
		}
		if len(d.buyers) == 0 && len(p.owner) > 0 && len(p.from) > 0 { // "Egypt's delivery of jets from France"
			d.buyers = p.owner
		}
	}
	if status != "Actual" || ex.blocked(t, i) {
		return
	}
	if kind == sells && n.lemma != "delivery" && n.lemma != "shipment" && n.lemma != "handover" && len(p.weapons) > 0 && h >= 0 && weighed[t.nodes[h].lemma] {
		return // approved, criticised, discussed: not yet made
	}
	if len(d.sellers) > 1 || len(d.buyers) > 3 {
		return
	}
	ex.dealt(a, d, goods)
}

var (
	// doing are verbs by which their subject carries out the trade that their object names.
	doing = wordsOf("make place begin start resume continue complete conclude carry finish announce confirm increase step exercise")
	// wishing are verbs whose subject has the wish that their object names.
	wishing = wordsOf("make express show voice have declare submit file issue send lodge renew signal place reiterate launch")
	// weighed are verbs that treat a sale as still open.
	weighed = wordsOf("approve clear authorize authorise consider discuss oppose debate review weigh mull back support propose allow permit seek request notify license")
	// stopping are verbs after which a trade does not come about.
	stopping = wordsOf("block stop halt suspend cancel ban prevent freeze delay reject veto forbid prohibit bar refuse oppose scrap deny restrict end postpone hold")
)

// blocked reports whether the verb over a noun stops what it tells of.
func (ex *Extractor) blocked(t *tree, i int) bool {
	for n := 0; n < 3 && i >= 0; n++ {
		h := t.nodes[i].head
		if h < 0 {
			return false
		}
		if t.nodes[h].isVerb() || t.nodes[h].isNoun() && t.nodes[h].mention < 0 {
			if stopping[t.nodes[h].lemma] || t.nodes[h].lemma == "ban" || t.nodes[h].lemma == "embargo" {
				return true
			}
		}
		if t.nodes[h].isVerb() {
			return false
		}
		i = h
	}
	return false
}

// phraseRoles are the sides and arms around a noun of the trade.
type phraseRoles struct {
	owner, by, from, to, with []string
	weapons                   []*Mention
	plain, in                 bool
}

// around reads the phrases about the noun at node i off the words: parsers lose themselves in rows of prepositional
// phrases ("the purchase of W by N from M drew protests"), but their prepositions say what each is.
func (ex *Extractor) around(a *Analysis, t *tree, i int) phraseRoles {
	var p phraseRoles
	n := &t.nodes[i]
	sn := a.sentence(n.first)
	// before: possessor, adjective, compound arms
	for j := n.first - 1; j >= sn.First && n.first-j < 9; j-- {
		m := a.at(j)
		switch {
		case m != nil && m.Class == "kg:WeaponSystem":
			p.weapons = append(p.weapons, m)
			j = m.First
			continue
		case m != nil && (m.Class == "Money" || m.Class == "Quantity" || m.Class == "Date"):
			j = m.First
			continue
		case m != nil:
			w := a.word(m.Last, m.First)
			if o := ex.nationOf(a, m); o != "" && (m.Sense == schema.AsAdjective || w == "'s" || w == "’s" || w == "'" || w == "’" || m.Last == n.first) {
				p.owner = []string{o}
			}
		case a.plainArmsAt(j):
			p.plain = true
			continue
		case a.lower[j] == "its" || a.lower[j] == "their":
			if k, ok := t.byToken[j]; ok {
				p.owner = ex.ownerIts(a, t, i, k)
			}
		case a.lower[j] == "'s" || a.lower[j] == "’s" || a.lower[j] == "'" || a.lower[j] == "’" || a.lower[j] == "-" || classWord[a.lower[j]] != "" || modifier[a.lower[j]]:
			continue
		default:
			if k, ok := t.byToken[j]; ok && strings.HasPrefix(t.nodes[k].tag, "JJ") {
				continue
			}
		}
		break
	}
	prep := ""
	for j := n.last; j < sn.Last && j < n.last+40; j++ {
		if m := a.at(j); m != nil {
			switch {
			case m.Class == "kg:WeaponSystem" && (prep == "of" || prep == "for" || prep == "in" || prep == "on" && n.lemma == "option"):
				p.weapons = append(p.weapons, m)
				p.in = p.in || prep == "in"
			case isSide(m) || m.Class == "kg:Place" && m.seat != "":
				o := ex.nationOf(a, m)
				if m.Class == "kg:Place" {
					o = m.seat
				}
				if o == "" || m.Sense == schema.AsAdjective && m.Class == "kg:Nation" && (prep == "of" || prep == "for" || prep == "in") {
					break
				}
				switch prep {
				case "by":
					p.by = append(p.by, o)
				case "from":
					p.from = append(p.from, o)
				case "to":
					p.to = append(p.to, o)
				case "with":
					p.with = append(p.with, o)
				}
			}
			j = m.Last - 1
			continue
		}
		w := a.lower[j]
		if (prep == "of" || prep == "for") && len(p.weapons) == 0 && a.bareCount(j) {
			if m := a.topicWeapon(j); m != nil {
				p.weapons = append(p.weapons, m)
				continue
			}
		}
		switch {
		case w == "of" || w == "by" || w == "from" || w == "to" || w == "with" || w == "for" || w == "in" || w == "on" || w == "at" || w == "under" || w == "during" || w == "worth" || w == "last" || w == "this":
			prep = w
		case prep == "of" && a.plainArmsAt(j):
			p.plain = true
		case w == "," || w == "which" || w == "that" || w == "who" || clauseStop[w] || w == ":" || w == ")" || w == "(":
			return p
		default:
			if k, ok := t.byToken[j]; ok && t.nodes[k].isVerb() && !madeWord[w] {
				return p
			} else if ok && t.nodes[k].tag == "MD" {
				return p
			}
		}
	}
	return p
}

// fleetNoun are nouns of weapons in service.
var fleetNoun = wordsOf("fleet squadron inventory arsenal stock stockpile battery regiment wing crew pilot unit")

// fleet reads "Thailand's fleet of W" and "N's air force is equipped with W".
func (ex *Extractor) fleet(a *Analysis, t *tree, i int) {
	n := &t.nodes[i]
	if !fleetNoun[n.lemma] || ex.negated(a, t, i) {
		return
	}
	p := ex.around(a, t, i)
	if len(p.owner) == 1 {
		ex.operate(a, p.owner, p.weapons, dealing{rule: "fleet", first: n.first, last: n.last})
	}
}

// equippedBy are participles and verbs that put weapons into the hands of their subject.
var equippedBy = wordsOf("equip arm rely depend")

// inService reads "W entered service with N", "W is in service with N", "N has W in service", "N put W into service",
// "N is equipped with W", "N relies on W", "W arrived in N from M".
func (ex *Extractor) inService(a *Analysis, t *tree, i int) {
	n := &t.nodes[i]
	status := ex.ownStatus(a, t, i)
	if status == "Actual" {
		status = ex.governed(a, t, i)
	}
	if status != "Actual" {
		return
	}
	d := dealing{rule: "in service", first: n.first, last: n.last}
	switch {
	case equippedBy[n.lemma]:
		prep := "with"
		if n.lemma == "rely" || n.lemma == "depend" {
			prep = "on"
		}
		var ns []string
		if k := t.kid(i, "nsubj:pass", "nsubj"); k >= 0 {
			ns = nationsIn(ex.participants(a, t, k))
		}
		for _, k := range t.all(i, "obl") {
			if t.preposition(a, k) == prep && len(ns) == 1 {
				ex.operate(a, ns, t.armsIn(a, k).weapons, d)
			}
		}
	case n.lemma == "arrive" || n.lemma == "come" || n.lemma == "reach":
		ex.arrives(a, t, i)
	case n.lemma == "have" || n.lemma == "put" || n.lemma == "bring" || n.lemma == "place" || n.lemma == "take":
		if a.service(n.last, n.first) < 0 {
			return
		}
		if ns := nationsIn(ex.subjectOf(a, t, i)); len(ns) == 1 {
			for _, k := range t.objects(i) {
				ex.operate(a, ns, t.armsIn(a, k).weapons, d)
			}
		}
	}
}

// service finds the word in "in service", "into service" behind token i, or -1.
func (a *Analysis) service(i, beside int) int {
	for j := i; j < i+14 && a.word(j, beside) != ""; j++ {
		if w := a.lower[j]; w == "service" && (a.word(j-1, beside) == "in" || a.word(j-1, beside) == "into" || a.word(j-1, beside) == "active") {
			return j
		}
	}
	return -1
}

// arrives reads "the first W from M arrived in N" and "most of N's weapons come from M".
func (ex *Extractor) arrives(a *Analysis, t *tree, i int) {
	n := &t.nodes[i]
	k := t.kid(i, "nsubj")
	if k < 0 {
		return
	}
	goods := t.armsIn(a, k)
	d := dealing{rule: "arrives", first: n.first, last: n.last}
	if goods.none() {
		return
	}
	from := nationsIn(ex.slot(a, t, i, -1, "from"))
	if len(from) == 0 {
		from = nationsIn(ex.slot(a, t, k, -1, "from"))
	}
	if c := t.kid(k, "acl"); c >= 0 && len(from) == 0 && t.nodes[c].tag == "VBN" && armsVerbs[t.nodes[c].lemma] != 0 {
		from = nationsIn(ex.slot(a, t, c, -1, "from")) // "fighters bought from Oman arrived in Chad"
		d.orders = armsVerbs[t.nodes[c].lemma] == buys
	}
	if len(from) != 1 {
		return
	}
	d.sellers = from
	for _, x := range t.all(i, "obl", "obj") {
		if p := t.preposition(a, x); p == "in" || p == "to" || n.lemma == "reach" && p == "" {
			if m := t.mentionAt(a, x); m != nil && m.Class == "kg:Nation" {
				d.buyers = append(d.buyers, m.Thing)
			}
		}
	}
	if len(d.buyers) == 0 && goods.plain && n.lemma == "come" {
		for _, x := range t.subtree(k, nil) {
			if t.nodes[x].rel == "nmod:poss" {
				d.buyers = append(d.buyers, nationsIn(ex.participants(a, t, x))...)
			}
		}
	}
	if len(d.buyers) == 1 {
		ex.dealt(a, d, goods)
	}
}

// customer reads nouns that say what a nation is to a weapon or to another nation's arms: "the first foreign customer
// for W", "an operator of W", "N's main arms supplier", "the largest supplier of arms to N". The nation is the subject of
// the noun, or stands in apposition to it.
func (ex *Extractor) customer(a *Analysis, t *tree, i int) {
	n := &t.nodes[i]
	switch n.lemma {
	case "customer", "buyer", "operator", "user", "recipient", "supplier", "source", "provider", "seller":
	case "service": // "W is in service with N", "W entered service with N"
		ex.entersService(a, t, i)
		return
	default:
		return
	}
	if ex.negated(a, t, i) || ex.nounStatus(a, t, i) != "Actual" && n.head >= 0 {
		return
	}
	var sides []string
	h := n.head
	switch {
	case t.kid(i, "cop") >= 0:
		if ex.ownStatus(a, t, i) != "Actual" {
			return
		}
		if k := t.kid(i, "nsubj"); k >= 0 {
			sides = nationsIn(ex.participants(a, t, k))
		}
	case h >= 0 && t.nodes[h].isVerb() && (t.nodes[h].lemma == "become" || t.nodes[h].lemma == "remain" || t.nodes[h].lemma == "stay"):
		if ex.ownStatus(a, t, h) == "Actual" && ex.governed(a, t, h) == "Actual" {
			sides = nationsIn(ex.subjectOf(a, t, h))
		}
	case h >= 0 && base(n.rel) == "appos":
		sides = nationsIn(ex.resolveNode(a, t, h))
	}
	if len(sides) == 0 { // "Russia, long India's main source of weapons", "Russia, one of India's top suppliers"
		if s := ex.apposedTo(a, n.first); s != "" {
			sides = []string{s}
		}
	}
	if len(sides) != 1 {
		return
	}
	p := ex.around(a, t, i)
	d := dealing{rule: n.lemma, first: n.first, last: n.last}
	switch n.lemma {
	case "customer", "buyer":
		d.buyers, d.orders = sides, true
		d.sellers = p.owner
		if len(p.weapons) > 0 {
			ex.dealt(a, d, arms{weapons: p.weapons})
		}
	case "operator", "user":
		ex.operate(a, sides, p.weapons, d)
	default:
		if !p.plain && len(p.weapons) == 0 && !a.before(n.first, 2, supplied) {
			return
		}
		d.sellers, d.buyers = sides, unique(append(p.owner, p.to...))
		if n.lemma == "recipient" {
			d.sellers, d.buyers = unique(append(p.owner, p.from...)), sides
		}
		if len(d.buyers) == 0 && a.countrys(n.first) {
			d.buyers = a.otherNation(ex, n.first, sides[0])
		}
		if len(d.buyers) == 1 && len(d.sellers) == 1 {
			ex.dealt(a, d, arms{weapons: p.weapons, plain: true})
		}
	}
}

// apposedTo finds the nation that the phrase around token i stands in apposition to: the one before the comma.
func (ex *Extractor) apposedTo(a *Analysis, i int) string {
	sn := a.sentence(i)
	for k := i - 1; k > sn.First && i-k < 14; k-- {
		if a.lower[k] == "," {
			return ex.nationAt(a, k-1)
		}
		if k2 := a.lower[k]; k2 == ";" {
			return ""
		}
	}
	return ""
}

// countrys reports whether "the country's" stands shortly before a token.
func (a *Analysis) countrys(i int) bool {
	for k := 1; k < 7; k++ {
		if w := a.word(i-k, i); w == "country" || w == "nation" {
			return true
		}
	}
	return false
}

// otherNation is the first nation of the sentence of a token, before it, that is not the one given.
func (a *Analysis) otherNation(ex *Extractor, i int, not string) []string {
	for q := i; q >= a.sentence(i).First; q-- {
		if n := ex.nationAt(a, q); n != "" && n != not {
			return []string{n}
		}
	}
	return nil
}

// entersService reads the noun in "W entered service with N" and "W is in service with N".
func (ex *Extractor) entersService(a *Analysis, t *tree, i int) {
	n := &t.nodes[i]
	w := a.word(n.last, n.first)
	if w != "with" && w != "in" {
		return
	}
	j := n.last + 1
	for a.word(j, n.first) == "the" {
		j++
	}
	nation := ex.nationAt(a, j)
	if nation == "" {
		return
	}
	v := i
	if t.kid(i, "cop") < 0 {
		if v = n.head; v < 0 || !t.nodes[v].isVerb() {
			return
		}
	}
	k := t.kid(v, "nsubj")
	if k < 0 || ex.ownStatus(a, t, v) != "Actual" || v != i && ex.governed(a, t, v) != "Actual" {
		return
	}
	ex.operate(a, []string{nation}, t.armsIn(a, k).weapons, dealing{rule: "in service", first: n.first, last: n.last})
}

var supplied = wordsOf("arms weapons weapon defence military weaponry armaments hardware")

// acting are verbs that weapons are the subject of when they are in service.
var acting = wordsOf("train fly patrol intercept strike attack bomb shoot down escort enter hit drop join land scramble destroy sink fire shell pound take carry cross approach shadow sail " +
	"circle buzz raid target")

// owned reads the operator off a weapon's own phrase: "its J-10C fighters", and "U.S. B-1B bombers" that do something.
func (ex *Extractor) owned(a *Analysis, t *tree, i int) {
	m := t.mentionAt(a, i)
	if m == nil || m.Class != "kg:WeaponSystem" {
		return
	}
	// up to the head of the phrase: "its Russian-made S-400 batteries"
	top := i
	for n := 0; n < 4 && t.nodes[top].head >= 0; n++ {
		switch base(t.nodes[top].rel) {
		case "compound", "amod", "appos", "flat", "nmod":
			if base(t.nodes[top].rel) == "nmod" && t.preposition(a, top) != "" {
				break
			}
			if h := t.nodes[top].head; t.nodes[h].isNoun() || t.nodes[h].mention >= 0 {
				top = h
				continue
			}
		}
		break
	}
	var nation string
	pronoun := false
	for _, at := range []int{top, i} {
		for _, k := range t.all(at, "nmod:poss", "amod", "compound") {
			if l := t.nodes[k].lemma; (l == "its" || l == "their") && t.nodes[k].rel == "nmod:poss" {
				if ns := ex.ownerIts(a, t, top, k); len(ns) == 1 {
					nation, pronoun = ns[0], true
				}
			} else if q := t.mentionAt(a, k); q != nil && q.Class == "kg:Nation" && nation == "" && q.Sense != schema.AsSeat && !madeWord[a.word(q.Last+1, q.First)] && !madeWord[a.word(q.Last, q.First)] {
				nation = q.Thing
			}
		}
	}
	if h := t.nodes[top].head; nation == "" && base(t.nodes[top].rel) == "conj" && t.kid(top, "det", "nmod:poss", "amod") < 0 {
		for _, k := range t.all(h, "amod", "compound") { // "U.S. B-1B bombers and F-22 fighters"
			if q := t.mentionAt(a, k); q != nil && q.Class == "kg:Nation" && q.Sense != schema.AsSeat && !madeWord[a.word(q.Last+1, q.First)] && !madeWord[a.word(q.Last, q.First)] {
				nation = q.Thing
			}
		}
	}
	if nation == "" {
		return
	}
	acts := false
	if c := t.kid(top, "acl"); top == t.root && c >= 0 && acting[t.nodes[c].lemma] && t.nodes[c].tag == "VBN" {
		acts = true // "Japanese jets scrambled": the parser's participle is the verb
	}
	for c, n := top, 0; n < 4; n++ {
		h := t.nodes[c].head
		if h < 0 {
			break
		}
		rel := t.nodes[c].rel
		if base(rel) == "conj" {
			c = h
			continue
		}
		if t.nodes[h].isVerb() && acting[t.nodes[h].lemma] && (base(rel) == "nsubj" && !t.passive(h) || rel == "obl" && t.preposition(a, c) == "with" || rel == "obl:agent") {
			st := ex.ownStatus(a, t, h)
			acts = st != "Negated" && st != "Possible"
		}
		break
	}
	if pronoun || acts {
		a.state(ex, nation, "kg:operates", schema.Ref(m.Thing), "owner", m.First, m.Last)
	}
}

// ownerIts is whom "its" or "their" at node k stands for in the phrase at node top: the subject of the verb whose object
// the phrase is, else whoever the pronoun goes back to.
func (ex *Extractor) ownerIts(a *Analysis, t *tree, top, k int) []string {
	if h := t.nodes[top].head; h >= 0 && base(t.nodes[top].rel) == "obj" {
		if s := t.kid(h, "nsubj"); s >= 0 && t.nodes[s].mention >= 0 {
			return nationsIn(ex.participants(a, t, s))
		}
	}
	// "thanked Chad for its tanks": another nation stands nearer than the subject
	near := ""
	for j := t.nodes[k].first - 1; j >= a.sentence(t.nodes[k].first).First && t.nodes[k].first-j < 8; j-- {
		if m := a.at(j); m != nil && m.Class == "kg:Nation" && m.Sense != schema.AsAdjective {
			near = m.Thing
			break
		}
	}
	ns := nationsIn(ex.resolveNode(a, t, k))
	if h := t.nodes[top].head; near != "" && !containsString(ns, near) && h >= 0 && base(t.nodes[top].rel) == "obl" {
		return nil
	}
	return ns
}
