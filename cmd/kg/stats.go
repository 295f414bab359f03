package main

import (
	"encoding/json"
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
)

func statsCommand() *cli.Command {
	return &cli.Command{
		Name:  "stats",
		Usage: "count what the graph holds",
		Flags: []cli.Flag{dbFlag(), waitFlag(), &cli.StringFlag{Name: "format", Value: "text", Usage: "write `FORMAT`: text, json"}},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			format := c.String("format")
			if format != "text" && format != "json" {
				return usageError(c, "no such format: %q; there is text, json", format)
			}
			store, err := openReading(c)
			if err != nil {
				return err
			}
			defer store.Close()
			st, err := store.Stats(c.Context)
			if err != nil {
				return err
			}
			if format == "json" {
				return json.NewEncoder(c.App.Writer).Encode(st)
			}
			w := c.App.Writer
			fmt.Fprintf(w, "%7d articles\n%7d sentences\n%7d quads\n", st.Articles, st.Sentences, st.Total)
			for _, part := range []struct {
				title  string
				counts []graph.Count
			}{{"things", st.Things}, {"events", st.Events}, {"quads by graph", st.Quads}} {
				if len(part.counts) == 0 {
					continue
				}
				fmt.Fprintf(w, "\n%s\n", part.title)
				for _, n := range part.counts {
					fmt.Fprintf(w, "%7d %s\n", n.N, n.Name)
				}
			}
			return nil
		},
	}
}
