package queries

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Complete offers what may stand at the cursor, which counts characters, in what is being typed.
func (r *REPL) Complete(ctx context.Context, line string, cursor int) (Completion, error) {
	text := []rune(line)
	text = text[:min(cursor, len(text))]
	typed := string(text)
	if !strings.HasPrefix(strings.TrimSpace(typed), ".") || strings.Contains(typed, "\n") || goesOn(typed) {
		return r.Session.Complete(ctx, line, cursor, r.paramNames())
	}
	indent := len(typed) - len(strings.TrimLeft(typed, " \t"))
	word, arg, spaced := strings.Cut(typed[indent:], " ")
	if !spaced {
		c := Completion{From: indent}
		for _, command := range Commands() {
			c.Candidates = append(c.Candidates, Candidate{Text: "." + command.Name, Help: command.Help})
		}
		if c.Candidates = matching(c.Candidates, word); len(c.Candidates) == 0 && r.statement != "" {
			for _, m := range (&Session{}).language(spot{text: word[1:], chained: true}, nil) {
				c.Candidates = append(c.Candidates, Candidate{Text: "." + m.Text, Help: m.Help})
			}
		}
		return c, nil
	}
	command := findCommand(word[1:])
	if command == nil {
		return Completion{}, nil
	}
	trimmed := strings.TrimLeft(arg, " ")
	begin := len(text) - len([]rune(trimmed)) // where the argument begins
	return r.completeArgument(ctx, command.Completes, trimmed, begin)
}

func (r *REPL) completeArgument(ctx context.Context, kind Kind, arg string, begin int) (Completion, error) {
	// last moves to what follows a separator.
	last := func(separator string) {
		if i := strings.LastIndex(arg, separator); i >= 0 {
			begin += len([]rune(arg[:i+len(separator)]))
			arg = arg[i+len(separator):]
		}
	}
	c := Completion{}
	switch kind {
	case NoKind:
		return c, nil
	case ScriptKind:
		c, err := r.Session.Complete(ctx, arg, len([]rune(arg)), r.paramNames())
		c.From += begin
		return c, err
	case SwitchKind, PagerKind:
		for _, word := range strings.Split(string(kind), "|") {
			c.Candidates = append(c.Candidates, Candidate{Text: word})
		}
		c.Candidates = matching(c.Candidates, arg)
	case ModeKind:
		for _, f := range modes() {
			c.Candidates = append(c.Candidates, Candidate{Text: f.Name, Help: f.Help})
		}
		c.Candidates = matching(c.Candidates, arg)
	case TopicKind:
		for _, command := range Commands() {
			c.Candidates = append(c.Candidates, Candidate{Text: command.Name, Help: command.Help})
		}
		for _, owner := range []spot{{}, {owner: "g", chained: true}, {owner: ")", chained: true}} {
			c.Candidates = append(c.Candidates, (&Session{}).language(owner, nil)...)
		}
		c.Candidates = matching(append(c.Candidates, r.queryNames()...), arg)
	case QueryKind:
		name, _, given := strings.Cut(arg, " ")
		if !given {
			c.Candidates = matching(r.queryNames(), arg)
			c.From = begin
			return c, nil
		}
		q, err := r.library().Find(name)
		if err != nil {
			return c, nil // the error comes when it is run
		}
		if i := strings.LastIndexByte(arg, '='); i >= 0 {
			// A value may have several words, until another parameter begins.
			value := arg[i+1:]
			if space := strings.LastIndexByte(value, ' '); space >= 0 {
				c.Candidates = parameters(q, value[space+1:])
				if len(c.Candidates) > 0 && value[space+1:] != "" {
					c.From = begin + len([]rune(arg[:i+1+space+1]))
					return c, nil
				}
			}
			key := arg[:i]
			key = key[strings.LastIndexByte(key, ' ')+1:]
			last("=")
			c.From = begin
			if n := slices.IndexFunc(q.Params, func(p Param) bool { return p.Name == key }); n >= 0 && len(q.Params[n].Choices()) > 0 {
				for _, choice := range q.Params[n].Choices() {
					c.Candidates = append(c.Candidates, Candidate{Text: choice})
				}
				c.Candidates = matching(c.Candidates, arg)
				return c, nil
			}
			c.Candidates, err = r.Session.data(ctx, NameKind, arg)
			return c, err
		}
		last(" ")
		c.Candidates = parameters(q, arg)
	case FileKind:
		last(" ")
		if r.Safe {
			return c, nil
		}
		c.Candidates = files(strings.TrimLeft(arg, `"'|`))
	case NameKind:
		last(",")
		trimmed := strings.TrimLeft(arg, ` "'`)
		begin += len([]rune(arg)) - len([]rune(trimmed))
		arg = trimmed
		if strings.Contains(arg, ":") {
			kind = ThingKind
		}
		fallthrough
	default:
		var err error
		if c.Candidates, err = r.Session.data(ctx, kind, arg); err != nil {
			return c, err
		}
	}
	c.From = begin
	return c, nil
}

func (r *REPL) queryNames() []Candidate {
	all := r.library().Queries()
	out := make([]Candidate, len(all))
	for i, q := range all {
		out[i] = Candidate{Text: q.Name, Help: q.Question}
	}
	return out
}

func parameters(q Query, typed string) []Candidate {
	var out []Candidate
	for _, p := range q.Params {
		out = append(out, Candidate{Text: p.Name + "=", Help: p.Help})
	}
	return matching(out, typed)
}

// files offers what is in a folder; a folder ends with a slash.
func files(typed string) []Candidate {
	dir, base := filepath.Split(typed)
	folder := dir
	if folder == "" {
		folder = "."
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var out []Candidate
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, base) || strings.HasPrefix(name, ".") && !strings.HasPrefix(base, ".") {
			continue
		}
		if e.IsDir() {
			name += "/"
		}
		out = append(out, Candidate{Text: dir + name})
		if len(out) == mostCandidates {
			break
		}
	}
	return out
}
