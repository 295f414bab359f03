package graph

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// Difference is one thing that two graphs say differently.
type Difference struct {
	// Kind is "added" for what only the second graph says, "removed" for what only the first says, "changed" for an
	// event or a thing of which they say different things.
	Kind string `json:"kind"`
	// Article is the short name of the article that says so, empty for what no article says; Sentence its sentence's text.
	Article  string `json:"article,omitempty"`
	Sentence string `json:"sentence,omitempty"`
	// Graph is where it stands, in the second graph unless it is removed.
	Graph string `json:"graph"`
	// What is the statement in words, or what the event or thing is; Changes what differs in it, such as
	// "status: Planned, now Actual".
	What    string   `json:"what"`
	Changes []string `json:"changes,omitempty"`

	deletes, adds []quad.Quad
}

// NQuads gives the quads behind the difference as lines of N-Quads: those that only the first graph has, and those that
// only the second has.
func (d Difference) NQuads() (deleted, added []string, err error) {
	lines := func(quads []quad.Quad) (out []string, err error) {
		for _, q := range quads {
			var b strings.Builder
			if err := newNQuadsWriter(&b).WriteQuad(q); err != nil {
				return nil, err
			}
			out = append(out, strings.TrimSuffix(b.String(), "\n"))
		}
		return out, nil
	}
	if deleted, err = lines(d.deletes); err == nil {
		added, err = lines(d.adds)
	}
	return deleted, added, err
}

// Diff calls each for everything that b says and a does not, or the reverse: what things are, the background, imports,
// then article by article. Two articles of one ID are two versions of one: sentences are the same where their words are,
// wherever they stand in the text, and events where they are of one class and begin at the same place of their sentence.
// Articles restricts it to some, by ID, and to what they say. Clusters, which follow from the events, provenance and
// the ontology are not compared. Memory holds one article of each graph, the names of the things, and imports whole.
func Diff(ctx context.Context, a, b *Store, articles []string, each func(Difference) error) error {
	ra, doneA, err := a.begin(ctx)
	if err != nil {
		return err
	}
	defer doneA()
	rb, doneB, err := b.begin(ctx)
	if err != nil {
		return err
	}
	defer doneB()
	d := &differ{a: ra, b: rb, each: each}
	if err := d.run(articles); err != nil {
		return fmt.Errorf("graph: diff: %w", err)
	}
	return nil
}

type differ struct {
	a, b *reader
	each func(Difference) error
}

func (d *differ) run(chosen []string) error {
	if len(chosen) == 0 {
		if err := d.shared(); err != nil {
			return err
		}
	}
	articles, err := d.a.articles()
	if err != nil {
		return err
	}
	more, err := d.b.articles()
	if err != nil {
		return err
	}
	articles = append(articles, more...)
	slices.Sort(articles)
	articles = slices.Compact(articles)
	for _, id := range chosen {
		if !slices.Contains(articles, mustIRI(schema.ArticleName(id))) {
			return &UnknownArticleError{ID: id}
		}
	}
	for _, article := range articles {
		if len(chosen) > 0 && !slices.ContainsFunc(chosen, func(id string) bool { return mustIRI(schema.ArticleName(id)) == article }) {
			continue
		}
		before, err := d.a.version(article)
		if err != nil {
			return err
		}
		after, err := d.b.version(article)
		if err != nil {
			return err
		}
		if err := d.compare(before, after); err != nil {
			return err
		}
	}
	return nil
}

// entry is what is compared as one: a statement, or all that is said of an event, a thing, an article.
type entry struct {
	key, what      string
	article, graph string
	sentence       string
	place          int // in the order of the text
	statement      bool
	// values are what the properties of an event or a thing have, in the order of the quads; the same value is the same
	// thing, whatever its label is.
	values map[string][]value
	quads  []quad.Quad
}

type value struct {
	id, words string
	quad      quad.Quad
}

func (e *entry) set(property string, v value) {
	if e.values == nil {
		e.values = make(map[string][]value)
	}
	e.quads = append(e.quads, v.quad)
	if !has(e.values[property], v) {
		e.values[property] = append(e.values[property], v)
	}
}

func has(values []value, v value) bool {
	return slices.ContainsFunc(values, func(other value) bool { return other.id == v.id })
}

// compare tells the differences of two sets of entries, in the order of the text of the second, what is removed where it
// stood in the first.
func (d *differ) compare(before, after map[string]*entry) error {
	keys := slices.Collect(maps.Keys(before))
	for key := range after {
		if before[key] == nil {
			keys = append(keys, key)
		}
	}
	at := func(key string) *entry {
		if e := after[key]; e != nil {
			return e
		}
		return before[key]
	}
	sort.Slice(keys, func(i, j int) bool {
		a, b := at(keys[i]), at(keys[j])
		if a.place != b.place {
			return a.place < b.place
		}
		if a.sentence != b.sentence { // one that is gone before one that came in its place
			if goneA, goneB := after[keys[i]] == nil, after[keys[j]] == nil; goneA != goneB {
				return goneA
			}
			return a.sentence < b.sentence
		}
		return keys[i] < keys[j]
	})
	for _, key := range keys {
		e := at(key)
		out := Difference{Article: e.article, Sentence: e.sentence, Graph: e.graph, What: e.what}
		switch {
		case before[key] == nil:
			out.Kind, out.adds = "added", sortedUnique(e.quads)
		case after[key] == nil:
			out.Kind, out.deletes = "removed", sortedUnique(e.quads)
		case e.statement:
			continue
		default:
			if out.Changes, out.deletes, out.adds = changes(before[key], e); len(out.Changes) == 0 {
				continue
			}
			out.Kind = "changed"
		}
		if err := d.each(out); err != nil {
			return err
		}
	}
	return nil
}

// changes tells property by property what two versions of an entry say.
func changes(before, after *entry) (words []string, deletes, adds []quad.Quad) {
	properties := slices.Collect(maps.Keys(before.values))
	for p := range after.values {
		if before.values[p] == nil {
			properties = append(properties, p)
		}
	}
	slices.Sort(properties)
	for _, p := range properties {
		var gone, come []string
		for _, v := range before.values[p] {
			if !has(after.values[p], v) {
				gone, deletes = append(gone, v.words), append(deletes, v.quad)
			}
		}
		for _, v := range after.values[p] {
			if !has(before.values[p], v) {
				come, adds = append(come, v.words), append(adds, v.quad)
			}
		}
		slices.Sort(gone)
		slices.Sort(come)
		switch {
		case len(gone) > 0 && len(come) > 0:
			words = append(words, fmt.Sprintf("%s: %s, now %s", p, strings.Join(gone, ", "), strings.Join(come, ", ")))
		case len(gone) > 0:
			words = append(words, fmt.Sprintf("%s: no longer %s", p, strings.Join(gone, ", ")))
		case len(come) > 0:
			words = append(words, fmt.Sprintf("%s: now %s", p, strings.Join(come, ", ")))
		}
	}
	return words, sortedUnique(deletes), sortedUnique(adds)
}

// version is what a graph says of an article, nothing where it does not have it. Its keys do not tell where in the text
// a sentence stands.
func (r *reader) version(article quad.IRI) (map[string]*entry, error) {
	entries := make(map[string]*entry)
	var quads []quad.Quad
	err := r.walkArticle(article, func(q quad.Quad) error {
		quads = append(quads, q)
		return nil
	})
	if err != nil || len(quads) == 0 {
		return entries, err
	}
	texts, begin := make(map[quad.Value]string), make(map[quad.Value]int)
	for _, q := range quads {
		if q.Label != article || q.Subject == article {
			continue
		}
		switch q.Predicate {
		case kgText:
			texts[q.Subject] = lexical(q.Object)
		case kgBegin:
			begin[q.Subject], _ = strconv.Atoi(lexical(q.Object))
		}
	}
	// A sentence that stands twice is told apart by which of them it is.
	sentences := slices.SortedFunc(maps.Keys(texts), func(a, b quad.Value) int { return begin[a] - begin[b] })
	name, times := make(map[quad.Value]string), make(map[string]int)
	for _, s := range sentences {
		times[texts[s]]++
		name[s] = fmt.Sprintf("%s\x00%d", texts[s], times[texts[s]])
	}
	words := &wording{r: r, article: article, begin: begin, trigger: make(map[quad.Value]string)}
	for _, q := range quads {
		if q.Predicate == kgTrigger {
			words.trigger[q.Subject] = lexical(q.Object)
		}
	}
	at := func(key, what string, graph quad.Value, statement bool) *entry {
		if entries[key] == nil {
			e := &entry{key: key, what: what, article: shortName(article), graph: shortName(graph), statement: statement}
			if text, ok := texts[graph]; ok {
				e.sentence, e.place = text, begin[graph]+1
			}
			entries[key] = e
		}
		return entries[key]
	}
	for _, q := range quads {
		property := words.property(q.Predicate)
		switch {
		case q.Label == article && q.Subject == article:
			e := at("article", "the article", article, false)
			if q.Predicate == kgText || q.Predicate == kgSHA256 {
				continue // its sentences tell
			}
			e.set(property, words.value(q, nil))
		case q.Label == article:
			key := "a sentence\x00" + name[q.Subject] // before what it states
			e := at(key, "the sentence", q.Subject, false)
			if q.Predicate == kgMentions || q.Predicate == kgAttributed {
				e.set(property, words.value(q, q.Subject))
			} else {
				e.quads = append(e.quads, q)
			}
		default:
			subject := words.of(q.Subject, q.Label)
			if node := nodeOf(q.Subject); node != "" {
				e := at("node\x00"+name[q.Label]+"\x00"+words.node(q.Subject, q.Label), subject, q.Label, false)
				switch q.Predicate {
				case kgStatedIn, kgBegin, kgEnd:
					e.quads = append(e.quads, q)
				default:
					e.set(property, words.value(q, q.Label))
				}
				continue
			}
			what := subject + " " + property + " " + words.of(q.Object, q.Label)
			e := at("statement\x00"+name[q.Label]+"\x00"+shortName(q.Subject)+"\x00"+shortName(q.Predicate)+"\x00"+words.node(q.Object, q.Label), what, q.Label, true)
			e.quads = append(e.quads, q)
		}
	}
	for _, e := range entries {
		for _, side := range [][2]string{{"actor", "by"}, {"recipient", "to"}} {
			var who []string
			for _, v := range e.values[side[0]] {
				who = append(who, v.words)
			}
			if len(who) > 0 {
				e.what += " " + side[1] + " " + strings.Join(who, ", ")
			}
		}
	}
	return entries, words.err
}

// nodePattern takes the name of an event or a quantity apart: what it is, and the character at which its words begin.
var nodePattern = regexp.MustCompile(`^(event|quantity):.*?(?:_([A-Z][a-z]+))?_([0-9]+)((?:_[0-9]+)?)$`)

func nodeOf(v quad.Value) string {
	if m := nodePattern.FindStringSubmatch(shortName(v)); m != nil {
		return m[1]
	}
	return ""
}

// wording says things in words.
type wording struct {
	r       *reader
	article quad.IRI
	begin   map[quad.Value]int
	trigger map[quad.Value]string
	labels  map[quad.Value]string
	err     error
}

// node names an event or a quantity by where in its sentence its words begin; anything else by its name.
func (w *wording) node(v, sentence quad.Value) string {
	m := nodePattern.FindStringSubmatch(shortName(v))
	if m == nil {
		return termText(v)
	}
	at, err := strconv.Atoi(m[3])
	if err != nil {
		return termText(v)
	}
	return fmt.Sprintf("%s %s %d%s", m[1], m[2], at-w.begin[sentence], m[4])
}

// of is a value in words: the label of a thing, the class and words of an event.
func (w *wording) of(v, sentence quad.Value) string {
	switch m := nodePattern.FindStringSubmatch(shortName(v)); {
	case m != nil && m[1] == "event":
		return fmt.Sprintf("%s %q", m[2], w.trigger[v])
	case m != nil:
		return "quantity " + w.quantity(v)
	}
	switch v := v.(type) {
	case quad.IRI:
		return w.label(v)
	case quad.TypedString:
		return string(v.Value)
	case quad.String:
		return fmt.Sprintf("%q", string(v))
	}
	return termText(v)
}

// value is the object of a quad as it is compared and told.
func (w *wording) value(q quad.Quad, sentence quad.Value) value {
	return value{w.node(q.Object, sentence), w.of(q.Object, sentence), q}
}

// quantity is a quantity in words: how many of what.
func (w *wording) quantity(v quad.Value) string {
	said := make(map[quad.Value]string)
	w.fail(w.r.each(quad.Subject, v, func(q quad.Quad) error {
		if _, ok := q.Object.(quad.IRI); ok {
			said[q.Predicate] = w.label(q.Object)
		} else {
			said[q.Predicate] = lexical(q.Object)
		}
		return nil
	}))
	return strings.Join(strings.Fields(strings.Join([]string{said[mustIRI("kg:number")], said[mustIRI("kg:unit")], said[mustIRI("kg:of")]}, " ")), " ")
}

func (w *wording) property(p quad.Value) string {
	return strings.ToLower(w.label(p))
}

// label is what people call a thing, its short name where it has no label.
func (w *wording) label(v quad.Value) string {
	if text, ok := w.labels[v]; ok {
		return text
	}
	text := strings.TrimPrefix(shortName(v), "kg:")
	w.fail(w.r.each(quad.Subject, v, func(q quad.Quad) error {
		if q.Predicate == rdfsLabel && (q.Label == things || q.Label == background) {
			text = lexical(q.Object)
		}
		return nil
	}))
	if w.labels == nil {
		w.labels = make(map[quad.Value]string)
	}
	w.labels[v] = text
	return text
}

func (w *wording) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// shared compares what things are, the background, and what stands in no article.
func (d *differ) shared() error {
	subjects := make(map[quad.Value]bool)
	ontology := make(map[quad.Quad]bool)
	for _, q := range ontologyQuads() {
		ontology[q] = true
	}
	loose := [2]map[string]*entry{{}, {}}
	for i, r := range []*reader{d.a, d.b} {
		words := &wording{r: r}
		err := r.all(func(q quad.Quad) error {
			switch kind := KindOf(q.Label); {
			case q.Label == nil, kind == "imports":
				graph := "the default graph"
				if q.Label != nil {
					graph = shortName(q.Label)
				}
				what := words.of(q.Subject, nil) + " " + words.property(q.Predicate) + " " + words.of(q.Object, nil)
				key := strings.Join([]string{graph, termText(q.Subject), termText(q.Predicate), termText(q.Object)}, "\x00")
				loose[i][key] = &entry{key: key, what: what, graph: graph, statement: true, quads: []quad.Quad{q}}
			case kind == "things", kind == "background":
				if !ontology[q] {
					subjects[q.Subject] = true
				}
			}
			return nil
		})
		if err == nil {
			err = words.err
		}
		if err != nil {
			return err
		}
	}
	for _, subject := range slices.SortedFunc(maps.Keys(subjects), compareValues) {
		var sides [2]map[string]*entry
		for i, r := range []*reader{d.a, d.b} {
			words := &wording{r: r}
			quads, err := r.quads(quad.Subject, subject)
			if err != nil {
				return err
			}
			sides[i] = make(map[string]*entry)
			for _, q := range sortedUnique(quads) {
				if q.Label != things && q.Label != background || ontology[q] {
					continue
				}
				e := sides[i][""]
				if e == nil {
					e = &entry{what: fmt.Sprintf("%s (%s)", words.label(subject), shortName(subject)), graph: shortName(q.Label)}
					if e.what == fmt.Sprintf("%s (%[1]s)", shortName(subject)) { // a tenure, which has no label
						e.what = shortName(subject)
					}
					sides[i][""] = e
				}
				e.set(words.property(q.Predicate), words.value(q, nil))
			}
			if words.err != nil {
				return words.err
			}
		}
		if err := d.compare(sides[0], sides[1]); err != nil {
			return err
		}
	}
	return d.compare(loose[0], loose[1])
}
