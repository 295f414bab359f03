package queries

import (
	"context"
	"regexp"
	"sort"
	"strings"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

// Cayley's own sorting mixes up the paths of neighbouring nodes and orders numbers by their first digit, its
// comparisons know native numbers only, and its second Save in a chain loses rows. A filter may return any iterator,
// so ours go in as filters.

// valueFilter passes the nodes for which holds is true.
type valueFilter struct{ holds func(quad.Value) bool }

func (f valueFilter) BuildIterator(qs cayley.QuadStore, it iterator.Shape) iterator.Shape {
	return iterator.NewValueFilter(qs, it, func(v quad.Value) (bool, error) { return f.holds(v), nil })
}

func regexpFilter(re *regexp.Regexp, names bool) valueFilter {
	return valueFilter{func(v quad.Value) bool {
		switch v := v.(type) {
		case quad.String:
			return re.MatchString(string(v))
		case quad.LangString:
			return re.MatchString(string(v.Value))
		case quad.TypedString:
			return re.MatchString(string(v.Value))
		case quad.IRI:
			return names && (re.MatchString(string(v)) || re.MatchString(shortName(v)))
		}
		return false
	}}
}

// row is one result of an iterator with its tags.
type row struct {
	ref  refs.Ref
	tags map[string]refs.Ref
}

// base is the part that both kinds of our iterators share.
type base struct {
	cur row
	err error
}

func (b *base) TagResults(dst map[string]refs.Ref) {
	for tag, ref := range b.cur.tags {
		dst[tag] = ref
	}
}
func (b *base) Result() refs.Ref { return b.cur.ref }
func (b *base) Err() error       { return b.err }

func current(it iterator.Base) row {
	r := row{ref: it.Result(), tags: make(map[string]refs.Ref)}
	it.TagResults(r.tags)
	return r
}

// orderFilter sorts by value: numbers, dates, texts, names.
type orderFilter struct{}

func (orderFilter) BuildIterator(qs cayley.QuadStore, it iterator.Shape) iterator.Shape {
	return &orderShape{qs: qs, sub: it}
}

type orderShape struct {
	qs  cayley.QuadStore
	sub iterator.Shape
}

func (o *orderShape) Iterate() iterator.Scanner { return &orderNext{qs: o.qs, sub: o.sub.Iterate()} }

// Lookup is asked for when the order cannot matter.
func (o *orderShape) Lookup() iterator.Index                            { return o.sub.Lookup() }
func (o *orderShape) Stats(ctx context.Context) (iterator.Costs, error) { return o.sub.Stats(ctx) }
func (o *orderShape) SubIterators() []iterator.Shape                    { return []iterator.Shape{o.sub} }
func (o *orderShape) String() string                                    { return "Order" }
func (o *orderShape) Optimize(ctx context.Context) (iterator.Shape, bool) {
	sub, _ := o.sub.Optimize(ctx)
	return &orderShape{qs: o.qs, sub: sub}, true
}

type orderNext struct {
	base
	qs   cayley.QuadStore
	sub  iterator.Scanner
	rows []row
	read bool
}

// Next gives every path as a result of its own, so that NextPath has nothing more to give.
func (o *orderNext) Next(ctx context.Context) bool {
	if !o.read {
		o.read = true
		if o.err = o.load(ctx); o.err != nil {
			return false
		}
	}
	if len(o.rows) == 0 {
		return false
	}
	o.cur, o.rows = o.rows[0], o.rows[1:]
	return true
}

func (o *orderNext) load(ctx context.Context) error {
	var keys []sortKey
	for o.sub.Next(ctx) {
		name, err := o.qs.NameOf(o.sub.Result())
		if err != nil {
			return err
		}
		node, ok := ordinalOf(name)
		if !ok {
			node = ordinal{kind: 's', text: quad.StringOf(name)}
		}
		for more := true; more; more = o.sub.NextPath(ctx) {
			r := current(o.sub)
			ties, err := o.ties(r)
			if err != nil {
				return err
			}
			o.rows, keys = append(o.rows, r), append(keys, sortKey{node, ties})
		}
	}
	sort.Stable(&sorter{o.rows, keys})
	return o.sub.Err()
}

// sortKey orders rows by their node, then by their tags, so that the order is that of no store.
type sortKey struct {
	node ordinal
	ties string
}

func (o *orderNext) ties(r row) (string, error) {
	tags := make([]string, 0, len(r.tags))
	for tag := range r.tags {
		tags = append(tags, tag)
	}
	sort.Strings(tags)
	var b strings.Builder
	for _, tag := range tags {
		if r.tags[tag] == nil {
			continue
		}
		v, err := o.qs.NameOf(r.tags[tag])
		if err != nil {
			return "", err
		}
		b.WriteString(tag + "\x00" + quad.StringOf(v) + "\x00")
	}
	return b.String(), nil
}

type sorter struct {
	rows []row
	keys []sortKey
}

func (s *sorter) Len() int { return len(s.rows) }
func (s *sorter) Less(i, j int) bool {
	if c := s.keys[i].node.compare(s.keys[j].node); c != 0 {
		return c < 0
	}
	return s.keys[i].ties < s.keys[j].ties
}
func (s *sorter) Swap(i, j int) {
	s.rows[i], s.rows[j] = s.rows[j], s.rows[i]
	s.keys[i], s.keys[j] = s.keys[j], s.keys[i]
}

func (o *orderNext) NextPath(context.Context) bool { return false }
func (o *orderNext) Close() error                  { return o.sub.Close() }
func (o *orderNext) String() string                { return "OrderNext" }

// saveFilter tags each node with its values along a step, one row for each: the product of the rows before it with
// the values. Without values a row is dropped, unless it is optional.
type saveFilter struct {
	step     func(from *path.Path) *path.Path
	tag      string
	optional bool
}

func (f saveFilter) BuildIterator(qs cayley.QuadStore, it iterator.Shape) iterator.Shape {
	return &saveShape{saveFilter: f, qs: qs, sub: it}
}

type saveShape struct {
	saveFilter
	qs  cayley.QuadStore
	sub iterator.Shape
}

func (s *saveShape) Iterate() iterator.Scanner {
	sub := s.sub.Iterate()
	return &saveNext{saver: saver{saveShape: s, sub: sub}, scan: sub}
}
func (s *saveShape) Lookup() iterator.Index {
	sub := s.sub.Lookup()
	return &saveContains{saver: saver{saveShape: s, sub: sub}, index: sub}
}
func (s *saveShape) Stats(ctx context.Context) (iterator.Costs, error) {
	costs, err := s.sub.Stats(ctx)
	// Each node costs a small query of its own.
	costs.NextCost, costs.ContainsCost = costs.NextCost+20, costs.ContainsCost+20
	costs.Size.Exact = false
	return costs, err
}
func (s *saveShape) SubIterators() []iterator.Shape { return []iterator.Shape{s.sub} }
func (s *saveShape) String() string                 { return "Save" }
func (s *saveShape) Optimize(ctx context.Context) (iterator.Shape, bool) {
	sub, _ := s.sub.Optimize(ctx)
	return &saveShape{saveFilter: s.saveFilter, qs: s.qs, sub: sub}, true
}

// saver holds the values of the current node and where among them it stands.
type saver struct {
	base
	*saveShape
	sub    iterator.Base
	before row
	values []row
	next   int
}

// load reads the values of the sub-iterator's node and stands on the first; false when the row is to be dropped.
func (s *saver) load(ctx context.Context) bool {
	s.before = current(s.sub)
	s.values, s.next = s.values[:0], 0
	it := shape.BuildIterator(ctx, s.qs, s.step(path.StartPathNodes(s.qs, s.before.ref)).Shape())
	it, _ = it.Optimize(ctx)
	scan := it.Iterate()
	defer scan.Close()
	for scan.Next(ctx) {
		s.values = append(s.values, current(scan))
		for scan.NextPath(ctx) {
			s.values = append(s.values, current(scan))
		}
	}
	if s.err = scan.Err(); s.err != nil {
		return false
	}
	if len(s.values) == 0 {
		s.cur = s.before
		return s.optional
	}
	return s.advance()
}

func (s *saver) advance() bool {
	if s.next >= len(s.values) {
		return false
	}
	value := s.values[s.next]
	s.next++
	tags := make(map[string]refs.Ref, len(s.before.tags)+len(value.tags)+1)
	for tag, ref := range s.before.tags {
		tags[tag] = ref
	}
	for tag, ref := range value.tags {
		tags[tag] = ref
	}
	tags[s.tag] = value.ref
	s.cur = row{ref: s.before.ref, tags: tags}
	return true
}

func (s *saver) NextPath(ctx context.Context) bool {
	if s.advance() {
		return true
	}
	for s.err == nil && s.sub.NextPath(ctx) {
		if s.load(ctx) {
			return true
		}
	}
	return false
}

func (s *saver) Err() error {
	if s.err != nil {
		return s.err
	}
	return s.sub.Err()
}
func (s *saver) Close() error { return s.sub.Close() }

type saveNext struct {
	saver
	scan iterator.Scanner
}

func (s *saveNext) Next(ctx context.Context) bool {
	for s.err == nil && s.scan.Next(ctx) {
		if s.load(ctx) || s.NextPath(ctx) {
			return true
		}
	}
	return false
}

type saveContains struct {
	saver
	index iterator.Index
}

func (s *saveContains) Contains(ctx context.Context, v refs.Ref) bool {
	return s.err == nil && s.index.Contains(ctx, v) && (s.load(ctx) || s.NextPath(ctx))
}
