package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
)

const exportDescription = `The same articles give the same bytes, in whatever order they were loaded, in memory that does not grow with the
graph. Without a choice everything is written. Choices narrow one another down:

   --article, --since, --until   articles, by ID and day, month or year of publication
   --class CLASS                 statements about things of a class (Nation), or the events of one (Request, Event)
   --about THING --hops N        what is stated of a thing, given by its label or short name; with 2 hops also what is
                                 stated of the things that are named there, and so on

What describes a thing goes along with whatever names it. A format that has no graphs loses the sentence of each statement;
--reify keeps it by a resource for each, rdf:Statement. What a format cannot hold is an error that names the statement.

In the formats of graph tools things, events and sentences are nodes, statements between them edges with their sentence as
"evidence", dates, texts and numbers attributes. A PLOVER record is one report: what is planned is AGREE or has the
context "future", what may be has "hypothetical".

Formats:

`

// exportCache is the store's cache for an export, which reads most of it once.
const exportCache = 8 << 20

func exportCommand() *cli.Command {
	var names, formats []string
	for _, f := range graph.Formats() {
		names = append(names, f.Name)
		formats = append(formats, fmt.Sprintf("   %-12s %s (%s)", f.Name, f.Help, strings.Join(f.Extensions, ", ")))
	}
	return &cli.Command{
		Name:        "export",
		Usage:       "write the graph in a standard format",
		Description: exportDescription + strings.Join(formats, "\n"),
		Flags: []cli.Flag{
			dbFlag(), waitFlag(),
			&cli.StringFlag{Name: "format", Usage: "write `FORMAT`: " + strings.Join(names, ", ") + "; without it, what the name of the output says, else " + names[0]},
			&cli.StringFlag{Name: "o", Usage: "write to `FILE`, whole or not at all; a name in .gz is compressed"},
			&cli.StringSliceFlag{Name: "article", Usage: "only the article `ID` with what its things are (may repeat)"},
			&cli.StringFlag{Name: "since", Usage: "only articles published on `DATE` or later: 2020-06-23, 2020-06 or 2020"},
			&cli.StringFlag{Name: "until", Usage: "only articles published on `DATE` or earlier"},
			&cli.StringSliceFlag{Name: "class", Usage: "only statements about things of `CLASS`, or events of it (may repeat)"},
			&cli.StringSliceFlag{Name: "about", Usage: "only what is stated of `THING` (may repeat)"},
			&cli.IntFlag{Name: "hops", Value: 1, Usage: "how far --about goes: `N` statements from the thing"},
			&cli.BoolFlag{Name: "no-background", Usage: "without what no article states: tenures, makers, memberships"},
			&cli.BoolFlag{Name: "no-evidence", Usage: "without articles, sentences and the sentence of each statement"},
			&cli.BoolFlag{Name: "reify", Usage: "in a format without graphs, name the sentence of each statement by an rdf:Statement"},
			&cli.BoolFlag{Name: "negated", Usage: "with plover-jsonl, also what is said not to have happened"},
			&cli.BoolFlag{Name: "ontology", Usage: "also what the classes and properties mean (kg ontology prints it alone)"},
			&cli.BoolFlag{Name: "provenance", Usage: "also when, from where and by which version each article was loaded"},
		},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			format, err := exportFormat(c)
			if err != nil {
				return err
			}
			options := graph.ExportOptions{
				Articles: c.StringSlice("article"), Since: c.String("since"), Until: c.String("until"), Classes: c.StringSlice("class"),
				About: c.StringSlice("about"), Hops: c.Int("hops"), NoBackground: c.Bool("no-background"), NoEvidence: c.Bool("no-evidence"),
				Reify: c.Bool("reify"), Negated: c.Bool("negated"), Ontology: c.Bool("ontology"), Provenance: c.Bool("provenance"),
			}
			file := c.String("o")
			switch {
			case c.IsSet("hops") && len(options.About) == 0:
				return usageError(c, "--hops says how far --about goes, which names no thing")
			case options.Hops < 0:
				return usageError(c, "--hops counts from 0")
			case options.Reify && (format.Graphs || format.NewWriter == nil):
				return usageError(c, "%s keeps the sentence of a statement by itself: --reify is for ntriples, turtle and rdfxml", format.Name)
			case options.Reify && options.NoEvidence:
				return usageError(c, "--reify names the sentences that --no-evidence leaves out")
			case options.NoBackground && options.Ontology:
				return usageError(c, "--ontology is a part of what --no-background leaves out")
			case options.Negated && format.Name != "plover-jsonl":
				return usageError(c, "--negated is for plover-jsonl: %s has every event with its status", format.Name)
			case len(format.Parts) > 0 && (file == "" || file == "-"):
				return usageError(c, "%s is %d files: name them with -o NAME%s", format.Name, len(format.Parts), format.Extensions[0])
			}
			store, err := graph.Open(c.Context, c.String("db"), graph.Options{ReadOnly: true, CacheSize: exportCache, Wait: c.Duration("wait"), Command: commandLine(c), Version: version})
			if err != nil {
				return err
			}
			defer store.Close()
			export := func(f *graph.Format) func(io.Writer) error {
				return func(w io.Writer) error { return store.Export(c.Context, w, f, options) }
			}
			if file == "" || file == "-" {
				return export(format)(c.App.Writer)
			}
			if len(format.Parts) == 0 {
				return writeWhole([]string{file}, []func(io.Writer) error{export(format)})
			}
			var files []string
			var writes []func(io.Writer) error
			for i := range format.Parts {
				files = append(files, partName(file, format.Extensions[0], format.Parts[i].Name))
				writes = append(writes, export(&format.Parts[i]))
			}
			return writeWhole(files, writes)
		},
	}
}

// partName is the name of one of several files: graph.csv.gz is graph-nodes.csv.gz and graph-edges.csv.gz.
func partName(file, extension, part string) string {
	base, zipped := strings.CutSuffix(file, ".gz")
	base = strings.TrimSuffix(base, extension) + "-" + part + extension
	if zipped {
		base += ".gz"
	}
	return base
}

// exportFormat is the format asked for, or that of the output's name.
func exportFormat(c *cli.Context) (*graph.Format, error) {
	name := c.String("format")
	if name == "" {
		extension := filepath.Ext(strings.TrimSuffix(c.String("o"), ".gz"))
		for i, f := range graph.Formats() {
			if i == 0 || slices.Contains(f.Extensions, extension) {
				name = f.Name
			}
		}
	}
	f, err := graph.FindFormat(name)
	if err != nil {
		return nil, usageError(c, "%v", err)
	}
	return f, nil
}

// writeWhole writes files that appear under their names when all are complete, and not before.
func writeWhole(files []string, writes []func(io.Writer) error) (err error) {
	var made []string
	defer func() {
		if err != nil {
			for _, name := range made {
				err = errors.Join(err, ignoreMissing(os.Remove(name)))
			}
		}
	}()
	for i, file := range files {
		f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*")
		if err != nil {
			return err
		}
		made = append(made, f.Name())
		err = writeZipped(f, strings.HasSuffix(file, ".gz"), writes[i])
		if err == nil {
			err = f.Chmod(0o644)
		}
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return err
		}
	}
	for i, file := range files {
		if err := os.Rename(made[i], file); err != nil {
			return err
		}
	}
	return nil
}

func writeZipped(w io.Writer, zipped bool, write func(io.Writer) error) error {
	if !zipped {
		return write(w)
	}
	z := gzip.NewWriter(w)
	if err := write(z); err != nil {
		return err
	}
	return z.Close()
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}
