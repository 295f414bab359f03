package queries

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
)

//go:embed library/*.js
var bundledFiles embed.FS

// families are what the bundled queries are grouped by, in the order in which they are listed; other families come
// after them by name.
var families = []string{
	"Arms trade",
	"Diplomacy",
	"Offices",
	"Agreements",
	"Events in time",
	"Sources and evidence",
	"Networks",
}

// ownFamily is the family of a script that names none.
const ownFamily = "Your own"

// Query is a named question: a Gizmo script with what its head comment says.
type Query struct {
	Name   string
	Family string
	// Question in one line, Notes what the head says besides.
	Question, Notes string
	Params          []Param
	// Example is a command line.
	Example string
	// Script is the whole text, head included, so that places in it are places in the file.
	Script string
	// File is the path of a user's own query, empty for a bundled one.
	File string
}

// source is how messages call the script.
func (q Query) source() string {
	if q.File != "" {
		return q.File
	}
	return q.Name
}

// Library is a set of queries: the bundled ones and those of users' folders.
type Library struct{ queries []Query }

// Bundled is the library that comes with kg.
func Bundled() *Library {
	l, err := OpenLibrary()
	if err != nil {
		panic(err) // our own files, which the tests read
	}
	return l
}

// OpenLibrary reads the bundled queries and the files *.js of some folders. The error names the file and, where it
// is about a head comment, the line; two queries of one name are an error.
func OpenLibrary(dirs ...string) (*Library, error) {
	l := &Library{}
	if err := l.read(bundledFiles, "library", ""); err != nil {
		return nil, fmt.Errorf("queries: %w", err)
	}
	for _, dir := range dirs {
		if err := l.read(os.DirFS(dir), ".", dir); err != nil {
			return nil, err
		}
	}
	rank := func(family string) int {
		if i := slices.Index(families, family); i >= 0 {
			return i
		}
		return len(families)
	}
	sort.SliceStable(l.queries, func(i, j int) bool {
		a, b := l.queries[i], l.queries[j]
		if x, y := rank(a.Family), rank(b.Family); x != y {
			return x < y
		}
		if a.Family != b.Family {
			return a.Family < b.Family
		}
		return a.Name < b.Name
	})
	return l, nil
}

var queryName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

// read adds the scripts of a folder; dir is the folder's path for people, empty for the bundled ones.
func (l *Library) read(files fs.FS, folder, dir string) error {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return fmt.Errorf("library %s: %w", dir, err)
	}
	for _, e := range entries {
		name, isScript := strings.CutSuffix(e.Name(), ".js")
		if e.IsDir() || !isScript {
			continue
		}
		q := Query{Name: name, Family: ownFamily}
		if dir != "" {
			q.File = filepath.Join(dir, e.Name())
		}
		if !queryName.MatchString(name) {
			return fmt.Errorf("%s: the name of a query is letters, digits, - and _", q.source())
		}
		if i := slices.IndexFunc(l.queries, func(o Query) bool { return o.Name == name }); i >= 0 {
			other := l.queries[i].File
			if other == "" {
				other = "a bundled query"
			}
			return fmt.Errorf("%s: the name %s is taken by %s; call the file something else", q.source(), name, other)
		}
		data, err := fs.ReadFile(files, filepath.ToSlash(filepath.Join(folder, e.Name())))
		if err != nil {
			return fmt.Errorf("library %s: %w", dir, err)
		}
		q.Script = strings.ReplaceAll(string(data), "\r\n", "\n")
		if err := q.parseHead(); err != nil {
			return err
		}
		l.queries = append(l.queries, q)
	}
	return nil
}

// List writes the queries with their questions, family by family.
func (l *Library) List(w io.Writer) error {
	width := 0
	for _, q := range l.queries {
		width = max(width, len(q.Name))
	}
	var b strings.Builder
	family := ""
	for _, q := range l.queries {
		if q.Family != family {
			if family != "" {
				b.WriteString("\n")
			}
			family = q.Family
			fmt.Fprintf(&b, "%s\n", family)
		}
		fmt.Fprintf(&b, "  %-*s  %s\n", width, q.Name, q.Question)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Queries lists the queries by family and name.
func (l *Library) Queries() []Query { return l.queries }

// UnknownQueryError names the queries that there are instead of one that is not there.
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

// Find is the query of a name; the error is an *UnknownQueryError.
func (l *Library) Find(name string) (Query, error) {
	unknown := &UnknownQueryError{Name: name}
	for _, q := range l.queries {
		if q.Name == name {
			return q, nil
		}
		unknown.All = append(unknown.All, q.Name)
	}
	sort.Strings(unknown.All)
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

// Describe tells about a query: its question, its parameters with their types and defaults, an example.
func (q Query) Describe() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", q.Name, q.Question)
	if q.Notes != "" {
		fmt.Fprintf(&b, "    %s\n", wrap(q.Notes, 100, 4))
	}
	b.WriteString("\n")
	width := 0
	for _, p := range q.Params {
		width = max(width, len([]rune(p.usage())))
	}
	for _, p := range q.Params {
		fmt.Fprintf(&b, "    --param %-*s  %s: %s\n", width, p.usage(), p.kind(), p.Help)
	}
	if len(q.Params) == 0 {
		b.WriteString("    takes no parameters\n")
	}
	fmt.Fprintf(&b, "\n    %s\n", q.Example)
	if q.File != "" {
		fmt.Fprintf(&b, "    %s, in %s\n", q.Family, q.File)
	} else {
		fmt.Fprintf(&b, "    %s\n", q.Family)
	}
	return b.String()
}

// HeadError says what is wrong with the head comment of a script.
type HeadError struct {
	// File is a path, or the name of a bundled query.
	File    string
	Line    int
	Message string
}

func (e *HeadError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Message) }

const headForm = `a query begins with a comment such as

    // Who buys from whom?
    // @family Arms trade
    // @param nation nation = India: who buys
    // @example kg query NAME --param nation=Egypt`

// parseHead reads the comment that begins a script: the question, notes, and lines "@family", "@param" and "@example".
func (q *Query) parseHead() error {
	var notes []string
	n := 0
	fail := func(format string, args ...any) error {
		return &HeadError{q.source(), n, fmt.Sprintf(format, args...)}
	}
	for _, line := range strings.Split(strings.TrimPrefix(q.Script, "\ufeff"), "\n") {
		text, isComment := strings.CutPrefix(line, "//")
		if !isComment {
			break
		}
		n++
		text = strings.TrimSpace(text)
		if !strings.HasPrefix(text, "@") {
			if q.Question == "" {
				q.Question = text
			} else {
				notes = append(notes, text)
			}
			continue
		}
		word, rest, _ := strings.Cut(text, " ")
		rest = strings.TrimSpace(rest)
		if rest == "" {
			return fail("%s says nothing", word)
		}
		switch word {
		case "@family":
			q.Family = rest
		case "@example":
			q.Example = rest
		case "@param":
			p, err := parseParam(rest)
			if err != nil {
				return fail("%v", err)
			}
			if slices.ContainsFunc(q.Params, func(o Param) bool { return o.Name == p.Name }) {
				return fail("the parameter %s stands twice", p.Name)
			}
			q.Params = append(q.Params, p)
		default:
			return fail("%s: there is @family, @param, @example", word)
		}
	}
	q.Notes = strings.Join(notes, " ")
	n = max(n, 1)
	switch {
	case q.Question == "":
		return fail("the script states no question; %s", headForm)
	case q.Example == "":
		return fail("the head has no @example; %s", headForm)
	}
	return nil
}
