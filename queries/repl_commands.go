package queries

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"

	"github.com/newskg/kg/schema"
)

// Command is one command of the shell, a line that begins with a dot. Help, completion and the manual come from the
// table of them.
type Command struct {
	// Name without its dot, Args as help shows them.
	Name, Args, Help string
	// Example is a line that can be typed on any graph that has its things.
	Example string
	// Completes is what its arguments are completed with.
	Completes Kind
	// also are other names.
	also []string
	run  func(r *REPL, ctx context.Context, arg string) error
}

// Commands is the table of commands, in the order in which help lists them. A function, as help itself lists it.
func Commands() []Command {
	return []Command{
		{"help", "[NAME]", "what there is, or about a command, a method or a query", ".help Out", TopicKind, nil, (*REPL).help},
		{"queries", "", "the bundled queries", ".queries", NoKind, nil, (*REPL).queries},
		{"examples", "[N]", "questions to begin with; with a number, shows how one is asked and asks it", ".examples 1", NoKind, nil, (*REPL).examples},
		{"run", "NAME [KEY=VALUE]…", "runs a bundled query", ".run suppliers nation=India", QueryKind, nil, (*REPL).runQuery},
		{"why", "[N]", "the sentences behind row N of the last result, with the words that make it", ".why 1", NoKind, nil, (*REPL).why},
		{"describe", "THING", "what is known of a thing: names, offices, arms, agreements, events", ".describe India", NameKind, nil, (*REPL).describe},
		{"timeline", "THING [THING]", "the events of a thing, or between two, by date", ".timeline India, Russia", NameKind, nil, (*REPL).timeline},
		{"article", "ID", "an article, with what each sentence states", ".article s400-2020", ArticleKind, nil, (*REPL).article},
		{"explain", "[QUERY]", "how a query, or the last one, is answered: its plan, with the numbers of rows", `.explain g.V("nation:India").Out("kg:seeks")`, ScriptKind, nil, (*REPL).explain},
		{"classes", "", "the classes with the number of their members", ".classes", NoKind, nil, counted((*Session).Classes)},
		{"predicates", "", "the predicates with the number of their statements", ".predicates", NoKind, nil, counted((*Session).Predicates)},
		{"graphs", "", "the kinds of graph with the number of their quads", ".graphs", NoKind, nil, counted((*Session).Graphs)},
		{"stats", "", "what the store holds", ".stats", NoKind, nil, counted((*Session).Stats)},

		{"mode", "[NAME]", "how results are written: " + modeNames(), ".mode csv", ModeKind, []string{"format"}, (*REPL).setMode},
		{"output", "[FILE]", "writes results to a file from now on; without one, back to the screen", ".output rows.txt", FileKind, nil, (*REPL).setOutput},
		{"once", "FILE or | COMMAND", "writes the next result to a file, or into a command", ".once rows.txt", FileKind, nil, (*REPL).setOnce},
		{"graph", "FILE", "draws the graph of the last result, in the format that the name ends with: " + pictureEndings(), ".graph seeks.html", FileKind, nil, (*REPL).graph},
		{"save", "FILE", "writes the last result to a file, in the mode that its name ends with", ".save rows.csv", FileKind, nil, (*REPL).save},
		{"last", "", "shows the last result again; a script has its rows as _", ".last", NoKind, nil, (*REPL).showLast},
		{"headers", "on|off", "writes the names of the columns", ".headers on", SwitchKind, nil, toggle(func(r *REPL) *bool { return &r.Layout.NoHeaders }, true)},
		{"nullvalue", "[TEXT]", "stands for what a row does not have", ".nullvalue -", NoKind, nil, (*REPL).setNull},
		{"width", "[N]…", "sets the widths of the first columns of tables, 0 for what one needs; none: all so", ".width 20 0 40", NoKind, nil, (*REPL).setWidth},
		{"maxrows", "[N]", "rows shown of a result on the screen, 0 for all", ".maxrows 40", NoKind, nil, number("rows", func(r *REPL) *int { return &r.Layout.MaxRows })},
		{"limit", "[N]", "rows after which a query is stopped, 0 for none", ".limit 1000", NoKind, nil, number("rows", func(r *REPL) *int { return &r.Limit })},
		{"timeout", "[TIME]", "time after which a query is stopped, such as 10s; 0 for none", ".timeout 10s", NoKind, nil, (*REPL).setTimeout},
		{"iri", "on|off", "shows the names of things instead of their labels", ".iri off", SwitchKind, nil, toggle(func(r *REPL) *bool { return &r.Layout.IRIs }, false)},
		{"timer", "on|off", "tells how long each query took", ".timer off", SwitchKind, nil, toggle(func(r *REPL) *bool { return &r.Timer }, false)},
		{"pager", "auto|on|off", "shows what is longer than the screen with $KG_PAGER, $PAGER or less", ".pager auto", PagerKind, nil, (*REPL).setPager},

		{"param", "[KEY=VALUE]", "sets what scripts see as params.KEY; without it, lists them", ".param nation=India", NoKind, nil, (*REPL).setParam},
		{"read", "FILE", "runs a file; its name counts from the folder of the file that reads it", ".read script.js", FileKind, nil, (*REPL).read},
		{"edit", "", "changes the last statement in $VISUAL or $EDITOR, and runs it", ".edit", NoKind, nil, (*REPL).edit},
		{"watch", "SECONDS [TIMES]", "runs the last statement again and again, until Ctrl-C", ".watch 0.1 2", NoKind, nil, (*REPL).watch},
		{"echo", "on|off", "shows each statement before it runs", ".echo off", SwitchKind, nil, toggle(func(r *REPL) *bool { return &r.Echo }, false)},
		{"print", "[TEXT]", "writes a text", ".print Suppliers:", NoKind, nil, (*REPL).printText},
		{"bail", "on|off", "ends a file, or what is not typed, with the first error", ".bail on", SwitchKind, nil, toggle(func(r *REPL) *bool { return &r.Bail }, false)},
		{"shell", "COMMAND", "runs a command of the system, as a line that begins with ! does", ".shell ls", FileKind, nil, (*REPL).shell},
		{"load", "PATH…", "reads articles into the store, where kg repl --write opened it", ".load articles/", FileKind, nil, (*REPL).load},
		{"exit", "[CODE]", "leaves, as Ctrl-D does", ".exit", NoKind, []string{"quit"}, exit},
	}
}

func modeNames() string {
	var names []string
	for _, f := range modes() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

func findCommand(name string) *Command {
	all := Commands()
	for i := range all {
		if all[i].Name == name || slices.Contains(all[i].also, name) {
			return &all[i]
		}
	}
	return nil
}

// command runs a line that is a command.
func (r *REPL) command(ctx context.Context, line string) error {
	line = strings.TrimSpace(line)
	if m := askedAbout.FindStringSubmatch(line); m != nil {
		return r.help(ctx, m[1])
	}
	if command, ok := strings.CutPrefix(line, "!"); ok {
		return r.shell(ctx, command)
	}
	word, arg, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(line, "."), ";"), " ")
	c := findCommand(word)
	if c == nil {
		var names []string
		for _, c := range Commands() {
			names = append(names, "."+c.Name)
		}
		near := Nearest("."+word, names)
		if near == "" {
			near = nearMethod(word)
		}
		if near != "" {
			return fmt.Errorf("there is no command .%s; did you mean %s?", word, near)
		}
		return fmt.Errorf("there is no command .%s; .help lists them", word)
	}
	return c.run(r, ctx, strings.TrimSpace(arg))
}

// nearMethod is a method that is spelt much like a word.
func nearMethod(word string) string {
	for _, m := range pathMethods {
		for _, name := range m.names {
			if strings.EqualFold(name, word) {
				return m.signature
			}
		}
	}
	return ""
}

// toggle is a command that shows or sets a switch; inverse for one that is kept as its opposite.
func toggle(of func(r *REPL) *bool, inverse bool) func(*REPL, context.Context, string) error {
	return func(r *REPL, ctx context.Context, arg string) error {
		value := of(r)
		switch arg {
		case "on":
			*value = !inverse
		case "off":
			*value = inverse
		case "":
			return r.say(ctx, map[bool]string{true: "on", false: "off"}[*value != inverse])
		default:
			return fmt.Errorf("%q is neither on nor off", arg)
		}
		return nil
	}
}

// number is a command that shows or sets a number.
func number(of string, at func(r *REPL) *int) func(*REPL, context.Context, string) error {
	return func(r *REPL, ctx context.Context, arg string) error {
		if arg == "" {
			return r.say(ctx, strconv.Itoa(*at(r)))
		}
		n, err := strconv.Atoi(arg)
		if err != nil || n < 0 {
			return fmt.Errorf("%q is no number of %s", arg, of)
		}
		*at(r) = n
		return nil
	}
}

// counted is a command that shows a result of the session.
func counted(of func(*Session, context.Context) (*Result, error)) func(*REPL, context.Context, string) error {
	return func(r *REPL, ctx context.Context, arg string) error {
		if arg != "" {
			return fmt.Errorf("no argument is expected, got %q", arg)
		}
		result, err := of(r.Session, ctx)
		if err != nil {
			return err
		}
		return r.show(ctx, result)
	}
}

// say writes a line.
func (r *REPL) say(ctx context.Context, text string) error {
	return r.print(ctx, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, text)
		return err
	})
}

func (r *REPL) queries(ctx context.Context, _ string) error {
	return r.print(ctx, r.library().List)
}

func (r *REPL) examples(ctx context.Context, arg string) error {
	all := r.library().Queries()
	if arg == "" {
		return r.print(ctx, func(w io.Writer) error {
			for i, q := range all {
				fmt.Fprintf(w, "%3d  %s\n", i+1, q.Question)
			}
			return nil
		})
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > len(all) {
		return fmt.Errorf("there is no example %q; .examples lists 1 to %d", arg, len(all))
	}
	q := all[n-1]
	params, err := r.Session.Bind(ctx, q, nil)
	if err != nil {
		return err
	}
	err = r.print(ctx, func(w io.Writer) error {
		_, err := io.WriteString(w, strings.TrimSpace(q.Script)+"\n\n")
		return err
	})
	if err != nil {
		return err
	}
	for key, value := range params {
		r.setParamTo(key, value)
	}
	r.statement = q.Script
	return r.query(ctx, q.Script, Options{Name: q.source(), Params: params})
}

func (r *REPL) runQuery(ctx context.Context, arg string) error {
	name, rest, _ := strings.Cut(arg, " ")
	if name == "" {
		return errors.New("which query? .queries lists them")
	}
	q, err := r.library().Find(name)
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
	params, err := r.Session.Bind(ctx, q, given)
	if err != nil {
		return err
	}
	return r.query(ctx, q.Script, Options{Name: q.source(), Params: params})
}

func (r *REPL) why(ctx context.Context, arg string) error {
	if r.last == nil {
		return errors.New("there is no result yet")
	}
	if arg == "" && len(r.last.Rows) == 1 {
		arg = "1"
	}
	n, err := strconv.Atoi(arg)
	if err != nil {
		return errors.New("which row? .why 1")
	}
	reasons, err := r.Session.Reasons(ctx, r.last, n)
	if err != nil {
		return err
	}
	if len(reasons) == 0 {
		return fmt.Errorf("row %d names no sentence; .LabelContext(g.V(), \"ev\") before a step keeps that of each statement", n)
	}
	return r.print(ctx, func(w io.Writer) error {
		for _, reason := range reasons {
			fmt.Fprintf(w, "“%s”\n    %s\n", reason.Marked(r.layout().Color), reason.Cite())
			for _, event := range reason.Events {
				fmt.Fprintf(w, "    %s\n", event)
			}
		}
		return nil
	})
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

func (r *REPL) describe(ctx context.Context, arg string) error {
	result, err := r.Session.Describe(ctx, arg)
	if err != nil {
		return err
	}
	if r.Format.Name != "table" {
		return r.show(ctx, result)
	}
	if err := r.Session.Cite(ctx, result); err != nil {
		return err
	}
	r.last = result
	err = r.print(ctx, func(w io.Writer) error {
		for begin := 0; begin < len(result.Rows); {
			section := result.Rows[begin].Get("section")
			part := &Result{}
			end := begin
			for ; end < len(result.Rows) && result.Rows[end].Get("section") == section; end++ {
				row := result.Rows[end]
				part.add(Row{append([]string{"#"}, row.Names[1:]...), append([]Cell{int64(end + 1)}, row.Cells[1:]...)})
			}
			// The columns in one order, whichever row has them first.
			sort.SliceStable(part.Columns, func(i, j int) bool {
				return slices.Index(result.Columns, part.Columns[i]) < slices.Index(result.Columns, part.Columns[j])
			})
			l := r.layout()
			if begin > 0 {
				fmt.Fprintln(w)
			}
			fmt.Fprintln(w, l.style("1", fmt.Sprint(section)))
			l.Numbers, l.NoHeaders = false, true
			if err := r.Session.Write(ctx, w, r.Format, part, l); err != nil {
				return err
			}
			begin = end
		}
		return nil
	})
	for _, hint := range result.Hints {
		r.note(hint)
	}
	return err
}

func (r *REPL) timeline(ctx context.Context, arg string) error {
	names, err := r.Session.split(ctx, arg)
	if err != nil {
		return err
	}
	result, err := r.Session.Timeline(ctx, r.Limit, names...)
	if err != nil {
		return err
	}
	return r.show(ctx, result)
}

// split reads the names of one or two things: apart by a comma or quotes, or wherever both sides are names.
func (s *Session) split(ctx context.Context, arg string) ([]string, error) {
	if a, b, ok := strings.Cut(arg, ","); ok {
		return []string{strings.TrimSpace(a), strings.TrimSpace(b)}, nil
	}
	if rest, ok := strings.CutPrefix(arg, `"`); ok {
		if a, b, ok := strings.Cut(rest, `"`); ok && strings.TrimSpace(b) != "" {
			return []string{a, strings.TrimSpace(b)}, nil
		}
	}
	words := strings.Fields(arg)
	if len(words) < 2 {
		return []string{arg}, nil
	}
	r, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	if found, err := r.find(arg, ""); err != nil || len(found) > 0 {
		return []string{arg}, err
	}
	for i := 1; i < len(words); i++ {
		a, b := strings.Join(words[:i], " "), strings.Trim(strings.Join(words[i:], " "), `"`)
		first, err := r.find(a, "")
		if err != nil {
			return nil, err
		}
		second, err := r.find(b, "")
		if err != nil {
			return nil, err
		}
		if len(first) > 0 && len(second) > 0 {
			return []string{a, b}, nil
		}
	}
	return []string{arg}, nil
}

func (r *REPL) article(ctx context.Context, arg string) error {
	a, err := r.Session.Article(ctx, arg)
	if err != nil {
		return err
	}
	if r.Format.Name != "table" {
		return r.show(ctx, a.Result())
	}
	r.last = a.Result()
	if err := r.Session.Cite(ctx, r.last); err != nil {
		return err
	}
	l := r.layout()
	return r.print(ctx, func(w io.Writer) error {
		for _, line := range []string{l.style("1", a.Headline), strings.Join(slices.DeleteFunc([]string{a.Published, a.Publisher, a.URL, "article:" + a.ID},
			func(s string) bool { return s == "" }), ", ")} {
			if line != "" {
				fmt.Fprintln(w, line)
			}
		}
		for i, s := range a.Sentences {
			fmt.Fprintf(w, "\n%3d  %s\n", i+1, wrap(s.Text, l.Width, 5))
			for _, state := range s.States {
				fmt.Fprintf(w, "     %s %s\n", l.style("2", "·"), wrap(state, l.Width, 9))
			}
		}
		return nil
	})
}

// wrap folds a text into a width, with an indent after the first line; 0 is any width.
func wrap(text string, width, indent int) string {
	var b strings.Builder
	column := indent
	for i, word := range strings.Fields(strings.Map(printable, text)) {
		n := runewidth.StringWidth(word)
		if i > 0 {
			if width > 0 && column+1+n > width {
				b.WriteString("\n" + strings.Repeat(" ", indent))
				column = indent
			} else {
				b.WriteByte(' ')
				column++
			}
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}

func (r *REPL) explain(ctx context.Context, arg string) error {
	if arg == "" {
		arg = r.statement
	}
	if arg == "" {
		return errors.New("which query? Type it behind .explain, or run it first")
	}
	plan, err := r.Session.Explain(ctx, arg, Options{Params: r.Params, Last: r.last})
	if err != nil {
		return err
	}
	return r.say(ctx, strings.TrimSuffix(plan, "\n"))
}

func (r *REPL) setMode(ctx context.Context, arg string) error {
	if arg == "" {
		return r.say(ctx, r.Format.Name)
	}
	f, err := FindMode(arg)
	if err == nil {
		r.Format = f
	}
	return err
}

// file is the path that a command names: in a file, it counts from the folder of that file.
func (r *REPL) file(name string) (string, error) {
	if name = strings.Trim(name, `"'`); name == "" {
		return "", errors.New("which file?")
	}
	if r.Safe {
		return "", errors.New("files are not touched under --safe")
	}
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest), nil
		}
	}
	return name, nil
}

func (r *REPL) setOutput(_ context.Context, arg string) error {
	if err := r.Close(); err != nil || arg == "" {
		return err
	}
	name, err := r.file(arg)
	if err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	r.output, r.closer = f, f
	return nil
}

func (r *REPL) setOnce(_ context.Context, arg string) error {
	if strings.HasPrefix(arg, "|") {
		if r.Host.Shell == nil || r.Safe {
			return errors.New("commands of the system are off under --safe")
		}
		r.once = arg
		return nil
	}
	name, err := r.file(arg)
	if err != nil {
		return err
	}
	r.once = name
	return nil
}

// endings are the modes of files by their names.
var endings = map[string]string{".md": "markdown", ".htm": "html", ".txt": "table"}

func (r *REPL) save(ctx context.Context, arg string) error {
	if r.last == nil {
		return errors.New("there is no result yet")
	}
	name, err := r.file(arg)
	if err != nil {
		return err
	}
	ending := filepath.Ext(name)
	format := r.Format
	if mode, ok := endings[ending]; ok {
		format, err = FindMode(mode)
	} else if ending != "" {
		if format, err = FindMode(ending[1:]); err != nil {
			format, err = r.Format, nil
		}
	}
	if err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	err = r.Session.Write(ctx, f, format, r.last, Layout{Null: r.Layout.Null, NoHeaders: r.Layout.NoHeaders, IRIs: r.Layout.IRIs})
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

func (r *REPL) showLast(ctx context.Context, _ string) error {
	if r.last == nil {
		return errors.New("there is no result yet")
	}
	return r.show(ctx, r.last)
}

func (r *REPL) setNull(_ context.Context, arg string) error {
	r.Layout.Null = strings.Trim(arg, `"'`)
	return nil
}

func (r *REPL) setWidth(_ context.Context, arg string) error {
	var widths []int
	for _, word := range strings.Fields(arg) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 0 {
			return fmt.Errorf("%q is no number of columns", word)
		}
		widths = append(widths, n)
	}
	r.Layout.Widths = widths
	return nil
}

func (r *REPL) setTimeout(ctx context.Context, arg string) error {
	if arg == "" {
		return r.say(ctx, r.Timeout.String())
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

func (r *REPL) setPager(ctx context.Context, arg string) error {
	switch arg {
	case "auto", "on", "off":
		r.Pager = arg
		return nil
	case "":
		return r.say(ctx, r.Pager)
	}
	return fmt.Errorf("%q is none of auto, on and off", arg)
}

func (r *REPL) setParam(ctx context.Context, arg string) error {
	if arg == "" {
		return r.print(ctx, func(w io.Writer) error {
			for _, key := range r.paramNames() {
				fmt.Fprintf(w, "%s=%s\n", key, r.Params[key])
			}
			return nil
		})
	}
	key, value, ok := strings.Cut(arg, "=")
	if !ok || strings.TrimSpace(key) == "" {
		return fmt.Errorf("%q is not KEY=VALUE", arg)
	}
	r.setParamTo(strings.TrimSpace(key), strings.TrimSpace(value))
	return nil
}

func (r *REPL) setParamTo(key, value string) {
	if r.Params == nil {
		r.Params = make(map[string]string)
	}
	r.Params[key] = value
}

func (r *REPL) paramNames() []string {
	names := make([]string, 0, len(r.Params))
	for key := range r.Params {
		names = append(names, key)
	}
	sort.Strings(names)
	return names
}

func (r *REPL) read(ctx context.Context, arg string) error {
	name, err := r.file(arg)
	if err != nil {
		return err
	}
	if n := len(r.reading); n > 0 && !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(r.sources[len(r.sources)-1].name), name)
	}
	return r.RunFile(ctx, name)
}

func (r *REPL) edit(ctx context.Context, _ string) error {
	if r.Host.Edit == nil || r.Safe {
		return errors.New("there is no editor here: it needs a terminal, and is off under --safe")
	}
	text, err := r.Host.Edit(r.statement)
	if err != nil {
		return err
	}
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	s := r.sources[len(r.sources)-1]
	fmt.Fprintln(r.Err, text)
	s.lines = append(strings.Split(text, "\n"), s.lines...)
	return nil
}

func (r *REPL) watch(ctx context.Context, arg string) error {
	if r.statement == "" {
		return errors.New("there is no statement yet to run again")
	}
	words := strings.Fields(arg)
	if len(words) == 0 || len(words) > 2 {
		return errors.New("how often? .watch 5 runs the last statement every five seconds, .watch 5 3 three times")
	}
	seconds, err := strconv.ParseFloat(words[0], 64)
	if err != nil || !(seconds > 0) || seconds > 1e6 {
		return fmt.Errorf("%q is no number of seconds", words[0])
	}
	times := -1
	if len(words) == 2 {
		if times, err = strconv.Atoi(words[1]); err != nil || times < 1 {
			return fmt.Errorf("%q is no number of times", words[1])
		}
	}
	ticker := time.NewTicker(time.Duration(seconds * float64(time.Second)))
	defer ticker.Stop()
	for {
		if err := r.query(ctx, r.statement, Options{Params: r.Params}); err != nil {
			return err
		}
		if times--; times == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil // that is how a watch ends
		case <-ticker.C:
		}
	}
}

func (r *REPL) printText(ctx context.Context, arg string) error { return r.say(ctx, arg) }

func (r *REPL) shell(ctx context.Context, arg string) error {
	switch {
	case r.Safe || r.Host.Shell == nil:
		return errors.New("commands of the system are off under --safe")
	case strings.TrimSpace(arg) == "":
		return errors.New("which command? .shell ls")
	}
	return r.Host.Shell(ctx, arg, nil)
}

func (r *REPL) load(ctx context.Context, arg string) error {
	switch {
	case r.Safe:
		return errors.New("files are not touched under --safe")
	case r.Host.Load == nil:
		return errors.New("the graph is open for reading; kg repl --write opens it for writing")
	case arg == "":
		return errors.New("which articles? .load news/")
	}
	err := r.Host.Load(ctx, strings.Fields(arg))
	r.Session.names = &nameIndex{}
	return err
}

func exit(_ *REPL, _ context.Context, arg string) error {
	if arg == "" {
		return &ExitError{}
	}
	code, err := strconv.Atoi(arg)
	if err != nil || code < 0 || code > 255 {
		return fmt.Errorf("%q is no exit code, which is a number from 0 to 255", arg)
	}
	return &ExitError{code}
}

func (r *REPL) help(ctx context.Context, arg string) error {
	if arg == "" {
		return r.print(ctx, func(w io.Writer) error {
			for _, c := range Commands() {
				fmt.Fprintf(w, "%-28s %s\n", strings.TrimSpace("."+c.Name+" "+c.Args), c.Help)
			}
			_, err := io.WriteString(w, "\nEverything else is Gizmo, which is JavaScript:\n"+
				"  g.V(\"nation:India\").Out(\"kg:seeks\")                            one step along a property\n"+
				"  g.Find(\"India\").LabelContext(g.V(), \"ev\").In(\"kg:supplies\")    with the sentence of each statement\n"+
				"An open bracket goes on at the next line, and so does a line that begins with .Method(. Tab completes, Ctrl-R\n"+
				"searches what was typed before, Ctrl-C drops the line or ends the query, Ctrl-D leaves. .help Out or g.V? tells\n"+
				"about a method, .help suppliers about a query.\n")
			return err
		})
	}
	name := strings.ToLower(strings.Trim(arg, ".()?"))
	name = name[strings.LastIndexByte(name, '.')+1:]
	var out strings.Builder
	topics := []string{}
	for _, c := range Commands() {
		topics = append(topics, c.Name)
		if c.Name == name || slices.Contains(c.also, name) {
			fmt.Fprintf(&out, "%s\n    %s\n    %s\n", strings.TrimSpace("."+c.Name+" "+c.Args), c.Help, c.Example)
		}
	}
	for _, table := range [][]method{graphMethods, pathMethods, kgMethods, globalFunctions} {
		for _, m := range table {
			for _, n := range m.names {
				topics = append(topics, n)
				if strings.ToLower(n) == name {
					fmt.Fprintf(&out, "%s\n    %s\n", m.signature, m.help)
				}
			}
		}
	}
	for _, q := range r.library().Queries() {
		topics = append(topics, q.Name)
		if q.Name == name {
			out.WriteString(q.Describe())
		}
	}
	if p := schema.NewVocabulary().Property(strings.Trim(arg, `"'`)); p != nil {
		to := strings.Join(p.Range, ", ")
		if p.Literal {
			to = strings.TrimSuffix("a text or number "+to, " ")
		}
		fmt.Fprintf(&out, "%s\n    from %s to %s\n", p.Name, orAny(strings.Join(p.Domain, ", ")), orAny(to))
	}
	if out.Len() == 0 {
		if near := Nearest(name, topics); near != "" {
			return fmt.Errorf("nothing is known of %q; did you mean .help %s?", arg, near)
		}
		return fmt.Errorf("nothing is known of %q; .help lists the commands, .queries the queries", arg)
	}
	return r.say(ctx, strings.TrimSuffix(out.String(), "\n"))
}

func orAny(s string) string {
	if s == "" {
		return "anything"
	}
	return s
}
