package main

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/reeflective/readline"

	"github.com/newskg/kg/queries"
)

// completionTime bounds what the store is asked on Tab.
const completionTime = 2 * time.Second

// terminalLines reads with line editing, history and completion. A statement of several lines is edited, and kept, as
// one.
func terminalLines(shell *queries.REPL, past *history, color bool) func(string) (string, error) {
	editor := readline.NewShell()
	editor.History.Delete()
	editor.History.Add("history", past)
	show := ""
	editor.Prompt.Primary(func() string { return show })
	editor.Prompt.Secondary(func() string { return "...  " })
	editor.Config.Set("completion-ignore-case", true)
	editor.Config.Set("usage-hint-always", false)
	editor.AcceptMultiline = func(line []rune) bool { return accepted(string(line)) }
	editor.Completer = func(line []rune, cursor int) readline.Completions { return complete(shell, editor, line, cursor) }
	if color {
		editor.SyntaxHighlighter = func(line []rune) string { return highlight(string(line)) }
	}
	return func(prompt string) (string, error) {
		show = prompt
		line, err := editor.Readline()
		if errors.Is(err, readline.ErrInterrupt) {
			err = queries.ErrInterrupt
		}
		return line, err
	}
}

// accepted reports whether what is typed can be run; else Enter begins another line.
func accepted(text string) bool {
	trimmed := strings.TrimSpace(text)
	if strings.HasPrefix(trimmed, ".") || strings.HasPrefix(text, "!") || strings.HasSuffix(trimmed, "?") {
		return true
	}
	return !errors.Is(queries.Complete(text), queries.ErrIncomplete)
}

// complete offers what the shell knows of the place of the cursor.
func complete(shell *queries.REPL, editor *readline.Shell, line []rune, cursor int) readline.Completions {
	ctx, cancel := context.WithTimeout(context.Background(), completionTime)
	defer cancel()
	c, err := shell.Complete(ctx, string(line), cursor)
	if err != nil {
		return readline.CompleteMessage("%v", err)
	}
	if len(c.Candidates) == 0 {
		return readline.Completions{}
	}
	typed := string(line[c.From:cursor])
	// The editor keeps candidates that begin as typed, which it counts in bytes. A thing that is found by its label does
	// not begin so: what was typed gives way, down to the character before it, which is then what all begin with.
	replace := typed == ""
	for _, c := range c.Candidates {
		replace = replace || !strings.HasPrefix(strings.ToLower(c.Text), strings.ToLower(typed))
	}
	begin := ""
	if c.From > 0 && (replace || len(typed) > cursor-c.From) {
		begin = string(line[c.From-1])
		editor.Line().Cut(c.From, cursor)
		editor.Cursor().Set(c.From)
		typed = ""
	}
	list := make([]readline.Completion, len(c.Candidates))
	for i, candidate := range c.Candidates {
		list[i] = readline.Completion{Value: begin + candidate.Text, Display: candidate.Text, Description: candidate.Help}
	}
	out := readline.CompleteRaw(list).NoSort().DisplayList()
	out.PREFIX = begin + typed
	return out
}

var syntax = regexp.MustCompile("(//[^\n]*)|(\"(?:[^\"\\\\\n]|\\\\.)*\"?|'(?:[^'\\\\\n]|\\\\.)*'?|`[^`]*`?)|(^\\s*\\.[a-z]+\\b|\\b(?:var|let|const|function|return|if|else|for|while|of|in|new|true|false|null|undefined)\\b)|(\\b\\d[\\d.eE]*\\b)")

// highlight colors what is typed.
func highlight(text string) string {
	var b strings.Builder
	at := 0
	for _, m := range syntax.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(text[at:m[0]])
		for group, color := range []string{"2", "32", "35", "36"} {
			if m[2+2*group] >= 0 {
				b.WriteString("\x1b[" + color + "m" + text[m[0]:m[1]] + "\x1b[0m")
			}
		}
		at = m[1]
	}
	return b.String() + text[at:]
}
