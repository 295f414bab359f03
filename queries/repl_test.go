package queries

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"
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

func TestREPLAtATerminal(t *testing.T) {
	session := NewSession(newsStore(t))
	user := &typing{lines: []string{
		`g.V(`, `"nation:India"`, `).Out("kg:seeks")`,
		``,
		`g.V(`, `^C`, `1 + 1`,
		`g.V().Out({})`,
		`.timeout 50ms`, `while (true) {}`, `.timeout 0`,
		`.why 1`, `.why x`, `.why 9`, `.hlep`, `.format xml`, `.format csv`, `.limit -1`, `.limit 1`,
		`g.V("article:s400-2020").In("schema:isPartOf").Order()`,
		`g.V("india")`,
		`.run borders`, `.run together thing=Rajnath Singh top=1`, `.run borders x`, `.run bordres`,
		`.quit`, `never`,
	}}
	var out, errs strings.Builder
	r := &REPL{Session: session, ReadLine: user.read, Out: &out, Err: &errs, Interactive: true, Format: &resultFormats[3]}
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantOut := `{"id":"weapon:S-400"}
{"value":2}
id
"article:s400-2020#char=203,297"
nation,disputesWith,ev,published,sentence
nation:India,nation:China,"article:s400-2020#char=298,414",2020-06-23,"Indian and Chinese troops clashed in Ladakh last week, and 20 Indian soldiers were killed along the disputed border."
thing,sentences,ev,published,sentence
nation:India,1,"article:s400-2020#char=63,202",2020-06-23,"India is pushing Russia to speed up the delivery of the S-400 air defence system, Defence Minister Rajnath Singh said in Moscow on Tuesday."
`
	if out.String() != wantOut {
		t.Errorf("out:\n%s", out.String())
	}
	wantErr := `line 1, column 10: TypeError: path.out: argument 1: expected a predicate, a list of predicates or a path, got an object
    g.V().Out({})
             ^
stopped after 50ms; .timeout 0 for no limit
row 1 names no sentence; .LabelContext(g.V(), "ev") before a step keeps that of each statement
which row? .why 1
there is no row 9; the last result has 1
there is no command .hlep; did you mean .help?
no such format: "xml"; there is table, line, json, jsonl, csv, tsv, markdown
"-1" is no number of rows
the first 1 rows; there are more: .limit 0 for all
"india" is a text; the thing of that name is "nation:India"
"x" is not KEY=VALUE
there is no query "bordres"; did you mean borders?
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
	user := &typing{lines: []string{`while (true) {}`, `1`}}
	var out, errs strings.Builder
	first := true
	r := &REPL{Session: NewSession(newsStore(t)), ReadLine: user.read, Out: &out, Err: &errs, Interactive: true, Format: &resultFormats[3],
		Interruptible: func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			if first {
				time.AfterFunc(20*time.Millisecond, cancel)
			}
			first = false
			return ctx, cancel
		}}
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out.String() != "{\"value\":1}\n" || errs.String() != "cancelled\n" {
		t.Errorf("out %q, err %q", out.String(), errs.String())
	}
}

// Each command and each query can be asked about, and so can the methods of a path.
func TestHelpKnowsEverything(t *testing.T) {
	var topics []string
	for _, c := range commands() {
		topics = append(topics, c.name)
	}
	for _, table := range [][]method{graphMethods, pathMethods, kgMethods} {
		for _, m := range table {
			if m.signature == "" || m.help == "" {
				t.Errorf("%v has no help", m.names)
			}
			topics = append(topics, m.names...)
		}
	}
	all, err := Library()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all {
		topics = append(topics, q.Name)
	}
	for _, topic := range topics {
		var out strings.Builder
		r := &REPL{Out: &out}
		if err := r.help(t.Context(), topic); err != nil || out.Len() == 0 {
			t.Errorf(".help %s: %v", topic, err)
		}
	}
}
