package graph

import (
	"context"
	"fmt"
	"strings"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// A backend is one way of keeping quads; a row of the table below.
type backend struct {
	name string
	// version of what the backend writes; a store that another version made is refused.
	version int
	// open opens or creates the quads below dir; an empty dir keeps them in memory.
	open func(ctx context.Context, dir string, o engineOptions) (engine, error)
	// former says what to do with a store that this program can no longer open; such a row has no open.
	former string
}

// backends are the ways of keeping quads, the default first.
var backends = []backend{
	{name: "leveldb", version: 1, open: openLevelDB},
}

// engineOptions are what a backend needs to know of Options.
type engineOptions struct {
	readOnly bool
	noSync   bool
}

// An engine is an open backend: a Cayley store with one way to write to it.
type engine interface {
	// QuadStore is the store for reading. It stays valid until Close or Recover.
	QuadStore() cayley.QuadStore
	// Apply deletes and adds. Deleting what is missing and adding what is there changes nothing. The caller writes from
	// one goroutine at a time.
	Apply(ctx context.Context, deletes, adds []quad.Quad) error
	// Recover makes the engine usable after Apply has failed; nobody may be reading.
	Recover(ctx context.Context) error
	Close() error
}

func findBackend(name string) (*backend, error) {
	if name == "" {
		return &backends[0], nil
	}
	names := make([]string, 0, len(backends))
	for i := range backends {
		if backends[i].name == name {
			return &backends[i], nil
		}
		if backends[i].open != nil {
			names = append(names, backends[i].name)
		}
	}
	return nil, fmt.Errorf("no such store backend %q; there is %s", name, strings.Join(names, ", "))
}
