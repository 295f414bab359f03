package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
)

func exportCommand() *cli.Command {
	var names, formats []string
	for _, f := range graph.Formats() {
		names = append(names, f.Name)
		formats = append(formats, fmt.Sprintf("   %-8s %s (%s)", f.Name, f.Help, strings.Join(f.Extensions, ", ")))
	}
	return &cli.Command{
		Name:        "export",
		Usage:       "write the graph in a standard format",
		Description: "The same articles give the same bytes. Formats:\n\n" + strings.Join(formats, "\n"),
		Flags: []cli.Flag{
			dbFlag(), waitFlag(),
			&cli.StringFlag{Name: "format", Usage: "write `FORMAT`: " + strings.Join(names, ", ") + "; without it, what the name of the output says, else " + names[0]},
			&cli.StringFlag{Name: "o", Usage: "write to `FILE`, whole or not at all; a name in .gz is compressed"},
			&cli.StringSliceFlag{Name: "article", Usage: "only the article `ID` with what its things are (may repeat)"},
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
			store, err := openReading(c)
			if err != nil {
				return err
			}
			defer store.Close()
			options := graph.ExportOptions{Articles: c.StringSlice("article"), Ontology: c.Bool("ontology"), Provenance: c.Bool("provenance")}
			write := func(w io.Writer) error { return store.Export(c.Context, w, format, options) }
			if file := c.String("o"); file != "" && file != "-" {
				return writeWhole(file, write)
			}
			return write(c.App.Writer)
		},
	}
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

// writeWhole writes a file that appears under its name when it is complete, and not before.
func writeWhole(file string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if strings.HasSuffix(file, ".gz") {
		z := gzip.NewWriter(f)
		if err := write(z); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
	} else if err := write(f); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}
