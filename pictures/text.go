package pictures

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// QuoteDOT is a text as a quoted string of Graphviz. A line break in it becomes one of the label.
func QuoteDOT(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", "", "\x00", "").Replace(text) + `"`
}

// WriteDOT writes a picture for Graphviz. An edge has its sentence as its tooltip.
func WriteDOT(out io.Writer, p *Picture) error {
	if len(p.Nodes) == 0 {
		return ErrEmpty
	}
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "digraph kg {")
	if p.Title != "" {
		fmt.Fprintf(w, "  label=%s; labelloc=t;\n", QuoteDOT(oneLine(p.Title)))
	}
	fmt.Fprint(w, "  graph [layout=neato, overlap=prism, overlap_scaling=3, splines=true, fontname=\"Helvetica\"];\n"+
		"  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=11];\n"+
		"  edge [fontname=\"Helvetica\", fontsize=9, color=\"#7a828c\", len=2];\n")
	for _, n := range p.Nodes {
		c := classes[classOf(n)]
		fmt.Fprintf(w, "  %s [label=%s, class=%s, color=\"#%s\", fillcolor=\"#%s\", tooltip=%s];\n", QuoteDOT(n.Name), QuoteDOT(strings.Join(n.lines(), "\n")),
			QuoteDOT(c.name), c.color, tint(c.color, "ffffff", 82), QuoteDOT(c.name+" "+n.Name))
	}
	for _, e := range p.Edges {
		fmt.Fprintf(w, "  %s -> %s [label=%s", QuoteDOT(p.Nodes[e.From].Name), QuoteDOT(p.Nodes[e.To].Name), QuoteDOT(strings.Join(e.lines(), "\n")))
		if tip := p.tooltip(e.Statements); tip != "" {
			fmt.Fprintf(w, ", tooltip=%s", QuoteDOT(tip))
		}
		if e.Mutual {
			fmt.Fprint(w, ", dir=none")
		}
		if e.Unreal {
			fmt.Fprint(w, ", style=dashed")
		}
		fmt.Fprint(w, "];\n")
	}
	fmt.Fprintln(w, "}")
	return w.Flush()
}

// quoteMermaid is a text as a quoted string of Mermaid, which knows character entities and, without #, no escapes.
func quoteMermaid(text string) string {
	var b strings.Builder
	for _, r := range oneLine(text) {
		switch {
		case strings.ContainsRune("\"#<>&|`{}[]()\\;*_~", r):
			fmt.Fprintf(&b, "#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}

// WriteMermaid writes a picture as a flowchart of Mermaid.
func WriteMermaid(out io.Writer, p *Picture) error {
	if len(p.Nodes) == 0 {
		return ErrEmpty
	}
	w := bufio.NewWriter(out)
	if title := oneLine(p.Title); title != "" {
		fmt.Fprintf(w, "---\ntitle: %q\n---\n", title)
	}
	fmt.Fprintln(w, "flowchart LR")
	for i, n := range p.Nodes {
		fmt.Fprintf(w, "  n%d(%s):::%s\n", i, quoteMermaid(n.Label), classes[classOf(n)].name)
	}
	for _, e := range p.Edges {
		arrow := map[[2]bool]string{{false, false}: "-->", {true, false}: "---", {false, true}: "-.->", {true, true}: "-.-"}[[2]bool{e.Mutual, e.Unreal}]
		if caption := e.caption(); caption != "" {
			fmt.Fprintf(w, "  n%d %s|%s| n%d\n", e.From, arrow, quoteMermaid(caption), e.To)
		} else {
			fmt.Fprintf(w, "  n%d %s n%d\n", e.From, arrow, e.To)
		}
	}
	places, _ := p.used()
	for _, i := range places {
		c := classes[i]
		fmt.Fprintf(w, "  classDef %s fill:#%s,stroke:#%s,color:#1b1f24\n", c.name, tint(c.color, "ffffff", 82), c.color)
	}
	return w.Flush()
}
