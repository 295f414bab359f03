package pebblestore

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2"
)

// node is the reference to a value.
type node uint64

// Key is part of refs.Ref.
func (n node) Key() interface{} { return n }

// quadRef is the reference to a quad.
type quadRef ids

// Key is part of refs.Ref.
func (q quadRef) Key() interface{} { return q }

// ref is the reference of an id, nil for none.
func ref(id uint64) refs.Ref {
	if id == 0 {
		return nil
	}
	return node(id)
}

// idOf is the id that a reference stands for, zero for none: references can also be values that are in no store, as
// counts are.
func (r *reader) idOf(v refs.Ref) (uint64, error) {
	switch v := v.(type) {
	case node:
		return uint64(v), nil
	case refs.PreFetchedValue:
		return r.find(v.NameOf())
	}
	return 0, nil
}

// find looks a value up, zero where it is not in the store.
func (r *reader) find(v quad.Value) (uint64, error) {
	if v == nil {
		return 0, nil
	}
	var buf [256]byte
	value, err := appendValue(buf[:0], v)
	if err != nil {
		return 0, nil // what cannot be stored is not there
	}
	known := r.recent.Load()
	if known != nil {
		if id := known.get(value); id != 0 && id <= r.counts.Load().lastID {
			return id, nil
		}
	}
	id, err := r.findEncoded(value)
	if err == nil && id != 0 && known != nil && known == r.recent.Load() {
		known.put(value, id)
	}
	return id, err
}

// findEncoded looks in the dictionary, past what is remembered.
func (r *reader) findEncoded(value []byte) (uint64, error) {
	var buf [256]byte
	key := appendValueKey(buf[:0], value)
	found, closer, err := r.db.Get(key)
	if err == pebble.ErrNotFound {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	id, n := cutID(found)
	if n == 0 || n != len(found) {
		err = fmt.Errorf("the dictionary has a broken id behind %x", key)
	}
	if cerr := closer.Close(); err == nil {
		err = cerr
	}
	return id, err
}

// name is the value of an id, nil where there is none.
func (r *reader) name(id uint64) (quad.Value, error) {
	if id == 0 {
		return nil, nil
	}
	if v := r.names.get(id); v != nil {
		return v, nil
	}
	var buf [10]byte
	data, closer, err := r.db.Get(appendID(append(buf[:0], tableIDs), id))
	if err == pebble.ErrNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v, err := decodeValue(data)
	if err != nil {
		err = fmt.Errorf("value %d: %w", id, err)
	}
	short := len(data) <= longestName
	if cerr := closer.Close(); err == nil {
		err = cerr
	}
	if err == nil && short {
		r.names.put(id, v)
	}
	return v, err
}

// names remembers a few values by their ids. What is read in the order of quads asks for the same ones again and again:
// the graph and the subject of many quads, the properties and classes of most.
type names [1 << 12]atomic.Pointer[namedID]

type namedID struct {
	id    uint64
	value quad.Value
}

// longestName is how many bytes a value may have that is remembered, so that all have less than a megabyte.
const longestName = 200

func (n *names) get(id uint64) quad.Value {
	if n == nil {
		return nil
	}
	if known := n[id%uint64(len(n))].Load(); known != nil && known.id == id {
		return known.value
	}
	return nil
}

func (n *names) put(id uint64, v quad.Value) {
	if n != nil {
		n[id%uint64(len(n))].Store(&namedID{id, v})
	}
}

// ValueOf is the reference to a value, nil where no quad has it.
func (r *reader) ValueOf(v quad.Value) (refs.Ref, error) {
	id, err := r.find(v)
	return ref(id), err
}

// NameOf is the value of a reference, nil where it is gone.
func (r *reader) NameOf(v refs.Ref) (quad.Value, error) {
	switch v := v.(type) {
	case node:
		return r.name(uint64(v))
	case refs.PreFetchedValue:
		return v.NameOf(), nil
	}
	return nil, nil
}

// ValuesOf is NameOf for many.
func (r *reader) ValuesOf(ctx context.Context, vals []refs.Ref) ([]quad.Value, error) {
	out := make([]quad.Value, len(vals))
	for i, v := range vals {
		var err error
		if out[i], err = r.NameOf(v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// RefsOf is ValueOf for many; a value that no quad has is an error.
func (r *reader) RefsOf(ctx context.Context, nodes []quad.Value) ([]refs.Ref, error) {
	out := make([]refs.Ref, len(nodes))
	for i, v := range nodes {
		id, err := r.find(v)
		if err != nil {
			return nil, err
		}
		if id == 0 {
			return nil, fmt.Errorf("not found: %v", v)
		}
		out[i] = node(id)
	}
	return out, nil
}

// Quad is the quad of a reference.
func (r *reader) Quad(v refs.Ref) (quad.Quad, error) {
	q, ok := v.(quadRef)
	if !ok {
		return quad.Quad{}, nil
	}
	var out quad.Quad
	for p, d := range directions {
		value, err := r.name(q[p])
		if err != nil {
			return quad.Quad{}, err
		}
		if value != nil {
			out.Set(d, value)
		}
	}
	return out, nil
}

// QuadDirection is the reference to one of the values of a quad.
func (r *reader) QuadDirection(v refs.Ref, d quad.Direction) (refs.Ref, error) {
	q, ok := v.(quadRef)
	if !ok || d < quad.Subject || d > quad.Label {
		return nil, nil
	}
	return ref(q[place(d)]), nil
}

// QuadIterator lists the quads that have a value at a place.
func (r *reader) QuadIterator(d quad.Direction, v refs.Ref) iterator.Shape {
	id, err := r.idOf(v)
	if err != nil {
		return iterator.NewError(err)
	}
	if id == 0 || d < quad.Subject || d > quad.Label {
		return iterator.NewNull()
	}
	j := newJoin(r, allPlaces)
	j.fixed[place(d)] = []uint64{id}
	return j
}

// QuadIteratorSize is how many quads QuadIterator lists.
func (r *reader) QuadIteratorSize(ctx context.Context, d quad.Direction, v refs.Ref) (refs.Size, error) {
	id, err := r.idOf(v)
	if err != nil || id == 0 || d < quad.Subject || d > quad.Label {
		return refs.Size{Exact: err == nil}, err
	}
	var pattern ids
	pattern[place(d)] = id
	n, exact, err := r.size(&pattern)
	return refs.Size{Value: n, Exact: exact}, err
}

// QuadsAllIterator lists all quads.
func (r *reader) QuadsAllIterator() iterator.Shape { return newJoin(r, allPlaces) }

// NodesAllIterator lists all values that some quad has.
func (r *reader) NodesAllIterator() iterator.Shape { return &nodes{reader: r} }

// Stats are always exact: they are counted with every transaction.
func (r *reader) Stats(ctx context.Context, exact bool) (cayley.Stats, error) {
	c := r.counts.Load()
	return cayley.Stats{
		Nodes: refs.Size{Value: c.nodes, Exact: true},
		Quads: refs.Size{Value: c.quads, Exact: true},
	}, nil
}

// IRIsBeginning calls fn with the IRIs that begin with a text, in no order.
func (r *reader) IRIsBeginning(ctx context.Context, prefix string, fn func(quad.IRI) error) error {
	// What follows in a key may be a hash.
	key := append([]byte{tableValues, kindIRI}, prefix[:min(len(prefix), maxNameKey-hashBytes)]...)
	it := (&nodes{reader: r, prefixes: [][]byte{key}}).Iterate()
	defer it.Close()
	for it.Next(ctx) {
		v, err := r.NameOf(it.Result())
		if err != nil {
			return err
		}
		if iri, ok := v.(quad.IRI); ok && strings.HasPrefix(string(iri), prefix) {
			if err := fn(iri); err != nil {
				return err
			}
		}
	}
	return it.Err()
}

// nodes lists all values, or those that begin with a text.
type nodes struct {
	reader *reader
	// prefixes are beginnings of dictionary keys; none for all values.
	prefixes [][]byte
	size     *iterator.Costs
}

// Iterate is part of iterator.Shape.
func (n *nodes) Iterate() iterator.Scanner { return &nodesNext{nodes: n} }

// Lookup is part of iterator.Shape. What only begins right is for the filter above to decide.
func (n *nodes) Lookup() iterator.Index { return &nodesContains{nodes: n} }

// Stats is part of iterator.Shape.
func (n *nodes) Stats(ctx context.Context) (iterator.Costs, error) {
	if n.size != nil {
		return *n.size, nil
	}
	c := iterator.Costs{NextCost: 1, ContainsCost: 1}
	if n.prefixes == nil {
		count := n.reader.counts.Load().nodes
		c.Size = refs.Size{Value: min(count, maxSize), Exact: count <= maxSize}
		return c, nil
	}
	c.NextCost = 2
	var cur cursor
	for _, prefix := range n.prefixes {
		if !cur.bound(n.reader, prefix) {
			break
		}
		count := 0
		for count < exactSize && cur.next(ctx) {
			count++
		}
		if c.Size.Value += int64(count); count == exactSize {
			c.Size.Value += n.reader.counts.Load().nodes / 64
		}
	}
	c.Size.Value = min(c.Size.Value, maxSize)
	err := cur.err
	if cerr := cur.close(); err == nil {
		err = cerr
	}
	if err == nil {
		n.size = &c
	}
	return c, err
}

// Optimize is part of iterator.Shape.
func (n *nodes) Optimize(context.Context) (iterator.Shape, bool) { return n, false }

// SubIterators is part of iterator.Shape.
func (n *nodes) SubIterators() []iterator.Shape { return nil }

func (n *nodes) String() string { return "pebble nodes" }

type nodesNext struct {
	*nodes
	cur    cursor
	part   int
	begun  bool
	result refs.Ref
}

func (it *nodesNext) Next(ctx context.Context) bool {
	prefixes := it.prefixes
	if prefixes == nil {
		prefixes = [][]byte{{tableIDs}}
	}
	for {
		if !it.begun {
			if it.part == len(prefixes) || !it.cur.bound(it.reader, prefixes[it.part]) {
				it.cur.close()
				return false
			}
			it.begun = true
		}
		if it.cur.next(ctx) {
			data := it.cur.it.Key()[1:]
			if it.prefixes != nil {
				data = it.cur.it.Value()
			}
			id, n := cutID(data)
			if n == 0 {
				it.cur.err = fmt.Errorf("the key %x of the dictionary is broken", it.cur.it.Key())
				return false
			}
			it.result = node(id)
			return true
		}
		if it.cur.err != nil {
			it.cur.close()
			return false
		}
		it.begun = false
		it.part++
	}
}

func (it *nodesNext) Err() error                     { return it.cur.err }
func (it *nodesNext) Result() refs.Ref               { return it.result }
func (it *nodesNext) NextPath(context.Context) bool  { return false }
func (it *nodesNext) TagResults(map[string]refs.Ref) {}
func (it *nodesNext) Close() error                   { return it.cur.close() }

type nodesContains struct {
	*nodes
	result refs.Ref
	err    error
}

func (it *nodesContains) Contains(ctx context.Context, v refs.Ref) bool {
	n, ok := v.(node)
	if !ok {
		var id uint64
		if id, it.err = it.reader.idOf(v); id == 0 {
			return false
		}
		n = node(id)
	}
	it.result = n
	return n != 0
}

func (it *nodesContains) Err() error                     { return it.err }
func (it *nodesContains) Result() refs.Ref               { return it.result }
func (it *nodesContains) NextPath(context.Context) bool  { return false }
func (it *nodesContains) TagResults(map[string]refs.Ref) {}
func (it *nodesContains) Close() error                   { return nil }
