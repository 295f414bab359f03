package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// hostileTexts are literals that writers get wrong.
var hostileTexts = []string{
	"", " ", "  two  blanks  ", "plain", `quo"te`, `ends in "`, `"begins`, `""`, "line\nends in \"", "\"\"\"", "a\"\"\"b", "'''", "it's", `back\slash`, `\`, `ends in \`,
	`\"`, `\\"`, `\n is no line end`, `\u0041`, `\N \G \l`, "\n", "\n\n", "ends in a line end\n", "\nbegins so", "tab\tcr\rlf\n", "\r\n", "\r", "\t", " \n ",
	"ünïcödé — “quotes” ‘ ’", "naïve café", "Ελληνικά", "Русский", "中文新聞", "日本語テキスト", "한국어", "ไทย", "हिन्दी",
	"emoji 🚀", "👩‍👩‍👧‍👦 family", "🏳️‍🌈", "𝒜𝓈𝓉𝓇𝒶𝓁 𐍈 𠜎", "\U0010fffd", "\U0001F1EE\U0001F1F3",
	"‏עברית", "العربية", "a\u202eb\u202cc", "\u2066iso\u2069", "\u200b\u200d", "e\u0301", "é", "\u00a0", "\u00ad", "\u2028\u2029\u0085", "\ufeffbom", "\ufffd", "\ue000",
	"\u007f", "\u0080\u009f",
	"<http://example.org/a>", "_:b1", `"x"@en`, `"5"^^<http://www.w3.org/2001/XMLSchema#integer>`, "@prefix a: <b> .", "@id", "@value", "# no comment", ". ; ,", "a", "true", "5", "-0.0", "1e5", "NaN",
	"<b>bold</b> &amp; & ]]> <!-- -->", "<![CDATA[x]]>", "&#10;", "%20 %zz", "{}[]()", "[", `["a","b"]`, "[]", "{\"a\": 1}", "a,b;c|d", "=1+1", "null", "None",
	"kg:Actual", "nation:India", "https://w3id.org/newskg/nation/India", "$1 ${x} `y`", "\\\n", "--", "//", "/* */", "graph", "node", "strict digraph {", strings.Repeat("long ", 20000),
}

// controlTexts are what XML 1.0 does not have.
var controlTexts = []string{"\x01", "a\x02b", "\x07\x08", "\x0b\x0c", "\x0e\x1f", "\x1b[31m", "ends\x01", "\x10\n\""}

var hostileIRIs = []string{
	"https://w3id.org/newskg/nation/India", "https://w3id.org/newskg/weapon/F-16C%2FD", "https://w3id.org/newskg/article/a/b~c#char=0,5",
	"https://w3id.org/newskg/article/x.", "https://w3id.org/newskg/article/x.y", "https://w3id.org/newskg/nation/-x", "https://w3id.org/newskg/nation/", "https://w3id.org/newskg/nation/_x",
	"https://w3id.org/newskg/nation/x-", "https://w3id.org/newskg/nation/1", "https://w3id.org/newskg/nation/a/b", "https://w3id.org/newskg/nation/a:b", "https://w3id.org/newskg/nation/a%20b",
	"https://w3id.org/newskg/ns#a(b)", "https://w3id.org/newskg/ns#", "https://w3id.org/newskg/ns#true", "http://example.org/é/ü?a=b&c=d#e'f;g,h", "http://example.org/a?b?c", "http://example.org/a#b?c/d",
	"http://example.org/中文", "http://例え.jp/x", "http://example.org/𠜎", "http://example.org/עברית", "http://example.org/e\u0301", "http://example.org/?q=\ue000",
	"http://example.org", "http://example.org/", "http://example.org//", "http://example.org/.", "http://example.org/a/../b", "http://example.org/a/./b", "HTTP://EXAMPLE.org/", "http://example.org:80/",
	"http://user:pw@example.org/", "http://[::1]/", "http://[2001:db8::1]:8080/a", "http://127.0.0.1/", "http://example.org/~a", "http://example.org/a;b=c", "http://example.org/a,b", "http://example.org/a!b",
	"http://example.org/a*b", "http://example.org/a+b", "http://example.org/a@b", "http://example.org/$a", "http://example.org/a'b", "http://example.org/a&amp;b", "http://example.org/a&b", "http://example.org/a=b",
	"urn:uuid:1-2-3", "urn:isbn:0451450523", "tag:example.org,2020:x", "mailto:a@b.example", "tel:+1-816-555-1212", "data:,x", "file:///etc/passwd", "x:y", "x-y.z+1:a", "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#_1", "http://www.w3.org/2001/XMLSchema#string", "https://schema.org/name", "http://schema.org/name", "http://example.org/" + strings.Repeat("long", 500),
}

// hostilePredicates end in a name, as RDF/XML must have them.
var hostilePredicates = []string{
	"http://example.org/p", "http://example.org/ns#p.q", "http://example.org/ns#p-q", "http://example.org/ns#_p", "http://example.org/1p", "http://example.org/é", "http://example.org/a(b", "http://example.org/a&b",
	"urn:x:p", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/1999/02/22-rdf-syntax-ns#value", "http://www.w3.org/1999/02/22-rdf-syntax-ns#first", "https://w3id.org/newskg/ns#p", "https://w3id.org/newskg/ns#1p",
	"http://www.w3.org/2002/07/owl#sameAs", "http://example.org/中文", "http://example.org/x%20y",
}

// unnamedPredicates are those that RDF/XML does not have.
var unnamedPredicates = []string{"http://example.org/", "urn:uuid:1-2-3", "http://example.org/a#1", "http://www.w3.org/1999/02/22-rdf-syntax-ns#li", "http://www.w3.org/1999/02/22-rdf-syntax-ns#Description", "http://example.org/p(q)"}

// xsdTypes are all datatypes that RDF takes from XML Schema, with spellings that are not canonical or not valid: they
// have to come back as they are.
var xsdTypes = map[string][]string{
	"string": {"a"}, "boolean": {"true", "1", "yes"}, "decimal": {"1.0", "1.", "+5", "-0", ".5", "5000000000", "00.10"}, "integer": {"1", "007", "+5", "-0", "99999999999999999999", "x"},
	"double": {"1e0", "1.0E5", "INF", "-INF", "NaN", "1", "0.1e-7"}, "float": {"1.5", "1E400"}, "date": {"2020-06-23", "2020-06-23Z", "2020-13-45"}, "time": {"12:00:00", "24:00:00+02:00"},
	"dateTime": {"2020-06-23T12:00:00", "2020-06-23T12:00:00.123456789+05:30"}, "dateTimeStamp": {"2020-06-23T12:00:00Z"}, "gYear": {"2020", "-0044", "20"}, "gYearMonth": {"2020-06"}, "gMonth": {"--06"}, "gDay": {"---23"}, "gMonthDay": {"--06-23"},
	"duration": {"P1Y2M3DT4H"}, "yearMonthDuration": {"P1Y"}, "dayTimeDuration": {"PT36H"}, "byte": {"-128", "300"}, "short": {"1"}, "int": {"1"}, "long": {"1"}, "unsignedByte": {"255"}, "unsignedShort": {"1"}, "unsignedInt": {"1"}, "unsignedLong": {"18446744073709551615"},
	"positiveInteger": {"1"}, "nonNegativeInteger": {"0"}, "negativeInteger": {"-1"}, "nonPositiveInteger": {"0"}, "hexBinary": {"0fB7"}, "base64Binary": {"SGk=", "not base 64"}, "anyURI": {"http://a b"},
	"language": {"en"}, "normalizedString": {" a "}, "token": {" a  b "}, "NMTOKEN": {"a"}, "Name": {"a"}, "NCName": {"a"},
}

var hostileLanguages = []string{"en", "EN", "en-GB", "de-AT-1996", "zh-Hant-TW", "sr-Latn-RS", "x-klingon", "a", "ar", "he"}

// hostileQuads have a hostile term each. The kinds of quads that a format or reader cannot hold are left out.
func hostileQuads(without func(quad.Quad) bool) []quad.Quad {
	var out []quad.Quad
	add := func(q quad.Quad) {
		if without == nil || !without(q) {
			out = append(out, q)
		}
	}
	s, p, g := quad.IRI("https://w3id.org/newskg/event/e"), quad.IRI("https://w3id.org/newskg/ns#what"), quad.IRI("https://w3id.org/newskg/article/a#char=0,5")
	for _, text := range slices.Concat(hostileTexts, controlTexts, []string{"\x00", "a\x00b"}) {
		for _, o := range []quad.Value{quad.String(text), quad.TypedString{Value: quad.String(text), Type: "http://example.org/type"}, quad.LangString{Value: quad.String(text), Lang: "en-GB"}} {
			add(quad.Quad{Subject: s, Predicate: p, Object: o, Label: g})
		}
	}
	for _, lang := range hostileLanguages {
		add(quad.Quad{Subject: s, Predicate: quad.IRI("http://example.org/" + lang), Object: quad.LangString{Value: "text", Lang: lang}, Label: g})
	}
	for _, iri := range hostileIRIs {
		i := quad.IRI(iri)
		add(quad.Quad{Subject: i, Predicate: p, Object: i, Label: i})
		add(quad.Quad{Subject: i, Predicate: p, Object: quad.TypedString{Value: "x", Type: i}, Label: i})
		add(quad.Quad{Subject: i, Predicate: p, Object: i})
	}
	for _, iri := range slices.Concat(hostilePredicates, unnamedPredicates) {
		add(quad.Quad{Subject: s, Predicate: quad.IRI(iri), Object: s, Label: g})
		add(quad.Quad{Subject: s, Predicate: quad.IRI(iri), Object: quad.String("a"), Label: g})
	}
	for name, texts := range xsdTypes {
		for _, text := range texts {
			add(quad.Quad{Subject: s, Predicate: p, Object: quad.TypedString{Value: quad.String(text), Type: mustIRI("xsd:" + name)}, Label: g})
			add(quad.Quad{Subject: s, Predicate: mustIRI("kg:killed"), Object: quad.TypedString{Value: quad.String(text), Type: mustIRI("xsd:" + name)}, Label: g})
		}
	}
	for _, label := range []string{"b1", "b_2", "0a", "é", "a.b c", "x_62", ""} {
		add(quad.Quad{Subject: quad.BNode(label), Predicate: p, Object: quad.String("blank " + label), Label: g})
		add(quad.Quad{Subject: s, Predicate: p, Object: quad.BNode(label), Label: g})
	}
	return sortedUnique(out)
}

func allFormats() []string {
	var names []string
	for _, f := range Formats() {
		if f.Name != "plover-jsonl" {
			names = append(names, f.Name)
		}
	}
	return names
}

// writeFormat writes quads in a format as an export would, those of a format of two files one after the other.
func writeFormat(name string, quads []quad.Quad) ([]byte, error) {
	f, err := FindFormat(name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	parts := f.Parts
	if parts == nil {
		parts = []Format{*f}
	}
	for _, part := range parts {
		if err := writePart(&b, part, quads); err != nil {
			return b.Bytes(), err
		}
	}
	return b.Bytes(), nil
}

func writePart(w io.Writer, f Format, quads []quad.Quad) error {
	if f.NewWriter == nil {
		return f.fromQuads(w, func(fn func(quad.Quad) error) error {
			for _, q := range quads {
				if err := fn(q); err != nil {
					return err
				}
			}
			return nil
		})
	}
	out := f.NewWriter(w)
	for _, q := range quads {
		if err := out.WriteQuad(q); err != nil {
			return err
		}
	}
	return out.Close()
}

// text is the text of a quad's literal.
func literalText(q quad.Quad) string {
	text, _, _, _ := literalParts(q.Object)
	return text
}

// cannotHold tells what a format refuses, for a reason that the format has.
func cannotHold(format string) func(quad.Quad) bool {
	nul := func(q quad.Quad) bool { return strings.Contains(literalText(q), "\x00") }
	control := func(q quad.Quad) bool {
		return nul(q) || slices.ContainsFunc(controlTexts, func(s string) bool { return literalText(q) == s })
	}
	switch format {
	case "rdfxml":
		return func(q quad.Quad) bool {
			return control(q) || slices.Contains(unnamedPredicates, string(q.Predicate.(quad.IRI)))
		}
	case "graphml", "gexf":
		return control
	case "dot", "csv":
		return nul
	}
	return func(quad.Quad) bool { return false }
}

// What a format cannot hold is refused with an error that names the quad; all the rest is written.
func TestHostileTerms(t *testing.T) {
	terms := make(map[quad.Value]bool)
	for _, q := range hostileQuads(nil) {
		for _, v := range []quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
			terms[v] = true
		}
	}
	if len(terms) < 250 {
		t.Errorf("only %d hostile terms", len(terms))
	}
	for _, name := range allFormats() {
		cannot := cannotHold(name)
		for _, q := range hostileQuads(nil) {
			_, err := writeFormat(name, []quad.Quad{q})
			switch {
			case err == nil && cannot(q):
				t.Errorf("%s writes %v, which it cannot hold", name, q)
			case err != nil && !cannot(q):
				t.Errorf("%s: %v", name, err)
			case err != nil && !strings.Contains(err.Error(), q.String()):
				t.Errorf("%s does not name the quad %v: %v", name, q, err)
			}
		}
	}
}

// readers are other programs, with what they do wrong themselves.
var readers = []struct {
	name     string
	programs []string // that have to be there
	modules  []string // of Debian's Python
	debian   string
	formats  []string
	cannot   func(format string, q quad.Quad) bool
}{
	{name: "rdflib", modules: []string{"rdflib"}, debian: "python3-rdflib", formats: []string{"nquads", "ntriples", "turtle", "trig", "jsonld", "rdfxml"}, cannot: rdflibCannot},
	{name: "rapper", programs: []string{"rapper"}, debian: "raptor2-utils", formats: []string{"nquads", "ntriples", "turtle", "trig", "rdfxml"}, cannot: rapperCannot},
	{name: "serdi", programs: []string{"serdi"}, debian: "serdi", formats: []string{"nquads", "ntriples", "turtle", "trig"}, cannot: nothing},
	{name: "networkx", modules: []string{"networkx"}, debian: "python3-networkx", formats: []string{"graphml", "gexf", "cytoscape"}, cannot: nothing},
	{name: "csv", formats: []string{"csv"}, cannot: nothing},
	{name: "graphviz", programs: []string{"gvpr"}, debian: "graphviz", formats: []string{"dot"}, cannot: nothing},
}

func nothing(string, quad.Quad) bool { return false }

// rdflib 6 takes blanks from tokens, and reads "\\\\n" and "\\\\u0041" of N-Triples in the wrong order.
func rdflibCannot(format string, q quad.Quad) bool {
	typed, _ := q.Object.(quad.TypedString)
	text := literalText(q)
	return typed.Type == mustIRI("xsd:token") || (format == "nquads" || format == "ntriples") && (strings.Contains(text, `\n`) || strings.Contains(text, `\u0041`))
}

// rapper ends literals at NUL, and takes "." and ".." from the paths of IRIs.
func rapperCannot(format string, q quad.Quad) bool {
	iri, _ := q.Subject.(quad.IRI)
	return strings.Contains(literalText(q), "\x00") || strings.Contains(string(iri)+"/", "/./") || strings.Contains(string(iri), "/../")
}

// debianPython is the Python that has Debian's modules; another may come first in the path.
const debianPython = "/usr/bin/python3"

// Other programs read what is written, and read the same.
func TestOtherReaders(t *testing.T) {
	if _, err := os.Stat(debianPython); err != nil {
		t.Skipf("%s is not there: it compares", debianPython)
	}
	model := filepath.Join(t.TempDir(), "model.json")
	writeModel(t, model)
	for _, r := range readers {
		for _, format := range r.formats {
			t.Run(r.name+"/"+format, func(t *testing.T) {
				for _, program := range r.programs {
					if _, err := exec.LookPath(program); err != nil {
						t.Skipf("%s is not installed (Debian: %s)", program, r.debian)
					}
				}
				for _, module := range r.modules {
					if err := exec.Command(debianPython, "-c", "import "+module).Run(); err != nil {
						t.Skipf("%s has no %s (Debian: %s)", debianPython, module, r.debian)
					}
				}
				dir := t.TempDir()
				cannot := cannotHold(format)
				quads := hostileQuads(func(q quad.Quad) bool { return cannot(q) || r.cannot(format, q) })
				reference, file := filepath.Join(dir, "reference.nq"), filepath.Join(dir, "graph")
				f, err := FindFormat(format)
				if err != nil {
					t.Fatal(err)
				}
				files := map[string][]byte{reference: write(t, "nquads", quads)}
				if f.Parts == nil {
					files[file] = write(t, format, quads)
				} else {
					for _, part := range f.Parts {
						var b bytes.Buffer
						if err := writePart(&b, part, quads); err != nil {
							t.Fatal(err)
						}
						files[file+"-"+part.Name+".csv"] = b.Bytes()
					}
					file += ".csv"
				}
				for name, data := range files {
					if err := os.WriteFile(name, data, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				out, err := exec.Command(debianPython, filepath.Join("..", "testdata", "roundtrip.py"), model, reference, r.name+":"+format+"="+file).CombinedOutput()
				if err != nil {
					t.Errorf("%v: %s", err, out)
				}
			})
		}
	}
}

// writeModel tells the comparing script what it has to know of the model.
func writeModel(t *testing.T, file string) {
	t.Helper()
	usual, prefixes, words := map[string]string{}, map[string]string{}, []string{}
	for _, p := range schema.Prefixes() {
		prefixes[p.Name] = p.IRI
	}
	for _, p := range vocabulary.Properties {
		switch {
		case slices.Contains(p.Range, "xsd:date"):
			usual[p.Name] = "date"
		case p.Literal && strings.HasPrefix(p.Range[len(p.Range)-1], "xsd:"):
			usual[p.Name] = p.Range[len(p.Range)-1]
		}
	}
	for v := range wordProperties {
		words = append(words, shortName(v))
	}
	data, err := json.Marshal(map[string]any{"prefixes": prefixes, "usual": usual, "words": words})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestBlankNodesStayApart(t *testing.T) {
	labels := []string{"b1", "b_2", "0a", "é", "a.b c", "x_62", "x_", "", "b", "x_785f3632"}
	seen := make(map[string]string)
	for _, label := range labels {
		out := blankLabel(label)
		if other, ok := seen[out]; ok {
			t.Errorf("%q and %q both become %s", label, other, out)
		}
		seen[out] = label
	}
}

func TestIRIs(t *testing.T) {
	for _, iri := range slices.Concat(hostileIRIs, hostilePredicates, unnamedPredicates) {
		if err := checkIRI(iri); err != nil {
			t.Errorf("%q is refused: %v", iri, err)
		}
	}
	for _, iri := range []string{
		"", "a", "/a", "//a/b", "#a", "a b", ":a", "1a:b", "http", "http ://a", "é:a", "http://a b/", "http://a/b c", "http://a/<b>", "http://a/\"", "http://a/{b}", "http://a/|", "http://a/\\", "http://a/^", "http://a/`",
		"http://a/\n", "http://a/\x00", "http://a/\x7f", "http://a/\u0080", "http://a/\ufffe", "http://a/\ue000", "http://a/\xff", "http://a/%", "http://a/%2", "http://a/%zz", "http://a#b#c", "http://a/[b]", "http://[::1", "http://[g]/",
		"http://a:b/", "http://a:1:2/", "http://[::1]x/", "Barack Obama", "http://a/\u2028\x01", "http://exa mple/", "http://a@b@c/", "http://a%zz/",
	} {
		if err := checkIRI(iri); err == nil {
			t.Errorf("%q is taken", iri)
		}
	}
}

// A sorter that has to write gives the same as one that has not.
func TestSorterSpills(t *testing.T) {
	quads := hostileQuads(nil)
	collect := func(limit int) []string {
		s := newSorter()
		s.limit = limit
		defer s.close()
		for _, q := range slices.Concat(quads, quads[:len(quads)/2]) {
			if err := s.add(q); err != nil {
				t.Fatal(err)
			}
		}
		var out []string
		for range 2 {
			if err := s.each(func(q quad.Quad) error { out = append(out, fmt.Sprintf("%#v", q)); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		return out
	}
	want := collect(1 << 30)
	if len(want) != 2*len(quads) {
		t.Errorf("%d quads became %d in two readings", len(quads), len(want))
	}
	sorted := slices.Clone(quads)
	slices.SortFunc(sorted, func(a, b quad.Quad) int {
		for _, p := range [][2]quad.Value{{a.Subject, b.Subject}, {a.Predicate, b.Predicate}, {a.Object, b.Object}, {a.Label, b.Label}} {
			if c := compareValues(p[0], p[1]); c != 0 {
				return c
			}
		}
		return 0
	})
	for i, q := range sorted {
		if want[i] != fmt.Sprintf("%#v", q) {
			t.Fatalf("quad %d is %s, not %#v", i, want[i], q)
		}
	}
	for _, limit := range []int{1, 5000, 300000} {
		if got := collect(limit); !slices.Equal(got, want) {
			t.Errorf("with %d bytes of memory the order is another", limit)
		}
	}
	s := newSorter()
	defer s.close()
	stop := errors.New("stop")
	if err := s.add(quads[0]); err != nil {
		t.Fatal(err)
	}
	if err := s.each(func(quad.Quad) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error is lost: %v", err)
	}
}
