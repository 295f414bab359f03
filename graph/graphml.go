package graph

import (
	"fmt"
	"io"
)

// newGraphMLWriter writes GraphML, as NetworkX, igraph, yEd and Gephi read it.
func newGraphMLWriter(w io.Writer) propertyWriter { return &graphmlWriter{xmlWriter: xmlWriter{w: w}} }

type graphmlWriter struct {
	xmlWriter
	attributes []attribute
}

func (g *graphmlWriter) begin(attributes []attribute) error {
	g.attributes = attributes
	g.text(`<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="label" for="node" attr.name="label" attr.type="string"/>
  <key id="class" for="node" attr.name="class" attr.type="string"/>
`)
	for i, a := range attributes {
		g.text(fmt.Sprintf(`  <key id="n%d" for="node" attr.name="`, i), escaped(a.name), `" attr.type="`, a.kind, "\"/>\n")
	}
	g.text(`  <key id="property" for="edge" attr.name="property" attr.type="string"/>
  <key id="edge-evidence" for="edge" attr.name="evidence" attr.type="string"/>
  <graph edgedefault="directed">
`)
	return g.flush("the names of attributes")
}

func (g *graphmlWriter) node(n *propertyNode) error {
	g.text(`    <node id="`, escaped(n.id), `"><data key="label">`, escaped(n.label), `</data>`)
	if n.class != "" {
		g.text(`<data key="class">`, escaped(n.class), `</data>`)
	}
	for _, v := range n.values {
		g.text(fmt.Sprintf(`<data key="n%d">`, v.attribute), escaped(v.value), `</data>`)
	}
	g.text("</node>\n")
	return g.flush(n.id)
}

func (g *graphmlWriter) edge(e *propertyEdge) error {
	g.text(fmt.Sprintf(`    <edge id="e%d" source="`, e.number), escaped(e.source), `" target="`, escaped(e.target),
		`"><data key="property">`, escaped(e.predicate), `</data>`)
	if e.evidence != "" {
		g.text(`<data key="edge-evidence">`, escaped(e.evidence), `</data>`)
	}
	g.text("</edge>\n")
	return g.flush(e.source)
}

func (g *graphmlWriter) end() error {
	g.text("  </graph>\n</graphml>\n")
	return g.flush("")
}

// xmlWriter gathers the text of one element at a time.
type xmlWriter struct {
	w   io.Writer
	buf []byte
	err error
}

// escaped is text that XML has to escape.
type escaped string

func (x *xmlWriter) text(parts ...any) {
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			x.buf = append(x.buf, part...)
		case escaped:
			var err error
			if x.buf, err = appendXMLText(x.buf, string(part)); err != nil && x.err == nil {
				x.err = err
			}
		}
	}
}

// flush writes what was gathered; the error names what it is about.
func (x *xmlWriter) flush(about string) error {
	if x.err != nil {
		return fmt.Errorf("%s: %w", about, x.err)
	}
	_, err := x.w.Write(x.buf)
	x.buf = x.buf[:0]
	return err
}
