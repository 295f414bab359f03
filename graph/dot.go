package graph

import (
	"fmt"
	"io"
	"strings"
)

// newDOTWriter writes Graphviz's DOT.
func newDOTWriter(w io.Writer) propertyWriter { return &dotWriter{w: w} }

type dotWriter struct {
	w          io.Writer
	attributes []attribute
	buf        []byte
	err        error
}

func (d *dotWriter) begin(attributes []attribute) error {
	d.attributes = attributes
	_, err := io.WriteString(d.w, "digraph kg {\n")
	return err
}

func (d *dotWriter) quoted(before, s string) {
	quoted, err := QuoteDOT(s)
	if err != nil && d.err == nil {
		d.err = err
	}
	d.buf = append(append(d.buf, before...), quoted...)
}

func (d *dotWriter) flush(about string) error {
	if d.err != nil {
		return fmt.Errorf("%s: %w", about, d.err)
	}
	_, err := d.w.Write(d.buf)
	d.buf = d.buf[:0]
	return err
}

func (d *dotWriter) node(n *propertyNode) error {
	d.quoted("", n.id)
	d.quoted(" [label=", n.label)
	if n.class != "" {
		d.quoted(" class=", n.class)
	}
	for _, v := range n.values {
		d.quoted(" ", d.attributes[v.attribute].name)
		d.quoted("=", v.value)
	}
	d.buf = append(d.buf, "];\n"...)
	return d.flush(n.id)
}

func (d *dotWriter) edge(e *propertyEdge) error {
	d.quoted("", e.source)
	d.quoted(" -> ", e.target)
	d.quoted(" [label=", e.predicate)
	if e.evidence != "" {
		d.quoted(" evidence=", e.evidence)
	}
	d.buf = append(d.buf, "];\n"...)
	return d.flush(e.source)
}

func (d *dotWriter) end() error {
	_, err := io.WriteString(d.w, "}\n")
	return err
}

// QuoteDOT is a text in quotation marks as DOT has it, which shows as it is where it is a label. DOT cannot hold the
// character NUL.
func QuoteDOT(s string) (string, error) {
	if err := dotHolds(s); err != nil {
		return "", fmt.Errorf("%.60q: %w", s, err)
	}
	return `"` + dotEscapes.Replace(s) + `"`, nil
}

var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`)
