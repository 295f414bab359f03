package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/cockroachdb/pebble/v2"
)

// cursor walks ranges of keys, one after another, with one Pebble iterator.
type cursor struct {
	reader     *reader
	it         *pebble.Iterator
	prefix, to []byte
	order      int
	begun      bool
	err        error
	steps      uint
}

// openCursors are the cursors of a store or view that are not closed. Cayley's own iterators, and queries that are
// broken off, do not close all of theirs.
type openCursors struct {
	mu    sync.Mutex
	set   map[*cursor]struct{}
	ended bool
	// idle are iterators of closed cursors, to be used again: opening one takes longer than a short range does. Only a
	// view keeps any, as an iterator stays at the state at which it was opened.
	idle     []*pebble.Iterator
	mostIdle int
}

// idleOfView is how many iterators a view keeps; a question of a few steps has about as many at a time.
const idleOfView = 4

var errClosed = errors.New("the store is closed")

// start gives a cursor its iterator, an idle one where there is one.
func (o *openCursors) start(c *cursor, db pebble.Reader) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		return errClosed
	}
	if last := len(o.idle) - 1; last >= 0 {
		c.it, o.idle = o.idle[last], o.idle[:last]
		c.it.SetBounds(c.prefix, c.to)
	} else {
		it, err := db.NewIter(&pebble.IterOptions{LowerBound: c.prefix, UpperBound: c.to})
		if err != nil {
			return err
		}
		c.it = it
	}
	if o.set == nil {
		o.set = make(map[*cursor]struct{})
	}
	o.set[c] = struct{}{}
	return nil
}

// stop takes the iterator of a cursor back.
func (o *openCursors) stop(c *cursor) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	it := c.it
	delete(o.set, c)
	c.it = nil
	if len(o.idle) < o.mostIdle && it.Error() == nil {
		o.idle = append(o.idle, it)
		return nil
	}
	return it.Close()
}

// end closes all cursors and lets none be opened any more; false when that was done before.
func (o *openCursors) end() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		return false
	}
	o.ended = true
	for c := range o.set {
		c.it.Close()
		c.it, c.err = nil, errClosed
	}
	for _, it := range o.idle {
		it.Close()
	}
	o.set, o.idle = nil, nil
	return true
}

// bound sets the range of all keys that begin with prefix.
func (c *cursor) bound(r *reader, prefix []byte) bool {
	if c.err != nil {
		return false
	}
	c.prefix = append(c.prefix[:0], prefix...)
	c.to = appendEnd(c.to[:0], c.prefix)
	if c.it == nil {
		c.reader = r
		if c.err = r.open.start(c, r.db); c.err != nil {
			return false
		}
	} else {
		c.it.SetBounds(c.prefix, c.to)
	}
	c.begun = false
	return true
}

// seek sets the range of the quads that match a pattern.
func (c *cursor) seek(r *reader, pattern *ids) bool {
	var buf [48]byte
	prefix, order := appendPrefix(buf[:0], pattern)
	c.order = order
	return c.bound(r, prefix)
}

// next moves to the first key of the range, then to the one after.
func (c *cursor) next(ctx context.Context) bool {
	if c.it == nil || c.err != nil {
		return false
	}
	if c.steps++; c.steps%256 == 0 {
		if c.err = ctx.Err(); c.err != nil {
			return false
		}
	}
	var ok bool
	if c.begun {
		ok = c.it.Next()
	} else {
		c.begun = true
		ok = c.it.First()
	}
	if !ok {
		c.err = c.it.Error()
	}
	return ok
}

// quad reads the quad that the cursor is at.
func (c *cursor) quad(q *ids) bool {
	if !parseQuadKey(c.it.Key(), c.order, q) {
		c.err = fmt.Errorf("the key %x of the quads is broken", c.it.Key())
		return false
	}
	return true
}

// close may be called again; the cursor may be used again.
func (c *cursor) close() error {
	if c.it == nil {
		if c.err == errClosed {
			return nil
		}
		return c.err
	}
	return c.reader.open.stop(c)
}

// maxSize caps the sizes told to Cayley's planner, which multiplies them without a check.
const maxSize = 1 << 29

// exactSize is up to how many quads a size is counted.
const exactSize = 96

// size tells how many quads match a pattern: exactly for few, else by an estimate that depends on nothing but the quads.
func (r *reader) size(pattern *ids) (n int64, exact bool, err error) {
	if *pattern == (ids{}) {
		return min(r.counts.Load().quads, maxSize), true, nil
	}
	var buf [48]byte
	prefix, order := appendPrefix(buf[:0], pattern)
	bound := 0
	for _, id := range pattern {
		if id != 0 {
			bound++
		}
	}
	e := estimator{reader: r}
	e.order = order
	n, exact = e.estimate(prefix, bound)
	err = e.err
	if cerr := e.close(); err == nil {
		err = cerr
	}
	return min(max(n, 0), maxSize), exact && err == nil, err
}

// estimator guesses how many keys begin with a prefix. Ids are given in the order of loading, so that behind most
// prefixes the next id is spread about evenly: it looks at a few places how close the keys stand.
type estimator struct {
	cursor
	reader *reader
}

// estimate has bound ids in the prefix already.
func (e *estimator) estimate(prefix []byte, bound int) (n int64, exact bool) {
	prefix = append([]byte(nil), prefix...)
	if !e.bound(e.reader, prefix) {
		return 0, false
	}
	var first, last uint64
	groups := 0
	ok := e.it.First()
	for ; ok && n < exactSize; ok = e.it.Next() {
		id := e.nextID(len(prefix))
		if n == 0 || id != last {
			groups++
		}
		if n == 0 {
			first = id
		}
		last = id
		n++
	}
	if e.err = e.it.Error(); e.err != nil {
		return 0, false
	}
	if !ok || bound == 4 {
		return n, true
	}
	reached := last
	if !e.it.Last() {
		return n, false
	}
	final := e.nextID(len(prefix))
	if final == first {
		return e.estimate(appendID(prefix, first), bound+1)
	}
	if groups < 8 {
		return e.estimateGroups(prefix, bound, final)
	}
	// The keys seen begin the range; the rest is judged by eight places in it.
	const places, look = 8, 16
	density := float64(n) / float64(reached-first+1)
	for i := uint64(1); i <= places; i++ {
		from := first + (final-first)/(places+1)*i
		if !e.it.SeekGE(appendID(append([]byte(nil), prefix...), from)) {
			break
		}
		seen, to := 0, from
		for ok := true; ok && seen < look; ok = e.it.Next() {
			to = e.nextID(len(prefix))
			seen++
		}
		density += float64(seen) / float64(to-from+1)
	}
	if e.err = e.it.Error(); e.err != nil {
		return 0, false
	}
	guess := density / (places + 1) * float64(final-first+1)
	return max(n+1, int64(min(guess, maxSize))), false
}

// estimateGroups adds up the keys behind each next id, where these are few.
func (e *estimator) estimateGroups(prefix []byte, bound int, final uint64) (int64, bool) {
	const most = 12
	var total int64
	from := uint64(0)
	for i := 0; i < most; i++ {
		if !e.bound(e.reader, prefix) || !e.it.SeekGE(appendID(append([]byte(nil), prefix...), from)) {
			break
		}
		id := e.nextID(len(prefix))
		n, _ := e.estimate(appendID(append([]byte(nil), prefix...), id), bound+1)
		total += n
		if id == final || e.err != nil {
			return total, false
		}
		from = id + 1
	}
	// More groups follow: as many again.
	return total * 2, false
}

func (e *estimator) nextID(at int) uint64 {
	id, _ := cutID(e.it.Key()[at:])
	return id
}
