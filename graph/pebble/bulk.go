package pebblestore

import (
	"bytes"
	"context"
	"fmt"
	"hash/maphash"
	"math"
	"math/bits"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/objstorage/objstorageprovider"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

var background = context.Background()

// A load that is large is sorted in memory and given to Pebble as finished tables, which is several times quicker than
// transactions. All tables of one load, the counts among them, become part of the store in one step.
const (
	// bulkDir holds the tables until then.
	bulkDir = "bulk"
	// bulkQuads is from how many quads a transaction is worth it.
	bulkQuads = 50_000
	// A writer puts away what it has when it has more than so many quads or bytes of values.
	bulkMostQuads = 1 << 19
	bulkMostBytes = 48 << 20
)

// NewQuadWriter begins a large load. Quads that are there already are passed over. What one call of WriteQuads gives is
// in the store whole or not at all, and so is all of a load of less than half a million quads; a larger one is put away in
// parts. Close ends the load; after an error the part in hand is dropped.
func (s *Store) NewQuadWriter() (quad.WriteCloser, error) {
	if s.options.ReadOnly {
		return nil, ErrReadOnly
	}
	return &bulkWriter{store: s, bulk: newBulk(s)}, nil
}

type bulkWriter struct {
	store *Store
	bulk  *bulk
	err   error
}

func (w *bulkWriter) WriteQuad(q quad.Quad) error {
	_, err := w.WriteQuads([]quad.Quad{q})
	return err
}

func (w *bulkWriter) WriteQuads(quads []quad.Quad) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	for i := range quads {
		if err := w.bulk.add(&quads[i]); err != nil {
			w.err = &cayley.DeltaError{Delta: cayley.Delta{Quad: quads[i], Action: cayley.Add}, Err: err}
			return 0, w.err
		}
	}
	if len(w.bulk.quads) >= bulkMostQuads || w.bulk.bytes >= bulkMostBytes {
		if w.err = w.flush(); w.err != nil {
			return 0, w.err
		}
	}
	return len(quads), nil
}

func (w *bulkWriter) flush() error {
	w.store.write.Lock()
	defer w.store.write.Unlock()
	if w.store.closed {
		return errClosed
	}
	return w.bulk.flush()
}

func (w *bulkWriter) Close() error {
	if w.err != nil {
		if w.err == errWriterClosed {
			return nil
		}
		return w.err
	}
	err := w.flush()
	w.err, w.bulk = errWriterClosed, nil
	return err
}

var errWriterClosed = fmt.Errorf("the load is finished: %w", quad.ErrIncomplete)

// bulk gathers quads. Values are kept once, in blocks without pointers, and quads by the numbers of their values.
type bulk struct {
	store  *Store
	seed   maphash.Seed
	blocks [][]byte
	bytes  int
	values []span
	hashes []uint32
	slots  []uint32 // a hash table of numbers of values
	quads  []numbers
	buf    []byte
	// What follows is kept from part to part, so that a long load makes little garbage.
	spareBlocks [][]byte
	keys        [][]byte
	sorted      []uint32
	given       []uint32
	newValues   []uint32
	work        [3][]numbers
}

// numbers is a quad by numbers of values, from one on; zero is no label.
type numbers [4]uint32

// span is where a value stands in the blocks.
type span struct{ block, from, length uint32 }

const blockSize = 1 << 20

func newBulk(s *Store) *bulk {
	return &bulk{store: s, seed: maphash.MakeSeed(), slots: make([]uint32, 1<<12)}
}

func (b *bulk) add(q *quad.Quad) error {
	if !q.IsValid() {
		return fmt.Errorf("%w: %v", quad.ErrInvalid, *q)
	}
	var n numbers
	for p, d := range directions {
		v := q.Get(d)
		if v == nil {
			continue
		}
		value, err := appendValue(b.buf[:0], v)
		if err != nil {
			return err
		}
		b.buf = value
		if n[p], err = b.number(value); err != nil {
			return err
		}
	}
	b.quads = append(b.quads, n)
	return nil
}

// number finds a value among those gathered, or adds it.
func (b *bulk) number(value []byte) (uint32, error) {
	hash := uint32(maphash.Bytes(b.seed, value))
	mask := uint32(len(b.slots) - 1)
	at := hash & mask
	for ; b.slots[at] != 0; at = (at + 1) & mask {
		n := b.slots[at]
		if b.hashes[n-1] == hash && bytes.Equal(b.value(n), value) {
			return n, nil
		}
	}
	if len(b.values) >= math.MaxUint32/2 || len(value) > math.MaxInt32 {
		return 0, fmt.Errorf("too many or too long values for one load")
	}
	s := b.keep(value)
	b.values = append(b.values, s)
	b.hashes = append(b.hashes, hash)
	n := uint32(len(b.values))
	b.slots[at] = n
	if len(b.values)*3 > len(b.slots)*2 {
		b.grow()
	}
	return n, nil
}

func (b *bulk) keep(value []byte) span {
	need := len(value)
	last := len(b.blocks) - 1
	if last < 0 || cap(b.blocks[last])-len(b.blocks[last]) < need {
		if n := len(b.spareBlocks); n > 0 && need <= blockSize {
			b.blocks = append(b.blocks, b.spareBlocks[n-1])
			b.spareBlocks = b.spareBlocks[:n-1]
		} else {
			b.blocks = append(b.blocks, make([]byte, 0, max(blockSize, need)))
		}
		last++
	}
	s := span{block: uint32(last), from: uint32(len(b.blocks[last])), length: uint32(need)}
	b.blocks[last] = append(b.blocks[last], value...)
	b.bytes += need
	return s
}

func (b *bulk) grow() {
	b.slots = make([]uint32, 2*len(b.slots))
	mask := uint32(len(b.slots) - 1)
	for i, hash := range b.hashes {
		at := hash & mask
		for b.slots[at] != 0 {
			at = (at + 1) & mask
		}
		b.slots[at] = uint32(i + 1)
	}
}

func (b *bulk) value(n uint32) []byte {
	s := b.values[n-1]
	return b.blocks[s.block][s.from : s.from+s.length]
}

// reset keeps the memory for the next part.
func (b *bulk) reset() {
	for _, block := range b.blocks {
		if cap(block) == blockSize {
			b.spareBlocks = append(b.spareBlocks, block[:0])
		}
	}
	b.blocks = b.blocks[:0]
	b.bytes = 0
	b.values, b.hashes, b.quads = b.values[:0], b.hashes[:0], b.quads[:0]
	clear(b.slots)
}

// flush makes all that was gathered part of the store. The caller holds the store's write lock.
func (b *bulk) flush() error {
	if len(b.quads) == 0 {
		return nil
	}
	defer b.reset()
	s := b.store
	after := *s.counts.Load()
	if after.lastID+uint64(len(b.values)) > math.MaxUint32 {
		return fmt.Errorf("the store has more values than a large load can number: load in smaller parts")
	}

	// The values in the order of their keys, with the ids of those that the store has.
	b.keys = resized(b.keys, len(b.values))
	b.sorted = resized(b.sorted, len(b.values))
	keys, sorted := b.keys, b.sorted
	for i := range keys {
		n := uint32(i + 1)
		sorted[i] = n
		if value := b.value(n); keyIsValue(value) {
			keys[i] = value
		} else {
			keys[i] = appendValueKey(nil, value)[1:]
		}
	}
	sortByKey(sorted, keys)
	b.given = resized(b.given, len(b.values)+1)
	given := b.given
	clear(given)
	if after.nodes > 0 {
		if err := b.findAll(sorted, keys, given); err != nil {
			return err
		}
	}
	firstNew := uint32(after.lastID + 1)
	newValues := b.newValues[:0]
	for i := range b.values {
		if given[i+1] == 0 {
			after.lastID++
			after.nodes++
			given[i+1] = uint32(after.lastID)
			newValues = append(newValues, uint32(i+1))
		}
	}
	b.newValues = newValues
	for i := range b.quads {
		for p, n := range b.quads[i] {
			b.quads[i][p] = given[n]
		}
	}
	for i := range b.work {
		b.work[i] = resized(b.work[i], len(b.quads))
	}
	spare := b.work[0]
	quads := radixSort(b.quads, spare, orders[0], uint32(after.lastID))
	quads = slices.Compact(quads)
	if after.nodes > int64(len(newValues)) {
		var err error
		if quads, err = b.missing(quads, firstNew); err != nil {
			return err
		}
	}
	if len(quads) == 0 {
		return nil
	}
	after.quads += int64(len(quads))

	folder := bulkDir
	if s.dir != "" {
		folder = filepath.Join(s.dir, bulkDir)
	}
	if err := s.fs.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	defer s.fs.RemoveAll(folder)
	tables := newTables(s, folder)
	tables.start("counts", func(w *sstable.Writer) error { return w.Set(countsKey, after.encode()) })
	if len(newValues) > 0 {
		tables.start("ids", func(w *sstable.Writer) error {
			var key []byte
			for _, n := range newValues {
				key = appendID(append(key[:0], tableIDs), uint64(given[n]))
				if err := w.Set(key, b.value(n)); err != nil {
					return err
				}
			}
			return nil
		})
		tables.start("values", func(w *sstable.Writer) error {
			var key, id []byte
			for _, n := range sorted {
				if given[n] < firstNew {
					continue
				}
				key = append(append(key[:0], tableValues), keys[n-1]...)
				id = appendID(id[:0], uint64(given[n]))
				if err := w.Set(key, id); err != nil {
					return err
				}
			}
			return nil
		})
	}
	// The orders take turns in two pieces of memory, and all but the first are sorted while others are written.
	free := make(chan []numbers, 2)
	free <- spare[:len(quads)]
	if &spare[0] == &quads[0] {
		<-free
		free <- b.quads[:len(quads)]
	}
	free <- b.work[1][:len(quads)]
	scratch := b.work[2]
	var one sync.Mutex // there is one scratch
	for order := range orders {
		tables.start(fmt.Sprintf("quads%d", order), func(w *sstable.Writer) error {
			mine := quads
			if order != 0 {
				mine = <-free
				kept := mine
				defer func() { free <- kept }()
				one.Lock()
				copy(mine, quads)
				if out := radixSort(mine, scratch, orders[order], uint32(after.lastID)); &out[0] != &mine[0] {
					copy(mine, out)
				}
				one.Unlock()
			}
			var key []byte
			for i := range mine {
				q := ids{uint64(mine[i][0]), uint64(mine[i][1]), uint64(mine[i][2]), uint64(mine[i][3])}
				key = appendQuadKey(key[:0], order, &q)
				if err := w.Set(key, nil); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := tables.wait(); err != nil {
		return err
	}
	if err := s.database().Ingest(background, tables.paths); err != nil {
		return err
	}
	s.counts.Store(&after)
	return nil
}

// resized is a slice of n elements, in the same memory where that is enough.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// keyIsValue tells values that are their own dictionary key.
func keyIsValue(value []byte) bool {
	if value[0] == kindIRI || value[0] == kindBNode {
		return len(value) <= maxNameKey
	}
	return len(value) <= maxTextKey
}

// sortByKey sorts numbers of values by their keys, in two halves at once.
func sortByKey(sorted []uint32, keys [][]byte) {
	compare := func(a, b uint32) int { return bytes.Compare(keys[a-1], keys[b-1]) }
	half := len(sorted) / 2
	left, right := sorted[:half], sorted[half:]
	var done sync.WaitGroup
	done.Go(func() { slices.SortFunc(left, compare) })
	slices.SortFunc(right, compare)
	done.Wait()
	out := make([]uint32, 0, len(sorted))
	for len(left) > 0 && len(right) > 0 {
		if compare(left[0], right[0]) <= 0 {
			out, left = append(out, left[0]), left[1:]
		} else {
			out, right = append(out, right[0]), right[1:]
		}
	}
	out = append(append(out, left...), right...)
	copy(sorted, out)
}

// findAll looks up the ids of the values that the store has.
func (b *bulk) findAll(sorted []uint32, keys [][]byte, given []uint32) error {
	it, err := b.store.db.NewIter(&pebble.IterOptions{LowerBound: []byte{tableValues}, UpperBound: []byte{tableValues + 1}})
	if err != nil {
		return err
	}
	defer it.Close()
	var key []byte
	for _, n := range sorted {
		key = append(append(key[:0], tableValues), keys[n-1]...)
		if !it.SeekGE(key) {
			break
		}
		if bytes.Equal(it.Key(), key) {
			id, length := cutID(it.Value())
			if length == 0 || id > math.MaxUint32 {
				return fmt.Errorf("the dictionary has a broken id behind %x", key)
			}
			given[n] = uint32(id)
		}
	}
	return it.Error()
}

// missing keeps the quads that the store does not have; those with a new value are such.
func (b *bulk) missing(quads []numbers, firstNew uint32) ([]numbers, error) {
	it, err := b.store.db.NewIter(&pebble.IterOptions{LowerBound: []byte{tableQuads}, UpperBound: []byte{tableQuads + 1}})
	if err != nil {
		return nil, err
	}
	defer it.Close()
	var key []byte
	kept := quads[:0]
	for _, q := range quads {
		if max(q[0], q[1], q[2], q[3]) < firstNew {
			key = appendQuadKey(key[:0], 0, &ids{uint64(q[0]), uint64(q[1]), uint64(q[2]), uint64(q[3])})
			if it.SeekGE(key) && bytes.Equal(it.Key(), key) {
				continue
			}
			if err := it.Error(); err != nil {
				return nil, err
			}
		}
		kept = append(kept, q)
	}
	return kept, nil
}

// radixSort sorts quads by the places of an order, of which no number is above most. It returns one of its two
// arguments, sorted.
func radixSort(quads, spare []numbers, order [4]int, most uint32) []numbers {
	const digit = 11
	spare = spare[:len(quads)]
	width := bits.Len32(most)
	for i := len(order) - 1; i >= 0; i-- {
		p := order[i]
		for shift := 0; shift < width; shift += digit {
			var count [1 << digit]int
			for j := range quads {
				count[quads[j][p]>>shift&(1<<digit-1)]++
			}
			if count[quads[0][p]>>shift&(1<<digit-1)] == len(quads) {
				continue
			}
			sum := 0
			for d, n := range count {
				count[d] = sum
				sum += n
			}
			for j := range quads {
				d := quads[j][p] >> shift & (1<<digit - 1)
				spare[count[d]] = quads[j]
				count[d]++
			}
			quads, spare = spare, quads
		}
	}
	return quads
}

// tables writes sorted tables, as many at once as there are processors.
type tables struct {
	store  *Store
	folder string
	paths  []string
	turn   chan struct{}
	done   sync.WaitGroup
	mu     sync.Mutex
	err    error
}

func newTables(s *Store, folder string) *tables {
	return &tables{store: s, folder: folder, turn: make(chan struct{}, max(1, min(2, runtime.GOMAXPROCS(0))))}
}

func (t *tables) start(name string, write func(*sstable.Writer) error) {
	path := t.store.fs.PathJoin(t.folder, name+".sst")
	t.paths = append(t.paths, path)
	t.turn <- struct{}{}
	t.done.Go(func() {
		defer func() { <-t.turn }()
		err := t.write(path, write)
		t.mu.Lock()
		defer t.mu.Unlock()
		t.err = firstError(t.err, err)
	})
}

func (t *tables) write(path string, write func(*sstable.Writer) error) error {
	f, err := t.store.fs.Create(path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	w := sstable.NewWriter(objstorageprovider.NewFileWritable(f), t.store.writerOptions)
	if err := write(w); err != nil {
		w.Close()
		return err
	}
	return w.Close()
}

func (t *tables) wait() error {
	t.done.Wait()
	return t.err
}
