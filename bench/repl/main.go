// Command repl measures the shell on a store of a million quads: what completion, .describe and .timeline take, and how
// long kg repl takes until it can be typed at.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/creack/pty"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/queries"
)

const runs = 7

func main() {
	log.SetFlags(0)
	quads := flag.Int("quads", 1_000_000, "quads of the store")
	dir := flag.String("db", "", "a store made by an earlier run, or where to make one; empty for a temporary one")
	flag.Parse()
	if err := measure(context.Background(), *quads, *dir); err != nil {
		log.Fatal(err)
	}
}

func measure(ctx context.Context, quads int, dir string) error {
	temp, err := os.MkdirTemp("", "kg-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if dir == "" {
		dir = filepath.Join(temp, "kg.db")
	}
	if _, err := os.Stat(dir); err != nil {
		if err := build(ctx, dir, quads); err != nil {
			return err
		}
	}
	kg := filepath.Join(temp, "kg")
	if out, err := exec.Command("go", "build", "-C", "../..", "-o", kg, "./cmd/kg").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	if err := report("kg repl, until the prompt", func() error { return prompt(kg, dir) }); err != nil {
		return err
	}
	store, err := graph.Open(ctx, dir, graph.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer store.Close()
	session := queries.NewSession(store)
	shell := &queries.REPL{Session: session}
	for _, line := range []string{`g.V("ind`, `g.V("nation:I`, `g.V("person:R`, `g.Find("I`, `g.Find("Rajnath Singh-1`, `g.Find("t`, `g.V().Out("`, `g.V().Out("kg:re`, `.describe ser`,
		`.run suppliers nation=in`, `.article news/0`, `g.V().`} {
		if err := report("Tab after "+line, func() error {
			_, err := shell.Complete(ctx, line, len(line))
			return err
		}); err != nil {
			return err
		}
	}
	for _, m := range []struct {
		name string
		do   func() error
	}{
		{".describe India, the biggest hub", func() error { _, err := session.Describe(ctx, "India"); return err }},
		{".describe X-7", func() error { _, err := session.Describe(ctx, "X-7"); return err }},
		{".timeline India, 1000 events", func() error { _, err := session.Timeline(ctx, 1000, "India"); return err }},
		{".timeline India, Russia", func() error { _, err := session.Timeline(ctx, 0, "India", "Russia"); return err }},
		{".classes", func() error { _, err := session.Classes(ctx); return err }},
		{".predicates", func() error { _, err := session.Predicates(ctx); return err }},
		{".stats", func() error { _, err := session.Stats(ctx); return err }},
	} {
		if err := report(m.name, m.do); err != nil {
			return err
		}
	}
	return nil
}

// report prints the first, the best and the middle time of several runs.
func report(name string, do func() error) error {
	var times []time.Duration
	for range runs {
		start := time.Now()
		if err := do(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		times = append(times, time.Since(start))
	}
	first := times[0]
	slices.Sort(times)
	fmt.Printf("%-36s %7.1f ms best %7.1f median %7.1f first\n", name, ms(times[0]), ms(times[runs/2]), ms(first))
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// prompt starts the shell at a terminal and waits for its prompt.
func prompt(kg, dir string) error {
	command := exec.Command(kg, "repl", "--db", dir, "--no-history", "--no-init")
	command.Env = append(os.Environ(), "TERM=xterm", "NO_COLOR=1")
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Cols: 80, Rows: 24})
	if err != nil {
		return err
	}
	defer func() {
		terminal.Close()
		command.Process.Kill()
		command.Wait()
	}()
	var seen []byte
	buffer := make([]byte, 4096)
	for !bytes.Contains(seen, []byte("kg> ")) {
		n, err := terminal.Read(buffer)
		if err != nil {
			return err
		}
		seen = append(seen, buffer[:n]...)
	}
	return nil
}
