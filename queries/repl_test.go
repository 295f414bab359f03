package queries

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph/refs"

	"github.com/newskg/kg/graph"
)

// typing gives lines one after the other, as a user types them; "^C" is Ctrl-C.
type typing struct {
	lines   []string
	prompts []string
}

func (t *typing) read(prompt string) (string, error) {
	t.prompts = append(t.prompts, prompt)
	if len(t.lines) == 0 {
		return "", io.EOF
	}
	line := t.lines[0]
	t.lines = t.lines[1:]
	if line == "^C" {
		return "", ErrInterrupt
	}
	return line, nil
}

// newREPL is a shell on the shared readings that writes JSON Lines, with a host that does nothing to the machine.
func newREPL(t *testing.T, lines ...string) (r *REPL, user *typing, out, errs *strings.Builder) {
	t.Helper()
	user, out, errs = &typing{lines: lines}, &strings.Builder{}, &strings.Builder{}
	format, err := FindMode("jsonl")
	if err != nil {
		t.Fatal(err)
	}
	r = &REPL{Session: NewSession(newsStore(t)), Out: out, Err: errs, Interactive: true, Format: format, Bail: true, Pager: "auto"}
	r.Host.ReadLine = user.read
	r.Host.Shell = func(_ context.Context, command string, stdin io.Reader) error {
		fmt.Fprintf(out, "$ %s\n", strings.TrimSpace(command))
		if stdin != nil {
			_, err := io.Copy(out, stdin)
			return err
		}
		return nil
	}
	r.Host.Edit = func(text string) (string, error) { return text + "\n", nil }
	r.Host.Load = func(_ context.Context, paths []string) error {
		fmt.Fprintf(out, "loaded %s\n", strings.Join(paths, " "))
		return nil
	}
	return r, user, out, errs
}

func TestREPLAtATerminal(t *testing.T) {
	r, user, out, errs := newREPL(t,
		`g.V(`, `"nation:India"`, `).Out("kg:seeks")`,
		`  .In("kg:supplies").Unique()`,
		``,
		`g.V(`, `^C`, `1 + 1`,
		"g.V(\"nation:India\")\n  .Out(\"kg:operates\")\n\n.why 1",
		`_.length`,
		`g.V().Out({})`, `g.V("nation:India").Outt("kg:seeks")`, `rgex("a")`,
		`.timeout 50ms`, `while (true) {}`, `.timeout 0`,
		`.why`, `.why x`, `.why 9`, `.hlep`, `.mode xml`, `.format csv`, `.limit -1`, `.limit 1`,
		`g.V("article:s400-2020").In("schema:isPartOf").Order()`,
		`g.V("india")`, `g.V("Inida")`, `g.V("nation:Indai").Out("kg:seekz")`,
		`.run borders`, `.run together thing=Rajnath Singh top=1`, `.run borders x`, `.run bordres`,
		`.describe Inida`, `.article s400-202`,
		`quit`, `never`,
	)
	if err := r.Run(t.Context()); err == nil || err.Error() != "exit 0" {
		t.Fatal(err)
	}
	wantOut := `{"id":"weapon:S-400"}
{"id":"nation:Russia"}
{"value":2}
{"id":"weapon:Su-30MKI"}
{"value":1}
id
"article:s400-2020#char=203,297"
nation,disputesWith,ev,published,sentence
nation:India,nation:China,"article:s400-2020#char=298,414",2020-06-23,"Indian and Chinese troops clashed in Ladakh last week, and 20 Indian soldiers were killed along the disputed border."
thing,sentences,ev,published,sentence
nation:India,1,"article:s400-2020#char=63,202",2020-06-23,"India is pressing Russia to quicken the delivery of the S-400 air defence system, Defence Minister Rajnath Singh said in Moscow on Tuesday."
`
	if out.String() != wantOut {
		t.Errorf("out:\n%s", out.String())
	}
	wantErr := `row 1 names no sentence; .LabelContext(g.V(), "ev") before a step keeps that of each statement
line 1, column 10: TypeError: path.out: argument 1: expected a predicate, a list of predicates or a path, got an object
    g.V().Out({})
             ^
line 1, column 25: TypeError: Object has no member 'Outt'; did you mean Out?
    g.V("nation:India").Outt("kg:seeks")
                            ^
line 1, column 5: ReferenceError: rgex is not defined; did you mean regex?
    rgex("a")
        ^
stopped after 50ms; .timeout 0 for no limit
row 1 names no sentence; .LabelContext(g.V(), "ev") before a step keeps that of each statement
which row? .why 1
there is no row 9; the last result has 1
there is no command .hlep; did you mean .help?
no such format: "xml"; there is table, line, json, jsonl, csv, tsv, markdown, svg, dot, mermaid, html
"-1" is no number of rows
the first 1 rows; there are more: .limit 0 for all
"india" is a text; the thing of that name is "nation:India"
"Inida" is no text of this graph; did you mean g.Find("India")?
there is no nation:Indai in this graph; did you mean "nation:India"?
no statement has the predicate "kg:seekz"; did you mean "kg:seeks"?
"x" is not KEY=VALUE
there is no query "bordres"; did you mean borders?
nothing is called "Inida"; did you mean "India"?
there is no article "s400-202"; did you mean "article:s400-2020"?
`
	if errs.String() != wantErr {
		t.Errorf("err:\n%s", errs.String())
	}
	if got := strings.Join(user.prompts[:4], "|"); got != "kg> |...  |...  |kg> " {
		t.Errorf("prompts: %s", got)
	}
	if len(user.lines) != 1 {
		t.Errorf("left with lines unread: %q", user.lines)
	}
}

// Ctrl-C ends the query that runs and not the shell.
func TestREPLInterrupted(t *testing.T) {
	r, _, out, errs := newREPL(t, `while (true) {}`, `1`)
	first := true
	r.Host.Interruptible = func(ctx context.Context) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancel(ctx)
		if first {
			time.AfterFunc(20*time.Millisecond, cancel)
		}
		first = false
		return ctx, cancel
	}
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out.String() != "{\"value\":1}\n" || errs.String() != "cancelled\n" {
		t.Errorf("out %q, err %q", out.String(), errs.String())
	}
}

// What is not typed ends with the first error, or after the last where it is not to bail; places are those of the file.
func TestREPLInBatch(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	inner := write("sub/inner.js", "\ng.V(\"nation:India\")\n  // a step that is no step\n.Outt()\n")
	main := write("main.js", "1\n.read sub/inner.js\n.nothing\n.read main.js\ng.V(")
	for _, c := range []struct {
		bail           bool
		json           bool
		wantOut, wants string
	}{
		{true, false, "{\"value\":1}\n{\"id\":\"nation:India\"}\n", inner + `:4: a line`},
		{false, false, "{\"value\":1}\n{\"id\":\"nation:India\"}\n", main + ":3: there is no command .nothing; .help lists them\n" + main + ":4: " + main + " is being read already"},
		{false, true, "{\"value\":1}\n{\"id\":\"nation:India\"}\n", `{"error":"Unexpected end of input","file":"` + main + `","line":5,"column":5,"source":"g.V("}`},
	} {
		r, _, out, errs := newREPL(t)
		r.Interactive, r.Bail = false, c.bail
		if c.json {
			r.ErrorFormat = "json"
		}
		if err := r.RunFile(t.Context(), main); !errors.Is(err, ErrFailed) {
			t.Errorf("%+v: %v", c, err)
		}
		if out.String() != c.wantOut {
			t.Errorf("%+v: out %s", c, out.String())
		}
		if c.json {
			for _, line := range strings.Split(strings.TrimSpace(errs.String()), "\n") {
				if !json.Valid([]byte(line)) {
					t.Errorf("no JSON: %s", line)
				}
			}
		} else if !c.bail && !strings.Contains(errs.String(), "Outt") {
			t.Errorf("no word of Outt: %s", errs.String())
		}
		if !c.bail && !strings.Contains(errs.String(), c.wants) {
			t.Errorf("err:\n%s\nwant %s", errs.String(), c.wants)
		}
	}
}

// Results go where they are sent, and a pager shows what is longer than the screen.
func TestREPLOutput(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	r, _, out, errs := newREPL(t,
		`.output `+file("all"), `1`, `2`, `.output`, `3`,
		`.once `+file("one"), `4`, `5`,
		`.once | sort`, `6`,
		`.save `+file("rows.csv"), `.save `+file("rows.md"), `.save `+file("rows"),
		`.mode table`, `.headers off`, `.nullvalue -`, `.width 3`, `[{a: "long", b: null}, {a: "x", b: "y"}]`,
		`.maxrows 1`, `.last`, `.maxrows 0`,
		`[1,2,3,4,5,6,7,8,9]`, `.pager off`, `.last`,
		`.headers`, `.pager`, `.limit`, `.timeout`, `.mode`, `.iri maybe`, `.echo on`, `7`,
		`.param a=b c`, `.param`, `params.a`,
		`.watch 0.001 2`, `.watch x`, `.exit 7`,
	)
	r.Host.Size = func() (int, int) { return 80, 6 }
	r.Host.Page = func(text string) error {
		fmt.Fprintf(out, "paged %d lines\n", strings.Count(text, "\n"))
		return nil
	}
	var exit *ExitError
	if err := r.Run(t.Context()); !errors.As(err, &exit) || exit.Code != 7 {
		t.Fatal(err)
	}
	wantOut := `{"value":3}
{"value":5}
$ sort
{"value":6}
lo…  -
x    y
lo…  -
paged 9 lines
  1
  2
  3
  4
  5
  6
  7
  8
  9
off
off
0
0s
table
  7
a=b c
b c
b c
b c
`
	if out.String() != wantOut {
		t.Errorf("out:\n%s", out.String())
	}
	wantErr := `1 of 2 rows shown; .maxrows 0 for all
"maybe" is neither on nor off
7
.param a=b c
.param
params.a
.watch 0.001 2
.watch x
"x" is no number of seconds
.exit 7
`
	if errs.String() != wantErr {
		t.Errorf("err:\n%s", errs.String())
	}
	for name, want := range map[string]string{"all": "{\"value\":1}\n{\"value\":2}\n", "one": "{\"value\":4}\n", "rows.csv": "value\n6\n",
		"rows.md": "| value |\n| ---: |\n| 6 |\n", "rows": "{\"value\":6}\n"} {
		data, err := os.ReadFile(file(name))
		if err != nil || string(data) != want {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
}

// Every command has help, an example that runs, and completion of its name and of what it says it completes; every
// method and query has help.
func TestRegistry(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("script.js", []byte("1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, c := range Commands() {
		for _, name := range append([]string{c.Name}, c.also...) {
			if seen[name] {
				t.Errorf("two commands are called %s", name)
			}
			seen[name] = true
		}
		if c.Help == "" || !strings.HasPrefix(c.Example, "."+c.Name) {
			t.Errorf(".%s: help %q, example %q", c.Name, c.Help, c.Example)
		}
		r, _, out, errs := newREPL(t, `g.V("nation:India").LabelContext(g.V(), "ev").Out("kg:seeks")`, c.Example)
		var exit *ExitError
		if err := r.Run(t.Context()); err != nil && !errors.As(err, &exit) || errs.Len() > 0 && c.Name != "edit" {
			t.Errorf("%s: %v, %s", c.Example, err, errs.String())
		}
		if c.Completes == NoKind && c.Args != "" && strings.Trim(c.Args, "[]") == c.Args && !strings.Contains(c.Args, "SECONDS") {
			t.Errorf(".%s %s completes nothing", c.Name, c.Args)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		out.Reset()
		if err := r.help(t.Context(), c.Name); err != nil || !strings.Contains(out.String(), c.Help) {
			t.Errorf(".help %s: %v", c.Name, err)
		}
		prefix := "." + c.Name[:1]
		if got, err := r.Complete(t.Context(), prefix, len(prefix)); err != nil || !slices.ContainsFunc(got.Candidates, func(k Candidate) bool { return k.Text == "."+c.Name }) {
			t.Errorf("%s does not complete to .%s: %v, %v", prefix, c.Name, got, err)
		}
		if c.Completes != NoKind {
			line := "." + c.Name + " "
			switch c.Completes {
			case NameKind, ArticleKind:
				line += strings.SplitAfter(strings.Fields(c.Example)[1], "")[0]
			}
			if got, err := r.Complete(t.Context(), line, len(line)); err != nil || len(got.Candidates) == 0 {
				t.Errorf("%q completes to nothing: %v", line, err)
			}
		}
	}
	var topics []string
	for _, table := range [][]method{graphMethods, pathMethods, kgMethods} {
		for _, m := range table {
			if m.signature == "" || m.help == "" {
				t.Errorf("%v has no help", m.names)
			}
			topics = append(topics, m.names...)
		}
	}
	for _, q := range Bundled().Queries() {
		topics = append(topics, q.Name)
	}
	for _, topic := range append(topics, "kg:seeks") {
		var out strings.Builder
		r := &REPL{Out: &out}
		if err := r.help(t.Context(), topic); err != nil || out.Len() == 0 {
			t.Errorf(".help %s: %v", topic, err)
		}
	}
	for name := range argumentKinds {
		if !slices.ContainsFunc(topics, func(topic string) bool { return strings.EqualFold(topic, name) }) {
			t.Errorf("no method is called %s", name)
		}
	}
}

// Under --safe no command touches a file or runs a program; without a writer none loads.
func TestREPLSafe(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, line := range []string{".shell ls", "!ls", ".once | ls", ".once f", ".output f", ".save f", ".read f", ".edit", ".load f"} {
		r, _, out, errs := newREPL(t, `1`, line)
		r.Safe = true
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if out.String() != "{\"value\":1}\n" || !strings.Contains(errs.String(), "--safe") {
			t.Errorf("%s: %s%s", line, out.String(), errs.String())
		}
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) > 0 {
		t.Errorf("files: %v, %v", entries, err)
	}
	r, _, _, errs := newREPL(t, ".load f")
	r.Host.Load = nil
	if err := r.Run(t.Context()); err != nil || !strings.Contains(errs.String(), "kg repl --write") {
		t.Errorf("%v, %s", err, errs.String())
	}
}

func TestWhy(t *testing.T) {
	r, _, out, errs := newREPL(t,
		`g.V("nation:India").LabelContext(g.V(), "ev").In("kg:suppliesArmsTo")`, `.why 1`,
		`g.V("event:s400-2020_Assault_298")`, `.why`,
	)
	if err := r.Run(t.Context()); err != nil || errs.Len() > 0 {
		t.Fatal(err, errs.String())
	}
	for _, want := range []string{
		"“India is pressing [Russia] to quicken",
		"India presses Russia for early S-400 delivery, 2020-06-23, https://example.org/news/s400?x=1&y=2, article:s400-2020#char=63,202\n",
		"    Assault (Actual): China, India",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	reason := Reason{Evidence: Evidence{Text: "A\tb c"}, Marks: []Mark{{0, 1, false}, {2, 3, true}}}
	if got := reason.Marked(true); got != "\x1b[4mA\x1b[0m \x1b[1;33mb\x1b[0m c" {
		t.Errorf("%q", got)
	}
}

// A description reads the same whether a thing has few events or too many to read one by one, and a timeline is in
// order.
func TestDescribe(t *testing.T) {
	s := NewSession(newsStore(t))
	show := func(r *Result, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return lines(t, s, r)
	}
	got := show(s.Describe(t.Context(), "bharat"))
	for _, want := range []string{
		`{"section":"thing","what":"class","thing":"kg:Nation"}`,
		`{"section":"thing","what":"code","thing":"IND"}`,
		`{"section":"arms","what":"kg:seeks","thing":"weapon:S-400","n":1,"ev":"article:s400-2020#char=63,202"}`,
		`{"section":"arms","what":"← suppliesArmsTo","thing":"nation:Russia","n":2,"ev":"article:`,
		`{"section":"agreements","what":"← party","thing":"agreement:India-Russia_S-400_agreement__2018","from":"2018-10"`,
		`{"section":"events","what":"kg:Consult"`,
		`{"section":"latest","what":"kg:Consult"`,
		`{"section":"statements","what":"kg:disputesBorderWith","thing":["nation:China"],"n":1}`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	timeline := show(s.Timeline(t.Context(), 0, "India", "China"))
	if !strings.Contains(timeline, `"event":"kg:Assault"`) || strings.Contains(timeline, "kg:Consult") {
		t.Errorf("timeline of India and China:\n%s", timeline)
	}
	r, err := s.Timeline(t.Context(), 1, "India")
	if err != nil || len(r.Rows) != 1 || !r.Truncated {
		t.Errorf("%+v, %v", r, err)
	}
	for _, c := range []struct {
		arg  string
		want []string
	}{{"India, China", []string{"India", "China"}}, {`"Rajnath Singh" India`, []string{"Rajnath Singh", "India"}}, {"Rajnath Singh India", []string{"Rajnath Singh", "India"}},
		{"Rajnath Singh", []string{"Rajnath Singh"}}, {"India nation:China", []string{"India", "nation:China"}}, {"no such thing", []string{"no such thing"}}} {
		if got, err := s.split(t.Context(), c.arg); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, %v", c.arg, got, err)
		}
	}
	read, done, err := s.reader(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	// Both ways to date events agree.
	for _, name := range []string{"event:s400-2020_Assault_298", "event:visits/delhi-2021_Consult_36"} {
		ref, err := read.qs.ValueOf(iriOf(name))
		if err != nil || ref == nil {
			t.Fatal(err)
		}
		single, whole := &event{ref: ref}, &event{ref: ref}
		if err := read.dateBy(map[any]*event{refs.ToKey(ref): single}, false); err != nil {
			t.Fatal(err)
		}
		if err := read.dateBy(map[any]*event{refs.ToKey(ref): whole}, true); err != nil {
			t.Fatal(err)
		}
		if *single != *whole || single.day == "" || single.class == "" {
			t.Errorf("%s: %+v one by one, %+v at one stroke", name, single, whole)
		}
	}
}

func TestExplain(t *testing.T) {
	s := NewSession(newsStore(t))
	got, err := s.Explain(t.Context(), `g.V("nation:India").LabelContext(g.V(), "ev").Out("kg:seeks").Order().Limit(3).All(); g.V("S-400").Count()`, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := `the first 3  (about 1)
  sorted by value  (about 1)
    quads with subject nation:India, predicate kg:seeks → object; graph as ev  (about 1)

"S-400"  (1)
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
	if _, err := s.Explain(t.Context(), "1", Options{}); err == nil {
		t.Error("a script without a path has a plan")
	}
}

// Counts agree with those that are taken quad by quad.
func TestCounts(t *testing.T) {
	store := newsStore(t)
	s := NewSession(store)
	st, err := store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sum := func(r *Result, err error) (n int64) {
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range r.Rows {
			n += row.Cells[len(row.Cells)-1].(int64)
		}
		return n
	}
	if n := sum(s.Predicates(t.Context())); n != int64(st.Total) {
		t.Errorf("%d quads by predicate, %d in all", n, st.Total)
	}
	if n := sum(s.Graphs(t.Context())); n != int64(st.Total) {
		t.Errorf("%d quads by graph, %d in all", n, st.Total)
	}
	r, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []graph.Count{{Name: "articles", N: st.Articles}, {Name: "sentences", N: st.Sentences}, {Name: "quads", N: st.Total}}
	want = append(append(want, st.Things...), st.Events...)
	for i, row := range r.Rows {
		if i >= len(want) || row.Cells[0] != want[i].Name || row.Cells[1] != int64(want[i].N) {
			t.Errorf("row %d: %v, want %v", i, row.Cells, want[min(i, len(want)-1)])
		}
	}
}
