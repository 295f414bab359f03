package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/loaders"
	"github.com/newskg/kg/schema"
)

// exitTrouble is what kg diff ends with where it could not compare, as diff(1) does: 1 says that there are differences.
const exitTrouble = 2

func diffCommand() *cli.Command {
	return &cli.Command{
		Name:      "diff",
		Usage:     "what two graphs, or two versions of an article, state differently",
		ArgsUsage: "A B",
		Description: "A and B are each the folder of a graph, an RDF file, or a file with articles, which is read as kg load would. Two files of one\n" +
			"article each are two versions of it. Sentences are the same where their words are, events where they are of one class and their\n" +
			"words begin at the same place of the sentence; so a text that only moved differs in nothing. Clusters, provenance and the\n" +
			"ontology are not compared.\n\n" +
			"The exit status is that of diff(1): 0 the same, 1 different, 2 where they could not be compared or the use is wrong.",
		Flags: []cli.Flag{
			waitFlag(), gazetteerFlag(), framesFlag(),
			&cli.StringSliceFlag{Name: "article", Usage: "only what the article `ID` says (may repeat)"},
			&cli.StringFlag{Name: "format", Value: "text", Usage: "write `FORMAT`: text, json (one difference a line), or nquads, each line after D (only in A) or A (only in B), as RDF Patch has it"},
		},
		Action: func(c *cli.Context) error {
			err := diff(c)
			var usage *usageErr
			var status exitStatus
			if err == nil || errors.As(err, &usage) || errors.As(err, &status) || c.Context.Err() != nil {
				return err
			}
			fmt.Fprintf(c.App.ErrWriter, "kg: %v\n", err)
			return exitStatus(exitTrouble)
		},
	}
}

func diff(c *cli.Context) error {
	if c.NArg() != 2 {
		return usageError(c, "diff takes two graphs, RDF files or articles, got %d", c.NArg())
	}
	out := bufio.NewWriter(c.App.Writer)
	writers := map[string]func(io.Writer, graph.Difference) error{"text": (&diffText{}).write, "json": diffJSON, "nquads": diffNQuads}
	write, ok := writers[c.String("format")]
	if !ok {
		return usageError(c, "no such format: %q; there is text, json, nquads", c.String("format"))
	}
	var sides [2]*graph.Store
	single := ""
	for i, arg := range c.Args().Slice() {
		var err error
		if sides[i], err = openSide(c, arg, &single); err != nil {
			return err
		}
		defer sides[i].Close()
	}
	n := 0
	err := graph.Diff(c.Context, sides[0], sides[1], c.StringSlice("article"), func(d graph.Difference) error {
		n++
		return write(out, d)
	})
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	if err == nil && n > 0 {
		return exitStatus(exitFailed)
	}
	return err
}

// openSide opens one side of a comparison. single is the ID of the article of the first side, where that was a file of
// one article; the second takes it over where it is such a file too.
func openSide(c *cli.Context, name string, single *string) (*graph.Store, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return graph.Open(c.Context, name, graph.Options{ReadOnly: true, Wait: c.Duration("wait"), Command: commandLine(c), Version: version})
	}
	if graph.FormatOf(name) != nil {
		return graph.OpenFile(c.Context, name)
	}
	ex, err := extractor(c)
	if err != nil {
		return nil, err
	}
	sources, failures := loaders.Expand([]string{name})
	if len(failures) > 0 {
		return nil, failures[0]
	}
	var articles []schema.Article
	for _, source := range sources {
		loaders.Read(source, c.App.Reader, func(article schema.Article, readErr error) bool {
			if readErr != nil {
				err = loaders.Failure{Input: source.Path, Err: readErr}
				return false
			}
			articles = append(articles, article)
			return c.Context.Err() == nil
		})
	}
	if err == nil {
		err = c.Context.Err()
	}
	if err != nil {
		return nil, err
	}
	if len(articles) == 1 {
		if *single != "" {
			articles[0].ID = *single
		}
		*single = articles[0].ID
	}
	store, err := graph.OpenMemory(c.Context, graph.Options{Version: version})
	if err != nil {
		return nil, err
	}
	for _, article := range articles {
		if _, err := store.Put(c.Context, ex.Analyse(article).Reading()); err != nil {
			store.Close()
			return nil, err
		}
	}
	return store, nil
}

// diffText tells differences under their article and sentence.
type diffText struct{ title, sentence string }

func (t *diffText) write(w io.Writer, d graph.Difference) error {
	title := strings.TrimPrefix(d.Article, "article:")
	switch {
	case title != "":
	case d.Graph == schema.ThingsGraph, d.Graph == schema.BackgroundGraph:
		title = "what things are, and the background"
	default:
		title = strings.TrimPrefix(d.Graph, schema.Base)
	}
	if title != t.title {
		if t.title != "" {
			fmt.Fprintln(w)
		}
		fmt.Fprintln(w, title)
		t.sentence = ""
	}
	if d.Sentence != t.sentence {
		fmt.Fprintf(w, "  %s\n", strings.Join(strings.Fields(d.Sentence), " "))
	}
	t.title, t.sentence = title, d.Sentence
	fmt.Fprintf(w, "    %s %s\n", map[string]string{"added": "+", "removed": "-", "changed": "~"}[d.Kind], d.What)
	for _, change := range d.Changes {
		fmt.Fprintf(w, "        %s\n", change)
	}
	return nil
}

func diffJSON(w io.Writer, d graph.Difference) error {
	data, err := json.Marshal(d)
	if err == nil {
		_, err = fmt.Fprintf(w, "%s\n", data)
	}
	return err
}

func diffNQuads(w io.Writer, d graph.Difference) error {
	deleted, added, err := d.NQuads()
	for _, line := range deleted {
		fmt.Fprintf(w, "D %s\n", line)
	}
	for _, line := range added {
		fmt.Fprintf(w, "A %s\n", line)
	}
	return err
}
