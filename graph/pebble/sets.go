package pebblestore

import (
	"context"
	"fmt"
	"maps"
	"sort"

	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
)

// meet lists what all its parts have, once for each way in which they have it.
type meet struct {
	reader   *reader
	parts    []iterator.Shape
	optional []iterator.Shape
	first    int
	order    []int // of the others
	costs    *iterator.Costs
}

func (m *meet) plan(ctx context.Context) (iterator.Costs, error) {
	if m.costs != nil {
		return *m.costs, nil
	}
	parts := make([]iterator.Costs, len(m.parts))
	var check int64
	size := int64(maxSize)
	for i, p := range m.parts {
		c, err := p.Stats(ctx)
		if err != nil {
			return iterator.Costs{}, err
		}
		parts[i] = capped(c)
		check += parts[i].ContainsCost
		size = min(size, parts[i].Size.Value)
	}
	least := -1.0
	m.first = 0
	for i, c := range parts {
		cost := float64(c.Size.Value) * float64(c.NextCost+check-c.ContainsCost)
		if least < 0 || cost < least {
			least, m.first = cost, i
		}
	}
	if m.reader.choose != nil {
		m.first = m.reader.choose(len(parts))
	}
	m.order = m.order[:0]
	for i := range parts {
		if i != m.first {
			m.order = append(m.order, i)
		}
	}
	sort.SliceStable(m.order, func(a, b int) bool { return parts[m.order[a]].ContainsCost < parts[m.order[b]].ContainsCost })
	c := capped(iterator.Costs{
		NextCost:     int64(least)/max(size, 1) + 1,
		ContainsCost: check,
		Size:         refs.Size{Value: size},
	})
	m.costs = &c
	return c, nil
}

func (m *meet) Stats(ctx context.Context) (iterator.Costs, error) { return m.plan(ctx) }

func (m *meet) Optimize(ctx context.Context) (iterator.Shape, bool) {
	for i := range m.parts {
		m.parts[i], _ = m.parts[i].Optimize(ctx)
	}
	for i := range m.optional {
		m.optional[i], _ = m.optional[i].Optimize(ctx)
	}
	return m, false
}

func (m *meet) SubIterators() []iterator.Shape {
	return append(append([]iterator.Shape(nil), m.parts...), m.optional...)
}

func (m *meet) String() string { return "pebble meet" }

func (m *meet) Iterate() iterator.Scanner {
	if _, err := m.plan(context.Background()); err != nil {
		return iterator.NewError(err)
	}
	it := &meetNext{first: m.parts[m.first].Iterate()}
	for _, i := range m.order {
		it.others = append(it.others, m.parts[i].Lookup())
	}
	it.addOptional(m)
	return it
}

func (m *meet) Lookup() iterator.Index {
	if _, err := m.plan(context.Background()); err != nil {
		return iterator.NewError(err)
	}
	it := &meetContains{}
	for _, i := range append(m.order[:len(m.order):len(m.order)], m.first) {
		it.others = append(it.others, m.parts[i].Lookup())
	}
	it.addOptional(m)
	return it
}

// lookups hold a value if all of them do; the optional ones only add to the ways.
type lookups struct {
	others   []iterator.Index
	required int // of others; the rest is optional
	held     []bool
	value    refs.Ref
	err      error
}

func (l *lookups) addOptional(m *meet) {
	l.required = len(l.others)
	for _, o := range m.optional {
		l.others = append(l.others, o.Lookup())
	}
	l.held = make([]bool, len(l.others))
}

func (l *lookups) contains(ctx context.Context, v refs.Ref) bool {
	l.value = v
	for i, o := range l.others {
		l.held[i] = o.Contains(ctx, v)
		if l.err = o.Err(); l.err != nil {
			return false
		}
		if !l.held[i] && i < l.required {
			return false
		}
	}
	return true
}

// nextPath moves to another combination of ways, the last lookup fastest.
func (l *lookups) nextPath(ctx context.Context) bool {
	for i := len(l.others) - 1; i >= 0; i-- {
		if !l.held[i] {
			continue
		}
		if !l.others[i].NextPath(ctx) {
			if l.err = l.others[i].Err(); l.err != nil {
				return false
			}
			continue
		}
		for k := i + 1; k < len(l.others); k++ {
			if l.held[k] && !l.others[k].Contains(ctx, l.value) {
				l.err = firstError(l.others[k].Err(), fmt.Errorf("a query that held a value no longer does"))
				return false
			}
		}
		return true
	}
	return false
}

func (l *lookups) tag(dst map[string]refs.Ref) {
	for i, o := range l.others {
		if l.held[i] {
			o.TagResults(dst)
		}
	}
}

func (l *lookups) close() error {
	var err error
	for _, o := range l.others {
		err = firstError(err, o.Close())
	}
	return err
}

type meetNext struct {
	lookups
	first iterator.Scanner
}

func (it *meetNext) Next(ctx context.Context) bool {
	for it.err == nil && it.first.Next(ctx) {
		if it.contains(ctx, it.first.Result()) {
			return true
		}
	}
	return false
}

func (it *meetNext) NextPath(ctx context.Context) bool {
	if it.err != nil {
		return false
	}
	if it.nextPath(ctx) {
		return true
	}
	return it.err == nil && it.first.NextPath(ctx) && it.contains(ctx, it.value)
}

func (it *meetNext) Result() refs.Ref { return it.first.Result() }
func (it *meetNext) Err() error       { return firstError(it.err, it.first.Err()) }
func (it *meetNext) TagResults(dst map[string]refs.Ref) {
	it.first.TagResults(dst)
	it.tag(dst)
}
func (it *meetNext) Close() error   { return firstError(it.first.Close(), it.close()) }
func (it *meetNext) String() string { return "pebble meet, listing" }

type meetContains struct{ lookups }

func (it *meetContains) Contains(ctx context.Context, v refs.Ref) bool {
	return it.err == nil && it.contains(ctx, v)
}
func (it *meetContains) NextPath(ctx context.Context) bool  { return it.err == nil && it.nextPath(ctx) }
func (it *meetContains) Result() refs.Ref                   { return it.value }
func (it *meetContains) Err() error                         { return it.err }
func (it *meetContains) TagResults(dst map[string]refs.Ref) { it.tag(dst) }
func (it *meetContains) Close() error                       { return it.close() }
func (it *meetContains) String() string                     { return "pebble meet, looking up" }

// union lists the results of its parts one after another; a value that several have is held in the ways of all.
type union struct{ parts []iterator.Shape }

func (u *union) Stats(ctx context.Context) (iterator.Costs, error) {
	var out iterator.Costs
	for _, p := range u.parts {
		c, err := p.Stats(ctx)
		if err != nil {
			return out, err
		}
		c = capped(c)
		out.NextCost = max(out.NextCost, c.NextCost)
		out.ContainsCost += c.ContainsCost
		out.Size.Value += c.Size.Value
	}
	return capped(out), nil
}

func (u *union) Optimize(ctx context.Context) (iterator.Shape, bool) {
	for i := range u.parts {
		u.parts[i], _ = u.parts[i].Optimize(ctx)
	}
	return u, false
}
func (u *union) SubIterators() []iterator.Shape { return u.parts }
func (u *union) String() string                 { return "pebble union" }
func (u *union) Iterate() iterator.Scanner      { return &unionNext{parts: u.parts} }
func (u *union) Lookup() iterator.Index {
	it := &unionContains{}
	for _, p := range u.parts {
		it.parts = append(it.parts, p.Lookup())
	}
	return it
}

type unionNext struct {
	parts []iterator.Shape
	at    iterator.Scanner
	err   error
}

func (it *unionNext) Next(ctx context.Context) bool {
	for it.err == nil {
		if it.at != nil {
			if it.at.Next(ctx) {
				return true
			}
			if it.err = it.at.Err(); it.err != nil || len(it.parts) == 0 {
				return false
			}
			it.err = it.at.Close()
		}
		if len(it.parts) == 0 {
			return false
		}
		it.at, it.parts = it.parts[0].Iterate(), it.parts[1:]
	}
	return false
}

func (it *unionNext) NextPath(ctx context.Context) bool { return it.at != nil && it.at.NextPath(ctx) }
func (it *unionNext) Result() refs.Ref                  { return it.at.Result() }
func (it *unionNext) TagResults(dst map[string]refs.Ref) {
	if it.at != nil {
		it.at.TagResults(dst)
	}
}
func (it *unionNext) Err() error {
	if it.at != nil {
		return firstError(it.err, it.at.Err())
	}
	return it.err
}
func (it *unionNext) Close() error {
	if it.at == nil {
		return nil
	}
	return it.at.Close()
}
func (it *unionNext) String() string { return "pebble union, listing" }

type unionContains struct {
	parts []iterator.Index
	at    int
	value refs.Ref
	err   error
}

func (it *unionContains) Contains(ctx context.Context, v refs.Ref) bool {
	it.value, it.at = v, -1
	return it.err == nil && it.advance(ctx)
}

func (it *unionContains) advance(ctx context.Context) bool {
	for it.at++; it.at < len(it.parts); it.at++ {
		if it.parts[it.at].Contains(ctx, it.value) {
			return true
		}
		if it.err = it.parts[it.at].Err(); it.err != nil {
			return false
		}
	}
	return false
}

func (it *unionContains) NextPath(ctx context.Context) bool {
	if it.err != nil || it.at < 0 || it.at >= len(it.parts) {
		return false
	}
	if it.parts[it.at].NextPath(ctx) {
		return true
	}
	if it.err = it.parts[it.at].Err(); it.err != nil {
		return false
	}
	return it.advance(ctx)
}

func (it *unionContains) Result() refs.Ref { return it.value }
func (it *unionContains) Err() error       { return it.err }
func (it *unionContains) TagResults(dst map[string]refs.Ref) {
	if it.at >= 0 && it.at < len(it.parts) {
		it.parts[it.at].TagResults(dst)
	}
}
func (it *unionContains) Close() error {
	var err error
	for _, p := range it.parts {
		err = firstError(err, p.Close())
	}
	return err
}
func (it *unionContains) String() string { return "pebble union, looking up" }

// except lists what one query has and another has not. What is excluded is kept in memory where it is little.
type except struct {
	reader        *reader
	from, exclude iterator.Shape
}

func (e *except) Stats(ctx context.Context) (iterator.Costs, error) {
	from, err := e.from.Stats(ctx)
	if err != nil {
		return from, err
	}
	exclude, err := e.exclude.Stats(ctx)
	from, exclude = capped(from), capped(exclude)
	from.NextCost += exclude.ContainsCost
	from.ContainsCost += exclude.ContainsCost
	from.Size.Exact = false
	return capped(from), err
}

func (e *except) Optimize(ctx context.Context) (iterator.Shape, bool) {
	e.from, _ = e.from.Optimize(ctx)
	e.exclude, _ = e.exclude.Optimize(ctx)
	return e, false
}
func (e *except) SubIterators() []iterator.Shape { return []iterator.Shape{e.from, e.exclude} }
func (e *except) String() string                 { return "pebble except" }
func (e *except) Iterate() iterator.Scanner {
	return &exceptNext{Scanner: e.from.Iterate(), excluded: excluded{except: e}}
}
func (e *except) Lookup() iterator.Index {
	return &exceptContains{Index: e.from.Lookup(), excluded: excluded{except: e}}
}

type excluded struct {
	except *except
	set    map[uint64]struct{}
	index  iterator.Index
	err    error
}

func (x *excluded) has(ctx context.Context, v refs.Ref) bool {
	if x.set == nil && x.index == nil {
		c, err := x.except.exclude.Stats(ctx)
		var found *rows
		if err == nil && c.Size.Value <= maxKept {
			found, err = collect(ctx, x.except.reader, x.except.exclude, maxKept)
		}
		if x.err = err; err != nil {
			return true
		}
		if found == nil {
			x.index = x.except.exclude.Lookup()
		} else {
			x.set = make(map[uint64]struct{}, len(found.list))
			for _, r := range found.list {
				x.set[r.id] = struct{}{}
			}
		}
	}
	if x.index != nil {
		held := x.index.Contains(ctx, v)
		x.err = x.index.Err()
		return held || x.err != nil
	}
	var id uint64
	if id, x.err = x.except.reader.idOf(v); x.err != nil {
		return true
	}
	_, held := x.set[id]
	return held
}

func (x *excluded) close() error {
	if x.index == nil {
		return nil
	}
	return x.index.Close()
}

type exceptNext struct {
	iterator.Scanner
	excluded
}

func (it *exceptNext) Next(ctx context.Context) bool {
	for it.err == nil && it.Scanner.Next(ctx) {
		if !it.has(ctx, it.Scanner.Result()) {
			return true
		}
	}
	return false
}
func (it *exceptNext) Err() error   { return firstError(it.err, it.Scanner.Err()) }
func (it *exceptNext) Close() error { return firstError(it.Scanner.Close(), it.close()) }

type exceptContains struct {
	iterator.Index
	excluded
}

func (it *exceptContains) Contains(ctx context.Context, v refs.Ref) bool {
	return it.err == nil && it.Index.Contains(ctx, v) && !it.has(ctx, v)
}
func (it *exceptContains) Err() error   { return firstError(it.err, it.Index.Err()) }
func (it *exceptContains) Close() error { return firstError(it.Index.Close(), it.close()) }

// keptIterator runs a query once as it stands and keeps its results, to list or to look up.
type keptIterator struct {
	reader *reader
	of     iterator.Shape
}

func (k *keptIterator) Stats(ctx context.Context) (iterator.Costs, error) {
	if _, ok := k.of.(*iterator.Recursive); ok {
		// What Cayley states is the fifth power of a guess, often past any number.
		return iterator.Costs{NextCost: seekCost, ContainsCost: seekCost, Size: refs.Size{Value: 1000}}, nil
	}
	c, err := k.of.Stats(ctx)
	c = capped(c)
	c.Size.Exact = false
	// Keeping costs once what listing does; spread over as many lookups, a lookup costs about as a step does.
	c.ContainsCost = c.NextCost + 1
	return c, err
}
func (k *keptIterator) Optimize(ctx context.Context) (iterator.Shape, bool) {
	k.of, _ = k.of.Optimize(ctx)
	return k, false
}
func (k *keptIterator) SubIterators() []iterator.Shape { return []iterator.Shape{k.of} }
func (k *keptIterator) String() string                 { return "pebble kept" }
func (k *keptIterator) Iterate() iterator.Scanner      { return k.of.Iterate() }
func (k *keptIterator) Lookup() iterator.Index         { return &keptContains{kept: k} }

type keptContains struct {
	kept  *keptIterator
	byID  map[uint64][]row
	ways  []row
	value refs.Ref
	err   error
}

func (it *keptContains) Contains(ctx context.Context, v refs.Ref) bool {
	if it.err != nil {
		return false
	}
	if it.byID == nil {
		found, err := collect(ctx, it.kept.reader, it.kept.of, 0)
		if it.err = err; err != nil {
			return false
		}
		it.byID = make(map[uint64][]row)
		for _, r := range found.list {
			it.byID[r.id] = append(it.byID[r.id], r)
		}
	}
	id, err := it.kept.reader.idOf(v)
	it.err, it.value, it.ways = err, v, nil
	if err == nil && id != 0 {
		it.ways = it.byID[id]
	}
	return len(it.ways) > 0
}

func (it *keptContains) NextPath(context.Context) bool {
	if len(it.ways) < 2 {
		return false
	}
	it.ways = it.ways[1:]
	return true
}

func (it *keptContains) Result() refs.Ref { return it.value }
func (it *keptContains) Err() error       { return it.err }
func (it *keptContains) TagResults(dst map[string]refs.Ref) {
	if len(it.ways) > 0 {
		maps.Copy(dst, it.ways[0].tags)
	}
}
func (it *keptContains) Close() error   { return nil }
func (it *keptContains) String() string { return "pebble kept, looking up" }

// sorted lists results by their text, and those of one text as they come.
type sorted struct {
	reader *reader
	of     iterator.Shape
}

func (s *sorted) Stats(ctx context.Context) (iterator.Costs, error) {
	c, err := s.of.Stats(ctx)
	c = capped(c)
	c.Size.Exact = false
	return c, err
}
func (s *sorted) Optimize(ctx context.Context) (iterator.Shape, bool) {
	s.of, _ = s.of.Optimize(ctx)
	return s, false
}
func (s *sorted) SubIterators() []iterator.Shape { return []iterator.Shape{s.of} }
func (s *sorted) String() string                 { return "pebble sorted" }
func (s *sorted) Iterate() iterator.Scanner      { return &sortedNext{sorted: s} }
func (s *sorted) Lookup() iterator.Index         { return s.of.Lookup() }

type sortedNext struct {
	sorted *sorted
	list   []row
	begun  bool
	at     int
	err    error
}

func (it *sortedNext) Next(ctx context.Context) bool {
	if it.err != nil {
		return false
	}
	if it.begun {
		it.at++
		return it.at < len(it.list)
	}
	it.begun = true
	found, err := collect(ctx, it.sorted.reader, it.sorted.of, 0)
	if it.err = err; err != nil {
		return false
	}
	texts := make(map[refs.Ref]string)
	for _, r := range found.list {
		if _, ok := texts[r.ref]; ok || r.ref == nil {
			continue
		}
		v, err := it.sorted.reader.NameOf(r.ref)
		if it.err = err; err != nil {
			return false
		}
		if v != nil {
			texts[r.ref] = v.String()
		}
	}
	it.list = found.list
	sort.SliceStable(it.list, func(a, b int) bool { return texts[it.list[a].ref] < texts[it.list[b].ref] })
	return it.at < len(it.list)
}

func (it *sortedNext) NextPath(context.Context) bool      { return false }
func (it *sortedNext) Result() refs.Ref                   { return it.list[it.at].ref }
func (it *sortedNext) TagResults(dst map[string]refs.Ref) { maps.Copy(dst, it.list[it.at].tags) }
func (it *sortedNext) Err() error                         { return it.err }
func (it *sortedNext) Close() error                       { return nil }
func (it *sortedNext) String() string                     { return "pebble sorted, listing" }

// uncertain says of a query that its size is not known exactly, where Cayley only thinks so.
type uncertain struct{ iterator.Shape }

func (u *uncertain) Stats(ctx context.Context) (iterator.Costs, error) {
	c, err := u.Shape.Stats(ctx)
	c.Size.Exact = false
	return c, err
}

func (u *uncertain) Optimize(ctx context.Context) (iterator.Shape, bool) {
	u.Shape, _ = u.Shape.Optimize(ctx)
	return u, false
}
