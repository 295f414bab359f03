package pebblestore

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

// OptimizeShape takes over what Cayley would do in an order of its own or wrongly: steps of paths, intersections, unions,
// exceptions, order and counts. Cayley calls it for every part of a query, the inner ones first.
func (r *reader) OptimizeShape(ctx context.Context, s shape.Shape) (shape.Shape, bool) {
	switch s := s.(type) {
	case shape.QuadsAction:
		return r.quadsAction(s), true
	case shape.Quads:
		if built, ok := r.quads(s, allPlaces); ok {
			return built, true
		}
		return shape.Null{}, true
	case shape.NodesFrom:
		switch from := s.Quads.(type) {
		case stepShape:
			from.result = place(s.Dir)
			return from, true
		case unionShape:
			// The values of several sets of quads, as labels are of those that a thing begins and those that it ends.
			parts := unionShape{reader: r}
			for _, part := range from.parts {
				step, ok := part.(stepShape)
				if !ok {
					return s, false
				}
				step.result = place(s.Dir)
				parts.parts = append(parts.parts, step)
			}
			return parts, true
		}
		return s, false
	case shape.Intersect:
		return meetShape{reader: r, all: s}, true
	case shape.IntersectOpt:
		return meetShape{reader: r, all: s.Sub, optional: s.Opt}, true
	case meetShape:
		return s, false
	case shape.Union:
		parts := unionShape{reader: r}
		for _, part := range s {
			if !shape.IsNull(part) {
				parts.parts = append(parts.parts, part)
			}
		}
		return parts, true
	case shape.Except:
		return exceptShape{reader: r, from: s.From, exclude: s.Exclude}, true
	case shape.Filter:
		return r.filter(s)
	case shape.Sort:
		return sortShape{r, s.From}, true
	case shape.Count:
		return countShape{s.Values}, true
	}
	return s, false
}

// stepShape is a join before it is built: quads with some values known, and the place whose values are wanted.
type stepShape struct {
	reader    *reader
	result    int
	fixed     [4][]uint64
	subs      []subShape
	tags      [4][]string
	constants map[string]refs.Ref
	labelled  bool
}

type subShape struct {
	place int
	shape shape.Shape
}

// Optimize is part of shape.Shape: the parts are optimized already.
func (s stepShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }

// BuildIterator is part of shape.Shape.
func (s stepShape) BuildIterator(qs cayley.QuadStore) iterator.Shape {
	r := s.reader
	j := newJoin(r, s.result)
	j.fixed, j.tags, j.constants, j.labelled = s.fixed, s.tags, s.constants, s.labelled
	for _, sub := range s.subs {
		j.subs = append(j.subs, subQuery{sub.place, r.build(qs, sub.shape)})
	}
	return j
}

// quadsAction turns Cayley's own form of a simple step into ours.
func (r *reader) quadsAction(s shape.QuadsAction) shape.Shape {
	step := stepShape{reader: r, result: place(s.Result)}
	for _, d := range directions {
		if v, ok := s.Filter[d]; ok {
			id, err := r.idOf(v)
			if err != nil {
				return errorShape{err}
			}
			if id == 0 {
				return shape.Null{}
			}
			step.fixed[place(d)] = []uint64{id}
		}
		if tags, ok := s.Save[d]; ok {
			step.tags[place(d)] = tags
			step.labelled = step.labelled || d == quad.Label
		}
	}
	return step
}

// quads turns filters of quads into a step; false where nothing can match.
func (r *reader) quads(s shape.Quads, result int) (shape.Shape, bool) {
	step := stepShape{reader: r, result: result}
	for _, f := range s {
		p := place(f.Dir)
		values := f.Values
		for unwrapped := false; !unwrapped; {
			switch v := values.(type) {
			case shape.Save:
				step.tags[p] = append(step.tags[p], v.Tags...)
				values = v.From
			case shape.FixedTags:
				if step.constants == nil {
					step.constants = make(map[string]refs.Ref)
				}
				maps.Copy(step.constants, v.Tags)
				values = v.On
			default:
				unwrapped = true
			}
		}
		step.labelled = step.labelled || p == label
		switch v := values.(type) {
		case nil, shape.Null:
			return nil, false
		case shape.AllNodes:
		case shape.Fixed:
			list, err := r.idsOf(v)
			if err != nil {
				return errorShape{err}, true
			}
			if len(list) == 0 {
				return nil, false
			}
			// A predicate named twice is no second way.
			slices.Sort(list)
			list = slices.Compact(list)
			if step.fixed[p] != nil {
				step.subs = append(step.subs, subShape{p, v})
				continue
			}
			step.fixed[p] = list
		default:
			step.subs = append(step.subs, subShape{p, values})
		}
	}
	return step, true
}

func (r *reader) idsOf(vs []refs.Ref) ([]uint64, error) {
	list := make([]uint64, 0, len(vs))
	for _, v := range vs {
		id, err := r.idOf(v)
		if err != nil {
			return nil, err
		}
		if id != 0 {
			list = append(list, id)
		}
	}
	return list, nil
}

// build makes the iterator of a part of a query. Parts that depend on the order of what they list, as a limit does, are
// run as they stand and kept: Cayley would limit what is looked up instead. So are recursions, which mix up the tags of
// what is looked up.
func (r *reader) build(qs cayley.QuadStore, s shape.Shape) iterator.Shape {
	switch s := s.(type) {
	case nil:
		return iterator.NewNull()
	case shape.Fixed:
		list, err := r.idsOf(s)
		if err != nil {
			return iterator.NewError(err)
		}
		return newSet(r, list)
	case shape.Save:
		return iterator.NewSave(r.build(qs, s.From), s.Tags...)
	case shape.Unique:
		return iterator.NewUnique(r.build(qs, s.From))
	case shape.Filter:
		it := r.build(qs, s.From)
		for _, f := range s.Filters {
			it = f.BuildIterator(qs, it)
		}
		return it
	case shape.Page, sortShape:
		return &keptIterator{reader: r, of: s.BuildIterator(qs)}
	}
	it := s.BuildIterator(qs)
	if _, ok := it.(*iterator.Recursive); ok {
		return &keptIterator{reader: r, of: it}
	}
	return it
}

// errorShape is a query that could not be planned.
type errorShape struct{ err error }

func (s errorShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }
func (s errorShape) BuildIterator(cayley.QuadStore) iterator.Shape {
	return iterator.NewError(s.err)
}

// meetShape is an intersection.
type meetShape struct {
	reader   *reader
	all      []shape.Shape
	optional []shape.Shape
}

func (s meetShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }

func (s meetShape) BuildIterator(qs cayley.QuadStore) iterator.Shape {
	r := s.reader
	m := &meet{reader: r}
	for _, part := range s.all {
		m.parts = append(m.parts, r.build(qs, part))
	}
	if len(m.parts) == 0 {
		m.parts = append(m.parts, &nodes{reader: r})
	}
	for _, part := range s.optional {
		m.optional = append(m.optional, r.build(qs, part))
	}
	if len(m.parts) == 1 && len(m.optional) == 0 {
		return m.parts[0]
	}
	return m
}

// unionShape lists the results of its parts one after another.
type unionShape struct {
	reader *reader
	parts  []shape.Shape
}

func (s unionShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }

func (s unionShape) BuildIterator(qs cayley.QuadStore) iterator.Shape {
	r := s.reader
	u := &union{}
	for _, part := range s.parts {
		u.parts = append(u.parts, r.build(qs, part))
	}
	if len(u.parts) == 1 {
		return u.parts[0]
	}
	return u
}

// exceptShape leaves out what another query finds.
type exceptShape struct {
	reader        *reader
	from, exclude shape.Shape // from nil is all nodes
}

func (s exceptShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }

func (s exceptShape) BuildIterator(qs cayley.QuadStore) iterator.Shape {
	r := s.reader
	e := &except{reader: r}
	if shape.IsNull(s.from) {
		e.from = &nodes{reader: r}
	} else {
		e.from = r.build(qs, s.from)
	}
	if shape.IsNull(s.exclude) {
		return e.from
	}
	e.exclude = r.build(qs, s.exclude)
	return e
}

// sortShape puts results in the order of their text.
type sortShape struct {
	reader *reader
	from   shape.Shape
}

func (s sortShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }

func (s sortShape) BuildIterator(qs cayley.QuadStore) iterator.Shape {
	r := s.reader
	return &sorted{reader: r, of: r.build(qs, s.from)}
}

// countShape counts results.
type countShape struct{ of shape.Shape }

func (s countShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }

func (s countShape) BuildIterator(qs cayley.QuadStore) iterator.Shape {
	of := s.of
	for {
		if sorted, ok := of.(sortShape); ok {
			of = sorted.from
		} else if save, ok := of.(shape.Save); ok {
			of = save.From
		} else {
			break
		}
	}
	if shape.IsNull(of) {
		return iterator.NewCount(iterator.NewNull(), qs)
	}
	it := of.BuildIterator(qs)
	switch it.(type) {
	case *join, *nodes:
	default:
		it = &uncertain{it}
	}
	return iterator.NewCount(it, qs)
}

// filter looks in the dictionary for the values that begin as a filter of all values wants them.
func (r *reader) filter(s shape.Filter) (shape.Shape, bool) {
	if _, ok := s.From.(shape.AllNodes); !ok {
		return s, false
	}
	for _, f := range s.Filters {
		var begin string
		names := false
		switch f := f.(type) {
		case shape.Wildcard:
			begin, _, _ = strings.Cut(f.Pattern, "%")
			begin, _, _ = strings.Cut(begin, "?")
			names = true
		case shape.Regexp:
			begin, names = literalBegin(f.Re), f.Refs
		}
		if begin == "" {
			continue
		}
		return shape.Filter{From: beginShape{r, begin, names}, Filters: s.Filters}, true
	}
	return s, false
}

// literalBegin is what every text begins with that an anchored expression matches.
func literalBegin(re *regexp.Regexp) string {
	// LiteralPrefix gives nothing for an anchored expression: it is asked without the anchor.
	rest, ok := strings.CutPrefix(re.String(), "^")
	if !ok || strings.Contains(rest, "|") {
		return ""
	}
	unanchored, err := regexp.Compile(rest)
	if err != nil {
		return ""
	}
	begin, _ := unanchored.LiteralPrefix()
	return begin
}

// beginShape lists the texts, and names where wanted, that begin so.
type beginShape struct {
	reader *reader
	begin  string
	names  bool
}

func (s beginShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }

func (s beginShape) BuildIterator(qs cayley.QuadStore) iterator.Shape {
	r := s.reader
	n := &nodes{reader: r, prefixes: [][]byte{}}
	kinds := []byte{kindString, kindTyped, kindLang}
	if s.names {
		kinds = append([]byte{kindIRI, kindBNode}, kinds...)
	}
	for _, kind := range kinds {
		limit := maxTextKey
		if kind == kindIRI || kind == kindBNode {
			limit = maxNameKey
		}
		prefix := append([]byte{tableValues, kind}, s.begin[:min(len(s.begin), limit-hashBytes)]...)
		n.prefixes = append(n.prefixes, prefix)
	}
	return n
}

// The shapes of this file tell what they are: Explain gives one line, with names as name writes them, and the parts
// that the line is about. A part that comes first is looked at first.

var placeNames = [4]string{"subject", "predicate", "object", "graph"}

// Explain tells which quads are listed and what of them is given.
func (s stepShape) Explain(name func(quad.Value) string) (string, []shape.Shape) {
	var known, tagged []string
	for p, list := range s.fixed {
		if list == nil {
			continue
		}
		var names []string
		for _, id := range list {
			if v, err := s.reader.name(id); err == nil && v != nil {
				names = append(names, name(v))
			}
		}
		known = append(known, placeNames[p]+" "+strings.Join(names, " or "))
	}
	for _, sub := range s.subs {
		known = append(known, placeNames[sub.place]+" from below")
	}
	text := "all quads"
	if len(known) > 0 {
		text = "quads with " + strings.Join(known, ", ")
	}
	if s.result < len(placeNames) {
		text += " → " + placeNames[s.result]
	}
	for p, tags := range s.tags {
		for _, tag := range tags {
			tagged = append(tagged, placeNames[p]+" as "+tag)
		}
	}
	if len(tagged) > 0 {
		text += "; " + strings.Join(tagged, ", ")
	}
	parts := make([]shape.Shape, len(s.subs))
	for i, sub := range s.subs {
		parts[i] = sub.shape
	}
	return text, parts
}

// Explain tells that nodes must be in all parts.
func (s meetShape) Explain(func(quad.Value) string) (string, []shape.Shape) {
	text := "nodes of all of"
	if len(s.optional) > 0 {
		text = fmt.Sprintf("nodes of the first %d of, with what the others add", len(s.all))
	}
	return text, slices.Concat(s.all, s.optional)
}

// Explain tells that nodes may be in any part.
func (s unionShape) Explain(func(quad.Value) string) (string, []shape.Shape) {
	return "nodes of each of", s.parts
}

// Explain tells which nodes are left out.
func (s exceptShape) Explain(func(quad.Value) string) (string, []shape.Shape) {
	if s.from == nil {
		return "all nodes but", []shape.Shape{s.exclude}
	}
	return "nodes of the first but not of the second", []shape.Shape{s.from, s.exclude}
}

// Explain tells that results are sorted.
func (s sortShape) Explain(func(quad.Value) string) (string, []shape.Shape) {
	return "sorted by text", []shape.Shape{s.from}
}

// Explain tells that results are counted.
func (s countShape) Explain(func(quad.Value) string) (string, []shape.Shape) {
	return "the number of", []shape.Shape{s.of}
}

// Explain tells that a range of the dictionary is listed.
func (s beginShape) Explain(func(quad.Value) string) (string, []shape.Shape) {
	what := "texts"
	if s.names {
		what = "texts and names"
	}
	return fmt.Sprintf("the range of %s that begin with %q", what, s.begin), nil
}
