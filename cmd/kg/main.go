// Command kg turns English news about nations, arms and diplomacy into a graph that can be asked, each answer with the
// sentence that says so.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/queries"
)

func main() { os.Exit(Run(os.Args, os.Stdin, os.Stdout, os.Stderr)) }

// Exit codes.
const (
	exitGood        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// commands lists the commands in the order in which help shows them.
func commands() []*cli.Command {
	return []*cli.Command{
		demoCommand(),
		loadCommand(),
		annotateCommand(),
		explainCommand(),
		queryCommand(),
		queriesCommand(),
		replCommand(),
		exportCommand(),
		importCommand(),
		ontologyCommand(),
		statsCommand(),
		articlesCommand(),
		forgetCommand(),
		checkCommand(),
		validateCommand(),
		diffCommand(),
		trainCommand(),
		evalCommand(),
		completionCommand(),
		manCommand(),
		versionCommand(),
		completerCommand(),
	}
}

// Run is the program: it runs a command line, the program's name first, and gives the exit code. Data goes to stdout,
// everything else to stderr.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	app := newApp(stdin, stdout, stderr)
	err := app.RunContext(ctx, flagsFirst(app, args))
	var usage *usageErr
	var status exitStatus
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE):
		// Whoever closed the pipe has read enough.
		return exitGood
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "kg: interrupted")
		return exitInterrupted
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "kg: %v\n", err)
		if usage.command != "" {
			fmt.Fprintf(stderr, "kg: kg help %s tells more\n", usage.command)
		}
		return exitUsage
	}
	if errors.As(err, &status) {
		return int(status)
	}
	fmt.Fprintf(stderr, "kg: %v\n", err)
	return exitFailed
}

// exitStatus ends the program with an exit code, after whatever was to be said has been said.
type exitStatus int

func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

func newApp(stdin io.Reader, stdout, stderr io.Writer) *cli.App {
	app := &cli.App{
		Name:      "kg",
		Usage:     "a graph of the news, each fact with its sentence",
		UsageText: "kg COMMAND [OPTION]... [ARGUMENT]...\n\nkg demo shows it at work; kg help COMMAND tells about a command.",
		Reader:    stdin, Writer: stdout, ErrWriter: stderr,
		Commands: commands(),
		// A comma in a value is a comma.
		DisableSliceFlagSeparator: true,
		HideVersion:               true,
		OnUsageError:              wrongFlags,
		ExitErrHandler:            func(*cli.Context, error) {},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return cli.ShowAppHelp(c)
			}
			return unknownCommand(c, c.Args().First())
		},
	}
	for _, command := range app.Commands {
		command.OnUsageError = wrongFlags
		command.HideHelpCommand = true
	}
	return app
}

// usageErr is wrong use of the program; it ends with exit code 2.
type usageErr struct {
	command string // that help tells more about
	err     error
}

func (e *usageErr) Error() string { return e.err.Error() }
func (e *usageErr) Unwrap() error { return e.err }

// usageError says what is wrong with a command line.
func usageError(c *cli.Context, format string, args ...any) error {
	e := &usageErr{err: fmt.Errorf(format, args...)}
	if c.Command != nil && c.Command.Name != c.App.Name {
		e.command = c.Command.Name
	}
	return e
}

func unknownCommand(c *cli.Context, name string) error {
	var names []string
	for _, command := range c.App.Commands {
		if !command.Hidden {
			names = append(names, command.Name)
		}
	}
	if near := queries.Nearest(name, names); near != "" {
		return usageError(c, "there is no command %q; did you mean %s?", name, near)
	}
	return usageError(c, "there is no command %q; there is %s", name, strings.Join(names, ", "))
}

// wrongFlags names the flags that there are.
func wrongFlags(c *cli.Context, err error, _ bool) error {
	name, found := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !found {
		return usageError(c, "%v", err)
	}
	name = strings.TrimLeft(name, "-")
	var names []string
	if c.Command != nil {
		for _, f := range c.Command.Flags {
			names = append(names, f.Names()[0])
		}
	}
	if near := queries.Nearest(name, names); near != "" {
		return usageError(c, "there is no option --%s; did you mean --%s?", name, near)
	}
	if len(names) == 0 {
		return usageError(c, "there is no option --%s", name)
	}
	return usageError(c, "there is no option --%s; there is --%s", name, strings.Join(names, ", --"))
}

// flagsFirst moves the options of a command before its arguments, as the flag parser ends at the first argument.
func flagsFirst(app *cli.App, args []string) []string {
	if len(args) < 2 {
		return args
	}
	command := app.Command(args[1])
	if command == nil || command.SkipFlagParsing {
		return args
	}
	takesValue := make(map[string]bool)
	for _, f := range command.Flags {
		_, isBool := f.(*cli.BoolFlag)
		for _, name := range f.Names() {
			takesValue[name] = !isBool
		}
	}
	var flags, rest []string
	tail := args[2:]
	for i := 0; i < len(tail); i++ {
		arg := tail[i]
		if arg == "--" {
			rest = append(rest, tail[i+1:]...)
			break
		}
		if arg == "-" || !strings.HasPrefix(arg, "-") {
			rest = append(rest, arg)
			continue
		}
		flags = append(flags, arg)
		if name := strings.TrimLeft(arg, "-"); takesValue[name] && i+1 < len(tail) {
			i++
			flags = append(flags, tail[i])
		}
	}
	if command.Name == "query" && len(rest) > 0 {
		for i, flag := range flags {
			if flag == "--help" || flag == "-h" {
				flags[i] = "--" + aboutFlag
			}
		}
	}
	out := append([]string{args[0], args[1]}, flags...)
	if len(rest) > 0 {
		out = append(append(out, "--"), rest...)
	}
	return out
}

func dbFlag() cli.Flag {
	return &cli.StringFlag{Name: "db", Value: "kg.db", EnvVars: []string{"KG_DB"}, Usage: "the graph is in the folder `DIR`"}
}

// waitFlag lets a command wait for another process that has the graph open.
func waitFlag() cli.Flag {
	return &cli.DurationFlag{Name: "wait", Usage: "where another process has the graph open, wait for it for the time `D`, such as 30s"}
}

// commandLine is what this process runs, for another that finds the store locked.
func commandLine(c *cli.Context) string {
	words := []string{c.App.Name}
	if c.Command != nil && c.Command.Name != c.App.Name {
		words = append(words, c.Command.Name)
	}
	return strings.Join(append(words, c.Args().Slice()...), " ")
}

// openReading opens the store of a command that only reads.
func openReading(c *cli.Context) (*graph.Store, error) {
	return graph.Open(c.Context, c.String("db"), graph.Options{ReadOnly: true, Wait: c.Duration("wait"), Command: commandLine(c), Version: version})
}

// noArguments refuses arguments that a command would not look at.
func noArguments(c *cli.Context) error {
	if c.NArg() > 0 {
		return usageError(c, "%s takes no arguments, got %q", c.Command.Name, c.Args().First())
	}
	return nil
}
