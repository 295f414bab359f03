package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// This file is the one place where facts become quads: full IRIs, literals as plain or typed strings, never Cayley's
// native numbers and times, which leave it with wrong datatypes.

var (
	rdfType      = mustIRI("rdf:type")
	rdfsLabel    = mustIRI("rdfs:label")
	skosAlt      = mustIRI("skos:altLabel")
	owlSameAs    = mustIRI("owl:sameAs")
	kgISO3       = mustIRI("kg:iso3")
	kgRole       = mustIRI("kg:role")
	kgOfficeOf   = mustIRI("kg:officeOf")
	kgOffice     = mustIRI("kg:office")
	kgSentence   = mustIRI("kg:Sentence")
	kgText       = mustIRI("kg:text")
	kgSHA256     = mustIRI("kg:sha256")
	kgBegin      = mustIRI("kg:begin")
	kgEnd        = mustIRI("kg:end")
	kgMentions   = mustIRI("kg:mentions")
	kgAttributed = mustIRI("kg:attributedTo")
	kgEvent      = mustIRI("kg:Event")
	kgQuadClass  = mustIRI("kg:quadClass")

	rdfsSubClassOf = mustIRI("rdfs:subClassOf")
	isPartOf       = mustIRI("schema:isPartOf")
	published      = mustIRI("schema:datePublished")
	newsArticle    = mustIRI("schema:NewsArticle")
	headline       = mustIRI("schema:headline")
	articleURL     = mustIRI("schema:url")
	publisher      = mustIRI("schema:publisher")

	things     = quad.IRI(schema.ThingsGraph)
	background = quad.IRI(schema.BackgroundGraph)
	provenance = quad.IRI(schema.ProvenanceGraph)
	clusters   = quad.IRI(schema.ClustersGraph)
)

func mustIRI(name string) quad.IRI { return quad.IRI(schema.MustExpand(name)) }

// IRI is the IRI of a short name or of a full IRI, without angle brackets. It refuses names with an unknown prefix and
// characters that no IRI may have.
func IRI(name string) (quad.IRI, error) {
	full, ok := schema.Expand(name)
	if !ok && !strings.Contains(full, "://") && !strings.HasPrefix(full, "urn:") {
		prefix, _, found := strings.Cut(name, ":")
		if !found {
			return "", fmt.Errorf("%q is no IRI: it has no prefix, such as nation: or kg:", name)
		}
		return "", fmt.Errorf("%q is no IRI: there is no prefix %s:", name, prefix)
	}
	if err := checkIRI(full); err != nil {
		return "", err
	}
	return quad.IRI(full), nil
}

// literal makes the literal of a lexical form. Numbers become canonical, so that equal values are equal terms.
func literal(lexical, datatype string) (quad.Value, error) {
	if !utf8.ValidString(lexical) {
		return nil, fmt.Errorf("literal %.60q is not valid UTF-8", lexical)
	}
	var err error
	switch datatype {
	case "", "xsd:string":
		return quad.String(lexical), nil
	case "xsd:integer":
		lexical, err = canonicalInteger(lexical)
	case "xsd:decimal":
		lexical, err = canonicalDecimal(lexical)
	case "xsd:date", "xsd:gYearMonth", "xsd:gYear":
		if !schema.ValidDate(lexical) || schema.DateType(lexical) != datatype {
			err = fmt.Errorf("%q is no %s", lexical, datatype)
		}
	}
	if err != nil {
		return nil, err
	}
	typ, err := IRI(datatype)
	if err != nil {
		return nil, fmt.Errorf("datatype: %w", err)
	}
	return quad.TypedString{Value: quad.String(lexical), Type: typ}, nil
}

func canonicalInteger(s string) (string, error) {
	n, ok := new(big.Int).SetString(s, 10)
	if !ok || strings.Contains(s, "_") {
		return "", fmt.Errorf("%q is no xsd:integer", s)
	}
	return n.String(), nil
}

func canonicalDecimal(s string) (string, error) {
	digits := strings.TrimLeft(s, "+-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if len(s)-len(digits) > 1 || whole+fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return "", fmt.Errorf("%q is no xsd:decimal", s)
	}
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if strings.HasPrefix(s, "-") && whole != "0" {
		whole = "-" + whole
	}
	return whole, nil
}

// reading is what one article states, as quads.
type reading struct {
	article quad.IRI
	sha256  string
	// own are the quads of the article's graph and of its sentences' graphs, sorted, each once.
	own []quad.Quad
	// descriptions are what it contributes to the graphs that articles share.
	descriptions []description
}

// readingQuads is the one writer function: it turns a reading into quads, or says which fact cannot be one.
func readingQuads(r schema.Reading) (*reading, error) {
	b := &quadBuilder{reading: r}
	if err := b.build(); err != nil {
		return nil, fmt.Errorf("article %s: %w", r.Article.ID, err)
	}
	sum := sha256.Sum256([]byte(r.Article.Text))
	out := &reading{article: b.article, sha256: hex.EncodeToString(sum[:])}
	b.add(b.article, kgSHA256, quad.String(out.sha256), b.article)
	out.own = sortedUnique(b.own)
	out.descriptions = describe(b.shared)
	return out, nil
}

type quadBuilder struct {
	reading schema.Reading
	article quad.IRI
	own     []quad.Quad
	shared  []quad.Quad
	// offset[i] is the byte at which character i of the text begins.
	offset []int
}

func (b *quadBuilder) add(s quad.IRI, p quad.IRI, o quad.Value, g quad.IRI) {
	b.own = append(b.own, quad.Quad{Subject: s, Predicate: p, Object: o, Label: g})
}

func (b *quadBuilder) build() error {
	a := b.reading.Article
	if a.ID == "" {
		return errors.New("it has no ID")
	}
	if !utf8.ValidString(a.ID) || !utf8.ValidString(a.Text) {
		return errors.New("its ID or text is not valid UTF-8")
	}
	b.article = quad.IRI(schema.MustExpand(schema.ArticleName(a.ID)))
	for i := range a.Text {
		b.offset = append(b.offset, i)
	}
	b.offset = append(b.offset, len(a.Text))

	b.add(b.article, rdfType, newsArticle, b.article)
	b.add(b.article, kgText, quad.String(a.Text), b.article)
	for _, field := range []struct {
		predicate quad.IRI
		value     string
		datatype  string
	}{
		{published, a.Date, schema.DateType(a.Date)}, {headline, a.Headline, ""}, {articleURL, a.URL, "xsd:anyURI"}, {publisher, a.Publisher, ""},
	} {
		if field.value == "" {
			continue
		}
		value, err := literal(field.value, field.datatype)
		if err != nil {
			return fmt.Errorf("%s: %w", schema.Shorten(string(field.predicate)), err)
		}
		b.add(b.article, field.predicate, value, b.article)
	}
	sentences := make(map[schema.Span]bool, len(b.reading.Sentences))
	for _, s := range b.reading.Sentences {
		sentences[s.Span] = true
		if err := b.sentence(s); err != nil {
			return err
		}
	}
	for _, t := range b.reading.Things {
		if err := b.thing(t); err != nil {
			return fmt.Errorf("thing %s: %w", t.Name, err)
		}
	}
	for _, f := range b.reading.Facts {
		if f.Graph == schema.InSentence && !sentences[f.Sentence] {
			return fmt.Errorf("fact %s: characters %d to %d are no sentence of the article", factName(f), f.Sentence.Begin, f.Sentence.End)
		}
		if err := b.fact(f); err != nil {
			return fmt.Errorf("fact %s: %w", factName(f), err)
		}
	}
	return nil
}

func factName(f schema.Fact) string {
	return fmt.Sprintf("%s %s %.80q (rule %s)", f.Subject, f.Predicate, f.Object.Value, f.Rule)
}

func (b *quadBuilder) sentenceIRI(s schema.Span) quad.IRI {
	return quad.IRI(schema.MustExpand(schema.SentenceName(b.reading.Article.ID, s.Begin, s.End)))
}

func (b *quadBuilder) sentence(s schema.Sentence) error {
	if s.Begin < 0 || s.Begin >= s.End || s.End >= len(b.offset) {
		return fmt.Errorf("sentence %d to %d lies outside the text of %d characters", s.Begin, s.End, len(b.offset)-1)
	}
	iri := b.sentenceIRI(s.Span)
	b.add(iri, rdfType, kgSentence, b.article)
	b.add(iri, kgText, quad.String(b.reading.Article.Text[b.offset[s.Begin]:b.offset[s.End]]), b.article)
	b.add(iri, kgBegin, integer(s.Begin), b.article)
	b.add(iri, kgEnd, integer(s.End), b.article)
	b.add(iri, isPartOf, b.article, b.article)
	if date := b.reading.Article.Date; date != "" {
		value, err := literal(date, schema.DateType(date))
		if err != nil {
			return err
		}
		b.add(iri, published, value, b.article)
	}
	for _, list := range []struct {
		predicate quad.IRI
		names     []string
	}{{kgMentions, s.Mentions}, {kgAttributed, s.AttributedTo}} {
		for _, name := range list.names {
			thing, err := IRI(name)
			if err != nil {
				return fmt.Errorf("sentence %d to %d, %s: %w", s.Begin, s.End, schema.Shorten(string(list.predicate)), err)
			}
			b.add(iri, list.predicate, thing, b.article)
		}
	}
	return nil
}

func integer(n int) quad.Value {
	return quad.TypedString{Value: quad.String(fmt.Sprint(n)), Type: mustIRI("xsd:integer")}
}

func (b *quadBuilder) fact(f schema.Fact) error {
	s, err := IRI(f.Subject)
	if err != nil {
		return err
	}
	p, err := IRI(f.Predicate)
	if err != nil {
		return err
	}
	var o quad.Value
	if f.Object.Kind == schema.IRI {
		o, err = IRI(f.Object.Value)
	} else {
		o, err = literal(f.Object.Value, f.Object.Datatype)
	}
	if err != nil {
		return err
	}
	switch f.Graph {
	case schema.InSentence:
		b.add(s, p, o, b.sentenceIRI(f.Sentence))
	case schema.InArticle:
		b.add(s, p, o, b.article)
	case schema.InThings:
		b.shared = append(b.shared, quad.Quad{Subject: s, Predicate: p, Object: o, Label: things})
	case schema.InBackground:
		b.shared = append(b.shared, quad.Quad{Subject: s, Predicate: p, Object: o, Label: background})
	default:
		return fmt.Errorf("no such graph: %d", f.Graph)
	}
	return nil
}

func (b *quadBuilder) thing(t schema.Thing) error {
	for _, f := range thingFacts(t) {
		if f.Object.Value == "" {
			return fmt.Errorf("it has no %s", f.Predicate)
		}
		f.Graph, f.Subject = schema.InThings, t.Name
		if err := b.fact(f); err != nil {
			return fmt.Errorf("%s: %w", f.Predicate, err)
		}
	}
	return nil
}

func thingFacts(t schema.Thing) []schema.Fact {
	facts := []schema.Fact{
		{Predicate: "rdf:type", Object: schema.Ref(t.Class)},
		{Predicate: "rdfs:label", Object: schema.Text(t.Label)},
	}
	for _, alt := range t.Alt {
		facts = append(facts, schema.Fact{Predicate: "skos:altLabel", Object: schema.Text(alt)})
	}
	if t.ISO3 != "" {
		facts = append(facts, schema.Fact{Predicate: "kg:iso3", Object: schema.Text(t.ISO3)})
	}
	for _, same := range t.SameAs {
		facts = append(facts, schema.Fact{Predicate: "owl:sameAs", Object: schema.Ref(same)})
	}
	for _, role := range t.Roles {
		facts = append(facts, schema.Fact{Predicate: "kg:role", Object: schema.Ref(role)})
	}
	if t.Of != "" {
		facts = append(facts, schema.Fact{Predicate: "kg:officeOf", Object: schema.Ref(t.Of)})
	}
	return facts
}

// compareQuads orders quads by graph, subject, predicate and object, as their N-Quads text sorts.
func compareQuads(a, b quad.Quad) int {
	for _, pair := range [][2]quad.Value{{a.Label, b.Label}, {a.Subject, b.Subject}, {a.Predicate, b.Predicate}, {a.Object, b.Object}} {
		if c := compareValues(pair[0], pair[1]); c != 0 {
			return c
		}
	}
	return 0
}

// compareValues puts IRIs before literals and orders each by its text, then by datatype or language.
func compareValues(a, b quad.Value) int {
	ka, ta, da := sortKey(a)
	kb, tb, db := sortKey(b)
	if ka != kb {
		return ka - kb
	}
	if c := strings.Compare(ta, tb); c != 0 {
		return c
	}
	return strings.Compare(da, db)
}

func sortKey(v quad.Value) (kind int, text, more string) {
	switch v := v.(type) {
	case nil:
		return 0, "", ""
	case quad.IRI:
		return 1, string(v), ""
	case quad.BNode:
		return 2, string(v), ""
	case quad.String:
		return 3, string(v), ""
	case quad.TypedString:
		return 3, string(v.Value), string(v.Type)
	case quad.LangString:
		return 3, string(v.Value), "@" + v.Lang
	}
	return 4, v.String(), ""
}

func sortedUnique(quads []quad.Quad) []quad.Quad {
	sort.Slice(quads, func(i, j int) bool { return compareQuads(quads[i], quads[j]) < 0 })
	out := quads[:0]
	for i, q := range quads {
		if i == 0 || q != quads[i-1] {
			out = append(out, q)
		}
	}
	return out
}

// difference tells what to delete and what to add to come from one sorted list of quads to another.
func difference(from, to []quad.Quad) (deletes, adds []quad.Quad) {
	for len(from) > 0 || len(to) > 0 {
		c := 0
		switch {
		case len(from) == 0:
			c = 1
		case len(to) == 0:
			c = -1
		default:
			c = compareQuads(from[0], to[0])
		}
		if c <= 0 {
			if c < 0 {
				deletes = append(deletes, from[0])
			}
			from = from[1:]
		}
		if c >= 0 {
			if c > 0 {
				adds = append(adds, to[0])
			}
			to = to[1:]
		}
	}
	return deletes, adds
}
