package extract

import (
	"strings"
)

// hasContent are the classes of events that are about an act: demands, promises, refusals, threats and charges.
var hasContent = map[string]bool{"Request": true, "Agree": true, "Reject": true, "Threaten": true, "Accuse": true}

// material are the classes of acts that change something; a mere word that somebody is to say is told well enough by who
// wants it from whom.
var material = map[string]bool{"Consult": true, "Concede": true, "Cooperate": true, "Aid": true, "Retreat": true, "Protest": true, "Sanction": true, "Mobilize": true,
	"Coerce": true, "Assault": true}

// complements returns the heads of the clauses that say what is asked for, promised, refused, threatened or charged.
func (t *tree) complements(e *Event) []int {
	if !hasContent[e.Class] {
		return nil
	}
	if e.Frame == mustFrame { // "Russia said that Sudan must return the helicopter"
		return []int{e.node}
	}
	var out []int
	for _, c := range t.nodes[e.node].kids {
		cn := &t.nodes[c]
		r := base(cn.rel)
		if c > e.node && (r == "xcomp" || r == "ccomp" || r == "acl" && cn.tag == "VB" ||
			r == "advcl" && (cn.tag == "VB" && t.has(c, "to") || cn.tag == "VBG" && t.has(c, "of", "against", "from", "for"))) {
			out = append(out, c)
		}
	}
	return out
}

// over returns the words of the first of those clauses.
func (a *Analysis) over(t *tree, e *Event) string {
	for _, c := range t.complements(e) {
		if c == e.node {
			continue
		}
		first, last := t.nodes[c].first, t.nodes[c].last
		for _, k := range t.subtree(c, func(k int) bool {
			return base(t.nodes[k].rel) == "punct" && t.nodes[k].last == a.Doc.Sentences[e.Sentence].Last
		}) {
			first, last = min(first, t.nodes[k].first), max(last, t.nodes[k].last)
		}
		if first >= e.Last {
			return strings.TrimLeft(strings.Join(strings.Fields(a.Text(first, last)), " "), ", ")
		}
	}
	return ""
}

// contents links each demand, promise, refusal, threat and charge with the acts that it is about, and sees to it that
// none of them counts as done: what is only asked for has not happened.
func (t *tree) contents(list []*Event) {
	for _, e := range list {
		within := map[int]bool{}
		for _, c := range t.complements(e) {
			within[c] = true
			for _, k := range t.all(c, "conj") {
				within[k] = within[k] || t.nodes[k].isVerb()
			}
		}
		for _, x := range list {
			v := x.node
			if x.light >= 0 && x.Frame != mustFrame {
				v = x.light
			}
			if x == e || !within[v] {
				continue
			}
			e.Content = append(e.Content, x)
			if x.Status == "Actual" {
				x.Status = t.contentStatus(e, v)
			}
		}
	}
}

// contentStatus is the status of an act at node v that stands in another event without a word of its own on whether it
// happened: the frame's, or what a refusal or a threat implies. What somebody is blamed for has happened, if he is right.
func (t *tree) contentStatus(e *Event, v int) string {
	switch {
	case e.Frame.Content != "":
		return e.Frame.Content
	case e.Class == "Agree":
		return "Planned"
	case e.Class == "Reject" && t.nodes[v].tag == "VB":
		return "Negated"
	case e.Class == "Accuse":
		return "Actual"
	}
	return "Possible"
}

// content reports whether the act of one event is worth an event of its own in another that is about it: its words name
// who does it, and it is more than a word said.
func (e *Event) content() bool {
	return material[e.Class] && len(named(e.Actors)) > 0
}
