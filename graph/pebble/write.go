package pebblestore

import (
	"fmt"
	"slices"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2"
)

// ApplyDeltas applies a transaction: all of it, or nothing and an error. The deltas count in their order: a quad may be
// added and deleted again. What is added twice or deleted while missing is an error unless o ignores it.
func (s *Store) ApplyDeltas(deltas []cayley.Delta, o cayley.IgnoreOpts) error {
	if s.options.ReadOnly {
		return ErrReadOnly
	}
	s.write.Lock()
	defer s.write.Unlock()
	if s.closed {
		return errClosed
	}
	if len(deltas) >= bulkQuads && o.IgnoreDup && onlyAdds(deltas) {
		b := newBulk(s)
		for i := range deltas {
			if err := b.add(&deltas[i].Quad); err != nil {
				return &cayley.DeltaError{Delta: deltas[i], Err: err}
			}
		}
		return b.flush()
	}
	t := transaction{store: s, ids: make(map[string]uint64, len(deltas)), present: make(map[ids]bool, len(deltas))}
	for i := range deltas {
		if err := t.apply(&deltas[i], o); err != nil {
			return err
		}
	}
	return t.commit()
}

func onlyAdds(deltas []cayley.Delta) bool {
	for i := range deltas {
		if deltas[i].Action != cayley.Add {
			return false
		}
	}
	return true
}

// knownIDs remembers the ids of values that were met before. It holds nothing that was not committed.
type knownIDs struct {
	young, old map[string]uint64
	most       int // values in one generation
}

// knownMost is how many values one generation of a writer remembers.
const knownMost = 1 << 16

func (k *knownIDs) get(value []byte) uint64 {
	if id, ok := k.young[string(value)]; ok {
		return id
	}
	id, ok := k.old[string(value)]
	if ok {
		k.put(string(value), id)
	}
	return id
}

func (k *knownIDs) put(value string, id uint64) {
	if len(value) > 256 {
		return
	}
	if k.young == nil || len(k.young) >= k.most {
		k.young, k.old = make(map[string]uint64), k.young
	}
	k.young[value] = id
}

func (k *knownIDs) remove(value string) {
	delete(k.young, value)
	delete(k.old, value)
}

// fresh marks the ids of values that the store does not have: places in transaction.fresh, counted from one.
const fresh = 1 << 63

// transaction gathers what a transaction changes before anything is written.
type transaction struct {
	store   *Store
	ids     map[string]uint64 // of the values that the transaction names
	fresh   []string          // values that are new
	changed []ids             // quads in the order in which they were first named
	present map[ids]bool      // whether they are there after the deltas so far
	was     map[ids]bool      // whether they were there before
	buf     []byte
}

func (t *transaction) apply(d *cayley.Delta, o cayley.IgnoreOpts) error {
	fail := func(err error) error { return &cayley.DeltaError{Delta: *d, Err: err} }
	if d.Action != cayley.Add && d.Action != cayley.Delete {
		return fail(cayley.ErrInvalidAction)
	}
	if !d.Quad.IsValid() {
		return fail(fmt.Errorf("%w: %v", quad.ErrInvalid, d.Quad))
	}
	var q ids
	for p, dir := range directions {
		v := d.Quad.Get(dir)
		if v == nil {
			continue
		}
		id, err := t.id(v)
		if err != nil {
			return fail(err)
		}
		q[p] = id
	}
	present, known := t.present[q]
	if !known {
		var err error
		if present, err = t.stored(&q); err != nil {
			return fail(err)
		}
		t.changed = append(t.changed, q)
		if present {
			if t.was == nil {
				t.was = make(map[ids]bool)
			}
			t.was[q] = true
		}
	}
	if d.Action == cayley.Add && present && !o.IgnoreDup {
		return fail(cayley.ErrQuadExists)
	}
	if d.Action == cayley.Delete && !present && !o.IgnoreMissing {
		return fail(cayley.ErrQuadNotExist)
	}
	t.present[q] = d.Action == cayley.Add
	return nil
}

// id finds the id of a value, or gives it a fresh one that commit replaces.
func (t *transaction) id(v quad.Value) (uint64, error) {
	value, err := appendValue(t.buf[:0], v)
	if err != nil {
		return 0, err
	}
	t.buf = value
	if id, ok := t.ids[string(value)]; ok {
		return id, nil
	}
	id := t.store.known.get(value)
	if id == 0 {
		if id, err = t.store.findEncoded(value); err != nil {
			return 0, err
		}
	}
	text := string(value)
	if id == 0 {
		t.fresh = append(t.fresh, text)
		id = fresh | uint64(len(t.fresh))
	}
	t.ids[text] = id
	return id, nil
}

// stored tells whether a quad is in the store.
func (t *transaction) stored(q *ids) (bool, error) {
	for _, id := range q {
		if id&fresh != 0 {
			return false, nil
		}
	}
	return t.store.has(q)
}

func (r *reader) has(q *ids) (bool, error) {
	var buf [48]byte
	_, closer, err := r.db.Get(appendQuadKey(buf[:0], 0, q))
	if err == pebble.ErrNotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, closer.Close()
}

// commit writes the difference in one batch.
func (t *transaction) commit() error {
	var adds, deletes []ids
	for _, q := range t.changed {
		switch {
		case t.present[q] && !t.was[q]:
			adds = append(adds, q)
		case !t.present[q] && t.was[q]:
			deletes = append(deletes, q)
		}
	}
	if len(adds)+len(deletes) == 0 {
		return nil
	}
	s := t.store
	after := *s.counts.Load()
	batch := s.database().NewBatchWithSize(128 * (len(adds) + len(deletes)))
	defer batch.Close()

	// Fresh values get their ids in the order in which the quads that stay name them.
	given := make([]uint64, len(t.fresh)+1)
	var buf, value []byte
	for i := range adds {
		for p, id := range adds[i] {
			if id&fresh == 0 {
				continue
			}
			at := id &^ fresh
			if given[at] == 0 {
				after.lastID++
				after.nodes++
				given[at] = after.lastID
				text := t.fresh[at-1]
				value = append(value[:0], text...)
				buf = appendID(append(buf[:0], tableIDs), after.lastID)
				if err := batch.Set(buf, value, nil); err != nil {
					return err
				}
				buf = appendValueKey(buf[:0], value)
				if err := batch.Set(buf, appendID(nil, after.lastID), nil); err != nil {
					return err
				}
			}
			adds[i][p] = given[at]
		}
	}
	// Keys in order are quicker to insert.
	for order := range orders {
		sortQuads(adds, order)
		for i := range adds {
			buf = appendQuadKey(buf[:0], order, &adds[i])
			if err := batch.Set(buf, nil, nil); err != nil {
				return err
			}
		}
		for i := range deletes {
			buf = appendQuadKey(buf[:0], order, &deletes[i])
			if err := batch.Delete(buf, nil); err != nil {
				return err
			}
		}
	}
	orphans, err := t.orphans(adds, deletes)
	if err != nil {
		return err
	}
	var gone []string
	for _, id := range orphans {
		buf = appendID(append(buf[:0], tableIDs), id)
		data, err := get(s.db, buf)
		if err != nil {
			return err
		}
		if data == nil {
			return fmt.Errorf("value %d is missing in the dictionary", id)
		}
		if err := batch.Delete(buf, nil); err != nil {
			return err
		}
		if err := batch.Delete(appendValueKey(nil, data), nil); err != nil {
			return err
		}
		gone = append(gone, string(data))
		after.nodes--
	}
	after.quads += int64(len(adds) - len(deletes))
	if err := batch.Set(countsKey, after.encode(), nil); err != nil {
		return err
	}
	if len(gone) > 0 {
		// While it is nil, nobody can tell whether what he read came before the commit or after.
		s.recent.Store(nil)
		defer s.recent.Store(newRecent())
	}
	if err := batch.Commit(pebble.Sync); err != nil {
		return err
	}
	s.counts.Store(&after)
	for text, id := range t.ids {
		if id&fresh != 0 {
			id = given[id&^fresh]
		}
		if id != 0 {
			s.known.put(text, id)
		}
	}
	for _, text := range gone {
		s.known.remove(text)
	}
	return nil
}

// orphans are the values of deleted quads that no quad has any more.
func (t *transaction) orphans(adds, deletes []ids) ([]uint64, error) {
	if len(deletes) == 0 {
		return nil, nil
	}
	deleted := make(map[ids]bool, len(deletes))
	used := make(map[uint64]bool)
	for _, q := range deletes {
		deleted[q] = true
	}
	for _, q := range adds {
		for _, id := range q {
			used[id] = true
		}
	}
	var out []uint64
	var cur cursor
	defer cur.close()
	for _, q := range deletes {
		for _, id := range q {
			if id == 0 || used[id] {
				continue
			}
			used[id] = true // decided now, one way or the other
			kept, err := t.kept(&cur, id, deleted)
			if err != nil {
				return nil, err
			}
			if !kept {
				out = append(out, id)
			}
		}
	}
	slices.Sort(out)
	return out, nil
}

// kept tells whether a stored quad has the value that is not deleted.
func (t *transaction) kept(cur *cursor, id uint64, deleted map[ids]bool) (bool, error) {
	for p := range directions {
		var pattern, q ids
		pattern[p] = id
		if !cur.seek(&t.store.reader, &pattern) {
			return false, cur.err
		}
		for cur.next(background) {
			if !cur.quad(&q) {
				return false, cur.err
			}
			if !deleted[q] {
				return true, nil
			}
		}
		if cur.err != nil {
			return false, cur.err
		}
	}
	return false, nil
}

// sortQuads sorts by the places of an order.
func sortQuads(quads []ids, order int) {
	o := orders[order]
	slices.SortFunc(quads, func(a, b ids) int {
		for _, p := range o {
			if a[p] != b[p] {
				if a[p] < b[p] {
					return -1
				}
				return 1
			}
		}
		return 0
	})
}
