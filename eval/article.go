package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/newskg/kg/schema"
)

// Events in which every side may be an actor: their sides are compared together where the gold tells no recipient.
var twoSided = []string{"Agree", "Consult", "Cooperate", "Assault"}

// relations are the scored properties, besides holdsOffice.
var relations = []string{"officialOf", "origin", "ordered", "seeks", "operates", "supplies", "suppliesArmsTo", "party", "covers",
	"signedOn", "value", "disputesBorderWith"}

// longest is the length of a sentence, in characters, beyond which it is no evidence of one thing.
const longest = 700

// row names a row of the figures: what is counted, and its class or property.
type row struct{ kind, name string }

// scorer compares one article.
type scorer struct {
	gold     *Gold
	text     []rune
	g        *Graph
	art      *article
	known    map[string]set    // names of what the gold speaks of
	class    map[string]string // of the gold's entities
	tallies  map[row]Tally
	accuracy map[string]Share
	notes    []Note
}

func scoreArticle(gold *Gold, art *article, g *Graph) *scorer {
	s := &scorer{gold: gold, text: []rune(gold.Text), g: g, art: art, known: make(map[string]set), class: make(map[string]string),
		tallies: make(map[row]Tally), accuracy: make(map[string]Share)}
	for _, e := range gold.Entities {
		s.known[e.ID] = forms(append([]string{e.ID}, e.Aliases...)...)
		s.class[e.ID] = e.Class
	}
	s.entities()
	s.relations()
	s.events()
	return s
}

func (s *scorer) note(verdict, kind, format string, args ...any) {
	s.notes = append(s.notes, Note{s.gold.ID, verdict, kind, fmt.Sprintf(format, args...)})
}

// right counts one more thing of which a measure is right or not.
func (s *scorer) right(measure string, ok bool) {
	a := s.accuracy[measure]
	a.Of++
	if ok {
		a.Right++
	}
	s.accuracy[measure] = a
}

func (s *scorer) count(kind, name string, t Tally) {
	r := row{kind, name}
	s.tallies[r] = s.tallies[r].plus(t)
}

// names are the names that a gold name stands for.
func (s *scorer) names(name string) set {
	known, ok := s.known[name]
	if !ok {
		known = forms(name)
		s.known[name] = known
	}
	return known
}

// same tells how well a gold name fits a thing of the graph: 2 by name, 1 as an agreement known by its parties and by
// what it covers, 0 not at all.
func (s *scorer) same(name, iri string) int {
	class := s.class[name]
	classes := s.g.classes(iri, thingClasses)
	if class != "" && len(classes) > 0 && !slices.Contains(classes, class) {
		return 0
	}
	if s.names(name).meets(s.g.names(iri)) {
		return 2
	}
	if class != "Agreement" || !slices.Contains(classes, "Agreement") {
		return 0
	}
	parties, covered := s.goldObjects(name, "party"), s.goldObjects(name, "covers")
	if len(parties) == 0 {
		return 0
	}
	found := s.namesOfAll(s.g.get(iri, "party"))
	for _, p := range parties {
		if !s.names(p).meets(found) {
			return 0
		}
	}
	if len(covered) == 0 {
		return 1
	}
	found = s.namesOfAll(s.g.get(iri, "covers"))
	for _, c := range covered {
		if s.names(c).meets(found) {
			return 1
		}
	}
	return 0
}

func (s *scorer) goldObjects(subject, property string) []string {
	var out []string
	for _, r := range s.gold.Relations {
		if r.S == subject && r.P == property {
			out = append(out, string(r.O))
		}
	}
	return out
}

func (s *scorer) namesOfAll(iris []string) set {
	out := make(set)
	for _, iri := range iris {
		for n := range s.g.names(iri) {
			out[n] = true
		}
	}
	return out
}

// isAny tells whether a gold name stands for one of some things.
func (s *scorer) isAny(name string, iris []string) bool {
	return slices.ContainsFunc(iris, func(iri string) bool { return s.same(name, iri) > 0 })
}

func (s *scorer) entities() {
	gold := s.gold.Entities
	var found []string
	for x := range s.art.things {
		if len(s.g.classes(x, thingClasses)) > 0 {
			found = append(found, x)
		}
	}
	slices.Sort(found)
	optional := make([]bool, len(gold))
	for i, e := range gold {
		optional[i] = e.Optional
	}
	p := pairUp(optional, len(found), func(i, j int) int {
		if !slices.Equal(s.g.classes(found[j], thingClasses), []string{gold[i].Class}) {
			return 0
		}
		return s.same(gold[i].ID, found[j])
	}, nil)
	for _, pair := range p.pairs {
		if e := gold[pair[0]]; !e.Optional {
			s.count("entities", e.Class, Tally{TP: 1})
		}
	}
	for _, i := range p.missed {
		s.count("entities", gold[i].Class, Tally{FN: 1})
		s.note("missed", "entity", "%s %s", gold[i].Class, gold[i].ID)
	}
	for _, j := range p.spurious {
		class := strings.Join(s.g.classes(found[j], thingClasses), "+")
		s.count("entities", class, Tally{FP: 1})
		s.note("wrong", "entity", "%s %s", class, schema.Shorten(found[j]))
	}
}

// fact is a relation that the graph states; of an office, object is whose it is and roles what kind.
type fact struct {
	subject, property, object string
	roles                     []string
}

func (f fact) compare(other fact) int {
	return cmp.Or(strings.Compare(f.subject, other.subject), strings.Compare(f.property, other.property),
		strings.Compare(f.object, other.object), slices.Compare(f.roles, other.roles))
}

// facts gives the scored relations that the article's sentences state, each once.
func (s *scorer) facts() []fact {
	var out []fact
	for _, q := range s.art.quads {
		property, ours := strings.CutPrefix(q.property, kg)
		switch {
		case !ours:
		case property == "holdsOffice":
			var roles []string
			for _, r := range s.g.get(q.object, "role") {
				roles = append(roles, strings.TrimPrefix(r, kg))
			}
			slices.Sort(roles)
			bodies := s.g.get(q.object, "officeOf")
			if len(bodies) == 0 {
				bodies = []string{""}
			}
			for _, body := range bodies {
				out = append(out, fact{q.subject, property, body, roles})
			}
		case slices.Contains(relations, property) && len(s.g.classes(q.subject, eventClasses)) == 0:
			out = append(out, fact{q.subject, property, q.object, nil})
		}
	}
	slices.SortFunc(out, fact.compare)
	return slices.CompactFunc(out, func(a, b fact) bool { return a.compare(b) == 0 })
}

// matchRelation tells how well a relation of the gold fits a fact; 0 is not at all.
func (s *scorer) matchRelation(r GoldRelation, f fact) int {
	if r.P != f.property {
		return 0
	}
	switch r.P {
	case "holdsOffice":
		one := len(f.roles) == 1 || slices.Equal(f.roles, []string{"HeadOfGovernment", "HeadOfState"})
		if one && slices.Contains(f.roles, r.Role) && s.same(r.S, f.subject) > 0 && s.same(r.Of, f.object) > 0 {
			return 1
		}
		return 0
	case "signedOn":
		if f.object != string(r.O) {
			return 0
		}
		return s.same(r.S, f.subject)
	case "value":
		if !sameNumber(f.object, string(r.O)) {
			return 0
		}
		return s.same(r.S, f.subject)
	}
	score := s.same(r.S, f.subject) * s.same(string(r.O), f.object)
	if score == 0 && r.P == "disputesBorderWith" {
		score = s.same(r.S, f.object) * s.same(string(r.O), f.subject)
	}
	return score
}

func sameNumber(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX != nil || errY != nil {
		return a == b
	}
	return x == y
}

func (s *scorer) relations() {
	gold, found := s.gold.Relations, s.facts()
	optional := make([]bool, len(gold))
	for i, r := range gold {
		optional[i] = r.Optional
	}
	p := pairUp(optional, len(found), func(i, j int) int { return s.matchRelation(gold[i], found[j]) }, nil)
	for _, pair := range p.pairs {
		r, f := gold[pair[0]], found[pair[1]]
		if !r.Optional {
			s.count("relations", r.P, Tally{TP: 1})
		}
		ok := s.evidenceNames(f)
		s.right("relation evidence", ok)
		if !ok {
			s.note("off", "relation evidence", "%s", r.words())
		}
	}
	for _, i := range p.missed {
		s.count("relations", gold[i].P, Tally{FN: 1})
		s.note("missed", "relation", "%s", gold[i].words())
	}
	for _, j := range p.spurious {
		f := found[j]
		s.count("relations", f.property, Tally{FP: 1})
		s.note("wrong", "relation", "%s", strings.Join(strings.Fields(schema.Shorten(f.subject)+" "+f.property+" "+strings.Join(f.roles, ",")+" "+schema.Shorten(f.object)), " "))
	}
}

// evidenceNames tells whether a sentence that states the fact names one of its participants, a person by surname too.
func (s *scorer) evidenceNames(f fact) bool {
	var known []string
	for n := range s.g.names(f.subject) {
		known = append(known, n)
		if i := strings.LastIndexByte(n, ' '); i >= 0 {
			known = append(known, n[i+1:])
		}
	}
	for n := range s.g.names(f.object) {
		known = append(known, n)
	}
	for _, q := range s.art.quads {
		if q.subject != f.subject || q.property != kg+f.property {
			continue
		}
		at := s.g.label[q.label].span
		if at.end-at.begin >= longest {
			continue
		}
		text := normal(at.of(s.text))
		words := make(set)
		for _, w := range strings.Fields(text) {
			words[w] = true
		}
		joined := strings.ReplaceAll(text, " ", "")
		for _, n := range known {
			if strings.Contains(joined, n) || !slices.ContainsFunc(strings.Fields(n), func(w string) bool { return !words[w] }) {
				return true
			}
		}
	}
	return false
}

func (s *scorer) events() {
	gold, found := s.gold.Events, s.art.events
	optional := make([]bool, len(gold))
	for i, e := range gold {
		optional[i] = e.Optional
	}
	p := pairUp(optional, len(found),
		func(i, j int) int { return s.matchFrame(gold[i], found[j]) },
		func(j, k int) bool { return s.again(found[j], found[k]) })
	for _, i := range p.missed {
		s.count("events", gold[i].Type, Tally{FN: 1})
		s.note("missed", "event", "%s", gold[i].words())
	}
	for _, j := range p.spurious {
		class := strings.Join(s.g.classes(found[j], eventClasses), "+")
		s.count("events", class, Tally{FP: 1})
		s.note("wrong", "event", "%s %s", class, s.frameWords(found[j]))
	}
	for _, pair := range p.pairs {
		if e := gold[pair[0]]; !e.Optional {
			s.count("events", e.Type, Tally{TP: 1})
			s.properties(e, found[pair[1]])
		}
	}
	restated := s.accuracy["restated"]
	restated.Right += len(found) - len(p.pairs) - len(p.spurious)
	restated.Of += len(p.pairs)
	s.accuracy["restated"] = restated

	var labels []string
	for _, q := range s.art.quads {
		labels = append(labels, q.label)
	}
	slices.Sort(labels)
	for _, label := range slices.Compact(labels) {
		at := s.g.label[label].span
		ok := slices.Contains(s.g.get(label, "text"), at.of(s.text))
		s.right("sentence text", ok)
		if !ok {
			s.note("off", "sentence text", "the text of characters %d to %d is another one", at.begin, at.end)
		}
	}
}

// matchFrame tells how well an event of the gold fits one of the graph: 2 with the same frame from the sentence of the
// evidence, 1 with the same frame, 0 not at all.
func (s *scorer) matchFrame(e GoldEvent, iri string) int {
	if !slices.Equal(s.g.classes(iri, eventClasses), []string{e.Type}) {
		return 0
	}
	actors, recipients := s.g.get(iri, "actorNation"), s.g.get(iri, "recipientNation")
	goldActors, goldRecipients := e.ActorNations, e.RecipientNations
	if len(goldActors) == 0 && len(goldRecipients) == 0 {
		actors, recipients = s.g.get(iri, "actor"), s.g.get(iri, "recipient")
		goldActors, goldRecipients = e.Actors, e.Recipients
	}
	ok := s.sameSides(goldActors, actors) && s.sameSides(goldRecipients, recipients)
	if !ok && slices.Contains(twoSided, e.Type) && len(goldRecipients) == 0 {
		ok = s.sameSides(unique(goldActors), unique(actors, recipients))
	}
	switch {
	case !ok:
		return 0
	case s.evidence(e, iri):
		return 2
	}
	return 1
}

// sameSides tells whether as many things stand on a side as the gold has, and each of the gold's among them.
func (s *scorer) sameSides(gold, found []string) bool {
	return len(gold) == len(found) && !slices.ContainsFunc(gold, func(name string) bool { return !s.isAny(name, found) })
}

// evidence tells whether a sentence that states the event holds the beginning of the gold's evidence.
func (s *scorer) evidence(e GoldEvent, iri string) bool {
	at := s.gold.find(e.Evidence)
	return slices.ContainsFunc(s.art.stated[iri], func(label string) bool {
		where := s.g.label[label].span
		return where.begin <= at && at < where.end
	})
}

// again tells whether two events are of one class and frame and come from one sentence: the second is no second mention.
func (s *scorer) again(a, b string) bool {
	return slices.Equal(s.g.classes(a, eventClasses), s.g.classes(b, eventClasses)) &&
		slices.ContainsFunc(s.art.stated[a], func(label string) bool { return slices.Contains(s.art.stated[b], label) }) &&
		sameElements(s.g.get(a, "actorNation"), s.g.get(b, "actorNation")) &&
		sameElements(s.g.get(a, "recipientNation"), s.g.get(b, "recipientNation"))
}

// properties counts which properties of a found frame are right.
func (s *scorer) properties(e GoldEvent, iri string) {
	judge := func(measure string, ok bool, want string, got ...string) {
		s.right(measure, ok)
		if !ok {
			s.note("off", measure, "%s: want %s, got %s", e.words(), orNone(want), orNone(shortWords(got)))
		}
	}
	short := !slices.ContainsFunc(s.art.stated[iri], func(label string) bool {
		at := s.g.label[label].span
		return at.end-at.begin >= longest
	})
	judge("evidence", s.evidence(e, iri) && len(s.art.stated[iri]) == 1 && short, fmt.Sprintf("%q", e.Evidence), s.art.stated[iri]...)

	status := s.g.get(iri, "status")
	judge("status", slices.Equal(status, []string{kg + e.Status}), e.Status, status...)

	// Equal, precision included; a span may begin within the gold's month or year.
	dates := s.g.get(iri, "date")
	var ok bool
	switch {
	case e.Date == "":
		ok = len(dates) == 0
	case len(dates) == 1:
		ok = dates[0] == e.Date || len(e.Date) < len("2006-01-02") && len(s.g.get(iri, "dateEnd")) > 0 && strings.HasPrefix(dates[0], e.Date)
	}
	judge("date", ok, e.Date, dates...)

	if e.Place != "" {
		places := s.g.get(iri, "place")
		judge("place", s.isAny(e.Place, places), e.Place, places...)
	}
	all := func(names, iris []string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !s.isAny(name, iris) })
	}
	if len(e.About) > 0 {
		about := s.g.get(iri, "about")
		judge("about", all(e.About, about), strings.Join(e.About, ", "), about...)
	}
	sides := unique(s.g.get(iri, "actor"), s.g.get(iri, "recipient"))
	judge("actors", all(e.Actors, sides), strings.Join(e.Actors, ", "), sides...)
	if e.AttributedTo != "" {
		credited := s.g.get(iri, "attributedTo")
		words := s.g.get(iri, "attribution")
		judge("attribution", s.credits(e.AttributedTo, credited, words), e.AttributedTo, slices.Concat(credited, words)...)
	}
}

// credits tells whether an event is credited to whom the gold has: the thing, or where the source has no name its words,
// of which the graph may have more or fewer.
func (s *scorer) credits(source string, credited, words []string) bool {
	if s.isAny(source, credited) {
		return true
	}
	if s.class[source] != "" {
		return false
	}
	want := " " + normal(source) + " "
	return slices.ContainsFunc(words, func(w string) bool {
		got := " " + normal(w) + " "
		return strings.TrimSpace(got) != "" && (strings.Contains(got, want) || strings.Contains(want, got))
	})
}

// frameWords tells an event of the graph for a reader: its sides, its words and its sentence.
func (s *scorer) frameWords(iri string) string {
	side := func(nations, participants string) []string {
		if out := s.g.get(iri, nations); len(out) > 0 {
			return short(out)
		}
		return short(s.g.get(iri, participants))
	}
	return fmt.Sprintf("%s | %s | %s", frameWords(side("actorNation", "actor"), side("recipientNation", "recipient")),
		strings.Join(s.g.get(iri, "trigger"), ", "), shortWords(s.art.stated[iri]))
}

// short gives the short names of things, in alphabetical order.
func short(iris []string) []string {
	out := make([]string, len(iris))
	for i, iri := range iris {
		out[i] = schema.Shorten(iri)
	}
	slices.Sort(out)
	return out
}

func shortWords(iris []string) string { return strings.Join(short(iris), ", ") }

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// unique gives the elements of some lists, each once, in their order.
func unique(lists ...[]string) []string {
	var out []string
	for _, list := range lists {
		for _, x := range list {
			if !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
	}
	return out
}

func sameElements(a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
}
