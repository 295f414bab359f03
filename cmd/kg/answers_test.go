package main

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/queries"
	"github.com/newskg/kg/schema"
)

// TestAnswers asks the bundled articles: every named query, whose answers are in testdata/answers by family, and every
// question of docs/gizmo.md. go test ./cmd/kg -run TestAnswers -update writes them anew; read what changed.
func TestAnswers(t *testing.T) {
	db := filepath.Join(t.TempDir(), "kg.db")
	var log bytes.Buffer
	if code := Run([]string{"kg", "load", "--db", db, filepath.Join("..", "..", "testdata", "articles")}, strings.NewReader(""), &log, &log); code != exitGood {
		t.Fatalf("kg load: exit %d\n%s", code, &log)
	}
	store, err := graph.Open(t.Context(), db, graph.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	session := queries.NewSession(store)
	t.Run("library", func(t *testing.T) { testAnswers(t, session) })
	t.Run("networks", func(t *testing.T) { testNetworks(t, session) })
	t.Run("gizmo.md", func(t *testing.T) { testDocument(t, session, filepath.Join("..", "..", "docs", "gizmo.md")) })
}

// testNetworks computes by counting every shortest way what the network queries say.
func testNetworks(t *testing.T, session *queries.Session) {
	run := func(script string, given map[string]string) []queries.Row {
		r, err := session.Run(t.Context(), script, queries.Options{Params: given})
		if err != nil {
			t.Fatal(err)
		}
		return r.Rows
	}
	ask := func(name string, given map[string]string) []queries.Row {
		q, err := queries.Bundled().Find(name)
		if err != nil {
			t.Fatal(err)
		}
		r, err := session.Ask(t.Context(), q, given, queries.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return r.Rows
	}
	next := make(map[string]map[string]bool)
	for _, row := range run(`g.V("kg:Nation", "kg:Organization").In("rdf:type").Unique().Tag("a").Out(kg.ties("any")).ForEach(function (d) { g.Emit({ a: d.a, b: d.id }); })`, nil) {
		a, b := fmt.Sprint(row.Get("a")), fmt.Sprint(row.Get("b"))
		for _, pair := range [][2]string{{a, b}, {b, a}} {
			if next[pair[0]] == nil {
				next[pair[0]] = make(map[string]bool)
			}
			next[pair[0]][pair[1]] = true
		}
	}
	far, ways := make(map[string]map[string]int), make(map[string]map[string]int)
	for s := range next {
		far[s], ways[s] = map[string]int{s: 0}, map[string]int{s: 1}
		for queue := []string{s}; len(queue) > 0; queue = queue[1:] {
			v := queue[0]
			for w := range next[v] {
				if _, seen := far[s][w]; !seen {
					far[s][w] = far[s][v] + 1
					queue = append(queue, w)
				}
				if far[s][w] == far[s][v]+1 {
					ways[s][w] += ways[s][v]
				}
			}
		}
	}
	between := func(v string) (score float64) {
		for s := range next {
			for e := range next {
				via, ok := far[s][v]
				if s >= e || s == v || e == v || !ok || far[s][e] == 0 || via+far[v][e] != far[s][e] {
					continue
				}
				score += float64(ways[s][v]*ways[v][e]) / float64(ways[s][e])
			}
		}
		return score
	}
	for _, row := range ask("brokers", map[string]string{"ties": "any", "top": "1000"}) {
		got, err := strconv.ParseFloat(fmt.Sprint(row.Get("between")), 64)
		if want := between(fmt.Sprint(row.Get("party"))); err != nil || math.Abs(got-want) > 0.01 {
			t.Errorf("between, %v: %v, want %v", row.Get("party"), got, want)
		}
	}
	for _, row := range ask("degree", map[string]string{"top": "1000"}) {
		if got, want := fmt.Sprint(row.Get("others")), len(next[fmt.Sprint(row.Get("party"))]); got != fmt.Sprint(want) {
			t.Errorf("others of %v: %s, want %d", row.Get("party"), got, want)
		}
	}
	for _, to := range slices.Sorted(maps.Keys(next)) {
		const from = "nation:India"
		name := schema.Shorten(strings.Trim(to, "<>"))
		if got := len(ask("path", map[string]string{"a": from, "b": name})); name != from && got != far["<"+schema.MustExpand(from)+">"][to] {
			t.Errorf("steps from %s to %s: %d, want %d", from, name, got, far["<"+schema.MustExpand(from)+">"][to])
		}
	}
}

// testDocument runs each script of a document, a block "js", and compares the block "text" behind it with what kg query
// shows on a terminal of 110 columns.
func testDocument(t *testing.T, session *queries.Session, name string) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	format, err := queries.FindResultFormat("table")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var question string
	questions := 0
	var empty []string
	lines := strings.SplitAfter(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	// block reads the block that begins at line i: its text, and where it ends.
	block := func(i int) (text string, end int) {
		for end = i + 1; end < len(lines) && lines[end] != "```\n"; end++ {
			text += lines[end]
		}
		return text, end
	}
	for i := 0; i < len(lines); i++ {
		out.WriteString(lines[i])
		if after, ok := strings.CutPrefix(lines[i], "### "); ok {
			question = strings.TrimSpace(after)
		}
		if lines[i] != "```js\n" {
			continue
		}
		questions++
		script, end := block(i)
		out.WriteString(script + "```\n")
		i = end
		if i+2 < len(lines) && lines[i+1] == "\n" && lines[i+2] == "```text\n" {
			_, i = block(i + 2) // the answer so far
		}
		// A session for each, as a reader begins anywhere.
		result, err := session.Run(t.Context(), script, queries.Options{Name: question})
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Rows) == 0 {
			empty = append(empty, question)
		}
		if err := session.Cite(t.Context(), result); err != nil {
			t.Fatal(err)
		}
		var answer strings.Builder
		if err := session.Write(t.Context(), &answer, format, result, queries.Layout{Width: 110}); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "\n```text\n%s```\n", trimLines(answer.String()))
	}
	if questions < 30 {
		t.Errorf("only %d questions", questions)
	}
	// One may hang on a sentence that is read otherwise one day; more would teach nothing.
	if len(empty) > 2 {
		t.Errorf("questions without an answer: %s", strings.Join(empty, " "))
	}
	compareFile(t, name, out.String())
}

// trimLines takes the spaces off the ends of lines.
func trimLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// mayBeEmpty are the queries whose answer hangs on one or two sentences of the bundled articles.
var mayBeEmpty = map[string]bool{"contradictions": true, "inferred": true, "mediators": true, "anonymous": true, "unkept": true}

// mostAnswers is how many rows of an answer are written down.
const mostAnswers = 15

func testAnswers(t *testing.T, session *queries.Session) {
	byFamily := make(map[string]*strings.Builder)
	var files []string
	for _, q := range queries.Bundled().Queries() {
		name := strings.ReplaceAll(strings.ToLower(q.Family), " ", "-") + ".txt"
		b := byFamily[name]
		if b == nil {
			b = &strings.Builder{}
			byFamily[name], files = b, append(files, name)
		}
		given, err := paramsOfExample(q)
		if err != nil {
			t.Errorf("%s: %v", q.Name, err)
			continue
		}
		fmt.Fprintf(b, "# %s\n", q.Question)
		for _, ask := range []struct {
			line  string
			given map[string]string
		}{{"kg query " + q.Name, nil}, {q.Example, given}} {
			rows, cited := rowsOf(t, session, q, ask.given)
			fmt.Fprintf(b, "$ %s\n%s\n", ask.line, rows)
			if cited == 0 && ask.given == nil && !mayBeEmpty[q.Name] {
				t.Errorf("%s: no row with a sentence; choose defaults that have one:\n%s", ask.line, rows)
			}
		}
	}
	for _, name := range files {
		compareFile(t, filepath.Join("..", "..", "testdata", "answers", name), byFamily[name].String())
	}
}

// rowsOf gives the rows of a query as JSON Lines, and how many of them have a sentence.
func rowsOf(t *testing.T, session *queries.Session, q queries.Query, given map[string]string) (rows string, cited int) {
	t.Helper()
	result, err := session.Ask(t.Context(), q, given, queries.Options{})
	if err != nil {
		t.Errorf("%s %v: %v", q.Name, given, err)
		return "", 0
	}
	var b strings.Builder
	n := len(result.Rows)
	for i := range result.Rows {
		reasons, err := session.Why(t.Context(), result, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if len(reasons) > 0 {
			cited++
		}
	}
	result.Rows = result.Rows[:min(n, mostAnswers)]
	if err := session.Write(t.Context(), &b, jsonLines(t), result, queries.Layout{}); err != nil {
		t.Fatal(err)
	}
	if n > mostAnswers {
		fmt.Fprintf(&b, "%d rows in all\n", n)
	}
	return b.String(), cited
}

func jsonLines(t *testing.T) *queries.ResultFormat {
	t.Helper()
	f, err := queries.FindResultFormat("jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// paramsOfExample reads the parameters off the command line that a query gives as its example.
func paramsOfExample(q queries.Query) (map[string]string, error) {
	rest, ok := strings.CutPrefix(q.Example, "kg query "+q.Name)
	if !ok {
		return nil, fmt.Errorf("the example %q does not begin with its name", q.Example)
	}
	given := make(map[string]string)
	for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
		key, value, ok := strings.Cut(strings.TrimPrefix(rest, "--param "), "=")
		if !ok || key == rest {
			return nil, fmt.Errorf("the example %q: %q is not --param KEY=VALUE", q.Example, rest)
		}
		end := " "
		if strings.HasPrefix(value, `"`) {
			value, end = value[1:], `"`
		}
		given[key], rest, _ = strings.Cut(value, end)
	}
	return given, nil
}

// compareFile compares a text with a file, or with -update writes it.
func compareFile(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	lines := strings.Split(got, "\n")
	for i, line := range lines {
		if i >= len(want) || line != want[i] {
			t.Errorf("%s:%d: got\n%s\nwant\n%s\nread what changed; go test ./cmd/kg -run TestAnswers -update writes it", name, i+1, line, strings.Join(slices.Concat(want, []string{"nothing"})[min(i, len(want)):min(i+1, len(want)+1)], ""))
			return
		}
	}
	if len(lines) < len(want) {
		t.Errorf("%s:%d: there is more than the queries give", name, len(lines)+1)
	}
}
