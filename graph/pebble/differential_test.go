package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

// Queries are made twice from the same steps: as a path for Cayley and as a plain evaluation over all quads.

// answer is one row: a value and the tags on the way to it.
type answer struct {
	value quad.Value
	tags  map[string]quad.Value
}

func (a answer) with(v quad.Value, tags map[string]quad.Value) answer {
	all := maps.Clone(a.tags)
	if all == nil {
		all = map[string]quad.Value{}
	}
	maps.Copy(all, tags)
	return answer{v, all}
}

func (a answer) String() string {
	var parts []string
	for k, v := range a.tags {
		parts = append(parts, k+"="+quad.StringOf(v))
	}
	sort.Strings(parts)
	return quad.StringOf(a.value) + " " + strings.Join(parts, " ")
}

// evaluator is the brute force.
type evaluator struct {
	quads []quad.Quad
	nodes []quad.Value
	// labels are the ways a label may be met: nil for any label or none.
	labels map[quad.Value][]map[string]quad.Value
}

func newEvaluator(quads map[quad.Quad]bool) *evaluator {
	e := &evaluator{}
	seen := map[quad.Value]bool{}
	for q := range quads {
		e.quads = append(e.quads, q)
		for _, d := range quad.Directions {
			if v := q.Get(d); v != nil && !seen[v] {
				seen[v] = true
				e.nodes = append(e.nodes, v)
			}
		}
	}
	return e
}

func (e *evaluator) run(q query) []answer {
	sub := &evaluator{quads: e.quads, nodes: e.nodes}
	var rows []answer
	if q.start == nil {
		for _, v := range e.nodes {
			rows = append(rows, answer{value: v})
		}
	} else {
		for i, v := range q.start {
			if slices.Contains(e.nodes, v) && !slices.Contains(q.start[:i], v) {
				rows = append(rows, answer{value: v})
			}
		}
	}
	for _, s := range q.steps {
		rows = s.eval(sub, rows)
	}
	return rows
}

// hop gives a row for each quad that has the row's value at from, one of the predicates, and a label that is met, for
// each way in which it is.
func (e *evaluator) hop(rows []answer, from, to quad.Direction, preds []quad.Value, accept func(quad.Value) bool, tags func(quad.Quad) map[string]quad.Value) []answer {
	var out []answer
	for _, r := range rows {
		for _, q := range e.quads {
			if q.Get(from) != r.value || preds != nil && !slices.Contains(preds, q.Predicate) || accept != nil && !accept(q.Get(to)) {
				continue
			}
			ways := []map[string]quad.Value{nil}
			if e.labels != nil {
				if q.Label == nil {
					continue
				}
				ways = e.labels[q.Label]
			}
			for _, way := range ways {
				next := r.with(q.Get(to), way)
				if tags != nil {
					maps.Copy(next.tags, tags(q))
				}
				out = append(out, next)
			}
		}
	}
	return out
}

type step struct {
	name string
	path func(*path.Path) *path.Path
	eval func(*evaluator, []answer) []answer
}

type query struct {
	start  []quad.Value // nil for all nodes
	steps  []step
	noTags bool // which way's tags come is not laid down
}

func (q query) String() string {
	s := "V()"
	if q.start != nil {
		s = fmt.Sprintf("V(%v)", q.start)
	}
	for _, st := range q.steps {
		s += "." + st.name
	}
	return s
}

func (q query) path(qs cayley.QuadStore) *path.Path {
	p := path.StartPath(qs, q.start...)
	for _, s := range q.steps {
		p = s.path(p)
	}
	return p
}

func anys(vs []quad.Value) []interface{} {
	out := make([]interface{}, len(vs))
	for i, v := range vs {
		out[i] = v
	}
	return out
}

func out(preds ...quad.Value) step {
	return step{fmt.Sprintf("Out(%v)", preds), func(p *path.Path) *path.Path { return p.Out(anys(preds)...) },
		func(e *evaluator, rows []answer) []answer {
			return e.hop(rows, quad.Subject, quad.Object, preds, nil, nil)
		}}
}

func in(preds ...quad.Value) step {
	return step{fmt.Sprintf("In(%v)", preds), func(p *path.Path) *path.Path { return p.In(anys(preds)...) },
		func(e *evaluator, rows []answer) []answer {
			return e.hop(rows, quad.Object, quad.Subject, preds, nil, nil)
		}}
}

func both(preds ...quad.Value) step {
	return step{fmt.Sprintf("Both(%v)", preds), func(p *path.Path) *path.Path { return p.Both(anys(preds)...) },
		func(e *evaluator, rows []answer) []answer {
			return append(in(preds...).eval(e, rows), out(preds...).eval(e, rows)...)
		}}
}

func outTagged(tag string, preds ...quad.Value) step {
	return step{fmt.Sprintf("Out(%v, %q)", preds, tag), func(p *path.Path) *path.Path { return p.OutWithTags([]string{tag}, anys(preds)...) },
		func(e *evaluator, rows []answer) []answer {
			return e.hop(rows, quad.Subject, quad.Object, preds, nil, func(q quad.Quad) map[string]quad.Value {
				return map[string]quad.Value{tag: q.Predicate}
			})
		}}
}

// outVia goes over the predicates that a query finds.
func outVia(via query) step {
	return step{fmt.Sprintf("Out(%v)", via), func(p *path.Path) *path.Path { return p.Out(via.path(nil)) },
		func(e *evaluator, rows []answer) []answer {
			var found []answer
			ways := e.run(via)
			for _, w := range ways {
				found = append(found, e.hop(rows, quad.Subject, quad.Object, []quad.Value{w.value}, nil, func(quad.Quad) map[string]quad.Value { return w.tags })...)
			}
			return found
		}}
}

func has(p quad.Value, values ...quad.Value) step {
	return step{fmt.Sprintf("Has(%v, %v)", p, values), func(q *path.Path) *path.Path { return q.Has(p, values...) },
		func(e *evaluator, rows []answer) []answer {
			return back(e, rows, quad.Subject, quad.Object, p, func(v quad.Value) bool { return len(values) == 0 || slices.Contains(values, v) }, "")
		}}
}

func hasR(p quad.Value, values ...quad.Value) step {
	return step{fmt.Sprintf("HasR(%v, %v)", p, values), func(q *path.Path) *path.Path { return q.HasReverse(p, values...) },
		func(e *evaluator, rows []answer) []answer {
			return back(e, rows, quad.Object, quad.Subject, p, func(v quad.Value) bool { return len(values) == 0 || slices.Contains(values, v) }, "")
		}}
}

// back keeps the value of a row, once for each quad.
func back(e *evaluator, rows []answer, from, to quad.Direction, p quad.Value, accept func(quad.Value) bool, tag string) []answer {
	var found []answer
	for _, r := range rows {
		for _, hop := range e.hop([]answer{r}, from, to, []quad.Value{p}, accept, func(q quad.Quad) map[string]quad.Value {
			if tag == "" {
				return nil
			}
			return map[string]quad.Value{tag: q.Get(to)}
		}) {
			hop.value = r.value
			found = append(found, hop)
		}
	}
	return found
}

func save(p quad.Value, tag string) step {
	return step{fmt.Sprintf("Save(%v, %q)", p, tag), func(q *path.Path) *path.Path { return q.Save(p, tag) },
		func(e *evaluator, rows []answer) []answer {
			return back(e, rows, quad.Subject, quad.Object, p, nil, tag)
		}}
}

func saveR(p quad.Value, tag string) step {
	return step{fmt.Sprintf("SaveR(%v, %q)", p, tag), func(q *path.Path) *path.Path { return q.SaveReverse(p, tag) },
		func(e *evaluator, rows []answer) []answer {
			return back(e, rows, quad.Object, quad.Subject, p, nil, tag)
		}}
}

func saveOpt(p quad.Value, tag string) step {
	return step{fmt.Sprintf("SaveOpt(%v, %q)", p, tag), func(q *path.Path) *path.Path { return q.SaveOptional(p, tag) },
		func(e *evaluator, rows []answer) []answer {
			var found []answer
			for _, r := range rows {
				saved := back(e, []answer{r}, quad.Subject, quad.Object, p, nil, tag)
				if len(saved) == 0 {
					saved = []answer{r}
				}
				found = append(found, saved...)
			}
			return found
		}}
}

func tag(name string) step {
	return step{fmt.Sprintf("Tag(%q)", name), func(p *path.Path) *path.Path { return p.Tag(name) },
		func(_ *evaluator, rows []answer) []answer {
			var found []answer
			for _, r := range rows {
				found = append(found, r.with(r.value, map[string]quad.Value{name: r.value}))
			}
			return found
		}}
}

func filter(name string, f func(*path.Path) *path.Path, accept func(quad.Value) bool) step {
	return step{name, f, func(_ *evaluator, rows []answer) []answer {
		var found []answer
		for _, r := range rows {
			if accept(r.value) {
				found = append(found, r)
			}
		}
		return found
	}}
}

func is(values ...quad.Value) step {
	return filter(fmt.Sprintf("Is(%v)", values), func(p *path.Path) *path.Path { return p.Is(values...) },
		func(v quad.Value) bool { return slices.Contains(values, v) })
}

func above(n int) step {
	return filter(fmt.Sprintf("gt(%d)", n), func(p *path.Path) *path.Path { return p.Filter(iterator.CompareGT, quad.Int(n)) },
		func(v quad.Value) bool { i, ok := v.(quad.Int); return ok && int(i) > n })
}

func like(begin string) step {
	return filter(fmt.Sprintf("like(%q)", begin), func(p *path.Path) *path.Path {
		return p.Filters(shape.Wildcard{Pattern: begin + "%"})
	}, func(v quad.Value) bool {
		switch v := v.(type) {
		case quad.IRI:
			return strings.HasPrefix(string(v), begin)
		case quad.BNode:
			return strings.HasPrefix(string(v), begin)
		case quad.String:
			return strings.HasPrefix(string(v), begin)
		case quad.TypedString:
			return strings.HasPrefix(string(v.Value), begin)
		case quad.LangString:
			return strings.HasPrefix(string(v.Value), begin)
		}
		return false
	})
}

func regex(re string) step {
	compiled := regexp.MustCompile(re)
	return filter(fmt.Sprintf("regex(%q)", re), func(p *path.Path) *path.Path { return p.Regex(compiled) },
		func(v quad.Value) bool {
			switch v := v.(type) {
			case quad.String:
				return compiled.MatchString(string(v))
			case quad.TypedString:
				return compiled.MatchString(string(v.Value))
			case quad.LangString:
				return compiled.MatchString(string(v.Value))
			}
			return false
		})
}

func and(q query) step {
	return step{fmt.Sprintf("And(%v)", q), func(p *path.Path) *path.Path { return p.And(q.path(nil)) },
		func(e *evaluator, rows []answer) []answer {
			var found []answer
			others := e.run(q)
			for _, r := range rows {
				for _, o := range others {
					if o.value == r.value {
						found = append(found, r.with(r.value, o.tags))
					}
				}
			}
			return found
		}}
}

func or(q query) step {
	return step{fmt.Sprintf("Or(%v)", q), func(p *path.Path) *path.Path { return p.Or(q.path(nil)) },
		func(e *evaluator, rows []answer) []answer { return append(slices.Clone(rows), e.run(q)...) }}
}

func without(q query) step {
	return step{fmt.Sprintf("Except(%v)", q), func(p *path.Path) *path.Path { return p.Except(q.path(nil)) },
		func(e *evaluator, rows []answer) []answer {
			others := e.run(q)
			return slices.DeleteFunc(slices.Clone(rows), func(r answer) bool {
				return slices.ContainsFunc(others, func(o answer) bool { return o.value == r.value })
			})
		}}
}

func unique() step {
	return step{"Unique()", func(p *path.Path) *path.Path { return p.Unique() }, func(_ *evaluator, rows []answer) []answer {
		var found []answer
		seen := map[quad.Value]bool{}
		for _, r := range rows {
			if !seen[r.value] {
				seen[r.value] = true
				found = append(found, r)
			}
		}
		return found
	}}
}

func labels() step {
	return step{"Labels()", func(p *path.Path) *path.Path { return p.Labels() }, func(e *evaluator, rows []answer) []answer {
		any := &evaluator{quads: e.quads, nodes: e.nodes}
		all := append(any.hop(rows, quad.Subject, quad.Label, nil, nil, nil), any.hop(rows, quad.Object, quad.Label, nil, nil, nil)...)
		all = slices.DeleteFunc(all, func(a answer) bool { return a.value == nil })
		return unique().eval(e, all)
	}}
}

func predicates(reverse bool) step {
	d := quad.Subject
	if reverse {
		d = quad.Object
	}
	return step{fmt.Sprintf("Predicates(%v)", reverse), func(p *path.Path) *path.Path {
		if reverse {
			return p.InPredicates()
		}
		return p.OutPredicates()
	}, func(e *evaluator, rows []answer) []answer {
		any := &evaluator{quads: e.quads, nodes: e.nodes}
		return unique().eval(e, any.hop(rows, d, quad.Predicate, nil, nil, nil))
	}}
}

// labelled sets the context: only quads whose label the query finds count from here on, and carry its tags.
func labelled(q query, tags ...string) step {
	return step{fmt.Sprintf("LabelContext(%v, %q)", q, tags), func(p *path.Path) *path.Path {
		return p.LabelContextWithTags(tags, q.path(nil))
	}, func(e *evaluator, rows []answer) []answer {
		e.labels = map[quad.Value][]map[string]quad.Value{}
		for _, a := range e.run(q) {
			all := a.with(a.value, nil).tags
			for _, t := range tags {
				all[t] = a.value
			}
			e.labels[a.value] = append(e.labels[a.value], all)
		}
		return rows
	}}
}

func unlabelled() step {
	return step{"LabelContext()", func(p *path.Path) *path.Path { return p.LabelContext() }, func(e *evaluator, rows []answer) []answer {
		e.labels = nil
		return rows
	}}
}

// ordered takes some of the results in the order of their text.
func ordered(skip, limit int) step {
	return step{fmt.Sprintf("Order().Skip(%d).Limit(%d)", skip, limit), func(p *path.Path) *path.Path {
		return p.Order().Skip(int64(skip)).Limit(int64(limit))
	}, func(_ *evaluator, rows []answer) []answer {
		rows = slices.Clone(rows)
		sort.SliceStable(rows, func(i, j int) bool { return rows[i].value.String() < rows[j].value.String() })
		return rows[min(skip, len(rows)):min(skip+limit, len(rows))]
	}}
}

func recursive(depth int, via quad.Value) step {
	return step{fmt.Sprintf("FollowRecursive(%v, %d)", via, depth), func(p *path.Path) *path.Path { return p.FollowRecursive(via, depth, nil) },
		func(e *evaluator, rows []answer) []answer {
			any := &evaluator{quads: e.quads, nodes: e.nodes}
			var found []answer
			seen := map[quad.Value]bool{}
			for i := 0; i < depth && len(rows) > 0; i++ {
				var fresh []answer
				for _, a := range any.hop(rows, quad.Subject, quad.Object, []quad.Value{via}, nil, nil) {
					if !seen[a.value] {
						seen[a.value] = true
						fresh = append(fresh, a)
					}
				}
				found = append(found, fresh...)
				rows = fresh
			}
			return found
		}}
}

func from(start []quad.Value, steps ...step) query { return query{start: start, steps: steps} }
func all(steps ...step) query                      { return query{steps: steps} }

// pools are the values that quads and queries are made of.
type pools struct {
	rnd                        *rand.Rand
	hubs                       bool // half of the quads lead to one thing
	things, preds, labels, any []quad.Value
}

func newPools(seed int64) *pools {
	p := &pools{rnd: rand.New(rand.NewSource(seed))}
	for i := range 12 {
		p.things = append(p.things, quad.IRI(fmt.Sprintf("thing:%d", i)))
	}
	for i := range 4 {
		p.preds = append(p.preds, quad.IRI(fmt.Sprintf("pred:%d", i)))
	}
	for i := range 5 {
		p.labels = append(p.labels, quad.IRI(fmt.Sprintf("label:%d", i)))
	}
	long := strings.Repeat("Long texts share their beginning and are told apart by a hash. ", 3)
	p.any = append(slices.Clone(p.things), quad.BNode("thing"), quad.String("thing:1"), quad.String("text"), quad.String(""),
		quad.Int(7), quad.Int(-3), quad.Float(2.5), quad.Bool(true), quad.TypedString{Value: "7", Type: "http://www.w3.org/2001/XMLSchema#decimal"},
		quad.LangString{Value: "text", Lang: "en"}, quad.String(long+"1"), quad.String(long+"2"))
	return p
}

func pick(p *pools, from []quad.Value) quad.Value { return from[p.rnd.Intn(len(from))] }

func (p *pools) quad() quad.Quad {
	q := quad.Quad{Subject: pick(p, p.things), Predicate: pick(p, p.preds), Object: pick(p, p.any)}
	// Some quads are about sentences, which are labels of others.
	switch p.rnd.Intn(6) {
	case 0:
		q.Subject, q.Object = pick(p, p.labels), pick(p, p.any)
	case 1:
		q.Object = pick(p, p.things)
	}
	if p.hubs {
		switch p.rnd.Intn(8) {
		case 0, 1, 2, 3:
			q.Subject, q.Object = quad.IRI(fmt.Sprintf("leaf:%d", p.rnd.Intn(60))), p.things[0]
		case 4:
			q.Subject, q.Object = p.things[0], quad.IRI(fmt.Sprintf("leaf:%d", p.rnd.Intn(60)))
		}
	}
	if p.rnd.Intn(5) > 0 {
		q.Label = pick(p, p.labels)
	}
	return q
}

// templates are the kinds of queries; each call fills in other values.
func (p *pools) templates() []query {
	t := func() []quad.Value { return []quad.Value{pick(p, p.things)} }
	ts := func() []quad.Value {
		return []quad.Value{p.things[p.rnd.Intn(6)], p.any[6+p.rnd.Intn(len(p.any)-6)], quad.IRI("thing:absent")}
	}
	a := func() quad.Value { return pick(p, p.preds) }
	o := func() quad.Value { return pick(p, p.any) }
	l := func() []quad.Value { return []quad.Value{pick(p, p.labels)} }
	values := func(q query) query { q.noTags = true; return q }
	return []query{
		from(t(), out(a())),
		from(t(), in(a())),
		from(t(), out()),
		from(t(), in()),
		from(ts(), out(a(), a()), tag("x")),
		from(t(), outTagged("p"), tag("x")),
		from(t(), both(a())),
		from(t(), both()),
		from(t(), out(a()), out(a())),
		from(t(), out(a()), in(a()), tag("x")),
		from(t(), in(a()), out(a())),
		from(t(), tag("a"), out(a()), tag("b"), out(a()), tag("c"), in()),
		from(t(), in(a()), out(a()), is(o())),
		from(t(), in(), out(), is(t()...)),
		all(has(a(), o())),
		all(has(a(), o(), o(), o())),
		all(has(a(), o()), has(a(), o())),
		all(has(a())),
		all(hasR(a(), t()...)),
		all(has(a(), o()), save(a(), "s")),
		from(t(), save(a(), "s1"), save(a(), "s2")),
		all(save(a(), "s1"), save(a(), "s2"), saveR(a(), "s3")),
		all(saveOpt(a(), "s1"), has(a())),
		all(has(a()), saveOpt(a(), "s1"), saveOpt(a(), "s2")),
		from(t(), labelled(all(), "ev"), out(a())),
		from(t(), labelled(all(save(a(), "t")), "ev"), out(a())),
		from(t(), labelled(all(save(a(), "t1")), "e1"), out(a()), tag("x"), labelled(all(save(a(), "t2")), "e2"), out(a())),
		from(t(), labelled(all(save(a(), "t")), "ev"), in(a())),
		from(t(), labelled(all(), "ev"), outTagged("p")),
		from(t(), labelled(all(), "ev"), both(a())),
		all(labelled(from(l())), out()),
		all(labelled(from(l())), in(a())),
		all(labelled(from(append(l(), l()...))), out(a())),
		all(labelled(from(l()), "ev"), has(a(), o())),
		all(labelled(from(l()), "ev"), save(a(), "s")),
		from(t(), labelled(all(), "ev"), out(a()), unlabelled(), out()),
		from(t(), labelled(all(in(a())), "ev"), out()),
		from(t(), out(a()), and(from(t(), out(a()), tag("x")))),
		from(t(), out(), and(all(has(a(), o()))), tag("y")),
		all(has(a(), o()), and(all(save(a(), "s")))),
		from(t(), out(a()), or(from(t(), in(a())))),
		from(t(), both(a()), and(from(t(), both()))),
		all(has(a()), and(from(t(), both(a()), tag("x")))),
		from(t(), out(), without(from(t(), out()))),
		all(without(all(has(a())))),
		all(has(a()), without(all(in(a())))),
		values(from(t(), out(), unique())),
		values(from(t(), out(), in(), unique(), and(all(has(a()))))),
		values(from(ts(), labels())),
		values(all(has(a(), o()), labels())),
		values(from(t(), predicates(false))),
		values(from(t(), predicates(true))),
		values(all(predicates(false))),
		from(t(), recursive(3, a())),
		from(t(), recursive(2, a()), has(a())),
		from(t(), out(), above(0)),
		all(above(-5)),
		all(like("thing:1")),
		all(regex("^te")),
		all(regex("^Long texts share their beginning and are told apart by a hash. L")),
		all(has(a()), like("thing")),
		from(t(), out(), like("t"), in(a())),
		values(from(t(), out(), ordered(0, 3))),
		values(all(has(a()), ordered(1, 4))),
		values(all(and(all(has(a()), ordered(0, 3))), has(a()))),
		from(t(), outVia(from([]quad.Value{a(), a()}, tag("via")))),
		all(),
		all(in(), tag("x"), out(a())),
		from(p.things[:1], in(a()), in(a()), and(from(t(), out(a())))),
		from(t(), out(a()), out(a()), and(from(t(), in(a()), out(a()), tag("x")))),
		from(t(), in(a()), tag("x"), out(a()), is(p.things[0])),
		from(t(), out(a()), out(a()), and(all(has(a())))),
		all(has(a(), o()), save(a(), "s1"), out(a()), has(a()), save(a(), "s2"), in(a())),
		from(t(), out(a()), and(all(saveOpt(a(), "s1"), has(a()))), in(a()), saveOpt(a(), "s2")),
		from(t(), out(a()), has(a(), o()), in(a()), save(a(), "s")),
		from(t(), in(a()), and(all(has(a(), o()))), and(all(save(a(), "s1"))), save(a(), "s2")),
	}
}

// state is a store with what ought to be in it.
type state struct {
	quads map[quad.Quad]bool
	pools *pools
}

// change applies a random transaction to store and state alike; some fail and must change nothing.
func (st *state) change(t *testing.T, s *Store) {
	t.Helper()
	rnd := st.pools.rnd
	o := cayley.IgnoreOpts{IgnoreDup: rnd.Intn(3) > 0, IgnoreMissing: rnd.Intn(3) > 0}
	next := maps.Clone(st.quads)
	var present []quad.Quad
	for q := range st.quads {
		present = append(present, q)
	}
	sort.Slice(present, func(i, j int) bool { return present[i].String() < present[j].String() })
	var deltas []cayley.Delta
	var want error
	for range 1 + rnd.Intn(30) {
		d := cayley.Delta{Quad: st.pools.quad(), Action: cayley.Add}
		if rnd.Intn(2) == 0 {
			d.Action = cayley.Delete
			if len(present) > 0 && rnd.Intn(8) > 0 {
				d.Quad = present[rnd.Intn(len(present))]
			}
		}
		if rnd.Intn(40) == 0 {
			d.Quad.Object = quad.IRI(fmt.Sprintf("new:%d", rnd.Int()))
		}
		deltas = append(deltas, d)
		if want != nil {
			continue
		}
		switch {
		case d.Action == cayley.Add && next[d.Quad] && !o.IgnoreDup:
			want = cayley.ErrQuadExists
		case d.Action == cayley.Delete && !next[d.Quad] && !o.IgnoreMissing:
			want = cayley.ErrQuadNotExist
		case d.Action == cayley.Add:
			next[d.Quad] = true
		default:
			delete(next, d.Quad)
		}
	}
	if rnd.Intn(10) == 0 {
		deltas = append(deltas, cayley.Delta{Quad: quad.Quad{Subject: quad.IRI("new:only"), Predicate: quad.IRI("p")}, Action: cayley.Add})
		if want == nil {
			want = quad.ErrInvalid
		}
	}
	err := s.ApplyDeltas(deltas, o)
	if !errors.Is(err, want) {
		t.Fatalf("transaction: %v, want %v", err, want)
	}
	if want == nil {
		st.quads = next
	}
}

// holds compares everything that a store can be asked without a query.
func (st *state) holds(t *testing.T, s *Store) {
	t.Helper()
	report, err := s.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if report.FaultCount > 0 {
		t.Fatalf("check: %v", report.Faults)
	}
	e := newEvaluator(st.quads)
	if report.Quads != int64(len(st.quads)) || report.Nodes != int64(len(e.nodes)) {
		t.Fatalf("%d quads and %d nodes, want %d and %d", report.Quads, report.Nodes, len(st.quads), len(e.nodes))
	}
	it := s.QuadsAllIterator().Iterate()
	defer it.Close()
	for it.Next(t.Context()) {
		q, err := s.Quad(it.Result())
		if err != nil {
			t.Fatal(err)
		}
		if !st.quads[q] {
			t.Fatalf("unexpected %v", q)
		}
	}
	if err := it.Err(); err != nil {
		t.Fatal(err)
	}
}

func answers(t *testing.T, qs cayley.QuadStore, q query) []string {
	t.Helper()
	var rows []string
	err := q.path(qs).Tag("_").Iterate(context.Background()).TagValues(qs, func(tags map[string]quad.Value) error {
		a := answer{value: tags["_"], tags: tags}
		delete(tags, "_")
		if q.noTags {
			a.tags = nil
		}
		rows = append(rows, a.String())
		return nil
	})
	if err != nil {
		t.Fatalf("%v: %v", q, err)
	}
	sort.Strings(rows)
	return rows
}

// TestDifferential asks random questions about random quads, and holds each answer, with its tags and how often it
// comes, against the brute force. DIFFERENTIAL_SEEDS raises the number of stores.
func TestDifferential(t *testing.T) {
	seeds := 8
	if n, err := strconv.Atoi(os.Getenv("DIFFERENTIAL_SEEDS")); err == nil {
		seeds = n
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			st := &state{quads: map[quad.Quad]bool{}, pools: newPools(int64(seed))}
			rounds, load := 8, 60
			if st.pools.hubs = seed%2 == 1; st.pools.hubs {
				rounds, load = 4, 350
			}
			dir := t.TempDir()
			open := func() *Store {
				s, err := Open(t.Context(), dir, Options{NoSync: true})
				if err != nil {
					t.Fatal(err)
				}
				return s
			}
			s := open()
			defer func() { s.Close() }()
			asked := 0
			for round := range rounds {
				switch round {
				case 0, 4: // at one stroke, with some quads that are there already
					w, err := s.NewQuadWriter()
					if err != nil {
						t.Fatal(err)
					}
					for range load {
						q := st.pools.quad()
						st.quads[q] = true
						if err := w.WriteQuad(q); err != nil {
							t.Fatal(err)
						}
					}
					if err := w.Close(); err != nil {
						t.Fatal(err)
					}
				case 3, 6:
					if err := s.Close(); err != nil {
						t.Fatal(err)
					}
					s = open()
				default:
					for range 6 {
						st.change(t, s)
					}
				}
				st.holds(t, s)
				view, err := s.View()
				if err != nil {
					t.Fatal(err)
				}
				e := newEvaluator(st.quads)
				st.change(t, s) // what the view must not see
				if round%2 == 1 {
					// Whatever the planner chooses, the answer is the same.
					view.choose = st.pools.rnd.Intn
				}
				for _, q := range st.pools.templates() {
					found := e.run(q)
					want := make([]string, len(found))
					for i, a := range found {
						if q.noTags {
							a.tags = nil
						}
						want[i] = a.String()
					}
					sort.Strings(want)
					asked++
					if got := answers(t, view, q); !slices.Equal(got, want) {
						t.Errorf("round %d: %v\ngot  %d %q\nwant %d %q", round, q, len(got), got, len(want), want)
					}
					count, err := q.path(view).Count().Iterate(t.Context()).FirstValue(view)
					if err != nil {
						t.Fatal(err)
					}
					if count != quad.Int(len(want)) {
						t.Errorf("round %d: %v.Count() is %v, want %d", round, q, count, len(want))
					}
				}
				if err := view.Close(); err != nil {
					t.Fatal(err)
				}
				if t.Failed() {
					t.FailNow()
				}
			}
			t.Logf("%d queries of %d kinds", asked, len(st.pools.templates()))
		})
	}
}
