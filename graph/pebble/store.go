// Package pebblestore keeps quads in Pebble, a log-structured key-value store, behind Cayley's graph.QuadStore. Values
// stand once in a dictionary of numbers; quads stand in six sorted orders of those numbers, so that every lookup is one
// range. A transaction is one Pebble batch or one ingestion: all of it or nothing, after a crash too. Readers work on the
// state that they find, or keep one by a View; they wait for no writer and no writer for them.
package pebblestore

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// Version is the version of what is written; a store with another is refused.
const Version = 1

// Options are how a store is opened. The zero value opens for writing, makes the store if there is none, and has every
// transaction on the disk before it returns.
type Options struct {
	// ReadOnly opens an existing store to read. Several processes may do so at once.
	ReadOnly bool
	// NoSync leaves it to the system when transactions reach the disk: a crash of the machine may lose the last ones,
	// never a part of one; a killed process loses none.
	NoSync bool
	// Command is what this process runs, told to others that find the store in use.
	Command string
	// Wait is how long to wait for other processes to give the store free.
	Wait time.Duration
	// CacheSize is the memory for blocks read and for writes not yet in tables, in bytes; zero is 160 MB.
	CacheSize int64
}

// ErrReadOnly is the error of writing to a View or to a store opened to read.
var ErrReadOnly = errors.New("the store is open for reading only")

// NotFoundError says that there is no store to read.
type NotFoundError struct{ Dir string }

func (e *NotFoundError) Error() string { return fmt.Sprintf("there is no store at %s", e.Dir) }

// VersionError says that the store was made by a program that writes another format.
type VersionError struct {
	Dir   string
	Found string
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("the store %s has format %q, this program knows %q: export it with the program that made it, and load that",
		e.Dir, e.Found, format)
}

var format = fmt.Sprintf("quads in pebble %d", Version)

// Store is a quad store. It may be used from several goroutines; writers wait for one another.
type Store struct {
	reader
	dir     string
	fs      vfs.FS
	options Options
	// writerOptions are for tables that are written outside Pebble.
	writerOptions sstable.WriterOptions
	unlock        func()

	write  sync.Mutex // held by the writer; guards what follows
	known  knownIDs
	closed bool
}

// View is a store as it was at one moment, for reading. It must be closed, before the store is.
type View struct{ reader }

// reader is what a Store and a View have in common.
type reader struct {
	store *Store
	db    pebble.Reader // the database or a snapshot of it
	// counts as of the snapshot, or the live ones.
	counts *atomic.Pointer[counts]
	// recent is that of the snapshot, or the live one, which is nil while values are taken out.
	recent *atomic.Pointer[recent]
	open   *openCursors
	close  func() error
	// names remembers values of a snapshot, which do not change; nil for the live store.
	names *names
	// choose, where it is set, makes the planner's choices instead of costs: tests make all of them.
	choose func(options int) int
}

func newReader(s *Store, db pebble.Reader, close func() error) reader {
	return reader{
		store: s, db: db, close: close,
		counts: new(atomic.Pointer[counts]), recent: new(atomic.Pointer[recent]), open: new(openCursors),
	}
}

var (
	_ cayley.QuadStore = (*Store)(nil)
	_ cayley.QuadStore = (*View)(nil)
	_ refs.BatchNamer  = (*Store)(nil)
)

// counts are kept in one key and written with every transaction.
type counts struct {
	quads, nodes int64
	lastID       uint64
}

func (c counts) encode() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(c.quads))
	b = binary.BigEndian.AppendUint64(b, uint64(c.nodes))
	return binary.BigEndian.AppendUint64(b, c.lastID)
}

var (
	formatKey = []byte{tableMeta, 'f'}
	countsKey = []byte{tableMeta, 'c'}
)

// Open opens the store in dir. The error is a *NotFoundError, *LockedError or *VersionError where that is the matter.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	marker := filepath.Join(dir, lockFile)
	if o.ReadOnly {
		if _, err := os.Stat(marker); err != nil {
			if _, err := os.Stat(dir); err != nil || !hasDatabase(dir) {
				return nil, &NotFoundError{Dir: dir}
			}
		}
	} else if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	unlock, err := lockStore(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	s, err := open(dir, files{FS: vfs.Default, noSync: o.NoSync}, o)
	if err != nil {
		unlock()
		return nil, err
	}
	s.unlock = unlock
	return s, nil
}

// hasDatabase tells a folder that Pebble has written to.
func hasDatabase(dir string) bool {
	d, err := pebble.Peek(dir, vfs.Default)
	return err == nil && d.Exists
}

// OpenMemory makes an empty store that lives in memory.
func OpenMemory() (*Store, error) {
	return open("", vfs.NewMem(), Options{NoSync: true})
}

func open(dir string, fs vfs.FS, o Options) (*Store, error) {
	s := &Store{dir: dir, fs: fs, options: o, unlock: func() {}, known: knownIDs{most: knownMost}}
	options := pebbleOptions(fs, o)
	db, err := pebble.Open(dir, options)
	if err != nil {
		if errors.Is(err, pebble.ErrDBDoesNotExist) {
			return nil, &NotFoundError{Dir: dir}
		}
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	s.reader = newReader(s, db, db.Close)
	s.recent.Store(newRecent())
	options.EnsureDefaults()
	s.writerOptions = options.MakeWriterOptions(len(options.Levels)-1, db.TableFormat())
	if err := s.start(); err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

// pebbleOptions are tuned for keys of a dozen bytes without values, most of them written about in order.
func pebbleOptions(fs vfs.FS, o Options) *pebble.Options {
	p := &pebble.Options{
		FS:                 fs,
		ReadOnly:           o.ReadOnly,
		ErrorIfNotExists:   o.ReadOnly,
		FormatMajorVersion: pebble.FormatColumnarBlocks,
		Logger:             silent{},
		// Without a listener Pebble ends the process; the read that met the damage fails anyway.
		EventListener:         &pebble.EventListener{DataCorruption: func(pebble.DataCorruptionInfo) {}},
		CacheSize:             o.CacheSize,
		MemTableSize:          48 << 20,
		L0CompactionThreshold: 8,
		L0StopWritesThreshold: 24,
		LBaseMaxBytes:         64 << 20,
	}
	if p.CacheSize == 0 {
		p.CacheSize = 160 << 20
	}
	for i := range p.Levels {
		p.Levels[i].BlockSize = 8 << 10
		p.Levels[i].IndexBlockSize = 64 << 10
		p.Levels[i].FilterPolicy = lookupFilter{bloom.FilterPolicy(10)}
		p.Levels[i].FilterType = pebble.TableFilter
	}
	p.CompactionConcurrencyRange = func() (int, int) { return 1, 2 }
	return p
}

// lookupFilter keeps Bloom filters to the tables of keys that are looked up one by one.
type lookupFilter struct{ pebble.FilterPolicy }

// Name is kept in the files.
func (lookupFilter) Name() string { return "kg.lookup.1" }

func lookedUp(key []byte) bool {
	return len(key) > 0 && (key[0] == tableValues || key[0] == tableQuads)
}

func (f lookupFilter) MayContain(t pebble.FilterType, filter, key []byte) bool {
	return !lookedUp(key) || f.FilterPolicy.MayContain(t, filter, key)
}

func (f lookupFilter) NewWriter(t pebble.FilterType) pebble.FilterWriter {
	return lookupFilterWriter{f.FilterPolicy.NewWriter(t)}
}

type lookupFilterWriter struct{ pebble.FilterWriter }

func (w lookupFilterWriter) AddKey(key []byte) {
	if lookedUp(key) {
		w.FilterWriter.AddKey(key)
	}
}

// silent drops what Pebble would print; what matters comes back as an error.
type silent struct{}

func (silent) Infof(string, ...any)              {}
func (silent) Errorf(string, ...any)             {}
func (silent) Fatalf(format string, args ...any) { panic(fmt.Sprintf("pebble: "+format, args...)) }

// start reads what the store is, or writes it into a new one.
func (s *Store) start() error {
	found, err := get(s.db, formatKey)
	if err != nil {
		return fmt.Errorf("open %s: %w", s.dir, err)
	}
	switch {
	case found != nil && string(found) != format:
		return &VersionError{Dir: s.dir, Found: string(found)}
	case found == nil && s.options.ReadOnly:
		// The first writer was killed before it wrote anything, or this is no store of ours.
		empty, err := s.empty()
		if err != nil {
			return fmt.Errorf("open %s: %w", s.dir, err)
		}
		if !empty {
			return &VersionError{Dir: s.dir, Found: "none"}
		}
	case found == nil:
		empty, err := s.empty()
		if err != nil {
			return fmt.Errorf("open %s: %w", s.dir, err)
		}
		if !empty {
			return &VersionError{Dir: s.dir, Found: "none"}
		}
		if err := s.database().Set(formatKey, []byte(format), pebble.Sync); err != nil {
			return fmt.Errorf("open %s: %w", s.dir, err)
		}
	}
	c, err := readCounts(s.db)
	if err != nil {
		return fmt.Errorf("open %s: %w", s.dir, err)
	}
	s.counts.Store(&c)
	if s.dir != "" && !s.options.ReadOnly {
		// What a killed bulk load left; its tables were never part of the store.
		if err := os.RemoveAll(filepath.Join(s.dir, bulkDir)); err != nil {
			return fmt.Errorf("open %s: %w", s.dir, err)
		}
	}
	return nil
}

func (s *Store) database() *pebble.DB { return s.db.(*pebble.DB) }

func (s *Store) empty() (bool, error) {
	it, err := s.db.NewIter(nil)
	if err != nil {
		return false, err
	}
	found := it.First()
	return !found, it.Close()
}

// get copies the value of a key, nil where there is none.
func get(db pebble.Reader, key []byte) ([]byte, error) {
	value, closer, err := db.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := append([]byte{}, value...)
	return out, closer.Close()
}

func readCounts(db pebble.Reader) (counts, error) {
	b, err := get(db, countsKey)
	if err != nil || b == nil {
		return counts{}, err
	}
	if len(b) != 24 {
		return counts{}, fmt.Errorf("the record of counts has %d bytes", len(b))
	}
	return counts{
		quads:  int64(binary.BigEndian.Uint64(b)),
		nodes:  int64(binary.BigEndian.Uint64(b[8:])),
		lastID: binary.BigEndian.Uint64(b[16:]),
	}, nil
}

// View keeps the present state for reading. Writing goes on beside it.
func (s *Store) View() (*View, error) {
	known := s.recent.Load()
	snapshot := s.database().NewSnapshot()
	if known == nil || known != s.recent.Load() {
		known = newRecent() // values are being taken out
	}
	c, err := readCounts(snapshot)
	if err != nil {
		snapshot.Close()
		return nil, err
	}
	v := &View{newReader(s, snapshot, snapshot.Close)}
	v.names = new(names)
	v.counts.Store(&c)
	v.recent.Store(known)
	v.open.mostIdle = idleOfView
	return v, nil
}

// Close ends the view; nothing may be reading from it.
func (v *View) Close() error { return v.reader.Close() }

// ApplyDeltas refuses: a view is for reading.
func (v *View) ApplyDeltas([]cayley.Delta, cayley.IgnoreOpts) error { return ErrReadOnly }

// NewQuadWriter refuses: a view is for reading.
func (v *View) NewQuadWriter() (quad.WriteCloser, error) { return nil, ErrReadOnly }

// Close gives the store free. Nothing may be reading from it; iterators that were left open are closed.
func (s *Store) Close() error {
	s.write.Lock()
	defer s.write.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	var err error
	if !s.options.ReadOnly && s.dir != "" {
		// The next to open need not read the log again.
		err = s.database().Flush()
	}
	flushed := err == nil && !s.options.ReadOnly && s.dir != ""
	if err = firstError(err, s.reader.Close()); err == nil && flushed {
		dropLogs(s.dir)
	}
	s.unlock()
	return err
}

// dropLogs removes the logs that Pebble keeps to write on again. After a flush with nothing written since they hold
// nothing that is not in tables; Pebble would remove them when it next opens.
func dropLogs(dir string) {
	logs, _ := filepath.Glob(filepath.Join(dir, "*.log"))
	for _, log := range logs {
		os.Remove(log)
	}
}

// Close closes what is still open, then the snapshot or database.
func (r *reader) Close() error {
	if !r.open.end() {
		return nil
	}
	return r.close()
}

// Dir is the folder of the store, empty for one in memory.
func (s *Store) Dir() string { return s.dir }
