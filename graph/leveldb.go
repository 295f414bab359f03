package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv"
	"github.com/cayleygraph/quad"
	hkv "github.com/hidal-go/hidalgo/kv"
	"github.com/hidal-go/hidalgo/kv/flat"
	hleveldb "github.com/hidal-go/hidalgo/kv/flat/leveldb"
	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/opt"
	"github.com/syndtr/goleveldb/leveldb/storage"
)

// levelDB is Cayley's key-value store on goleveldb, on disk or in memory.
type levelDB struct {
	files storage.Storage
	o     engineOptions

	mu sync.RWMutex
	qs cayley.QuadStore
}

func openLevelDB(ctx context.Context, dir string, o engineOptions) (engine, error) {
	e := &levelDB{o: o}
	if dir == "" {
		e.files = storage.NewMemStorage()
	} else {
		files, err := storage.OpenFile(dir, o.readOnly)
		if err != nil {
			return nil, err
		}
		e.files = files
	}
	if err := e.open(ctx); err != nil {
		e.files.Close()
		return nil, err
	}
	return e, nil
}

func (e *levelDB) open(ctx context.Context) error {
	db, err := leveldb.Open(e.files, &opt.Options{ReadOnly: e.o.readOnly})
	if err != nil {
		return err
	}
	flatDB := hleveldb.New(db)
	flatDB.SetWriteOptions(&opt.WriteOptions{Sync: !e.o.noSync})
	store := flat.Upgrade(flatDB)
	// Bloom filters speed up a first load by half, but cost 0.7 GB and a second at every later opening.
	options := cayley.Options{kv.OptNoBloom: true}
	if !e.o.readOnly {
		err := kv.Init(store, options)
		if err == nil {
			err = addLabelIndex(ctx, store)
		}
		if err != nil && err != cayley.ErrDatabaseExists {
			store.Close()
			return err
		}
	}
	qs, err := kv.New(store, options)
	if err != nil {
		store.Close()
		return err
	}
	e.qs = qs
	return nil
}

// addLabelIndex makes Cayley keep an index by label, without which the facts of one sentence are a full scan. It must
// run before the first quad is written.
func addLabelIndex(ctx context.Context, store hkv.KV) error {
	indexes, err := json.Marshal(append(append([]kv.QuadIndex(nil), kv.DefaultQuadIndexes...),
		kv.QuadIndex{Dirs: []quad.Direction{quad.Label}}))
	if err != nil {
		return err
	}
	return hkv.Update(ctx, store, func(tx hkv.Tx) error {
		return tx.Put(ctx, hkv.Key{[]byte("meta"), []byte("indexes")}, indexes)
	})
}

func (e *levelDB) View() (cayley.QuadStore, func(), error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.qs, func() {}, nil
}

// Apply runs the deletions before the additions and in a transaction of their own: Cayley's key-value store corrupts
// the quads of a transaction that mixes the two. A crash between them leaves the store without the new facts, never
// with facts of two versions.
func (e *levelDB) Apply(ctx context.Context, deletes, adds []quad.Quad) error {
	for _, step := range []struct {
		quads  []quad.Quad
		action cayley.Procedure
	}{{deletes, cayley.Delete}, {adds, cayley.Add}} {
		if len(step.quads) == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		deltas := make([]cayley.Delta, len(step.quads))
		for i, q := range step.quads {
			deltas[i] = cayley.Delta{Quad: q, Action: step.action}
		}
		if err := e.qs.ApplyDeltas(deltas, cayley.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true}); err != nil {
			return fmt.Errorf("%s: %w", step.action, err)
		}
	}
	return nil
}

// Recover closes and reopens: after a failed transaction Cayley's caches hold ids that were rolled back.
func (e *levelDB) Recover(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.qs.Close(); err != nil {
		return err
	}
	return e.open(ctx)
}

func (e *levelDB) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	err := e.qs.Close()
	if cerr := e.files.Close(); err == nil {
		err = cerr
	}
	return err
}
