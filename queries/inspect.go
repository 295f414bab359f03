package queries

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/schema"
)

// This file looks at a thing from all sides. It reads ranges of the store by reference, and names only what it shows:
// a nation may stand in hundreds of thousands of quads.

// each calls fn with the quads that have a value at a place.
func (r reader) each(d quad.Direction, v refs.Ref, fn func(q refs.Ref) error) error {
	it := r.qs.QuadIterator(d, v).Iterate()
	defer it.Close()
	for it.Next(r.ctx) {
		if err := fn(it.Result()); err != nil {
			return err
		}
	}
	if err := it.Err(); err != nil {
		return err
	}
	return r.ctx.Err()
}

// at is the key of one of the values of a quad, and the reference to it.
func (r reader) at(q refs.Ref, d quad.Direction) (key any, ref refs.Ref, err error) {
	ref, err = r.qs.QuadDirection(q, d)
	if ref == nil || err != nil {
		return nil, nil, err
	}
	return refs.ToKey(ref), ref, nil
}

// beginning calls fn with the values whose text begins so, in order, until fn wants no more: with the names that do
// where names is set, else with texts.
func (r reader) beginning(prefix string, names bool, fn func(ref refs.Ref, v quad.Value) (more bool, err error)) error {
	prefix, _, _ = strings.Cut(prefix, "|") // the store would take it for an alternative
	if prefix == "" {
		return nil
	}
	filter := shape.Regexp{Re: regexp.MustCompile("^" + regexp.QuoteMeta(prefix)), Refs: names}
	it := shape.BuildIterator(r.ctx, r.qs, path.StartPath(r.qs).Filters(filter).Shape())
	it, _ = it.Optimize(r.ctx)
	scan := it.Iterate()
	defer scan.Close()
	for scan.Next(r.ctx) {
		v, err := r.qs.NameOf(scan.Result())
		if err != nil {
			return err
		}
		if more, err := fn(scan.Result(), v); !more || err != nil {
			return err
		}
	}
	return scan.Err()
}

// about is how many quads have a value at a place; exact is false for an estimate.
func (r reader) about(d quad.Direction, v refs.Ref) (n int64, exact bool, err error) {
	size, err := r.qs.QuadIteratorSize(r.ctx, d, v)
	return size.Value, size.Exact, err
}

// thing is the thing that a user means, with a note where the name could also mean others.
func (r reader) thing(name string) (iri quad.IRI, note string, err error) {
	name = strings.Trim(strings.TrimSpace(name), `"'`)
	if name == "" {
		return "", "", fmt.Errorf("which thing? Name one, such as India or weapon:S-400")
	}
	found, err := r.find(name, "")
	if err != nil {
		return "", "", err
	}
	if len(found) == 0 {
		message := fmt.Sprintf("nothing is called %q", name)
		near, err := r.similar(name, "")
		if iri, ok := parseIRI(name); ok {
			near, err = r.nearNames(iri)
		}
		if err == nil && len(near) > 0 {
			message += "; did you mean " + strings.Join(near, ", ") + "?"
		}
		return "", "", fmt.Errorf("%s", message)
	}
	if len(found) > 1 {
		var others []string
		for _, o := range found[1:min(len(found), 6)] {
			others = append(others, shortName(o))
		}
		note = fmt.Sprintf("%q is also a name of %s", name, strings.Join(others, ", "))
	}
	return found[0], note, nil
}

// nearNames are names of nodes that are spelt much like one that is not in the store, at most three.
func (r reader) nearNames(iri quad.IRI) ([]string, error) {
	want := shortName(iri)
	kind, local, ok := strings.Cut(want, ":")
	if !ok || local == "" {
		return nil, nil
	}
	first := []rune(local)[:1]
	type near struct {
		name     string
		distance int
	}
	var all []near
	seen := 0
	// The first letter may be of the wrong case.
	for _, begin := range slices.Compact([]string{string(first), strings.ToUpper(string(first)), strings.ToLower(string(first))}) {
		err := r.beginning(schema.MustExpand(kind+":")+begin, true, func(_ refs.Ref, v quad.Value) (bool, error) {
			if found, ok := v.(quad.IRI); ok {
				name := shortName(found)
				if d := distance([]rune(strings.ToLower(want)), []rune(strings.ToLower(name)), 2); d <= 2 {
					all = append(all, near{fmt.Sprintf("%q", name), d})
				}
			}
			seen++
			return seen < 20_000, nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b near) int { return cmp.Or(a.distance-b.distance, strings.Compare(a.name, b.name)) })
	var out []string
	for _, n := range slices.CompactFunc(all, func(a, b near) bool { return a.name == b.name }) {
		if len(out) < 3 {
			out = append(out, n.name)
		}
	}
	return out, nil
}

// The properties by which an event names who and what it is about.
var eventRoles = []string{"kg:actor", "kg:recipient", "kg:actorNation", "kg:recipientNation", "kg:about", "kg:place", "kg:host", "kg:mediator"}

// sections are the parts of a description that list the neighbours of some properties.
var sections = []struct {
	name       string
	properties []string
}{
	{"offices", []string{"kg:holdsOffice", "kg:heldOffice", "kg:officialOf"}},
	{"arms", []string{"kg:ordered", "kg:seeks", "kg:operates", "kg:supplies", "kg:suppliesArmsTo", "kg:origin", "kg:maker", "kg:variantOf", "kg:category"}},
}

// ofAgreements are the properties of agreements that a description gives.
var ofAgreements = []string{"kg:party", "kg:covers", "kg:replaces", "kg:signedOn", "kg:value", "kg:currency", "kg:stage"}

const (
	mostNeighbours = 8  // of a property in a description
	mostTenures    = 10 // in a description
	lastEvents     = 5  // in a description
	// fewEvents are read one by one; of more, the dates of all events of the store are read at one stroke.
	fewEvents = 2000
)

// neighbours are the things at the other end of a property.
type neighbours struct {
	property refs.Ref
	quads    int
	by       map[any]*neighbour
}

// side is what a thing is said to do, or inward what others are said to do to it, by the key of the property.
type side struct {
	inward bool
	by     map[any]*neighbours
}

type neighbour struct {
	ref   refs.Ref
	quads int
	label refs.Ref // the graph of the first quad
}

// scan sorts the quads of a thing by property and by the thing at the other end.
func (r reader) scan(thing refs.Ref, inward bool) (side, error) {
	d, other := quad.Subject, quad.Object
	if inward {
		d, other = other, d
	}
	out := make(map[any]*neighbours)
	err := r.each(d, thing, func(q refs.Ref) error {
		p, property, err := r.at(q, quad.Predicate)
		if err != nil {
			return err
		}
		n := out[p]
		if n == nil {
			n = &neighbours{property: property, by: make(map[any]*neighbour)}
			out[p] = n
		}
		n.quads++
		key, ref, err := r.at(q, other)
		if err != nil {
			return err
		}
		end := n.by[key]
		if end == nil {
			end = &neighbour{ref: ref}
			n.by[key] = end
			if _, end.label, err = r.at(q, quad.Label); err != nil {
				return err
			}
		}
		end.quads++
		return nil
	})
	return side{inward, out}, err
}

// of are the neighbours of a property, nil where there are none.
func (r reader) of(property string, s side) (*neighbours, error) {
	ref, err := r.qs.ValueOf(iriOf(property))
	if ref == nil || err != nil {
		return nil, err
	}
	return s.by[refs.ToKey(ref)], nil
}

// most are the neighbours that stand in the most quads, at most limit, by name where equal.
func (n *neighbours) most(r reader, limit int) ([]namedNeighbour, error) {
	all := make([]*neighbour, 0, len(n.by))
	for _, end := range n.by {
		all = append(all, end)
	}
	slices.SortFunc(all, func(a, b *neighbour) int { return b.quads - a.quads })
	// Name those that may be among the first.
	for i := limit; i < len(all); i++ {
		if all[i].quads < all[limit-1].quads || i > 20*limit {
			all = all[:i]
			break
		}
	}
	out := make([]namedNeighbour, len(all))
	for i, end := range all {
		name, err := r.qs.NameOf(end.ref)
		if err != nil {
			return nil, err
		}
		out[i] = namedNeighbour{end, name}
	}
	slices.SortStableFunc(out, func(a, b namedNeighbour) int {
		return cmp.Or(b.quads-a.quads, strings.Compare(quad.StringOf(a.name), quad.StringOf(b.name)))
	})
	return out[:min(limit, len(out))], nil
}

type namedNeighbour struct {
	*neighbour
	name quad.Value
}

// Describe tells what is known of a thing, named by any of its names: rows of a section, what, the thing or value at
// the other end, from and to when, how many statements say so, and one sentence that does.
func (s *Session) Describe(ctx context.Context, name string) (*Result, error) {
	r, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	iri, note, err := r.thing(name)
	if err != nil {
		return nil, err
	}
	d := &description{reader: r, iri: iri, out: &Result{Columns: []string{"section", "what", "thing", "from", "to", "n", evidenceColumn}}}
	if note != "" {
		d.out.Hints = append(d.out.Hints, note)
	}
	if err := d.write(); err != nil {
		return nil, err
	}
	return d.out, nil
}

type description struct {
	reader
	iri        quad.IRI
	out        *Result
	from, into side
}

// row adds a row; a cell that is nil or zero is left out.
func (d *description) row(section string, what, thing Cell, from, to string, n int, label refs.Ref) error {
	row := Row{}
	put := func(name string, c Cell) { row.Names, row.Cells = append(row.Names, name), append(row.Cells, c) }
	put("section", section)
	put("what", what)
	if thing != nil {
		put("thing", thing)
	}
	if from != "" {
		put("from", from)
	}
	if to != "" {
		put("to", to)
	}
	if n > 0 {
		put("n", int64(n))
	}
	if label != nil {
		graph, err := d.qs.NameOf(label)
		if err != nil {
			return err
		}
		if isSentence(graph) {
			put(evidenceColumn, graph)
		}
	}
	d.out.add(row)
	return nil
}

func (d *description) write() error {
	ref, err := d.qs.ValueOf(d.iri)
	if err != nil {
		return err
	}
	if d.from, err = d.scan(ref, false); err != nil {
		return err
	}
	if d.into, err = d.scan(ref, true); err != nil {
		return err
	}
	used := make(map[string]bool)
	for _, part := range []struct{ what, property string }{{"class", "rdf:type"}, {"label", "rdfs:label"}, {"also", "skos:altLabel"}, {"code", "kg:iso3"}, {"same as", "owl:sameAs"}} {
		used[part.property] = true
		if err := d.ends("thing", part.what, part.property, d.from, 20, false); err != nil {
			return err
		}
	}
	if err := d.tenures(used); err != nil {
		return err
	}
	for _, section := range sections {
		for _, property := range section.properties {
			used[property] = true
			for _, side := range []side{d.from, d.into} {
				if err := d.ends(section.name, "", property, side, mostNeighbours, true); err != nil {
					return err
				}
			}
		}
	}
	if err := d.agreements(used); err != nil {
		return err
	}
	if err := d.events(used); err != nil {
		return err
	}
	return d.rest(used)
}

// ends adds rows for the neighbours of a property.
func (d *description) ends(section, what, property string, of side, most int, counted bool) error {
	n, err := d.of(property, of)
	if n == nil || err != nil {
		return err
	}
	ends, err := n.most(d.reader, most)
	if err != nil {
		return err
	}
	for _, end := range ends {
		var cell Cell = what
		if what == "" {
			cell = said(property, of)
		}
		if counted {
			err = d.row(section, cell, end.name, "", "", end.quads, end.label)
		} else {
			err = d.row(section, cell, end.name, "", "", 0, nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// said names a property as seen from the thing: an arrow tells what others say of it from what it is said to do.
func said(property string, of side) Cell {
	if of.inward {
		return "← " + strings.TrimPrefix(property, "kg:")
	}
	return iriOf(property)
}

// tenures adds who held what office when: of a person, of an office, or of a nation's offices.
func (d *description) tenures(used map[string]bool) error {
	type tenure struct {
		what, thing quad.Value
		since, till string
	}
	var all []tenure
	read := func(tenures *neighbours, what, thing string) error {
		if tenures == nil {
			return nil
		}
		for _, end := range tenures.by {
			t := tenure{}
			name, err := d.qs.NameOf(end.ref)
			if err != nil {
				return err
			}
			if t.what, err = d.value(name, what); err != nil {
				return err
			}
			if t.thing, err = d.value(name, thing); err != nil {
				return err
			}
			if t.since, err = d.text(name, "kg:since"); err != nil {
				return err
			}
			if t.till, err = d.text(name, "kg:until"); err != nil {
				return err
			}
			all = append(all, t)
		}
		return nil
	}
	used["kg:holder"], used["kg:office"], used["kg:officeOf"], used["kg:role"] = true, true, true, true
	if err := d.ends("thing", "role", "kg:role", d.from, 3, false); err != nil {
		return err
	}
	if err := d.ends("thing", "office of", "kg:officeOf", d.from, 3, false); err != nil {
		return err
	}
	held, err := d.of("kg:holder", d.into)
	if err == nil {
		err = read(held, "kg:office", "kg:office")
	}
	if err != nil {
		return err
	}
	of, err := d.of("kg:office", d.into)
	if err == nil {
		err = read(of, "kg:office", "kg:holder")
	}
	if err != nil {
		return err
	}
	offices, err := d.of("kg:officeOf", d.into)
	if err != nil {
		return err
	}
	if offices != nil {
		for _, end := range offices.by {
			into, err := d.scan(end.ref, true)
			if err != nil {
				return err
			}
			tenures, err := d.of("kg:office", into)
			if err == nil {
				err = read(tenures, "kg:office", "kg:holder")
			}
			if err != nil {
				return err
			}
		}
	}
	slices.SortFunc(all, func(a, b tenure) int {
		return cmp.Or(strings.Compare(b.since, a.since), strings.Compare(quad.StringOf(a.what), quad.StringOf(b.what)),
			strings.Compare(quad.StringOf(a.thing), quad.StringOf(b.thing)))
	})
	for i, t := range all {
		if i == mostTenures {
			return d.row("offices", "earlier ones", nil, "", "", len(all)-i, nil)
		}
		var what Cell = "holds"
		if held == nil {
			what = t.what
		}
		if err := d.row("offices", what, t.thing, t.since, t.till, 0, nil); err != nil {
			return err
		}
	}
	return nil
}

// agreements adds those that the thing is a party to, or that cover it, the latest first; or what an agreement says.
func (d *description) agreements(used map[string]bool) error {
	for _, property := range ofAgreements {
		used[property] = true
		if err := d.ends("agreements", "", property, d.from, mostNeighbours, true); err != nil {
			return err
		}
	}
	for _, property := range ofAgreements[:3] {
		n, err := d.of(property, d.into)
		if n == nil || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		type signed struct {
			namedNeighbour
			on string
		}
		var all []signed
		ends, err := n.most(d.reader, 200)
		if err != nil {
			return err
		}
		for _, end := range ends {
			on, err := d.text(end.name, "kg:signedOn")
			if err != nil {
				return err
			}
			all = append(all, signed{end, on})
		}
		slices.SortStableFunc(all, func(a, b signed) int { return strings.Compare(b.on, a.on) })
		for i, a := range all {
			if i == mostNeighbours {
				if err := d.row("agreements", "others", nil, "", "", len(n.by)-i, nil); err != nil {
					return err
				}
				break
			}
			if err := d.row("agreements", said(property, d.into), a.name, a.on, "", a.quads, a.label); err != nil {
				return err
			}
		}
	}
	return nil
}

// events adds how many there are of each class, from when to when, and the last ones.
func (d *description) events(used map[string]bool) error {
	set := make(map[any]*event)
	for _, role := range eventRoles {
		used[role] = true
		n, err := d.of(role, d.into)
		if err != nil {
			return err
		}
		if n != nil {
			for key, end := range n.by {
				set[key] = &event{ref: end.ref}
			}
		}
	}
	if err := d.date(set); err != nil {
		return err
	}
	type class struct {
		name        string
		n           int
		first, last string
	}
	byClass := make(map[string]*class)
	var all []*event
	for _, e := range set {
		if e.class == "" {
			continue
		}
		c := byClass[e.class]
		if c == nil {
			c = &class{name: e.class}
			byClass[e.class] = c
		}
		c.n++
		if e.day != "" && (c.first == "" || e.day < c.first) {
			c.first = e.day
		}
		c.last = max(c.last, e.day)
		all = append(all, e)
	}
	classes := make([]*class, 0, len(byClass))
	for _, c := range byClass {
		classes = append(classes, c)
	}
	slices.SortFunc(classes, func(a, b *class) int { return cmp.Or(b.n-a.n, strings.Compare(a.name, b.name)) })
	for _, c := range classes {
		if err := d.row("events", iriOf(c.name), nil, c.first, c.last, c.n, nil); err != nil {
			return err
		}
	}
	last, err := d.inOrder(all, true, lastEvents)
	if err != nil {
		return err
	}
	for _, e := range last {
		who, err := d.sides(e)
		if err != nil {
			return err
		}
		stated, err := d.value(e.name, "kg:statedIn")
		if err != nil {
			return err
		}
		sentence, err := d.qs.ValueOf(stated)
		if err != nil {
			return err
		}
		if err := d.row("latest", iriOf(e.class), who, e.day, "", 0, sentence); err != nil {
			return err
		}
	}
	return nil
}

// sides are who did an event to whom, as a list.
func (r reader) sides(e *event) (Cell, error) {
	var out []any
	for _, property := range []string{"kg:actor", "kg:recipient"} {
		values, err := r.values(e.name, property)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			out = append(out, v)
		}
	}
	return out, nil
}

// values are the objects of a node's property, sorted, each once.
func (r reader) values(node quad.Value, property string) ([]quad.Value, error) {
	it := path.StartPath(r.qs, node).Out(iriOf(property)).Iterate(r.ctx)
	list, err := it.AllValues(r.qs)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b quad.Value) int { return strings.Compare(quad.StringOf(a), quad.StringOf(b)) })
	return slices.Compact(list), nil
}

// facts are the objects of each property of a node, sorted, each once. It reads all quads of the node: not for hubs.
func (r reader) facts(node refs.Ref) (map[quad.IRI][]quad.Value, error) {
	out := make(map[quad.IRI][]quad.Value)
	err := r.each(quad.Subject, node, func(q refs.Ref) error {
		_, p, err := r.at(q, quad.Predicate)
		if err != nil {
			return err
		}
		property, err := r.qs.NameOf(p)
		if err != nil {
			return err
		}
		_, o, err := r.at(q, quad.Object)
		if err != nil {
			return err
		}
		value, err := r.qs.NameOf(o)
		if iri, ok := property.(quad.IRI); ok {
			out[iri] = append(out[iri], value)
		}
		return err
	})
	for property, list := range out {
		slices.SortFunc(list, func(a, b quad.Value) int { return strings.Compare(quad.StringOf(a), quad.StringOf(b)) })
		out[property] = slices.Compact(list)
	}
	return out, err
}

// rest adds how much else is said, with the things that it is said of most.
func (d *description) rest(used map[string]bool) error {
	for _, side := range []side{d.from, d.into} {
		type other struct {
			property string
			*neighbours
		}
		var all []other
		for _, n := range side.by {
			name, err := d.qs.NameOf(n.property)
			if err != nil {
				return err
			}
			iri, ok := name.(quad.IRI)
			if property := shortName(iri); ok && !used[property] && !strings.HasPrefix(property, "prov:") && !strings.HasPrefix(property, "<") {
				all = append(all, other{property, n})
			}
		}
		slices.SortFunc(all, func(a, b other) int { return cmp.Or(b.quads-a.quads, strings.Compare(a.property, b.property)) })
		for _, o := range all[:min(len(all), mostNeighbours)] {
			var thing Cell
			if o.property != "kg:mentions" {
				ends, err := o.most(d.reader, 3)
				if err != nil {
					return err
				}
				var list []any
				for _, end := range ends {
					list = append(list, end.name)
				}
				if len(o.by) > len(ends) {
					list = append(list, "…")
				}
				thing = list
			}
			if err := d.row("statements", said(o.property, side), thing, "", "", o.quads, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// event is one report, with its class and the day by which it is sorted, empty where it has none.
type event struct {
	ref   refs.Ref
	name  quad.Value
	class string
	day   string
}

// eventClasses are the sixteen.
func eventClasses() []string {
	var out []string
	for _, c := range schema.NewVocabulary().Classes {
		if c.Parent != "" {
			out = append(out, c.Name)
		}
	}
	return out
}

// date finds the class and the day of events. What is no event keeps an empty class.
func (r reader) date(set map[any]*event) error { return r.dateBy(set, len(set) > fewEvents) }

// dateBy reads events one by one, or all of the store at one stroke.
func (r reader) dateBy(set map[any]*event, all bool) error {
	days := make(map[any]string) // by the key of a literal
	day := func(e *event, q refs.Ref) error {
		key, ref, err := r.at(q, quad.Object)
		if err != nil {
			return err
		}
		text, known := days[key]
		if !known {
			v, err := r.qs.NameOf(ref)
			if err != nil {
				return err
			}
			text = fmt.Sprint(native(v))
			days[key] = text
		}
		e.day = text
		return nil
	}
	classes := make(map[any]string)
	var classRefs []refs.Ref
	for _, name := range eventClasses() {
		ref, err := r.qs.ValueOf(iriOf(name))
		if err != nil {
			return err
		}
		if ref != nil {
			classes[refs.ToKey(ref)] = name
			classRefs = append(classRefs, ref)
		}
	}
	keys := make(map[string]any)
	var dated []refs.Ref // the later one wins
	for _, name := range []string{"rdf:type", "kg:latest", "kg:earliest"} {
		ref, err := r.qs.ValueOf(iriOf(name))
		if err != nil {
			return err
		}
		if ref == nil {
			continue
		}
		keys[name] = refs.ToKey(ref)
		if name != "rdf:type" {
			dated = append(dated, ref)
		}
	}
	if all {
		for _, class := range classRefs {
			err := r.each(quad.Object, class, func(q refs.Ref) error {
				s, _, err := r.at(q, quad.Subject)
				if e := set[s]; e != nil {
					e.class = classes[refs.ToKey(class)]
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		for _, property := range dated {
			err := r.each(quad.Predicate, property, func(q refs.Ref) error {
				s, _, err := r.at(q, quad.Subject)
				if e := set[s]; e != nil && err == nil {
					err = day(e, q)
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	for _, e := range set {
		earliest := false
		err := r.each(quad.Subject, e.ref, func(q refs.Ref) error {
			p, _, err := r.at(q, quad.Predicate)
			if err != nil {
				return err
			}
			switch p {
			case keys["rdf:type"]:
				o, _, err := r.at(q, quad.Object)
				if class := classes[o]; class != "" {
					e.class = class
				}
				return err
			case keys["kg:earliest"]:
				earliest = true
				return day(e, q)
			case keys["kg:latest"]:
				if !earliest {
					return day(e, q)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// inOrder names the first events by day, or the last ones, at most limit unless that is 0. Those without a day come
// last of all.
func (r reader) inOrder(all []*event, last bool, limit int) ([]*event, error) {
	order := func(a, b *event) int {
		if (a.day == "") != (b.day == "") {
			return strings.Compare(b.day, a.day)
		}
		if last {
			return strings.Compare(b.day, a.day)
		}
		return strings.Compare(a.day, b.day)
	}
	slices.SortFunc(all, order)
	if limit > 0 && len(all) > limit {
		// Those of one day are told apart by name: keep all of the last day that may be among them.
		n := limit
		for n < len(all) && all[n].day == all[limit-1].day {
			n++
		}
		all = all[:n]
	}
	for _, e := range all {
		var err error
		if e.name, err = r.qs.NameOf(e.ref); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b *event) int {
		return cmp.Or(order(a, b), strings.Compare(quad.StringOf(a.name), quad.StringOf(b.name)))
	})
	if limit > 0 && len(all) > limit {
		all = all[:limit]
	}
	return all, nil
}

// Timeline gives the events in which all of the things take part or that are about them, in order of their days; at
// most limit unless that is 0.
func (s *Session) Timeline(ctx context.Context, limit int, names ...string) (*Result, error) {
	r, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	out := &Result{Columns: []string{"from", "to", "event", "status", "who", "whom", "about", evidenceColumn}}
	var set map[any]*event
	for _, name := range names {
		iri, note, err := r.thing(name)
		if err != nil {
			return nil, err
		}
		if note != "" {
			out.Hints = append(out.Hints, note)
		}
		ref, err := r.qs.ValueOf(iri)
		if err != nil {
			return nil, err
		}
		into, err := r.scan(ref, true)
		if err != nil {
			return nil, err
		}
		mine := make(map[any]*event)
		for _, role := range eventRoles {
			n, err := r.of(role, into)
			if err != nil {
				return nil, err
			}
			if n == nil {
				continue
			}
			for key, end := range n.by {
				if set == nil || set[key] != nil {
					mine[key] = &event{ref: end.ref}
				}
			}
		}
		set = mine
	}
	if err := r.date(set); err != nil {
		return nil, err
	}
	var all []*event
	for _, e := range set {
		if e.class != "" {
			all = append(all, e)
		}
	}
	out.Truncated = limit > 0 && len(all) > limit
	if all, err = r.inOrder(all, false, limit); err != nil {
		return nil, err
	}
	for _, e := range all {
		facts, err := r.facts(e.ref)
		if err != nil {
			return nil, err
		}
		row := Row{}
		put := func(name string, c Cell) { row.Names, row.Cells = append(row.Names, name), append(row.Cells, c) }
		for _, column := range []struct{ name, property string }{{"from", "kg:earliest"}, {"to", "kg:latest"}, {"event", ""}, {"status", "kg:status"},
			{"who", "kg:actor"}, {"whom", "kg:recipient"}, {"about", "kg:about"}, {evidenceColumn, "kg:statedIn"}} {
			if column.property == "" {
				put(column.name, iriOf(e.class))
				continue
			}
			values := facts[iriOf(column.property)]
			switch {
			case len(values) == 1:
				put(column.name, values[0])
			case len(values) > 1:
				list := make([]any, len(values))
				for i, v := range values {
					list[i] = v
				}
				put(column.name, list)
			}
		}
		out.add(row)
	}
	if len(out.Rows) == 0 {
		out.Hints = append(out.Hints, "no event has "+strings.Join(names, " and "))
	}
	return out, nil
}

// Article is a loaded article as the graph has it.
type Article struct {
	ID, Headline, Published, URL, Publisher string
	Sentences                               []ArticleSentence
}

// ArticleSentence is one sentence with what it states, in words.
type ArticleSentence struct {
	Name   quad.IRI
	Text   string
	Begin  int
	States []string
}

// Article reads an article by its ID, with or without article: before it.
func (s *Session) Article(ctx context.Context, id string) (*Article, error) {
	r, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	id = strings.TrimPrefix(strings.Trim(strings.TrimSpace(id), `"'<>`), "article:")
	id, _, _ = strings.Cut(id, "#")
	if id == "" {
		return nil, fmt.Errorf("which article? kg articles lists their IDs")
	}
	iri := quad.IRI(schema.MustExpand("article:" + id))
	out := &Article{ID: id}
	class, err := r.text(iri, "rdf:type")
	if err != nil {
		return nil, err
	}
	if class != "schema:NewsArticle" {
		message := fmt.Sprintf("there is no article %q", id)
		if near, err := r.nearNames(iri); err == nil && len(near) > 0 {
			message += "; did you mean " + strings.Join(near, ", ") + "?"
		}
		return nil, fmt.Errorf("%s", message)
	}
	for _, field := range []struct {
		to       *string
		property string
	}{{&out.Headline, "schema:headline"}, {&out.Published, "schema:datePublished"}, {&out.URL, "schema:url"}, {&out.Publisher, "schema:publisher"}} {
		if *field.to, err = r.text(iri, field.property); err != nil {
			return nil, err
		}
	}
	sentences, err := path.StartPath(r.qs, iri).In(iriOf("schema:isPartOf")).Iterate(ctx).AllValues(r.qs)
	if err != nil {
		return nil, err
	}
	for _, v := range sentences {
		name, ok := v.(quad.IRI)
		if !ok {
			continue
		}
		e, err := r.evidence(name)
		if err != nil {
			return nil, err
		}
		if e == nil {
			continue
		}
		sentence := ArticleSentence{Name: name, Text: e.Text, Begin: sentenceBegin(name)}
		if sentence.States, err = r.states(name); err != nil {
			return nil, err
		}
		out.Sentences = append(out.Sentences, sentence)
	}
	slices.SortFunc(out.Sentences, func(a, b ArticleSentence) int {
		return cmp.Or(a.Begin-b.Begin, strings.Compare(string(a.Name), string(b.Name)))
	})
	return out, nil
}

// Result is the article as rows, one for each sentence.
func (a *Article) Result() *Result {
	out := &Result{Columns: []string{"states", evidenceColumn}}
	for _, s := range a.Sentences {
		list := make([]any, len(s.States))
		for i := range list {
			list[i] = s.States[i]
		}
		out.add(Row{Names: []string{"states", evidenceColumn}, Cells: []Cell{list, s.Name}})
	}
	return out
}

// sentenceBegin is where a sentence begins in its article, by its name.
func sentenceBegin(iri quad.IRI) int {
	n := 0
	if _, after, ok := strings.Cut(string(iri), "#char="); ok {
		fmt.Sscanf(after, "%d", &n)
	}
	return n
}

// states are the statements of a sentence in words: relations, then events.
func (r reader) states(sentence quad.IRI) ([]string, error) {
	ref, err := r.qs.ValueOf(sentence)
	if ref == nil || err != nil {
		return nil, err
	}
	var relations, events []string
	err = r.each(quad.Label, ref, func(q refs.Ref) error {
		found, err := r.qs.Quad(q)
		if err != nil {
			return err
		}
		subject, _ := found.Subject.(quad.IRI)
		if strings.HasPrefix(string(subject), schema.MustExpand("event:")) {
			if found.Predicate == iriOf("kg:statedIn") {
				report, err := r.report(subject)
				if err != nil {
					return err
				}
				events = append(events, report.words)
			}
			return nil
		}
		if strings.HasPrefix(string(subject), schema.MustExpand("quantity:")) {
			return nil // the number of an event or agreement
		}
		words := make([]string, 3)
		for i, v := range []quad.Value{found.Subject, found.Predicate, found.Object} {
			if words[i], err = r.label(v); err != nil {
				return err
			}
		}
		relations = append(relations, strings.Join(words, " "))
		return nil
	})
	sort.Strings(relations)
	sort.Strings(events)
	return append(relations, events...), err
}

// report is what an event is, for people.
type report struct {
	// words: "Request (Actual): India → Russia about S-400, 2020-06-23; rule x".
	words, class, trigger, rule, status string
	begin, end                          int // of the trigger, in the article
}

func (r reader) report(iri quad.IRI) (report, error) {
	out := report{}
	ref, err := r.qs.ValueOf(iri)
	if ref == nil || err != nil {
		return out, err
	}
	facts, err := r.facts(ref)
	if err != nil {
		return out, err
	}
	list := func(property string) (string, error) {
		values := facts[iriOf(property)]
		words := make([]string, 0, len(values))
		for _, v := range values {
			label, err := r.label(v)
			if err != nil {
				return "", err
			}
			words = append(words, label)
		}
		return strings.Join(words, ", "), nil
	}
	var who, whom, about, date, types, begin, end string
	for _, field := range []struct {
		to       *string
		property string
	}{{&types, "rdf:type"}, {&who, "kg:actor"}, {&whom, "kg:recipient"}, {&about, "kg:about"}, {&date, "kg:date"}, {&out.status, "kg:status"},
		{&out.trigger, "kg:trigger"}, {&out.rule, "kg:rule"}, {&begin, "kg:begin"}, {&end, "kg:end"}} {
		var err error
		if *field.to, err = list(field.property); err != nil {
			return out, err
		}
	}
	for _, class := range strings.Split(types, ", ") {
		if class != "Event" {
			out.class = class
		}
	}
	fmt.Sscan(begin, &out.begin)
	fmt.Sscan(end, &out.end)
	out.words = fmt.Sprintf("%s (%s): %s", out.class, out.status, who)
	if whom != "" {
		out.words += " → " + whom
	}
	if about != "" {
		out.words += " about " + about
	}
	if date != "" {
		out.words += ", " + date
	}
	return out, nil
}

// counts gives a row for each name with how many there are, the most first.
func counts(name string, of map[quad.IRI]int64) *Result {
	out := &Result{Columns: []string{name, "n"}}
	names := make([]quad.IRI, 0, len(of))
	for iri, n := range of {
		if n > 0 {
			names = append(names, iri)
		}
	}
	slices.SortFunc(names, func(a, b quad.IRI) int {
		return cmp.Or(cmp.Compare(of[b], of[a]), strings.Compare(shortName(a), shortName(b)))
	})
	for _, iri := range names {
		out.add(Row{Names: out.Columns, Cells: []Cell{shortName(iri), of[iri]}})
	}
	return out
}

// Classes counts the things, events and the rest by class.
func (s *Session) Classes(ctx context.Context) (*Result, error) {
	r, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	ref, err := r.qs.ValueOf(iriOf("rdf:type"))
	if err != nil {
		return nil, err
	}
	of, err := r.tally(quad.Predicate, ref, quad.Object)
	if err != nil {
		return nil, err
	}
	return counts("class", of), nil
}

// Predicates counts the statements of each predicate. It reads every quad.
func (s *Session) Predicates(ctx context.Context) (*Result, error) {
	r, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	of, err := r.tally(quad.Any, nil, quad.Predicate)
	if err != nil {
		return nil, err
	}
	return counts("predicate", of), nil
}

// tally counts quads by the value at a place: those that have v at d, or all.
func (r reader) tally(d quad.Direction, v refs.Ref, by quad.Direction) (map[quad.IRI]int64, error) {
	type tallied struct {
		ref refs.Ref
		n   int64
	}
	all := make(map[any]*tallied)
	it := r.qs.QuadsAllIterator()
	if d != quad.Any {
		if v == nil {
			return nil, nil
		}
		it = r.qs.QuadIterator(d, v)
	}
	scan := it.Iterate()
	defer scan.Close()
	for scan.Next(r.ctx) {
		key, ref, err := r.at(scan.Result(), by)
		if err != nil {
			return nil, err
		}
		t := all[key]
		if t == nil {
			t = &tallied{ref: ref}
			all[key] = t
		}
		t.n++
	}
	if err := scan.Err(); err != nil {
		return nil, err
	}
	out := make(map[quad.IRI]int64, len(all))
	for _, t := range all {
		v, err := r.qs.NameOf(t.ref)
		if err != nil {
			return nil, err
		}
		if iri, ok := v.(quad.IRI); ok {
			out[iri] = t.n
		}
	}
	return out, r.ctx.Err()
}

// Graphs counts the quads by kind of graph. It reads every quad.
func (s *Session) Graphs(ctx context.Context) (*Result, error) {
	r, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	of, err := r.tally(quad.Any, nil, quad.Label)
	if err != nil {
		return nil, err
	}
	quads, graphs := make(map[string]int64), make(map[string]int64)
	for label, n := range of {
		kind := graph.KindOf(label)
		quads[kind] += n
		graphs[kind]++
	}
	out := &Result{Columns: []string{"kind", "graphs", "quads"}}
	for _, kind := range graph.Kinds() {
		if quads[kind] > 0 {
			out.add(Row{Names: out.Columns, Cells: []Cell{kind, graphs[kind], quads[kind]}})
		}
	}
	return out, nil
}

// Stats counts the articles, sentences, quads, things and events.
func (s *Session) Stats(ctx context.Context) (*Result, error) {
	r, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	st, err := r.qs.Stats(ctx, true)
	if err != nil {
		return nil, err
	}
	ref, err := r.qs.ValueOf(iriOf("rdf:type"))
	if err != nil {
		return nil, err
	}
	of, err := r.tally(quad.Predicate, ref, quad.Object)
	if err != nil {
		return nil, err
	}
	out := &Result{Columns: []string{"what", "n"}}
	put := func(name string, n int64) {
		if n > 0 {
			out.add(Row{Names: out.Columns, Cells: []Cell{name, n}})
		}
	}
	put("articles", of[iriOf("schema:NewsArticle")])
	put("sentences", of[iriOf("kg:Sentence")])
	put("quads", st.Quads.Value)
	for _, c := range schema.NewVocabulary().Classes {
		if c.Thing || c.Parent != "" {
			put(c.Name, of[iriOf(c.Name)])
		}
	}
	return out, nil
}
