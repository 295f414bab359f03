package graph

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// selection is what of some articles is exported.
type selection struct {
	// described are the things whose descriptions go along, background the subjects of the background that do.
	described, background map[quad.Value]bool
	// rules all have to hold for a statement; none for all statements.
	rules []rule
	// sentences are those that state something that is chosen; nil for all.
	sentences map[quad.Value]bool
	// events are those that were given out.
	events []quad.Value
}

// rule chooses statements by what they have as subject, and as object. An event, with its quantities and the acts that
// it tells of, is chosen as a whole.
type rule struct {
	subject, object map[quad.Value]bool
}

// UnknownThingError says that the graph does not hold a thing that was asked for.
type UnknownThingError struct{ Name string }

func (e *UnknownThingError) Error() string {
	return fmt.Sprintf("the graph has nothing of the name %q; give a label, or a short name such as nation:India", e.Name)
}

// choose works out what is exported.
func (e *exporter) choose() error {
	o := e.options
	var err error
	if e.articles, err = e.reader.articles(); err != nil {
		return err
	}
	if err := e.chooseArticles(); err != nil {
		return err
	}
	if len(o.Classes) == 0 && len(o.About) == 0 {
		if len(o.Articles) == 0 && o.Since == "" && o.Until == "" {
			return nil
		}
		subjects, _, err := e.contributedBy(e.articles)
		e.chosen = &selection{described: subjects, background: subjects}
		return err
	}
	e.chosen = &selection{sentences: make(map[quad.Value]bool)}
	var candidates []quad.Value // sentences; nil for all
	if len(o.About) > 0 {
		r, sentences, err := e.neighbourhood()
		if err != nil {
			return err
		}
		e.chosen.rules = append(e.chosen.rules, r)
		candidates = sentences
	}
	if len(o.Classes) > 0 {
		r, err := e.members()
		if err != nil {
			return err
		}
		e.chosen.rules = append(e.chosen.rules, r)
	}
	return e.describe(candidates, len(o.About) > 0)
}

func (e *exporter) chooseArticles() error {
	o := e.options
	if len(o.Articles) > 0 {
		chosen := make([]quad.IRI, 0, len(o.Articles))
		for _, id := range o.Articles {
			iri := quad.IRI(schema.MustExpand(schema.ArticleName(id)))
			if _, ok := slices.BinarySearch(e.articles, iri); !ok {
				// An ID may also stand as lists have it.
				if iri = quad.IRI(articleBase + id); !slices.Contains(e.articles, iri) {
					return &UnknownArticleError{ID: id}
				}
			}
			chosen = append(chosen, iri)
		}
		slices.Sort(chosen)
		e.articles = slices.Compact(chosen)
	}
	for _, bound := range []string{o.Since, o.Until} {
		if bound != "" && !schema.ValidDate(bound) {
			return fmt.Errorf("%q is no date: a day is written 2020-06-23, a month 2020-06, a year 2020", bound)
		}
	}
	if o.Since == "" && o.Until == "" {
		return nil
	}
	var within []quad.IRI
	for _, article := range e.articles {
		date := ""
		quads, err := e.about(article, article)
		if err != nil {
			return err
		}
		for _, q := range quads {
			if q.Predicate == published {
				date = lexical(q.Object)
			}
		}
		if date != "" && !earlier(date, o.Since) && !earlier(o.Until, date) {
			within = append(within, article)
		}
	}
	e.articles = within
	return nil
}

// earlier reports whether all of a lies before b, each a day, month, year or nothing.
func earlier(a, b string) bool {
	n := min(len(a), len(b))
	return a[:n] < b[:n]
}

func (e *exporter) fromChosenArticle(sentence quad.Value) bool {
	iri, _ := sentence.(quad.IRI)
	article, _, _ := strings.Cut(string(iri), "#")
	_, ok := slices.BinarySearch(e.articles, quad.IRI(article))
	return ok
}

// members are the things and events of the classes that are asked for.
func (e *exporter) members() (rule, error) {
	r := rule{subject: make(map[quad.Value]bool), object: make(map[quad.Value]bool)}
	for _, name := range e.options.Classes {
		class := vocabulary.Class("kg:" + strings.TrimPrefix(name, "kg:"))
		if class == nil || !class.Thing && class.Parent == "" && class.Name != "kg:Event" {
			var names []string
			for _, c := range vocabulary.Classes {
				if c.Thing || c.Parent != "" || c.Name == "kg:Event" {
					names = append(names, strings.TrimPrefix(c.Name, "kg:"))
				}
			}
			return r, fmt.Errorf("no such class: %q; there is %s", name, strings.Join(names, ", "))
		}
		err := e.each(quad.Object, mustIRI(class.Name), func(q quad.Quad) error {
			if q.Predicate == rdfType {
				r.subject[q.Subject] = true
				if class.Thing {
					r.object[q.Subject] = true
				}
			}
			return nil
		})
		if err != nil {
			return r, err
		}
	}
	return r, nil
}

// neighbourhood are the things that are asked for, with those that their statements name, as far as asked for, and the
// sentences that may state something of them, sorted.
func (e *exporter) neighbourhood() (rule, []quad.Value, error) {
	followed := make(map[quad.Value]bool)
	r := rule{subject: followed, object: followed}
	sentences := make(map[quad.Value]bool)
	frontier := make(map[quad.Value]bool)
	e.chosen.described = make(map[quad.Value]bool)
	for _, name := range e.options.About {
		thing, err := e.thing(name)
		if err != nil {
			return r, nil, err
		}
		frontier[thing] = true
		e.chosen.described[thing] = true
	}
	for hop := 0; hop < e.options.Hops && len(frontier) > 0; hop++ {
		found := make(map[quad.Value]bool)
		next := make(map[quad.Value]bool)
		meet := func(q quad.Quad) {
			for _, v := range []quad.Value{q.Subject, q.Object} {
				if isThing(v) && !followed[v] {
					next[v] = true
				}
			}
		}
		for thing := range frontier {
			followed[thing] = true
		}
		for thing := range frontier {
			for _, d := range []quad.Direction{quad.Subject, quad.Object} {
				err := e.each(d, thing, func(q quad.Quad) error {
					switch KindOf(q.Label) {
					case "sentences":
						if e.fromChosenArticle(q.Label) {
							found[q.Label] = true
						}
					case "imports":
						meet(q)
					}
					return nil
				})
				if err != nil {
					return r, nil, err
				}
			}
		}
		for sentence := range found {
			sentences[sentence] = true
			quads, err := e.quads(quad.Label, sentence)
			if err != nil {
				return r, nil, err
			}
			for _, q := range r.choose(quads) {
				meet(q)
			}
		}
		frontier = next
	}
	return r, sortedValues(sentences), nil
}

// thing finds what is asked for by IRI, short name or label.
func (e *exporter) thing(name string) (quad.Value, error) {
	if iri, err := IRI(name); err == nil {
		ref, err := e.qs.ValueOf(iri)
		if err != nil {
			return nil, err
		}
		if ref == nil {
			return nil, &UnknownThingError{Name: name}
		}
		return iri, nil
	}
	found := make(map[quad.Value]bool)
	for _, predicate := range []quad.IRI{rdfsLabel, skosAlt} {
		if len(found) > 0 {
			break // an alternative name gives way to a label
		}
		err := e.each(quad.Object, quad.String(name), func(q quad.Quad) error {
			if q.Predicate == predicate && q.Label == things {
				found[q.Subject] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	switch list := sortedValues(found); len(list) {
	case 0:
		return nil, &UnknownThingError{Name: name}
	case 1:
		return list[0], nil
	default:
		var names []string
		for _, v := range list {
			names = append(names, shortName(v))
		}
		return nil, fmt.Errorf("%q is the name of several things: %s", name, strings.Join(names, ", "))
	}
}

// describe finds the sentences that state something that is chosen, and what goes along to describe it: of the things
// that these sentences name, their descriptions and their background, and of those that the background names, their
// descriptions.
func (e *exporter) describe(candidates []quad.Value, only bool) error {
	c := e.chosen
	named := c.described
	if named == nil {
		named = make(map[quad.Value]bool)
	}
	name := func(quads []quad.Quad) {
		for _, q := range quads {
			for _, v := range []quad.Value{q.Subject, q.Object} {
				if isThing(v) {
					named[v] = true
				}
			}
		}
	}
	visit := func(sentence quad.Value) error {
		quads, err := e.statements(sentence)
		if err != nil || len(quads) == 0 {
			return err
		}
		c.sentences[sentence] = true
		name(quads)
		return e.each(quad.Subject, sentence, func(q quad.Quad) error {
			if q.Predicate == kgMentions || q.Predicate == kgAttributed {
				name([]quad.Quad{q})
			}
			return nil
		})
	}
	articles := make(map[quad.IRI]bool)
	if only {
		for _, sentence := range candidates {
			if err := visit(sentence); err != nil {
				return err
			}
		}
	} else {
		for _, article := range e.articles {
			err := e.each(quad.Label, article, func(q quad.Quad) error {
				if q.Predicate != rdfType || q.Object != kgSentence {
					return nil
				}
				return visit(q.Subject)
			})
			if err != nil {
				return err
			}
		}
	}
	for sentence := range c.sentences {
		article, _, _ := strings.Cut(string(sentence.(quad.IRI)), "#")
		articles[quad.IRI(article)] = true
	}
	e.articles = slices.DeleteFunc(e.articles, func(a quad.IRI) bool { return !articles[a] })
	if err := e.imports(func(q quad.Quad) error { name([]quad.Quad{q}); return nil }); err != nil {
		return err
	}

	c.described = make(map[quad.Value]bool)
	c.background = make(map[quad.Value]bool)
	for _, q := range ontologyQuads() {
		c.background[q.Subject] = true
	}
	// An office is described with the nation that it is of.
	var describe func(v quad.Value) error
	describe = func(v quad.Value) error {
		if !isThing(v) || c.described[v] {
			return nil
		}
		c.described[v] = true
		quads, err := e.about(things, v)
		for _, q := range quads {
			if q.Predicate == kgOfficeOf && err == nil {
				err = describe(q.Object)
			}
		}
		return err
	}
	for _, thing := range sortedValues(named) {
		if err := describe(thing); err != nil {
			return err
		}
		if e.options.NoBackground {
			continue
		}
		c.background[thing] = true
		err := e.each(quad.Object, thing, func(q quad.Quad) error {
			if q.Label == background && q.Predicate == kgHolder {
				c.background[q.Subject] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if e.options.NoBackground {
		return nil
	}
	for _, subject := range sortedValues(c.background) {
		quads, err := e.about(background, subject)
		if err != nil {
			return err
		}
		for _, q := range quads {
			if err := describe(q.Object); err != nil {
				return err
			}
		}
	}
	return nil
}

var kgHolder = mustIRI("kg:holder")

// of are those of a sentence's statements that all rules choose.
func (c *selection) of(quads []quad.Quad) []quad.Quad {
	for _, r := range c.rules {
		quads = r.choose(quads)
	}
	return quads
}

// touches reports whether all rules choose a statement that is no part of an event.
func (c *selection) touches(q quad.Quad) bool {
	for _, r := range c.rules {
		if !r.subject[q.Subject] && !r.object[q.Object] {
			return false
		}
	}
	return true
}

// choose keeps what a rule chooses of the statements of one sentence.
func (r rule) choose(quads []quad.Quad) []quad.Quad {
	whole := make(map[quad.Value]bool)
	kept := make([]bool, len(quads))
	for changed := true; changed; {
		changed = false
		for i, q := range quads {
			if kept[i] {
				continue
			}
			if !whole[q.Subject] && !r.subject[q.Subject] && !r.object[q.Object] && !(whole[q.Object] && isQuantity(q.Object)) {
				continue
			}
			kept[i], changed = true, true
			if isPart(q.Subject) {
				whole[q.Subject] = true
			}
			if isPart(q.Object) && (whole[q.Subject] || isQuantity(q.Object)) {
				whole[q.Object] = true
			}
		}
	}
	var out []quad.Quad
	for i, q := range quads {
		if kept[i] {
			out = append(out, q)
		}
	}
	return out
}

var (
	eventBase    = schema.MustExpand("event:")
	quantityBase = schema.MustExpand("quantity:")
	// noThings are the kinds of resources of our own that are no things.
	noThings = []string{schema.MustExpand("kg:"), eventBase, quantityBase, articleBase, schema.MustExpand("tenure:"), schema.MustExpand("cluster:")}
)

func isQuantity(v quad.Value) bool {
	iri, _ := v.(quad.IRI)
	return strings.HasPrefix(string(iri), quantityBase)
}

// isPart reports whether something belongs to the sentence that states it: an event or a quantity.
func isPart(v quad.Value) bool {
	iri, _ := v.(quad.IRI)
	return strings.HasPrefix(string(iri), eventBase) || strings.HasPrefix(string(iri), quantityBase)
}

func isThing(v quad.Value) bool {
	iri, ok := v.(quad.IRI)
	return ok && !slices.ContainsFunc(noThings, func(base string) bool { return strings.HasPrefix(string(iri), base) })
}

func sortedValues(set map[quad.Value]bool) []quad.Value {
	out := make([]quad.Value, 0, len(set))
	for v := range set {
		out = append(out, v)
	}
	sort.Slice(out, func(i, j int) bool { return compareValues(out[i], out[j]) < 0 })
	return out
}
