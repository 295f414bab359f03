package main

import (
	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/queries"
)

func articlesCommand() *cli.Command {
	return &cli.Command{
		Name:  "articles",
		Usage: "list the loaded articles and imports",
		Flags: []cli.Flag{dbFlag(), waitFlag(), resultFlags()[0]},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			format, err := queries.FindResultFormat(c.String("format"))
			if err != nil {
				return usageError(c, "%v", err)
			}
			store, err := openReading(c)
			if err != nil {
				return err
			}
			defer store.Close()
			articles, err := store.Articles(c.Context)
			if err != nil {
				return err
			}
			result := &queries.Result{Columns: []string{"id", "date", "sentences", "headline", "source"}}
			for _, a := range articles {
				result.Rows = append(result.Rows, queries.Row{Names: result.Columns,
					Cells: []queries.Cell{a.ID, a.Date, int64(a.Sentences), a.Headline, a.Source}})
			}
			imports, err := store.Imports(c.Context)
			if err != nil {
				return err
			}
			for _, i := range imports {
				what := plural(i.Quads, "quad") + " imported"
				if i.Unfinished {
					what = "an import that did not end: import it again"
				}
				result.Rows = append(result.Rows, queries.Row{Names: result.Columns, Cells: []queries.Cell{importPrefix + i.Name, nil, nil, what, i.Source}})
			}
			return queries.NewSession(store).Write(c.Context, c.App.Writer, format, result, queries.Layout{Width: terminalWidth(c.App.Writer)})
		},
	}
}
