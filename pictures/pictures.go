// Package pictures draws a graph whose edges have sentences behind them: as text for Graphviz and Mermaid, as SVG, and as
// a page that shows the sentence of an edge on a click. What it writes depends on the picture alone, byte by byte, and
// needs neither another program nor a network.
package pictures

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Picture is a graph to be drawn. Edges and statements name others by their places in the lists, counted from 0.
type Picture struct {
	Title string
	// Notes are what a reader must know besides, such as that there are more rows.
	Notes      []string
	Nodes      []Node
	Edges      []Edge
	Statements []Statement
	// InTime says that the statements are a course of events: the page begins with the timeline.
	InTime bool
}

// Node is a thing.
type Node struct {
	// Name tells it from all others, Label is what people call it.
	Name, Label string
	// Class is one of those that Classes lists, or any other, which is drawn in grey.
	Class string
	// Statements that speak of it, in order.
	Statements []int
}

// Edge joins two nodes, by all that statements say of the one to the other.
type Edge struct {
	From, To int
	Labels   []Label
	// Mutual edges have no direction.
	Mutual bool
	// Unreal edges are of what did not happen, or not yet: they are dashed.
	Unreal bool
	// Statements that make it, in order.
	Statements []int
}

// Label is a name of an edge with the number of the statements that call it so.
type Label struct {
	Words string
	Count int
}

// Statement is what one row says.
type Statement struct {
	// Words say it in one line.
	Words string
	// Date is when, as a reader reads it; Sort orders dates, and is empty where there is none.
	Date, Sort string
	// Unreal is what did not happen, or not yet.
	Unreal    bool
	Details   []Detail
	Sentences []Sentence
}

// Detail is a value of a statement that is no thing.
type Detail struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Sentence is the evidence of a statement.
type Sentence struct {
	// Parts are its text in pieces.
	Parts []Part `json:"parts"`
	// Cite names the article and its day, URL is where it stands, if that is known.
	Cite string `json:"cite"`
	URL  string `json:"url,omitempty"`
	// Reports tell the events that it states.
	Reports []string `json:"reports,omitempty"`
}

// Part is a piece of a sentence; Mark is "name" for the name of a thing, "trigger" for the words of an event, or empty.
type Part struct {
	Text string `json:"text"`
	Mark string `json:"mark,omitempty"`
}

// Format is one way to write a picture; a row of one table.
type Format struct {
	Name, Help string
	Endings    []string // of file names
	Write      func(w io.Writer, p *Picture) error
}

// Formats is the table of formats.
func Formats() []Format {
	return []Format{
		{"html", "a page of the rows' graph, their timeline and a table: a click on an edge shows its sentence", []string{".html", ".htm"}, WriteHTML},
		{"svg", "the rows' graph as a drawing", []string{".svg"}, WriteSVG},
		{"dot", "the rows' graph for Graphviz", []string{".dot", ".gv"}, WriteDOT},
		{"mermaid", "the rows' graph for Mermaid, as texts in Markdown have it", []string{".mmd", ".mermaid"}, WriteMermaid},
	}
}

// ErrEmpty says that a picture has nothing to draw.
var ErrEmpty = errors.New("there is nothing to draw")

// class is how the nodes of a class are drawn.
type class struct {
	name, plural string
	// color is that of the border, "rrggbb"; the inside is a tint of it.
	color string
}

// The colors are told apart with any of the common deficiencies in seeing them; the page and the drawing name the class
// in words as well.
var classes = []class{
	{"Nation", "Nations", "3a76af"},
	{"Organization", "Organizations", "8a5fa8"},
	{"Person", "Persons", "d9731a"},
	{"Office", "Offices", "a98307"},
	{"WeaponSystem", "Weapon systems", "c93b45"},
	{"Agreement", "Agreements", "3d8b37"},
	{"Place", "Places", "188a8a"},
	{"Event", "Events", "c2569a"},
	{"Article", "Articles", "6b7280"},
	{"Thing", "Other things", "7d6b5d"},
}

// Classes are the names of the classes that have a color, in the order of the legend; the last stands for all others.
func Classes() []string {
	out := make([]string, len(classes))
	for i, c := range classes {
		out[i] = c.name
	}
	return out
}

// classOf is the place of a node's class in the table.
func classOf(n Node) int {
	for i, c := range classes {
		if c.name == n.Class {
			return i
		}
	}
	return len(classes) - 1
}

// used are the classes of a picture, in the order of the table, with the number of their nodes.
func (p *Picture) used() (places, counts []int) {
	byClass := make([]int, len(classes))
	for _, n := range p.Nodes {
		byClass[classOf(n)]++
	}
	for i, count := range byClass {
		if count > 0 {
			places, counts = append(places, i), append(counts, count)
		}
	}
	return places, counts
}

// tint mixes a color with another, of which it takes share percent.
func tint(color, with string, share int) string {
	var out strings.Builder
	for i := 0; i < 6; i += 2 {
		var a, b int
		fmt.Sscanf(color[i:i+2], "%x", &a)
		fmt.Sscanf(with[i:i+2], "%x", &b)
		fmt.Fprintf(&out, "%02x", (a*(100-share)+b*share)/100)
	}
	return out.String()
}

// caption is the text of an edge: its labels, with the number of their statements where there are several.
func (e Edge) caption() string { return strings.Join(e.words(), ", ") }

func (e Edge) words() []string {
	var words []string
	for _, l := range e.Labels {
		text := oneLine(l.Words)
		if l.Count > 1 {
			text = strings.TrimSpace(fmt.Sprintf("%s ×%d", text, l.Count))
		}
		if text != "" {
			words = append(words, text)
		}
	}
	return words
}

// text is the sentence on one line.
func (s Sentence) text() string {
	var b strings.Builder
	for _, part := range s.Parts {
		b.WriteString(part.Text)
	}
	return oneLine(b.String())
}

// tooltip is the first sentence of an edge with its article.
func (p *Picture) tooltip(statements []int) string {
	for _, i := range statements {
		for _, s := range p.Statements[i].Sentences {
			return s.text() + " (" + s.Cite + ")"
		}
	}
	return ""
}

// oneLine makes one line of a text, without what moves a cursor.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)), " ")
}
