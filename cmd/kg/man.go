package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/queries"
)

func manCommand() *cli.Command {
	return &cli.Command{
		Name:        "man",
		Usage:       "print the manual page",
		Description: "kg man | man -l - shows it; kg man > ~/.local/share/man/man1/kg.1 installs it.",
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			return writeManual(c.App.Writer, c.App)
		},
	}
}

// environment are the variables that stand for no option.
var environment = [][2]string{
	{"KG_PAGER, PAGER", "the program that kg repl shows long results with; without one, less"},
	{"VISUAL, EDITOR", "the editor of .edit in kg repl"},
	{"KG_HISTORY", "the file of what was typed in kg repl; without it, kg/history in $XDG_STATE_HOME"},
	{"XDG_CONFIG_HOME", "its file kg/init.js is run when kg repl begins at a terminal"},
	{"NO_COLOR, CLICOLOR_FORCE, TERM", "whether color is used, where --color is auto"},
}

// writeManual writes the manual page in the macros of man(7), from the tables of commands, of the shell's commands, of
// formats and of queries, so that it cannot differ from them.
func writeManual(out io.Writer, app *cli.App) error {
	var b strings.Builder
	head := func(name string) { fmt.Fprintf(&b, ".SH %s\n", roff(name)) }
	item := func(name, text string) { fmt.Fprintf(&b, ".TP\n%s\n%s\n", name, roff(text)) }
	fmt.Fprintf(&b, ".TH KG 1 \"\" \"kg %s\"\n", roff(version))
	head("NAME")
	fmt.Fprintf(&b, "kg \\- %s\n", roff(app.Usage))
	head("SYNOPSIS")
	b.WriteString(".B kg\n.I COMMAND\n[\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n")
	head("DESCRIPTION")
	b.WriteString(roff("kg reads news articles on defence and diplomacy and turns what they state into a graph that can be asked, each fact with the sentence that says so.") + "\n")
	b.WriteString(roff("Data goes to standard output, everything else to standard error.") + "\n")

	variables := make(map[string]string)
	head("COMMANDS")
	for _, command := range app.Commands {
		if command.Hidden {
			continue
		}
		fmt.Fprintf(&b, ".SS kg %s\n%s.\n", roff(strings.TrimSpace(command.Name+" "+command.ArgsUsage)), roff(upper(command.Usage)))
		if command.UsageText != "" {
			preformatted(&b, command.UsageText)
		}
		if command.Description != "" {
			describe(&b, command.Description)
		}
		for _, f := range command.VisibleFlags() {
			if f == cli.HelpFlag {
				continue
			}
			var names []string
			for _, name := range f.Names() {
				names = append(names, "\\fB"+roff(dashed(name))+"\\fR")
			}
			name := strings.Join(names, ", ")
			if value := flagValue(f); value != "" {
				name += " \\fI" + roff(value) + "\\fR"
			}
			text := upper(flagHelp(f))
			if d, ok := f.(cli.DocGenerationFlag); ok {
				if value := strings.Trim(d.GetDefaultText(), `"`); takesValue(f) && value != "" && value != "0" && value != "0s" {
					text += " (default: " + value + ")"
				}
				for _, v := range d.GetEnvVars() {
					variables[v] = dashed(f.Names()[0])
				}
			}
			item(name, text+".")
		}
	}

	head("COMMANDS OF THE SHELL")
	b.WriteString("Lines of\n.B kg repl\n" + roff("that begin with a dot. Everything else is Gizmo.") + "\n")
	for _, c := range queries.Commands() {
		item("\\fB."+roff(c.Name)+"\\fR "+roff(c.Args), upper(c.Help)+". For example: "+c.Example)
	}
	head("FORMATS OF RESULTS")
	for _, f := range queries.ResultFormats() {
		item("\\fB"+roff(f.Name)+"\\fR", upper(f.Help)+".")
	}
	b.WriteString(".PP\n" + roff(strings.ReplaceAll(queries.PictureHelp, "\n", " ")) + "\n")
	head("QUERIES")
	b.WriteString("What\n.B kg query\n" + roff("knows by name. kg query NAME --help tells about the parameters.") + "\n")
	for _, q := range queries.Bundled().Queries() {
		item("\\fB"+roff(q.Name)+"\\fR", q.Question+" For example: "+q.Example)
	}
	head("ENVIRONMENT")
	var names []string
	for name := range variables {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		item("\\fB"+roff(name)+"\\fR", "Stands for the option "+variables[name]+".")
	}
	for _, v := range environment {
		item("\\fB"+roff(v[0])+"\\fR", upper(v[1])+".")
	}
	head("EXIT STATUS")
	for _, status := range []struct {
		code int
		text string
	}{{exitGood, "Good."}, {exitFailed, "Failed."}, {exitUsage, "Wrong use."}, {exitInterrupted, "Interrupted."}} {
		item(fmt.Sprintf("\\fB%d\\fR", status.code), status.text)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// describe writes paragraphs; indented ones are left as they are.
func describe(b *strings.Builder, text string) {
	for _, paragraph := range strings.Split(text, "\n\n") {
		if strings.HasPrefix(paragraph, " ") {
			preformatted(b, paragraph)
			continue
		}
		b.WriteString(".PP\n" + roff(strings.Join(strings.Fields(paragraph), " ")) + "\n")
	}
}

func preformatted(b *strings.Builder, text string) {
	b.WriteString(".PP\n.nf\n")
	for _, line := range strings.Split(text, "\n") {
		b.WriteString(roff(strings.TrimRight(line, " ")) + "\n")
	}
	b.WriteString(".fi\n")
}

// roff quotes a text for roff, on the lines that it has.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "…", "...", "“", `\(lq`, "”", `\(rq`, "’", `\(cq`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

// upper is a text with a capital at its beginning, for a sentence; a name such as kg stays.
func upper(text string) string {
	if text == "" || strings.HasPrefix(text, "kg ") {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
