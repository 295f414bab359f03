package graph

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
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

// Other programs read the good documents of the table alike; what one of them gets wrong is named here.
func TestOtherReadersAgree(t *testing.T) {
	const base = "http://example.org/base/"
	readers := []struct {
		program string
		args    func(format, file string) []string
		names   map[string]string // of the formats that it reads
		// wrong are the cases that this program gets wrong, with why.
		wrong map[string]string
	}{
		{"rapper", func(format, file string) []string { return []string{"-q", "-i", format, "-o", "nquads", file, base} },
			map[string]string{"ntriples": "ntriples", "nquads": "nquads", "turtle": "turtle", "trig": "trig", "rdfxml": "rdfxml"}, map[string]string{
				"ntriples/good escapes":           "it cannot hold NUL",
				"ntriples/good byte order mark":   "it takes the mark for the statement",
				"rdfxml/good property attributes": "it drops their language",
				"trig/good graphs":                "it has no graphs that are blank nodes",
			}},
		{"serdi", func(format, file string) []string { return []string{"-i", format, "-o", "nquads", file, base} },
			map[string]string{"ntriples": "ntriples", "nquads": "nquads", "turtle": "turtle", "trig": "trig"}, map[string]string{
				"turtle/good number at the end of a statement":        "it takes 1. for a string",
				"turtle/good booleans":                                "it has no prefix true:",
				"turtle/good languages and datatypes":                 "it allows no blank behind ^^",
				"turtle/good blanks before a language and a datatype": "it allows no blank before @",
			}},
	}
	for _, r := range readers {
		t.Run(r.program, func(t *testing.T) {
			path, err := exec.LookPath(r.program)
			if err != nil {
				t.Skipf("%s is not installed (Debian: raptor2-utils, serdi)", r.program)
			}
			for _, c := range rdfCases(t) {
				if c.bad || r.names[c.format] == "" || strings.Contains(c.text, "\x00") {
					continue
				}
				file := filepath.Join(t.TempDir(), "document")
				if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
					t.Fatal(err)
				}
				out, err := exec.Command(path, r.args(r.names[c.format], file)...).Output()
				got, perr := parse(t, "nquads", string(out))
				want, werr := parse(t, "nquads", c.want)
				if werr != nil {
					t.Fatal(werr)
				}
				name := c.format + "/" + c.name
				if agree := err == nil && perr == nil && canonical(got) == canonical(want); agree == (r.wrong[name] != "") {
					t.Errorf("%s: %v %v\ngot\n%s\nwant\n%s", name, err, perr, out, c.want)
				}
			}
		})
	}
}
