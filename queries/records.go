package queries

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"

	"github.com/newskg/kg/schema"
)

// This file gives scripts whole records: an event with all that its sentence says of it, a quantity with its unit.
// A path reads one property at a time; a question about events wants a dozen.

// eventFields are the fields of an event as scripts see it, in the order in which they are shown. Those with many are
// lists, the others a value or null.
var eventFields = []struct {
	name, property string
	many           bool
}{
	{"date", "kg:date", false},
	{"dateEnd", "kg:dateEnd", false},
	{"from", "kg:earliest", false},
	{"to", "kg:latest", false},
	{"who", "kg:actor", true},
	{"whom", "kg:recipient", true},
	{"whoNation", "kg:actorNation", true},
	{"whomNation", "kg:recipientNation", true},
	{"host", "kg:host", true},
	{"mediator", "kg:mediator", true},
	{"supplier", "kg:supplier", true},
	{"buyer", "kg:buyer", true},
	{"about", "kg:about", true},
	{"content", "kg:content", true},
	{"what", "kg:what", false},
	{"place", "kg:place", false},
	{"status", "kg:status", false},
	{"outcome", "kg:outcome", false},
	{"credited", "kg:attributedTo", true},
	{"attribution", "kg:attribution", false},
	{"mode", "kg:mode", true},
	{"context", "kg:context", true},
	{"killed", "kg:killed", false},
	{"wounded", "kg:wounded", false},
	{"detained", "kg:detained", false},
	{"quantity", "kg:quantity", true},
	{"trigger", "kg:trigger", false},
	{"rule", "kg:rule", false},
	{"cluster", "kg:sameEventAs", false},
	{"ev", "kg:statedIn", false},
}

// eventRecord is an event as scripts see it.
type eventRecord struct {
	row resultRow
	// begin of the words in their article, class, status and days, by which it is chosen and sorted.
	article                 string
	begin                   int64
	class, status, from, to string
}

// properties remembers the names of predicates, of which there are few, by their key in the store.
type properties map[any]string

// objects are the values of a node by property, sorted, each once.
func (r reader) objects(node quad.Value, known properties) (map[string][]Cell, error) {
	ref, err := r.qs.ValueOf(node)
	if ref == nil || err != nil {
		return nil, err
	}
	values := make(map[string][]quad.Value)
	err = r.each(quad.Subject, ref, func(q refs.Ref) error {
		key, predicate, err := r.at(q, quad.Predicate)
		if err != nil {
			return err
		}
		property, ok := known[key]
		if !ok {
			v, err := r.qs.NameOf(predicate)
			if err != nil {
				return err
			}
			iri, _ := v.(quad.IRI)
			property = shortName(iri)
			known[key] = property
		}
		_, object, err := r.at(q, quad.Object)
		if err != nil {
			return err
		}
		v, err := r.qs.NameOf(object)
		values[property] = append(values[property], v)
		return err
	})
	out := make(map[string][]Cell, len(values))
	for property, list := range values {
		out[property] = sortedCells(list)
	}
	return out, err
}

// sortedCells are values as scripts see them, in order, each once.
func sortedCells(list []quad.Value) []Cell {
	slices.SortFunc(list, func(a, b quad.Value) int {
		x, known := ordinalOf(a)
		y, alsoKnown := ordinalOf(b)
		if known && alsoKnown {
			return cmp.Or(x.compare(y), strings.Compare(quad.StringOf(a), quad.StringOf(b)))
		}
		return strings.Compare(quad.StringOf(a), quad.StringOf(b))
	})
	var out []Cell
	for _, v := range slices.Compact(list) {
		out = append(out, native(v))
	}
	return out
}

// event reads an event; ok is false for a node that is none.
func (r reader) event(node quad.Value, known properties) (e eventRecord, ok bool, err error) {
	of, err := r.objects(node, known)
	if err != nil || len(of["kg:statedIn"]) == 0 {
		return e, false, err
	}
	text := func(property string) string {
		if len(of[property]) == 0 {
			return ""
		}
		return fmt.Sprint(of[property][0])
	}
	e.status, e.from, e.to = text("kg:status"), text("kg:earliest"), text("kg:latest")
	e.article, _, _ = strings.Cut(text("kg:statedIn"), "#")
	if n, isNumber := first(of["kg:begin"]).(int64); isNumber {
		e.begin = n
	}
	for _, class := range of["rdf:type"] {
		if class != "kg:Event" {
			e.class = fmt.Sprint(class)
		}
	}
	e.row.Names, e.row.Cells = []string{"event", "class"}, []Cell{native(node), e.class}
	for _, f := range eventFields {
		cell := first(of[f.property])
		if f.many {
			cell = append([]any{}, asAny(of[f.property])...)
		}
		e.row.Names, e.row.Cells = append(e.row.Names, f.name), append(e.row.Cells, cell)
	}
	return e, true, nil
}

func first(list []Cell) Cell {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

func asAny(list []Cell) []any {
	out := make([]any, len(list))
	for i := range list {
		out[i] = list[i]
	}
	return out
}

// eventChoice says which events are wanted; an empty field, or any, wants all.
type eventChoice struct {
	classes             []string
	status, from, until string
	// has is a property that they have.
	has string
}

// chosen tells whether an event is wanted. An event without a day is wanted where no day is asked for.
func (c eventChoice) chosen(e eventRecord) bool {
	if len(c.classes) > 0 && !slices.Contains(c.classes, e.class) || c.status != "" && e.status != c.status {
		return false
	}
	if (c.from != "" || c.until != "") && e.from == "" && e.to == "" {
		return false
	}
	if c.from != "" && e.to != "" && e.to < schema.EarliestDay(c.from) {
		return false
	}
	return c.until == "" || e.from == "" || e.from <= schema.LatestDay(c.until)
}

// choice reads what events are wanted from an argument, usually params.
func (c *call) choice(i int) eventChoice {
	if !c.has(i) {
		return eventChoice{}
	}
	o, ok := c.args[i].(*goja.Object)
	if !ok {
		c.fail(i, "expected an object such as {status: \"Actual\", from: \"2020\"}, got %s", kindOf(c.export(i)))
	}
	list := func(field string) []string {
		v := o.Get(field)
		if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
			return nil
		}
		values, isList := exportValue(v).([]any)
		if !isList {
			values = []any{exportValue(v)}
		}
		var out []string
		for _, value := range values {
			text, isText := value.(string)
			if !isText {
				c.fail(i, "%s: expected a text, got %s", field, kindOf(value))
			}
			if text != "" && text != "any" {
				out = append(out, text)
			}
		}
		return out
	}
	read := func(field string) string {
		values := list(field)
		if len(values) > 1 {
			c.fail(i, "%s: expected one text, got a list", field)
		}
		return strings.Join(values, "")
	}
	known := func(field, name string, all []string) string {
		if name == "" {
			return ""
		}
		local := strings.TrimPrefix(name, "kg:")
		if !slices.Contains(all, local) {
			c.fail(i, "%s: there is no %q; there is %s", field, local, strings.Join(all, ", "))
		}
		return "kg:" + local
	}
	out := eventChoice{status: known("status", read("status"), statuses), from: read("from"), until: read("until"), has: read("has")}
	for _, class := range list("event") {
		out.classes = append(out.classes, known("event", class, short(eventClasses())))
	}
	if out.has != "" && schema.NewVocabulary().Property(out.has) == nil {
		c.fail(i, "has: %q is no property, such as \"kg:place\"", out.has)
	}
	for field, text := range map[string]string{"from": out.from, "until": out.until} {
		if text != "" && !schema.ValidDate(text) {
			c.fail(i, "%s: %q is no date; write 2020-06-23, 2020-06 or 2020", field, text)
		}
	}
	return out
}

// takesPart are the properties by which a nation, person or organization stands in an event.
var takesPart = []any{iriOf("kg:actor"), iriOf("kg:recipient"), iriOf("kg:actorNation"), iriOf("kg:recipientNation")}

// eventsAt is where a list of events begins: a path, the name of who takes part, or nothing for all events.
func (c *call) eventsAt(choice eventChoice) *pathObject {
	if p, ok := c.export(0).(*pathObject); ok {
		return p
	}
	if c.has(0) && c.export(0) != "" {
		return c.start(c.find([]string{""}, true)).with(func(p *path.Path) *path.Path { return p.In(takesPart...) })
	}
	// The fewest: most events are Actual.
	values, property := []quad.Value{iriOf("kg:Event")}, "rdf:type"
	switch {
	case choice.status != "" && choice.status != "kg:Actual":
		values, property = []quad.Value{iriOf(choice.status)}, "kg:status"
	case len(choice.classes) > 0:
		values = nil
		for _, class := range choice.classes {
			values = append(values, iriOf(class))
		}
	}
	return c.start(values).with(func(p *path.Path) *path.Path { return p.In(iriOf(property)) })
}

// events gives events as a list, in order of time, those without a day last.
func (c *call) events() any {
	choice := c.choice(1)
	start := c.eventsAt(choice)
	if choice.has != "" {
		start = start.with(func(p *path.Path) *path.Path { return p.Has(iriOf(choice.has)) })
	}
	nodes, err := c.s.nodesOf(start, -1)
	must(err)
	slices.SortFunc(nodes, func(a, b quad.Value) int { return strings.Compare(quad.StringOf(a), quad.StringOf(b)) })
	var list []eventRecord
	r, known := c.s.reader(), make(properties)
	for _, node := range slices.Compact(nodes) {
		e, ok, err := r.event(node, known)
		must(err)
		if ok && choice.chosen(e) {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b eventRecord) int {
		return cmp.Or(strings.Compare(a.day(), b.day()), strings.Compare(a.to, b.to), strings.Compare(a.article, b.article), cmp.Compare(a.begin, b.begin))
	})
	out := make([]any, len(list))
	for i, e := range list {
		out[i] = c.record(e.row)
	}
	return out
}

// day is the one by which an event is sorted.
func (e eventRecord) day() string { return cmp.Or(e.from, e.to, "9999") }

// record gives a row to the script, its lists as lists of JavaScript.
func (c *call) record(row resultRow) any {
	for i, cell := range row.Cells {
		if list, ok := cell.([]any); ok {
			row.Cells[i] = c.s.vm.NewArray(list...)
		}
	}
	return c.s.toJS(row, nil)
}

// ties are the edges that an event makes between two sides, with the class of the event.
var ties = []struct{ property, class string }{
	{"kg:agreedWith", "kg:Agree"}, {"kg:promised", "kg:Agree"}, {"kg:metWith", "kg:Consult"}, {"kg:supported", "kg:Support"},
	{"kg:concededTo", "kg:Concede"}, {"kg:cooperatedWith", "kg:Cooperate"}, {"kg:providedTo", "kg:Cooperate"}, {"kg:aided", "kg:Aid"},
	{"kg:retreatedFrom", "kg:Retreat"}, {"kg:requestedOf", "kg:Request"}, {"kg:accused", "kg:Accuse"}, {"kg:rejected", "kg:Reject"},
	{"kg:threatened", "kg:Threaten"}, {"kg:protestedAgainst", "kg:Protest"}, {"kg:sanctioned", "kg:Sanction"},
	{"kg:mobilizedAgainst", "kg:Mobilize"}, {"kg:coerced", "kg:Coerce"}, {"kg:clashedWith", "kg:Assault"}, {"kg:attacked", "kg:Assault"},
}

// ties gives the properties that tie two sides together: those of cooperation, of conflict, or any.
func (c *call) ties() any {
	kind := "any"
	if c.has(0) {
		kind = c.text(0)
	}
	if !slices.Contains([]string{"any", "cooperation", "conflict"}, kind) {
		c.fail(0, "there is no %q; there is any, cooperation, conflict", kind)
	}
	v := schema.NewVocabulary()
	out := []any{}
	for _, t := range ties {
		verbalOrMaterial := v.Class(t.class).QuadClass // 1 and 2 are cooperation, 3 and 4 conflict
		if kind == "any" || (kind == "cooperation") == (verbalOrMaterial <= 2) {
			out = append(out, t.property)
		}
	}
	return out
}

// quantities gives the numbers of an event or an agreement.
func (c *call) quantities() any {
	r, known := c.s.reader(), make(properties)
	out := []any{}
	for _, node := range c.nodes(0) {
		of, err := r.objects(node, known)
		must(err)
		for _, name := range of["kg:quantity"] {
			iri, ok := parseIRI(fmt.Sprint(name))
			if !ok {
				continue
			}
			q, err := r.objects(iri, known)
			must(err)
			row := resultRow{Names: []string{"quantity", "number", "unit", "bound", "of"},
				Cells: []Cell{name, first(q["kg:number"]), first(q["kg:unit"]), first(q["kg:bound"]), first(q["kg:of"])}}
			text := fmt.Sprint(first(q["kg:number"]))
			if bound := first(q["kg:bound"]); bound != nil && bound != "exact" {
				text = fmt.Sprint(bound) + " " + text
			}
			if unit := first(q["kg:unit"]); unit != nil && unit != "item" {
				text += " " + fmt.Sprint(unit)
			}
			if name, isName := first(q["kg:of"]).(string); isName {
				of, _ := parseIRI(name)
				label, err := r.label(of)
				must(err)
				text += " " + label
			}
			row.Names, row.Cells = append(row.Names, "text"), append(row.Cells, text)
			out = append(out, c.record(row))
		}
	}
	return out
}

// sentences gives the sentences that state something of a thing: those in whose graphs it is a subject.
func (c *call) sentences() any {
	r := c.s.reader()
	var out []quad.Value
	for _, node := range c.nodes(0) {
		ref, err := r.qs.ValueOf(node)
		must(err)
		if ref == nil {
			continue
		}
		must(r.each(quad.Subject, ref, func(q refs.Ref) error {
			full, err := r.qs.Quad(q)
			if err == nil && isSentence(full.Label) {
				out = append(out, full.Label)
			}
			return err
		}))
	}
	return asAny(sortedCells(out))
}

// valuesOf gives the objects of one or more properties of a node.
func (c *call) valuesOf() []any {
	var wanted []string
	for i := 1; i < len(c.args); i++ {
		for _, v := range c.via(i) {
			iri, ok := v.(quad.IRI)
			if !ok {
				c.fail(i, "expected a property such as \"kg:party\"")
			}
			wanted = append(wanted, shortName(iri))
		}
	}
	r, known := c.s.reader(), make(properties)
	var out []any
	for _, node := range c.nodes(0) {
		of, err := r.objects(node, known)
		must(err)
		for _, property := range wanted {
			for _, cell := range of[property] {
				if !slices.Contains(out, any(cell)) {
					out = append(out, cell)
				}
			}
		}
	}
	if out == nil {
		out = []any{}
	}
	return out
}
