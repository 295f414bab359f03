package graph

import (
	"context"
	"errors"
	"strings"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	pebblestore "github.com/newskg/kg/graph/pebble"
)

// pebbleEngine is our own Cayley store on Pebble, on disk or in memory.
type pebbleEngine struct{ store *pebblestore.Store }

func openPebble(ctx context.Context, dir string, o engineOptions) (engine, error) {
	pebblestore.Register()
	if dir == "" {
		store, err := pebblestore.OpenMemory()
		if err != nil {
			return nil, err
		}
		return &pebbleEngine{store}, nil
	}
	store, err := pebblestore.Open(ctx, dir, pebblestore.Options{ReadOnly: o.readOnly, NoSync: o.noSync, CacheSize: o.cacheSize, Command: o.command, Wait: o.wait})
	var locked *pebblestore.LockedError
	if errors.As(err, &locked) {
		users := make([]string, len(locked.Users))
		for i, u := range locked.Users {
			users[i] = u.String()
		}
		return nil, &LockedError{Dir: dir, Users: strings.Join(users, ", ")}
	}
	if err != nil {
		return nil, err
	}
	return &pebbleEngine{store}, nil
}

func (e *pebbleEngine) View() (cayley.QuadStore, func(), error) {
	view, err := e.store.View()
	if err != nil {
		return nil, nil, err
	}
	return view, func() { view.Close() }, nil
}

// Apply is one transaction: all of it or nothing.
func (e *pebbleEngine) Apply(ctx context.Context, deletes, adds []quad.Quad) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	deltas := make([]cayley.Delta, 0, len(deletes)+len(adds))
	for _, q := range deletes {
		deltas = append(deltas, cayley.Delta{Quad: q, Action: cayley.Delete})
	}
	for _, q := range adds {
		deltas = append(deltas, cayley.Delta{Quad: q, Action: cayley.Add})
	}
	return e.store.ApplyDeltas(deltas, cayley.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true})
}

// Bulk is part of engine.
func (e *pebbleEngine) Bulk() (quad.WriteCloser, error) { return e.store.NewQuadWriter() }

// Check is part of engine.
func (e *pebbleEngine) Check(ctx context.Context) (*CheckReport, error) { return e.store.Check(ctx) }

func (e *pebbleEngine) Close() error { return e.store.Close() }
