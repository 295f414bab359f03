package queries

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// ErrInterrupt is what ReadLine gives for Ctrl-C: what was being typed is dropped.
var ErrInterrupt = errors.New("interrupted")

// ErrFailed says that a statement failed; the shell has said why.
var ErrFailed = errors.New("a statement failed")

// ExitError ends the shell with an exit code.
type ExitError struct{ Code int }

func (e *ExitError) Error() string { return fmt.Sprintf("exit %d", e.Code) }

// Host is what the shell needs of the machine around it. What is nil is not offered.
type Host struct {
	// ReadLine shows a prompt and reads a line without its end, or several at once; the error is io.EOF at the end of
	// input, and ErrInterrupt where the user drops the line.
	ReadLine func(prompt string) (string, error)
	// Interruptible gives the context of one statement, which Ctrl-C cancels.
	Interruptible func(context.Context) (context.Context, context.CancelFunc)
	// Size is the number of columns and rows of the terminal, 0 where there is none.
	Size func() (columns, rows int)
	// Page shows a text that is longer than the screen.
	Page func(text string) error
	// Edit lets the user change a text in an editor.
	Edit func(text string) (string, error)
	// Shell runs a command line of the system.
	Shell func(ctx context.Context, command string, stdin io.Reader) error
	// Load reads articles into the store.
	Load func(ctx context.Context, paths []string) error
}

// REPL is the interactive shell without its terminal. Its settings are what the commands show and set.
type REPL struct {
	Session *Session
	Host    Host
	// Out takes results, Err everything else.
	Out, Err io.Writer
	// Library holds the named queries; nil is the bundled ones.
	Library *Library
	// Interactive shows prompts and goes on after an error.
	Interactive bool

	Format  *ResultFormat
	Layout  Layout        // its Width is set to that of the terminal
	Limit   int           // rows of a result, 0 for all
	Timeout time.Duration // of a query, 0 for none
	Params  map[string]string
	// Bail ends what is not interactive, and a file that is read, with the first error.
	Bail bool
	// Safe runs no programs and touches no files.
	Safe bool
	// Timer tells the time of each query, Echo what is run.
	Timer, Echo bool
	// Pager is auto, on or off.
	Pager string
	// ErrorFormat is text or json.
	ErrorFormat string

	last      *Result
	statement string    // the last one
	output    io.Writer // of .output, nil for Out
	closer    io.Closer
	once      string // the target of .once
	reading   []string
	sources   []*source
}

func (r *REPL) library() *Library {
	if r.Library == nil {
		r.Library = Bundled()
	}
	return r.Library
}

const (
	prompt     = "kg> "
	promptMore = "...  "
)

// source is a text that is run statement by statement.
type source struct {
	name string // of the file; empty for what is typed
	// read gives more lines: one, or several at once.
	read        func(prompt string) (string, error)
	interactive bool
	lines       []string // read and not yet run
	line        int      // how many were run
	end         error
}

// next is the next line. With wait unset, only one that can be had without asking the user for it.
func (s *source) next(prompt string, wait bool) (line string, ok bool, err error) {
	for len(s.lines) == 0 {
		if s.end != nil {
			return "", false, s.end
		}
		if s.interactive && !wait {
			return "", false, nil
		}
		if !s.interactive {
			prompt = ""
		}
		text, err := s.read(prompt)
		if errors.Is(err, ErrInterrupt) {
			return "", false, err
		}
		if s.end = err; err != nil {
			return "", false, err
		}
		if s.interactive {
			s.line = 0 // each entry counts its own lines
		}
		s.lines = strings.Split(text, "\n")
	}
	line, s.lines = s.lines[0], s.lines[1:]
	s.line++
	return line, true, nil
}

func (s *source) unread(line string) {
	s.lines = append([]string{line}, s.lines...)
	s.line--
}

// Run reads and answers until the end of input. The error is ErrFailed, an *ExitError, or that of ctx.
func (r *REPL) Run(ctx context.Context) error {
	return r.run(ctx, &source{read: r.Host.ReadLine, interactive: r.Interactive})
}

// RunText runs a text as Run does; name stands for it in messages.
func (r *REPL) RunText(ctx context.Context, name, text string) error {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return r.run(ctx, &source{name: name, lines: lines, end: io.EOF})
}

// RunFile runs a file as Run does. A file may read others, but not one that reads it.
func (r *REPL) RunFile(ctx context.Context, name string) error {
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	if slices.Contains(r.reading, path) {
		return fmt.Errorf("%s is being read already: %s", name, strings.Join(append(slices.Clone(r.reading), path), " reads "))
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	r.reading = append(r.reading, path)
	defer func() { r.reading = r.reading[:len(r.reading)-1] }()
	return r.RunText(ctx, name, string(data))
}

func (r *REPL) run(ctx context.Context, s *source) error {
	r.sources = append(r.sources, s)
	defer func() { r.sources = r.sources[:len(r.sources)-1] }()
	failed := error(nil)
	for {
		err := r.step(ctx, s)
		var exit *ExitError
		switch {
		case err == nil:
		case errors.Is(err, io.EOF):
			return failed
		case errors.As(err, &exit):
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		default:
			if !errors.Is(err, ErrFailed) {
				r.report(s, err)
			}
			if !s.interactive {
				failed = ErrFailed
				if r.Bail {
					return failed
				}
			}
		}
	}
}

var (
	wordOf       = regexp.MustCompile(`^\s*\.([A-Za-z_]\w*)(\s*\(?)`)
	askedAbout   = regexp.MustCompile(`^\s*([A-Za-z_][\w.]*)\s*\?\s*$`)
	plainCommand = regexp.MustCompile(`^\s*(help|exit|quit)\s*;?\s*$`)
)

// goesOn tells a line that goes on with a path from one that is a command: a method has a bracket.
func goesOn(line string) bool {
	m := wordOf.FindStringSubmatch(line)
	switch {
	case m == nil || !strings.HasSuffix(m[2], "("):
		return false
	case m[2] == "(":
		return true
	}
	return findCommand(m[1]) == nil
}

// step reads one statement or command and runs it.
func (r *REPL) step(ctx context.Context, s *source) error {
	line, _, err := s.next(prompt, true)
	if errors.Is(err, ErrInterrupt) {
		return nil
	}
	if err != nil {
		return err
	}
	first := s.line
	var buffer []string
	switch {
	case strings.TrimSpace(line) == "":
		return nil
	case goesOn(line):
		if r.statement == "" {
			return errors.New("a line that begins with a dot and a method goes on with the statement before; there is none")
		}
		buffer = []string{r.statement}
		first -= strings.Count(r.statement, "\n") + 1
	case strings.HasPrefix(strings.TrimSpace(line), "."), strings.HasPrefix(line, "!"), plainCommand.MatchString(line), askedAbout.MatchString(line):
		return r.interruptible(ctx, func(ctx context.Context) error {
			r.echo(line)
			return r.command(ctx, line)
		})
	}
	buffer = append(buffer, line)
	for {
		script := strings.Join(buffer, "\n")
		incomplete := Complete(script)
		if !errors.Is(incomplete, ErrIncomplete) {
			// A path may go on at the next line with a dot. At a terminal nobody waits for that line.
			line, ok, err := s.next("", false)
			if ok && goesOn(line) {
				buffer = append(buffer, line)
				continue
			}
			if ok {
				s.unread(line)
			} else if err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			r.statement = script
			return r.place(s, first, r.interruptible(ctx, func(ctx context.Context) error {
				r.echo(script)
				return r.query(ctx, script, Options{Params: r.Params})
			}))
		}
		line, _, err := s.next(promptMore, true)
		switch {
		case errors.Is(err, ErrInterrupt):
			return nil
		case errors.Is(err, io.EOF):
			return r.place(s, first, incomplete)
		case err != nil:
			return err
		}
		buffer = append(buffer, line)
	}
}

// place counts the lines of an error in the whole text that the user wrote.
func (r *REPL) place(s *source, first int, err error) error {
	var e *ScriptError
	if errors.As(err, &e) && e.Name == "" && e.Line > 0 {
		e.Name = s.name
		if !s.interactive {
			e.Line += first - 1
		}
	}
	return err
}

func (r *REPL) interruptible(ctx context.Context, do func(context.Context) error) error {
	if r.Host.Interruptible != nil {
		var stop context.CancelFunc
		ctx, stop = r.Host.Interruptible(ctx)
		defer stop()
	}
	return do(ctx)
}

func (r *REPL) echo(text string) {
	if r.Echo {
		fmt.Fprintln(r.Err, text)
	}
}

// report shows an error.
func (r *REPL) report(s *source, err error) {
	var script *ScriptError
	isScript := errors.As(err, &script)
	message := err.Error()
	if isScript {
		message = script.Error() // without the word that it is incomplete
	}
	switch {
	case errors.Is(err, context.Canceled):
		message = "cancelled"
	case errors.Is(err, context.DeadlineExceeded):
		message = fmt.Sprintf("stopped after %v; .timeout 0 for no limit", r.Timeout)
	}
	where := ""
	if s.name != "" && !isScript {
		where = fmt.Sprintf("%s:%d: ", s.name, s.line)
	}
	if r.ErrorFormat != "json" {
		fmt.Fprintln(r.Err, where+message)
		return
	}
	out := struct {
		Error  string `json:"error"`
		File   string `json:"file,omitempty"`
		Line   int    `json:"line,omitempty"`
		Column int    `json:"column,omitempty"`
		Source string `json:"source,omitempty"`
	}{Error: message}
	if isScript {
		out.Error, out.File, out.Line, out.Column, out.Source = script.Message, script.Name, script.Line, script.Column, script.Source
	} else if s.name != "" {
		out.File, out.Line = s.name, s.line
	}
	r.writeJSON(out)
}

// note tells something besides the result.
func (r *REPL) note(text string) {
	if r.ErrorFormat != "json" {
		fmt.Fprintln(r.Err, text)
		return
	}
	r.writeJSON(struct {
		Note string `json:"note"`
	}{text})
}

func (r *REPL) writeJSON(v any) {
	e := json.NewEncoder(r.Err)
	e.SetEscapeHTML(false)
	e.Encode(v)
}

// query runs a script and shows its result.
func (r *REPL) query(ctx context.Context, script string, o Options) error {
	o.Limit, o.Last = r.Limit, r.last
	run := ctx
	if r.Timeout > 0 {
		var cancel context.CancelFunc
		run, cancel = context.WithTimeout(ctx, r.Timeout)
		defer cancel()
	}
	start := time.Now()
	result, err := r.Session.Run(run, script, o)
	took := time.Since(start)
	if result != nil && (err == nil || len(result.Rows) > 0) {
		if err := r.show(context.WithoutCancel(ctx), result); err != nil {
			return err
		}
		if err != nil {
			r.note(fmt.Sprintf("%d rows until then", len(result.Rows)))
		}
	}
	if r.Timer && result != nil {
		r.note(fmt.Sprintf("%d rows in %v", len(result.Rows), took.Round(100*time.Microsecond)))
	}
	return err
}

// layout is the layout for the terminal as it is now.
func (r *REPL) layout() Layout {
	l := r.Layout
	if r.Host.Size != nil && r.output == nil && r.once == "" {
		l.Width, _ = r.Host.Size()
	} else {
		l.Color = false
	}
	return l
}

// show shows a result, which .why and .last then speak of.
func (r *REPL) show(ctx context.Context, result *Result) error {
	if err := r.Session.Cite(ctx, result); err != nil {
		return err
	}
	r.last = result
	if err := r.print(ctx, func(w io.Writer) error { return r.Session.Write(ctx, w, r.Format, result, r.layout()) }); err != nil {
		return err
	}
	for _, note := range Notes(result, ".limit 0 for all") {
		r.note(note)
	}
	if most := r.Layout.MaxRows; r.Format.screen && most > 0 && len(result.Rows) > most {
		r.note(fmt.Sprintf("%d of %d rows shown; .maxrows 0 for all", most, len(result.Rows)))
	}
	return nil
}

// print sends what write writes where output goes: the target of .once or .output, a pager, or Out.
func (r *REPL) print(ctx context.Context, write func(w io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if b.Len() == 0 {
		return nil
	}
	if target := r.once; target != "" {
		r.once = ""
		if command, ok := strings.CutPrefix(target, "|"); ok {
			return r.Host.Shell(ctx, command, &b)
		}
		return os.WriteFile(target, b.Bytes(), 0o666)
	}
	if r.output != nil {
		_, err := r.output.Write(b.Bytes())
		return err
	}
	if r.Interactive && r.Host.Page != nil && r.Host.Size != nil && r.Pager != "off" {
		if _, rows := r.Host.Size(); r.Pager == "on" || rows > 0 && bytes.Count(b.Bytes(), []byte("\n")) >= rows {
			return r.Host.Page(b.String())
		}
	}
	_, err := r.Out.Write(b.Bytes())
	return err
}

// Close ends what .output began.
func (r *REPL) Close() error {
	r.output, r.once = nil, ""
	if r.closer == nil {
		return nil
	}
	err := r.closer.Close()
	r.closer = nil
	return err
}

// Notes are what a reader must know of a result besides its rows: that there are more, or what may have been meant.
// all says how to see every row.
func Notes(r *Result, all string) []string {
	var notes []string
	if r.Truncated {
		notes = append(notes, fmt.Sprintf("the first %d rows; there are more: %s", len(r.Rows), all))
	}
	return append(notes, r.Hints...)
}
