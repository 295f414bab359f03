package queries

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime/metrics"
	"strings"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"github.com/newskg/kg/graph"
)

// ErrIncomplete says that a script ends before its last statement does: more lines may complete it.
var ErrIncomplete = errors.New("the script is not complete")

// ErrMemory says that a script was stopped because it used too much memory.
var ErrMemory = errors.New("the script used too much memory and was stopped")

// Limits that keep a script from bringing the program down. Deeper calls than maxCalls or maxCallbacks, and longer
// scripts, would overflow Go's stack, which nothing can recover from.
const (
	maxScript     = 200_000 // bytes
	maxNesting    = 1000    // brackets
	maxCalls      = 2000
	maxCallbacks  = 50
	maxEmitDepth  = 50
	defaultMemory = 1 << 30
	// grace is how long a script may go on after its time, inside one operation that cannot be interrupted.
	grace = 2 * time.Second
)

// Options are how one script is run.
type Options struct {
	// Name stands for the script in messages.
	Name string
	// Limit is the number of rows after which the script is stopped and the result marked as truncated; 0 is no limit.
	Limit int
	// Params are what the script sees as the object params.
	Params map[string]string
	// Memory is how many bytes the program may grow by before the script is stopped; 0 is 1 GB.
	Memory uint64
	// Last is the result that the script sees as _, a list of its rows.
	Last *Result

	// explain takes the plans of the paths instead of running them.
	explain *strings.Builder
}

// Session is one Gizmo runtime on one store. What a script defines, later ones see. A Session is for one goroutine.
type Session struct {
	store *graph.Store
	// rt is nil before the first script and after one that could not be stopped.
	rt    *runtime
	names *nameIndex
}

// NewSession starts a session on a store.
func NewSession(store *graph.Store) *Session { return &Session{store: store, names: &nameIndex{}} }

// runtime is a JavaScript runtime with what the running script needs.
type runtime struct {
	vm     *goja.Runtime
	protos protos
	names  *nameIndex

	// These belong to the script that runs.
	ctx       context.Context
	qs        cayley.QuadStore
	out       *Result
	limit     int
	callbacks int
	// texts are the first texts at which paths begin.
	texts []string
	// stopped is why the script was stopped from inside.
	stopped error
	last    *Result
	explain *strings.Builder
	// asked are the first names and predicates that paths mention, for a word about an empty result.
	asked []asked
}

// ScriptError is an error at a place of a script.
type ScriptError struct {
	// Name of the script, empty for one typed in.
	Name string
	// Line and Column count from 1, Column in characters; both are 0 where the place is not known.
	Line, Column int
	Message      string
	// Source is the text of the line.
	Source string
	Err    error
}

// Error gives the place, the message, the line, and a caret under the place.
func (e *ScriptError) Error() string {
	where := e.Name
	switch {
	case e.Line > 0 && where != "":
		where += fmt.Sprintf(":%d:%d", e.Line, e.Column)
	case e.Line > 0:
		where = fmt.Sprintf("line %d, column %d", e.Line, e.Column)
	}
	if where != "" {
		where += ": "
	}
	text := where + e.Message
	if e.Source != "" {
		text += "\n    " + e.Source + "\n    " + caretIndent(e.Source, e.Column) + "^"
	}
	return text
}

func (e *ScriptError) Unwrap() error { return e.Err }

// caretIndent keeps tabs, so that the caret stands under its place however wide they are.
func caretIndent(source string, column int) string {
	var b strings.Builder
	for i, r := range []rune(source) {
		if i >= column-1 {
			break
		}
		if r == '\t' {
			b.WriteRune('\t')
		} else {
			b.WriteString(strings.Repeat(" ", runeWidth(r)))
		}
	}
	return b.String()
}

// Run runs a script and gives what it emitted; where it emitted nothing, the value of its last statement, and where
// that is a path, its nodes. The error is ErrIncomplete, a *ScriptError, ErrMemory, or that of ctx; with the last two
// comes what was emitted until then.
func (s *Session) Run(ctx context.Context, script string, o Options) (*Result, error) {
	program, err := compile(o.Name, script)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	qs, done, err := s.store.View(ctx)
	if err != nil {
		return nil, err
	}
	if s.rt == nil {
		s.rt = newRuntime()
	}
	rt, out := s.rt, &Result{}
	rt.names, rt.last, rt.explain, rt.asked = s.names, o.Last, o.explain, nil
	run, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	rt.ctx, rt.qs, rt.out, rt.limit, rt.callbacks, rt.texts, rt.stopped = run, qs, out, o.Limit, 0, nil, nil
	rt.setParams(o.Params)
	rt.vm.ClearInterrupt()
	stop := context.AfterFunc(run, func() { rt.vm.Interrupt(context.Cause(run)) })
	defer stop()
	stopWatch := watchMemory(o.Memory, func() { cancel(ErrMemory) })
	defer stopWatch()

	finished := make(chan error, 1)
	go func() {
		defer done()
		finished <- rt.execute(program)
	}()
	select {
	case err = <-finished:
	case <-run.Done():
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case err = <-finished:
		case <-timer.C:
			// It is inside an operation that does not look up. Leave it to itself, with its runtime and its result.
			s.rt, s.names = nil, &nameIndex{}
			return nil, fmt.Errorf("%w (the script could not be interrupted and was abandoned)", context.Cause(run))
		}
	}
	switch {
	case rt.stopped == errTruncated || err == errTruncated:
		out.Truncated = true
		return out, nil
	case err != nil && run.Err() != nil:
		return out, context.Cause(run)
	case err != nil:
		return out, scriptError(o.Name, script, err)
	}
	return out, nil
}

// errTruncated stops a script that has given as many rows as were asked for.
var errTruncated = errors.New("more rows than asked for")

// execute runs the program and turns whatever ends it into an error.
func (s *runtime) execute(program *goja.Program) (err error) {
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(error); ok {
				err = e
			} else {
				err = fmt.Errorf("%v", r)
			}
		}
	}()
	last, err := s.vm.RunProgram(program)
	if err != nil {
		return err
	}
	if err := s.showLast(last); err != nil {
		return err
	}
	if len(s.out.Rows) == 0 {
		return s.hint()
	}
	return nil
}

// showLast emits the value of the last statement of a script that emitted nothing itself.
func (s *runtime) showLast(last goja.Value) error {
	if len(s.out.Rows) > 0 || s.out.silent || last == nil || goja.IsUndefined(last) || goja.IsNull(last) {
		return nil
	}
	switch v := last.Export().(type) {
	case *pathObject:
		if v.finals {
			return s.emitPath(v, -1)
		}
		return nil
	case *nodeObject, *filterObject:
		return nil
	case map[string]any, []any:
		if _, isFunction := goja.AssertFunction(last); isFunction {
			return nil
		}
		if list, ok := v.([]any); ok {
			for i := range list {
				if err := s.emit(last.ToObject(s.vm).Get(fmt.Sprint(i))); err != nil {
					return err
				}
			}
			return nil
		}
		return s.emit(last)
	case string, int64, float64, bool:
		return s.emit(last)
	}
	return nil
}

// compile parses a script, or says where it is wrong.
func compile(name, script string) (*goja.Program, error) {
	if len(script) > maxScript {
		return nil, &ScriptError{Name: name, Message: fmt.Sprintf("the script is longer than %d bytes", maxScript)}
	}
	depth := 0
	for i := 0; i < len(script); i++ {
		switch script[i] {
		case '(', '[', '{', '`', '!', '~', '?':
			if depth++; depth > maxNesting {
				return nil, &ScriptError{Name: name, Message: fmt.Sprintf("the script nests deeper than %d brackets", maxNesting)}
			}
		case ')', ']', '}', ';', '\n':
			if depth > 0 {
				depth--
			}
		}
	}
	// Source maps would make the parser read files that a comment of the script names.
	tree, err := parser.ParseFile(nil, sourceName(name), script, 0, parser.WithDisableSourceMaps)
	if err != nil {
		var list parser.ErrorList
		if errors.As(err, &list) && len(list) > 0 {
			first := list[0]
			if strings.HasPrefix(first.Message, "Unexpected end of input") || strings.HasPrefix(first.Message, "Unterminated template") {
				return nil, fmt.Errorf("%w: %w", ErrIncomplete, placed(name, script, first.Position.Line, first.Position.Column, first.Message))
			}
			return nil, placed(name, script, first.Position.Line, first.Position.Column, first.Message)
		}
		return nil, &ScriptError{Name: name, Message: err.Error(), Err: err}
	}
	program, err := goja.CompileAST(tree, false)
	if err != nil {
		var syntax *goja.CompilerSyntaxError
		if errors.As(err, &syntax) && syntax.File != nil {
			p := syntax.File.Position(syntax.Offset)
			return nil, placed(name, script, p.Line, p.Column, syntax.Message)
		}
		return nil, &ScriptError{Name: name, Message: err.Error(), Err: err}
	}
	return program, nil
}

// Complete reports whether a script can be run, is unfinished (ErrIncomplete) or is wrong.
func Complete(script string) error {
	_, err := compile("", script)
	return err
}

// placed makes an error at a line and column; goja counts columns in bytes.
func placed(name, script string, line, column int, message string) *ScriptError {
	e := &ScriptError{Name: name, Line: line, Column: column, Message: message}
	lines := strings.Split(script, "\n")
	if line >= 1 && line <= len(lines) {
		source := strings.TrimRight(lines[line-1], "\r")
		if column >= 1 && column-1 <= len(source) {
			e.Column = len([]rune(source[:column-1])) + 1
		}
		e.Source = source
	}
	return e
}

// scriptError finds the place of a runtime error in the user's own text.
func scriptError(name, script string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrMemory) {
		return err
	}
	var overflow *goja.StackOverflowError
	if errors.As(err, &overflow) {
		return &ScriptError{Name: name, Message: fmt.Sprintf("calls nest deeper than %d", maxCalls), Err: err}
	}
	var thrown *goja.Exception
	if !errors.As(err, &thrown) {
		return &ScriptError{Name: name, Message: err.Error(), Err: err}
	}
	message := thrown.Error()
	if v := thrown.Value(); v != nil {
		if o, ok := v.(*goja.Object); ok {
			if m := o.Get("message"); m != nil && !goja.IsUndefined(m) {
				message = m.String()
				if n := o.Get("name"); n != nil && n.String() != "Error" && n.String() != "GoError" {
					message = n.String() + ": " + message
				}
			} else {
				message = v.String()
			}
		} else {
			message = v.String()
		}
	}
	message += didYouMean(message)
	for _, frame := range thrown.Stack() {
		if p := frame.Position(); frame.SrcName() == sourceName(name) && p.Line > 0 {
			return placed(name, script, p.Line, p.Column, message)
		}
	}
	return &ScriptError{Name: name, Message: message, Err: err}
}

var (
	unknownMember = regexp.MustCompile(`^TypeError: Object has no member '([^']+)'`)
	unknownName   = regexp.MustCompile(`^ReferenceError: (\S+) is not defined`)
)

// didYouMean names the method or function that a script may have meant.
func didYouMean(message string) string {
	if m := unknownMember.FindStringSubmatch(message); m != nil {
		var names []string
		for _, table := range [][]method{pathMethods, graphMethods, kgMethods} {
			for _, method := range table {
				for _, name := range method.names {
					names = append(names, name, swapFirst(name))
				}
			}
		}
		if near := Nearest(m[1], names); near != "" && near != m[1] {
			return "; did you mean " + near + "?"
		}
	}
	if m := unknownName.FindStringSubmatch(message); m != nil {
		names := []string{"graph", "params"}
		for _, method := range globalFunctions {
			names = append(names, method.names...)
		}
		if near := Nearest(m[1], names); near != "" {
			return "; did you mean " + near + "?"
		}
	}
	return ""
}

// sourceName is what the runtime calls the user's script, to tell it from our own prelude.
func sourceName(name string) string {
	if name == "" {
		return "script"
	}
	return name
}

// watchMemory calls stop once the program has grown by more than limit bytes.
func watchMemory(limit uint64, stop func()) (end func()) {
	if limit == 0 {
		limit = defaultMemory
	}
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	limit += sample[0].Value.Uint64()
	ticker := time.NewTicker(20 * time.Millisecond)
	quit := make(chan struct{})
	go func() {
		defer ticker.Stop()
		for {
			select {
			case <-quit:
				return
			case <-ticker.C:
				if metrics.Read(sample); sample[0].Value.Uint64() > limit {
					stop()
					return
				}
			}
		}
	}()
	return func() { close(quit) }
}

// emit adds a value of the script to the result: an object is a row, anything else a row of one column.
func (s *runtime) emit(v goja.Value) error {
	r := Row{}
	if o, ok := v.(*goja.Object); ok {
		switch o.Export().(type) {
		case *nodeObject, *pathObject, *filterObject:
		default:
			if o.ClassName() != "Object" {
				break
			}
			for _, key := range o.Keys() {
				cell, err := s.cell(o.Get(key), 0, nil)
				if err != nil {
					return fmt.Errorf("%s: %w", key, err)
				}
				r.Names, r.Cells = append(r.Names, key), append(r.Cells, cell)
			}
			return s.add(r)
		}
	}
	cell, err := s.cell(v, 0, nil)
	if err != nil {
		return err
	}
	return s.add(Row{Names: []string{"value"}, Cells: []Cell{cell}})
}

func (s *runtime) add(r Row) error {
	if s.limit > 0 && len(s.out.Rows) >= s.limit {
		return errTruncated
	}
	s.out.add(r)
	return nil
}

// cell turns a value of the script into one of a result. Cycles and depths that no table or JSON can show are errors.
func (s *runtime) cell(v goja.Value, depth int, above []*goja.Object) (Cell, error) {
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		return nil, nil
	}
	o, ok := v.(*goja.Object)
	if !ok {
		switch x := v.Export().(type) {
		case string:
			if iri, ok := parseIRI(x); ok && !strings.Contains(x, "://") {
				return iri, nil
			}
			return x, nil
		case int64, float64, bool:
			return x, nil
		default:
			return v.String(), nil
		}
	}
	if depth > maxEmitDepth {
		return nil, fmt.Errorf("the value nests deeper than %d", maxEmitDepth)
	}
	for _, p := range above {
		if p == o {
			return nil, errors.New("the value contains itself")
		}
	}
	above = append(above, o)
	switch x := o.Export().(type) {
	case *nodeObject:
		return x.value, nil
	case *pathObject, *filterObject:
		return nil, fmt.Errorf("%s cannot be shown; end it with .All() or .ToArray()", kindOf(x))
	case time.Time:
		return x.UTC().Format(time.RFC3339), nil
	}
	if _, isFunction := goja.AssertFunction(o); isFunction {
		return nil, errors.New("a function cannot be shown")
	}
	if o.ClassName() == "Array" {
		n := int(o.Get("length").ToInteger())
		if n > 1_000_000 {
			return nil, fmt.Errorf("a list of %d", n)
		}
		list := make([]any, n)
		for i := range list {
			item, err := s.cell(o.Get(fmt.Sprint(i)), depth+1, above)
			if err != nil {
				return nil, err
			}
			list[i] = item
		}
		return list, nil
	}
	fields := make(map[string]any)
	for _, key := range o.Keys() {
		item, err := s.cell(o.Get(key), depth+1, above)
		if err != nil {
			return nil, err
		}
		fields[key] = item
	}
	return fields, nil
}
