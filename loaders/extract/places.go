package extract

import "github.com/newskg/kg/schema"

// places gives an event the place where its clause says that it happened: in a phrase ("in Manila", "near the border"),
// where the clause hangs on a place ("a stop in Seoul, where he met"), where who tells it speaks ("speaking in Oslo"), or
// by "here" and "there".
func (ex *Extractor) places(a *Analysis, t *tree, e *Event) {
	tops := []int{e.node}
	if e.light >= 0 {
		tops = append(tops, e.light)
	}
	for _, top := range tops {
		if e.Place = t.placeUnder(a, e, top); e.Place != "" {
			return
		}
	}
	clause := tops[len(tops)-1]
	switch {
	case e.Frame.Mode == "visit": // visited Moscow, a trip to Manila, a visit by a delegation to Ankara
		for _, k := range append(t.all(e.node, "obj"), t.phrases(a, e.node)...) {
			if p := t.preposition(a, k); p == "" || p == "to" || p == "in" {
				if m := t.mentionAt(a, k); m != nil && (m.Class == "kg:Place" || m.Class == "kg:Nation" && m.Sense == schema.AsName) {
					e.Place = m.Thing
					return
				}
			}
		}
	case e.Class == "Retreat": // withdrew from Ecuador
		for _, k := range t.all(e.node, "obl", "nmod") {
			if m := t.mentionAt(a, k); m != nil && (m.Class == "kg:Place" || m.Class == "kg:Nation" && m.Sense == schema.AsName) && t.preposition(a, k) == "from" {
				e.Place = m.Thing
				return
			}
		}
	}
	if e.Place = t.placeAbove(a, clause); e.Place == "" {
		e.Place = ex.placeAgain(a, t, clause)
	}
}

// placeAttacked is the nation in which a place lies that is attacked: "bombed Aleppo", "the invasion of South Lebanon". A
// place that nations dispute stands for none, nor one in the actor's own.
func (ex *Extractor) placeAttacked(a *Analysis, t *tree, i, light int, actors []Participant) []Participant {
	nodes := t.patients(i)
	if !t.nodes[i].isVerb() {
		nodes = nil
		for _, at := range []int{i, light} {
			if at < 0 {
				continue
			}
			for _, k := range t.phrases(a, at) {
				switch t.preposition(a, k) {
				case "of", "on", "against":
					nodes = append(nodes, k)
				}
			}
		}
	}
	for _, k := range nodes {
		m := t.mentionAt(a, k)
		if m == nil || m.Class != "kg:Place" {
			continue
		}
		p := ex.gaz.Places[m.Thing]
		if p == nil || p.Nation == "" || len(p.ClaimedBy) > 0 || containsString(nationsIn(actors), p.Nation) {
			continue
		}
		first, last := t.phrase(a, k)
		return []Participant{{p.Nation, p.Nation, first, last, true}}
	}
	return nil
}

// placeUnder finds a place in the phrases under a node, its own clause only.
func (t *tree) placeUnder(a *Analysis, e *Event, top int) string {
	for _, k := range t.subtree(top, func(k int) bool {
		switch base(t.nodes[k].rel) {
		case "acl":
			return !heldSomewhere[t.nodes[k].lemma]
		case "ccomp", "advcl", "parataxis", "xcomp":
			return true
		case "conj":
			return t.nodes[k].isVerb()
		}
		return false
	}) {
		m := t.mentionAt(a, k)
		if m == nil {
			continue
		}
		p, h := t.preposition(a, k), t.nodes[k].head
		switch {
		case m.Class == "kg:Place" && atPlace[p] && !e.names(m.Thing):
			return m.Thing
		case m.Class == "kg:Nation" && m.Sense == schema.AsName && (p == "in" || p == "inside") && h >= 0:
			if site[t.nodes[h].lemma] || !e.names(m.Thing) && (base(t.nodes[k].rel) == "obl" || occasion[t.nodes[h].lemma]) {
				return m.Thing
			}
		}
	}
	return ""
}

// placeAbove finds the place that a clause hangs on with "where", or where its subject is said to speak.
func (t *tree) placeAbove(a *Analysis, v int) string {
	here := func(k int) string {
		if m := t.mentionAt(a, k); m != nil && (m.Class == "kg:Place" || m.Class == "kg:Nation" && m.Sense == schema.AsName) {
			return m.Thing
		}
		return ""
	}
	for n := 0; n < 4 && v >= 0; n++ { // verbs joined under one subject share it
		for _, s := range append(t.all(v, "nsubj"), v) {
			for _, c := range t.all(s, "acl", "advcl") {
				if !speaking[t.nodes[c].lemma] || t.nodes[c].tag != "VBG" {
					continue
				}
				for _, k := range t.all(c, "obl") {
					if p := here(k); p != "" && atPlace[t.preposition(a, k)] {
						return p
					}
				}
			}
		}
		r, h := base(t.nodes[v].rel), t.nodes[v].head
		if (r == "acl" || r == "advcl") && h >= 0 {
			for _, c := range t.all(v, "advmod", "mark") {
				if t.nodes[c].lemma != "where" {
					continue
				}
				if k := c - 1; k > 0 && a.lower[t.nodes[k].first] == "," && here(k-1) != "" {
					return here(k - 1)
				}
				return here(h)
			}
		}
		if r != "conj" {
			return ""
		}
		v = h
	}
	return ""
}

// placeAgain resolves "here" to the place of the dateline and "there" to the last place named before it.
func (ex *Extractor) placeAgain(a *Analysis, t *tree, v int) string {
	for _, k := range append(t.all(v, "advmod"), t.all(v, "obl")...) {
		switch w := a.lower[t.nodes[k].first]; {
		case w == "here", t.preposition(a, k) == "in" && t.has(k, "this") && (t.nodes[k].lemma == "city" || t.nodes[k].lemma == "capital" || t.nodes[k].lemma == "town"):
			for i := a.Doc.Sentences[0].First; i < a.dateline(0); i++ {
				if m := a.at(i); m != nil && m.Class == "kg:Place" {
					return m.Thing
				}
			}
		case w == "there" && k < v:
			for s := a.sent[t.nodes[k].first]; s >= 0 && s >= a.sent[t.nodes[k].first]-1; s-- {
				last := ""
				for _, j := range a.inSentence(s) {
					if m := &a.Mentions[j]; m.First < t.nodes[k].first && m.Class == "kg:Place" {
						last = m.Thing
					}
				}
				if last != "" {
					return last
				}
			}
		}
	}
	return ""
}

// sharePlaces passes the place of one verb to those joined to it under the same subject.
func (t *tree) sharePlaces(list []*Event) {
	verb := func(e *Event) int {
		if e.light >= 0 {
			return e.light
		}
		return e.node
	}
	for _, e := range list {
		n := &t.nodes[verb(e)]
		if e.Place != "" || base(n.rel) != "conj" {
			continue
		}
		for _, o := range list {
			if verb(o) == n.head && o.Place != "" && !e.names(o.Place) {
				e.Place = o.Place
			}
		}
	}
}

var (
	// atPlace are prepositions of the place where something happens.
	atPlace = wordsOf("in at near on over off along around outside across inside within beneath under throughout above beside opposite")
	// occasion are nouns of what takes place somewhere, site of somewhere in a nation.
	occasion = wordsOf("term terms summit meeting talk talks conference ceremony session gathering forum exercise drill parade clash battle raid visit stop")
	site     = wordsOf("camp site base target town village city area region district province position airbase airfield port hideout facility compound territory soil desert valley")
	// heldSomewhere are verbs of an occasion's place, speaking of a speaker's.
	heldSomewhere = wordsOf("hold stage conduct host organize organise")
	speaking      = wordsOf("speak address appear visit tour arrive travel")
)
