package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/loaders"
	"github.com/newskg/kg/queries"
)

// input is one thing that the shell is told to run: a file, or a text.
type input struct {
	file bool
	text string
}

// inputs are the flags -e, -c and -f, in the order in which they stand.
type inputs struct {
	file bool
	list *[]input
}

// Set adds an input.
func (i inputs) Set(text string) error {
	*i.list = append(*i.list, input{i.file, text})
	return nil
}

func (i inputs) String() string { return "" }

func replCommand() *cli.Command {
	var list []input
	return &cli.Command{
		Name:      "repl",
		Usage:     "ask the graph, one question after the other",
		ArgsUsage: "[FILE]...",
		Description: "Reads Gizmo and commands that begin with a dot; .help lists them. Told what to run, by -e, -f or files, or without a\n" +
			"terminal, it runs that without a word: results on standard output, everything else on standard error, and ends with\n" +
			"the first error. At a terminal it first reads $XDG_CONFIG_HOME/kg/init.js.\n\n" +
			"KG_DB, KG_FORMAT, KG_LIMIT, KG_TIMEOUT and KG_COLOR stand for the options; KG_PAGER, else PAGER, is the pager, and\n" +
			"KG_HISTORY the file of what was typed.",
		Flags: append([]cli.Flag{
			dbFlag(), waitFlag(), libraryFlag(),
			&cli.GenericFlag{Name: "e", Value: inputs{false, &list}, Usage: "run the `SCRIPT`; -e, -c and -f may repeat, and run in their order"},
			&cli.GenericFlag{Name: "c", Value: inputs{false, &list}, Usage: "the same as -e `SCRIPT`"},
			&cli.GenericFlag{Name: "f", Value: inputs{true, &list}, Usage: "run the `FILE`, - for standard input"},
			&cli.StringFlag{Name: "cmd", Usage: "run the `SCRIPT` first, then read on"},
			&cli.StringSliceFlag{Name: "param", Usage: "scripts see `KEY=VALUE` as params.KEY"},
			&cli.StringFlag{Name: "init", Usage: "run the `FILE` first, without a terminal too"},
			&cli.BoolFlag{Name: "no-init", Usage: "run no file first"},
			&cli.BoolFlag{Name: "no-history", Usage: "keep nothing of what is typed"},
			&cli.BoolFlag{Name: "read-only", Usage: "open the graph for reading, which is the default"},
			&cli.BoolFlag{Name: "write", Usage: "open the graph for writing, so that .load can add articles"},
			&cli.BoolFlag{Name: "safe", Usage: "run no programs and touch no files"},
			&cli.BoolFlag{Name: "fail-at-end", Usage: "go on after an error, and exit with 1 at the end"},
			&cli.StringFlag{Name: "error-format", Value: "text", Usage: "write errors and notes as `FORMAT`: text, json"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "say nothing at the start"},
			colorFlag(),
		}, resultFlags()...),
		Action: func(c *cli.Context) error {
			for _, file := range c.Args().Slice() {
				list = append(list, input{true, file})
			}
			return runShell(c, list)
		},
	}
}

func runShell(c *cli.Context, list []input) error {
	shell, err := newShell(c)
	if err != nil {
		return err
	}
	interactive := len(list) == 0 && isTerminal(c.App.Reader) && isTerminal(c.App.Writer)
	ctx := c.Context
	store, err := openForShell(c)
	if err != nil {
		return err
	}
	defer store.Close()
	shell.Session = queries.NewSession(store)
	if c.Bool("write") {
		shell.Host.Load = func(ctx context.Context, paths []string) error { return loadInto(ctx, c, store, paths) }
	}
	shell.Host.ReadLine = plainLines(c.App.Reader)
	if interactive {
		ctx = context.WithoutCancel(ctx)
		makeInteractive(c, shell)
	}
	defer shell.Close()
	return exitOf(runAll(ctx, c, shell, list, interactive))
}

// newShell makes a shell with the settings that the options ask for.
func newShell(c *cli.Context) (*queries.REPL, error) {
	name := c.String("format")
	if name == "" {
		name = queries.ResultFormats()[0].Name // KG_FORMAT is there and empty
	}
	format, err := queries.FindMode(name)
	if err != nil {
		return nil, usageError(c, "%v", err)
	}
	if err := checkLimits(c); err != nil {
		return nil, err
	}
	for _, choice := range []struct {
		flag   string
		values []string
	}{{"error-format", []string{"text", "json"}}, {"color", []string{"auto", "always", "never"}}} {
		if value := c.String(choice.flag); value != "" && !strings.Contains(" "+strings.Join(choice.values, " ")+" ", " "+value+" ") {
			return nil, usageError(c, "--%s %s: there is %s", choice.flag, value, strings.Join(choice.values, ", "))
		}
	}
	if c.Bool("write") && c.Bool("read-only") {
		return nil, usageError(c, "--write and --read-only: one of them")
	}
	params, err := paramsOf(c)
	if err != nil {
		return nil, err
	}
	library, err := openLibrary(c)
	if err != nil {
		return nil, err
	}
	shell := &queries.REPL{
		Library: library, Out: c.App.Writer, Err: c.App.ErrWriter, Format: format, Limit: c.Int("limit"), Timeout: c.Duration("timeout"), Params: params,
		Layout: queries.Layout{Color: useColor(c.String("color"), c.App.Writer)},
		Bail:   !c.Bool("fail-at-end"), Safe: c.Bool("safe"), Pager: "auto", ErrorFormat: c.String("error-format"),
	}
	shell.Host.Size = func() (int, int) { return terminalSize(c.App.Writer) }
	shell.Host.Shell = func(ctx context.Context, command string, stdin io.Reader) error {
		return system(ctx, c, command, stdin)
	}
	return shell, nil
}

func openForShell(c *cli.Context) (*graph.Store, error) {
	if !c.Bool("write") {
		return openReading(c)
	}
	return graph.Open(c.Context, c.String("db"), graph.Options{MustExist: true, Wait: c.Duration("wait"), Command: commandLine(c), Version: version})
}

// makeInteractive gives the shell a line editor, a pager and an editor, and lets Ctrl-C end a statement, not the shell.
func makeInteractive(c *cli.Context, shell *queries.REPL) {
	shell.Interactive = true
	shell.Layout.Numbers = true // for .why
	shell.Host.Interruptible = func(ctx context.Context) (context.Context, context.CancelFunc) {
		return signal.NotifyContext(ctx, os.Interrupt)
	}
	endGently()
	shell.Host.Page = func(text string) error { return page(c, text) }
	shell.Host.Edit = editText
	if os.Getenv("TERM") == "dumb" {
		lines := shell.Host.ReadLine
		shell.Host.ReadLine = func(prompt string) (string, error) {
			fmt.Fprint(c.App.Writer, prompt)
			return lines(prompt)
		}
	} else {
		file := historyFile()
		if c.Bool("no-history") {
			file = ""
		}
		past, err := openHistory(file)
		if err != nil {
			fmt.Fprintf(c.App.ErrWriter, "kg: the history is not kept: %v\n", err)
		}
		shell.Host.ReadLine = terminalLines(shell, past, useColor(c.String("color"), c.App.Writer))
	}
	if !c.Bool("quiet") {
		fmt.Fprintf(c.App.ErrWriter, "kg %s on %s. .help lists commands, .queries questions; Tab completes, Ctrl-D leaves.\n", version, c.String("db"))
	}
}

// endGently lets SIGTERM end the shell while it waits for a line, with the terminal as it was: the line editor has it in
// raw mode then.
func endGently() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM)
	go func() {
		<-asked
		restore := exec.Command("stty", "sane")
		restore.Stdin = os.Stdin
		restore.Run() // where there is no stty, there is nothing better to be done
		os.Exit(128 + int(syscall.SIGTERM))
	}()
}

// runAll runs the init file, --cmd, then what the command line names, or else what is typed.
func runAll(ctx context.Context, c *cli.Context, shell *queries.REPL, list []input, interactive bool) error {
	if !c.Bool("no-init") {
		file := c.String("init")
		if file == "" && interactive {
			if file = initFile(); file != "" {
				if _, err := os.Stat(file); err != nil {
					file = ""
				}
			}
		}
		if file != "" {
			// What is wrong in it is said; it does not keep the user from typing.
			if err := runFile(ctx, c, shell, file); err != nil && (!interactive || !errors.Is(err, queries.ErrFailed)) {
				return err
			}
		}
	}
	if text := c.String("cmd"); text != "" {
		if err := shell.RunText(ctx, "", text); err != nil && (!interactive || !errors.Is(err, queries.ErrFailed)) {
			return err
		}
	}
	if len(list) == 0 {
		return shell.Run(ctx)
	}
	var failed error
	for _, in := range list {
		run := func() error { return shell.RunText(ctx, "", in.text) }
		if in.file {
			run = func() error { return runFile(ctx, c, shell, in.text) }
		}
		if err := run(); err != nil {
			if failed = err; !c.Bool("fail-at-end") || !errors.Is(err, queries.ErrFailed) {
				return err
			}
		}
	}
	return failed
}

func runFile(ctx context.Context, c *cli.Context, shell *queries.REPL, name string) error {
	if name != "-" {
		return shell.RunFile(ctx, name)
	}
	data, err := io.ReadAll(c.App.Reader)
	if err != nil {
		return err
	}
	return shell.RunText(ctx, "standard input", string(data))
}

// exitOf turns the end of the shell, which has told why, into that of the program.
func exitOf(err error) error {
	var exit *queries.ExitError
	switch {
	case errors.As(err, &exit):
		if exit.Code == exitGood {
			return nil
		}
		return exitStatus(exit.Code)
	case errors.Is(err, queries.ErrFailed):
		return exitStatus(exitFailed)
	}
	return err
}

// initFile is the script that runs before the first prompt.
func initFile() string {
	dir := os.Getenv("XDG_CONFIG_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "kg", "init.js")
}

// loadInto reads articles into the open store.
func loadInto(ctx context.Context, c *cli.Context, store *graph.Store, paths []string) error {
	ex, err := extractor(c)
	if err != nil {
		return err
	}
	start := time.Now()
	sources, failures := loaders.Expand(paths)
	report, err := loaders.Load(ctx, sources, ex, storeSink(store), loaders.Options{})
	if err != nil {
		return err
	}
	if report.Articles > report.Unchanged {
		if _, err := store.Cluster(ctx); err != nil {
			return err
		}
	}
	printReport(c.App.ErrWriter, report, time.Since(start))
	var failed error
	for _, f := range append(failures, report.Failures...) {
		failed = errors.Join(failed, f)
	}
	return failed
}

// system runs a command line of the system.
func system(ctx context.Context, c *cli.Context, command string, stdin io.Reader) error {
	run := exec.CommandContext(ctx, "sh", "-c", command)
	run.Stdin, run.Stdout, run.Stderr = stdin, c.App.Writer, c.App.ErrWriter
	if stdin == nil && isTerminal(c.App.Reader) {
		run.Stdin = c.App.Reader
	}
	if err := run.Run(); err != nil {
		return fmt.Errorf("%s: %w", strings.TrimSpace(command), err)
	}
	return nil
}

// page shows a text with the user's pager, or as it is where there is none.
func page(c *cli.Context, text string) error {
	pager := os.Getenv("KG_PAGER")
	if pager == "" {
		pager = os.Getenv("PAGER")
	}
	if pager == "" {
		pager = "less"
	}
	run := exec.Command("sh", "-c", pager)
	run.Stdin, run.Stdout, run.Stderr = strings.NewReader(text), c.App.Writer, c.App.ErrWriter
	if os.Getenv("LESS") == "" {
		run.Env = append(os.Environ(), "LESS=-RXF")
	}
	// Ctrl-C is the pager's.
	quiet := make(chan os.Signal, 1)
	signal.Notify(quiet, os.Interrupt)
	defer signal.Stop(quiet)
	err := run.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 127 { // the shell's word for a program that is not there
		_, err := io.WriteString(c.App.Writer, text)
		return err
	}
	if errors.As(err, &exit) {
		return nil // it was shown
	}
	return err
}

// editText lets the user change a text in $VISUAL, $EDITOR or vi.
func editText(text string) (string, error) {
	editor := os.Getenv("VISUAL")
	if editor == "" {
		editor = os.Getenv("EDITOR")
	}
	if editor == "" {
		editor = "vi"
	}
	f, err := os.CreateTemp("", "kg-*.js")
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text + "\n")
	if err := errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	run := exec.Command("sh", "-c", editor+` "$1"`, "kg", f.Name())
	run.Stdin, run.Stdout, run.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := run.Run(); err != nil {
		return "", fmt.Errorf("%s: %w", editor, err)
	}
	data, err := os.ReadFile(f.Name())
	return string(data), err
}

// plainLines reads lines where there is no line editor.
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
