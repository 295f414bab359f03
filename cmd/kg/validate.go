package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/schema"
)

func validateCommand() *cli.Command {
	return &cli.Command{
		Name:      "validate",
		Usage:     "hold the graph, or RDF files, against the shapes of a good graph",
		ArgsUsage: "[FILE]...",
		Description: "Every statement has its sentence, every event a class, a status and whom it is about, every sentence is the piece of the text\n" +
			"that its name says, dates and quantities are well-formed, offices have their nation, properties join the classes that the model\n" +
			"says. Each violation is told with the thing, what is wrong, what is wanted and the sentence. The exit status is 1 where there\n" +
			"are violations; warnings and infos do not count.\n\n" +
			"kg validate --shapes prints the shapes, for another engine of SHACL. What SHACL has no words for, named graphs and pieces of\n" +
			"text, is checked beside them.\n\n" +
			"A graph is validated some thousand statements at a time, in memory that stays flat. What stands in no article, an import or\n" +
			"a file without graphs, is held in memory whole: about 2 kB for each statement.",
		Flags: []cli.Flag{
			dbFlag(), waitFlag(),
			&cli.StringFlag{Name: "format", Value: "text", Usage: "write `FORMAT`: text, json, or turtle for a validation report of SHACL"},
			&cli.BoolFlag{Name: "infos", Usage: "also what is rightly so now and then, such as an event without an actor"},
			&cli.BoolFlag{Name: "shapes", Usage: "print the shapes and do nothing else"},
		},
		Action: validate,
	}
}

func validate(c *cli.Context) error {
	if c.Bool("shapes") {
		_, err := io.WriteString(c.App.Writer, schema.Shapes())
		return err
	}
	out := bufio.NewWriter(c.App.Writer)
	write, ok := map[string]func(io.Writer) findingWriter{"text": newTextFindings, "json": newJSONFindings, "turtle": newTurtleFindings}[c.String("format")]
	if !ok {
		return usageError(c, "no such format: %q; there is text, json, turtle", c.String("format"))
	}
	w := write(out)
	faults := 0
	one := func(name string, open func() (*graph.Store, error)) error {
		store, err := open()
		if err != nil {
			return err
		}
		defer store.Close()
		v, err := store.Validate(c.Context, func(f graph.Finding) error {
			if f.Severity == graph.Info && !c.Bool("infos") {
				return nil
			}
			return w.finding(f)
		})
		if err != nil {
			return err
		}
		faults += v.Faults
		return w.end(name, v)
	}
	var err error
	if c.NArg() == 0 {
		err = one(c.String("db"), func() (*graph.Store, error) { return openReading(c) })
	}
	for _, file := range c.Args().Slice() {
		if err == nil {
			err = one(file, func() (*graph.Store, error) { return graph.OpenFile(c.Context, file) })
		}
	}
	if err == nil {
		err = w.close()
	}
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	if err == nil && faults > 0 {
		err = exitStatus(exitFailed)
	}
	return err
}

// findingWriter is one way to tell what validation finds.
type findingWriter interface {
	finding(graph.Finding) error
	// end ends a graph, close all.
	end(name string, v graph.Validation) error
	close() error
}

type textFindings struct {
	w    io.Writer
	last string
}

func newTextFindings(w io.Writer) findingWriter { return &textFindings{w: w} }

func (t *textFindings) finding(f graph.Finding) error {
	if f.Thing != t.last {
		fmt.Fprint(t.w, f.Label)
		if f.Label != f.Thing {
			fmt.Fprintf(t.w, " (%s)", f.Thing)
		}
		fmt.Fprintln(t.w)
	}
	t.last = f.Thing
	fmt.Fprintf(t.w, "  %s: %s\n    wanted: %s (%s)\n", f.Severity, f.Wrong, f.Wanted, f.Shape)
	if f.Sentence != "" {
		fmt.Fprintf(t.w, "    sentence: %s\n", strings.Join(strings.Fields(f.Sentence), " "))
	}
	if f.Graph != "" {
		fmt.Fprintf(t.w, "    in %s\n", f.Graph)
	}
	return nil
}

func (t *textFindings) end(name string, v graph.Validation) error {
	if t.last != "" {
		fmt.Fprintln(t.w)
	}
	t.last = ""
	fmt.Fprintf(t.w, "%s: %s, %s, %s in %s of %s\n", name, plural(v.Faults, "violation"), plural(v.Warnings, "warning"), plural(v.Infos, "info"),
		plural(v.Quads, "quad"), plural(v.Articles, "article"))
	if v.NoGraph > 0 && v.Articles == 0 {
		fmt.Fprintf(t.w, "%s in no graph: their evidence was not asked for\n", plural(v.NoGraph, "statement"))
	}
	return nil
}

func (t *textFindings) close() error { return nil }

// jsonFindings writes one object a graph, its findings as they come.
type jsonFindings struct {
	w     io.Writer
	begun bool
}

func newJSONFindings(w io.Writer) findingWriter { return &jsonFindings{w: w} }

func (j *jsonFindings) finding(f graph.Finding) error {
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	separator := ",\n  "
	if !j.begun {
		separator = "{\"findings\": [\n  "
	}
	j.begun = true
	_, err = fmt.Fprintf(j.w, "%s%s", separator, data)
	return err
}

func (j *jsonFindings) end(name string, v graph.Validation) error {
	if !j.begun {
		fmt.Fprint(j.w, "{\"findings\": [")
	}
	j.begun = false
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	graphName, err := json.Marshal(name)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(j.w, "],\n \"graph\": %s, \"conforms\": %v, \"counts\": %s}\n", graphName, v.Faults == 0, data)
	return err
}

func (j *jsonFindings) close() error { return nil }

type turtleFindings struct{ report *graph.Report }

func newTurtleFindings(w io.Writer) findingWriter { return turtleFindings{graph.NewReport(w)} }

func (t turtleFindings) finding(f graph.Finding) error      { return t.report.Add(f) }
func (t turtleFindings) end(string, graph.Validation) error { return nil }
func (t turtleFindings) close() error                       { return t.report.Close() }
