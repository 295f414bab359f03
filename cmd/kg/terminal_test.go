//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/schema"
)

// A screen is the program at a terminal: what it shows, and a keyboard.
type screen struct {
	t       *testing.T
	command *exec.Cmd
	pty     *os.File
	term    vt10x.Terminal
	changed chan struct{} // closed when the program has ended
	mu      sync.Mutex
	last    string // what it wrote last
	dumb    bool   // there is no line editor
}

// The keys of a keyboard.
const (
	enter = "\r"
	tab   = "\t"
	up    = "\x1b[A"
	left  = "\x1b[D"
	back  = "\x7f"
	ctrlC = "\x03"
	ctrlD = "\x04"
	ctrlR = "\x12"
)

// patience is how long a test waits for what never comes before it shows the screen and fails.
const patience = time.Minute

// start runs kg with arguments at a terminal of 100 columns and 24 rows.
func start(t *testing.T, env []string, args ...string) *screen {
	t.Helper()
	s := &screen{t: t, changed: make(chan struct{}, 1)}
	s.command = exec.Command(os.Args[0], args...)
	s.command.Args[0] = "kg" // as which TestMain runs the program
	s.command.Env = append(append(os.Environ(), "TERM=xterm-256color", "INPUTRC=/dev/null", "NO_COLOR=1"), env...)
	var err error
	if s.pty, err = pty.StartWithSize(s.command, &pty.Winsize{Cols: 100, Rows: 24}); err != nil {
		t.Fatal(err)
	}
	// The terminal answers where its cursor is, which the line editor asks.
	s.term = vt10x.New(vt10x.WithSize(100, 24), vt10x.WithWriter(s.pty))
	go func() {
		defer close(s.changed)
		buffer := make([]byte, 4096)
		for {
			n, err := s.pty.Read(buffer)
			s.mu.Lock()
			s.term.Write(buffer[:n])
			s.last += string(buffer[:n])
			s.last = s.last[max(0, len(s.last)-20):]
			s.mu.Unlock()
			if err != nil {
				return
			}
			select {
			case s.changed <- struct{}{}:
			default:
			}
		}
	}()
	t.Cleanup(func() {
		s.command.Process.Kill()
		s.pty.Close()
	})
	return s
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.term.String()
}

// waits reports whether the shell waits for keys at an empty prompt.
func (s *screen) waits() bool { return s.line() == "kg>" && s.drawn() }

// line is the line of the cursor.
func (s *screen) line() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.TrimRight(strings.Split(s.term.String(), "\n")[s.term.Cursor().Y], " ")
}

// until waits for the screen to be as a condition wants it.
func (s *screen) until(what string, ok func() bool) {
	s.t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for !ok() {
		select {
		case _, open := <-s.changed:
			if !open && !ok() {
				s.t.Fatalf("the program ended before %s:\n%s", what, s.text())
			}
		case <-timer.C:
			s.t.Fatalf("never came: %s; the screen:\n%s", what, s.text())
		}
	}
}

// shows waits for a text, with an empty prompt below it.
func (s *screen) shows(text string) {
	s.t.Helper()
	s.until(fmt.Sprintf("%q and a prompt", text), func() bool { return strings.Contains(s.text(), text) && s.waits() })
}

// reads waits for the line of the cursor to be a text.
func (s *screen) reads(line string) {
	s.t.Helper()
	s.until(fmt.Sprintf("the line %q", line), func() bool { return s.line() == line })
}

// press presses keys one after the other, each when the line editor has drawn what came before: it asks the terminal
// where its cursor is at each key, and loses what arrives in one read with the answer.
func (s *screen) press(keys ...string) {
	s.t.Helper()
	for _, key := range keys {
		if key >= " " && key != back {
			for _, letter := range key {
				s.one(string(letter))
			}
			s.until("the line editor", s.drawn)
			continue
		}
		s.one(key)
	}
}

// one presses one key.
func (s *screen) one(key string) {
	s.t.Helper()
	s.until("the line editor", s.drawn)
	s.mu.Lock()
	s.last = ""
	s.mu.Unlock()
	s.send(key)
}

// drawn reports whether the line editor has drawn the line: it shows the cursor last.
func (s *screen) drawn() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dumb || strings.HasSuffix(s.last, "\x1b[?25h")
}

// send types without looking.
func (s *screen) send(keys ...string) {
	s.t.Helper()
	if _, err := s.pty.WriteString(strings.Join(keys, "")); err != nil {
		s.t.Fatal(err)
	}
}

// drop presses Ctrl-C and waits for the prompt that comes.
func (s *screen) drop() {
	s.t.Helper()
	prompts := strings.Count(s.text(), "kg>")
	s.press(ctrlC)
	s.until("another prompt", func() bool { return strings.Count(s.text(), "kg>") > prompts && s.waits() })
	s.settle()
}

// clear drops what is typed and empties the screen.
func (s *screen) clear() {
	s.t.Helper()
	s.press("\x0c") // Ctrl-L
	s.until("an empty screen", func() bool { return strings.TrimSpace(s.text()) == "kg>" && s.waits() })
	s.settle()
}

// settle presses a key that does nothing, which may be lost where the line editor draws twice.
func (s *screen) settle() {
	s.t.Helper()
	s.one("\x05") // Ctrl-E
	s.until("the line editor", s.drawn)
}

// ends waits for the program to end and gives its exit code.
func (s *screen) ends() int {
	s.t.Helper()
	s.until("the end", func() bool {
		select {
		case _, open := <-s.changed:
			return !open
		default:
			return false
		}
	})
	s.command.Wait()
	return s.command.ProcessState.ExitCode()
}

// newsDB is a store of the shared readings on disk.
func newsDB(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "readings.json"))
	if err != nil {
		t.Fatal(err)
	}
	var readings []schema.Reading
	if err := json.Unmarshal(data, &readings); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "kg.db")
	store, err := graph.Open(t.Context(), dir, graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readings {
		if _, err := store.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestTerminal sits down at the shell.
func TestTerminal(t *testing.T) {
	db, state := newsDB(t), t.TempDir()
	env := []string{"XDG_STATE_HOME=" + state, "XDG_CONFIG_HOME=" + state, "KG_PAGER=sed s/^/paged:/"}
	s := start(t, env, "repl", "--db", db)
	s.shows("Ctrl-D leaves")

	t.Log("a statement of several lines, by brackets and by a leading dot")
	s.press("g.V(", enter)
	s.until("a second line", func() bool { return s.line() == "..." || strings.TrimSpace(s.line()) == "" })
	s.press(`"nation:India").Out("kg:seeks")`, enter)
	s.shows("S-400")
	s.press(`.In("kg:supplies").Unique()`, enter)
	s.shows("Russia")

	t.Log("history: whole entries, searched and edited")
	s.clear()
	s.press(up, up)
	s.until("the entry of two lines", func() bool {
		return strings.Contains(s.text(), "kg> g.V(\n") || strings.Contains(s.text(), "kg> g.V( ") && strings.Contains(s.text(), `"nation:India").Out("kg:seeks")`)
	})
	s.press(enter)
	s.shows("S-400")
	s.clear()
	s.press(` "not kept"`, enter)
	s.shows("not kept")

	t.Log("Ctrl-C drops the line, and ends a query, and never the shell")
	s.clear()
	s.press("g.V(", enter, "x")
	s.until("the second line", func() bool { return strings.HasSuffix(s.line(), "x") })
	s.drop()
	s.press(".echo on", enter)
	s.shows(".echo on")
	s.press("while (true) {}", enter)
	s.until("the query to run", func() bool { return strings.Contains(s.text(), "\nwhile (true) {}") })
	s.send(ctrlC)
	s.shows("cancelled")
	s.press(".echo off", enter)
	s.shows("\n.echo off")
	s.drop()
	s.press(".print before", enter)
	s.shows("before")
	s.press("for (var i = 0; i < 1e6; i++); 6 * 9")
	s.send(enter, "40 + 2", enter) // typed ahead
	s.shows("42")
	s.shows("54")

	t.Log("completion: of names, of labels, of commands")
	s.clear()
	s.press(`g.V("nation:Chi`, tab)
	s.reads(`kg> g.V("nation:China`)
	s.drop()
	s.clear()
	s.press(`g.V("Bhar`, tab)
	s.reads(`kg> g.V("nation:India`)
	s.press(`").Out("kg:see`, tab)
	s.reads(`kg> g.V("nation:India").Out("kg:seeks`)
	s.press(`")`, enter)
	s.shows("S-400")
	s.clear()
	s.press(".descr", tab)
	s.reads("kg> .describe")
	s.press(" raj", tab)
	s.until("a name", func() bool { return strings.Contains(s.text(), "kg> .describe Raj") })
	s.press(ctrlC) // back to what was typed
	s.reads("kg> .describe raj")
	s.drop()
	s.clear()

	t.Log("wide characters")
	s.press(`"印度x"`, left, back, enter)
	s.until("the text", func() bool { return strings.Count(s.text(), "印") == 2 && s.waits() })
	if strings.Contains(s.text(), "x\"\n") {
		t.Errorf("the x was not deleted:\n%s", s.text())
	}

	t.Log("a pager for what is longer than the screen")
	s.clear()
	s.press("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30]", enter)
	s.shows("paged:30     30")
	s.press(".pager off", enter)
	s.until("a prompt after the pager", func() bool { return strings.Contains(s.text(), ".pager off") && s.waits() })

	t.Log("a table fits the terminal, also after it has become smaller")
	s.press(`.article s400-2020`, enter)
	s.shows("Su-30MKI")
	s.mu.Lock()
	s.term.Resize(60, 20)
	s.mu.Unlock()
	if err := pty.Setsize(s.pty, &pty.Winsize{Cols: 60, Rows: 20}); err != nil {
		t.Fatal(err)
	}
	s.clear()
	s.press(`g.V("nation:India").LabelContext(`, enter, `g.V(), "ev").Out("kg:seeks")`, enter)
	s.shows("S-400")
	if !strings.Contains(s.text(), "…") {
		t.Errorf("no table that was cut to the width:\n%s", s.text())
	}

	t.Log("Ctrl-D leaves on an empty line only")
	s.press("x")
	s.reads("kg> x")
	s.press(ctrlD)
	s.drop()
	s.press(".print still there", enter)
	s.shows("\nstill there")
	s.press(ctrlD)
	if code := s.ends(); code != exitGood {
		t.Errorf("exit code %d", code)
	}

	t.Log("the history is the user's own, and there the next time")
	file := filepath.Join(state, "kg", "history")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	data, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(data), `"g.V(\n\"nation:India\").Out(\"kg:seeks\")"`) || strings.Contains(string(data), "not kept") {
		t.Errorf("history: %s, %v", data, err)
	}
	s = start(t, env, "repl", "--db", db, "--quiet")
	s.shows("")
	s.press(ctrlR, "before")
	s.until("what was searched for", func() bool { return strings.Contains(s.text(), ".print before") })
	s.until("it to run", func() bool {
		if strings.Contains(s.text(), "\nbefore") {
			return true
		}
		if s.drawn() {
			s.one(enter) // the first ends the search
		}
		return false
	})
	s.shows("\nbefore")
	s.press(".exit 4", enter)
	if code := s.ends(); code != 4 {
		t.Errorf("exit code %d", code)
	}
}

// Without a history nothing is kept, an init file is read before the first prompt, and SIGTERM ends the shell.
func TestTerminalManners(t *testing.T) {
	db, state := newsDB(t), t.TempDir()
	if err := os.MkdirAll(filepath.Join(state, "kg"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(state, "kg", "init.js"), []byte(".print from the init file\n.nonsense\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	env := []string{"XDG_STATE_HOME=" + state, "XDG_CONFIG_HOME=" + state}
	s := start(t, env, "repl", "--db", db, "--no-history", "--cmd", ".print first")
	s.shows("init.js:2: there is no command .nonsense")
	s.shows("first")
	s.shows("from the init file")
	s.press("1 + 1", enter)
	s.shows("2")
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := s.ends(); code != 128+int(syscall.SIGTERM) {
		t.Errorf("exit code %d", code)
	}
	if _, err := os.Stat(filepath.Join(state, "kg", "history")); err == nil {
		t.Error("a history was kept")
	}

	// A terminal that can do nothing still has a prompt.
	s = start(t, append(env, "TERM=dumb"), "repl", "--db", db, "--no-init")
	s.dumb = true
	s.shows("Ctrl-D leaves")
	s.press("40 + 2", enter)
	s.shows("42")
	s.press(ctrlD)
	if code := s.ends(); code != exitGood {
		t.Errorf("exit code %d", code)
	}
	if strings.Contains(s.text(), "init file") {
		t.Errorf("an init file was read:\n%s", s.text())
	}
}
