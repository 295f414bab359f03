package pebblestore

import (
	"errors"
	"testing"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

func viewTest(t testing.TB, s *Store) *View {
	t.Helper()
	v, err := s.View()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// TestRecent looks a value up that comes, goes and comes again: what one state remembers must not answer for another.
func TestRecent(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{NoSync: true})
	apply(t, s, cayley.Add, iri("a", "p", "b", ""))
	// find looks up twice: the second time it is remembered.
	find := func(what string, r *reader, present bool) uint64 {
		t.Helper()
		id, err := r.find(quad.IRI("x"))
		again, err2 := r.find(quad.IRI("x"))
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		if id != again || (id != 0) != present {
			t.Errorf("%s: the value has the ids %d and %d, present %v", what, id, again, present)
		}
		return id
	}
	before := viewTest(t, s)
	find("before it came", &before.reader, false)
	apply(t, s, cayley.Add, iri("x", "p", "b", ""))
	with := viewTest(t, s)
	first := find("the store with it", &s.reader, true)
	find("a view with it", &with.reader, true)
	find("a view from before it came, after others found it", &before.reader, false)

	apply(t, s, cayley.Delete, iri("x", "p", "b", ""))
	without := viewTest(t, s)
	find("a view from before it went", &with.reader, true)
	find("the store without it", &s.reader, false)
	find("a view without it", &without.reader, false)

	apply(t, s, cayley.Add, iri("x", "p", "b", ""))
	if second := find("the store with it again", &s.reader, true); second == first {
		t.Errorf("the value has the id %d again", first)
	}
	if id := find("the first view with it", &with.reader, true); id != first {
		t.Errorf("a view has the id %d for a value that had %d", id, first)
	}
	find("a view without it, after it came again", &without.reader, false)
}

// TestIdle sees that a view reads on with iterators that were used before, keeps few of them and closes them in the end.
func TestIdle(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{NoSync: true})
	apply(t, s, cayley.Add, iri("a", "p", "b", ""))
	v := viewTest(t, s)
	apply(t, s, cayley.Add, iri("a", "p", "c", ""))
	var all ids
	cursors := make([]cursor, idleOfView+3)
	for range 2 {
		for i := range cursors {
			c := &cursors[i]
			if !c.seek(&v.reader, &all) || !c.next(t.Context()) || c.next(t.Context()) || c.err != nil {
				t.Fatalf("the view does not have exactly one quad: %v", c.err)
			}
		}
		for i := range cursors {
			if err := cursors[i].close(); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(v.open.idle); n != idleOfView {
			t.Errorf("%d iterators are idle, want %d", n, idleOfView)
		}
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if c := new(cursor); c.seek(&v.reader, &all) || !errors.Is(c.err, errClosed) {
		t.Errorf("a closed view is read: %v", c.err)
	}
	var c cursor
	if c.seek(&s.reader, &all); c.close() != nil || len(s.open.idle) != 0 {
		t.Error("the store itself keeps an iterator, which would not see what is written later")
	}
}
