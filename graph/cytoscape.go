package graph

import (
	"io"
	"strconv"
)

// newCytoscapeWriter writes the JSON of Cytoscape and Cytoscape.js, with what NetworkX asks for beside it.
func newCytoscapeWriter(w io.Writer) propertyWriter { return &cytoscapeWriter{w: w} }

type cytoscapeWriter struct {
	w          io.Writer
	attributes []attribute
	buf        []byte
	nodes      int
	edges      int
}

func (c *cytoscapeWriter) begin(attributes []attribute) error {
	c.attributes = attributes
	_, err := io.WriteString(c.w, `{"data":[],"directed":true,"multigraph":true,"elements":{"nodes":[`)
	return err
}

func (c *cytoscapeWriter) field(name, value string) {
	c.buf = append(c.buf, ',')
	c.buf = append(appendString(c.buf, name), ':')
	c.buf = appendString(c.buf, value)
}

func (c *cytoscapeWriter) node(n *propertyNode) error {
	c.buf = c.buf[:0]
	if c.nodes++; c.nodes > 1 {
		c.buf = append(c.buf, ',')
	}
	c.buf = appendString(append(c.buf, "\n{\"data\":{\"id\":"...), n.id)
	c.field("value", n.id)
	c.field("name", n.label)
	if n.class != "" {
		c.field("class", n.class)
	}
	for _, v := range n.values {
		a := c.attributes[v.attribute]
		if a.kind == "string" {
			c.field(a.name, v.value)
			continue
		}
		c.buf = append(appendString(append(c.buf, ','), a.name), ':')
		c.buf = append(c.buf, v.value...)
	}
	c.buf = append(c.buf, "}}"...)
	_, err := c.w.Write(c.buf)
	return err
}

func (c *cytoscapeWriter) edge(e *propertyEdge) error {
	c.buf = c.buf[:0]
	if c.edges++; c.edges == 1 {
		c.buf = append(c.buf, "],\n\"edges\":["...)
	} else {
		c.buf = append(c.buf, ',')
	}
	c.buf = append(c.buf, "\n{\"data\":{\"id\":"...)
	key := "e" + strconv.Itoa(e.number)
	c.buf = appendString(c.buf, key)
	c.field("key", key)
	c.field("source", e.source)
	c.field("target", e.target)
	c.field("interaction", e.predicate)
	if e.evidence != "" {
		c.field("evidence", e.evidence)
	}
	c.buf = append(c.buf, "}}"...)
	_, err := c.w.Write(c.buf)
	return err
}

func (c *cytoscapeWriter) end() error {
	if c.edges == 0 {
		if _, err := io.WriteString(c.w, "],\n\"edges\":["); err != nil {
			return err
		}
	}
	_, err := io.WriteString(c.w, "]}}\n")
	return err
}
