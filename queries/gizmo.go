package queries

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"

	"github.com/newskg/kg/schema"
)

// This file is Gizmo: the objects g and path as Cayley has them, written on Cayley's query/path. Cayley's own session
// panics in a goroutine of its own on eight kinds of argument, which ends the program; here every argument is checked
// by its method's reader, and a panic becomes an error that names the method.

// pathObject is a path in a script.
type pathObject struct {
	path *path.Path
	// finals tells a query (g.V) from a morphism (g.M), which has no results of its own.
	finals bool
	// tags are the columns that the path gives, in order of mention; evidence those that hold sentences, shown last.
	tags, evidence []string
	// labels is the label context that the next steps will have.
	labels    *path.Path
	labelTags []string
	// saved: a step has tagged several values of one node; a second one needs our own iterator.
	saved bool
	// oneWay: Cayley cannot walk it backwards.
	oneWay string
}

// with is the path with one more step.
func (p *pathObject) with(step func(*path.Path) *path.Path, tags ...string) *pathObject {
	next := *p
	// Some of Cayley's steps change the path they are called on: give them a copy.
	next.path = step(p.path.Clone())
	next.tags = slices.Clone(p.tags)
	for _, tag := range tags {
		if !slices.Contains(next.tags, tag) {
			next.tags = append(next.tags, tag)
		}
	}
	return &next
}

// nodeObject is a node made by g.IRI, str, typed and the like.
type nodeObject struct{ value quad.Value }

// filterObject is a filter made by gt, regex and the like.
type filterObject struct{ filter shape.ValueFilter }

// protos are the prototypes that give these objects their methods.
type protos struct{ path, node, filter *goja.Object }

// method is one method of g, of a path or of the global object; a row of the tables below, which make the runtime and
// its help.
type method struct {
	// names, the usual one first; each is callable with a small and with a capital first letter.
	names []string
	// signature and help are for people.
	signature, help string
	min, max        int // number of arguments
	call            func(c *call) any
}

// call is one call of a method with its arguments.
type call struct {
	s    *runtime
	name string
	this *pathObject
	args []goja.Value
}

// argError is a wrong argument; it becomes a TypeError that names the method.
type argError struct{ text string }

func (e argError) Error() string { return e.text }

func (c *call) fail(i int, format string, args ...any) {
	panic(argError{fmt.Sprintf("%s: argument %d: %s", c.name, i+1, fmt.Sprintf(format, args...))})
}

func (c *call) has(i int) bool {
	return i < len(c.args) && !goja.IsUndefined(c.args[i]) && !goja.IsNull(c.args[i])
}

// export gives an argument as Go has it, without following cycles or functions.
func (c *call) export(i int) any {
	if !c.has(i) {
		return nil
	}
	return exportValue(c.args[i])
}

func exportValue(v goja.Value) any {
	o, ok := v.(*goja.Object)
	if !ok {
		return v.Export()
	}
	if _, isFunction := goja.AssertFunction(o); isFunction {
		return func() {}
	}
	switch o.ClassName() {
	case "Array":
		n := int(o.Get("length").ToInteger())
		if n > 100_000 {
			panic(argError{fmt.Sprintf("a list of %d", n)})
		}
		list := make([]any, n)
		for i := range list {
			item := o.Get(fmt.Sprint(i))
			if inner, ok := item.(*goja.Object); ok && inner.ClassName() == "Array" {
				panic(argError{"a list within a list"})
			}
			if item != nil && !goja.IsUndefined(item) && !goja.IsNull(item) {
				list[i] = exportValue(item)
			}
		}
		return list
	case "Date", "String", "Number", "Boolean":
		return o.Export()
	}
	switch x := o.Export().(type) {
	case *pathObject, *nodeObject, *filterObject:
		return x
	}
	return map[string]any{}
}

// nodes reads an argument as nodes: a name, a text, a number, a date, or a list of these.
func (c *call) nodes(i int) []quad.Value {
	list, ok := c.export(i).([]any)
	if !ok {
		list = []any{c.export(i)}
	}
	var out []quad.Value
	for _, item := range list {
		if n, ok := item.(*nodeObject); ok {
			item = n.value
		}
		values, err := candidates(item)
		if err != nil {
			c.fail(i, "%v", err)
		}
		out = append(out, values...)
	}
	return out
}

// allNodes reads all arguments from i on as nodes.
func (c *call) allNodes(i int) []quad.Value {
	var out []quad.Value
	for ; i < len(c.args); i++ {
		out = append(out, c.nodes(i)...)
	}
	if len(out) == 0 {
		// An empty list is no node, not all of them.
		out = append(out, quad.IRI(noNode))
	}
	return out
}

// noNode is the name of nothing.
const noNode = schema.Base + "nothing"

// via reads an argument as predicates: nothing for all, a name, a list of names, or a path that leads to them.
func (c *call) via(i int) []any {
	if !c.has(i) {
		return nil
	}
	if p, ok := c.export(i).(*pathObject); ok {
		return []any{p.path}
	}
	list, ok := c.export(i).([]any)
	if !ok {
		list = []any{c.export(i)}
	}
	out := make([]any, 0, len(list))
	for _, item := range list {
		switch item := item.(type) {
		case *nodeObject:
			out = append(out, item.value)
		case string:
			iri, ok := parseIRI(item)
			if !ok {
				c.fail(i, "expected a predicate such as \"kg:seeks\", got the text %q", item)
			}
			out = append(out, iri)
		default:
			c.fail(i, "expected a predicate, a list of predicates or a path, got %s", kindOf(item))
		}
	}
	if len(out) == 0 {
		out = append(out, quad.IRI(noNode))
	}
	for _, v := range out {
		if v, ok := v.(quad.Value); ok {
			c.ask([]quad.Value{v}, true)
		}
	}
	return out
}

// one reads an argument as one predicate or path.
func (c *call) one(i int) any {
	list := c.via(i)
	if len(list) != 1 {
		c.fail(i, "expected one predicate or path")
	}
	return list[0]
}

func (c *call) text(i int) string {
	switch v := c.export(i).(type) {
	case string:
		return v
	case *nodeObject:
		return quad.ToString(v.value)
	default:
		c.fail(i, "expected a text, got %s", kindOf(v))
		return ""
	}
}

// tagList reads all arguments from i on as names of columns.
func (c *call) tagList(i int) []string {
	var out []string
	for ; i < len(c.args); i++ {
		if !c.has(i) {
			continue
		}
		list, ok := c.export(i).([]any)
		if !ok {
			list = []any{c.export(i)}
		}
		for _, item := range list {
			tag, ok := item.(string)
			if !ok {
				c.fail(i, "expected the name of a tag, got %s", kindOf(item))
			}
			out = append(out, tag)
		}
	}
	return out
}

func (c *call) number(i int) int {
	switch v := c.export(i).(type) {
	case int64:
		if v >= 0 && v < 1<<40 {
			return int(v)
		}
	case float64:
		if v >= 0 && v < 1<<40 {
			return int(v)
		}
	}
	c.fail(i, "expected a number from 0 on, got %s", kindOf(c.export(i)))
	return 0
}

func (c *call) path(i int) *pathObject {
	p, ok := c.export(i).(*pathObject)
	if !ok {
		c.fail(i, "expected a path, got %s", kindOf(c.export(i)))
	}
	return p
}

func (c *call) function(i int) goja.Callable {
	if i < len(c.args) {
		if f, ok := goja.AssertFunction(c.args[i]); ok {
			return f
		}
	}
	c.fail(i, "expected a function, got %s", kindOf(c.export(i)))
	return nil
}

// filters reads all arguments from i on as filters; ok is false when the first is none.
func (c *call) filters(i int) (out []shape.ValueFilter, ok bool) {
	for j := i; j < len(c.args); j++ {
		list, isList := c.export(j).([]any)
		if !isList {
			list = []any{c.export(j)}
		}
		for _, item := range list {
			f, isFilter := item.(*filterObject)
			if !isFilter {
				if len(out) == 0 {
					return nil, false
				}
				c.fail(j, "expected a filter, got %s", kindOf(item))
			}
			out = append(out, f.filter)
		}
	}
	return out, len(out) > 0
}

// newRuntime makes a runtime with the tables of methods.
func newRuntime() *runtime {
	vm := goja.New()
	vm.SetMaxCallStackSize(maxCalls)
	s := &runtime{vm: vm, protos: protos{path: vm.NewObject(), node: vm.NewObject(), filter: vm.NewObject()}}
	s.install(s.protos.path, "path.", pathMethods)
	s.protos.node.Set("toString", func(f goja.FunctionCall) goja.Value {
		if o, ok := f.This.(*goja.Object); ok {
			if n, ok := o.Export().(*nodeObject); ok {
				return vm.ToValue(fmt.Sprint(native(n.value)))
			}
		}
		return vm.ToValue("")
	})
	g := vm.NewObject()
	s.install(g, "g.", graphMethods)
	kg := vm.NewObject()
	s.install(kg, "kg.", kgMethods)
	for _, name := range []string{"g", "graph"} {
		vm.Set(name, g)
	}
	vm.Set("kg", kg)
	s.install(vm.GlobalObject(), "", globalFunctions)
	vm.GlobalObject().DefineAccessorProperty("_", vm.ToValue(func(goja.FunctionCall) goja.Value { return s.lastRows() }), nil, goja.FLAG_FALSE, goja.FLAG_FALSE)
	if _, err := vm.RunProgram(prelude); err != nil {
		panic(err) // our own text
	}
	return s
}

//go:embed prelude.js
var preludeSource string

var prelude = goja.MustCompile("kg:prelude", preludeSource, true)

func (s *runtime) setParams(params map[string]string) {
	o := s.vm.NewObject()
	keys := make([]string, 0, len(params))
	for key := range params {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		o.Set(key, params[key])
	}
	s.vm.Set("params", o)
}

// install gives an object the methods of a table.
func (s *runtime) install(o *goja.Object, owner string, methods []method) {
	for _, m := range methods {
		for _, name := range m.names {
			f := s.vm.ToValue(s.function(m, owner+name))
			for _, spelling := range []string{name, swapFirst(name)} {
				if owner == "" && spelling != name {
					continue
				}
				if err := o.DefineDataProperty(spelling, f, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE); err != nil {
					panic(err) // our own tables
				}
			}
		}
	}
}

func swapFirst(name string) string {
	r := []rune(name)
	if unicode.IsUpper(r[0]) {
		r[0] = unicode.ToLower(r[0])
	} else {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}

// function wraps a method: it checks the number of arguments, and turns errors and panics into exceptions that name
// the method.
func (s *runtime) function(m method, name string) func(goja.FunctionCall) goja.Value {
	return func(f goja.FunctionCall) (result goja.Value) {
		c := &call{s: s, name: name, args: f.Arguments}
		defer func() {
			switch r := recover().(type) {
			case nil:
			case argError:
				text := r.text
				if !strings.HasPrefix(text, name) {
					text = name + ": " + text
				}
				panic(s.vm.NewTypeError("%s", text))
			case *goja.Exception, *goja.InterruptedError, *goja.StackOverflowError, *goja.Object, goja.Value:
				panic(r)
			case error:
				if r == errTruncated || s.ctx.Err() != nil {
					// A script may catch the exception, but not the interrupt that follows it.
					s.stopped = r
					s.vm.Interrupt(r)
					panic(s.vm.NewGoError(r))
				}
				panic(s.vm.NewTypeError("%s: %s", name, r.Error()))
			default:
				if strings.HasPrefix(fmt.Sprintf("%T", r), "*goja.") {
					panic(r) // goja's own ways of unwinding
				}
				panic(s.vm.NewTypeError("%s: %v", name, r))
			}
		}()
		if p, ok := f.This.(*goja.Object); ok && strings.HasPrefix(name, "path.") {
			c.this, _ = p.Export().(*pathObject)
			if c.this == nil {
				panic(argError{"is not called on a path"})
			}
		}
		if n := len(c.args); n < m.min || m.max >= 0 && n > m.max {
			panic(argError{fmt.Sprintf("takes %s, got %d: %s", argCount(m.min, m.max), n, m.signature)})
		}
		return s.toJS(m.call(c), f.This)
	}
}

func argCount(min, max int) string {
	switch {
	case max < 0:
		return fmt.Sprintf("%d or more arguments", min)
	case min == max && min == 1:
		return "1 argument"
	case min == max:
		return fmt.Sprintf("%d arguments", min)
	}
	return fmt.Sprintf("%d to %d arguments", min, max)
}

// lastRows is the last result as a script sees it.
func (s *runtime) lastRows() goja.Value {
	if s.last == nil {
		return s.vm.NewArray()
	}
	list := make([]any, len(s.last.Rows))
	for i, row := range s.last.Rows {
		cells := make([]Cell, len(row.Cells))
		for j, c := range row.Cells {
			cells[j] = plain(c)
		}
		list[i] = s.toJS(resultRow{row.Names, cells}, nil)
	}
	return s.vm.NewArray(list...)
}

// toJS gives a Go result to the script.
func (s *runtime) toJS(v any, this goja.Value) goja.Value {
	switch v := v.(type) {
	case nil:
		return goja.Null()
	case goja.Value:
		return v
	case *pathObject:
		return s.wrap(v, s.protos.path)
	case *nodeObject:
		return s.wrap(v, s.protos.node)
	case *filterObject:
		return s.wrap(v, s.protos.filter)
	case []any:
		return s.vm.NewArray(v...)
	case resultRow:
		o := s.vm.NewObject()
		for i, name := range v.Names {
			o.Set(name, v.Cells[i])
		}
		return o
	}
	return s.vm.ToValue(v)
}

func (s *runtime) wrap(v any, proto *goja.Object) goja.Value {
	o := s.vm.ToValue(v).(*goja.Object)
	o.SetPrototype(proto)
	return o
}

// resultRow is a row whose cells are as a script sees them.
type resultRow Row

// run calls fn with each row of a path, at most limit of them unless that is negative; fn ends it with errStop.
func (s *runtime) run(p *pathObject, limit int, fn func(ref refs.Ref, tags map[string]refs.Ref) error) error {
	if !p.finals {
		return errors.New("a path that begins with g.M() has no nodes; begin with g.V(), or give it to .Follow()")
	}
	if s.explain != nil {
		return s.explainPath(p)
	}
	it := shape.BuildIterator(s.ctx, s.qs, p.path.Shape())
	it, _ = it.Optimize(s.ctx)
	scan := it.Iterate()
	defer scan.Close()
	n := 0
	for scan.Next(s.ctx) {
		for more := true; more; more = scan.NextPath(s.ctx) {
			if err := s.ctx.Err(); err != nil {
				return context.Cause(s.ctx)
			}
			if limit >= 0 && n >= limit {
				return nil
			}
			n++
			tags := make(map[string]refs.Ref)
			scan.TagResults(tags)
			if err := fn(scan.Result(), tags); err != nil {
				return err
			}
		}
	}
	if s.ctx.Err() != nil {
		return context.Cause(s.ctx)
	}
	return scan.Err()
}

// row names the nodes of a result: the tags in the order of the path, the node itself as id, the sentences last.
func (s *runtime) row(p *pathObject, ref refs.Ref, tags map[string]refs.Ref) (Row, error) {
	order := make([]string, 0, len(tags)+1)
	for _, tag := range p.tags {
		if !slices.Contains(p.evidence, tag) {
			order = append(order, tag)
		}
	}
	order = append(order, "id")
	order = append(order, p.evidence...)
	var r Row
	for _, tag := range order {
		node, ok := tags[tag]
		if tag == "id" && !ok {
			node, ok = ref, true
		}
		if !ok || node == nil {
			continue
		}
		value, err := s.qs.NameOf(node)
		if err != nil {
			return r, err
		}
		if value == nil {
			continue
		}
		r.Names, r.Cells = append(r.Names, tag), append(r.Cells, value)
	}
	return r, nil
}

// emitPath adds the rows of a path to the result.
func (s *runtime) emitPath(p *pathObject, limit int) error {
	s.out.silent = true
	return s.run(p, limit, func(ref refs.Ref, tags map[string]refs.Ref) error {
		r, err := s.row(p, ref, tags)
		if err != nil || len(r.Names) == 0 {
			return err
		}
		return s.add(r)
	})
}

// rows gives the rows of a path as a script sees them.
func (s *runtime) rows(p *pathObject, limit int) ([]resultRow, error) {
	var out []resultRow
	err := s.run(p, limit, func(ref refs.Ref, tags map[string]refs.Ref) error {
		r, err := s.row(p, ref, tags)
		if err != nil || len(r.Names) == 0 {
			return err
		}
		out = append(out, s.native(r))
		return nil
	})
	return out, err
}

func (s *runtime) native(r Row) resultRow {
	for i, c := range r.Cells {
		if v, ok := c.(quad.Value); ok {
			r.Cells[i] = native(v)
		}
	}
	return resultRow(r)
}

// nodesOf gives the nodes of a path.
func (s *runtime) nodesOf(p *pathObject, limit int) ([]quad.Value, error) {
	var out []quad.Value
	err := s.run(p, limit, func(ref refs.Ref, _ map[string]refs.Ref) error {
		v, err := s.qs.NameOf(ref)
		if err == nil && v != nil {
			out = append(out, v)
		}
		return err
	})
	return out, err
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func (c *call) start(nodes []quad.Value) *pathObject {
	return &pathObject{path: path.StartMorphism(nodes...), finals: true}
}

var graphMethods = []method{
	{names: []string{"V", "Vertex"}, signature: `g.V([node…])`, help: "starts a path at the nodes, or at all nodes", max: -1, call: func(c *call) any {
		if len(c.args) == 0 {
			return c.start(nil)
		}
		nodes := c.allNodes(0)
		c.ask(nodes, false)
		for _, n := range nodes {
			if text, ok := n.(quad.String); ok && len(c.s.texts) < 3 {
				c.s.texts = append(c.s.texts, string(text))
			}
		}
		return c.start(nodes)
	}},
	{names: []string{"M", "Morphism"}, signature: `g.M()`, help: "starts a path to be used in .Follow()", call: func(c *call) any {
		return &pathObject{path: path.StartMorphism()}
	}},
	{names: []string{"Find"}, signature: `g.Find(name[, class…])`, help: "starts a path at the things of that name, in any case and spelling of accents", min: 1, max: -1, call: func(c *call) any {
		return c.start(c.find(c.classes(1), true))
	}},
	{names: []string{"IRI", "Uri"}, signature: `g.IRI(name)`, help: "the node of a name", min: 1, max: 1, call: makeIRI},
	{names: []string{"emit"}, signature: `g.Emit(value)`, help: "adds a row to the result; an object gives its fields", min: 1, max: 1, call: func(c *call) any {
		if c.has(0) {
			c.s.out.silent = true
			must(c.s.emit(c.args[0]))
		}
		return nil
	}},
	{names: []string{"addNamespace"}, signature: `g.AddNamespace(prefix, iri)`, help: "is not offered: the prefixes are those of kg", min: 2, max: 2, call: func(c *call) any {
		if iri, ok := schema.Expand(c.text(0) + ":"); ok && iri == c.text(1) {
			return nil
		}
		c.fail(0, "the prefixes are fixed; write other IRIs in full, as \"<http://…>\"")
		return nil
	}},
	{names: []string{"addDefaultNamespaces", "loadNamespaces"}, signature: `g.AddDefaultNamespaces()`, help: "does nothing: the prefixes of kg are always there", call: func(c *call) any { return nil }},
}

func makeIRI(c *call) any {
	name := c.text(0)
	iri, ok := parseIRI(name)
	if !ok {
		iri, ok = parseIRI("<" + name + ">")
	}
	if !ok {
		c.fail(0, "%q is no IRI", name)
	}
	return &nodeObject{iri}
}

var kgMethods = []method{
	{names: []string{"find"}, signature: `kg.find(name[, class…])`, help: "the list of things of that name", min: 1, max: -1, call: func(c *call) any {
		return c.names(c.find(c.classes(1), false))
	}},
	{names: []string{"label"}, signature: `kg.label(node)`, help: "the name of a thing for people", min: 1, max: 1, call: func(c *call) any {
		label, err := c.s.reader().label(c.nodes(0)[0])
		must(err)
		return label
	}},
	{names: []string{"sentence"}, signature: `kg.sentence(ev)`, help: "the sentence of an evidence column: text, article, headline, published", min: 1, max: 1, call: func(c *call) any {
		iri, ok := c.nodes(0)[0].(quad.IRI)
		if !ok {
			c.fail(0, "expected the name of a sentence, got %s", kindOf(c.export(0)))
		}
		e, err := c.s.reader().evidence(iri)
		must(err)
		if e == nil {
			return nil
		}
		return resultRow{Names: []string{"text", "article", "headline", "published"}, Cells: []Cell{e.Text, e.Article, e.Headline, e.Published}}
	}},
	{names: []string{"values"}, signature: `kg.values(node, property…)`, help: "the list of what the node has for these properties, each once", min: 2, max: -1, call: func(c *call) any {
		return c.valuesOf()
	}},
	{names: []string{"value"}, signature: `kg.value(node, property…)`, help: "the first of them, or null", min: 2, max: -1, call: func(c *call) any {
		if list := c.valuesOf(); len(list) > 0 {
			return list[0]
		}
		return nil
	}},
	{names: []string{"event"}, signature: `kg.event(event)`, help: "an event as an object: class, date, who, whom, about, what, place, status, ev and so on", min: 1, max: 1, call: func(c *call) any {
		e, ok, err := c.s.reader().event(c.nodes(0)[0], make(properties))
		must(err)
		if !ok {
			return nil
		}
		return c.record(e.row)
	}},
	{names: []string{"events"}, signature: `kg.events([path or name][, {event, status, from, until, has}])`, help: "the events of a path, or in which a thing takes part, or all, as objects in order of time; chosen by class or classes, status, days and a property that they have, where given, usually by params", min: 0, max: 2, call: func(c *call) any {
		return c.events()
	}},
	{names: []string{"firstDay"}, signature: `kg.firstDay(date)`, help: "the first day of a year or month: 2020-06-01 of 2020-06", min: 1, max: 1, call: func(c *call) any {
		return schema.EarliestDay(c.date(0))
	}},
	{names: []string{"lastDay"}, signature: `kg.lastDay(date)`, help: "its last day: 2020-06-30 of 2020-06", min: 1, max: 1, call: func(c *call) any {
		return schema.LatestDay(c.date(0))
	}},
	{names: []string{"ties"}, signature: `kg.ties([kind])`, help: "the properties by which an event ties two sides together, those of cooperation, of conflict, or any", max: 1, call: func(c *call) any {
		return c.ties()
	}},
	{names: []string{"quantities"}, signature: `kg.quantities(node)`, help: "the numbers of an event or agreement: number, unit, bound, of, text", min: 1, max: 1, call: func(c *call) any {
		return c.quantities()
	}},
	{names: []string{"sentences"}, signature: `kg.sentences(node)`, help: "the list of the sentences that state something of a thing", min: 1, max: 1, call: func(c *call) any {
		return c.sentences()
	}},
}

// names gives nodes to the script as a list.
func (c *call) names(nodes []quad.Value) []any {
	out := make([]any, len(nodes))
	for i, n := range nodes {
		out[i] = native(n)
	}
	return out
}

// classes reads all arguments from i on as classes; none is any class.
func (c *call) classes(i int) []string {
	if list := c.tagList(i); len(list) > 0 {
		return list
	}
	return []string{""}
}

// date reads an argument as a date of any precision.
func (c *call) date(i int) string {
	text := c.text(i)
	if !schema.ValidDate(text) {
		c.fail(i, "%q is no date; write 2020-06-23, 2020-06 or 2020", text)
	}
	return text
}

// find looks the first argument up as a name; strict makes an error of finding nothing.
func (c *call) find(classes []string, strict bool) []quad.Value {
	var out []quad.Value
	list, ok := c.export(0).([]any)
	if !ok {
		list = []any{c.export(0)}
	}
	for _, item := range list {
		if n, ok := item.(*nodeObject); ok {
			out = append(out, n.value)
			continue
		}
		name, ok := item.(string)
		if !ok {
			c.fail(0, "expected a name, got %s", kindOf(item))
		}
		var found []quad.IRI
		for _, class := range classes {
			more, err := c.s.reader().find(name, class)
			must(err)
			found = append(found, more...)
		}
		if len(found) == 0 && strict {
			message := fmt.Sprintf("nothing is called %q", name)
			if classes[0] != "" {
				message = fmt.Sprintf("no %s is called %q", strings.Join(classes, " or "), name)
			}
			if near, err := c.s.reader().similar(name, classes[0]); err == nil && len(near) > 0 {
				message += "; did you mean " + strings.Join(near, ", ") + "?"
			}
			panic(argError{message})
		}
		for _, iri := range found {
			out = append(out, iri)
		}
	}
	return out
}

func makeNode(name string, n int, make func(c *call) quad.Value) method {
	return method{names: []string{name}, signature: name + "(text…)", min: n, max: n, call: func(c *call) any { return &nodeObject{make(c)} }}
}

func makeComparison(name, help string) method {
	return method{names: []string{name}, signature: name + "(value)", help: help, min: 1, max: 1, call: func(c *call) any {
		arg := c.export(0)
		if n, ok := arg.(*nodeObject); ok {
			arg = n.value
		}
		f, err := newComparison(name, arg)
		if err != nil {
			c.fail(0, "%v", err)
		}
		return &filterObject{valueFilter{f.holds}}
	}}
}

var globalFunctions = []method{
	{names: []string{"iri"}, signature: "iri(name)", help: "the node of a name", min: 1, max: 1, call: makeIRI},
	makeNode("bnode", 1, func(c *call) quad.Value { return quad.BNode(c.text(0)) }),
	makeNode("str", 1, func(c *call) quad.Value { return quad.String(c.text(0)) }),
	makeNode("raw", 1, func(c *call) quad.Value {
		v := quad.StringToValue(c.text(0))
		if v == nil {
			c.fail(0, "an empty text")
		}
		return v
	}),
	makeNode("lang", 2, func(c *call) quad.Value {
		return quad.LangString{Value: quad.String(c.text(0)), Lang: c.text(1)}
	}),
	makeNode("typed", 2, func(c *call) quad.Value {
		iri, ok := parseIRI(c.text(1))
		if !ok {
			c.fail(1, "%q is no datatype", c.text(1))
		}
		return quad.TypedString{Value: quad.String(c.text(0)), Type: iri}
	}),
	makeComparison("lt", "passes numbers, dates, texts and names before the value"),
	makeComparison("lte", "the same with the value itself"),
	makeComparison("gt", "passes those after the value"),
	makeComparison("gte", "the same with the value itself"),
	{names: []string{"regex"}, signature: "regex(pattern[, names])", help: "passes texts that match; with true also names", min: 1, max: 2, call: func(c *call) any {
		re, err := regexp.Compile(c.text(0))
		if err != nil {
			c.fail(0, "%v", err)
		}
		names, _ := c.export(1).(bool)
		return &filterObject{regexpFilter(re, names)}
	}},
	{names: []string{"like"}, signature: "like(pattern)", help: "passes texts and names that match, % for any text and ? for one character", min: 1, max: 1, call: func(c *call) any {
		re, err := regexp.Compile(shape.Wildcard{Pattern: c.text(0)}.Regexp())
		if err != nil {
			c.fail(0, "%v", err)
		}
		return &filterObject{regexpFilter(re, true)}
	}},
}

// pathMethods continue and end paths.
var pathMethods = []method{
	{names: []string{"is"}, signature: ".Is(node…)", help: "keeps these nodes", min: 1, max: -1, call: func(c *call) any {
		nodes := c.allNodes(0)
		return c.this.with(func(p *path.Path) *path.Path { return p.Is(nodes...) })
	}},
	{names: []string{"out"}, signature: ".Out([predicates[, tags…]])", help: "goes from subjects to objects; the tags hold the predicate", max: -1, call: func(c *call) any {
		via, tags := c.via(0), c.tagList(1)
		return c.this.with(func(p *path.Path) *path.Path { return p.OutWithTags(tags, via...) }, tags...)
	}},
	{names: []string{"in"}, signature: ".In([predicates[, tags…]])", help: "goes from objects to subjects", max: -1, call: func(c *call) any {
		via, tags := c.via(0), c.tagList(1)
		return c.this.with(func(p *path.Path) *path.Path { return p.InWithTags(tags, via...) }, tags...)
	}},
	{names: []string{"both"}, signature: ".Both([predicates[, tags…]])", help: "goes both ways", max: -1, call: func(c *call) any {
		via, tags := c.via(0), c.tagList(1)
		return c.this.with(func(p *path.Path) *path.Path { return p.BothWithTags(tags, via...) }, tags...)
	}},
	{names: []string{"follow"}, signature: ".Follow(morphism)", help: "goes along a path made with g.M()", min: 1, max: 1, call: func(c *call) any {
		q := c.path(0)
		next := c.this.with(func(p *path.Path) *path.Path { return p.Follow(q.path) }, q.tags...)
		next.evidence, next.saved = append(slices.Clone(c.this.evidence), q.evidence...), c.this.saved || q.saved
		return next
	}},
	{names: []string{"followR"}, signature: ".FollowR(morphism)", help: "goes along it backwards", min: 1, max: 1, call: func(c *call) any {
		q := c.path(0)
		c.reversible(q)
		next := c.this.with(func(p *path.Path) *path.Path { return p.FollowReverse(q.path) }, q.tags...)
		next.evidence, next.saved = append(slices.Clone(c.this.evidence), q.evidence...), c.this.saved || q.saved
		return next
	}},
	{names: []string{"followRecursive"}, signature: ".FollowRecursive(predicate or morphism[, depth][, tags…])", help: "goes along it again and again, to each node once; the tags hold the depth", min: 1, max: -1, call: func(c *call) any {
		via := c.one(0)
		depth, rest := -1, 1
		if n, ok := c.export(1).(int64); ok {
			depth, rest = int(n), 2
			if depth < -1 || depth > 1000 {
				c.fail(1, "expected a depth from 1 to 1000, or -1 for any")
			}
		}
		tags := c.tagList(rest)
		return c.this.with(func(p *path.Path) *path.Path { return p.FollowRecursive(via, depth, tags) }, tags...)
	}},
	{names: []string{"and", "intersect"}, signature: ".Intersect(path)", help: "keeps the nodes that the other path has too", min: 1, max: 1, call: func(c *call) any {
		q := c.path(0)
		return c.this.with(func(p *path.Path) *path.Path { return p.And(q.path) }, q.tags...)
	}},
	{names: []string{"or", "union"}, signature: ".Union(path)", help: "adds the nodes of the other path", min: 1, max: 1, call: func(c *call) any {
		q := c.path(0)
		return c.this.with(func(p *path.Path) *path.Path { return p.Or(q.path) }, q.tags...)
	}},
	{names: []string{"except", "difference"}, signature: ".Except(path)", help: "drops the nodes that the other path has", min: 1, max: 1, call: func(c *call) any {
		q := c.path(0)
		return c.this.with(func(p *path.Path) *path.Path { return p.Except(q.path) })
	}},
	{names: []string{"unique"}, signature: ".Unique()", help: "gives each node once", call: func(c *call) any {
		return c.this.with((*path.Path).Unique)
	}},
	{names: []string{"tag", "as"}, signature: ".Tag(name…)", help: "keeps the node of this step as a column", min: 1, max: -1, call: func(c *call) any {
		tags := c.tagList(0)
		return c.this.with(func(p *path.Path) *path.Path { return p.Tag(tags...) }, tags...)
	}},
	{names: []string{"back"}, signature: ".Back(tag)", help: "goes back to a tagged step, keeping what came after as a condition", min: 1, max: 1, call: func(c *call) any {
		tag := c.text(0)
		if !slices.Contains(c.this.tags, tag) {
			c.fail(0, "no step before has the tag %q", tag)
		}
		c.reversible(c.this)
		return c.this.with(func(p *path.Path) *path.Path { return p.Back(tag) })
	}},
	{names: []string{"has"}, signature: ".Has(predicate[, node… or filter…])", help: "keeps nodes with that object", min: 1, max: -1, call: func(c *call) any { return c.hasStep(false) }},
	{names: []string{"hasR"}, signature: ".HasR(predicate[, node… or filter…])", help: "keeps nodes with that subject", min: 1, max: -1, call: func(c *call) any { return c.hasStep(true) }},
	{names: []string{"save"}, signature: ".Save(predicate[, tag])", help: "keeps the objects as a column; nodes without drop out", min: 1, max: 2, call: func(c *call) any { return c.saveStep(false, false) }},
	{names: []string{"saveR"}, signature: ".SaveR(predicate[, tag])", help: "the same with subjects", min: 1, max: 2, call: func(c *call) any { return c.saveStep(true, false) }},
	{names: []string{"saveOpt"}, signature: ".SaveOpt(predicate[, tag])", help: "as Save, but nodes without stay", min: 1, max: 2, call: func(c *call) any { return c.saveStep(false, true) }},
	{names: []string{"saveOptR"}, signature: ".SaveOptR(predicate[, tag])", help: "as SaveR, but nodes without stay", min: 1, max: 2, call: func(c *call) any { return c.saveStep(true, true) }},
	{names: []string{"labels"}, signature: ".Labels()", help: "goes to the sentences and graphs of a node's statements", call: func(c *call) any {
		next := c.this.with((*path.Path).Labels)
		next.oneWay = "Labels"
		return next
	}},
	{names: []string{"inPredicates"}, signature: ".InPredicates()", help: "goes to the predicates that point here", call: func(c *call) any {
		next := c.this.with((*path.Path).InPredicates)
		next.oneWay = "InPredicates"
		return next
	}},
	{names: []string{"outPredicates"}, signature: ".OutPredicates()", help: "goes to the predicates that point away", call: func(c *call) any {
		next := c.this.with((*path.Path).OutPredicates)
		next.oneWay = "OutPredicates"
		return next
	}},
	{names: []string{"saveInPredicates"}, signature: ".SaveInPredicates(tag)", help: "keeps them as a column", min: 1, max: 1, call: func(c *call) any { return c.savePredicates(true) }},
	{names: []string{"saveOutPredicates"}, signature: ".SaveOutPredicates(tag)", help: "keeps them as a column", min: 1, max: 1, call: func(c *call) any { return c.savePredicates(false) }},
	{names: []string{"labelContext"}, signature: ".LabelContext([sentences[, tags…]])", help: `looks at statements of these sentences only; .LabelContext(g.V(), "ev") keeps each statement's sentence as a column`, max: -1, call: func(c *call) any {
		tags := c.tagList(1)
		var via []any
		if c.has(0) {
			via = c.via(0)
		} else if len(tags) > 0 {
			via = []any{path.StartMorphism()} // Cayley drops the tags of a context of all labels
		}
		next := c.this.with(func(p *path.Path) *path.Path { return p.LabelContextWithTags(tags, via...) }, tags...)
		next.evidence = append(slices.Clone(next.evidence), tags...)
		next.labels, next.labelTags = nil, tags
		if len(via) > 0 {
			if p, ok := via[0].(*path.Path); ok {
				next.labels = p
			} else {
				nodes := make([]quad.Value, len(via))
				for i := range via {
					nodes[i] = via[i].(quad.Value)
				}
				next.labels = path.StartMorphism(nodes...)
			}
		}
		if c.has(0) {
			if q, ok := c.export(0).(*pathObject); ok {
				for _, tag := range q.tags {
					if !slices.Contains(next.tags, tag) {
						next.tags = append(next.tags, tag)
					}
				}
			}
		}
		return next
	}},
	{names: []string{"filter"}, signature: ".Filter(filter…)", help: "keeps nodes that pass, such as gt(10), like(\"S-%\"), regex(\"^S\")", min: 1, max: -1, call: func(c *call) any {
		filters, ok := c.filters(0)
		if !ok {
			c.fail(0, "expected a filter, got %s", kindOf(c.export(0)))
		}
		return c.this.with(func(p *path.Path) *path.Path { return p.Filters(filters...) })
	}},
	{names: []string{"limit"}, signature: ".Limit(n)", help: "keeps the first n nodes", min: 1, max: 1, call: func(c *call) any {
		n := c.number(0)
		return c.this.with(func(p *path.Path) *path.Path { return p.Limit(int64(n)) })
	}},
	{names: []string{"skip"}, signature: ".Skip(n)", help: "drops the first n nodes", min: 1, max: 1, call: func(c *call) any {
		n := c.number(0)
		return c.this.with(func(p *path.Path) *path.Path { return p.Skip(int64(n)) })
	}},
	{names: []string{"order"}, signature: ".Order()", help: "sorts by value: numbers, dates, texts, names", call: func(c *call) any {
		return c.this.with(func(p *path.Path) *path.Path { return p.Filters(orderFilter{}) })
	}},

	{names: []string{"all"}, signature: ".All()", help: "adds all rows to the result", call: func(c *call) any {
		must(c.s.emitPath(c.this, -1))
		return nil
	}},
	{names: []string{"getLimit"}, signature: ".GetLimit(n)", help: "adds at most n rows", min: 1, max: 1, call: func(c *call) any {
		must(c.s.emitPath(c.this, c.number(0)))
		return nil
	}},
	{names: []string{"toArray"}, signature: ".ToArray([n])", help: "the nodes as a list", max: 1, call: func(c *call) any {
		nodes, err := c.s.nodesOf(c.this, c.limit(0))
		must(err)
		return c.names(nodes)
	}},
	{names: []string{"tagArray"}, signature: ".TagArray([n])", help: "the rows as a list of objects", max: 1, call: func(c *call) any {
		rows, err := c.s.rows(c.this, c.limit(0))
		must(err)
		out := make([]any, len(rows))
		for i, r := range rows {
			out[i] = c.s.toJS(r, nil)
		}
		return out
	}},
	{names: []string{"toValue"}, signature: ".ToValue()", help: "the first node", call: func(c *call) any {
		nodes, err := c.s.nodesOf(c.this, 1)
		must(err)
		if len(nodes) == 0 {
			return nil
		}
		return native(nodes[0])
	}},
	{names: []string{"tagValue"}, signature: ".TagValue()", help: "the first row", call: func(c *call) any {
		rows, err := c.s.rows(c.this, 1)
		must(err)
		if len(rows) == 0 {
			return nil
		}
		return rows[0]
	}},
	{names: []string{"forEach", "map"}, signature: ".ForEach([n, ]function(row) {…})", help: "calls the function with each row", min: 1, max: 2, call: func(c *call) any {
		limit := -1
		if len(c.args) == 2 {
			limit = c.limit(0)
		}
		fn := c.function(len(c.args) - 1)
		c.s.out.silent = true
		if c.s.callbacks++; c.s.callbacks > maxCallbacks {
			panic(argError{fmt.Sprintf("callbacks nest deeper than %d", maxCallbacks)})
		}
		defer func() { c.s.callbacks-- }()
		must(c.s.run(c.this, limit, func(ref refs.Ref, tags map[string]refs.Ref) error {
			r, err := c.s.row(c.this, ref, tags)
			if err != nil || len(r.Names) == 0 {
				return err
			}
			_, err = fn(goja.Undefined(), c.s.toJS(c.s.native(r), nil))
			return err
		}))
		return nil
	}},
	{names: []string{"count"}, signature: ".Count()", help: "the number of rows", call: func(c *call) any {
		n := int64(0)
		must(c.s.run(c.this, -1, func(ref refs.Ref, _ map[string]refs.Ref) error {
			if ref != nil {
				n++
			}
			return nil
		}))
		return n
	}},
}

func (c *call) limit(i int) int {
	if !c.has(i) {
		return -1
	}
	if n, ok := c.export(i).(int64); ok && n < 0 {
		return -1
	}
	return c.number(i)
}

// reversible refuses what Cayley would panic on.
func (c *call) reversible(p *pathObject) {
	if p.oneWay != "" {
		panic(argError{fmt.Sprintf("a path with .%s() cannot be walked backwards", p.oneWay)})
	}
}

func (c *call) hasStep(reverse bool) any {
	via := c.one(0)
	if len(c.args) == 1 {
		return c.this.with(func(p *path.Path) *path.Path {
			if reverse {
				return p.HasReverse(via)
			}
			return p.Has(via)
		})
	}
	if filters, ok := c.filters(1); ok {
		return c.this.with(func(p *path.Path) *path.Path { return p.HasFilter(via, reverse, filters...) })
	}
	nodes := c.allNodes(1)
	return c.this.with(func(p *path.Path) *path.Path {
		if reverse {
			return p.HasReverse(via, nodes...)
		}
		return p.Has(via, nodes...)
	})
}

func (c *call) saveStep(reverse, optional bool) any {
	via := c.one(0)
	tag := ""
	if c.has(1) {
		tag = c.text(1)
	}
	if tag == "" {
		iri, ok := via.(quad.IRI)
		if !ok {
			c.fail(1, "saving along a path needs the name of a tag")
		}
		tag = shortName(iri)
	}
	if tag == "id" || slices.Contains(c.this.tags, tag) {
		c.fail(1, "the tag %q is taken", tag)
	}
	labels, labelTags := c.this.labels, c.this.labelTags
	next := c.this.with(func(p *path.Path) *path.Path {
		switch {
		case c.this.saved:
			return p.Filters(saveFilter{tag: tag, optional: optional, step: func(from *path.Path) *path.Path {
				if labels != nil {
					from = from.LabelContextWithTags(labelTags, labels)
				}
				if reverse {
					return from.In(via)
				}
				return from.Out(via)
			}})
		case optional && reverse:
			return p.SaveOptionalReverse(via, tag)
		case optional:
			return p.SaveOptional(via, tag)
		case reverse:
			return p.SaveReverse(via, tag)
		}
		return p.Save(via, tag)
	}, tag)
	next.saved = true
	return next
}

func (c *call) savePredicates(in bool) any {
	tag := c.text(0)
	next := c.this.with(func(p *path.Path) *path.Path { return p.SavePredicates(in, tag) }, tag)
	next.saved = true
	return next
}
