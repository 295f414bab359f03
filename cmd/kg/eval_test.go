package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/newskg/kg/eval"
)

var (
	bundledGold = filepath.Join("..", "..", "testdata", "gold")
	goldFigures = filepath.Join("..", "..", "testdata", "gold-figures.json")
	scorePy     = filepath.Join("..", "..", "..", "shared", "score.py")
)

// evaluate runs kg eval on the bundled gold.
func evaluate(t *testing.T, options ...string) (scores eval.Scores, code int, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Run(append([]string{"kg", "eval", bundledGold, "--json"}, options...), strings.NewReader(""), &out, &errs)
	if code == exitGood {
		if err := json.Unmarshal(out.Bytes(), &scores); err != nil {
			t.Fatal(err)
		}
	}
	return scores, code, errs.String()
}

// The pipeline agrees with the bundled gold as well as it did, less 0.01. Where a change moves a figure for good reason,
//
//	go test ./cmd/kg -run TestGoldFigures -update
//
// stores the figures anew.
func TestGoldFigures(t *testing.T) {
	scores, code, errs := evaluate(t)
	if code != exitGood || len(scores.Missing) > 0 {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	got := make(map[string]float64)
	for name, k := range map[string]eval.Kind{"entities": scores.Entities, "relations": scores.Relations, "events": scores.Events} {
		got[name+" precision"], got[name+" recall"], got[name+" F1"] = k.P, k.R, k.F1
	}
	for measure, share := range scores.Accuracy {
		if measure != "restated" && share.Of > 0 {
			got[measure] = float64(share.Right) / float64(share.Of)
		}
	}
	if *update {
		for name, value := range got {
			got[name] = float64(int(value*1000)) / 1000
		}
		data, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(goldFigures, append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(goldFigures)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no figures are stored yet: go test ./cmd/kg -run TestGoldFigures -update stores them")
	} else if err != nil {
		t.Fatal(err)
	}
	var want map[string]float64
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatalf("%s: %v", goldFigures, err)
	}
	if len(want) < 10 {
		t.Fatalf("%s holds %d figures only", goldFigures, len(want))
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if value, measured := got[name]; !measured || value < want[name]-0.01 {
			t.Errorf("%s: %.3f, was %.3f; kg eval testdata/gold -v tells what is missed", name, value, want[name])
		}
	}
}

// The figures are those of the reference scorer to the last count, on the graph as it is and on spoilt ones.
func TestEvalAgreesWithReference(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not here, and so the reference scorer cannot run")
	}
	if _, err := os.Stat(scorePy); err != nil {
		t.Skip("../shared/score.py, the reference scorer, is not here")
	}
	dir := t.TempDir()
	var out, errs bytes.Buffer
	articles, db, file := filepath.Join(dir, "articles"), filepath.Join(dir, "kg.db"), filepath.Join(dir, "graph.nq")
	if text, err := exec.Command(python, scorePy, "texts", bundledGold, articles).CombinedOutput(); err != nil {
		t.Fatalf("score.py texts: %v: %s", err, text)
	}
	for _, args := range [][]string{{"kg", "load", "--db", db, "--no-sync", articles}, {"kg", "export", "--db", db, "-o", file}} {
		if code := Run(args, strings.NewReader(""), &out, &errs); code != exitGood {
			t.Fatalf("%v: exit code %d: %s", args, code, errs.String())
		}
	}

	fromFile := agree(t, python, file)
	if fromFile.Entities.TP == 0 || fromFile.Relations.TP == 0 || fromFile.Events.TP == 0 {
		t.Errorf("nothing found: %+v", fromFile)
	}
	// The three ways to a graph end in the same figures.
	fromStore, _, _ := evaluate(t, "--db", db)
	fromTexts, _, _ := evaluate(t)
	for way, s := range map[string]eval.Scores{"--db": fromStore, "the pipeline": fromTexts} {
		if one, two := mustJSON(t, s), mustJSON(t, fromFile); one != two {
			t.Errorf("%s and --graph differ:\n%s\n%s", way, one, two)
		}
	}

	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	scored := 0
	for seed := range uint64(6) {
		spoilt := filepath.Join(dir, fmt.Sprintf("spoilt%d.nq", seed))
		if err := os.WriteFile(spoilt, spoil(data, seed), 0o644); err != nil {
			t.Fatal(err)
		}
		if agree(t, python, spoilt).Articles > 0 {
			scored++
		}
	}
	if scored < 4 {
		t.Errorf("%d of 6 spoilt graphs could be scored: too few to compare", scored)
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// agree compares the figures of a graph with those of the reference scorer, which may refuse it: then both must.
func agree(t *testing.T, python, file string) eval.Scores {
	t.Helper()
	scores, code, stderr := evaluate(t, "--graph", file)
	data, err := exec.Command(python, scorePy, "score", bundledGold, file, "--json").Output()
	if (err == nil) != (code == exitGood) {
		t.Errorf("%s: kg eval ends with %d (%s), the reference with %v", file, code, stderr, err)
	}
	if err != nil || code != exitGood {
		return eval.Scores{}
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	read := func(name string, v any) bool {
		text, ok := raw[name]
		delete(raw, name)
		if ok {
			if err := json.Unmarshal(text, v); err != nil {
				t.Fatal(err)
			}
		}
		return ok
	}
	for _, k := range []struct {
		name string
		kind eval.Kind
	}{{"entities", scores.Entities}, {"relations", scores.Relations}, {"events", scores.Events}, {"facts", scores.Facts}} {
		var want eval.Tally
		if !read(k.name, &want) || k.kind.Tally != want {
			t.Errorf("%s: %s: %+v, the reference has %+v", file, k.name, k.kind.Tally, want)
		}
	}
	share := func(name string, of, all int) {
		var want float64
		if read(name, &want) != (all > 0) || all > 0 && want != float64(of)/float64(all) {
			t.Errorf("%s: %s: %d of %d, the reference has %v", file, name, of, all, want)
		}
	}
	for property, f := range scores.Relations.By {
		share("+"+property, f.TP, f.TP+f.FN)
	}
	for measure, s := range scores.Accuracy {
		if measure != "attribution" { // which the reference does not look at
			share(measure, s.Right, s.Of)
		}
	}
	if len(raw) > 0 {
		t.Errorf("%s: the reference also measures %v", file, slices.Sorted(maps.Keys(raw)))
	}
	return scores
}

// spoil drops some lines of N-Quads, gives others the object of another statement of the same property, moves others to
// another sentence of their article, and tells others twice.
func spoil(nquads []byte, seed uint64) []byte {
	type line struct{ subject, property, object, label string }
	random := rand.New(rand.NewPCG(seed, 0))
	var lines []line
	objects, labels := make(map[string][]string), make(map[string][]string)
	article := func(label string) string {
		head, _, _ := strings.Cut(label, "#")
		return head
	}
	for _, text := range strings.Split(strings.TrimSpace(string(nquads)), "\n") {
		text = strings.TrimSuffix(text, " .")
		subject, rest, _ := strings.Cut(text, " ")
		property, rest, _ := strings.Cut(rest, " ")
		i := strings.LastIndexByte(rest, ' ')
		l := line{subject, property, rest[:i], rest[i+1:]}
		lines = append(lines, l)
		objects[property] = append(objects[property], l.object)
		if strings.Contains(l.label, "#char=") {
			labels[article(l.label)] = append(labels[article(l.label)], l.label)
		}
	}
	pick := func(from []string) string { return from[random.IntN(len(from))] }
	var out bytes.Buffer
	for _, l := range lines {
		told := 1
		switch n := random.IntN(100); {
		case n < 8:
			continue
		case n < 14:
			l.object = pick(objects[l.property])
		case n < 18:
			if others := labels[article(l.label)]; strings.Contains(l.label, "#char=") {
				l.label = pick(others)
			}
		case n < 20:
			told = 2
		}
		for range told {
			fmt.Fprintf(&out, "%s %s %s %s .\n", l.subject, l.property, l.object, l.label)
		}
	}
	return out.Bytes()
}
