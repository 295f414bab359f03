package queries

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// ErrInterrupt is what ReadLine gives for Ctrl-C: the line is dropped.
var ErrInterrupt = errors.New("interrupted")

// REPL is the interactive shell without its terminal.
type REPL struct {
	Session *Session
	// ReadLine shows a prompt and reads a line without its end; the error is io.EOF at the end of input, and
	// ErrInterrupt where the user drops the line.
	ReadLine func(prompt string) (string, error)
	// Out takes results, Err everything else.
	Out, Err io.Writer
	// Interactive shows prompts and goes on after an error; otherwise the first error ends the run.
	Interactive bool
	// Interruptible gives the context of one query, which Ctrl-C cancels; nil for ctx itself.
	Interruptible func(context.Context) (context.Context, context.CancelFunc)
	// Width is the number of columns of the terminal, 0 for any.
	Width func() int

	Format  *ResultFormat
	Limit   int           // rows of a result, 0 for all
	Timeout time.Duration // of a query, 0 for none

	last *Result
}

const (
	prompt     = "kg> "
	promptMore = "...  "
)

// command is one command of the shell, a line that begins with a dot; a row of the table below.
type command struct {
	name, args, help string
	run              func(r *REPL, ctx context.Context, arg string) error
}

// errQuit ends the shell.
var errQuit = errors.New("quit")

// commands is the table of commands, in the order in which help lists them. A function, as help itself lists it.
func commands() []command {
	return []command{
		{"help", "[NAME]", "what there is, or about a command, a method or a query", (*REPL).help},
		{"queries", "", "the bundled queries", (*REPL).queries},
		{"run", "NAME [KEY=VALUE]…", "runs a bundled query", (*REPL).runQuery},
		{"why", "N", "the sentence behind row N of the last result", (*REPL).why},
		{"format", "[NAME]", "shows or sets how results are written: table, json, jsonl, csv, tsv", (*REPL).setFormat},
		{"limit", "[N]", "shows or sets the number of rows, 0 for all", (*REPL).setLimit},
		{"timeout", "[TIME]", "shows or sets the time for a query, such as 10s; 0 for none", (*REPL).setTimeout},
		{"quit", "", "leaves, as does Ctrl-D", func(*REPL, context.Context, string) error { return errQuit }},
	}
}

// Run reads and answers until the end of input or .quit. Without a terminal it ends with the first error.
func (r *REPL) Run(ctx context.Context) error {
	var buffer []string
	var pending *string // a line that was read ahead
	next := func(prompt string) (string, error) {
		if pending != nil {
			line := *pending
			pending = nil
			return line, nil
		}
		if !r.Interactive {
			prompt = ""
		}
		return r.ReadLine(prompt)
	}
	for {
		show := prompt
		if len(buffer) > 0 {
			show = promptMore
		}
		line, err := next(show)
		switch {
		case errors.Is(err, ErrInterrupt):
			buffer = nil
			continue
		case errors.Is(err, io.EOF):
			if len(buffer) > 0 {
				return r.report(Complete(strings.Join(buffer, "\n")))
			}
			return nil
		case err != nil:
			return err
		}
		if len(buffer) == 0 {
			if strings.TrimSpace(line) == "" {
				continue
			}
			if done, err := r.command(ctx, line); done {
				if errors.Is(err, errQuit) {
					return nil
				}
				if err := r.report(err); err != nil {
					return err
				}
				continue
			}
		}
		buffer = append(buffer, line)
		script := strings.Join(buffer, "\n")
		if errors.Is(Complete(script), ErrIncomplete) {
			continue
		}
		if !r.Interactive {
			// A path may go on at the next line with a dot. At a terminal nobody waits for that line.
			ahead, err := r.ReadLine("")
			if err == nil {
				pending = &ahead
				if strings.HasPrefix(strings.TrimSpace(ahead), ".") && findCommand(ahead) == nil {
					continue
				}
			} else if !errors.Is(err, io.EOF) {
				return err
			}
		}
		buffer = nil
		if err := r.report(r.query(ctx, script, Options{Limit: r.Limit})); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// report shows an error, or returns it where nobody could go on after it.
func (r *REPL) report(err error) error {
	if err == nil || !r.Interactive {
		return err
	}
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(r.Err, "cancelled")
	case errors.Is(err, context.DeadlineExceeded):
		fmt.Fprintf(r.Err, "stopped after %v; .timeout 0 for no limit\n", r.Timeout)
	default:
		fmt.Fprintln(r.Err, err)
	}
	return nil
}

func findCommand(line string) *command {
	word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch word {
	case "help", "quit", "exit", ".exit":
		word = "." + strings.TrimPrefix(strings.Replace(word, "exit", "quit", 1), ".")
	}
	for _, c := range commands() {
		if word == "."+c.name {
			return &c
		}
	}
	return nil
}

// command runs a line that is a command; done is false for any other line.
func (r *REPL) command(ctx context.Context, line string) (done bool, err error) {
	c := findCommand(line)
	if c == nil {
		if word, _, _ := strings.Cut(strings.TrimSpace(line), " "); strings.HasPrefix(word, ".") {
			var names []string
			for _, c := range commands() {
				names = append(names, "."+c.name)
			}
			if near := Nearest(word, names); near != "" {
				return true, fmt.Errorf("there is no command %s; did you mean %s?", word, near)
			}
			return true, fmt.Errorf("there is no command %s; .help lists them", word)
		}
		return false, nil
	}
	_, arg, _ := strings.Cut(strings.TrimSpace(line), " ")
	return true, c.run(r, ctx, strings.TrimSpace(arg))
}

// query runs a script and shows its result.
func (r *REPL) query(ctx context.Context, script string, o Options) error {
	if r.Interruptible != nil {
		var stop context.CancelFunc
		ctx, stop = r.Interruptible(ctx)
		defer stop()
	}
	run := ctx
	if r.Timeout > 0 {
		var cancel context.CancelFunc
		run, cancel = context.WithTimeout(ctx, r.Timeout)
		defer cancel()
	}
	result, err := r.Session.Run(run, script, o)
	if result != nil && (err == nil || len(result.Rows) > 0) {
		if err := r.show(ctx, result); err != nil {
			return err
		}
	}
	return err
}

func (r *REPL) show(ctx context.Context, result *Result) error {
	if err := r.Session.Cite(ctx, result); err != nil {
		return err
	}
	r.last = result
	width := 0
	if r.Width != nil {
		width = r.Width()
	}
	if err := r.Session.Write(ctx, r.Out, r.Format, result, Layout{Width: width}); err != nil {
		return err
	}
	for _, note := range Notes(result, ".limit 0 for all") {
		fmt.Fprintln(r.Err, note)
	}
	return nil
}

// Notes are what a reader must know of a result besides its rows: that there are more, or what may have been meant.
// all says how to see every row.
func Notes(r *Result, all string) []string {
	switch {
	case r.Truncated:
		return []string{fmt.Sprintf("the first %d rows; there are more: %s", len(r.Rows), all)}
	case len(r.Rows) == 0:
		return r.Hints
	}
	return nil
}

func (r *REPL) queries(context.Context, string) error {
	all, err := Library()
	if err != nil {
		return err
	}
	for _, q := range all {
		fmt.Fprintf(r.Out, "%-12s %s\n", q.Name, q.Question)
	}
	return nil
}

func (r *REPL) runQuery(ctx context.Context, arg string) error {
	name, rest, _ := strings.Cut(arg, " ")
	q, err := FindQuery(name)
	if err != nil {
		return err
	}
	given := make(map[string]string)
	key := ""
	for _, word := range strings.Fields(rest) {
		if k, v, ok := strings.Cut(word, "="); ok {
			key = k
			given[key] = v
		} else if key != "" {
			given[key] += " " + word // a value of several words
		} else {
			return fmt.Errorf("%q is not KEY=VALUE", word)
		}
	}
	params, err := q.WithDefaults(given)
	if err != nil {
		return err
	}
	return r.query(ctx, q.Script, Options{Name: q.Name, Limit: r.Limit, Params: params})
}

func (r *REPL) why(ctx context.Context, arg string) error {
	n, err := strconv.Atoi(arg)
	if err != nil {
		return errors.New("which row? .why 1")
	}
	if r.last == nil {
		return errors.New("there is no result yet")
	}
	evidence, err := r.Session.Why(ctx, r.last, n)
	if err != nil {
		return err
	}
	if len(evidence) == 0 {
		return fmt.Errorf("row %d names no sentence; .LabelContext(g.V(), \"ev\") before a step keeps that of each statement", n)
	}
	for _, e := range evidence {
		fmt.Fprintf(r.Out, "“%s”\n    %s\n", strings.Join(strings.Fields(e.Text), " "), e.Cite())
	}
	return nil
}

// Cite names where a sentence stands, for people.
func (e Evidence) Cite() string {
	parts := []string{}
	for _, part := range []string{e.Headline, e.Published, e.URL, e.Sentence} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

func (r *REPL) setFormat(_ context.Context, arg string) error {
	if arg == "" {
		fmt.Fprintln(r.Out, r.Format.Name)
		return nil
	}
	f, err := FindResultFormat(arg)
	if err == nil {
		r.Format = f
	}
	return err
}

func (r *REPL) setLimit(_ context.Context, arg string) error {
	if arg == "" {
		fmt.Fprintln(r.Out, r.Limit)
		return nil
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 0 {
		return fmt.Errorf("%q is no number of rows", arg)
	}
	r.Limit = n
	return nil
}

func (r *REPL) setTimeout(_ context.Context, arg string) error {
	if arg == "" {
		fmt.Fprintln(r.Out, r.Timeout)
		return nil
	}
	d, err := time.ParseDuration(arg)
	if arg == "0" {
		d, err = 0, nil
	}
	if err != nil || d < 0 {
		return fmt.Errorf("%q is no time; write 10s or 2m", arg)
	}
	r.Timeout = d
	return nil
}

func (r *REPL) help(_ context.Context, arg string) error {
	if arg == "" {
		for _, c := range commands() {
			fmt.Fprintf(r.Out, "%-28s %s\n", "."+c.name+" "+c.args, c.help)
		}
		fmt.Fprint(r.Out, "\nEverything else is Gizmo, which is JavaScript:\n"+
			"  g.V(\"nation:India\").Out(\"kg:seeks\")                            one step along a property\n"+
			"  g.Find(\"India\").LabelContext(g.V(), \"ev\").In(\"kg:supplies\")    with the sentence of each statement\n"+
			"An open bracket goes on at the next line. .help Out tells about a method, .help suppliers about a query.\n")
		return nil
	}
	name := strings.ToLower(strings.Trim(arg, ".()"))
	name = name[strings.LastIndexByte(name, '.')+1:]
	found := false
	for _, c := range commands() {
		if c.name == name {
			fmt.Fprintf(r.Out, ".%s %s\n    %s\n", c.name, c.args, c.help)
			found = true
		}
	}
	for _, table := range [][]method{graphMethods, pathMethods, kgMethods, globalFunctions} {
		for _, m := range table {
			for _, n := range m.names {
				if strings.ToLower(n) == name {
					fmt.Fprintf(r.Out, "%s\n    %s\n", m.signature, m.help)
					found = true
				}
			}
		}
	}
	if q, err := FindQuery(name); err == nil {
		fmt.Fprint(r.Out, q.Describe())
		found = true
	}
	if !found {
		return fmt.Errorf("nothing is known of %q; .help lists the commands, .queries the queries", arg)
	}
	return nil
}

// Describe tells about a query: its question, its parameters, an example.
func (q Query) Describe() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", q.Name, q.Question)
	if q.Notes != "" {
		fmt.Fprintf(&b, "    %s\n", q.Notes)
	}
	for _, p := range q.Params {
		fmt.Fprintf(&b, "    %s", p.Name)
		if p.Default != "" {
			fmt.Fprintf(&b, "=%s", p.Default)
		}
		fmt.Fprintf(&b, "  %s\n", p.Help)
	}
	fmt.Fprintf(&b, "    %s\n", q.Example)
	return b.String()
}
