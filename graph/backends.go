package graph

import (
	"context"
	"fmt"
	"strings"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	pebblestore "github.com/newskg/kg/graph/pebble"
)

// A backend is one way of keeping quads; a row of the table below.
type backend struct {
	name string
	// version of what the backend writes; a store that another version made is refused.
	version int
	// open opens or creates the quads below dir; an empty dir keeps them in memory. The error is a *LockedError when
	// another process has them.
	open func(ctx context.Context, dir string, o engineOptions) (engine, error)
	// former says what to do with a store that this program can no longer open; such a row has nothing else.
	former string
}

// backends are the ways of keeping quads, the default first.
var backends = []backend{
	{name: "pebble", version: pebblestore.Version, open: openPebble},
	{name: "leveldb", former: "export it with the kg that made it (kg export), or load its articles into a new store (kg load)"},
}

// engineOptions are what a backend needs to know of Options.
type engineOptions struct {
	readOnly  bool
	noSync    bool
	cacheSize int64
	command   string
	wait      time.Duration
}

// An engine is an open backend: a Cayley store with one way to write to it.
type engine interface {
	// View is the store for reading, at one state. It stays valid until done.
	View() (qs cayley.QuadStore, done func(), err error)
	// Apply deletes and adds in one transaction: all of it or nothing. Deleting what is missing and adding what is there
	// changes nothing. The caller writes from one goroutine at a time.
	Apply(ctx context.Context, deletes, adds []quad.Quad) error
	// Bulk begins a load of many quads, quicker than Apply and not in one transaction: what is written is there after
	// Close, and may be before. A writer that is not closed stores no more.
	Bulk() (quad.WriteCloser, error)
	// Check looks for damage.
	Check(ctx context.Context) (*CheckReport, error)
	Close() error
}

// Backends are the names of the ways of keeping quads, the default first.
func Backends() []string {
	var names []string
	for _, b := range backends {
		if b.open != nil {
			names = append(names, b.name)
		}
	}
	return names
}

func findBackend(name string) (*backend, error) {
	if name == "" {
		return &backends[0], nil
	}
	for i := range backends {
		if backends[i].name == name && backends[i].open != nil {
			return &backends[i], nil
		}
	}
	return nil, fmt.Errorf("no such store backend %q; there is %s", name, strings.Join(Backends(), ", "))
}
