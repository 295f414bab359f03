package pebblestore

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// The crash test runs this test program again as a child that writes transactions and says which it begins and has
// committed, and kills it. CRASH_RUNS raises the number of kills.

const crashDir = "KG_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		if err := crashChild(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// crashQuads are the quads of transaction n: of one label, with values of its own and values shared with others, some
// of them long, and many enough that a commit takes a while.
func crashQuads(n int) []quad.Quad {
	rnd := rand.New(rand.NewSource(int64(n)))
	label := quad.IRI(fmt.Sprintf("sentence:%d", n))
	quads := make([]quad.Quad, 100+rnd.Intn(1500))
	for i := range quads {
		quads[i] = quad.Quad{
			Subject:   quad.IRI(fmt.Sprintf("thing:%d", rnd.Intn(500))),
			Predicate: quad.IRI(fmt.Sprintf("pred:%d", rnd.Intn(5))),
			Object:    quad.String(fmt.Sprintf("What sentence %d says as number %d, at some length so that it is hashed.", n, i)),
			Label:     label,
		}
	}
	return quads
}

// crashKeep is how many transactions back one stays before a later one deletes it.
const crashKeep = 5

// crashChild writes transaction after transaction, each adding its own quads and deleting those of a former one; every
// seventh comes as a large load.
func crashChild(dir string) error {
	s, err := Open(context.Background(), dir, Options{NoSync: os.Getenv("KG_CRASH_NOSYNC") != "", Command: "crash test"})
	if err != nil {
		return err
	}
	first, err := strconv.Atoi(os.Getenv("KG_CRASH_FIRST"))
	if err != nil {
		return err
	}
	for n := first; ; n++ {
		var deltas []cayley.Delta
		quads := crashQuads(n)
		for _, q := range quads {
			deltas = append(deltas, cayley.Delta{Quad: q, Action: cayley.Add})
		}
		if n >= crashKeep {
			for _, q := range crashQuads(n - crashKeep) {
				deltas = append(deltas, cayley.Delta{Quad: q, Action: cayley.Delete})
			}
		}
		fmt.Println("begin", n)
		if n%7 == 6 {
			err = crashLoad(s, quads)
		} else {
			err = s.ApplyDeltas(deltas, cayley.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true})
		}
		if err != nil {
			return err
		}
		fmt.Println("done", n)
	}
}

func crashLoad(s *Store, quads []quad.Quad) error {
	w, err := s.NewQuadWriter()
	if err != nil {
		return err
	}
	if _, err := w.WriteQuads(quads); err != nil {
		return err
	}
	return w.Close()
}

// crashSizes remembers how many quads a transaction adds.
type crashSizes map[int]int64

func (c crashSizes) of(n int) int64 {
	if c[n] == 0 {
		set := map[quad.Quad]bool{}
		for _, q := range crashQuads(n) {
			set[q] = true
		}
		c[n] = int64(len(set))
	}
	return c[n]
}

// want are the sizes of the labels after all transactions up to n. Large loads delete nothing.
func (c crashSizes) want(n int) map[quad.Value]int64 {
	want := map[quad.Value]int64{}
	for i := 0; i <= n; i++ {
		if i+crashKeep > n || (i+crashKeep)%7 == 6 {
			want[quad.IRI(fmt.Sprintf("sentence:%d", i))] = c.of(i)
		}
	}
	return want
}

// TestCrash kills a writer at random moments, half of them within a commit, and looks for whole transactions: all that
// were reported done, and of the one begun all or nothing.
func TestCrash(t *testing.T) {
	runs := 20
	if n, err := strconv.Atoi(os.Getenv("CRASH_RUNS")); err == nil {
		runs = n
	}
	dir := t.TempDir()
	rnd := rand.New(rand.NewSource(int64(runs)))
	next, within := 0, 0
	sizes := crashSizes{}
	for run := range runs {
		begun, done := crashOnce(t, dir, next, run, rnd)
		if begun > done {
			within++
		}
		// A reader first: it must cope with a log that was cut off, and leave it to the next writer.
		for _, readOnly := range []bool{true, false} {
			s, err := Open(t.Context(), dir, Options{ReadOnly: readOnly})
			if err != nil {
				t.Fatalf("run %d: %v", run, err)
			}
			report, err := s.Check(t.Context())
			if err != nil {
				t.Fatalf("run %d: %v", run, err)
			}
			if report.FaultCount > 0 {
				t.Fatalf("run %d: %v", run, report.Faults)
			}
			last := done
			if !crashMatches(t, s, sizes.want(last)) {
				last = begun
				if begun == done || !crashMatches(t, s, sizes.want(last)) {
					t.Fatalf("run %d: the store holds neither the transactions up to %d nor up to %d", run, done, begun)
				}
			}
			next = last + 1
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("%d kills, %d of them within a transaction, %d transactions", runs, within, next)
}

// crashOnce runs a child from transaction first on and kills it; begun and done are the last that it reported.
func crashOnce(t *testing.T, dir string, first, run int, rnd *rand.Rand) (begun, done int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir, "KG_CRASH_FIRST="+strconv.Itoa(first))
	if run%2 == 1 {
		cmd.Env = append(cmd.Env, "KG_CRASH_NOSYNC=1")
	}
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	begun, done = first-1, first-1
	lines := bufio.NewScanner(stdout)
	after := first + rnd.Intn(10)
	for lines.Scan() {
		var what string
		var n int
		if _, err := fmt.Sscan(lines.Text(), &what, &n); err != nil {
			t.Fatalf("child says %q", lines.Text())
		}
		if what == "begin" {
			begun = n
		} else {
			done = n
		}
		// Mostly soon after a beginning, so that the kill falls within.
		if what == "begin" && n == after {
			time.AfterFunc(time.Duration(rnd.Intn(12_000))*time.Microsecond, func() { cmd.Process.Kill() })
		}
	}
	io.Copy(io.Discard, stdout)
	if err := cmd.Wait(); err == nil {
		t.Fatal("the child ended before it was killed")
	}
	if begun < after {
		t.Fatalf("the child ended by itself in transaction %d", begun)
	}
	return begun, done
}

func crashMatches(t *testing.T, s *Store, want map[quad.Value]int64) bool {
	t.Helper()
	var total int64
	for label, n := range want {
		ref, err := s.ValueOf(label)
		if err != nil {
			t.Fatal(err)
		}
		var got int64
		it := s.QuadIterator(quad.Label, ref).Iterate()
		for it.Next(t.Context()) {
			got++
		}
		if err := it.Err(); err != nil {
			t.Fatal(err)
		}
		it.Close()
		if got != n {
			return false
		}
		total += n
	}
	st, err := s.Stats(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	return st.Quads.Value == total
}
