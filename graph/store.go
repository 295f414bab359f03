package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// Options are how a store is opened. The zero value opens for writing and makes the store if there is none.
type Options struct {
	// ReadOnly refuses writing; the store must exist. Any number of processes may have a store open so.
	ReadOnly bool
	// MustExist makes no store where there is none.
	MustExist bool
	// Backend is a name of the table of backends for a new store; empty is the default. An existing store knows its own.
	Backend string
	// NoSync leaves it to the system when what was put reaches the disk: a crash of the machine may then lose the last
	// articles, whole ones; a killed process loses none.
	NoSync bool
	// CacheSize is the memory for what is read again and again, in bytes; zero is what suits questions and loading. Reading
	// everything once needs little.
	CacheSize int64
	// Wait is how long to wait for other processes to give the store free.
	Wait time.Duration
	// Command is what this process runs, told to another that finds the store locked.
	Command string
	// Version of the program, Rules (a hash of what it extracted by, schema.RulesHash) and Now go into the provenance of
	// what is put; without Now it is time.Now.
	Version, Rules string
	Now            func() time.Time
}

// Store is the graph of the loaded articles. Reading and writing may go on at the same time from several goroutines;
// writers wait for one another.
type Store struct {
	dir     string
	options Options
	backend *backend
	engine  engine

	// views is held for reading while somebody has a view, for writing while the store is closed.
	views sync.RWMutex
	// write is held by the one writer.
	write sync.Mutex
	known contributions
}

// NotFoundError says that there is no store where one was to be read.
type NotFoundError struct{ Dir string }

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("there is no kg store at %s; kg load makes one", e.Dir)
}

// markFile names the backend and version of a store, and shows that a folder is one.
const markFile = "kg-store"

// Open opens the store in dir, or makes it there unless o.ReadOnly. The error is a *NotFoundError or *LockedError where
// that is the matter.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	if dir == "" {
		return nil, errors.New("graph: open: no folder named for the store")
	}
	s, err := open(ctx, dir, o)
	if err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	return s, nil
}

// OpenMemory makes an empty store that lives in memory and ends with Close.
func OpenMemory(ctx context.Context, o Options) (*Store, error) {
	b, err := findBackend(o.Backend)
	if err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	return newStore(ctx, "", b, o)
}

func open(ctx context.Context, dir string, o Options) (*Store, error) {
	b, err := readMark(dir)
	var missing *NotFoundError
	create := errors.As(err, &missing) && !o.ReadOnly && !o.MustExist
	if err != nil && !create {
		return nil, err
	}
	if create {
		if b, err = findBackend(o.Backend); err != nil {
			return nil, err
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
	}
	s, err := newStore(ctx, dir, b, o)
	if err != nil {
		return nil, err
	}
	if create {
		if err := os.WriteFile(filepath.Join(dir, markFile), []byte(fmt.Sprintf("kg store\nbackend %s %d\n", b.name, b.version)), 0o644); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

func newStore(ctx context.Context, dir string, b *backend, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	where := ""
	if dir != "" {
		where = filepath.Join(dir, b.name)
	}
	e, err := b.open(ctx, where, engineOptions{readOnly: o.ReadOnly, noSync: o.NoSync, cacheSize: o.CacheSize, command: o.Command, wait: o.Wait})
	var locked *LockedError
	if errors.As(err, &locked) {
		return nil, &LockedError{Dir: dir, Users: locked.Users}
	}
	if err != nil {
		return nil, fmt.Errorf("open %s (%s): %w", dir, b.name, err)
	}
	s := &Store{dir: dir, options: o, backend: b, engine: e}
	if !o.ReadOnly {
		err := s.putOntology(ctx)
		if err == nil {
			err = s.dropUnfinished(ctx)
		}
		if err != nil {
			e.Close()
			return nil, err
		}
	}
	return s, nil
}

// readMark tells the backend of the store in dir.
func readMark(dir string) (*backend, error) {
	data, err := os.ReadFile(filepath.Join(dir, markFile))
	if errors.Is(err, fs.ErrNotExist) {
		entries, derr := os.ReadDir(dir)
		if derr != nil && !errors.Is(derr, fs.ErrNotExist) {
			return nil, derr
		}
		for _, e := range entries {
			// A first load that was killed leaves its quads behind without a mark: those may be taken over.
			if _, berr := findBackend(e.Name()); berr != nil {
				return nil, fmt.Errorf("%s is not a kg store: it holds %s", dir, e.Name())
			}
		}
		return nil, &NotFoundError{Dir: dir}
	}
	if err != nil {
		return nil, err
	}
	var name string
	var version int
	line := strings.TrimPrefix(string(data), "kg store\n")
	if _, err := fmt.Sscanf(line, "backend %s %d", &name, &version); err != nil {
		return nil, fmt.Errorf("%s: cannot read what kind of store this is: %q", filepath.Join(dir, markFile), string(data))
	}
	for _, b := range backends {
		if b.name == name && b.former != "" {
			return nil, fmt.Errorf("%s was made with the former backend %s: %s", dir, name, b.former)
		}
	}
	b, err := findBackend(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	if version != b.version {
		return nil, fmt.Errorf("%s has version %d of the %s format, this program reads version %d: export it with the program that made it, and load that",
			dir, version, name, b.version)
	}
	return b, nil
}

// Dir is the folder of the store, empty for one in memory.
func (s *Store) Dir() string { return s.dir }

// View gives the quads for reading until done is called. Nothing may be written through it.
func (s *Store) View(ctx context.Context) (qs cayley.QuadStore, done func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	s.views.RLock()
	qs, release, err := s.engine.View()
	if err != nil {
		s.views.RUnlock()
		return nil, nil, fmt.Errorf("graph: read %s: %w", s.dir, err)
	}
	var once sync.Once
	return qs, func() {
		once.Do(func() {
			release()
			s.views.RUnlock()
		})
	}, nil
}

// Close gives the store free. No view may be in use.
func (s *Store) Close() error {
	s.views.Lock()
	defer s.views.Unlock()
	err := s.engine.Close()
	if err != nil {
		return fmt.Errorf("graph: close %s: %w", s.dir, err)
	}
	return nil
}

// apply writes in one transaction.
func (s *Store) apply(ctx context.Context, deletes, adds []quad.Quad) error {
	if s.options.ReadOnly {
		return fmt.Errorf("graph: the store %s is open for reading only", s.dir)
	}
	if len(deletes)+len(adds) == 0 {
		return nil
	}
	err := s.engine.Apply(ctx, deletes, adds)
	if err != nil {
		s.known = contributions{}
	}
	return err
}
