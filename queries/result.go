package queries

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/mattn/go-runewidth"
)

// Cell is one value of a result: a quad.Value, or what a script emitted: nil, string, int64, float64, bool, []any,
// map[string]any.
type Cell any

// Row is one result: some of the columns, in the order in which the query gives them.
type Row struct {
	Names []string
	Cells []Cell
}

// Get is the cell of a column, nil when the row has none.
func (r Row) Get(name string) Cell {
	if i := slices.Index(r.Names, name); i >= 0 {
		return r.Cells[i]
	}
	return nil
}

// Result is what a script gave.
type Result struct {
	// Columns in order of first appearance.
	Columns []string
	Rows    []Row
	// Truncated says that there were more rows than asked for.
	Truncated bool
	// Hints say what may have been meant, for a result without rows.
	Hints []string

	// silent: the script has spoken for itself, so that its last value is not shown.
	silent bool
}

func (r *Result) add(row Row) {
	r.Rows = append(r.Rows, row)
	for _, name := range row.Names {
		if !slices.Contains(r.Columns, name) {
			r.Columns = append(r.Columns, name)
		}
	}
}

// The columns by which a query gives the sentence or the sentences of a row, and those that Cite fills from them.
const (
	evidenceColumn  = "ev"
	manyColumn      = "evs"
	sentenceColumn  = "sentence"
	publishedColumn = "published"
)

// Cite adds to each row whose column ev is a sentence the day of its article and its text, unless the query has
// columns of that name itself. Of several sentences, in a column evs, it adds the first.
func (s *Session) Cite(ctx context.Context, r *Result) error {
	if !slices.Contains(r.Columns, evidenceColumn) && !slices.Contains(r.Columns, manyColumn) || slices.Contains(r.Columns, sentenceColumn) {
		return nil
	}
	read, done, err := s.reader(ctx)
	if err != nil {
		return err
	}
	defer done()
	known := make(map[quad.IRI]*Evidence)
	r.Columns = slices.Clone(r.Columns)
	for i := range r.Rows {
		row := &r.Rows[i]
		sentences := append(irisOf(row.Get(evidenceColumn)), irisOf(row.Get(manyColumn))...)
		if len(sentences) == 0 {
			continue
		}
		iri := sentences[0]
		e, seen := known[iri]
		if !seen {
			if e, err = read.evidence(iri); err != nil {
				return err
			}
			known[iri] = e
		}
		if e == nil {
			continue
		}
		if e.Published != "" && row.Get(publishedColumn) == nil {
			row.Names, row.Cells = append(row.Names, publishedColumn), append(row.Cells, e.Published)
		}
		row.Names, row.Cells = append(row.Names, sentenceColumn), append(row.Cells, e.Text)
	}
	for _, column := range []string{publishedColumn, sentenceColumn} {
		if !slices.Contains(r.Columns, column) && slices.ContainsFunc(r.Rows, func(row Row) bool { return slices.Contains(row.Names, column) }) {
			r.Columns = append(r.Columns, column)
		}
	}
	return nil
}

// Why gives the sentences behind a row, counted from 1.
func (s *Session) Why(ctx context.Context, r *Result, n int) ([]Evidence, error) {
	if n < 1 || n > len(r.Rows) {
		return nil, fmt.Errorf("there is no row %d; the last result has %d", n, len(r.Rows))
	}
	read, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	var out []Evidence
	for _, c := range r.Rows[n-1].Cells {
		for _, iri := range irisOf(c) {
			e, err := read.evidence(iri)
			if err != nil {
				return nil, err
			}
			if e == nil || slices.ContainsFunc(out, func(o Evidence) bool { return o.Sentence == e.Sentence }) {
				continue
			}
			out = append(out, *e)
		}
	}
	return out, nil
}

func (s *Session) reader(ctx context.Context) (reader, func(), error) {
	qs, done, err := s.store.View(ctx)
	return reader{ctx, qs, s.names}, done, err
}

// ResultFormat is one way results are written; a row of one table.
type ResultFormat struct {
	Name, Help string
	// screen: for people at a terminal, whom Layout.MaxRows spares.
	screen bool
	write  func(ctx context.Context, s *Session, w io.Writer, r *Result, l Layout) error
}

// Layout is how a result is laid out. The zero value suits a file.
type Layout struct {
	// Width is the number of columns that a table is fitted into, 0 for any.
	Width int
	// Widths are the widths of the first columns of a table, 0 for what they need.
	Widths []int
	// MaxRows is the number of rows that are shown to people, 0 for all.
	MaxRows int
	// NoHeaders leaves the names of the columns out.
	NoHeaders bool
	// Null stands for a missing value.
	Null string
	// IRIs shows the names of things instead of their labels.
	IRIs bool
	// Numbers counts the rows of a table in a first column.
	Numbers bool
	// Color sets the names of columns off.
	Color bool
	// Title stands above a picture.
	Title string
}

// ResultFormats is the table of result formats, the default first.
func ResultFormats() []ResultFormat { return append(slices.Clone(resultFormats), pictureFormats()...) }

var resultFormats = []ResultFormat{
	{"table", "aligned columns with the names of things", true, writeTable},
	{"line", "one value a line, for wide rows", true, writeLine},
	{"json", "one list of objects", false, writeJSON},
	{"jsonl", "one object a line", false, writeJSONLines},
	{"csv", "comma-separated, with a head", false, writeCSV},
	{"tsv", "tab-separated, with a head", false, writeTSV},
	{"markdown", "a table for a text in Markdown", false, writeMarkdown},
}

// FindResultFormat is the format of a name.
func FindResultFormat(name string) (*ResultFormat, error) { return findFormat(ResultFormats(), name) }

func findFormat(formats []ResultFormat, name string) (*ResultFormat, error) {
	names := make([]string, len(formats))
	for i := range formats {
		if formats[i].Name == name {
			return &formats[i], nil
		}
		names[i] = formats[i].Name
	}
	return nil, fmt.Errorf("no such format: %q; there is %s", name, strings.Join(names, ", "))
}

// Write writes a result.
func (s *Session) Write(ctx context.Context, w io.Writer, f *ResultFormat, r *Result, l Layout) error {
	if f.screen && l.MaxRows > 0 && len(r.Rows) > l.MaxRows {
		cut := *r
		cut.Rows = r.Rows[:l.MaxRows]
		r = &cut
	}
	return f.write(ctx, s, w, r, l)
}

// plain is a cell as JSON has it.
func plain(c Cell) any {
	switch c := c.(type) {
	case quad.Value:
		return native(c)
	case []any:
		out := make([]any, len(c))
		for i := range c {
			out[i] = plain(c[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(c))
		for k, v := range c {
			out[k] = plain(v)
		}
		return out
	}
	return c
}

// text is a cell as a table without labels has it.
func text(c Cell) string {
	switch v := plain(c).(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any, map[string]any:
		data, err := marshal(v)
		if err != nil {
			return fmt.Sprint(v)
		}
		return string(data)
	default:
		return fmt.Sprint(v)
	}
}

// marshal is JSON without the escapes that are for HTML.
func marshal(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return []byte(strings.TrimSuffix(b.String(), "\n")), err
}

// object writes a row as JSON with its columns in their order.
func object(r *Result, row Row) (string, error) {
	var b strings.Builder
	b.WriteByte('{')
	for _, name := range r.Columns {
		if !slices.Contains(row.Names, name) {
			continue
		}
		key, err := marshal(name)
		if err != nil {
			return "", err
		}
		value, err := marshal(plain(row.Get(name)))
		if err != nil {
			return "", err
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.String(), nil
}

func writeJSONLines(_ context.Context, _ *Session, w io.Writer, r *Result, _ Layout) error {
	for _, row := range r.Rows {
		line, err := object(r, row)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, line+"\n"); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(_ context.Context, _ *Session, w io.Writer, r *Result, _ Layout) error {
	open := "[\n"
	for _, row := range r.Rows {
		line, err := object(r, row)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, open+line); err != nil {
			return err
		}
		open = ",\n"
	}
	end := "\n]\n"
	if len(r.Rows) == 0 {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

func writeCSV(_ context.Context, _ *Session, w io.Writer, r *Result, l Layout) error {
	if len(r.Columns) == 0 {
		return nil
	}
	out := csv.NewWriter(w)
	if !l.NoHeaders {
		if err := out.Write(r.Columns); err != nil {
			return err
		}
	}
	for _, row := range r.Rows {
		record := make([]string, len(r.Columns))
		for i, name := range r.Columns {
			record[i] = l.text(row.Get(name))
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

var tsvEscape = strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func writeTSV(_ context.Context, _ *Session, w io.Writer, r *Result, l Layout) error {
	if len(r.Columns) == 0 {
		return nil
	}
	lines := []string{}
	line := func(cells []string) {
		for i := range cells {
			cells[i] = tsvEscape.Replace(cells[i])
		}
		lines = append(lines, strings.Join(cells, "\t"))
	}
	if !l.NoHeaders {
		line(slices.Clone(r.Columns))
	}
	for _, row := range r.Rows {
		cells := make([]string, len(r.Columns))
		for i, name := range r.Columns {
			cells[i] = l.text(row.Get(name))
		}
		line(cells)
	}
	if len(lines) == 0 {
		return nil
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

func runeWidth(r rune) int { return runewidth.RuneWidth(r) }

// text is a cell as plain text, Null where there is none.
func (l Layout) text(c Cell) string {
	if c == nil {
		return l.Null
	}
	return text(c)
}

// forPeople is a result as people read it: the labels of things, and for a sentence's name its text.
type forPeople struct {
	columns []string
	rows    [][]string
	// right are the columns that hold numbers only.
	right []bool
}

func (s *Session) forPeople(ctx context.Context, r *Result, l Layout) (*forPeople, error) {
	read, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	out := &forPeople{}
	for _, name := range r.Columns {
		if (name == evidenceColumn || name == manyColumn) && slices.Contains(r.Columns, sentenceColumn) && !l.IRIs {
			continue
		}
		out.columns = append(out.columns, name)
	}
	labels := make(map[quad.IRI]string)
	var show func(c Cell) (string, error)
	show = func(c Cell) (string, error) {
		if list, ok := c.([]any); ok {
			parts := make([]string, len(list))
			for i := range list {
				if parts[i], err = show(list[i]); err != nil {
					return "", err
				}
			}
			return strings.Join(parts, ", "), nil
		}
		iri, ok := c.(quad.IRI)
		if !ok || l.IRIs {
			return l.text(c), nil
		}
		label, known := labels[iri]
		if !known {
			if label, err = read.label(iri); err != nil {
				return "", err
			}
			labels[iri] = label
		}
		return label, nil
	}
	out.right = make([]bool, len(out.columns))
	for i := range out.right {
		out.right[i] = true
	}
	for _, row := range r.Rows {
		line := make([]string, len(out.columns))
		for i, name := range out.columns {
			cell := row.Get(name)
			if line[i], err = show(cell); err != nil {
				return nil, err
			}
			line[i] = strings.Join(strings.Fields(strings.Map(printable, line[i])), " ")
			switch plain(cell).(type) {
			case int64, float64, nil:
			default:
				out.right[i] = false
			}
		}
		out.rows = append(out.rows, line)
	}
	return out, nil
}

// writeTable aligns the columns.
func writeTable(ctx context.Context, s *Session, w io.Writer, r *Result, l Layout) error {
	if len(r.Rows) == 0 {
		return nil
	}
	t, err := s.forPeople(ctx, r, l)
	if err != nil {
		return err
	}
	if l.Numbers {
		t.columns, t.right = append([]string{"#"}, t.columns...), append([]bool{true}, t.right...)
		for i := range t.rows {
			t.rows[i] = append([]string{strconv.Itoa(i + 1)}, t.rows[i]...)
		}
	}
	lines := t.rows
	if !l.NoHeaders {
		lines = append([][]string{t.columns}, lines...)
	}
	widths := make([]int, len(t.columns))
	for _, line := range lines {
		for i, c := range line {
			widths[i] = max(widths[i], runewidth.StringWidth(c))
		}
	}
	first := 0
	if l.Numbers {
		first = 1
	}
	for i, width := range l.Widths {
		if width > 0 && first+i < len(widths) {
			widths[first+i] = width
		}
	}
	fit(widths, l.Width)
	var b strings.Builder
	write := func(cells []string) string {
		var line strings.Builder
		for i, c := range cells {
			c = runewidth.Truncate(c, widths[i], "…")
			space := strings.Repeat(" ", max(0, widths[i]-runewidth.StringWidth(c)))
			if i > 0 {
				line.WriteString("  ")
			}
			if t.right[i] {
				line.WriteString(space + c)
			} else {
				line.WriteString(c + space)
			}
		}
		return strings.TrimRight(line.String(), " ")
	}
	if !l.NoHeaders {
		rule := make([]string, len(t.columns))
		for i := range rule {
			rule[i] = strings.Repeat("─", widths[i])
		}
		b.WriteString(l.style("1", write(t.columns)) + "\n" + l.style("2", write(rule)) + "\n")
	}
	for _, line := range t.rows {
		b.WriteString(write(line) + "\n")
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// style sets a text off on a terminal, with the number of an ANSI attribute.
func (l Layout) style(attribute, text string) string {
	if !l.Color {
		return text
	}
	return "\x1b[" + attribute + "m" + text + "\x1b[0m"
}

// writeLine writes each value on a line of its own, and a blank line between rows.
func writeLine(ctx context.Context, s *Session, w io.Writer, r *Result, l Layout) error {
	t, err := s.forPeople(ctx, r, l)
	if err != nil {
		return err
	}
	widest := 0
	for _, name := range t.columns {
		widest = max(widest, runewidth.StringWidth(name))
	}
	var b strings.Builder
	for n, row := range t.rows {
		if n > 0 {
			b.WriteByte('\n')
		}
		for i, name := range t.columns {
			b.WriteString(strings.Repeat(" ", widest-runewidth.StringWidth(name)) + l.style("1", name) + " = " + row[i] + "\n")
		}
	}
	_, err = io.WriteString(w, b.String())
	return err
}

var markdownEscape = strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", "&lt;", "&", "&amp;")

func writeMarkdown(ctx context.Context, s *Session, w io.Writer, r *Result, l Layout) error {
	t, err := s.forPeople(ctx, r, l)
	if err != nil || len(t.columns) == 0 {
		return err
	}
	var b strings.Builder
	line := func(cells []string) {
		for _, c := range cells {
			b.WriteString("| " + markdownEscape.Replace(c) + " ")
		}
		b.WriteString("|\n")
	}
	if l.NoHeaders {
		line(make([]string, len(t.columns))) // Markdown has no table without a head
	} else {
		line(t.columns)
	}
	for i := range t.columns {
		if t.right[i] {
			b.WriteString("| ---: ")
		} else {
			b.WriteString("| --- ")
		}
	}
	b.WriteString("|\n")
	for _, row := range t.rows {
		line(row)
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// htmlTable is a mode of the shell: kg query --format html is the picture of the rows' graph.
var htmlTable = ResultFormat{"html", "a table for a page in HTML", false, writeHTMLTable}

func writeHTMLTable(ctx context.Context, s *Session, w io.Writer, r *Result, l Layout) error {
	t, err := s.forPeople(ctx, r, l)
	if err != nil {
		return err
	}
	var b strings.Builder
	line := func(tag string, cells []string) {
		b.WriteString("<tr>")
		for _, c := range cells {
			b.WriteString("<" + tag + ">" + html.EscapeString(c) + "</" + tag + ">")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("<table>\n")
	if !l.NoHeaders {
		line("th", t.columns)
	}
	for _, row := range t.rows {
		line("td", row)
	}
	b.WriteString("</table>\n")
	_, err = io.WriteString(w, b.String())
	return err
}

// FindMode is the format of a name of those that the shell writes: its own table stands for html.
func FindMode(name string) (*ResultFormat, error) { return findFormat(modes(), name) }

// modes are the formats of the shell's own tables.
func modes() []ResultFormat {
	out := []ResultFormat{}
	for _, f := range ResultFormats() {
		if f.Name != htmlTable.Name {
			out = append(out, f)
		}
	}
	return append(out, htmlTable)
}

// printable makes a blank of what would move the cursor.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u2028' || r == '\u2029' {
		return ' '
	}
	return r
}

// fit narrows the widest columns until the table fits.
func fit(widths []int, width int) {
	if width <= 0 {
		return
	}
	total := 2 * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	for total > width {
		widest := 0
		for i, w := range widths {
			if w > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= 8 {
			return
		}
		widths[widest]--
		total--
	}
}
