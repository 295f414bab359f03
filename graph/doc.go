// Package graph keeps facts as quads in Cayley and lets them out again as RDF. It turns the readings of articles into
// quads, keeps what each article contributed so that an article can be replaced or forgotten without a trace, and
// writes the graph in standard formats. It reads no news text, answers no queries itself, and prints nothing.
package graph
