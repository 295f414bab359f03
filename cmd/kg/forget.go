package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
)

func forgetCommand() *cli.Command {
	return &cli.Command{
		Name:        "forget",
		Usage:       "take articles or imports out of the graph, with all that only they state",
		ArgsUsage:   "ID...",
		Description: "ID is an article's, or import: and the name of an import, as kg articles lists them.",
		Flags:       []cli.Flag{dbFlag(), waitFlag()},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usageError(c, "forget: which article? kg articles lists their IDs")
			}
			store, err := graph.Open(c.Context, c.String("db"), graph.Options{MustExist: true, Wait: c.Duration("wait"), Command: commandLine(c), Version: version})
			if err != nil {
				return err
			}
			defer store.Close()
			for _, id := range c.Args().Slice() {
				if name, ok := strings.CutPrefix(id, importPrefix); ok {
					if err := forgetImport(c, store, name); err != nil {
						return err
					}
					continue
				}
				result, err := store.Forget(c.Context, id)
				if err != nil {
					return err
				}
				fmt.Fprintf(c.App.Writer, "%s forgotten: %s fewer\n", id, plural(result.Deleted-result.Added, "quad"))
			}
			_, err = store.Cluster(c.Context)
			return err
		},
	}
}
