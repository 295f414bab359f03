package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/loaders"
	"github.com/newskg/kg/queries"
	"github.com/newskg/kg/testdata"
)

// demoQuestions are what the demo asks of the bundled articles.
var demoQuestions = []struct {
	asks, query string
	params      map[string]string
}{
	{"Who supplies arms to India?", "suppliers", map[string]string{"nation": "India"}},
	{"Which agreements bind India and Russia?", "agreements", map[string]string{"a": "India", "b": "Russia"}},
	{"Who asks whom for what?", "requests", map[string]string{"party": "Turkey"}},
}

func demoCommand() *cli.Command {
	return &cli.Command{
		Name:  "demo",
		Usage: "load the bundled articles into a fresh folder and ask three questions",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "dir", Value: "kg-demo", Usage: "make the `FOLDER`, which must not exist yet; by default a free name that begins so"},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return usageError(c, "demo takes no arguments; kg load PATH loads articles of your own")
			}
			dir, err := freshFolder(c.String("dir"), c.IsSet("dir"))
			if err != nil {
				return err
			}
			articles := filepath.Join(dir, "articles")
			if err := os.CopyFS(dir, testdata.Articles); err != nil {
				return fmt.Errorf("demo: %w", err)
			}
			ex, err := extractor(c)
			if err != nil {
				return err
			}
			db := filepath.Join(dir, "kg.db")
			store, err := graph.Open(c.Context, db, graph.Options{Command: commandLine(c), Version: version})
			if err != nil {
				return err
			}
			defer store.Close()
			w := c.App.Writer
			start := time.Now()
			sources, failures := loaders.Expand([]string{articles})
			rep, err := loaders.Load(c.Context, sources, ex, storeSink(store), loaders.Options{})
			if err != nil {
				return err
			}
			if _, err := store.Cluster(c.Context); err != nil {
				return err
			}
			if failures = append(failures, rep.Failures...); len(failures) > 0 {
				return failures[0]
			}
			fmt.Fprintf(w, "The articles in %s became the graph in %s:\n\n", articles, db)
			printReport(w, rep, time.Since(start))
			for _, q := range demoQuestions {
				if err := answer(c, store, q.asks, q.query, q.params); err != nil {
					return err
				}
			}
			fmt.Fprintf(w, `
Every row names its sentence. Now try

  kg repl --db %[1]s                                  ask on, with .help and .queries
  kg query --db %[1]s about --param thing=S-400       everything said of a thing
  kg explain --db %[1]s india-moscow-2020             an article with its facts under each sentence
  kg annotate %[2]s       the same from the file, with the rule and the words behind each
  kg export --db %[1]s --format turtle                the graph as RDF
  kg load --db my.db my-articles/                     articles of your own; --frames FILE adds event frames
`, db, filepath.Join(articles, "india-moscow-2020.txt"))
			return nil
		},
	}
}

// freshFolder makes a new folder: the one asked for, or else the first free name that begins so.
func freshFolder(name string, asked bool) (string, error) {
	for n := 1; n < 1000; n++ {
		dir := name
		if n > 1 {
			dir = fmt.Sprintf("%s-%d", name, n)
		}
		err := os.Mkdir(dir, 0o777)
		switch {
		case err == nil:
			return dir, nil
		case !errors.Is(err, fs.ErrExist):
			return "", fmt.Errorf("demo: %w", err)
		case asked:
			return "", fmt.Errorf("demo: %s exists already; name a folder that does not", name)
		}
	}
	return "", fmt.Errorf("demo: too many folders %s-N; remove some", name)
}

// answer runs a bundled query and prints its rows, each with its sentence below.
func answer(c *cli.Context, store *graph.Store, asks, name string, given map[string]string) error {
	q, err := queries.Bundled().Find(name)
	if err != nil {
		return err
	}
	session := queries.NewSession(store)
	res, err := session.Ask(c.Context, q, given, queries.Options{Limit: 4})
	if err != nil {
		return err
	}
	format, err := queries.FindResultFormat("table")
	if err != nil {
		return err
	}
	fmt.Fprintf(c.App.Writer, "\n%s\n  kg query %s", asks, name)
	for _, p := range q.Params {
		if v, ok := given[p.Name]; ok {
			fmt.Fprintf(c.App.Writer, " --param %s=%s", p.Name, v)
		}
	}
	fmt.Fprintln(c.App.Writer)
	if err := session.Write(c.Context, c.App.Writer, format, res, queries.Layout{Width: 120}); err != nil {
		return err
	}
	for n := range res.Rows {
		evidence, err := session.Why(c.Context, res, n+1)
		if err != nil {
			return err
		}
		for _, e := range evidence {
			fmt.Fprintf(c.App.Writer, "  %d. “%s”\n     %s, %s\n", n+1, strings.Join(strings.Fields(e.Text), " "), e.Article, e.Published)
		}
	}
	return nil
}
