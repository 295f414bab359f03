package graph

import (
	"fmt"
	"io"
	"strings"

	"github.com/cayleygraph/quad"
)

// Format is one way quads leave or enter; a row of one table.
type Format struct {
	Name       string
	Extensions []string // with the dot, the usual one first
	MediaType  string
	Help       string
	// Graphs says that the format keeps the graph that a statement stands in, and so its evidence.
	Graphs bool
	// NewWriter starts a document of RDF on w, which the caller buffers; nil for a format that is none.
	NewWriter func(w io.Writer) QuadWriter
	// Read gives fn the quads of a document in an order that is always the same, blank nodes under labels that are always
	// the same. Relative IRIs are resolved against base. What is wrong with the document is a *SyntaxError; an error of fn
	// ends the reading and comes back. Nil for a format that is only written.
	Read func(r io.Reader, base string, fn func(quad.Quad) error) error
	// Parts are the files that a format of several consists of, each a format of its own.
	Parts []Format
	// fromQuads writes a document from the quads of a walk, fromStore from the store: a format that is no RDF has one.
	fromQuads func(io.Writer, walk) error
	fromStore func(io.Writer, *exporter) error
}

// walk calls a function with quads.
type walk func(func(quad.Quad) error) error

// QuadWriter writes one document. Quads of one graph and subject should come together: the output is then compact. A
// quad that the format cannot hold is refused with an error that names it.
type QuadWriter interface {
	WriteQuad(quad.Quad) error
	// Close ends the document; it does not close the file.
	Close() error
}

// Formats is the table of output formats, in the order in which help lists them.
func Formats() []Format {
	return formatsWith(func(f *Format) bool {
		return f.NewWriter != nil || f.fromQuads != nil || f.fromStore != nil || f.Parts != nil
	})
}

// InputFormats are the formats that can be read, in the same order.
func InputFormats() []Format { return formatsWith(func(f *Format) bool { return f.Read != nil }) }

func formatsWith(has func(*Format) bool) []Format {
	var out []Format
	for i := range formats {
		if has(&formats[i]) {
			out = append(out, formats[i])
		}
	}
	return out
}

var formats = []Format{
	{Name: "nquads", Extensions: []string{".nq", ".nquads"}, MediaType: "application/n-quads", Graphs: true,
		Help: "N-Quads: one statement a line with its sentence", NewWriter: newNQuadsWriter, Read: parseNQuads},
	{Name: "ntriples", Extensions: []string{".nt", ".ntriples"}, MediaType: "application/n-triples",
		Help: "N-Triples: one statement a line, without its sentence", NewWriter: newNTriplesWriter, Read: parseNTriples},
	{Name: "turtle", Extensions: []string{".ttl"}, MediaType: "text/turtle",
		Help: "Turtle: easy to read, without the sentence of a statement", NewWriter: newTurtleWriter, Read: parseTurtle},
	{Name: "trig", Extensions: []string{".trig"}, MediaType: "application/trig", Graphs: true,
		Help: "TriG: Turtle with the statements of each sentence in a block", NewWriter: newTriGWriter, Read: parseTriG},
	{Name: "jsonld", Extensions: []string{".jsonld"}, MediaType: "application/ld+json", Graphs: true,
		Help: "JSON-LD, with the statements of each sentence in an object", NewWriter: newJSONLDWriter, Read: parseJSONLD},
	{Name: "rdfxml", Extensions: []string{".rdf", ".owl"}, MediaType: "application/rdf+xml",
		Help: "RDF/XML, without the sentence of a statement", NewWriter: newRDFXMLWriter, Read: parseRDFXML},
	{Name: "graphml", Extensions: []string{".graphml"}, MediaType: "application/graphml+xml", Graphs: true,
		Help: "GraphML for NetworkX, igraph, yEd", fromQuads: writeProperties(newGraphMLWriter, xmlHolds)},
	{Name: "gexf", Extensions: []string{".gexf"}, MediaType: "application/gexf+xml", Graphs: true,
		Help: "GEXF for Gephi", fromQuads: writeProperties(newGEXFWriter, xmlHolds)},
	{Name: "dot", Extensions: []string{".dot", ".gv"}, MediaType: "text/vnd.graphviz", Graphs: true,
		Help: "DOT for Graphviz", fromQuads: writeProperties(newDOTWriter, dotHolds)},
	{Name: "cytoscape", Extensions: []string{".cyjs"}, MediaType: "application/json", Graphs: true,
		Help: "JSON for Cytoscape", fromQuads: writeProperties(newCytoscapeWriter, anything)},
	{Name: "csv", Extensions: []string{".csv"}, MediaType: "text/csv", Graphs: true,
		Help: "two tables as Gephi imports them: -o NAME.csv makes NAME-nodes.csv and NAME-edges.csv",
		Parts: []Format{
			{Name: "nodes", fromQuads: writeProperties(newCSVNodesWriter, csvHolds)},
			{Name: "edges", fromQuads: writeProperties(newCSVEdgesWriter, csvHolds)},
		}},
	{Name: "plover-jsonl", Extensions: []string{".jsonl"}, MediaType: "application/jsonl", Graphs: true,
		Help: "the events as PLOVER records, one a line", fromStore: writePLOVER},
}

// FindFormat is the output format of a name.
func FindFormat(name string) (*Format, error) { return find(name, Formats()) }

// FindInputFormat is the input format of a name.
func FindInputFormat(name string) (*Format, error) { return find(name, InputFormats()) }

func find(name string, formats []Format) (*Format, error) {
	names := make([]string, len(formats))
	for i := range formats {
		if formats[i].Name == name {
			return &formats[i], nil
		}
		names[i] = formats[i].Name
	}
	return nil, fmt.Errorf("no such format: %q; there is %s", name, strings.Join(names, ", "))
}
