package main

import (
	"context"
	"fmt"
	"io"
	"sort"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/loaders"
	"github.com/newskg/kg/schema"
)

func loadCommand() *cli.Command {
	var formats []string
	for _, f := range loaders.Formats {
		formats = append(formats, fmt.Sprintf("  %-6s %s: %s", f.Name, strings.Trim(strings.Join(f.Extensions, " "), " "), f.Help))
	}
	return &cli.Command{
		Name:      "load",
		Usage:     "read articles and add what they state to the graph",
		ArgsUsage: "PATH...",
		Description: "PATH is a file, a folder, a glob or - for standard input; files may be gzipped. Formats:\n\n" + strings.Join(formats, "\n") +
			"\n\nRDF files (.nq, .nt, .ttl, .trig, .rdf, .jsonld) go each into a graph of its own, as by kg import." +
			"\n\nLoading the same text again changes nothing; a changed text from the same file replaces what its former version stated.\n" +
			"What cannot be read is reported and the rest is loaded; the exit status is then 1.",
		Flags: []cli.Flag{
			dbFlag(), waitFlag(),
			gazetteerFlag(),
			framesFlag(),
			&cli.BoolFlag{Name: "no-sync", Usage: "do not wait for the disk after each article: faster, but a crash of the machine may lose the latest"},
			&cli.IntFlag{Name: "workers", Usage: "articles analysed at once; 0: one for each processor"},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usageError(c, "load: which articles? give a file, a folder, a glob or - for standard input")
			}
			ex, err := extractor(c)
			if err != nil {
				return err
			}
			sources, missing := loaders.Expand(c.Args().Slice())
			sources, inputs, err := rdfSources(c, sources)
			if err != nil {
				return err
			}
			rules, err := schema.RulesHash(append(c.StringSlice("gazetteer"), c.StringSlice("frames")...)...)
			if err != nil {
				return err
			}
			store, err := graph.Open(c.Context, c.String("db"), graph.Options{NoSync: c.Bool("no-sync"), Wait: c.Duration("wait"), Command: commandLine(c),
				Version: version, Rules: rules})
			if err != nil {
				return err
			}
			start := time.Now()
			bar := newProgress(c.App.ErrWriter, len(sources), start)
			rep, err := loaders.Load(c.Context, sources, ex, storeSink(store), loaders.Options{Stdin: c.App.Reader, Workers: c.Int("workers"), Progress: bar.show})
			bar.clear()
			if err == nil && rep.Articles > rep.Unchanged {
				_, err = store.Cluster(c.Context)
			}
			rep.Failures = append(missing, rep.Failures...)
			failed := len(rep.Failures)
			if err == nil && len(inputs) > 0 {
				var gaz *schema.Gazetteer
				if gaz, err = schema.NewGazetteer(c.StringSlice("gazetteer")...); err == nil {
					var bad int
					bad, err = importAll(c, store, gaz, inputs, importOptions{graphs: graph.GraphsBelow})
					failed += bad
				}
			}
			if closeErr := store.Close(); err == nil {
				err = closeErr
			}
			for _, f := range rep.Failures {
				fmt.Fprintln(c.App.ErrWriter, "kg: "+f.Error())
			}
			if len(sources) > 0 || len(inputs) == 0 {
				printReport(c.App.Writer, rep, time.Since(start))
			}
			if err != nil {
				return err
			}
			if failed > 0 {
				return fmt.Errorf("%s could not be loaded", plural(failed, "input"))
			}
			return nil
		},
	}
}

// storeSink puts readings into a store.
func storeSink(store *graph.Store) loaders.Sink {
	return func(ctx context.Context, r schema.Reading) (loaders.Outcome, error) {
		res, err := store.Put(ctx, r)
		return loaders.Outcome{Unchanged: err == nil && res.Change == graph.Unchanged, Replaced: res.Change == graph.Replaced, Quads: res.Added}, err
	}
}

// printReport tells what a load did.
func printReport(w io.Writer, rep *loaders.Report, took time.Duration) {
	line := plural(rep.Articles, "article")
	var notes []string
	if rep.Unchanged > 0 {
		notes = append(notes, fmt.Sprintf("%d unchanged", rep.Unchanged))
	}
	if rep.Replaced > 0 {
		notes = append(notes, fmt.Sprintf("%d replaced", rep.Replaced))
	}
	if len(notes) > 0 {
		line += " (" + strings.Join(notes, ", ") + ")"
	}
	fmt.Fprintf(w, "%s, %s, %s stated, %s added in %.1f s\n", line, plural(rep.Sentences, "sentence"), plural(rep.Facts, "fact"),
		plural(rep.Quads, "quad"), took.Seconds())
	classes := make([]string, 0, len(rep.Things))
	for class := range rep.Things {
		classes = append(classes, class)
	}
	sort.Strings(classes)
	for _, class := range classes {
		fmt.Fprintf(w, "  %5d %s\n", rep.Things[class], class)
	}
	if n := len(rep.Failures); n > 0 {
		fmt.Fprintf(w, "%s failed; see the messages\n", plural(n, "input"))
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// progress draws a bar on a terminal once a load takes longer than a second; elsewhere it stays silent.
type progress struct {
	w     io.Writer
	total int
	start time.Time
	drawn time.Time
}

func newProgress(w io.Writer, total int, start time.Time) *progress {
	if !isTerminal(w) {
		w = nil
	}
	return &progress{w: w, total: total, start: start}
}

func (p *progress) show(done int) {
	now := time.Now()
	if p.w == nil || now.Sub(p.start) < time.Second || now.Sub(p.drawn) < 100*time.Millisecond {
		return
	}
	p.drawn = now
	total := max(p.total, done)
	filled := 30 * done / max(total, 1)
	fmt.Fprintf(p.w, "\r[%s%s] %d of %d, %.0f articles/s ", strings.Repeat("=", filled), strings.Repeat(" ", 30-filled), done, total,
		float64(done)/now.Sub(p.start).Seconds())
}

func (p *progress) clear() {
	if p.w != nil && !p.drawn.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
