package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/eval"
	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/loaders"
)

func evalCommand() *cli.Command {
	return &cli.Command{
		Name:      "eval",
		Usage:     "score a graph against annotated articles",
		ArgsUsage: "DIR",
		Description: "DIR holds gold files, *.json: an article each, with the entities, relations and events that a careful reader finds in it.\n" +
			"Without --graph and --db their texts go through the pipeline as it is, in memory, and the graph that results is scored.\n" +
			"An event counts as found when class, actor nations and recipient nations are right; how often its date, place and the rest\n" +
			"are right is told of the found ones. In brackets stand 95% intervals, by bootstrap over the articles.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "graph", Usage: "score the graph in an N-Quads `FILE`, which may be gzipped"},
			&cli.StringFlag{Name: "db", Usage: "score the graph in the folder `DIR`"},
			gazetteerFlag(),
			framesFlag(),
			&cli.BoolFlag{Name: "json", Usage: "write the figures as JSON"},
			&cli.BoolFlag{Name: "v", Usage: "tell also what was missed, what is wrong, and what is off on the frames that were found"},
		},
		Action: func(c *cli.Context) error {
			switch {
			case c.NArg() == 0:
				return usageError(c, "eval: which gold? give the folder that holds its files")
			case c.NArg() > 1:
				return usageError(c, "eval takes one folder, got %q too", c.Args().Get(1))
			case c.IsSet("graph") && c.IsSet("db"):
				return usageError(c, "eval scores one graph: --graph or --db, not both")
			case (c.IsSet("graph") || c.IsSet("db")) && (c.IsSet("gazetteer") || c.IsSet("frames")):
				return usageError(c, "--gazetteer and --frames are for the pipeline; the graph is made already")
			}
			golds, err := eval.ReadGold(c.Args().First())
			if err != nil {
				return err
			}
			var g *eval.Graph
			switch {
			case c.IsSet("graph"):
				g, err = readGraphFile(c.String("graph"))
			case c.IsSet("db"):
				var store *graph.Store
				if store, err = openReading(c); err == nil {
					g, err = graphOf(c, store)
				}
			default:
				g, err = extractGraph(c, golds)
			}
			if err != nil {
				return err
			}
			scores, err := eval.Score(golds, g)
			if err != nil {
				return err
			}
			if len(scores.Missing) > 0 {
				fmt.Fprintf(c.App.ErrWriter, "kg: the graph has nothing of %s\n", strings.Join(scores.Missing, ", "))
			}
			if !c.Bool("v") {
				scores.Notes = nil
			}
			if c.Bool("json") {
				out := json.NewEncoder(c.App.Writer)
				out.SetIndent("", " ")
				return out.Encode(scores)
			}
			return printScores(c.App.Writer, scores)
		},
	}
}

func readGraphFile(file string) (*eval.Graph, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	g, err := eval.ReadGraph(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return g, nil
}

// graphOf reads all that a store holds, and closes it.
func graphOf(c *cli.Context, store *graph.Store) (*eval.Graph, error) {
	defer store.Close()
	nquads, err := graph.FindFormat("nquads")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := store.Export(c.Context, &out, nquads, graph.ExportOptions{}); err != nil {
		return nil, err
	}
	return eval.ReadGraph(&out)
}

// extractGraph loads the texts of gold files into a store in memory, as plain text.
func extractGraph(c *cli.Context, golds []*eval.Gold) (*eval.Graph, error) {
	ex, err := extractor(c)
	if err != nil {
		return nil, err
	}
	store, err := graph.OpenMemory(c.Context, graph.Options{Version: version})
	if err != nil {
		return nil, err
	}
	for _, gold := range golds {
		art, err := loaders.ParseText(gold.ID, gold.Text)
		if err == nil {
			art.Source = gold.File
			if art.Date == "" {
				art.Date = gold.Date
			}
			_, err = store.Put(c.Context, ex.Analyse(art).Reading())
		}
		if err != nil {
			store.Close()
			return nil, fmt.Errorf("%s: %w", gold.File, err)
		}
	}
	return graphOf(c, store)
}

// printScores writes the notes, then a table of the figures.
func printScores(w io.Writer, s *eval.Scores) error {
	var b bytes.Buffer
	for _, n := range s.Notes {
		fmt.Fprintln(&b, n)
	}
	if len(s.Notes) > 0 {
		fmt.Fprintln(&b)
	}
	fmt.Fprintf(&b, "%-20s  %-16s  %-16s  %-16s  %5s  %5s  %6s\n", plural(s.Articles, "article"), "precision", "recall", "F1", "found", "wrong", "missed")
	line := func(name string, f eval.Figures) {
		cell := func(value float64, in eval.Interval) string {
			return fmt.Sprintf("%.3f [%.2f %.2f]", value, in[0], in[1])
		}
		fmt.Fprintf(&b, "%-20s  %-16s  %-16s  %-16s  %5d  %5d  %6d\n", name, cell(f.P, f.PInterval), cell(f.R, f.RInterval), cell(f.F1, f.F1Interval), f.TP, f.FP, f.FN)
	}
	for _, k := range []struct {
		name string
		kind eval.Kind
	}{{"entities", s.Entities}, {"relations", s.Relations}, {"events", s.Events}, {"relations and events", s.Facts}} {
		line(k.name, k.kind.Figures)
		for _, name := range slices.Sorted(maps.Keys(k.kind.By)) {
			line("  "+name, k.kind.By[name])
		}
	}
	fmt.Fprintln(&b, "\nright on what was found")
	for _, measure := range slices.Sorted(maps.Keys(s.Accuracy)) {
		share := s.Accuracy[measure]
		switch {
		case measure == "restated":
			continue
		case share.Of > 0:
			fmt.Fprintf(&b, "  %-18s  %5.3f  %d of %d\n", measure, float64(share.Right)/float64(share.Of), share.Right, share.Of)
		}
	}
	restated := s.Accuracy["restated"]
	fmt.Fprintf(&b, "%s told again, beside %d found\n", plural(restated.Right, "event"), restated.Of)
	_, err := b.WriteTo(w)
	return err
}
