package extract

import (
	"fmt"
	"strings"

	"github.com/newskg/kg/schema"
)

// tolls are the verbs and nouns whose count is of people harmed or held, and the unit that says so.
var tolls = map[string]string{"kill": "killed", "murder": "killed", "massacre": "killed", "execute": "killed", "assassinate": "killed", "slaughter": "killed",
	"wound": "wounded", "injure": "wounded", "detain": "detained", "arrest": "detained", "jail": "detained", "imprison": "detained", "capture": "detained",
	"hold": "detained", "seize": "detained", "kidnap": "detained", "abduct": "detained"}

// tollClass are the classes of events that have tolls.
var tollClass = map[string]bool{"Assault": true, "Coerce": true}

// quantities states the counts and sums of an event: the weapons, troops and money in its clause, and the dead, wounded
// and detained, with whose they are.
func (ex *Extractor) quantities(a *Analysis, e *Event) {
	t := ex.tree(a, e.Sentence)
	top := e.node
	if e.light >= 0 && e.Frame != mustFrame {
		top = e.light
	}
	lemma := t.nodes[e.node].lemma
	covered := map[int]bool{}
	for _, k := range t.subtree(top, func(k int) bool {
		n := &t.nodes[k]
		switch base(n.rel) {
		case "parataxis", "ccomp", "advcl":
			return true
		case "acl":
			return n.rel == "acl:relcl"
		case "conj":
			return n.isVerb()
		case "nsubj":
			return n.head == top && !t.passive(top) && tolls[lemma] == ""
		}
		return false
	}) {
		for j := t.nodes[k].first; j < t.nodes[k].last; j++ {
			covered[j] = true
		}
	}
	if h := t.reducedHead(top); h >= 0 { // "24 Su-30 ordered by Venezuela"
		first, last := t.phrase(a, h)
		for j := first; j < last; j++ {
			covered[j] = true
		}
	}
	sn := a.Doc.Sentences[e.Sentence]
	for i := sn.First; i < sn.Last; i++ {
		m := a.at(i)
		if m == nil || m.Amount == nil || m.First != i || !covered[m.Last-1] {
			continue
		}
		unit, of := m.Amount.Unit, ""
		if m.Class == "Quantity" {
			unit, of = ex.counted(a, m, unit)
			toll := tolls[lemma]
			if unit == "troops" && tollClass[e.Class] && toll != "" || unit == "people" {
				if toll == "" {
					continue
				}
				unit = toll
				if of == "" {
					if ns := nationsIn(e.Recipients); len(ns) == 1 {
						of = ns[0]
					}
				}
				if m.Amount.Bound == "exact" && isDigits(m.Amount.Number) {
					a.state(ex, e.ID, "kg:"+toll, schema.Typed(m.Amount.Number, "xsd:integer"), e.Rule, e.First, e.Last)
				}
			}
			if unit == "item" && of == "" {
				continue // of what, the graph could not say
			}
		}
		ex.quantity(a, e.ID, m, unit, of, e.Rule)
	}
}

// counted finds what a count is of: a weapon behind it, or the nation of the people.
func (ex *Extractor) counted(a *Analysis, m *Mention, unit string) (string, string) {
	nation := ""
	for j := m.Last; j < len(a.lower) && j < m.Last+6 && a.sent[j] == a.sent[m.First]; j++ {
		if q := a.at(j); q != nil {
			switch {
			case q.Class == "kg:WeaponSystem":
				return "item", q.Thing
			case q.Class == "kg:Nation" && nation == "":
				nation = q.Thing
			}
			j = q.Last - 1
			continue
		}
		switch w := a.lower[j]; {
		case soldiers[w]:
			return "troops", nation
		case people[w] || personNoun[w]:
			return "people", nation
		case w == "," || w == ";" || w == "and" || preps[w] && w != "of":
			return unit, ""
		}
	}
	return unit, ""
}

// quantity states one number of an event or agreement, as a node named after its words.
func (ex *Extractor) quantity(a *Analysis, subject string, m *Mention, unit, of, rule string) {
	begin := a.Span(m.First, m.Last).Begin
	node := fmt.Sprintf("quantity:%s_%d", strings.TrimPrefix(schema.ArticleName(a.Article.ID), "article:"), begin)
	say := func(s, p string, o schema.Term) { a.state(ex, s, p, o, rule, m.First, m.Last) }
	say(subject, "kg:quantity", schema.Ref(node))
	say(node, "rdf:type", schema.Ref("kg:Quantity"))
	say(node, "kg:number", schema.Typed(m.Amount.Number, "xsd:decimal"))
	if a.quantityUnit(node) != "" {
		return // another event of the sentence has told what it counts
	}
	say(node, "kg:unit", schema.Text(unit))
	say(node, "kg:bound", schema.Text(m.Amount.Bound))
	if of != "" {
		say(node, "kg:of", schema.Ref(of))
	}
}

// quantityUnit is the unit that a quantity has already, "" for none.
func (a *Analysis) quantityUnit(node string) string {
	for i := range a.Facts {
		if f := &a.Facts[i]; f.Subject == node && f.Predicate == "kg:unit" {
			return f.Object.Value
		}
	}
	return ""
}
