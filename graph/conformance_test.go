package graph

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
)

// rdfCase is a document of testdata/rdf with what it states, or where it is refused.
type rdfCase struct {
	format, name, text string
	bad                bool
	at                 string // line:column of what is bad
	want               string // N-Quads
}

// rdfCases reads the tables of documents, good and bad.
func rdfCases(t testing.TB) []rdfCase {
	t.Helper()
	files, err := filepath.Glob("testdata/rdf/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var cases []rdfCase
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		format := strings.TrimSuffix(filepath.Base(file), ".txt")
		for _, part := range strings.Split("\n"+string(data), "\n=== ")[1:] {
			head, text, _ := strings.Cut(part+"\n", "\n")
			c := rdfCase{format: format, name: head}
			if rest, ok := strings.CutPrefix(head, "bad "); ok {
				c.bad = true
				i := strings.LastIndexByte(rest, ' ')
				c.at = rest[i+1:]
			} else {
				var ok bool
				if text, c.want, ok = strings.Cut("\n"+text, "\n--\n"); !ok {
					t.Fatalf("%s: %s has no --", file, head)
				}
				text = strings.TrimPrefix(text+"\n", "\n")
			}
			c.text = strings.NewReplacer("⏎\n", "\r", "⏎", "\r", "␀", "\x00").Replace(text)
			cases = append(cases, c)
		}
	}
	return cases
}

// canonical writes quads as sorted lines whose blank nodes are named by what stands around them: two small graphs are
// the same when their lines are.
func canonical(quads []quad.Quad) string {
	color := make(map[quad.Value]string)
	term := func(v quad.Value, own quad.Value) string {
		switch v := v.(type) {
		case nil:
			return "-"
		case quad.BNode:
			if v == own {
				return "self"
			}
			return "_" + color[v]
		case quad.LangString:
			return fmt.Sprintf("%q@%s", string(v.Value), strings.ToLower(v.Lang))
		}
		return quad.ToString(v) + fmt.Sprintf("%T", v) + v.String()
	}
	line := func(q quad.Quad, own quad.Value) string {
		return strings.Join([]string{term(q.Subject, own), term(q.Predicate, own), term(q.Object, own), term(q.Label, own)}, " ")
	}
	var blanks []quad.Value
	for _, q := range quads {
		for _, v := range []quad.Value{q.Subject, q.Object, q.Label} {
			if b, ok := v.(quad.BNode); ok && color[b] == "" {
				color[b] = "0"
				blanks = append(blanks, b)
			}
		}
	}
	for range len(blanks) + 1 {
		next := make(map[quad.Value]string)
		for _, b := range blanks {
			var around []string
			for _, q := range quads {
				if q.Subject == b || q.Object == b || q.Label == b {
					around = append(around, line(q, b))
				}
			}
			sort.Strings(around)
			next[b] = hash(strings.Join(around, "\n"))
		}
		color = next
	}
	seen := make(map[string]bool)
	var lines []string
	for _, q := range quads {
		if l := line(q, quad.String("none")); !seen[l] {
			seen[l] = true
			lines = append(lines, l)
		}
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

func hash(s string) string {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	return fmt.Sprintf("%x", h)
}

// TestReaders holds every reader to the table of documents: what is good states just that, what is bad is refused at its
// place.
func TestReaders(t *testing.T) {
	for _, c := range rdfCases(t) {
		t.Run(c.format+"/"+c.name, func(t *testing.T) {
			got, err := parse(t, c.format, c.text)
			var syntax *SyntaxError
			if c.bad {
				if !errors.As(err, &syntax) {
					t.Fatalf("no syntax error but %v, %v", got, err)
				}
				if at := fmt.Sprintf("%d:%d", syntax.Line, syntax.Column); at != c.at {
					t.Errorf("refused at %s (%s), want %s", at, syntax.Msg, c.at)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want, err := parse(t, "nquads", c.want)
			if err != nil {
				t.Fatalf("the table: %v", err)
			}
			if canonical(got) != canonical(want) {
				t.Errorf("got\n%v\nwant\n%v", canonical(got), canonical(want))
			}
		})
	}
}
