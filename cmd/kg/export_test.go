package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/newskg/kg/schema"
)

// The graph of the bundled articles comes out of every format as it is in the store: other programs read it, and find
// the same statements.
func TestBundledGraphThroughOtherReaders(t *testing.T) {
	const python = "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import rdflib, networkx").Run(); err != nil {
		t.Skipf("%s has no rdflib or no networkx (Debian: python3-rdflib, python3-networkx)", python)
	}
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	db := file("kg.db")
	kg := func(args ...string) {
		t.Helper()
		var stdout, stderr strings.Builder
		if code := Run(append([]string{"kg"}, args...), strings.NewReader(""), &stdout, &stderr); code != 0 {
			t.Fatalf("kg %s: %d, %s", strings.Join(args, " "), code, stderr.String())
		}
	}
	kg("load", "--db", db, "--no-sync", filepath.Join("..", "..", "testdata", "articles"))
	usual, prefixes := map[string]string{}, map[string]string{}
	for _, p := range schema.Prefixes() {
		prefixes[p.Name] = p.IRI
	}
	for _, p := range schema.NewVocabulary().Properties {
		switch {
		case slices.Contains(p.Range, "xsd:date"):
			usual[p.Name] = "date"
		case p.Literal && strings.HasPrefix(p.Range[len(p.Range)-1], "xsd:"):
			usual[p.Name] = p.Range[len(p.Range)-1]
		}
	}
	model, err := json.Marshal(map[string]any{"prefixes": prefixes, "usual": usual,
		"words": []string{"rdf:type", "kg:role", "owl:sameAs", "kg:category", "kg:stage", "kg:status", "kg:outcome"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file("model.json"), model, 0o644); err != nil {
		t.Fatal(err)
	}
	kg("export", "--db", db, "-o", file("reference.nq"))
	args := []string{filepath.Join("..", "..", "testdata", "roundtrip.py"), file("model.json"), file("reference.nq")}
	for _, r := range []struct{ program, reader, format, extension string }{
		{"", "rdflib", "turtle", ".ttl"}, {"", "rdflib", "trig", ".trig"}, {"", "rdflib", "jsonld", ".jsonld"}, {"", "rdflib", "rdfxml", ".rdf"},
		{"rapper", "rapper", "nquads", ".nq"}, {"serdi", "serdi", "ntriples", ".nt"},
		{"", "networkx", "graphml", ".graphml"}, {"", "networkx", "gexf", ".gexf"}, {"", "networkx", "cytoscape", ".cyjs"}, {"", "csv", "csv", ".csv"}, {"gvpr", "graphviz", "dot", ".dot"},
	} {
		if _, err := exec.LookPath(r.program); r.program != "" && err != nil {
			t.Logf("%s is not installed: %s is not compared", r.program, r.format)
			continue
		}
		out := file("graph" + r.extension)
		kg("export", "--db", db, "--format", r.format, "-o", out)
		args = append(args, r.reader+":"+r.format+"="+out)
	}
	if out, err := exec.Command(python, args...).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
