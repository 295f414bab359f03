package pebblestore

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
)

// join lists quads by what is known of their places, and gives the value at one place of each, or the quads themselves.
// It is what a step of a path becomes. What is known is a set of values or another query; the join decides by their
// sizes which of them it starts from, and looks the others up.
type join struct {
	reader *reader
	// result is the place whose values are listed, or allPlaces for the quads.
	result int
	// fixed are the values that a place may have, nil for any.
	fixed [4][]uint64
	subs  []subQuery
	// tags are names under which results carry the value at a place; constants, those that are the same for all.
	tags      [4][]string
	constants map[string]refs.Ref
	// labelled leaves out the quads without a label.
	labelled bool

	settled bool
	costs   *iterator.Costs
	driver  int // the sub to start from, or none
}

// subQuery is a query for the values at a place.
type subQuery struct {
	place int
	shape iterator.Shape
}

const (
	allPlaces = -1
	noDriver  = -1
)

// Costs are counted in steps of a cursor.
const (
	seekCost = 16
	// measureCost is what it takes to estimate how many quads match a pattern: some seeks and a hundred steps.
	measureCost = 256
	// maxPatterns caps the ranges made from combinations of fixed values.
	maxPatterns = 256
	// maxKept caps the results of a sub that are kept in memory.
	maxKept = 2000
)

// usualFan is how many quads a value is expected to have at a place, where that is not looked up.
var usualFan = [4]int64{subject: 4, predicate: 1000, object: 16, label: 16}

func newJoin(r *reader, result int) *join { return &join{reader: r, result: result, driver: noDriver} }

// settle turns into a sub what would be too many combinations.
func (j *join) settle() {
	if j.settled {
		return
	}
	j.settled = true
	for {
		product, longest := 1, 0
		for p, list := range j.fixed {
			if list != nil {
				product *= max(1, len(list))
				if len(list) > len(j.fixed[longest]) {
					longest = p
				}
			}
		}
		if product <= maxPatterns {
			return
		}
		j.subs = append(j.subs, subQuery{longest, newSet(j.reader, j.fixed[longest])})
		j.fixed[longest] = nil
	}
}

// patterns are all combinations of the fixed values.
func (j *join) patterns() []ids {
	out := []ids{{}}
	for p, list := range j.fixed {
		if list == nil {
			continue
		}
		next := make([]ids, 0, len(out)*len(list))
		for _, pattern := range out {
			for _, id := range list {
				pattern[p] = id
				next = append(next, pattern)
			}
		}
		out = next
	}
	return out
}

// fixedSize is the number of quads with the fixed values.
func (j *join) fixedSize() (total int64, exact bool, err error) {
	const sample = 16
	patterns := j.patterns()
	exact = len(patterns) <= sample
	looked := patterns[:min(len(patterns), sample)]
	for i := range looked {
		n, ok, err := j.reader.size(&looked[i])
		if err != nil {
			return 0, false, err
		}
		total += n
		exact = exact && ok
	}
	if len(looked) < len(patterns) {
		total = total * int64(len(patterns)) / sample
	}
	return min(total, maxSize), exact, nil
}

// plan chooses where to start.
func (j *join) plan(ctx context.Context) (iterator.Costs, error) {
	if j.costs != nil {
		return *j.costs, nil
	}
	j.settle()
	subs := make([]iterator.Costs, len(j.subs))
	var check int64
	for i, s := range j.subs {
		c, err := s.shape.Stats(ctx)
		if err != nil {
			return iterator.Costs{}, err
		}
		subs[i] = capped(c)
		check += subs[i].ContainsCost
	}
	// Where a sub has few results, measuring what else there is would take longer than starting from it.
	size, exact := int64(maxSize), false
	if _, least, _ := j.cheapest(subs, check, size); least > measureCost {
		var err error
		if size, exact, err = j.fixedSize(); err != nil {
			return iterator.Costs{}, err
		}
	}
	driver, least, results := j.cheapest(subs, check, size)
	j.driver = driver
	if j.reader.choose != nil {
		j.driver = j.reader.choose(len(j.subs)+1) - 1
	}
	resultFan := int64(1)
	if j.result != allPlaces {
		resultFan = min(usualFan[j.result], max(size, 1))
	}
	c := capped(iterator.Costs{
		NextCost:     int64(least)/max(results, 1) + 1,
		ContainsCost: seekCost + resultFan*(1+check),
		Size:         refs.Size{Value: results, Exact: exact && len(j.subs) == 0 && !j.labelled && j.result != label},
	})
	j.costs = &c
	return c, nil
}

// cheapest is the sub to start from, or none, with what that costs and how many results the join may have. There are
// size quads with the fixed values, and to look a value up in all subs costs check.
func (j *join) cheapest(subs []iterator.Costs, check, size int64) (driver int, least float64, results int64) {
	driver, least, results = noDriver, float64(size)*float64(1+check), size
	patterns := int64(1)
	for _, list := range j.fixed {
		patterns *= max(1, int64(len(list)))
	}
	for i, s := range j.subs {
		n := float64(subs[i].Size.Value)
		fan := min(usualFan[s.place], size)
		cost := n * (float64(subs[i].NextCost) + float64(seekCost*patterns) + float64(fan)*float64(1+check-subs[i].ContainsCost))
		if cost < least {
			least, driver = cost, i
		}
		results = min(results, int64(min(n*float64(fan), maxSize)))
	}
	return driver, least, results
}

// capped keeps costs in bounds: Cayley multiplies them without a check.
func capped(c iterator.Costs) iterator.Costs {
	const most = 1 << 24
	c.NextCost = min(max(c.NextCost, 1), most)
	c.ContainsCost = min(max(c.ContainsCost, 1), most)
	c.Size.Value = min(max(c.Size.Value, 0), maxSize)
	return c
}

// Stats is part of iterator.Shape.
func (j *join) Stats(ctx context.Context) (iterator.Costs, error) { return j.plan(ctx) }

// Optimize is part of iterator.Shape.
func (j *join) Optimize(ctx context.Context) (iterator.Shape, bool) {
	for i := range j.subs {
		j.subs[i].shape, _ = j.subs[i].shape.Optimize(ctx)
	}
	return j, false
}

// SubIterators is part of iterator.Shape.
func (j *join) SubIterators() []iterator.Shape {
	var out []iterator.Shape
	for _, s := range j.subs {
		out = append(out, s.shape)
	}
	return out
}

func (j *join) String() string { return fmt.Sprintf("pebble join(%v)", j.fixed) }

// Iterate is part of iterator.Shape.
func (j *join) Iterate() iterator.Scanner {
	j.settle()
	if len(j.subs) > 0 {
		if _, err := j.plan(context.Background()); err != nil {
			return iterator.NewError(err)
		}
	}
	it := &joinNext{}
	it.join, it.cur = j, new(cursor)
	it.patterns = j.patterns()
	for i, s := range j.subs {
		if i == j.driver {
			it.source, it.sourcePlace = &scanned{it: s.shape.Iterate(), reader: j.reader}, s.place
		} else {
			it.checks = append(it.checks, check{s.place, s.shape.Lookup()})
		}
	}
	return it
}

// Lookup is part of iterator.Shape.
func (j *join) Lookup() iterator.Index {
	j.settle()
	it := &joinContains{base: j.patterns(), kept: noDriver}
	it.join, it.cur = j, new(cursor)
	for i, s := range j.subs {
		it.checks = append(it.checks, check{s.place, s.shape.Lookup()})
		c, err := s.shape.Stats(context.Background())
		if err == nil && c.Size.Value <= maxKept/4 && s.place != j.result && (it.kept < 0 || c.Size.Value < it.keptSize) {
			it.kept, it.keptSize = i, c.Size.Value
		}
	}
	return it
}

// source lists values that quads must have at a place.
type source interface {
	next(ctx context.Context) (id uint64, ok bool)
	tag(dst map[string]refs.Ref)
	error() error
	close() error
}

// check looks up whether the value at a place is among those of a sub.
type check struct {
	place int
	index iterator.Index
}

// walk goes through the quads of some patterns, for each value of a source where there is one, that pass the checks.
type walk struct {
	join        *join
	patterns    []ids
	source      source
	sourcePlace int
	checks      []check

	cur     *cursor
	at      int // of the patterns
	open    bool
	started bool
	value   uint64 // of the source
	quad    ids
	err     error
}

func (w *walk) restart(patterns []ids) {
	w.patterns, w.at, w.open, w.started = patterns, 0, false, false
}

func (w *walk) next(ctx context.Context) bool {
	for w.err == nil {
		if w.open {
			if w.cur.next(ctx) {
				if w.cur.quad(&w.quad) && w.accept(ctx) {
					return true
				}
				w.err = firstError(w.err, w.cur.err)
				continue
			}
			w.open = false
			if w.err = w.cur.err; w.err != nil {
				return false
			}
		}
		if w.source != nil && (!w.started || w.at == len(w.patterns)) {
			w.started = true
			var ok bool
			if w.value, ok = w.source.next(ctx); !ok {
				w.err = w.source.error()
				return false
			}
			w.at = 0
			continue
		}
		if w.at == len(w.patterns) {
			return false
		}
		pattern := w.patterns[w.at]
		w.at++
		if w.source != nil {
			if p := w.sourcePlace; pattern[p] != 0 && pattern[p] != w.value {
				continue
			}
			pattern[w.sourcePlace] = w.value
		}
		if w.err = ctx.Err(); w.err != nil {
			return false
		}
		w.open = w.cur.seek(w.join.reader, &pattern)
		w.err = w.cur.err
	}
	return false
}

func (w *walk) accept(ctx context.Context) bool {
	if w.quad[label] == 0 && (w.join.labelled || w.join.result == label) {
		return false
	}
	for _, c := range w.checks {
		id := w.quad[c.place]
		if id == 0 || !c.index.Contains(ctx, node(id)) {
			w.err = firstError(w.err, c.index.Err())
			return false
		}
	}
	return true
}

// nextPath moves to another way in which the present quad passes the checks: all combinations, the last check fastest.
func (w *walk) nextPath(ctx context.Context) bool {
	if w.err != nil {
		return false
	}
	for i := len(w.checks) - 1; i >= 0; i-- {
		c := w.checks[i]
		if !c.index.NextPath(ctx) {
			if w.err = c.index.Err(); w.err != nil {
				return false
			}
			continue
		}
		for _, later := range w.checks[i+1:] {
			if !later.index.Contains(ctx, node(w.quad[later.place])) {
				w.err = firstError(later.index.Err(), fmt.Errorf("a query that held a value no longer does"))
				return false
			}
		}
		return true
	}
	return false
}

func (w *walk) result() refs.Ref {
	if w.join.result == allPlaces {
		return quadRef(w.quad)
	}
	return ref(w.quad[w.join.result])
}

func (w *walk) tag(dst map[string]refs.Ref) {
	if w.source != nil {
		w.source.tag(dst)
	}
	for _, c := range w.checks {
		c.index.TagResults(dst)
	}
	for p, names := range w.join.tags {
		for _, name := range names {
			dst[name] = ref(w.quad[p])
		}
	}
	maps.Copy(dst, w.join.constants)
}

func (w *walk) close() error {
	err := w.cur.close()
	if w.source != nil {
		err = firstError(err, w.source.close())
	}
	for _, c := range w.checks {
		err = firstError(err, c.index.Close())
	}
	return err
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// scanned is a query as a source. Each way to a value comes as a value of its own.
type scanned struct {
	it      iterator.Scanner
	reader  *reader
	id      uint64
	started bool
	err     error
}

func (s *scanned) next(ctx context.Context) (uint64, bool) {
	if s.started && s.id != 0 && s.it.NextPath(ctx) {
		return s.id, true
	}
	s.started = true
	for s.it.Next(ctx) {
		if s.id, s.err = s.reader.idOf(s.it.Result()); s.err != nil {
			return 0, false
		}
		if s.id != 0 {
			return s.id, true
		}
	}
	return 0, false
}

func (s *scanned) tag(dst map[string]refs.Ref) { s.it.TagResults(dst) }
func (s *scanned) error() error                { return firstError(s.err, s.it.Err()) }
func (s *scanned) close() error                { return s.it.Close() }

// joinNext lists the results of a join.
type joinNext struct{ walk }

func (it *joinNext) Next(ctx context.Context) bool {
	if it.walk.next(ctx) {
		return true
	}
	it.cur.close()
	return false
}

func (it *joinNext) NextPath(ctx context.Context) bool  { return it.nextPath(ctx) }
func (it *joinNext) Result() refs.Ref                   { return it.result() }
func (it *joinNext) TagResults(dst map[string]refs.Ref) { it.tag(dst) }
func (it *joinNext) Err() error                         { return it.err }
func (it *joinNext) Close() error                       { return it.close() }
func (it *joinNext) String() string                     { return "pebble join, listing" }

// joinContains looks up whether a value is among the results of a join, and by which quads.
type joinContains struct {
	walk
	base []ids
	// kept is the sub whose results may be kept in memory, for values that have many quads.
	kept     int
	keptSize int64
	rows     *rows
	own      []ids
	value    refs.Ref
	byRows   *walk
}

// Contains is part of iterator.Index.
func (it *joinContains) Contains(ctx context.Context, v refs.Ref) bool {
	if it.err != nil {
		return false
	}
	it.byRows = nil
	it.own = it.own[:0]
	if it.join.result == allPlaces {
		q, ok := v.(quadRef)
		if !ok {
			return false
		}
		for _, pattern := range it.base {
			if matches(&pattern, (*ids)(&q)) {
				it.own = append(it.own, ids(q))
			}
		}
	} else {
		id, err := it.join.reader.idOf(v)
		if err != nil || id == 0 {
			it.err = err
			return false
		}
		for _, pattern := range it.base {
			if p := it.join.result; pattern[p] == 0 || pattern[p] == id {
				pattern[p] = id
				it.own = append(it.own, pattern)
			}
		}
	}
	it.restart(it.own)
	if it.kept >= 0 && it.join.result != allPlaces && it.many(ctx) && it.keep(ctx) {
		w := &walk{join: it.join, cur: it.cur, source: it.rows, sourcePlace: it.join.subs[it.kept].place}
		for i, c := range it.checks {
			if i != it.kept {
				w.checks = append(w.checks, c)
			}
		}
		it.rows.at = -1
		w.restart(it.own)
		it.byRows = w
	}
	return it.advance(ctx)
}

func matches(pattern, q *ids) bool {
	for p, id := range pattern {
		if id != 0 && q[p] != id {
			return false
		}
	}
	return true
}

func (it *joinContains) active() *walk {
	if it.byRows != nil {
		return it.byRows
	}
	return &it.walk
}

func (it *joinContains) advance(ctx context.Context) bool {
	w := it.active()
	ok := w.next(ctx)
	it.err = w.err
	return ok
}

// many tells whether a value has many more quads than the kept sub has results.
func (it *joinContains) many(ctx context.Context) bool {
	if it.join.reader.choose != nil {
		return it.join.reader.choose(2) == 1
	}
	if len(it.own) > 4 {
		return false
	}
	limit := 8*it.keptSize + 32
	for i := range it.own {
		if !it.cur.seek(it.join.reader, &it.own[i]) {
			break
		}
		for limit > 0 && it.cur.next(ctx) {
			limit--
		}
	}
	it.err = it.cur.err
	return limit == 0 && it.err == nil
}

// keep reads the results of the sub into memory; false when they are too many.
func (it *joinContains) keep(ctx context.Context) bool {
	if it.rows == nil {
		rows, err := collect(ctx, it.join.reader, it.join.subs[it.kept].shape, maxKept)
		if err != nil {
			it.err = err
			return false
		}
		if rows == nil {
			it.kept = noDriver
			return false
		}
		it.rows = rows
	}
	return true
}

// NextPath is part of iterator.Index.
func (it *joinContains) NextPath(ctx context.Context) bool {
	if it.err != nil {
		return false
	}
	w := it.active()
	if w.nextPath(ctx) {
		return true
	}
	if it.err = w.err; it.err != nil {
		return false
	}
	return it.advance(ctx)
}

func (it *joinContains) Result() refs.Ref                   { return it.active().result() }
func (it *joinContains) TagResults(dst map[string]refs.Ref) { it.active().tag(dst) }
func (it *joinContains) Err() error                         { return it.err }
func (it *joinContains) String() string                     { return "pebble join, looking up" }

// Close is part of iterator.Index.
func (it *joinContains) Close() error { return it.close() }

// rows are results of a query kept in memory.
type rows struct {
	list []row
	at   int
}

type row struct {
	id   uint64
	ref  refs.Ref
	tags map[string]refs.Ref
}

// collect keeps all results of a query, each way to one as a result of its own; nil when there are more than most.
// Zero is no limit.
func collect(ctx context.Context, r *reader, shape iterator.Shape, most int) (*rows, error) {
	it := shape.Iterate()
	defer it.Close()
	out := &rows{at: -1}
	add := func() error {
		v := it.Result()
		id, err := r.idOf(v)
		tags := make(map[string]refs.Ref)
		it.TagResults(tags)
		out.list = append(out.list, row{id, v, tags})
		return err
	}
	for it.Next(ctx) {
		for more := true; more; more = it.NextPath(ctx) {
			if err := add(); err != nil {
				return nil, err
			}
			if most > 0 && len(out.list) > most {
				return nil, nil
			}
		}
	}
	if err := it.Err(); err != nil {
		return nil, err
	}
	return out, ctx.Err()
}

func (r *rows) next(context.Context) (uint64, bool) {
	for r.at++; r.at < len(r.list); r.at++ {
		if id := r.list[r.at].id; id != 0 {
			return id, true
		}
	}
	return 0, false
}

func (r *rows) tag(dst map[string]refs.Ref) { maps.Copy(dst, r.list[r.at].tags) }
func (r *rows) error() error                { return nil }
func (r *rows) close() error                { return nil }

// set is a fixed set of values as a query; a value that stands in it twice is listed twice.
type set struct {
	reader *reader
	list   []uint64
	count  map[uint64]int
}

func newSet(r *reader, list []uint64) *set {
	s := &set{reader: r, list: slices.Clone(list), count: make(map[uint64]int, len(list))}
	for _, id := range list {
		s.count[id]++
	}
	return s
}

func (s *set) Iterate() iterator.Scanner { return &setNext{set: s, at: -1} }
func (s *set) Lookup() iterator.Index    { return &setContains{set: s} }
func (s *set) Stats(context.Context) (iterator.Costs, error) {
	return iterator.Costs{ContainsCost: 1, NextCost: 1, Size: refs.Size{Value: int64(len(s.list)), Exact: true}}, nil
}
func (s *set) Optimize(context.Context) (iterator.Shape, bool) { return s, false }
func (s *set) SubIterators() []iterator.Shape                  { return nil }
func (s *set) String() string                                  { return fmt.Sprintf("pebble set of %d", len(s.list)) }

type setNext struct {
	*set
	at int
}

func (it *setNext) Next(context.Context) bool      { it.at++; return it.at < len(it.list) }
func (it *setNext) Result() refs.Ref               { return node(it.list[it.at]) }
func (it *setNext) NextPath(context.Context) bool  { return false }
func (it *setNext) TagResults(map[string]refs.Ref) {}
func (it *setNext) Err() error                     { return nil }
func (it *setNext) Close() error                   { return nil }

type setContains struct {
	*set
	id   uint64
	more int
	err  error
}

func (it *setContains) Contains(_ context.Context, v refs.Ref) bool {
	if it.id, it.err = it.reader.idOf(v); it.id == 0 {
		return false
	}
	it.more = it.count[it.id] - 1
	return it.more >= 0
}

func (it *setContains) NextPath(context.Context) bool {
	it.more--
	return it.more >= 0
}
func (it *setContains) Result() refs.Ref               { return ref(it.id) }
func (it *setContains) TagResults(map[string]refs.Ref) {}
func (it *setContains) Err() error                     { return it.err }
func (it *setContains) Close() error                   { return nil }
