package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/queries"
)

// completer is the command that the scripts of the shells call with the words of the command line, the last of which is
// being typed. It prints a candidate a line, a tab before what it is; or completeFiles alone, where files are meant.
const (
	completer     = "__complete"
	completeFiles = ":files"
)

// completionScripts let a shell ask the completer.
var completionScripts = map[string]string{
	"bash": `# bash completion for kg: source <(kg completion bash)
_kg() {
    local line=${COMP_LINE:0:COMP_POINT} word cut
    local -a words=()
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    local cur=${words[${#words[@]}-1]}
    COMPREPLY=()
    # bash replaces only what follows the last of its own word breaks.
    cut=${cur%"${cur##*["${COMP_WORDBREAKS//[^=:]/}"]}"}
    [[ $COMP_WORDBREAKS == *[=:]* ]] || cut=
    while IFS=$'\t' read -r word _; do
        if [[ $word == ":files" ]]; then
            compopt -o default 2>/dev/null
            return
        fi
        [[ $word == *= || $word == */ ]] && compopt -o nospace 2>/dev/null
        word=${word#"$cut"}
        [[ $word == *[[:space:]]* ]] && printf -v word %q "$word"
        COMPREPLY+=("$word")
    done < <("${COMP_WORDS[0]/#\~/$HOME}" __complete "${words[@]:1}" 2>/dev/null)
}
complete -F _kg kg
`,
	"zsh": `#compdef kg
# zsh completion for kg: source <(kg completion zsh), or as a file _kg in a folder of $fpath
_kg() {
    local line
    local -a plain open plainHelp openHelp
    for line in "${(@f)$("${(Q)words[1]}" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        [[ -z $line ]] && continue
        if [[ $line == ":files" ]]; then
            _files
            return
        fi
        if [[ ${line%%$'\t'*} == *[=/] ]]; then
            open+=("${line%%$'\t'*}")
            openHelp+=("${line/$'\t'/  }")
        else
            plain+=("${line%%$'\t'*}")
            plainHelp+=("${line/$'\t'/  }")
        fi
    done
    (( ${#plain} )) && compadd -l -d plainHelp -a plain
    (( ${#open} )) && compadd -S '' -l -d openHelp -a open
}
if [[ ${funcstack[1]} == _kg ]]; then
    _kg "$@"
else
    compdef _kg kg
fi
`,
	"fish": `# fish completion for kg: kg completion fish | source
function __kg_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l found ($words[1] __complete $words[2..-1] "$typed" 2>/dev/null)
    if test "$found[1]" = ":files"
        __fish_complete_path "$typed"
    else
        printf '%s\n' $found
    end
end
complete -c kg -f -a '(__kg_complete)'
`,
}

var completionShells = []string{"bash", "zsh", "fish"}

func completionCommand() *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print the script by which a shell completes kg's commands, options, queries and names",
		ArgsUsage: strings.Join(completionShells, "|"),
		Description: "Completes commands, options and their values, queries, their parameters and the values of those from the graph,\n" +
			"articles. In ~/.bashrc: source <(kg completion bash). In ~/.zshrc, after compinit: source <(kg completion zsh).\n" +
			"In ~/.config/fish/config.fish: kg completion fish | source.",
		Action: func(c *cli.Context) error {
			script, ok := completionScripts[c.Args().First()]
			if c.NArg() != 1 || !ok {
				return usageError(c, "completion: for which shell? There is %s", strings.Join(completionShells, ", "))
			}
			_, err := fmt.Fprint(c.App.Writer, script)
			return err
		},
	}
}

func completerCommand() *cli.Command {
	return &cli.Command{
		Name: completer, Hidden: true, SkipFlagParsing: true,
		Action: func(c *cli.Context) error {
			words := c.Args().Slice()
			if len(words) == 0 {
				words = []string{""}
			}
			line := &commandLineSoFar{ctx: c.Context, app: c.App, words: words[:len(words)-1], typed: words[len(words)-1]}
			candidates, files := line.complete()
			if files {
				fmt.Fprintln(c.App.Writer, completeFiles)
				return nil
			}
			for _, k := range candidates {
				fmt.Fprintln(c.App.Writer, strings.TrimSuffix(k.Text+"\t"+k.Help, "\t"))
			}
			return nil
		},
	}
}

// commandLineSoFar is a command line that is being typed.
type commandLineSoFar struct {
	ctx   context.Context
	app   *cli.App
	words []string // before the one that is typed
	typed string
}

// complete offers what the word that is typed may become; files where that is a file of the user's.
func (l *commandLineSoFar) complete() (candidates []queries.Candidate, files bool) {
	if len(l.words) == 0 || len(l.words) == 1 && l.words[0] == "help" {
		for _, c := range l.app.Commands {
			if !c.Hidden {
				candidates = append(candidates, queries.Candidate{Text: c.Name, Help: c.Usage})
			}
		}
		return l.beginning(candidates), false
	}
	command := l.app.Command(l.words[0])
	if command == nil {
		return nil, false
	}
	if name, value, ok := strings.Cut(l.typed, "="); ok && strings.HasPrefix(name, "-") {
		of := *l
		of.typed = value
		candidates, files = of.values(command, findFlag(command, name))
		for i := range candidates {
			candidates[i].Text = name + "=" + candidates[i].Text
		}
		return candidates, files
	}
	if f := findFlag(command, l.words[len(l.words)-1]); f != nil && takesValue(f) {
		return l.values(command, f)
	}
	if strings.HasPrefix(l.typed, "-") {
		for _, f := range command.VisibleFlags() {
			if f != cli.HelpFlag {
				candidates = append(candidates, queries.Candidate{Text: dashed(f.Names()[0]), Help: flagHelp(f)})
			}
		}
		return l.beginning(append(candidates, queries.Candidate{Text: "--help", Help: "show help"})), false
	}
	return l.arguments(command)
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

func findFlag(command *cli.Command, word string) cli.Flag {
	name := strings.TrimLeft(word, "-")
	if name == word || name == "" {
		return nil
	}
	for _, f := range command.Flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	return nil
}

func takesValue(f cli.Flag) bool {
	_, isBool := f.(*cli.BoolFlag)
	return !isBool
}

// flagUsage is what a flag is for; its value stands in backquotes.
func flagUsage(f cli.Flag) string {
	if d, ok := f.(cli.DocGenerationFlag); ok {
		return d.GetUsage()
	}
	return ""
}

func flagHelp(f cli.Flag) string { return strings.ReplaceAll(flagUsage(f), "`", "") }

var placeholder = regexp.MustCompile("`([^`]*)`")

// flagValue is how help calls the value of a flag, such as FILE; empty for a switch.
func flagValue(f cli.Flag) string {
	if !takesValue(f) {
		return ""
	}
	if m := placeholder.FindStringSubmatch(flagUsage(f)); m != nil {
		return m[1]
	}
	return "VALUE"
}

// choices are the values of a flag whose help lists them: "write `FORMAT`: text, json; …".
func choices(f cli.Flag) []string {
	name := flagValue(f)
	if name != "FORMAT" && name != "WHEN" {
		return nil
	}
	_, list, ok := strings.Cut(flagUsage(f), "`"+name+"`: ")
	if !ok {
		return nil
	}
	list, _, _ = strings.Cut(list, ";")
	var out []string
	for _, item := range strings.Split(list, ", ") {
		word, _, _ := strings.Cut(strings.TrimPrefix(item, "or "), " ")
		out = append(out, word)
	}
	return out
}

// values completes the value of a flag.
func (l *commandLineSoFar) values(command *cli.Command, f cli.Flag) ([]queries.Candidate, bool) {
	if f == nil {
		return nil, false
	}
	if list := choices(f); list != nil {
		var out []queries.Candidate
		for _, word := range list {
			out = append(out, queries.Candidate{Text: word})
		}
		return l.beginning(out), false
	}
	switch flagValue(f) {
	case "FILE", "DIR", "FOLDER":
		return nil, true
	case "ID":
		return l.beginning(l.articles()), false
	case "KEY=VALUE":
		if names := l.named(command); command.Name == "query" && len(names) == 1 {
			return l.shell(".run "+names[0]+" ", l.typed), false
		}
	}
	return nil, false
}

// arguments completes what is no option, by how help calls it.
func (l *commandLineSoFar) arguments(command *cli.Command) ([]queries.Candidate, bool) {
	usage := strings.Trim(command.ArgsUsage, "[].…")
	if len(l.named(command)) > 0 && !strings.Contains(command.ArgsUsage, "...") {
		return nil, false
	}
	switch usage {
	case "PATH", "FILE", "DIR":
		return nil, true
	case "NAME":
		return l.shell(".run ", l.typed), false
	case "ID":
		return l.beginning(l.articles()), false
	case "ARTICLE":
		found := l.beginning(l.articles())
		return found, len(found) == 0
	case "":
		return nil, false
	}
	var out []queries.Candidate
	for _, word := range strings.Split(usage, "|") {
		out = append(out, queries.Candidate{Text: word})
	}
	return l.beginning(out), false
}

// named are the words so far that are neither options nor their values.
func (l *commandLineSoFar) named(command *cli.Command) []string {
	var out []string
	for i := 1; i < len(l.words); i++ {
		word := l.words[i]
		if !strings.HasPrefix(word, "-") || word == "-" {
			out = append(out, word)
		} else if f := findFlag(command, word); f != nil && takesValue(f) {
			i++
		}
	}
	return out
}

// option is the last value of an option so far, that of a variable of the environment, or a default.
func (l *commandLineSoFar) option(name, variable, otherwise string) string {
	if value := os.Getenv(variable); value != "" {
		otherwise = value
	}
	for i, word := range l.words {
		if value, ok := strings.CutPrefix(word, "--"+name+"="); ok {
			otherwise = value
		} else if word == "--"+name && i+1 < len(l.words) {
			otherwise = l.words[i+1]
		}
	}
	return otherwise
}

// shell completes what follows a beginning as the shell of kg repl does.
func (l *commandLineSoFar) shell(begin, typed string) []queries.Candidate {
	library := queries.Bundled()
	if dir := l.option("library", "KG_LIBRARY", ""); dir != "" {
		if own, err := queries.OpenLibrary(filepath.SplitList(dir)...); err == nil {
			library = own
		}
	}
	repl := &queries.REPL{Library: library}
	if strings.Contains(typed, "=") || begin == ".article " {
		// Names are in the graph; without one there are none to offer, and a busy one is not waited for.
		store, err := graph.Open(l.ctx, l.option("db", "KG_DB", "kg.db"), graph.Options{ReadOnly: true, Command: "kg " + completer, Version: version})
		if err != nil {
			return nil
		}
		defer store.Close()
		repl.Session = queries.NewSession(store)
	}
	line := []rune(begin + typed)
	found, err := repl.Complete(l.ctx, string(line), len(line))
	if err != nil {
		return nil
	}
	kept := string(line[len([]rune(begin)):found.From])
	for i := range found.Candidates {
		found.Candidates[i].Text = kept + found.Candidates[i].Text
	}
	// A shell takes what candidates have in common for what was typed: those in other letters would shorten it.
	if exact := l.beginning(slices.Clone(found.Candidates)); len(exact) > 0 {
		return exact
	}
	return found.Candidates
}

// articles are the articles of the graph by their IDs.
func (l *commandLineSoFar) articles() []queries.Candidate {
	found := l.shell(".article ", strings.TrimPrefix(l.typed, "article:"))
	for i := range found {
		found[i].Text = strings.TrimPrefix(found[i].Text, "article:")
	}
	return found
}

// beginning are the candidates that begin with what is typed.
func (l *commandLineSoFar) beginning(all []queries.Candidate) []queries.Candidate {
	return slices.DeleteFunc(all, func(k queries.Candidate) bool { return !strings.HasPrefix(k.Text, l.typed) })
}
