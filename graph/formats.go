package graph

import (
	"fmt"
	"io"
	"strings"

	"github.com/cayleygraph/quad"
)

// Format is one way quads leave; a row of one table.
type Format struct {
	Name       string
	Extensions []string // with the dot, the usual one first
	MediaType  string
	Help       string
	// Graphs says that the format keeps the graph that a statement stands in, and so its evidence.
	Graphs bool
	// NewWriter starts a document on w, which the caller buffers.
	NewWriter func(w io.Writer) QuadWriter
}

// QuadWriter writes one document. Quads of one graph and subject should come together: the output is then compact.
type QuadWriter interface {
	WriteQuad(quad.Quad) error
	// Close ends the document; it does not close the file.
	Close() error
}

// Formats is the table of output formats, in the order in which help lists them.
func Formats() []Format { return formats }

var formats = []Format{
	{Name: "nquads", Extensions: []string{".nq", ".nquads"}, MediaType: "application/n-quads", Graphs: true,
		Help: "N-Quads: one statement a line with its sentence", NewWriter: newNQuadsWriter},
	{Name: "turtle", Extensions: []string{".ttl"}, MediaType: "text/turtle",
		Help: "Turtle: easy to read, without the sentence of a statement", NewWriter: newTurtleWriter},
}

// FindFormat is the format of a name.
func FindFormat(name string) (*Format, error) {
	names := make([]string, len(formats))
	for i := range formats {
		if formats[i].Name == name {
			return &formats[i], nil
		}
		names[i] = formats[i].Name
	}
	return nil, fmt.Errorf("no such format: %q; there is %s", name, strings.Join(names, ", "))
}
