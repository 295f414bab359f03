package graph

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/cayleygraph/quad"
	"github.com/tggo/goRDFlib/shacl"

	"github.com/newskg/kg/schema"
)

// Severity is how bad a finding is.
type Severity string

// What must not be, what may be so in a part of a graph, and what is rightly so now and then.
const (
	Fault   Severity = "violation"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Finding is one way in which a graph is not as the shapes want it.
type Finding struct {
	Severity Severity `json:"severity"`
	// Thing is what is at fault, by its short name, and Label what people call it.
	Thing string `json:"thing"`
	Label string `json:"label"`
	// Property and Value are the statement at fault, empty where it is the thing as a whole or a statement is missing.
	Property string `json:"property,omitempty"`
	Value    string `json:"value,omitempty"`
	// Wrong says what is found, Wanted what the shape asks for.
	Wrong  string `json:"wrong"`
	Wanted string `json:"wanted"`
	// Shape is the short name of the shape or of the check that SHACL has no words for, Component the IRI of its
	// constraint.
	Shape     string `json:"shape"`
	Component string `json:"component"`
	// Graph is where the statement stands, Sentence its text where it is a sentence.
	Graph    string `json:"graph,omitempty"`
	Sentence string `json:"sentence,omitempty"`

	focus, path, value quad.Value
}

// Validation is what was validated.
type Validation struct {
	// Quads do not count the ontology, which every store holds.
	Quads    int `json:"quads"`
	Articles int `json:"articles"`
	// NoGraph counts the quads that stand in no graph, as in a file of a format without graphs: where no article is
	// there either, their evidence is not asked for.
	NoGraph int `json:"noGraph"`
	// Faults, Warnings and Infos count the findings.
	Faults   int `json:"violations"`
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
}

// chunkQuads is about how many quads are held against the shapes at once: enough that reading the shapes for each chunk
// costs little, few enough that memory stays flat.
const chunkQuads = 5000

// Validate holds the store against the shapes and calls each for every finding, article by article. What articles share
// is taken a few hundred things at a time, so memory grows only with the number of things (their names) and with the
// statements that stand in no article: an import, or a file without graphs, is held in memory whole.
func (s *Store) Validate(ctx context.Context, each func(Finding) error) (Validation, error) {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return Validation{}, err
	}
	defer done()
	v := &validator{r: tx, each: each, seen: make(map[string]bool)}
	if err := v.run(); err != nil {
		return v.total, fmt.Errorf("graph: validate: %w", err)
	}
	return v.total, nil
}

// shapesGraph is the shapes as the engine reads them.
var shapesGraph = sync.OnceValue(func() *shacl.Graph {
	g, err := shacl.LoadTurtle(strings.NewReader(schema.Shapes()), schema.Base+"shape/")
	if err != nil {
		panic(fmt.Sprintf("graph: the shapes in the program: %v", err)) // tests hold them to be well-formed
	}
	return g
})

// shapeParts are the shapes in parts, each whole shapes: the engine looks at every triple of a graph of shapes once for
// each shape in it, so that many small graphs cost less than one.
var shapeParts = sync.OnceValue(func() []*shacl.Graph {
	all := shapesGraph()
	var parts []*shacl.Graph
	taken := make(map[shacl.Term]bool)
	for i, shape := range all.Subjects(shacl.IRI(shacl.RDFType), shacl.IRI(shacl.SH+"NodeShape")) {
		if i%10 == 0 {
			parts = append(parts, shacl.NewGraph())
			clear(taken)
		}
		reach := []shacl.Term{shape}
		for len(reach) > 0 {
			subject := reach[0]
			reach = reach[1:]
			if taken[subject] {
				continue
			}
			taken[subject] = true
			for _, t := range all.All(&subject, nil, nil) {
				parts[len(parts)-1].Add(t.Subject, t.Predicate, t.Object)
				if t.Object.IsBlank() || t.Predicate.Value() == shacl.SH+"property" {
					reach = append(reach, t.Object)
				}
			}
		}
	}
	return parts
})

type validator struct {
	r     *reader
	each  func(Finding) error
	total Validation
	// seen are the findings that were given, as chunks overlap in what describes things.
	seen map[string]bool
}

func (v *validator) run() error {
	ontology := make(map[quad.Quad]bool)
	for _, q := range ontologyQuads() {
		ontology[q] = true
	}
	// One look at every quad: what no article has, and the names of what articles share.
	var loose []quad.Quad
	shared := make(map[quad.Value]bool)
	stated := 0
	err := v.r.all(func(q quad.Quad) error {
		if q.Label == background && ontology[q] {
			return nil
		}
		v.total.Quads++
		switch kind := KindOf(q.Label); {
		case q.Label == nil:
			v.total.NoGraph++
			loose = append(loose, q)
		case kind == "imports":
			loose = append(loose, q)
		case kind == "things", kind == "background":
			shared[q.Subject] = true
		case kind == "sentences", kind == "articles":
			stated++
		}
		return nil
	})
	if err != nil {
		return err
	}
	names := slices.SortedFunc(maps.Keys(shared), compareValues)
	clear(shared)
	for names := range slices.Chunk(names, chunkQuads/10) {
		c := v.chunk()
		for _, name := range names {
			quads, err := v.r.quads(quad.Subject, name)
			if err != nil {
				return err
			}
			for _, q := range sortedUnique(quads) {
				if (q.Label == things || q.Label == background) && !ontology[q] {
					c.add(q)
				}
			}
		}
		c.checkShared()
		if err := c.finish(); err != nil {
			return err
		}
	}
	articles, err := v.r.articles()
	if err != nil {
		return err
	}
	v.total.Articles = len(articles)
	c := v.chunk()
	for _, article := range articles {
		var quads []quad.Quad
		if err := v.r.walkArticle(article, func(q quad.Quad) error {
			quads = append(quads, q)
			return nil
		}); err != nil {
			return err
		}
		stated -= len(quads)
		for _, q := range quads {
			c.add(q)
		}
		c.checkArticle(article, quads)
		if len(c.quads) >= chunkQuads {
			if err := c.finish(); err != nil {
				return err
			}
			c = v.chunk()
		}
	}
	if err := c.finish(); err != nil {
		return err
	}
	if stated != 0 { // some quads stand in graphs that no article has
		if err := v.unevidenced(); err != nil {
			return err
		}
	}
	if len(loose) > 0 {
		c := v.chunk()
		for _, q := range sortedUnique(loose) {
			c.add(q)
		}
		if len(articles) > 0 {
			c.checkLoose()
		}
		return c.finish()
	}
	return nil
}

// all calls fn with every quad.
func (r *reader) all(fn func(quad.Quad) error) error {
	return r.overAll(r.qs.QuadsAllIterator(), fn)
}

// chunk is some quads that are held against the shapes together.
type chunk struct {
	v     *validator
	quads []quad.Quad
	// of are the quads of a subject.
	of map[quad.Value][]quad.Quad
	// own are what the checks of our own found; their words wait until the chunk is described.
	own      []Finding
	findings []Finding
}

func (v *validator) chunk() *chunk { return &chunk{v: v, of: make(map[quad.Value][]quad.Quad)} }

func (c *chunk) add(q quad.Quad) {
	c.quads = append(c.quads, q)
	c.of[q.Subject] = append(c.of[q.Subject], q)
}

// describe adds what the shapes look at beyond the chunk: what the things are that it names, and the clusters of its
// events.
func (c *chunk) describe() error {
	described := make(map[quad.Value]bool)
	for i := 0; i < len(c.quads); i++ {
		q := c.quads[i]
		for _, end := range []quad.Value{q.Subject, q.Object} {
			if _, ok := end.(quad.IRI); !ok || described[end] {
				continue
			}
			described[end] = true
			if schema.ClassOf(shortName(end)) == "" {
				continue // a sentence, a class, a value
			}
			had := c.of[end]
			quads, err := c.v.r.quads(quad.Subject, end)
			if err != nil {
				return err
			}
			for _, q := range sortedUnique(quads) {
				if (q.Label == things || q.Label == clusters || q.Label == background && q.Predicate == rdfType) && !slices.Contains(had, q) {
					c.add(q)
				}
			}
		}
	}
	return nil
}

// finish holds the chunk against the shapes and gives its findings in order.
func (c *chunk) finish() error {
	if len(c.quads) == 0 {
		return nil
	}
	if err := c.v.r.ctx.Err(); err != nil {
		return err
	}
	if err := c.describe(); err != nil {
		return err
	}
	c.checkForms()
	for _, f := range c.own {
		c.found(f)
	}
	data := shacl.NewGraph()
	type triple struct{ s, p, o quad.Value }
	added := make(map[triple]bool, len(c.quads))
	for _, q := range c.quads {
		if t := (triple{q.Subject, q.Predicate, q.Object}); !added[t] {
			added[t] = true
			data.Add(shaclTerm(q.Subject), shaclTerm(q.Predicate), shaclTerm(q.Object))
		}
	}
	for _, shapes := range shapeParts() {
		for _, r := range shacl.Validate(data, shapes).Results {
			c.result(r)
		}
	}
	sort.SliceStable(c.findings, func(i, j int) bool {
		a, b := c.findings[i], c.findings[j]
		for _, pair := range [][2]string{{a.Thing, b.Thing}, {a.Property, b.Property}, {a.Value, b.Value}, {a.Shape, b.Shape}, {a.Wrong, b.Wrong}, {a.Wanted, b.Wanted}} {
			if pair[0] != pair[1] {
				return pair[0] < pair[1]
			}
		}
		return false
	})
	for _, f := range c.findings {
		where := f.Graph
		if f.Property == "" {
			where = "" // it is not one statement that is at fault
		}
		key := fmt.Sprintf("%q", []string{f.Thing, f.Property, f.Value, f.Shape, f.Wrong, f.Wanted, where})
		if c.v.seen[key] {
			continue
		}
		c.v.seen[key] = true
		switch f.Severity {
		case Warning:
			c.v.total.Warnings++
		case Info:
			c.v.total.Infos++
		default:
			c.v.total.Faults++
		}
		if err := c.v.each(f); err != nil {
			return err
		}
	}
	return nil
}

// shaclTerm is a value as the engine takes it.
func shaclTerm(v quad.Value) shacl.Term {
	switch v := v.(type) {
	case quad.IRI:
		return shacl.IRI(string(v))
	case quad.BNode:
		return shacl.BlankNode(string(v))
	case quad.TypedString:
		return shacl.Literal(string(v.Value), string(v.Type), "")
	case quad.LangString:
		return shacl.Literal(string(v.Value), "", v.Lang)
	}
	return shacl.Literal(lexical(v), "", "")
}

// result turns a result of the engine into findings.
func (c *chunk) result(r shacl.ValidationResult) {
	f := Finding{Severity: Fault, Component: r.SourceConstraintComponent.Value(), focus: quadValue(r.FocusNode)}
	switch r.ResultSeverity {
	case shacl.SHWarning:
		f.Severity = Warning
	case shacl.SHInfo:
		f.Severity = Info
	}
	shape := r.SourceShape
	if shape.IsBlank() { // a property's shape, inside that of a node
		for _, outer := range shapesGraph().Subjects(shacl.IRI(shacl.SH+"property"), shape) {
			shape = outer
		}
	}
	f.Shape = schema.Shorten(shape.Value())
	for _, m := range shapesGraph().Objects(r.SourceShape, shacl.IRI(shacl.SH+"message")) {
		f.Wanted = m.Value()
	}
	if r.ResultPath.IsIRI() {
		f.path = quadValue(r.ResultPath)
	}
	if !r.Value.IsNone() && !r.Value.Equal(r.FocusNode) {
		f.value = quadValue(r.Value)
	}
	// What is wrong with a value of a property is told of the things that have it.
	if target := shapesGraph().Objects(r.SourceShape, shacl.IRI(shacl.SH+"targetObjectsOf")); len(target) > 0 && f.path == nil {
		f.path, f.value = quadValue(target[0]), f.focus
		for _, q := range c.quads {
			if q.Predicate == f.path && q.Object == f.value {
				f.focus = q.Subject
				c.found(f)
			}
		}
		return
	}
	if target := shapesGraph().Objects(r.SourceShape, shacl.IRI(shacl.SH+"targetSubjectsOf")); len(target) > 0 && f.path == nil {
		f.path = quadValue(target[0])
	}
	c.found(f)
}

// found fills in the words of a finding from its terms and keeps it.
func (c *chunk) found(f Finding) {
	f.Thing, f.Label = shortName(f.focus), c.label(f.focus)
	if f.path != nil {
		f.Property = shortName(f.path)
	}
	if f.value != nil {
		f.Value = termText(f.value)
	}
	var at []quad.Quad // the statements at fault
	for _, q := range c.of[f.focus] {
		if (f.path == nil || q.Predicate == f.path) && (f.value == nil || q.Object == f.value) {
			at = append(at, q)
		}
	}
	if f.Wrong == "" {
		f.Wrong = c.wrong(f, at)
	}
	if len(at) == 0 || f.path == nil {
		f.Sentence = c.sentenceOf(f.focus)
		at = c.of[f.focus]
	}
	for _, q := range at {
		if f.Graph == "" && q.Label != nil {
			f.Graph = shortName(q.Label)
		}
		if KindOf(q.Label) == "sentences" && f.Sentence == "" {
			f.Graph = shortName(q.Label)
			f.Sentence = c.text(q.Label)
			break
		}
	}
	if f.Sentence == "" {
		f.Sentence = c.sentenceOf(f.focus)
	}
	c.findings = append(c.findings, f)
}

// wrong says in words what is found instead of what is wanted.
func (c *chunk) wrong(f Finding, at []quad.Quad) string {
	switch _, component, _ := strings.Cut(f.Component, "#"); component {
	case "MinCountConstraintComponent", "QualifiedMinCountConstraintComponent", "HasValueConstraintComponent":
		if len(at) == 0 {
			return "it has no " + f.Property
		}
	case "MaxCountConstraintComponent", "QualifiedMaxCountConstraintComponent":
		var values []string
		for _, q := range at {
			if text := c.label(q.Object); !slices.Contains(values, text) {
				values = append(values, text)
			}
		}
		return fmt.Sprintf("it has %d values of %s: %s", len(values), f.Property, strings.Join(values, ", "))
	}
	switch {
	case f.Property != "" && f.value != nil:
		text := c.label(f.value)
		if class := c.classOf(f.value); class != "" {
			text += ", a " + class
		}
		return fmt.Sprintf("its %s is %s", f.Property, text)
	case f.Property != "":
		return fmt.Sprintf("it has %s and is %s", f.Property, strings.TrimSpace("of class "+cmp.Or(c.classOf(f.focus), "none")))
	}
	if strings.HasSuffix(f.Component, "#OrConstraintComponent") {
		return "here it is not so"
	}
	return "it is " + f.Thing
}

func (c *chunk) classOf(v quad.Value) string {
	var classes []string
	for _, q := range c.of[v] {
		if class := strings.TrimPrefix(shortName(q.Object), "kg:"); q.Predicate == rdfType && !slices.Contains(classes, class) {
			classes = append(classes, class)
		}
	}
	return strings.Join(classes, " and ")
}

// label is what people call a value: the label of a thing, the trigger of an event, the text of a literal.
func (c *chunk) label(v quad.Value) string {
	if _, ok := v.(quad.IRI); !ok {
		return termText(v)
	}
	for _, predicate := range []quad.Value{rdfsLabel, kgTrigger} {
		for _, q := range c.of[v] {
			if q.Predicate == predicate {
				return lexical(q.Object)
			}
		}
	}
	return strings.TrimPrefix(shortName(v), "kg:")
}

// termText is a value as people read it: a short name, or a literal with its datatype where it has one.
func termText(v quad.Value) string {
	switch v := v.(type) {
	case quad.IRI:
		return shortName(v)
	case quad.TypedString:
		return fmt.Sprintf("%q (%s)", string(v.Value), schema.Shorten(string(v.Type)))
	case quad.LangString:
		return fmt.Sprintf("%q (%s)", string(v.Value), v.Lang)
	case quad.BNode:
		return v.String()
	}
	return fmt.Sprintf("%q", lexical(v))
}

func (c *chunk) text(sentence quad.Value) string {
	for _, q := range c.of[sentence] {
		if q.Predicate == kgText && KindOf(q.Label) == "articles" {
			return lexical(q.Object)
		}
	}
	return ""
}

// sentenceOf is the sentence that a thing is, or that an event is stated in.
func (c *chunk) sentenceOf(v quad.Value) string {
	if KindOf(v) == "sentences" {
		return c.text(v)
	}
	for _, q := range c.of[v] {
		if q.Predicate == kgStatedIn {
			return c.text(q.Object)
		}
	}
	return ""
}
