package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/loaders"
	"github.com/newskg/kg/schema"
)

func importCommand() *cli.Command {
	var names, formats []string
	for _, f := range graph.InputFormats() {
		names = append(names, f.Name)
		formats = append(formats, fmt.Sprintf("   %-8s %s", f.Name, strings.Join(f.Extensions, ", ")))
	}
	return &cli.Command{
		Name:      "import",
		Usage:     "add RDF of your own to the graph",
		ArgsUsage: "FILE...",
		Description: "Each FILE goes into a graph of its own, import:NAME, whole or not at all; importing under the same NAME replaces it, and\n" +
			"kg forget import:NAME takes it out. - is standard input; files may be gzipped. Formats:\n\n" + strings.Join(formats, "\n") +
			"\n\nWhat a file means to be a thing of the graph becomes that thing: by its IRI, by owl:sameAs (a nation by its Wikidata\n" +
			"entity, say), a nation by its ISO 3166 alpha-3 code (kg:iso3, wdt:P298, or schema:identifier or skos:notation of a country).\n" +
			"The name that it had stays as owl:sameAs. Blank nodes become IRIs. No JSON-LD context is fetched from the network.",
		Flags: []cli.Flag{
			dbFlag(), waitFlag(),
			&cli.StringFlag{Name: "name", Usage: "import into the graph import:`NAME`; without it the file's name without its ending"},
			&cli.StringFlag{Name: "format", Usage: "the file is `FORMAT`: " + strings.Join(names, ", ") + "; without it, what the file's name says"},
			&cli.StringFlag{Name: "graphs", Value: string(graph.GraphsBelow), Usage: "the file's named graphs are put `WHERE`: below, each apart at import:NAME#graph=IRI; merge, all into import:NAME; " +
				"keep, as they are: restores an export of kg in an empty store"},
			&cli.StringFlag{Name: "base", Usage: "relative IRIs are resolved against `IRI`; without it, against that of the import's graph"},
			&cli.BoolFlag{Name: "remove", Usage: "take the imports named by the arguments out again"},
			gazetteerFlag(),
		},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usageError(c, "import: which file? give RDF files or - for standard input")
			}
			if c.Bool("remove") {
				return removeImports(c)
			}
			options := importOptions{name: c.String("name"), format: c.String("format"), graphs: graph.ImportGraphs(c.String("graphs")), base: c.String("base")}
			switch options.graphs {
			case graph.GraphsBelow, graph.GraphsMerge, graph.GraphsKeep:
			default:
				return usageError(c, "--graphs %s: there is below, merge, keep", options.graphs)
			}
			inputs, err := importInputs(c, c.Args().Slice(), options)
			if err != nil {
				return err
			}
			gaz, err := schema.NewGazetteer(c.StringSlice("gazetteer")...)
			if err != nil {
				return err
			}
			store, err := graph.Open(c.Context, c.String("db"), graph.Options{Wait: c.Duration("wait"), Command: commandLine(c), Version: version})
			if err != nil {
				return err
			}
			failed, err := importAll(c, store, gaz, inputs, options)
			if closeErr := store.Close(); err == nil {
				err = closeErr
			}
			if err == nil && failed > 0 {
				err = fmt.Errorf("%s could not be imported; nothing of %s was stored", plural(failed, "file"), map[bool]string{true: "it", false: "them"}[failed == 1])
			}
			return err
		},
	}
}

type importOptions struct {
	name, format, base string
	graphs             graph.ImportGraphs
}

// importInput is a file to import, with its format and the name of its import.
type importInput struct {
	file, name string
	format     *graph.Format
}

// importInputs says for every file what it is and under which name it goes; two files under one name would replace one
// another.
func importInputs(c *cli.Context, files []string, o importOptions) ([]importInput, error) {
	if o.name != "" && len(files) > 1 {
		return nil, usageError(c, "--name %s names one import, and there are %d files: give one at a time, or let each have its own name", o.name, len(files))
	}
	var out []importInput
	taken := make(map[string]string)
	for _, file := range files {
		in := importInput{file: file, name: o.name, format: graph.FormatOf(file)}
		if o.format != "" {
			f, err := graph.FindInputFormat(o.format)
			if err != nil {
				return nil, usageError(c, "%v", err)
			}
			in.format = f
		}
		if in.format == nil {
			return nil, usageError(c, "%s: its name does not tell its format; say it with --format", file)
		}
		if in.name == "" && o.graphs != graph.GraphsKeep {
			if file == "-" {
				return nil, usageError(c, "standard input has no name; say with --name under which to import it")
			}
			base := filepath.Base(strings.TrimSuffix(file, ".gz"))
			in.name = schema.LocalName(strings.TrimSuffix(base, filepath.Ext(base)))
		}
		if in.name != "" {
			if _, err := graph.ImportGraph(in.name); err != nil {
				return nil, usageError(c, "%s: %v; say it with --name", file, err)
			}
			if other, ok := taken[in.name]; ok {
				return nil, usageError(c, "%s and %s would both be import:%s; import one of them with --name", other, file, in.name)
			}
			taken[in.name] = file
		}
		out = append(out, in)
	}
	return out, nil
}

// importAll imports one file after the other and tells of each; failed counts those that are no good.
func importAll(c *cli.Context, store *graph.Store, gaz *schema.Gazetteer, inputs []importInput, o importOptions) (failed int, _ error) {
	for _, in := range inputs {
		open, done, err := reopenable(in.file, c.App.Reader)
		if err == nil {
			doc := graph.Document{Name: displayName(in.file), Format: in.format, Open: open}
			var result graph.ImportResult
			result, err = store.Import(c.Context, doc, graph.ImportOptions{Name: in.name, Graphs: o.graphs, Base: o.base, Known: gaz.Things()})
			done()
			if err == nil {
				printImport(c.App.Writer, in, result)
				continue
			}
		}
		if c.Context.Err() != nil {
			return failed, err
		}
		failed++
		fmt.Fprintf(c.App.ErrWriter, "kg: %v\n", err)
	}
	return failed, nil
}

func displayName(file string) string {
	if file == "-" {
		return "standard input"
	}
	return file
}

// reopenable gives a file, or what standard input holds, as often as it is asked for.
func reopenable(file string, stdin io.Reader) (open func() (io.ReadCloser, error), done func(), _ error) {
	done = func() {}
	path := file
	if file == "-" {
		spool, err := os.CreateTemp("", "kg-import-*")
		if err != nil {
			return nil, done, err
		}
		path, done = spool.Name(), func() { os.Remove(spool.Name()) }
		_, err = io.Copy(spool, stdin)
		if err = errors.Join(err, spool.Close()); err != nil {
			done()
			return nil, func() {}, err
		}
	}
	return func() (io.ReadCloser, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		var head [2]byte
		n, _ := io.ReadFull(f, head[:])
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			f.Close()
			return nil, fmt.Errorf("%s cannot be read twice: give it as - on standard input: %w", file, err)
		}
		if n < 2 || head != [2]byte{0x1f, 0x8b} {
			return f, nil
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			f.Close()
			return nil, err
		}
		return &unzipped{z, f}, nil
	}, done, nil
}

// unzipped is a gzipped file; closing it closes the file.
type unzipped struct {
	*gzip.Reader
	file io.Closer
}

func (u *unzipped) Close() error { return errors.Join(u.Reader.Close(), u.file.Close()) }

// printImport tells what an import did.
func printImport(w io.Writer, in importInput, r graph.ImportResult) {
	if r.Name == "" {
		fmt.Fprintf(w, "%s: %s restored in %s\n", displayName(in.file), plural(r.Quads, "quad"), plural(r.Graphs, "graph"))
		return
	}
	line := fmt.Sprintf("%s: %s in import:%s", displayName(in.file), plural(r.Quads, "quad"), r.Name)
	if r.Graphs > 1 {
		line += fmt.Sprintf(" and %s below it", plural(r.Graphs-1, "graph"))
	}
	if r.Replaced {
		line += fmt.Sprintf(", %d of the former import gone", r.Deleted)
	}
	fmt.Fprintln(w, line)
	const most = 12
	for i, m := range r.Matches {
		if i == most {
			fmt.Fprintf(w, "  and %d more names are things of the graph\n", len(r.Matches)-most)
			break
		}
		fmt.Fprintf(w, "  %s is %s (%s)\n", m.From, m.Thing, m.By)
	}
	for i, text := range r.Unclear {
		if i == most {
			fmt.Fprintf(w, "  and %d more are unclear\n", len(r.Unclear)-most)
			break
		}
		fmt.Fprintf(w, "  unclear: %s; left as it is\n", text)
	}
}

func removeImports(c *cli.Context) error {
	store, err := graph.Open(c.Context, c.String("db"), graph.Options{MustExist: true, Wait: c.Duration("wait"), Command: commandLine(c), Version: version})
	if err != nil {
		return err
	}
	defer store.Close()
	for _, name := range c.Args().Slice() {
		if err := forgetImport(c, store, strings.TrimPrefix(name, importPrefix)); err != nil {
			return err
		}
	}
	return nil
}

// importPrefix begins the name of an import where articles have theirs too.
const importPrefix = "import:"

func forgetImport(c *cli.Context, store *graph.Store, name string) error {
	result, err := store.ForgetImport(c.Context, name)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.App.Writer, "import:%s forgotten: %s fewer\n", name, plural(result.Deleted, "quad"))
	return nil
}

// rdfSources parts the files of a load that are RDF from the articles.
func rdfSources(c *cli.Context, sources []loaders.Source) (articles []loaders.Source, inputs []importInput, _ error) {
	var files []string
	for _, s := range sources {
		if s.Path != "-" && graph.FormatOf(s.Path) != nil {
			files = append(files, s.Path)
		} else {
			articles = append(articles, s)
		}
	}
	inputs, err := importInputs(c, files, importOptions{graphs: graph.GraphsBelow})
	return articles, inputs, err
}
