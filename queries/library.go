package queries

import (
	"embed"
	"fmt"
	"sort"
	"strings"
)

//go:embed library/*.js
var libraryFiles embed.FS

// Query is a bundled query: a script with what its head comment says.
type Query struct {
	Name string
	// Question in one line, Notes what the head says besides.
	Question, Notes string
	Params          []Param
	// Example is a command line.
	Example string
	Script  string
}

// Param is a parameter of a bundled query.
type Param struct{ Name, Default, Help string }

// Library lists the bundled queries by name.
func Library() ([]Query, error) {
	entries, err := libraryFiles.ReadDir("library")
	if err != nil {
		return nil, fmt.Errorf("queries: %w", err)
	}
	var out []Query
	for _, e := range entries {
		data, err := libraryFiles.ReadFile("library/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("queries: %w", err)
		}
		q, err := parseHead(strings.TrimSuffix(e.Name(), ".js"), string(data))
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out, nil
}

// UnknownQueryError names the bundled queries instead of one that is not there.
type UnknownQueryError struct {
	Name string
	Near string
	All  []string
}

func (e *UnknownQueryError) Error() string {
	if e.Near != "" {
		return fmt.Sprintf("there is no query %q; did you mean %s?", e.Name, e.Near)
	}
	return fmt.Sprintf("there is no query %q; there is %s", e.Name, strings.Join(e.All, ", "))
}

// FindQuery is the bundled query of a name; the error is an *UnknownQueryError.
func FindQuery(name string) (Query, error) {
	all, err := Library()
	if err != nil {
		return Query{}, err
	}
	unknown := &UnknownQueryError{Name: name}
	for _, q := range all {
		if q.Name == name {
			return q, nil
		}
		unknown.All = append(unknown.All, q.Name)
	}
	unknown.Near = Nearest(name, unknown.All)
	return Query{}, unknown
}

// Nearest is the name that is spelt most like a word, empty when none is.
func Nearest(word string, names []string) string {
	best, least := "", 3
	for _, name := range names {
		d := distance([]rune(word), []rune(name), 2)
		if d < least && d < len(word) {
			best, least = name, d
		}
	}
	if best == "" && len(word) >= 3 {
		for _, name := range names {
			if strings.HasPrefix(name, word) {
				return name
			}
		}
	}
	return best
}

// WithDefaults completes parameters with the defaults, and refuses those that the query does not have.
func (q Query) WithDefaults(given map[string]string) (map[string]string, error) {
	params := make(map[string]string, len(q.Params))
	names := make([]string, len(q.Params))
	for i, p := range q.Params {
		params[p.Name], names[i] = p.Default, p.Name
	}
	keys := make([]string, 0, len(given))
	for name := range given {
		keys = append(keys, name)
	}
	sort.Strings(keys)
	for _, name := range keys {
		if _, ok := params[name]; !ok {
			return nil, fmt.Errorf("the query %s has no parameter %q; it has %s", q.Name, name, strings.Join(names, ", "))
		}
		params[name] = given[name]
	}
	return params, nil
}

// parseHead reads the comment that begins a bundled query: the question, then lines "@param name default: help",
// "@example command", and notes.
func parseHead(name, script string) (Query, error) {
	q := Query{Name: name, Script: script}
	var notes []string
	for _, line := range strings.Split(script, "\n") {
		text, ok := strings.CutPrefix(line, "//")
		if !ok {
			break
		}
		text = strings.TrimSpace(text)
		if param, ok := strings.CutPrefix(text, "@param "); ok {
			head, help, found := strings.Cut(param, ":")
			word, def, _ := strings.Cut(strings.TrimSpace(head), " ")
			if !found || word == "" {
				return q, fmt.Errorf("queries: %s: %q is not \"@param name default: help\"", name, text)
			}
			q.Params = append(q.Params, Param{Name: word, Default: strings.TrimSpace(def), Help: strings.TrimSpace(help)})
		} else if example, ok := strings.CutPrefix(text, "@example "); ok {
			q.Example = example
		} else if q.Question == "" {
			q.Question = text
		} else {
			notes = append(notes, text)
		}
	}
	q.Notes = strings.Join(notes, " ")
	if q.Question == "" || q.Example == "" {
		return q, fmt.Errorf("queries: %s: the head comment lacks a question or an @example", name)
	}
	return q, nil
}
