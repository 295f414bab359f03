package graph

import (
	"fmt"
	"io"
)

// newGEXFWriter writes GEXF 1.2, Gephi's own format.
func newGEXFWriter(w io.Writer) propertyWriter { return &gexfWriter{xmlWriter: xmlWriter{w: w}} }

type gexfWriter struct {
	xmlWriter
	inEdges bool
}

func (g *gexfWriter) begin(attributes []attribute) error {
	g.text(`<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
<graph defaultedgetype="directed" mode="static">
<attributes class="node">
<attribute id="class" title="class" type="string"/>
`)
	for i, a := range attributes {
		g.text(fmt.Sprintf(`<attribute id="n%d" title="`, i), escaped(a.name), `" type="`, a.kind, "\"/>\n")
	}
	g.text(`</attributes>
<attributes class="edge">
<attribute id="property" title="property" type="string"/>
<attribute id="edge-evidence" title="evidence" type="string"/>
</attributes>
<nodes>
`)
	return g.flush("the names of attributes")
}

func (g *gexfWriter) node(n *propertyNode) error {
	g.text(`<node id="`, escaped(n.id), `" label="`, escaped(n.label), `">`)
	if n.class != "" || len(n.values) > 0 {
		g.text("<attvalues>")
		if n.class != "" {
			g.text(`<attvalue for="class" value="`, escaped(n.class), `"/>`)
		}
		for _, v := range n.values {
			g.text(fmt.Sprintf(`<attvalue for="n%d" value="`, v.attribute), escaped(v.value), `"/>`)
		}
		g.text("</attvalues>")
	}
	g.text("</node>\n")
	return g.flush(n.id)
}

func (g *gexfWriter) edge(e *propertyEdge) error {
	if !g.inEdges {
		g.inEdges = true
		g.text("</nodes>\n<edges>\n")
	}
	g.text(fmt.Sprintf(`<edge id="e%d" source="`, e.number), escaped(e.source), `" target="`, escaped(e.target), `" label="`,
		escaped(e.predicate), `"><attvalues><attvalue for="property" value="`, escaped(e.predicate), `"/>`)
	if e.evidence != "" {
		g.text(`<attvalue for="edge-evidence" value="`, escaped(e.evidence), `"/>`)
	}
	g.text("</attvalues></edge>\n")
	return g.flush(e.source)
}

func (g *gexfWriter) end() error {
	if !g.inEdges {
		g.text("</nodes>\n<edges>\n")
	}
	g.text("</edges>\n</graph>\n</gexf>\n")
	return g.flush("")
}
