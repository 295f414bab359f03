package queries

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/pictures"
	"github.com/newskg/kg/schema"
)

// PictureHelp says what of rows becomes a graph.
const PictureHelp = "What is a graph in rows: the names of things are its nodes. In each row the things of the first column are joined\n" +
	"with those of every other column; id, the end of a path, counts as the last. An edge is called by the property or\n" +
	"kind of event that stands in the row (relation: kg:seeks, event: kg:Request), else by the column it leads to. A\n" +
	"column named like a property that the things of an earlier one have, such as origin behind a weapon, leads away from\n" +
	"those. Several things in the first column are joined with each other where no other column names a further nation,\n" +
	"organization, person or office. What is planned, possible or negated is dashed. All other values belong to the edges\n" +
	"of their row, and so do the sentences that the row names, by ev or by its events. Where every row names one thing only, what its sentence states of it is drawn. Rows\n" +
	"with dates make a timeline too."

// pictureFormats are the formats that draw the graph of rows.
func pictureFormats() []ResultFormat {
	var out []ResultFormat
	for _, f := range pictures.Formats() {
		out = append(out, ResultFormat{f.Name, f.Help, false, func(ctx context.Context, s *Session, w io.Writer, r *Result, l Layout) error {
			p, err := s.Picture(ctx, r, l.Title)
			if err != nil {
				return err
			}
			return f.Write(w, p)
		}})
	}
	return out
}

// IsPicture tells a format that draws the graph of rows, of which a file holds one.
func (f *ResultFormat) IsPicture() bool { return slices.Contains(pictureNames(), f.Name) }

func pictureNames() []string {
	var out []string
	for _, f := range pictures.Formats() {
		out = append(out, f.Name)
	}
	return out
}

// graph is the command of the shell that draws the last result.
func (r *REPL) graph(ctx context.Context, arg string) error {
	if r.last == nil {
		return errors.New("there is no result yet")
	}
	name, err := r.file(arg)
	if err != nil {
		return err
	}
	ending := strings.ToLower(filepath.Ext(name))
	formats := pictures.Formats()
	i := slices.IndexFunc(formats, func(f pictures.Format) bool { return slices.Contains(f.Endings, ending) })
	if i < 0 {
		return fmt.Errorf("%s: the ending of its name says how the file is drawn: %s", name, pictureEndings())
	}
	p, err := r.Session.Picture(ctx, r.last, "")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := formats[i].Write(&b, p); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o666)
}

// pictureEndings are the endings of the names of files that hold pictures.
func pictureEndings() string {
	var out []string
	for _, f := range pictures.Formats() {
		out = append(out, f.Endings...)
	}
	return strings.Join(out, ", ")
}

// Picture draws the graph of a result, as PictureHelp has it. Where no row joins two things, and none has a date, the
// error says what rows would.
func (s *Session) Picture(ctx context.Context, r *Result, title string) (*pictures.Picture, error) {
	if len(r.Rows) == 0 {
		return nil, errors.New(strings.Join(append([]string{"there is nothing to draw, as the result has no rows"}, r.Hints...), "; "))
	}
	read, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	b := &pictureBuilder{reader: read, session: s, result: r, vocabulary: schema.NewVocabulary(), out: &pictures.Picture{Title: title},
		nodes: make(map[quad.IRI]int), edges: make(map[pictureEdge]int), labels: make(map[quad.IRI]string)}
	for i := range r.Rows {
		if err := b.row(i); err != nil {
			return nil, err
		}
	}
	if len(b.out.Edges) == 0 {
		for i, row := range r.Rows {
			if err := b.stated(row, i); err != nil {
				return nil, err
			}
		}
	}
	dated := slices.ContainsFunc(b.out.Statements, func(s pictures.Statement) bool { return s.Sort != "" })
	if len(b.out.Edges) == 0 && !dated {
		return nil, errors.New("there is no graph in these rows, as none joins two things: keep the sentence of each statement or both ends of a step, as in\n" +
			`g.V("nation:India").Tag("from").LabelContext(g.V(), "ev").Out("kg:seeks"), or emit both, as in g.Emit({ from: …, to: … })`)
	}
	if r.Truncated {
		b.out.Notes = append(b.out.Notes, fmt.Sprintf("The first %d rows; there are more.", len(r.Rows)))
	}
	return b.out, nil
}

type pictureBuilder struct {
	reader
	session    *Session
	result     *Result
	vocabulary *schema.Vocabulary
	out        *pictures.Picture
	nodes      map[quad.IRI]int
	edges      map[pictureEdge]int
	labels     map[quad.IRI]string
}

// pictureEdge is what makes an edge one: of mutual edges, from is the smaller.
type pictureEdge struct {
	from, to       int
	mutual, unreal bool
}

// pictureColumn is a column of a row with the things in it.
type pictureColumn struct {
	name   string
	things []quad.IRI
}

// isThing tells a thing from a sentence and from a word of a vocabulary.
func isThing(iri quad.IRI) bool {
	if isSentence(iri) {
		return false
	}
	prefix, _, short := strings.Cut(schema.Shorten(string(iri)), ":")
	if !short || schema.Shorten(string(iri)) == string(iri) {
		return true // a name from elsewhere
	}
	return schema.ClassOf(prefix+":") != "" || prefix == "article" || prefix == "wd"
}

// relation is the words for a cell that is a property or a kind of event, empty for any other.
func (b *pictureBuilder) relation(c Cell) string {
	iri, ok := c.(quad.IRI)
	if !ok || isThing(iri) || isSentence(iri) {
		return ""
	}
	name := shortName(iri)
	if class := b.vocabulary.Class(name); class != nil && class.Parent != "" {
		return strings.TrimPrefix(name, "kg:")
	}
	_, local, found := strings.Cut(name, ":")
	if b.vocabulary.Property(name) != nil || found && !strings.HasPrefix(name, "kg:") && local != "" && unicode.IsLower([]rune(local)[0]) {
		return spacedWords(local)
	}
	return ""
}

// moodOf is planned, possible or negated where a cell is that status of an event.
func moodOf(c Cell) string {
	iri, ok := c.(quad.IRI)
	if name := shortName(iri); ok && slices.Contains([]string{"kg:Planned", "kg:Possible", "kg:Negated"}, name) {
		return strings.ToLower(strings.TrimPrefix(name, "kg:"))
	}
	return ""
}

// spacedWords are the words of a name such as suppliesArmsTo.
func spacedWords(name string) string {
	var out strings.Builder
	before := ' '
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			out.WriteByte(' ')
			out.WriteRune(unicode.ToLower(r))
		} else {
			out.WriteRune(r)
		}
		before = r
	}
	return out.String()
}

// row adds what a row says.
func (b *pictureBuilder) row(i int) error {
	row := b.result.Rows[i]
	place := len(b.out.Statements)
	statement := pictures.Statement{}
	var columns []pictureColumn
	relation, mood := "", ""
	var dates []string
	cited := slices.Contains(row.Names, evidenceColumn)
	for k, name := range row.Names {
		cell := row.Cells[k]
		if name == evidenceColumn || cited && (name == sentenceColumn || name == publishedColumn) {
			continue
		}
		if words := b.relation(cell); words != "" && relation == "" {
			relation = words
			continue
		}
		if words := moodOf(cell); words != "" {
			mood = words
		}
		var things []quad.IRI
		for _, iri := range irisOf(cell) {
			if isThing(iri) && !slices.Contains(things, iri) {
				things = append(things, iri)
			}
		}
		if len(things) > 0 {
			columns = append(columns, pictureColumn{name, things})
			continue
		}
		value, err := b.words(cell)
		if err != nil {
			return err
		}
		if value == "" {
			continue
		}
		if schema.ValidDate(value) && isText(cell) {
			dates = append(dates, value)
			if len(dates) <= 2 && (len(dates) == 1 || schema.LatestDay(dates[1]) >= schema.EarliestDay(dates[0])) {
				continue
			}
		}
		statement.Details = append(statement.Details, pictures.Detail{Name: name, Value: value})
	}
	// The end of a path is where it leads.
	slices.SortStableFunc(columns, func(x, y pictureColumn) int {
		return cmp.Compare(map[bool]int{true: 1}[x.name == "id"], map[bool]int{true: 1}[y.name == "id"])
	})
	// A path may have marked its own end.
	columns = slices.DeleteFunc(columns, func(c pictureColumn) bool {
		return c.name == "id" && slices.ContainsFunc(columns, func(o pictureColumn) bool { return o.name != "id" && slices.Equal(o.things, c.things) })
	})
	if len(dates) > 0 {
		statement.Sort = schema.EarliestDay(dates[0])
		statement.Date = dateWords(dates)
		if i == 0 {
			b.out.InTime = b.result.Columns[0] == firstDated(row)
		}
	}
	reasons, err := b.session.Reasons(b.ctx, b.result, i+1)
	if err != nil {
		return err
	}
	for _, reason := range reasons {
		statement.Sentences = append(statement.Sentences, sentenceOf(reason))
	}
	if statement.Words, err = b.sayRow(columns, relation); err != nil {
		return err
	}
	statement.Unreal = mood != ""
	b.out.Statements = append(b.out.Statements, statement)
	for _, c := range columns {
		for _, iri := range c.things {
			n, err := b.node(iri)
			if err != nil {
				return err
			}
			if of := &b.out.Nodes[n].Statements; !slices.Contains(*of, place) {
				*of = append(*of, place)
			}
		}
	}
	b.join(columns, relation, mood, place)
	return nil
}

// stated adds what the sentences of a row state between the thing that it names and others.
func (b *pictureBuilder) stated(row Row, place int) error {
	var things []quad.IRI
	for _, c := range row.Cells {
		things = append(things, slices.DeleteFunc(irisOf(c), func(iri quad.IRI) bool { return !isThing(iri) })...)
	}
	if len(things) != 1 {
		return nil
	}
	thing := things[0]
	for _, c := range row.Cells {
		for _, sentence := range irisOf(c) {
			if !isSentence(sentence) {
				continue
			}
			ref, err := b.qs.ValueOf(sentence)
			if err != nil || ref == nil {
				return err
			}
			var found []quad.Quad
			err = b.each(quad.Label, ref, func(q refs.Ref) error {
				stated, err := b.qs.Quad(q)
				if err == nil && (stated.Subject == thing || stated.Object == thing) {
					found = append(found, stated)
				}
				return err
			})
			if err != nil {
				return err
			}
			slices.SortFunc(found, func(x, y quad.Quad) int { return strings.Compare(x.String(), y.String()) })
			for _, q := range found {
				if err := b.state(q, place); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// state adds the edge of a statement between two things that have a name.
func (b *pictureBuilder) state(q quad.Quad, place int) error {
	for _, end := range []quad.Value{q.Subject, q.Object} {
		iri, ok := end.(quad.IRI)
		if !ok || !isThing(iri) {
			return nil
		}
		if thing := b.vocabulary.Class(schema.ClassOf(shortName(iri))); thing == nil || !thing.Thing {
			return nil
		}
	}
	for _, end := range []quad.Value{q.Subject, q.Object} {
		if _, err := b.node(end.(quad.IRI)); err != nil {
			return err
		}
	}
	b.edge(q.Subject.(quad.IRI), q.Object.(quad.IRI), b.relation(q.Predicate), "", false, place)
	return nil
}

// firstDated is the first column of a row that holds a date.
func firstDated(row Row) string {
	for i, c := range row.Cells {
		if isText(c) && schema.ValidDate(text(c)) {
			return row.Names[i]
		}
	}
	return ""
}

// isText tells texts and typed literals from numbers, which may look like years.
func isText(c Cell) bool {
	if list, ok := c.([]any); ok && len(list) == 1 {
		c = list[0]
	}
	_, ok := plain(c).(string)
	return ok
}

// words are a cell as people read it; a list of one is that one.
func (b *pictureBuilder) words(c Cell) (string, error) {
	if list, ok := c.([]any); ok {
		var parts []string
		for _, item := range list {
			part, err := b.words(item)
			if err != nil {
				return "", err
			}
			if part != "" {
				parts = append(parts, part)
			}
		}
		return strings.Join(parts, ", "), nil
	}
	if iri, ok := c.(quad.IRI); ok {
		return b.label(iri)
	}
	return strings.Join(strings.Fields(strings.Map(printable, text(c))), " "), nil
}

func (b *pictureBuilder) label(iri quad.IRI) (string, error) {
	label, known := b.labels[iri]
	if !known {
		var err error
		if label, err = b.reader.label(iri); err != nil {
			return "", err
		}
		if strings.HasPrefix(label, "event:") {
			if label, err = b.eventLabel(iri, label); err != nil {
				return "", err
			}
		}
		b.labels[iri] = label
	}
	return label, nil
}

// eventLabel calls an event, which has no label, by its class and day.
func (b *pictureBuilder) eventLabel(iri quad.IRI, name string) (string, error) {
	types, err := b.values(iri, "rdf:type")
	if err != nil {
		return "", err
	}
	for _, t := range types {
		if class, ok := t.(quad.IRI); ok && shortName(class) != "kg:Event" {
			day, err := b.text(iri, "kg:date")
			return strings.TrimSpace(strings.TrimPrefix(shortName(class), "kg:") + " " + day), err
		}
	}
	return name, nil
}

// dateWords are one or two dates as a reader has them: a span that is a year, a month or a day is called so.
func dateWords(dates []string) string {
	from := dates[0]
	if len(dates) < 2 || schema.LatestDay(dates[1]) < schema.EarliestDay(from) {
		return from
	}
	first, last := schema.EarliestDay(from), schema.LatestDay(dates[1])
	for _, span := range []string{first[:4], first[:7], first} {
		if schema.EarliestDay(span) == first && schema.LatestDay(span) == last {
			return span
		}
	}
	return from + " – " + dates[1]
}

// sentenceOf cuts a sentence at its marks.
func sentenceOf(r Reason) pictures.Sentence {
	text := []rune(r.Text)
	out := pictures.Sentence{Cite: citation(r.Evidence), URL: r.URL, Reports: r.Events}
	at := 0
	add := func(end int, mark string) {
		if end > at {
			out.Parts = append(out.Parts, pictures.Part{Text: string(text[at:end]), Mark: mark})
			at = end
		}
	}
	for _, m := range r.Marks {
		add(m.Begin, "")
		add(m.End, map[bool]string{true: "trigger", false: "name"}[m.Trigger])
	}
	add(len(text), "")
	return out
}

// citation names the article of a sentence, its day and the place in it.
func citation(e Evidence) string {
	var parts []string
	for _, part := range []string{e.Headline, e.Published, e.Sentence} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// sayRow says a row in one line: "India → Russia: Request, about S-400".
func (b *pictureBuilder) sayRow(columns []pictureColumn, relation string) (string, error) {
	var out strings.Builder
	for k, c := range columns {
		var labels []string
		for _, iri := range c.things {
			label, err := b.label(iri)
			if err != nil {
				return "", err
			}
			labels = append(labels, label)
		}
		words := strings.Join(labels, ", ")
		switch {
		case k == 0:
		case k == 1 && relation != "":
			words = " → " + words
		case k == 1:
			words = " → " + words + " (" + spacedWords(c.name) + ")"
		default:
			words = "; " + spacedWords(c.name) + " " + words
		}
		out.WriteString(words)
		if relation != "" && (k == 1 || len(columns) == 1) {
			out.WriteString(": " + relation)
		}
	}
	if len(columns) == 0 {
		return relation, nil
	}
	return out.String(), nil
}

// node is the place of a thing among the nodes.
func (b *pictureBuilder) node(iri quad.IRI) (int, error) {
	if n, ok := b.nodes[iri]; ok {
		return n, nil
	}
	label, err := b.label(iri)
	if err != nil {
		return 0, err
	}
	name := shortName(iri)
	class := strings.TrimPrefix(schema.ClassOf(name), "kg:")
	if strings.HasPrefix(name, "article:") {
		class = "Article"
	}
	b.nodes[iri] = len(b.out.Nodes)
	b.out.Nodes = append(b.out.Nodes, pictures.Node{Name: name, Label: label, Class: class})
	return b.nodes[iri], nil
}

// sides are the classes of those who act.
var sides = []string{"kg:Nation", "kg:Organization", "kg:Person", "kg:Office"}

// join adds the edges of a row.
func (b *pictureBuilder) join(columns []pictureColumn, relation, mood string, statement int) {
	if len(columns) == 0 {
		return
	}
	first := columns[0]
	named := false // the relation is what the next column is to the first
	for k := 1; k < len(columns); k++ {
		c := columns[k]
		label, from := spacedWords(c.name), first.things
		if bearers := b.bearers(columns[:k], c.name); bearers != nil {
			from = bearers
		} else if !named && relation != "" {
			label, named = relation, true
		} else if c.name == "id" {
			label = ""
		}
		for _, x := range from {
			for _, y := range c.things {
				b.edge(x, y, label, mood, false, statement)
			}
		}
	}
	if len(first.things) < 2 || slices.ContainsFunc(columns[1:], func(c pictureColumn) bool {
		return slices.ContainsFunc(c.things, func(iri quad.IRI) bool {
			return slices.Contains(sides, schema.ClassOf(shortName(iri))) && !slices.Contains(first.things, iri)
		})
	}) {
		return
	}
	label := relation
	if label == "" {
		label = spacedWords(first.name)
	}
	for i, x := range first.things {
		for _, y := range first.things[i+1:] {
			b.edge(x, y, label, mood, true, statement)
		}
	}
}

// bearers are the things of the last of the columns but the first that have the property that a column is named like.
func (b *pictureBuilder) bearers(columns []pictureColumn, name string) []quad.IRI {
	property := b.vocabulary.Property("kg:" + name)
	if property == nil || len(property.Domain) == 0 {
		return nil
	}
	for k := len(columns) - 1; k > 0; k-- {
		var out []quad.IRI
		for _, iri := range columns[k].things {
			if slices.Contains(property.Domain, schema.ClassOf(shortName(iri))) {
				out = append(out, iri)
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

func (b *pictureBuilder) edge(x, y quad.IRI, label, mood string, mutual bool, statement int) {
	from, to := b.nodes[x], b.nodes[y]
	if from == to {
		return
	}
	if mutual && from > to {
		from, to = to, from
	}
	if mood != "" {
		label = strings.TrimSpace(label + " (" + mood + ")")
	}
	key := pictureEdge{from, to, mutual, mood != ""}
	i, known := b.edges[key]
	if !known {
		i = len(b.out.Edges)
		b.edges[key] = i
		b.out.Edges = append(b.out.Edges, pictures.Edge{From: from, To: to, Mutual: mutual, Unreal: mood != ""})
	}
	e := &b.out.Edges[i]
	k := slices.IndexFunc(e.Labels, func(l pictures.Label) bool { return l.Words == label })
	if k < 0 {
		k = len(e.Labels)
		e.Labels = append(e.Labels, pictures.Label{Words: label})
	}
	e.Labels[k].Count++
	if !slices.Contains(e.Statements, statement) {
		e.Statements = append(e.Statements, statement)
	}
}
