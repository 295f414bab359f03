package schema

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Base is the root of every IRI that kg mints.
const Base = "https://w3id.org/newskg/"

// Named graphs that belong to no article (model.md, "Evidence").
const (
	ThingsGraph     = Base + "things"
	BackgroundGraph = Base + "background"
	ClustersGraph   = Base + "clusters"
	ProvenanceGraph = Base + "provenance"
	ImportGraphBase = Base + "import/"
)

// Prefix is one row of the prefix table.
type Prefix struct{ Name, IRI string }

// Prefixes is the one prefix table of the program, in the order in which exports declare it. The kinds of things come
// first, then reused vocabularies.
func Prefixes() []Prefix { return prefixes }

var prefixes = []Prefix{
	{"kg", Base + "ns#"},
	{"nation", Base + "nation/"},
	{"person", Base + "person/"},
	{"office", Base + "office/"},
	{"org", Base + "org/"},
	{"weapon", Base + "weapon/"},
	{"agreement", Base + "agreement/"},
	{"place", Base + "place/"},
	{"event", Base + "event/"},
	{"article", Base + "article/"},
	{"quantity", Base + "quantity/"},
	{"tenure", Base + "tenure/"},
	{"cluster", Base + "cluster/"},
	{"plover", Base + "plover#"},
	{"shape", Base + "shape/"},
	{"schema", "https://schema.org/"},
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
	{"owl", "http://www.w3.org/2002/07/owl#"},
	{"xsd", "http://www.w3.org/2001/XMLSchema#"},
	{"skos", "http://www.w3.org/2004/02/skos/core#"},
	{"prov", "http://www.w3.org/ns/prov#"},
	{"time", "http://www.w3.org/2006/time#"},
	{"dcterms", "http://purl.org/dc/terms/"},
	{"wd", "http://www.wikidata.org/entity/"},
	{"w3org", "http://www.w3.org/ns/org#"},
	{"sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"},
	{"nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"},
	{"sh", "http://www.w3.org/ns/shacl#"},
}

var prefixIRI = func() map[string]string {
	m := make(map[string]string, len(prefixes))
	for _, p := range prefixes {
		m[p.Name] = p.IRI
	}
	return m
}()

// byLongestIRI orders the prefixes so that the longest namespace wins when an IRI is shortened.
var byLongestIRI = func() []Prefix {
	ps := append([]Prefix(nil), prefixes...)
	sort.SliceStable(ps, func(i, j int) bool { return len(ps[i].IRI) > len(ps[j].IRI) })
	return ps
}()

// Expand turns a short name (nation:India, kg:seeks) into its full IRI. A name whose prefix is not in the table comes
// back unchanged with ok false.
func Expand(name string) (iri string, ok bool) {
	prefix, local, found := strings.Cut(name, ":")
	if !found || strings.HasPrefix(local, "//") {
		return name, false
	}
	ns, known := prefixIRI[prefix]
	if !known {
		return name, false
	}
	return ns + local, true
}

// MustExpand is Expand for names written in this program: it panics on an unknown prefix.
func MustExpand(name string) string {
	iri, ok := Expand(name)
	if !ok {
		panic("schema: no such prefix: " + name)
	}
	return iri
}

// Shorten turns a full IRI into its short name, by the longest namespace that fits; an IRI outside the table comes
// back unchanged.
func Shorten(iri string) string {
	for _, p := range byLongestIRI {
		if len(iri) > len(p.IRI) && strings.HasPrefix(iri, p.IRI) {
			return p.Name + ":" + iri[len(p.IRI):]
		}
	}
	return iri
}

// LocalName makes the local part of an IRI from a label: blanks become "_", accents fold to ASCII, and whatever is
// then not a letter, digit, "-", "." or "_" is percent-encoded (model.md, "Names").
func LocalName(label string) string {
	var b strings.Builder
	for _, r := range Fold(strings.Join(strings.Fields(label), " ")) {
		switch {
		case r == ' ':
			b.WriteByte('_')
		case r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)), r == '-', r == '.', r == '_':
			b.WriteRune(r)
		default:
			for _, c := range []byte(string(r)) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		}
	}
	return b.String()
}

// letters are the Latin letters that Unicode does not decompose.
var letters = strings.NewReplacer("ł", "l", "Ł", "L", "ø", "o", "Ø", "O", "đ", "d", "Đ", "D", "ð", "d", "Ð", "D",
	"þ", "th", "Þ", "Th", "ß", "ss", "ı", "i", "æ", "ae", "Æ", "Ae", "œ", "oe", "Œ", "Oe", "ə", "a", "Ə", "A",
	"’", "'", "‘", "'", "‐", "-", "‑", "-", "–", "-")

// Fold removes accents from Latin letters and makes quotes and hyphens plain; other scripts stay as they are.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	s = letters.Replace(s)
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// ArticleName is the short name of an article: its ID, percent-encoded outside A-Za-z0-9._~/-.
func ArticleName(id string) string {
	var b strings.Builder
	b.WriteString("article:")
	for i := 0; i < len(id); i++ {
		c := id[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("._~/-", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// SentenceName is the short name of a sentence, an RFC 5147 character range of its article: begin and end count
// Unicode characters of the article's text, end exclusive.
func SentenceName(articleID string, begin, end int) string {
	return fmt.Sprintf("%s#char=%d,%d", ArticleName(articleID), begin, end)
}
