package pebblestore

import "sync"

// recent remembers the ids of values that readers looked up: questions name the same few again and again. The store and
// its views share one for as long as no value is taken out, so that no id in it goes stale; a view only has to leave
// alone the ids that were given after it.
type recent struct {
	mu    sync.Mutex
	known knownIDs
}

// recentMost is how many values a generation of a recent remembers, a megabyte at most.
const recentMost = 1 << 12

func newRecent() *recent { return &recent{known: knownIDs{most: recentMost}} }

func (r *recent) get(value []byte) uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known.get(value)
}

func (r *recent) put(value []byte, id uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known.put(string(value), id)
}
