package pictures

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"sort"
	"strings"
)

// The page holds its styles, its script and Cytoscape.js (page/cytoscape.min.js, version 3.34.4 as npm has it, MIT
// licence, which the file begins with).
//
//go:embed page
var pageFiles embed.FS

// WriteHTML writes a picture as one page that needs no network: the graph, the statements with a date as a timeline, and
// all of them as a table, which is also what is read aloud and what shows without scripts.
func WriteHTML(w io.Writer, p *Picture) error {
	if len(p.Nodes) == 0 && len(p.timeline()) == 0 {
		return ErrEmpty
	}
	if len(p.Nodes) > mostDrawn {
		return errTooMany(len(p.Nodes))
	}
	t, err := template.New("page.html").Funcs(template.FuncMap{"inc": func(i int) int { return i + 1 }}).ParseFS(pageFiles, "page/page.html")
	if err != nil {
		return fmt.Errorf("pictures: %w", err)
	}
	page := struct {
		Picture         *Picture
		Title           string
		Colors          template.CSS
		Styles          template.CSS
		Script, Library template.JS
		Data            pageData
		Legend          []legendEntry
		Years           []year
		View            string
		Table           []tableRow
	}{Picture: p, Title: oneLine(p.Title), Data: p.data(), Years: p.timeline(), View: "graph", Table: p.table()}
	if page.Title == "" {
		page.Title = "A graph of the news"
	}
	if len(page.Years) > 0 && (p.InTime || len(p.Edges) == 0) {
		page.View = "timeline"
	}
	for _, file := range []struct {
		name string
		to   func(text string)
	}{
		{"page.css", func(s string) { page.Styles = template.CSS(s) }},
		{"page.js", func(s string) { page.Script = template.JS(s) }},
		{"cytoscape.min.js", func(s string) { page.Library = template.JS(s) }},
	} {
		text, err := pageFiles.ReadFile("page/" + file.name)
		if err != nil {
			return fmt.Errorf("pictures: %w", err)
		}
		file.to(string(text))
	}
	places, counts := p.used()
	for k, i := range places {
		page.Legend = append(page.Legend, legendEntry{i, classes[i].plural, counts[k]})
	}
	var light, dark strings.Builder
	for i, c := range classes {
		fmt.Fprintf(&light, "--f%d:#%s;--s%d:#%s;", i, tint(c.color, "ffffff", 84), i, c.color)
		fmt.Fprintf(&dark, "--f%d:#%s;--s%d:#%s;", i, tint(c.color, "14171c", 68), i, tint(c.color, "ffffff", 18))
	}
	page.Colors = template.CSS(":root{" + light.String() + "}\n@media (prefers-color-scheme:dark){:root{" + dark.String() + "}}")
	return t.Execute(w, page)
}

type legendEntry struct {
	Class int
	Words string
	Count int
}

// pageData is what the script of the page draws; statements are named by their places.
type pageData struct {
	Nodes      []pageNode      `json:"nodes"`
	Edges      []pageEdge      `json:"edges"`
	Statements []pageStatement `json:"statements"`
}

type pageNode struct {
	Name       string  `json:"name"`
	Label      string  `json:"label"`
	Lines      string  `json:"lines"` // the label with its line breaks
	Class      int     `json:"class"`
	ClassName  string  `json:"className"`
	X          float64 `json:"x"`
	Y          float64 `json:"y"`
	W          float64 `json:"w"`
	H          float64 `json:"h"`
	Statements []int   `json:"statements"`
}

type pageEdge struct {
	From  int    `json:"from"`
	To    int    `json:"to"`
	Label string `json:"label"`
	Lines string `json:"lines"` // the label as it is drawn
	// Bend is how far the edge is bent, DX and DY how far its label stands from its middle.
	Bend       float64 `json:"bend"`
	DX         float64 `json:"dx"`
	DY         float64 `json:"dy"`
	Mutual     bool    `json:"mutual,omitempty"`
	Unreal     bool    `json:"unreal,omitempty"`
	Statements []int   `json:"statements"`
}

type pageStatement struct {
	Words     string     `json:"words"`
	Date      string     `json:"date,omitempty"`
	Details   []Detail   `json:"details,omitempty"`
	Sentences []Sentence `json:"sentences,omitempty"`
}

func (p *Picture) data() pageData {
	a := arrange(p)
	out := pageData{Nodes: []pageNode{}, Edges: []pageEdge{}, Statements: []pageStatement{}}
	for i, n := range p.Nodes {
		b := a.boxes[i]
		c := classOf(n)
		name := classes[c].name
		if n.Class != "" {
			name = n.Class
		}
		out.Nodes = append(out.Nodes, pageNode{n.Name, n.Label, strings.Join(b.lines, "\n"), c, name, b.x, b.y, b.w, b.h, notNil(n.Statements)})
	}
	for i, c := range route(p, a.boxes) {
		e, middle := p.Edges[i], c.at(0.5)
		out.Edges = append(out.Edges, pageEdge{e.From, e.To, e.caption(), strings.Join(e.lines(), "\n"), math.Round(c.fan), math.Round(c.label.x - middle.x),
			math.Round(c.label.y - middle.y), e.Mutual, e.Unreal, notNil(e.Statements)})
	}
	for _, s := range p.Statements {
		of := pageStatement{s.Words, s.Date, s.Details, nil}
		for _, sentence := range s.Sentences {
			sentence.URL = webAddress(sentence.URL)
			of.Sentences = append(of.Sentences, sentence)
		}
		out.Statements = append(out.Statements, of)
	}
	return out
}

func notNil(list []int) []int {
	if list == nil {
		return []int{}
	}
	return list
}

// webAddress is a link that a page may have: one of the web.
func webAddress(url string) string {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return url
	}
	return ""
}

// year holds the statements of a year.
type year struct {
	Name  string
	Items []item
}

type item struct {
	Place int // of the statement
	Statement
}

// timeline are the statements in order, by year, those without a date at the end; none where none has one.
func (p *Picture) timeline() []year {
	var items []item
	dated := false
	for i, s := range p.Statements {
		items = append(items, item{i, s})
		dated = dated || s.Sort != ""
	}
	if !dated {
		return nil
	}
	sort.SliceStable(items, func(i, j int) bool {
		x, y := items[i].Sort, items[j].Sort
		return x < y && x != "" || x != "" && y == ""
	})
	var out []year
	for _, it := range items {
		name := it.Sort[:min(4, len(it.Sort))]
		if name == "" {
			name = "Without a date"
		}
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, year{Name: name})
		}
		out[len(out)-1].Items = append(out[len(out)-1].Items, it)
	}
	return out
}

// tableRow is a statement of the table.
type tableRow struct {
	Place int
	Statement
	Text string
}

func (p *Picture) table() []tableRow {
	var out []tableRow
	for i, s := range p.Statements {
		row := tableRow{Place: i, Statement: s}
		var texts, cites []string
		for _, sentence := range s.Sentences {
			texts, cites = append(texts, sentence.text()), append(cites, sentence.Cite)
		}
		row.Text = strings.Join(texts, " / ")
		if len(cites) > 0 {
			row.Text += " (" + strings.Join(cites, "; ") + ")"
		}
		out = append(out, row)
	}
	return out
}
