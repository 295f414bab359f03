package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/schema"
)

var update = flag.Bool("update", false, "rewrite what the scripts expect by what comes out")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kg": main})
}

// TestScript runs the golden scripts: each file of testdata/script holds commands, files and what comes out.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("KG_DB", filepath.Join(env.WorkDir, "kg.db"))
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state"))
			root, err := filepath.Abs(filepath.Join("..", ".."))
			if err != nil {
				return err
			}
			// The articles that come with the repository.
			env.Setenv("ARTICLES", filepath.Join(root, "testdata", "articles"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"readings": putReadings,
			"lock":     lock,
		},
	})
}

// putReadings makes a store of the hand-made readings of testdata/readings.json, those of the named articles or all:
//
//	readings DIR [ID...]
func putReadings(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: readings DIR [ID...]")
	}
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "readings.json"))
	ts.Check(err)
	var readings []schema.Reading
	ts.Check(json.Unmarshal(data, &readings))
	store, err := graph.Open(context.Background(), ts.MkAbs(args[0]), graph.Options{Version: "test", Now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }})
	ts.Check(err)
	for _, r := range readings {
		if len(args) > 1 && !strings.Contains(" "+strings.Join(args[1:], " ")+" ", " "+r.Article.ID+" ") {
			continue
		}
		_, err := store.Put(context.Background(), r)
		ts.Check(err)
	}
	_, err = store.Cluster(context.Background())
	ts.Check(err)
	ts.Check(store.Close())
}

// lock holds a store open for writing until the script ends: lock DIR
func lock(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: lock DIR")
	}
	store, err := graph.Open(context.Background(), ts.MkAbs(args[0]), graph.Options{Command: "kg load news"})
	ts.Check(err)
	ts.Defer(func() { store.Close() })
}

// levels is the stack of packages: each imports lower levels only, and the siblings of one level not each other but
// where a line says so.
var levels = []struct {
	level    int
	packages []string
}{
	{0, []string{"schema"}},
	{1, []string{"loaders/language", "graph/pebble", "pictures"}},
	{2, []string{"loaders/extract"}},
	{3, []string{"loaders", "graph"}},
	{4, []string{"queries", "eval"}},
	{5, []string{"cmd/kg"}},
}

// Cayley stays behind graph and queries.
var cayleyMayBeIn = map[string]bool{"graph": true, "graph/pebble": true, "queries": true}

func TestStack(t *testing.T) {
	level := make(map[string]int)
	for _, l := range levels {
		for _, p := range l.packages {
			level[p] = l.level
		}
	}
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "../../...").Output()
	if err != nil {
		t.Fatal(err)
	}
	const module = "github.com/newskg/kg/"
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		words := strings.Fields(line)
		name := strings.TrimPrefix(words[0], module)
		if strings.HasPrefix(name, "bench/") {
			continue // benchmarks stand beside the stack and are imported by nobody
		}
		mine, ok := level[name]
		if !ok {
			t.Errorf("%s is in no level of the stack: the architecture is in the README", name)
			continue
		}
		for _, imported := range words[1:] {
			other, ours := strings.CutPrefix(imported, module)
			switch {
			case ours && level[other] >= mine:
				t.Errorf("%s (level %d) imports %s (level %d)", name, mine, other, level[other])
			case strings.HasPrefix(imported, "github.com/cayleygraph/") && !cayleyMayBeIn[name]:
				t.Errorf("%s imports %s: only graph and queries know Cayley", name, imported)
			}
		}
	}
}

// Options may stand after the arguments, as people write them.
func TestFlagsFirst(t *testing.T) {
	app := newApp(nil, nil, nil)
	for _, c := range [][2]string{
		{"kg query suppliers --param a=b", "kg query --param a=b -- suppliers"},
		{"kg query --limit 5 suppliers --param=a=b --db x", "kg query --limit 5 --param=a=b --db x -- suppliers"},
		{"kg export --provenance -o f", "kg export --provenance -o f"},
		{"kg forget a -- -b", "kg forget -- a -b"},
		{"kg load - --no-sync x", "kg load --no-sync -- - x"},
		{"kg query --param", "kg query --param"},
		{"kg unknown x --y", "kg unknown x --y"},
		{"kg", "kg"},
	} {
		if got := strings.Join(flagsFirst(app, strings.Fields(c[0])), " "); got != c[1] {
			t.Errorf("%s: got %s, want %s", c[0], got, c[1])
		}
	}
}

// Each command says in help what it does, and every flag what it is for.
func TestHelpIsComplete(t *testing.T) {
	for _, command := range commands() {
		if command.Hidden {
			continue
		}
		if command.Usage == "" {
			t.Errorf("kg %s has no help", command.Name)
		}
		for _, f := range command.Flags {
			if text := fmt.Sprint(f); !strings.Contains(text, "\t") || strings.HasSuffix(strings.TrimSpace(text), f.Names()[0]) {
				t.Errorf("kg %s --%s has no help: %q", command.Name, f.Names()[0], text)
			}
		}
	}
	var out bytes.Buffer
	if code := Run([]string{"kg", "help"}, strings.NewReader(""), &out, &out); code != exitGood {
		t.Errorf("kg help: %d", code)
	}
	for _, command := range commands() {
		if !command.Hidden && !strings.Contains(out.String(), "\n   "+command.Name+" ") {
			t.Errorf("kg help does not list %s", command.Name)
		}
	}
}

// interrupting is a standard input that gives a script and then presses Ctrl-C.
type interrupting struct{ script io.Reader }

func (r interrupting) Read(p []byte) (int, error) {
	n, err := r.script.Read(p)
	if err == io.EOF {
		if self, ferr := os.FindProcess(os.Getpid()); ferr == nil {
			self.Signal(os.Interrupt)
		}
	}
	return n, err
}

func TestInterrupt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kg.db")
	store, err := graph.Open(t.Context(), dir, graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := Run([]string{"kg", "query", "--db", dir, "-f", "-"}, interrupting{strings.NewReader("while (true) {}")}, &out, &errs); code != exitInterrupted {
		t.Errorf("exit code %d: %s", code, errs.String())
	}
}
