package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2"
)

func openTest(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func apply(t testing.TB, s *Store, action cayley.Procedure, quads ...quad.Quad) {
	t.Helper()
	var deltas []cayley.Delta
	for _, q := range quads {
		deltas = append(deltas, cayley.Delta{Quad: q, Action: action})
	}
	if err := s.ApplyDeltas(deltas, cayley.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
}

func iri(s, p, o, l string) quad.Quad { return quad.MakeIRI(s, p, o, l) }

// TestConcurrent lets a writer move pairs of quads between two states, and readers look for a state in between. Neither
// waits for the other: the readers hold views all the time.
func TestConcurrent(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{NoSync: true})
	const transactions = 400
	pair := func(n int) []cayley.Delta {
		var deltas []cayley.Delta
		for i := range 20 {
			deltas = append(deltas, cayley.Delta{Quad: iri(fmt.Sprintf("s%d", i), "holds", fmt.Sprintf("turn%d", n), "now"), Action: cayley.Add})
			if n > 0 {
				deltas = append(deltas, cayley.Delta{Quad: iri(fmt.Sprintf("s%d", i), "holds", fmt.Sprintf("turn%d", n-1), "now"), Action: cayley.Delete})
			}
		}
		return deltas
	}
	if err := s.ApplyDeltas(pair(0), cayley.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	held, err := s.View() // across all of it
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				v, err := s.View()
				if err != nil {
					t.Error(err)
					return
				}
				turns := map[quad.Value]int{}
				err = path.StartPath(v).LabelContext(quad.IRI("now")).Out(quad.IRI("holds")).Iterate(context.Background()).
					EachValue(v, func(o quad.Value) error { turns[o]++; return nil })
				if err != nil {
					t.Error(err)
				}
				if len(turns) != 1 {
					t.Errorf("a view sees the turns %v", turns)
				}
				for turn, n := range turns {
					if n != 20 {
						t.Errorf("a view sees %d of the 20 quads of %v", n, turn)
					}
				}
				// The live store is read too; it shows one state or another, and never fails.
				if _, err := path.StartPath(s, quad.IRI("s3")).Out().Iterate(context.Background()).AllValues(s); err != nil {
					t.Error(err)
				}
				if err := v.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for n := 1; n <= transactions; n++ {
		if n%50 == 0 {
			w, err := s.NewQuadWriter()
			if err != nil {
				t.Fatal(err)
			}
			for i := range 500 {
				if err := w.WriteQuad(iri(fmt.Sprintf("bulk%d-%d", n, i), "is", "bulk", "bulk")); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.ApplyDeltas(pair(n), cayley.IgnoreOpts{}); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	readers.Wait()
	first, err := path.StartPath(held, quad.IRI("s0")).Out().Iterate(t.Context()).FirstValue(held)
	if err != nil || first != quad.IRI("turn0") {
		t.Errorf("the view held from the beginning sees %v, %v", first, err)
	}
	report, err := s.Check(t.Context())
	if err != nil || report.FaultCount > 0 || report.Quads != 20+500*transactions/50 {
		t.Errorf("check: %+v, %v", report, err)
	}
}

const lockChild = "KG_LOCK_CHILD"

// TestLocks opens a store from several processes. The child is this test program, which opens the store and holds it
// until its input ends.
func TestLocks(t *testing.T) {
	if how := os.Getenv(lockChild); how != "" {
		s, err := Open(context.Background(), os.Getenv("KG_LOCK_DIR"), Options{ReadOnly: how == "read", Command: "kg " + how})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("open")
		var line string
		fmt.Scanln(&line)
		s.Close()
		return
	}
	dir := filepath.Join(t.TempDir(), "store")
	s := openTest(t, dir, Options{})
	apply(t, s, cayley.Add, iri("a", "b", "c", "d"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	hold := func(how string) (pid int, end func()) {
		t.Helper()
		cmd := exec.Command(os.Args[0], "-test.run=^TestLocks$")
		cmd.Env = append(os.Environ(), lockChild+"="+how, "KG_LOCK_DIR="+dir)
		stdin, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var said string
		if _, err := fmt.Fscanln(stdout, &said); err != nil || said != "open" {
			t.Fatalf("the child says %q, %v", said, err)
		}
		return cmd.Process.Pid, sync.OnceFunc(func() { stdin.Close(); cmd.Wait() })
	}
	refused := func(o Options, pid int, words ...string) {
		t.Helper()
		_, err := Open(t.Context(), dir, o)
		var locked *LockedError
		if !errors.As(err, &locked) {
			t.Fatalf("the error is %v", err)
		}
		for _, w := range append(words, fmt.Sprintf("process %d ", pid)) {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%q does not say %q", err, w)
			}
		}
	}

	pid, end := hold("write")
	refused(Options{}, pid, "(kg write)", "is writing")
	refused(Options{ReadOnly: true}, pid, "(kg write)", "is writing")
	// Who waits gets the store when the other ends.
	opened := make(chan error, 1)
	go func() {
		s, err := Open(context.Background(), dir, Options{Wait: time.Minute})
		if err == nil {
			err = s.Close()
		}
		opened <- err
	}()
	end()
	if err := <-opened; err != nil {
		t.Fatal(err)
	}

	pid, end = hold("read")
	defer end()
	_, end2 := hold("read")
	defer end2()
	r, err := Open(t.Context(), dir, Options{ReadOnly: true})
	if err != nil {
		t.Fatalf("a third reader: %v", err)
	}
	if err := r.ApplyDeltas(nil, cayley.IgnoreOpts{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a reader writes: %v", err)
	}
	refused(Options{}, pid, "(kg read)", "is reading")
	r.Close()
	end()
	end2()
	openTest(t, dir, Options{})
	// Within one process the same holds.
	refused(Options{ReadOnly: true}, os.Getpid(), "is writing")
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	var missing *NotFoundError
	if _, err := Open(t.Context(), filepath.Join(dir, "none"), Options{ReadOnly: true}); !errors.As(err, &missing) {
		t.Errorf("a reader without a store: %v", err)
	}
	s := openTest(t, filepath.Join(dir, "future"), Options{})
	if err := s.database().Set(formatKey, []byte("quads in pebble 99"), pebble.Sync); err != nil {
		t.Fatal(err)
	}
	s.Close()
	var version *VersionError
	for _, readOnly := range []bool{true, false} {
		_, err := Open(t.Context(), filepath.Join(dir, "future"), Options{ReadOnly: readOnly})
		if !errors.As(err, &version) || !strings.Contains(err.Error(), "export it with the program that made it") {
			t.Errorf("a future store: %v", err)
		}
	}
	// A Pebble database of something else is not written into.
	db, err := pebble.Open(filepath.Join(dir, "foreign"), &pebble.Options{Logger: silent{}})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Set([]byte("their"), []byte("key"), pebble.Sync), db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), filepath.Join(dir, "foreign"), Options{}); !errors.As(err, &version) {
		t.Errorf("a foreign database: %v", err)
	}
}

// TestFailedTransaction is for what corrupts Cayley's own stores: ids of a transaction that failed are used again.
func TestFailedTransaction(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	apply(t, s, cayley.Add, iri("a", "p", "b", "l"))
	err := s.ApplyDeltas([]cayley.Delta{
		{Quad: iri("new1", "p", "new2", "l"), Action: cayley.Add},
		{Quad: iri("a", "p", "b", "l"), Action: cayley.Add},
	}, cayley.IgnoreOpts{})
	if !cayley.IsQuadExist(err) {
		t.Fatalf("the error is %v", err)
	}
	if ref, err := s.ValueOf(quad.IRI("new1")); ref != nil || err != nil {
		t.Errorf("a value of the failed transaction is there: %v, %v", ref, err)
	}
	apply(t, s, cayley.Add, iri("other1", "p", "other2", "l"))
	apply(t, s, cayley.Add, iri("new1", "p", "new2", "l"))
	for _, c := range [][2]string{{"new1", "new2"}, {"other1", "other2"}} {
		got, err := path.StartPath(s, quad.IRI(c[0])).Out(quad.IRI("p")).Iterate(t.Context()).AllValues(s)
		if err != nil || len(got) != 1 || got[0] != quad.IRI(c[1]) {
			t.Errorf("%s has %v, %v", c[0], got, err)
		}
	}
	// A load that fails leaves nothing either.
	w, err := s.NewQuadWriter()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.WriteQuad(iri("x", "p", "y", "l")); err != nil {
		t.Fatal(err)
	}
	if err := w.WriteQuad(quad.Quad{Subject: quad.IRI("x")}); !errors.Is(err, quad.ErrInvalid) {
		t.Errorf("half a quad: %v", err)
	}
	if err := w.Close(); !errors.Is(err, quad.ErrInvalid) {
		t.Errorf("closing a failed load: %v", err)
	}
	if report, err := s.Check(t.Context()); err != nil || report.FaultCount > 0 || report.Quads != 3 {
		t.Errorf("check: %+v, %v", report, err)
	}
}

// TestLargeTransaction takes the way of large loads, with quads that are there already, and must be one transaction.
func TestLargeTransaction(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{NoSync: true})
	apply(t, s, cayley.Add, iri("s1", "p1", "o1", "l1"), iri("s2", "p2", "kept", "l2"))
	var deltas []cayley.Delta
	for i := range bulkQuads {
		deltas = append(deltas, cayley.Delta{Quad: iri(fmt.Sprintf("s%d", i), fmt.Sprintf("p%d", i%9), fmt.Sprintf("o%d", i%1000), fmt.Sprintf("l%d", i/3)), Action: cayley.Add})
	}
	deltas[1].Quad = iri("s1", "p1", "o1", "l1")
	bad := append(append([]cayley.Delta(nil), deltas...), cayley.Delta{Quad: quad.Quad{Subject: quad.IRI("half")}, Action: cayley.Add})
	if err := s.ApplyDeltas(bad, cayley.IgnoreOpts{IgnoreDup: true}); !errors.Is(err, quad.ErrInvalid) {
		t.Fatalf("half a quad: %v", err)
	}
	if st, _ := s.Stats(t.Context(), true); st.Quads.Value != 2 {
		t.Fatalf("%d quads after a failed load", st.Quads.Value)
	}
	for range 2 { // the second time changes nothing
		if err := s.ApplyDeltas(deltas, cayley.IgnoreOpts{IgnoreDup: true}); err != nil {
			t.Fatal(err)
		}
		report, err := s.Check(t.Context())
		if err != nil || report.FaultCount > 0 || report.Quads != bulkQuads+1 {
			t.Fatalf("check: %+v, %v", report, err)
		}
	}
}

// TestCheckFinds breaks a store in each way that Check knows.
func TestCheckFinds(t *testing.T) {
	q := ids{1, 2, 3, 4}
	for _, c := range []struct {
		name   string
		damage func(*pebble.DB) error
		want   string
	}{
		{"order", func(db *pebble.DB) error { return db.Delete(appendQuadKey(nil, 3, &q), nil) }, "is in the order SPOL and not in LSPO"},
		{"extra", func(db *pebble.DB) error { return db.Set(appendQuadKey(nil, 2, &ids{3, 2, 1, 4}), nil, nil) }, "is in the order OSLP and not in SPOL"},
		{"value", func(db *pebble.DB) error { return db.Delete(appendID([]byte{tableIDs}, 3), nil) }, "the dictionary lacks value 3"},
		{"key", func(db *pebble.DB) error { return db.Delete([]byte(string(tableValues)+string(kindIRI)+"c"), nil) }, "cannot be found by its text"},
		{"other id", func(db *pebble.DB) error {
			return db.Set([]byte(string(tableValues)+string(kindIRI)+"c"), appendID(nil, 1), nil)
		}, "is found by its text as 1"},
		{"unused", func(db *pebble.DB) error {
			return errors.Join(db.Set(appendID([]byte{tableIDs}, 9), []byte{kindIRI, 'z'}, nil),
				db.Set([]byte{tableValues, kindIRI, 'z'}, appendID(nil, 9), nil))
		}, "no quad has value 9"},
		{"counts", func(db *pebble.DB) error {
			return db.Set(countsKey, counts{quads: 7, nodes: 4, lastID: 4}.encode(), nil)
		}, "7 quads recorded, 1 found"},
		{"stranger", func(db *pebble.DB) error { return db.Set([]byte("zebra"), nil, nil) }, "belong to no table"},
		{"broken key", func(db *pebble.DB) error { return db.Set([]byte{tableQuads, 1, 2}, nil, nil) }, "is no quad"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := openTest(t, t.TempDir(), Options{NoSync: true})
			apply(t, s, cayley.Add, iri("a", "b", "c", "d"))
			if r, err := s.Check(t.Context()); err != nil || r.FaultCount != 0 {
				t.Fatalf("before: %+v, %v", r, err)
			}
			if err := c.damage(s.database()); err != nil {
				t.Fatal(err)
			}
			r, err := s.Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.Join(r.Faults, "\n"), c.want) {
				t.Errorf("the faults are %q, want one that says %q", r.Faults, c.want)
			}
		})
	}
}

// TestLeftOpen closes a store with a query left unfinished, as one that timed out is.
func TestLeftOpen(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	apply(t, s, cayley.Add, iri("a", "b", "c", "d"), iri("a", "b", "e", "d"))
	it := s.QuadsAllIterator().Iterate()
	if !it.Next(t.Context()) {
		t.Fatal(it.Err())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if it.Next(t.Context()) || it.Err() == nil {
		t.Error("an iterator works on a closed store")
	}
	it.Close()
	if err := s.ApplyDeltas(nil, cayley.IgnoreOpts{}); err == nil {
		t.Error("a closed store is written to")
	}
}

// TestRegistered opens a store by Cayley's own registry.
func TestRegistered(t *testing.T) {
	Register()
	Register()
	dir := t.TempDir()
	if err := cayley.InitQuadStore(Name, dir, nil); err != nil {
		t.Fatal(err)
	}
	qs, err := cayley.NewQuadStore(Name, dir, cayley.Options{"nosync": true})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := qs.(*Store); !ok {
		t.Errorf("the store is a %T", qs)
	}
	qs.Close()
}

// TestCancel breaks off a long scan.
func TestCancel(t *testing.T) {
	s, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var deltas []cayley.Delta
	for i := range 3000 {
		deltas = append(deltas, cayley.Delta{Quad: iri(fmt.Sprint("s", i), "p", fmt.Sprint("o", i), "l"), Action: cayley.Add})
	}
	if err := s.ApplyDeltas(deltas, cayley.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	it := s.QuadsAllIterator().Iterate()
	defer it.Close()
	n := 0
	for it.Next(ctx) {
		if n++; n == 10 {
			cancel()
		}
	}
	if n >= 3000 || !errors.Is(it.Err(), context.Canceled) {
		t.Errorf("the scan ended after %d quads with %v", n, it.Err())
	}
}

// TestManyValues asks for more combinations of values than are looked up one by one.
func TestManyValues(t *testing.T) {
	s, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var quads []quad.Quad
	var subjects, objects []quad.Value
	for i := range 2 * maxPatterns {
		q := iri(fmt.Sprint("s", i), fmt.Sprint("p", i%7), fmt.Sprint("o", i/2), "l")
		quads = append(quads, q)
		if i%2 == 0 {
			subjects, objects = append(subjects, q.Subject), append(objects, q.Object)
		}
	}
	apply(t, s, cayley.Add, quads...)
	for name, c := range map[string]struct {
		path *path.Path
		want int
	}{
		"out":     {path.StartPath(s, subjects...).Out(), maxPatterns},
		"in":      {path.StartPath(s, objects...).In(), 2 * maxPatterns},
		"between": {path.StartPath(s, objects...).In().Is(subjects...), maxPatterns},
		"has":     {path.StartPath(s, subjects...).Has(quad.IRI("p0"), objects...), (maxPatterns*2 + 13) / 14},
	} {
		got, err := c.path.Iterate(t.Context()).AllValues(s)
		if err != nil || len(got) != c.want {
			t.Errorf("%s: %d rows, %v, want %d", name, len(got), err, c.want)
		}
	}
}

// TestDamagedFile flips bytes in the middle of a table on the disk: the check must not pass over it.
func TestDamagedFile(t *testing.T) {
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	var quads []quad.Quad
	for i := range 2000 {
		quads = append(quads, iri(fmt.Sprint("s", i), "p", fmt.Sprint("o", i), "l"))
	}
	apply(t, s, cayley.Add, quads...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tables, err := filepath.Glob(filepath.Join(dir, "*.sst"))
	if err != nil || len(tables) == 0 {
		t.Fatal(tables, err)
	}
	data, err := os.ReadFile(tables[0])
	if err != nil {
		t.Fatal(err)
	}
	for i := len(data) / 3; i < len(data)/3+16; i++ {
		data[i] ^= 0x55
	}
	if err := os.WriteFile(tables[0], data, 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := Open(t.Context(), dir, Options{ReadOnly: true})
	if err == nil {
		defer r.Close()
		var report *Report
		if report, err = r.Check(t.Context()); err == nil {
			t.Fatalf("check: %+v", report)
		}
	}
	if !strings.Contains(err.Error(), "checksum") {
		t.Errorf("the error is %v", err)
	}
}
