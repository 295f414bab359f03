package pebblestore

import (
	"errors"
	"sync"

	cayley "github.com/cayleygraph/cayley/graph"
)

// Name is the backend's name in Cayley's registry.
const Name = "pebble"

// Register makes the backend known to Cayley, so that its own tools open stores by Name. It may be called again. The
// options are "read_only" and "nosync".
func Register() { register() }

var register = sync.OnceFunc(func() {
	cayley.RegisterQuadStore(Name, cayley.QuadStoreRegistration{
		IsPersistent: true,
		InitFunc: func(dir string, o cayley.Options) error {
			s, err := openRegistered(dir, o)
			if err != nil {
				return err
			}
			return s.Close()
		},
		NewFunc: func(dir string, o cayley.Options) (cayley.QuadStore, error) { return openRegistered(dir, o) },
	})
})

func openRegistered(dir string, o cayley.Options) (*Store, error) {
	readOnly, err := o.BoolKey("read_only", false)
	noSync, err2 := o.BoolKey("nosync", false)
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	return Open(background, dir, Options{ReadOnly: readOnly, NoSync: noSync, Command: "cayley"})
}
