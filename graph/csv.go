package graph

import (
	"encoding/csv"
	"fmt"
	"io"
)

// newCSVNodesWriter and newCSVEdgesWriter write the two tables that Gephi imports.
func newCSVNodesWriter(w io.Writer) propertyWriter {
	return &csvWriter{w: csv.NewWriter(w), nodes: true}
}

func newCSVEdgesWriter(w io.Writer) propertyWriter { return &csvWriter{w: csv.NewWriter(w)} }

type csvWriter struct {
	w     *csv.Writer
	nodes bool
	row   []string
}

func (c *csvWriter) begin(attributes []attribute) error {
	if !c.nodes {
		return c.write("Id", "Source", "Target", "Type", "Label", "Weight", "evidence")
	}
	c.row = []string{"Id", "Label", "class"}
	for _, a := range attributes {
		c.row = append(c.row, a.name)
	}
	return c.write(c.row...)
}

func (c *csvWriter) node(n *propertyNode) error {
	if !c.nodes {
		return nil
	}
	clear(c.row)
	c.row[0], c.row[1], c.row[2] = n.id, n.label, n.class
	for _, v := range n.values {
		c.row[3+v.attribute] = v.value
	}
	return c.write(c.row...)
}

func (c *csvWriter) edge(e *propertyEdge) error {
	if c.nodes {
		return nil
	}
	return c.write(fmt.Sprintf("e%d", e.number), e.source, e.target, "Directed", e.predicate, "1", e.evidence)
}

func (c *csvWriter) write(row ...string) error { return c.w.Write(row) }

func (c *csvWriter) end() error {
	c.w.Flush()
	return c.w.Error()
}
