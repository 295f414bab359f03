package extract

import "strings"

// discourse completes the events of a sentence from those told before: whose "the offer" is that is rejected, whom an
// ambassador is recalled from in a row of sanctions, what "Peru did the same" means. A side found so is inferred.
func (ex *Extractor) discourse(a *Analysis, t *tree, s int, found []*Event) []*Event {
	for _, e := range found {
		if e.sides || len(named(e.Actors)) == 0 || len(named(e.Recipients)) > 0 {
			continue
		}
		before := a.told(e.First, s, 3, found)
		p, ok := answered(a, t, e, before)
		if !ok {
			p, ok = inARow(e, append(before, later(e, found)...))
		}
		if ok {
			p.First, p.Last, p.Inferred = e.First, e.Last, true
			e.Recipients = []Participant{p}
		}
	}
	return append(found, ex.sameAgain(a, t, s, found)...)
}

// told are the events told before token i, the nearest first: those of its own sentence, and of up to n before it.
func (a *Analysis) told(i, s, n int, own []*Event) []*Event {
	var out []*Event
	for _, list := range [][]*Event{a.Events, own} {
		for _, e := range list {
			if e.Sentence >= s-n && e.Last <= i {
				out = append(out, e)
			}
		}
	}
	for l, r := 0, len(out)-1; l < r; l, r = l+1, r-1 {
		out[l], out[r] = out[r], out[l]
	}
	return out
}

// wordOf are nouns for what somebody said or did before, with the classes of the events that they go back to; "" for any.
var wordOf = map[string]string{
	"offer": "Agree Consult Concede Aid", "proposal": "Agree Request", "invitation": "Agree Consult Request", "pledge": "Agree", "promise": "Agree",
	"demand": "Request", "request": "Request", "appeal": "Request", "call": "Request", "plea": "Request", "ultimatum": "Threaten Request",
	"accusation": "Accuse", "charge": "Accuse", "allegation": "Accuse", "claim": "Accuse Threaten", "criticism": "Accuse", "complaint": "Accuse", "protest": "Accuse Protest",
	"threat": "Threaten", "warning": "Threaten",
	"sanction": "Sanction", "embargo": "Sanction", "ban": "Sanction Coerce", "expulsion": "Sanction Coerce",
	"attack": "Assault", "strike": "Assault", "raid": "Assault", "bombing": "Assault", "incursion": "Assault", "deployment": "Mobilize",
	"test": "Mobilize", "launch": "Mobilize", "withdrawal": "Retreat", "pullout": "Retreat",
	"move": "", "decision": "", "step": "", "measure": "", "act": "", "action": "",
}

// answered finds who made the offer, demand, charge or move that an event answers: the last who did such a thing, where
// the words name no other. Of a mere "move" it must have been done to the one who answers.
func answered(a *Analysis, t *tree, e *Event, before []*Event) (Participant, bool) {
	switch e.Class {
	case "Reject", "Accuse", "Support":
	default:
		return Participant{}, false
	}
	for _, o := range t.objects(e.node) {
		classes, ok := wordOf[t.nodes[o].lemma]
		if !ok || !t.has(o, "the", "this", "that", "these", "those") || len(t.all(o, "nmod", "acl", "nmod:poss")) > 0 {
			continue
		}
		for _, p := range before {
			if classes != "" && !wordsOf(classes)[p.Class] || p.sides || len(nationsIn(p.Actors)) != 1 || overlaps(p.Actors, e.Actors) {
				continue
			}
			if classes == "" && !overlaps(p.Recipients, e.Actors) {
				continue
			}
			return named(p.Actors)[0], true
		}
	}
	return Participant{}, false
}

// inARow gives a sanction that names nobody the one whom those told around it are on, and the bans and blockades: "Canada froze its
// aid. Australia recalled its high commissioner."
func inARow(e *Event, told []*Event) (Participant, bool) {
	if e.Class != "Sanction" {
		return Participant{}, false
	}
	for _, p := range told {
		if p.Class != "Sanction" && (p.Class != "Coerce" || p.Frame.Mode != "restrict") || p.Sentence < e.Sentence-2 || p.Status != "Actual" {
			continue
		}
		ns := nationsIn(p.Recipients)
		if len(ns) != 1 || len(named(p.Recipients)) != 1 || overlaps(p.Recipients, e.Actors) {
			return Participant{}, false
		}
		return named(p.Recipients)[0], true
	}
	return Participant{}, false
}

// later are the events told behind another in its sentence, the nearest first: "severed relations and shut their ports to
// Chadian ships".
func later(e *Event, own []*Event) []*Event {
	var out []*Event
	for _, p := range own {
		if p.First >= e.Last {
			out = append(out, p)
		}
	}
	return out
}

// overlaps reports whether two lists of sides have a nation or a thing in common.
func overlaps(ps, qs []Participant) bool {
	for _, p := range ps {
		for _, q := range qs {
			if p.Thing != "" && p.Thing == q.Thing || p.Nation != "" && p.Nation == q.Nation {
				return true
			}
		}
	}
	return false
}

// sameAgain reads "Peru did the same", "Norway followed suit", "so did Chad": the act told right before, of another doer.
func (ex *Extractor) sameAgain(a *Analysis, t *tree, s int, found []*Event) []*Event {
	var out []*Event
	for i := range t.nodes {
		n := &t.nodes[i]
		var doers []Participant
		switch {
		case n.lemma == "do" && n.isVerb() && t.objectIs(i, "same") || n.lemma == "follow" && t.objectIs(i, "suit"):
			doers = ex.subjectOf(a, t, i)
		case n.lemma == "do" && n.first > 0 && a.word(n.first-1, n.first) == "so" && i+1 < len(t.nodes):
			k := i + 1
			for k+1 < len(t.nodes) && t.nodes[k].head > k && t.nodes[t.nodes[k].head].isNoun() { // "so did the president of Chad"
				k = t.nodes[k].head
			}
			doers = ex.participants(a, t, k)
		default:
			continue
		}
		before := a.told(n.first, s, 1, found)
		if doers = named(doers); len(doers) == 0 || len(before) == 0 {
			continue
		}
		p := before[0]
		for _, q := range before[1:] { // of what is joined in one sentence, the first is the act that counts
			if q.Sentence == p.Sentence && q.Status == "Actual" && len(named(q.Actors)) > 0 && t.nodes[i].head >= 0 && q.Sentence == s && q.node == t.nodes[i].head {
				p = q
			}
		}
		if len(named(p.Actors)) == 0 || p.Status != "Actual" || overlaps(p.Actors, doers) {
			continue
		}
		e := &Event{Class: p.Class, Sentence: s, First: n.first, Last: n.last, Frame: p.Frame, Rule: p.Class + "/the same", node: i, light: -1,
			Status: ex.status(a, t, i, -1, p.Frame), Path: "the same", Actors: doers, Recipients: inferred(apart(p.Recipients, doers), n.first, n.last), About: p.About}
		if p.sides {
			continue
		}
		out = append(out, e)
	}
	return out
}

// inferred are sides that the words from first to last stand for without naming them.
func inferred(ps []Participant, first, last int) []Participant {
	out := make([]Participant, len(ps))
	for i, p := range ps {
		out[i] = Participant{Thing: p.Thing, Nation: p.Nation, First: first, Last: last, Inferred: true}
	}
	return out
}

// objectIs reports whether a verb has a word for its object.
func (t *tree) objectIs(i int, word string) bool {
	for _, o := range append(t.objects(i), t.all(i, "xcomp", "advmod", "obl")...) {
		if strings.EqualFold(t.nodes[o].lemma, word) {
			return true
		}
	}
	return false
}
