package queries

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
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

// The column by which a query gives the sentence of a row, and those that Cite fills from it.
const (
	evidenceColumn  = "ev"
	sentenceColumn  = "sentence"
	publishedColumn = "published"
)

// Cite adds to each row whose column ev is a sentence the day of its article and its text, unless the query has
// columns of that name itself.
func (s *Session) Cite(ctx context.Context, r *Result) error {
	if !slices.Contains(r.Columns, evidenceColumn) || slices.Contains(r.Columns, sentenceColumn) {
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
		iri, ok := row.Get(evidenceColumn).(quad.IRI)
		if !ok {
			continue
		}
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
		iri, ok := c.(quad.IRI)
		if !ok || !isSentence(iri) {
			continue
		}
		e, err := read.evidence(iri)
		if err != nil {
			return nil, err
		}
		if e != nil && !slices.ContainsFunc(out, func(o Evidence) bool { return o.Sentence == e.Sentence }) {
			out = append(out, *e)
		}
	}
	return out, nil
}

func (s *Session) reader(ctx context.Context) (reader, func(), error) {
	qs, done, err := s.store.View(ctx)
	return reader{ctx, qs}, done, err
}

// ResultFormat is one way results are written; a row of one table.
type ResultFormat struct {
	Name, Help string
	write      func(ctx context.Context, s *Session, w io.Writer, r *Result, width int) error
}

// ResultFormats is the table of result formats, the default first.
func ResultFormats() []ResultFormat { return resultFormats }

var resultFormats = []ResultFormat{
	{"table", "aligned columns with the names of things", writeTable},
	{"json", "one list of objects", writeJSON},
	{"jsonl", "one object a line", writeJSONLines},
	{"csv", "comma-separated, with a head", writeCSV},
	{"tsv", "tab-separated, with a head", writeTSV},
}

// FindResultFormat is the format of a name.
func FindResultFormat(name string) (*ResultFormat, error) {
	names := make([]string, len(resultFormats))
	for i := range resultFormats {
		if resultFormats[i].Name == name {
			return &resultFormats[i], nil
		}
		names[i] = resultFormats[i].Name
	}
	return nil, fmt.Errorf("no such format: %q; there is %s", name, strings.Join(names, ", "))
}

// Write writes a result. A table is fitted into width columns; 0 is any width.
func (s *Session) Write(ctx context.Context, w io.Writer, f *ResultFormat, r *Result, width int) error {
	return f.write(ctx, s, w, r, width)
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

func writeJSONLines(_ context.Context, _ *Session, w io.Writer, r *Result, _ int) error {
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

func writeJSON(_ context.Context, _ *Session, w io.Writer, r *Result, _ int) error {
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

func writeCSV(_ context.Context, _ *Session, w io.Writer, r *Result, _ int) error {
	if len(r.Columns) == 0 {
		return nil
	}
	out := csv.NewWriter(w)
	if err := out.Write(r.Columns); err != nil {
		return err
	}
	for _, row := range r.Rows {
		record := make([]string, len(r.Columns))
		for i, name := range r.Columns {
			record[i] = text(row.Get(name))
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

var tsvEscape = strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func writeTSV(_ context.Context, _ *Session, w io.Writer, r *Result, _ int) error {
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
	line(slices.Clone(r.Columns))
	for _, row := range r.Rows {
		cells := make([]string, len(r.Columns))
		for i, name := range r.Columns {
			cells[i] = text(row.Get(name))
		}
		line(cells)
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

func runeWidth(r rune) int { return runewidth.RuneWidth(r) }

// writeTable aligns the columns and shows the labels of things. The sentence's name gives way to its text.
func writeTable(ctx context.Context, s *Session, w io.Writer, r *Result, width int) error {
	if len(r.Rows) == 0 {
		return nil
	}
	read, done, err := s.reader(ctx)
	if err != nil {
		return err
	}
	defer done()
	var columns []string
	for _, name := range r.Columns {
		if name == evidenceColumn && slices.Contains(r.Columns, sentenceColumn) {
			continue
		}
		columns = append(columns, name)
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
		if !ok {
			return text(c), nil
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
	lines := [][]string{columns}
	right := make([]bool, len(columns))
	for i := range right {
		right[i] = true
	}
	for _, row := range r.Rows {
		line := make([]string, len(columns))
		for i, name := range columns {
			cell := row.Get(name)
			if line[i], err = show(cell); err != nil {
				return err
			}
			line[i] = strings.Join(strings.Fields(strings.Map(printable, line[i])), " ")
			switch plain(cell).(type) {
			case int64, float64, nil:
			default:
				right[i] = false
			}
		}
		lines = append(lines, line)
	}
	widths := make([]int, len(columns))
	for _, line := range lines {
		for i, c := range line {
			widths[i] = max(widths[i], runewidth.StringWidth(c))
		}
	}
	fit(widths, width)
	var b strings.Builder
	write := func(cells []string) {
		var line strings.Builder
		for i, c := range cells {
			c = runewidth.Truncate(c, widths[i], "…")
			space := strings.Repeat(" ", max(0, widths[i]-runewidth.StringWidth(c)))
			if i > 0 {
				line.WriteString("  ")
			}
			if right[i] {
				line.WriteString(space + c)
			} else {
				line.WriteString(c + space)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	write(lines[0])
	rule := make([]string, len(columns))
	for i := range rule {
		rule[i] = strings.Repeat("─", widths[i])
	}
	write(rule)
	for _, line := range lines[1:] {
		write(line)
	}
	_, err = io.WriteString(w, b.String())
	return err
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
