package pebblestore

import (
	"bytes"
	"context"
	"fmt"
	"hash/maphash"

	"github.com/cockroachdb/pebble/v2"
)

// Report is what Check found.
type Report struct {
	// Quads and Nodes are counted, not read from the record of counts.
	Quads, Nodes int64
	// Faults say what is wrong, the first hundred; there are as many as FaultCount.
	Faults     []string
	FaultCount int
}

const mostFaults = 100

func (r *Report) fault(format string, args ...any) {
	if r.FaultCount++; r.FaultCount <= mostFaults {
		r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
	}
}

// Check reads the whole store, as it is at one moment, and holds every order of the quads against the others, the two
// sides of the dictionary against each other and the quads, and the counts against all. What is wrong is in the report;
// an error means that not all could be read.
func (s *Store) Check(ctx context.Context) (*Report, error) {
	v, err := s.View()
	if err != nil {
		return nil, fmt.Errorf("check %s: %w", s.dir, err)
	}
	defer v.Close()
	report, err := v.Check(ctx)
	if err != nil {
		return report, fmt.Errorf("check %s: %w", s.dir, err)
	}
	return report, nil
}

// Check is Store.Check for the state that the view keeps.
func (v *View) Check(ctx context.Context) (*Report, error) {
	c := checker{reader: &v.reader, report: &Report{}}
	for _, step := range []func(context.Context) error{c.dictionary, c.orders, c.unused, c.counts, c.strangers} {
		if err := step(ctx); err != nil {
			return c.report, err
		}
	}
	return c.report, nil
}

type checker struct {
	*reader
	report *Report
	// known and used are sets of ids, one bit each.
	known, used bitset
	lastID      uint64
}

type bitset []uint64

func (b *bitset) add(id uint64) {
	for uint64(len(*b)) <= id/64 {
		*b = append(*b, make([]uint64, len(*b)+1)...)
	}
	(*b)[id/64] |= 1 << (id % 64)
}

func (b bitset) has(id uint64) bool { return id/64 < uint64(len(b)) && b[id/64]>>(id%64)&1 != 0 }

// each calls fn with all keys that begin with prefix.
func (c *checker) each(ctx context.Context, prefix []byte, fn func(key, value []byte) error) error {
	var cur cursor
	defer cur.close()
	if cur.bound(c.reader, prefix) {
		for cur.next(ctx) {
			value, err := cur.it.ValueAndErr()
			if err != nil {
				return err
			}
			if err := fn(cur.it.Key(), value); err != nil {
				return err
			}
		}
	}
	return cur.err
}

// mostID bounds the sets of ids: a broken key may hold any number.
const mostID = 1 << 36

func (c *checker) dictionary(ctx context.Context) error {
	seed := maphash.MakeSeed()
	var ids, keys sum
	var buf []byte
	err := c.each(ctx, []byte{tableIDs}, func(key, value []byte) error {
		id, n := cutID(key[1:])
		if n != len(key)-1 || id == 0 || id > mostID {
			c.report.fault("dictionary: the key %x is no id", key)
			return nil
		}
		c.report.Nodes++
		c.known.add(id)
		c.lastID = max(c.lastID, id)
		if _, err := decodeValue(value); err != nil {
			c.report.fault("dictionary: value %d: %v", id, err)
			return nil
		}
		buf = appendValueKey(buf[:0], value)
		ids.addHash(maphash.Bytes(seed, buf) ^ mix(id))
		return nil
	})
	if err != nil {
		return err
	}
	err = c.each(ctx, []byte{tableValues}, func(key, value []byte) error {
		id, n := cutID(value)
		if n == 0 || n != len(value) {
			c.report.fault("dictionary: no id behind the key %x", key)
			return nil
		}
		keys.addHash(maphash.Bytes(seed, key) ^ mix(id))
		return nil
	})
	if err != nil || ids == keys {
		return err
	}
	return c.entries(ctx)
}

// entries looks up every entry of the dictionary on its other side, which takes long.
func (c *checker) entries(ctx context.Context) error {
	var buf []byte
	err := c.each(ctx, []byte{tableIDs}, func(key, value []byte) error {
		id, _ := cutID(key[1:])
		v, err := decodeValue(value)
		if err != nil {
			return nil // reported before
		}
		buf = appendValueKey(buf[:0], value)
		back, err := get(c.db, buf)
		if err != nil {
			return err
		}
		if other, n := cutID(back); back == nil {
			c.report.fault("dictionary: value %d, %v, cannot be found by its text", id, v)
		} else if n != len(back) || other != id {
			c.report.fault("dictionary: value %d, %v, is found by its text as %d", id, v, other)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.each(ctx, []byte{tableValues}, func(key, value []byte) error {
		id, n := cutID(value)
		if n == 0 {
			return nil
		}
		text, err := get(c.db, appendID([]byte{tableIDs}, id))
		if err != nil {
			return err
		}
		if len(text) == 0 {
			c.report.fault("dictionary: the key %q leads to value %d, which is missing", key[1:], id)
		} else if buf = appendValueKey(buf[:0], text); !bytes.Equal(buf, key) {
			c.report.fault("dictionary: the key %q leads to value %d, which is another", key[1:], id)
		}
		return nil
	})
}

// sum is of a set, whatever its order: two sets that differ have the same one by chance only.
type sum struct {
	n    int64
	a, b uint64
}

func (s *sum) add(q *ids) {
	h := uint64(0x9e3779b97f4a7c15)
	for _, id := range q {
		h = mix(h ^ id)
	}
	s.addHash(h)
}

func (s *sum) addHash(h uint64) {
	s.n++
	s.a += h
	s.b += mix(h + 0x9e3779b97f4a7c15)
}

func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (c *checker) orders(ctx context.Context) error {
	var sums [len(orders)]sum
	for order := range orders {
		err := c.eachQuad(ctx, order, func(q *ids) error {
			sums[order].add(q)
			if order != 0 {
				return nil
			}
			for p, id := range q {
				if id == 0 {
					if p != label {
						c.report.fault("quad %v has no %s", *q, directions[p])
					}
					continue
				}
				if id > mostID || !c.known.has(id) {
					c.report.fault("quad %v: the dictionary lacks value %d", *q, id)
					continue
				}
				c.used.add(id)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	c.report.Quads = sums[0].n
	for order := 1; order < len(orders); order++ {
		if sums[order] == sums[0] {
			continue
		}
		// Only now it is worth looking for every quad.
		if err := c.compare(ctx, 0, order); err != nil {
			return err
		}
		if err := c.compare(ctx, order, 0); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) eachQuad(ctx context.Context, order int, fn func(*ids) error) error {
	return c.each(ctx, []byte{tableQuads + byte(order)}, func(key, _ []byte) error {
		var q ids
		if !parseQuadKey(key, order, &q) {
			c.report.fault("order %s: the key %x is no quad", orderName(order), key)
			return nil
		}
		return fn(&q)
	})
}

func (c *checker) compare(ctx context.Context, in, missing int) error {
	var key []byte
	return c.eachQuad(ctx, in, func(q *ids) error {
		key = appendQuadKey(key[:0], missing, q)
		_, closer, err := c.db.Get(key)
		if err == pebble.ErrNotFound {
			c.report.fault("quad %v is in the order %s and not in %s", *q, orderName(in), orderName(missing))
			return nil
		}
		if err != nil {
			return err
		}
		return closer.Close()
	})
}

func orderName(order int) string {
	name := make([]byte, 4)
	for i, p := range orders[order] {
		name[i] = "SPOL"[p]
	}
	return string(name)
}

func (c *checker) unused(context.Context) error {
	for i, word := range c.known {
		if i < len(c.used) {
			word &^= c.used[i]
		}
		for bit := 0; word != 0; bit++ {
			if word&1 != 0 {
				c.report.fault("dictionary: no quad has value %d", i*64+bit)
			}
			word >>= 1
		}
	}
	return nil
}

func (c *checker) counts(context.Context) error {
	stored := c.reader.counts.Load()
	if stored.quads != c.report.Quads {
		c.report.fault("counts: %d quads recorded, %d found", stored.quads, c.report.Quads)
	}
	if stored.nodes != c.report.Nodes {
		c.report.fault("counts: %d values recorded, %d found", stored.nodes, c.report.Nodes)
	}
	if c.lastID > stored.lastID {
		c.report.fault("counts: the last id is recorded as %d, value %d exists", stored.lastID, c.lastID)
	}
	return nil
}

// strangers are keys of no table.
func (c *checker) strangers(ctx context.Context) error {
	it, err := c.db.NewIter(nil)
	if err != nil {
		return err
	}
	defer it.Close()
	for ok := it.First(); ok; {
		table := it.Key()[0]
		switch {
		case table == tableMeta, table == tableIDs, table == tableValues, table >= tableQuads && table < tableQuads+byte(len(orders)):
		default:
			c.report.fault("keys that begin with %q belong to no table", table)
		}
		ok = table < 255 && it.SeekGE([]byte{table + 1})
	}
	return it.Error()
}
