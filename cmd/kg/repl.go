package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/reeflective/readline"
	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/queries"
)

func replCommand() *cli.Command {
	return &cli.Command{
		Name:  "repl",
		Usage: "ask the graph, one question after the other",
		Description: "Reads Gizmo and commands that begin with a dot; .help lists them. Without a terminal it runs what it reads, and ends with\n" +
			"the first error.",
		Flags: append([]cli.Flag{dbFlag(), waitFlag()}, resultFlags()...),
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			format, err := resultFormat(c)
			if err != nil {
				return err
			}
			store, err := openReading(c)
			if err != nil {
				return err
			}
			defer store.Close()
			shell := &queries.REPL{
				Session: queries.NewSession(store), Out: c.App.Writer, Err: c.App.ErrWriter,
				Format: format, Limit: c.Int("limit"), Timeout: c.Duration("timeout"),
				Width: func() int { return terminalWidth(c.App.Writer) },
			}
			ctx := c.Context
			if isTerminal(c.App.Reader) && isTerminal(c.App.Writer) {
				shell.Interactive = true
				shell.ReadLine = terminalLines()
				// Ctrl-C ends a query, not the shell.
				ctx = context.WithoutCancel(ctx)
				shell.Interruptible = func(ctx context.Context) (context.Context, context.CancelFunc) {
					return signal.NotifyContext(ctx, os.Interrupt)
				}
				fmt.Fprintf(c.App.ErrWriter, "kg %s on %s. .help lists commands, .queries questions; Ctrl-D leaves.\n", version, c.String("db"))
			} else {
				shell.ReadLine = plainLines(c.App.Reader)
			}
			return shell.Run(ctx)
		},
	}
}

// plainLines reads lines where there is no terminal.
func plainLines(r io.Reader) func(string) (string, error) {
	lines := bufio.NewReader(r)
	return func(string) (string, error) {
		line, err := lines.ReadString('\n')
		if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
}

// terminalLines reads with line editing and history. A statement of several lines is edited, and kept, as one.
func terminalLines() func(string) (string, error) {
	shell := readline.NewShell()
	if file := historyFile(); file != "" {
		shell.History.AddFromFile("history", file)
	}
	show := ""
	shell.Prompt.Primary(func() string { return show })
	shell.Prompt.Secondary(func() string { return "...  " })
	shell.AcceptMultiline = func(line []rune) bool {
		text := string(line)
		return strings.HasPrefix(strings.TrimSpace(text), ".") || !errors.Is(queries.Complete(text), queries.ErrIncomplete)
	}
	return func(prompt string) (string, error) {
		show = prompt
		line, err := shell.Readline()
		if errors.Is(err, readline.ErrInterrupt) {
			err = queries.ErrInterrupt
		}
		return line, err
	}
}

// historyFile is where the shell's history is kept, empty where there is no place for it.
func historyFile() string {
	dir := os.Getenv("XDG_STATE_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	dir = filepath.Join(dir, "kg")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return ""
	}
	file := filepath.Join(dir, "history")
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600) // for its owner only
	if err != nil {
		return ""
	}
	f.Close()
	return file
}
